"""Parses a column's type. Reference: SQL Language Reference, "Data Types"."""

from collections.abc import Callable

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.profiles import Profile
from oracle_standin.sql.reader import Reader
from oracle_standin.sql.tokens import word
from oracle_standin.sql.types import (
    LOBS,
    MAX_CHAR_BYTES,
    MICROSECOND_DIGITS,
    NATIONAL_BYTES_PER_CHARACTER,
    Kind,
    OracleType,
)

_MAX_PRECISION = 38
_MIN_SCALE, _MAX_SCALE = -84, 127
_MAX_FRACTION_DIGITS = 9
_MAX_FLOAT_BITS = 126


def column_type(reader: Reader) -> OracleType:
    """The type that comes next.

    Raises:
        OracleError: It is no type, or its sizes are out of range.
        UnsupportedError: Oracle has this type, the stand-in has not.
    """
    position = reader.position
    name = word(reader.take())
    if not _is_known(name, reader.profile):
        raise OracleError(902, "invalid datatype", position=position)
    if name in _PLAIN:
        return _PLAIN[name]
    if name in _SIZED:
        return _SIZED[name](reader)
    if name in _UNSUPPORTED:
        raise UnsupportedError(f"{name} columns")
    raise OracleError(902, "invalid datatype", position=position)


def _is_known(name: str, profile: Profile) -> bool:
    match name:
        case "BOOLEAN" | "BOOL":
            return profile.has_boolean
        case "JSON":
            return profile.has_json_type
        case "VECTOR":
            return profile.has_vector
        case _:
            return True


_UNSUPPORTED = frozenset({"BFILE", "ROWID", "UROWID", "XMLTYPE", "VECTOR", "SDO_GEOMETRY", "ANYDATA", "HTTPURITYPE"})


# --- numbers -----------------------------------------------------------------------------------------------------


def _number(reader: Reader) -> OracleType:
    return _number_in_parentheses(reader) if reader.accept("(") else OracleType(Kind.NUMBER)


def _decimal(reader: Reader) -> OracleType:
    return _number_in_parentheses(reader) if reader.accept("(") else OracleType(Kind.NUMBER, scale=0)


def _number_in_parentheses(reader: Reader) -> OracleType:
    position = reader.position
    precision = None if reader.accept("*") else reader.integer()
    scale = reader.integer() if reader.accept(",") else 0 if precision is not None else None
    _close(reader)
    if precision is not None and not 1 <= precision <= _MAX_PRECISION:
        raise OracleError(1727, "numeric precision specifier is out of range (1 to 38)", position=position)
    if scale is not None and not _MIN_SCALE <= scale <= _MAX_SCALE:
        raise OracleError(1728, "numeric scale specifier is out of range (-84 to 127)", position=position)
    return OracleType(Kind.NUMBER, precision=precision, scale=scale)


def _float(reader: Reader) -> OracleType:
    if not reader.accept("("):
        return _FLOAT
    position = reader.position
    bits = reader.integer()
    _close(reader)
    if not 1 <= bits <= _MAX_FLOAT_BITS:
        raise OracleError(1724, "floating point precision is out of range (1 to 126)", position=position)
    return OracleType(Kind.FLOAT, precision=bits)


def _double_precision(reader: Reader) -> OracleType:
    reader.expect("PRECISION", code=905, message="missing keyword")
    return _FLOAT


# --- characters and bytes ----------------------------------------------------------------------------------------


def _varchar(reader: Reader) -> OracleType:
    return _character(reader, Kind.VARCHAR2, reader.profile.max_string_bytes)


def _char(reader: Reader) -> OracleType:
    if not reader.peek("("):
        return OracleType(Kind.CHAR, length=1, unit="B")
    return _character(reader, Kind.CHAR, MAX_CHAR_BYTES)


def _character(reader: Reader, kind: Kind, maximum: int) -> OracleType:
    reader.expect("(", code=906, message="missing left parenthesis")
    position = reader.position
    length = reader.integer()
    unit = "C" if reader.accept("CHAR") else "B"
    if unit == "B":
        reader.accept("BYTE")  # also the default: NLS_LENGTH_SEMANTICS=BYTE
    _close(reader)
    _check_length(length, maximum, position)
    return OracleType(kind, length=length, unit=unit, max_string_bytes=reader.profile.max_string_bytes)


def _nvarchar2(reader: Reader) -> OracleType:
    return _national_character(reader, Kind.NVARCHAR2, reader.profile.max_string_bytes)


def _nchar(reader: Reader) -> OracleType:
    if reader.accept("VARYING"):
        return _nvarchar2(reader)
    if not reader.peek("("):
        return OracleType(Kind.NCHAR, length=1, unit="C")
    return _national_character(reader, Kind.NCHAR, MAX_CHAR_BYTES)


