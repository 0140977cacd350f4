"""Parses ALTER TABLE."""

from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.column_types import column_type
from oracle_standin.sql.ddl.columns import column_definition, default_expression, table_elements
from oracle_standin.sql.ddl.constraints import CONSTRAINT_WORDS, table_constraint
from oracle_standin.sql.ddl.definitions import (
    AddColumns,
    DropColumns,
    DropConstraint,
    ModifiedColumn,
    ModifyColumns,
    RenameColumn,
    RenameTable,
)
from oracle_standin.sql.reader import Reader
from oracle_standin.sql.statements import Ddl, TableName


def alter_table(reader: Reader) -> Ddl:
    """ALTER TABLE."""
    table = reader.table()
    if reader.accept("ADD"):
        return _add(reader, table)
    if reader.accept("MODIFY"):
        return ModifyColumns(table, _modified_columns(reader))
    if reader.accept("DROP"):
        return _drop_from_table(reader, table)
    if reader.accept("SET", "UNUSED"):
        return DropColumns(table, _column_names(reader))
    if reader.accept("RENAME", "COLUMN"):
        old = reader.name()
        reader.expect("TO", code=905, message="missing keyword")
        return RenameColumn(table, old, reader.name())
    if reader.accept("RENAME", "TO"):
        return RenameTable(table, reader.name())
    raise UnsupportedError(f"ALTER TABLE {reader.rest_of_source(40)}")


def _add(reader: Reader, table: TableName) -> AddColumns:
    if reader.peek("("):
        return AddColumns(table, *table_elements(reader))
    if any(map(reader.peek, CONSTRAINT_WORDS)):
        return AddColumns(table, (), (table_constraint(reader),))
    column, constraints = column_definition(reader)
    return AddColumns(table, (column,), tuple(constraints))


def _modified_columns(reader: Reader) -> tuple[ModifiedColumn, ...]:
    if not reader.accept("("):
        return (_modified_column(reader),)
    columns = [_modified_column(reader)]
    while reader.accept(","):
        columns.append(_modified_column(reader))
    reader.expect(")", code=907, message="missing right parenthesis")
    return tuple(columns)


def _modified_column(reader: Reader) -> ModifiedColumn:
    name = reader.name()
    has_type = reader.token is not None and not any(map(reader.peek, ("DEFAULT", "NOT", "NULL", "CONSTRAINT")))
    kept_type = column_type(reader) if has_type else None
    text, sql = default_expression(reader) if reader.accept("DEFAULT") else (None, None)
    is_nullable = False if reader.accept("NOT", "NULL") else True if reader.accept("NULL") else None
    return ModifiedColumn(name, kept_type, is_nullable, text, sql)


def _drop_from_table(reader: Reader, table: TableName) -> DropColumns | DropConstraint:
    if reader.accept("CONSTRAINT"):
        statement: DropColumns | DropConstraint = DropConstraint(table, reader.name())
    elif reader.accept("PRIMARY KEY"):
        statement = DropConstraint(table, None)
    else:
        return DropColumns(table, _column_names(reader))
    reader.accept("CASCADE")
    reader.accept("DROP", "INDEX")
    return statement


def _column_names(reader: Reader) -> tuple[str, ...]:
    names = (reader.name(),) if reader.accept("COLUMN") else reader.names()
    reader.accept("CASCADE", "CONSTRAINTS")
    return names
