"""Bytes that no honest client sends: the server neither stops nor keeps anything of them."""

import logging
import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import oracledb
import psutil
import pytest

from oracle_standin import Standin

pytestmark = pytest.mark.standin_only("nobody attacks a real Oracle")
_SAMPLE, _ALL_STREAMS, _ALL_PACKETS = 300, 10_000, 100_000
_HUGE = (b"\xff\xff\0\0\1\0\0\0", b"\x00\x3a\0\0\6\0\0\0", b"\0\0\0\0\1\0\0\0", b"\xff" * 8)


@pytest.fixture
def others() -> set[threading.Thread]:
    """Threads of other servers."""
    return set(threading.enumerate())


@pytest.fixture
def target(others: set[threading.Thread]) -> Iterator[Standin]:  # noqa: ARG001 - looked at before it starts
    with Standin(is_administrator=True) as standin:
        yield standin


class Recorder:
    """Stands between a client and the server and keeps the packets that the client sends."""

    def __init__(self, standin: Standin) -> None:
        self.packets: list[bytes] = []
        self._server = (standin.host, standin.port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]

    def record(self, standin: Standin) -> list[bytes]:
        pump = threading.Thread(target=self._pump)
        pump.start()
        dsn = f"127.0.0.1:{self.port}/{standin.service_name}"
        with (
            oracledb.connect(user=standin.user, password=standin.password, dsn=dsn) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute("CREATE TABLE recorded (n NUMBER, v VARCHAR2(10))")
            cursor.executemany("INSERT INTO recorded VALUES (:1, :2)", [(1, "a"), (2, None)])
            connection.commit()
            cursor.execute("SELECT n, v FROM recorded ORDER BY n").fetchall()
        pump.join()
        self._listener.close()
        return self.packets

    def _pump(self) -> None:
        client, _ = self._listener.accept()
        with client, socket.create_connection(self._server) as server:
            back = threading.Thread(target=self._copy, args=(server, client, None))
            back.start()
            self._copy(client, server, self.packets)
            with suppress(OSError):
                server.shutdown(socket.SHUT_WR)
            back.join()

    @staticmethod
    def _copy(source: socket.socket, target: socket.socket, kept: list[bytes] | None) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                if kept is not None:
                    kept.append(data)
                target.sendall(data)


def mutated(packets: list[bytes], random_: random.Random) -> list[bytes]:
    """The packets with changes of bytes, lengths or order."""
    result = list(packets)
    for _ in range(random_.randint(1, 4)):
        place = random_.randrange(len(result))
        data = bytearray(result[place])
        match random_.randrange(6):
            case 0:
                for _ in range(random_.randint(1, 8)):
                    data[random_.randrange(len(data))] = random_.randrange(256)
            case 1:
                data = data[: random_.randrange(1, len(data) + 1)]
            case 2:
                data[:8] = random_.choice(_HUGE)
            case 3:
                start = random_.randrange(len(data))
                data[start:start] = random_.randbytes(random_.randint(1, 300))
            case 4:
                other = random_.randrange(len(result))
                result[place], result[other] = result[other], result[place]
                continue
            case _:
                result.insert(place, random_.choice(packets))
                continue
        result[place] = bytes(data)
    return result


def send(standin: Standin, packets: list[bytes]) -> None:
    """Send without waiting, as an attacker does, and leave."""
    with suppress(OSError), socket.create_connection((standin.host, standin.port), timeout=5) as attacker:
        for packet in packets:
            attacker.sendall(packet)


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


@pytest.mark.parametrize("count", [_SAMPLE, pytest.param(_ALL_PACKETS, marks=pytest.mark.slow)])
@pytest.mark.timeout(1800)
def test_mutated_packets_harm_nobody(
    target: Standin, others: set[threading.Thread], caplog: pytest.LogCaptureFixture, count: int
) -> None:
    """Error Messages, ORA-03137: packets of a real client, mutated at the level of bytes, lengths and order."""
    random_ = random.Random(7)  # noqa: S311 - repeatable attacks
    packets = Recorder(target).record(target)
    files, memory, sent = psutil.Process().num_fds(), psutil.Process().memory_info().rss, 0
    while sent < count:
        attack = mutated(packets, random_)
        send(target, attack)
        sent += len(attack)
    assert_unharmed(target, others, files, caplog)
    assert psutil.Process().memory_info().rss - memory < 100_000_000


@pytest.mark.parametrize("count", [_SAMPLE, pytest.param(_ALL_STREAMS, marks=pytest.mark.slow)])
@pytest.mark.timeout(1800)
def test_random_streams_harm_nobody(
    target: Standin, others: set[threading.Thread], caplog: pytest.LogCaptureFixture, count: int
) -> None:
    """Error Messages, ORA-03137: bytes that are no protocol end their session."""
    random_ = random.Random(7)  # noqa: S311 - repeatable attacks
    files, memory = psutil.Process().num_fds(), psutil.Process().memory_info().rss
    for _ in range(count):
        beginning = random_.choice((b"", *_HUGE))
        send(target, [beginning + random_.randbytes(random_.randint(1, 2_000))])
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
