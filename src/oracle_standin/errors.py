"""The two errors of the stand-in: one that Oracle has, and one that says what the stand-in cannot do.

Everything that goes wrong while a client's request is served ends as one of these and reaches the client as an ORA
error. Anything else is a defect of the stand-in.
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
