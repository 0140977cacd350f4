"""Parses a column's type. Reference: SQL Language Reference, "Data Types"."""

from collections.abc import Callable

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.profiles import Profile
from oracle_standin.sql.reader import Reader
from oracle_standin.sql.tokens import word
from oracle_standin.sql.types import Kind, OracleType

_MAX_PRECISION = 38
_MIN_SCALE, _MAX_SCALE = -84, 127
_MAX_FRACTION_DIGITS = 9
_KEPT_FRACTION_DIGITS = 6  # PostgreSQL's
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


_UNSUPPORTED = frozenset({
    "CHAR", "NCHAR", "NVARCHAR2", "NCLOB", "LONG", "BFILE", "ROWID", "UROWID", "JSON", "XMLTYPE", "VECTOR",
    "SDO_GEOMETRY", "CHARACTER", "NATIONAL",
})  # fmt: skip


def _number(reader: Reader) -> OracleType:
    return _number_in_parentheses(reader) if reader.accept("(") else OracleType(Kind.NUMBER)


def _decimal(reader: Reader) -> OracleType:
    return _number_in_parentheses(reader) if reader.accept("(") else OracleType(Kind.NUMBER, scale=0)


def _number_in_parentheses(reader: Reader) -> OracleType:
    position = reader.position
    precision = None if reader.accept("*") else reader.integer()
    scale = reader.integer() if reader.accept(",") else 0 if precision is not None else None
    reader.expect(")", code=907, message="missing right parenthesis")
    if precision is not None and not 1 <= precision <= _MAX_PRECISION:
        raise OracleError(1727, "numeric precision specifier is out of range (1 to 38)", position=position)
    if scale is not None and not _MIN_SCALE <= scale <= _MAX_SCALE:
        raise OracleError(1728, "numeric scale specifier is out of range (-84 to 127)", position=position)
    return OracleType(Kind.NUMBER, precision=precision, scale=scale)


def _float(reader: Reader) -> OracleType:
    bits = _MAX_FLOAT_BITS
    if reader.accept("("):
        bits = reader.integer()
        reader.expect(")", code=907, message="missing right parenthesis")
    return OracleType(Kind.FLOAT, precision=bits)


def _double_precision(reader: Reader) -> OracleType:
    reader.expect("PRECISION", code=905, message="missing keyword")
    return OracleType(Kind.FLOAT, precision=_MAX_FLOAT_BITS)


def _varchar(reader: Reader) -> OracleType:
    reader.expect("(", code=906, message="missing left parenthesis")
    position = reader.position
    length = reader.integer()
    unit = "C" if reader.accept("CHAR") else "B"
    if unit == "B":
        reader.accept("BYTE")  # also the default: NLS_LENGTH_SEMANTICS=BYTE
    reader.expect(")", code=907, message="missing right parenthesis")
    _check_length(length, reader.profile.max_string_bytes, position)
    return OracleType(Kind.VARCHAR2, length=length, unit=unit, max_string_bytes=reader.profile.max_string_bytes)


def _raw(reader: Reader) -> OracleType:
    reader.expect("(", code=906, message="missing left parenthesis")
    position = reader.position
    length = reader.integer()
    reader.expect(")", code=907, message="missing right parenthesis")
    _check_length(length, reader.profile.max_raw_bytes, position)
    return OracleType(Kind.RAW, length=length)


def _check_length(length: int, maximum: int, position: int) -> None:
    if length < 1:
        raise OracleError(1723, "zero-length columns are not allowed", position=position)
    if length > maximum:
        raise OracleError(910, "specified length too long for its datatype", position=position)


def _timestamp(reader: Reader) -> OracleType:
    digits = _digits(reader, default=6, maximum=_MAX_FRACTION_DIGITS)
    if digits > _KEPT_FRACTION_DIGITS:
        raise UnsupportedError(f"TIMESTAMP({digits}): PostgreSQL keeps {_KEPT_FRACTION_DIGITS} digits")
    if not reader.accept("WITH"):
        return OracleType(Kind.TIMESTAMP, scale=digits)
    if reader.peek("LOCAL"):
        raise UnsupportedError("TIMESTAMP WITH LOCAL TIME ZONE columns")
    reader.expect("TIME", "ZONE", code=905, message="missing keyword")
    if digits != _KEPT_FRACTION_DIGITS:
        raise UnsupportedError(f"TIMESTAMP({digits}) WITH TIME ZONE: only 6 digits")
    return OracleType(Kind.TIMESTAMP_TZ, scale=digits)


def _interval(reader: Reader) -> OracleType:
    if reader.accept("YEAR"):
        precision = _digits(reader, default=2, maximum=9)
        reader.expect("TO", "MONTH", code=905, message="missing keyword")
        return OracleType(Kind.INTERVAL_YM, precision=precision, scale=0)
    reader.expect("DAY", code=905, message="missing keyword")
    precision = _digits(reader, default=2, maximum=9)
    reader.expect("TO", "SECOND", code=905, message="missing keyword")
    digits = _digits(reader, default=6, maximum=_MAX_FRACTION_DIGITS)
    return OracleType(Kind.INTERVAL_DS, precision=precision, scale=digits)


def _digits(reader: Reader, *, default: int, maximum: int) -> int:
    if not reader.accept("("):
        return default
    position = reader.position
    digits = reader.integer()
    reader.expect(")", code=907, message="missing right parenthesis")
    if not 0 <= digits <= maximum:
        raise OracleError(30088, "datetime/interval precision is out of range", position=position)
    return digits


_INTEGER = OracleType(Kind.NUMBER, scale=0)
_PLAIN = {
    **dict.fromkeys(("INTEGER", "INT", "SMALLINT"), _INTEGER),
    "REAL": OracleType(Kind.FLOAT, precision=63),
    "DOUBLE PRECISION": OracleType(Kind.FLOAT, precision=_MAX_FLOAT_BITS),
    "BOOL": OracleType(Kind.BOOLEAN),
    **{
        kind.value: OracleType(kind)
        for kind in (Kind.DATE, Kind.CLOB, Kind.BLOB, Kind.BOOLEAN, Kind.BINARY_DOUBLE, Kind.BINARY_FLOAT)
    },
}
_SIZED: dict[str, Callable[[Reader], OracleType]] = {
    "NUMBER": _number,
    **dict.fromkeys(("NUMERIC", "DECIMAL", "DEC"), _decimal),
    "FLOAT": _float,
    "DOUBLE": _double_precision,
    **dict.fromkeys(("VARCHAR2", "VARCHAR"), _varchar),
    "RAW": _raw,
    "TIMESTAMP": _timestamp,
    "INTERVAL": _interval,
}
