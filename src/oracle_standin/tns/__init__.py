"""Transparent Network Substrate: packets on a socket, and the first exchange of a connection.

It knows nothing of what the packets carry.
"""
