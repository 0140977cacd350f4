"""DATE and the TIMESTAMP types: 7, 11 or 13 bytes to and from ISO text as PostgreSQL prints it.

Bytes: century + 100, year of it + 100, month, day, hour + 1, minute + 1, second + 1, then u32 nanoseconds, then the
offset as hour + 20 and minute + 60; with an offset the fields are UTC. Years before Christ have both year bytes below
100 and ` BC` at the end of the text. TIMESTAMP WITH LOCAL TIME ZONE has the form of TIMESTAMP.
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from struct import Struct
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from oracle_standin.errors import OracleError, UnsupportedError

_NANOSECONDS = Struct(">I")
_NANOSECONDS_PER_SECOND = 1_000_000_000
_HAS_REGION_ID = 0x80  # in the offset's hour byte: a named time zone follows (constants.pxi, TNS_HAS_REGION_ID)
# Gregorian years repeat after 400: a year before Christ is checked through the same day of this later cycle
_LATER_CYCLES = 4800

_TEXT = re.compile(
    r"(?P<moment>(?P<year>\d{4})-\d\d-\d\d(?:[ T]\d\d:\d\d:\d\d)?)(?:\.(?P<fraction>\d{1,9}))?"
    r" ?(?P<offset>[+-]\d\d(?::?\d\d)?)?(?P<before_christ> BC)?",
    re.ASCII,
)


def date_to_text(value: bytes) -> str:
    """`YYYY-MM-DD HH:MI:SS`.

    Raises:
        OracleError: ORA-01801 for bytes that are no DATE.
    """
    if len(value) != 7:
        raise _invalid_bytes()
    return _seconds_to_text(value)


def timestamp_to_text(value: bytes) -> str:
    """`YYYY-MM-DD HH:MI:SS.ffffff`, with nine fraction digits where the value has nanoseconds.

    Raises:
        OracleError: ORA-01801 for bytes that are no TIMESTAMP.
    """
    if len(value) == 7:  # drivers leave a fraction of zero out
        return _with_fraction(_seconds_to_text(value), 0)
    if len(value) != 11:
        raise _invalid_bytes()
    return _with_fraction(_seconds_to_text(value), _nanoseconds(value))


def timestamp_tz_to_text(value: bytes) -> str:
    """`YYYY-MM-DD HH:MI:SS.ffffff +HH:MM`: the local time at that offset.

    Raises:
        OracleError: ORA-01801 for bytes that are no TIMESTAMP WITH TIME ZONE.
        UnsupportedError: The time zone is a named one.
    """
    if len(value) != 13:
        raise _invalid_bytes()
    offset = _offset(value)
    try:
        local = _moment(value) + offset
    except OverflowError:
        raise _invalid_bytes() from None
    return f"{_with_fraction(local.isoformat(' '), _nanoseconds(value))} {_offset_to_text(offset)}"


def text_to_date(text: str) -> bytes:
    """The 7 bytes of a DATE; a fraction or an offset in the text is an error.

    Raises:
        OracleError: ORA-01861 for other text, ORA-01841 for a year beyond Oracle's -4712 to 9999.
    """
    match = _match(text)
    if match["fraction"] or match["offset"]:
        raise _invalid_text()
    return _seconds(match)


def text_to_timestamp(text: str) -> bytes:
    """The 11 bytes of a TIMESTAMP from `YYYY-MM-DD[ HH:MI:SS[.f]]` with up to nine fraction digits.

    Raises:
        OracleError: ORA-01861 for other text, ORA-01841 for a year beyond Oracle's -4712 to 9999.
    """
    match = _match(text)
    if match["offset"]:
        raise _invalid_text()
    return _seconds(match) + _fraction(match)


def text_to_timestamp_tz(text: str) -> bytes:
    """The 13 bytes of a TIMESTAMP WITH TIME ZONE from local time and its offset: `... +05:30`, `...+02`.

    Raises:
        OracleError: ORA-01861 for other text, ORA-01841 for a year that is out of range in UTC.
    """
    match = _match(text)
    if not match["offset"] or match["before_christ"]:
        raise _invalid_text()
    try:
        local = datetime.fromisoformat(match["moment"] + match["offset"])
        moment = local.astimezone(UTC)
    except ValueError:
        raise _invalid_text() from None
    except OverflowError:
        raise _invalid_year() from None
    minutes = int((local.utcoffset() or timedelta()).total_seconds()) // 60
    hours, minutes = (minutes // 60, minutes % 60) if minutes >= 0 else (-(-minutes // 60), -(-minutes % 60))
    return _packed(moment, moment.year) + _fraction(match) + bytes((hours + 20, minutes + 60))


def in_time_zone(instant: str, time_zone: str) -> str:
    """The time that clocks of a zone (an offset or a region) show at an instant with its offset, without one.

    Raises:
        OracleError: ORA-01882 for an unknown region, ORA-01841 beyond the years 1 to 9999.
    """
    offset = re.fullmatch(r"([+-]?)(\d{1,2}):(\d\d)", time_zone)
    try:
        zone = (
            timezone((-1 if offset[1] == "-" else 1) * timedelta(hours=int(offset[2]), minutes=int(offset[3])))
            if offset
            else ZoneInfo(time_zone)
        )
        return datetime.fromisoformat(instant).astimezone(zone).replace(tzinfo=None).isoformat(" ")
    except ZoneInfoNotFoundError:
        raise OracleError(1882, "timezone region not found") from None
    except (ValueError, OverflowError):
        raise _invalid_year() from None


def _moment(value: bytes) -> datetime:
    century, year, month, day, hour, minute, second = value[:7]
    try:
        return datetime(  # noqa: DTZ001 - the fields have no time zone of their own
            century * 100 + year - 10_100, month, day, hour - 1, minute - 1, second - 1
        )
    except ValueError:
        raise _invalid_bytes() from None


def _seconds_to_text(value: bytes) -> str:
    if value[0] < 100 or value[1] < 100:
        return _seconds_before_christ_to_text(value)
    return _moment(value).isoformat(" ")


def _seconds_before_christ_to_text(value: bytes) -> str:
    years = 100 * (100 - value[0]) + 100 - value[1]
    if value[0] > 100 or value[1] > 100 or not 1 <= years <= 4712:
        raise _invalid_bytes()
    later = _LATER_CYCLES + 1 - years  # 1 BC is the leap year 0 of the calendar
    century, year = divmod(later, 100)
    moment = _moment(bytes((century + 100, year + 100)) + value[2:7])
    return f"{years:04d}{moment.isoformat(' ')[4:]} BC"


def _nanoseconds(value: bytes) -> int:
    nanoseconds: int = _NANOSECONDS.unpack_from(value, 7)[0]
    if nanoseconds >= _NANOSECONDS_PER_SECOND:
        raise _invalid_bytes()
    return nanoseconds


def _with_fraction(seconds: str, nanoseconds: int) -> str:
    microseconds, rest = divmod(nanoseconds, 1000)
    fraction = f"{nanoseconds:09d}" if rest else f"{microseconds:06d}"
    return f"{seconds[:19]}.{fraction}{seconds[19:]}"


def _offset(value: bytes) -> timedelta:
    if value[11] & _HAS_REGION_ID:
        raise UnsupportedError("named time zones in binds")
    offset = timedelta(hours=value[11] - 20, minutes=value[12] - 60)
    if abs(value[12] - 60) > 59 or abs(offset) > timedelta(hours=15):
        raise _invalid_bytes()
    return offset


def _offset_to_text(offset: timedelta) -> str:
    text = timezone(offset).tzname(None)
    return "+00:00" if text == "UTC" else text[3:]


def _match(text: str) -> re.Match[str]:
    match = _TEXT.fullmatch(text)
    if match is None:
        raise _invalid_year() if re.match(r"\d{5,}-|-?infinity", text) else _invalid_text()
    return match


def _seconds(match: re.Match[str]) -> bytes:
    moment, year = match["moment"], int(match["year"])
    if match["before_christ"]:
        if not 1 <= year <= 4712:
            raise _invalid_year()
        moment, year = f"{_LATER_CYCLES + 1 - year:04d}{moment[4:]}", -year
    try:
        return _packed(datetime.fromisoformat(moment), year)
    except ValueError:
        raise _invalid_text() from None


def _packed(moment: datetime, year: int) -> bytes:
    century, rest = divmod(abs(year), 100)
    if year < 0:
        century, rest = -century, -rest
    return bytes(
        (
            century + 100,
            rest + 100,
            moment.month,
            moment.day,
            moment.hour + 1,
            moment.minute + 1,
            moment.second + 1,
        )
    )


def _fraction(match: re.Match[str]) -> bytes:
    return _NANOSECONDS.pack(int((match["fraction"] or "0").ljust(9, "0")))


def _invalid_bytes() -> OracleError:
    return OracleError(1801, "date format is too long for internal buffer")


def _invalid_text() -> OracleError:
    return OracleError(1861, "literal does not match format string")


def _invalid_year() -> OracleError:
    return OracleError(1841, "(full) year must be between -4713 and +9999, and not be 0")
