"""OracleQueryService: statements and transactions."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import oracledb

from flext_target_oracle.oracle.connection import OracleConnectionService
from flext_target_oracle.oracle.errors import statement_error
from flext_target_oracle.schema.types import (
    BinaryDouble,
    BinaryFloat,
    Blob,
    Boolean,
    Char,
    Clob,
    Date,
    Json,
    Nclob,
    Number,
    Nvarchar2,
    OracleType,
    Raw,
    Timestamp,
    TimestampTz,
    UnknownType,
    Varchar2,
)

T = TypeVar("T")


class Transaction:
    """One transaction on one connection; whoever opened it commits or rolls back."""

    def __init__(self, connection: oracledb.Connection) -> None:
        self._connection = connection

    def fetch(self, sql: str, binds: Sequence[Any] = (), *, doing: str) -> list[tuple[Any, ...]]:
        """All rows of a query.

        Raises:
            DatabaseError: Oracle refused it.
        """
        with self._cursor(doing) as cursor:
            cursor.execute(sql, list(binds))
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows

    def execute(self, sql: str, binds: Sequence[Any] = (), *, types: Sequence[OracleType] = (), doing: str) -> int:
        """The number of rows that a statement changed. DDL commits what came before it.

        Raises:
            DatabaseError: Oracle refused it.
        """
        with self._cursor(doing) as cursor:
            if types:
                cursor.setinputsizes(*map(bind_type, types))
            cursor.execute(sql, list(binds))
            return cursor.rowcount

    def insert_columns(
        self, sql: str, columns: Sequence[Sequence[Any]], *, types: Sequence[OracleType], doing: str
    ) -> int:
        """Insert rows that come as columns, in one round trip; the number of rows.

        `types` says how each column is bound: the driver would guess from the first value, and guesses DATE for a
        date-time.

        Raises:
            RecordError: A row was refused, named by its position; the rows before it are in the transaction.
            DatabaseError: Oracle refused for another reason.
        """
        with self._cursor(doing) as cursor:
            cursor.setinputsizes(*map(bind_type, types))
            cursor.executemany(sql, list(zip(*columns, strict=True)))
            return cursor.rowcount

    def commit(self, *, doing: str) -> None:
        """Make the transaction durable.

        Raises:
            DatabaseError: The answer is lost or a deferred constraint failed.
        """
        with self._translated_errors(doing):
            self._connection.commit()

    @contextmanager
    def _cursor(self, doing: str) -> Iterator[oracledb.Cursor]:
        with self._connection.cursor() as cursor, self._translated_errors(doing, cursor):
            yield cursor

    @contextmanager
    def _translated_errors(self, doing: str, cursor: oracledb.Cursor | None = None) -> Iterator[None]:
        try:
            yield
        except oracledb.Error as error:
            # After a failed executemany rowcount counts the rows before the bad one, so it is its position
            # (python-oracledb tests/cursor/test_1200_executemany.py, test 1208).
            row = cursor.rowcount if cursor is not None else None
            raise statement_error(error, doing=doing, row=row) from error


class OracleQueryService:
    """Runs statements, each piece of work in a transaction of its own."""

    def __init__(self, connections: OracleConnectionService) -> None:
        self._connections = connections

    async def fetch(self, sql: str, binds: Sequence[Any] = (), *, doing: str) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return await self._connections.run(lambda connection: Transaction(connection).fetch(sql, binds, doing=doing))

    async def execute(self, sql: str, binds: Sequence[Any] = (), *, doing: str) -> int:
        """The number of rows that a statement changed; committed."""
        return await self.in_transaction(lambda transaction: transaction.execute(sql, binds, doing=doing), doing=doing)

    async def in_transaction(self, work: Callable[[Transaction], T], *, doing: str) -> T:
        """Do some work and commit it; after an error nothing of it stays.

        Raises:
            DatabaseError: Oracle refused a statement or the commit.
            ConnectionFailedError: There was no connection to do it with.
        """

        def run(connection: oracledb.Connection) -> T:
            transaction = Transaction(connection)
            result = work(transaction)
            transaction.commit(doing=doing)
            return result

        return await self._connections.run(run)


def bind_type(column_type: OracleType) -> oracledb.DbType:
    """How values of a column travel.

    Raises:
        ValueError: Nothing is loaded into a column of this type.
    """
    if isinstance(column_type, UnknownType):
        raise ValueError(f"nothing is loaded into a column of type {column_type.sql}")  # noqa: TRY004 - not a caller's mistake
    return _BIND_TYPES[type(column_type)]


# What a LOB holds goes as LONG: one round trip at any length.
_BIND_TYPES: dict[type[OracleType], oracledb.DbType] = {
    Number: oracledb.DB_TYPE_NUMBER,
    BinaryFloat: oracledb.DB_TYPE_BINARY_FLOAT,
    BinaryDouble: oracledb.DB_TYPE_BINARY_DOUBLE,
    Varchar2: oracledb.DB_TYPE_VARCHAR,
    Nvarchar2: oracledb.DB_TYPE_NVARCHAR,
    Char: oracledb.DB_TYPE_CHAR,
    Clob: oracledb.DB_TYPE_LONG,
    Nclob: oracledb.DB_TYPE_LONG_NVARCHAR,
    Raw: oracledb.DB_TYPE_RAW,
    Blob: oracledb.DB_TYPE_LONG_RAW,
    Boolean: oracledb.DB_TYPE_BOOLEAN,
    Json: oracledb.DB_TYPE_JSON,
    Date: oracledb.DB_TYPE_DATE,
    Timestamp: oracledb.DB_TYPE_TIMESTAMP,
    TimestampTz: oracledb.DB_TYPE_TIMESTAMP_TZ,
}
