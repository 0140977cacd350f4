"""Direct path load: COPY in a transaction of its own, with the few checks that Oracle makes on this path.

CHECK and foreign key constraints are not evaluated; rows with duplicate keys are loaded and leave the unique index
unusable (Utilities, "Integrity Constraints" of direct path loads).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from oracle_standin.codec.wire_types import BindColumn
from oracle_standin.engine.backend import Backend, PostgresError, text_rows
from oracle_standin.engine.bind_values import text_converter
from oracle_standin.engine.catalog import Catalog, ColumnInfo
from oracle_standin.engine.copy_rows import copy_text, has_copyable_values
from oracle_standin.engine.results import description
from oracle_standin.engine.table_sql import sql_name
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.faults.schedule import StatementFaults
from oracle_standin.sql.identifiers import HIDDEN_PREFIX, quoted, stored
from oracle_standin.sql.statements import TableName
from oracle_standin.sql.types import Kind

Chunks = Callable[[], Iterator[Sequence[BindColumn]]]
_LOBS = (Kind.CLOB, Kind.BLOB)
_DUPLICATE_KEY = "23505"

_TABLE = 'SELECT t.table_oid, t.duration FROM "SYS".tables t WHERE t.table_oid = to_regclass($1)'
_DEFAULTS = "SELECT adnum FROM pg_attrdef WHERE adrelid = $1::oid"
_CHECKED_COLUMNS = (
    "SELECT unnest(conkey) FROM pg_constraint WHERE conrelid = $1::oid AND contype = 'c' AND conenforced"
    f" AND conname NOT LIKE '{HIDDEN_PREFIX}%'"
)
_SUSPEND_CHECKS = (
    "UPDATE pg_constraint SET conenforced = false WHERE conrelid = $1::oid AND contype = 'c' AND conenforced"
    f" AND conname NOT LIKE '{HIDDEN_PREFIX}%' RETURNING oid"
)
_RESUME_CHECKS = "UPDATE pg_constraint SET conenforced = true WHERE oid = ANY ($1::oid[])"
# PostgreSQL looks at a table's constraints again when the table's own row changes
_NOTICE_CHECKS = "UPDATE pg_class SET relchecks = relchecks WHERE oid = $1::oid"
_UNUSABLE = (
    'SELECT "SYS".index_name(indexrelid) FROM pg_index WHERE indrelid = $1::oid AND indisunique AND NOT indisvalid'
)


@dataclass(frozen=True, slots=True)
class LoadTarget:
    """The table of a load, PostgreSQL's number of it, and the columns of a row under their original names."""

    table: TableName
    oid: str
    columns: dict[str, ColumnInfo]


def find_target(table: TableName, names: Sequence[str], backend: Backend, catalog: Catalog) -> LoadTarget:
    """The table, if it can be loaded: the columns that have a default belong to each row, named or not.

    That a row needs them is Oracle's rule (python-oracledb, issue 577).

    Raises:
        OracleError: ORA-00942, ORA-00904, ORA-00957, or ORA-26065 for a CHECK on a LOB.
        UnsupportedError: The table is a temporary one.
    """
    rows = text_rows(backend.run(_TABLE, [sql_name(table)]))
    if not rows:
        raise OracleError(942, "table or view does not exist")
    oid, duration = str(rows[0][0]), rows[0][1]
    if duration is not None:
        raise UnsupportedError("a direct path load into a global temporary table, which Oracle refuses as well")
    columns = catalog.columns(int(oid), backend)
    _check_lobs(columns, _numbers(backend, _CHECKED_COLUMNS, oid), backend, catalog)
    by_name = {column.name: column for column in columns.values()}
    loaded = {name: _named(by_name, name) for name in names}
    if len(loaded) != len(names):
        raise OracleError(957, "duplicate column name")
    for number in _numbers(backend, _DEFAULTS, oid):
        column = columns[number]
        loaded.setdefault(catalog.original_name(column.name, backend), column)
    for name, column in loaded.items():
        if not has_copyable_values(column.type):
            raise UnsupportedError(f"the {column.type.kind} column {name} in a direct path load")
    return LoadTarget(table, oid, loaded)


