"""Scripted failures: what they are, how they are written, and when they fire. `session` and `engine` let them happen.

`standin.md` in the documentation explains the grammar to users.
"""
