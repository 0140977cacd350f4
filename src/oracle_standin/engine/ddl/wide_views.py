"""The two views of a wide table and the triggers that bring changes to its parts."""

from collections.abc import Sequence

from oracle_standin.engine.backend import text_rows
from oracle_standin.engine.ddl.context import DdlContext
from oracle_standin.engine.table_sql import sql_name
from oracle_standin.sql.identifiers import quoted
from oracle_standin.sql.statements import TableName

ROW = '"~row"'
_PARTS = """
SELECT n.nspname, c.relname FROM "SYS".wide_parts p JOIN pg_class c ON c.oid = p.part_oid
  JOIN pg_namespace n ON n.oid = c.relnamespace WHERE p.table_oid = $1::oid ORDER BY p.number"""
_DEFAULTS = """
SELECT a.attname, pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d
  JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum WHERE d.adrelid = to_regclass($1)"""


def part_names(oid: str, context: DdlContext) -> list[TableName]:
    """The parts of a table in order; none of a narrow one."""
    return [TableName(str(schema), str(name)) for schema, name in text_rows(context.backend.run(_PARTS, [oid]))]


def columns_of_parts(parts: Sequence[TableName], context: DdlContext) -> list[list[str]]:
    """The stored names of the columns of each part."""
    sql = (
        "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped"
        " AND attname <> '~row' ORDER BY attnum"
    )
    return [[str(name) for (name,) in text_rows(context.backend.run(sql, [sql_name(part)]))] for part in parts]


def create_views(
    table: TableName, old_oid: str, parts: Sequence[TableName], order: Sequence[str], context: DdlContext
) -> None:
    """Create the views with these columns; what the SYS schema knows under `old_oid` then belongs to the new view."""
    columns = columns_of_parts(parts, context)
    places = {name: number for number, names in enumerate(columns, 1) for name in names}
    select_list = ", ".join(f"p{places[name]}.{quoted(name)}" for name in order)
    source = f"{sql_name(parts[0])} p1" + "".join(
        f" JOIN {sql_name(part)} p{number} USING ({ROW})" for number, part in enumerate(parts[1:], 2)
    )
    new = sql_name(TableName(table.schema, f"{table.name}~new"))
    context.backend.run(f"CREATE VIEW {new} AS SELECT {select_list} FROM {source}")
    context.backend.run('SELECT "SYS".replace_wide_view($1::oid, $2::regclass)', [old_oid, new])
    context.backend.run(f"ALTER VIEW {new} RENAME TO {quoted(table.name)}")
    changed = sql_name(TableName(table.schema, f"{table.name}~changed"))
    context.backend.run(f"CREATE VIEW {changed} AS SELECT {select_list}, {ROW} FROM {source}")
    for number, part in enumerate(parts, 1):
        context.backend.run(
            'INSERT INTO "SYS".wide_parts VALUES ($1::regclass, $2, $3::regclass, $4::regclass)',
            [sql_name(table), str(number), sql_name(part), changed],
        )
    _set_defaults(parts, order, (sql_name(table), changed), context)
    for name, body in _trigger_bodies(parts, columns, order).items():
        context.backend.run(
            'SELECT "SYS".add_wide_trigger(to_regclass($1)::oid, $2, $3)', [sql_name(table), name, body]
        )


def _set_defaults(parts: Sequence[TableName], order: Sequence[str], views: Sequence[str], context: DdlContext) -> None:
    """PostgreSQL puts defaults into a row before a view's triggers see it."""
    for part in parts:
        for name, default in text_rows(context.backend.run(_DEFAULTS, [sql_name(part)])):
            for view in views if name in order else ():
                context.backend.run(f"ALTER VIEW {view} ALTER COLUMN {quoted(str(name))} SET DEFAULT {default}")


def _trigger_bodies(
    parts: Sequence[TableName], columns: Sequence[Sequence[str]], order: Sequence[str]
) -> dict[str, str]:
    """The bodies of the triggers' functions in PL/pgSQL, by the word of the statement that they serve."""
    shown = [[name for name in names if name in order] for names in columns]
    inserts, updates, deletes = "", "", ""
    for number, (part, names) in enumerate(zip(parts, shown, strict=True)):
        listed = "".join(f", {quoted(name)}" for name in names)
        values = "".join(f", NEW.{quoted(name)}" for name in names)
        row = "DEFAULT" if number == 0 else "row_number"
        returning = f" RETURNING {ROW} INTO row_number" if number == 0 else ""
        inserts += f"INSERT INTO {sql_name(part)} ({ROW}{listed}) VALUES ({row}{values}){returning};"
        if names:
            assigned = ", ".join(f"{quoted(name)} = NEW.{quoted(name)}" for name in names)
            updates += f"UPDATE {sql_name(part)} SET {assigned} WHERE {ROW} = OLD.{ROW};"
        deletes = f"DELETE FROM {sql_name(part)} WHERE {ROW} = OLD.{ROW};" + deletes
    return {
        "INSERT": f"DECLARE row_number bigint; BEGIN {inserts} RETURN NEW; END",
        "UPDATE": f"BEGIN {updates} RETURN NEW; END",
        "DELETE": f"BEGIN {deletes} RETURN OLD; END",
    }
