"""How many statements streams and columns cost: exit code 1 when they grow faster than the input.

Loads inputs of more and more streams, and of one stream with more and more columns, into a stand-in, in this process,
and counts what the driver is given by kind. Twice the streams must cost at most twice the statements, and the number of
columns must not matter; the second load of the same input shows what an unchanged schema costs.
"""

import argparse
import io
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr
from pathlib import Path
from typing import IO, NoReturn

import oracledb

from flext_target_oracle.app import load
from flext_target_oracle.settings_sources import load_settings
from oracle_standin import Standin

_KINDS = {
    "dictionary": ("ALL_",),
    "names": ("FLEXT_NAME_MAP",),
    "session": ("ALTER SESSION", "RPAD"),
    "ddl": ("CREATE ", "ALTER TABLE"),
    "rows": ("INSERT ",),
}
_FORMS = [
    {"type": "integer"}, {"type": "number"}, {"type": ["null", "string"], "maxLength": 20}, {"type": "boolean"},
    {"type": "string", "format": "date-time"}, {"type": "object"}, {"type": "string", "format": "date"},
]  # fmt: skip


def main() -> int:
    """Count, print and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--streams", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--columns", type=int, nargs="+", default=[10, 100, 993])
    arguments = parser.parse_args()
    is_linear = True
    print(f"{'input':<28}{'statements':>11}{'a stream':>10}  by kind")
    with Standin() as standin, tempfile.TemporaryDirectory() as folder:
        costs = [_print(standin, Path(folder), streams, 10) for streams in arguments.streams]
        is_linear &= costs[-1] <= costs[0] * 1.1
        costs = [_print(standin, Path(folder), 1, columns) for columns in arguments.columns]
        is_linear &= len(set(costs)) == 1
    print("linear" if is_linear else "NOT linear: statements grow faster than streams, or with columns")
    return 0 if is_linear else 1


def _print(standin: Standin, folder: Path, streams: int, columns: int) -> float:
    """Load twice into a user of its own; the statements for each stream of the first load."""
    user = f"BENCH_{streams}_{columns}"
    standin.create_user(user, "bench")
    path = folder / "input.singer"
    path.write_bytes(b"".join(_input(streams, columns)))
    found = [_count(standin, user, folder, path) for _ in range(2)]
    for title, counts in zip(("new", "again"), found, strict=True):
        total = sum(counts.values())
        kinds = ", ".join(f"{kind} {number}" for kind, number in sorted(counts.items()))
        print(f"{f'{streams} x {columns} columns, {title}':<28}{total:>11}{total / streams:>10.2f}  {kinds}")
    # What a run costs in any case, the session's statements, is no matter of streams.
    return (sum(found[0].values()) - found[0]["session"]) / streams


def _input(streams: int, columns: int) -> Iterator[bytes]:
    properties = {"id": {"type": "integer"}} | {f"c{n}": _FORMS[n % len(_FORMS)] for n in range(columns - 1)}
    for number in range(streams):
        schema = {
            "type": "SCHEMA",
            "stream": f"s{number}",
            "schema": {"properties": properties},
            "key_properties": ["id"],
        }
        yield json.dumps(schema).encode() + b"\n"
        yield b'{"type": "RECORD", "stream": "s%d", "record": {"id": 1}}\n' % number


def _count(standin: Standin, user: str, folder: Path, path: Path) -> Counter[str]:
    config = folder / "config.json"
    oracle = {"host": standin.host, "port": standin.port, "service_name": standin.service_name, "username": user,
              "password": "bench"}  # fmt: skip
    config.write_text(json.dumps({"oracle_config": oracle, "default_target_schema": user}))
    # The log of the load is not what is looked at.
    with _counted() as counts, redirect_stderr(io.StringIO()), path.open("rb") as content, _nowhere() as nowhere:
        load(
            load_settings([config]),
            input_descriptor=content.fileno(),
            output_descriptor=nowhere.fileno(),
            cut_short=_end,
        )
    return counts


def _nowhere() -> IO[bytes]:
    return Path(os.devnull).open("wb")


@contextmanager
def _counted() -> Iterator[Counter[str]]:
    """Counts what cursors are given."""
    counts: Counter[str] = Counter()
    kept = {name: getattr(oracledb.Cursor, name) for name in ("execute", "executemany")}

    def counting(call: Callable[..., object]) -> Callable[..., object]:
        def counted(cursor: oracledb.Cursor, statement: str, *rest: object, **more: object) -> object:
            counts[next((kind for kind, marks in _KINDS.items() if any(m in statement for m in marks)), "other")] += 1
            return call(cursor, statement, *rest, **more)

        return counted

    for name, call in kept.items():
        setattr(oracledb.Cursor, name, counting(call))
    try:
        yield counts
    finally:
        for name, call in kept.items():
            setattr(oracledb.Cursor, name, call)


def _end(_number: int) -> NoReturn:
    sys.exit(1)


if __name__ == "__main__":
    sys.exit(main())
