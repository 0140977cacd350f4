"""CREATE, DROP, TRUNCATE and RENAME of tables."""

from dataclasses import replace

from oracle_standin.engine.catalog import remember_long_name
from oracle_standin.engine.ddl.constraints import named
from oracle_standin.engine.ddl.context import DdlContext, refusing
from oracle_standin.engine.ddl.longs import check_longs, check_no_longs
from oracle_standin.engine.ddl.records import remember_table
from oracle_standin.engine.results import expression_types
from oracle_standin.engine.table_sql import column_sql, constraint_sql, has_limit, length_check, sql_name
from oracle_standin.errors import OracleError
from oracle_standin.sql.ddl.definitions import (
    Column,
    CreateTable,
    CreateTableAsQuery,
    DropTable,
    RenameTable,
    TruncateTable,
)
from oracle_standin.sql.identifiers import quoted


def create_table(statement: CreateTable, context: DdlContext) -> None:
    """CREATE TABLE."""
    table = context.qualified(statement.table)
    context.check_schema(table)
    if statement.if_not_exists and context.find(table) is not None:
        return
    _check_distinct(statement.columns)
    check_longs(column.type.kind for column in statement.columns)
    columns = [with_names(column, context) for column in statement.columns]
    constraints = [named(table, constraint, context) for constraint in statement.constraints]
    elements = [column_sql(column) for column in columns]
    elements += [length_check(number, column) for number, column in enumerate(columns, 1) if has_limit(column.type)]
    elements += [constraint_sql(constraint, context.current_schema) for constraint in constraints]
    with refusing({"42701": OracleError(957, "duplicate column name")}):
        context.backend.run(f"CREATE TABLE {sql_name(table)} ({', '.join(elements)})")
    remember_table(table, replace(statement, columns=tuple(columns)), constraints, context)


def create_table_as_query(statement: CreateTableAsQuery, context: DdlContext) -> None:
    """CREATE TABLE ... AS SELECT."""
    described = context.backend.describe(statement.query.sql)
    types = expression_types(described, context.catalog, context.backend)
    check_no_longs(kept.kind for kept in types)
    names = [(described.fname(place) or b"").decode() for place in range(described.nfields)]
    long_names = statement.query.long_names
    columns = tuple(Column(long_names.get(name, name), kept) for name, kept in zip(names, types, strict=True))
    create_table(CreateTable(statement.table, columns, ()), context)
    context.backend.run(f"INSERT INTO {sql_name(context.qualified(statement.table))} {statement.query.sql}")


def with_names(column: Column, context: DdlContext) -> Column:
    """The column with a generated name for its NOT NULL, which is a constraint."""
    return column if column.is_nullable else replace(column, not_null_name=context.generated_name())


def drop_table(statement: DropTable, context: DdlContext) -> None:
    """DROP TABLE."""
    table = context.qualified(statement.table)
    if statement.if_exists and context.find(table) is None:
        return
    oid = context.oid(table)
    context.backend.run(f"DROP TABLE {sql_name(table)}{' CASCADE' if statement.is_cascade else ''}")
    for name in ("tables", "columns"):
        context.backend.run(f'DELETE FROM "SYS".{name} WHERE table_oid = $1::oid', [oid])


def truncate_table(statement: TruncateTable, context: DdlContext) -> None:
    """TRUNCATE TABLE."""
    table = context.existing(statement.table)
    referenced = OracleError(2266, "unique/primary keys in table referenced by enabled foreign keys")
    with refusing({"0A000": referenced}):
        own = dict(context.temporary_tables.replacements([table], context.current_schema))
        context.backend.run(f"TRUNCATE TABLE {own.get(table) or sql_name(table)}")


def rename_table(statement: RenameTable, context: DdlContext) -> None:
    """RENAME, ALTER TABLE ... RENAME TO."""
    table = context.existing(statement.table)
    context.backend.run(f"ALTER TABLE {sql_name(table)} RENAME TO {quoted(statement.new)}")
    remember_long_name(statement.new, context.backend)


def _check_distinct(columns: tuple[Column, ...]) -> None:
    names = [column.name for column in columns]
    if len(set(names)) != len(names):
        raise OracleError(957, "duplicate column name")
