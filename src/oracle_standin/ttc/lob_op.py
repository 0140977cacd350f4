"""LOB_OP (96): read, write, create and measure LOBs; as a piggyback, free them.

A locator is 40 opaque bytes, but clients look at two flags in it: whether characters travel in UTF-16, and whether the
LOB is a temporary one, which they free when they are done with it.
"""

from dataclasses import dataclass
from enum import IntEnum

from oracle_standin.errors import ProtocolError, UnsupportedError
from oracle_standin.ttc.reader import Reader
from oracle_standin.ttc.status import write_status
from oracle_standin.ttc.writer import clr, sb, ub

LOCATOR_BYTES = 40
_LOB_DATA = 14
_AL32UTF8 = 873
_PARAMETER = 8
_UTF16 = 0x80  # in byte 6: constants.pxi, TNS_LOB_LOC_FLAGS_VAR_LENGTH_CHARSET
_TEMPORARY = 0x01  # in byte 7: constants.pxi, TNS_LOB_LOC_FLAGS_TEMP
_FREE_ARRAY = 0x80111
_MAX_LOCATORS_BYTES = 0xFFFFFF


class LobOperation(IntEnum):
    """What to do with a LOB (python-oracledb, constants.pxi, TNS_LOB_OP_*)."""

    GET_LENGTH = 0x1
    READ = 0x2
    TRIM = 0x20
    WRITE = 0x40
    CREATE_TEMPORARY = 0x110
    GET_CHUNK_SIZE = 0x4000
    OPEN = 0x8000
    CLOSE = 0x10000
    IS_OPEN = 0x11000


@dataclass(frozen=True, slots=True)
class LobOp:
    """One operation.

    Attributes:
        locator: All zeros of a LOB that is to be created.
        offset: Where to read or write, from 1, in UTF-16 code units of a CLOB or bytes; the character set form of a LOB
            that is to be created.
        amount: How much to read or to keep, in the same unit; None when the client does not want to know it.
        data: What to write.
        type_number: Of a LOB that is to be created.
    """

    operation: LobOperation
    locator: bytes
    offset: int
    amount: int | None
    data: bytes = b""
    type_number: int = 0


@dataclass(frozen=True, slots=True)
class FreeLobs:
    """The piggyback that says which LOBs the client no longer uses."""

    locators: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class _Head:
    operation: int
    source_bytes: int
    source_offset: int
    destination_offset: int
    has_amount: int


def read_lob_op(reader: Reader) -> LobOp:
    """A LOB_OP message, behind its function code.

    Raises:
        UnsupportedError: Another operation than those in LobOperation.
    """
    head = _read_head(reader)
    try:
        operation = LobOperation(head.operation)
    except ValueError:
        raise UnsupportedError(f"LOB operation {head.operation:#x}") from None
    locator = reader.raw(head.source_bytes)
    data = b""
    if operation is LobOperation.CREATE_TEMPORARY:
        reader.ub()  # character set
    elif operation is LobOperation.WRITE:
        reader.u8()
        data = reader.clr()
    amount = reader.ub() if head.has_amount else None
    return LobOp(operation, locator, head.source_offset, amount, data, head.destination_offset)


def read_free_lobs(reader: Reader) -> FreeLobs:
    """The piggyback, behind its function code."""
    head = _read_head(reader)
    if head.operation != _FREE_ARRAY:
        raise ProtocolError(f"LOB operation {head.operation:#x} as a piggyback")
    locators = reader.raw(head.source_bytes)
    starts = range(0, len(locators), LOCATOR_BYTES)
    return FreeLobs(tuple(locators[start : start + LOCATOR_BYTES] for start in starts))


def new_locator(number: int, *, has_characters: bool) -> bytes:
    """A locator with this number in its last bytes."""
    flags = bytes((_UTF16 if has_characters else 0, _TEMPORARY))
    return bytes((0, LOCATOR_BYTES - 2, 0, 4, 0, 0)) + flags + number.to_bytes(LOCATOR_BYTES - 8)


def write_located(locator: bytes, size: int, chunk_bytes: int) -> bytes:
    """What stands in a row for a LOB: its size in code units or bytes, and the locator."""
    return ub(len(locator)) + ub(size) + ub(chunk_bytes) + clr(locator)


@dataclass(frozen=True, slots=True)
class LobAnswer:
    """The outcome of an operation: the locator, what was read, and a length, a chunk size or the amount read."""

    locator: bytes
    content: bytes = b""
    amount: int = 0
    is_open: bool = False


def write_lob_answer(request: LobOp, answer: LobAnswer, *, is_in_transaction: bool) -> bytes:
    """The answer."""
    lob_data = bytes((_LOB_DATA,)) + clr(answer.content) if answer.content else b""
    parts = [lob_data, bytes((_PARAMETER,)), answer.locator]
    if request.operation is LobOperation.CREATE_TEMPORARY:
        parts.append(ub(_AL32UTF8) + b"\0")
    elif request.amount is not None:
        parts.append(sb(answer.amount))
    if request.operation is LobOperation.IS_OPEN:
        parts.append(bytes((answer.is_open,)))
    return b"".join(parts) + write_status(is_in_transaction=is_in_transaction)


def _read_head(reader: Reader) -> _Head:
    reader.u8()
    source_bytes = reader.ub()
    reader.u8()
    reader.ub()
    reader.ub()
    reader.ub()
    reader.raw(3)
    operation = reader.ub()
    reader.raw(2)
    source_offset, destination_offset = reader.ub(), reader.ub()
    has_amount = reader.u8()
    reader.raw(6)
    if source_bytes > _MAX_LOCATORS_BYTES:
        raise ProtocolError(f"{source_bytes} bytes of locators")
    return _Head(operation, source_bytes, source_offset, destination_offset, has_amount)
