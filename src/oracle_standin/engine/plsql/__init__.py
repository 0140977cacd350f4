"""PL/SQL on top of SQL: compiles and runs blocks; every expression and every statement is SQL of the block's session.

Reference: PL/SQL Language Reference.
"""
