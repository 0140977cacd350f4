"""What README.md tells people to type works as it stands there."""

import json
import os
import re
import signal
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from database import Database
from target import COMMAND, Finished, Target, connection_settings, environment, line, record, schema, state

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
COMMANDS = [
    command.split("#")[0].strip() for language, block in BLOCKS if language == "bash" for command in block.splitlines()
]
ORDERS = ("customers", "orders", "order_items")
EVENTS = [schema("events", {"id": {"type": "integer"}}, ["id"]), record("events", {"id": 1}), state({"seen": 1})]


def config_of_readme() -> dict[str, Any]:
    blocks = [block for language, block in BLOCKS if language == "json"]
    assert len(blocks) == 1
    config: dict[str, Any] = json.loads(blocks[0])
    return config


@pytest.fixture
def folder(database: Database, tmp_path: Path) -> Path:
    """A folder with README's config.json, the placeholders replaced, and the examples."""
    config = config_of_readme()
    connection = connection_settings(database.config)
    config["oracle_config"] |= {key: connection[key] for key in (*config["oracle_config"], "port")}
    config["default_target_schema"] = database.owner
    (tmp_path / "config.json").write_text(json.dumps(config))
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    return tmp_path


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(Path(COMMAND).parent), os.environ["PATH"]])
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        capture_output=True,
        text=True,
        cwd=folder,
        env=environment(PATH=path),
        timeout=60,
        check=False,
    )


def counts(database: Database) -> list[int]:
    return [database.count(stream.upper()) for stream in ORDERS]


def last_state() -> str:
    lines = (ROOT / "examples" / "orders" / "orders.singer").read_text(encoding="utf-8").splitlines()
    return lines[-1].removeprefix('{"type": "STATE", "value": ').removesuffix("}")


def test_every_command_of_readme_is_tried_here() -> None:
    assert COMMANDS == [
        "make demo",  # test_demo.py
        "make test",  # what runs this
        "pip install .",  # scripts/try-wheel installs the wheel
        "flext-tap-oracle | flext-target-oracle --config config.json > state.jsonl",
        "flext-target-oracle --config config.json --input examples/orders/orders.singer > state.jsonl",
        "flext-target-oracle plan --config config.json --input examples/orders/orders.singer",
        "flext-target-oracle plan --offline --profile 19c --input examples/orders/orders.singer",
    ]


@pytest.mark.parametrize("command", [command for command in COMMANDS if command.startswith("make ")])
def test_make_targets_of_readme_exist(command: str) -> None:
    finished = subprocess.run([*command.split(), "--dry-run"], capture_output=True, text=True, cwd=ROOT, check=False)

    assert finished.returncode == 0, finished.stderr


def test_pipe_of_readme_loads_and_keeps_the_states(folder: Path, database: Database) -> None:
    command = next(command for command in COMMANDS if "|" in command)
    tap, _, rest = command.partition("|")

    finished = shell(command.replace(tap, "cat examples/orders/orders.singer "), folder)

    assert rest.strip().startswith("flext-target-oracle ")
    assert finished.returncode == 0, finished.stderr
    assert counts(database) == [8, 12, 20]
    assert (folder / "state.jsonl").read_text(encoding="utf-8").splitlines()[-1] == last_state()


def test_input_option_of_readme_loads_the_file(folder: Path, database: Database) -> None:
    command = next(command for command in COMMANDS if "--input" in command)

    finished = shell(command, folder)

    assert finished.returncode == 0, finished.stderr
    assert counts(database) == [8, 12, 20]
    assert (folder / "state.jsonl").read_text(encoding="utf-8").splitlines()[-1] == last_state()


@pytest.mark.parametrize("command", [command for command in COMMANDS if " plan " in command])
def test_plan_of_readme_shows_the_tables_and_makes_none(command: str, folder: Path, database: Database) -> None:
    finished = shell(command, folder)

    assert finished.returncode == 0, finished.stderr
    assert finished.stdout.count("CREATE TABLE") == 3
    assert database.rows("SELECT TABLE_NAME FROM USER_TABLES") == []


def test_about_prints_the_settings_of_readme(tmp_path: Path) -> None:
    finished = shell("flext-target-oracle --about", tmp_path)

    settings = re.findall(r"^\| `([\w.]+)` \| .* \| (.*) \|$", README, re.MULTILINE)
    assert settings
    for key, meaning in settings:
        assert re.search(rf"^  {re.escape(key)} \(.*\): {re.escape(meaning)}$", finished.stdout, re.MULTILINE)


def succeeds(target: Target) -> Finished:
    finished = target.load(EVENTS)
    assert target.load_bytes(b"").exit_code == 0
    return finished


def fails_to_load(target: Target) -> Finished:
    finished = target.load([*EVENTS, b"this is not JSON\n"], batch_size=1)
    assert "line 4" in finished.error
    assert finished.states == [b'{"seen": 1}']
    return finished


def is_configured_wrongly(target: Target) -> Finished:
    finished = target.load(EVENTS, batch_sise=1)
    assert "batch_sise" in finished.error
    return finished


def reaches_nobody(target: Target) -> Finished:
    with socket.create_server(("127.0.0.1", 0)) as closed_soon:
        port = closed_soon.getsockname()[1]
    wrong_password = connection_settings(target.config) | {"password": "wrong"}
    assert target.load(EVENTS, oracle_config=wrong_password).exit_code == 3
    return target.load(EVENTS, oracle_config=connection_settings(target.config) | {"host": "127.0.0.1", "port": port})


def is_told_to_stop(number: signal.Signals) -> Callable[[Target], Finished]:
    def run(target: Target) -> Finished:
        with target.start(batch_size=1) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(b"".join(map(line, EVENTS)))
            process.stdin.flush()
            first = process.stdout.readline().strip()
            process.send_signal(number)
            stdout, stderr = process.communicate(timeout=30)
        assert first == b'{"seen": 1}'
        return Finished(process.returncode, [first, *stdout.splitlines()], stderr.decode())

    return run


RUNS: dict[int, Callable[[Target], Finished]] = {
    0: succeeds,
    1: fails_to_load,
    2: is_configured_wrongly,
    3: reaches_nobody,
    130: is_told_to_stop(signal.SIGINT),
    143: is_told_to_stop(signal.SIGTERM),
}


def test_every_exit_code_of_readme_is_tried_here() -> None:
    table = README[README.index("## Exit codes") : README.index("## Not there yet")]
    codes = re.findall(r"^\| ([\d, ]+) \|", table, re.MULTILINE)

    assert {int(code) for cell in codes for code in cell.split(",")} == set(RUNS)


@pytest.mark.parametrize("exit_code", RUNS)
def test_exit_code_means_what_readme_says(exit_code: int, target: Target) -> None:
    finished = RUNS[exit_code](target)

    assert finished.exit_code == exit_code, finished.stderr
    assert "Traceback" not in finished.stderr
