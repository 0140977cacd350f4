"""Oracle's column types: as declared, as the dictionary shows them, and the PostgreSQL type that holds them.

Sizes and limits: SQL Language Reference, "Data Types".
"""

from dataclasses import dataclass, field
from enum import StrEnum

STANDARD_STRING_BYTES = 4000  # MAX_STRING_SIZE=STANDARD
MAX_CHAR_BYTES = 2000
MAX_BYTES_PER_CHARACTER = 4  # AL32UTF8
NATIONAL_BYTES_PER_CHARACTER = 2  # AL16UTF16; a character beyond U+FFFF counts as two
MICROSECOND_DIGITS = 6  # of PostgreSQL's times
UNLIMITED_SCALE = -127  # of NUMBER without precision, as the client sees it


class Kind(StrEnum):
    """The families of types; the value is the family's name in the dictionary."""

    VARCHAR2 = "VARCHAR2"
    NVARCHAR2 = "NVARCHAR2"
    CHAR = "CHAR"
    NCHAR = "NCHAR"
    CLOB = "CLOB"
    NCLOB = "NCLOB"
    LONG = "LONG"
    NUMBER = "NUMBER"
    FLOAT = "FLOAT"
    BINARY_FLOAT = "BINARY_FLOAT"
    BINARY_DOUBLE = "BINARY_DOUBLE"
    DATE = "DATE"
    TIMESTAMP = "TIMESTAMP"
    TIMESTAMP_TZ = "TIMESTAMP WITH TIME ZONE"
    TIMESTAMP_LTZ = "TIMESTAMP WITH LOCAL TIME ZONE"
    INTERVAL_DS = "INTERVAL DAY TO SECOND"
    INTERVAL_YM = "INTERVAL YEAR TO MONTH"
    RAW = "RAW"
    LONG_RAW = "LONG RAW"
    BLOB = "BLOB"
    BOOLEAN = "BOOLEAN"
    JSON = "JSON"
    ROWID = "ROWID"


NATIONAL = frozenset({Kind.NVARCHAR2, Kind.NCHAR, Kind.NCLOB})
SIZED_TEXT = frozenset({Kind.VARCHAR2, Kind.NVARCHAR2, Kind.CHAR, Kind.NCHAR})
LOBS = frozenset({Kind.CLOB, Kind.NCLOB, Kind.BLOB})
LONGS = frozenset({Kind.LONG, Kind.LONG_RAW})


TS9 = '"SYS".ts9'  # of TIMESTAMP(7) to (9)
_POSTGRES_TYPES = {
    Kind.VARCHAR2: "text",
    Kind.NVARCHAR2: "text",
    Kind.CHAR: "bpchar",
    Kind.NCHAR: "bpchar",
    Kind.CLOB: '"SYS".clob',
    Kind.NCLOB: '"SYS".clob',
    Kind.LONG: '"SYS".long',
    Kind.NUMBER: "numeric",
    Kind.FLOAT: "numeric",
    Kind.BINARY_FLOAT: "float4",
    Kind.BINARY_DOUBLE: "float8",
    Kind.DATE: '"SYS".odate',
    Kind.TIMESTAMP_TZ: '"SYS".tstz',
    Kind.TIMESTAMP_LTZ: '"SYS".ltz',
    Kind.INTERVAL_YM: "interval year to month",
    Kind.RAW: "bytea",
    Kind.LONG_RAW: '"SYS".long_raw',
    Kind.BLOB: '"SYS".blob',
    Kind.BOOLEAN: "boolean",
    Kind.JSON: "json",
    Kind.ROWID: '"SYS".rowid',
}


@dataclass(frozen=True, slots=True)
class OracleType:
    """A column's type.

    Attributes:
        length: Declared length of the character types (in `unit`) and RAW (in bytes).
        unit: `B` bytes or `C` characters.
        precision: Digits of NUMBER, binary digits of FLOAT, leading digits of an interval; None without.
        scale: Of NUMBER; fraction digits of TIMESTAMP and INTERVAL DAY TO SECOND.
        max_string_bytes: What no VARCHAR2 exceeds in this database.
    """

    kind: Kind
    length: int = 0
    unit: str = ""
    precision: int | None = None
    scale: int | None = None
    max_string_bytes: int = field(default=STANDARD_STRING_BYTES, compare=False)

    @property
    def postgres(self) -> str:
        """The PostgreSQL type of such a column."""
        match self.kind:
            case Kind.NUMBER if self.precision is not None or self.scale is not None:
                return f"numeric({self.precision or 38},{self.scale or 0})"
            case Kind.TIMESTAMP if (self.scale or 0) > MICROSECOND_DIGITS:
                return TS9
            case Kind.TIMESTAMP:
                return f"timestamp({self.scale})"
            case Kind.INTERVAL_DS:
                return f"interval day to second({self.scale})"
            case _:
                return _POSTGRES_TYPES[self.kind]

    @property
    def max_bytes(self) -> int:
        """DATA_LENGTH of the dictionary."""
        match self.kind:
            case Kind.VARCHAR2 | Kind.CHAR:
                bytes_per_unit = MAX_BYTES_PER_CHARACTER if self.unit == "C" else 1
                return min(self.length * bytes_per_unit, self.byte_cap)
            case Kind.NVARCHAR2 | Kind.NCHAR:
                return self.length * NATIONAL_BYTES_PER_CHARACTER
            case Kind.RAW:
                return self.length
            case Kind.TIMESTAMP if self.scale == 0:
                return _DATA_LENGTHS[Kind.DATE]
            case _:
                return _DATA_LENGTHS[self.kind]

    @property
    def byte_cap(self) -> int:
        """The bytes that no value exceeds, however many characters are declared."""
        return MAX_CHAR_BYTES if self.kind in (Kind.CHAR, Kind.NCHAR) else self.max_string_bytes

    @property
    def dictionary_name(self) -> str:
        """DATA_TYPE of the dictionary."""
        match self.kind:
            case Kind.TIMESTAMP:
                return f"TIMESTAMP({self.scale})"
            case Kind.TIMESTAMP_TZ | Kind.TIMESTAMP_LTZ:
                return self.kind.value.replace("TIMESTAMP", f"TIMESTAMP({self.scale})")
            case Kind.INTERVAL_DS:
                return f"INTERVAL DAY({self.precision}) TO SECOND({self.scale})"
            case Kind.INTERVAL_YM:
                return f"INTERVAL YEAR({self.precision}) TO MONTH"
            case _:
                return self.kind.value


_DATA_LENGTHS = {
    **dict.fromkeys(LOBS, 4000),
    **dict.fromkeys(LONGS, 0),
    Kind.JSON: 8200,
    Kind.NUMBER: 22,
    Kind.FLOAT: 22,
    Kind.BINARY_FLOAT: 4,
    Kind.BINARY_DOUBLE: 8,
    Kind.DATE: 7,
    Kind.TIMESTAMP: 11,
    Kind.TIMESTAMP_TZ: 13,
    Kind.TIMESTAMP_LTZ: 11,
    Kind.INTERVAL_DS: 11,
    Kind.INTERVAL_YM: 5,
    Kind.BOOLEAN: 1,
    Kind.ROWID: 10,
}
