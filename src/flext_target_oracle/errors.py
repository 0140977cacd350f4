"""Every error of the target, grouped by what the caller does about it.

    TargetError
    ├── ConfigurationError      mend the settings or the command line          exit code 2
    ├── ConnectionFailedError   mend the network, the listener or the log-in   exit code 3
    └── LoadError               the load failed                                exit code 1
        ├── InputError          mend what the tap sends; names the input line
        ├── OutputError         whoever read STATE from stdout has gone
        └── DatabaseError       Oracle refused; names the ORA code
            ├── TransientError  the same work may succeed later
            ├── RecordError     one record is at fault; names its position
            └── PermanentError  the statement, a privilege or the space is at fault

A message names stream, table, column, input line and ORA code. It never holds a value of a record or a secret.
"""


class TargetError(Exception):
    """Anything that ends a run with a message for the user instead of a stack trace."""


class ConfigurationError(TargetError):
    """A setting or an argument is missing, unknown or wrong."""


class ConnectionFailedError(TargetError):
    """Oracle was not reached, or it refused the log-in."""


class LoadError(TargetError):
    """The load failed; what was committed before stays, and its STATE has been emitted."""


class InputError(LoadError):
    """The input is not what the Singer specification or its own SCHEMA says."""

    def __init__(self, problem: str, *, line: int | None = None) -> None:
        self.problem = problem
        self.line = line
        super().__init__(f"line {line}: {problem}" if line else problem)

    def at(self, line: int, *, is_cut_off: bool = False) -> "InputError":
        """The same error at a line that was read, unless it names one already."""
        if self.line is not None:
            return self
        reason = "the input ends in the middle of this line; " if is_cut_off else ""
        return InputError(reason + self.problem, line=line)


class OutputError(LoadError):
    """STATE cannot be delivered because stdout is closed."""


class DatabaseError(LoadError):
    """Oracle refused a statement.

    Attributes:
        code: The full code as python-oracledb gives it, such as `ORA-12899` or `DPY-4011`.
    """

    def __init__(self, message: str, *, code: str) -> None:
        self.code = code
        super().__init__(message)


class TransientError(DatabaseError):
    """A lost connection, a lock or a time-out: the same transaction may succeed later."""


class RecordError(DatabaseError):
    """Oracle refused one row.

    Attributes:
        row: Position of the row in its batch, from 0; None when Oracle did not name it.
    """

    def __init__(self, message: str, *, code: str, row: int | None) -> None:
        self.row = row
        super().__init__(message, code=code)


class PermanentError(DatabaseError):
    """Trying again would fail again."""
