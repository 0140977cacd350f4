"""Character types, RAW and BOOLEAN to and from text."""

from binascii import unhexlify

from oracle_standin.errors import OracleError

_TRUE = b"\x01\x01"
_FALSE = b"\x00"


def varchar_to_text(value: bytes) -> str:
    """The text of a character value (CHAR, VARCHAR2, LONG and CLOB alike).

    Raises:
        OracleError: ORA-29275 for bytes that are no UTF-8.
    """
    try:
        return value.decode()
    except UnicodeDecodeError:
        raise OracleError(29275, "partial multibyte character") from None


def text_to_varchar(text: str) -> bytes:
    """The text in UTF-8.

    Raises:
        OracleError: ORA-29275 for half of a surrogate pair.
    """
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise OracleError(29275, "partial multibyte character") from None


def national_to_varchar(value: bytes) -> bytes:
    """The UTF-8 form of a value of the national character set (UTF-16, big-endian).

    Raises:
        OracleError: ORA-29275 for bytes that are no UTF-16.
    """
    try:
        return value.decode("utf-16-be").encode()
    except UnicodeDecodeError:
        raise OracleError(29275, "partial multibyte character") from None


def varchar_to_national(value: bytes) -> bytes:
    """The UTF-16 form, big-endian, of a value in UTF-8.

    Raises:
        OracleError: ORA-29275 for bytes that are no UTF-8.
    """
    return varchar_to_text(value).encode("utf-16-be")


def raw_to_text(value: bytes) -> str:
    r"""PostgreSQL's hex form of the bytes: `\x01FF`."""
    return "\\x" + value.hex().upper()


def text_to_raw(text: str) -> bytes:
    r"""The bytes of hex digits, with or without PostgreSQL's `\x` in front.

    Raises:
        OracleError: ORA-01465 for other text.
    """
    try:
        return unhexlify(text.removeprefix("\\x"))
    except ValueError:
        raise OracleError(1465, "invalid hex number") from None


def boolean_to_text(value: bytes) -> str:
    """`true` or `false`.

    Raises:
        OracleError: ORA-61800 for bytes that are no BOOLEAN.
    """
    if value in (_TRUE, b"\x01"):  # a direct path load sends one byte
        return "true"
    if value in (_FALSE, b"\x01\x00"):
        return "false"
    raise _invalid_boolean()


def text_to_boolean(text: str) -> bytes:
    """The wire form of `t`, `true`, `f` or `false`.

    Raises:
        OracleError: ORA-61800 for other text.
    """
    if text in ("t", "true"):
        return _TRUE
    if text in ("f", "false"):
        return _FALSE
    raise _invalid_boolean()


def _invalid_boolean() -> OracleError:
    return OracleError(61800, "invalid boolean literal")
