"""What stands between a table that exists and the table that a stream needs, and what ALTER TABLE can do. Pure.

The changes are those that the database makes at once, without touching a row: new columns, longer text, more digits
(SQL Language Reference, ALTER TABLE).

A column that is narrower in length or digits is no conflict: Oracle refuses a value that does not fit (ORA-12899,
ORA-01438). A column that would silently change a value is one: a NUMBER that rounds, a DATE that cuts a fraction.
"""

from dataclasses import dataclass, replace

from flext_target_oracle.schema.json_schema import Field
from flext_target_oracle.schema.table import Column, Table
from flext_target_oracle.schema.types import (
    MAX_PRECISION,
    BinaryDouble,
    BinaryFloat,
    Blob,
    Char,
    Clob,
    Date,
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


@dataclass(frozen=True, slots=True)
class AddColumn:
    """A column that the table lacks; it may be NULL, because the rows that are there have no value for it."""

    column: Column

    @property
    def title(self) -> str:
        """What a person reads."""
        return f"added {self.column.name} {self.column.type.sql}"


@dataclass(frozen=True, slots=True)
class WidenColumn:
    """A column that takes more than before."""

    column: Column
    before: OracleType

    @property
    def title(self) -> str:
        """What a person reads."""
        return f"widened {self.column.name} from {self.before.sql} to {self.column.type.sql}"


Change = AddColumn | WidenColumn


def changes(current: Table, wanted: Table) -> list[Change]:
    """What brings the table nearer to what the stream needs, in the order of its columns."""
    existing = {column.name: column for column in current.columns}
    found: list[Change] = []
    for column in wanted.columns:
        present = existing.get(column.name)
        if present is None:
            found.append(AddColumn(replace(column, is_nullable=True)))
        elif (wider := _widened(present.type, column)) is not None:
            found.append(WidenColumn(replace(column, type=wider), present.type))
    return found


def _widened(current: OracleType, wanted: Column) -> OracleType | None:
    match current, wanted.type:
        case Varchar2(), Varchar2() if _has_length(wanted):
            is_longer = wanted.type.length > current.length
            is_wider = (current.unit, wanted.type.unit) == ("BYTE", "CHAR") and wanted.type.length == current.length
            return wanted.type if is_longer or is_wider else None
        case Number(), Number():
            wider = _number_for_both(current, wanted.type)
            return None if wider == current else wider
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


def conflicts(current: Table, wanted: Table) -> list[str]:
    """One sentence for each reason why the existing table cannot take the stream; empty when it can."""
    existing = {column.name: column for column in current.columns}
    problems: list[str] = []
    for column in wanted.columns:
        present = existing.get(column.name)
        if present is None:
            problems.append(f"column {column.name} ({column.type.sql}) is missing")
        elif not keeps_values(present.type, column.type):
            problems.append(f"column {column.name} is {present.type.sql}, but {column.type.sql} is needed")
    return problems


def keeps_values(current: OracleType, wanted: OracleType) -> bool:
    """Whether a column of the current type stores each value of the wanted type unchanged, or refuses it."""
    match wanted, current:
        case Number(scale=wanted_scale), Number(scale=scale):
            # NUMBER(p, s) rounds to s digits without a word; NUMBER alone does not.
            return scale is None or (wanted_scale is not None and scale >= wanted_scale)
        case BinaryFloat(), BinaryDouble():
            return True
        case (Varchar2() | Nvarchar2() | Clob() | Nclob() | Char(), Varchar2() | Nvarchar2() | Clob() | Nclob()):
            return True
        case (Raw() | Blob(), Raw() | Blob()):
            return True
        case (Char(length, unit), Char()):
            return current == Char(length, unit)
        case Date(), (Date() | Timestamp()):
            return True
        case (Timestamp(wanted_digits) | TimestampTz(wanted_digits), Timestamp(digits) | TimestampTz(digits)):
            return digits >= wanted_digits
        case _:
            return wanted == current and not isinstance(current, UnknownType)
