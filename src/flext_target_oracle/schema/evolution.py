"""What stands between a table that exists and the table that a stream needs, and what is done about it. Pure.

A column that exists keeps its type where it stores each value of the stream unchanged or refuses it: text takes
everything, NUMBER takes booleans. What ALTER TABLE changes at once is changed: new columns, longer text, more digits,
DATE to TIMESTAMP, NOT NULL to NULL (SQL Language Reference, ALTER TABLE). For the rest, which Oracle refuses with
ORA-01439 or ORA-22858 where rows are there, `on_impossible` decides.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from flext_target_oracle.schema.changes import (
    AddColumn,
    AllowNull,
    Change,
    CopyColumn,
    Evolution,
    LeaveOut,
    WidenColumn,
)
from flext_target_oracle.schema.compatibility import copy_target, is_akin, keeps_values, widened
from flext_target_oracle.schema.identifiers import derived
from flext_target_oracle.schema.json_schema import Field
from flext_target_oracle.schema.table import Column, Table
from flext_target_oracle.schema.types import OracleType, TimestampTz

SET_ASIDE = "FLEXT_OLD"  # AMOUNT__FLEXT_OLD holds the values that are copied to the new AMOUNT


@dataclass(frozen=True, slots=True)
class EvolutionRules:
    """What may be done to a table that exists.

    Attributes:
        on_mismatch: evolve changes it; fail stops; ignore leaves it as it is and leaves out what it cannot take.
        on_impossible: Of a type that ALTER TABLE cannot change: copy the values to a new column of the name, put new
            values into a column beside it (version), or stop (fail).
        max_name_bytes: The longest name of a column.
    """

    on_mismatch: Literal["evolve", "fail", "ignore"] = "evolve"
    on_impossible: Literal["copy", "version", "fail"] = "copy"
    max_name_bytes: int = 128


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What becomes of one column of the stream; `column` is None where it gets no value."""

    column: Column | None
    change: Change | None = None
    problem: str | None = None


def evolve(current: Table, wanted: Table, rules: EvolutionRules) -> Evolution:
    """What brings the table to what the stream needs."""
    existing = {column.name: column for column in current.columns}
    names = {column.name for column in wanted.columns}
    verdicts = [_verdict(column, existing, names, rules) for column in wanted.columns]
    filled = tuple(verdict.column for verdict in verdicts if verdict.column is not None)
    changes: list[Change] = [verdict.change for verdict in verdicts if verdict.change is not None]
    problems = [verdict.problem for verdict in verdicts if verdict.problem is not None]
    set_aside = {change.set_aside for change in changes if isinstance(change, CopyColumn)}
    for change in _nulls(current, filled):
        if change.column.name in set_aside:
            continue
        if rules.on_mismatch == "evolve":
            changes.append(change)
        elif change.column.source is None:
            problems.append(f"column {change.column.name} is NOT NULL, and the stream has no value for it")
    if not filled and not problems:
        problems.append("it has no column for any property of the stream")
    return Evolution(tuple(changes), replace(current, columns=filled), tuple(problems))


def _verdict(wanted: Column, existing: Mapping[str, Column], names: Collection[str], rules: EvolutionRules) -> _Verdict:
    present = existing.get(wanted.name)
    set_aside = existing.get(derived(wanted.name, SET_ASIDE, rules.max_name_bytes))
    if set_aside is not None and set_aside.name not in names and rules.on_mismatch == "evolve":
        return _continued(wanted, present, set_aside)
    if present is None:
        return _missing(wanted, rules)
    if present.is_computed:
        return _Verdict(None, problem=f"column {wanted.name} is computed by the database and takes no value")
    if rules.on_mismatch == "evolve" and (wider := widened(present.type, wanted)) is not None:
        column = replace(wanted, type=wider, is_nullable=present.is_nullable)
        return _Verdict(column, WidenColumn(column, present.type))
    is_left = rules.on_mismatch == "ignore" and is_akin(present.type, wanted.type)
    if is_left or keeps_values(present.type, wanted):
        return _Verdict(replace(present, source=wanted.source))
    return _impossible(wanted, present, existing, rules)


