"""ROW HEADER (6) and ROW DATA (7): the rows of a query."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from oracle_standin.codec.text import varchar_to_national
from oracle_standin.codec.wire_types import ColumnDescription, WireType
from oracle_standin.errors import UnsupportedError
from oracle_standin.ttc.writer import LENGTH_BYTES, clr, ub

_ROW_HEADER = bytes((6, 0, 0, 0, 0, 0, 0, 0))
_ROW_DATA = b"\7"
_NULL = b"\0"
_NATIONAL = 2  # character set form
_JSON_LOCATOR_BYTES = 40
_LONG_END = bytes(2)  # null indicator and return code behind LONG and LONG RAW

_Row: TypeAlias = Sequence[bytes | None]
_LONG_TYPES = (WireType.LONG, WireType.LONG_RAW)
_LOB_TYPES = (WireType.CLOB, WireType.BLOB)
_STRINGS = (WireType.VARCHAR2, WireType.CHAR, WireType.LONG, WireType.RAW, WireType.LONG_RAW)


def write_rows(
    rows: Sequence[_Row],
    columns: Sequence[ColumnDescription],
    fetch_types: Sequence[WireType],
    locate: Callable[[bytes, ColumnDescription], bytes],
) -> bytes:
    """The messages of these rows.

    Args:
        rows: Wire values.
        columns: What the query yields.
        fetch_types: What the client wants to have; only a LOB can become a LONG.
        locate: Yields what stands in a row for the content of a LOB.
    """
    if not rows:
        return b""
    encoders = [_encoder(column, fetch_type, locate) for column, fetch_type in zip(columns, fetch_types, strict=True)]
    if not any(encoders):
        return _ROW_HEADER + _plain_rows(rows)
    parts = [_ROW_HEADER]
    for row in rows:
        parts.append(_ROW_DATA)
        parts.extend(
            clr(value or b"") if encode is None else encode(value) for value, encode in zip(row, encoders, strict=True)
        )
    return b"".join(parts)


def fetch_type(described: WireType, defined: WireType) -> WireType:
    """The type in which a column travels after a define: LOBs become LONG or LONG RAW, other defines change nothing.

    Raises:
        UnsupportedError: JSON is to be fetched as another type.
    """
    if described is WireType.CLOB and defined in (WireType.LONG, WireType.VARCHAR2, WireType.CHAR):
        return WireType.LONG
    if described is WireType.BLOB and defined in (WireType.LONG_RAW, WireType.RAW):
        return WireType.LONG_RAW
    if described is WireType.JSON and defined is not WireType.JSON:
        raise UnsupportedError(f"fetching JSON as {defined.name}; use JSON_SERIALIZE")
    return described


def changed_type(described: WireType, told: WireType | None) -> WireType:
    """The type in which a column travels whose type has changed since the client was told of it.

    A LOB in the place of a string goes on as a string (python-oracledb, messages/base.pyx, _adjust_metadata).
    """
    if told in _STRINGS and described in _LOB_TYPES:
        return fetch_type(described, told)
    return described


def _plain_rows(rows: Sequence[_Row]) -> bytes:
    parts: list[bytes] = []
    append, length_bytes, max_length = parts.append, LENGTH_BYTES, len(LENGTH_BYTES)
    for row in rows:
        append(_ROW_DATA)
        for value in row:
            if not value:
                append(_NULL)
            elif len(value) < max_length:
                append(length_bytes[len(value)])
                append(value)
            else:
                append(clr(value))
    return b"".join(parts)


def write_json(image: bytes) -> bytes:
    """A value in OSON: a LOB with its whole content in front of a locator, which nobody uses."""
    size = ub(len(image))
    return ub(_JSON_LOCATOR_BYTES) + size + size + clr(image) + clr(bytes(_JSON_LOCATOR_BYTES))


def _encoder(
    column: ColumnDescription, fetch_type: WireType, locate: Callable[[bytes, ColumnDescription], bytes]
) -> Callable[[bytes | None], bytes] | None:
    """How a value is written; None for a plain byte string."""
    if fetch_type in _LOB_TYPES:
        return lambda value: _NULL if value is None else locate(value, column)
    if fetch_type is WireType.JSON:
        return lambda value: _NULL if value is None else write_json(value)
    if fetch_type is WireType.LONG and column.charset_form == _NATIONAL:
        return lambda value: clr(varchar_to_national(value or b"")) + _LONG_END
    if fetch_type in _LONG_TYPES:
        return lambda value: clr(value or b"") + _LONG_END
    return None
