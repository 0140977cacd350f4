"""ALTER TABLE: columns."""

from dataclasses import replace

from oracle_standin.engine.catalog import remember_long_name
from oracle_standin.engine.ddl import column_changes, wide_tables
from oracle_standin.engine.ddl.attributes import check_attributes, keep_attributes
from oracle_standin.engine.ddl.constraints import (
    add_constraint,
    check_local_key,
    find_constraints,
    named,
)
from oracle_standin.engine.ddl.context import DdlContext, Table, refusing
from oracle_standin.engine.ddl.identity import check_identities, follow_name, forget_identity, make_identity
from oracle_standin.engine.ddl.index_records import partitioned_by
from oracle_standin.engine.ddl.longs import check_longs
from oracle_standin.engine.ddl.partitions import partition_views, place_rows
from oracle_standin.engine.ddl.records import remember_column, remember_not_nulls
from oracle_standin.engine.ddl.tables import completed
from oracle_standin.engine.ddl.wide_tables import MAX_NARROW_COLUMNS
from oracle_standin.engine.table_sql import column_sql, has_limit, length_check
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.ddl.definitions import (
    AddColumns,
    ChangeAttributes,
    DropColumns,
    DropUnusedColumns,
    ModifyColumns,
    RenameColumn,
)
from oracle_standin.sql.ddl.expression_sources import with_renamed_column
from oracle_standin.sql.identifiers import quoted, stored

_MAX_COLUMNS = 1000  # unused ones count (Database Reference, "Logical Database Limits")


def add_columns(statement: AddColumns, context: DdlContext) -> None:
    """ALTER TABLE ... ADD."""
    table = context.altered(statement.table)
    names = [column.name for column in statement.columns]
    if len(set(names)) != len(names):
        raise OracleError(957, "duplicate column name")
    _check_count(table, len(names), context)
    present = [column.type.kind for _, column in context.columns(table).values()]
    if len(present) + len(names) > MAX_NARROW_COLUMNS:
        _widen(table, statement, context)
        return
    check_longs([*present, *(column.type.kind for column in statement.columns)])
    is_plain = table.duration is None
    check_identities(statement.columns, [], is_plain=is_plain)
    with partition_views(table, context):
        for column in [completed(column, str(table.name.schema), context) for column in statement.columns]:
            needs_empty = OracleError(1758, "table must be empty to add mandatory (NOT NULL) column")
            added = replace(column, is_nullable=True) if column.identity is not None else column
            with refusing({"23502": needs_empty}):
                context.alter(table, f"ADD COLUMN {column_sql(added)}")
            if column.default_sql is not None:
                column_changes.refit(table.name, column, context)
            number = _number(table, column.name, context)
            if has_limit(column.type):
                context.alter(table, f"ADD {length_check(number, column)}")
            remember_column(table.oid, number, column, context)
            make_identity(table, column, context)
            if added is not column:
                name = quoted(str(column.not_null_name))
                context.alter(table, f"ADD CONSTRAINT {name} NOT NULL {quoted(column.name)}")
            remember_not_nulls(table.oid, (column,), context)
    for constraint in statement.constraints:
        check_local_key(constraint, partitioned_by(table, context))
        add_constraint(table, named(constraint, str(table.name.schema), context), context)


def _widen(table: Table, statement: AddColumns, context: DdlContext) -> None:
    if table.duration is not None or table.is_partitioned:
        raise UnsupportedError(f"a temporary or partitioned table of more than {MAX_NARROW_COLUMNS} columns")
    if context.rows('SELECT 1 FROM "SYS".unused_columns WHERE table_oid = $1::oid', table.oid):
        raise UnsupportedError(f"a table with unused columns and more than {MAX_NARROW_COLUMNS} others")
    wide_tables.widen(table, [], list(context.columns(table)), context)
    wide_tables.add_columns(statement, context)


def _number(table: Table, name: str, context: DdlContext) -> int:
    rows = context.rows(
        "SELECT attnum FROM pg_attribute WHERE attrelid = $1::oid AND attname = $2", table.oid, stored(name)
    )
    return int(rows[0][0] or 0)


