"""THE table: which Oracle type holds the values of a field. `docs/types.md` shows it with its options.

| JSON Schema                          | Oracle                      | or, by option or release                   |
|--------------------------------------|-----------------------------|--------------------------------------------|
| integer                              | NUMBER(38)                  | NUMBER(p) where minimum and maximum are    |
| number                               | NUMBER                      | `number_type: binary_double`               |
| number with multipleOf 10^-s         | NUMBER(38,s)                | NUMBER(p,s) where minimum and maximum are  |
| singer.decimal, x-singer.decimal     | NUMBER                      | NUMBER(p,s) as the tap states              |
| string, maxLength n                  | VARCHAR2(n CHAR)            | CLOB above 4000, 32767 where EXTENDED      |
| string                               | VARCHAR2(4000 CHAR)         | 32767 where EXTENDED; `string_type: clob`  |
| boolean                              | NUMBER(1)                   | `boolean_type: boolean` (23ai)             |
| date                                 | DATE                        | at 00:00:00                                |
| date-time                            | TIMESTAMP(6) WITH TIME ZONE | `datetime_type: timestamp`, as UTC         |
| time, duration, uuid                 | VARCHAR2(32, 64, 36 CHAR)   | the text as the tap wrote it               |
| contentEncoding base64, base16       | BLOB                        | RAW(n) where maxLength allows 2000 bytes   |
| object, array                        | CLOB with CHECK (IS JSON)   | `json_type: json` (21c)                    |
| mixed, no type                       | CLOB                        | the JSON text as the tap wrote it          |

A key column must fit an index (6398 bytes for blocks of 8 KB): strings and JSON VARCHAR2(255 CHAR), bytes RAW(255),
date-times TIMESTAMP(6) in UTC, because TIMESTAMP WITH TIME ZONE may not be in a key (ORA-02329).
IS JSON takes a text or a number alone only where COMPATIBLE is 20 or more (JSON Developer's Guide, RFC 8259).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, assert_never

from flext_target_oracle.schema.json_schema import Field, JsonKind
from flext_target_oracle.schema.types import (
    MAX_PRECISION,
    MAX_RAW_LENGTH,
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
    Raw,
    Timestamp,
    TimestampTz,
    Varchar2,
    parse_type,
)

_KEY_LENGTH = 255
_TIME_LENGTH, _DURATION_LENGTH, _UUID_LENGTH = 32, 64, 36


@dataclass(frozen=True, slots=True)
class TypeRules:
    """What may be chosen: by the user, and by the server.

    Attributes:
        release: The first number of the server's version.
        max_string_bytes: 4000, or 32767 where MAX_STRING_SIZE is EXTENDED.
        columns: The types that the user names, by property.
    """

    release: int = 12
    max_string_bytes: int = MAX_VARCHAR2_LENGTH
    number_type: Literal["number", "binary_double"] = "number"
    string_type: Literal["varchar2", "clob"] = "varchar2"
    boolean_type: Literal["number", "boolean"] = "number"
    datetime_type: Literal["timestamp_tz", "timestamp"] = "timestamp_tz"
    json_type: Literal["clob", "json"] = "clob"
    columns: Mapping[str, KnownType] = field(default_factory=dict)


def oracle_type(field: Field, rules: TypeRules) -> KnownType:
    """The column type for a field: what the user names, what the tap proposes if it fits the values, the table's."""
    named = rules.columns.get(field.name) or _proposed(field, rules)
    return _mapped(field, rules) if named is None else named


def reason(field: Field, rules: TypeRules) -> str:
    """Why the field has its type, as a person reads it."""
    if field.name in rules.columns:
        return "streams.*.column_types"
    if _proposed(field, rules) is not None:
        return "x-sql-datatype"
    limits = {"maxLength": field.max_length, "digits": field.integer_digits, "decimals": field.scale or None}
    said = [f"{name} {limit}" for name, limit in limits.items() if limit is not None]
    return ", ".join([field.kind.value, *said, *(["key"] if field.is_key else [])])


def is_available(column_type: KnownType, rules: TypeRules) -> bool:
    """Whether the server has the type, and in this length."""
    if isinstance(column_type, Varchar2) and column_type.length > rules.max_string_bytes:
        return False
    return rules.release >= FIRST_RELEASE.get(type(column_type), 0)


def _proposed(field: Field, rules: TypeRules) -> KnownType | None:
    """What `x-sql-datatype` names; None where it is a type of another database, or not made for such values."""
    if field.sql_type is None:
        return None
    try:
        proposed = parse_type(field.sql_type)
    except ValueError:
        return None
    is_good = is_available(proposed, rules) and isinstance(proposed, _PROPOSABLE[field.kind])
    # A column that the tap wants in the key is in an index one day: no LOB, no time zone (ORA-02327, ORA-02329).
    is_good = is_good and not (field.is_key and isinstance(proposed, NOT_IN_KEYS))
    return proposed if is_good else None


