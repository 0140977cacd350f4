"""What can be scripted, as values."""

import re
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

_WRITES_ROWS = re.compile(r"\s*(insert|merge)\b", re.IGNORECASE)


class Action(Enum):
    """What happens; each of them is worded as a specification has it."""

    DROP_BEFORE = "drop before"
    DROP_AFTER = "drop after"
    HANG = "hang at"
    DELAY = "delay"
    LATE = "late"
    ERROR = "error"


class Point(Enum):
    """Where it happens. A request meets `call` and its own kind; COMMIT as a statement is an `execute` as well.

    `finish` is the end of a direct path load, which commits.
    """

    CONNECT = "connect"
    LOGON = "logon"
    CALL = "call"
    EXECUTE = "execute"
    FETCH = "fetch"
    COMMIT = "commit"
    ROLLBACK = "rollback"
    FINISH = "finish"


@dataclass(frozen=True, slots=True)
class Fault:
    """An action at a point.

    Attributes:
        text: The specification.
        row: The row of an array, counted from 1, that the error hits; None for the call as a whole.
        number: Which meeting of the point it begins with, counted from 1.
        times: How many meetings it lasts; None for all that follow.
        window_s: How long it lasts from its first firing, instead of `times`.
        code: The ORA error of Action.ERROR.
        seconds: Of Action.DELAY and Action.LATE.
        is_per_session: Whether each session counts for itself.
        pattern: What the SQL text has to match somewhere; only then a meeting counts.
    """

    text: str
    action: Action
    point: Point
    row: int | None = None
    number: int = 1
    times: int | None = 1
    window_s: float | None = None
    code: int = 0
    seconds: float = 0.0
    is_per_session: bool = False
    pattern: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class FullTablespace:
    """No more than so many rows fit, as INSERT and MERGE write them.

    Rows that are rolled back or deleted leave no room behind.
    """

    text: str
    code: int
    rows: int
    pattern: re.Pattern[str] | None = None

    def concerns(self, sql: str) -> bool:
        """Whether the rows of this statement count."""
        return bool(_WRITES_ROWS.match(sql) and (self.pattern is None or self.pattern.search(sql)))


@dataclass(frozen=True, slots=True)
class SlowNetwork:
    """Each packet of either direction takes this long, and each byte of it."""

    text: str
    latency_s: float = 0.0
    s_per_byte: float = 0.0


Specification: TypeAlias = Fault | FullTablespace | SlowNetwork
