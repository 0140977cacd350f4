"""A database as a test sees it: through a connection that the target knows nothing of."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import oracledb

from flext_target_oracle.config import OracleConfig

if TYPE_CHECKING:
    from oracle_standin import Standin

_PREFIX = "FLEXT_TEST_ORACLE_"
_KEYS = ("host", "port", "service_name", "username", "password")


@dataclass(frozen=True, slots=True)
class Database:
    """An account with a schema of its own, and a connection to look at it."""

    config: OracleConfig
    connection: oracledb.Connection

    @property
    def owner(self) -> str:
        """The schema."""
        return self.config.username.upper()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """All rows of a query; text of any length as str, numbers as the driver's default."""
        with self.connection.cursor() as cursor:
            rows: list[tuple[Any, ...]] = cursor.execute(sql, fetch_lobs=False).fetchall()
            return rows

    def count(self, table: str) -> int:
        """The committed rows of a table; 0 where there is none yet."""
        try:
            return int(self.rows(f'SELECT COUNT(*) FROM "{table}"')[0][0])
        except oracledb.DatabaseError as error:
            if error.args[0].full_code != "ORA-00942":
                raise
            return 0

    def execute(self, sql: str) -> None:
        """Run a statement and commit it."""
        with self.connection.cursor() as cursor:
            cursor.execute(sql)
        self.connection.commit()

    def drop_tables(self) -> None:
        """Leave no table."""
        for (table,) in self.rows("SELECT TABLE_NAME FROM USER_TABLES"):
            self.execute(f'DROP TABLE "{table}" CASCADE CONSTRAINTS PURGE')


def named_database() -> OracleConfig | None:
    """The Oracle that FLEXT_TEST_ORACLE_HOST, _PORT, _SERVICE_NAME, _USERNAME and _PASSWORD name, if they do."""
    named = {key: os.environ[_PREFIX + key.upper()] for key in _KEYS if _PREFIX + key.upper() in os.environ}
    if not named:
        return None
    config = OracleConfig.model_validate(named)
    with logged_in(config) as database:
        # Tests drop what they find in this schema: it must be theirs.
        assert database.rows("SELECT TABLE_NAME FROM USER_TABLES") == [], f"{database.owner} holds tables already"
    return config


def standin_database(standin: "Standin") -> OracleConfig:
    """The account of a stand-in."""
    values = (standin.host, standin.port, standin.service_name, standin.user, standin.password)
    return OracleConfig.model_validate(dict(zip(_KEYS, values, strict=True)))


@contextmanager
def logged_in(config: OracleConfig) -> Iterator[Database]:
    """A schema as it is."""
    with oracledb.connect(
        user=config.username,
        password=config.password.get_secret_value(),
        host=config.host,
        port=config.port,
        service_name=config.service_name,
    ) as connection:
        yield Database(config, connection)


@contextmanager
def connected(config: OracleConfig) -> Iterator[Database]:
    """A schema without tables, before and after."""
    with logged_in(config) as database:
        database.drop_tables()
        yield database
        database.connection.rollback()
        database.drop_tables()
