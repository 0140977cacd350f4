"""Oracle's column types: as declared, as the dictionary shows them, and the PostgreSQL type that holds them.

Sizes and limits: SQL Language Reference, "Data Types".
"""

from dataclasses import dataclass
from enum import StrEnum

STANDARD_STRING_BYTES = 4000  # MAX_STRING_SIZE=STANDARD
MAX_BYTES_PER_CHARACTER = 4  # AL32UTF8
UNLIMITED_SCALE = -127  # of NUMBER without precision, as the client sees it


class Kind(StrEnum):
    """The families of types; the value is the family's name in the dictionary."""

    VARCHAR2 = "VARCHAR2"
    CLOB = "CLOB"
    NUMBER = "NUMBER"
    FLOAT = "FLOAT"
    BINARY_FLOAT = "BINARY_FLOAT"
    BINARY_DOUBLE = "BINARY_DOUBLE"
    DATE = "DATE"
    TIMESTAMP = "TIMESTAMP"
    TIMESTAMP_TZ = "TIMESTAMP WITH TIME ZONE"
    INTERVAL_DS = "INTERVAL DAY TO SECOND"
    INTERVAL_YM = "INTERVAL YEAR TO MONTH"
    RAW = "RAW"
    BLOB = "BLOB"
    BOOLEAN = "BOOLEAN"


# text and varchar behave alike in PostgreSQL; telling CLOB by varchar keeps expressions over CLOBs recognisable
_POSTGRES_TYPES = {
    Kind.VARCHAR2: "text",
    Kind.CLOB: "varchar",
    Kind.NUMBER: "numeric",
    Kind.FLOAT: "numeric",
    Kind.BINARY_FLOAT: "float4",
    Kind.BINARY_DOUBLE: "float8",
    Kind.DATE: '"SYS".odate',
    Kind.TIMESTAMP_TZ: '"SYS".tstz',
    Kind.INTERVAL_DS: "interval",
    Kind.INTERVAL_YM: "interval",
    Kind.RAW: "bytea",
    Kind.BLOB: "bytea",
    Kind.BOOLEAN: "boolean",
}


@dataclass(frozen=True, slots=True)
class OracleType:
    """A column's type.

    Attributes:
        length: Declared length of VARCHAR2 (in `unit`) and RAW (in bytes).
        unit: `B` bytes or `C` characters.
        precision: Digits of NUMBER, binary digits of FLOAT, leading digits of an interval; None without.
        scale: Of NUMBER; fraction digits of TIMESTAMP and INTERVAL DAY TO SECOND.
        max_string_bytes: What no string exceeds in this database.
    """

    kind: Kind
    length: int = 0
    unit: str = ""
    precision: int | None = None
    scale: int | None = None
    max_string_bytes: int = STANDARD_STRING_BYTES

    @property
    def postgres(self) -> str:
        """The PostgreSQL type of such a column."""
        match self.kind:
            case Kind.NUMBER if self.precision is not None or self.scale is not None:
                return f"numeric({self.precision or 38},{self.scale or 0})"
            case Kind.TIMESTAMP:
                return f"timestamp({self.scale})"
            case _:
                return _POSTGRES_TYPES[self.kind]

    @property
    def max_bytes(self) -> int:
        """DATA_LENGTH of the dictionary."""
        if self.kind is Kind.VARCHAR2:
            bytes_per_unit = MAX_BYTES_PER_CHARACTER if self.unit == "C" else 1
            return min(self.length * bytes_per_unit, self.max_string_bytes)
        return self.length if self.kind is Kind.RAW else _DATA_LENGTHS[self.kind]

    @property
    def dictionary_name(self) -> str:
        """DATA_TYPE of the dictionary."""
        match self.kind:
            case Kind.TIMESTAMP:
                return f"TIMESTAMP({self.scale})"
            case Kind.TIMESTAMP_TZ:
                return f"TIMESTAMP({self.scale}) WITH TIME ZONE"
            case Kind.INTERVAL_DS:
                return f"INTERVAL DAY({self.precision}) TO SECOND({self.scale})"
            case Kind.INTERVAL_YM:
                return f"INTERVAL YEAR({self.precision}) TO MONTH"
            case _:
                return self.kind.value


_DATA_LENGTHS = {
    Kind.CLOB: 4000,
    Kind.BLOB: 4000,
    Kind.NUMBER: 22,
    Kind.FLOAT: 22,
    Kind.BINARY_FLOAT: 4,
    Kind.BINARY_DOUBLE: 8,
    Kind.DATE: 7,
    Kind.TIMESTAMP: 11,
    Kind.TIMESTAMP_TZ: 13,
    Kind.INTERVAL_DS: 11,
    Kind.INTERVAL_YM: 5,
    Kind.BOOLEAN: 1,
}
