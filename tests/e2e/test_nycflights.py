"""Real data: five tables through the pipe `tap | flext-target-oracle`, compared with the files they come from."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from database import Database
from nycflights import TABLES, Row, Value, nycflights, read_source, rows_of
from target import Target


@dataclass(frozen=True, slots=True)
class Checksum:
    """What a column holds; `digest` is of its values row by row, so a value in another row shows."""

    present: int
    total: Decimal
    smallest: Any
    largest: Any
    digest: str


def checksums(columns: Iterable[str], rows: Iterable[Row]) -> dict[str, Checksum]:
    ordered = sorted(rows, key=lambda row: [as_text(value) for value in row])
    return dict(zip(columns, map(checksum, zip(*ordered, strict=True)), strict=True))


def checksum(values: Sequence[Value]) -> Checksum:
    present: list[Any] = [value for value in values if value is not None]
    return Checksum(
        present=len(present),
        total=sum((value for value in present if isinstance(value, Decimal)), Decimal(0)),
        smallest=min(present, default=None),
        largest=max(present, default=None),
        digest=hashlib.sha256("\n".join(map(as_text, values)).encode()).hexdigest(),
    )


@cache
def as_text(value: Value) -> str:
    """One text for one value, with however many zeros its number is written."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else repr(value)


@cache
def shared(value: Value) -> Value:
    """The same value, once in memory: few values make up millions."""
    return value


def read_table(database: Database, table: str, columns: Iterable[str]) -> list[Row]:
    names = ", ".join(f'"{column.upper()}"' for column in columns)
    with database.connection.cursor() as cursor:
        rows = cursor.execute(f'SELECT {names} FROM "{table.upper()}"', fetch_decimals=True)
        return [tuple(map(shared, row)) for row in rows]


@pytest.mark.parametrize(
    ("limit", "batch_size"),
    [
        pytest.param(8_000, 1_000, id="sample"),
        pytest.param(None, 10_000, id="full", marks=[pytest.mark.slow, pytest.mark.timeout(600)]),
    ],
)
def test_five_tables_arrive_whole_and_each_state_speaks_of_committed_rows(
    limit: int | None, batch_size: int, target: Target, database: Database
) -> None:
    arguments = [] if limit is None else ["--limit", str(limit)]
    last_state: dict[str, int] = {}
    with nycflights(target, *arguments, batch_size=batch_size) as pipeline:
        for last_state in map(rows_of, pipeline.states()):
            committed = {table: database.count(table.upper()) for table in last_state}
            assert all(committed[table] >= rows for table, rows in last_state.items()), (last_state, committed)
        exit_code, stderr = pipeline.wait()

    assert exit_code == 0, stderr
    for table in TABLES:
        columns, source = read_source(table, limit)
        loaded = read_table(database, table, columns)
        assert last_state[table] == len(loaded) == len(source)
        assert checksums(columns, loaded) == checksums(columns, source), table
