"""Wrong input, wrong settings, a wrong Oracle: exit code, message, what is in the tables, what STATE left."""

import json
import socket
import subprocess
from pathlib import Path
from typing import Any

import pytest

from database import Database
from target import COMMAND, Finished, Target, connection_settings, environment, record, schema, state

ORDERS = schema("orders", {"id": {"type": "integer"}, "name": {"type": ["null", "string"], "maxLength": 10}}, ["id"])
SECRET_VALUE = "a value that no message may show"


def failed(finished: Finished, exit_code: int, *parts: str) -> None:
    """Assert one clear line with these parts, no stack trace and no value."""
    assert finished.exit_code == exit_code, finished.stderr
    assert "Traceback" not in finished.stderr
    assert SECRET_VALUE not in finished.stderr
    assert len(finished.error.splitlines()) == 1, finished.error
    for part in parts:
        assert part in finished.error


def orders_then(*rest: dict[str, Any] | bytes) -> list[dict[str, Any] | bytes]:
    """Two batches of one record that get committed with their STATE, then something else, then more good input."""
    return [
        ORDERS,
        record("orders", {"id": 1}),
        state({"seen": 1}),
        record("orders", {"id": 2}),
        state({"seen": 2}),
        *rest,
        record("orders", {"id": 99}),
        state({"seen": 99}),
    ]


BAD_MESSAGES: dict[str, tuple[dict[str, Any] | bytes, tuple[str, ...]]] = {
    "a line that is not JSON": (b'{"type": "RECORD", oops\n', ("line 6", "not JSON")),
    "JSON that is no object": (b"[1, 2]\n", ("line 6", "not a Singer message")),
    "an unknown message type": ({"type": "RECROD", "stream": "orders"}, ("line 6", "unknown message type", "RECORD")),
    "a message without type": ({"stream": "orders"}, ("line 6", "message type")),
    "text that is not UTF-8": (
        b'{"type": "RECORD", "stream": "orders", "record": {"id": 3, "name": "\xff"}}\n',
        ("line 6", "UTF-8"),
    ),
    "a record before its schema": (record("other", {"id": 3}), ("line 6", "'other'", "before its SCHEMA")),
    "a record without its key": (record("orders", {"name": SECRET_VALUE}), ("line 6", "'orders'", "key", "id")),
    "a record whose key is null": (record("orders", {"id": None}), ("line 6", "'orders'", "id")),
    "a value of the wrong type": (record("orders", {"id": SECRET_VALUE}), ("line 6", "'orders'", "id")),
    "an integer with a fraction": (record("orders", {"id": 1.5}), ("line 6", "'orders'", "'id'", "fraction")),
    "an integer of 39 digits": (record("orders", {"id": 10**38}), ("line 6", "'orders'", "'id'", "38 digits")),
    "a schema without properties": (
        {"type": "SCHEMA", "stream": "bare", "schema": {"type": "object"}, "key_properties": []},
        ("line 6", "'bare'", "no properties"),
    ),
    "a schema whose key is no property": (
        schema("keyless", {"a": {"type": "string"}}, ["b"]),
        ("line 6", "'keyless'", "'b'"),
    ),
    "a schema without a stream": ({"type": "SCHEMA", "schema": {}}, ("line 6", "stream")),
    "a STATE without value": ({"type": "STATE"}, ("line 6", "value")),
    "a BATCH message": (
        {"type": "BATCH", "stream": "orders", "encoding": {"format": "jsonl"}, "manifest": []},
        ("line 6", "'orders'", "batch_config"),
    ),
}


@pytest.mark.parametrize("name", BAD_MESSAGES)
def test_bad_message_ends_the_load_and_keeps_what_was_committed(name: str, target: Target, database: Database) -> None:
    message, parts = BAD_MESSAGES[name]

    finished = target.load(orders_then(message), batch_size=1)

    failed(finished, 1, *parts)
    assert database.rows("SELECT ID FROM ORDERS ORDER BY ID") == [(1,), (2,)]
    assert finished.states[-1:] == [b'{"seen": 2}']


def test_bad_line_in_the_first_batch_leaves_an_empty_table_and_no_state(target: Target, database: Database) -> None:
    finished = target.load(orders_then(b"oops\n"))

    failed(finished, 1, "line 6", "not JSON")
    assert database.count("ORDERS") == 0
    assert finished.states == []


