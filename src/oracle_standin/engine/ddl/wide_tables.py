"""Tables of up to Oracle's 1,000 columns, of which a row of PostgreSQL holds a few hundred.

Such a table is a view over parts, which are tables of their own and share a number for each row. A constraint belongs
to the part that has its columns. A second view, with the row's number, is what statements change: its triggers change
the parts. The dictionary shows the view alone.
"""

from collections.abc import Sequence
from dataclasses import replace

from oracle_standin.engine.backend import text_rows
from oracle_standin.engine.ddl.constraints import add_constraint, named
from oracle_standin.engine.ddl.context import DdlContext, Table, refusing
from oracle_standin.engine.ddl.records import remember_column, remember_not_nulls
from oracle_standin.engine.ddl.wide_views import ROW, columns_of_parts, create_views, part_names
from oracle_standin.engine.table_sql import column_sql, has_limit, length_check, sql_name
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.ddl.definitions import (
    AddColumns,
    Column,
    Comment,
    Constraint,
    DropColumns,
    DropTable,
    TruncateTable,
)
from oracle_standin.sql.identifiers import quoted, stored, string_literal
from oracle_standin.sql.statements import TableName

MAX_COLUMNS = 1000
# values of up to 24 bytes stay in their row (PostgreSQL, toast_helper.c), which has 8,160
MAX_NARROW_COLUMNS = 320


def check_count(count: int) -> None:
    """Raise ORA-01792 for more columns than a table has."""
    if count > MAX_COLUMNS:
        raise OracleError(1792, "maximum number of columns in a table or view is 1000")


def is_wide(table: TableName, context: DdlContext) -> bool:
    """Whether the table has parts."""
    found = context.find(table)
    return found is not None and bool(part_names(found.oid, context))


def first_columns(columns: Sequence[Column], constraints: Sequence[Constraint]) -> list[Column]:
    """The columns of the first part: those of constraints, and the first of the others."""
    constrained = [column for column in columns if any(_names(constraint, column) for constraint in constraints)]
    if len(constrained) > MAX_NARROW_COLUMNS:
        raise UnsupportedError(f"constraints on more than {MAX_NARROW_COLUMNS} columns")
    others = [column for column in columns if column not in constrained]
    chosen = [*constrained, *others[: MAX_NARROW_COLUMNS - len(constrained)]]
    return [column for column in columns if column in chosen]


def _names(constraint: Constraint, column: Column) -> bool:
    return column.name in constraint.columns or quoted(column.name) in constraint.condition_sql


def widen(table: Table, added: Sequence[Column], order: Sequence[str], context: DdlContext) -> None:
    """Make a table the first part of a wide one, with further columns; `order` has the names of all columns."""
    first = _part_name(table.name, 1, context)
    context.alter(table, f"ADD COLUMN {ROW} bigint GENERATED ALWAYS AS IDENTITY")
    context.alter(table, f'ADD CONSTRAINT "~row~{table.oid}" UNIQUE ({ROW})')
    context.alter(table, f"RENAME TO {quoted(first.name)}")
    parts = [first, *_add_parts(table.name, 2, added, first, context)]
    create_views(table.name, table.oid, parts, list(map(stored, order)), context)
    _remember(table.name, added, context)


def add_columns(statement: AddColumns, context: DdlContext) -> None:
    """ALTER TABLE ... ADD: columns become further parts."""
    table, oid = _found(statement.table, context)
    parts, order = part_names(oid, context), _column_names(oid, context)
    check_count(len(order) + len(statement.columns))
    columns = [
        column if column.is_nullable else replace(column, not_null_name=context.generated_name())
        for column in statement.columns
    ]
    if any(stored(column.name) in order for column in columns):
        raise OracleError(1430, "column being added already exists in table")
    if columns:
        parts += _add_parts(table, len(parts) + 1, columns, parts[0], context)
        create_views(table, oid, parts, [*order, *(stored(column.name) for column in columns)], context)
        _remember(table, columns, context)
    for constraint in statement.constraints:
        part = _part_of(constraint, parts, context)
        added = named(constraint, str(part.schema), context)
        add_constraint(Table(part, _oid(part, context), None, is_partitioned=False), added, context)


def drop_columns(statement: DropColumns, context: DdlContext) -> None:
    """ALTER TABLE ... DROP (columns)."""
    table, oid = _found(statement.table, context)
    for name in statement.columns:
        _number(oid, name, context)
    dropped = set(map(stored, statement.columns))
    parts, order = part_names(oid, context), _column_names(oid, context)
    create_views(table, oid, parts, [name for name in order if name not in dropped], context)
    several = OracleError(12991, "column is referenced in a multi-column constraint")
    for part, names in zip(parts, columns_of_parts(parts, context), strict=True):
        for name in dropped.intersection(names):
            with refusing({"2BP01": several}):
                context.backend.run(f"ALTER TABLE {sql_name(part)} DROP COLUMN {quoted(name)}")


