"""INTERVAL DAY TO SECOND (11 bytes) and INTERVAL YEAR TO MONTH (5 bytes) to and from PostgreSQL's interval text.

Each field has an offset so that its bytes sort: u32 days and nanoseconds + 2^31, hours, minutes, seconds + 60; u32
years + 2^31, months + 60. Drivers send fields of different signs (python-oracledb: those of a timedelta), servers not.
"""

import re
from struct import Struct
from struct import error as StructError  # noqa: N812 - an exception class with a lower-case name

from oracle_standin.errors import OracleError

_DAY_TO_SECOND = Struct(">IBBBI")
_YEAR_TO_MONTH = Struct(">IB")
_MIDDLE = 0x80000000
_MIDDLE_OF_BYTE = 60
_SECOND = 1_000_000_000
_MAX_LEADING_FIELD = 999_999_999  # INTERVAL DAY(9), YEAR(9)

_DAY_TO_SECOND_TEXT = re.compile(
    r"(?:(?P<days>[+-]?\d+) days? ?)?"
    r"(?:(?P<sign>[+-]?)(?P<hours>\d+):(?P<minutes>\d\d):(?P<seconds>\d\d)(?:\.(?P<fraction>\d{1,9}))?)?",
    re.ASCII,
)
_YEAR_TO_MONTH_TEXT = re.compile(r"(?:(?P<years>[+-]?\d+) years? ?)?(?:(?P<months>[+-]?\d+) mons?)?|00:00:00", re.ASCII)


def interval_ds_to_text(value: bytes) -> str:
    """`-1 days -02:03:04.000000005`: days and time with a sign each, nine fraction digits.

    Raises:
        OracleError: ORA-01867 for bytes that are no such interval.
    """
    try:
        days, hours, minutes, seconds, nanoseconds = _DAY_TO_SECOND.unpack(value)
    except StructError:
        raise _invalid() from None
    seconds += 60 * (minutes + 60 * hours) - _MIDDLE_OF_BYTE * (1 + 60 + 3600)
    total = ((days - _MIDDLE) * 86_400 + seconds) * _SECOND + nanoseconds - _MIDDLE
    sign = "-" if total < 0 else ""
    seconds, nanoseconds = divmod(abs(total), _SECOND)
    days, seconds = divmod(seconds, 86_400)
    time = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{nanoseconds:09d}"
    return f"{sign}{days} days {sign}{time}"


def text_to_interval_ds(text: str) -> bytes:
    """The 11 bytes; hours beyond 23 and days and time of different signs come out normalised.

    Raises:
        OracleError: ORA-01867 for text that is no interval of days and time, ORA-01873 for too many days.
    """
    match = _DAY_TO_SECOND_TEXT.fullmatch(text)
    if not match or not text:
        raise _invalid()
    total = _nanoseconds(match)
    sign = -1 if total < 0 else 1
    seconds, nanoseconds = divmod(abs(total), _SECOND)
    days, seconds = divmod(seconds, 86_400)
    if days > _MAX_LEADING_FIELD:
        raise _too_large()
    return _DAY_TO_SECOND.pack(
        _MIDDLE + sign * days,
        _MIDDLE_OF_BYTE + sign * (seconds // 3600),
        _MIDDLE_OF_BYTE + sign * (seconds // 60 % 60),
        _MIDDLE_OF_BYTE + sign * (seconds % 60),
        _MIDDLE + sign * nanoseconds,
    )


def interval_ym_to_text(value: bytes) -> str:
    """`-1 years -2 mons`: years and months with a sign each.

    Raises:
        OracleError: ORA-01867 for bytes that are no such interval.
    """
    try:
        years, months = _YEAR_TO_MONTH.unpack(value)
    except StructError:
        raise _invalid() from None
    total = (years - _MIDDLE) * 12 + months - _MIDDLE_OF_BYTE
    sign = "-" if total < 0 else ""
    return f"{sign}{abs(total) // 12} years {sign}{abs(total) % 12} mons"


def text_to_interval_ym(text: str) -> bytes:
    """The 5 bytes; months beyond 11 come out normalised.

    Raises:
        OracleError: ORA-01867 for text that is no interval of years and months, ORA-01873 for too many years.
    """
    match = _YEAR_TO_MONTH_TEXT.fullmatch(text)
    if not match or not text:
        raise _invalid()
    total = 12 * int(match["years"] or 0) + int(match["months"] or 0)
    sign = -1 if total < 0 else 1
    years, months = divmod(abs(total), 12)
    if years > _MAX_LEADING_FIELD:
        raise _too_large()
    return _YEAR_TO_MONTH.pack(_MIDDLE + sign * years, _MIDDLE_OF_BYTE + sign * months)


def _nanoseconds(match: re.Match[str]) -> int:
    days = 86_400 * int(match["days"] or 0)
    seconds = 3600 * int(match["hours"] or 0) + 60 * int(match["minutes"] or 0) + int(match["seconds"] or 0)
    time = seconds * _SECOND + int((match["fraction"] or "0").ljust(9, "0"))
    return days * _SECOND + (-time if match["sign"] == "-" else time)


def _invalid() -> OracleError:
    return OracleError(1867, "the interval is invalid")


def _too_large() -> OracleError:
    return OracleError(1873, "the leading precision of the interval is too small")
