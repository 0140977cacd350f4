"""What a record holds is what Oracle holds, and what the command says of itself."""

import json
import subprocess
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from database import Database
from target import COMMAND, Target, connection_settings, environment, line, record, schema, state

TEXT = {"type": ["null", "string"]}
NUMBER = {"type": ["null", "number"]}
INTEGER = {"type": "integer"}
MOMENT = {"type": ["null", "string"], "format": "date-time"}


def loaded(target: Target, database: Database, form: dict[str, Any], values: list[Any], read: str = "V") -> list[Any]:
    """The values of a property as an independent connection reads them back, by a SQL expression on column V."""
    messages = [schema("t", {"n": INTEGER, "v": form}, ["n"])]
    messages += [record("t", {"n": number, "v": value}) for number, value in enumerate(values)]
    finished = target.load(messages, add_record_metadata=False)
    assert finished.exit_code == 0, finished.stderr
    return [value for (value,) in database.rows(f"SELECT {read} FROM T ORDER BY N")]


@pytest.mark.parametrize(
    "digits",
    ["1234567890123456789012345.1234567890123", "0.1", "-1e-20", "123456789012345678901234567890", "1E+30", "0"],
)
def test_decimals_arrive_with_every_digit(digits: str, target: Target, database: Database) -> None:
    messages: list[dict[str, Any] | bytes] = [
        schema("t", {"v": NUMBER}),
        b'{"type": "RECORD", "stream": "t", "record": {"v": %s}}\n' % digits.encode(),
    ]
    assert target.load(messages).exit_code == 0

    found = database.rows(f"SELECT COUNT(*) FROM T WHERE V = TO_NUMBER('{digits.replace('E+', 'E')}')")
    plain = database.rows("SELECT TO_CHAR(V) FROM T")

    assert found == [(1,)], plain


def test_integers_arrive_up_to_38_digits(target: Target, database: Database) -> None:
    values = [0, -1, 2**63, 10**38 - 1, -(10**38) + 1]

    assert loaded(target, database, INTEGER, values, "TO_CHAR(V)") == [str(value) for value in values]


def test_integers_written_with_a_zero_fraction_are_integers(target: Target, database: Database) -> None:
    message = b'{"type": "RECORD", "stream": "t", "record": {"v": 5.0}}\n'

    assert target.load([schema("t", {"v": INTEGER}), message]).exit_code == 0
    assert database.rows("SELECT V FROM T") == [(5,)]


def test_date_times_become_utc_with_their_microseconds(target: Target, database: Database) -> None:
    values = [
        "2024-02-29T23:59:59.123456+05:30",
        "2024-02-29T23:59:59.000001Z",
        "2024-02-29T23:59:59",
        "2024-02-29 23:59:59.5-11:00",
        None,
    ]

    found = loaded(target, database, MOMENT, values, "TO_CHAR(V, 'YYYY-MM-DD HH24:MI:SS.FF6 TZH:TZM')")

    assert found == [
        "2024-02-29 18:29:59.123456 +00:00",
        "2024-02-29 23:59:59.000001 +00:00",
        "2024-02-29 23:59:59.000000 +00:00",
        "2024-03-01 10:59:59.500000 +00:00",
        None,
    ]


def test_date_times_of_a_key_become_utc_without_zone(target: Target, database: Database) -> None:
    messages = [schema("t", {"at": MOMENT}, ["at"]), record("t", {"at": "2024-01-01T01:00:00.000001+02:00"})]

    assert target.load(messages).exit_code == 0
    assert database.rows("SELECT AT FROM T") == [(datetime(2023, 12, 31, 23, 0, 0, 1),)]  # noqa: DTZ001 - as stored


def test_dates_arrive_at_midnight(target: Target, database: Database) -> None:
    values = ["0001-01-01", "2024-02-29", "9999-12-31"]

    found = loaded(
        target, database, {"type": "string", "format": "date"}, values, "TO_CHAR(V, 'YYYY-MM-DD HH24:MI:SS')"
    )

    assert found == [f"{value} 00:00:00" for value in values]


def test_booleans_are_one_and_zero(target: Target, database: Database) -> None:
    assert loaded(target, database, {"type": ["null", "boolean"]}, [True, False, None]) == [1, 0, None]


def test_text_of_any_script_arrives(target: Target, database: Database) -> None:
    values = ["Grüße", "Ελληνικά", "日本語", "🚀 emoji 👩‍👩‍👧", "quote \" ' back\\slash", "line\nfeed\ttab", " blanks "]

    assert loaded(target, database, TEXT, values) == values


def test_an_empty_string_is_null(target: Target, database: Database) -> None:
    assert loaded(target, database, TEXT, ["", None]) == [None, None]


def test_the_longest_text_of_a_varchar2_arrives(target: Target, database: Database) -> None:
    assert loaded(target, database, TEXT, ["x" * 4000, "é" * 2000]) == ["x" * 4000, "é" * 2000]


