"""Two-Task Common: the messages inside DATA packets, one module a message, named as python-oracledb names its own.

Each module reads a request into a value and writes the answers to it as bytes. Who executes what a message asks for
is not its business.
"""
