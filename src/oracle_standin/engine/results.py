"""Result sets: their description from the dictionary, and their rows as wire values."""

import re
from collections.abc import Callable, Sequence
from functools import partial

from psycopg.pq.abc import PGresult

from oracle_standin.codec.date_time import in_time_zone, text_to_date, text_to_timestamp
from oracle_standin.codec.floating_point import text_to_double, text_to_float
from oracle_standin.codec.interval import text_to_interval_ds, text_to_interval_ym
from oracle_standin.codec.number import text_to_number
from oracle_standin.codec.oson_encoder import text_to_oson
from oracle_standin.codec.rowid import place_to_rowid
from oracle_standin.codec.text import text_to_boolean, text_to_raw, varchar_to_national
from oracle_standin.codec.wire_types import ColumnDescription, WireType
from oracle_standin.engine.backend import Backend
from oracle_standin.engine.catalog import Catalog, ColumnInfo
from oracle_standin.engine.row_spool import RowSpool
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.declared_types import ZERO_LENGTH
from oracle_standin.sql.statements import Query
from oracle_standin.sql.types import (
    LONGS,
    MAX_CHAR_BYTES,
    NATIONAL,
    SIZED_TEXT,
    UNLIMITED_SCALE,
    Kind,
    OracleType,
)

_LONG_BYTES = 2**31 - 1
_CHARACTERS, _NATIONAL_CHARACTERS = 1, 2  # charset form
_CHARACTER_KINDS = SIZED_TEXT | {Kind.CLOB, Kind.LONG}
WIRE_TYPES = {
    Kind.VARCHAR2: WireType.VARCHAR2,
    Kind.NVARCHAR2: WireType.VARCHAR2,
    Kind.CHAR: WireType.CHAR,
    Kind.NCHAR: WireType.CHAR,
    Kind.CLOB: WireType.CLOB,
    Kind.NCLOB: WireType.CLOB,
    Kind.LONG: WireType.LONG,
    Kind.NUMBER: WireType.NUMBER,
    Kind.FLOAT: WireType.NUMBER,
    Kind.BINARY_FLOAT: WireType.BINARY_FLOAT,
    Kind.BINARY_DOUBLE: WireType.BINARY_DOUBLE,
    Kind.DATE: WireType.DATE,
    Kind.TIMESTAMP: WireType.TIMESTAMP,
    Kind.TIMESTAMP_TZ: WireType.TIMESTAMP_TZ,
    Kind.TIMESTAMP_LTZ: WireType.TIMESTAMP_LTZ,
    Kind.INTERVAL_DS: WireType.INTERVAL_DS,
    Kind.INTERVAL_YM: WireType.INTERVAL_YM,
    Kind.RAW: WireType.RAW,
    Kind.LONG_RAW: WireType.LONG_RAW,
    Kind.BLOB: WireType.BLOB,
    Kind.JSON: WireType.JSON,
    Kind.BOOLEAN: WireType.BOOLEAN,
    Kind.ROWID: WireType.ROWID,
}

# types of the SYS schema
_TYPES_BY_NAME = {
    "clob": OracleType(Kind.CLOB),
    "blob": OracleType(Kind.BLOB),
    "long": OracleType(Kind.LONG),
    "long_raw": OracleType(Kind.LONG_RAW),
    "ts9": OracleType(Kind.TIMESTAMP, scale=9),
    "tstz": OracleType(Kind.TIMESTAMP_TZ, scale=6),
    "ltz": OracleType(Kind.TIMESTAMP_LTZ, scale=6),
    "rowid": OracleType(Kind.ROWID),
}
# pg_type.dat of PostgreSQL: types whose numbers never change
_TYPES_BY_OID = {
    1042: OracleType(Kind.CHAR, length=MAX_CHAR_BYTES, unit="B"),
    114: OracleType(Kind.JSON),
    1700: OracleType(Kind.NUMBER),
    23: OracleType(Kind.NUMBER),
    20: OracleType(Kind.NUMBER),
    21: OracleType(Kind.NUMBER),
    700: OracleType(Kind.BINARY_FLOAT),
    701: OracleType(Kind.BINARY_DOUBLE),
    16: OracleType(Kind.BOOLEAN),
    1186: OracleType(Kind.INTERVAL_DS, precision=9, scale=6),
}
_TIMESTAMP_OID = 1114
_INTERVAL_OID = 1186
_MONTH_FIELDS, _ALL_FIELDS = 0b110, 0x7FFF  # of an interval's type modifier (PostgreSQL's timestamp.h)
_TEXT_OID = 25
_BYTEA_OID = 17


def describe(result: PGresult, query: Query, catalog: Catalog, backend: Backend) -> tuple[ColumnDescription, ...]:
    """The columns of a result: those of tables as they were created, others by their PostgreSQL type."""
    return tuple(description(name, column) for name, column in named_columns(result, query, catalog, backend))


