"""The server as a `with` block and as a command."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import oracledb
import psutil
import pytest

from oracle_standin import Standin

pytestmark = pytest.mark.standin_only("the life of the stand-in's own server")


def threads_of_the_standin() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if "oracle_standin" in thread.name}


def test_nothing_is_left_after_the_block_even_with_clients_connected() -> None:
    threads = threads_of_the_standin()
    processes = {child.pid for child in psutil.Process().children(recursive=True)}
    with Standin() as standin:
        client = oracledb.connect(user=standin.user, password=standin.password, dsn=standin.dsn)
        port = standin.port

    assert threads_of_the_standin() <= threads
    assert {child.pid for child in psutil.Process().children(recursive=True)} <= processes
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))
    with pytest.raises(oracledb.DatabaseError):
        client.ping()


@pytest.fixture
def reachable_folder() -> Iterator[Path]:
    """A folder that another user can reach: root has PostgreSQL run by `nobody`."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def test_a_data_folder_keeps_the_data(reachable_folder: Path) -> None:
    for expected in ([], [(1,)]):
        with (
            Standin(data_dir=reachable_folder / "data", password="secret") as standin,
            oracledb.connect(user=standin.user, password="secret", dsn=standin.dsn) as connection,
            connection.cursor() as cursor,
        ):
            if not expected:
                cursor.execute("CREATE TABLE kept (n NUMBER)")
                cursor.execute("INSERT INTO kept VALUES (1)")
                connection.commit()
            assert cursor.execute("SELECT n FROM kept").fetchall() == [(1,)]


def test_two_stand_ins_do_not_know_each_other() -> None:
    with Standin() as one, Standin() as other:
        assert one.port != other.port
        assert one.password != other.password
        with pytest.raises(oracledb.DatabaseError, match="ORA-01017"):
            oracledb.connect(user=one.user, password=one.password, dsn=other.dsn)


@contextmanager
def served(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "oracle_standin", "serve", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_command_serves_until_a_signal(number: signal.Signals) -> None:
    with served("--port", "0", "--service", "XE", "--user", "me", "--password", "secret") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        ready = process.stdout.readline()
        assert "ready" in ready
        assert "secret" not in ready
        dsn = ready.split("@")[1].strip()
        with oracledb.connect(user="ME", password="secret", dsn=dsn) as connection:
            assert connection.service_name == "XE"
            process.send_signal(number)
            assert process.wait(timeout=10) == 0
        assert process.stderr.read() == ""


def test_a_port_in_use_is_said_before_anything_starts(standin: Standin) -> None:
    started = time.monotonic()
    with served("--port", str(standin.port)) as process:
        _, errors = process.communicate(timeout=10)

    assert process.returncode == 1
    assert f"port {standin.port} on 127.0.0.1 is in use" in errors
    assert "Traceback" not in errors
    assert time.monotonic() - started < 10


def test_the_command_leaves_no_process_behind() -> None:
    with served("--port", "0") as process:
        assert process.stdout is not None
        process.stdout.readline()
        children = psutil.Process(process.pid).children(recursive=True)
        os.kill(process.pid, signal.SIGTERM)
        process.wait(timeout=10)

    gone, alive = psutil.wait_procs(children, timeout=5)
    assert gone
    assert not alive