def test_text_of_a_megabyte_arrives_in_a_clob_among_other_columns(target: Target, database: Database) -> None:
    values = ["é" * 500_000, "", None, "short", "x" * 40_000]

    found = loaded(target, database, {"type": "string", "maxLength": 2_000_000}, values)

    assert found == [value or None for value in values]


def test_nested_values_keep_the_text_that_the_tap_wrote(target: Target, database: Database) -> None:
    text = '{"b": [1.10, 2e5, null],  "a": {"ü": "\\u00e9"}, "b": 12345678901234567890.123}'
    content = b"".join(
        [
            line(schema("t", {"v": {"type": ["object", "null"]}})),
            f'{{"type": "RECORD", "stream": "t", "record": {{"v": {text}}}}}\n'.encode(),
            line(record("t", {"v": None})),
        ]
    )

    assert target.load_bytes(content).exit_code == 0
    stored = database.rows("SELECT SUBSTR(V, 1, 4000) FROM T WHERE V IS NOT NULL")
    assert stored == [(text,)]
    assert database.rows("SELECT COUNT(*) FROM T WHERE V IS NULL") == [(1,)]


def test_values_of_no_single_type_are_json_text(target: Target, database: Database) -> None:
    values = ["text", 5, True, [1], None]

    found = loaded(target, database, {"type": ["string", "integer", "boolean", "array", "null"]}, values)

    assert found == ['"text"', "5", "true", "[1]", None]


def test_missing_properties_are_null_and_unknown_ones_left_out(target: Target, database: Database) -> None:
    finished = target.load([schema("t", {"a": TEXT, "b": TEXT}), record("t", {"b": "x", "c": "y"})])

    assert finished.exit_code == 0
    assert database.rows("SELECT A, B FROM T") == [(None, "x")]


def test_names_are_folded_and_collisions_keep_every_value(target: Target, database: Database) -> None:
    properties = {"Id": INTEGER, "first name": TEXT, "x": TEXT, "X": TEXT, "file": TEXT, "_private": TEXT}
    values = {"Id": 1, "first name": "a", "x": "b", "X": "c", "file": "d", "_private": "e"}

    assert (
        target.load([schema("my-stream", properties), record("my-stream", values)], add_record_metadata=False).exit_code
        == 0
    )

    columns = [
        name
        for (name,) in database.rows(
            "SELECT COLUMN_NAME FROM USER_TAB_COLUMNS WHERE TABLE_NAME = 'MY_STREAM' ORDER BY COLUMN_ID"
        )
    ]
    assert columns[:2] == ["ID", "FIRST_NAME"]
    assert columns[4:] == ["FILE", "_PRIVATE"]
    assert all(name.startswith("X_") for name in columns[2:4])
    assert database.rows("SELECT * FROM MY_STREAM") == [(1, "a", "b", "c", "d", "e")]


def test_metadata_columns_are_filled(target: Target, database: Database) -> None:
    began = datetime.now(UTC).replace(tzinfo=None)
    message = record("t", {"v": "x"}, time_extracted="2024-05-01T10:00:00.5+02:00", version=1714550400000)

    assert target.load([schema("t", {"v": TEXT}), message]).exit_code == 0

    ((extracted, received, batched, deleted, sequence, version, started),) = database.rows(
        'SELECT "_SDC_EXTRACTED_AT", "_SDC_RECEIVED_AT", "_SDC_BATCHED_AT", "_SDC_DELETED_AT", "_SDC_SEQUENCE", '
        '"_SDC_TABLE_VERSION", "_SDC_SYNC_STARTED_AT" FROM T'
    )
    ended = datetime.now(UTC).replace(tzinfo=None)
    margin = timedelta(seconds=1)
    assert extracted == datetime(2024, 5, 1, 8, 0, 0, 500_000)  # noqa: DTZ001 - UTC, as stored
    assert began - margin <= received <= batched <= ended + margin
    assert deleted is None
    assert version == 1714550400000
    assert began.replace(tzinfo=UTC).timestamp() * 1000 - 1000 <= started <= sequence


def test_metadata_columns_can_be_left_out(target: Target, database: Database) -> None:
    assert target.load([schema("t", {"v": TEXT}), record("t", {"v": "x"})], add_record_metadata=False).exit_code == 0

    assert database.rows("SELECT * FROM T") == [("x",)]


def test_interleaved_streams_load_into_their_tables(target: Target, database: Database) -> None:
    messages: list[dict[str, Any]] = [schema(name, {"id": INTEGER}, ["id"]) for name in "abc"]
    for number in range(300):
        messages.append(record("abc"[number % 3], {"id": number}))
        if number % 10 == 9:
            messages.append(state({"seen": number}))

    finished = target.load(messages, batch_size=7)

    assert finished.exit_code == 0
    assert finished.states[-1] == b'{"seen": 299}'
    seen = [json.loads(value)["seen"] for value in finished.states]
    assert seen == sorted(set(seen))
    for remainder, name in enumerate("ABC"):
        assert [number for (number,) in database.rows(f"SELECT ID FROM {name} ORDER BY ID")] == list(
            range(remainder, 300, 3)
        )


