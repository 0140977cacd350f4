"""ALTER TABLE."""

from oracle_standin.engine.catalog import remember_long_name
from oracle_standin.engine.ddl import column_changes
from oracle_standin.engine.ddl.constraints import add_constraint, named
from oracle_standin.engine.ddl.context import DdlContext, refusing
from oracle_standin.engine.ddl.longs import check_longs
from oracle_standin.engine.ddl.records import remember_column
from oracle_standin.engine.ddl.tables import with_names
from oracle_standin.engine.table_sql import column_sql, has_limit, length_check
from oracle_standin.errors import OracleError
from oracle_standin.sql.ddl.definitions import AddColumns, DropColumns, ModifyColumns, RenameColumn
from oracle_standin.sql.identifiers import quoted


def add_columns(statement: AddColumns, context: DdlContext) -> None:
    """ALTER TABLE ... ADD."""
    table = context.altered(statement.table)
    oid = context.oid(table)
    present = [column.type.kind for column in context.catalog.columns(int(oid), context.backend).values()]
    check_longs([*present, *(column.type.kind for column in statement.columns)])
    for column in [with_names(column, context) for column in statement.columns]:
        needs_empty = OracleError(1758, "table must be empty to add mandatory (NOT NULL) column")
        with refusing({"23502": needs_empty}):
            context.alter(table, f"ADD COLUMN {column_sql(column)}")
        number = context.column_number(oid, column.name)
        if has_limit(column.type):
            context.alter(table, f"ADD {length_check(number, column)}")
        remember_column(oid, number, column, context)
    for constraint in statement.constraints:
        add_constraint(table, oid, named(table, constraint, context), context)


def modify_columns(statement: ModifyColumns, context: DdlContext) -> None:
    """ALTER TABLE ... MODIFY."""
    table = context.altered(statement.table)
    oid = context.oid(table)
    columns = context.catalog.columns(int(oid), context.backend)
    for change in statement.columns:
        number = context.column_number(oid, change.name)
        column_changes.modify(context.backend, table, oid, number, columns[number], change)


def drop_columns(statement: DropColumns, context: DdlContext) -> None:
    """ALTER TABLE ... DROP (columns)."""
    table = context.altered(statement.table)
    oid = context.oid(table)
    for name in statement.columns:
        number = context.column_number(oid, name)
        column_changes.check_droppable(context.backend, oid, number)
        context.alter(table, f"DROP COLUMN {quoted(name)}")
        context.backend.run('DELETE FROM "SYS".columns WHERE table_oid = $1::oid AND attnum = $2', [oid, str(number)])


def rename_column(statement: RenameColumn, context: DdlContext) -> None:
    """ALTER TABLE ... RENAME COLUMN."""
    table = context.altered(statement.table)
    context.column_number(context.oid(table), statement.old)
    with refusing({"42701": OracleError(957, "duplicate column name")}):
        context.alter(table, f"RENAME COLUMN {quoted(statement.old)} TO {quoted(statement.new)}")
    remember_long_name(statement.new, context.backend)
