"""ALTER TABLE ... EXCHANGE PARTITION: the rows of a partition and of a table change places.

VLDB and Partitioning Guide, "Exchanging Partitions".
"""

import json

from oracle_standin.engine.catalog import ColumnInfo
from oracle_standin.engine.ddl.alter_partitions import find_partition, leave_global_indexes_unusable, local_indexes
from oracle_standin.engine.ddl.constraints import find_constraints
from oracle_standin.engine.ddl.context import DdlContext, Table
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.ddl.definitions import ExchangePartition
from oracle_standin.sql.identifiers import quoted


def exchange_partition(statement: ExchangePartition, context: DdlContext) -> None:
    """ALTER TABLE ... EXCHANGE PARTITION."""
    table = context.altered(statement.table)
    _, condition, _ = find_partition(table, statement.partition, context)
    other = context.altered(statement.other)
    if other.is_partitioned or other.duration is not None:
        raise OracleError(14095, "ALTER TABLE EXCHANGE requires a non-partitioned, non-clustered table")
    _check_columns(table, other, context)
    _check_constraints(table, other, context)
    if statement.includes_indexes:
        _check_indexes(table, other, context)
    _check_rows(other, condition, statement, context)
    moved = _swap(table, other, condition, context)
    if moved and not statement.updates_indexes:
        leave_global_indexes_unusable(table, context)
    if not statement.includes_indexes:
        context.rows('SELECT "SYS".make_unusable(indexrelid) FROM pg_index WHERE indrelid = $1::oid', other.oid)


def _check_columns(table: Table, other: Table, context: DdlContext) -> None:
    own, others = ([column for _, column in context.columns(each).values()] for each in (table, other))
    if len(own) != len(others):
        raise OracleError(14096, "tables in ALTER TABLE EXCHANGE PARTITION must have the same number of columns")
    if any(not _is_alike(*pair) for pair in zip(own, others, strict=True)):
        raise OracleError(14097, "column type or size mismatch in ALTER TABLE EXCHANGE PARTITION")
    unused = [
        context.rows('SELECT count(*) FROM "SYS".unused_columns WHERE table_oid = $1::oid', each.oid)[0][0]
        for each in (table, other)
    ]
    if unused[0] != unused[1]:
        raise OracleError(14096, "tables in ALTER TABLE EXCHANGE PARTITION must have the same number of columns")


def _is_alike(own: ColumnInfo, other: ColumnInfo) -> bool:
    return own.type == other.type and own.is_nullable == other.is_nullable


def _check_constraints(table: Table, other: Table, context: DdlContext) -> None:
    """Keys must be the same, and so must checks and foreign keys that are in force."""
    own, others = (
        {
            (constraint.kind, constraint.columns)
            for constraint in find_constraints(each, context)
            if constraint.is_enabled and constraint.postgres_kind != "n"
        }
        for each in (table, other)
    )
    different = own ^ others
    if any(kind in ("P", "U") for kind, _ in different):
        raise OracleError(14130, "UNIQUE constraints mismatch in ALTER TABLE EXCHANGE PARTITION")
    if any(kind == "R" for kind, _ in different):
        raise OracleError(14128, "FOREIGN KEY constraint mismatch in ALTER TABLE EXCHANGE PARTITION")
    if any(kind == "C" for kind, _ in others - own):
        raise OracleError(14118, "CHECK constraint mismatch in ALTER TABLE EXCHANGE PARTITION")


def _check_indexes(table: Table, other: Table, context: DdlContext) -> None:
    """Each local index needs a match, and no index may be left over."""
    own = sorted(map(str, local_indexes(table, context)))
    rows = context.rows(
        "SELECT json_agg(a.attname ORDER BY place) FROM pg_index i,"
        " unnest(i.indkey::int2[]) WITH ORDINALITY AS key(number, place)"
        " LEFT JOIN pg_attribute a ON a.attrelid = $1::oid AND a.attnum = key.number"
        " WHERE i.indrelid = $1::oid GROUP BY i.indexrelid",
        other.oid,
    )
    if own != sorted(str(json.loads(str(row[0]))) for row in rows):
        raise OracleError(14098, "index mismatch for tables in ALTER TABLE EXCHANGE PARTITION")


def _check_rows(other: Table, condition: str, statement: ExchangePartition, context: DdlContext) -> None:
    if context.rows(f"SELECT 1 FROM {other.sql} WHERE NOT ({condition}) LIMIT 1"):
        if not statement.is_validated:
            raise UnsupportedError("EXCHANGE ... WITHOUT VALIDATION of rows that belong to another partition")
        raise OracleError(14099, "all rows in table do not qualify for specified partition")


def _swap(table: Table, other: Table, condition: str, context: DdlContext) -> bool:
    """Let the rows change places; whether there were any. Columns correspond by place, not by name."""
    own, others = (
        ", ".join(quoted(column.name) for _, column in context.columns(each).values()) for each in (table, other)
    )
    kept = "pg_temp.exchanged_rows"
    context.backend.run(
        f"CREATE TEMPORARY TABLE exchanged_rows ON COMMIT DROP AS SELECT {own} FROM {table.sql} WHERE {condition}"
    )
    context.backend.run(f"DELETE FROM {table.sql} WHERE {condition}")
    arrived = context.backend.run(f"INSERT INTO {table.sql} ({own}) SELECT {others} FROM {other.sql}").command_tuples
    context.backend.run(f"DELETE FROM {other.sql}")
    left = context.backend.run(f"INSERT INTO {other.sql} ({others}) SELECT * FROM {kept}").command_tuples
    return bool(arrived or left)
