"""Where settings come from, and what a user is told about a mistake; never with a value, which may be a secret."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from flext_target_oracle.config import ENVIRONMENT_PREFIX, Settings, setting_fields
from flext_target_oracle.errors import ConfigurationError
from flext_target_oracle.settings_sources import load_settings

SECRET = "s3cr3t-marker"
ORACLE: dict[str, Any] = {"host": "db", "service_name": "FREEPDB1", "username": "etl", "password": SECRET}
VALID: dict[str, Any] = {"oracle_config": ORACLE, "default_target_schema": "DW"}


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in tuple(os.environ):
        if name.upper().startswith(ENVIRONMENT_PREFIX):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    return folder


def write(folder: Path, *contents: dict[str, Any] | bytes) -> list[Path]:
    paths = []
    for number, content in enumerate(contents):
        path = folder / f"{number}.json"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        paths.append(path)
    return paths


def load(folder: Path, *contents: dict[str, Any] | bytes) -> Settings:
    return load_settings(write(folder, *contents))


def problem(folder: Path, *contents: dict[str, Any] | bytes) -> str:
    with pytest.raises(ConfigurationError) as caught:
        load(folder, *contents)
    text = str(caught.value)
    assert SECRET not in text
    return text


def with_oracle(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON value
    return {**VALID, "oracle_config": {**ORACLE, **changes}}


def set_variable(monkeypatch: pytest.MonkeyPatch, key: str, value: str) -> None:
    monkeypatch.setenv(ENVIRONMENT_PREFIX + key, value)


def test_required_settings_are_enough_and_the_rest_has_defaults(files: Path) -> None:
    settings = load(files, VALID)

    assert (settings.oracle_config.host, settings.oracle_config.port) == ("db", 1521)
    assert settings.oracle_config.password.get_secret_value() == SECRET
    assert (settings.batch_size, settings.load_method, settings.add_record_metadata) == (10_000, "append_only", True)


def test_settings_never_show_the_password(files: Path) -> None:
    settings = load(files, VALID)

    assert SECRET not in repr(settings) + str(settings) + settings.model_dump_json()


def test_later_file_wins_key_by_key(files: Path) -> None:
    settings = load(
        files, {**VALID, "batch_size": 5, "pool_size": 3}, {"batch_size": 6, "oracle_config": {"host": "b"}}
    )

    assert (settings.batch_size, settings.pool_size, settings.oracle_config.host) == (6, 3, "b")
    assert settings.oracle_config.username == "etl"


def test_file_wins_over_environment_over_dotenv_over_default(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = ("BATCH_SIZE", "POOL_SIZE", "BATCH_SIZE_BYTES")
    Path(".env").write_text("".join(f"{ENVIRONMENT_PREFIX}{key}=30\n" for key in keys))
    for key in keys[:2]:
        set_variable(monkeypatch, key, "20")
    settings = load(files, {**VALID, "batch_size": 10})

    assert (settings.batch_size, settings.pool_size, settings.batch_size_bytes) == (10, 20, 30)
    assert settings.shutdown_grace_s == 8.0


def test_environment_alone_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    for key, value in ORACLE.items():
        set_variable(monkeypatch, f"ORACLE_CONFIG__{key.upper()}", value)
    set_variable(monkeypatch, "DEFAULT_TARGET_SCHEMA", "DW")

    assert load_settings([]).oracle_config.password.get_secret_value() == SECRET


def test_environment_may_complete_the_connection_of_a_file(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_variable(monkeypatch, "ORACLE_CONFIG__PASSWORD", SECRET)
    without_password = {key: value for key, value in ORACLE.items() if key != "password"}

    settings = load(files, {**VALID, "oracle_config": without_password})

    assert settings.oracle_config.password.get_secret_value() == SECRET


def test_dotenv_of_other_programs_is_left_alone(files: Path) -> None:
    Path(".env").write_text("OTHER_PROGRAM=1\nPATH_TO=2\n")

    assert load(files, VALID).batch_size == 10_000


def test_spellings_of_the_meltano_sdk_are_accepted(files: Path) -> None:
    settings = load(files, {**VALID, "batch_size_rows": 5, "load_method": "append-only"})

    assert (settings.batch_size, settings.load_method) == (5, "append_only")


def test_later_file_wins_whichever_spelling_each_uses(files: Path) -> None:
    assert load(files, {**VALID, "batch_size": 5}, {"batch_size_rows": 6}).batch_size == 6
    assert load(files, {**VALID, "batch_size_rows": 5}, {"batch_size": 6}).batch_size == 6


@pytest.mark.parametrize(
    ("in_file", "in_environment"), [("batch_size", "BATCH_SIZE_ROWS"), ("batch_size_rows", "BATCH_SIZE")]
)
def test_file_wins_over_the_environment_whichever_spelling_each_uses(
    files: Path, monkeypatch: pytest.MonkeyPatch, in_file: str, in_environment: str
) -> None:
    set_variable(monkeypatch, in_environment, "7")

    assert load(files, {**VALID, in_file: 5}).batch_size == 5


def test_missing_settings_are_all_named_at_once() -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_settings([])

    assert str(caught.value).splitlines() == [
        "oracle_config: this setting is required",
        "default_target_schema: this setting is required",
    ]


def test_missing_part_of_the_connection_is_named_with_its_full_key(files: Path) -> None:
    assert problem(files, {**VALID, "oracle_config": {"host": "db", "username": "etl", "password": SECRET}}) == (
        "oracle_config.service_name: this setting is required"
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({**VALID, "batchsize": SECRET}, "batchsize: unknown setting; did you mean batch_size?"),
        ({**VALID, "batch_sise_rows": 1}, "batch_sise_rows: unknown setting; did you mean batch_size_rows?"),
        ({**VALID, "xyzzy": SECRET}, "xyzzy: unknown setting"),
        (with_oracle(pasword=SECRET), "oracle_config.pasword: unknown setting; did you mean oracle_config.password?"),
        (with_oracle(xyzzy=SECRET), "oracle_config.xyzzy: unknown setting"),
        ({**VALID, "_env_file": 5}, "_env_file: unknown setting"),
        ({**VALID, "_cli_parse_args": True}, "_cli_parse_args: unknown setting"),
        ({**VALID, "_secrets_dir": "/nowhere"}, "_secrets_dir: unknown setting"),
    ],
)
def test_unknown_key_is_refused_and_the_nearest_known_one_is_named(
    files: Path, content: dict[str, Any], expected: str
) -> None:
    assert problem(files, content) == expected


def test_unknown_key_in_the_environment_is_refused(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_variable(monkeypatch, "BATCHSIZE", SECRET)
    set_variable(monkeypatch, "ORACLE_CONFIG__PASWORD", SECRET)
    text = problem(files, VALID)

    assert "batchsize: unknown setting; did you mean batch_size?" in text
    assert "oracle_config.pasword: unknown setting; did you mean oracle_config.password?" in text


def test_unknown_key_in_dotenv_is_refused(files: Path) -> None:
    Path(".env").write_text(f"{ENVIRONMENT_PREFIX}BATCHSIZE={SECRET}\n")

    assert problem(files, VALID) == "batchsize: unknown setting; did you mean batch_size?"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ({**VALID, "batch_size": SECRET}, "batch_size"),
        ({**VALID, "batch_size": 0}, "batch_size"),
        ({**VALID, "batch_size": 1_000_001}, "batch_size"),
        ({**VALID, "batch_size": 1.5}, "batch_size"),
        ({**VALID, "batch_size": None}, "batch_size"),
        ({**VALID, "batch_size_rows": SECRET}, "batch_size"),
        ({**VALID, "batch_size_bytes": -1}, "batch_size_bytes"),
        ({**VALID, "batch_wait_limit_s": 0}, "batch_wait_limit_s"),
        ({**VALID, "batch_wait_limit_s": float("inf")}, "batch_wait_limit_s"),
        ({**VALID, "batch_wait_limit_s": float("nan")}, "batch_wait_limit_s"),
        ({**VALID, "shutdown_grace_s": float("inf")}, "shutdown_grace_s"),
        ({**VALID, "load_method": SECRET}, "load_method"),
        ({**VALID, "load_method": [SECRET]}, "load_method"),
        ({**VALID, "pool_size": 0}, "pool_size"),
        ({**VALID, "add_record_metadata": SECRET}, "add_record_metadata"),
        ({**VALID, "default_target_schema": ""}, "default_target_schema"),
        ({**VALID, "default_target_schema": [SECRET]}, "default_target_schema"),
        ({**VALID, "oracle_config": SECRET}, "oracle_config"),
        ({**VALID, "oracle_config": [SECRET]}, "oracle_config"),
        ({**VALID, "oracle_config": None}, "oracle_config"),
        (with_oracle(host=""), "oracle_config.host"),
        (with_oracle(host=[SECRET]), "oracle_config.host"),
        (with_oracle(port=SECRET), "oracle_config.port"),
        (with_oracle(port=0), "oracle_config.port"),
        (with_oracle(port=65536), "oracle_config.port"),
        (with_oracle(password=""), "oracle_config.password"),
        (with_oracle(password=4711), "oracle_config.password"),
        (with_oracle(password={"value": SECRET}), "oracle_config.password"),
        (with_oracle(tcp_connect_timeout_s=float("inf")), "oracle_config.tcp_connect_timeout_s"),
        (with_oracle(tcp_connect_timeout_s=-1), "oracle_config.tcp_connect_timeout_s"),
    ],
)
def test_wrong_value_is_refused_with_its_key_and_what_it_must_be(
    files: Path, content: dict[str, Any], key: str
) -> None:
    text = problem(files, content)

    assert text.startswith(f"{key}: ")
    assert "must" in text or "should" in text
    assert "\n" not in text
    assert "4711" not in text


def test_several_mistakes_are_told_at_once(files: Path) -> None:
    text = problem(files, {**with_oracle(port="x"), "batch_size": 0, "poolsize": 1})

    assert [line.split(":")[0] for line in text.splitlines()] == ["poolsize", "oracle_config.port", "batch_size"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'{"oracle_config": ' + SECRET.encode(), "is not JSON: Expecting value at line 1, column 19"),
        (b"", "is not JSON: Expecting value at line 1, column 1"),
        (b"\xff\xfe\xff", "is not JSON"),
        (f'["{SECRET}"]'.encode(), "must hold a JSON object"),
        (b"null", "must hold a JSON object"),
        (b"[" * 100_000, "is not JSON"),
    ],
)
def test_file_that_is_no_json_object_is_refused_with_its_name_and_the_place(
    files: Path, content: bytes, expected: str
) -> None:
    text = problem(files, content)

    assert f"the configuration file {files / '0.json'} " in text
    assert expected in text


def test_file_that_cannot_be_read_is_refused_with_its_name(tmp_path: Path) -> None:
    for path, reason in [(tmp_path / "none.json", "No such file"), (tmp_path, "Is a directory")]:
        with pytest.raises(ConfigurationError, match=reason) as caught:
            load_settings([path])
        assert str(path) in str(caught.value)


def test_environment_variable_that_is_no_json_where_json_is_needed_is_refused(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_variable(monkeypatch, "ORACLE_CONFIG", "{" + SECRET)

    assert "oracle_config" in problem(files, VALID)


@pytest.mark.parametrize("content", [b"A=\xff\n", b"\xff\xfe"])
def test_dotenv_that_is_not_utf_8_is_refused_with_its_name(files: Path, content: bytes) -> None:
    Path(".env").write_bytes(content)

    assert problem(files, VALID) == "the file .env cannot be read: it is not UTF-8 text"


def test_every_setting_is_listed_with_its_meaning() -> None:
    fields = dict(setting_fields())

    assert "oracle_config" not in fields
    assert {"oracle_config.password", "batch_size", "load_method"} <= set(fields)
    assert all(field.description for field in fields.values())


@pytest.mark.parametrize("key", ["batch_size", "batch_size_rows", "batch_size_bytes", "pool_size"])
def test_true_is_no_number(files: Path, key: str) -> None:
    assert (
        problem(files, {**VALID, key: True})
        == f"{key.removesuffix('_rows')}: must be a valid integer, not true or false"
    )


def test_true_is_no_port(files: Path) -> None:
    assert problem(files, with_oracle(port=True)) == "oracle_config.port: must be a valid integer, not true or false"


def test_two_spellings_of_a_setting_in_one_file_are_refused(files: Path) -> None:
    text = problem(files, {**VALID, "batch_size": 1, "batch_size_rows": 2})

    assert text == "batch_size_rows: another spelling of batch_size stands in the same file; keep one"


def test_half_a_surrogate_pair_is_no_password(files: Path) -> None:
    assert problem(files, with_oracle(password="\ud800")) == "oracle_config.password: must be valid Unicode text"


def test_stream_has_the_settings_of_all_then_of_patterns_in_their_order_then_its_own() -> None:
    settings = Settings(
        oracle_config={"host": "h", "service_name": "s", "username": "u", "password": SECRET},  # type: ignore[arg-type] # as files say it
        default_target_schema="DW",
        nul_policy="remove",
        year_overflow="clamp",
        streams={  # type: ignore[arg-type] # as files say it
            "orders": {"nul_policy": "keep"},
            "o*": {"nul_policy": "reject", "string_type": "clob", "column_types": {"a": "CLOB"}},
            "*s": {"string_type": "varchar2", "copy_max_rows": 5},
        },
    )

    orders, other = settings.for_stream("orders"), settings.for_stream("customer")

    assert (orders.nul_policy, orders.year_overflow, orders.string_type) == ("keep", "clamp", "varchar2")
    assert (orders.copy_max_rows, orders.column_types, orders.table_name) == (5, {"a": "CLOB"}, None)
    assert (other.nul_policy, other.copy_max_rows, other.column_types) == ("remove", 1_000_000, {})
