"""Bind values from the wire to the text that PostgreSQL reads, a whole column at a time."""

from collections.abc import Callable, Sequence

from oracle_standin.codec.date_time import date_to_text, timestamp_to_text
from oracle_standin.codec.floating_point import double_to_text, float_to_text
from oracle_standin.codec.interval import interval_ds_to_text, interval_ym_to_text
from oracle_standin.codec.number import number_to_text
from oracle_standin.codec.text import boolean_to_text, national_to_varchar, raw_to_text, varchar_to_text
from oracle_standin.codec.wire_types import BindColumn, WireType
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.types import TS9

_NATIONAL = 2  # charset form
_UTC_BYTES = 11  # of a TIMESTAMP WITH TIME ZONE: the instant, before its offset
TextColumn = list[str | None]


def timestamp_tz_to_composite(value: bytes) -> str:
    """The value as PostgreSQL reads the type tstz: the instant and the offset in minutes."""
    if len(value) != _UTC_BYTES + 2:
        raise OracleError(1801, "date format is too long for internal buffer")
    if value[_UTC_BYTES] & 0x80:
        raise UnsupportedError("named time zones in binds")
    offset = (value[_UTC_BYTES] - 20) * 60 + value[_UTC_BYTES + 1] - 60
    return f'("{timestamp_to_text(value[:_UTC_BYTES])}+00",{offset})'


_CONVERSIONS: dict[WireType, tuple[str, Callable[[bytes], str]]] = {
    WireType.VARCHAR2: ("text", varchar_to_text),
    WireType.CHAR: ("text", varchar_to_text),
    WireType.LONG: ("text", varchar_to_text),
    WireType.CLOB: ("text", varchar_to_text),
    WireType.NUMBER: ("numeric", number_to_text),
    WireType.BINARY_INTEGER: ("numeric", number_to_text),
    WireType.BINARY_DOUBLE: ("float8", double_to_text),
    WireType.BINARY_FLOAT: ("float4", float_to_text),
    WireType.DATE: ('"SYS".odate', date_to_text),
    WireType.TIMESTAMP: ("timestamp", timestamp_to_text),
    WireType.TIMESTAMP_TZ: ('"SYS".tstz', timestamp_tz_to_composite),
    WireType.TIMESTAMP_LTZ: ("timestamp", timestamp_to_text),
    WireType.RAW: ("bytea", raw_to_text),
    WireType.LONG_RAW: ("bytea", raw_to_text),
    WireType.BLOB: ("bytea", raw_to_text),
    WireType.BOOLEAN: ("boolean", boolean_to_text),
    WireType.INTERVAL_DS: ("interval", interval_ds_to_text),
    WireType.INTERVAL_YM: ("interval", interval_ym_to_text),
}


def postgres_type(bind: BindColumn) -> str:
    """The PostgreSQL type that a bind has in a statement.

    Raises:
        UnsupportedError: No such type here.
    """
    if bind.wire_type is WireType.TIMESTAMP and _has_nanoseconds(bind.values):
        return TS9
    return _conversion(bind.wire_type)[0]


def _has_nanoseconds(values: Sequence[bytes | None]) -> bool:
    """Whether a value has a fraction that PostgreSQL's microseconds do not hold."""
    return any(value and int.from_bytes(value[7:11]) % 1000 for value in values)


def timestamp_to_composite(value: bytes) -> str:
    """The value as PostgreSQL reads the type ts9."""
    text = timestamp_to_text(value)
    return f'("{text[:26]}{text[29:]}",{text[26:29] or 0})'


def to_text(bind: BindColumn) -> TextColumn:
    """All values of a bind position as PostgreSQL reads them.

    Raises:
        OracleError: A value is malformed.
    """
    convert = _conversion(bind.wire_type)[1]
    if postgres_type(bind) == TS9:
        convert = timestamp_to_composite
    values: Sequence[bytes | None] = bind.values
    if bind.charset_form == _NATIONAL:
        values = [None if value is None else national_to_varchar(value) for value in values]
    texts = [None if not value else convert(value) for value in values]
    if convert is varchar_to_text and any("\0" in text for text in texts if text):
        raise UnsupportedError("NUL characters in text, which PostgreSQL cannot store")
    return texts


def _conversion(wire_type: WireType) -> tuple[str, Callable[[bytes], str]]:
    if wire_type not in _CONVERSIONS:
        raise UnsupportedError(f"binds of type {wire_type.name}")
    return _CONVERSIONS[wire_type]
