"""How a batch reaches a table."""
