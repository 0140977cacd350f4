"""Constraints: adding, dropping and renaming them, and the rules for keys."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from oracle_standin.engine.catalog import remember_long_name
from oracle_standin.engine.ddl.context import DdlContext, Table, refusing
from oracle_standin.engine.ddl.index_records import check_local, create_used_index, remember_index
from oracle_standin.engine.ddl.records import remember_constraint
from oracle_standin.engine.table_sql import constraint_sql
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.ddl.definitions import Constraint, DropConstraint, NamedConstraint, RenameConstraint
from oracle_standin.sql.identifiers import HIDDEN_PREFIX, quoted, stored
from oracle_standin.sql.statements import TableName
from oracle_standin.sql.types import Kind, OracleType

_MAX_KEY_BYTES = 6398  # of a block of 8 KB (Database Reference, "Logical Database Limits")
# SQL Language Reference, "constraint", "Restrictions on Unique Constraints"
_NO_KEY_TYPES = frozenset({"CLOB", "NCLOB", "BLOB", "BFILE", "LONG", "LONG RAW", "JSON", Kind.TIMESTAMP_TZ.value})


def named(constraint: Constraint, schema: str, context: DdlContext) -> Constraint:
    """The constraint with a name that no other one of its table's schema has (ORA-02264)."""
    if constraint.name is None:
        return replace(constraint, name=context.generated_name())
    _check_name(constraint.name, schema, context)
    return constraint


def _check_name(name: str, schema: str, context: DdlContext) -> None:
    found = context.rows(
        "SELECT 1 FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace"
        " WHERE n.nspname = $1 AND c.conname = $2",
        stored(schema),
        stored(name),
    )
    if found:
        raise OracleError(2264, "name already used by an existing constraint")


def check_key_columns(key: Constraint, types: Mapping[str, OracleType], other_keys: list[tuple[str, ...]]) -> None:
    """Check the columns of a primary key or unique constraint.

    Raises:
        OracleError: ORA-00904, ORA-02329 for a type, ORA-01450 for the length, ORA-02261 for a key that exists.
    """
    for name in key.columns:
        if name not in types:
            raise OracleError(904, f'"{name}": invalid identifier')
        kind = types[name].kind.value
        if kind in _NO_KEY_TYPES:
            raise OracleError(2329, f"column of datatype {kind} cannot be unique or a primary key")
    check_key_length(types[name] for name in key.columns)
    if key.columns in other_keys:
        raise OracleError(2261, "such unique or primary key already exists in the table")


def check_key_length(types: Iterable[OracleType]) -> None:
    """Raise ORA-01450 for keys that do not fit into an index."""
    if sum(key_type.max_bytes for key_type in types) > _MAX_KEY_BYTES:
        raise OracleError(1450, f"maximum key length ({_MAX_KEY_BYTES}) exceeded")


def foreign_key_errors() -> dict[str, OracleError | None]:
    """What PostgreSQL's refusals of a foreign key mean."""
    return {
        "42830": OracleError(2270, "no matching unique or primary key for this column-list"),
        **dict.fromkeys(
            ("42804", "42883", "XX000"), OracleError(2267, "column type incompatible with referenced column type")
        ),
        "42704": OracleError(2268, "referenced table does not have a primary key"),
    }


def add_constraint(table: Table, constraint: Constraint, context: DdlContext) -> None:
    """Add a constraint, which has a name, to a table that may have rows."""
    if constraint.kind in ("P", "U"):
        _check_new_key(table, constraint, context)
    if constraint.references is not None:
        _check_parent(table, constraint.references, context)
    errors = foreign_key_errors() | _violations(table, constraint)
    with refusing(errors):
        if constraint.index is not None and constraint.state.is_enabled:
            _add_key_with_index(table, constraint, context)
        else:
            context.alter(table, f"ADD {_definition(constraint, context.current_schema)}")
    remember_constraint(table.oid, constraint, context)


def _violations(table: Table, constraint: Constraint) -> dict[str, OracleError | None]:
    name = f"{table.name.schema}.{constraint.name}"
    duplicate = {
        "P": OracleError(2437, f"cannot validate ({name}) - primary key violated"),
        "U": OracleError(2299, f"cannot validate ({name}) - duplicate keys found"),
    }.get(constraint.kind)
    return {
        "23505": duplicate,
        "23502": OracleError(1449, "column contains NULL values; cannot alter to NOT NULL"),
        "23514": OracleError(2293, f"cannot validate ({name}) - check constraint violated"),
        "23503": OracleError(2298, f"cannot validate ({name}) - parent keys not found"),
        "42P16": OracleError(2260, "table can have only one primary key"),
    }


