"""COMMENT ON."""

from oracle_standin.engine.ddl.context import DdlContext
from oracle_standin.engine.named_objects import View
from oracle_standin.engine.table_sql import sql_name
from oracle_standin.errors import OracleError
from oracle_standin.sql.ddl.definitions import Comment
from oracle_standin.sql.identifiers import quoted, string_literal

_MAX_BYTES = 4000


def comment(statement: Comment, context: DdlContext) -> None:
    """COMMENT ON."""
    view = context.resolver.objects.view(statement.table, context.current_schema)
    if len(statement.text.encode()) > _MAX_BYTES:
        raise OracleError(1756, "quoted string not properly terminated")
    if view is not None:
        _comment_on_view(view, statement, context)
        return
    table = context.existing(statement.table)
    if statement.column is None and context.is_materialized(table):
        raise OracleError(12098, "cannot comment on the materialized view")
    if statement.column is None:
        target = f"TABLE {table.sql}"
    else:
        context.column(table, statement.column)
        target = f"COLUMN {table.sql}.{quoted(statement.column)}"
    context.backend.run(f"COMMENT ON {target} IS {string_literal(statement.text)}")


def _comment_on_view(view: View, statement: Comment, context: DdlContext) -> None:
    if statement.column is None:
        context.backend.run(f"COMMENT ON VIEW {sql_name(view.name)} IS {string_literal(statement.text)}")
        return
    if statement.column not in view.columns:
        raise OracleError(904, f'"{statement.column}": invalid identifier')
    context.backend.run(
        "UPDATE \"SYS\".view_columns SET comment = nullif($3, '') WHERE view_oid = $1::oid AND name = $2",
        [str(view.oid), statement.column, statement.text],
    )
