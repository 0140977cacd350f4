"""Oracle SQL to PostgreSQL, text to text: pure, and without knowledge of any database's contents.

Queries, DML and expressions are parsed by sqlglot and rendered node by node; a node or an attribute of a node without
a rule is an error, so nothing untranslated gets through. DDL is parsed here, on the same tokens.
"""
