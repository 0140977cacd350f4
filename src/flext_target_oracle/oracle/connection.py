"""OracleConnectionService: who holds connections to Oracle, and on which thread they are used."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import oracledb

from flext_target_oracle.config import OracleConfig
from flext_target_oracle.oracle.errors import connection_error
from flext_target_oracle.oracle.limits import ServerLimits
from flext_target_oracle.schema.types import MAX_EXTENDED_LENGTH, MAX_VARCHAR2_LENGTH

T = TypeVar("T")

# What the driver raises when there is no connection. The resolver's errors come through it as they are
# (Address.resolve_host_name), of a name that IDNA cannot encode too.
_FAILURES = (oracledb.Error, OSError, UnicodeError)
_KEEP_ALIVE_MINUTES = 2  # a network that has gone silent is noticed
_MODULE = "flext-target-oracle"  # V$SESSION.MODULE
_SESSION_STATEMENTS = (
    # The driver sets the zone of the Python process; values are bound as UTC.
    "ALTER SESSION SET TIME_ZONE='UTC'",
    # Numbers that become text have a point, whatever the language of this machine.
    "ALTER SESSION SET NLS_NUMERIC_CHARACTERS='.,'",
    # DDL waits for another session's open transaction instead of failing at once with ORA-00054.
    "ALTER SESSION SET DDL_LOCK_TIMEOUT=30",
)


class OracleConnectionService:
    """A pool of connections, each used by one thread at a time.

    The driver's calls block, so they run on threads of this service (thick mode has no async API).
    """

    def __init__(self, config: OracleConfig, *, pool_size: int) -> None:
        self._config = config
        self._pool_size = pool_size
        self._threads = ThreadPoolExecutor(pool_size, thread_name_prefix="oracle")
        self._pool: oracledb.ConnectionPool | None = None
        self._in_use: set[oracledb.Connection] = set()

    @property
    def target(self) -> str:
        """Where Oracle is, as a person reads it."""
        return f"{self._config.host}:{self._config.port}/{self._config.service_name}"

    async def open(self) -> ServerLimits:
        """Log in and make the pool.

        The first log-in stands alone: a pool would try a wrong password again and lock the account.

        Raises:
            ConnectionFailedError: Oracle was not reached or refused; says what to look at.
        """
        try:
            return await asyncio.wait_for(self._on_thread(self._open), self._config.tcp_connect_timeout_s)
        except TimeoutError as error:
            raise self._failure(error) from error

    async def run(self, work: Callable[[oracledb.Connection], T]) -> T:
        """Do some work with a connection on a thread; an open transaction is rolled back at the end.

        Raises:
            ConnectionFailedError: The pool could not give a connection.
        """
        return await self._on_thread(lambda: self._with_connection(work))

    def cancel(self) -> None:
        """Ask Oracle to give up all running calls; their work is rolled back. Safe from any thread."""
        for connection in tuple(self._in_use):
            try:
                connection.cancel()
            except oracledb.Error:
                # The connection is gone, and the call with it.
                continue

    def close(self) -> None:
        """Close the pool and its threads; call it when no work is running."""
        if self._pool is not None:
            self._pool.close(force=True)
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _on_thread(self, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, call)

    def _open(self) -> ServerLimits:
        try:
            with oracledb.connect(**self._parameters()) as connection:
                limits = _limits(connection)
            self._pool = oracledb.create_pool(
                **self._parameters(), min=1, max=self._pool_size, increment=1, session_callback=_prepare_session
            )
        except _FAILURES as error:
            raise self._failure(error) from error
        return limits

    def _with_connection(self, work: Callable[[oracledb.Connection], T]) -> T:
        if self._pool is None:
            raise RuntimeError("open() comes before run()")
        try:
            connection = self._pool.acquire()
        except _FAILURES as error:
            raise self._failure(error) from error
        self._in_use.add(connection)
        try:
            return work(connection)
        finally:
            self._in_use.discard(connection)
            # The pool rolls an open transaction back.
            connection.close()

    def _failure(self, error: Exception) -> Exception:
        return connection_error(error, target=self.target, username=self._config.username)

    def _parameters(self) -> dict[str, Any]:
        return {
            "host": self._config.host,
            "port": self._config.port,
            "service_name": self._config.service_name,
            "user": self._config.username,
            "password": self._config.password.get_secret_value(),
            "tcp_connect_timeout": self._config.tcp_connect_timeout_s,
            "expire_time": _KEEP_ALIVE_MINUTES,
        }


def _limits(connection: oracledb.Connection) -> ServerLimits:
    with connection.cursor() as cursor:
        # RPAD stops at the longest VARCHAR2; MAX_STRING_SIZE itself needs a privilege to be seen.
        cursor.execute("SELECT LENGTHB(RPAD('x', 4001, 'x')) FROM DUAL")
        is_extended = cursor.fetchall()[0][0] > MAX_VARCHAR2_LENGTH
    return ServerLimits(
        connection.version,
        max_identifier_bytes=connection.max_identifier_length or 30,
        max_string_bytes=MAX_EXTENDED_LENGTH if is_extended else MAX_VARCHAR2_LENGTH,
    )


def _prepare_session(connection: oracledb.Connection, _requested_tag: str) -> None:
    connection.module = _MODULE
    with connection.cursor() as cursor:
        for statement in _SESSION_STATEMENTS:
            cursor.execute(statement)
