"""Decodes OSON to JSON text.

Text keeps names, strings and every digit of a number; dates, binary values and the other scalars that only OSON has
are refused.
"""

import json

from oracle_standin.codec.number import number_to_text
from oracle_standin.codec.oson_format import (
    COUNT_BITS,
    COUNT_UINT16,
    COUNT_UINT32,
    IS_ARRAY,
    IS_CONTAINER,
    MAGIC,
    OFFSETS_UINT32,
    Flag,
    Node,
    Version,
    check_depth,
)
from oracle_standin.errors import OracleError, UnsupportedError

_LONG_NAMES_UINT16 = 0x0100  # flag of the segment of long names
_LITERALS: dict[int, str] = {Node.NULL: "null", Node.TRUE: "true", Node.FALSE: "false"}
_STRING_LENGTHS: dict[int, int] = {Node.STRING8: 1, Node.STRING16: 2, Node.STRING32: 4}
_OTHER_SCALARS = {
    0x36: "BINARY_DOUBLE", 0x7F: "BINARY_FLOAT", 0x39: "TIMESTAMP", 0x7D: "TIMESTAMP", 0x7C: "TIMESTAMP WITH TIME ZONE",
    0x3C: "DATE", 0x3A: "RAW", 0x3B: "RAW", 0x7E: "an identifier", 0x3D: "INTERVAL", 0x3E: "INTERVAL", 0x7B: "VECTOR",
}  # fmt: skip


def oson_to_text(value: bytes) -> str:
    """The JSON text of an image.

    Raises:
        OracleError: ORA-03137 for bytes that are no OSON.
        UnsupportedError: It holds a value that JSON text has not, or is nested too deeply.
    """
    try:
        return _Decoder(value).text()
    except (IndexError, UnicodeDecodeError):
        raise _malformed() from None


class _Decoder:
    def __init__(self, image: bytes) -> None:
        self._image = image
        self._position = 0
        self._names: list[str] = []
        self._tree = 0
        self._is_relative = False
        self._number_bytes = 1
        self._nodes_left = len(image)  # each node has a byte of its own

    def text(self) -> str:
        if self._raw(3) != MAGIC:
            raise _malformed()
        version, flags = self._integer(1), self._integer(2)
        if version not in tuple(Version):
            raise UnsupportedError(f"OSON of version {version}")
        self._is_relative = bool(flags & Flag.RELATIVE_OFFSETS)
        if not flags & Flag.IS_SCALAR:
            self._read_names(version, flags)
        else:
            self._integer(4 if flags & Flag.TREE_UINT32 else 2)
        self._tree = self._position
        return self._node(0)

    def _read_names(self, version: int, flags: int) -> None:
        self._number_bytes = 4 if flags & Flag.NUMBERS_UINT32 else 2 if flags & Flag.NUMBERS_UINT16 else 1
        offset_bytes = 4 if flags & Flag.NAMES_UINT32 else 2
        count, size = self._integer(self._number_bytes), self._integer(offset_bytes)
        long_count = long_size = 0
        long_offset_bytes = 4
        if version == Version.LONG_NAMES:
            long_offset_bytes = 2 if self._integer(2) & _LONG_NAMES_UINT16 else 4
            long_count, long_size = self._integer(4), self._integer(4)
        self._integer(4 if flags & Flag.TREE_UINT32 else 2)
        self._integer(2)  # tiny nodes
        self._names = self._name_segment(count, size, offset_bytes, 1)
        self._names += self._name_segment(long_count, long_size, long_offset_bytes, 2)

    def _name_segment(self, count: int, size: int, offset_bytes: int, length_bytes: int) -> list[str]:
        """Hashes, offsets, and the names with their lengths; a hash is as long as a length."""
        self._raw(count * length_bytes)
        offsets = self._raw(count * offset_bytes)
        segment = self._raw(size)
        names = []
        for start in range(0, len(offsets), offset_bytes):
            offset = int.from_bytes(offsets[start : start + offset_bytes])
            first = offset + length_bytes
            end = first + int.from_bytes(segment[offset:first])
            if end > size:
                raise _malformed()
            names.append(segment[first:end].decode())
        return names

    def _node(self, depth: int) -> str:
        self._nodes_left -= 1
        if self._nodes_left < 0:
            raise _malformed()
        check_depth(depth)
        start = self._position
        kind = self._integer(1)
        if kind & IS_CONTAINER:
            return self._container(kind, start - self._tree, depth)
        return _LITERALS.get(kind) or self._scalar(kind)

    def _scalar(self, kind: int) -> str:
        string_length_bytes = _STRING_LENGTHS.get(kind)
        if string_length_bytes is not None:
            return _quoted(self._raw(self._integer(string_length_bytes)).decode())
        if kind == Node.NUMBER8:
            return number_to_text(self._raw(self._integer(1)))
        if kind in _OTHER_SCALARS:
            raise UnsupportedError(f"{_OTHER_SCALARS[kind]} inside JSON")
        if kind & 0xF0 in (0x20, 0x60):  # the length is part of the node: numbers and decimals
            return number_to_text(self._raw((kind & 0x0F) + 1))
        if kind & 0xF0 in (0x40, 0x50):  # integers
            return number_to_text(self._raw(kind & 0x0F))
        if kind & 0xE0 == 0:
            return _quoted(self._raw(kind).decode())
        raise _malformed()

    def _container(self, kind: int, container: int, depth: int) -> str:
        offset_bytes = 4 if kind & OFFSETS_UINT32 else 2
        is_array = bool(kind & IS_ARRAY)
        if kind & COUNT_BITS == COUNT_BITS:
            shared = self._integer(offset_bytes)
            offsets = self._position
            self._position = self._tree + shared
            count = self._count(self._integer(1))
            numbers = self._raw(count * self._number_bytes)
            self._position = offsets
        else:
            count = self._count(kind)
            numbers = b"" if is_array else self._raw(count * self._number_bytes)
        children = []
        for place, start in enumerate(self._offsets(count, offset_bytes)):
            self._position = self._tree + start + (container if self._is_relative else 0)
            value = self._node(depth + 1)
            children.append(value if is_array else f"{_quoted(self._name(numbers, place))}:{value}")
        return f"[{','.join(children)}]" if is_array else f"{{{','.join(children)}}}"

    def _count(self, kind: int) -> int:
        bits = kind & COUNT_BITS
        if bits == COUNT_BITS:
            raise _malformed()
        return self._integer({0: 1, COUNT_UINT16: 2, COUNT_UINT32: 4}[bits])

    def _offsets(self, count: int, offset_bytes: int) -> list[int]:
        raw = self._raw(count * offset_bytes)
        return [int.from_bytes(raw[start : start + offset_bytes]) for start in range(0, len(raw), offset_bytes)]

    def _name(self, numbers: bytes, place: int) -> str:
        start = place * self._number_bytes
        number = int.from_bytes(numbers[start : start + self._number_bytes])
        if not number:
            raise _malformed()
        return self._names[number - 1]

    def _integer(self, size: int) -> int:
        return int.from_bytes(self._raw(size))

    def _raw(self, size: int) -> bytes:
        end = self._position + size
        if end > len(self._image):
            raise _malformed()
        raw = self._image[self._position : end]
        self._position = end
        return raw


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _malformed() -> OracleError:
    return OracleError(3137, "malformed TTC packet from client rejected: OSON")