def test_bad_value_names_its_own_line_within_the_batch(target: Target, database: Database) -> None:
    times = schema("times", {"id": {"type": "integer"}, "at": {"type": "string", "format": "date-time"}}, ["id"])
    records = [record("times", {"id": number, "at": "2024-01-01T00:00:00Z"}) for number in range(10)]
    records[6] = record("times", {"id": 6, "at": SECRET_VALUE})

    finished = target.load([times, *records, state(1)])

    failed(finished, 1, "line 8", "'times'", "'at'", "date-time")
    assert database.count("TIMES") == 0


def test_row_that_oracle_refuses_is_named_by_its_line_within_the_batch(target: Target, database: Database) -> None:
    records = [record("orders", {"id": number, "name": "short"}) for number in range(10)]
    database.execute('CREATE TABLE "ORDERS" ("ID" NUMBER(38), "NAME" VARCHAR2(99), CHECK ("NAME" = \'short\'))')
    records[7] = record("orders", {"id": 7, "name": SECRET_VALUE})

    finished = target.load([ORDERS, *records, state(1)])

    failed(finished, 1, "line 9", "ORA-02290")
    assert database.count("ORDERS") == 0
    assert finished.states == []


@pytest.mark.parametrize("policy", ["reject", "fail"])
def test_value_too_long_for_its_column_is_named_by_its_line_where_the_column_may_not_grow(
    policy: str, target: Target, database: Database
) -> None:
    records = [record("orders", {"id": number, "name": "short"}) for number in range(10)]
    records[7] = record("orders", {"id": 7, "name": SECRET_VALUE})

    finished = target.load([ORDERS, *records, state(1)], string_overflow=policy)

    failed(finished, 1, "line 9", "longer than column NAME VARCHAR2(10 CHAR)", "string_overflow")
    assert database.count("ORDERS") == 0
    assert finished.states == []


def test_input_that_ends_within_a_line_says_so(target: Target, database: Database) -> None:
    content = b"\n".join(map(bytes, [json.dumps(m).encode() for m in orders_then()]))[:-8]

    finished = target.load_bytes(content, batch_size=1)

    failed(finished, 1, "line 7", "ends in the middle of this line")
    assert database.rows("SELECT ID FROM ORDERS ORDER BY ID") == [(1,), (2,), (99,)]
    assert finished.states[-1:] == [b'{"seen": 2}']


def test_complete_last_line_needs_no_line_feed(target: Target, database: Database) -> None:
    content = b"\n".join(json.dumps(message).encode() for message in orders_then())

    finished = target.load_bytes(content)

    assert finished.exit_code == 0
    assert finished.states == [b'{"seen": 99}']
    assert database.count("ORDERS") == 3


def test_empty_input_is_no_error_and_is_said(target: Target) -> None:
    finished = target.load([])

    assert finished.exit_code == 0
    assert "event=run_ended" in finished.stderr
    assert "status=completed streams=0 rows=0" in finished.stderr
    assert finished.states == []


def test_blank_lines_are_passed_over(target: Target, database: Database) -> None:
    finished = target.load([b"\n", ORDERS, b"  \r\n", record("orders", {"id": 1}), b"\n", b"\n"])

    assert finished.exit_code == 0
    assert database.count("ORDERS") == 1


def test_key_that_is_an_empty_string_is_refused(target: Target, database: Database) -> None:
    finished = target.load([schema("codes", {"code": {"type": "string"}}, ["code"]), record("codes", {"code": ""})])

    failed(finished, 1, "line 2", "'codes'", "'code'", "NULL")
    assert database.count("CODES") == 0


BAD_SETTINGS: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "a missing key": ({"default_target_schema": None}, ("default_target_schema", "required")),
    "an unknown key": ({"batch_sizes": 5}, ("batch_sizes", "did you mean batch_size?")),
    "a mistyped value": ({"batch_size": SECRET_VALUE}, ("batch_size", "integer")),
    "a value out of range": ({"batch_size": 0}, ("batch_size", "greater than or equal to 1")),
    "a load method of later": ({"load_method": "upsert"}, ("load_method", "append_only")),
    "a connection that is no object": ({"oracle_config": SECRET_VALUE}, ("oracle_config", "object")),
    "a schema that does not exist": ({"default_target_schema": "NOBODY"}, ("default_target_schema", "NOBODY")),
}


