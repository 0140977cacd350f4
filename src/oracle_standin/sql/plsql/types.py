"""The types of PL/SQL variables. Reference: PL/SQL Language Reference, "PL/SQL Data Types"."""

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.column_types import column_type
from oracle_standin.sql.plsql.source import Source, compile_error
from oracle_standin.sql.plsql.tree import Anchor, Type
from oracle_standin.sql.reader import Reader
from oracle_standin.sql.tokens import tokenize, word
from oracle_standin.sql.types import Kind, OracleType

MAX_BYTES = 32_767  # of VARCHAR2 and RAW in PL/SQL
_INTEGER = OracleType(Kind.NUMBER, precision=38, scale=0)
_MIN, _MAX = -(2**31), 2**31 - 1
_INTEGERS = {
    "PLS_INTEGER": Type(_INTEGER, _MIN, _MAX),
    "BINARY_INTEGER": Type(_INTEGER, _MIN, _MAX),
    "SIMPLE_INTEGER": Type(_INTEGER, _MIN, _MAX, is_nullable=False),
    "NATURAL": Type(_INTEGER, 0, _MAX),
    "NATURALN": Type(_INTEGER, 0, _MAX, is_nullable=False),
    "POSITIVE": Type(_INTEGER, 1, _MAX),
    "POSITIVEN": Type(_INTEGER, 1, _MAX, is_nullable=False),
    "SIGNTYPE": Type(_INTEGER, -1, 1),
}
_TEXTS = frozenset({"VARCHAR2", "VARCHAR", "STRING"})
_UNSUPPORTED = frozenset({"SYS_REFCURSOR", "ROWID", "UROWID", "XMLTYPE", "BFILE", "CHAR", "NCHAR", "NVARCHAR2"})


def parse_type(source: Source) -> Type | Anchor:
    """The type that comes next, of a variable.

    Raises:
        OracleError: It is no type.
        UnsupportedError: Oracle has it, the stand-in has not.
    """
    first = word(source.token) if source.token else ""
    if source.accept("BOOLEAN"):
        return Type(OracleType(Kind.BOOLEAN))
    if first in _INTEGERS:
        source.take()
        return _INTEGERS[first]
    if first in _TEXTS or first == "RAW":
        source.take()
        return _sized(source, Kind.RAW if first == "RAW" else Kind.VARCHAR2)
    if first in _UNSUPPORTED:
        raise UnsupportedError(f"PL/SQL variables of type {first}")
    tokens = source.until(";", ":=", "DEFAULT", "NOT")
    text = source.text_of(tokens) if tokens else ""
    if "%" in text:
        return _anchor(text, source)
    return _column_type(text, source, first) if text else _unknown(source, "")


def _sized(source: Source, kind: Kind) -> Type:
    source.expect("(")
    place, length = source.place, source.integer()
    unit = "C" if source.accept("CHAR") else "B"
    if unit == "B":
        source.accept("BYTE")
    source.expect(")")
    if not 1 <= length <= MAX_BYTES:
        raise compile_error(place, "PLS-00215: String length constraints must be in range (1 .. 32767)")
    return Type(OracleType(kind, length=length, unit=unit if kind is Kind.VARCHAR2 else ""))


def _anchor(text: str, source: Source) -> Anchor:
    anchor = Source(text, source.profile)
    name = anchor.dotted_name()
    anchor.expect("%")
    is_row = anchor.accept("ROWTYPE")
    if not is_row:
        anchor.expect("TYPE")
    if not anchor.is_at_end:
        raise source.unexpected(":= ; not null default")
    return Anchor(name, is_row, source.place)


def _column_type(text: str, source: Source, first: str) -> Type:
    reader = Reader(tokenize(text), text, source.profile)
    try:
        parsed = column_type(reader)
    except UnsupportedError:
        raise
    except OracleError as error:
        if error.code == 902:
            return _unknown(source, first)
        raise compile_error(source.place, f"PL/SQL: {error.text}") from error
    if reader.token is not None:
        raise source.unexpected(":= ; not null default")
    return Type(parsed)


def _unknown(source: Source, name: str) -> Type:
    raise compile_error(source.place, f"PLS-00201: identifier '{name}' must be declared")