def _definition(constraint: Constraint, schema: str) -> str:
    if constraint.kind in ("P", "U") and not constraint.state.is_enabled:
        columns = ", ".join(map(quoted, constraint.columns))
        return f"CONSTRAINT {quoted(str(constraint.name))} CHECK (ROW({columns}) IS NOT NULL) NOT ENFORCED"
    suffix = "" if constraint.kind in ("P", "U") else _suffix(constraint)
    return constraint_sql(constraint, schema) + suffix


def _suffix(constraint: Constraint) -> str:
    if not constraint.state.is_enabled:
        return " NOT ENFORCED"
    return "" if constraint.state.is_validated else " NOT VALID"


def _check_new_key(table: Table, key: Constraint, context: DdlContext) -> None:
    columns = {
        context.catalog.original_name(name, context.backend): column.type
        for name, (_, column) in context.columns(table).items()
    }
    keys = find_constraints(table, context)
    if key.kind == "P" and any(other.kind == "P" for other in keys):
        raise OracleError(2260, "table can have only one primary key")
    check_key_columns(key, columns, [other.columns for other in keys if other.kind in ("P", "U")])


def _check_parent(table: Table, parent: TableName, context: DdlContext) -> None:
    if table.duration is not None or context.existing(parent).duration is not None:
        raise OracleError(14455, "attempt to create referential integrity constraint on temporary table")


def check_local_key(constraint: Constraint, partitioned_by: tuple[str, ...] | None) -> None:
    """Raise ORA-14016 or ORA-14039 when USING INDEX LOCAL does not fit; an ordinary table has None."""
    if constraint.index is not None and constraint.index.is_local:
        check_local(constraint.columns, partitioned_by, is_unique=True)


def _add_key_with_index(table: Table, constraint: Constraint, context: DdlContext) -> None:
    used = constraint.index
    assert used is not None  # noqa: S101 - for mypy
    name = quoted(str(constraint.name))
    if used.existing is None and used.created is None:
        context.alter(table, f"ADD {constraint_sql(constraint, context.current_schema)}")
        oid = context.rows(
            "SELECT conindid FROM pg_constraint WHERE conrelid = $1::oid AND conname = $2",
            table.oid,
            stored(str(constraint.name)),
        )[0][0]
        remember_index(str(oid), used.attributes, context, is_local=used.is_local)
        return
    index = create_used_index(table, constraint.columns, used, context)
    kind = "PRIMARY KEY" if constraint.kind == "P" else "UNIQUE"
    context.alter(table, f"ADD CONSTRAINT {name} {kind} USING INDEX {quoted(index)}")


@dataclass(frozen=True, slots=True)
class ExistingConstraint:
    """A constraint of a table: `name` and `columns` are the originals; `kind` is C for a NOT NULL too."""

    oid: str
    name: str
    kind: str
    postgres_kind: str
    columns: tuple[str, ...]
    is_enabled: bool


_CONSTRAINTS = """
SELECT k.oid, "SYS".original_name(k.conname::text), coalesce(d.kind, CASE k.contype WHEN 'p' THEN 'P' WHEN 'u' THEN 'U'
    WHEN 'f' THEN 'R' ELSE 'C' END), k.contype, k.conenforced,
  (SELECT json_agg("SYS".original_name(a.attname::text) ORDER BY place)
   FROM unnest(coalesce(d.key_columns, k.conkey::int[])) WITH ORDINALITY AS key(number, place)
     JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = key.number)
FROM pg_constraint k LEFT JOIN "SYS".constraint_details d ON d.constraint_oid = k.oid
WHERE k.conrelid = $1::oid AND NOT starts_with(k.conname, $2)
  AND (k.contype IN ('p', 'u', 'f', 'c') OR d.constraint_oid IS NOT NULL)"""


