"""BINARY_DOUBLE and BINARY_FLOAT: IEEE 754 big-endian, twisted so that the bytes sort like the numbers.

A clear sign bit is set; with a set sign bit all bits are inverted (python-oracledb, encoders.pyx).
"""

from collections.abc import Sequence
from math import isinf
from struct import Struct, pack, unpack

from oracle_standin.errors import OracleError

_DOUBLE = Struct(">d")
_FLOAT = Struct(">f")
_SIGN, _ALL = 1 << 63, (1 << 64) - 1
_NAMES = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}


def double_to_text(value: bytes) -> str:
    """The shortest decimal text of the same double; `NaN`, `Infinity`, `-Infinity`.

    Raises:
        OracleError: ORA-01722 for anything but 8 bytes.
    """
    return _to_text(value, _DOUBLE)


def float_to_text(value: bytes) -> str:
    """Decimal text of the same number, `NaN`, `Infinity` or `-Infinity`.

    Raises:
        OracleError: ORA-01722 for anything but 4 bytes.
    """
    return _to_text(value, _FLOAT)


def doubles_to_text(values: Sequence[bytes | None]) -> list[str | None]:
    """The texts of a whole column as double_to_text() makes them; empty values are NULL.

    Raises:
        OracleError: ORA-01722 for anything but 8 bytes.
    """
    present = [value for value in values if value]
    if any(len(value) != _DOUBLE.size for value in present):
        raise OracleError(1722, "unable to convert string value to a number")
    integers = unpack(f">{len(present)}Q", b"".join(present))
    plain = pack(f"{len(present)}Q", *[number ^ (_SIGN if number & _SIGN else _ALL) for number in integers])
    texts = map(repr, unpack(f"{len(present)}d", plain))
    named = (_NAMES.get(text, text) for text in texts)
    return [next(named) if value else None for value in values]


def text_to_double(text: str) -> bytes:
    """The 8 bytes of the nearest double.

    Raises:
        OracleError: ORA-01722 for text that is no number, ORA-01426 for one too large for a double.
    """
    return _from_text(text, _DOUBLE)


def text_to_float(text: str) -> bytes:
    """The 4 bytes of the nearest single-precision number.

    Raises:
        OracleError: ORA-01722 for text that is no number, ORA-01426 for one too large.
    """
    return _from_text(text, _FLOAT)


def _to_text(value: bytes, ieee: Struct) -> str:
    if len(value) != ieee.size:
        raise OracleError(1722, "unable to convert string value to a number")
    number: float = ieee.unpack(_untwisted(value))[0]
    text = repr(number)
    return _NAMES.get(text, text)


def _from_text(text: str, ieee: Struct) -> bytes:
    try:
        number = float(text)
        packed = ieee.pack(number)
    except ValueError:
        raise OracleError(1722, "unable to convert string value to a number") from None
    except OverflowError:
        raise OracleError(1426, "numeric overflow") from None
    if isinf(number) and "inf" not in text.lower():
        raise OracleError(1426, "numeric overflow")
    return _twisted(packed)


def _twisted(packed: bytes) -> bytes:
    number = int.from_bytes(packed)
    sign = 1 << (8 * len(packed) - 1)
    return (number ^ (2 * sign - 1) if number & sign else number | sign).to_bytes(len(packed))


def _untwisted(value: bytes) -> bytes:
    number = int.from_bytes(value)
    sign = 1 << (8 * len(value) - 1)
    return (number ^ sign if number & sign else number ^ (2 * sign - 1)).to_bytes(len(value))
