"""JSON Schema to Oracle tables. Pure."""
