"""Which column a property has is kept, so that a property that comes later renames nothing."""

import threading

import pytest

from database import Database
from oracle_standin import Standin
from oracle_standin.fixtures import FreshSchema
from target import Finished, Target, record, schema

INTEGER = {"type": "integer"}


def load(target: Target, *properties: str, stream: str = "s", **settings: object) -> Finished:
    messages = [schema(stream, dict.fromkeys(properties, INTEGER)), record(stream, dict.fromkeys(properties, 1))]
    return target.load(messages, add_record_metadata=False, **settings)


def columns(database: Database, table: str = "S") -> list[str]:
    rows = database.rows(f"SELECT COLUMN_NAME FROM USER_TAB_COLUMNS WHERE TABLE_NAME = '{table}' ORDER BY COLUMN_ID")
    return [name for (name,) in rows]


def test_property_that_collides_later_gets_the_other_name(target: Target, database: Database) -> None:
    assert load(target, "id").exit_code == 0
    finished = load(target, "ID", "id")

    assert finished.exit_code == 0, finished.stderr
    first, second = columns(database)
    assert first == "ID"
    assert second.startswith("ID_")
    assert database.rows('SELECT "ID" FROM S') == [(1,), (1,)]
    assert load(target, "ID", "Id", "id").exit_code == 0
    assert columns(database)[:2] == [first, second]
    assert database.rows(f'SELECT COUNT("ID"), COUNT("{second}") FROM S') == [(3, 2)]


def test_name_of_a_property_that_is_gone_is_not_given_to_another(target: Target, database: Database) -> None:
    assert load(target, "a.b", "c").exit_code == 0
    assert load(target, "a_b", "c").exit_code == 0

    assert columns(database)[:2] == ["A_B", "C"]
    assert database.rows('SELECT COUNT("A_B"), COUNT(*) FROM S') == [(1, 2)]


def test_names_are_kept_for_a_person_to_read(target: Target, database: Database) -> None:
    assert load(target, "Order Id", "x" * 5000, stream="web orders").exit_code == 0

    rows = database.rows("SELECT TABLE_OWNER, TABLE_NAME, COLUMN_NAME, STREAM_NAME, PROPERTY_NAME FROM FLEXT_NAME_MAP")
    assert (database.owner, "WEB_ORDERS", "ORDER_ID", "web orders", "Order Id") in rows
    assert {row[4] for row in rows} == {"Order Id", "x" * 5000}


def test_same_schema_again_writes_nothing_to_the_map(target: Target, database: Database) -> None:
    assert load(target, "id", "a").exit_code == 0
    before = database.rows("SELECT PROPERTY_HASH, CREATED_AT FROM FLEXT_NAME_MAP ORDER BY 1")

    assert load(target, "a", "id").exit_code == 0
    assert database.rows("SELECT PROPERTY_HASH, CREATED_AT FROM FLEXT_NAME_MAP ORDER BY 1") == before


def test_without_control_tables_every_colliding_name_has_its_suffix(target: Target, database: Database) -> None:
    assert load(target, "id", "ID", "a", control_tables=False).exit_code == 0

    assert [name[:3] for name in columns(database)] == ["ID_", "ID_", "A"]
    assert database.rows("SELECT TABLE_NAME FROM USER_TABLES") == [("S",)]


def test_column_mapping_of_the_user_wins_over_a_kept_name(target: Target, database: Database) -> None:
    assert load(target, "id").exit_code == 0

    finished = load(target, "id", streams={"s": {"column_mappings": {"id": "number of it"}}})

    assert finished.exit_code == 0, finished.stderr
    assert columns(database) == ["ID", "NUMBER_OF_IT"]


def test_mapping_to_one_column_is_refused(target: Target) -> None:
    finished = load(target, "a", "b", streams={"s": {"column_mappings": {"a": "x", "b": "X"}}})

    assert finished.exit_code == 1
    assert "two properties would share column X" in finished.error


def test_loaders_that_meet_a_new_table_at_once_agree_on_its_names(target: Target, database: Database) -> None:
    finished: list[Finished] = []
    names = [f"p{number}" for number in range(30)]

    def run(*properties: str) -> None:
        messages = [schema("s", dict.fromkeys(properties, INTEGER)), record("s", dict.fromkeys(properties, 1))]
        other = Target(target.config, target.folder / properties[0], {"add_record_metadata": False})
        other.folder.mkdir()
        finished.append(other.load(messages))

    threads = [threading.Thread(target=run, args=(f"k{n}", *names, *(("Id",) if n % 2 else ("id",)))) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [run.exit_code for run in finished] == [0] * 4, [run.stderr for run in finished]
    found = columns(database)
    assert len(found) == len(set(found)) == 36
    counts = ", ".join(f'COUNT("{name}")' for name in found if name.startswith(("P", "ID")))
    (row,) = database.rows(f"SELECT {counts} FROM S")
    assert sorted(row) == [2, 2] + [4] * 30


@pytest.fixture
def poor(oracle_standin: Standin, fresh_schema: FreshSchema, target: Target) -> Target:
    """A target whose control tables would stand in a schema where it may not create any."""
    del oracle_standin
    return Target(target.config, target.folder, {"control_schema": fresh_schema.user})


@pytest.mark.standin_only("a second account is made")
def test_schema_that_may_not_hold_the_control_tables_is_an_error_with_the_remedy(poor: Target) -> None:
    finished = load(poor, "id")

    assert finished.exit_code == 1
    assert "control_tables: false does without" in finished.error
    assert load(poor, "id", control_tables=False).exit_code == 0
