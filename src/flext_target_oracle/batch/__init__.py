"""Records to typed columns. Pure."""
