"""The server that conformance tests talk to: a stand-in, or the Oracle that the environment names."""

import itertools
import os
import secrets
import time
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import oracledb

if TYPE_CHECKING:
    from oracle_standin import Standin

_PREFIX = "FLEXT_TEST_ORACLE_"
_PRIVILEGES = (
    "CREATE SESSION, CREATE TABLE, CREATE VIEW, CREATE SYNONYM, CREATE SEQUENCE, CREATE PROCEDURE, CREATE TYPE,"
    " CREATE TRIGGER, CREATE MATERIALIZED VIEW"
)
_ATTEMPTS = 50
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Account:
    """A user with a schema of its own."""

    user: str
    password: str
    dsn: str

    @property
    def parameters(self) -> dict[str, str]:
        """What the driver needs to log on."""
        return {"user": self.user, "password": self.password, "dsn": self.dsn}

    def connect(self, **parameters: Any) -> oracledb.Connection:  # noqa: ANN401 - what the driver takes
        """A connection; other parameters of the driver may be added."""
        return oracledb.connect(**self.parameters, **parameters)


@dataclass(frozen=True)
class OracleServer:
    """Where tests create their accounts.

    Attributes:
        administrator: An account with the role DBA.
        standin: The stand-in, if it is one; only the marks standin_only and oracle_only and their tests ask for it.
    """

    administrator: Account
    standin: "Standin | None" = None

    @property
    def is_standin(self) -> bool:
        """Whether it is a stand-in."""
        return self.standin is not None

    @cached_property
    def _pool(self) -> oracledb.ConnectionPool:
        """The administrator's connections, kept: logging on costs more than creating an account."""
        return oracledb.create_pool(**self.administrator.parameters, min=1, max=4, ping_interval=-1)

    def close(self) -> None:
        """Log the administrator off."""
        if "_pool" in self.__dict__:
            self._pool.close(force=True)

    def execute(self, *statements: str) -> None:
        """Run statements as the administrator."""
        with self._pool.acquire() as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def rows(self, query: str, *binds: object) -> list[tuple[Any, ...]]:
        """All rows of a query of the administrator."""
        with self._pool.acquire() as connection, connection.cursor() as cursor:
            return list(cursor.execute(query, binds))

    def create_account(self, *, privileges: str = _PRIVILEGES, quota: str = "UNLIMITED") -> Account:
        """A new user with these system privileges and this quota on its tablespace."""
        account = Account(f"TEST_{next(_numbers)}", f"p{secrets.token_hex(8)}", self.administrator.dsn)
        self.execute(
            f'CREATE USER {account.user} IDENTIFIED BY "{account.password}" QUOTA {quota} ON users',
            f"GRANT {privileges} TO {account.user}",
        )
        return account

    def drop_account(self, account: Account) -> None:
        """Drop a user with all it has; a session that has just been closed may take a moment to end (ORA-01940)."""
        for _ in range(_ATTEMPTS):
            try:
                return self.execute(f"DROP USER {account.user} CASCADE")
            except oracledb.DatabaseError as error:
                if error.args[0].code != 1940:
                    raise
                time.sleep(0.1)
        raise AssertionError(f"{account.user} still has a session")


def named_server() -> OracleServer | None:
    """The Oracle that FLEXT_TEST_ORACLE_HOST, _PORT, _SERVICE_NAME name, if they do.

    _ADMIN_USERNAME and _ADMIN_PASSWORD name a DBA: each test gets a user of its own.
    """
    if _PREFIX + "HOST" not in os.environ:
        return None
    host, port, service, user, password = (
        os.environ[_PREFIX + key] for key in ("HOST", "PORT", "SERVICE_NAME", "ADMIN_USERNAME", "ADMIN_PASSWORD")
    )
    return OracleServer(Account(user, password, f"{host}:{port}/{service}"))


def standin_server(standin: "Standin") -> OracleServer:
    """A stand-in with an administrator."""
    password = secrets.token_hex(8)
    standin.create_user("ADMINISTRATOR", password, is_administrator=True)
    return OracleServer(Account("ADMINISTRATOR", password, standin.dsn), standin)
