"""Which column types store the values of another one: as they are, once ALTER TABLE has widened them, or copied. Pure.

Source: SQL Language Reference, ALTER TABLE, and the error help of ORA-01439, ORA-01440 and ORA-22858.
"""

from dataclasses import replace

from flext_target_oracle.schema.json_schema import Field, JsonKind
from flext_target_oracle.schema.table import Column
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

_KEY_TEXT = Varchar2(255)
_TEXT = (Varchar2, Nvarchar2, Char, Clob, Nclob)
_LONG_TEXT = (Clob, Nclob)


def widened(current: OracleType, wanted: Column) -> OracleType | None:
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


def is_akin(current: OracleType, wanted: OracleType) -> bool:
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


def copy_target(current: OracleType, wanted: Column) -> KnownType | None:
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
