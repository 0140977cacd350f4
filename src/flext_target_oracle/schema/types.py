"""Oracle's column types as values: what a table is made of, how DDL spells it, and how a person may write it.

Facts: SQL Language Reference, Data Types (docs.oracle.com/en/database/oracle/oracle-database/19/sqlrf/Data-Types.html).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

MAX_PRECISION = 38  # NUMBER(39) is ORA-01727
MAX_VARCHAR2_LENGTH = 4000  # MAX_STRING_SIZE=STANDARD, the default on premises
MAX_EXTENDED_LENGTH = 32767  # MAX_STRING_SIZE=EXTENDED, the default of Autonomous Database
MAX_RAW_LENGTH = 2000  # the same setting allows 32767 here too
MAX_CHAR_LENGTH = 2000
MIN_SCALE, MAX_SCALE = -84, 127
MAX_FRACTION_DIGITS = 9
MAX_DRIVER_FRACTION_DIGITS = 6  # Python's datetime has microseconds

LengthUnit: TypeAlias = Literal["CHAR", "BYTE"]


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
class BinaryFloat:
    """A float of 32 bits, with NaN and infinity."""

    sql = "BINARY_FLOAT"


@dataclass(frozen=True, slots=True)
class BinaryDouble:
    """A float of 64 bits, with NaN and infinity."""

    sql = "BINARY_DOUBLE"


@dataclass(frozen=True, slots=True)
class Varchar2:
    """VARCHAR2 of up to `length` characters or bytes, and at most 4000 bytes where MAX_STRING_SIZE is STANDARD."""

    length: int
    unit: LengthUnit = "CHAR"

    @property
    def sql(self) -> str:
        """The type as DDL spells it; the unit is written out because the server's default may be either."""
        return f"VARCHAR2({self.length} {self.unit})"


@dataclass(frozen=True, slots=True)
class Nvarchar2:
    """NVARCHAR2 of up to `length` characters of the national character set."""

    length: int

    @property
    def sql(self) -> str:
        """The type as DDL spells it."""
        return f"NVARCHAR2({self.length})"


@dataclass(frozen=True, slots=True)
class Char:
    """Text that Oracle pads with blanks to `length`; only where a user asks for it."""

    length: int
    unit: LengthUnit = "CHAR"

    @property
    def sql(self) -> str:
        """The type as DDL spells it."""
        return f"CHAR({self.length} {self.unit})"


@dataclass(frozen=True, slots=True)
class Clob:
    """Text of any length."""

    sql = "CLOB"


@dataclass(frozen=True, slots=True)
class Nclob:
    """Text of any length in the national character set."""

    sql = "NCLOB"


@dataclass(frozen=True, slots=True)
class Raw:
    """Up to `length` bytes."""

    length: int

    @property
    def sql(self) -> str:
        """The type as DDL spells it."""
        return f"RAW({self.length})"


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes of any length."""

    sql = "BLOB"


@dataclass(frozen=True, slots=True)
class Boolean:
    """TRUE or FALSE; a column type from 23ai on."""

    sql = "BOOLEAN"


@dataclass(frozen=True, slots=True)
class Json:
    """A JSON value in Oracle's own form; from 21c on, with COMPATIBLE of at least 20."""

    sql = "JSON"


@dataclass(frozen=True, slots=True)
class Date:
    """Year to second, without fraction or zone."""

    sql = "DATE"


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


KnownType: TypeAlias = (
    Number
    | BinaryFloat
    | BinaryDouble
    | Varchar2
    | Nvarchar2
    | Char
    | Clob
    | Nclob
    | Raw
    | Blob
    | Boolean
    | Json
    | Date
    | Timestamp
    | TimestampTz
)
OracleType: TypeAlias = KnownType | UnknownType


def parse_type(text: str) -> KnownType:
    """The type that a person or a tap names, for example `number(10, 2)` or `VARCHAR2(20 CHAR)`.

    What is not understood whole is refused, so that the text itself never reaches SQL. `VARCHAR2(20)` means
    characters; `INTEGER` is NUMBER(38), as in Oracle.

    Raises:
        ValueError: It is no type that the target loads into, or its size is out of range; says which are known.
    """
    wanted = " ".join(text.upper().split())
    for form, build in _FORMS:
        if match := form.fullmatch(wanted):
            return build(match)
    raise ValueError(f"{text!r} is no column type that can be loaded; known are {KNOWN_FORMS}")