def drop_table(statement: DropTable, context: DdlContext) -> None:
    """DROP TABLE."""
    _, oid = _found(statement.table, context)
    parts = ", ".join(map(sql_name, part_names(oid, context)))
    context.backend.run('SELECT "SYS".drop_wide_views($1::oid)', [oid])
    context.backend.run(f"DROP TABLE {parts}{' CASCADE' if statement.is_cascade else ''}")
    for name in ("tables", "columns", "wide_parts"):
        context.backend.run(f'DELETE FROM "SYS".{name} WHERE table_oid = $1::oid', [oid])


def truncate_table(statement: TruncateTable, context: DdlContext) -> None:
    """TRUNCATE TABLE."""
    _, oid = _found(statement.table, context)
    referenced = OracleError(2266, "unique/primary keys in table referenced by enabled foreign keys")
    with refusing({"0A000": referenced}):
        context.backend.run(f"TRUNCATE TABLE {', '.join(map(sql_name, part_names(oid, context)))}")


def comment(statement: Comment, context: DdlContext) -> None:
    """COMMENT ON."""
    table, oid = _found(statement.table, context)
    target = f"VIEW {sql_name(table)}"
    if statement.column is not None:
        _number(oid, statement.column, context)
        target = f"COLUMN {sql_name(table)}.{quoted(statement.column)}"
    context.backend.run(f"COMMENT ON {target} IS {string_literal(statement.text)}")


def _add_parts(
    table: TableName, number: int, columns: Sequence[Column], first: TableName, context: DdlContext
) -> list[TableName]:
    """New parts with these columns, and a row for each row of the first part."""
    parts: list[TableName] = []
    for start in range(0, len(columns), MAX_NARROW_COLUMNS):
        part = _part_name(table, number + len(parts), context)
        _create_part(part, columns[start : start + MAX_NARROW_COLUMNS], context)
        needs_empty = OracleError(1758, "table must be empty to add mandatory (NOT NULL) column")
        with refusing({"23502": needs_empty}):
            context.backend.run(f"INSERT INTO {sql_name(part)} ({ROW}) SELECT {ROW} FROM {sql_name(first)}")
        parts.append(part)
    return parts


def _create_part(part: TableName, columns: Sequence[Column], context: DdlContext) -> None:
    elements = [column_sql(column) for column in columns]
    elements += [length_check(number, column) for number, column in enumerate(columns, 1) if has_limit(column.type)]
    elements.append(f'{ROW} bigint CONSTRAINT "~row~{part.name}" PRIMARY KEY')
    with refusing({"42701": OracleError(957, "duplicate column name")}):
        context.backend.run(f"CREATE TABLE {sql_name(part)} ({', '.join(elements)})")
    remember_not_nulls(_oid(part, context), tuple(columns), context)


def _part_name(table: TableName, number: int, context: DdlContext) -> TableName:
    """The name of a part; errors that name it name the table."""
    name = stored(f"{table.name}~part~{number}")
    context.backend.run('INSERT INTO "SYS".long_names VALUES ($1, $2) ON CONFLICT DO NOTHING', [name, table.name])
    return TableName(table.schema, name)


def _part_of(constraint: Constraint, parts: Sequence[TableName], context: DdlContext) -> TableName:
    """The part with all columns of a new constraint."""
    columns = columns_of_parts(parts, context)
    wanted = set(map(stored, constraint.columns)) or {
        name for names in columns for name in names if quoted(name) in constraint.condition_sql
    }
    for part, names in zip(parts, columns, strict=True):
        if wanted <= set(names):
            return part
    raise UnsupportedError(f"this constraint on a table of more than {MAX_NARROW_COLUMNS} columns")


def _remember(table: TableName, columns: Sequence[Column], context: DdlContext) -> None:
    _, oid = _found(table, context)
    for column in columns:
        remember_column(oid, _number(oid, column.name, context), column, context)


def _found(table: TableName, context: DdlContext) -> tuple[TableName, str]:
    """The qualified name of a table, and PostgreSQL's number of it."""
    found = context.existing(table)
    return found.name, found.oid


def _number(oid: str, name: str, context: DdlContext) -> int:
    """PostgreSQL's number of a column (ORA-00904)."""
    names = _column_names(oid, context)
    if stored(name) not in names:
        raise OracleError(904, f'"{name}": invalid identifier')
    return names.index(stored(name)) + 1


def _oid(part: TableName, context: DdlContext) -> str:
    return str(text_rows(context.backend.run("SELECT to_regclass($1)::oid", [sql_name(part)]))[0][0])


def _column_names(oid: str, context: DdlContext) -> list[str]:
    """The stored names of the view's columns, in order."""
    rows = context.backend.run(
        "SELECT attname FROM pg_attribute WHERE attrelid = $1::oid AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
        [oid],
    )
    return [str(name) for (name,) in text_rows(rows)]