def _check_count(table: Table, added: int, context: DdlContext) -> None:
    rows = context.rows(
        'SELECT (SELECT count(*) FROM "SYS".columns WHERE table_oid = $1::oid)'
        ' + (SELECT count(*) FROM "SYS".unused_columns WHERE table_oid = $1::oid)',
        table.oid,
    )
    if int(rows[0][0] or 0) + added > _MAX_COLUMNS:
        raise OracleError(1792, "maximum number of columns in a table or view is 1000")


def modify_columns(statement: ModifyColumns, context: DdlContext) -> None:
    """ALTER TABLE ... MODIFY."""
    table = context.altered(statement.table)
    with partition_views(table, context):
        for change in statement.columns:
            number, current = context.column(table, change.name)
            if change.type is not None and change.type != current.type:
                _check_free(table, number, change.name, context)
            column_changes.modify(table, number, current, change, context)
    for change in statement.columns:
        for constraint in change.constraints:
            add_constraint(table, named(constraint, str(table.name.schema), context), context)


def _check_free(table: Table, number: int, name: str, context: DdlContext) -> None:
    """The column must not decide where rows are, nor be in an expression of an index."""
    if _is_partitioning(table, name, context):
        raise OracleError(14060, "data type or length of a table partitioning column may not be changed")
    in_expression = context.rows(
        "SELECT 1 FROM pg_depend d JOIN pg_index i ON i.indexrelid = d.objid AND i.indexprs IS NOT NULL"
        " WHERE d.refobjid = $1::oid AND d.refobjsubid = $2 AND d.classid = 'pg_class'::regclass"
        " AND NOT ($2::int2 = ANY (i.indkey::int2[]))",
        table.oid,
        str(number),
    )
    if in_expression:
        raise OracleError(30556, "functional index is defined on the column to be modified")


def _is_partitioning(table: Table, name: str, context: DdlContext) -> bool:
    rows = context.rows(
        'SELECT 1 FROM "SYS".partitioned_tables WHERE table_oid = $1::oid AND key_columns ? $2', table.oid, name
    )
    return bool(rows)


def drop_columns(statement: DropColumns, context: DdlContext) -> None:
    """ALTER TABLE ... DROP (columns), SET UNUSED."""
    table = context.altered(statement.table)
    if len(set(statement.columns)) != len(statement.columns):
        raise OracleError(957, "duplicate column name")
    if not statement.keeps_data:
        _check_uncompressed(table, context)
    for name in statement.columns:
        context.column(table, name)
        if _is_partitioning(table, name, context):
            raise OracleError(12984, "cannot drop partitioning column")
    if len(statement.columns) == len(context.columns(table)):
        raise OracleError(12983, "cannot drop all columns in a table")
    _drop_constraints(table, statement, context)
    with partition_views(table, context):
        for name in statement.columns:
            _drop_column(table, name, context, keeps_data=statement.keeps_data)


def _check_uncompressed(table: Table, context: DdlContext) -> None:
    compressed = context.rows(
        "SELECT 1 FROM \"SYS\".tables WHERE table_oid = $1::oid AND attributes ->> 'COMPRESS_FOR' = 'BASIC'", table.oid
    )
    if compressed:
        raise OracleError(39726, "unsupported add/drop column operation on compressed tables")


def _drop_constraints(table: Table, statement: DropColumns, context: DdlContext) -> None:
    """Constraints over other columns too, and keys that others reference, need CASCADE CONSTRAINTS."""
    dropped = set(statement.columns)
    for constraint in find_constraints(table, context):
        columns = set(constraint.columns)
        if not columns & dropped or constraint.postgres_kind == "n":
            continue
        is_parent = bool(_children(constraint.oid, context))
        if columns - dropped and not statement.is_cascade:
            raise OracleError(12991, "column is referenced in a multi-column constraint")
        if is_parent and not statement.is_cascade:
            raise OracleError(12992, "cannot drop parent key column")
        if columns - dropped or is_parent:
            context.alter(table, f"DROP CONSTRAINT {quoted(constraint.name)} CASCADE")


