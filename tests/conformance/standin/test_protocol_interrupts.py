"""Calls that time out or are cancelled, and clients that disappear or talk nonsense."""

import asyncio
import logging
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import oracledb
import pytest

from oracle_server import Account
from oracle_standin import Standin

SLOW = "SELECT count(*) FROM big a, big b, big c"


@pytest.fixture
def slow_query(cursor: oracledb.Cursor) -> str:
    """A query that takes minutes."""
    cursor.execute("CREATE TABLE big (n NUMBER)")
    cursor.executemany("INSERT INTO big VALUES (:1)", [(n,) for n in range(5_000)])
    cursor.connection.commit()
    return SLOW


def assert_usable(connection: oracledb.Connection) -> None:
    with connection.cursor() as cursor:
        assert cursor.execute("SELECT 1 FROM dual").fetchone() == (1,)


def test_a_call_that_times_out_is_cancelled_and_the_session_stays_usable(
    connection: oracledb.Connection, slow_query: str
) -> None:
    """python-oracledb API, Connection.call_timeout."""
    connection.call_timeout = 300
    with connection.cursor() as cursor:
        for _ in range(3):
            with pytest.raises(oracledb.DatabaseError, match="DPY-4024"):
                cursor.execute(slow_query)
            assert_usable(connection)


def test_a_cancelled_call_is_ora_01013_and_keeps_the_transaction(
    connection: oracledb.Connection, slow_query: str
) -> None:
    """python-oracledb API, Connection.cancel()."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO big VALUES (-1)")
        timer = threading.Timer(0.3, connection.cancel)
        timer.start()
        with pytest.raises(oracledb.DatabaseError, match="ORA-01013"):
            cursor.execute(slow_query)
        timer.join()

        assert connection.transaction_in_progress
        assert cursor.execute("SELECT count(*) FROM big WHERE n = -1").fetchone() == (1,)


def test_a_cancellation_between_calls_hits_the_next_one_only(connection: oracledb.Connection) -> None:
    """python-oracledb API, Connection.cancel()."""
    connection.cancel()
    with pytest.raises(oracledb.DatabaseError, match="ORA-01013"):
        assert_usable(connection)

    assert_usable(connection)


def test_an_async_call_that_times_out_leaves_the_session_usable(account: Account, slow_query: str) -> None:
    """python-oracledb API, AsyncConnection.call_timeout."""

    async def count_after_timeout() -> object:
        async with oracledb.connect_async(**account.parameters) as connection:
            connection.call_timeout = 300
            with pytest.raises(oracledb.DatabaseError, match="DPY-4024"):
                await connection.fetchone(slow_query)
            return await connection.fetchone("SELECT count(*) FROM big")

    assert asyncio.run(count_after_timeout()) == (5_000,)


def test_many_cancellations_at_any_moment_leave_the_session_in_step(connection: oracledb.Connection) -> None:
    """python-oracledb API, Connection.cancel()."""
    chance = random.Random(7)  # noqa: S311 - repeatable
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE big (n NUMBER)")
        cursor.executemany("INSERT INTO big VALUES (:1)", [(n,) for n in range(5_000)])
        for _ in range(20):
            timer = threading.Timer(chance.uniform(0, 0.04), connection.cancel)
            timer.start()
            with suppress_cancellation():
                cursor.execute("SELECT n FROM big ORDER BY n").fetchall()
            timer.join()
            with suppress_cancellation():  # one that came too late for its call hits the next one, as in Oracle
                connection.ping()
            assert len(cursor.execute("SELECT n FROM big ORDER BY n").fetchall()) == 5_000


@contextmanager
def suppress_cancellation() -> Iterator[None]:
    try:
        yield
    except oracledb.DatabaseError as error:
        if error.args[0].full_code != "ORA-01013":
            raise


CLIENT = """
import sys, oracledb
connection = oracledb.connect(user=sys.argv[1], password=sys.argv[2], dsn=sys.argv[3])
cursor = connection.cursor()
cursor.execute("INSERT INTO big VALUES (-1)")
print("inserted", flush=True)
cursor.execute(sys.argv[4])
"""


def run_client_and_kill_it(account: Account, statement: str) -> None:
    command = [sys.executable, "-c", CLIENT, *account.parameters.values(), statement]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.PIPE) as client:
        assert client.stdout is not None
        assert client.stdout.readline() == b"inserted\n"
        time.sleep(0.2)
        client.kill()


def test_a_killed_client_is_rolled_back_even_in_the_middle_of_a_call(
    account: Account, connection: oracledb.Connection, slow_query: str
) -> None:
    """Database Concepts, "Transactions": process recovery."""
    run_client_and_kill_it(account, slow_query)

    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE big IN EXCLUSIVE MODE WAIT 5")  # waits for the transaction of the dead
        assert cursor.execute("SELECT count(*) FROM big WHERE n = -1").fetchone() == (0,)


def garbage(chance: random.Random) -> Iterator[bytes]:
    yield b""
    yield b"\x00"
    yield b"GET / HTTP/1.1\r\n\r\n"
    yield b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + chance.randbytes(200)  # a TLS hello
    for _ in range(30):
        yield chance.randbytes(chance.choice((1, 8, 58, 300, 9_000)))
    for _ in range(30):  # a CONNECT packet with noise in it
        body = chance.randbytes(chance.choice((0, 2, 50, 66, 300)))
        yield (len(body) + 8).to_bytes(2) + b"\0\0\1\0\0\0" + body


@pytest.mark.standin_only("bytes that a real server is spared")
def test_garbage_ends_its_connection_and_nothing_else(
    standin: Standin, connection: oracledb.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    """Net Services Administrator's Guide: a listener outlives bad packets."""
    for noise in garbage(random.Random(11)):  # noqa: S311 - repeatable
        with socket.create_connection((standin.host, standin.port), timeout=5) as client:
            client.sendall(noise)
            client.shutdown(socket.SHUT_WR)
            end_of(client)

    assert_usable(connection)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