@pytest.mark.parametrize("name", BAD_SETTINGS)
def test_bad_setting_is_named_with_its_remedy(name: str, target: Target, database: Database) -> None:
    settings, parts = BAD_SETTINGS[name]

    finished = target.load(orders_then(), **settings)

    failed(finished, 2, *parts)
    assert database.count("ORDERS") == 0
    assert finished.states == []


def test_bad_connection_setting_is_named_with_its_remedy(target: Target) -> None:
    connection = connection_settings(target.config)
    connection["hots"] = connection.pop("host")

    finished = target.load([], oracle_config=connection)

    assert finished.exit_code == 2
    assert sorted(finished.error.splitlines()) == [
        "oracle_config.host: this setting is required",
        "oracle_config.hots: unknown setting; did you mean oracle_config.host?",
    ]


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        (None, ("config.json", "cannot be read")),
        (f'{{"oracle_config": {SECRET_VALUE}', ("config.json", "not JSON", "line 1")),
        ("[]", ("config.json", "JSON object")),
    ],
    ids=["missing", "not JSON", "no object"],
)
def test_bad_config_file_is_named(content: str | None, parts: tuple[str, ...], target: Target) -> None:
    path = Path(target.write_config())
    path.unlink()
    if content is not None:
        path.write_text(content)
    done = subprocess.run(
        [COMMAND, "--config", str(path)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=environment(),
        timeout=60,
        check=False,
    )

    failed(Finished(done.returncode, [], done.stderr.decode()), 2, *parts)


def test_misspelt_environment_variable_is_an_error(target: Target) -> None:
    (target.folder / ".env").write_text("FLEXT_TARGET_ORACLE_BATCH_SIZ=5\nUNRELATED=1\n")

    failed(target.load([]), 2, "batch_siz", "did you mean batch_size?")


def test_oracle_that_is_down_is_exit_code_3(target: Target) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]

    closed_port = connection_settings(target.config) | {"host": "127.0.0.1", "port": port}
    finished = target.load(orders_then(), oracle_config=closed_port)

    failed(finished, 3, f"127.0.0.1:{port}", "oracle_config.host", "oracle_config.port")
    assert finished.states == []


@pytest.mark.parametrize("host", ["nobody.invalid", "two..dots"])  # RFC 6761: `invalid` has no addresses
def test_host_that_does_not_exist_is_exit_code_3(host: str, target: Target) -> None:
    finished = target.load(orders_then(), oracle_config=connection_settings(target.config) | {"host": host})

    failed(finished, 3, host, "oracle_config.host")
    assert finished.states == []


@pytest.mark.parametrize(
    ("wrong", "parts"),
    [
        ({"password": SECRET_VALUE}, ("ORA-01017", "oracle_config.password")),
        ({"username": "NOBODY"}, ("ORA-01017", "oracle_config.username")),
        ({"service_name": "NOT_HERE"}, ("NOT_HERE", "DPY-6001", "no such service", "oracle_config.service_name")),
    ],
    ids=["password", "user", "service"],
)
def test_refused_log_in_is_exit_code_3(wrong: dict[str, str], parts: tuple[str, ...], target: Target) -> None:
    finished = target.load(orders_then(), oracle_config=connection_settings(target.config) | wrong)

    failed(finished, 3, *parts)
    assert finished.states == []


def test_option_that_does_not_exist_is_exit_code_2(target: Target) -> None:
    finished = target.load_bytes(b"", "--confgi", "x")

    assert finished.exit_code == 2
    assert "--confgi" in finished.stderr
    assert "Traceback" not in finished.stderr


def test_input_file_that_does_not_exist_is_exit_code_2(target: Target) -> None:
    finished = target.load_bytes(b"", "--input", "not-there.singer")

    assert finished.exit_code == 2
    assert "not-there.singer" in finished.stderr


def test_listener_that_never_answers_is_exit_code_3_after_the_time_out(target: Target) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        silent = connection_settings(target.config) | {
            "host": "127.0.0.1",
            "port": listener.getsockname()[1],
            "tcp_connect_timeout_s": 1,
        }
        finished = target.load([], oracle_config=silent)

    assert finished.exit_code == 3
    assert "nothing answered in time" in finished.error


def test_broken_first_line_is_not_called_an_empty_input(target: Target) -> None:
    finished = target.load([b"oops\n"])

    failed(finished, 1, "line 1", "not JSON")
    assert "empty_input" not in finished.stderr