def _children(constraint_oid: str, context: DdlContext) -> list[list[str | None]]:
    return context.rows(
        "SELECT 1 FROM pg_constraint f JOIN pg_constraint k ON k.conindid = f.conindid AND k.contype IN ('p', 'u')"
        " WHERE f.contype = 'f' AND k.oid = $1::oid",
        constraint_oid,
    )


def _drop_column(table: Table, name: str, context: DdlContext, *, keeps_data: bool) -> None:
    number, _ = context.column(table, name)
    if keeps_data:
        context.backend.run(
            "INSERT INTO \"SYS\".unused_columns SELECT table_oid, format('SYS_C%s_%s$', lpad(attnum::varchar, 5, '0'),"
            " to_char(statement_timestamp(), 'YYMMDDHH24:MI:SS')), kind, length, unit, type_precision, type_scale"
            ' FROM "SYS".columns WHERE table_oid = $1::oid AND attnum = $2',
            [table.oid, str(number)],
        )
    forget_identity(table, number, context)
    context.alter(table, f"DROP COLUMN {quoted(name)} CASCADE")
    context.backend.run('DELETE FROM "SYS".columns WHERE table_oid = $1::oid AND attnum = $2', [table.oid, str(number)])


def drop_unused_columns(statement: DropUnusedColumns, context: DdlContext) -> None:
    """ALTER TABLE ... DROP UNUSED COLUMNS."""
    table = context.altered(statement.table)
    _check_uncompressed(table, context)
    context.backend.run('DELETE FROM "SYS".unused_columns WHERE table_oid = $1::oid', [table.oid])


def rename_column(statement: RenameColumn, context: DdlContext) -> None:
    """ALTER TABLE ... RENAME COLUMN; conditions of checks follow."""
    table = context.altered(statement.table)
    number, _ = context.column(table, statement.old)
    if stored(statement.new) in context.columns(table):
        raise OracleError(957, "duplicate column name")
    with partition_views(table, context):
        context.alter(table, f"RENAME COLUMN {quoted(statement.old)} TO {quoted(statement.new)}")
        _rename_in_texts(table, statement, context)
        follow_name(table, number, context)
    remember_long_name(statement.new, context.backend)


def _rename_in_texts(table: Table, statement: RenameColumn, context: DdlContext) -> None:
    """Oracle's sources of what names the column."""
    texts = context.rows(
        'SELECT d.constraint_oid, d.condition_text FROM "SYS".constraint_details d'
        " JOIN pg_constraint k ON k.oid = d.constraint_oid WHERE k.conrelid = $1::oid AND d.condition_text IS NOT NULL",
        table.oid,
    )
    for oid, text in texts:
        context.backend.run(
            'UPDATE "SYS".constraint_details SET condition_text = $2 WHERE constraint_oid = $1::oid',
            [oid, with_renamed_column(str(text), statement.old, statement.new)],
        )
    context.backend.run(
        'UPDATE "SYS".partitioned_tables SET key_columns = (SELECT jsonb_agg(CASE name WHEN $2 THEN $3 ELSE name END)'
        " FROM jsonb_array_elements_text(key_columns) AS name) WHERE table_oid = $1::oid",
        [table.oid, statement.old, statement.new],
    )


def change_attributes(statement: ChangeAttributes, context: DdlContext) -> None:
    """ALTER TABLE with physical clauses."""
    if statement.attributes.keys() & {"TABLESPACE_NAME", "SEGMENT_CREATED"}:
        raise OracleError(1735, "invalid ALTER TABLE option")
    table = context.altered(statement.table)
    if table.duration is not None:
        raise OracleError(14451, "unsupported feature with temporary table")
    check_attributes(statement.attributes, context)
    keep_attributes(table.oid, statement.attributes, context)
    if table.is_partitioned:
        place_rows(table, context)
