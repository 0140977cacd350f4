"""A stream whose schema grows: its table follows, and no row is lost on the way."""

import threading
import time
from decimal import Decimal
from typing import Any

import pytest

from database import Database
from oracle_standin import Standin
from target import Finished, Target, record, schema, state

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


def test_loaders_that_evolve_one_table_at_once_lose_no_row(target: Target, database: Database) -> None:
    assert target.load([orders(v=INTEGER), record("orders", {"id": 0, "v": 0})]).exit_code == 0
    finished: dict[int, Finished] = {}

    def run(number: int) -> None:
        folder = target.folder / str(number)
        folder.mkdir(exist_ok=True)
        rows = [record("orders", {"id": 10 * number + n, "v": "text", f"c{number}": "x"}) for n in range(5)]
        finished[number] = Target(target.config, folder).load([orders(v=TEXT, **{f"c{number}": TEXT}), *rows])

    threads = [threading.Thread(target=run, args=(number,)) for number in range(1, 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, first in sorted(finished.items()):
        if first.exit_code != 0:
            # It inserted while another one copied the column, and may be started again, as the document says.
            assert "ORA-00904" in first.error, first.stderr
            run(number)

    assert [again.exit_code for again in finished.values()] == [0] * 3, [again.error for again in finished.values()]
    assert database.rows("SELECT COUNT(*), COUNT(C1), COUNT(C2), COUNT(C3) FROM ORDERS") == [(16, 5, 5, 5)]
    assert database.rows("SELECT V, COUNT(*) FROM ORDERS GROUP BY V ORDER BY V") == [("0", 1), ("text", 15)]


def test_ddl_waits_for_the_open_transaction_of_another_session(target: Target, database: Database) -> None:
    assert target.load([orders(), record("orders", {"id": 1})]).exit_code == 0
    with database.connection.cursor() as cursor:
        cursor.execute("UPDATE ORDERS SET ID = 2")
    release = threading.Timer(2, database.connection.commit)
    release.start()

    finished = target.load([orders(note=TEXT), record("orders", {"id": 3, "note": "b"})])

    release.join()
    assert finished.exit_code == 0, finished.stderr
    assert database.rows("SELECT ID, NOTE FROM ORDERS ORDER BY ID") == [(2, None), (3, "b")]


@pytest.mark.standin_only("a fault is injected")
@pytest.mark.parametrize(
    "place", ["^alter table .* rename", "^alter table .* add", "^update", "^alter table .* set unused"]
)
@pytest.mark.parametrize("kind", ["drop before", "ORA-00054 at", "ORA-30036 at"])
def test_copy_that_is_cut_off_anywhere_is_finished_by_the_next_run(
    kind: str, place: str, oracle_standin: Standin, target: Target, database: Database
) -> None:
    before = [orders(v=INTEGER), *(record("orders", {"id": n, "v": n}) for n in range(20))]
    after = [orders(v=TEXT), record("orders", {"id": 20, "v": "text"}), state(1)]
    assert target.load(before).exit_code == 0
    fault = f"{kind} execute 1 matching {place}"
    oracle_standin.faults.add(fault)

    cut_off = target.load(after)

    assert [firing.fault for firing in oracle_standin.faults.fired] == [fault]
    oracle_standin.faults.clear()
    assert cut_off.exit_code == 1
    assert cut_off.states == []
    finished = target.load(after)
    assert finished.exit_code == 0, finished.stderr
    rows = database.rows("SELECT ID, V FROM ORDERS ORDER BY ID")
    assert rows == [*((n, str(n)) for n in range(20)), (20, "text")]
    assert list(column_types(database)) == ["ID", "V"]


def test_text_that_grows_within_a_stream_makes_its_column_longer_and_then_a_clob(
    target: Target, database: Database
) -> None:
    lengths = [1, 5, 6, 11, 4000, 4001, 3, 100_000]
    rows = [record("orders", {"id": place, "note": "é" * length}) for place, length in enumerate(lengths)]

    finished = target.load([orders(note={**TEXT, "maxLength": 5}), *rows, state(1)], batch_size=1)

    assert finished.exit_code == 0, finished.stderr
    assert finished.states == [b"1"]
    assert database.rows("SELECT ID, LENGTH(NOTE) FROM ORDERS ORDER BY ID") == list(enumerate(lengths))
    assert column_types(database)["NOTE"][0] == "CLOB"
    assert finished.stderr.count("event=table_changed") == 3


def test_column_that_flips_its_type_and_back_keeps_every_value(target: Target, database: Database) -> None:
    forms = [(INTEGER, 1), (TEXT, "two"), (INTEGER, 3), ({"type": "boolean"}, True), (TEXT, "five"), ({}, {"six": 6})]

    for place, (form, value) in enumerate(forms):
        finished = target.load([orders(v=form), record("orders", {"id": place, "v": value})])
        assert finished.exit_code == 0, finished.stderr

    assert database.rows("SELECT V FROM ORDERS ORDER BY ID") == [
        ("1",), ("two",), ("3",), ("true",), ("five",), ('{"six": 6}',),
    ]  # fmt: skip


def test_key_that_changes_keeps_the_rows(target: Target, database: Database) -> None:
    other = {"type": "string", "maxLength": 3}
    assert target.load([orders(), record("orders", {"id": 1})]).exit_code == 0

    finished = target.load([
        schema("orders", {"id": {"type": ["null", "integer"]}, "code": other}, ["code"]),
        record("orders", {"id": None, "code": "a"}),
    ])  # fmt: skip

    assert finished.exit_code == 0, finished.stderr
    assert database.rows("SELECT ID, CODE FROM ORDERS ORDER BY ID NULLS LAST") == [(1, None), (None, "a")]
    assert "allowed NULL in ID" in finished.stderr


def test_key_that_becomes_text_is_copied_and_stays_required(target: Target, database: Database) -> None:
    assert target.load([orders(), record("orders", {"id": 1})]).exit_code == 0

    finished = target.load([schema("orders", {"id": {"type": "string"}}, ["id"]), record("orders", {"id": "two"})])

    assert finished.exit_code == 0, finished.stderr
    assert database.rows("SELECT ID FROM ORDERS ORDER BY ID") == [("1",), ("two",)]
    nullable = "SELECT NULLABLE FROM USER_TAB_COLUMNS WHERE TABLE_NAME = 'ORDERS' AND COLUMN_NAME = 'ID'"
    assert database.rows(nullable) == [("N",)]


@pytest.mark.standin_only("a fault is injected")
def test_loader_that_copies_what_another_has_just_copied_keeps_every_value(
    oracle_standin: Standin, target: Target, database: Database
) -> None:
    assert target.load([orders(v=INTEGER), record("orders", {"id": 1, "v": 1})]).exit_code == 0
    oracle_standin.faults.add("delay 5s at execute 1 matching ^alter table .* rename")
    (target.folder / "late").mkdir()
    late: list[Finished] = []
    late_target = Target(target.config, target.folder / "late")
    messages = [orders(v=TEXT), record("orders", {"id": 3, "v": "late"})]
    thread = threading.Thread(target=lambda: late.append(late_target.load(messages)))
    thread.start()
    time.sleep(2)  # its look at the table lies behind it, and its first change is delayed

    early = target.load([orders(v=TEXT), record("orders", {"id": 2, "v": "early"})])
    thread.join()
    oracle_standin.faults.clear()

    assert early.exit_code == 0, early.stderr
    assert late[0].exit_code == 0, late[0].stderr
    assert database.rows("SELECT ID, V FROM ORDERS ORDER BY ID") == [(1, "1"), (2, "early"), (3, "late")]
    assert list(column_types(database)) == ["ID", "V"]
