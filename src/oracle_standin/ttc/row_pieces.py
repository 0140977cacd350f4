"""The rows of a direct path load: each is one piece or several, and a piece is a list of segments.

A piece begins with flags and the number of its segments; a *fast* one, which is a whole row, has its length between
them. A segment is a value, or a part of one that continues in the next piece (python-oracledb,
direct_path_load_stream.pyx). Drivers are known to write broken pieces for some rows beyond 64 KB: all lengths and
counts are checked.
"""

from collections.abc import Callable, Iterator, Sequence

from oracle_standin.codec.wire_types import BindColumn, ColumnDescription, WireType
from oracle_standin.errors import OracleError

_CONTINUES_IN_NEXT, _CONTINUES_PREVIOUS, _LAST, _FIRST, _FAST_ROW, _FAST_PIECE = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20
_FAST = _FIRST | _LAST | _FAST_ROW | _FAST_PIECE
_MAX_SHORT_LENGTH = 250
_LONG_LENGTH = 0xFE
_NULL = 0xFF
_CHUNK_ROWS = 2_000
_NATIONAL = 2  # character set form: CLOBs travel in UTF-16 when the database's character set has several bytes

_Value = bytes | None


def read_row_pieces(pieces: bytes, columns: Sequence[ColumnDescription]) -> Iterator[list[BindColumn]]:
    """The rows, some thousand at a time, as columns.

    Raises:
        OracleError: ORA-03137 when the bytes are no rows of that many columns.
    """
    width, position = len(columns), 0
    while position < len(pieces):
        values, position = _read_rows(pieces, position, width)
        yield [_column(column, values[place::width]) for place, column in enumerate(columns)]


def _column(column: ColumnDescription, values: list[_Value]) -> BindColumn:
    match column.wire_type:
        case WireType.CLOB:
            return BindColumn(WireType.LONG, _NATIONAL, column.max_bytes, values)
        case WireType.BLOB:
            return BindColumn(WireType.LONG_RAW, 0, column.max_bytes, values)
        case _:
            return BindColumn(column.wire_type, column.charset_form, column.max_bytes, values)


def _read_rows(pieces: bytes, position: int, width: int) -> tuple[list[_Value], int]:
    """The values of some thousand rows, one row behind the other, and the position behind them."""
    values: list[_Value] = []
    size, enough = len(pieces), width * _CHUNK_ROWS
    try:
        while position < size and len(values) < enough:
            if pieces[position] == _FAST:
                position = _read_fast_row(pieces, position, width, values.append)
            else:
                row, position = _read_row(pieces, position)
                if len(row) != width:
                    raise _malformed()
                values += row
    except IndexError:
        raise _malformed() from None
    if position > size:
        raise _malformed()
    return values, position


def _read_fast_row(pieces: bytes, position: int, width: int, append: Callable[[_Value], None]) -> int:
    end = position + (pieces[position + 1] << 8 | pieces[position + 2])
    if pieces[position + 3] != width or _read_segments(pieces, position + 4, width, append) != end:
        raise _malformed()
    return end


def _read_row(pieces: bytes, position: int) -> tuple[list[_Value], int]:
    row: list[_Value] = []
    flags: int | None = None
    while flags is None or not flags & _LAST:
        before, flags = flags, pieces[position]
        if not _follows(flags, before):
            raise _malformed()
        segments: list[_Value] = []
        position = _read_segments(pieces, position + 2, pieces[position + 1], segments.append)
        if flags & _CONTINUES_PREVIOUS:
            row[-1] = _joined(row[-1], segments)
        row += segments
    return row, position


def _follows(flags: int, before: int | None) -> bool:
    """Whether a piece with these flags may come behind one with those, None being the beginning of a row."""
    is_first, continues = bool(flags & _FIRST), bool(flags & _CONTINUES_PREVIOUS)
    return (
        not flags & (_FAST_ROW | _FAST_PIECE | 0xC0)
        and is_first == (before is None)
        and continues == bool((before or 0) & _CONTINUES_IN_NEXT)
    )


def _joined(beginning: _Value, segments: list[_Value]) -> _Value:
    """A value whose next part is the first of these segments, which is taken away."""
    continuation = segments.pop(0) if segments else None
    if beginning is None or continuation is None:
        raise _malformed()
    return beginning + continuation


def _read_segments(pieces: bytes, position: int, count: int, append: Callable[[_Value], None]) -> int:
    for _ in range(count):
        length = pieces[position]
        position += 1
        if length <= _MAX_SHORT_LENGTH:
            append(pieces[position : position + length])
        elif length == _NULL:
            append(None)
            continue
        elif length == _LONG_LENGTH:
            length = int.from_bytes(pieces[position : position + 2])
            position += 2
            append(pieces[position : position + length])
        else:
            raise _malformed()
        position += length
    return position


def _malformed() -> OracleError:
    return OracleError(3137, "malformed TTC packet from client rejected: the rows of a direct path load")
