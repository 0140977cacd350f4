"""The database behind the tests knows no statement and no name of the product: both may be written differently."""

import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from database import Database
from target import Target, environment

_TESTS = Path(__file__).parent.parent
_ORDERS = _TESTS.parent / "examples" / "orders" / "orders.singer"
_TABLES = ("CUSTOMERS", "ORDERS", "ORDER_ITEMS")


@pytest.mark.parametrize(
    "tests",
    [
        "integration/test_services.py",
        "e2e/test_sent_statements.py::test_all_that_the_command_sends_is_noted_as_it_wrote_it",
        pytest.param("e2e/test_values.py", marks=pytest.mark.slow),
        pytest.param("e2e/test_existing_tables.py", marks=pytest.mark.slow),
        pytest.param("e2e/test_bad_input.py", marks=pytest.mark.slow),
    ],
)
def test_tests_pass_with_sql_written_differently(tests: str) -> None:
    seed = random.randrange(1_000_000)  # noqa: S311 - pytest-randomly seeds it
    finished = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-m", "not slow", tests],
        cwd=_TESTS,
        env=environment(PYTHONPATH=str(_TESTS / "reformatting"), FLEXT_TEST_REFORMAT=str(seed)),
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )

    assert finished.returncode == 0, f"seed {seed}\n{finished.stdout}"


def test_sql_is_written_differently_where_it_says_so() -> None:
    seen = subprocess.run(
        [sys.executable, "-c", "import sitecustomize as s; print(s.reformatted('SELECT \"A\" FROM Dual WHERE b = 1'))"],
        env=environment(PYTHONPATH=str(_TESTS / "reformatting"), FLEXT_TEST_REFORMAT="1"),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    plain = re.sub(r"/\*.*?\*/|--[^\n]*", "", seen)

    assert seen.strip() != 'SELECT "A" FROM Dual WHERE b = 1'
    assert plain.upper().split() == ["SELECT", '"A"', "FROM", "DUAL", "WHERE", "B", "=", "1"]


def test_commands_write_sql_differently_though_it_is_recorded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(_TESTS / "reformatting"))
    monkeypatch.setenv("FLEXT_TEST_REFORMAT", "1")
    code = "import oracledb; print(oracledb.Cursor._normalize_statement(None, 'SELECT \"A\" FROM Dual'))"

    sent = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True
    ).stdout

    assert sent.strip() != 'SELECT "A" FROM Dual'
    assert re.sub(r"/\*.*?\*/|--[^\n]*", "", sent).upper().split() == ["SELECT", '"A"', "FROM", "DUAL"]


def test_streams_load_under_any_name(target: Target, database: Database) -> None:
    letters = random.choices("BCDFGHKLMNP", k=12)  # noqa: S311 - pytest-randomly seeds it
    prefix = "".join(letters) + "_"
    renamed = re.sub(rb'"stream": "', b'"stream": "' + prefix.lower().encode(), _ORDERS.read_bytes())

    assert target.load_bytes(_ORDERS.read_bytes(), add_record_metadata=False).exit_code == 0
    assert target.load_bytes(renamed, add_record_metadata=False).exit_code == 0

    for table in _TABLES:
        rows = rows_of(database, table)
        assert rows
        assert rows_of(database, prefix + table) == rows


def rows_of(database: Database, table: str) -> list[tuple[object, ...]]:
    """All rows of a table, in one order."""

    return sorted(database.rows(f'SELECT * FROM "{table}"'), key=str)
