"""Each input that the Meltano SDK tests targets with: what its records hold is what Oracle holds."""

import importlib.resources
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from singer_sdk.testing import target_test_streams

from conformance.singer.reference import (
    METADATA,
    Names,
    assert_holds,
    assert_metadata_of_run,
    expected_tables,
    messages,
    upper,
    without_nul,
)
from database import Database
from target import Finished, Target

INPUTS = {
    path.name.removesuffix(".singer"): path.read_bytes()
    for path in importlib.resources.files(target_test_streams).iterdir()
    if path.name.endswith(".singer")
}
REFUSED = {
    "invalid_schema": "line 1: stream 'test_invalid_schema': the schema has no properties, so there is no column to "
    "load; select the stream's properties in the tap",
    "record_before_schema": "line 1: RECORD of stream 'test_record_before_schema' came before its SCHEMA; a tap must "
    "send the SCHEMA first",
    "record_missing_key_property": "line 2: stream 'test_record_missing_key_property': the record has no key property "
    "`id`",
}
TABLES = "SELECT TABLE_NAME FROM USER_TABLES WHERE TABLE_NAME <> 'FLEXT_NAME_MAP'"
WITH_NUL = "encoded_string_data"
PLAIN = sorted(INPUTS.keys() - REFUSED.keys() - {WITH_NUL})


def assert_states(finished: Finished, content: bytes) -> None:
    """Assert that the last STATE came out, and before it nothing but some of the others in their order."""
    sent = [message["value"] for message in messages(content) if message["type"] == "STATE"]
    came = [json.loads(state) for state in finished.states]
    assert came[-1:] == sent[-1:]
    rest = iter(sent)
    assert all(state in rest for state in came)


def load_and_compare(target: Target, database: Database, content: bytes, **settings: Any) -> Finished:  # noqa: ANN401
    began = datetime.now(UTC)
    finished = target.load_bytes(content, **settings)
    ended = datetime.now(UTC)

    assert finished.exit_code == 0, finished.stderr
    assert_states(finished, content)
    tables = expected_tables(content if settings.get("nul_policy") == "keep" else without_nul(content))
    assert_holds(database, tables)
    for table in tables:
        assert_metadata_of_run(database, table, began, ended)
    return finished


def test_the_package_has_the_inputs_that_this_module_names() -> None:
    assert {WITH_NUL, *REFUSED} < INPUTS.keys()
    assert len(INPUTS) >= 20


@pytest.mark.parametrize("name", PLAIN)
def test_an_input_arrives_value_by_value(name: str, target: Target, database: Database) -> None:
    load_and_compare(target, database, INPUTS[name])


@pytest.mark.oracle_only("the stand-in cannot keep NUL characters in text")
def test_control_characters_arrive(target: Target, database: Database) -> None:
    load_and_compare(target, database, INPUTS[WITH_NUL], nul_policy="keep")


def test_text_of_many_scripts_arrives_also_nested(target: Target, database: Database) -> None:
    finished = load_and_compare(target, database, INPUTS[WITH_NUL], nul_policy="remove")

    assert finished.stderr.count("by=nul_policy counted=in_all values=1") == 1


def test_text_with_nul_is_refused_unless_the_user_wants_it(target: Target, database: Database) -> None:
    finished = target.load_bytes(INPUTS[WITH_NUL])

    assert (finished.exit_code, finished.states) == (1, [])
    assert "line 12: stream 'test_strings', property 'info': text holds the character U+0000" in finished.error
    assert database.count("TEST_STRINGS") == 0


@pytest.mark.parametrize("name", REFUSED)
def test_an_input_against_the_protocol_is_refused(name: str, target: Target, database: Database) -> None:
    finished = target.load_bytes(INPUTS[name])

    assert (finished.exit_code, finished.error, finished.states) == (1, REFUSED[name], [])
    assert [database.count(table) for (table,) in database.rows(TABLES)] in ([], [0])


@pytest.mark.parametrize(
    ("first", "second"),
    [("user_location_data", "user_location_upsert_data"), ("no_primary_keys", "no_primary_keys_append")],
)
def test_a_second_run_appends_its_rows(first: str, second: str, target: Target, database: Database) -> None:
    assert [target.load_bytes(INPUTS[name]).exit_code for name in (first, second)] == [0, 0]

    assert_holds(database, expected_tables(INPUTS[first] + INPUTS[second]))


@pytest.mark.parametrize(
    ("names", "settings"),
    [
        (upper, {"batch_size": 1}),
        (upper, {"batch_size": 2, "pool_size": 1, "add_record_metadata": False}),
        (str, {"batch_size": 3, "identifier_case": "preserve"}),
    ],
    ids=["batches of one", "one connection without metadata", "preserved names"],
)
def test_all_inputs_one_after_the_other_are_an_input(
    names: Names, settings: dict[str, Any], target: Target, database: Database
) -> None:
    content = b"".join(INPUTS[name] for name in sorted(INPUTS.keys() - REFUSED.keys()))

    finished = target.load_bytes(content, nul_policy="remove", **settings)

    assert finished.exit_code == 0, finished.stderr
    assert_states(finished, content)
    metadata = METADATA if settings.get("add_record_metadata", True) else {}
    assert_holds(database, expected_tables(without_nul(content), names=names, metadata=metadata))
