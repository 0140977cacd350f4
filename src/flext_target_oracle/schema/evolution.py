"""What stands between a table that exists and the table that a stream needs, and what is done about it. Pure.

A column that exists keeps its type where it stores each value of the stream unchanged or refuses it: text takes
everything, NUMBER takes booleans. What ALTER TABLE changes at once is changed: new columns, longer text, more digits,
DATE to TIMESTAMP, NOT NULL to NULL (SQL Language Reference, ALTER TABLE). For the rest, which Oracle refuses with
ORA-01439 or ORA-22858 where rows are there, `on_impossible` decides.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from flext_target_oracle.schema.identifiers import derived
from flext_target_oracle.schema.json_schema import Field, JsonKind
from flext_target_oracle.schema.table import Column, Table
from flext_target_oracle.schema.types import (
    MAX_PRECISION,
    MAX_VARCHAR2_LENGTH,
    BinaryDouble,
    BinaryFloat,
    Blob,
    Boolean,
    Char,
    Clob,
    Date,
    Json,
    KnownType,
    Nclob,
    Number,
    Nvarchar2,
    OracleType,
    Raw,
    Timestamp,
    TimestampTz,
    UnknownType,
    Varchar2,
)

SET_ASIDE = "FLEXT_OLD"  # AMOUNT__FLEXT_OLD holds the values that are copied to the new AMOUNT
_KEY_TEXT = Varchar2(255)


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
class AddColumn:
    """A column that the table lacks; it may be NULL, because the rows that are there have no value for it."""

    column: Column
    beside: str | None = None

    @property
    def title(self) -> str:
        """What a person reads."""
        why = f" beside {self.beside}, which cannot take such values" if self.beside else ""
        return f"added {self.column.name} {self.column.type.sql}{why}"


@dataclass(frozen=True, slots=True)
class WidenColumn:
    """A column that takes more than before."""

    column: Column
    before: OracleType

    @property
    def title(self) -> str:
        """What a person reads."""
        return f"widened {self.column.name} from {self.before.sql} to {self.column.type.sql}"


@dataclass(frozen=True, slots=True)
class AllowNull:
    """A column that may be NULL from now on, because the stream has no value for it, or not always."""

    column: Column

    @property
    def title(self) -> str:
        """What a person reads."""
        return f"allowed NULL in {self.column.name}"


@dataclass(frozen=True, slots=True)
class CopyColumn:
    """A column whose values move to a new one of its name.

    The old one is set aside first, so that no row is written to it any more; what was cut off goes on from there.

    Attributes:
        column: The new column; it may be NULL until the copy is done.
        before: The type of the values that are copied.
        set_aside: What the old column is called meanwhile.
        is_set_aside: Whether an earlier run did that.
        is_there: Whether the new column is there, too.
        is_required: Whether it gets NOT NULL in the end.
    """

    column: Column
    before: OracleType
    set_aside: str
    is_set_aside: bool = False
    is_there: bool = False
    is_required: bool = False

    @property
    def title(self) -> str:
        """What a person reads."""
        again = " (begun by an earlier run)" if self.is_set_aside else ""
        return f"copied {self.column.name} from {self.before.sql} to {self.column.type.sql}{again}"


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """A column that gets no value, as on_schema_mismatch: ignore wants it."""

    column: Column
    why: str

    @property
    def title(self) -> str:
        """What a person reads."""
        return f"left out {self.column.name}: {self.why}"


Change: TypeAlias = AddColumn | WidenColumn | AllowNull | CopyColumn | LeaveOut


@dataclass(frozen=True, slots=True)
class Evolution:
    """How a table becomes fit for a stream.

    Attributes:
        changes: What is done, in the order of the columns.
        table: The columns that the stream's values go to, as they are then.
        problems: One sentence for each reason why it cannot be.
    """

    changes: tuple[Change, ...]
    table: Table
    problems: tuple[str, ...]

    @property
    def copies(self) -> bool:
        """Whether rows are touched, which takes its time."""
        return any(isinstance(change, CopyColumn) for change in self.changes)


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
    if rules.on_mismatch == "evolve" and (wider := _widened(present.type, wanted)) is not None:
        column = replace(wanted, type=wider, is_nullable=present.is_nullable)
        return _Verdict(column, WidenColumn(column, present.type))
    is_left = rules.on_mismatch == "ignore" and _is_akin(present.type, wanted.type)
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
    if rules.on_impossible == "copy" and (target := _copy_target(present.type, wanted)) is not None:
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
    if (wider := _widened(present.type, column)) is not None:
        column = replace(column, type=wider)
        return _Verdict(column, WidenColumn(column, present.type))
    if keeps_values(present.type, column):
        return _Verdict(replace(present, source=wanted.source))
    return _Verdict(None, problem=f"{problem}, and so it is with {name}")


def _continued(wanted: Column, present: Column | None, set_aside: Column) -> _Verdict:
    """Go on with a copy that an earlier run began."""
    target = present.type if present is not None else _copy_target(set_aside.type, wanted) or wanted.type
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
        elif not column.is_key and not column.is_nullable:
            yield AllowNull(column)


def _type_word(column_type: OracleType) -> str:
    """VARCHAR2, NUMBER, TIMESTAMP_TZ: what a type is called in the name of a column."""
    if isinstance(column_type, TimestampTz):
        return "TIMESTAMP_TZ"
    return column_type.sql.partition("(")[0].strip()


_TEXT = (Varchar2, Nvarchar2, Char, Clob, Nclob)
_LONG_TEXT = (Clob, Nclob)


def _widened(current: OracleType, wanted: Column) -> OracleType | None:
    """The type that the column gets at once, with all its rows; None where it stays or where that cannot be."""
    match current, wanted.type:
        case Varchar2(), Varchar2() if _has_length(wanted):
            is_longer = wanted.type.length > current.length
            is_wider = (current.unit, wanted.type.unit) == ("BYTE", "CHAR") and wanted.type.length == current.length
            return wanted.type if is_longer or is_wider else None
        case (Nvarchar2(length), Nvarchar2(longer)) | (Raw(length), Raw(longer)):
            return wanted.type if longer > length else None
        case Number(), Number():
            wider = _number_for_both(current, wanted.type)
            return None if wider == current else wider
        case Number(), BinaryDouble() | BinaryFloat():
            return Number() if current.scale is not None else None
        case Date(), Timestamp(digits) | TimestampTz(digits):
            return Timestamp(digits)
        case (Timestamp(current_digits), Timestamp(digits) | TimestampTz(digits)) if digits > current_digits:
            return Timestamp(digits)
        case (TimestampTz(current_digits), Timestamp(digits) | TimestampTz(digits)) if digits > current_digits:
            return TimestampTz(digits)
        case _:
            return None


def _has_length(column: Column) -> bool:
    """Whether the schema says how long the text may be; without that a shorter column is somebody's choice."""
    return isinstance(column.source, Field) and (column.source.max_length or column.source.sql_type) is not None


