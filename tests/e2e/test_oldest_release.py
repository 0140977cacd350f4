"""On the oldest release that the target loads into, it sends nothing that only later ones know."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from database import Database, connected, standin_database
from oracle_standin import Standin
from sent_statements import SentStatements
from target import Target, record, schema

PROPERTIES: dict[str, dict[str, Any]] = {
    "id": {"type": "integer"},
    "name": {"type": "string"},
    "code": {"type": "string", "maxLength": 5},
    "text": {"type": "string", "maxLength": 5000},
    "price": {"type": "number", "multipleOf": 0.01},
    "paid": {"type": "boolean"},
    "day": {"type": "string", "format": "date"},
    "at": {"type": "string", "format": "date-time"},
    "picture": {"type": "string", "contentEncoding": "base64"},
    "lines": {"type": "array"},
    "anything": {},
}
VALUES: dict[str, Any] = {
    "id": 1,
    "name": "a",
    "code": "b",
    "text": "c" * 5000,
    "price": 1.25,
    "paid": True,
    "day": "2024-02-29",
    "at": "2024-02-29T23:59:59Z",
    "picture": "AAEC",
    "lines": [1],
    "anything": {"a": 1},
}


@pytest.fixture(scope="module")
def oldest() -> Iterator[Standin]:
    """A stand-in for 12.2."""
    with Standin(profile="12.2") as standin:
        yield standin


@pytest.fixture
def database(oldest: Standin) -> Iterator[Database]:
    """A schema without tables on it."""
    with connected(standin_database(oldest)) as database:
        yield database


@pytest.fixture
def target(database: Database, tmp_path: Path) -> Target:
    """The command, configured for it whatever server the other tests use."""
    return Target(database.config, tmp_path)


def test_all_types_changes_of_a_table_and_versions_load(
    target: Target, database: Database, sent_statements: SentStatements
) -> None:
    wider = PROPERTIES | {"code": {"type": "string", "maxLength": 50}, "new": {"type": "string"}}

    first = target.load([schema("s", PROPERTIES, ["id"]), record("s", VALUES, version=1)])
    second = target.load(
        [
            schema("s", wider, ["id"]),
            record("s", VALUES | {"id": 2, "new": "n"}, version=2),
            {"type": "ACTIVATE_VERSION", "stream": "s", "version": 2},
        ]
    )

    assert (first.exit_code, second.exit_code) == (0, 0), first.error + second.error
    rows = database.rows('SELECT ID, CODE, "NEW", NVL2("_SDC_DELETED_AT", 1, 0) FROM S ORDER BY ID')
    assert rows == [(1, "b", None, 1), (2, "b", "n", 0)]
    assert {"CREATE", "ALTER", "INSERT", "UPDATE", "SELECT"} == verbs_checked_for(12, sent_statements)


@pytest.mark.parametrize("setting", [{"boolean_type": "boolean"}, {"json_type": "json"}])
def test_types_of_later_releases_are_refused_before_any_table_is_made(
    setting: dict[str, str], target: Target, database: Database
) -> None:
    finished = target.load([schema("s", PROPERTIES, ["id"]), record("s", VALUES)], **setting)

    assert finished.exit_code == 2
    assert database.rows("SELECT TABLE_NAME FROM USER_TABLES") == []


def verbs_checked_for(release: int, sent_statements: SentStatements) -> set[str]:
    """The first words of what was sent, after it was checked."""
    sent = sent_statements.check()
    assert {statement.release for statement in sent} == {release}
    return {statement.sql.split()[0] for statement in sent}
