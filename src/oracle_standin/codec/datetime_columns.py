"""Whole columns of DATE and TIMESTAMP values as text, several times faster than value by value.

Days repeat, and a time of day is a matter of three tables. Whatever is rare or wrong goes to codec/date_time.py, which
says what is right.
"""

from collections.abc import Callable, Sequence
from struct import Struct

from oracle_standin.codec.date_time import date_to_text, timestamp_to_text

_MIDNIGHT = b"\1\1\1"
_HOURS = {byte: f"{byte - 1:02d}" for byte in range(1, 25)}
_MINUTES = {byte: f"{byte - 1:02d}" for byte in range(1, 61)}
_NANOSECONDS = Struct(">I")
_DATE_BYTES, _TIMESTAMP_BYTES = 7, 11

_Values = Sequence[bytes | None]


def dates_to_text(values: _Values) -> list[str | None]:
    """The texts of DATE values as date_to_text() makes them; empty values are NULL."""
    seconds = _seconds_reader()
    return [(seconds(value, _DATE_BYTES) or date_to_text(value)) if value else None for value in values]


def timestamps_to_text(values: _Values) -> list[str | None]:
    """The texts of TIMESTAMP values as timestamp_to_text() makes them; empty values are NULL."""
    seconds, fractions = _seconds_reader(), _NANOSECONDS.unpack_from
    texts: list[str | None] = []
    append = texts.append
    for value in values:
        if not value:
            append(None)
        elif text := seconds(value, _TIMESTAMP_BYTES):
            microseconds, rest = divmod(fractions(value, 7)[0], 1000)
            is_usual = not rest and microseconds < 1_000_000
            append(f"{text}.{microseconds:06d}" if is_usual else timestamp_to_text(value))
        else:
            append(timestamp_to_text(value))
    return texts


def _seconds_reader() -> Callable[[bytes, int], str]:
    """A function that yields the text of a value of so many bytes up to its seconds, or nothing when in doubt."""
    days: dict[bytes, str] = {}

    def read(value: bytes, size: int) -> str:
        if len(value) != size:
            return ""
        day = days.get(value[:4])
        if day is None:
            day = days[value[:4]] = _day(value)
        try:
            return day and f"{day} {_HOURS[value[4]]}:{_MINUTES[value[5]]}:{_MINUTES[value[6]]}"
        except KeyError:
            return ""

    return read


def _day(value: bytes) -> str:
    text = date_to_text(value[:4] + _MIDNIGHT)
    return "" if text.endswith("BC") else text[:10]
