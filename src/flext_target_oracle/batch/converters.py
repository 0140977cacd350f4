"""One function per kind of field: JSON value -> the Python value that the driver sends exactly.

A value that the column could only hold changed is a ValueError that says why, without the value. NULL is dealt with
by the caller. Numbers are never floats; date-times become UTC wall clock without zone, because the driver ignores
tzinfo and writes +00:00 (python-oracledb 26.1, impl/base/encoders.pyx `encode_timestamp_tz`).
"""

import decimal
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

import msgspec

from flext_target_oracle.schema.json_schema import JsonKind

Converter: TypeAlias = Callable[[Any], Any]

# What msgspec decodes a field of each kind to, null apart. Any: int, Decimal, or what a converter refuses; a field
# typed as Decimal would take text for a number.
JSON_TYPES: dict[JsonKind, Any] = {
    JsonKind.INTEGER: Any,
    JsonKind.NUMBER: Any,
    JsonKind.STRING: str,
    JsonKind.BOOLEAN: bool,
    JsonKind.DATE: str,
    JsonKind.DATE_TIME: str,
    JsonKind.JSON: msgspec.Raw,
    JsonKind.ANY: msgspec.Raw,
}

# NUMBER: 38 significant digits are guaranteed, 1E-130 <= |x| < 1E126 (SQL Language Reference, NUMBER Data Type).
_NUMBER = decimal.Context(
    prec=38,
    Emin=-130,
    Emax=125,
    traps=[decimal.Inexact, decimal.Overflow, decimal.Underflow, decimal.Subnormal, decimal.InvalidOperation],
)
_INTEGER_LIMIT = 10**38
_DATE_TIME = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)"
    r"(?:[T ](?P<time>\d\d:\d\d(?::\d\d(?:[.,](?P<fraction>\d+))?)?) ?(?P<offset>Z|[+-]\d\d(?::?[0-5]\d)?)?)?",
    re.ASCII | re.IGNORECASE,
)
_MIDNIGHT = re.compile(r"(?:[T ]00:00(?::00(?:[.,]0+)?)? ?(?:Z|[+-]00(?::?00)?)?)?", re.ASCII | re.IGNORECASE)
_MICROSECOND_DIGITS = 6


def to_integer(value: object) -> int:
    """A whole number of at most 38 digits."""
    integer = value if type(value) is int else _whole(_number(value))
    if not -_INTEGER_LIMIT < integer < _INTEGER_LIMIT:
        raise ValueError("an integer has more than 38 digits")
    return integer


def to_number(value: object) -> int | Decimal:
    """A number that NUMBER holds without rounding."""
    if type(value) is int and -_INTEGER_LIMIT < value < _INTEGER_LIMIT:
        return value
    return _exact(Decimal(_number(value)))


def to_flag(value: bool) -> int:  # noqa: FBT001 - the JSON value itself
    """1 or 0."""
    return 1 if value else 0


def to_date(text: str) -> date:
    """The date of `YYYY-MM-DD`, also where a time of midnight without offset or in UTC follows, as some taps write."""
    try:
        moment = to_utc(text)
    except ValueError as error:
        raise ValueError("this is not a date of the form YYYY-MM-DD") from error
    if not _MIDNIGHT.fullmatch(text, len("YYYY-MM-DD")):
        raise ValueError("a date has a time of day or an offset, which would be lost")
    return moment.date()


def to_utc(text: str) -> datetime:
    """The UTC wall clock of an RFC 3339 or ISO 8601 date-time; without offset it is UTC already."""
    match = _DATE_TIME.fullmatch(text)
    if match is None:
        raise ValueError("this is not a date-time of the form YYYY-MM-DDThh:mm:ss[.ffffff][Z|+hh:mm]")
    if len((match["fraction"] or "").rstrip("0")) > _MICROSECOND_DIGITS:
        raise ValueError("a date-time has more than 6 digits of a second, which would be lost")
    standard = f"{match['date']}T{match['time'] or '00:00'}{(match['offset'] or '').upper()}"
    try:
        moment = datetime.fromisoformat(standard)
        return moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError) as error:
        raise ValueError("this date-time does not exist between the years 0001 and 9999") from error


def to_json_text(raw: msgspec.Raw) -> str | None:
    """The JSON text as the tap wrote it; null is NULL."""
    content = bytes(raw)
    if content == b"null":
        return None
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise ValueError("this text is not UTF-8") from error


def to_key_json(raw: msgspec.Raw) -> str:
    """The JSON text of a key."""
    text = to_json_text(raw)
    if text is None:
        raise ValueError("a key is null")
    return text


def to_key_text(text: str) -> str:
    """A string of a key: '' would be NULL in Oracle, and a key may not be NULL."""
    if not text:
        raise ValueError("a key is empty; Oracle stores '' as NULL, and a key may not be NULL")
    return text


CONVERTERS: dict[JsonKind, Converter | None] = {
    JsonKind.INTEGER: to_integer,
    JsonKind.NUMBER: to_number,
    JsonKind.STRING: None,
    JsonKind.BOOLEAN: to_flag,
    JsonKind.DATE: to_date,
    JsonKind.DATE_TIME: to_utc,
    JsonKind.JSON: to_json_text,
    JsonKind.ANY: to_json_text,
}
# Where the values of a key must not become NULL; null itself is refused when a record is decoded, but for JSON.
KEY_CONVERTERS: dict[JsonKind, Converter] = {
    JsonKind.STRING: to_key_text,
    JsonKind.JSON: to_key_json,
    JsonKind.ANY: to_key_json,
}


def _number(value: object) -> int | Decimal:
    if type(value) is int or isinstance(value, Decimal):
        return value
    raise ValueError("a number is expected; text, true, false, lists and objects are none")


def _whole(value: int | Decimal) -> int:
    exact = _exact(Decimal(value))
    if exact != exact.to_integral_value():
        raise ValueError("an integer has a fraction, which would be lost")
    return int(exact)


def _exact(value: Decimal) -> Decimal:
    try:
        exact = _NUMBER.plus(value)
    except decimal.DecimalException as error:
        raise ValueError("a number has more than 38 digits or is outside 1E-130 to 1E126, Oracle's NUMBER") from error
    if not exact.is_finite():
        raise ValueError("NaN and infinity are no numbers to Oracle")
    # The driver looks at the exponent of zero too and refuses 0E-500 (encoders.pyx `encode_number`, DPY-4003).
    return exact or Decimal(0)
