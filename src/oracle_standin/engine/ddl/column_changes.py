"""Changes of existing columns: what Oracle allows on a table with data, and its errors where it does not.

SQL Language Reference, "ALTER TABLE", modify_column_clauses and drop_column_clause.
"""

from dataclasses import replace

from oracle_standin.engine.backend import Backend
from oracle_standin.engine.catalog import ColumnInfo
from oracle_standin.engine.ddl.constraints import named
from oracle_standin.engine.ddl.context import DdlContext, Table
from oracle_standin.engine.ddl.identity import change_identity, refill
from oracle_standin.engine.ddl.records import remember_constraint, type_values
from oracle_standin.engine.table_sql import has_limit, length_check, length_check_name, sql_name, with_owner
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.ddl.definitions import Column, Constraint, ModifiedColumn
from oracle_standin.sql.identifiers import quoted
from oracle_standin.sql.statements import TableName
from oracle_standin.sql.types import Kind, OracleType

_LOBS = (Kind.CLOB, Kind.BLOB)
_BLANKS = {Kind.CHAR, Kind.VARCHAR2}
_MAX_PRECISION = 38


def modify(table: Table, number: int, current: ColumnInfo, change: ModifiedColumn, context: DdlContext) -> None:
    """Carry out one column of ALTER TABLE ... MODIFY.

    Raises:
        OracleError: Oracle does not allow the change, or not with these data.
    """
    backend, name = context.backend, table.name
    if change.type is not None and change.type != current.type:
        _check_type_change(backend, name, change.name, current.type, change.type)
        _change_type(backend, name, number, Column(change.name, change.type), current.type)
        backend.run(
            'UPDATE "SYS".columns SET kind = $3, length = $4, unit = $5, type_precision = $6, type_scale = $7'
            " WHERE table_oid = $1::oid AND attnum = $2",
            [table.oid, str(number), *type_values(change.type)],
        )
        refit(name, Column(change.name, change.type), context)
    change_identity(table, number, change, context)
    if change.default_sql is not None:
        _change_default(table, number, change, context)
    if change.is_nullable is not None:
        _change_nullability(table, number, change, context)


def refit(table: TableName, column: Column, context: DdlContext) -> None:
    """Fit the values of a column whose type is new: CHAR pads them, others round them."""
    fitted = context.rows(
        'SELECT "SYS".fitted($1, $2, $3, $4, $5, $6)', quoted(column.name), *type_values(column.type)
    )[0][0]
    if fitted is not None:
        context.backend.run('SELECT "SYS".fit_tables()')  # the trigger of the table knows other columns by old types
        context.backend.run(f"UPDATE {sql_name(table)} SET {quoted(column.name)} = {fitted}")


def _check_type_change(backend: Backend, table: TableName, column: str, old: OracleType, new: OracleType) -> None:
    if {old.kind, new.kind} == _BLANKS and (old.length, old.unit) == (new.length, new.unit):
        return  # "You can change a CHAR column to VARCHAR2 and a VARCHAR2 column to CHAR" if its size stays
    if old.kind is not new.kind:
        _check_kind_change(backend, table, column, old.kind, new.kind)
    elif new.kind is Kind.NUMBER and not _holds_all(old, new) and _has_values(backend, table, column):
        raise OracleError(1440, "column to be modified must be empty to decrease precision or scale")
    elif has_limit(new) and _has_longer(backend, table, column, new):
        raise OracleError(1441, "cannot decrease column length because some value is too big")
    elif new.kind is Kind.TIMESTAMP and (new.scale or 0) < (old.scale or 0) and _has_values(backend, table, column):
        raise OracleError(30082, "datetime/interval column to be modified must be empty to decrease fractional second")


def _check_kind_change(backend: Backend, table: TableName, column: str, old: Kind, new: Kind) -> None:
    if new in _LOBS:
        raise OracleError(22858, "invalid alteration of datatype")
    if old in _LOBS:
        raise OracleError(22859, "invalid modification of columns")
    if (old, new) != (Kind.DATE, Kind.TIMESTAMP) and _has_values(backend, table, column):
        raise OracleError(1439, "column to be modified must be empty to change datatype")


def _holds_all(old: OracleType, new: OracleType) -> bool:
    """Whether every value of one NUMBER type is one of the other."""
    if new.precision is None and new.scale is None:
        return True
    if old.precision is None and old.scale is None:
        return False
    old_scale, new_scale = old.scale or 0, new.scale or 0
    old_digits, new_digits = (kept.precision or _MAX_PRECISION for kept in (old, new))
    return new_scale >= old_scale and new_digits - new_scale >= old_digits - old_scale