def _number_for_both(current: Number, wanted: Number) -> Number:
    """The narrowest NUMBER that holds the values of both."""
    if current.precision is None or current.scale is None or wanted.precision is None or wanted.scale is None:
        return Number() if current.scale is not None else current
    scale = max(current.scale, wanted.scale)
    precision = scale + max(current.precision - current.scale, wanted.precision - wanted.scale)
    return Number(precision, scale) if precision <= MAX_PRECISION else Number()


def keeps_values(current: OracleType, wanted: Column) -> bool:  # noqa: C901, PLR0911 - a table
    """Whether a column of the current type stores each value of the wanted one unchanged, or refuses it."""
    if isinstance(current, _TEXT) and isinstance(wanted.source, Field):
        # Text holds what the tap wrote; a CLOB that the schema or the user asks for by its length is wanted.
        is_short = not isinstance(current, _LONG_TEXT) and isinstance(wanted.type, _LONG_TEXT) and _has_length(wanted)
        return not (is_short or isinstance(wanted.type, Raw | Blob) or _is_padded(current, wanted.type))
    match wanted.type, current:
        case Number(scale=wanted_scale), Number(scale=scale):
            # NUMBER(p, s) rounds to s digits without a word; NUMBER alone does not.
            return scale is None or (wanted_scale is not None and scale >= wanted_scale)
        case (BinaryDouble() | BinaryFloat(), Number(scale=None)) | (BinaryFloat(), BinaryDouble()):
            return True
        case (Raw() | Blob(), Blob()) | (Raw(), Raw()):
            return True
        case Blob(), Raw():
            return not _has_length(wanted)
        case Date(), (Date() | Timestamp() | TimestampTz()):
            return True
        case (Timestamp(wanted_digits) | TimestampTz(wanted_digits), Timestamp(digits) | TimestampTz(digits)):
            return digits >= wanted_digits
        case _, Boolean() if _kind(wanted) is JsonKind.BOOLEAN:
            return True
        case _, Json() if _kind(wanted) in {JsonKind.JSON, JsonKind.ANY, JsonKind.DOCUMENT}:
            return True
        case _:
            return wanted.type == current and not isinstance(current, UnknownType)


def _is_akin(current: OracleType, wanted: OracleType) -> bool:
    """Whether the converters refuse what the column would change: digits after the point, or of a second."""
    moments = (Date, Timestamp, TimestampTz)
    return (isinstance(current, Number) and isinstance(wanted, Number)) or (
        isinstance(current, moments) and isinstance(wanted, moments)
    )


def _is_padded(current: OracleType, wanted: OracleType) -> bool:
    """CHAR fills up with blanks, which changes any text but one of its own length."""
    return isinstance(current, Char) and current != wanted


def _kind(column: Column) -> JsonKind | None:
    return column.source.kind if isinstance(column.source, Field) else None


def _copy_target(current: OracleType, wanted: Column) -> KnownType | None:
    """The type that takes the old values and the new ones; None where the old ones cannot be copied exactly."""
    if not isinstance(wanted.source, Field) or isinstance(wanted.type, UnknownType):
        return None
    match current, wanted.type:
        case UnknownType("FLOAT"), Number(scale=None):
            return wanted.type
        case Raw(), Blob():
            return wanted.type
        case (Number() | Date() | Timestamp() | TimestampTz() | Char() | Varchar2() | Nvarchar2(), _):
            return _text_for_both(current, wanted)
        case Nclob(), Clob():
            return wanted.type
        case _:
            return None


def _text_for_both(current: OracleType, wanted: Column) -> KnownType | None:
    if isinstance(wanted.type, Raw | Blob | UnknownType):
        return None
    if wanted.is_key:
        return wanted.type if isinstance(wanted.type, Varchar2) else _KEY_TEXT
    if isinstance(wanted.type, Clob | Nclob):
        return wanted.type
    if isinstance(wanted.type, Varchar2) and not isinstance(current, _TEXT):
        return replace(wanted.type, length=max(wanted.type.length, 64))
    return Varchar2(MAX_VARCHAR2_LENGTH)
