"""A client's session: Oracle's statements, transactions and result sets over one PostgreSQL connection."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace

from oracle_standin.codec.wire_types import BindColumn, ColumnDescription
from oracle_standin.engine import errors
from oracle_standin.engine.backend import Backend, CancelledError, PostgresError, text_rows
from oracle_standin.engine.bind_values import check_lengths, postgres_type
from oracle_standin.engine.catalog import Catalog, WideTable
from oracle_standin.engine.ddl.context import DdlContext, MakeVerifier, refusing
from oracle_standin.engine.ddl.private_tables import create_private_table
from oracle_standin.engine.ddl.views import recompile, recompile_dependents
from oracle_standin.engine.direct_loads import DirectLoads
from oracle_standin.engine.direct_path import DirectPathLoad, find_target
from oracle_standin.engine.dispatch import execute_ddl
from oracle_standin.engine.dml import (
    Execution,
    StatementResult,
    execute_array_dml,
    execute_dml,
    execute_returning,
    first_row,
    with_columns,
)
from oracle_standin.engine.resolver import Resolver
from oracle_standin.engine.results import QueryResult, describe
from oracle_standin.engine.row_places import has_place
from oracle_standin.engine.row_spool import RowSpool
from oracle_standin.engine.security.guard import Guard
from oracle_standin.engine.security.quotas import Quotas
from oracle_standin.engine.security.roles import enabled_roles
from oracle_standin.engine.session_registry import SessionRegistry
from oracle_standin.engine.session_state import SessionState
from oracle_standin.engine.statistics import gather_table_statistics
from oracle_standin.engine.table_sql import sql_name
from oracle_standin.engine.temporary_tables import TemporaryTables
from oracle_standin.engine.transaction import Transaction
from oracle_standin.engine.view_changes import ViewChanges
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.faults.schedule import FaultsOfStatement
from oracle_standin.profiles import Profile
from oracle_standin.sql.ddl.definitions import CreatePrivateTable, DropTable
from oracle_standin.sql.identifiers import quoted_table
from oracle_standin.sql.statements import (
    AlterSession,
    Ddl,
    Dml,
    EndTransaction,
    KillSession,
    LockTable,
    Query,
    RollbackTo,
    Savepoint,
    SetConstraints,
    SetParallelDml,
    SetRole,
    SetTransaction,
    Statement,
    TableName,
)
from oracle_standin.sql.tokens import position_of, tokenize, word

__all__ = ["EngineSession", "QueryResult", "StatementResult"]

_DDL_ATTEMPTS = 10
_COLLISIONS = frozenset({"XX000", "40P01"})  # such as "tuple concurrently updated", and deadlocks of two definitions
_COLUMN_NAMES = """
SELECT attname FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped"""
_CONSTRAINT_ERRORS: dict[str, OracleError | None] = {
    "42704": OracleError(2448, "constraint does not exist"),
    "42809": OracleError(2447, "cannot defer a constraint that is not deferrable"),
}
_QUERYING = frozenset({"INSERT SELECT", "MERGE", "DELETE"})  # DML whose binds are values of expressions


class EngineSession:
    """One session. Only cancel() may be called from another thread."""

    def __init__(
        self,
        backend: Backend,
        catalog: Catalog,
        state: SessionState,
        registry: SessionRegistry,
        make_verifier: MakeVerifier | None,
        faults: FaultsOfStatement,
    ) -> None:
        self._backend = backend
        self._catalog = catalog
        self._state = state
        self._registry = registry
        self._make_verifier = make_verifier
        self._faults = faults
        self._transaction = Transaction(backend)
        self._guard = Guard(backend, catalog, state.user)
        self._quotas = Quotas(backend, catalog)
        self._temporary_tables = TemporaryTables(backend, catalog)
        self._direct_loads = DirectLoads(backend, catalog.profile)
        self._resolver = Resolver(backend, catalog, self._temporary_tables, self._check_owner)
        self._view_changes = ViewChanges(backend, catalog, self._resolver, self._temporary_tables, self._check_owner)

    @property
    def profile(self) -> Profile:
        """The release that this is."""
        return self._catalog.profile

    @property
    def current_schema(self) -> str:
        """Where names without a schema are looked up."""
        return self._state.current_schema

    @current_schema.setter
    def current_schema(self, name: str) -> None:
        self._state.current_schema = name

    @property
    def is_in_transaction(self) -> bool:
        """Whether there is anything to commit."""
        return self._transaction.is_open

    def execute(
        self,
        sql: str,
        binds: Sequence[BindColumn] = (),
        *,
        array_size: int = 1,
        batch_errors: bool = False,
        row_counts: bool = False,
    ) -> StatementResult | QueryResult:
        """Run a statement; DML runs once for each of `array_size` rows of binds.

        Raises:
            OracleError: The statement failed and has changed nothing, except that DDL ended the transaction.
        """
        with self._oracle_errors(sql), self._backend.cancellable():
            statement = self._translated(sql, tuple(map(postgres_type, binds)))
            if isinstance(statement, Query) or (isinstance(statement, Dml) and statement.kind in _QUERYING):
                check_lengths(binds, self._catalog.profile.max_string_bytes)
            if isinstance(statement, Query):
                return self._query(statement, binds)
            if not isinstance(statement, Dml):
                self._execute_other(statement)
                return StatementResult()
            result = self._dml(sql, statement, binds, array_size, keeps_going=batch_errors)
            return result if row_counts else replace(result, row_counts=[])

    def describe(self, sql: str, binds: Sequence[BindColumn] = ()) -> tuple[ColumnDescription, ...]:
        """The columns of a query without running it; none for anything else, of which DML is checked.

        Binds without a type are text.

        Raises:
            OracleError: The statement is not valid.
        """
        with self._oracle_errors(sql), self._backend.cancellable():
            statement = self._translated(sql, tuple(map(postgres_type, binds)))
            if not isinstance(statement, Query | Dml):
                return ()
            if isinstance(statement, Dml):
                self._check_dml(statement)
                return ()
            with self._transaction.query():
                result = self._backend.describe(statement.sql)
                return describe(result, statement, self._catalog, self._backend)

    def _check_dml(self, statement: Dml) -> None:
        """Let PostgreSQL look at the statement, without a trace of what it takes to do so."""
        schema = self._state.current_schema
        with self._transaction.recording(), self._view_changes.through(statement, schema) as changed:
            self._backend.describe(with_columns(self._backend, self._catalog, changed).sql)

    @contextmanager
    def block(self) -> Iterator[None]:
        """A PL/SQL block runs inside: an error undoes what it did, but for what it committed itself."""
        try:
            with self._transaction.block():
                yield
        except BaseException:
            self._forget_undone()
            raise

    def columns_of(self, table: TableName) -> frozenset[str] | None:
        """The names of the columns of a table or view; None if there is no such one."""
        self._state.apply(self._backend)
        try:
            table = self._resolver.objects.target(table, self._state.current_schema)
            view = self._resolver.objects.view(table, self._state.current_schema)
            if view is not None:
                return frozenset(view.columns)
            name = quoted_table(table.schema, table.name)
        except OracleError:
            return None
        rows = text_rows(self._backend.run(_COLUMN_NAMES, [name]))
        return frozenset(self._catalog.original_name(str(row[0]), self._backend) for row in rows) or None

    def commit(self) -> None:
        """Make the transaction's changes durable.

        Raises:
            OracleError: It could not; everything is rolled back.
        """
        with self._oracle_errors(""):
            self._transaction.commit()

    def rollback(self) -> None:
        """Undo the transaction's changes."""
        with self._oracle_errors(""):
            self._transaction.rollback()
        self._forget_undone()

    def start_direct_path(self, table: TableName, columns: Sequence[str], *, waits: bool) -> DirectPathLoad:
        """Begin to load rows; `waits` is whether to wait for other sessions that change the table.

        Raises:
            OracleError: ORA-26085 inside a transaction, or the table cannot be loaded this way.
        """
        if self._transaction.is_open:
            raise OracleError(26085, "direct path operation must start its own transaction")
        with self.serving():
            self._state.apply(self._backend)
            table = self._resolver.objects.target(table, self._state.current_schema)
            self._guard.check_insert(table, self._state.current_schema)
            self._quotas.check_first_row(sql_name(table))
            target = find_target(table, columns, self._backend, self._catalog)
            load = DirectPathLoad(self._backend, target, self._faults(f"INSERT INTO {sql_name(table)}", 0))
            try:
                load.begin(waits=waits)
            except BaseException:
                load.abort()
                raise
        return load

    @contextmanager
    def serving(self) -> Iterator[None]:
        """A call of the client that is no statement: it can be cancelled, and fails with Oracle's errors."""
        with self._oracle_errors(""), self._backend.cancellable():
            yield

    def ping(self) -> None:
        """Ask whether the session lives.

        Raises:
            OracleError: It does not: ORA-00028 when it was killed.
        """
        with self.serving():
            self._backend.run_all("")

    def cancel(self) -> None:
        """Let the running execute() fail with ORA-01013; without effect when none runs."""
        self._backend.cancel()

    def set_client_attributes(
        self,
        *,
        module: str | None = None,
        action: str | None = None,
        client_identifier: str | None = None,
        client_info: str | None = None,
    ) -> None:
        """Set what V$SESSION shows of the client; None leaves an attribute as it is."""
        self._registry.set_attributes(
            self._state.session_id,
            {"module": module, "action": action, "client_identifier": client_identifier, "client_info": client_info},
        )

    def client_attributes(self) -> dict[str, str | None]:
        """What set_client_attributes() has set."""
        return self._registry.attributes(self._state.session_id)

    def show_long_operation(self, row: str | None, values: dict[str, str | None]) -> str:
        """Write a row of V$SESSION_LONGOPS; gives its number."""
        return self._registry.show_long_operation(self._state.session_id, row, values)

    def gather_table_statistics(self, table: TableName) -> None:
        """Count a table's rows for the dictionary; commits before and after, as DBMS_STATS does.

        Raises:
            OracleError: ORA-20000: there is no such table.
        """
        with self._oracle_errors(""), self._backend.cancellable(), self._transaction.definition():
            gather_table_statistics(table, self._backend)

    def sleep(self, seconds: str) -> None:
        """Wait, until it is cancelled.

        Raises:
            OracleError: ORA-01013.
        """
        with self._oracle_errors(""), self._backend.cancellable():
            self._backend.run("SELECT pg_sleep($1::float8)", [seconds])

    def close(self) -> None:
        """End the session; an open transaction is rolled back."""
        self._backend.close()
        self._registry.remove(self._state.session_id)

    def _translated(self, sql: str, bind_types: tuple[str, ...]) -> Statement:
        self._state.apply(self._backend)
        schema = self._state.current_schema
        statement = self._resolver.named(sql, bind_types, schema)
        self._guard.check(statement, schema)
        if not isinstance(statement, Query | Dml):
            return statement
        self._recompile_invalid_views(statement)
        if isinstance(statement, Dml):
            self._view_changes.check_owner(statement, schema)
        return self._resolver.executable(sql, bind_types, schema)

    def _check_owner(self, statement: Statement, owner: str) -> None:
        """Check what the owner of a view may do."""
        Guard(self._backend, self._catalog, owner).check(statement, owner)

    def _recompile_invalid_views(self, statement: Query | Dml) -> None:
        """A view that was not valid may be so by now ("Schema Object Dependency", Development Guide)."""
        found = (self._resolver.objects.view(table, self._state.current_schema) for table in statement.tables)
        invalid = [view for view in found if view is not None and not view.is_valid]
        if invalid:
            with self._transaction.recording():
                for view in invalid:
                    recompile(view, self._definition_context())

    def _wide_target(self, statement: Dml) -> WideTable | None:
        """The changed table, when it is a view over parts."""
        target = statement.target
        name = TableName(target.schema or self._state.current_schema, target.name)
        return self._catalog.wide_tables(self._backend).get(name)

    def _lock_wide_target(self, statement: Dml) -> None:
        """Let one transaction at a time change rows of a wide table: its triggers do not see others' changes."""
        wide = self._wide_target(statement)
        if wide is not None and not statement.kind.startswith("INSERT"):
            self._backend.run("SELECT pg_advisory_xact_lock($1)", [str(wide.oid)])

    def _query(self, statement: Query, binds: Sequence[BindColumn]) -> QueryResult:
        self._check_direct_loads(statement)
        scope = self._transaction.change() if statement.is_locking else self._transaction.query()
        with ExitStack() as unfinished, scope, self._waiting(statement.lock_wait_s):
            self._lock_for_update(statement)
            rows = RowSpool()
            unfinished.callback(rows.close)
            for result in self._backend.run_in_chunks(statement.sql, first_row(binds)):
                rows.append(result)
            columns = describe(result, statement, self._catalog, self._backend)
            unfinished.pop_all()
        transaction = self._transaction.number
        return QueryResult(
            columns,
            rows,
            self._state.time_zone,
            is_locking=statement.is_locking,
            has_ended=lambda: statement.is_locking and self._transaction.number != transaction,
        )

    def _lock_for_update(self, statement: Query) -> None:
        """FOR UPDATE locks its table as DML does ("Automatic Locks in DML Operations"); PostgreSQL's locks it less."""
        if statement.is_locking and len(statement.tables) == 1:
            (table,) = statement.tables
            self._backend.run(f"LOCK TABLE {quoted_table(table.schema, table.name)} IN ROW EXCLUSIVE MODE")

    def _dml(
        self, sql: str, statement: Dml, binds: Sequence[BindColumn], array_size: int, *, keeps_going: bool
    ) -> StatementResult:
        self._check_direct_loads(statement)
        schema = self._state.current_schema
        targets = self._view_changes.tables(statement.targets, schema)
        tables = [quoted_table(target.schema, target.name) for target in targets]
        with (
            self._transaction.change(),
            self._quotas.watching(tables if statement.kind != "DELETE" else ()),
            self._view_changes.through(statement, schema) as changed,
        ):
            self._temporary_tables.bind(changed.table_sql)
            self._direct_loads.begin(changed, self._state.current_schema)
            self._lock_wide_target(changed)
            complete = with_columns(self._backend, self._catalog, changed)
            execution = Execution(
                array_size,
                self._faults(sql, array_size),
                lambda error: self._to_oracle(error, sql),
                keeps_going=keeps_going,
                tells_place=changed is statement and has_place(statement) and self._wide_target(statement) is None,
            )
            return self._run_dml(complete, binds, execution)

    def _run_dml(self, statement: Dml, binds: Sequence[BindColumn], execution: Execution) -> StatementResult:
        if statement.returned_count:
            return execute_returning(self._backend, statement, binds, execution)
        if execution.is_single:
            return execute_dml(self._backend, statement, binds, execution)
        return execute_array_dml(self._backend, self._catalog, statement, binds, execution)

    def _check_direct_loads(self, statement: Query | Dml) -> None:
        self._direct_loads.check(statement, self._state.current_schema, is_in_transaction=self._transaction.is_open)

    def _execute_other(self, statement: Statement) -> None:
        match statement:
            case AlterSession() | SetParallelDml() | SetRole():
                self._alter_session(statement)
            case Savepoint() | RollbackTo() | EndTransaction() | SetTransaction() | SetConstraints():
                self._steer_transaction(statement)
            case LockTable() | KillSession():
                self._act_on_others(statement)
            case CreatePrivateTable():
                self._create_private_table(statement)
            case DropTable(table) if (own := self._temporary_tables.private_table(table)) is not None:
                with self._transaction.setting():
                    self._backend.run(f"DROP TABLE {own}")
            case Ddl():
                self._define(statement)
            case Query() | Dml():
                raise AssertionError(statement)

    def _act_on_others(self, statement: LockTable | KillSession) -> None:
        if isinstance(statement, LockTable):
            self._lock_table(statement)
        elif statement.session_id == self._state.session_id:
            raise OracleError(27, "cannot kill current session")
        else:
            self._registry.kill(statement.session_id, statement.serial)

    def _steer_transaction(
        self, statement: Savepoint | RollbackTo | EndTransaction | SetTransaction | SetConstraints
    ) -> None:
        match statement:
            case Savepoint(name):
                self._transaction.set_savepoint(name)
            case RollbackTo(name):
                self._transaction.rollback_to(name)
                self._forget_undone()
            case EndTransaction(is_commit):
                self.commit() if is_commit else self.rollback()
            case SetTransaction(mode):
                self._transaction.begin(mode)
            case SetConstraints(names, is_deferred):
                owner = self._state.current_schema
                with refusing(_CONSTRAINT_ERRORS):
                    self._transaction.set_constraints(
                        (quoted_table(name.schema or owner, name.name) for name in names), is_deferred=is_deferred
                    )

    def _alter_session(self, statement: AlterSession | SetParallelDml | SetRole) -> None:
        if isinstance(statement, SetRole):
            self._state.roles = enabled_roles(statement, self._state.user, self._backend)
            self._guard.forget()
            return
        if isinstance(statement, AlterSession):
            with self._transaction.setting():
                self._state.alter(statement.parameters, self._backend)
            self._transaction.mode = self._state.isolation_level
            return
        if self._transaction.is_open:
            raise OracleError(12841, "Cannot alter the session parallel DML state within a transaction")
        self._direct_loads.parallel_dml = statement.mode

    def _define(self, statement: Ddl) -> None:
        """DDL of two sessions on one object meets inside PostgreSQL, where Oracle lets one wait: it is tried again."""
        for attempt in range(_DDL_ATTEMPTS):
            try:
                return self._define_once(statement)
            except PostgresError as error:
                if error.sqlstate not in _COLLISIONS or attempt == _DDL_ATTEMPTS - 1:
                    raise
        return None

    def _define_once(self, statement: Ddl) -> None:
        context = self._definition_context()
        try:
            with self._transaction.definition():
                self._backend.run_all(f"SET LOCAL lock_timeout = {self._state.ddl_lock_timeout_ms}")
                execute_ddl(statement, context)
                recompile_dependents(statement, context)
                self._backend.run('SELECT "SYS".fit_tables(), "SYS".guard_null_keys()')
        finally:
            self._catalog.forget()

    def _definition_context(self) -> DdlContext:
        return DdlContext(
            self._backend,
            self._catalog,
            self._temporary_tables,
            self._state.current_schema,
            self._make_verifier,
            self._state.user,
            self._resolver,
        )

    def _create_private_table(self, statement: CreatePrivateTable) -> None:
        """Without a commit; a rollback takes back what the transaction that made it keeps."""
        if statement.keeps_definition and self._transaction.is_open:
            raise UnsupportedError("ON COMMIT PRESERVE DEFINITION inside a transaction")
        context = self._definition_context()
        scope = self._transaction.definition if statement.keeps_definition else self._transaction.change
        try:
            with scope():
                create_private_table(statement, context)
        finally:
            self._catalog.forget()

    def _forget_undone(self) -> None:
        """After a rollback: PostgreSQL may have taken back what is no part of an Oracle transaction."""
        self._state.forget_applied()
        self._temporary_tables.forget()

    def _lock_table(self, statement: LockTable) -> None:
        tables = self._resolver.tables_below(statement.table, self._state.current_schema)
        names = ", ".join(quoted_table(table.schema, table.name) for table in tables)
        with self._transaction.change(), self._waiting(statement.wait_s):
            self._backend.run(f"LOCK TABLE {names} IN {statement.mode} MODE")

    @contextmanager
    def _waiting(self, wait_s: int | None) -> Iterator[None]:
        """Locks are awaited for so many seconds; 0 is NOWAIT, None for ever."""
        if wait_s is None:
            yield
            return
        self._backend.run_all(f"SET LOCAL lock_timeout = {wait_s * 1000 or 1}")
        try:
            yield
        except PostgresError as error:
            if error.sqlstate == "55P03" and wait_s:
                raise OracleError(30006, "resource busy; acquire with WAIT timeout expired") from error
            raise
        self._backend.run_all("SET LOCAL lock_timeout = 0")

    @contextmanager
    def _oracle_errors(self, sql: str) -> Iterator[None]:
        try:
            yield
        except CancelledError:
            raise OracleError(1013, "user requested cancel of current operation") from None
        except PostgresError as error:
            raise self._positioned(error, sql) from error

    def _positioned(self, error: PostgresError, sql: str) -> OracleError:
        oracle_error = self._to_oracle(error, sql)
        name = errors.missing_name(error)
        if name is not None and sql:
            oracle_error.position = position_of(self._catalog.original_name(name, self._backend), tokenize(sql))
        return oracle_error

    def _to_oracle(self, error: PostgresError, sql: str) -> OracleError:
        if error.ended_transaction:
            self._forget_undone()
        verb = word(tokenize(sql)[0]) if sql else ""
        return errors.oracle_error(error, lambda name: self._catalog.original_name(name, self._backend), verb)
