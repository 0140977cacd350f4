"""The entity that a person asks about. Pure."""
