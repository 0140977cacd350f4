"""Which converter takes the values of a field to its column: one table by kind and by type. Pure."""

from dataclasses import dataclass, replace
from datetime import UTC
from typing import Any

import msgspec

from flext_target_oracle.batch import converters
from flext_target_oracle.batch.converters import Converter
from flext_target_oracle.batch.policies import (
    DEFAULT_RULES,
    Repair,
    ValueRules,
    exact_moment,
    repair_date,
    repair_moment,
    repair_number,
)
from flext_target_oracle.errors import InputError
from flext_target_oracle.schema.json_schema import Field, JsonKind
from flext_target_oracle.schema.types import (
    MAX_DRIVER_FRACTION_DIGITS,
    BinaryDouble,
    BinaryFloat,
    Blob,
    Boolean,
    Char,
    Clob,
    Date,
    Json,
    Nclob,
    Number,
    Nvarchar2,
    OracleType,
    Raw,
    Timestamp,
    TimestampTz,
    Varchar2,
)


@dataclass(frozen=True, slots=True)
class Conversion:
    """How the values of a field become those of its column.

    Attributes:
        json_type: What msgspec decodes a value to. Any: int, Decimal, or what a converter refuses; a field typed as
            Decimal would take text for a number. Raw: the JSON text itself.
        converter: What the driver then takes; None where it is right already.
        repair: What becomes of a value that the converter refuses.
        is_text: Whether the policies of text apply: '' and U+0000.
    """

    json_type: Any
    converter: Converter | None = None
    repair: Repair | None = None
    is_text: bool = False


_NUMERIC = {JsonKind.INTEGER, JsonKind.NUMBER}
_TEXTUAL = {JsonKind.STRING, JsonKind.TIME, JsonKind.DURATION, JsonKind.UUID, JsonKind.DATE, JsonKind.DATE_TIME}
_MOMENTS = {JsonKind.DATE, JsonKind.DATE_TIME, JsonKind.STRING}
_BYTES: dict[JsonKind, Converter] = {
    JsonKind.BASE64: converters.to_bytes_of_base64,
    JsonKind.BASE16: converters.to_bytes_of_base16,
    JsonKind.UUID: converters.to_bytes_of_uuid,
}


def conversion(field: Field, column_type: OracleType, rules: ValueRules = DEFAULT_RULES) -> Conversion:
    """How the values of the field get into a column of this type.

    Raises:
        InputError: The column cannot hold values of this kind.
    """
    found = _conversion(field.kind, column_type, rules)
    if found is None:
        raise InputError(f"property {field.name!r}: {field.kind.value} cannot be loaded into {column_type.sql}")
    return _for_key(found) if field.is_key else found


def _conversion(kind: JsonKind, column_type: OracleType, rules: ValueRules) -> Conversion | None:
    match column_type:
        case Number():
            found = _to_number(kind, column_type)
            return None if found is None else replace(found, repair=repair_number(column_type.scale, rules))
        case BinaryDouble() | BinaryFloat():
            return _to_float(kind, column_type)
        case Varchar2() | Nvarchar2() | Char() | Clob() | Nclob():
            return _to_text(kind)
        case Date() | Timestamp() | TimestampTz():
            return _to_moment(kind, column_type, rules)
        case Raw() | Blob():
            return Conversion(str, _BYTES[kind], is_text=True) if kind in _BYTES else None
        case Boolean():
            return Conversion(bool) if kind is JsonKind.BOOLEAN else None
        case Json():
            return Conversion(msgspec.Raw, converters.to_json_value)
        case _:
            return None


def _to_number(kind: JsonKind, column_type: Number) -> Conversion | None:
    if kind is JsonKind.BOOLEAN:
        return Conversion(bool, converters.to_flag)
    if kind is JsonKind.INTEGER and (column_type.scale is None or column_type.scale >= 0):
        return Conversion(Any, converters.to_integer)
    if kind not in {*_NUMERIC, JsonKind.DECIMAL, JsonKind.STRING}:
        return None
    store = converters.to_number if column_type.scale is None else converters.to_number_of_scale(column_type.scale)
    return Conversion(Any, store if kind in _NUMERIC else lambda value: store(converters.to_decimal(value)))


def _to_float(kind: JsonKind, column_type: BinaryDouble | BinaryFloat) -> Conversion | None:
    if kind not in {*_NUMERIC, JsonKind.DECIMAL, JsonKind.STRING}:
        return None
    is_double = isinstance(column_type, BinaryDouble)
    return Conversion(Any, converters.to_float if is_double else converters.to_short_float)


def _to_text(kind: JsonKind) -> Conversion:
    if kind in _TEXTUAL or kind in _BYTES:
        return Conversion(str, is_text=True)
    if kind in {JsonKind.JSON, JsonKind.ANY, JsonKind.DOCUMENT}:
        return Conversion(msgspec.Raw, converters.to_json_text)
    return Conversion(msgspec.Raw, converters.to_plain_text, is_text=True)


def _to_moment(kind: JsonKind, column_type: Date | Timestamp | TimestampTz, rules: ValueRules) -> Conversion | None:
    if kind not in _MOMENTS:
        return None
    digits = 0 if isinstance(column_type, Date) else column_type.precision
    offset = "+00:00" if isinstance(column_type, TimestampTz) else ""
    if kind is JsonKind.DATE and digits <= MAX_DRIVER_FRACTION_DIGITS:
        return Conversion(str, converters.to_date, repair_date(rules))
    repair = repair_moment(digits, rules, offset=offset)
    if digits > MAX_DRIVER_FRACTION_DIGITS or rules.zone is not UTC:
        return Conversion(str, exact_moment(digits, rules, offset=offset), repair)
    is_whole = digits == MAX_DRIVER_FRACTION_DIGITS
    return Conversion(str, converters.to_utc if is_whole else converters.to_utc_of_precision(digits), repair)


def _for_key(found: Conversion) -> Conversion:
    """The same, where no value may become NULL; null itself is refused when a record is decoded, but for JSON."""
    if found.json_type is msgspec.Raw and found.converter is not None:
        return replace(found, converter=_never_null(found.converter))
    return found


def _never_null(converter: Converter) -> Converter:
    def convert(raw: msgspec.Raw) -> Any:  # noqa: ANN401 - what the driver takes
        value = converter(raw)
        if value is None:
            raise ValueError("a key is null; a key may not be NULL")
        return value

    return convert
