"""Identity columns, and defaults that take the place of NULL: sequences and triggers of PostgreSQL.

Reference: SQL Language Reference, "CREATE TABLE", identity_clause and DEFAULT. Each such column has a function of its
own in the table's schema, made anew when its name or default changes.
"""

from collections.abc import Sequence

from oracle_standin.engine.ddl.context import DdlContext, Table
from oracle_standin.engine.ddl.sequences import change_sequence, make_sequence, remove_sequence
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.ddl.definitions import Column, Identity, ModifiedColumn
from oracle_standin.sql.ddl.sequences import SequenceOptions
from oracle_standin.sql.identifiers import HIDDEN_PREFIX, quoted, stored, string_literal
from oracle_standin.sql.statements import TableName
from oracle_standin.sql.types import Kind

_ALWAYS, _ON_NULL = "ALWAYS", "BY DEFAULT ON NULL"
_UNTOUCHED = "'NaN'"  # the default of a GENERATED ALWAYS column: no value of a client is it


def check_identities(columns: Sequence[Column], partitioned_by: Sequence[str], *, is_plain: bool) -> None:
    """Look at the identity columns and defaults of a new table; `is_plain` is neither temporary nor very wide."""
    found = [column for column in columns if column.identity is not None]
    if len(found) > 1:
        raise OracleError(30669, "table can have only one identity column")
    for column in found:
        if column.type.kind is not Kind.NUMBER:
            raise OracleError(30675, "identity column must be a numeric type")
    filled = [column for column in columns if column.identity is not None or column.default_for]
    if filled and not is_plain:
        raise UnsupportedError("identity columns and DEFAULT ON NULL in temporary and very wide tables")
    if {column.name for column in filled} & set(partitioned_by):
        raise UnsupportedError("identity columns and DEFAULT ON NULL as partitioning keys")


def make_identity(table: Table, column: Column, context: DdlContext) -> None:
    """Give a new column what its identity clause or DEFAULT ON NULL asks for; rows that are there get numbers."""
    number, _ = context.column(table, column.name)
    if column.identity is not None:
        _add_sequence(table, number, column.identity, context)
        _fill_rows(table, column.name, context)
    if column.identity is not None or column.default_for:
        _set_filling(table, number, column.default_for, context)


def change_identity(table: Table, number: int, change: ModifiedColumn, context: DdlContext) -> None:
    """MODIFY of an identity column, or of a default."""
    identity = _identity(table, number, context)
    if change.identity is None and not change.drops_identity:
        if identity is not None:
            _check_unchanged(change)
        return
    if identity is None:
        raise OracleError(30673, "column to be modified is not an identity column")
    if change.identity is None:
        _drop_identity(table, number, identity[1], context)
        return
    _change_options(table, identity[1], change.name, change.identity.options, context)
    context.backend.run(
        'UPDATE "SYS".identity_columns SET generated = $2 WHERE table_oid = $1::oid',
        [table.oid, change.identity.generated],
    )
    _set_filling(table, number, "", context)


def _check_unchanged(change: ModifiedColumn) -> None:
    if change.default_sql is not None:
        raise OracleError(30674, "identity column cannot have a default value")
    if change.is_nullable:
        raise OracleError(30671, "cannot modify NOT NULL constraint on an identity column")


def refill(table: Table, number: int, default_for: str, context: DdlContext) -> None:
    """After another default: fill NULLs with it, or no longer."""
    if default_for or _fills(table, number, context):
        _set_filling(table, number, default_for, context)


def follow_name(table: Table, number: int, context: DdlContext) -> None:
    """After a column has another name."""
    if _identity(table, number, context) is not None:
        _set_filling(table, number, "", context)
    else:
        refill(table, number, _fills(table, number, context), context)


def forget_identities(table: Table, context: DdlContext) -> None:
    """Before a table is dropped."""
    numbers = context.rows(
        "SELECT substring(tgname FROM '\\d+$') FROM pg_trigger WHERE tgrelid = $1::oid AND tgname LIKE $2"
        ' UNION SELECT attnum::varchar FROM "SYS".identity_columns WHERE table_oid = $1::oid',
        table.oid,
        _trigger_name(0, "fill").replace("0", "%"),
    )
    for (number,) in numbers:
        forget_identity(table, int(str(number)), context)


def forget_identity(table: Table, number: int, context: DdlContext) -> None:
    """Before a column is dropped."""
    identity = _identity(table, number, context)
    if identity is not None:
        _drop_identity(table, number, identity[1], context)
    else:
        context.backend.run(f"DROP FUNCTION IF EXISTS {_function(table, number)} CASCADE")


def _add_sequence(table: Table, number: int, identity: Identity, context: DdlContext) -> None:
    if context.rows('SELECT 1 FROM "SYS".identity_columns WHERE table_oid = $1::oid', table.oid):
        raise OracleError(30669, "table can have only one identity column")
    name = TableName(table.name.schema, f"ISEQ$$_{table.oid}")
    sequence = make_sequence(name, identity.options, context)
    context.backend.run(
        'INSERT INTO "SYS".identity_columns VALUES ($1, $2, $3, $4)',
        [table.oid, str(number), identity.generated, sequence],
    )
    context.backend.run(
        'UPDATE "SYS".columns SET default_text = $3 WHERE table_oid = $1::oid AND attnum = $2',
        [table.oid, str(number), f'"{name.schema}"."{name.name}".nextval'],
    )


