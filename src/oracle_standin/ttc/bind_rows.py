"""The rows of bind values behind EXECUTE and REEXECUTE, split into columns.

An array insert brings millions of values this way, so the rows that are complete in the bytes at hand pass through
one loop; a row that continues in the next packet, and rows with LOBs, are read with the primitives.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from oracle_standin.codec.wire_types import BindColumn, WireType
from oracle_standin.errors import ProtocolError
from oracle_standin.ttc.column_metadata import BindLayout, ColumnMetadata
from oracle_standin.ttc.reader import ESCAPE, LONG_LENGTH, NULL_LENGTH, Reader

_ROW_DATA = 7
_MAX_SHORT_LENGTH = 252

_Value: TypeAlias = bytes | None
_LOB_TYPES = (WireType.CLOB, WireType.BLOB)


def read_bind_rows(reader: Reader, layout: BindLayout, count: int) -> list[BindColumn]:
    """The binds of `count` rows, in the order of the placeholders; those that only take values have none.

    The value of a LOB is its locator.

    Raises:
        ProtocolError: The bytes are no rows.
    """
    width = len(layout.order)
    readers = [_value_reader(layout.columns[index]) for index in layout.order]
    values = _read_values(reader, readers, count)
    places = {index: place for place, index in enumerate(layout.order)}
    return [
        BindColumn(
            column.wire_type,
            column.charset_form,
            column.max_bytes,
            values[places[index] :: width] if index in places else [],
        )
        for index, column in enumerate(layout.columns)
    ]


def _read_values(reader: Reader, readers: Sequence[Callable[[Reader], _Value]], count: int) -> list[_Value]:
    values: list[_Value] = []
    width = len(readers)
    is_plain = all(read is _read_plain for read in readers)
    while len(values) < width * count:
        if is_plain:
            _append_rows_at_hand(values, reader, width, count - len(values) // width)
        if len(values) < width * count:
            values.extend(_read_row(reader, readers))
    return values


def _append_rows_at_hand(values: list[_Value], reader: Reader, width: int, count: int) -> None:
    """Append up to `count` rows, as many as are complete in the reader's bytes."""
    data, position, size = reader.data, reader.position, len(reader.data)
    append, columns, complete = values.append, range(width), len(values)
    try:
        for _ in range(count):
            if data[position] != _ROW_DATA:
                raise ProtocolError("bind values without the mark of a row")
            position += 1
            for _ in columns:
                length = data[position]
                position += 1
                if 0 < length <= _MAX_SHORT_LENGTH:
                    append(data[position : position + length])
                    position += length
                elif length == LONG_LENGTH:
                    value, position = _chunks(data, position)
                    append(value)
                else:
                    append(None)
                    position += length == ESCAPE
            if position > size:
                break
            reader.position = position
            complete += width
    except IndexError:
        pass  # the row continues in the next packet
    del values[complete:]


def _chunks(data: bytes, position: int) -> tuple[bytes, int]:
    chunks = []
    while length := data[position]:
        start = position + 1 + length
        size = int.from_bytes(data[position + 1 : start])
        position = start + size
        chunks.append(data[start:position])
    return b"".join(chunks), position + 1


def _read_row(reader: Reader, readers: Sequence[Callable[[Reader], _Value]]) -> list[_Value]:
    if reader.u8() != _ROW_DATA:
        raise ProtocolError("bind values without the mark of a row")
    return [read(reader) for read in readers]


def _value_reader(column: ColumnMetadata) -> Callable[[Reader], _Value]:
    if column.wire_type in _LOB_TYPES:
        return _read_locator
    if column.wire_type is WireType.JSON:
        return _read_json
    return _read_plain


def _read_plain(reader: Reader) -> _Value:
    length = reader.u8()
    if length in (0, NULL_LENGTH):
        return None
    if length == ESCAPE:
        reader.u8()
        return None
    if length == LONG_LENGTH:
        return _read_chunks(reader)
    return reader.raw(length)


def _read_chunks(reader: Reader) -> bytes:
    chunks = []
    while size := reader.ub():
        chunks.append(reader.raw(size))
    return b"".join(chunks)


def _read_json(reader: Reader) -> _Value:
    if not reader.ub():
        return None
    reader.clr()  # a locator that locates nothing
    return reader.clr()


def _read_locator(reader: Reader) -> _Value:
    return reader.dalc() or None
