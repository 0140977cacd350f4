"""ALTER TABLE: adding, dropping, emptying and renaming partitions."""

import json

from oracle_standin.engine.ddl.context import DdlContext, Table, refusing
from oracle_standin.engine.ddl.partitions import (
    Scheme,
    add_partition_record,
    check_bounds,
    conditions,
    load_scheme,
    place_rows,
)
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.ddl.definitions import AddPartition, DropPartition, PartitionChoice, RenamePartition
from oracle_standin.sql.identifiers import quoted


def add_partition(statement: AddPartition, context: DdlContext) -> None:
    """ALTER TABLE ... ADD PARTITION."""
    table = context.altered(statement.table)
    scheme = load_scheme(table, context)
    if scheme.interval_sql is not None:
        raise OracleError(14760, "ADD PARTITION is not permitted on Interval partitioned objects")
    if scheme.kind == "HASH" and context.rows(f"SELECT 1 FROM {table.sql} LIMIT 1"):
        raise UnsupportedError("ADD PARTITION to a hash partitioned table with rows")
    _check_open(table, scheme, context)
    add_partition_record(statement.partition, scheme, table, context)
    try:
        check_bounds(table, scheme, context)
    except OracleError as error:
        if error.code != 14037:
            raise
        raise OracleError(14074, "partition bound must collate higher than that of the last partition") from error
    place_rows(table, context)


def _check_open(table: Table, scheme: Scheme, context: DdlContext) -> None:
    """A list with DEFAULT has no room for another partition."""
    defaults = context.rows(
        "SELECT 1 FROM \"SYS\".partitions WHERE table_oid = $1::oid AND bounds @> '[null]'", table.oid
    )
    if scheme.kind == "LIST" and defaults:
        raise OracleError(14323, "cannot add partition when DEFAULT partition exists")


def find_partition(table: Table, choice: PartitionChoice, context: DdlContext) -> tuple[str, str, Scheme]:
    """The name of the partition that a statement points to, the condition on its rows, and the table's scheme.

    Raises:
        OracleError: ORA-14501 or ORA-02149 when there is none.
        UnsupportedError: It is a hash partition.
    """
    scheme = load_scheme(table, context)
    if scheme.kind == "HASH":
        raise UnsupportedError("single partitions of hash partitioned tables")
    found = conditions(table, scheme, context)
    name = choice.name or _partition_for(choice, scheme, found, context)
    if name not in found:
        raise OracleError(2149, "Specified partition does not exist")
    return name, found[name], scheme


def _partition_for(choice: PartitionChoice, scheme: Scheme, found: dict[str, str], context: DdlContext) -> str:
    if len(choice.key) != len(scheme.columns):
        raise OracleError(14755, "Invalid partition specification for FOR VALUES clause.")
    columns = ", ".join(
        f"({sql})::{column.type.postgres} AS {quoted(name)}"
        for sql, name, column in zip(choice.key, scheme.columns, scheme.types, strict=True)
    )
    for name, condition in found.items():
        if context.rows(f"SELECT 1 FROM (SELECT {columns}) AS key WHERE {condition}"):
            return name
    raise OracleError(2149, "Specified partition does not exist")


def drop_partition(statement: DropPartition, context: DdlContext) -> None:
    """ALTER TABLE ... DROP or TRUNCATE PARTITION."""
    table = context.altered(statement.table)
    name, condition, scheme = find_partition(table, statement.partition, context)
    if not statement.keeps_partition:
        _check_droppable(table, name, scheme, context)
    _check_no_children(table, context)
    with refusing({"23503": OracleError(2266, "unique/primary keys in table referenced by enabled foreign keys")}):
        removed = context.backend.run(f"DELETE FROM {table.sql} WHERE {condition}").command_tuples
    if removed and not statement.updates_indexes:
        leave_global_indexes_unusable(table, context)
    if not statement.keeps_partition:
        context.backend.run(
            'DELETE FROM "SYS".partitions WHERE table_oid = $1::oid AND partition_name = $2', [table.oid, name]
        )
        place_rows(table, context)


def _check_no_children(table: Table, context: DdlContext) -> None:
    children = context.rows(
        "SELECT 1 FROM pg_constraint WHERE confrelid = $1::oid AND contype = 'f' AND conenforced", table.oid
    )
    if children:
        raise OracleError(2266, "unique/primary keys in table referenced by enabled foreign keys")


def _check_droppable(table: Table, name: str, scheme: Scheme, context: DdlContext) -> None:
    rows = context.rows(
        'SELECT partition_name, position IS NOT NULL FROM "SYS".partitions WHERE table_oid = $1::oid', table.oid
    )
    if len(rows) == 1:
        raise OracleError(14083, "cannot drop the only partition of a partitioned table")
    fixed = [row[0] for row in rows if row[1] == "t"]
    if scheme.interval_sql is not None and fixed == [name]:
        raise OracleError(14758, "Last partition in the range section cannot be dropped")
    if scheme.interval_sql is not None and name in fixed:
        raise UnsupportedError("dropping a range partition of an interval partitioned table")


def leave_global_indexes_unusable(table: Table, context: DdlContext) -> None:
    """Rows have gone without their entries in indexes over all partitions."""
    context.rows(
        'SELECT "SYS".make_unusable(i.indexrelid) FROM pg_index i'
        ' LEFT JOIN "SYS".indexes x ON x.index_oid = i.indexrelid'
        " WHERE i.indrelid = $1::oid AND NOT coalesce(x.is_local, false)",
        table.oid,
    )


def rename_partition(statement: RenamePartition, context: DdlContext) -> None:
    """ALTER TABLE ... RENAME PARTITION."""
    table = context.altered(statement.table)
    name, _, _ = find_partition(table, statement.partition, context)
    with refusing({"23505": OracleError(14081, "new partition name must differ from the old partition name")}):
        context.backend.run(
            'UPDATE "SYS".partitions SET partition_name = $3 WHERE table_oid = $1::oid AND partition_name = $2',
            [table.oid, name, statement.new],
        )
    place_rows(table, context)


def local_indexes(table: Table, context: DdlContext) -> list[list[str]]:
    """The columns of the local indexes of a table."""
    rows = context.rows(
        'SELECT json_agg(a.attname ORDER BY place) FROM pg_index i JOIN "SYS".indexes x ON x.index_oid = i.indexrelid'
        " AND x.is_local, unnest(i.indkey::int2[]) WITH ORDINALITY AS key(number, place)"
        " LEFT JOIN pg_attribute a ON a.attrelid = $1::oid AND a.attnum = key.number"
        " WHERE i.indrelid = $1::oid GROUP BY i.indexrelid",
        table.oid,
    )
    return [json.loads(str(row[0])) for row in rows]