def test_a_repeated_schema_changes_nothing(target: Target, database: Database) -> None:
    one = schema("t", {"id": INTEGER}, ["id"])

    finished = target.load([one, record("t", {"id": 1}), one, record("t", {"id": 2}), one])

    assert finished.exit_code == 0
    assert finished.stderr.count("event=batch_loaded") == 1
    assert database.count("T") == 2


def test_two_runs_append_twice(target: Target, database: Database) -> None:
    messages = [schema("t", {"id": INTEGER}, ["id"]), record("t", {"id": 1}), state(1)]

    assert [target.load(messages).exit_code for _ in range(2)] == [0, 0]
    assert database.rows("SELECT ID FROM T") == [(1,), (1,)]


def test_activate_version_marks_older_rows_as_deleted(target: Target, database: Database) -> None:
    first = [schema("t", {"id": INTEGER}, ["id"]), record("t", {"id": 1}, version=1)]
    second = [
        schema("t", {"id": INTEGER}, ["id"]),
        record("t", {"id": 2}, version=2),
        {"type": "ACTIVATE_VERSION", "stream": "t", "version": 2},
        state(2),
    ]

    assert target.load(first).exit_code == 0
    finished = target.load(second)

    assert finished.exit_code == 0, finished.stderr
    assert finished.states == [b"2"]
    assert database.rows('SELECT ID, NVL2("_SDC_DELETED_AT", 1, 0) FROM T ORDER BY ID') == [(1, 1), (2, 0)]


def test_state_leaves_as_the_tap_wrote_it(target: Target) -> None:
    finished = target.load_bytes(b'{"type":"STATE","value":{"b" : 1.10,"a":"\\u00e9 \xc3\xa9"}}\n')

    assert finished.states == [b'{"b" : 1.10,"a":"\\u00e9 \xc3\xa9"}']


def test_input_can_be_a_file(target: Target, database: Database) -> None:
    path = target.folder / "input.singer"
    path.write_bytes(line(schema("t", {"id": INTEGER})) + line(record("t", {"id": 1})))

    assert target.load_bytes(b"not read", "--input", str(path)).exit_code == 0
    assert database.count("T") == 1


def test_a_later_config_file_and_the_environment_complete_the_first(target: Target, database: Database) -> None:
    connection = connection_settings(target.config)
    password = connection.pop("password")
    first, second = target.folder / "first.json", target.folder / "second.json"
    first.write_text(json.dumps({"oracle_config": connection, "default_target_schema": "WRONG"}))
    second.write_text(json.dumps({"default_target_schema": target.config.username.lower(), "batch_size_rows": 3}))
    (target.folder / ".env").write_text(f"FLEXT_TARGET_ORACLE_ORACLE_CONFIG__PASSWORD={password}\n")

    done = subprocess.run(
        [COMMAND, "--config", str(first), "--config", "ENV", "--config", str(second)],
        input=b"".join(map(line, [schema("t", {"id": INTEGER}), *(record("t", {"id": i}) for i in range(4))])),
        capture_output=True,
        cwd=target.folder,
        env=environment(),
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert done.stderr.count(b"event=batch_loaded") == 2
    assert database.count("T") == 4


def test_environment_alone_configures_a_load(target: Target, database: Database) -> None:
    connection = {f"ORACLE_CONFIG__{key.upper()}": str(v) for key, v in connection_settings(target.config).items()}
    variables = connection | {"DEFAULT_TARGET_SCHEMA": target.config.username, "BATCH_SIZE": "2"}
    done = subprocess.run(
        [COMMAND, "--config", "ENV"],
        input=b"".join(map(line, [schema("t", {"id": INTEGER}), *(record("t", {"id": i}) for i in range(4))])),
        capture_output=True,
        cwd=target.folder,
        env=environment(**{f"FLEXT_TARGET_ORACLE_{key}": value for key, value in variables.items()}),
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert done.stderr.count(b"event=batch_loaded") == 2
    assert database.count("T") == 4


def test_log_and_summary_count_what_was_loaded(target: Target) -> None:
    messages = [schema("t", {"id": INTEGER}), *(record("t", {"id": number}) for number in range(25)), state(1)]

    finished = target.load(messages, batch_size=10)

    (summary,) = [text for text in finished.stderr.splitlines() if "event=run_ended" in text]
    assert "streams=1 rows=25 batches=3 seconds=" in summary
    assert "rows_per_s=" in summary
    assert finished.stderr.count("event=batch_loaded") == 3
    password = target.config.password.get_secret_value()
    assert password not in finished.stderr
