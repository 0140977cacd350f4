"""The demo shows every value of examples/orders as Oracle holds it, and leaves nothing behind."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import msgspec
import psutil  # type: ignore[import-untyped] # it brings no types
import pytest
from rich.cells import cell_len

from target import COMMAND, environment

ORDERS = Path(__file__).parents[2] / "examples" / "orders"
MARK = "DEMO_TEST"
KINDS = {  # of the properties that are no text
    "id": "number", "customer_id": "number", "order_id": "number", "line_no": "number", "quantity": "number",
    "credit_limit": "number", "total": "number", "unit_price": "number", "is_paid": "boolean",
    "born_on": "date", "ship_by": "date", "placed_at": "date-time", "updated_at": "date-time",
    "address": "json", "attributes": "json", "tags": "json",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """What a run of the demo wrote."""

    stdout: str
    stderr: str

    @property
    def tables(self) -> str:
        """The part with the rows."""
        return self.stdout[self.stdout.index(" CUSTOMERS: ") :]


@dataclass(frozen=True, slots=True)
class Demo:
    """Runs the demo with a temporary folder of its own, and finds what it leaves."""

    temporary_folder: Path
    mark: str

    def start(self, *, columns: int = 400, **variables: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, ORDERS / "demo.py"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=environment(
                FORCE_COLOR="",  # as in a log, whatever the environment of the tests wants
                COLUMNS=str(columns),
                TMPDIR=str(self.temporary_folder),
                PYTHONUTF8="1",
                **{MARK: self.mark},
                **variables,
            ),
            start_new_session=True,  # as a terminal, which sends Ctrl-C to all of its processes
        )

    def show(self, *, columns: int = 400) -> Shown:
        """Run it to its end, and make sure that nothing is left."""
        with self.start(columns=columns) as process:
            stdout, stderr = process.communicate(timeout=60)
        assert process.returncode == 0, stderr
        self.assert_nothing_is_left()
        return Shown(stdout, stderr)

    def processes(self) -> list[list[str]]:
        """The command lines of those that the demo started, found by what they inherited from it."""
        return [command for process in psutil.process_iter() if (command := self._command_if_ours(process))]

    def _command_if_ours(self, process: psutil.Process) -> list[str] | None:
        with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            if process.environ().get(MARK) == self.mark:
                return [process.name(), *process.cmdline()]
        return None

    def assert_nothing_is_left(self) -> None:
        assert self.processes() == []
        assert list(self.temporary_folder.iterdir()) == []


@contextlib.contextmanager
def new_demo() -> Iterator[Demo]:
    # Short and open to all, so that the stand-in takes it; a folder of pytest is neither.
    with tempfile.TemporaryDirectory(prefix="demo") as folder:
        Path(folder).chmod(0o755)
        yield Demo(Path(folder), uuid.uuid4().hex)


@pytest.fixture
def demo() -> Iterator[Demo]:
    with new_demo() as demo:
        yield demo


@pytest.fixture(scope="module")
def shown() -> Iterator[Shown]:
    """What the demo shows in a wide log; several tests look at the one run."""
    with new_demo() as demo:
        yield demo.show()


def messages() -> Iterator[dict[str, Any]]:
    """The example's messages; values of records and states as the text that stands in the file."""
    for line in (ORDERS / "orders.singer").read_bytes().splitlines():
        message = msgspec.json.decode(line, type=dict[str, msgspec.Raw])
        yield {
            "type": msgspec.json.decode(message["type"]),
            "stream": msgspec.json.decode(message.get("stream", b"null")),
            "record": msgspec.json.decode(message.get("record", b"{}"), type=dict[str, msgspec.Raw]),
            "value": bytes(message.get("value", b"")).decode(),
        }


def expected_cell(name: str, raw: msgspec.Raw) -> object:
    text = bytes(raw).decode()
    if text in {"null", '""'}:
        return "NULL"
    match KINDS.get(name):
        case "number":
            return Decimal(text)
        case "boolean":
            return Decimal(text == "true")
        case "date":
            return str(date.fromisoformat(text.strip('"')))
        case "date-time":
            moment = datetime.fromisoformat(text.strip('"'))
            return str((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).replace(tzinfo=None))
        case "json":
            return text
        case _:
            return str(msgspec.json.decode(text))


def characters(text: str) -> Counter[str]:
    """How often each character stands there, but for blanks and rules."""
    return Counter(re.sub(r"[\s─]", "", text))