KNOWN_FORMS = (
    "NUMBER, NUMBER(p), NUMBER(p,s), INTEGER, BINARY_FLOAT, BINARY_DOUBLE, VARCHAR2(n [CHAR|BYTE]), NVARCHAR2(n), "
    "CHAR(n [CHAR|BYTE]), CLOB, NCLOB, RAW(n), BLOB, BOOLEAN, JSON, DATE, TIMESTAMP[(p)] [WITH TIME ZONE]"
)


def _between(value: str | None, low: int, high: int, what: str, default: int = 0) -> int:
    number = default if value is None else int(value)
    if not low <= number <= high:
        raise ValueError(f"{what} must be between {low} and {high}")
    return number


def _number(match: re.Match[str]) -> Number:
    precision = MAX_PRECISION if match["p"] == "*" else _between(match["p"], 1, MAX_PRECISION, "the precision")
    return Number(precision, _between(match["s"], MIN_SCALE, MAX_SCALE, "the scale"))


def _unit(match: re.Match[str]) -> LengthUnit:
    return "BYTE" if match["unit"] == "BYTE" else "CHAR"


def _text(match: re.Match[str]) -> Varchar2:
    return Varchar2(_between(match["n"], 1, MAX_EXTENDED_LENGTH, "the length"), _unit(match))


def _char(match: re.Match[str]) -> Char:
    return Char(_between(match["n"], 1, MAX_CHAR_LENGTH, "the length", default=1), _unit(match))


def _timestamp(match: re.Match[str]) -> Timestamp | TimestampTz:
    digits = _between(match["p"], 0, MAX_FRACTION_DIGITS, "the number of fraction digits", default=6)
    return TimestampTz(digits) if match["zone"] else Timestamp(digits)


def _form(
    pattern: str, build: Callable[[re.Match[str]], KnownType]
) -> tuple[re.Pattern[str], Callable[..., KnownType]]:
    # A blank in a pattern may be missing or there.
    return re.compile(pattern.replace(" ", r"\s?"), re.ASCII), build


_SIZE = r" \( (?P<n>\d{1,9}) (?P<unit>CHAR|BYTE)? \)"
_FORMS = (
    _form(r"(NUMBER|NUMERIC|DECIMAL) \( (?P<p>\d{1,9}|\*) (, (?P<s>-?\d{1,9}) )?\)", _number),
    _form(r"NUMBER|NUMERIC|DECIMAL", lambda match: Number() if match[0] == "NUMBER" else Number(MAX_PRECISION, 0)),
    _form(r"INTEGER|INT|SMALLINT", lambda _: Number(MAX_PRECISION, 0)),
    _form(r"BINARY_FLOAT", lambda _: BinaryFloat()),
    _form(r"BINARY_DOUBLE", lambda _: BinaryDouble()),
    _form(r"(VARCHAR2|VARCHAR)" + _SIZE, _text),
    _form(
        r"NVARCHAR2 \( (?P<n>\d{1,9}) \)",
        lambda match: Nvarchar2(_between(match["n"], 1, MAX_EXTENDED_LENGTH // 2, "the length")),
    ),
    _form(rf"CHAR({_SIZE})?", _char),
    _form(r"CLOB", lambda _: Clob()),
    _form(r"NCLOB", lambda _: Nclob()),
    _form(
        r"RAW \( (?P<n>\d{1,9}) \)",
        lambda match: Raw(_between(match["n"], 1, MAX_EXTENDED_LENGTH, "the length")),
    ),
    _form(r"BLOB", lambda _: Blob()),
    _form(r"BOOLEAN|BOOL", lambda _: Boolean()),
    _form(r"JSON", lambda _: Json()),
    _form(r"DATE", lambda _: Date()),
    _form(r"TIMESTAMP( \( (?P<p>\d{1,9}) \))?(?P<zone> WITH TIME ZONE)?", _timestamp),
)
