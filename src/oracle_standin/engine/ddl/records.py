"""Keeps in the SYS schema what PostgreSQL's catalog does not know of a table."""

import json

from oracle_standin.engine.catalog import remember_long_name
from oracle_standin.engine.ddl.context import DdlContext
from oracle_standin.engine.table_sql import sql_name
from oracle_standin.sql.ddl.definitions import Attributes, Column, Constraint, CreateTable
from oracle_standin.sql.identifiers import stored
from oracle_standin.sql.types import OracleType


def remember_table(statement: CreateTable, lobs: dict[str, Attributes], context: DdlContext) -> str:
    """Keep a new table and its columns; PostgreSQL's number of it."""
    rows = context.rows(
        'INSERT INTO "SYS".tables (table_oid, duration, attributes, lobs) VALUES ($1::regclass, $2, $3, $4)'
        " RETURNING table_oid",
        sql_name(statement.table),
        statement.duration,
        json.dumps(statement.attributes),
        json.dumps(lobs),
    )
    oid = str(rows[0][0])
    remember_long_name(statement.table.name, context.backend)
    for number, column in enumerate(statement.columns, 1):
        remember_column(oid, number, column, context)
    return oid


def remember_column(oid: str, number: int, column: Column, context: DdlContext) -> None:
    """Keep a new column."""
    context.backend.run(
        'INSERT INTO "SYS".columns (table_oid, attnum, kind, length, unit, type_precision, type_scale, default_text,'
        " default_for) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        [oid, str(number), *type_values(column.type), column.default_text, column.default_for],
    )
    remember_long_name(column.name, context.backend)


def type_values(kept: OracleType) -> list[str | None]:
    """A type as the columns kind, length, unit, type_precision, type_scale keep it."""
    sizes = (kept.precision, kept.scale)
    return [kept.kind.value, str(kept.length), kept.unit, *(None if size is None else str(size) for size in sizes)]


def remember_not_nulls(oid: str, columns: tuple[Column, ...], context: DdlContext) -> None:
    """Keep that these columns were declared NOT NULL, unlike those of a primary key."""
    for column in columns:
        if column.not_null_name is not None:
            remember_constraint(oid, Constraint("C", column.not_null_name), context)


def remember_constraint(oid: str, constraint: Constraint, context: DdlContext) -> None:
    """Keep a new constraint."""
    name, state = str(constraint.name), constraint.state
    remember_long_name(name, context.backend)
    is_disabled_key = constraint.kind in ("P", "U") and not state.is_enabled
    context.backend.run(
        'INSERT INTO "SYS".constraint_details'
        " (constraint_oid, condition_text, kind, key_columns, is_validated, is_rely, is_generated)"
        " SELECT c.oid, nullif($3, ''), $4, (SELECT array_agg(a.attnum ORDER BY place) FROM"
        " unnest($5::text[]) WITH ORDINALITY AS key(name, place) JOIN pg_attribute a ON a.attname = key.name"
        " AND a.attrelid = $1::oid), $6, $7, $8 FROM pg_constraint c WHERE conrelid = $1::oid AND conname = $2",
        [
            oid,
            stored(name),
            constraint.condition_text,
            constraint.kind if is_disabled_key else None,
            _array(constraint.columns) if is_disabled_key else None,
            _boolean(is_set=state.is_validated),
            _boolean(is_set=state.is_rely),
            _boolean(is_set=is_generated(name)),
        ],
    )
    if constraint.json_column is not None and state.is_enabled:
        context.backend.run(
            'UPDATE "SYS".columns c SET is_json = true FROM pg_attribute a WHERE c.table_oid = $1::oid'
            " AND a.attrelid = c.table_oid AND a.attnum = c.attnum AND a.attname = $2",
            [oid, stored(constraint.json_column)],
        )


def is_generated(name: str) -> bool:
    """Whether the server has made the name."""
    return name.startswith("SYS_C") and name.removeprefix("SYS_C").isdecimal()


def _array(names: tuple[str, ...]) -> str:
    quoted = (stored(name).replace("\\", "\\\\").replace('"', '\\"') for name in names)
    return "{" + ",".join(f'"{name}"' for name in quoted) + "}"


def _boolean(*, is_set: bool) -> str:
    return "true" if is_set else "false"
