"""Partitions of tables: all rows of a table are in one table of PostgreSQL, a partition is a condition on them.

Each partition is a view there, which `PARTITION (name)` in a statement means; a trigger refuses rows without a
partition and makes those of INTERVAL and AUTOMATIC. Which rows a hash partition has depends on a function that Oracle
does not tell: hash partitions are only names.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise

from oracle_standin.engine.catalog import ColumnInfo
from oracle_standin.engine.ddl.attributes import check_attributes
from oracle_standin.engine.ddl.context import DdlContext, Table, refusing
from oracle_standin.errors import OracleError
from oracle_standin.sql.ddl.definitions import Partition, Partitioning
from oracle_standin.sql.identifiers import quoted, stored, string_literal
from oracle_standin.sql.types import Kind

_PLACE, _MOVE = "~partition", "~movement"  # triggers
_INTERVAL_KINDS = frozenset({Kind.NUMBER, Kind.FLOAT, Kind.DATE, Kind.TIMESTAMP})
_NO_KEY_KINDS = frozenset({"CLOB", "NCLOB", "BLOB", "BFILE", "LONG", "LONG RAW", "JSON"})


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a table is partitioned: the columns of its key with their types, in order."""

    kind: str
    columns: tuple[str, ...]
    types: tuple[ColumnInfo, ...]
    is_automatic: bool = False
    interval_sql: str | None = None

    def values(self, bounds: tuple[str | None, ...], context: DdlContext) -> list[str | None]:
        """The bounds as constants of the columns' types, None for MAXVALUE or DEFAULT."""
        if self.kind == "RANGE" and len(bounds) != len(self.columns):
            is_long = len(bounds) > len(self.columns)
            raise OracleError(14017 if is_long else 14018, "partition bound list has the wrong number of elements")
        types = self.types * len(bounds) if self.kind == "LIST" else self.types
        return [
            None if bound is None else _constant(bound, column, context)
            for bound, column in zip(bounds, types, strict=False)
        ]


def _constant(sql: str, column: ColumnInfo, context: DdlContext) -> str:
    """A literal of the column's type; `NULL` is a value of LIST."""
    wrong = OracleError(14019, "partition bound element must be one of: string, datetime or interval literal, number,"
                        " or MAXVALUE")  # fmt: skip
    column_type = column.type.postgres
    with refusing(dict.fromkeys(("42703", "42804", "42846", "42883", "22P02", "22007", "OR000"), wrong)):
        value = context.rows(f"SELECT (({sql})::{column_type})::varchar")[0][0]
    return "NULL" if value is None else f"{string_literal(value)}::{column_type}"


def create_partitions(partitioning: Partitioning, table: Table, context: DdlContext) -> None:
    """Make the partitions of a new table."""
    scheme = _scheme(partitioning, table, context)
    context.backend.run(
        'INSERT INTO "SYS".partitioned_tables (table_oid, kind, key_columns, interval_text, interval_sql, is_automatic)'
        " VALUES ($1, $2, $3, $4, $5, $6)",
        [
            table.oid, scheme.kind, json.dumps(scheme.columns), partitioning.interval_text, scheme.interval_sql,
            str(scheme.is_automatic).lower(),
        ],
    )  # fmt: skip
    for partition in partitioning.partitions:
        add_partition_record(partition, scheme, table, context)
    check_bounds(table, scheme, context)
    if scheme.interval_sql is not None:
        _check_interval(scheme, table, context)
    place_rows(table, context)


def _scheme(partitioning: Partitioning, table: Table, context: DdlContext) -> Scheme:
    found = context.columns(table)
    for name in partitioning.columns:
        if stored(name) not in found:
            raise OracleError(904, f'"{name}": invalid identifier')
    types = tuple(found[stored(name)][1] for name in partitioning.columns)
    for column in types:
        if column.type.kind.value in _NO_KEY_KINDS:
            raise OracleError(14135, "a LOB column cannot serve as a partitioning column")
        if column.type.kind is Kind.TIMESTAMP_TZ:
            raise OracleError(3001, "unimplemented feature")
    if partitioning.interval_sql is not None and len(types) > 1:
        raise OracleError(14750, "Range partitioned table with INTERVAL clause has more than one column")
    if partitioning.interval_sql is not None and types[0].type.kind not in _INTERVAL_KINDS:
        raise OracleError(14751, "Invalid data type for partitioning column of an interval partitioned object")
    return Scheme(partitioning.kind, partitioning.columns, types, partitioning.is_automatic, partitioning.interval_sql)


