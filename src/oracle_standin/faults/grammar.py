"""Reads specifications.

drop before|after POINT ...          the connection is cut; the call has been done or not
hang at POINT ...                    no answer until the client gives up or the server stops
delay TIME at POINT ...              an answer that takes its time
late TIME at commit|finish ...       the connection is cut, and the COMMIT takes effect so much later
ORA-nnnnn at POINT ...               this error instead of the call
ORA-nnnnn at row K of execute ...    this error for a row of an array
ORA-nnnnn after N rows ...           this error once so many rows have been written
latency TIME | bandwidth SIZE        a slow network, as long as it is set

POINT: connect | logon | call | execute | fetch | commit | rollback | finish (of a direct path load)
...:   [NUMBER] [times COUNT | always | for TIME] [per session] [matching REGEX]
TIME:  20ms, 1.5s                    SIZE: 64kB, 1MB (a second)

Upper and lower case are the same, but in a REGEX.
"""

import re
from dataclasses import replace

from oracle_standin.faults.fault import Action, Fault, FullTablespace, Point, SlowNetwork, Specification

_TIME = re.compile(r"(\d+(?:\.\d+)?)(ms|s)")
_SIZE = re.compile(r"(\d+(?:\.\d+)?)(kb|mb)")
_CODE = re.compile(r"ora-(\d{5})")
_UNITS = {"ms": 0.001, "s": 1.0, "kb": 1e3, "mb": 1e6}
_ORDER = "behind the point stand, in this order: a number, times COUNT | always | for TIME, per session, matching REGEX"
_POINTS = {point.value: point for point in Point}
_COMMITS = (Point.COMMIT, Point.FINISH)
_WITHOUT_SQL = (Point.CONNECT, Point.LOGON, Point.COMMIT, Point.ROLLBACK, Point.FINISH)


class FaultError(ValueError):
    """A specification that cannot be read; the text says where it goes wrong."""


def parse(text: object) -> Specification:
    """The fault that a specification describes.

    Raises:
        FaultError: It cannot be read.
    """
    if not isinstance(text, str):
        raise FaultError(f"fault {text!r}: a specification is a text")
    words = _Words(text)
    specification = _read(words)
    words.expect_end()
    return specification


def _read(words: "_Words") -> Specification:
    match words.next():
        case "drop":
            action = Action(f"drop {words.choice('before', 'after')}")
            return _placed(words, Fault(words.text, action, words.point()))
        case "hang":
            words.choice("at")
            return _placed(words, Fault(words.text, Action.HANG, words.point()))
        case "delay":
            return _placed(words, _timed(words, Action.DELAY))
        case "late":
            return _placed(words, _timed(words, Action.LATE))
        case "latency":
            return SlowNetwork(words.text, latency_s=words.seconds())
        case "bandwidth":
            return SlowNetwork(words.text, s_per_byte=1 / words.bytes_per_s())
        case code if match := _CODE.fullmatch(code):
            return _error(words, int(match[1]))
        case _:
            raise words.error("drop, hang, delay, late, latency, bandwidth or ORA- and five digits")


def _timed(words: "_Words", action: Action) -> Fault:
    seconds = words.seconds()
    words.choice("at")
    point = words.point(*(_COMMITS if action is Action.LATE else Point))
    return Fault(words.text, action, point, seconds=seconds)


def _error(words: "_Words", code: int) -> Specification:
    if words.choice("at", "after") == "after":
        rows = words.whole_number()
        words.choice("rows")
        return FullTablespace(words.text, code, rows, words.pattern())
    if not words.skip("row"):
        return _placed(words, Fault(words.text, Action.ERROR, words.point(), code=code))
    row = words.positive_number()
    words.choice("of")
    return _placed(words, Fault(words.text, Action.ERROR, words.point(Point.EXECUTE), row=row, code=code))


def _placed(words: "_Words", fault: Fault) -> Fault:
    """With what stands behind the point."""
    if words.is_number:
        fault = replace(fault, number=words.positive_number())
    if words.skip("times"):
        fault = replace(fault, times=words.positive_number())
    elif words.skip("always"):
        fault = replace(fault, times=None)
    elif words.skip("for"):
        fault = replace(fault, times=None, window_s=words.seconds())
    if words.skip("per"):
        words.choice("session")
        fault = replace(fault, is_per_session=True)
    pattern = words.pattern()
    if pattern is not None and fault.point in _WITHOUT_SQL:
        raise FaultError(f"fault {words.text!r}: {fault.point.value} has no SQL text that 'matching' could look at")
    return replace(fault, pattern=pattern)


class _Words:
    """The words of a specification, one after the other."""

    def __init__(self, text: str) -> None:
        self.text = text.strip()
        self._rest = self.text
        self._last = ""

    @property
    def is_number(self) -> bool:
        return self._peek().isdecimal()

    def next(self) -> str:
        """The next word in lower case; empty at the end."""
        word = self._peek()
        self._last = word
        self._rest = self._rest[len(word) :].lstrip()
        return word.lower()

    def skip(self, word: str) -> bool:
        """Whether this word comes next; it is read then."""
        is_next = self._peek().lower() == word
        if is_next:
            self.next()
        return is_next

    def choice(self, *words: str) -> str:
        """One of these words."""
        word = self.next()
        if word not in words:
            raise self.error(" or ".join(words))
        return word

    def point(self, *points: Point) -> Point:
        """One of these points; any, if none is named."""
        return _POINTS[self.choice(*(point.value for point in points or Point))]

    def whole_number(self) -> int:
        word = self.next()
        if not word.isdecimal():
            raise self.error("a whole number")
        return int(word)

    def positive_number(self) -> int:
        number = self.whole_number()
        if not number:
            raise self.error("a number from 1")
        return number

    def seconds(self) -> float:
        return self._quantity(_TIME, "a time such as 20ms or 1.5s")

    def bytes_per_s(self) -> float:
        size = self._quantity(_SIZE, "a size such as 64kB or 1MB")
        if not size:
            raise self.error("a size above 0")
        return size

    def pattern(self) -> re.Pattern[str] | None:
        """All that stands behind `matching`, as a regular expression."""
        if not self.skip("matching"):
            return None
        text, self._rest = self._rest, ""
        try:
            return re.compile(text, re.IGNORECASE | re.DOTALL)
        except re.error as error:
            raise FaultError(f"fault {self.text!r}: {text!r} is no regular expression: {error}") from error

    def expect_end(self) -> None:
        if self.next():
            raise self.error(f"the end ({_ORDER})")

    def error(self, expected: str) -> FaultError:
        return FaultError(f"fault {self.text!r}: expected {expected}, not {self._last or 'the end'!r}")

    def _peek(self) -> str:
        return self._rest.split(maxsplit=1)[0] if self._rest else ""

    def _quantity(self, form: re.Pattern[str], expected: str) -> float:
        match = form.fullmatch(self.next())
        if match is None:
            raise self.error(expected)
        return float(match[1]) * _UNITS[match[2]]
