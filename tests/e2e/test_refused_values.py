"""A value that no column holds unchanged is refused, and a setting that makes no sense, with the reason."""

from typing import Any

import pytest

from database import Database
from schema_cases import REFUSED, Refused, message, written
from target import Target, line, state


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_value_is_refused_with_line_and_reason(case: Refused, target: Target, database: Database) -> None:
    content = line(message("t", case.form, is_key=case.is_key)) + written("t", 1, case.sent)

    finished = target.load_bytes(content + line(state(1)), streams={"t": case.settings})

    assert finished.exit_code == 1
    assert case.problem in finished.error
    assert finished.error.startswith(("line 2: ", "line 1: "))
    assert len(finished.error.splitlines()) == 1
    assert finished.states == []
    assert database.count("T") == 0


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"boolean_type": "flag"}, "boolean_type: must be 'number' or 'boolean'"),
        ({"json_type": 1}, "json_type: must be"),
        ({"default_timezone": "Mars/Olympus"}, "default_timezone: must be the name of a time zone"),
        ({"streams": {"t": {"batch_size": 1}}}, "streams.t.batch_size: unknown setting"),
        ({"streams": {"t": {"string_overflw": "fail"}}}, "did you mean streams.t.string_overflow?"),
        ({"streams": {"t": {"nul_policy": "drop"}}}, "streams.t.nul_policy: must be 'reject', 'remove' or 'keep'"),
        ({"streams": {"t": {"column_types": {"v": "TEXT"}}}}, "streams.t.column_types.v: 'TEXT' is no column type"),
        ({"streams": {"t": {"column_types": {"v": "VARCHAR2(9000)"}}}}, "VARCHAR2(9000 CHAR) does not exist in this"),
        ({"streams": [1]}, "streams: must be a valid"),
        ({"flattening_max_depth": 0}, "flattening_max_depth: must be greater than or equal to 1"),
    ],
)
def test_setting_that_makes_no_sense_is_refused(settings: dict[str, Any], problem: str, target: Target) -> None:
    finished = target.load([], **settings)

    assert finished.exit_code == 2
    assert problem in finished.error