def _check_interval(scheme: Scheme, table: Table, context: DdlContext) -> None:
    last = context.rows(
        'SELECT bounds FROM "SYS".partitions WHERE table_oid = $1::oid ORDER BY position DESC LIMIT 1', table.oid
    )
    if json.loads(str(last[0][0]))[0] is None:
        raise OracleError(14761, "MAXVALUE partition cannot be specified for Interval partitioned objects")
    wrong = OracleError(14752, "Interval expression is not a constant of the correct type")
    kind = "numeric" if scheme.types[0].type.kind in (Kind.NUMBER, Kind.FLOAT) else "interval"
    with refusing(dict.fromkeys(("42703", "42804", "42846", "42883", "22P02", "OR000"), wrong)):
        rows = context.rows(f"SELECT pg_typeof({scheme.interval_sql}), ({scheme.interval_sql})::{kind} > '0'::{kind}")
    if rows[0][0] != kind or rows[0][1] != "t":
        raise wrong


def load_scheme(table: Table, context: DdlContext) -> Scheme:
    """How a partitioned table is partitioned.

    Raises:
        OracleError: ORA-14501 when it is not.
    """
    rows = context.rows(
        'SELECT kind, key_columns, is_automatic, interval_sql FROM "SYS".partitioned_tables WHERE table_oid = $1::oid',
        table.oid,
    )
    if not rows:
        raise OracleError(14501, "object is not partitioned")
    kind, names, is_automatic, interval_sql = rows[0]
    columns = tuple(json.loads(str(names)))
    found = context.columns(table)
    types = tuple(found[stored(name)][1] for name in columns)
    return Scheme(str(kind), columns, types, is_automatic == "t", interval_sql)


def add_partition_record(partition: Partition, scheme: Scheme, table: Table, context: DdlContext) -> str:
    """Keep a partition after the others; its name."""
    check_attributes(partition.attributes, context)
    name = partition.name or str(context.rows('SELECT "SYS".new_partition_name()')[0][0])
    values = scheme.values(partition.bounds, context)
    duplicate = OracleError(14013, "duplicate partition name")
    with refusing({"23505": duplicate}):
        context.backend.run(
            'INSERT INTO "SYS".partitions (table_oid, partition_name, position, bounds, high_value, attributes)'
            ' SELECT $1, $2, coalesce(max(position), 0) + 1, $3, $4, $5 FROM "SYS".partitions'
            " WHERE table_oid = $1::oid",
            [
                table.oid,
                name,
                json.dumps(values),
                _high_value(values, scheme, context),
                json.dumps(partition.attributes),
            ],
        )
    return name


def _high_value(values: list[str | None], scheme: Scheme, context: DdlContext) -> str | None:
    """HIGH_VALUE as the dictionary writes bounds."""
    if scheme.kind == "HASH":
        return None
    unlimited = "MAXVALUE" if scheme.kind == "RANGE" else "DEFAULT"
    texts = [
        unlimited if value is None else context.rows(f'SELECT "SYS".partition_bound({value})')[0][0] for value in values
    ]
    return ", ".join(text or "NULL" for text in texts)


def check_bounds(table: Table, scheme: Scheme, context: DdlContext) -> None:
    """Check that bounds rise, and that no value is in two lists.

    Raises:
        OracleError: ORA-14037, ORA-14312 or ORA-14316.
    """
    found = context.rows(
        'SELECT partition_name, bounds FROM "SYS".partitions WHERE table_oid = $1::oid ORDER BY position', table.oid
    )
    bounds = [(str(name), json.loads(str(values))) for name, values in found]
    if scheme.kind == "RANGE":
        for (name, lower), (_, higher) in pairwise(bounds):
            if not _is_less(lower, higher, context):
                raise OracleError(14037, f'partition bound of partition "{name}" is too high')
    if scheme.kind == "LIST":
        values = [value for _, listed in bounds for value in listed]
        if len(set(values)) != len(values):
            raise OracleError(14312, "Value already exists in partition")


def _is_less(lower: list[str | None], higher: list[str | None], context: DdlContext) -> bool:
    """Whether a bound is below another one; None is above all values."""
    for low, high in zip(lower, higher, strict=True):
        if low is None or high is None:
            if low is high:
                continue
            return high is None
        is_less, is_equal = context.rows(f"SELECT {low} < {high}, {low} = {high}")[0]
        if is_equal != "t":
            return is_less == "t"
    return False


# --- conditions ------------------------------------------------------------------------------------------------------


def _below(columns: list[str], bounds: list[str | None]) -> str:
    """Whether a key is below a bound; NULL sorts above all values, MAXVALUE is above NULL."""
    column, bound = columns[0], bounds[0]
    if bound is None:
        return "true"
    rest = f" OR ({column} = {bound} AND {_below(columns[1:], bounds[1:])})" if len(columns) > 1 else ""
    return f"coalesce({column} < {bound}{rest}, false)"


def _listed(column: str, values: list[str | None]) -> str:
    tests = [f"{column} = {value}" for value in values if value not in (None, "NULL")]
    tests += [f"{column} IS NULL"] * ("NULL" in values)
    return f"coalesce({' OR '.join(tests)}, false)" if tests else "false"


