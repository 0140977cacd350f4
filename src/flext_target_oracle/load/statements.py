"""SQL text from tables. Pure; every name is quoted, every value is a bind.

Follows SQL Language Reference 12.2 and later: no IF NOT EXISTS (23ai), no trailing semicolon.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flext_target_oracle.schema.changes import AddColumn, AllowNull, Change, CopyColumn, WidenColumn
from flext_target_oracle.schema.identifiers import quote
from flext_target_oracle.schema.json_schema import Field
from flext_target_oracle.schema.table import Column, Metadata, Table
from flext_target_oracle.schema.types import (
    MAX_DRIVER_FRACTION_DIGITS,
    Char,
    Clob,
    Date,
    Nclob,
    Number,
    Nvarchar2,
    OracleType,
    Raw,
    Timestamp,
    TimestampTz,
    Varchar2,
)


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


def allow_nulls(table: Table, columns: Sequence[Column]) -> str:
    """The DDL that lets columns be NULL."""
    return (
        f"ALTER TABLE {table.qualified_name} MODIFY ({', '.join(f'{quote(column.name)} NULL' for column in columns)})"
    )


def forbid_null(table: Table, column: Column) -> str:
    """The DDL that makes a column NOT NULL."""
    return f"ALTER TABLE {table.qualified_name} MODIFY ({quote(column.name)} NOT NULL)"


def evolve_table(table: Table, changes: Sequence[Change]) -> list[str]:
    """The statements that change a table, in their order; each may run again where an earlier run was cut off."""
    added = [change.column for change in changes if isinstance(change, AddColumn)]
    widened = [change.column for change in changes if isinstance(change, WidenColumn)]
    nullable = [change.column for change in changes if isinstance(change, AllowNull)]
    copied = [change for change in changes if isinstance(change, CopyColumn)]
    statements = [add_columns(table, added)] if added else []
    statements += [modify_columns(table, widened)] if widened else []
    statements += [allow_nulls(table, nullable)] if nullable else []
    return [*statements, *(statement for change in copied for statement in _copy_column(table, change))]


def _copy_column(table: Table, change: CopyColumn) -> list[str]:
    column = change.column
    statements = [] if change.is_set_aside else [rename_column(table, column.name, change.set_aside)]
    # Without CHECK (IS JSON): the old values need not be JSON.
    statements += [] if change.is_there else [add_columns(table, [replace(column, source=None)])]
    statements.append(copy_values(table, change))
    statements += [forbid_null(table, column)] if change.is_required else []
    return [*statements, forget_column(table, change.set_aside)]


def rename_column(table: Table, before: str, after: str) -> str:
    """The DDL that renames a column."""
    return f"ALTER TABLE {table.qualified_name} RENAME COLUMN {quote(before)} TO {quote(after)}"


def forget_column(table: Table, column: str) -> str:
    """The DDL that takes a column out of the table at once; its space is freed by DROP UNUSED COLUMNS."""
    return f"ALTER TABLE {table.qualified_name} SET UNUSED ({quote(column)})"


def copy_values(table: Table, change: CopyColumn) -> str:
    """An UPDATE that gives the new column the values of the one that was set aside; it may run again."""
    old, new = quote(change.set_aside), quote(change.column.name)
    value = _copied_value(change.before, change.column.type, old)
    return (
        f"UPDATE {table.qualified_name} SET {new} = {value} "  # noqa: S608 - names are quoted
        f"WHERE {new} IS NULL AND {old} IS NOT NULL"
    )


def count_rows(table: Table) -> str:
    """A query for the number of rows, up to the bind."""
    return f"SELECT COUNT(*) FROM {table.qualified_name} WHERE ROWNUM <= :1"  # noqa: S608 - names are quoted


def table_comment(table: Table, text: str) -> str:
    """The DDL that says what a table is."""
    return f"COMMENT ON TABLE {table.qualified_name} IS {_literal(text)}"


def column_comment(table: Table, column: str, text: str) -> str:
    """The DDL that says what a column is."""
    return f"COMMENT ON COLUMN {table.qualified_name}.{quote(column)} IS {_literal(text)}"


def comments(table: Table, of_stream: object, of_table: str | None, of_columns: Mapping[str, str | None]) -> list[str]:
    """The DDL that makes comments of the descriptions in a schema, where they differ from what is there."""
    found = []
    if isinstance(of_stream, str) and (text := _comment(of_stream)) and text != of_table:
        found.append(table_comment(table, text))
    for column in table.columns:
        if isinstance(column.source, Field) and column.source.description:
            text = _comment(column.source.description)
            if text and text != of_columns.get(column.name):
                found.append(column_comment(table, column.name, text))
    return found


def insert(table: Table) -> str:
    """An INSERT of one row, one numbered bind a column."""
    names = ", ".join(quote(column.name) for column in table.columns)
    binds = ", ".join(_bind(column, position) for position, column in enumerate(table.columns, 1))
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


_MOMENT_MASK = 'YYYY-MM-DD"T"HH24:MI:SS'


def _bind(column: Column, position: int) -> str:
    """The value of a column: a bind alone, but where the driver would cut nanoseconds, which then come as text."""
    match column.type:
        case TimestampTz(digits) if digits > MAX_DRIVER_FRACTION_DIGITS:
            return f"TO_TIMESTAMP_TZ(:{position}, '{_MOMENT_MASK}.FF9TZH:TZM')"
        case Timestamp(digits) if digits > MAX_DRIVER_FRACTION_DIGITS:
            return f"TO_TIMESTAMP(:{position}, '{_MOMENT_MASK}.FF9')"
        case _:
            return f":{position}"


def _copied_value(before: OracleType, after: OracleType, column: str) -> str:
    """An expression for a value in its new type: the text that the target itself writes for it."""
    is_text = isinstance(after, Varchar2 | Nvarchar2 | Clob | Nclob)
    match before:
        case Number() if is_text:
            # TM9 has neither blanks nor a thousands separator, but no zero before the point; the session's is `.`.
            return f"REGEXP_REPLACE(TO_CHAR({column}, 'TM9'), '^(-?)\\.', '\\10.')"
        case Date() if is_text:
            return (
                f"CASE WHEN {column} = TRUNC({column}) THEN TO_CHAR({column}, 'YYYY-MM-DD') "
                f"ELSE TO_CHAR({column}, '{_MOMENT_MASK}') END"
            )
        case Timestamp() if is_text:
            return f"TO_CHAR({column}, '{_MOMENT_MASK}.FF')"
        case TimestampTz() if is_text:
            return f"TO_CHAR({column}, '{_MOMENT_MASK}.FFTZH:TZM')"
        case Char() if is_text:
            return f"RTRIM({column})"
        case Raw():
            return f"TO_BLOB({column})"
        case _:
            return column


def _comment(text: str) -> str:
    """As much as a comment takes: 4000 bytes (ORA-01948 otherwise), and no U+0000."""
    return text.replace("\0", "").encode(errors="replace")[:4000].decode(errors="ignore")


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