def end_of(client: socket.socket) -> None:
    """Read until the server closes; a reset is as good as an end."""
    try:
        while client.recv(4_096):
            pass
    except ConnectionError:
        return


class Recorder:
    """A proxy that keeps what a client sends."""

    def __init__(self, standin: Standin) -> None:
        self.sent = b""
        self._target = (standin.host, standin.port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        client, _ = self._listener.accept()
        with client, socket.create_connection(self._target) as server:
            back = threading.Thread(target=self._pass_back, args=(server, client))
            back.start()
            while data := client.recv(65_536):
                self.sent += data
                server.sendall(data)
            server.shutdown(socket.SHUT_WR)
            back.join()

    @staticmethod
    def _pass_back(server: socket.socket, client: socket.socket) -> None:
        while data := server.recv(65_536):
            client.sendall(data)

    def close(self) -> None:
        self._thread.join()
        self._listener.close()


@pytest.fixture
def recorded(standin: Standin, account: Account) -> bytes:
    """All that a client sends; played back, it fails at the password, since the challenge is another one."""
    recorder = Recorder(standin)
    with oracledb.connect(
        **{**account.parameters, "dsn": f"127.0.0.1:{recorder.port}/{standin.service_name}"}
    ) as connection:
        assert_usable(connection)
    recorder.close()
    return recorder.sent


@pytest.mark.standin_only("bytes that a real server is spared")
def test_a_client_may_break_off_after_any_byte(
    standin: Standin, recorded: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """Net Services Administrator's Guide: a listener outlives lost clients."""
    for length in [*range(0, len(recorded), 97), len(recorded)]:
        with socket.create_connection((standin.host, standin.port), timeout=5) as client:
            client.sendall(recorded[:length])
            client.shutdown(socket.SHUT_WR)
            end_of(client)

    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


@pytest.mark.standin_only("bytes that a real server is spared")
def test_damaged_bytes_never_stop_the_server(
    standin: Standin, connection: oracledb.Connection, recorded: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """Error Messages, ORA-03137: malformed packets end their session."""
    chance = random.Random(13)  # noqa: S311 - repeatable
    for _ in range(60):
        damaged = bytearray(recorded)
        for _ in range(chance.choice((1, 3, 30))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        with socket.create_connection((standin.host, standin.port), timeout=5) as client:
            client.sendall(damaged)
            client.shutdown(socket.SHUT_WR)
            end_of(client)

    assert_usable(connection)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
