"""SQL text from tables. Pure; every name is quoted, every value is a bind.

Follows SQL Language Reference 12.2 and later: no IF NOT EXISTS (23ai), no trailing semicolon.
"""

from collections.abc import Sequence

from flext_target_oracle.schema.identifiers import quote
from flext_target_oracle.schema.table import Column, Metadata, Table


def create_table(table: Table) -> str:
    """The DDL of a new table."""
    columns = ",\n  ".join(_column_definition(column) for column in table.columns)
    return f"CREATE TABLE {table.qualified_name} (\n  {columns}\n)"


def add_columns(table: Table, columns: Sequence[Column]) -> str:
    """The DDL for columns that the table lacks."""
    return f"ALTER TABLE {table.qualified_name} ADD ({', '.join(map(_column_definition, columns))})"


def modify_columns(table: Table, columns: Sequence[Column]) -> str:
    """The DDL that gives columns their types."""
    types = ", ".join(f"{quote(column.name)} {column.type.sql}" for column in columns)
    return f"ALTER TABLE {table.qualified_name} MODIFY ({types})"


def insert(table: Table) -> str:
    """An INSERT of one row, one numbered bind a column."""
    names = ", ".join(quote(column.name) for column in table.columns)
    binds = ", ".join(f":{position}" for position in range(1, len(table.columns) + 1))
    return f"INSERT INTO {table.qualified_name} ({names}) VALUES ({binds})"  # noqa: S608 - names are quoted


def mark_older_versions(table: Table) -> str:
    """An UPDATE that marks the rows of older versions as deleted; binds: the time, the version."""
    deleted_at = quote(Metadata.DELETED_AT.value)
    version = quote(Metadata.TABLE_VERSION.value)
    return (
        f"UPDATE {table.qualified_name} SET {deleted_at} = :1 "  # noqa: S608 - names are quoted
        f"WHERE {version} < :2 AND {deleted_at} IS NULL"
    )


def _column_definition(column: Column) -> str:
    name = quote(column.name)
    # The order is fixed: type, then constraints.
    parts = [name, column.type.sql]
    if not column.is_nullable:
        parts.append("NOT NULL")
    if column.is_json:
        parts.append(f"CHECK ({name} IS JSON)")
    return " ".join(parts)
