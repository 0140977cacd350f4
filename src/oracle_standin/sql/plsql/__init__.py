"""PL/SQL text to trees: anonymous blocks and CALL. Knows no values and no database.

Reference: PL/SQL Language Reference, "PL/SQL Language Elements".
"""
