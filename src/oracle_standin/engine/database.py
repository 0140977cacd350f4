"""The database: an embedded PostgreSQL with the SYS schema, its users and sessions."""

import shutil
import threading
from contextlib import closing
from importlib import resources
from pathlib import Path

from psycopg import OperationalError

from oracle_standin.engine.backend import Backend, PostgresError, TooManySessionsError, text_rows
from oracle_standin.engine.catalog import Catalog
from oracle_standin.engine.ddl.context import MakeVerifier
from oracle_standin.engine.installation import LaunchError, new_folder, server_identity
from oracle_standin.engine.launcher import PostgresInstance
from oracle_standin.engine.release import release_sql
from oracle_standin.engine.security.roles import granted_roles
from oracle_standin.engine.session import EngineSession
from oracle_standin.engine.session_registry import Client, SessionRegistry
from oracle_standin.engine.session_state import SessionState
from oracle_standin.engine.template import Template, fingerprint, pack
from oracle_standin.errors import OracleError
from oracle_standin.faults.schedule import FaultsOfStatement, no_faults
from oracle_standin.profiles import DEFAULT, Profile
from oracle_standin.sql.identifiers import quoted, string_literal

_SYS_SCHEMA = (
    "types.sql", "numbers.sql", "tables.sql", "indexes.sql", "datetime.sql", "comparisons.sql", "wide_tables.sql",
    "null_keys.sql", "fitting.sql", "calendar.sql", "functions.sql", "session_context.sql", "text_functions.sql",
    "choices.sql", "mathematics.sql", "number_formats.sql", "lobs.sql", "aggregates.sql", "json_syntax.sql",
    "json_paths.sql", "json_functions.sql", "json_building.sql", "rowids.sql", "security.sql", "views.sql",
    "partitions.sql", "sequences.sql", "dictionary.sql", "dictionary_tables.sql", "dictionary_views.sql",
    "dictionary_sequences.sql", "long_operations.sql", "instance.sql", "absent_objects.sql", "catalogs.sql",
)  # fmt: skip
_ORIGIN = """SELECT obj_description('"SYS"'::regnamespace, 'pg_namespace'), "SYS".profile_name()"""


