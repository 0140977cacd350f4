"""Every line of `schema_cases.py`, on each release: the exact DDL, and what an independent connection reads back.

All cases of a list are streams of one input; their settings stand in `streams`.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from database import Database, connected, standin_database
from oracle_standin import Standin
from schema_cases import ABSENT, CHANGES, NAMES, TYPES, VALUES, Case, Change, message, written
from target import Target, line, schema, state

RELEASES = [pytest.param("12.2", marks=pytest.mark.slow), pytest.param("19c", marks=pytest.mark.slow),
            pytest.param("21c", marks=pytest.mark.slow), "23ai"]  # fmt: skip
INTEGER = {"type": "integer"}
pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module", params=RELEASES)
def release(request: pytest.FixtureRequest) -> str:
    """The release that the tests run on."""
    return str(request.param)


@pytest.fixture(scope="module")
def server(release: str) -> Iterator[Standin]:
    """A stand-in of that release."""
    with Standin(profile=release) as standin:
        yield standin


@pytest.fixture
def database(server: Standin) -> Iterator[Database]:
    """An empty schema on it."""
    with connected(standin_database(server)) as database:
        yield database


def number(release: str) -> int:
    return int(release.partition(".")[0].removesuffix("ai").removesuffix("c"))


def applies(case: Case, release: str) -> bool:
    return number(release) >= case.since if case.since > 0 else number(release) <= -case.since


def read(database: Database, expression: str, table: str) -> list[Any]:
    with database.connection.cursor() as cursor:
        cursor.execute(f'SELECT {expression} FROM "{table}" ORDER BY "ID"', fetch_lobs=False, fetch_decimals=True)
        return [row[0] if len(row) == 1 else row for row in cursor]


def planned(target: Target, content: bytes, **settings: Any) -> dict[str, list[str]]:  # noqa: ANN401
    """The statements that the plan names for each stream."""
    plan = target.run("plan", "--format", "json", content=content, **settings)
    assert plan.stderr == ""
    return {table["stream"]: table["statements"] for table in json.loads(plan.stdout)}


@pytest.mark.parametrize("cases", [TYPES, VALUES], ids=["types", "values"])
def test_property_becomes_its_column_and_holds_the_value(
    cases: list[Case], release: str, target: Target, database: Database
) -> None:
    streams = {f"case_{place}": case for place, case in enumerate(cases) if applies(case, release)}
    settings = {"streams": {name: case.settings for name, case in streams.items()}, "add_record_metadata": False}
    content = b"".join(
        line(message(name, case.form, is_key=case.is_key)) + written(name, 1, case.sent)
        for name, case in streams.items()
    )

    plan = planned(target, content, **settings)
    finished = target.load_bytes(content + line(state(1)), **settings)

    assert finished.exit_code == 0, finished.stderr
    assert finished.states == [b"1"]
    for name, case in streams.items():
        (ddl,) = plan[name]
        definition = f'"V" {case.column}' + (" NOT NULL" if case.is_key else "")
        assert ddl.splitlines()[2].strip().removesuffix(",") == definition, case.name
        (stored,) = read(database, case.read, name.upper())
        assert repr(stored) == repr(case.stored) or stored == case.stored, case.name
        changed = [text for text in finished.stderr.splitlines() if f"stream={name} " in text and "by=" in text]
        assert {text.partition("by=")[2].partition(" ")[0] for text in changed} == {case.changed} - {None}, case.name


def test_names_become_columns_that_stay_what_they_are(release: str, target: Target, database: Database) -> None:
    del release
    streams = {f"names_{place}": names for place, names in enumerate(NAMES)}
    settings = {"streams": {name: names.settings for name, names in streams.items()}, "add_record_metadata": False}

    def load(extra: list[str]) -> None:
        content = b"".join(
            line(schema(name, dict.fromkeys([*extra, *names.properties], INTEGER), {"id"} & {*names.properties}))
            + line({"type": "RECORD", "stream": name, "record": dict.fromkeys(names.properties, 1)})
            for name, names in streams.items()
        )
        finished = target.load_bytes(content, **settings)
        assert finished.exit_code == 0, finished.stderr

    load([])
    for name, names in streams.items():
        assert columns(database, name.upper()) == names.columns, names.name
    load(["ID", "NAME", "Select", "a b", "E_F", "ORDER_NO"])
    for name, names in streams.items():
        assert columns(database, name.upper())[: len(names.columns)] == names.columns, names.name
        assert len(columns(database, name.upper())) == len({*names.properties, "ID", "NAME", "Select", "a b", "E_F",
               "ORDER_NO"}) - len([key for key in names.properties if key.startswith("_secret")])  # fmt: skip
        rows = read(database, ", ".join(f'"{column}"' for column in names.columns), name.upper())
        assert rows in ([1, 1], [(1,) * len(names.columns)] * 2), names.name


def columns(database: Database, table: str) -> list[str]:
    rows = database.rows(f"SELECT COLUMN_NAME FROM USER_TAB_COLUMNS WHERE TABLE_NAME = '{table}' ORDER BY COLUMN_ID")
    return [name for (name,) in rows]


LOADED = [change for change in CHANGES if change.fails is None]


@pytest.mark.parametrize("is_one_input", [False, True], ids=["two loads", "one input"])
def test_table_follows_its_schema(is_one_input: bool, release: str, target: Target, database: Database) -> None:  # noqa: FBT001
    del release
    streams = {f"change_{place}": change for place, change in enumerate(LOADED) if not (is_one_input and change.made)}
    settings = {"streams": {name: change.settings for name, change in streams.items()}, "add_record_metadata": False}
    first = b"".join(before(name, change, database) for name, change in streams.items())
    second = b"".join(after(name, change) for name, change in streams.items())

    if is_one_input:
        finished = target.load_bytes(first + second, batch_size=1, **settings)
        assert finished.exit_code == 0, finished.stderr
    else:
        loaded = target.load_bytes(first, **settings)
        assert loaded.exit_code == 0, loaded.stderr
        plan = planned(target, second, **settings)
        for name, change in streams.items():
            title = f'"{database.owner}"."{name.upper()}"'
            expected = [statement.replace(" T ", f" {title} ") for statement in change.statements]
            assert plan[name] == expected, change.name
        finished = target.load_bytes(second, **settings)
        assert finished.exit_code == 0, finished.stderr
        assert [sql for sqls in planned(target, second, **settings).values() for sql in sqls] == []
    for name, change in streams.items():
        assert read(database, change.read, name.upper()) == change.stored, change.name


@pytest.mark.parametrize("change", [change for change in CHANGES if change.fails], ids=lambda change: change.name)
def test_table_that_may_not_follow_stops_the_load(
    change: Change, release: str, target: Target, database: Database
) -> None:
    del release
    settings = {"streams": {"t": change.settings}, "add_record_metadata": False}
    assert target.load_bytes(before("t", change, database), **settings).exit_code == 0

    finished = target.load_bytes(after("t", change), **settings)

    assert finished.exit_code == 1
    assert change.fails is not None
    assert change.fails in finished.error
    assert database.count("T") == 1


def before(stream: str, change: Change, database: Database) -> bytes:
    if change.made is None:
        return line(message(stream, change.before)) + written(
            stream, 1, ABSENT if change.before is ABSENT else change.first
        )
    table = f'"{stream.upper()}"'
    database.execute(change.made.replace("TABLE T ", f"TABLE {table} "))
    filled = [name for name in ("V__FLEXT_OLD", "V") if f'"{name}"' in change.made][:1] + ["R"] * ('"R"' in change.made)
    if '"ID"' not in change.made:
        database.execute(f"INSERT INTO {table} VALUES (1)")
        return b""
    names = ", ".join(f'"{name}"' for name in ["ID", *filled])
    database.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join(['1', '12', '1'][: len(filled) + 1])})")
    return b""


def after(stream: str, change: Change) -> bytes:
    return line(message(stream, change.after)) + written(stream, 2, ABSENT if change.after is ABSENT else change.second)
