"""As many columns and streams as there can be: they load, and the statements grow with the streams alone."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from database import Database
from target import Target, environment, record, schema, state

BENCH = Path(__file__).parents[2] / "bench" / "statements.py"
FORMS: list[tuple[dict[str, Any], Any]] = [
    ({"type": "integer"}, 7),
    ({"type": "number"}, 1.5),
    ({"type": "string", "maxLength": 20}, "text"),
    ({"type": "boolean"}, True),
    ({"type": "string", "format": "date-time"}, "2026-01-02T03:04:05Z"),
    ({"type": "object"}, {"a": 1}),
]
METADATA_COLUMNS = 7


def wide(columns: int) -> tuple[dict[str, Any], dict[str, Any]]:
    forms = {f"c{number}": FORMS[number % len(FORMS)] for number in range(columns)}
    return {name: form for name, (form, _) in forms.items()}, {name: value for name, (_, value) in forms.items()}


def test_table_of_1000_columns_loads_each_value(target: Target, database: Database) -> None:
    properties, values = wide(1000 - METADATA_COLUMNS)

    finished = target.load([schema("wide", properties, ["c0"]), record("wide", values), record("wide", values)])

    assert finished.exit_code == 0, finished.stderr
    assert database.rows("SELECT COUNT(*) FROM USER_TAB_COLUMNS WHERE TABLE_NAME = 'WIDE'") == [(1000,)]
    ((*stored,), _) = database.rows("SELECT * FROM WIDE")
    expected = [7, 1.5, "text", 1, "2026-01-02 03:04:05", {"a": 1}]
    assert [str(value) for value in stored[: len(values)]] == [
        str(expected[number % len(expected)]) for number in range(len(values))
    ]


def test_one_column_more_is_one_error_that_names_the_way_out(target: Target, database: Database) -> None:
    properties, values = wide(1001 - METADATA_COLUMNS)
    messages = [schema("wide", properties, ["c0"]), record("wide", values)]

    finished = target.load(messages)

    assert finished.exit_code == 1
    assert len(finished.error.splitlines()) == 1
    assert "line 1: stream 'wide': the table needs 1001 columns; Oracle allows 1000" in finished.error
    assert "storage_mode: json" in finished.error
    assert database.count("WIDE") == 0
    assert target.load(messages, storage_mode="json").exit_code == 0
    assert database.count("WIDE") == 1


@pytest.mark.parametrize("streams", [50, pytest.param(1000, marks=[pytest.mark.slow, pytest.mark.timeout(400)])])
def test_many_streams_load_from_one_input(streams: int, target: Target, database: Database) -> None:
    properties, values = wide(10)
    names = [f"s{number}" for number in range(streams)]
    messages = [
        *(schema(name, properties, ["c0"]) for name in names),
        *(record(name, values) for name in names),
        state(1),
    ]

    finished = target.load(messages, timeout=300)

    assert finished.exit_code == 0, finished.stderr[-2000:]
    assert finished.states == [b"1"]
    counted = " UNION ALL ".join(f"SELECT COUNT(*) FROM S{number}" for number in range(0, streams, streams // 50))
    assert database.rows(counted) == [(1,)] * 50
    ((tables,),) = database.rows("SELECT COUNT(*) FROM USER_TABLES WHERE TABLE_NAME LIKE 'S%'")
    assert tables == streams


def test_bench_prints_that_statements_grow_with_the_streams_alone() -> None:
    finished = subprocess.run(
        [sys.executable, BENCH, "--streams", "5", "20", "--columns", "10", "100"],
        capture_output=True,
        text=True,
        env=environment(),
        timeout=100,
        check=False,
    )

    assert (finished.returncode, finished.stderr) == (0, ""), finished.stderr
    rows = re.findall(r"^(\d+) x (\d+) columns, (new|again) +(\d+) ", finished.stdout, re.MULTILINE)
    assert [row[:3] for row in rows] == [
        ("5", "10", "new"), ("5", "10", "again"), ("20", "10", "new"), ("20", "10", "again"),
        ("1", "10", "new"), ("1", "10", "again"), ("1", "100", "new"), ("1", "100", "again"),
    ]  # fmt: skip
    assert all(0 < int(row[3]) < 250 for row in rows)
    assert finished.stdout.endswith("\nlinear\n")
