"""Private temporary tables: of one session, in no dictionary but their own view, made and dropped without a commit."""

from oracle_standin.engine.ddl.context import DdlContext
from oracle_standin.engine.ddl.longs import check_longs
from oracle_standin.engine.ddl.records import type_values
from oracle_standin.engine.ddl.tables import query_columns
from oracle_standin.engine.table_sql import has_limit, length_check
from oracle_standin.errors import OracleError
from oracle_standin.sql.ddl.definitions import Column, CreatePrivateTable
from oracle_standin.sql.identifiers import quoted


def create_private_table(statement: CreatePrivateTable, context: DdlContext) -> None:
    """CREATE PRIVATE TEMPORARY TABLE, in the transaction that the caller has opened."""
    definition = statement.table
    columns = definition.columns
    query = definition.query and context.resolver.query(definition.query.text, context.current_schema)
    if query is not None:
        columns = query_columns(query, definition.column_names, context)
    names = [column.name for column in columns]
    if len(set(names)) != len(names):
        raise OracleError(957, "duplicate column name")
    check_longs(column.type.kind for column in columns)
    own = context.temporary_tables.add_private(context.qualified(definition.table))
    on_commit = "PRESERVE ROWS" if statement.keeps_definition else "DROP"
    context.backend.run(f"CREATE TEMPORARY TABLE {own} ({', '.join(_elements(columns))}) ON COMMIT {on_commit}")
    _remember(own, columns, statement, context)
    if query is not None:
        context.backend.run(f"INSERT INTO {own} ({', '.join(map(quoted, names))}) {query.sql}")


def _elements(columns: tuple[Column, ...]) -> list[str]:
    definitions = [
        f"{quoted(column.name)} {column.type.postgres}{'' if column.is_nullable else ' NOT NULL'}" for column in columns
    ]
    return definitions + [
        length_check(number, column) for number, column in enumerate(columns, 1) if has_limit(column.type)
    ]


def _remember(own: str, columns: tuple[Column, ...], statement: CreatePrivateTable, context: DdlContext) -> None:
    """Keep the types of the columns; the view of private tables reads the comment."""
    for number, column in enumerate(columns, 1):
        context.backend.run(
            'INSERT INTO "SYS".columns (table_oid, attnum, kind, length, unit, type_precision, type_scale)'
            " VALUES ($1::regclass, $2, $3, $4, $5, $6, $7)",
            [own, str(number), *type_values(column.type)],
        )
    duration = "SESSION" if statement.keeps_definition else "TRANSACTION"
    context.backend.run(f"COMMENT ON TABLE {own} IS '{duration}'")
    context.backend.run('SELECT "SYS".fit_tables()')