def named_columns(result: PGresult, query: Query, catalog: Catalog, backend: Backend) -> list[tuple[str, ColumnInfo]]:
    """The columns of a result under their original names."""
    names = [_original_name(result, place, query, catalog, backend) for place in range(result.nfields)]
    return [(name, _column_info(result, place, name, query, catalog, backend)) for place, name in enumerate(names)]


def expression_types(result: PGresult, query: Query, catalog: Catalog, backend: Backend) -> list[OracleType]:
    """The types of the columns of a result: a table made of it has them.

    Raises:
        OracleError: ORA-01723: one is NULL.
    """
    if ZERO_LENGTH in query.types:
        raise OracleError(1723, "zero-length columns are not allowed")
    return [_column_info(result, place, "", query, catalog, backend).type for place in range(result.nfields)]


def _original_name(result: PGresult, place: int, query: Query, catalog: Catalog, backend: Backend) -> str:
    stored_name = (result.fname(place) or b"").decode()
    return query.long_names.get(stored_name) or catalog.original_name(stored_name, backend)


def _column_info(
    result: PGresult, place: int, name: str, query: Query, catalog: Catalog, backend: Backend
) -> ColumnInfo:
    table = result.ftable(place)
    column = catalog.columns(table, backend).get(result.ftablecol(place)) if table else None
    if column is not None:
        return column
    declared = query.types[place] if query.types else None
    expression_type = _expression_type(result, place, catalog, backend)
    if declared is not None and declared != ZERO_LENGTH:
        expression_type = declared
    return ColumnInfo(name, expression_type, is_nullable=True, is_json=False)


def _expression_type(result: PGresult, place: int, catalog: Catalog, backend: Backend) -> OracleType:
    oid, modifier = result.ftype(place), result.fmod(place)
    if oid == _TIMESTAMP_OID:
        # DATE is a domain over timestamp(0), which PostgreSQL describes as that
        return OracleType(Kind.DATE) if modifier == 0 else OracleType(Kind.TIMESTAMP, scale=6)
    if oid == _INTERVAL_OID and _is_months(modifier):
        return OracleType(Kind.INTERVAL_YM, precision=2)
    if oid in catalog.type_names(backend):
        return _TYPES_BY_NAME[catalog.type_names(backend)[oid]]
    if oid == _TEXT_OID:
        limit = catalog.profile.max_string_bytes
        return OracleType(Kind.VARCHAR2, length=limit, unit="B", max_string_bytes=limit)
    if oid == _BYTEA_OID:
        return OracleType(Kind.RAW, length=catalog.profile.max_raw_bytes)
    if oid not in _TYPES_BY_OID:  # such as a whole row, or a column that only PostgreSQL has
        raise UnsupportedError(f"'{(result.fname(place) or b'').decode()}' as a column")
    return _TYPES_BY_OID[oid]


def _is_months(modifier: int) -> bool:
    """Whether an interval's type has the fields YEAR and MONTH alone."""
    fields = modifier >> 16 & _ALL_FIELDS
    return modifier >= 0 and not fields & ~_MONTH_FIELDS


def description(name: str, column: ColumnInfo) -> ColumnDescription:
    """A column as the client is told of it."""
    kind = column.type.kind
    precision, scale = _wire_precision(column.type)
    max_bytes = _LONG_BYTES if kind in LONGS else column.type.max_bytes
    return ColumnDescription(
        name,
        WIRE_TYPES[kind],
        precision=precision,
        scale=scale,
        max_bytes=max_bytes,
        max_chars=_max_chars(column.type),
        charset_form=_NATIONAL_CHARACTERS if kind in NATIONAL else _CHARACTERS if kind in _CHARACTER_KINDS else 0,
        is_nullable=column.is_nullable,
        is_json=column.is_json,
    )


def _wire_precision(column_type: OracleType) -> tuple[int, int]:
    match column_type.kind:
        case Kind.NUMBER if column_type.precision is None and column_type.scale is None:
            return 0, UNLIMITED_SCALE
        case Kind.NUMBER:
            return column_type.precision or 38, column_type.scale or 0
        case Kind.FLOAT:
            return column_type.precision or 126, UNLIMITED_SCALE
        case _:
            return column_type.precision or 0, column_type.scale or 0


def _max_chars(column_type: OracleType) -> int:
    if column_type.kind not in SIZED_TEXT:
        return 0
    return column_type.length if column_type.unit == "C" else column_type.max_bytes


def _to_local_timestamp(value: bytes, time_zone: str) -> bytes:
    r"""An ltz as PostgreSQL prints it, `("2024-01-31 12:00:00.5+00")`, to the time that the session's clocks show."""
    return text_to_timestamp(in_time_zone(value.decode().strip('()"'), time_zone))