def find_constraints(table: Table, context: DdlContext) -> list[ExistingConstraint]:
    """The constraints of a table that its owner knows."""
    return [
        ExistingConstraint(
            str(oid), str(name), str(kind), str(postgres_kind), tuple(json.loads(columns or "[]")), is_enabled == "t"
        )
        for oid, name, kind, postgres_kind, is_enabled, columns in context.rows(_CONSTRAINTS, table.oid, HIDDEN_PREFIX)
    ]


def find_constraint(table: Table, choice: NamedConstraint, context: DdlContext) -> ExistingConstraint | None:
    """The constraint that a statement points to; None when there is none."""
    for constraint in find_constraints(table, context):
        if choice.name is not None:
            is_meant = constraint.name == choice.name
        elif choice.unique_columns:
            is_meant = constraint.kind == "U" and constraint.columns == choice.unique_columns
        else:
            is_meant = constraint.kind == "P"
        if is_meant:
            return constraint
    return None


def drop_constraint(statement: DropConstraint, context: DdlContext) -> None:
    """ALTER TABLE ... DROP CONSTRAINT, PRIMARY KEY or UNIQUE."""
    table = context.altered(statement.table)
    constraint = find_constraint(table, statement.constraint, context)
    if constraint is None:
        raise _nonexistent(statement.constraint)
    _check_index_goes(constraint, context)
    used = OracleError(2273, "this unique/primary key is referenced by some foreign keys")
    with refusing({"2BP01": used}):
        cascade = " CASCADE" if statement.is_cascade else ""
        context.alter(table, f"DROP CONSTRAINT {quoted(constraint.name)}{cascade}")
    drop_implied_not_nulls(table, constraint, context)


def _nonexistent(choice: NamedConstraint) -> OracleError:
    if choice.name is not None:
        return OracleError(2443, "Cannot drop constraint  - nonexistent constraint")
    if choice.unique_columns:
        return OracleError(2442, "Cannot drop nonexistent unique key")
    return OracleError(2441, "Cannot drop nonexistent primary key")


def _check_index_goes(constraint: ExistingConstraint, context: DdlContext) -> None:
    """An index that was there before its constraint stays, which PostgreSQL cannot do."""
    is_older = context.rows(
        'SELECT 1 FROM pg_constraint k JOIN "SYS".indexes i ON i.index_oid = k.conindid'
        " WHERE k.oid = $1::oid AND i.attributes ? 'IS_OLDER'",
        constraint.oid,
    )
    if is_older:
        raise UnsupportedError("dropping or disabling a key whose index was there before")


def drop_implied_not_nulls(table: Table, constraint: ExistingConstraint, context: DdlContext) -> None:
    """The columns of a primary key that is gone may be NULL again, unless they were declared NOT NULL."""
    if constraint.postgres_kind != "p":
        return
    for name in constraint.columns:
        implied = context.rows(
            "SELECT conname FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid"
            " AND k.conkey = ARRAY[a.attnum] WHERE k.conrelid = $1::oid AND k.contype = 'n' AND a.attname = $2"
            ' AND k.oid NOT IN (SELECT constraint_oid FROM "SYS".constraint_details)',
            table.oid,
            stored(name),
        )
        if implied:
            context.alter(table, f"ALTER COLUMN {quoted(name)} DROP NOT NULL")


def rename_constraint(statement: RenameConstraint, context: DdlContext) -> None:
    """ALTER TABLE ... RENAME CONSTRAINT; the index keeps its name."""
    table = context.altered(statement.table)
    constraint = find_constraint(table, NamedConstraint(statement.old), context)
    if constraint is None:
        raise OracleError(23292, "The constraint does not exist")
    _check_name(statement.new, str(table.name.schema), context)
    context.backend.run(
        'INSERT INTO "SYS".indexes (index_oid, index_name) SELECT conindid, $2 FROM pg_constraint WHERE oid = $1::oid'
        " AND contype IN ('p', 'u') ON CONFLICT (index_oid) DO UPDATE SET"
        " index_name = coalesce(indexes.index_name, excluded.index_name)",
        [constraint.oid, statement.old],
    )
    context.alter(table, f"RENAME CONSTRAINT {quoted(statement.old)} TO {quoted(statement.new)}")
    context.backend.run(
        'UPDATE "SYS".constraint_details SET is_generated = false WHERE constraint_oid = $1::oid', [constraint.oid]
    )
    remember_long_name(statement.new, context.backend)