def conditions(table: Table, scheme: Scheme, context: DdlContext, prefix: str = "") -> dict[str, str]:
    """The condition on the rows of each partition, by its name, in order."""
    found = [
        (str(name), json.loads(str(bounds)), lower)
        for name, bounds, lower in context.rows(
            'SELECT partition_name, bounds, lower_bound FROM "SYS".partitions WHERE table_oid = $1::oid'
            " ORDER BY interval_place NULLS FIRST, position",
            table.oid,
        )
    ]
    columns = [prefix + quoted(name) for name in scheme.columns]
    if scheme.kind == "RANGE":
        return _range_conditions(columns, found)
    if scheme.kind == "HASH":
        return {name: '"SYS".refuse_hash_partition()' for name, _, _ in found}
    all_values = [value for _, values, _ in found for value in values if value is not None]
    return {
        name: f"NOT {_listed(columns[0], all_values)}" if None in values else _listed(columns[0], values)
        for name, values, _ in found
    }


def _range_conditions(columns: list[str], found: list[tuple[str, list[str | None], str | None]]) -> dict[str, str]:
    result: dict[str, str] = {}
    before: list[str | None] | None = None
    for name, values, lower in found:
        low: list[str | None] | None = (
            before if lower is None else [lower]
        )  # partitions of an interval may have gaps between them
        result[name] = _below(columns, values) + ("" if low is None else f" AND NOT {_below(columns, low)}")
        before = values
    return result


# --- what PostgreSQL does with them --------------------------------------------------------------------------------


@contextmanager
def partition_views(table: Table, context: DdlContext) -> Iterator[None]:
    """A change of the table's columns: what stands for its partitions is made anew."""
    if not table.is_partitioned:
        yield
        return
    _drop_views(table, context)
    yield
    place_rows(table, context)


def _drop_views(table: Table, context: DdlContext) -> None:
    for (oid,) in context.rows('SELECT view_oid FROM "SYS".partitions WHERE table_oid = $1::oid', table.oid):
        if oid is not None:
            name = context.rows("SELECT $1::oid::regclass::varchar", oid)[0][0]
            context.backend.run(f"DROP VIEW IF EXISTS {name}")
    context.backend.run('UPDATE "SYS".partitions SET view_oid = NULL WHERE table_oid = $1::oid', [table.oid])
    context.backend.run(f"DROP TRIGGER IF EXISTS {quoted(_PLACE)} ON {table.sql}")
    context.backend.run(f"DROP TRIGGER IF EXISTS {quoted(_MOVE)} ON {table.sql}")


def forget_partitions(table: Table, context: DdlContext) -> None:
    """Before the table is dropped."""
    if table.is_partitioned:
        _drop_views(table, context)
        for name in ("partitions", "partitioned_tables"):
            context.backend.run(f'DELETE FROM "SYS".{name} WHERE table_oid = $1::oid', [table.oid])


def place_rows(table: Table, context: DdlContext) -> None:
    """Make the views of the partitions and the triggers that keep rows in them."""
    scheme = load_scheme(table, context)
    _drop_views(table, context)
    for name, condition in conditions(table, scheme, context).items():
        context.rows('SELECT "SYS".make_partition_view($1::oid, $2, $3)', table.oid, name, condition)
    if scheme.kind != "HASH":
        _create_triggers(table, scheme, context)


def _create_triggers(table: Table, scheme: Scheme, context: DdlContext) -> None:
    columns = ", ".join(map(quoted, scheme.columns))
    grows = scheme.interval_sql is not None or scheme.is_automatic
    key = (stored(scheme.columns[0]), scheme.types[0].type.postgres) if grows else ()
    arguments = ", ".join(map(string_literal, key))
    after, before = (_places(table, scheme, context, row) for row in ("NEW.", "OLD."))
    function = "make_partition" if grows else "refuse_partition"
    context.backend.run(
        f"CREATE TRIGGER {quoted(_PLACE)} AFTER INSERT OR UPDATE OF {columns} ON {table.sql} FOR EACH ROW"
        f' WHEN ({after} = 0) EXECUTE FUNCTION "SYS".{function}({arguments})'
    )
    if not _may_move(table, context):
        context.backend.run(
            f"CREATE TRIGGER {quoted(_MOVE)} AFTER UPDATE OF {columns} ON {table.sql} FOR EACH ROW"
            f" WHEN ({before} <> {after} OR {after} = 0)"
            f' EXECUTE FUNCTION "SYS".check_movement({arguments})'
        )


def _places(table: Table, scheme: Scheme, context: DdlContext, row: str) -> str:
    """The place of a row's partition, 0 when it has none yet."""
    own = conditions(table, scheme, context, prefix=row).values()
    cases = " ".join(f"WHEN {condition} THEN {place}" for place, condition in enumerate(own, 1))
    return f"CASE {cases} ELSE 0 END"


def _may_move(table: Table, context: DdlContext) -> bool:
    rows = context.rows(
        "SELECT 1 FROM \"SYS\".tables WHERE table_oid = $1::oid AND attributes ->> 'ROW_MOVEMENT' = 'ENABLED'",
        table.oid,
    )
    return bool(rows)
