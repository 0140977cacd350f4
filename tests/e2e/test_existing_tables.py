"""A later run into a table that exists: every value arrives unchanged, or the load stops and says why."""

from typing import Any

from database import Database
from target import Target, record, schema, state

INTEGER = {"type": "integer"}
TEXT = {"type": ["null", "string"]}


def orders(**properties: Any) -> dict[str, Any]:  # noqa: ANN401 - forms of JSON Schema
    return schema("orders", {"id": INTEGER, **properties}, ["id"])


def orders_loaded_before(target: Target, **properties: Any) -> None:  # noqa: ANN401
    finished = target.load([orders(**properties), record("orders", {"id": 1, **dict.fromkeys(properties, "a")})])
    assert finished.exit_code == 0, finished.stderr


def test_schema_with_more_properties_than_the_table_names_each_missing_column(
    target: Target, database: Database
) -> None:
    orders_loaded_before(target)
    wider = orders(note=TEXT, paid_at={**TEXT, "format": "date-time"})

    finished = target.load([wider, record("orders", {"id": 2, "note": "b"}), state(2)], on_schema_mismatch="fail")

    assert finished.exit_code == 1
    assert len(finished.error.splitlines()) == 1
    assert f"{database.owner}.ORDERS" in finished.error
    assert "NOTE (VARCHAR2(4000 CHAR)) is missing" in finished.error
    assert "PAID_AT (TIMESTAMP(6) WITH TIME ZONE) is missing" in finished.error
    assert "Alter, rename or drop the table" in finished.error
    assert finished.states == []
    assert database.rows("SELECT ID FROM ORDERS") == [(1,)]


def test_column_added_by_hand_lets_the_wider_schema_load(target: Target, database: Database) -> None:
    orders_loaded_before(target)
    database.execute("ALTER TABLE ORDERS ADD (NOTE VARCHAR2(4000 CHAR))")

    finished = target.load([orders(note=TEXT), record("orders", {"id": 2, "note": "b"}), state(2)])

    assert finished.exit_code == 0, finished.stderr
    assert finished.states == [b"2"]
    assert database.rows("SELECT ID, NOTE FROM ORDERS ORDER BY ID") == [(1, None), (2, "b")]


def test_schema_that_widens_within_the_stream_keeps_the_rows_before_it(target: Target, database: Database) -> None:
    finished = target.load(
        [
            orders(),
            record("orders", {"id": 1}),
            state(1),
            orders(note=TEXT),
            record("orders", {"id": 2, "note": "b"}),
            state(2),
        ],
        on_schema_mismatch="fail",
    )

    assert finished.exit_code == 1
    assert "NOTE (VARCHAR2(4000 CHAR)) is missing" in finished.error
    assert finished.states == [b"1"]
    assert database.rows("SELECT ID FROM ORDERS") == [(1,)]


def test_schema_with_fewer_properties_leaves_the_other_columns_null(target: Target, database: Database) -> None:
    orders_loaded_before(target, note=TEXT)

    finished = target.load([orders(), record("orders", {"id": 2})])

    assert finished.exit_code == 0, finished.stderr
    assert database.rows("SELECT ID, NOTE FROM ORDERS ORDER BY ID") == [(1, "a"), (2, None)]


def test_longer_text_loads_as_long_as_it_fits_the_column(target: Target, database: Database) -> None:
    orders_loaded_before(target, note={**TEXT, "maxLength": 5})
    longer = orders(note={**TEXT, "maxLength": 50})
    fails = {"on_schema_mismatch": "fail"}

    assert target.load([longer, record("orders", {"id": 2, "note": "five!"})], **fails).exit_code == 0
    refused = target.load([longer, record("orders", {"id": 3, "note": "no six"}), state(3)], **fails)

    assert refused.exit_code == 1
    assert refused.error.startswith("line 2: ")
    assert "longer than column NOTE VARCHAR2(5 CHAR)" in refused.error
    assert refused.states == []
    assert database.rows("SELECT ID, NOTE FROM ORDERS ORDER BY ID") == [(1, "a"), (2, "five!")]


def test_column_that_would_round_is_refused_before_the_first_row(target: Target, database: Database) -> None:
    database.execute('CREATE TABLE ORDERS ("ID" NUMBER(38) NOT NULL, "TOTAL" NUMBER(10, 2))')

    finished = target.load(
        [orders(total={"type": "number"}), record("orders", {"id": 1, "total": 1.005}), state(1)],
        add_record_metadata=False,
        on_schema_mismatch="fail",
    )

    assert finished.exit_code == 1
    assert "column TOTAL is NUMBER(10,2), but NUMBER is needed" in finished.error
    assert finished.states == []
    assert database.count("ORDERS") == 0


def test_temporary_table_is_refused_because_rows_would_not_stay(target: Target, database: Database) -> None:
    database.execute("CREATE GLOBAL TEMPORARY TABLE T (V NUMBER(38)) ON COMMIT DELETE ROWS")

    finished = target.load([schema("t", {"v": {"type": "integer"}}), record("t", {"v": 1}), state(1)])

    assert finished.exit_code == 1
    assert "it is a view or a temporary table" in finished.error
    assert finished.states == []
