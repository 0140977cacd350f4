"""Nested objects as columns, the whole record as JSON, and what is not stored."""

import json
from typing import Any

import pytest

from database import Database
from target import Target, record, schema

INTEGER, TEXT = {"type": "integer"}, {"type": ["null", "string"]}
ADDRESS = {
    "type": ["null", "object"],
    "properties": {"city": TEXT, "geo": {"type": "object", "properties": {"lat": INTEGER}}},
}
CUSTOMERS = schema("customers", {"id": INTEGER, "address": ADDRESS, "tags": {"type": "array"}, "name": TEXT}, ["id"])
FULL = {"id": 1, "address": {"city": "Ulm", "geo": {"lat": 48}}, "tags": ["a"], "name": "Ada", "unknown": 1.50}
RECORDS = [
    record("customers", FULL),
    record("customers", {"id": 2, "address": {"city": None}}),
    record("customers", {"id": 3, "address": None}),
    record("customers", {"id": 4}),
]


def load(target: Target, database: Database, **settings: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401
    finished = target.load([CUSTOMERS, *RECORDS], add_record_metadata=False, **settings)
    assert finished.exit_code == 0, finished.stderr
    return database.rows("SELECT * FROM CUSTOMERS ORDER BY ID")


def columns(database: Database) -> list[str]:
    rows = database.rows("SELECT COLUMN_NAME FROM USER_TAB_COLUMNS WHERE TABLE_NAME = 'CUSTOMERS' ORDER BY COLUMN_ID")
    return [name for (name,) in rows]


def test_nested_objects_become_columns(target: Target, database: Database) -> None:
    rows = load(target, database, flattening_enabled=True)

    assert columns(database) == ["ID", "ADDRESS__CITY", "ADDRESS__GEO__LAT", "TAGS", "NAME"]
    assert rows == [
        (1, "Ulm", 48, ["a"], "Ada"),
        (2, None, None, None, None),
        (3, None, None, None, None),
        (4, None, None, None, None),
    ]


def test_depth_and_separator_are_the_users(target: Target, database: Database) -> None:
    rows = load(target, database, flattening_enabled=True, flattening_max_depth=1, flattening_separator="_")

    assert columns(database) == ["ID", "ADDRESS_CITY", "ADDRESS_GEO", "TAGS", "NAME"]
    assert rows[0] == (1, "Ulm", {"lat": 48}, ["a"], "Ada")


def test_nested_names_of_any_kind_become_columns(target: Target, database: Database) -> None:
    nested = {"type": "object", "properties": {'in"ner': {"type": "number"}, "é\\": TEXT}}
    messages = [
        schema("customers", {"id": INTEGER, "a\nb": nested}, ["id"]),
        record("customers", {"id": 1, "a\nb": {'in"ner': 1.5, "é\\": "x"}}),
        record("customers", {"id": 2, "a\nb": None}),
    ]

    finished = target.load(messages, add_record_metadata=False, flattening_enabled=True)

    assert finished.exit_code == 0, finished.stderr
    assert columns(database) == ["ID", "A_B__IN_NER", "A_B__É_"]
    assert database.rows("SELECT * FROM CUSTOMERS ORDER BY ID") == [(1, 1.5, "x"), (2, None, None)]


def test_nested_value_of_another_type_is_refused_with_its_place(target: Target, database: Database) -> None:
    finished = target.load([CUSTOMERS, record("customers", {"id": 1, "address": {"city": 5}})], flattening_enabled=True)

    assert finished.exit_code == 1
    assert "line 2" in finished.error
    assert "city" in finished.error
    assert database.count("CUSTOMERS") == 0


def test_json_mode_keeps_the_keys_and_the_whole_record(target: Target, database: Database) -> None:
    rows = load(target, database, storage_mode="json")

    assert columns(database) == ["ID", "DATA"]
    assert [json.loads(json.dumps(row[1])) for row in rows] == [message["record"] for message in RECORDS]


def test_hybrid_mode_has_columns_for_scalars_beside_the_record(target: Target, database: Database) -> None:
    rows = load(target, database, storage_mode="hybrid", json_column_name="record")

    assert columns(database) == ["ID", "NAME", "RECORD"]
    assert rows[0] == (1, "Ada", FULL)


def test_document_gives_way_to_no_property_of_its_name(target: Target, database: Database) -> None:
    messages = [schema("customers", {"id": INTEGER, "data": TEXT}, ["id"]), record("customers", {"id": 1, "data": "x"})]

    finished = target.load(messages, storage_mode="hybrid", add_record_metadata=False)

    assert finished.exit_code == 0, finished.stderr
    names = columns(database)
    assert names[0] == "ID"
    assert all(name.startswith("DATA_") for name in names[1:])
    assert database.rows("SELECT * FROM CUSTOMERS") == [(1, "x", {"id": 1, "data": "x"})]


def test_document_of_native_json_is_the_record(target: Target, database: Database) -> None:
    rows = load(target, database, storage_mode="json", json_type="json")

    assert rows[0] == (1, FULL)


@pytest.mark.parametrize("settings", [{}, {"storage_mode": "json"}, {"storage_mode": "hybrid"}], ids=str)
def test_ignored_properties_are_stored_nowhere(settings: dict[str, Any], target: Target, database: Database) -> None:
    rows = load(target, database, ignored_columns=["name", "addr*"], **settings)

    assert "Ada" not in str(rows)
    assert "Ulm" not in str(rows)
    assert rows[0][0] == 1


def test_ignored_key_is_refused(target: Target) -> None:
    finished = target.load([CUSTOMERS], ignored_columns=["i*"])

    assert finished.exit_code == 1
    assert "key property 'id' is among the ignored_columns" in finished.error


def test_settings_of_a_stream_win_over_those_of_a_pattern_and_of_all(target: Target, database: Database) -> None:
    others = [schema("raw_a", {"id": INTEGER, "o": {"type": "object"}}, ["id"]), record("raw_a", {"id": 1, "o": {}})]
    streams = {"raw_*": {"storage_mode": "json"}, "raw_a": {"table_name": "mine"}, "*a": {"json_column_name": "doc"}}

    finished = target.load([CUSTOMERS, *RECORDS, *others], streams=streams, add_record_metadata=False)

    assert finished.exit_code == 0, finished.stderr
    assert columns(database) == ["ID", "ADDRESS", "TAGS", "NAME"]
    assert database.rows('SELECT "ID", "DOC" FROM "MINE"') == [(1, {"id": 1, "o": {}})]


def test_descriptions_become_comments_where_they_differ(target: Target, database: Database) -> None:
    described = schema("customers", {"id": {**INTEGER, "description": "the customer's number"}, "name": TEXT}, ["id"])
    described["schema"]["description"] = "who'd buy; DROP TABLE CUSTOMERS --"
    comments = (
        "SELECT COMMENTS FROM USER_TAB_COMMENTS WHERE TABLE_NAME = 'CUSTOMERS' UNION ALL "
        "SELECT COMMENTS FROM USER_COL_COMMENTS WHERE TABLE_NAME = 'CUSTOMERS' AND COLUMN_NAME = 'ID'"
    )

    assert target.load([described], add_comments=True).exit_code == 0
    assert database.rows(comments) == [("who'd buy; DROP TABLE CUSTOMERS --",), ("the customer's number",)]
    described["schema"]["properties"]["id"]["description"] = "x" * 5000
    assert target.load([described], add_comments=True).exit_code == 0
    assert database.rows(comments)[1] == ("x" * 4000,)
    del described["schema"]["description"]
    assert target.load([described]).exit_code == 0
    assert database.rows(comments)[0] == ("who'd buy; DROP TABLE CUSTOMERS --",)
