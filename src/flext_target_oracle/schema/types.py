"""Oracle's column types as values: what a table is made of, and how DDL spells it.

Facts: SQL Language Reference, Data Types (docs.oracle.com/en/database/oracle/oracle-database/19/sqlrf/Data-Types.html).
"""

from dataclasses import dataclass
from typing import TypeAlias

MAX_PRECISION = 38  # NUMBER(39) is ORA-01727
MAX_VARCHAR2_LENGTH = 4000  # MAX_STRING_SIZE=STANDARD, the default on premises


@dataclass(frozen=True, slots=True)
class Number:
    """NUMBER(precision, scale); both None is the floating decimal that keeps 38 digits at any scale."""

    precision: int | None = None
    scale: int | None = None

    @property
    def sql(self) -> str:
        """The type as DDL spells it."""
        if self.precision is None:
            return "NUMBER"
        return f"NUMBER({self.precision},{self.scale})" if self.scale else f"NUMBER({self.precision})"


@dataclass(frozen=True, slots=True)
class Varchar2:
    """VARCHAR2 of up to `length` characters, and at most 4000 bytes where MAX_STRING_SIZE is STANDARD."""

    length: int

    @property
    def sql(self) -> str:
        """The type as DDL spells it; CHAR is written out because the server's default is BYTE."""
        return f"VARCHAR2({self.length} CHAR)"


@dataclass(frozen=True, slots=True)
class Clob:
    """Text of any length."""

    @property
    def sql(self) -> str:
        """The type as DDL spells it."""
        return "CLOB"


@dataclass(frozen=True, slots=True)
class Date:
    """Year to second, without fraction or zone."""

    @property
    def sql(self) -> str:
        """The type as DDL spells it."""
        return "DATE"


@dataclass(frozen=True, slots=True)
class Timestamp:
    """Date and time without zone; `precision` is the number of fraction digits."""

    precision: int = 6

    @property
    def sql(self) -> str:
        """The type as DDL spells it."""
        return f"TIMESTAMP({self.precision})"


@dataclass(frozen=True, slots=True)
class TimestampTz:
    """Date, time and offset; not allowed in a primary key (ORA-02329)."""

    precision: int = 6

    @property
    def sql(self) -> str:
        """The type as DDL spells it."""
        return f"TIMESTAMP({self.precision}) WITH TIME ZONE"


@dataclass(frozen=True, slots=True)
class UnknownType:
    """A type of an existing table that the target does not load into; `sql` is the dictionary's word for it."""

    sql: str


OracleType: TypeAlias = Number | Varchar2 | Clob | Date | Timestamp | TimestampTz | UnknownType
