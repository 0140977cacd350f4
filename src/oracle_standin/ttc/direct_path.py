"""Direct path load: PREPARE (128), STREAM (129) and OP (130).

PREPARE names a table and columns and is answered with their types, by which the client encodes the rows; each STREAM
brings rows; OP ends the load. Layouts: python-oracledb, impl/thin/messages/direct_path_*.pyx.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from oracle_standin.codec.wire_types import ColumnDescription
from oracle_standin.errors import ProtocolError, UnsupportedError
from oracle_standin.ttc.capabilities import Capabilities
from oracle_standin.ttc.describe_info import write_column
from oracle_standin.ttc.reader import Reader, decoded
from oracle_standin.ttc.writer import ub

_PARAMETER = 8
_LOAD = 1
_MAX_KEYWORDS = 1_003  # a table has 1000 columns at most
_MAX_INPUT_VALUES = 64
_LOCK_WAIT = 14  # index of the input value, TNS_DPP_IN_INDEX_LOCK_WAIT
_STREAM_VERSION = 400  # TNS_DP_STREAM_VERSION
_OUTPUT_VALUES = 14
_CURSOR = 3  # index of the output value, TNS_DPP_OUT_INDEX_CURSOR


class _Keyword(IntEnum):
    """What a keyword parameter names (constants.pxi, TNS_DPP_KW_INDEX_*)."""

    TABLE = 1
    SCHEMA = 3
    COLUMN = 4


class DirectPathOperation(IntEnum):
    """How a load ends (constants.pxi, TNS_DP_OP_*)."""

    ABORT = 1
    FINISH = 2


@dataclass(frozen=True, slots=True)
class DirectPathPrepare:
    """Begin a load; names are as the caller typed them. `waits` is whether to wait for the lock of the table."""

    schema: str
    table: str
    columns: tuple[str, ...]
    waits: bool


@dataclass(frozen=True, slots=True)
class DirectPathStream:
    """Rows as ttc/row_pieces.py reads them."""

    cursor_id: int
    pieces: bytes


@dataclass(frozen=True, slots=True)
class DirectPathEnd:
    """End a load."""

    cursor_id: int
    operation: DirectPathOperation


def read_direct_path_prepare(reader: Reader) -> DirectPathPrepare:
    """PREPARE, behind its function code.

    Raises:
        UnsupportedError: Something else than a load of columns is asked for.
    """
    if reader.ub() != _LOAD:
        raise UnsupportedError("direct path operations other than loading")
    reader.u8()
    keyword_count = _bounded(reader.ub(), _MAX_KEYWORDS)
    reader.u8()
    value_count = _bounded(reader.ub(), _MAX_INPUT_VALUES)
    reader.raw(6)
    keywords = [_read_keyword(reader) for _ in range(keyword_count)]
    values = [reader.ub() for _ in range(value_count)]
    names = {keyword: name for keyword, name in keywords if keyword != _Keyword.COLUMN}
    return DirectPathPrepare(
        names.get(_Keyword.SCHEMA, ""),
        names.get(_Keyword.TABLE, ""),
        tuple(name for keyword, name in keywords if keyword == _Keyword.COLUMN),
        waits=value_count > _LOCK_WAIT and bool(values[_LOCK_WAIT]),
    )


def read_direct_path_stream(reader: Reader) -> DirectPathStream:
    """STREAM, behind its function code."""
    cursor_id = reader.ub()
    reader.u8()
    total_bytes = reader.ub()
    reader.ub()
    reader.u8()
    for _ in range(_bounded(reader.ub(), _MAX_INPUT_VALUES)):
        reader.ub()
    reader.raw(2)
    return DirectPathStream(cursor_id, reader.raw(total_bytes))


def read_direct_path_end(reader: Reader) -> DirectPathEnd:
    """OP, behind its function code.

    Raises:
        UnsupportedError: An operation that ends no load.
    """
    code, cursor_id = reader.ub(), reader.ub()
    reader.u8()
    reader.ub()
    reader.raw(2)
    try:
        return DirectPathEnd(cursor_id, DirectPathOperation(code))
    except ValueError:
        raise UnsupportedError(f"direct path operation {code}") from None


def write_prepared(cursor_id: int, columns: Sequence[ColumnDescription], capabilities: Capabilities) -> bytes:
    """The answer to PREPARE, without the STATUS at its end."""
    values = [0] * _OUTPUT_VALUES
    values[0] = values[1] = _STREAM_VERSION
    values[_CURSOR] = cursor_id
    described = (write_column(column, position, capabilities) for position, column in enumerate(columns, 1))
    return b"".join((bytes((_PARAMETER,)), ub(len(columns)), *described, ub(0), ub(len(values)), *map(ub, values)))


def write_accepted() -> bytes:
    """The answer to STREAM and OP, without the STATUS at its end: no output values."""
    return bytes((_PARAMETER,)) + ub(0)


def _read_keyword(reader: Reader) -> tuple[int, str]:
    reader.ub()
    reader.ub()
    value = decoded(reader.clr())
    return reader.ub(), value


def _bounded(count: int, maximum: int) -> int:
    if count > maximum:
        raise ProtocolError(f"{count} parameters of a direct path load")
    return count
