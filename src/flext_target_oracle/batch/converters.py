"""One function per kind of field and type of column: JSON value -> the Python value that the driver sends exactly.

A value that the column could only hold changed is a ValueError that says why, without the value. NULL is dealt with
by the caller. Numbers are never floats, unless the column is one; date-times become UTC wall clock without zone,
because the driver ignores tzinfo and writes +00:00 (python-oracledb 26.1, impl/base/encoders.pyx
`encode_timestamp_tz`).
"""

import base64
import binascii
import decimal
import json
import re
import struct
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

import msgspec

Converter: TypeAlias = Callable[[Any], Any]

# NUMBER: 38 significant digits are guaranteed, 1E-130 <= |x| < 1E126 (SQL Language Reference, NUMBER Data Type).
_NUMBER = decimal.Context(
    prec=38,
    Emin=-130,
    Emax=125,
    traps=[decimal.Inexact, decimal.Overflow, decimal.Underflow, decimal.Subnormal, decimal.InvalidOperation],
)
_INTEGER_LIMIT = 10**38
_DECIMAL_TEXT = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:E[+-]?\d{1,5})?", re.ASCII | re.IGNORECASE)
SPECIAL_FLOATS = {
    "nan": float("nan"),
    "inf": float("inf"),
    "infinity": float("inf"),
    "-inf": float("-inf"),
    "-infinity": float("-inf"),
}
_DATE_TIME = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)"
    r"(?:[T ](?P<time>\d\d:\d\d(?::\d\d(?:[.,](?P<fraction>\d+))?)?)(?: ?(?P<offset>Z|[+-]\d\d(?::?[0-5]\d)?))?)?",
    re.ASCII | re.IGNORECASE,
)
_MIDNIGHT = re.compile(r"(?:[T ]00:00(?::00(?:[.,]0+)?)?(?: ?(?:Z|[+-]00(?::?00)?))?)?", re.ASCII | re.IGNORECASE)
_UUID = re.compile("[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
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
    return exact_number(Decimal(_number(value)))


def to_number_of_scale(scale: int) -> Converter:
    """A number that NUMBER(p, scale) holds without rounding; Oracle refuses too many digits before the point."""

    def convert(value: object) -> int | Decimal:
        number = to_number(value)
        # The exponent of a number without zeros at its end is the place of its last digit.
        is_fine = isinstance(number, int) and scale >= 0
        if not is_fine and number and int(Decimal(number).normalize(_NUMBER).as_tuple().exponent) < -scale:
            raise ValueError(_too_fine(scale))
        return number

    return convert


def _too_fine(scale: int) -> str:
    if scale < 0:
        return f"a number is no multiple of 1E{-scale}, and would be rounded"
    return f"a number has more than {scale} digits after the point, which would be rounded"


def to_decimal(value: object) -> int | Decimal:
    """A number that stands in a string, or a number."""
    if not isinstance(value, str):
        return _number(value)
    if not _DECIMAL_TEXT.fullmatch(value.strip()):
        raise ValueError("a number is expected; this text is none")
    return Decimal(value.strip())


def to_float(value: object) -> float:
    """The nearest number of 64 bits; also NaN and infinity as text, which JSON has no numbers for."""
    if isinstance(value, str) and value.strip().lower() in SPECIAL_FLOATS:
        return SPECIAL_FLOATS[value.strip().lower()]
    exact = to_decimal(value)
    number = float(exact)
    if number in (float("inf"), float("-inf")) or (number == 0 and exact != 0):
        raise ValueError("a number is outside the range of BINARY_DOUBLE")
    return number


def to_short_float(value: object) -> float:
    """The nearest number of 32 bits."""
    number = to_float(value)
    try:
        return float(struct.unpack("<f", struct.pack("<f", number))[0])
    except OverflowError as error:
        raise ValueError("a number is outside the range of BINARY_FLOAT") from error


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
    if (match["time"] or "").startswith("24"):
        raise ValueError("this date-time does not exist: 24:00 is the next day")  # later versions of Python know it
    standard = f"{match['date']}T{match['time'] or '00:00'}{(match['offset'] or '').upper()}"
    try:
        moment = datetime.fromisoformat(standard)
        return moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError) as error:
        raise ValueError("this date-time does not exist between the years 0001 and 9999") from error


def to_utc_of_precision(digits: int) -> Converter:
    """The UTC wall clock with at most so many digits of a second; a DATE has none."""
    step = 10 ** (_MICROSECOND_DIGITS - min(digits, _MICROSECOND_DIGITS))

    def convert(text: str) -> datetime:
        moment = to_utc(text)
        if moment.microsecond % step:
            raise ValueError(f"a date-time has more than {digits} digits of a second, which would be lost")
        return moment

    return convert


def to_bytes_of_base64(text: str) -> bytes:
    """The bytes that base64 stands for, with or without padding, in either alphabet of RFC 4648."""
    compact = "".join(text.split()).rstrip("=").translate(_URL_ALPHABET)
    try:
        return base64.b64decode(compact + "=" * (-len(compact) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("this is not base64") from error


_URL_ALPHABET = str.maketrans("-_", "+/")


def to_bytes_of_base16(text: str) -> bytes:
    """The bytes that hexadecimal digits stand for."""
    try:
        return binascii.unhexlify(text)
    except (binascii.Error, ValueError) as error:
        raise ValueError("this is not base16") from error


def to_bytes_of_uuid(text: str) -> bytes:
    """The 16 bytes of a UUID."""
    if not _UUID.fullmatch(text):
        raise ValueError("this is not a UUID")
    return binascii.unhexlify(text.replace("-", ""))


def to_json_text(raw: msgspec.Raw) -> str | None:
    """The JSON text as the tap wrote it; null is NULL."""
    content = bytes(raw)
    if content == b"null":
        return None
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise ValueError("this text is not UTF-8") from error


def to_plain_text(raw: msgspec.Raw) -> str | None:
    """A string as it is, and anything else as JSON writes it."""
    text = to_json_text(raw)
    if text is None or not text.startswith('"'):
        return text
    plain = str(json.loads(text))
    if not plain.isascii():
        _require_unicode(plain)
    return plain


def to_json_value(raw: msgspec.Raw) -> Any:  # noqa: ANN401 - any JSON value
    """The value itself, numbers exact, as Oracle's JSON type takes it."""
    text = to_json_text(raw)
    return None if text is None else json.loads(text, parse_float=lambda digits: exact_number(Decimal(digits)))


def exact_number(value: Decimal) -> Decimal:
    """The number as NUMBER holds it, unchanged."""
    try:
        exact = _NUMBER.plus(value)
    except decimal.DecimalException as error:
        raise ValueError("a number has more than 38 digits or is outside 1E-130 to 1E126, Oracle's NUMBER") from error
    if not exact.is_finite():
        raise ValueError("NaN and infinity are no numbers to Oracle")
    # The driver looks at the exponent of zero too and refuses 0E-500 (encoders.pyx `encode_number`, DPY-4003).
    return exact or Decimal(0)


def _require_unicode(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError("half of a surrogate pair is no character") from error


def _number(value: object) -> int | Decimal:
    if type(value) is int or isinstance(value, Decimal):
        return value
    raise ValueError("a number is expected; text, true, false, lists and objects are none")


def _whole(value: int | Decimal) -> int:
    exact = exact_number(Decimal(value))
    if exact != exact.to_integral_value():
        raise ValueError("an integer has a fraction, which would be lost")
    return int(exact)
