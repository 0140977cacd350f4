"""Oracle's grammar of queries, DML and expressions: tokens in, sqlglot's syntax tree out.

Every token of a statement is read by a rule of this grammar or is an error: nothing is skipped and nothing guessed.
Of sqlglot it uses the nodes of the tree alone, its parser knows too many dialects to be strict in one. Calls are
`exp.Anonymous` with the function's name; what a node carries beside sqlglot's own attributes is said where it is made.
"""
