"""ENABLE and DISABLE of constraints.

A disabled check or foreign key is PostgreSQL's NOT ENFORCED. It has no disabled keys: those are checks there that are
not enforced, and the SYS schema knows what they are.
"""

import re

from oracle_standin.engine.ddl.constraints import (
    ExistingConstraint,
    add_constraint,
    drop_implied_not_nulls,
    find_constraint,
)
from oracle_standin.engine.ddl.context import DdlContext, Table, refusing
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.ddl.definitions import ChangeConstraint, Constraint, NamedConstraint
from oracle_standin.sql.identifiers import quoted

_NOT_IN_FORCE = re.compile(r"( NOT ENFORCED| NOT VALID)+$")


def change_constraint(statement: ChangeConstraint, context: DdlContext) -> None:
    """ALTER TABLE ... ENABLE, DISABLE or MODIFY CONSTRAINT."""
    table = context.altered(statement.table)
    constraint = find_constraint(table, statement.constraint, context)
    if constraint is None:
        raise _nonexistent(statement.constraint, is_enabled=statement.state.is_enabled)
    if constraint.postgres_kind == "n":
        if not statement.state.is_enabled:
            raise UnsupportedError("disabling NOT NULL constraints")
        return
    if constraint.kind in ("P", "U"):
        if statement.keeps_index:
            raise UnsupportedError("KEEP INDEX of a key")
        _change_key(table, constraint, statement, context)
    else:
        _change_condition(table, constraint, statement, context)


def _nonexistent(choice: NamedConstraint, *, is_enabled: bool) -> OracleError:
    verb = "enable" if is_enabled else "disable"
    if choice.name is not None:
        return OracleError(
            2430 if is_enabled else 2431, f"cannot {verb} constraint ({choice.name}) - no such constraint"
        )
    if choice.unique_columns:
        return OracleError(2434 if is_enabled else 2435, f"cannot {verb} unique() - unique key not defined for table")
    return OracleError(2432 if is_enabled else 2433, f"cannot {verb} primary key - primary key not defined for table")


def _change_key(table: Table, key: ExistingConstraint, statement: ChangeConstraint, context: DdlContext) -> None:
    if key.is_enabled != statement.state.is_enabled:
        if key.is_enabled:
            _check_unreferenced(key, statement, context)
        context.alter(table, f"DROP CONSTRAINT {quoted(key.name)}")
        if key.is_enabled:
            drop_implied_not_nulls(table, key, context)
        add_constraint(table, Constraint(key.kind, key.name, key.columns, state=statement.state), context)
    else:
        _remember_state(key.oid, statement, context)


def _check_unreferenced(key: ExistingConstraint, statement: ChangeConstraint, context: DdlContext) -> None:
    children = context.rows(
        "SELECT conenforced FROM pg_constraint WHERE contype = 'f' AND conindid ="
        " (SELECT conindid FROM pg_constraint WHERE oid = $1::oid)",
        key.oid,
    )
    if children and (statement.is_cascade or all(row[0] == "f" for row in children)):
        raise UnsupportedError("disabling a key that foreign keys reference")
    if children:
        raise OracleError(2297, f"cannot disable constraint ({key.name}) - dependencies exist")


def _change_condition(
    table: Table, constraint: ExistingConstraint, statement: ChangeConstraint, context: DdlContext
) -> None:
    """Drop a check or foreign key and add it again in the wanted state."""
    state = statement.state
    definition = str(context.rows("SELECT pg_get_constraintdef($1::oid)", constraint.oid)[0][0])
    suffix = " NOT ENFORCED" if not state.is_enabled else "" if state.is_validated else " NOT VALID"
    name = quoted(constraint.name)
    place = f"({table.name.schema}.{constraint.name})"
    with refusing({
        "23514": OracleError(2293, f"cannot validate {place} - check constraint violated"),
        "23503": OracleError(2298, f"cannot validate {place} - parent keys not found"),
    }):  # fmt: skip
        context.alter(
            table,
            f"DROP CONSTRAINT {name}, ADD CONSTRAINT {name} {_NOT_IN_FORCE.sub('', definition)}{suffix}",
        )
    context.backend.run(
        'UPDATE "SYS".constraint_details SET constraint_oid = k.oid FROM pg_constraint k'
        ' WHERE constraint_oid = $1::oid AND k.conrelid = $2::oid AND "SYS".original_name(k.conname::text) = $3',
        [constraint.oid, table.oid, constraint.name],
    )
    new = find_constraint(table, NamedConstraint(constraint.name), context)
    _remember_state(constraint.oid if new is None else new.oid, statement, context)


def _remember_state(oid: str, statement: ChangeConstraint, context: DdlContext) -> None:
    context.backend.run(
        'UPDATE "SYS".constraint_details SET is_validated = $2, is_rely = is_rely OR $3,'
        " last_change = date_trunc('second', statement_timestamp()) WHERE constraint_oid = $1::oid",
        [oid, str(statement.state.is_validated).lower(), str(statement.state.is_rely).lower()],
    )
