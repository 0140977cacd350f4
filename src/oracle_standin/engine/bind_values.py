"""Bind values from the wire to the text that PostgreSQL reads, a whole column at a time."""

from collections.abc import Callable, Sequence

from oracle_standin.codec.datetime_columns import dates_to_text, timestamps_to_text
from oracle_standin.codec.floating_point import doubles_to_text, float_to_text
from oracle_standin.codec.interval import interval_ds_to_text, interval_ym_to_text
from oracle_standin.codec.number import numbers_to_text
from oracle_standin.codec.oson_decoder import oson_to_text
from oracle_standin.codec.text import boolean_to_text, national_to_varchar, raw_to_text
from oracle_standin.codec.wire_types import BindColumn, WireType
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.types import TS9

_NATIONAL = 2  # charset form
_UTC_BYTES = 11  # of a TIMESTAMP WITH TIME ZONE: the instant, before its offset
TextColumn = list[str | None]
WireColumn = Sequence[bytes | None]


def composites_of_timestamp_tz(values: WireColumn) -> TextColumn:
    """The values as PostgreSQL reads the type tstz: the instant and the offset in minutes."""
    texts = timestamps_to_text([value and value[:_UTC_BYTES] for value in values])
    return [f'("{text}+00",{_offset(value)})' if value else None for text, value in zip(texts, values, strict=True)]


def _offset(value: bytes) -> int:
    if len(value) != _UTC_BYTES + 2:
        raise OracleError(1801, "date format is too long for internal buffer")
    if value[_UTC_BYTES] & 0x80:
        raise UnsupportedError("named time zones in binds")
    return (value[_UTC_BYTES] - 20) * 60 + value[_UTC_BYTES + 1] - 60


def _texts(values: WireColumn) -> TextColumn:
    try:
        texts = [value.decode() if value else None for value in values]
    except UnicodeDecodeError:
        raise OracleError(29275, "partial multibyte character") from None
    if "\0" in "".join(filter(None, texts)):
        raise UnsupportedError("NUL characters in text, which PostgreSQL cannot store")
    return texts


def _each(convert: Callable[[bytes], str]) -> Callable[[WireColumn], TextColumn]:
    return lambda values: [convert(value) if value else None for value in values]


def _contents(convert: Callable[[WireColumn], TextColumn]) -> Callable[[WireColumn], TextColumn]:
    """Of LOBs: an empty one is not NULL."""
    return lambda values: [
        text if value is None else text or "" for value, text in zip(values, convert(values), strict=True)
    ]


_TEXT = ("text", _texts)
_NUMBER = ("numeric", numbers_to_text)
_BYTES = ("bytea", _each(raw_to_text))
_CONVERSIONS: dict[WireType, tuple[str, Callable[[WireColumn], TextColumn]]] = {
    **dict.fromkeys((WireType.VARCHAR2, WireType.LONG), _TEXT),
    WireType.CHAR: ("bpchar", _texts),
    WireType.CLOB: ('"SYS".clob', _contents(_texts)),
    **dict.fromkeys((WireType.NUMBER, WireType.BINARY_INTEGER), _NUMBER),
    **dict.fromkeys((WireType.RAW, WireType.LONG_RAW), _BYTES),
    WireType.BLOB: ('"SYS".blob', _contents(_each(raw_to_text))),
    WireType.BINARY_DOUBLE: ("float8", doubles_to_text),
    WireType.BINARY_FLOAT: ("float4", _each(float_to_text)),
    WireType.DATE: ('"SYS".odate', dates_to_text),
    WireType.TIMESTAMP: ("timestamp", timestamps_to_text),
    WireType.TIMESTAMP_TZ: ('"SYS".tstz', composites_of_timestamp_tz),
    WireType.TIMESTAMP_LTZ: ("timestamp", timestamps_to_text),
    WireType.JSON: ("json", _each(oson_to_text)),
    WireType.BOOLEAN: ("boolean", _each(boolean_to_text)),
    WireType.INTERVAL_DS: ("interval", _each(interval_ds_to_text)),
    WireType.INTERVAL_YM: ("interval year to month", _each(interval_ym_to_text)),
}


def postgres_type(bind: BindColumn) -> str:
    """The PostgreSQL type that a bind has in a statement.

    Raises:
        UnsupportedError: No such type here.
    """
    if bind.wire_type is WireType.TIMESTAMP and _has_nanoseconds(bind.values):
        return TS9
    return _conversion(bind.wire_type)[0]


def _has_nanoseconds(values: WireColumn) -> bool:
    """Whether a value has a fraction that PostgreSQL's microseconds do not hold; their last three bits are 0."""
    return any(value and value[-1] & 7 and int.from_bytes(value[7:11]) % 1000 for value in values)


def composites_of_timestamp(values: WireColumn) -> TextColumn:
    """The values as PostgreSQL reads the type ts9."""
    texts = timestamps_to_text(values)
    return [text and f'("{text[:26]}{text[29:]}",{text[26:29] or 0})' for text in texts]


def check_lengths(binds: Sequence[BindColumn], maximum: int) -> None:
    """Raise ORA-01461 for a longer string, which only VALUES and SET may have (Error Help, ORA-01461)."""
    for bind in binds:
        if bind.wire_type in _STRINGS and any(value and len(value) > maximum for value in bind.values):
            raise OracleError(1461, "can bind a LONG value only for insert into a LONG column")


_STRINGS = (WireType.VARCHAR2, WireType.CHAR, WireType.LONG, WireType.RAW, WireType.LONG_RAW)


def to_text(bind: BindColumn) -> TextColumn:
    """All values of a bind position as PostgreSQL reads them.

    Raises:
        OracleError: A value is malformed.
    """
    return text_converter(bind, postgres_type(bind))(bind.values)


def text_converter(bind: BindColumn, type_sql: str) -> Callable[[WireColumn], TextColumn]:
    """What makes values of this bind position the text of a type of PostgreSQL's, which may be that of their column."""
    convert = composites_of_timestamp if type_sql == TS9 else _conversion(bind.wire_type)[1]
    if bind.charset_form != _NATIONAL:
        return convert
    return lambda values: convert([None if value is None else national_to_varchar(value) for value in values])


def array_literal(values: TextColumn) -> str:
    """The values as PostgreSQL reads an array of their type."""
    elements = ["NULL" if value is None else f'"{value}"' for value in map(_escaped, values)]
    return "{" + ",".join(elements) + "}"


def _escaped(value: str | None) -> str | None:
    return value and value.replace("\\", "\\\\").replace('"', '\\"')


def _conversion(wire_type: WireType) -> tuple[str, Callable[[WireColumn], TextColumn]]:
    if wire_type not in _CONVERSIONS:
        raise UnsupportedError(f"binds of type {wire_type.name}")
    return _CONVERSIONS[wire_type]
