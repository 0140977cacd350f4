"""IO VECTOR (11) and ROW DATA (7): what a statement other than a query gives back through its binds."""

from collections.abc import Callable, Sequence

from oracle_standin.codec.text import varchar_to_national
from oracle_standin.codec.wire_types import ColumnDescription, WireType
from oracle_standin.ttc.column_metadata import ColumnMetadata
from oracle_standin.ttc.row_data import write_json
from oracle_standin.ttc.writer import clr, sb, ub

_IO_VECTOR = 11
_ROW_DATA = b"\7"
# constants.pxi, TNS_BIND_DIR_*. An OUT bind is called IN OUT: the client may go on sending a value for it
_IN, _IN_OUT = 32, 48
_NATIONAL = 2  # charset form
_LOB_TYPES = (WireType.CLOB, WireType.BLOB)
_STRINGS = (WireType.VARCHAR2, WireType.CHAR, WireType.RAW)  # a LONG takes any length

Locate = Callable[[bytes, ColumnDescription], bytes]


def write_io_vector(outputs: Sequence[bool]) -> bytes:
    """The directions of a block's binds; true for those that the block assigns to."""
    head = bytes((_IO_VECTOR, 0)) + ub(len(outputs)) + ub(0) * 5
    return head + bytes(_IN_OUT if is_output else _IN for is_output in outputs)


def write_assigned_values(values: Sequence[bytes | None], columns: Sequence[ColumnMetadata], locate: Locate) -> bytes:
    """What a block has left in the binds that it assigns to."""
    return _ROW_DATA + b"".join(_value(value, column, locate) for value, column in zip(values, columns, strict=True))


def write_returned_rows(
    rows: Sequence[Sequence[bytes | None]], columns: Sequence[ColumnMetadata], locate: Locate
) -> bytes:
    """What one execution of a statement with RETURNING has returned; each bind takes its column of all rows."""
    parts = [_ROW_DATA]
    for place, column in enumerate(columns):
        parts.append(ub(len(rows)))
        parts.extend(_returned_value(row[place], column, locate) for row in rows)
    return b"".join(parts)


def _value(value: bytes | None, column: ColumnMetadata, locate: Locate) -> bytes:
    """A value and its untruncated length, which is 0 for one that has not been cut off."""
    if value is None:
        return b"\0" + sb(-1 if column.wire_type is WireType.BOOLEAN else 0)
    if column.wire_type in _LOB_TYPES:
        return locate(value, ColumnDescription("", column.wire_type)) + sb(0)
    if column.wire_type is WireType.JSON:
        return write_json(value) + sb(0)
    return clr(_encoded(value, column)) + sb(0)


def _returned_value(value: bytes | None, column: ColumnMetadata, locate: Locate) -> bytes:
    """A value that may be too long for its bind: it is cut off, and the client told of its length."""
    if value is None or column.wire_type not in _STRINGS:
        return _value(value, column, locate)
    encoded = _encoded(value, column)
    if len(encoded) <= column.max_bytes:
        return clr(encoded) + sb(0)
    return clr(_cut(encoded, column)) + sb(len(encoded))


def _encoded(value: bytes, column: ColumnMetadata) -> bytes:
    return varchar_to_national(value) if column.charset_form == _NATIONAL else value


def _cut(value: bytes, column: ColumnMetadata) -> bytes:
    """As many whole characters, or bytes, as the bind takes."""
    part = value[: column.max_bytes]
    if not column.charset_form:
        return part
    encoding = "utf-16-be" if column.charset_form == _NATIONAL else "utf-8"
    return part.decode(encoding, "ignore").encode(encoding)