def _composite_to_timestamp_tz(value: bytes) -> bytes:
    r"""A tstz as PostgreSQL prints it, `("2024-01-31 12:00:00.5+00",330)`, to the wire form."""
    instant, _, minutes = value.decode()[1:-1].partition(",")
    offset = int(minutes)
    hours = abs(offset) // 60 * (1 if offset >= 0 else -1)
    utc = instant.strip('"').replace("+00", "", 1)
    return text_to_timestamp(utc) + bytes((hours + 20, offset - hours * 60 + 60))


def _to_timestamp(value: bytes) -> bytes:
    r"""A timestamp, or a ts9 as PostgreSQL prints it, `("2024-01-31 12:00:00.123456",789)`, to the wire form."""
    if not value.startswith(b"("):
        return text_to_timestamp(value.decode())
    moment, _, nanoseconds = value.decode()[1:-1].partition(",")
    seconds, _, fraction = moment.strip('"').partition(".")
    before_christ = " BC" if moment.strip('"').endswith(" BC") else ""
    digits = fraction.removesuffix(before_christ).ljust(6, "0") + nanoseconds.zfill(3)
    return text_to_timestamp(f"{seconds.removesuffix(before_christ)}.{digits}{before_christ}")


def _composite_to_rowid(value: bytes) -> bytes:
    r"""A rowid as PostgreSQL prints it, `(16385,"(0,1)")`, to the wire form."""
    return place_to_rowid(*map(int, re.findall(rb"\d+", value)))


def _text(convert: Callable[[str], bytes]) -> Callable[[bytes], bytes]:
    return lambda value: convert(value.decode())


_FROM_POSTGRES: dict[WireType, Callable[[bytes], bytes]] = {
    WireType.NUMBER: _text(text_to_number),
    WireType.DATE: _text(text_to_date),
    WireType.TIMESTAMP: _to_timestamp,
    WireType.LONG_RAW: _text(text_to_raw),
    WireType.TIMESTAMP_TZ: _composite_to_timestamp_tz,
    WireType.BINARY_DOUBLE: _text(text_to_double),
    WireType.BINARY_FLOAT: _text(text_to_float),
    WireType.RAW: _text(text_to_raw),
    WireType.BLOB: _text(text_to_raw),
    WireType.JSON: _text(text_to_oson),
    WireType.BOOLEAN: _text(text_to_boolean),
    WireType.ROWID: _composite_to_rowid,
    WireType.INTERVAL_DS: _text(text_to_interval_ds),
    WireType.INTERVAL_YM: _text(text_to_interval_ym),
}


def wire_rows(result: PGresult, wire_types: Sequence[WireType]) -> list[tuple[bytes | None, ...]]:
    """All rows of a result whose columns PostgreSQL has converted to these types."""
    columns = []
    for place, wire_type in enumerate(wire_types):
        convert = _FROM_POSTGRES.get(wire_type, bytes)
        values = [result.get_value(row, place) for row in range(result.ntuples)]
        columns.append([None if value is None else convert(value) for value in values])
    return list(zip(*columns, strict=True))


class QueryResult:
    """The rows of a query.

    Attributes:
        is_locking: Whether they were read FOR UPDATE.
    """

    def __init__(
        self,
        columns: tuple[ColumnDescription, ...],
        rows: RowSpool,
        time_zone: str,
        *,
        is_locking: bool,
        has_ended: Callable[[], bool],
    ) -> None:
        """`has_ended` tells whether the transaction has, with which rows read FOR UPDATE can no longer be fetched."""
        self.columns = columns
        self.is_locking = is_locking
        self._has_ended = has_ended
        self._rows = rows
        self._conversions = [_conversion(column, time_zone) for column in columns]

    def fetch(self, limit: int) -> tuple[list[tuple[bytes | None, ...]], bool]:
        """At most `limit` further rows of wire values, and whether they are the last ones.

        Raises:
            OracleError: ORA-01002: the rows were locked, and no longer are.
        """
        if self._has_ended():
            raise OracleError(1002, "fetch out of sequence")
        rows: list[tuple[bytes | None, ...]] = []
        for piece in self._rows.take(limit):
            rows += zip(*map(_converted, piece, self._conversions), strict=True)
        return rows, self._rows.is_empty

    def close(self) -> None:
        """Free the rows."""
        self._rows.close()


def _converted(values: list[bytes | None], convert: Callable[[bytes], bytes] | None) -> list[bytes | None]:
    return values if convert is None else [None if value is None else convert(value) for value in values]


def _conversion(column: ColumnDescription, time_zone: str) -> Callable[[bytes], bytes] | None:
    if column.charset_form == _NATIONAL_CHARACTERS and column.wire_type is not WireType.CLOB:
        return varchar_to_national
    if column.wire_type is WireType.TIMESTAMP_LTZ:
        return partial(_to_local_timestamp, time_zone=time_zone)
    return _FROM_POSTGRES.get(column.wire_type)
