"""Keeps in the SYS schema what is known of a view that is compiled."""

from dataclasses import dataclass

from oracle_standin.engine.backend import Backend
from oracle_standin.engine.catalog import ColumnInfo, remember_long_name
from oracle_standin.sql.statements import TableName
from oracle_standin.sql.views import Changes


@dataclass(frozen=True, slots=True)
class CompiledView:
    """What the query of a view says.

    Attributes:
        columns: Name, type, and whether rows can be changed through the column.
        dependencies: The objects that it names, with their owners.
        base: The one table or view that it shows rows of, as the text names it; None when it cannot be changed.
    """

    columns: tuple[tuple[str, ColumnInfo, bool], ...]
    dependencies: frozenset[TableName]
    changes: Changes
    base: TableName | None


def remember_compiled(oid: str, view: CompiledView, backend: Backend) -> None:
    """Keep it of the view with this number, which is then valid; comments on columns stay."""
    base = (view.base.schema, view.base.name) if view.base else (None, None)
    backend.run(
        'UPDATE "SYS".views SET is_valid = true, error = NULL, changes = $2, base_owner = $3, base_name = $4'
        " WHERE view_oid = $1::oid",
        [oid, view.changes, *base],
    )
    backend.run('DELETE FROM "SYS".view_dependencies WHERE view_oid = $1::oid', [oid])
    for table in view.dependencies:
        backend.run('INSERT INTO "SYS".view_dependencies VALUES ($1::oid, $2, $3)', [oid, table.schema, table.name])
    backend.run(
        'DELETE FROM "SYS".view_columns WHERE view_oid = $1::oid AND number > $2::int', [oid, str(len(view.columns))]
    )
    for number, (name, column, is_updatable) in enumerate(view.columns, 1):
        _remember_column(oid, number, name, column, backend, is_updatable=is_updatable)


def _remember_column(
    oid: str, number: int, name: str, column: ColumnInfo, backend: Backend, *, is_updatable: bool
) -> None:
    kept = column.type
    sizes = (None if size is None else str(size) for size in (kept.precision, kept.scale))
    flags = (column.is_nullable, column.is_json, is_updatable)
    backend.run(
        'INSERT INTO "SYS".view_columns VALUES ($1::oid, $2::int, $3, $4, $5::int, $6, $7::int, $8::int, $9, $10, $11)'
        " ON CONFLICT (view_oid, number) DO UPDATE SET name = excluded.name, kind = excluded.kind,"
        " length = excluded.length, unit = excluded.unit, type_precision = excluded.type_precision,"
        " type_scale = excluded.type_scale, is_nullable = excluded.is_nullable, is_json = excluded.is_json,"
        " is_updatable = excluded.is_updatable",
        [oid, str(number), name, kept.kind.value, str(kept.length), kept.unit, *sizes, *map(str, flags)],
    )
    remember_long_name(name, backend)


def forget_columns(oid: str, backend: Backend) -> None:
    """Forget the columns of a view that gets others, and what it depends on."""
    for table in ("view_columns", "view_dependencies"):
        backend.run(f'DELETE FROM "SYS".{table} WHERE view_oid = $1::oid', [oid])
