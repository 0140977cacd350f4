"""Connections, statements and the dictionary of Oracle. The only package that imports the driver."""
