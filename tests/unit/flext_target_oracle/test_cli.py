"""What the command answers before it needs a database."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flext_target_oracle import __version__
from flext_target_oracle.cli import main
from flext_target_oracle.config import ENVIRONMENT_PREFIX, setting_fields, stream_fields

SECRET = "s3cr3t-marker"
CONFIG = {
    "oracle_config": {"host": "127.0.0.1", "port": 1, "service_name": "X", "username": "etl", "password": SECRET},
    "default_target_schema": "DW",
}


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in tuple(os.environ):
        if name.upper().startswith(ENVIRONMENT_PREFIX):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def run_process(arguments: str, *, shell_suffix: str = "") -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, started by a shell that can close its descriptors."""
    command = f'"{sys.executable}" -m flext_target_oracle {arguments} {shell_suffix}'
    return subprocess.run(["sh", "-c", command], check=False, capture_output=True, text=True, timeout=60)


@pytest.fixture
def config_file(tmp_path: Path) -> Path:
    path = tmp_path / "config.json"
    path.write_text(json.dumps(CONFIG))
    return path


def test_version_is_the_version_of_the_package() -> None:
    result = run("--version")

    assert result.exit_code == 0
    assert result.output == f"flext-target-oracle, version {__version__}\n"


def test_about_as_text_names_every_setting() -> None:
    result = run("--about")

    assert result.exit_code == 0
    assert result.output.startswith(f"flext-target-oracle {__version__}\nSinger target for Oracle Database\n")
    for key, field in setting_fields():
        assert f"  {key} (" in result.output
        assert str(field.description) in result.output


def test_about_as_json_has_the_shape_that_the_meltano_sdk_gives_it() -> None:
    about = json.loads(run("--about", "--format", "json").stdout)

    assert list(about) == ["name", "description", "version", "supported_python_versions", "capabilities", "settings"]
    assert about["name"] == "flext-target-oracle"
    assert about["version"] == __version__
    assert about["settings"]["type"] == "object"
    assert {"oracle_config", "default_target_schema"} <= set(about["settings"]["properties"])
    assert about["settings"]["required"] == ["oracle_config", "default_target_schema"]
    assert all(isinstance(capability, str) for capability in about["capabilities"])


def test_about_as_markdown_has_a_row_a_setting() -> None:
    output = run("--about", "--format", "markdown").output
    rows = [line for line in output.splitlines() if line.startswith("| `")]

    assert output.startswith("# flext-target-oracle\n")
    assert len(rows) == len([*setting_fields(), *stream_fields()])
    assert all(row.count(" | ") == 3 for row in rows)


def test_about_never_shows_a_setting_that_is_in_force(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{ENVIRONMENT_PREFIX}ORACLE_CONFIG__PASSWORD", SECRET)

    for form in ("text", "json", "markdown"):
        assert SECRET not in run("--about", "--format", form).output


def test_help_says_what_goes_in_and_out() -> None:
    result = run("--help")

    assert result.exit_code == 0
    assert "reads Singer messages and writes STATE to stdout" in " ".join(result.output.split())


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--conifg", "x"], "No such option"),
        (["--about", "--format", "yaml"], "'yaml' is not one of"),
        (["--format", "json"], "--format is the form of --about; give both"),
        (["--input", "nowhere.singer"], "does not exist"),
        (["--input", "."], "is a directory"),
        (["config.json"], "No such command 'config.json'"),
        (["--config"], "requires an argument"),
    ],
)
def test_wrong_usage_is_exit_code_2_with_the_reason_on_stderr(arguments: list[str], problem: str) -> None:
    result = run(*arguments)

    assert result.exit_code == 2
    assert problem in result.stderr
    assert result.stdout == ""


def test_wrong_configuration_is_exit_code_2_with_one_line_a_mistake(tmp_path: Path) -> None:
    path = tmp_path / "wrong.json"
    path.write_text(json.dumps({**CONFIG, "batchsize": SECRET, "pool_size": 0}))
    result = run("--config", str(path))

    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        "flext-target-oracle: batchsize: unknown setting; did you mean batch_size?",
        "flext-target-oracle: pool_size: must be greater than or equal to 1",
    ]
    assert result.stdout == ""


def test_missing_configuration_file_is_exit_code_2() -> None:
    result = run("--config", "nowhere.json")

    assert result.exit_code == 2
    assert "the configuration file nowhere.json cannot be read: No such file or directory" in result.stderr


def test_program_that_calls_the_command_lives_on_while_another_of_its_threads_runs() -> None:
    code = (
        "import threading; from flext_target_oracle.cli import main; done = threading.Event();"
        "thread = threading.Thread(target=done.wait); thread.start()\n"
        "try: main(['--config', 'nowhere.json'])\n"
        "except SystemExit as ending: print('exit code', ending.code)\n"
        "done.set()"
    )
    result = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60)

    assert result.stdout == "exit code 2\n"


def test_environment_alone_names_what_is_missing() -> None:
    result = run("--config", "ENV")

    assert result.exit_code == 2
    assert "oracle_config: this setting is required" in result.stderr


def test_oracle_that_is_not_reached_is_exit_code_3_without_the_password(config_file: Path) -> None:
    result = run_process(f"--config {config_file}", shell_suffix="</dev/null")

    assert result.returncode == 3
    assert "no connection to 127.0.0.1:1/X as etl (DPY-6005): check oracle_config.host" in result.stderr
    assert "Traceback" not in result.stderr
    assert SECRET not in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(("closed", "name"), [("<&-", "stdin"), (">&- </dev/null", "stdout")])
def test_closed_standard_stream_is_refused_before_its_number_is_used_for_something_else(
    config_file: Path, closed: str, name: str
) -> None:
    result = run_process(f"--config {config_file}", shell_suffix=closed)

    assert result.returncode == 2
    assert f"flext-target-oracle: {name} is closed" in result.stderr


def test_closed_stderr_is_exit_code_2_and_leaves_stdout_alone(config_file: Path) -> None:
    result = run_process(f"--config {config_file}", shell_suffix="2>&- </dev/null")

    assert (result.returncode, result.stdout) == (2, "")


def test_closed_stdin_does_not_matter_when_a_file_is_read(config_file: Path, tmp_path: Path) -> None:
    (tmp_path / "input.singer").write_text("")
    result = run_process(f"--config {config_file} --input {tmp_path / 'input.singer'}", shell_suffix="<&-")

    assert result.returncode == 3


def test_module_can_be_run_like_the_command() -> None:
    assert run_process("--version").stdout == f"flext-target-oracle, version {__version__}\n"


@pytest.mark.parametrize("statement", ["import flext_target_oracle", "import flext_target_oracle.cli"])
def test_import_loads_neither_driver_nor_settings_nor_terminal(statement: str) -> None:
    heavy = {"oracledb", "rich", "pydantic", "structlog", "msgspec"}
    code = f"import sys; {statement}; print(sorted({heavy!r} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60)

    assert result.stdout == "[]\n"