def read_until(stream: IO[str] | None, wanted: str) -> None:
    assert stream is not None
    assert any(wanted in line for line in iter(stream.readline, ""))


def shown_rows(stdout: str, table: str) -> list[list[object]]:
    """The cells of a table of the demo; numbers as such."""
    lines = stdout.splitlines()
    title = next(number for number, line in enumerate(lines) if f" {table}: " in line)
    names = re.split(r"\s{2,}", lines[title + 1].strip())
    kinds = [KINDS.get(name.lower().removesuffix(" (utc)")) for name in names]
    rows: list[list[object]] = []
    for line in lines[title + 3 :]:
        if line.startswith("─"):
            break
        cells = re.split(r'\s{2,}(?!")', line.strip())  # two blanks before a quote are the tap's own, within a cell
        rows.append(
            [
                Decimal(cell) if kind in {"number", "boolean"} and cell != "NULL" else cell
                for kind, cell in zip(kinds, cells, strict=True)
            ]
        )
    return rows


@pytest.mark.parametrize("stream", ["customers", "orders", "order_items"])
def test_demo_shows_every_value_of_every_record(stream: str, shown: Shown) -> None:
    records = [message["record"] for message in messages() if message["stream"] == stream and message["record"]]

    assert records
    assert shown_rows(shown.stdout, stream.upper()) == [
        [expected_cell(name, raw) for name, raw in record.items()] for record in records
    ]


def test_demo_shows_the_states_in_order_up_to_the_last_one(shown: Shown) -> None:
    sent = [message["value"] for message in messages() if message["type"] == "STATE"]

    states = [line for line in shown.stdout.splitlines() if line.startswith('{"bookmarks"')]

    assert states[-1] == sent[-1]
    assert states == [value for value in sent if value in states]


def test_demo_says_that_the_stand_in_is_not_oracle(shown: Shown) -> None:
    assert shown.stdout.startswith("oracle_standin is not Oracle")


def test_demo_passes_the_log_of_the_command_through(shown: Shown) -> None:
    assert re.search(r"event=run_ended .*streams=3 rows=40 ", shown.stderr)


def test_demo_loses_no_character_on_a_narrow_terminal(shown: Shown, demo: Demo) -> None:
    narrow = demo.show(columns=80)

    assert max(map(cell_len, narrow.tables.splitlines()[1:])) <= 80
    assert characters(narrow.tables) == characters(shown.tables)


def test_ctrl_c_while_the_stand_in_starts_leaves_nothing(demo: Demo) -> None:
    with demo.start() as process:
        read_until(process.stdout, "oracle_standin is not Oracle")
        os.killpg(process.pid, signal.SIGINT)
        stdout, stderr = process.communicate(timeout=60)

    assert process.returncode == 130, stderr
    assert stdout.endswith("interrupted\n")
    assert "Traceback" not in stderr
    demo.assert_nothing_is_left()


def test_ctrl_c_while_the_data_folder_is_made_leaves_nothing(demo: Demo) -> None:
    with demo.start(ORACLE_STANDIN_CACHE="") as process:  # no database that was made before
        while not any("initdb" in command for command in demo.processes()):
            assert process.poll() is None
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        stdout, stderr = process.communicate(timeout=60)

    assert process.returncode == 130, stderr
    assert stdout.endswith("interrupted\n")
    assert "Traceback" not in stderr
    demo.assert_nothing_is_left()


def test_ctrl_c_while_the_stand_in_serves_leaves_nothing(demo: Demo) -> None:
    with demo.start() as process:
        read_until(process.stdout, "It listens on")
        process.send_signal(signal.SIGSTOP)
        assert len(demo.processes()) > 2  # the demo, PostgreSQL and who starts it
        assert any(demo.temporary_folder.iterdir())
        os.killpg(process.pid, signal.SIGINT)
        process.send_signal(signal.SIGCONT)
        _, stderr = process.communicate(timeout=60)

    assert process.returncode == 130, stderr
    assert "Traceback" not in stderr
    demo.assert_nothing_is_left()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_to_the_demo_alone_while_the_command_runs_leaves_nothing(number: signal.Signals, demo: Demo) -> None:
    with demo.start() as process:
        read_until(process.stdout, "It listens on")
        while not any(COMMAND in command for command in demo.processes()):
            time.sleep(0.01)
        process.send_signal(number)
        _, stderr = process.communicate(timeout=60)

    assert process.returncode == 130, stderr
    assert "Traceback" not in stderr
    demo.assert_nothing_is_left()
