"""COMMENT ON."""

from oracle_standin.engine.ddl.context import DdlContext
from oracle_standin.engine.table_sql import sql_name
from oracle_standin.sql.ddl.definitions import Comment
from oracle_standin.sql.identifiers import quoted, string_literal


def comment(statement: Comment, context: DdlContext) -> None:
    """COMMENT ON."""
    table = context.existing(statement.table)
    if statement.column is None:
        target = f"TABLE {sql_name(table)}"
    else:
        context.column_number(context.oid(table), statement.column)
        target = f"COLUMN {sql_name(table)}.{quoted(statement.column)}"
    context.backend.run(f"COMMENT ON {target} IS {string_literal(statement.text)}")