class Database:
    """Embedded PostgreSQL with the SYS schema; data stay in `data_dir`, or go with the server.

    `make_verifier` turns the password of CREATE USER into salt and verifier; without it that statement is refused.
    """

    def __init__(
        self,
        data_dir: Path | None = None,
        *,
        profile: Profile = DEFAULT,
        make_verifier: MakeVerifier | None = None,
    ) -> None:
        self._make_verifier = make_verifier
        self._instance = PostgresInstance(data_dir)
        self._catalog = Catalog(profile)
        self._registry = SessionRegistry(self._rows)
        self._lock = threading.Lock()  # of the administrator's connection
        self._administrator: Backend | None = None

    def start(self) -> None:
        """Start PostgreSQL; a new database begins as the template of this profile.

        Raises:
            LaunchError: PostgreSQL did not start, or the data were made with another profile or version.
        """
        scripts = _scripts(self._catalog.profile)
        template = Template(fingerprint(scripts), lambda archive: _make(scripts, template.name, archive))
        self._instance.start(template.unpack)
        try:
            self._administrator = Backend(self._instance.connection_string())
            self._check_origin(template.name)
            self._rows('TRUNCATE "SYS".sessions')  # of an earlier run
        except BaseException:
            self.stop()
            raise

    def check(self) -> None:
        """Do nothing while PostgreSQL runs.

        Raises:
            LaunchError: It has ended, although nobody stopped it.
        """
        self._instance.check()

    def stop(self) -> None:
        """Stop PostgreSQL; without a data folder everything in it is gone."""
        if self._administrator is not None:
            self._administrator.close()
            self._administrator = None
        self._instance.stop()

    def create_user(self, name: str, *, salt: bytes, verifier: bytes, role: str | None = None) -> None:
        """Create a user with its schema and a role, or replace its password; `name` as the dictionary has it.

        Without a role it gets what the application users of the common container images have: the privileges to
        create objects of its own, and unlimited space in the tablespace USERS.
        """
        self._rows(f"CREATE SCHEMA IF NOT EXISTS {quoted(name)}")
        is_new = self._rows(
            'INSERT INTO "SYS".users (username, salt, verifier) VALUES ($1, $2, $3) ON CONFLICT (username) DO UPDATE'
            " SET salt = excluded.salt, verifier = excluded.verifier, is_expired = false RETURNING xmax = 0",
            [name, f"\\x{salt.hex()}", f"\\x{verifier.hex()}"],
        )[0][0]
        if is_new == "t":
            self._rows('SELECT "SYS".give_role($1, $2)', [name, role])
            self._catalog.forget()

    def verifier(self, name: str) -> tuple[bytes, bytes] | None:
        """Salt and verifier of a user; None when nobody can log in under that name."""
        rows = self._rows('SELECT salt, verifier FROM "SYS".users WHERE username = $1 AND salt IS NOT NULL', [name])
        if not rows:
            return None
        salt, verifier = (bytes.fromhex(str(value).removeprefix("\\x")) for value in rows[0])
        return salt, verifier

    def open_session(
        self,
        user: str,
        *,
        session_id: int,
        serial: int,
        client: Client | None = None,
        faults: FaultsOfStatement = no_faults,
    ) -> EngineSession:
        """A session of an existing user; V$SESSION shows it under these numbers.

        Raises:
            OracleError: ORA-28000, ORA-28001 or ORA-01045: the account may not log on; ORA-00018: too many sessions.
        """
        self._check_account(user)
        try:
            backend = Backend(self._instance.connection_string())
        except TooManySessionsError:
            raise OracleError(18, "maximum number of sessions exceeded") from None
        self._registry.add(session_id, serial, user, client or Client(), backend_id=backend.process_id)
        state = SessionState(user, session_id, granted_roles(user, backend))
        return EngineSession(backend, self._catalog, state, self._registry, self._make_verifier, faults)

    def _check_account(self, user: str) -> None:
        rows = self._rows(
            "SELECT is_locked, is_expired, \"SYS\".has_system_privilege(username, 'CREATE SESSION')"
            ' FROM "SYS".users WHERE username = $1',
            [user],
        )
        if not rows:
            return
        is_locked, is_expired, has_privilege = (value == "t" for value in rows[0])
        if is_locked:
            raise OracleError(28000, "The account is locked.")
        if is_expired:
            raise OracleError(28001, "the account has expired")
        if not has_privilege:
            raise OracleError(1045, f"user {user} lacks CREATE SESSION privilege; logon denied")

    def _check_origin(self, wanted: str) -> None:
        folder = self._instance.database_folder.parent
        try:
            ((origin, profile),) = self._rows(_ORIGIN)
        except PostgresError:
            raise LaunchError(f"the data in {folder} are not the stand-in's: choose another folder") from None
        if profile != self._catalog.profile.name:
            raise LaunchError(f"the data in {folder} have the profile {profile}: choose it, or another folder")
        if origin != wanted:
            raise LaunchError(
                f"the data in {folder} were made by another version of the stand-in: choose another folder"
            )

    def _rows(self, sql: str, values: list[str | None] | None = None) -> list[list[str | None]]:
        with self._lock:
            if self._administrator is None:
                raise RuntimeError("the database is not started")
            try:
                return text_rows(self._administrator.run(sql, values or []))
            except PostgresError as error:
                if error.sqlstate:
                    raise
                self._administrator = self._reconnected(self._administrator)
            return text_rows(self._administrator.run(sql, values or []))

    def _reconnected(self, lost: Backend) -> Backend:
        """PostgreSQL begins anew when one of its processes dies; all sessions end then, later ones are served."""
        lost.close()
        try:
            self._instance.wait_until_ready()
            return Backend(self._instance.connection_string())
        except (LaunchError, OperationalError) as error:
            raise OracleError(1034, f"the Oracle instance is not available for use: {error}") from error


def _scripts(profile: Profile) -> list[str]:
    """The statements that make the SYS schema."""
    folder = resources.files("oracle_standin.engine") / "sys_schema"
    scripts = [(folder / name).read_text(encoding="utf-8") for name in _SYS_SCHEMA]
    scripts.insert(1, release_sql(profile))
    return scripts


def _make(scripts: list[str], name: str, archive: Path) -> None:
    """Pack a new database with the SYS schema, but without those that CREATE DATABASE copies: they double its size."""
    folder = new_folder(server_identity())
    instance = PostgresInstance(folder, is_durable=False)
    try:
        instance.start()
        with closing(Backend(instance.connection_string())) as administrator:
            administrator.run_all(
                f'BEGIN; {"".join(scripts)} COMMENT ON SCHEMA "SYS" IS {string_literal(name)}; COMMIT'
            )
            for unused in ("template0", "template1"):
                administrator.run_all(f"ALTER DATABASE {unused} IS_TEMPLATE false")
                administrator.run_all(f"DROP DATABASE {unused}")
        instance.stop()
        pack(instance.database_folder, archive)
    finally:
        instance.stop()
        shutil.rmtree(folder, ignore_errors=True)
