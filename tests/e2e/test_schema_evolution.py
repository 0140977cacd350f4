"""A stream whose schema grows: its table follows, and no row is lost on the way."""

from decimal import Decimal
from typing import Any

import pytest

from database import Database
from target import Target, record, schema, state

INTEGER = {"type": "integer"}
TEXT = {"type": ["null", "string"]}


def orders(**properties: Any) -> dict[str, Any]:  # noqa: ANN401 - forms of JSON Schema
    return schema("orders", {"id": INTEGER, **properties}, ["id"])


def column_types(database: Database) -> dict[str, tuple[Any, ...]]:
    rows = database.rows(
        "SELECT COLUMN_NAME, DATA_TYPE, CHAR_LENGTH, DATA_PRECISION, DATA_SCALE FROM USER_TAB_COLUMNS "
        "WHERE TABLE_NAME = 'ORDERS' AND COLUMN_NAME NOT LIKE '\\_SDC%' ESCAPE '\\' ORDER BY COLUMN_ID"
    )
    return {name: tuple(rest) for name, *rest in rows}


def test_new_properties_become_new_columns(target: Target, database: Database) -> None:
    assert target.load([orders(), record("orders", {"id": 1}), state(1)]).exit_code == 0

    finished = target.load(
        [orders(note=TEXT, tags={"type": "array"}), record("orders", {"id": 2, "note": "b", "tags": [1]}), state(2)]
    )

    assert finished.exit_code == 0, finished.stderr
    assert finished.states == [b"2"]
    assert database.rows("SELECT ID, NOTE, TAGS FROM ORDERS ORDER BY ID") == [(1, None, None), (2, "b", [1])]
    assert "added NOTE VARCHAR2(4000 CHAR)" in finished.stderr
    assert "added TAGS CLOB" in finished.stderr


def test_schema_that_grows_within_the_stream_loses_no_row(target: Target, database: Database) -> None:
    finished = target.load(
        [
            orders(),
            *(record("orders", {"id": number}) for number in range(5)),
            state(1),
            orders(note=TEXT),
            *(record("orders", {"id": number, "note": "n"}) for number in range(5, 9)),
            orders(),
            record("orders", {"id": 9}),
            state(2),
        ],
        batch_size=3,
    )

    assert finished.exit_code == 0, finished.stderr
    assert finished.states[-1] == b"2"
    assert database.rows("SELECT COUNT(*), COUNT(NOTE) FROM ORDERS") == [(10, 4)]


@pytest.mark.parametrize(
    ("before", "after", "value", "column"),
    [
        ({**TEXT, "maxLength": 5}, {**TEXT, "maxLength": 50}, "no longer five", ("VARCHAR2", 50, None, None)),
        ({**INTEGER, "minimum": 0, "maximum": 99}, INTEGER, 12345, ("NUMBER", 0, 38, 0)),
        (
            {"type": "number", "multipleOf": 0.01, "minimum": 0, "maximum": 99},
            {"type": "number", "multipleOf": 0.0001, "minimum": 0, "maximum": 9999},
            Decimal("1234.5678"),
            ("NUMBER", 0, 8, 4),
        ),
        (INTEGER, {"type": "number"}, Decimal("0.5"), ("NUMBER", 0, None, None)),
    ],
)
def test_longer_text_and_more_digits_widen_the_column(
    before: dict[str, Any],
    after: dict[str, Any],
    value: Any,  # noqa: ANN401 - a JSON value
    column: tuple[Any, ...],
    target: Target,
    database: Database,
) -> None:
    first = 7 if "string" not in before["type"] else "a"
    assert target.load([orders(v=before), record("orders", {"id": 1, "v": first})]).exit_code == 0

    sent = float(value) if isinstance(value, Decimal) else value
    finished = target.load([orders(v=after), record("orders", {"id": 2, "v": sent})])

    assert finished.exit_code == 0, finished.stderr
    assert column_types(database)["V"] == column
    with database.connection.cursor() as cursor:
        cursor.execute("SELECT V FROM ORDERS ORDER BY ID", fetch_decimals=True)
        assert [found for (found,) in cursor] == [first, value]


def test_column_is_never_made_narrower(target: Target, database: Database) -> None:
    wide = orders(v={**TEXT, "maxLength": 50}, n=INTEGER)
    assert target.load([wide, record("orders", {"id": 1, "v": "x" * 50, "n": 10**30})]).exit_code == 0
    columns = column_types(database)

    finished = target.load([orders(v={**TEXT, "maxLength": 5}, n={**INTEGER, "minimum": 0, "maximum": 9})])

    assert finished.exit_code == 0, finished.stderr
    assert column_types(database) == columns
    assert "widened" not in finished.stderr


def test_repeated_schema_changes_nothing(target: Target, database: Database) -> None:
    message = orders(note={**TEXT, "maxLength": 9})

    finished = target.load([message, record("orders", {"id": 1}), message, record("orders", {"id": 2}), message])

    assert finished.exit_code == 0, finished.stderr
    assert database.count("ORDERS") == 2
    assert "added" not in finished.stderr


def test_length_that_somebody_chose_stays_where_the_schema_states_none(target: Target, database: Database) -> None:
    database.execute('CREATE TABLE ORDERS ("ID" NUMBER(38) NOT NULL, "NOTE" VARCHAR2(10 CHAR))')

    finished = target.load([orders(note=TEXT), record("orders", {"id": 1, "note": "short"})], add_record_metadata=False)

    assert finished.exit_code == 0, finished.stderr
    assert column_types(database)["NOTE"] == ("VARCHAR2", 10, None, None)


def test_change_that_the_database_cannot_make_at_once_is_refused_with_the_reason(
    target: Target, database: Database
) -> None:
    database.execute('CREATE TABLE ORDERS ("ID" NUMBER(38) NOT NULL, "NOTE" DATE)')

    finished = target.load(
        [orders(note=TEXT), record("orders", {"id": 1, "note": "x"})],
        add_record_metadata=False,
        on_impossible_change="fail",
    )

    assert finished.exit_code == 1
    assert "column NOTE is DATE, but VARCHAR2(4000 CHAR) is needed" in finished.error
