"""THE table: which Oracle type holds the values of a field.

| JSON Schema                      | Oracle                       | value                                       |
|----------------------------------|------------------------------|---------------------------------------------|
| integer                          | NUMBER(38)                   | exact                                       |
| number                           | NUMBER                       | exact, up to 38 significant digits          |
| string, maxLength <= 4000        | VARCHAR2(maxLength CHAR)     |                                             |
| string, maxLength > 4000         | CLOB                         |                                             |
| string                           | VARCHAR2(4000 CHAR)          | in a key VARCHAR2(255 CHAR)                 |
| boolean                          | NUMBER(1)                    | 1, 0                                        |
| string, format date              | DATE                         | at 00:00:00                                 |
| string, format date-time         | TIMESTAMP(6) WITH TIME ZONE  | UTC; in a key TIMESTAMP(6), UTC             |
| object, array                    | CLOB with CHECK (IS JSON)    | the text as the tap wrote it                |
| mixed, no type                   | CLOB                         | the JSON text as the tap wrote it           |

A key column must fit an index (6398 bytes for blocks of 8 KB) and may not be TIMESTAMP WITH TIME ZONE (ORA-02329).
IS JSON takes a text or a number alone only where COMPATIBLE is 20 or more (JSON Developer's Guide, RFC 8259).
"""

from typing import assert_never

from flext_target_oracle.schema.json_schema import Field, JsonKind
from flext_target_oracle.schema.types import (
    MAX_PRECISION,
    MAX_VARCHAR2_LENGTH,
    Clob,
    Date,
    Number,
    OracleType,
    Timestamp,
    TimestampTz,
    Varchar2,
)

_KEY_STRING_LENGTH = 255


def oracle_type(field: Field) -> OracleType:
    """The column type for a field."""
    match field.kind:
        case JsonKind.INTEGER:
            return Number(MAX_PRECISION, 0)
        case JsonKind.NUMBER:
            return Number()
        case JsonKind.BOOLEAN:
            return Number(1, 0)
        case JsonKind.STRING:
            return _text_type(field)
        case JsonKind.DATE:
            return Date()
        case JsonKind.DATE_TIME:
            return Timestamp() if field.is_key else TimestampTz()
        case JsonKind.JSON | JsonKind.ANY:
            return Clob()
    assert_never(field.kind)


def _text_type(field: Field) -> OracleType:
    if field.max_length is None:
        return Varchar2(_KEY_STRING_LENGTH if field.is_key else MAX_VARCHAR2_LENGTH)
    if field.max_length > MAX_VARCHAR2_LENGTH:
        return Clob()
    # maxLength 0 allows only '', which is NULL in Oracle; VARCHAR2(0) is ORA-01723.
    return Varchar2(max(field.max_length, 1))
