"""Peak memory of the target with few and with many records: exit code 1 when it grows with the input.

The command runs against a stand-in, fed through a pipe; what the system says of the ended process is its peak. The
stand-in is a process of its own, and this one stays small, because a system may count the memory of the parent at
the start of a child as the child's.
"""

import argparse
import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_BIN = Path(sys.executable).parent
_LIMIT_MB = 30.0
_STATE_EVERY = 10_000
_SETTINGS_PREFIX = "FLEXT_TARGET_ORACLE_"
_TEXT = {"type": ["null", "string"]}
_SCHEMA = {
    "type": "SCHEMA",
    "stream": "memory",
    "schema": {
        "properties": {
            "id": {"type": "integer"},
            "customer": {"type": "integer"},
            "amount": {"type": "number"},
            "rate": {"type": ["null", "number"]},
            "name": {**_TEXT, "maxLength": 100},
            "note": _TEXT,
            "is_open": {"type": "boolean"},
            "day": {"type": "string", "format": "date"},
            "changed_at": {"type": "string", "format": "date-time"},
            "details": {"type": ["null", "object"]},
        }
    },
    "key_properties": ["id"],
}
_RECORD = (
    b'{"type":"RECORD","stream":"memory","record":{"id":%d,"customer":%d,"amount":%d.%02d,"rate":0.%06d,'
    b'"name":"customer number %d","note":%b,"is_open":%b,"day":"2026-%02d-%02d",'
    b'"changed_at":"2026-01-31T%02d:%02d:59.%06d+01:00","details":{"a":%d,"b":["x","y"]}}}\n'
)


@dataclass(frozen=True, slots=True)
class Measurement:
    """One load."""

    records: int
    peak_mb: float
    seconds: float

    def as_line(self) -> str:
        """For people."""
        rate = self.records / self.seconds
        return f"{self.records:>11,} records  {self.peak_mb:7.1f} MB  {self.seconds:7.1f} s  {rate:9,.0f} records/s"


def main() -> int:
    """Measure, print, and judge."""
    options = _parse_options()
    with tempfile.TemporaryDirectory(prefix="flext-memory-") as folder, _served_config() as config:
        (Path(folder) / "config.json").write_text(json.dumps({**config, "batch_size": options.batch_size}))
        few, many = (_measure(records, Path(folder)) for records in (options.few, options.many))
    growth_mb = many.peak_mb - few.peak_mb
    print(f"difference {growth_mb:.1f} MB, limit {options.limit_mb:.0f} MB")
    return int(growth_mb > options.limit_mb)


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Peak memory of flext-target-oracle with few and with many records")
    parser.add_argument("--few", type=int, default=200_000, help="records of the first load (%(default)s)")
    parser.add_argument("--many", type=int, default=2_000_000, help="records of the second load (%(default)s)")
    parser.add_argument("--batch-size", type=int, default=10_000, help="records of a batch (%(default)s)")
    parser.add_argument("--limit-mb", type=float, default=_LIMIT_MB, help="largest difference allowed (%(default)s)")
    return parser.parse_args()


@contextlib.contextmanager
def _served_config() -> Iterator[dict[str, object]]:
    """A stand-in, as the configuration of the target names it."""
    with subprocess.Popen(
        [_BIN / "oracle-standin", "serve", "--port", "0"], stdout=subprocess.PIPE, text=True
    ) as standin:
        try:
            yield _config_of(standin)
        finally:
            standin.terminate()


def _config_of(standin: subprocess.Popen[str]) -> dict[str, object]:
    """What the line that says "ready" says: user/password@host:port/service."""
    announcement = standin.stdout.readline() if standin.stdout else ""
    match = re.search(r"(\S+?)/(\S+)@(\S+):(\d+)/(\S+)$", announcement)
    if match is None:
        raise SystemExit("the stand-in did not start")
    user, password, host, port, service_name = match.groups()
    connection = {
        "host": host,
        "port": int(port),
        "service_name": service_name,
        "username": user,
        "password": password,
    }
    return {"oracle_config": connection, "default_target_schema": user}


def _measure(records: int, folder: Path) -> Measurement:
    began_s = time.monotonic()
    with tempfile.TemporaryFile() as states, tempfile.TemporaryFile() as log:
        target = subprocess.Popen(
            [_BIN / "flext-target-oracle", "--config", "config.json"],
            stdin=subprocess.PIPE,
            stdout=states,
            stderr=log,
            cwd=folder,
            env={key: value for key, value in os.environ.items() if not key.startswith(_SETTINGS_PREFIX)},
        )
        _feed(target, records)
        peak_mb = _wait_for_peak_mb(target)
        if target.returncode != 0 or _lines(states)[-1:] != [_state(records)]:
            raise SystemExit(f"the load failed: {b' '.join(_lines(log)[-1:]).decode()}")
    measurement = Measurement(records, peak_mb, time.monotonic() - began_s)
    print(measurement.as_line(), flush=True)
    return measurement


def _feed(target: subprocess.Popen[bytes], records: int) -> None:
    if target.stdin is None:
        raise TypeError("the target must read from a pipe")
    with contextlib.suppress(BrokenPipeError), target.stdin as pipe:  # a target that failed says why in its log
        pipe.write(json.dumps(_SCHEMA).encode() + b"\n")
        for first in range(0, records, _STATE_EVERY):
            end = min(first + _STATE_EVERY, records)
            pipe.writelines(map(_record, range(first, end)))
            pipe.write(b'{"type":"STATE","value":%b}\n' % _state(end))


def _record(number: int) -> bytes:
    note = b"null" if number % 3 else b'"what there is to say of it: %b"' % (b"%d " % number * (number % 20))
    is_open = b"true" if number % 2 else b"false"
    minute, hour = number % 60, number % 24
    return _RECORD % (
        *(number, number % 9973, number * 7, number % 100, number % 1_000_000, number, note, is_open),
        *(number % 12 + 1, number % 28 + 1, hour, minute, number % 1_000_000, number),
    )


def _state(records: int) -> bytes:
    return b'{"records":%d}' % records


def _wait_for_peak_mb(target: subprocess.Popen[bytes]) -> float:
    """The peak of the resident memory, in 2**20 bytes, once the process has ended."""
    _, status, usage = os.wait4(target.pid, 0)
    target.returncode = os.waitstatus_to_exitcode(status)
    unit_bytes = 1 if sys.platform == "darwin" else 1024  # getrusage(2) of macOS and of Linux
    return usage.ru_maxrss * unit_bytes / 2**20


def _lines(file: IO[bytes]) -> list[bytes]:
    file.seek(0)
    return file.read().splitlines()


if __name__ == "__main__":
    sys.exit(main())
