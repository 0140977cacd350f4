"""Constraints of tables."""

from dataclasses import replace

from oracle_standin.engine.backend import text_rows
from oracle_standin.engine.ddl.context import DdlContext, refusing
from oracle_standin.engine.ddl.records import remember_constraint
from oracle_standin.engine.table_sql import constraint_sql
from oracle_standin.errors import OracleError
from oracle_standin.sql.ddl.definitions import Constraint, DropConstraint
from oracle_standin.sql.identifiers import quoted, stored
from oracle_standin.sql.statements import TableName


def named(table: TableName, constraint: Constraint, context: DdlContext) -> Constraint:
    """The constraint with a name that no other one has (ORA-02264)."""
    if constraint.name is None:
        return replace(constraint, name=context.generated_name())
    found = context.backend.run(
        "SELECT 1 FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace"
        " WHERE n.nspname = $1 AND c.conname = $2",
        [stored(str(table.schema)), stored(constraint.name)],
    )
    if found.ntuples:
        raise OracleError(2264, "name already used by an existing constraint")
    return constraint


def add_constraint(table: TableName, oid: str, constraint: Constraint, context: DdlContext) -> None:
    """Add a constraint to a table with rows."""
    name = f"{table.schema}.{constraint.name}"
    duplicate = {
        "P": OracleError(2437, f"cannot validate ({name}) - primary key violated"),
        "U": OracleError(2299, f"cannot validate ({name}) - duplicate keys found"),
    }.get(constraint.kind)
    with refusing({
        "23505": duplicate,
        "23502": OracleError(1449, "column contains NULL values; cannot alter to NOT NULL"),
        "23514": OracleError(2293, f"cannot validate ({name}) - check constraint violated"),
        "23503": OracleError(2298, f"cannot validate ({name}) - parent keys not found"),
        "42P16": OracleError(2260, "table can have only one primary key"),
    }):  # fmt: skip
        context.alter(table, f"ADD {constraint_sql(constraint, context.current_schema)}")
    remember_constraint(oid, constraint, context)


def drop_constraint(statement: DropConstraint, context: DdlContext) -> None:
    """ALTER TABLE ... DROP CONSTRAINT."""
    table = context.altered(statement.table)
    name = statement.name or _primary_key(table, context)
    missing = OracleError(2443, "Cannot drop constraint  - nonexistent constraint")
    used = OracleError(2273, "this unique/primary key is referenced by some foreign keys")
    with refusing({"42704": missing, "2BP01": used}):
        context.alter(table, f"DROP CONSTRAINT {quoted(name)}")


def _primary_key(table: TableName, context: DdlContext) -> str:
    rows = text_rows(
        context.backend.run(
            "SELECT conname FROM pg_constraint WHERE conrelid = $1::oid AND contype = 'p'", [context.oid(table)]
        )
    )
    if not rows:
        raise OracleError(2441, "Cannot drop nonexistent primary key")
    return str(rows[0][0])
