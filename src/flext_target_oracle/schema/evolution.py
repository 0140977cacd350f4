"""What stands between a table that exists and the table that a stream needs. Pure.

A column that is narrower in length or digits is no conflict: Oracle refuses a value that does not fit (ORA-12899,
ORA-01438). A column that would silently change a value is one: a NUMBER that rounds, a DATE that cuts a fraction.
"""

from flext_target_oracle.schema.table import Table
from flext_target_oracle.schema.types import (
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
