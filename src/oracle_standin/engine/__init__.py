"""The database of the stand-in: an embedded PostgreSQL behind Oracle's sessions, transactions and types."""
