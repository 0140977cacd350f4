"""A local server that speaks Oracle's wire protocol over PostgreSQL: for demos, tests and benchmarks.

It is not Oracle Database. What it does not know, it refuses with an ORA error that names it.
"""
