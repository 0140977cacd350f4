"""Sessions of the stand-in's engine as tests use them: Python values in and out instead of wire values."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from oracle_standin.codec.date_time import date_to_text, text_to_date, timestamp_to_text, timestamp_tz_to_text
from oracle_standin.codec.floating_point import double_to_text, text_to_double
from oracle_standin.codec.interval import interval_ds_to_text
from oracle_standin.codec.number import number_to_text, text_to_number
from oracle_standin.codec.text import boolean_to_text, raw_to_text, varchar_to_text
from oracle_standin.codec.wire_types import BindColumn, WireType
from oracle_standin.engine.dml import StatementResult
from oracle_standin.engine.results import QueryResult
from oracle_standin.engine.session import EngineSession

Value = int | str | float | Decimal | bytes | None

_TO_TEXT: dict[WireType, Callable[[bytes], str]] = {
    WireType.NUMBER: number_to_text,
    WireType.VARCHAR2: varchar_to_text,
    WireType.CLOB: varchar_to_text,
    WireType.DATE: date_to_text,
    WireType.TIMESTAMP: timestamp_to_text,
    WireType.TIMESTAMP_TZ: timestamp_tz_to_text,
    WireType.BINARY_DOUBLE: double_to_text,
    WireType.RAW: raw_to_text,
    WireType.BLOB: raw_to_text,
    WireType.BOOLEAN: boolean_to_text,
    WireType.INTERVAL_DS: interval_ds_to_text,
}


def numbers(*values: int | str | None) -> BindColumn:
    """A column of NUMBER binds."""
    return column(WireType.NUMBER, [None if value is None else text_to_number(str(value)) for value in values])


def texts(*values: str | None) -> BindColumn:
    """A column of VARCHAR2 binds."""
    return column(WireType.VARCHAR2, [None if value is None else value.encode() for value in values])


def dates(*values: str | None) -> BindColumn:
    """A column of DATE binds from `YYYY-MM-DD HH:MI:SS`."""
    return column(WireType.DATE, [None if value is None else text_to_date(value) for value in values])


def doubles(*values: str) -> BindColumn:
    """A column of BINARY_DOUBLE binds."""
    return column(WireType.BINARY_DOUBLE, [text_to_double(value) for value in values])


def column(wire_type: WireType, values: Sequence[bytes | None]) -> BindColumn:
    """A column of binds in wire form."""
    is_text = wire_type in (WireType.VARCHAR2, WireType.LONG, WireType.CLOB)
    return BindColumn(wire_type, 1 if is_text else 0, 4000, list(values))


class Session:
    """An engine session whose results are texts."""

    def __init__(self, engine: EngineSession) -> None:
        self.engine = engine

    def run(self, sql: str, *binds: BindColumn) -> StatementResult:
        """The result of a statement that is no query; with binds it runs for each of their rows."""
        size = len(binds[0].values) if binds else 1
        result = self.engine.execute(sql, binds, array_size=size, row_counts=True)
        assert isinstance(result, StatementResult)
        return result

    def run_with_batch_errors(self, sql: str, *binds: BindColumn) -> StatementResult:
        """As run(), but errors of rows are collected."""
        result = self.engine.execute(sql, binds, array_size=len(binds[0].values), batch_errors=True, row_counts=True)
        assert isinstance(result, StatementResult)
        return result

    def query(self, sql: str, *binds: BindColumn) -> QueryResult:
        """The result of a query."""
        result = self.engine.execute(sql, binds)
        assert isinstance(result, QueryResult)
        return result

    def rows(self, sql: str, *binds: BindColumn) -> list[tuple[str | None, ...]]:
        """All rows of a query, as text."""
        result = self.query(sql, *binds)
        rows, is_exhausted = result.fetch(1_000_000)
        assert is_exhausted
        converters = [_TO_TEXT[described.wire_type] for described in result.columns]
        return [
            tuple(None if value is None else convert(value) for value, convert in zip(row, converters, strict=True))
            for row in rows
        ]
