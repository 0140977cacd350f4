"""Oracle's value formats on the wire to and from text as PostgreSQL reads and prints it.

Pure functions on one value, in pairs: `<type>_to_text(wire value)` and `text_to_<type>(text)`. NULL is not their
business. Bad bytes or text raise OracleError.
"""
