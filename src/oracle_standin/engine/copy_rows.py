"""Rows of an array INSERT as text for COPY. Only pairs of wire type and column type that need no conversion rule."""

import re
from collections.abc import Iterator, Sequence

from oracle_standin.codec.wire_types import BindColumn, WireType
from oracle_standin.engine.bind_values import TextColumn, postgres_type, text_converter
from oracle_standin.sql.types import SIZED_TEXT, TS9, Kind, OracleType

_CHARACTER_TYPES = frozenset({WireType.VARCHAR2, WireType.CHAR, WireType.LONG, WireType.CLOB})
_RAW_TYPES = frozenset({WireType.RAW, WireType.LONG_RAW, WireType.BLOB})
_NUMBER_TYPES = frozenset({WireType.NUMBER, WireType.BINARY_INTEGER})

_COPYABLE: dict[Kind, frozenset[WireType]] = {
    **dict.fromkeys(SIZED_TEXT | {Kind.CLOB, Kind.NCLOB, Kind.LONG}, _CHARACTER_TYPES),
    Kind.NUMBER: _NUMBER_TYPES,
    Kind.FLOAT: _NUMBER_TYPES,
    Kind.BINARY_DOUBLE: _NUMBER_TYPES | {WireType.BINARY_DOUBLE},
    Kind.BINARY_FLOAT: frozenset({WireType.BINARY_FLOAT}),
    Kind.DATE: frozenset({WireType.DATE}),
    Kind.TIMESTAMP: frozenset({WireType.TIMESTAMP, WireType.DATE}),
    Kind.TIMESTAMP_TZ: frozenset({WireType.TIMESTAMP_TZ}),
    Kind.INTERVAL_DS: frozenset({WireType.INTERVAL_DS}),
    Kind.INTERVAL_YM: frozenset({WireType.INTERVAL_YM}),
    Kind.TIMESTAMP_LTZ: frozenset(),
    **dict.fromkeys((Kind.RAW, Kind.BLOB, Kind.LONG_RAW), _RAW_TYPES),
    Kind.JSON: frozenset({WireType.JSON}),
    Kind.BOOLEAN: frozenset({WireType.BOOLEAN}),
}
_WITH_SPECIAL_CHARACTERS = _CHARACTER_TYPES | {WireType.JSON}
# PostgreSQL, COPY, "Text Format"
_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_NULL = "\\N"
_CHUNK_ROWS = 1000


def is_copyable(bind: BindColumn, column_type: OracleType) -> bool:
    """Whether values of this bind go into such a column as they are; NULLs always do."""
    if not any(bind.values):
        return True
    if column_type.kind is Kind.TIMESTAMP and TS9 in (column_type.postgres, postgres_type(bind)):
        return column_type.postgres == postgres_type(bind)
    return bind.wire_type in _COPYABLE[column_type.kind]


def has_copyable_values(column_type: OracleType) -> bool:
    """Whether values of the column's own wire type go into it as they are."""
    return bool(_COPYABLE[column_type.kind])


def copy_chunks(binds: Sequence[BindColumn], start: int, stop: int) -> Iterator[bytes]:
    """The rows from `start` to before `stop` as COPY wants them, some thousand at a time.

    Raises:
        OracleError: A value is malformed.
    """
    converters = [text_converter(bind, postgres_type(bind)) for bind in binds]
    for first in range(start, stop, _CHUNK_ROWS):
        last = min(first + _CHUNK_ROWS, stop)
        texts = [convert(bind.values[first:last]) for bind, convert in zip(binds, converters, strict=True)]
        yield copy_text(binds, texts)


def copy_text(binds: Sequence[BindColumn], texts: Sequence[TextColumn]) -> bytes:
    """Rows as COPY wants them, from the text of their columns."""
    columns = map(_escaped, binds, texts)
    return ("\n".join(map("\t".join, zip(*columns, strict=True))) + "\n").encode()


def _escaped(bind: BindColumn, column: TextColumn) -> list[str]:
    """A column with NULLs and special characters as COPY wants them."""
    if bind.wire_type in _RAW_TYPES:
        return [_NULL if value is None else "\\" + value for value in column]
    if bind.wire_type in _WITH_SPECIAL_CHARACTERS and _has_special(column):
        return [_NULL if value is None else value.translate(_ESCAPES) for value in column]
    return [_NULL if value is None else value for value in column]


def _has_special(column: TextColumn) -> bool:
    return _SPECIAL.search("".join(value for value in column if value is not None)) is not None
