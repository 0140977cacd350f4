"""Executes INSERT, UPDATE, DELETE and MERGE, once or for each row of an array bind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from typing import TypeVar

from psycopg.pq.abc import PGresult

from oracle_standin.codec.wire_types import BindColumn
from oracle_standin.engine.array_dml import ArrayDml, RunRows, copying, executing, inserting
from oracle_standin.engine.backend import Backend, PostgresError, affected_rows, text_rows
from oracle_standin.engine.bind_values import to_text
from oracle_standin.engine.catalog import Catalog
from oracle_standin.engine.copy_rows import is_copyable
from oracle_standin.engine.key_updates import DUPLICATE_KEY, update_in_steps
from oracle_standin.engine.results import wire_rows
from oracle_standin.engine.row_places import last_rowid, run_keeping_last, telling_place
from oracle_standin.errors import OracleError
from oracle_standin.faults.schedule import StatementFaults
from oracle_standin.sql.identifiers import quoted, stored
from oracle_standin.sql.statements import Dml
from oracle_standin.sql.types import OracleType

Outcome = TypeVar("Outcome")


@dataclass(slots=True)
class StatementResult:
    """What a statement that is no query has done.

    Attributes:
        row_count: Rows affected in total.
        row_counts: Rows affected per array row, when asked for.
        batch_errors: Errors by array row, counted from 0, when asked for.
        error: Array DML without batch errors stopped at an array row: what was done before it stays in the
            transaction and is counted.
        returned: Per execution the rows of wire values that RETURNING gave.
        rowid: Of the last row that was changed, in its wire form.
    """

    row_count: int = 0
    row_counts: list[int] = field(default_factory=list)
    batch_errors: list[tuple[int, OracleError]] = field(default_factory=list)
    error: OracleError | None = None
    returned: list[list[tuple[bytes | None, ...]]] = field(default_factory=list)
    rowid: bytes | None = None


@dataclass(frozen=True, slots=True)
class Execution:
    """How a statement is executed.

    Attributes:
        array_size: Rows of its binds.
        faults: Those that are to happen on the way.
        to_oracle: Makes Oracle's error of PostgreSQL's.
        keeps_going: Collects the errors of rows instead of stopping at the first one.
        tells_place: Whether the changed rows have places of their own, which make ROWIDs.
    """

    array_size: int
    faults: StatementFaults
    to_oracle: Callable[[PostgresError], OracleError]
    keeps_going: bool
    tells_place: bool

    @property
    def is_single(self) -> bool:
        """Whether it is no array."""
        return self.array_size == 1 and not self.keeps_going

    def array(self, backend: Backend, run_rows: RunRows) -> ArrayDml:
        """An array that is run by this function."""
        return ArrayDml(backend, run_rows, self.to_oracle, self.faults, keeps_going=self.keeps_going)

    def result_of(self, array: ArrayDml, rowid: bytes | None) -> StatementResult:
        """What an array has done."""
        result = StatementResult(sum(array.row_counts), array.row_counts, rowid=rowid)
        if self.keeps_going:
            result.batch_errors = array.errors
        elif array.errors:
            result.error = array.errors[0][1]
        return result


def execute_dml(backend: Backend, statement: Dml, binds: Sequence[BindColumn], execution: Execution) -> StatementResult:
    """Execute the statement once, with the first row of the binds."""
    execution.faults.check_rows(0, 1)
    count, rowid = _run_last(backend, statement, first_row(binds), tells_place=execution.tells_place)
    execution.faults.use_space(count)
    return StatementResult(count, [count], rowid=rowid)


def execute_returning(
    backend: Backend, statement: Dml, binds: Sequence[BindColumn], execution: Execution
) -> StatementResult:
    """Execute a statement with RETURNING for each row of its binds, the last of which take the values."""
    inputs, outputs = binds[: statement.bind_count], binds[statement.bind_count :]
    executed, rowid = telling_place(statement) if execution.tells_place else statement, None
    returned: list[list[tuple[bytes | None, ...]]] = [[] for _ in range(execution.array_size)]

    def run_rows(start: int, stop: int) -> list[int]:
        nonlocal rowid
        for row in range(start, stop):
            result = _run_one(backend, executed, row_of(inputs, row))
            has_places = result.nfields > statement.returned_count  # rows that changed places have none to tell of
            rowid = last_rowid(result) if has_places else None
            returned[row] = wire_rows(result, [bind.wire_type for bind in outputs])
        return [len(rows) for rows in returned[start:stop]]

    if execution.is_single:
        execution.faults.check_rows(0, 1)
        counts = run_rows(0, 1)
        execution.faults.use_space(counts[0])
        return StatementResult(counts[0], counts, returned=returned, rowid=rowid)
    array = execution.array(backend, run_rows)
    array.run(0, execution.array_size)
    done = execution.array_size if execution.keeps_going else len(array.row_counts)
    return replace(execution.result_of(array, rowid), returned=returned[:done])


def with_columns(backend: Backend, catalog: Catalog, statement: Dml) -> Dml:
    """The statement with all columns named: without, PostgreSQL would take fewer values than columns."""
    rows_sql = statement.rows_sql and _with_columns(backend, catalog, statement.rows_sql)
    return replace(statement, sql=_with_columns(backend, catalog, statement.sql), rows_sql=rows_sql)


def _with_columns(backend: Backend, catalog: Catalog, sql: str) -> str:
    text, *parts = sql.split("\0")
    for table_sql, rest in zip(parts[::2], parts[1::2], strict=True):
        names = ", ".join(map(quoted, _columns(backend, catalog, table_sql)))
        text += (f"({names})" if names else "") + rest
    return text


def _columns(backend: Backend, catalog: Catalog, table_sql: str) -> dict[str, OracleType]:
    """The columns of a table under their stored names; none when it does not exist."""
    oid = text_rows(backend.run("SELECT to_regclass($1)::oid", [table_sql]))[0][0]
    return {column.name: column.type for column in catalog.columns(int(oid or 0), backend).values()}


def execute_array_dml(
    backend: Backend, catalog: Catalog, statement: Dml, binds: Sequence[BindColumn], execution: Execution
) -> StatementResult:
    """Execute the statement for each row of the binds."""
    size, tells_place = execution.array_size, execution.tells_place
    run_many = _row_runner(backend, catalog, statement, binds, size)
    last, rowid = size - 1, None

    def run_rows(start: int, stop: int) -> list[int]:
        nonlocal rowid
        if not tells_place or start < last:
            return run_many(start, stop)
        count, rowid = _run_last(backend, statement, row_of(binds, last), tells_place=True)
        return [count]

    array = execution.array(backend, run_rows)
    # the last row runs alone: only that one need say where it is
    parts = pairwise((0, last, size) if tells_place and last else (0, size))
    all(array.run(start, stop) for start, stop in parts)
    return execution.result_of(array, rowid)


def first_row(binds: Sequence[BindColumn]) -> list[str | None]:
    """The first value of each bind position, as PostgreSQL reads it."""
    return row_of(binds, 0)


def row_of(binds: Sequence[BindColumn], row: int) -> list[str | None]:
    """The values of one array row, as PostgreSQL reads them."""
    return [to_text(BindColumn(b.wire_type, b.charset_form, b.max_bytes, b.values[row : row + 1]))[0] for b in binds]


def _row_runner(
    backend: Backend, catalog: Catalog, statement: Dml, binds: Sequence[BindColumn], array_size: int
) -> RunRows:
    columns = _copied_columns(backend, catalog, statement, binds)
    if columns:
        names = ", ".join(map(quoted, columns))
        return copying(backend, f"COPY {statement.table_sql} ({names}) FROM STDIN", binds)
    if statement.rows_sql is not None and binds:
        return inserting(backend, statement.rows_sql, binds)
    run_one = partial(_run_one, backend, statement) if statement.steps else None
    return executing(backend, statement.sql, binds, array_size, run_one)


def _run_one(backend: Backend, statement: Dml, values: Sequence[str | None]) -> PGresult:
    return _run_or_move(backend, statement, values, lambda: backend.run(statement.sql, values), lambda result: result)


def _run_last(
    backend: Backend, statement: Dml, values: Sequence[str | None], *, tells_place: bool
) -> tuple[int, bytes | None]:
    """The number of rows that were changed, and the ROWID of the last one if the table has places to tell of."""
    if not tells_place:
        return affected_rows(_run_one(backend, statement, values)), None
    sql = telling_place(statement).sql
    return _run_or_move(
        backend,
        statement,
        values,
        lambda: run_keeping_last(backend, sql, values),
        lambda result: (affected_rows(result), None),
    )


def _run_or_move(
    backend: Backend,
    statement: Dml,
    values: Sequence[str | None],
    run: Callable[[], Outcome],
    outcome_of: Callable[[PGresult], Outcome],
) -> Outcome:
    """What `run` gives, or the outcome of an UPDATE in steps where unique keys collide on its way."""
    if statement.steps is None:
        return run()
    backend.run_all("SAVEPOINT keys")
    try:
        outcome = run()
    except PostgresError as error:
        if error.sqlstate != DUPLICATE_KEY:
            raise
        backend.run_all("ROLLBACK TO SAVEPOINT keys")
        outcome = outcome_of(update_in_steps(backend, statement, statement.steps, values, error))
    backend.run_all("RELEASE SAVEPOINT keys")
    return outcome


def _copied_columns(backend: Backend, catalog: Catalog, statement: Dml, binds: Sequence[BindColumn]) -> list[str]:
    """The columns, as stored, that COPY can fill with these binds; none when one needs another way."""
    if statement.plain_insert is None:
        return []
    types = _columns(backend, catalog, statement.table_sql)
    columns = [stored(column) for column in statement.plain_insert] or list(types)
    is_copied = len(columns) == len(binds) and all(
        column in types and is_copyable(bind, types[column]) for column, bind in zip(columns, binds, strict=True)
    )
    return columns if is_copied else []
