"""Encodes JSON text as OSON, with four bytes for each number and size of the header."""

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

from oracle_standin.codec.number import text_to_number
from oracle_standin.codec.oson_format import (
    COUNT_UINT16,
    COUNT_UINT32,
    MAGIC,
    MAX_SHORT_NAME_BYTES,
    OFFSETS_UINT32,
    Flag,
    Node,
    Version,
    check_depth,
)
from oracle_standin.errors import OracleError

_Value: TypeAlias = "dict[str, _Value] | list[_Value] | str | Decimal | bool | None"
_SCALAR_FLAGS = Flag.INLINE_LEAF | Flag.LENGTH_IN_NODE | Flag.TREE_UINT32 | Flag.IS_SCALAR
_FLAGS = (_SCALAR_FLAGS ^ Flag.IS_SCALAR) | Flag.HASH_UINT8 | Flag.TINY_NODES | Flag.NAMES_UINT32 | Flag.NUMBERS_UINT32
_LITERALS = {None: Node.NULL, True: Node.TRUE, False: Node.FALSE}


def text_to_oson(text: str) -> bytes:
    """The image of a JSON text; of members with the same name it has the last one.

    Raises:
        OracleError: ORA-40441 for text that is no JSON.
        UnsupportedError: It is nested too deeply.
    """
    try:
        value: _Value = json.loads(text, parse_int=Decimal, parse_float=Decimal)
    except (ValueError, RecursionError):
        raise OracleError(40441, "JSON syntax error") from None
    names = sorted(set(_names(value, 0)), key=_sort_key)
    tree = bytearray()
    _write_node(tree, value, {name.decode(): number for number, name in enumerate(names, 1)})
    return _header(names, len(tree), is_scalar=not isinstance(value, dict | list)) + tree


def _names(value: _Value, depth: int) -> Iterator[bytes]:
    check_depth(depth)
    if isinstance(value, dict):
        for name in value:
            yield name.encode("utf-8", "replace")
    if isinstance(value, dict | list):
        for child in value.values() if isinstance(value, dict) else value:
            yield from _names(child, depth + 1)


def _sort_key(name: bytes) -> tuple[bool, int, int, bytes]:
    """Long names stand behind short ones; each kind is sorted by the last byte of its hash (oson.pyx, sort_key)."""
    return len(name) > MAX_SHORT_NAME_BYTES, _hash(name) & 0xFF, len(name), name


def _hash(name: bytes) -> int:
    """FNV-1a in 32 bits."""
    number = 0x811C9DC5
    for byte in name:
        number = (number ^ byte) * 16_777_619 & 0xFFFFFFFF
    return number


def _header(names: Sequence[bytes], tree_bytes: int, *, is_scalar: bool) -> bytes:
    if is_scalar:
        return MAGIC + bytes((Version.SHORT_NAMES,)) + _SCALAR_FLAGS.to_bytes(2) + tree_bytes.to_bytes(4)
    short = [name for name in names if len(name) <= MAX_SHORT_NAME_BYTES]
    long = names[len(short) :]
    version = Version.LONG_NAMES if long else Version.SHORT_NAMES
    short_segment, long_segment = _segment(short, 1), _segment(long, 2)
    parts = [MAGIC, bytes((version,)), _FLAGS.to_bytes(2), len(short).to_bytes(4), _size(short, 1)]
    if long:
        parts += [bytes(2), len(long).to_bytes(4), _size(long, 2)]
    parts += [tree_bytes.to_bytes(4), bytes(2), short_segment, long_segment]
    return b"".join(parts)


def _size(names: Sequence[bytes], length_bytes: int) -> bytes:
    return sum(length_bytes + len(name) for name in names).to_bytes(4)


def _segment(names: Sequence[bytes], length_bytes: int) -> bytes:
    """Hashes, offsets, and the names with their lengths; a hash is as long as a length."""
    hashes = b"".join((_hash(name) % (1 << 8 * length_bytes)).to_bytes(length_bytes) for name in names)
    offsets, texts = bytearray(), bytearray()
    for name in names:
        offsets += len(texts).to_bytes(4)
        texts += len(name).to_bytes(length_bytes) + name
    return hashes + offsets + texts


def _write_node(tree: bytearray, value: _Value, numbers: Mapping[str, int]) -> None:
    if isinstance(value, dict | list):
        _write_container(tree, value, numbers)
    elif isinstance(value, Decimal):
        number = text_to_number(str(value))
        tree += bytes((Node.NUMBER8, len(number))) + number
    elif isinstance(value, str):
        _write_string(tree, value.encode("utf-8", "replace"))
    else:
        tree.append(_LITERALS[value])


def _write_string(tree: bytearray, text: bytes) -> None:
    kind, size = (Node.STRING8, 1) if len(text) < 1 << 8 else (Node.STRING16, 2)
    if len(text) >= 1 << 16:
        kind, size = Node.STRING32, 4
    tree.append(kind)
    tree += len(text).to_bytes(size) + text


def _write_container(tree: bytearray, value: "dict[str, _Value] | list[_Value]", numbers: Mapping[str, int]) -> None:
    kind = (Node.OBJECT if isinstance(value, dict) else Node.ARRAY) | OFFSETS_UINT32
    count = len(value)
    size = 1 if count < 1 << 8 else 2 if count < 1 << 16 else 4
    tree.append(kind | {1: 0, 2: COUNT_UINT16, 4: COUNT_UINT32}[size])
    tree += count.to_bytes(size)
    if isinstance(value, dict):
        tree += b"".join(numbers[name].to_bytes(4) for name in value)
    offset = len(tree)
    tree += bytes(4 * count)
    for child in value.values() if isinstance(value, dict) else value:
        tree[offset : offset + 4] = len(tree).to_bytes(4)
        offset += 4
        _write_node(tree, child, numbers)
