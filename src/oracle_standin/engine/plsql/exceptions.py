"""Exceptions of PL/SQL. Reference: PL/SQL Language Reference, "PL/SQL Error Handling"."""

from dataclasses import dataclass, field

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.plsql.tree import ExceptionDeclaration

# "Predefined Exceptions", with the number of the ORA error of each
PREDEFINED = {
    "ACCESS_INTO_NULL": 6530,
    "CASE_NOT_FOUND": 6592,
    "COLLECTION_IS_NULL": 6531,
    "CURSOR_ALREADY_OPEN": 6511,
    "DUP_VAL_ON_INDEX": 1,
    "INVALID_CURSOR": 1001,
    "INVALID_NUMBER": 1722,
    "LOGIN_DENIED": 1017,
    "NO_DATA_FOUND": 1403,
    "NO_DATA_NEEDED": 6548,
    "NOT_LOGGED_ON": 1012,
    "PROGRAM_ERROR": 6501,
    "ROWTYPE_MISMATCH": 6504,
    "SELF_IS_NULL": 30625,
    "STORAGE_ERROR": 6500,
    "SUBSCRIPT_BEYOND_COUNT": 6533,
    "SUBSCRIPT_OUTSIDE_LIMIT": 6532,
    "SYS_INVALID_ROWID": 1410,
    "TIMEOUT_ON_RESOURCE": 51,
    "TOO_MANY_ROWS": 1422,
    "VALUE_ERROR": 6502,
    "ZERO_DIVIDE": 1476,
}
_TEXTS = {
    6592: "CASE not found while executing CASE statement",
    6511: "PL/SQL: cursor already open",
    1001: "invalid cursor",
    1403: "no data found",
    1422: "exact fetch returns more than requested number of rows",
    6502: "PL/SQL: numeric or value error",
    1722: "unable to convert string value to a number",
    1476: "divisor is equal to zero",
    1: "unique constraint violated",
    6501: "PL/SQL: program error",
    6500: "PL/SQL: storage error",
    51: "timeout occurred while waiting for a resource",
    6531: "Reference to uninitialized collection",
    6530: "Reference to uninitialized composite",
    6504: "PL/SQL: Return types of Result Set variables or query do not match",
    6533: "Subscript beyond count",
    6532: "Subscript outside of limit",
    30625: "method dispatch on NULL SELF argument is disallowed",
    1410: "invalid ROWID",
    1017: "invalid username/password; logon denied",
    1012: "not logged on",
    6548: "no more rows needed",
    6510: "PL/SQL: unhandled user-defined exception",
}
NO_DATA_FOUND_SQLCODE = 100  # "SQLCODE Function": the one positive code
_USER_DEFINED_SQLCODE = 1
# the call itself is over: a cancelled one, a killed session, a lost connection, what the engine cannot tell
_FATAL_CODES = frozenset({28, 604, 1013, 3113})


@dataclass(slots=True)
class RaisedError(Exception):
    """An exception on its way to a handler.

    Attributes:
        code: The number of the ORA error; 0 for a user-defined exception without one.
        message: The text of that error without its number.
        declaration: The exception that RAISE named, if a block declares it.
        lines: Where it was raised and raised again, the latest first.
    """

    code: int
    message: str
    declaration: ExceptionDeclaration | None = None
    lines: list[int] = field(default_factory=list)

    @property
    def sqlcode(self) -> int:
        """What SQLCODE gives."""
        if self.code == PREDEFINED["NO_DATA_FOUND"]:
            return NO_DATA_FOUND_SQLCODE
        return -self.code if self.code else _USER_DEFINED_SQLCODE

    @property
    def sqlerrm(self) -> str:
        """What SQLERRM gives."""
        return f"ORA-{self.code:05d}: {self.message}" if self.code else "User-Defined Exception"

    def to_oracle(self) -> OracleError:
        """The error that reaches the caller, with the lines of the stack."""
        code = self.code or 6510
        message = self.message if self.code else _TEXTS[code]
        return OracleError(code, "\n".join([message, *(f"ORA-06512: at line {line}" for line in self.lines)]))


def raised(error: OracleError, line: int) -> RaisedError:
    """The exception that an error is inside a block.

    Raises:
        OracleError: It is none that a block may handle: the statement is unsupported, or the call is over.
    """
    if isinstance(error, UnsupportedError) or error.code in _FATAL_CODES:
        raise error
    return RaisedError(error.code, error.text.partition(": ")[2], lines=[line])


def predefined(name: str) -> RaisedError | None:
    """The predefined exception of this name."""
    code = PREDEFINED.get(name)
    return None if code is None else RaisedError(code, _TEXTS[code])


def value_error(detail: str) -> OracleError:
    """ORA-06502."""
    return OracleError(6502, f"PL/SQL: numeric or value error: {detail}")
