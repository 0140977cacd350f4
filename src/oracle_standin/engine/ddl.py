"""DDL in PostgreSQL with what its catalog does not know kept in the SYS schema. The caller owns the transaction."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from oracle_standin.engine.backend import Backend, text_rows
from oracle_standin.engine.catalog import remember_long_name
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.identifiers import HIDDEN_PREFIX, quoted, quoted_table, stored, string_literal
from oracle_standin.sql.statements import (
    Column,
    Constraint,
    CreateTable,
    Ddl,
    DropTable,
    TableName,
    TruncateTable,
)
from oracle_standin.sql.types import MAX_VARCHAR2_BYTES, Kind, OracleType


class DdlExecutor:
    """Executes one DDL statement of a session."""

    def __init__(self, backend: Backend, current_schema: str) -> None:
        self._backend = backend
        self._schema = current_schema

    def execute(self, statement: Ddl) -> None:
        """Carry the statement out.

        Raises:
            OracleError: Oracle would refuse it.
            PostgresError: PostgreSQL did.
        """
        actions: dict[type[Any], Callable[[Any], None]] = {
            CreateTable: self._create_table,
            DropTable: self._drop_table,
            TruncateTable: self._truncate_table,
        }
        if type(statement) not in actions:
            raise UnsupportedError(type(statement).__name__)
        actions[type(statement)](statement)

    def _create_table(self, statement: CreateTable) -> None:
        table = self._qualified(statement.table)
        self._check_schema(table)
        if statement.duration is not None:
            raise UnsupportedError("global temporary tables")
        constraints = [self._named(constraint) for constraint in statement.constraints]
        elements = [_column_sql(column) for column in statement.columns]
        elements += [_length_check(table, column.name, column.type) for column in statement.columns if _is_limited(column.type)]
        elements += [_constraint_sql(constraint, self._schema) for constraint in constraints]
        self._backend.run(f"CREATE TABLE {_sql(table)} ({', '.join(elements)})")
        self._remember_table(table, statement, constraints)

    def _named(self, constraint: Constraint) -> Constraint:
        if constraint.name is not None:
            return constraint
        number = text_rows(self._backend.run("SELECT nextval('\"SYS\".generated_names')"))[0][0]
        return replace(constraint, name=f"SYS_C{int(number or 0):07d}")

    def _remember_table(
        self, table: TableName, statement: CreateTable, constraints: list[Constraint]
    ) -> None:
        oid = self._oid(table)
        self._backend.run(
            'INSERT INTO "SYS".tables VALUES ($1, $2, $3)',
            [oid, statement.duration, json.dumps(statement.attributes)],
        )
        json_columns = {constraint.json_column for constraint in constraints}
        for number, column in enumerate(statement.columns, 1):
            self._remember_column(oid, number, column, is_json=column.name in json_columns)
        for constraint in constraints:
            if constraint.kind == "C":
                self._remember_check(oid, constraint)
        for name in (table.name, *(column.name for column in statement.columns), *(str(c.name) for c in constraints)):
            remember_long_name(name, self._backend)

    def _remember_column(self, oid: str, number: int, column: Column, *, is_json: bool) -> None:
        kept = column.type
        self._backend.run(
            'INSERT INTO "SYS".columns VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
            [
                oid, str(number), kept.kind.value, str(kept.length), kept.unit, _text(kept.precision),
                _text(kept.scale), column.default_text, "t" if is_json else "f",
            ],
        )  # fmt: skip

    def _remember_check(self, oid: str, constraint: Constraint) -> None:
        self._backend.run(
            'INSERT INTO "SYS".checks SELECT oid, $3 FROM pg_constraint WHERE conrelid = $1::oid AND conname = $2',
            [oid, stored(str(constraint.name)), constraint.condition_text],
        )

    def _drop_table(self, statement: DropTable) -> None:
        table = self._qualified(statement.table)
        oid = self._oid(table)
        self._backend.run(f"DROP TABLE {_sql(table)}{' CASCADE' if statement.is_cascade else ''}")
        for name in ("tables", "columns"):
            self._backend.run(f'DELETE FROM "SYS".{name} WHERE table_oid = $1::oid', [oid])

    def _truncate_table(self, statement: TruncateTable) -> None:
        self._backend.run(f"TRUNCATE TABLE {_sql(self._qualified(statement.table))}")

    def _qualified(self, table: TableName) -> TableName:
        return TableName(table.schema or self._schema, table.name)

    def _oid(self, table: TableName) -> str:
        rows = text_rows(self._backend.run("SELECT to_regclass($1)::oid", [_sql(table)]))
        if rows[0][0] is None:
            raise OracleError(942, "table or view does not exist")
        return rows[0][0]

    def _check_schema(self, table: TableName) -> None:
        rows = text_rows(self._backend.run('SELECT 1 FROM "SYS".users WHERE username = $1', [table.schema]))
        if not rows:
            raise OracleError(1918, f"user '{table.schema}' does not exist")


def _sql(table: TableName) -> str:
    return quoted_table(table.schema, table.name)


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)


def _column_sql(column: Column) -> str:
    default = f" DEFAULT {column.default_sql}" if column.default_sql is not None else ""
    not_null = "" if column.is_nullable else " NOT NULL"
    return f"{quoted(column.name)} {column.type.postgres}{default}{not_null}"


def _is_limited(column_type: OracleType) -> bool:
    return column_type.kind in (Kind.VARCHAR2, Kind.RAW)


def _length_check(table: TableName, column: str, column_type: OracleType) -> str:
    """A constraint that raises ORA-12899 with the column's name and both lengths."""
    name, place = quoted(column), ".".join(f'"{part}"' for part in (table.schema, table.name, column))
    bytes_limit = column_type.max_bytes
    tests = [(f"octet_length({name})", bytes_limit)]
    if column_type.unit == "C":
        tests = [(f"char_length({name})", column_type.length)]
        if column_type.length * 4 > MAX_VARCHAR2_BYTES:
            tests.append((f"octet_length({name})", bytes_limit))
    cases = "".join(
        f' WHEN {length} > {limit} THEN "SYS".too_long({string_literal(place)}, {length}, {limit})'
        for length, limit in tests
    )
    return f"CONSTRAINT {quoted(HIDDEN_PREFIX + 'len~' + column)} CHECK (CASE{cases} ELSE true END)"


def _constraint_sql(constraint: Constraint, current_schema: str) -> str:
    columns = ", ".join(map(quoted, constraint.columns))
    name = f"CONSTRAINT {quoted(str(constraint.name))}"
    match constraint.kind:
        case "P":
            return f"{name} PRIMARY KEY ({columns})"
        case "U":
            return f"{name} UNIQUE ({columns})"
        case "C":
            return f"{name} CHECK ({constraint.condition_sql})"
        case _:
            return f"{name} FOREIGN KEY ({columns}) {_references_sql(constraint, current_schema)}"


def _references_sql(constraint: Constraint, current_schema: str) -> str:
    assert constraint.references is not None  # noqa: S101 - a foreign key has one; for mypy
    parent = quoted_table(constraint.references.schema or current_schema, constraint.references.name)
    columns = f" ({', '.join(map(quoted, constraint.referenced_columns))})" if constraint.referenced_columns else ""
    return f"REFERENCES {parent}{columns} ON DELETE {constraint.on_delete}"
