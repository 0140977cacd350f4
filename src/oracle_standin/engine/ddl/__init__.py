"""Executes DDL in PostgreSQL; what its catalog does not know is kept in the SYS schema."""
