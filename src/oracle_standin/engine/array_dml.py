"""A DML statement for all rows of an array bind, with Oracle's meaning of an error in the middle.

Rows run together for speed, in a savepoint. When they fail they run again in smaller parts, down to the row that
failed alone: the rows before it are done, as in Oracle, and only a few rows run more often than once.
"""

from collections.abc import Callable, Sequence

from psycopg.pq.abc import PGresult

from oracle_standin.codec.wire_types import BindColumn
from oracle_standin.engine.backend import Backend, PostgresError, affected_rows
from oracle_standin.engine.bind_values import array_literal, postgres_type, text_converter, to_text
from oracle_standin.engine.copy_rows import copy_chunks
from oracle_standin.errors import OracleError
from oracle_standin.faults.schedule import StatementFaults

_PARTS = 16
_INSERTED_ROWS = 5_000
_STATEMENT_NAME = "array_dml"
# errors of the session or the transaction, not of a row
_FATAL_CODES = frozenset({1013, 60, 3113})
RunRows = Callable[[int, int], list[int]]
RunOne = Callable[[Sequence[str | None]], PGresult]


class ArrayDml:
    """Runs `run_rows(start, stop)` over an array; that function gives the rows affected by each array row.

    Attributes:
        row_counts: Rows affected per array row that was reached.
        errors: Errors with their array rows.
    """

    def __init__(
        self,
        backend: Backend,
        run_rows: RunRows,
        to_oracle: Callable[[PostgresError], OracleError],
        faults: StatementFaults,
        *,
        keeps_going: bool,
    ) -> None:
        self._backend = backend
        self._faults = faults
        self._run_rows = run_rows
        self._to_oracle = to_oracle
        self._keeps_going = keeps_going
        self.row_counts: list[int] = []
        self.errors: list[tuple[int, OracleError]] = []

    def run(self, start: int, stop: int) -> bool:
        """Run these array rows; false when an error stopped it.

        Raises:
            PostgresError: It is no row's fault.
        """
        self._backend.run_all("SAVEPOINT array_rows")
        try:
            self._faults.check_rows(start, stop)
            counts = self._run_rows(start, stop)
            self._faults.use_space(sum(counts))
        except (PostgresError, OracleError) as error:
            self._backend.run_all("ROLLBACK TO SAVEPOINT array_rows; RELEASE SAVEPOINT array_rows")
            return self._after_error(error, start, stop)
        self._backend.run_all("RELEASE SAVEPOINT array_rows")
        self.row_counts += counts
        return True

    def _after_error(self, error: PostgresError | OracleError, start: int, stop: int) -> bool:
        oracle_error = error if isinstance(error, OracleError) else self._to_oracle(error)
        if oracle_error.code in _FATAL_CODES:
            raise error
        if stop - start > 1:
            size = -(-(stop - start) // _PARTS)
            return all(self.run(part, min(part + size, stop)) for part in range(start, stop, size))
        self.errors.append((start, oracle_error))
        if self._keeps_going:
            self.row_counts.append(0)
        return self._keeps_going


def copying(backend: Backend, sql: str, binds: Sequence[BindColumn]) -> RunRows:
    """Rows through COPY."""

    def run_rows(start: int, stop: int) -> list[int]:
        backend.copy(sql, copy_chunks(binds, start, stop))
        return [1] * (stop - start)

    return run_rows


def inserting(backend: Backend, rows_sql: str, binds: Sequence[BindColumn]) -> RunRows:
    """Rows through one INSERT ... SELECT; `rows_sql` ends where their relation belongs."""
    arrays = ", ".join(f"${place}::{postgres_type(bind)}[]" for place, bind in enumerate(binds, 1))
    names = ", ".join(f"b{place}" for place in range(1, len(binds) + 1))
    _prepare(backend, f'{rows_sql} unnest({arrays}) AS "~binds" ({names})')
    converters = [text_converter(bind, postgres_type(bind)) for bind in binds]

    def run_rows(start: int, stop: int) -> list[int]:
        for first in range(start, stop, _INSERTED_ROWS):
            last = min(first + _INSERTED_ROWS, stop)
            texts = [convert(bind.values[first:last]) for bind, convert in zip(binds, converters, strict=True)]
            backend.run_prepared(_STATEMENT_NAME, map(array_literal, texts))
        return [1] * (stop - start)

    return run_rows


def executing(
    backend: Backend, sql: str, binds: Sequence[BindColumn], array_size: int, run_one: RunOne | None
) -> RunRows:
    """Rows through a prepared statement; `run_one` has another way for a row that failed with others."""
    columns = [to_text(bind) for bind in binds]
    rows = list(zip(*columns, strict=True)) if columns else [()] * array_size
    _prepare(backend, sql)

    def run_rows(start: int, stop: int) -> list[int]:
        if run_one is not None and stop - start == 1:
            return [affected_rows(run_one(rows[start]))]
        return backend.run_prepared_rows(_STATEMENT_NAME, rows[start:stop])

    return run_rows


def _prepare(backend: Backend, sql: str) -> None:
    backend.run_all("DEALLOCATE ALL")
    backend.prepare(_STATEMENT_NAME, sql)
