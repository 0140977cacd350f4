"""One connection to PostgreSQL: text in, text out, errors with their diagnostics, cancellable."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from select import POLLIN, POLLOUT, poll

import psycopg
from psycopg.pq import ConnStatus, DiagnosticField, ExecStatus
from psycopg.pq.abc import PGresult

from oracle_standin.errors import UnsupportedError

_CHUNK_ROWS = 200  # a row may be large
_PIPELINED_ROWS = 500  # their answers fit into the socket's buffer
_TEXT_OID = 25
_FAILURES = (ExecStatus.FATAL_ERROR, ExecStatus.BAD_RESPONSE)


class PostgresError(Exception):
    """PostgreSQL refused a statement.

    Attributes:
        sqlstate: Its error code; empty when the connection is lost.
        message: Its text.
        schema, table, column, constraint: Names that its diagnostics give, else empty.
        ended_transaction: Whether it was the COMMIT that it refused.
    """

    def __init__(self, message: str, fields: dict[DiagnosticField, str] | None = None) -> None:
        fields = fields or {}
        super().__init__(message)
        self.message = message
        self.sqlstate = fields.get(DiagnosticField.SQLSTATE, "")
        self.schema = fields.get(DiagnosticField.SCHEMA_NAME, "")
        self.table = fields.get(DiagnosticField.TABLE_NAME, "")
        self.column = fields.get(DiagnosticField.COLUMN_NAME, "")
        self.constraint = fields.get(DiagnosticField.CONSTRAINT_NAME, "")
        self.ended_transaction = False


class TooManySessionsError(Exception):
    """PostgreSQL takes no further connection."""


class CancelledError(Exception):
    """The client cancelled the call while nothing ran in PostgreSQL."""


class Backend:
    """A connection without a transaction of its own: BEGIN and COMMIT are statements like others."""

    def __init__(self, connection_string: str) -> None:
        """Connect.

        Raises:
            TooManySessionsError: There are as many connections as there can be.
        """
        try:
            self._connection = psycopg.connect(connection_string, autocommit=True)
        except psycopg.OperationalError as error:
            if "too many" in str(error) or "remaining connection slots" in str(error):
                raise TooManySessionsError from error
            raise
        self._pq = self._connection.pgconn
        self._pq.nonblocking = 0  # psycopg sets it for its own way of waiting
        self._lock = threading.Lock()
        self._is_running = False
        self._is_cancelled = False

    @property
    def process_id(self) -> int:
        """PostgreSQL's number of the process that serves this connection."""
        return int(self._pq.backend_pid)

    @contextmanager
    def cancellable(self) -> Iterator[None]:
        """A call of the client: cancel() has an effect inside only."""
        with self._lock:
            self._is_running, self._is_cancelled = True, False
        try:
            yield
        finally:
            with self._lock:
                self._is_running = False

    def cancel(self) -> None:
        """Stop the running call; safe from another thread, without effect between calls."""
        with self._lock:
            if self._is_running:
                self._is_cancelled = True
                self._pq.get_cancel().cancel()

    def run(self, sql: str, values: Iterable[str | None] = ()) -> PGresult:
        """The result of one statement; `values` replace $1, $2, ...

        Raises:
            PostgresError: It failed.
            CancelledError: The call was cancelled before it.
        """
        self._check_cancelled()
        encoded = [None if value is None else _c_string(value) for value in values]
        return self._checked(self._pq.exec_params(_c_string(sql), encoded))

    def run_texts(self, sql: str, values: Iterable[str | None]) -> PGresult:
        """As run(), but the values need not all be named: PostgreSQL takes them for text, whatever stands there."""
        self._check_cancelled()
        encoded = [None if value is None else _c_string(value) for value in values]
        return self._checked(self._pq.exec_params(_c_string(sql), encoded, [_TEXT_OID] * len(encoded)))

    def run_in_chunks(self, sql: str, values: Iterable[str | None]) -> Iterator[PGresult]:
        """The result of a query in parts, the last of which has no rows; nothing else may run before it.

        Raises:
            PostgresError: It failed.
            CancelledError: The call was cancelled before it.
        """
        self._check_cancelled()
        encoded = [None if value is None else _c_string(value) for value in values]
        self._pq.send_query_params(_c_string(sql), encoded)
        self._pq.set_chunked_rows_mode(_CHUNK_ROWS)
        try:
            while (result := self._next_result()) is not None:
                yield self._checked(result)
        finally:
            self._drop_results()

    def run_all(self, sql: str) -> None:
        """Run several statements separated by semicolons in one round trip.

        Raises:
            PostgresError: One failed; those after it did not run.
        """
        self._check_connected()
        self._checked(self._pq.exec_(_c_string(sql)))

    def describe(self, sql: str) -> PGresult:
        """The result columns of a statement that is not executed.

        Raises:
            PostgresError: It is not valid.
        """
        self._checked(self._pq.prepare(b"", _c_string(sql)))
        return self._checked(self._pq.describe_prepared(b""))

    def prepare(self, name: str, sql: str) -> None:
        """Prepare a statement for run_prepared().

        Raises:
            PostgresError: It is not valid.
        """
        self._checked(self._pq.prepare(name.encode(), _c_string(sql)))

    def run_prepared(self, name: str, values: Iterable[str | None]) -> PGresult:
        """The result of a prepared statement.

        Raises:
            PostgresError: It failed.
            CancelledError: The call was cancelled before it.
        """
        self._check_cancelled()
        encoded = [None if value is None else _c_string(value) for value in values]
        # psycopg's stub forgets that a parameter may be NULL
        return self._checked(self._pq.exec_prepared(name.encode(), encoded))  # type: ignore[arg-type]

    def run_prepared_rows(self, name: str, rows: Sequence[Sequence[str | None]]) -> list[int]:
        """The rows that a prepared statement changed with each of these values, one execution after the other.

        They are sent without waiting for answers (PostgreSQL, libpq, "Pipeline Mode"); a transaction has to be open.

        Raises:
            PostgresError: One failed; those after it did not run.
            CancelledError: The call was cancelled between them.
        """
        counts: list[int] = []
        for first in range(0, len(rows), _PIPELINED_ROWS):
            self._check_cancelled()
            counts += self._pipelined(name.encode(), rows[first : first + _PIPELINED_ROWS])
        return counts

    def _pipelined(self, name: bytes, rows: Sequence[Sequence[str | None]]) -> list[int]:
        encoded = [[None if value is None else _c_string(value) for value in row] for row in rows]
        self._check_connected()
        self._pq.enter_pipeline_mode()
        try:
            for values in encoded:
                self._pq.send_query_prepared(name, values)
            self._pq.pipeline_sync()
            results = [self._pipelined_result() for _ in rows]
            self._next_result()  # the synchronisation
            self._pq.exit_pipeline_mode()
        except psycopg.OperationalError as error:  # the connection is lost
            raise PostgresError(str(error)) from error
        return [affected_rows(self._checked(result)) for result in results]

    def _pipelined_result(self) -> PGresult | None:
        result = self._next_result()
        self._drop_results()
        return result

    def copy(self, sql: str, chunks: Iterable[bytes]) -> int:
        """Send rows to `COPY ... FROM STDIN` and count them; PostgreSQL stores a chunk while the next one is made.

        Raises:
            PostgresError: It failed; no row is stored.
            CancelledError: The call was cancelled before it.
        """
        self._check_cancelled()
        self._checked(self._pq.exec_(_c_string(sql)))
        self._pq.nonblocking = 1
        try:
            self._send(chunks)
            return affected_rows(self._checked(self._next_result()))
        finally:
            self._pq.nonblocking = 0
            self._drop_results()

    def _send(self, chunks: Iterable[bytes]) -> None:
        error = None
        try:
            for chunk in chunks:
                self._pq.put_copy_data(chunk)
                self._flush()
        except BaseException:
            error = b"the rows could not be made"
            raise
        finally:
            self._pq.put_copy_end(error)
            self._flush()

    def _flush(self) -> None:
        while self._pq.flush():
            self._wait(POLLIN | POLLOUT)
            self._pq.consume_input()

    def _next_result(self) -> PGresult | None:
        """The next result; while psycopg waits for one itself, no other thread runs."""
        while self._pq.is_busy():
            self._wait(POLLIN)
            self._pq.consume_input()
        return self._pq.get_result()

    def _drop_results(self) -> None:
        while self._next_result() is not None:
            pass

    def _wait(self, events: int) -> None:
        waiting = poll()
        waiting.register(self._pq.socket, events)
        waiting.poll()

    def close(self) -> None:
        """Close the connection; an open transaction is rolled back."""
        self._connection.close()

    def _check_cancelled(self) -> None:
        self._check_connected()
        if self._is_cancelled:
            raise CancelledError

    def _check_connected(self) -> None:
        if self._pq.status != ConnStatus.OK:
            raise PostgresError("the connection to PostgreSQL is lost")

    def _checked(self, result: PGresult | None) -> PGresult:
        if result is None or result.status in _FAILURES:
            raise self._error(result)
        return result

    def _error(self, result: PGresult | None) -> PostgresError:
        if result is None:
            return PostgresError(self._pq.get_error_message())
        fields = {field: result.error_field(field) for field in DiagnosticField}
        texts = {field: value.decode() for field, value in fields.items() if value is not None}
        message = texts.get(DiagnosticField.MESSAGE_PRIMARY) or self._pq.get_error_message()
        return PostgresError(message, texts)


def _c_string(text: str) -> bytes:
    """The text for libpq, which would cut it off at a NUL."""
    if "\0" in text:
        raise UnsupportedError("NUL characters in text")
    return text.encode()


def affected_rows(result: PGresult) -> int:
    """The number of rows that a statement changed."""
    return result.command_tuples or 0


def text_rows(result: PGresult) -> list[list[str | None]]:
    """All rows of a result, as text."""
    columns = range(result.nfields)
    return [
        [None if (value := result.get_value(row, column)) is None else value.decode() for column in columns]
        for row in range(result.ntuples)
    ]