FIRST_RELEASE: dict[type, int] = {Boolean: 23, Json: 21}
_TEXT = (Varchar2, Nvarchar2, Char, Clob, Nclob)
_PROPOSABLE: dict[JsonKind, tuple[type, ...]] = {
    JsonKind.INTEGER: (Number, BinaryDouble, BinaryFloat, *_TEXT),
    JsonKind.NUMBER: (Number, BinaryDouble, BinaryFloat, *_TEXT),
    JsonKind.DECIMAL: (Number, BinaryDouble, BinaryFloat, *_TEXT),
    JsonKind.STRING: _TEXT,
    JsonKind.BOOLEAN: (Number, Boolean, *_TEXT),
    JsonKind.DATE: (Date, Timestamp, TimestampTz, *_TEXT),
    JsonKind.DATE_TIME: (Date, Timestamp, TimestampTz, *_TEXT),
    JsonKind.TIME: _TEXT,
    JsonKind.DURATION: _TEXT,
    JsonKind.UUID: (Raw, *_TEXT),
    JsonKind.BASE64: (Raw, Blob, *_TEXT),
    JsonKind.BASE16: (Raw, Blob, *_TEXT),
    JsonKind.JSON: (Json, *_TEXT),
    JsonKind.ANY: (Json, *_TEXT),
    JsonKind.DOCUMENT: (Json, Clob),
}
NOT_IN_KEYS = (Clob, Nclob, Blob, Json, TimestampTz)


def _mapped(field: Field, rules: TypeRules) -> KnownType:  # noqa: C901, PLR0911 - the table
    match field.kind:
        case JsonKind.INTEGER:
            return Number(min(field.integer_digits or MAX_PRECISION, MAX_PRECISION), 0)
        case JsonKind.NUMBER | JsonKind.DECIMAL:
            return _number_type(field, rules)
        case JsonKind.BOOLEAN:
            return Boolean() if rules.boolean_type == "boolean" else Number(1, 0)
        case JsonKind.STRING:
            return _text_type(field, rules)
        case JsonKind.DATE:
            return Date()
        case JsonKind.DATE_TIME:
            return Timestamp() if field.is_key or rules.datetime_type == "timestamp" else TimestampTz()
        case JsonKind.TIME:
            return Varchar2(_TIME_LENGTH)
        case JsonKind.DURATION:
            return Varchar2(_DURATION_LENGTH)
        case JsonKind.UUID:
            return Varchar2(_UUID_LENGTH)
        case JsonKind.BASE64 | JsonKind.BASE16:
            return _bytes_type(field)
        case JsonKind.JSON | JsonKind.DOCUMENT:
            return Json() if rules.json_type == "json" and not field.is_key else _whole_text(field)
        case JsonKind.ANY:
            return _whole_text(field)
    assert_never(field.kind)


def _number_type(field: Field, rules: TypeRules) -> KnownType:
    if field.scale is None:
        return BinaryDouble() if rules.number_type == "binary_double" and not field.is_key else Number()
    precision = MAX_PRECISION if field.integer_digits is None else field.integer_digits + field.scale
    # More digits than NUMBER(p,s) can state are kept by NUMBER alone.
    return Number(precision, field.scale) if field.scale < precision <= MAX_PRECISION else Number()


def _whole_text(field: Field) -> KnownType:
    return Varchar2(_KEY_LENGTH) if field.is_key else Clob()


def _text_type(field: Field, rules: TypeRules) -> KnownType:
    if field.is_key and (field.max_length or 0) > MAX_VARCHAR2_LENGTH:
        return Varchar2(MAX_VARCHAR2_LENGTH)
    if field.max_length is None:
        if field.is_key:
            return Varchar2(_KEY_LENGTH)
        return Clob() if rules.string_type == "clob" else Varchar2(rules.max_string_bytes)
    if field.max_length > rules.max_string_bytes:
        return Clob()
    # maxLength 0 allows only '', which is NULL in Oracle; VARCHAR2(0) is ORA-01723.
    return Varchar2(max(field.max_length, 1))


def _bytes_type(field: Field) -> KnownType:
    if field.max_length is None:
        return Raw(_KEY_LENGTH) if field.is_key else Blob()
    length = field.max_length * 3 // 4 if field.kind is JsonKind.BASE64 else field.max_length // 2
    return Raw(max(min(length, MAX_RAW_LENGTH), 1)) if length <= MAX_RAW_LENGTH or field.is_key else Blob()
