"""DESCRIBE INFO (16): the columns of a query."""

from collections.abc import Sequence

from oracle_standin.codec.wire_types import ColumnDescription
from oracle_standin.ttc.capabilities import Capabilities, FieldVersion
from oracle_standin.ttc.writer import dalc, ub

_MESSAGE_TYPE = 16
_AL32UTF8 = 873
_AL16UTF16 = 2000
_IS_JSON = 0x100  # constants.pxi, TNS_UDS_FLAGS_IS_JSON


def write_describe_info(columns: Sequence[ColumnDescription], capabilities: Capabilities) -> bytes:
    """A DESCRIBE INFO message.

    Raises:
        UnsupportedError: A column of a type whose values the stand-in cannot send.
    """
    return b"".join(
        (
            bytes((_MESSAGE_TYPE, 0)),
            ub(sum(column.max_bytes for column in columns)),
            ub(len(columns)),
            b"\0" if columns else b"",
            *(write_column(column, position, capabilities) for position, column in enumerate(columns, 1)),
            bytes(6),  # date, flags, sizes, cache key
        )
    )


def write_column(column: ColumnDescription, position: int, capabilities: Capabilities) -> bytes:
    """The metadata of the column at a position, counted from 1."""
    return b"".join(
        (
            bytes((column.wire_type, 0, column.precision & 0xFF, column.scale & 0xFF)),
            ub(column.max_bytes),
            bytes(4),  # array elements, flags, object id, version
            ub(_charset(column)),
            bytes((column.charset_form,)),
            ub(column.max_chars),
            b"\0" if capabilities.field_version >= FieldVersion.V12_2 else b"",
            bytes((column.is_nullable, 0)),
            dalc(column.name.encode()),
            bytes(2),  # schema and name of an object type
            ub(position),
            ub(_IS_JSON if column.is_json else 0),
            bytes(_domain_and_vector_bytes(capabilities)),
        )
    )


def _charset(column: ColumnDescription) -> int:
    return {1: _AL32UTF8, 2: _AL16UTF16}.get(column.charset_form, 0)


def _domain_and_vector_bytes(capabilities: Capabilities) -> int:
    version = capabilities.field_version
    domain = 2 if version >= FieldVersion.V23_1 else 0
    annotations = 1 if version >= FieldVersion.V23_1_EXT3 else 0
    vector = 3 if version >= FieldVersion.V23_4 else 0
    return domain + annotations + vector
