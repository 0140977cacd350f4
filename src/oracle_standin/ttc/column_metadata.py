"""The types of binds and defines, as a client announces them in EXECUTE."""

from dataclasses import dataclass

from oracle_standin.codec.wire_types import WireType
from oracle_standin.errors import UnsupportedError
from oracle_standin.ttc.capabilities import Capabilities, FieldVersion
from oracle_standin.ttc.reader import Reader

_ARRAY = 0x40  # flag: a PL/SQL table
_MAX_COLUMNS = 65_535  # python-oracledb, constants.pxi: column numbers have 16 bits

# python-oracledb, constants.pxi, ORA_TYPE_NUM_*
_OTHER_TYPES = {102: "REF cursors", 109: "object types", 111: "REF", 114: "BFILE", 127: "VECTOR"}
_MOVABLE = frozenset((WireType.VARCHAR2, WireType.CHAR, WireType.LONG, WireType.RAW, WireType.LONG_RAW))


@dataclass(frozen=True, slots=True)
class ColumnMetadata:
    """One bind or define. `max_bytes` is the buffer size that the client declares for the whole array."""

    wire_type: WireType
    charset_form: int
    max_bytes: int


@dataclass(frozen=True, slots=True)
class BindLayout:
    """The binds of a statement in the order of their placeholders, and the order of their values in a row.

    The last `returned_count` binds only take values, of a RETURNING clause.
    """

    columns: tuple[ColumnMetadata, ...] = ()
    order: tuple[int, ...] = ()
    returned_count: int = 0


def bind_layout(
    columns: tuple[ColumnMetadata, ...], capabilities: Capabilities, *, is_plsql: bool, returned_count: int = 0
) -> BindLayout:
    """The layout of rows: outside PL/SQL, long strings stand behind all other values of their row.

    No value comes for the last `returned_count` columns.
    """

    def is_moved(index: int) -> bool:
        column = columns[index]
        is_long = column.wire_type in _MOVABLE and column.max_bytes > capabilities.max_string_bytes
        return is_long and not is_plsql

    inputs = range(max(0, len(columns) - returned_count))
    return BindLayout(columns, tuple(sorted(inputs, key=is_moved)), returned_count)


def read_column_metadata(reader: Reader, count: int, capabilities: Capabilities) -> tuple[ColumnMetadata, ...]:
    """The metadata of `count` columns.

    Raises:
        UnsupportedError: A type that the stand-in does not have, or too many of them.
    """
    if count > _MAX_COLUMNS:
        raise UnsupportedError(f"{count} binds, more than {_MAX_COLUMNS},")
    return tuple(_read_column(reader, capabilities) for _ in range(count))


def _read_column(reader: Reader, capabilities: Capabilities) -> ColumnMetadata:
    type_number = reader.u8()
    flags = reader.u8()
    reader.raw(2)
    max_bytes = reader.ub()
    reader.ub()
    reader.ub()
    reader.dalc()
    reader.ub()
    reader.ub()
    charset_form = reader.u8()
    reader.ub()
    if capabilities.field_version >= FieldVersion.V12_2:
        reader.ub()
    if flags & _ARRAY:
        raise UnsupportedError("PL/SQL tables as binds")
    try:
        return ColumnMetadata(WireType(type_number), charset_form, max_bytes)
    except ValueError:
        name = _OTHER_TYPES.get(type_number, f"type number {type_number}")
        raise UnsupportedError(f"binds and defines of {name}") from None
