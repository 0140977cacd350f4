"""One client's session, from its first packet to its last.

It reads requests with `ttc`, has them executed by `engine`, and writes the answers with `ttc` again.
"""
