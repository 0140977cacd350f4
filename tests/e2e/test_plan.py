"""`plan` says what a load would do, and changes nothing."""

import json
from typing import Any

import pytest

from database import Database
from target import Target, line, record, schema

ORDERS = schema(
    "orders",
    {
        "id": {"type": "integer"},
        "note": {"type": "string", "maxLength": 9},
        "at": {"type": "string", "format": "date-time"},
        "doc": {"type": "object"},
    },
    ["id"],
)
INPUT = line(ORDERS) + line(record("orders", {"id": 1, "note": "a"}))
NOTE = {"streams": {"orders": {"column_types": {"note": "CLOB"}}}, "add_record_metadata": False}


def plan(target: Target, content: bytes = INPUT, **settings: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    printed = target.run("plan", "--format", "json", content=content, **settings)
    assert (printed.exit_code, printed.stderr) == (0, "")
    tables: list[dict[str, Any]] = json.loads(printed.stdout)
    return tables


def test_new_table_is_planned_with_the_reason_of_each_type(target: Target, database: Database) -> None:
    (table,) = plan(target, **NOTE)

    assert (table["stream"], table["table"], table["is_new"]) == ("orders", f"{database.owner}.ORDERS", True)
    assert [(column["name"], column["type"], column["property"], column["reason"]) for column in table["columns"]] == [
        ("ID", "NUMBER(38)", "id", "integer, key"),
        ("NOTE", "CLOB", "note", "streams.*.column_types"),
        ("AT", "TIMESTAMP(6) WITH TIME ZONE", "at", "date-time"),
        ("DOC", "CLOB", "doc", "object or array"),
    ]
    assert database.rows("SELECT TABLE_NAME FROM USER_TABLES") == []


def test_planned_statements_are_those_that_the_load_then_runs(target: Target, database: Database) -> None:
    (table,) = plan(target)
    for statement in table["statements"]:
        database.execute(statement)

    assert plan(target)[0]["statements"] == []
    assert target.load_bytes(INPUT).exit_code == 0
    assert database.count("ORDERS") == 1


def test_table_that_exists_is_planned_with_its_changes(target: Target, database: Database) -> None:
    database.execute('CREATE TABLE "ORDERS" ("ID" NUMBER(38) NOT NULL, "NOTE" NUMBER, "AT" DATE, "X" DATE NOT NULL)')
    before = database.rows("SELECT COLUMN_NAME, DATA_TYPE FROM USER_TAB_COLUMNS ORDER BY 1")

    printed = target.run("plan", content=INPUT, add_record_metadata=False)

    assert printed.exit_code == 0
    assert f"stream orders: change table {database.owner}.ORDERS" in printed.stdout
    assert "copied NOTE from NUMBER to VARCHAR2(64 CHAR)" in printed.stdout
    assert "widened AT from DATE to TIMESTAMP(6)" in printed.stdout
    assert "added DOC CLOB" in printed.stdout
    assert "allowed NULL in X" in printed.stdout
    assert 'RENAME COLUMN "NOTE" TO "NOTE__FLEXT_OLD";' in printed.stdout
    assert database.rows("SELECT COLUMN_NAME, DATA_TYPE FROM USER_TAB_COLUMNS ORDER BY 1") == before


def test_later_schema_of_a_stream_is_planned_for_the_table_that_the_former_makes(target: Target) -> None:
    later = schema("orders", {"id": {"type": "integer"}, "more": {"type": "boolean"}}, ["id"])

    first, second = plan(target, INPUT + line(ORDERS) + line(later))

    assert first["is_new"]
    assert second["changes"] == ["added MORE NUMBER(1)"]


def test_sql_form_can_be_given_to_a_client(target: Target, database: Database) -> None:
    printed = target.run("plan", "--format", "sql", content=INPUT, add_record_metadata=False)

    comment, *statement = printed.stdout.splitlines()
    assert comment == f"-- stream orders -> {database.owner}.ORDERS"
    assert statement[-1].endswith(";")
    database.execute("\n".join(statement).removesuffix(";"))
    assert database.count("ORDERS") == 0


def test_names_that_are_kept_are_planned(target: Target, database: Database) -> None:
    assert target.load_bytes(INPUT, add_record_metadata=False).exit_code == 0
    database.execute('DROP TABLE "ORDERS"')
    other = schema("orders", {"NOTE": {"type": "string"}, "note": {"type": "string"}})

    (table,) = plan(target, line(other), add_record_metadata=False)

    columns = {column["property"]: column["name"] for column in table["columns"]}
    assert columns["note"] == "NOTE"
    assert columns["NOTE"].startswith("NOTE_")


def test_stream_that_cannot_be_loaded_is_exit_code_1_and_the_others_are_planned(
    target: Target, database: Database
) -> None:
    database.execute('CREATE TABLE "BAD" ("ID" NUMBER(38), "V" BLOB)')
    bad = line(schema("bad", {"id": {"type": "integer"}, "v": {"type": "integer"}}, ["v"]))

    printed = target.run("plan", content=bad + INPUT)

    assert printed.exit_code == 1
    assert "cannot be loaded: column V is BLOB, but NUMBER(38) is needed" in printed.stdout
    assert f"create table {database.owner}.ORDERS" in printed.stdout


@pytest.mark.parametrize(
    ("profile", "definition"),
    [
        ("12.2", '"TEXT" VARCHAR2(4000 CHAR)'),
        ("19c", '"TEXT" VARCHAR2(4000 CHAR)'),
        ("adb", '"TEXT" VARCHAR2(32767 CHAR)'),
        ("23ai", '"TEXT" VARCHAR2(4000 CHAR)'),
    ],
)
def test_plan_works_without_a_database(profile: str, definition: str, target: Target) -> None:
    nobody = {"host": "nowhere.invalid", "service_name": "S", "username": "U", "password": "P"}

    printed = target.run(
        "plan", "--offline", "--profile", profile, content=line(schema("t", {"text": {"type": "string"}})),
        oracle_config=nobody, default_target_schema="dw",
    )  # fmt: skip

    assert (printed.exit_code, printed.stderr) == (0, "")
    assert "stream t: create table DW.T" in printed.stdout
    assert definition in printed.stdout


@pytest.mark.parametrize(
    ("arguments", "content", "exit_code", "problem"),
    [
        (["--profile", "19c"], b"", 2, "--profile is the release of --offline"),
        (["--offline", "--profile", "11g"], b"", 2, "'11g' is not one of"),
        (["--offline"], b"not JSON\n", 1, "line 1: this is not JSON"),
        (["--offline"], line(schema("t", {})), 1, "line 1: stream 't': the schema has no properties"),
        (["--offline"], line(schema("a-b", {"a": {}})) + line(schema("a.b", {"a": {}})), 1, "would share table A_B"),
    ],
)
def test_wrong_use_and_wrong_input_are_said_in_one_line(
    arguments: list[str], content: bytes, exit_code: int, problem: str, target: Target
) -> None:
    printed = target.run("plan", *arguments, content=content)

    assert printed.exit_code == exit_code
    assert problem in printed.stderr
    assert "Traceback" not in printed.stderr


def test_input_without_a_schema_says_so(target: Target) -> None:
    assert target.run("plan").stdout == "no SCHEMA in the input: nothing to plan\n"


@pytest.mark.parametrize("kind", ["VIEW V AS SELECT 1 A FROM DUAL", "GLOBAL TEMPORARY TABLE V (A NUMBER)"])
def test_what_keeps_no_rows_is_refused_by_the_plan_as_by_the_load(
    kind: str, target: Target, database: Database
) -> None:
    database.execute(f"CREATE {kind}")
    content = line(schema("v", {"a": {"type": "integer"}}))

    printed = target.run("plan", content=content)
    finished = target.load_bytes(content)

    if "VIEW" in kind:
        database.execute("DROP VIEW V")
    assert (printed.exit_code, finished.exit_code) == (1, 1)
    assert "it is a view or a temporary table" in printed.stdout
    assert "it is a view or a temporary table" in finished.error
