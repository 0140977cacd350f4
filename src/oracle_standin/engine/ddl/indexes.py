"""CREATE, ALTER and DROP INDEX."""

import json
from dataclasses import replace

from oracle_standin.engine.catalog import remember_long_name
from oracle_standin.engine.ddl.attributes import check_attributes
from oracle_standin.engine.ddl.constraints import check_key_length
from oracle_standin.engine.ddl.context import DdlContext, Table, refusing
from oracle_standin.engine.ddl.index_records import (
    build_index,
    check_local,
    find_index,
    partitioned_by,
    with_prefix_length,
)
from oracle_standin.engine.table_sql import sql_name
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.ddl.definitions import ChangeIndex, CreateIndex, DropIndex, RebuildIndex, RenameIndex
from oracle_standin.sql.identifiers import quoted, stored

# SQL Language Reference, "CREATE INDEX", "Restrictions on Indexes"
_NO_INDEX_TYPES = {"CLOB": 2327, "NCLOB": 2327, "BLOB": 2327, "BFILE": 2327, "LONG": 997, "LONG RAW": 997, "JSON": 2327}
_SAME_INDEX = """
SELECT 1 FROM pg_index WHERE indrelid = $1::oid AND $2 = (
  SELECT string_agg('"' || replace(a.attname, '"', '""') || '"'
    || CASE WHEN indoption[place - 1] & 1 = 1 THEN ' DESC' ELSE '' END, ', ' ORDER BY place)
  FROM generate_series(1, indnkeyatts) AS place
  JOIN pg_attribute a ON a.attrelid = indrelid AND a.attnum = indkey[place - 1])"""


def create_index(statement: CreateIndex, context: DdlContext) -> None:
    """CREATE [UNIQUE | BITMAP] INDEX."""
    found = context.existing(statement.table)
    if statement.index.schema not in (None, found.name.schema):
        raise UnsupportedError("an index in another schema than its table")
    if statement.if_not_exists and _exists(statement, context):
        return
    _check_free(statement, found, context)
    _check_keys(statement, found, context)
    statement = replace(statement, attributes=with_prefix_length(statement))
    _check_partitioning(statement, found, context)
    if found.duration is not None:
        _check_template_free(found, context)
    table = context.altered(statement.table, for_index=True)
    if context.rows(_SAME_INDEX, table.oid, ", ".join(key.sql for key in statement.keys)):
        raise OracleError(1408, "such column list already indexed")
    duplicates = OracleError(1452, "cannot CREATE UNIQUE INDEX; duplicate keys found")
    # PostgreSQL builds indexes without SYS in its search path, where most functions find their like
    not_built = UnsupportedError("an index of this expression")
    with refusing({"23505": duplicates, "42883": not_built}):
        oid = build_index(statement, table, context)
    if statement.attributes.get("STATUS") == "UNUSABLE":
        context.rows('SELECT "SYS".make_unusable($1::oid)', oid)


def _check_template_free(table: Table, context: DdlContext) -> None:
    in_use = OracleError(14452, "attempt to create, alter or drop an index on temporary table already in use")
    context.temporary_tables.change_template(int(table.oid), in_use)


def _exists(statement: CreateIndex, context: DdlContext) -> bool:
    try:
        find_index(statement.index, context)
    except OracleError:
        return False
    return True


def _check_free(statement: CreateIndex, table: Table, context: DdlContext) -> None:
    """The name must be free among the indexes of the schema."""
    if _exists(statement, context):
        raise OracleError(955, "name is already used by an existing object")
    name = sql_name(type(table.name)(table.name.schema, statement.index.name))
    if context.rows("SELECT 1 WHERE to_regclass($1) IS NOT NULL", name):
        raise UnsupportedError("an index with the name of a table or a view of its schema")


def _check_keys(statement: CreateIndex, table: Table, context: DdlContext) -> None:
    columns = context.columns(table)
    seen: set[str] = set()
    for key in statement.keys:
        if key.column is None:
            continue
        if stored(key.column) not in columns:
            raise OracleError(904, f'"{key.column}": invalid identifier')
        if key.column in seen:
            raise OracleError(957, "duplicate column name")
        seen.add(key.column)
        kind = columns[stored(key.column)][1].type.kind.value
        if kind in {"LONG", "LONG RAW"}:
            raise OracleError(997, "illegal use of LONG datatype")
        if kind in _NO_INDEX_TYPES:
            raise OracleError(
                2327, f"cannot create index on expression with datatype {'LOB' if 'LOB' in kind else kind}"
            )
    check_key_length(columns[stored(name)][1].type for name in seen)


