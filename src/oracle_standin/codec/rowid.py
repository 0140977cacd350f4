"""ROWID: data object, file, block and row slot to and from the 18 characters that Oracle shows.

The wire form is four integers, each with a length byte in front, and one zero byte after the file number. The text
is base 64 with 6, 3, 6 and 3 characters (SQL Language Reference, "Rowid Values").
"""

import re
from string import ascii_lowercase, ascii_uppercase, digits

from oracle_standin.errors import OracleError

_ALPHABET = ascii_uppercase + ascii_lowercase + digits + "+/"
_ROWID_TEXT = re.compile(r"[A-Za-z0-9+/]{18}", re.ASCII)
_CTID_TEXT = re.compile(r"\((\d+),(\d+)\)", re.ASCII)
_MAX_BYTES = (4, 2, 4, 2)


def rowid_to_text(value: bytes) -> str:
    """The 18 characters.

    Raises:
        OracleError: ORA-01410 for bytes that are no ROWID.
    """
    data_object, file, block, slot = _unpacked(value)
    return _base64(data_object, 6) + _base64(file, 3) + _base64(block, 6) + _base64(slot, 3)


def text_to_rowid(text: str) -> bytes:
    """The wire form of the 18 characters, or of a PostgreSQL ctid `(block,slot)` with data object and file 0.

    Raises:
        OracleError: ORA-01410 for other text.
    """
    if ctid := _CTID_TEXT.fullmatch(text):
        return _packed((0, 0, int(ctid[1]), int(ctid[2])))
    if not _ROWID_TEXT.fullmatch(text):
        raise _invalid()
    return _packed((_integer(text[:6]), _integer(text[6:9]), _integer(text[9:15]), _integer(text[15:])))


def text_to_place(text: str) -> tuple[int, int]:
    """Block and slot of a PostgreSQL ctid, `(block,slot)`.

    Raises:
        OracleError: ORA-01410 for other text.
    """
    ctid = _CTID_TEXT.fullmatch(text)
    if ctid is None:
        raise _invalid()
    return int(ctid[1]), int(ctid[2])


def place_to_rowid(data_object: int, block: int, slot: int) -> bytes:
    """The wire form of a row's place."""
    return _packed((data_object, 0, block, slot))


def _base64(number: int, width: int) -> str:
    return "".join(_ALPHABET[number >> 6 * place & 63] for place in reversed(range(width)))


def _integer(characters: str) -> int:
    number = 0
    for character in characters:
        number = number << 6 | _ALPHABET.index(character)
    return number


def _packed(fields: tuple[int, int, int, int]) -> bytes:
    packed = b""
    for index, (field, max_bytes) in enumerate(zip(fields, _MAX_BYTES, strict=True)):
        length = (field.bit_length() + 7) // 8
        if length > max_bytes:
            raise _invalid()
        packed += bytes((length,)) + field.to_bytes(length) + (b"\0" if index == 1 else b"")
    return packed


def _unpacked(value: bytes) -> list[int]:
    fields, position = [], 0
    for index, max_bytes in enumerate(_MAX_BYTES):
        length = value[position] if position < len(value) else max_bytes + 1
        end = position + 1 + length
        if length > max_bytes or end > len(value):
            raise _invalid()
        fields.append(int.from_bytes(value[position + 1 : end]))
        position = end + (index == 1)
    if position != len(value):
        raise _invalid()
    return fields


def _invalid() -> OracleError:
    return OracleError(1410, "invalid ROWID")