def _fill_rows(table: Table, column: str, context: DdlContext) -> None:
    context.backend.run(
        f"UPDATE {table.sql} SET {quoted(column)} = {_next_value(table)} WHERE {quoted(column)} IS NULL"
    )


def _set_filling(table: Table, number: int, default_for: str, context: DdlContext) -> None:
    """Make function, triggers and default of a column that is filled."""
    identity = _identity(table, number, context)
    column = quoted(_column_name(table, number, context))
    context.backend.run(f"DROP FUNCTION IF EXISTS {_function(table, number)} CASCADE")
    context.backend.run(f"DROP TRIGGER IF EXISTS {_trigger(number, 'update')} ON {table.sql}")
    if identity is not None:
        default_for = "INSERT" if identity[0] == _ON_NULL else ""
        default = _UNTOUCHED if identity[0] == _ALWAYS else _next_value(table)
        context.alter(table, f"ALTER COLUMN {column} SET DEFAULT {default}")
    if identity is not None and identity[0] == _ALWAYS:
        body = (
            f'IF NEW.{column} IS DISTINCT FROM {_UNTOUCHED} THEN PERFORM "SYS".raise(32795,'
            f" 'cannot insert into a generated always identity column'); END IF; NEW.{column} := {_next_value(table)};"
        )
        _make_trigger(table, number, "INSERT", body, context)
        context.backend.run(
            f"CREATE TRIGGER {_trigger(number, 'update')} BEFORE UPDATE OF {column} ON {table.sql}"
            ' EXECUTE FUNCTION "SYS".refuse_identity_update()'
        )
    elif default_for:
        value = _default(table, number, context)
        _make_trigger(
            table, number, default_for, f"IF NEW.{column} IS NULL THEN NEW.{column} := {value}; END IF;", context
        )


def _make_trigger(table: Table, number: int, events: str, body: str, context: DdlContext) -> None:
    function = _function(table, number)
    text = string_literal(f"BEGIN {body} RETURN NEW; END")
    context.backend.run(f"CREATE FUNCTION {function} RETURNS trigger LANGUAGE plpgsql AS {text}")
    context.backend.run(
        f"CREATE TRIGGER {_trigger(number, 'fill')} BEFORE {events} ON {table.sql}"
        f" FOR EACH ROW EXECUTE FUNCTION {function}"
    )


def _change_options(table: Table, sequence: str, column: str, options: SequenceOptions, context: DdlContext) -> None:
    if options.starts_at_limit:
        (largest,) = context.rows(f"SELECT max({quoted(column)}) FROM {table.sql}")[0]
        change_sequence(sequence, options, context, start=None if largest is None else int(largest) + 1)
    else:
        change_sequence(sequence, options, context, start=options.start)


def _drop_identity(table: Table, number: int, sequence: str, context: DdlContext) -> None:
    column = quoted(_column_name(table, number, context))
    context.backend.run(f"DROP FUNCTION IF EXISTS {_function(table, number)} CASCADE")
    context.backend.run(f"DROP TRIGGER IF EXISTS {_trigger(number, 'update')} ON {table.sql}")
    context.alter(table, f"ALTER COLUMN {column} DROP DEFAULT")
    context.backend.run('DELETE FROM "SYS".identity_columns WHERE table_oid = $1::oid', [table.oid])
    context.backend.run(
        'UPDATE "SYS".columns SET default_text = NULL WHERE table_oid = $1::oid AND attnum = $2',
        [table.oid, str(number)],
    )
    remove_sequence(sequence, context)


def _identity(table: Table, number: int, context: DdlContext) -> tuple[str, str] | None:
    """How a column is generated, and PostgreSQL's number of its sequence."""
    rows = context.rows(
        'SELECT generated, sequence_oid FROM "SYS".identity_columns WHERE table_oid = $1::oid AND attnum = $2',
        table.oid,
        str(number),
    )
    return (str(rows[0][0]), str(rows[0][1])) if rows else None


def _fills(table: Table, number: int, context: DdlContext) -> str:
    """The statements in which a default takes the place of NULL now."""
    rows = context.rows(
        "SELECT CASE tgtype & 16 WHEN 16 THEN 'INSERT OR UPDATE' ELSE 'INSERT' END FROM pg_trigger"
        " WHERE tgrelid = $1::oid AND tgname = $2",
        table.oid,
        _trigger_name(number, "fill"),
    )
    return str(rows[0][0]) if rows else ""


def _default(table: Table, number: int, context: DdlContext) -> str:
    rows = context.rows(
        "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = $1::oid AND adnum = $2",
        table.oid,
        str(number),
    )
    return str(rows[0][0])


def _column_name(table: Table, number: int, context: DdlContext) -> str:
    return next(name for name, (found, _) in context.columns(table).items() if found == number)


def _next_value(table: Table) -> str:
    owner = string_literal(stored(str(table.name.schema)))
    return f"\"SYS\".next_value({owner}, 'ISEQ$$_{table.oid}')"


def _function(table: Table, number: int) -> str:
    return f"{quoted(str(table.name.schema))}.{quoted(f'{HIDDEN_PREFIX}fill~{table.oid}~{number}')}()"


def _trigger(number: int, purpose: str) -> str:
    return quoted(_trigger_name(number, purpose))


def _trigger_name(number: int, purpose: str) -> str:
    return f"{HIDDEN_PREFIX}{purpose}~{number}"
