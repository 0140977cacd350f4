"""CREATE INDEX and DROP INDEX."""

from oracle_standin.engine.catalog import remember_long_name
from oracle_standin.engine.ddl import column_changes
from oracle_standin.engine.ddl.context import DdlContext, refusing
from oracle_standin.engine.table_sql import sql_name
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.ddl.definitions import CreateIndex, DropIndex
from oracle_standin.sql.identifiers import quoted


def create_index(statement: CreateIndex, context: DdlContext) -> None:
    """CREATE INDEX."""
    table = context.altered(statement.table)
    if statement.index.schema not in (None, table.schema):
        raise UnsupportedError("an index in another schema than its table")
    unique = "UNIQUE " if statement.is_unique else ""
    keys = ", ".join(statement.keys)
    column_changes.check_not_indexed(context.backend, context.oid(table), statement.keys)
    duplicates = OracleError(1452, "cannot CREATE UNIQUE INDEX; duplicate keys found")
    with refusing({"23505": duplicates}):
        context.backend.run(f"CREATE {unique}INDEX {quoted(statement.index.name)} ON {sql_name(table)} ({keys})")
    remember_long_name(statement.index.name, context.backend)


def drop_index(statement: DropIndex, context: DdlContext) -> None:
    """DROP INDEX."""
    with refusing({
        "42704": OracleError(1418, "specified index does not exist"),
        "2BP01": OracleError(2429, "cannot drop index used for enforcement of unique/primary key"),
    }):  # fmt: skip
        context.backend.run(f"DROP INDEX {sql_name(context.qualified(statement.index))}")
