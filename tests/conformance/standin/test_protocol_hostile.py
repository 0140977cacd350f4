"""Bytes that no honest client sends: the server neither stops nor keeps anything of them."""

import logging
import random
import socket
import threading
import time
from collections.abc import Iterator

import oracledb
import psutil
import pytest

from hostile import HUGE, connected, logged_on, mutated, recorded, send
from oracle_standin import Standin

pytestmark = pytest.mark.standin_only("nobody attacks a real Oracle")
_ALL_STREAMS, _ALL_PACKETS = 10_000, 100_000


@pytest.fixture
def others() -> set[threading.Thread]:
    """Threads of other servers."""
    return set(threading.enumerate())


@pytest.fixture
def target(others: set[threading.Thread]) -> Iterator[Standin]:  # noqa: ARG001 - looked at before it starts
    with Standin(is_administrator=True) as standin:
        yield standin


def assert_unharmed(
    standin: Standin, others: set[threading.Thread], files: int, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody is left, nothing was logged as a defect, and the next client is served."""
    deadline = time.monotonic() + 20
    while any("oracle_standin session" in thread.name for thread in set(threading.enumerate()) - others):
        assert time.monotonic() < deadline, "a session is left"
        time.sleep(0.05)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
    with (
        oracledb.connect(user=standin.user, password=standin.password, dsn=standin.dsn) as connection,
        connection.cursor() as cursor,
    ):
        assert cursor.execute("SELECT COUNT(*) FROM v$session").fetchone() == (1,)
    assert psutil.Process().num_fds() <= files + 8


@pytest.mark.parametrize("count", [700, pytest.param(_ALL_PACKETS, marks=pytest.mark.slow)])
@pytest.mark.parametrize("is_logged_on", [False, True], ids=["before the log-on", "in a session"])
@pytest.mark.timeout(1800)
def test_mutated_packets_harm_nobody(
    target: Standin, others: set[threading.Thread], caplog: pytest.LogCaptureFixture, count: int, *, is_logged_on: bool
) -> None:
    """Error Messages, ORA-03137: packets of a real client, mutated at the level of bytes, lengths and order."""
    random_ = random.Random(7)  # noqa: S311 - repeatable attacks
    log_on, work = recorded(target)
    connect, packets = (logged_on, work) if is_logged_on else (connected, log_on + work[:10])
    files, memory, sent = psutil.Process().num_fds(), psutil.Process().memory_info().rss, 0
    while sent < count:
        attack = mutated(packets, random_)
        with connect(target) as attacker:
            send(attacker, attack)
        sent += len(attack)
    assert_unharmed(target, others, files, caplog)
    assert psutil.Process().memory_info().rss - memory < 100_000_000


@pytest.mark.parametrize("count", [150, pytest.param(_ALL_STREAMS, marks=pytest.mark.slow)])
@pytest.mark.timeout(1800)
def test_random_streams_harm_nobody(
    target: Standin, others: set[threading.Thread], caplog: pytest.LogCaptureFixture, count: int
) -> None:
    """Error Messages, ORA-03137: bytes that are no protocol end their session."""
    random_ = random.Random(7)  # noqa: S311 - repeatable attacks
    files, memory = psutil.Process().num_fds(), psutil.Process().memory_info().rss
    for _ in range(count):
        beginning = random_.choice((b"", *HUGE))
        with connected(target) as attacker:
            send(attacker, [beginning + random_.randbytes(random_.randint(1, 2_000))])
    assert_unharmed(target, others, files, caplog)
    assert psutil.Process().memory_info().rss - memory < 100_000_000


def test_silent_clients_keep_nobody_waiting(target: Standin) -> None:
    """Net Services Administrator's Guide: half-open connections and slow clients."""
    silent = [socket.create_connection((target.host, target.port)) for _ in range(50)]
    try:
        for attacker in silent[::2]:
            attacker.sendall(b"\0")
        started = time.monotonic()
        with oracledb.connect(user=target.user, password=target.password, dsn=target.dsn) as connection:
            connection.ping()
        target.__exit__(None, None, None)
        assert time.monotonic() - started < 10
    finally:
        for attacker in silent:
            attacker.close()


@pytest.mark.parametrize(
    "sql", ["SELECT 'a\0b' FROM dual", 'INSERT INTO "t\0" VALUES (1)', "SELECT 1 FROM dual\0 garbage", "\0"]
)
def test_sql_is_not_cut_off_at_a_nul_character(cursor: oracledb.Cursor, sql: str) -> None:
    """Error Messages, ORA-03001: PostgreSQL's texts end there."""
    with pytest.raises(oracledb.DatabaseError, match=r"ORA-03001: .* NUL characters"):
        cursor.execute(sql)
