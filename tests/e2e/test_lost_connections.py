"""Failures of the database in the middle of a load: what the run says, and that no STATE is ahead of the rows."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from flext_target_oracle.config import OracleConfig
from oracle_standin import Standin
from oracle_standin.fixtures import FreshSchema
from target import Target, record, schema, state

RECORDS = 60
BATCH = 10


def messages() -> Iterable[dict[str, Any]]:
    yield schema("orders", {"id": {"type": "integer"}}, ["id"])
    for number in range(1, RECORDS + 1):
        yield record("orders", {"id": number})
        if number % BATCH == 0:
            yield state({"orders": number})


@pytest.fixture
def target(oracle_standin: Standin, fresh_schema: FreshSchema, tmp_path: Path) -> Target:
    """The command, configured for a stand-in whatever server the other tests use."""
    config = OracleConfig.model_validate(
        {
            "host": oracle_standin.host,
            "port": oracle_standin.port,
            "service_name": oracle_standin.service_name,
            "username": fresh_schema.user,
            "password": fresh_schema.password,
        }
    )
    return Target(config, tmp_path, {"batch_size": BATCH, "control_tables": False})


def loaded(fresh_schema: FreshSchema) -> list[int]:
    with fresh_schema.connect() as connection, connection.cursor() as cursor:
        return [id_ for (id_,) in cursor.execute("SELECT id FROM orders ORDER BY id")]


@pytest.mark.parametrize(
    ("fault", "code", "rows"),
    [
        ("drop before execute 3 matching ^insert", "DPY-4011", 20),
        # the first COMMIT is that of the run's preparations
        ("drop before commit 3", "DPY-4011", 10),
        ("drop after commit 3", "DPY-4011", 20),
        ("ORA-00028 at execute 2 matching ^insert", "DPY-4011", 10),
        ("ORA-00060 at execute 4 matching ^insert", "ORA-00060", 30),
        ("ORA-01653 after 25 rows", "ORA-01653", 20),
        ("ORA-12899 at row 5 of execute 2 matching ^insert", "ORA-12899", 10),
    ],
)
def test_a_load_that_the_database_breaks_off_fails_and_writes_no_state_ahead_of_its_rows(
    fault: str, code: str, rows: int, oracle_standin: Standin, fresh_schema: FreshSchema, target: Target
) -> None:
    oracle_standin.faults.add(fault)

    finished = target.load(messages())

    assert [firing.fault for firing in oracle_standin.faults.fired] == [fault]
    oracle_standin.faults.clear()
    assert finished.exit_code == 1
    assert code in finished.error
    assert loaded(fresh_schema) == list(range(1, rows + 1))
    states = [json.loads(line)["orders"] for line in finished.states]
    assert max(states, default=0) <= rows


@pytest.mark.parametrize(
    "fault", ["ORA-12514 at connect always", "ORA-01033 at logon always", "drop before connect always"]
)
def test_a_database_that_takes_no_connection_is_exit_code_3(
    fault: str, oracle_standin: Standin, target: Target
) -> None:
    oracle_standin.faults.add(fault)

    finished = target.load(messages())

    assert finished.exit_code == 3
    assert finished.states == []
