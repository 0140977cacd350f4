"""Parses DDL from tokens to values. Reference: SQL Language Reference, the statements' own chapters."""
