"""Bulk speed of the stand-in and its memory when idle: exit code 1 when a limit is missed.

One million rows of ten mixed columns go in by array DML and by the direct path, and come back by a query. The driver
runs in this process, the server in another one, so that two cores suffice. Memory is the PSS of server and engine.
"""

import argparse
import contextlib
import datetime as dt
import gc
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import oracledb
import psutil

_BIN = Path(sys.executable).parent
_ROWS_PER_CALL = 50_000
_FETCHED_AT_ONCE = 10_000
_MIN_LOADED_PER_S = 60_000
_MIN_FETCHED_PER_S = 20_000
_MAX_IDLE_MB = 200.0
_START = dt.datetime(2024, 1, 1)  # noqa: DTZ001 - TIMESTAMP has no time zone

_COLUMNS = {
    "ID": "NUMBER(19)",
    "CUSTOMER": "NUMBER(10)",
    "AMOUNT": "NUMBER(12, 2)",
    "WEIGHT": "NUMBER",
    "NAME": "VARCHAR2(60)",
    "CITY": "VARCHAR2(60)",
    "STATUS": "VARCHAR2(10)",
    "NOTE": "VARCHAR2(200)",
    "CHANGED": "TIMESTAMP(6)",
    "RATE": "BINARY_DOUBLE",
}
_TYPES = (*[oracledb.DB_TYPE_NUMBER] * 4, *[oracledb.DB_TYPE_VARCHAR] * 4)
_TYPES = (*_TYPES, oracledb.DB_TYPE_TIMESTAMP, oracledb.DB_TYPE_BINARY_DOUBLE)


def main() -> int:
    """Measure, print, and judge."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of each load (%(default)s)")
    row_count = parser.parse_args().rows
    chunks = [_rows(first, min(first + _ROWS_PER_CALL, row_count)) for first in range(0, row_count, _ROWS_PER_CALL)]
    gc.freeze()  # millions of values that live to the end: no collection looks at them again
    with _served() as (server, dsn):
        idle_mb = _pss_mb(server)
        print(f"idle server: {idle_mb:.0f} MB of {_MAX_IDLE_MB:.0f} MB allowed", flush=True)
        with _connected(dsn) as connection:
            rates = (
                _rate("array DML", row_count, _MIN_LOADED_PER_S, lambda: _insert(connection, chunks)),
                _rate("direct path", row_count, _MIN_LOADED_PER_S, lambda: _load(connection, chunks)),
                _rate("fetch", row_count, _MIN_FETCHED_PER_S, lambda: _fetch(connection, row_count)),
            )
    return int(idle_mb > _MAX_IDLE_MB or not all(rates))


def _rows(first: int, last: int) -> list[tuple[object, ...]]:
    return [
        (
            *(number, number % 9_973, number % 100_000 / 100, number * 0.75),
            *(f"customer {number}", f"city {number % 997}", "open" if number % 3 else "closed"),
            *(
                None if number % 5 else f"what there is to say of {number}",
                _START + dt.timedelta(seconds=number / 8),
            ),
            number / 7,
        )
        for number in range(first, last)
    ]


def _rate(what: str, row_count: int, minimum: int, action: Callable[[], None]) -> bool:
    began_s = time.perf_counter()
    action()
    rows_per_s = row_count / (time.perf_counter() - began_s)
    print(f"{what:<12} {row_count:>10,} rows {rows_per_s:>9,.0f} rows/s, at least {minimum:,}", flush=True)
    return rows_per_s >= minimum


def _insert(connection: oracledb.Connection, chunks: list[list[tuple[object, ...]]]) -> None:
    _create(connection, "ARRAY_DML")
    with connection.cursor() as cursor:
        cursor.setinputsizes(*_TYPES)
        for chunk in chunks:
            cursor.executemany(f"INSERT INTO array_dml VALUES ({', '.join(f':{n}' for n in range(1, 11))})", chunk)
        connection.commit()


def _load(connection: oracledb.Connection, chunks: list[list[tuple[object, ...]]]) -> None:
    _create(connection, "DIRECT_PATH")
    for chunk in chunks:
        connection.direct_path_load(connection.username, "DIRECT_PATH", list(_COLUMNS), chunk)


def _fetch(connection: oracledb.Connection, row_count: int) -> None:
    with connection.cursor() as cursor:
        cursor.arraysize = _FETCHED_AT_ONCE
        fetched = 0
        cursor.execute("SELECT * FROM direct_path")
        while rows := cursor.fetchmany():
            fetched += len(rows)
    if fetched != row_count:
        raise SystemExit(f"{fetched} of {row_count} rows came back")


def _create(connection: oracledb.Connection, table: str) -> None:
    columns = ", ".join(f"{name} {sql_type}" for name, sql_type in _COLUMNS.items())
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table} ({columns})")


@contextlib.contextmanager
def _served() -> Iterator[tuple[psutil.Process, str]]:
    """The process of a stand-in, and `user/password@host:port/service`."""
    with subprocess.Popen(
        [_BIN / "oracle-standin", "serve", "--port", "0"], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            announcement = process.stdout.readline() if process.stdout else ""
            match = re.search(r"\S+/\S+@\S+:\d+/\S+$", announcement)
            if match is None:
                raise SystemExit("the stand-in did not start")
            yield psutil.Process(process.pid), match[0]
        finally:
            process.terminate()


@contextlib.contextmanager
def _connected(dsn: str) -> Iterator[oracledb.Connection]:
    account, _, address = dsn.rpartition("@")
    user, _, password = account.partition("/")
    with oracledb.connect(user=user, password=password, dsn=address) as connection:
        yield connection


def _pss_mb(server: psutil.Process) -> float:
    """The proportional set size of a process and all its descendants."""
    processes = [server, *server.children(recursive=True)]
    return sum(process.memory_full_info().pss for process in processes) / 2**20


if __name__ == "__main__":
    sys.exit(main())