def _has_values(backend: Backend, table: TableName, column: str) -> bool:
    return bool(backend.run(f"SELECT 1 FROM {sql_name(table)} WHERE {quoted(column)} IS NOT NULL LIMIT 1").ntuples)


def _has_longer(backend: Backend, table: TableName, column: str, new: OracleType) -> bool:
    length = f"char_length({quoted(column)})" if new.unit == "C" else f"octet_length({quoted(column)})"
    return bool(backend.run(f"SELECT 1 FROM {sql_name(table)} WHERE {length} > {new.length} LIMIT 1").ntuples)


def _change_type(backend: Backend, table: TableName, number: int, column: Column, old: OracleType) -> None:
    if has_limit(old):
        backend.run(f"ALTER TABLE {sql_name(table)} DROP CONSTRAINT {length_check_name(number)}")
    if old.postgres != column.type.postgres:
        kinds = {old.kind, column.type.kind}
        is_convertible = (
            len(kinds) == 1 or kinds == _BLANKS or (old.kind, column.type.kind) == (Kind.DATE, Kind.TIMESTAMP)
        )
        using = quoted(column.name) if is_convertible else "NULL"
        kept = column.type.postgres
        _alter_column(backend, table, column.name, f"TYPE {kept} USING {using}::{kept}")
    if has_limit(column.type):
        # the values have been checked, in Oracle's way
        backend.run(f"ALTER TABLE {sql_name(table)} ADD {length_check(number, column)} NOT VALID")


def _change_default(table: Table, number: int, change: ModifiedColumn, context: DdlContext) -> None:
    if change.default_for and context.rows(_NOT_NULLS, table.oid, str(number)) == []:
        _forbid_nulls(table, replace(change, is_nullable=False), [], context)
    default = with_owner(change.default_sql, context.current_schema)
    _alter_column(context.backend, table.name, change.name, f"SET DEFAULT {default}")
    context.backend.run(
        'UPDATE "SYS".columns SET default_text = $3, default_for = $4 WHERE table_oid = $1::oid AND attnum = $2',
        [table.oid, str(number), change.default_text, change.default_for],
    )
    refill(table, number, change.default_for, context)


_NOT_NULLS = """
SELECT EXISTS (
  SELECT 1 FROM pg_constraint p WHERE p.conrelid = k.conrelid AND p.contype = 'p' AND $2::int2 = ANY (p.conkey))
FROM pg_constraint k WHERE k.conrelid = $1::oid AND k.contype = 'n' AND k.conkey = ARRAY[$2::int2]"""


def _change_nullability(table: Table, number: int, change: ModifiedColumn, context: DdlContext) -> None:
    found = context.rows(_NOT_NULLS, table.oid, str(number))
    if change.is_nullable:
        _allow_nulls(table, change, found, context)
    else:
        _forbid_nulls(table, change, found, context)


def _allow_nulls(table: Table, change: ModifiedColumn, found: list[list[str | None]], context: DdlContext) -> None:
    if not found or found[0][0] == "t":  # a key's columns stay mandatory
        raise OracleError(1451, "column to be modified to NULL cannot be modified to NULL")
    _alter_column(context.backend, table.name, change.name, "DROP NOT NULL")


def _forbid_nulls(table: Table, change: ModifiedColumn, found: list[list[str | None]], context: DdlContext) -> None:
    if found:
        raise OracleError(1442, "column to be modified to NOT NULL is already NOT NULL")
    state = change.not_null_state
    if not state.is_enabled:
        raise UnsupportedError("NOT NULL constraints that are disabled")
    if state.is_validated and _has_nulls(context.backend, table.name, change.name):
        raise OracleError(2296, f"cannot enable ({table.name.schema}.) - null values found")
    constraint = named(Constraint("C", change.not_null_name, state=state), str(table.name.schema), context)
    suffix = "" if state.is_validated else " NOT VALID"
    context.alter(table, f"ADD CONSTRAINT {quoted(str(constraint.name))} NOT NULL {quoted(change.name)}{suffix}")
    remember_constraint(table.oid, constraint, context)


def _has_nulls(backend: Backend, table: TableName, column: str) -> bool:
    return bool(backend.run(f"SELECT 1 FROM {sql_name(table)} WHERE {quoted(column)} IS NULL LIMIT 1").ntuples)


def _alter_column(backend: Backend, table: TableName, column: str, change: str) -> None:
    backend.run(f"ALTER TABLE {sql_name(table)} ALTER COLUMN {quoted(column)} {change}")
