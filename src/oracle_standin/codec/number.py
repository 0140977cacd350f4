"""NUMBER: Oracle's base-100 form to and from exact decimal text without an exponent.

A value is 0.d1d2d3... in base 100 times 100^e. The first byte holds sign and exponent, each further byte one digit:
d + 1 in a positive value, 101 - d in a negative one, which also ends in 102 unless it has all 20 digits (Oracle
Call Interface, "Internal Data Types: NUMBER").

Digits pass through BCD: one `translate` turns a base-100 digit into the byte whose hex digits are its decimal ones.
"""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from oracle_standin.errors import OracleError

_MAX_DIGITS = 20  # base-100 digits of a mantissa
_MAX_EXPONENT = 63  # in base 100: values stay below 1e126
_MIN_EXPONENT = -64  # the smallest positive value is 1e-130
_END_OF_NEGATIVE = 102
_ZERO = b"\x80"
_INVALID = 0xFF  # its hex digits are no decimal ones

_BCD = [tens << 4 | ones for tens in range(10) for ones in range(10)]


def _decoder(first: int, step: int) -> bytes:
    table = bytearray([_INVALID] * 256)
    for digit, bcd in enumerate(_BCD):
        table[first + step * digit] = bcd
    return bytes(table)


def _encoder(first: int, step: int) -> bytes:
    table = bytearray(256)
    for digit, bcd in enumerate(_BCD):
        table[bcd] = first + step * digit
    return bytes(table)


_BCD_OF_POSITIVE = _decoder(1, 1)
_BCD_OF_NEGATIVE = _decoder(101, -1)
_POSITIVE_OF_BCD = _encoder(1, 1)
_NEGATIVE_OF_BCD = _encoder(101, -1)


def numbers_to_text(values: Sequence[bytes | None]) -> list[str | None]:
    """The texts of NUMBER values as number_to_text() makes them; empty values are NULL."""
    table = _BCD_OF_POSITIVE
    texts: list[str | None] = []
    append = texts.append
    for value in values:
        if not value:
            append(None)
            continue
        digits, point = value[1:].translate(table).hex(), 2 * (value[0] - 192)
        is_positive = value[0] & 0x80 and 2 <= len(digits) <= 2 * _MAX_DIGITS and digits.isdecimal()
        is_usual = is_positive and value[1] > 1 and value[-1] > 1  # no pair of zeros at an end
        if not is_usual or point <= 0:
            append(number_to_text(value))
        elif point >= len(digits):
            append((digits + "0" * (point - len(digits))).removeprefix("0"))
        else:
            fraction = digits[point:].removesuffix("0")
            append(f"{digits[:point].removeprefix('0')}.{fraction}" if fraction else number_to_text(value))
    return texts


def number_to_text(value: bytes) -> str:
    """The value as decimal digits: `-0.05`, `12`, `100`.

    Raises:
        OracleError: ORA-01722 for bytes that are no NUMBER.
    """
    if value == _ZERO:
        return "0"
    if not 2 <= len(value) <= _MAX_DIGITS + 2:
        raise _invalid()
    first = value[0]
    if first & 0x80:
        sign, digits, point = "", value[1:].translate(_BCD_OF_POSITIVE).hex(), 2 * (first - 192)
    else:
        mantissa = value[1:-1] if value[-1] == _END_OF_NEGATIVE else value[1:]
        sign, digits, point = "-", mantissa.translate(_BCD_OF_NEGATIVE).hex(), 2 * (63 - first)
    if not digits.isdecimal() or len(digits) > 2 * _MAX_DIGITS:
        raise _invalid()
    return sign + _with_point(digits, point)


def _with_point(digits: str, point: int) -> str:
    if point >= len(digits):
        return (digits + "0" * (point - len(digits))).lstrip("0") or "0"
    fraction = ("0" * -point + digits[max(point, 0) :]).rstrip("0")
    whole = digits[: max(point, 0)].lstrip("0") or "0"
    return f"{whole}.{fraction}" if fraction else whole


def text_to_number(text: str) -> bytes:
    """The value in wire form, rounded half away from zero where NUMBER's 20 base-100 digits end.

    Accepts what PostgreSQL prints for numeric, integer and float columns. Below 1e-130 it is zero, as in Oracle.

    Raises:
        OracleError: ORA-01722 for text that is no number, ORA-01426 for one beyond 1e126, infinite or NaN.
    """
    is_negative = text.startswith("-")
    whole, _, fraction = text[is_negative:].partition(".")
    digits = whole + fraction
    if not digits.isdecimal() or not digits.isascii():
        return text_to_number(_without_exponent(text))
    if len(whole) & 1:
        digits = "0" + digits
    exponent = (len(whole) + 1) >> 1
    if len(digits) & 1:
        digits += "0"
    return _packed(bytes.fromhex(digits), exponent, is_negative=is_negative)


def _without_exponent(text: str) -> str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise _invalid() from None
    if not number.is_finite() or number.adjusted() > 2 * _MAX_EXPONENT:
        raise _overflow()
    return "0" if number.adjusted() < 2 * _MIN_EXPONENT - 2 else f"{number:f}".lstrip("+")


def _packed(bcd: bytes, exponent: int, *, is_negative: bool) -> bytes:
    significant = bcd.lstrip(b"\0")
    exponent -= len(bcd) - len(significant)
    significant = significant.rstrip(b"\0")
    if len(significant) > _MAX_DIGITS:
        significant, exponent = _rounded(significant, exponent)
    if not significant or exponent < _MIN_EXPONENT:
        return _ZERO
    if exponent > _MAX_EXPONENT:
        raise _overflow()
    if not is_negative:
        return bytes((192 + exponent,)) + significant.translate(_POSITIVE_OF_BCD)
    end = b"" if len(significant) == _MAX_DIGITS else b"\x66"
    return bytes((63 - exponent,)) + significant.translate(_NEGATIVE_OF_BCD) + end


def _rounded(bcd: bytes, exponent: int) -> tuple[bytes, int]:
    kept = int(bcd[:_MAX_DIGITS].hex()) + (bcd[_MAX_DIGITS] >= 0x50)
    if kept == 100**_MAX_DIGITS:
        return b"\x01", exponent + 1
    return bytes.fromhex(f"{kept:040d}").rstrip(b"\0"), exponent


def _invalid() -> OracleError:
    return OracleError(1722, "unable to convert string value to a number")


def _overflow() -> OracleError:
    return OracleError(1426, "numeric overflow")
