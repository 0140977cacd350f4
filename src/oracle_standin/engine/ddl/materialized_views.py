"""Materialized views: tables with the rows of a query, which nobody changes.

Reference: SQL Language Reference, "CREATE MATERIALIZED VIEW".
"""

from oracle_standin.engine.ddl.constraints import add_constraint, find_constraints, named
from oracle_standin.engine.ddl.context import DdlContext, Table
from oracle_standin.engine.ddl.tables import create_table, remove_table
from oracle_standin.errors import OracleError
from oracle_standin.sql.ddl.definitions import Constraint, CreateTable
from oracle_standin.sql.ddl.materialized_views import (
    STAR,
    CommentMaterializedView,
    CreateMaterializedView,
    DropMaterializedView,
    master_columns,
)
from oracle_standin.sql.statements import TableName


def create_materialized_view(statement: CreateMaterializedView, context: DdlContext) -> None:
    """CREATE MATERIALIZED VIEW."""
    container = statement.container
    key = () if statement.has_row_ids or statement.refresh == "NEVER" else _key_places(container, context)
    create_table(container, context)
    table = context.existing(container.table)
    if key:
        names = _column_names(table, context)
        constraint = named(Constraint("P", None, tuple(names[place] for place in key)), str(table.name.schema), context)
        add_constraint(table, constraint, context)
    text = container.query.text if container.query else ""
    context.backend.run(
        'INSERT INTO "SYS".materialized_views (table_oid, text, refresh_method) VALUES ($1::oid, $2, $3)',
        [table.oid, text, statement.refresh],
    )
    context.backend.run(
        f'CREATE TRIGGER "~materialized" BEFORE INSERT OR UPDATE OR DELETE ON {table.sql}'
        ' FOR EACH STATEMENT EXECUTE FUNCTION "SYS".refuse_changes()'
    )


def _key_places(container: CreateTable, context: DdlContext) -> tuple[int, ...]:
    """Where the primary key of the master table stands among the columns; nothing for a query of several tables.

    Raises:
        OracleError: ORA-12014: it has no primary key; ORA-12016: not all of it is there.
    """
    found = master_columns(container.query.text if container.query else "", context.catalog.profile)
    master = None if found is None else context.find(found[0])
    if found is None or master is None:
        return ()
    key = next((one.columns for one in find_constraints(master, context) if one.kind == "P" and one.is_enabled), None)
    if key is None:
        raise OracleError(12014, f"table '{master.name.name}' does not contain a primary key constraint")
    shown: list[str | None] = []
    for column in found[1]:
        shown += _column_names(master, context) if column == STAR else [column]
    if not set(key) <= set(shown):
        raise OracleError(12016, "materialized view does not include all primary key columns")
    return tuple(shown.index(name) for name in key)


def _column_names(table: Table, context: DdlContext) -> list[str]:
    return [context.catalog.original_name(name, context.backend) for name in context.columns(table)]


def drop_materialized_view(statement: DropMaterializedView, context: DdlContext) -> None:
    """DROP MATERIALIZED VIEW."""
    table = _existing(statement.view, context)
    context.backend.run('DELETE FROM "SYS".materialized_views WHERE table_oid = $1::oid', [table.oid])
    if statement.keeps_table:
        context.backend.run(f'DROP TRIGGER "~materialized" ON {table.sql}')
    else:
        remove_table(table, context)


def comment_on_materialized_view(statement: CommentMaterializedView, context: DdlContext) -> None:
    """COMMENT ON MATERIALIZED VIEW."""
    table = _existing(statement.view, context)
    context.backend.run(
        'UPDATE "SYS".materialized_views SET comment = $2 WHERE table_oid = $1::oid', [table.oid, statement.text]
    )


def _existing(view: TableName, context: DdlContext) -> Table:
    table = context.find(view)
    if table is None or not context.is_materialized(table):
        name = context.qualified(view)
        raise OracleError(12003, f'materialized view or zonemap "{name.schema}"."{name.name}" does not exist')
    return table
