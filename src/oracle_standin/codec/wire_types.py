"""Oracle's wire type numbers and the few values that protocol and engine exchange.

A *wire value* is the content of one value as it stands inside a length-prefixed field of the protocol (without the
length), or None for NULL: NUMBER in Oracle's base-100 form, DATE in 7 bytes, text in UTF-8 (where the character set
form is 2: in UTF-16, big-endian), CLOB and BLOB as their whole content (text in UTF-8, character set form 1). The
engine converts whole columns of wire values; the protocol never looks inside.
"""

from dataclasses import dataclass
from enum import IntEnum


class WireType(IntEnum):
    """Type numbers as they travel (python-oracledb: src/oracledb/impl/thin/constants.pxi, ORA_TYPE_NUM_*)."""

    VARCHAR2 = 1
    NUMBER = 2
    BINARY_INTEGER = 3
    LONG = 8
    ROWID = 11
    DATE = 12
    RAW = 23
    LONG_RAW = 24
    CHAR = 96
    BINARY_FLOAT = 100
    BINARY_DOUBLE = 101
    CLOB = 112
    BLOB = 113
    JSON = 119
    TIMESTAMP = 180
    TIMESTAMP_TZ = 181
    INTERVAL_YM = 182
    INTERVAL_DS = 183
    UROWID = 208
    TIMESTAMP_LTZ = 231
    BOOLEAN = 252


@dataclass(frozen=True, slots=True)
class ColumnDescription:
    """One column of a query as the client is told of it (wire-level describe).

    `precision` and `scale` are those of the dictionary: NUMBER without precision is (0, -127), TIMESTAMP(6) has
    scale 6. `max_bytes` is the buffer size, never 0. `max_chars` is 0 for types without characters.
    `charset_form` is 1 for character types, 2 for the national ones, else 0.
    """

    name: str
    wire_type: WireType
    precision: int = 0
    scale: int = 0
    max_bytes: int = 22
    max_chars: int = 0
    charset_form: int = 0
    is_nullable: bool = True
    is_json: bool = False


@dataclass(frozen=True, slots=True)
class BindColumn:
    """The wire values of one bind position for all rows of an execution, in row order."""

    wire_type: WireType
    charset_form: int
    max_bytes: int
    values: list[bytes | None]