def _named(columns: dict[str, ColumnInfo], name: str) -> ColumnInfo:
    column = columns.get(stored(name))
    if column is None:
        raise OracleError(904, f'"{name}": invalid identifier')
    return column


def _check_lobs(columns: dict[int, ColumnInfo], checked: Sequence[int], backend: Backend, catalog: Catalog) -> None:
    for number in checked:
        if columns[number].type.kind in _LOBS:
            name = catalog.original_name(columns[number].name, backend)
            raise OracleError(26065, f"check constraint cannot reference column, {name}, in direct path load")


def _numbers(backend: Backend, sql: str, oid: str) -> list[int]:
    return [int(number or 0) for (number,) in text_rows(backend.run(sql, [oid]))]


class DirectPathLoad:
    """An open load; after an error nothing of it is left.

    Attributes:
        columns: The columns of a row, in the order of its values.
    """

    def __init__(self, backend: Backend, target: LoadTarget, faults: StatementFaults) -> None:
        self._backend = backend
        self._faults = faults
        self._target = target
        self._suspended: list[int] = []
        self.columns = tuple(description(name, column) for name, column in target.columns.items())

    def begin(self, *, waits: bool) -> None:
        """Open the transaction and lock the table against other changes.

        Raises:
            OracleError: ORA-26026 when a unique index is unusable.
            PostgresError: The table is locked and the load does not wait.
        """
        self._backend.run_all("BEGIN; SET LOCAL session_replication_role = replica")  # no foreign keys
        if not waits:
            self._backend.run_all("SET LOCAL lock_timeout = 1")
        self._backend.run_all(f"LOCK TABLE {sql_name(self._target.table)} IN EXCLUSIVE MODE")
        self._suspended = _numbers(self._backend, _SUSPEND_CHECKS, self._target.oid)
        self._backend.run(_NOTICE_CHECKS, [self._target.oid])
        for (index,) in text_rows(self._backend.run(_UNUSABLE, [self._target.oid])):
            raise OracleError(26026, f"unique index {index} initially in unusable state")

    def write(self, chunks: Chunks) -> None:
        """Load rows; `chunks` yields them again when a unique index has to be given up."""
        while True:
            self._backend.run_all("SAVEPOINT rows")
            try:
                rows = self._backend.copy(self._copy_sql(), map(self._copy_text, chunks()))
                self._faults.use_space(rows)
            except PostgresError as error:
                if error.sqlstate != _DUPLICATE_KEY:
                    raise
                self._backend.run_all("ROLLBACK TO SAVEPOINT rows")
                self._give_up(sql_name(TableName(error.schema, error.constraint)))
            else:
                self._backend.run_all("RELEASE SAVEPOINT rows")
                return

    def finish(self) -> None:
        """Commit; the constraints are as they were, except that nothing says the rows obey them."""
        self._backend.run(_RESUME_CHECKS, [f"{{{','.join(map(str, self._suspended))}}}"])
        self._backend.run(_NOTICE_CHECKS, [self._target.oid])
        self._backend.run_all("COMMIT")

    def abort(self) -> None:
        """Undo the load."""
        self._backend.run_all("ROLLBACK")

    def _copy_text(self, binds: Sequence[BindColumn]) -> bytes:
        types = (column.type.postgres for column in self._target.columns.values())
        texts = [text_converter(bind, type_sql)(bind.values) for bind, type_sql in zip(binds, types, strict=True)]
        return copy_text(binds, texts)

    def _copy_sql(self) -> str:
        names = ", ".join(quoted(name) for name in self._target.columns)
        return f"COPY {sql_name(self._target.table)} ({names}) FROM STDIN"

    def _give_up(self, index: str) -> None:
        self._backend.run('SELECT "SYS".make_unusable($1::regclass)', [index])
