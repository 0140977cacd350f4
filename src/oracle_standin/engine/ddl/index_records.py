"""What the SYS schema keeps of indexes, and the indexes that constraints use."""

import json
from collections.abc import Sequence

from oracle_standin.engine.catalog import remember_long_name
from oracle_standin.engine.ddl.attributes import check_attributes
from oracle_standin.engine.ddl.context import DdlContext, Table
from oracle_standin.engine.table_sql import sql_name
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.ddl.definitions import Attributes, CreateIndex, UsedIndex
from oracle_standin.sql.identifiers import quoted, stored
from oracle_standin.sql.statements import TableName


def partitioned_by(table: Table, context: DdlContext) -> tuple[str, ...] | None:
    """The partitioning columns; None of an ordinary table."""
    rows = context.rows('SELECT key_columns FROM "SYS".partitioned_tables WHERE table_oid = $1::oid', table.oid)
    return tuple(json.loads(str(rows[0][0]))) if rows else None


def check_local(columns: Sequence[str], partitioned_by: tuple[str, ...] | None, *, is_unique: bool) -> None:
    """Raise ORA-14016 or ORA-14039 for a local index with these columns that its table cannot have."""
    if partitioned_by is None:
        raise OracleError(14016, "underlying table of a LOCAL partitioned index must be partitioned")
    if is_unique and not set(partitioned_by) <= set(columns):
        raise OracleError(14039, "partitioning columns must form a subset of key columns of a UNIQUE index")


def with_prefix_length(index: CreateIndex) -> Attributes:
    """The attributes with the number of columns that COMPRESS takes ("CREATE INDEX", "index_compression").

    Raises:
        OracleError: ORA-25193 for a unique key of one column, ORA-25194 for more columns than it may be.
    """
    if index.attributes.get("COMPRESSION") != "ENABLED":
        return index.attributes
    longest = len(index.keys) - index.is_unique
    if longest == 0:
        raise OracleError(25193, "cannot use COMPRESS option for a single column key")
    length = index.attributes.get("PREFIX_LENGTH", str(longest))
    if not 1 <= int(length) <= longest:
        raise OracleError(25194, "invalid COMPRESS prefix length value")
    return index.attributes | {"PREFIX_LENGTH": length}


def remember_index(
    oid: str,
    attributes: Attributes,
    context: DdlContext,
    *,
    is_local: bool = False,
    name: str | None = None,
    expressions: dict[int, str] | None = None,
) -> None:
    """Keep attributes of an index; `name` only when PostgreSQL has it under another one."""
    check_attributes(attributes, context)
    context.backend.run(
        'INSERT INTO "SYS".indexes (index_oid, index_name, is_local, attributes, expressions)'
        " VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (index_oid) DO UPDATE SET index_name = excluded.index_name, is_local = excluded.is_local,"
        " attributes = excluded.attributes",
        [oid, name, "true" if is_local else "false", json.dumps(attributes), json.dumps(expressions or {})],
    )


def find_index(index: TableName, context: DdlContext) -> tuple[str, TableName]:
    """PostgreSQL's number of an index, and its name there.

    Raises:
        OracleError: ORA-01418 when there is none.
    """
    name = context.qualified(index)
    rows = context.rows(
        "SELECT i.indexrelid, n.nspname, c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
        ' JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN "SYS".indexes x ON x.index_oid = i.indexrelid'
        ' JOIN "SYS".tables t ON t.table_oid = i.indrelid'
        " WHERE n.nspname = $1 AND ((x.index_name IS NULL AND c.relname = $2) OR x.index_name = $3)",
        stored(str(name.schema)),
        stored(name.name),
        name.name,
    )
    if not rows:
        raise OracleError(1418, "specified index does not exist")
    return str(rows[0][0]), TableName(str(rows[0][1]), str(rows[0][2]))


def build_index(index: CreateIndex, table: Table, context: DdlContext) -> str:
    """Create an index in PostgreSQL and keep what it does not know; PostgreSQL's number of it."""
    unique = "UNIQUE " if index.is_unique else ""
    keys = ", ".join(key.sql for key in index.keys)
    context.backend.run(f"CREATE {unique}INDEX {quoted(index.index.name)} ON {table.sql} ({keys})")
    remember_long_name(index.index.name, context.backend)
    name = TableName(table.name.schema, index.index.name)
    oid = str(context.rows("SELECT to_regclass($1)::oid", sql_name(name))[0][0])
    expressions = {place: key.text for place, key in enumerate(index.keys, 1) if key.column is None}
    remember_index(oid, index.attributes, context, is_local=index.is_local, expressions=expressions)
    return oid


def create_used_index(table: Table, columns: tuple[str, ...], used: UsedIndex, context: DdlContext) -> str:
    """The stored name of the index that a key gets, created if it has to be."""
    if used.created is not None:
        if context.existing(used.created.table).oid != table.oid or not used.created.is_unique:
            raise UnsupportedError("USING INDEX with an index that is not unique")
        build_index(used.created, table, context)
    name = used.created.index if used.created is not None else used.existing
    assert name is not None  # noqa: S101 - one of the two is there; for mypy
    oid, found = find_index(name, context)
    _check_covers(oid, table, columns, context)
    older = {} if used.created is not None else {"IS_OLDER": "YES"}
    context.backend.run(
        'UPDATE "SYS".indexes SET index_name = $2, attributes = attributes || $3::jsonb WHERE index_oid = $1::oid',
        [oid, name.name, json.dumps(older)],
    )
    return found.name


def _check_covers(oid: str, table: Table, columns: tuple[str, ...], context: DdlContext) -> None:
    rows = context.rows(
        "SELECT i.indisunique, i.indexprs IS NULL AND i.indrelid = $2::oid, json_agg(a.attname ORDER BY place)"
        " FROM pg_index i, unnest(i.indkey::int2[]) WITH ORDINALITY AS key(number, place)"
        " LEFT JOIN pg_attribute a ON a.attrelid = $2::oid AND a.attnum = key.number"
        " WHERE i.indexrelid = $1::oid GROUP BY 1, 2",
        oid,
        table.oid,
    )
    is_unique, is_plain, names = rows[0]
    if is_plain != "t" or json.loads(str(names)) != [stored(column) for column in columns]:
        raise OracleError(14196, "Specified index cannot be used to enforce the constraint.")
    if is_unique != "t":
        raise UnsupportedError("USING INDEX with an index that is not unique")