def _national(reader: Reader) -> OracleType:
    """`NATIONAL CHARACTER [VARYING] (n)`, `NATIONAL CHAR [VARYING] (n)`."""
    if any(map(reader.accept, _VARYING)):
        return _nvarchar2(reader)
    if not reader.accept("CHARACTER"):
        reader.expect("CHAR", code=905, message="missing keyword")
    return _nchar(reader)


def _national_character(reader: Reader, kind: Kind, max_bytes: int) -> OracleType:
    position = reader.position
    length = _size(reader)
    _check_length(length, max_bytes // NATIONAL_BYTES_PER_CHARACTER, position)
    return OracleType(kind, length=length, unit="C")


def _raw(reader: Reader) -> OracleType:
    position = reader.position
    length = _size(reader)
    _check_length(length, reader.profile.max_raw_bytes, position)
    return OracleType(Kind.RAW, length=length)


def _long(reader: Reader) -> OracleType:
    if reader.accept("VARCHAR"):  # DB2's name: LONG VARCHAR
        return OracleType(Kind.LONG)
    return OracleType(Kind.LONG_RAW if reader.accept("RAW") else Kind.LONG)


def _size(reader: Reader) -> int:
    reader.expect("(", code=906, message="missing left parenthesis")
    length = reader.integer()
    _close(reader)
    return length


def _check_length(length: int, maximum: int, position: int) -> None:
    if length < 1:
        raise OracleError(1723, "zero-length columns are not allowed", position=position)
    if length > maximum:
        raise OracleError(910, "specified length too long for its datatype", position=position)


def _close(reader: Reader) -> None:
    reader.expect(")", code=907, message="missing right parenthesis")


# --- times -------------------------------------------------------------------------------------------------------


def _timestamp(reader: Reader) -> OracleType:
    digits = _digits(reader, default=6)
    if not reader.accept("WITH"):
        return OracleType(Kind.TIMESTAMP, scale=digits)
    kind = Kind.TIMESTAMP_LTZ if reader.accept("LOCAL") else Kind.TIMESTAMP_TZ
    reader.expect("TIME", "ZONE", code=905, message="missing keyword")
    if digits > MICROSECOND_DIGITS:
        raise UnsupportedError(f"more than {MICROSECOND_DIGITS} fraction digits in {kind}")
    return OracleType(kind, scale=digits)


def _interval(reader: Reader) -> OracleType:
    if reader.accept("YEAR"):
        precision = _digits(reader, default=2)
        reader.expect("TO", "MONTH", code=905, message="missing keyword")
        return OracleType(Kind.INTERVAL_YM, precision=precision, scale=0)
    reader.expect("DAY", code=905, message="missing keyword")
    precision = _digits(reader, default=2)
    reader.expect("TO", "SECOND", code=905, message="missing keyword")
    digits = _digits(reader, default=6)
    if digits > MICROSECOND_DIGITS:
        raise UnsupportedError(f"more than {MICROSECOND_DIGITS} fraction digits in {Kind.INTERVAL_DS}")
    return OracleType(Kind.INTERVAL_DS, precision=precision, scale=digits)


def _digits(reader: Reader, *, default: int) -> int:
    if not reader.accept("("):
        return default
    position = reader.position
    digits = reader.integer()
    _close(reader)
    if not 0 <= digits <= _MAX_FRACTION_DIGITS:
        raise OracleError(30088, "datetime/interval precision is out of range", position=position)
    return digits


_VARYING = ("CHARACTER VARYING", "CHAR VARYING")  # one token each
_INTEGER = OracleType(Kind.NUMBER, scale=0)
_FLOAT = OracleType(Kind.FLOAT, precision=_MAX_FLOAT_BITS)
_PLAIN = {
    **dict.fromkeys(("INTEGER", "INT", "SMALLINT"), _INTEGER),
    "REAL": OracleType(Kind.FLOAT, precision=63),
    "DOUBLE PRECISION": _FLOAT,
    "BOOL": OracleType(Kind.BOOLEAN),
    **{
        kind.value: OracleType(kind)
        for kind in (*LOBS, Kind.DATE, Kind.BOOLEAN, Kind.BINARY_DOUBLE, Kind.BINARY_FLOAT, Kind.JSON)
    },
}
_SIZED: dict[str, Callable[[Reader], OracleType]] = {
    "NUMBER": _number,
    **dict.fromkeys(("NUMERIC", "DECIMAL", "DEC"), _decimal),
    "FLOAT": _float,
    "DOUBLE": _double_precision,
    **dict.fromkeys(("VARCHAR2", "VARCHAR", *_VARYING), _varchar),
    **dict.fromkeys(("CHAR", "CHARACTER"), _char),
    "NVARCHAR2": _nvarchar2,
    "NCHAR": _nchar,
    "NATIONAL": _national,
    "RAW": _raw,
    "LONG": _long,
    "TIMESTAMP": _timestamp,
    "INTERVAL": _interval,
}