def _check_partitioning(statement: CreateIndex, table: Table, context: DdlContext) -> None:
    if statement.attributes.get("INDEX_TYPE") == "BITMAP" and table.is_partitioned and not statement.is_local:
        raise OracleError(25122, "Only LOCAL bitmap indexes are permitted on partitioned tables")
    if statement.is_local:
        columns = [key.column or "" for key in statement.keys]
        check_local(columns, partitioned_by(table, context), is_unique=statement.is_unique)


def drop_index(statement: DropIndex, context: DdlContext) -> None:
    """DROP INDEX."""
    if statement.if_exists and not _exists(CreateIndex(statement.index, statement.index, ()), context):
        return
    oid, name = find_index(statement.index, context)
    _check_table_free(oid, context)
    used = OracleError(2429, "cannot drop index used for enforcement of unique/primary key")
    with refusing({"2BP01": used}):
        context.backend.run(f"DROP INDEX {sql_name(name)}")
    context.backend.run('DELETE FROM "SYS".indexes WHERE index_oid = $1::oid', [oid])


def _check_table_free(oid: str, context: DdlContext) -> None:
    """Raise ORA-14452 for an index of a temporary table in which a session has rows."""
    rows = context.rows(
        'SELECT t.table_oid, t.duration FROM pg_index i JOIN "SYS".tables t ON t.table_oid = i.indrelid'
        " WHERE i.indexrelid = $1::oid",
        oid,
    )
    if rows[0][1] is not None:
        in_use = OracleError(14452, "attempt to create, alter or drop an index on temporary table already in use")
        context.temporary_tables.change_template(int(rows[0][0] or 0), in_use)


def rebuild_index(statement: RebuildIndex, context: DdlContext) -> None:
    """ALTER INDEX ... REBUILD, which makes an unusable index usable."""
    oid, name = find_index(statement.index, context)
    is_local = context.rows('SELECT 1 FROM "SYS".indexes WHERE index_oid = $1::oid AND is_local', oid)
    if is_local and statement.partition is None:
        raise OracleError(14086, "a partitioned index may not be rebuilt as a whole")
    if statement.partition is not None:
        raise UnsupportedError("REBUILD of one partition of an index")
    check_attributes(statement.attributes, context)
    duplicates = OracleError(1452, "cannot CREATE UNIQUE INDEX; duplicate keys found")
    with refusing({"23505": duplicates}):
        context.backend.run(f"REINDEX INDEX {sql_name(name)}")
    _change(oid, statement.attributes, context)


def rename_index(statement: RenameIndex, context: DdlContext) -> None:
    """ALTER INDEX ... RENAME TO."""
    oid, name = find_index(statement.index, context)
    new = CreateIndex(type(name)(name.schema, statement.new), name, ())
    if _exists(new, context):
        raise OracleError(955, "name is already used by an existing object")
    if context.rows("SELECT 1 FROM pg_constraint WHERE conindid = $1::oid AND contype IN ('p', 'u')", oid):
        context.backend.run(  # PostgreSQL's index has the name of the constraint
            'INSERT INTO "SYS".indexes (index_oid, index_name) VALUES ($1, $2)'
            " ON CONFLICT (index_oid) DO UPDATE SET index_name = excluded.index_name",
            [oid, statement.new],
        )
        return
    context.backend.run(f"ALTER INDEX {sql_name(name)} RENAME TO {quoted(statement.new)}")
    remember_long_name(statement.new, context.backend)


def change_index(statement: ChangeIndex, context: DdlContext) -> None:
    """ALTER INDEX ... UNUSABLE, or with attributes."""
    oid, _ = find_index(statement.index, context)
    check_attributes(statement.attributes, context)
    if statement.is_unusable:
        context.rows('SELECT "SYS".make_unusable($1::oid)', oid)
    _change(oid, statement.attributes, context)


def _change(oid: str, attributes: dict[str, str], context: DdlContext) -> None:
    context.backend.run(
        'INSERT INTO "SYS".indexes (index_oid, attributes) VALUES ($1, $2) ON CONFLICT (index_oid) DO UPDATE SET'
        " attributes = indexes.attributes || excluded.attributes,"
        " last_ddl = date_trunc('second', statement_timestamp())",
        [oid, json.dumps(attributes)],
    )
