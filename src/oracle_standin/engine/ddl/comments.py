"""COMMENT ON."""

from oracle_standin.engine.ddl.context import DdlContext
from oracle_standin.errors import OracleError
from oracle_standin.sql.ddl.definitions import Comment
from oracle_standin.sql.identifiers import quoted, string_literal

_MAX_BYTES = 4000


def comment(statement: Comment, context: DdlContext) -> None:
    """COMMENT ON."""
    table = context.existing(statement.table)
    if len(statement.text.encode()) > _MAX_BYTES:
        raise OracleError(1756, "quoted string not properly terminated")
    if statement.column is None:
        target = f"TABLE {table.sql}"
    else:
        context.column(table, statement.column)
        target = f"COLUMN {table.sql}.{quoted(statement.column)}"
    context.backend.run(f"COMMENT ON {target} IS {string_literal(statement.text)}")