def _missing(wanted: Column, rules: EvolutionRules) -> _Verdict:
    if rules.on_mismatch == "evolve":
        column = replace(wanted, is_nullable=True)
        return _Verdict(column, AddColumn(column))
    if rules.on_mismatch == "ignore" and not wanted.is_key:
        return _Verdict(None, LeaveOut(wanted, "the table has no such column"))
    return _Verdict(None, problem=f"column {wanted.name} ({wanted.type.sql}) is missing")


def _impossible(wanted: Column, present: Column, existing: Mapping[str, Column], rules: EvolutionRules) -> _Verdict:
    problem = f"column {wanted.name} is {present.type.sql}, but {wanted.type.sql} is needed"
    if rules.on_mismatch == "ignore" and not wanted.is_key:
        return _Verdict(None, LeaveOut(wanted, f"it is {present.type.sql}, and the values need {wanted.type.sql}"))
    if rules.on_mismatch != "evolve" or rules.on_impossible == "fail":
        return _Verdict(None, problem=problem)
    if rules.on_impossible == "copy" and (target := copy_target(present.type, wanted)) is not None:
        column = replace(wanted, type=target, is_nullable=True)
        set_aside = derived(wanted.name, SET_ASIDE, rules.max_name_bytes)
        is_required = not present.is_nullable and wanted.is_key
        return _Verdict(column, CopyColumn(column, present.type, set_aside, is_required=is_required))
    if wanted.is_key:
        return _Verdict(None, problem=f"{problem}, and a key has no second column")
    return _versioned(wanted, existing, rules, problem)


def _versioned(wanted: Column, existing: Mapping[str, Column], rules: EvolutionRules, problem: str) -> _Verdict:
    """The column beside the one that cannot take the values; an earlier run may have made it."""
    name = derived(wanted.name, _type_word(wanted.type), rules.max_name_bytes)
    column = replace(wanted, name=name, is_nullable=True)
    present = existing.get(name)
    if present is None:
        return _Verdict(column, AddColumn(column, beside=wanted.name))
    if (wider := widened(present.type, column)) is not None:
        column = replace(column, type=wider)
        return _Verdict(column, WidenColumn(column, present.type))
    if keeps_values(present.type, column):
        return _Verdict(replace(present, source=wanted.source))
    return _Verdict(None, problem=f"{problem}, and so it is with {name}")


def _continued(wanted: Column, present: Column | None, set_aside: Column) -> _Verdict:
    """Go on with a copy that an earlier run began."""
    target = present.type if present is not None else copy_target(set_aside.type, wanted) or wanted.type
    column = replace(wanted, type=target, is_nullable=True)
    change = CopyColumn(
        column, set_aside.type, set_aside.name, is_set_aside=True, is_there=present is not None,
        is_required=wanted.is_key and not set_aside.is_nullable,
    )  # fmt: skip
    return _Verdict(column, change)


def _nulls(current: Table, filled: tuple[Column, ...]) -> Iterator[AllowNull]:
    """The columns that must allow NULL: those that the stream does not fill, or not in each record."""
    by_name = {column.name: column for column in filled}
    for present in current.columns:
        column = by_name.get(present.name)
        if present.is_nullable or present.fills_itself or present.is_computed:
            continue
        if column is None:
            yield AllowNull(present)
        elif not column.is_key and not column.is_nullable and _may_be_null(column):
            yield AllowNull(column)


def _may_be_null(column: Column) -> bool:
    return not isinstance(column.source, Field) or column.source.is_nullable


def _type_word(column_type: OracleType) -> str:
    """VARCHAR2, NUMBER, TIMESTAMP_TZ: what a type is called in the name of a column."""
    if isinstance(column_type, TimestampTz):
        return "TIMESTAMP_TZ"
    return column_type.sql.partition("(")[0].strip()
