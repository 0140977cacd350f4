"""DDL in PostgreSQL, with what its catalog does not know kept in the SYS schema. The caller owns the transaction."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from oracle_standin.engine import column_changes
from oracle_standin.engine.backend import Backend, PostgresError, text_rows
from oracle_standin.engine.catalog import Catalog, remember_long_name
from oracle_standin.engine.results import expression_types
from oracle_standin.engine.table_sql import column_sql, constraint_sql, has_limit, length_check, sql_name
from oracle_standin.engine.temporary_tables import TemporaryTables
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.identifiers import quoted, stored, string_literal
from oracle_standin.sql.statements import (
    AddColumns,
    Column,
    Comment,
    Constraint,
    CreateIndex,
    CreateTable,
    CreateTableAsQuery,
    CreateUser,
    Ddl,
    DropColumns,
    DropConstraint,
    DropIndex,
    DropTable,
    DropUser,
    ModifyColumns,
    RenameColumn,
    RenameTable,
    TableName,
    TruncateTable,
)

MakeVerifier = Callable[[str], tuple[bytes, bytes]]
_NO_TABLE = OracleError(942, "table or view does not exist")


class DdlExecutor:
    """Executes one DDL statement of a session; `make_verifier` turns a password into salt and verifier."""

    def __init__(
        self,
        backend: Backend,
        catalog: Catalog,
        temporary_tables: TemporaryTables,
        current_schema: str,
        make_verifier: MakeVerifier | None,
    ) -> None:
        self._backend = backend
        self._catalog = catalog
        self._temporary_tables = temporary_tables
        self._schema = current_schema
        self._make_verifier = make_verifier

    def execute(self, statement: Ddl) -> None:
        """Carry the statement out.

        Raises:
            OracleError: Oracle would refuse it.
            PostgresError: PostgreSQL did.
        """
        actions: dict[type[Any], Callable[[Any], None]] = {
            CreateTable: self._create_table,
            CreateTableAsQuery: self._create_table_as_query,
            DropTable: self._drop_table,
            TruncateTable: self._truncate_table,
            AddColumns: self._add_columns,
            ModifyColumns: self._modify_columns,
            DropColumns: self._drop_columns,
            RenameColumn: self._rename_column,
            RenameTable: self._rename_table,
            DropConstraint: self._drop_constraint,
            CreateIndex: self._create_index,
            DropIndex: self._drop_index,
            Comment: self._comment,
            CreateUser: self._create_user,
            DropUser: self._drop_user,
        }
        actions[type(statement)](statement)

    # --- tables --------------------------------------------------------------------------------------------------

    def _create_table(self, statement: CreateTable) -> None:
        table = self._qualified(statement.table)
        self._check_schema(table)
        if statement.if_not_exists and self._find(table) is not None:
            return
        _check_distinct(statement.columns)
        columns = [self._with_names(column) for column in statement.columns]
        constraints = [self._named(table, constraint) for constraint in statement.constraints]
        elements = [column_sql(column) for column in columns]
        elements += [length_check(number, column) for number, column in enumerate(columns, 1) if has_limit(column.type)]
        elements += [constraint_sql(constraint, self._schema) for constraint in constraints]
        with self._refusing({"42701": OracleError(957, "duplicate column name")}):
            self._backend.run(f"CREATE TABLE {sql_name(table)} ({', '.join(elements)})")
        self._remember_table(table, replace(statement, columns=tuple(columns)), constraints)

    def _create_table_as_query(self, statement: CreateTableAsQuery) -> None:
        described = self._backend.describe(statement.query.sql)
        types = expression_types(described, self._catalog, self._backend)
        names = [(described.fname(place) or b"").decode() for place in range(described.nfields)]
        long_names = statement.query.long_names
        columns = tuple(Column(long_names.get(name, name), kept) for name, kept in zip(names, types, strict=True))
        self._create_table(CreateTable(statement.table, columns, ()))
        self._backend.run(f"INSERT INTO {sql_name(self._qualified(statement.table))} {statement.query.sql}")

    def _with_names(self, column: Column) -> Column:
        """NOT NULL is a constraint with a generated name."""
        return column if column.is_nullable else replace(column, not_null_name=self._generated_name())

    def _named(self, table: TableName, constraint: Constraint) -> Constraint:
        if constraint.name is None:
            return replace(constraint, name=self._generated_name())
        found = self._backend.run(
            "SELECT 1 FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace"
            " WHERE n.nspname = $1 AND c.conname = $2",
            [stored(str(table.schema)), stored(constraint.name)],
        )
        if found.ntuples:
            raise OracleError(2264, "name already used by an existing constraint")
        return constraint

    def _generated_name(self) -> str:
        number = text_rows(self._backend.run("SELECT nextval('\"SYS\".generated_names')"))[0][0]
        return f"SYS_C{int(number or 0):07d}"

    def _remember_table(self, table: TableName, statement: CreateTable, constraints: list[Constraint]) -> None:
        self._backend.run(
            'INSERT INTO "SYS".tables VALUES ($1::regclass, $2, $3)',
            [sql_name(table), statement.duration, json.dumps(statement.attributes)],
        )
        oid = self._oid(table)
        remember_long_name(table.name, self._backend)
        for number, column in enumerate(statement.columns, 1):
            self._remember_column(oid, number, column)
        for constraint in constraints:
            self._remember_constraint(oid, constraint)

    def _remember_column(self, oid: str, number: int, column: Column) -> None:
        kept = column.type
        self._backend.run(
            'INSERT INTO "SYS".columns VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
            [
                oid, str(number), kept.kind.value, str(kept.length), kept.unit, _text(kept.precision),
                _text(kept.scale), column.default_text,
            ],
        )  # fmt: skip
        remember_long_name(column.name, self._backend)

    def _remember_constraint(self, oid: str, constraint: Constraint) -> None:
        name = str(constraint.name)
        remember_long_name(name, self._backend)
        if constraint.kind == "C":
            self._backend.run(
                'INSERT INTO "SYS".checks SELECT oid, $3 FROM pg_constraint WHERE conrelid = $1::oid AND conname = $2',
                [oid, stored(name), constraint.condition_text],
            )
        if constraint.json_column is not None:
            self._backend.run(
                'UPDATE "SYS".columns c SET is_json = true FROM pg_attribute a WHERE c.table_oid = $1::oid'
                " AND a.attrelid = c.table_oid AND a.attnum = c.attnum AND a.attname = $2",
                [oid, stored(constraint.json_column)],
            )

    def _drop_table(self, statement: DropTable) -> None:
        table = self._qualified(statement.table)
        if statement.if_exists and self._find(table) is None:
            return
        oid = self._oid(table)
        self._backend.run(f"DROP TABLE {sql_name(table)}{' CASCADE' if statement.is_cascade else ''}")
        for name in ("tables", "columns"):
            self._backend.run(f'DELETE FROM "SYS".{name} WHERE table_oid = $1::oid', [oid])

    def _truncate_table(self, statement: TruncateTable) -> None:
        table = self._existing(statement.table)
        referenced = OracleError(2266, "unique/primary keys in table referenced by enabled foreign keys")
        with self._refusing({"0A000": referenced}):
            own = dict(self._temporary_tables.replacements([table], self._schema))
            self._backend.run(f"TRUNCATE TABLE {own.get(table) or sql_name(table)}")

    def _rename_table(self, statement: RenameTable) -> None:
        table = self._existing(statement.table)
        self._backend.run(f"ALTER TABLE {sql_name(table)} RENAME TO {quoted(statement.new)}")
        remember_long_name(statement.new, self._backend)

    # --- columns and constraints ---------------------------------------------------------------------------------

    def _add_columns(self, statement: AddColumns) -> None:
        table = self._altered(statement.table)
        oid = self._oid(table)
        for column in map(self._with_names, statement.columns):
            needs_empty = OracleError(1758, "table must be empty to add mandatory (NOT NULL) column")
            with self._refusing({"23502": needs_empty}):
                self._alter(table, f"ADD COLUMN {column_sql(column)}")
            number = self._column_number(oid, column.name)
            if has_limit(column.type):
                self._alter(table, f"ADD {length_check(number, column)}")
            self._remember_column(oid, number, column)
        for constraint in statement.constraints:
            self._add_constraint(table, oid, self._named(table, constraint))

    def _add_constraint(self, table: TableName, oid: str, constraint: Constraint) -> None:
        name = f"{table.schema}.{constraint.name}"
        duplicate = {
            "P": OracleError(2437, f"cannot validate ({name}) - primary key violated"),
            "U": OracleError(2299, f"cannot validate ({name}) - duplicate keys found"),
        }.get(constraint.kind)
        with self._refusing({
            "23505": duplicate,
            "23502": OracleError(1449, "column contains NULL values; cannot alter to NOT NULL"),
            "23514": OracleError(2293, f"cannot validate ({name}) - check constraint violated"),
            "23503": OracleError(2298, f"cannot validate ({name}) - parent keys not found"),
            "42P16": OracleError(2260, "table can have only one primary key"),
        }):  # fmt: skip
            self._alter(table, f"ADD {constraint_sql(constraint, self._schema)}")
        self._remember_constraint(oid, constraint)

    def _modify_columns(self, statement: ModifyColumns) -> None:
        table = self._altered(statement.table)
        oid = self._oid(table)
        columns = self._catalog.columns(int(oid), self._backend)
        for change in statement.columns:
            number = self._column_number(oid, change.name)
            column_changes.modify(self._backend, table, oid, number, columns[number], change)

    def _drop_columns(self, statement: DropColumns) -> None:
        table = self._altered(statement.table)
        oid = self._oid(table)
        for name in statement.columns:
            number = self._column_number(oid, name)
            column_changes.check_droppable(self._backend, oid, number)
            self._alter(table, f"DROP COLUMN {quoted(name)}")
            self._backend.run('DELETE FROM "SYS".columns WHERE table_oid = $1::oid AND attnum = $2', [oid, str(number)])

    def _rename_column(self, statement: RenameColumn) -> None:
        table = self._altered(statement.table)
        self._column_number(self._oid(table), statement.old)
        with self._refusing({"42701": OracleError(957, "duplicate column name")}):
            self._alter(table, f"RENAME COLUMN {quoted(statement.old)} TO {quoted(statement.new)}")
        remember_long_name(statement.new, self._backend)

    def _drop_constraint(self, statement: DropConstraint) -> None:
        table = self._altered(statement.table)
        name = statement.name or self._primary_key(table)
        missing = OracleError(2443, "Cannot drop constraint  - nonexistent constraint")
        used = OracleError(2273, "this unique/primary key is referenced by some foreign keys")
        with self._refusing({"42704": missing, "2BP01": used}):
            self._alter(table, f"DROP CONSTRAINT {quoted(name)}")

    def _primary_key(self, table: TableName) -> str:
        rows = text_rows(
            self._backend.run(
                "SELECT conname FROM pg_constraint WHERE conrelid = $1::oid AND contype = 'p'", [self._oid(table)]
            )
        )
        if not rows:
            raise OracleError(2441, "Cannot drop nonexistent primary key")
        return str(rows[0][0])

    # --- indexes, comments, users --------------------------------------------------------------------------------

    def _create_index(self, statement: CreateIndex) -> None:
        table = self._altered(statement.table)
        if statement.index.schema not in (None, table.schema):
            raise UnsupportedError("an index in another schema than its table")
        unique = "UNIQUE " if statement.is_unique else ""
        keys = ", ".join(statement.keys)
        column_changes.check_not_indexed(self._backend, self._oid(table), statement.keys)
        duplicates = OracleError(1452, "cannot CREATE UNIQUE INDEX; duplicate keys found")
        with self._refusing({"23505": duplicates}):
            self._backend.run(f"CREATE {unique}INDEX {quoted(statement.index.name)} ON {sql_name(table)} ({keys})")
        remember_long_name(statement.index.name, self._backend)

    def _drop_index(self, statement: DropIndex) -> None:
        with self._refusing({
            "42704": OracleError(1418, "specified index does not exist"),
            "2BP01": OracleError(2429, "cannot drop index used for enforcement of unique/primary key"),
        }):  # fmt: skip
            self._backend.run(f"DROP INDEX {sql_name(self._qualified(statement.index))}")

    def _comment(self, statement: Comment) -> None:
        table = self._existing(statement.table)
        if statement.column is None:
            target = f"TABLE {sql_name(table)}"
        else:
            self._column_number(self._oid(table), statement.column)
            target = f"COLUMN {sql_name(table)}.{quoted(statement.column)}"
        self._backend.run(f"COMMENT ON {target} IS {string_literal(statement.text)}")

    def _create_user(self, statement: CreateUser) -> None:
        salt = verifier = None
        if statement.password is not None:
            if self._make_verifier is None:
                raise UnsupportedError("CREATE USER with a password")
            salt, verifier = (f"\\x{part.hex()}" for part in self._make_verifier(statement.password))
        taken = OracleError(1920, f"user name '{statement.name}' conflicts with another user or role name")
        with self._refusing({"42P06": taken, "23505": taken}):
            self._backend.run(f"CREATE SCHEMA {quoted(statement.name)}")
            self._backend.run(
                'INSERT INTO "SYS".users (username, salt, verifier) VALUES ($1, $2, $3)',
                [statement.name, salt, verifier],
            )

    def _drop_user(self, statement: DropUser) -> None:
        self._check_schema(TableName(statement.name, ""))
        not_empty = OracleError(1922, f"CASCADE must be specified to drop '{statement.name}'")
        with self._refusing({"2BP01": not_empty}):
            self._backend.run(f"DROP SCHEMA {quoted(statement.name)}{' CASCADE' if statement.is_cascade else ''}")
        self._backend.run('DELETE FROM "SYS".users WHERE username = $1', [statement.name])
        for name in ("tables", "columns"):
            self._backend.run(
                f'DELETE FROM "SYS".{name} WHERE NOT EXISTS (SELECT 1 FROM pg_class WHERE oid = table_oid)'
            )

    # --- names ---------------------------------------------------------------------------------------------------

    def _alter(self, table: TableName, change: str) -> None:
        self._backend.run(f"ALTER TABLE {sql_name(table)} {change}")

    def _qualified(self, table: TableName) -> TableName:
        return TableName(table.schema or self._schema, table.name)

    def _existing(self, table: TableName) -> TableName:
        qualified = self._qualified(table)
        self._oid(qualified)
        return qualified

    def _altered(self, table: TableName) -> TableName:
        qualified = self._existing(table)
        rows = text_rows(
            self._backend.run('SELECT duration FROM "SYS".tables WHERE table_oid = $1::oid', [self._oid(qualified)])
        )
        if rows[0][0] is not None:
            raise UnsupportedError("ALTER TABLE and CREATE INDEX on a global temporary table")
        return qualified

    def _find(self, table: TableName) -> str | None:
        found = self._backend.run(
            'SELECT t.table_oid FROM "SYS".tables t WHERE t.table_oid = to_regclass($1)', [sql_name(table)]
        )
        rows = text_rows(found)
        return rows[0][0] if rows else None

    def _oid(self, table: TableName) -> str:
        oid = self._find(table)
        if oid is None:
            raise _NO_TABLE
        return oid

    def _column_number(self, oid: str, name: str) -> int:
        rows = text_rows(
            self._backend.run(
                "SELECT attnum FROM pg_attribute WHERE attrelid = $1::oid AND attname = $2 AND attnum > 0",
                [oid, stored(name)],
            )
        )
        if not rows:
            raise OracleError(904, f'"{name}": invalid identifier')
        return int(rows[0][0] or 0)

    def _check_schema(self, table: TableName) -> None:
        found = self._backend.run('SELECT 1 FROM "SYS".users WHERE username = $1', [table.schema])
        if not found.ntuples:
            raise OracleError(1918, f"user '{table.schema}' does not exist")

    @contextmanager
    def _refusing(self, reasons: dict[str, OracleError | None]) -> Iterator[None]:
        """Give SQLSTATEs the meaning that they have in this statement."""
        try:
            yield
        except PostgresError as error:
            reason = reasons.get(error.sqlstate)
            if reason is not None:
                raise reason from error
            raise


def _check_distinct(columns: tuple[Column, ...]) -> None:
    names = [column.name for column in columns]
    if len(set(names)) != len(names):
        raise OracleError(957, "duplicate column name")


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)
