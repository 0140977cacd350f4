"""OSON, Oracle's binary JSON: what its decoder and its encoder share.

An image has a header, the names of all fields, and a tree of nodes that refer to names by number and to other nodes by
their offset (python-oracledb, impl/base/oson.pyx).
"""

from enum import IntEnum, IntFlag

from oracle_standin.errors import UnsupportedError

MAGIC = b"\xffJZ"
MAX_SHORT_NAME_BYTES = 255
_MAX_DEPTH = 300


class Version(IntEnum):
    """Of an image: whether it has names of more than 255 bytes."""

    SHORT_NAMES = 1
    LONG_NAMES = 3


class Flag(IntFlag):
    """Of the header (constants.pxi, TNS_JSON_FLAG_*): how wide numbers and sizes are, and what there is."""

    RELATIVE_OFFSETS = 0x01
    INLINE_LEAF = 0x02
    LENGTH_IN_NODE = 0x04
    NUMBERS_UINT32 = 0x08
    IS_SCALAR = 0x10
    HASH_UINT8 = 0x0100
    NUMBERS_UINT16 = 0x0400
    NAMES_UINT32 = 0x0800
    TREE_UINT32 = 0x1000
    TINY_NODES = 0x2000


class Node(IntEnum):
    """The first byte of nodes (constants.pxi, TNS_JSON_TYPE_*)."""

    NULL = 0x30
    TRUE = 0x31
    FALSE = 0x32
    STRING8 = 0x33
    NUMBER8 = 0x34
    STRING16 = 0x37
    STRING32 = 0x38
    OBJECT = 0x84
    ARRAY = 0xC0


IS_CONTAINER, IS_ARRAY, OFFSETS_UINT32, COUNT_BITS, COUNT_UINT16, COUNT_UINT32 = 0x80, 0x40, 0x20, 0x18, 0x08, 0x10


def check_depth(depth: int) -> None:
    """Refuse documents that are nested deeper than any that loaders bring."""
    if depth > _MAX_DEPTH:
        raise UnsupportedError(f"JSON that is nested deeper than {_MAX_DEPTH} levels")
