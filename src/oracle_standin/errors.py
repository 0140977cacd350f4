"""The errors of the stand-in: those that Oracle has, what the stand-in cannot do, and bytes that nobody can answer.

Everything that goes wrong while a client's request is served ends as an OracleError (or its UnsupportedError) and
reaches the client as an ORA error. ProtocolError ends the session. Anything else is a defect of the stand-in.
"""


class OracleError(Exception):
    """An error as Oracle reports it.

    Attributes:
        code: The number of the ORA error, for example 942.
        text: The whole text that the client sees, `ORA-00942: table or view does not exist`.
        position: Offset of the error in the SQL text, in characters; 0 when unknown.
    """

    def __init__(self, code: int, message: str, *, position: int = 0) -> None:
        self.code = code
        self.text = f"ORA-{code:05d}: {message}"
        self.position = position
        super().__init__(self.text)


class UnsupportedError(OracleError):
    """Oracle can do this, the stand-in cannot: ORA-03001 with the name of the thing, never silence.

    ORA-03001 is Oracle's own "unimplemented feature" (Error Help, ora-03001).
    """

    def __init__(self, what: str) -> None:
        super().__init__(3001, f"unimplemented feature: oracle_standin does not support {what}")


class ProtocolError(Exception):
    """The client's bytes are not Oracle's protocol: there is no way to answer, the session ends."""
