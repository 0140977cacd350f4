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


def refused(*arguments: str) -> tuple[int, str]:
    """Exit code and last line of a command that does not begin."""
    with served("--port", "0", *arguments) as process:
        _, errors = process.communicate(timeout=30)
    assert "Traceback" not in errors
    return process.returncode, errors.splitlines()[-1]


@pytest.mark.parametrize(
    ("arguments", "code", "problem"),
    [
        (("--host", ""), 2, "Invalid value for --host: name an address; 0.0.0.0 listens on all"),
        (("--user", "SYS"), 2, "Invalid value for --user: SYS is a reserved word, or what every database has"),
        (("--data", ""), 2, "Invalid value for --data: '' is no folder"),
        (("--fault", "ORA-942 at call"), 2, "or ORA- and five digits, not 'ORA-942'"),
        (("--host", "192.0.2.1"), 1, "192.0.2.1 is no address of this machine; choose another one with --host"),
        (("--host", "nowhere.invalid"), 1, "the host nowhere.invalid is not known; choose another one with --host"),
        (
            ("--tls-cert", __file__, "--tls-key", __file__),
            1,
            "test_protocol_server.py holds no certificate in PEM form",
        ),
    ],
)
def test_a_mistake_is_one_line_that_names_the_remedy(arguments: tuple[str, ...], code: int, problem: str) -> None:
    exit_code, line = refused(*arguments)

    assert exit_code == code
    assert line.startswith("Error: ")
    assert problem in line


def ready_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def test_a_second_server_on_a_data_folder_is_refused(reachable_folder: Path) -> None:
    with served("--port", "0", "--data", str(reachable_folder)) as first:
        assert "ready" in ready_line(first)

        code, line = refused("--data", str(reachable_folder))

    assert code == 1
    assert line.startswith(f"Error: the data folder {reachable_folder} is in use by another server: stop that one, or")


def test_an_account_of_a_data_folder_keeps_its_password_unless_another_is_given(reachable_folder: Path) -> None:
    data = reachable_folder / "data"
    with Standin(data_dir=str(data)) as standin:
        password = standin.password
    with Standin(data_dir=data) as standin:
        assert standin.password == ""
        oracledb.connect(user=standin.user, password=password, dsn=standin.dsn).close()
    with (
        Standin(data_dir=data, password="another") as standin,
        pytest.raises(oracledb.DatabaseError, match="ORA-01017"),
    ):
        oracledb.connect(user=standin.user, password=password, dsn=standin.dsn)
    with served("--port", "0", "--data", str(data)) as process:
        assert ready_line(process).endswith(" with the password that it had\n")


def postgres_of(process: subprocess.Popen[str]) -> psutil.Process:
    """The first process of the server's PostgreSQL."""
    children = psutil.Process(process.pid).children(recursive=True)
    return next(child for child in children if child.name() == "postgres")


def test_the_server_ends_with_a_reason_when_its_postgresql_is_killed() -> None:
    with served("--port", "0") as process:
        assert "ready" in ready_line(process)
        postgres_of(process).kill()

        _, errors = process.communicate(timeout=30)

    assert process.returncode == 1
    assert errors.startswith("Error: PostgreSQL has ended")
    assert errors.count("\n") == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process of its parent's end")
def test_no_process_stays_when_all_but_postgresql_are_killed() -> None:
    with served("--port", "0") as process:
        assert "ready" in ready_line(process)
        postgres = postgres_of(process)
        for parent in (psutil.Process(process.pid), *postgres.parents()[:1]):
            parent.kill()

        postgres.wait(timeout=10)


def test_a_session_whose_backend_dies_ends_alone_and_later_ones_are_served() -> None:
    with served("--port", "0", "--user", "me", "--password", "secret") as process:
        dsn = ready_line(process).split("@")[1].strip()
        connection = oracledb.connect(user="ME", password="secret", dsn=dsn)
        backends = [child for child in postgres_of(process).children() if "standin" in " ".join(child.cmdline())]
        backends[-1].kill()

        with pytest.raises(oracledb.DatabaseError, match=r"ORA-03113|DPY-4011"):
            connection.cursor().execute("SELECT 1 FROM dual")
        with oracledb.connect(user="ME", password="secret", dsn=dsn) as later:
            assert later.cursor().execute("SELECT 1 FROM dual").fetchone() == (1,)
