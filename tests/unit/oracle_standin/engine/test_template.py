"""Templates of databases: made once, kept in the cache, never half of one."""

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest

from oracle_standin.engine.database import Database
from oracle_standin.engine.installation import Installation, LaunchError, new_folder, server_identity
from oracle_standin.engine.launcher import PostgresInstance
from oracle_standin.engine.template import CACHE_VARIABLE, Template, cache_folder, fingerprint, pack
from oracle_standin.profiles import PROFILES


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache, of this test alone."""
    folder = tmp_path / "cache"
    monkeypatch.setenv(CACHE_VARIABLE, str(folder))
    return folder


class Maker:
    """Makes templates of one file, and counts them."""

    def __init__(self, folder: Path, name: str = "name") -> None:
        self.count = 0
        self._source = folder / "source"
        self._source.mkdir(exist_ok=True)
        (self._source / "file").write_bytes(b"content" * 10_000)
        self._target = folder
        self.template = Template(name, self._make)

    def _make(self, archive: Path) -> None:
        self.count += 1
        pack(self._source, archive)

    def unpacked(self) -> bytes:
        """What an unpacked folder holds."""
        folder = self._target / os.urandom(8).hex()
        folder.mkdir()
        self.template.unpack(Installation(Path(), server_identity()), folder)
        return (folder / "file").read_bytes()


def test_a_template_is_made_once(cache: Path, tmp_path: Path) -> None:
    maker = Maker(tmp_path)

    assert maker.unpacked() == maker.unpacked() == b"content" * 10_000
    assert maker.count == 1
    assert len(list(cache.iterdir())) == 1


@pytest.mark.parametrize("size", [0, 1, 100])
def test_a_damaged_template_is_made_again(cache: Path, tmp_path: Path, size: int) -> None:
    maker = Maker(tmp_path)
    maker.unpacked()
    (file,) = cache.iterdir()
    file.write_bytes(file.read_bytes()[:size])

    assert maker.unpacked() == maker.unpacked() == b"content" * 10_000
    assert maker.count == 2


def test_a_template_whose_bytes_have_changed_is_made_again(cache: Path, tmp_path: Path) -> None:
    maker = Maker(tmp_path)
    maker.unpacked()
    (file,) = cache.iterdir()
    content = bytearray(file.read_bytes())
    content[-20] ^= 0xFF
    file.write_bytes(content)

    assert maker.unpacked() == b"content" * 10_000
    assert maker.count == 2


def test_an_empty_variable_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, "")
    monkeypatch.chdir(tmp_path)
    maker = Maker(tmp_path)

    assert maker.unpacked() == maker.unpacked()
    assert maker.count == 2
    assert cache_folder() is None


def test_a_cache_that_cannot_be_written_makes_starts_slower_and_no_more(cache: Path, tmp_path: Path) -> None:
    cache.write_text("a file, not a folder")
    maker = Maker(tmp_path)

    assert maker.unpacked() == maker.unpacked()
    assert maker.count == 2


def test_the_oldest_templates_are_removed(cache: Path, tmp_path: Path) -> None:
    for number in range(12):
        Maker(tmp_path, f"name{number}").unpacked()
        for file in cache.iterdir():
            os.utime(file, (file.stat().st_atime, file.stat().st_mtime - 10))

    assert {file.name.split("-")[0] for file in cache.iterdir()} == {f"name{number}" for number in range(2, 12)}


def test_the_users_cache_is_used_unless_another_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(CACHE_VARIABLE, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert cache_folder() == tmp_path / ".cache/oracle_standin"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache_folder() == tmp_path / "xdg/oracle_standin"
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "named"))
    assert cache_folder() == tmp_path / "named"


def test_the_fingerprint_depends_on_each_text() -> None:
    assert fingerprint(["a", "b"]) == fingerprint(["a", "b"])
    assert fingerprint(["a", "b"]) != fingerprint(["ab"])


@pytest.mark.usefixtures("cache")
def test_databases_that_start_at_once_make_templates_at_once() -> None:
    databases = [Database() for _ in range(2)]
    try:
        with ThreadPoolExecutor() as executor:
            list(executor.map(Database.start, databases))
        for database in databases:
            database.create_user("U", salt=b"s", verifier=b"v")
            assert database.verifier("U") == (b"s", b"v")
    finally:
        for database in databases:
            database.stop()


@pytest.fixture
def data() -> Iterator[Path]:
    """A data folder that PostgreSQL's user can reach."""
    folder = new_folder(server_identity())
    yield folder
    shutil.rmtree(folder)


def run(instance: PostgresInstance, sql: LiteralString) -> None:
    """One statement in a server that is started and stopped for it."""
    instance.start()
    with psycopg.connect(instance.connection_string()) as connection:
        connection.execute(sql)
    instance.stop()


def test_data_of_another_profile_are_refused_by_its_name(data: Path) -> None:
    first = Database(data)
    first.start()
    first.stop()

    with pytest.raises(LaunchError, match=rf"{data} have the profile 23ai: choose it"):
        Database(data, profile=PROFILES["19c"]).start()


def test_data_of_another_version_are_refused(data: Path) -> None:
    first = Database(data)
    first.start()
    first.stop()
    run(PostgresInstance(data), """COMMENT ON SCHEMA "SYS" IS 'another'""")

    with pytest.raises(LaunchError, match=rf"{data} were made by another version"):
        Database(data).start()


def test_a_database_of_somebody_else_is_refused(data: Path) -> None:
    run(PostgresInstance(data), "CREATE TABLE theirs AS SELECT 1 AS x")

    with pytest.raises(LaunchError, match=rf"{data} are not the stand-in's"):
        Database(data).start()
