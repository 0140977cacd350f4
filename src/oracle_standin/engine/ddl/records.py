"""Keeps in the SYS schema what PostgreSQL's catalog does not know of a table."""

import json

from oracle_standin.engine.catalog import remember_long_name
from oracle_standin.engine.ddl.context import DdlContext
from oracle_standin.engine.table_sql import sql_name
from oracle_standin.sql.ddl.definitions import Column, Constraint, CreateTable
from oracle_standin.sql.identifiers import stored
from oracle_standin.sql.statements import TableName


def remember_table(
    table: TableName, statement: CreateTable, constraints: list[Constraint], context: DdlContext
) -> None:
    """Keep a new table, its columns and constraints."""
    context.backend.run(
        'INSERT INTO "SYS".tables VALUES ($1::regclass, $2, $3)',
        [sql_name(table), statement.duration, json.dumps(statement.attributes)],
    )
    oid = context.oid(table)
    remember_long_name(table.name, context.backend)
    for number, column in enumerate(statement.columns, 1):
        remember_column(oid, number, column, context)
    for constraint in constraints:
        remember_constraint(oid, constraint, context)


def remember_column(oid: str, number: int, column: Column, context: DdlContext) -> None:
    """Keep a new column."""
    kept = column.type
    context.backend.run(
        'INSERT INTO "SYS".columns VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
        [
            oid, str(number), kept.kind.value, str(kept.length), kept.unit, _text(kept.precision),
            _text(kept.scale), column.default_text,
        ],
    )  # fmt: skip
    remember_long_name(column.name, context.backend)


def remember_constraint(oid: str, constraint: Constraint, context: DdlContext) -> None:
    """Keep a new constraint."""
    name = str(constraint.name)
    remember_long_name(name, context.backend)
    if constraint.kind == "C":
        context.backend.run(
            'INSERT INTO "SYS".checks SELECT oid, $3 FROM pg_constraint WHERE conrelid = $1::oid AND conname = $2',
            [oid, stored(name), constraint.condition_text],
        )
    if constraint.json_column is not None:
        context.backend.run(
            'UPDATE "SYS".columns c SET is_json = true FROM pg_attribute a WHERE c.table_oid = $1::oid'
            " AND a.attrelid = c.table_oid AND a.attnum = c.attnum AND a.attname = $2",
            [oid, stored(constraint.json_column)],
        )


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)
