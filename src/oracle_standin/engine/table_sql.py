"""Columns and constraints in PostgreSQL's DDL."""

from oracle_standin.sql.ddl.definitions import Column, Constraint
from oracle_standin.sql.identifiers import HIDDEN_PREFIX, quoted, quoted_table, stored, string_literal
from oracle_standin.sql.sequences import OWNER_OF_DEFAULT
from oracle_standin.sql.statements import TableName
from oracle_standin.sql.types import MAX_BYTES_PER_CHARACTER, NATIONAL, SIZED_TEXT, Kind, OracleType


def sql_name(table: TableName) -> str:
    """A table as PostgreSQL reads it."""
    return quoted_table(table.schema, table.name)


def column_sql(column: Column) -> str:
    """A column's definition without its length check."""
    default = f" DEFAULT {column.default_sql}" if column.default_sql is not None else ""
    not_null = "" if column.is_nullable else f" CONSTRAINT {quoted(str(column.not_null_name))} NOT NULL"
    return f"{quoted(column.name)} {column.type.postgres}{default}{not_null}"


def with_owner(default_sql: str | None, current_schema: str) -> str | None:
    """A default with the owner of the sequences that it names without one."""
    return default_sql and default_sql.replace(OWNER_OF_DEFAULT, string_literal(stored(current_schema)))


def has_limit(column_type: OracleType) -> bool:
    """Whether the column needs a check of its size."""
    return column_type.kind in _LIMITED


_LIMITED = SIZED_TEXT | {Kind.RAW, Kind.INTERVAL_DS, Kind.INTERVAL_YM}


def length_check_name(number: int) -> str:
    """The name of the length check of a column, by PostgreSQL's number of the column."""
    return quoted(f"{HIDDEN_PREFIX}len~{number}")


def length_check(number: int, column: Column) -> str:
    """A constraint that raises ORA-12899 with both lengths, or ORA-01873 for an interval."""
    name, kept = quoted(column.name), column.type
    if kept.kind in (Kind.INTERVAL_DS, Kind.INTERVAL_YM):
        condition = f'"SYS".fits_interval({name}, {kept.precision}, {str(kept.kind is Kind.INTERVAL_YM).lower()})'
        return f"CONSTRAINT {length_check_name(number)} CHECK ({condition})"
    cases = "".join(
        f' WHEN {length} > {limit} THEN "SYS".too_long(tableoid, {number}, {length}, {limit})'
        for length, limit in _limits(name, kept)
    )
    return f"CONSTRAINT {length_check_name(number)} CHECK (CASE{cases} ELSE true END)"


def _limits(name: str, kept: OracleType) -> list[tuple[str, int]]:
    """Expressions of a value's length, each with its limit."""
    if kept.kind in NATIONAL:
        return [(f'"SYS".national_length({name}::text)', kept.length)]
    in_bytes = (f"octet_length({name})", kept.max_bytes)
    if kept.unit != "C":
        return [in_bytes]
    in_characters = (f"char_length({name}::text)", kept.length)
    return [in_characters, in_bytes] if kept.length * MAX_BYTES_PER_CHARACTER > kept.byte_cap else [in_characters]


def constraint_sql(constraint: Constraint, current_schema: str) -> str:
    """A named constraint's definition."""
    columns = ", ".join(map(quoted, constraint.columns))
    name = f"CONSTRAINT {quoted(str(constraint.name))}"
    match constraint.kind:
        case "P":
            return f"{name} PRIMARY KEY ({columns})"
        case "U":
            return f"{name} UNIQUE ({columns})"
        case "C":
            return f"{name} CHECK ({constraint.condition_sql})"
        case _:
            return f"{name} FOREIGN KEY ({columns}) {_references_sql(constraint, current_schema)}"


def _references_sql(constraint: Constraint, current_schema: str) -> str:
    parent = constraint.references or TableName(None, "")
    name = quoted_table(parent.schema or current_schema, parent.name)
    columns = f" ({', '.join(map(quoted, constraint.referenced_columns))})" if constraint.referenced_columns else ""
    return f"REFERENCES {name}{columns} ON DELETE {constraint.on_delete} {constraint.state.deferral}"
