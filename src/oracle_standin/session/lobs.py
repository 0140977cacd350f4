"""The LOBs that a client has locators of, with their whole content, until it frees them or goes.

A LOB of a row is what it was when the row was read. SecureFiles and Large Objects Developer's Guide.
"""

from dataclasses import dataclass

from oracle_standin.codec.text import national_to_varchar, varchar_to_national
from oracle_standin.codec.wire_types import ColumnDescription, WireType
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.ttc.lob_op import LobAnswer, LobOp, LobOperation, new_locator, write_lob_answer, write_located

# what Oracle gives for a block size of 8 KB: 8060 characters or 8132 bytes
_CHUNK_CHARACTERS = 8060
_CHUNK_BYTES = 8132
_BYTES_PER_CODE_UNIT = 2
_BLANK = " ".encode("utf-16-be")
_MAX_BYTES = 1 << 30


@dataclass(slots=True)
class _Lob:
    """A LOB; `row_state` is empty for a temporary one."""

    content: bytearray  # of a CLOB in UTF-16: offsets and lengths count its code units
    has_characters: bool
    row_state: str = ""
    is_open: bool = False

    @property
    def unit_bytes(self) -> int:
        return _BYTES_PER_CODE_UNIT if self.has_characters else 1

    @property
    def size(self) -> int:
        return len(self.content) // self.unit_bytes

    @property
    def chunk_size(self) -> int:
        return _CHUNK_CHARACTERS if self.has_characters else _CHUNK_BYTES

    def read(self, offset: int, amount: int) -> bytes:
        start = (max(offset, 1) - 1) * self.unit_bytes
        return bytes(self.content[start : start + amount * self.unit_bytes])

    def write(self, offset: int, data: bytes) -> None:
        """Replace what is there; a gap in front of it fills with blanks or zero bytes (DBMS_LOB.WRITE)."""
        start = (max(offset, 1) - 1) * self.unit_bytes
        if start + len(data) > _MAX_BYTES:
            raise UnsupportedError("LOBs of more than 1 GB")
        filler = _BLANK if self.has_characters else b"\0"
        self.content += filler * ((start - len(self.content)) // self.unit_bytes)
        self.content[start : start + len(data)] = data

    def trim(self, size: int) -> None:
        if size > self.size:
            raise OracleError(22926, "specified trim length is greater than current LOB value's length")
        del self.content[size * self.unit_bytes :]

    def set_open(self, *, is_open: bool) -> None:
        if is_open and self.is_open:
            raise OracleError(22293, "LOB already opened in the same transaction")
        if not is_open and not self.is_open:
            raise OracleError(22289, "cannot perform CLOSE operation on an unopened file or LOB")
        self.is_open = is_open

    def check_writable(self) -> None:
        if self.row_state == _LOCKED:
            raise UnsupportedError("writing through the locator of a row's LOB; UPDATE the row instead")
        if self.row_state:
            raise OracleError(22920, "row containing the LOB value is not locked")


_READ, _LOCKED = "read", "locked"


class Lobs:
    """Locators and what they locate, of one session."""

    def __init__(self) -> None:
        self._lobs: dict[bytes, _Lob] = {}
        self._number = 0

    def locate(self, value: bytes, column: ColumnDescription, *, is_locked: bool) -> bytes:
        """What stands in a row for a LOB with this content, under a new locator."""
        has_characters = column.wire_type is WireType.CLOB
        content = varchar_to_national(value) if has_characters else value
        lob = _Lob(bytearray(content), has_characters, _LOCKED if is_locked else _READ)
        return write_located(self._keep(lob), lob.size, lob.chunk_size)

    def content(self, locator: bytes) -> bytes:
        """The whole content, text in UTF-8.

        Raises:
            OracleError: ORA-22275 for a locator that was freed or never given.
        """
        lob = self._find(locator)
        content = bytes(lob.content)
        return national_to_varchar(content) if lob.has_characters else content

    def answer(self, request: LobOp, *, is_in_transaction: bool) -> bytes:
        """Perform one operation and write its answer.

        Raises:
            OracleError: ORA-22275 for a locator that was freed or never given, or the operation is not allowed.
        """
        if request.operation is LobOperation.CREATE_TEMPORARY:
            answer = self._create(request.type_number)
        else:
            answer = _perform(request, self._find(request.locator))
        return write_lob_answer(request, answer, is_in_transaction=is_in_transaction)

    def free(self, locators: tuple[bytes, ...]) -> None:
        """Forget LOBs; unknown locators are left alone, the client does not wait for an answer."""
        for locator in locators:
            self._lobs.pop(locator, None)

    def _create(self, type_number: int) -> LobAnswer:
        if type_number not in (WireType.CLOB, WireType.BLOB):
            raise UnsupportedError(f"temporary LOBs of type number {type_number}")
        return LobAnswer(self._keep(_Lob(bytearray(), type_number == WireType.CLOB)))

    def _keep(self, lob: _Lob) -> bytes:
        self._number += 1
        locator = new_locator(self._number, has_characters=lob.has_characters)
        self._lobs[locator] = lob
        return locator

    def _find(self, locator: bytes) -> _Lob:
        try:
            return self._lobs[locator]
        except KeyError:
            raise OracleError(22275, "invalid LOB locator specified") from None


def _perform(request: LobOp, lob: _Lob) -> LobAnswer:
    content, amount = b"", 0
    match request.operation:
        case LobOperation.GET_LENGTH:
            amount = lob.size
        case LobOperation.GET_CHUNK_SIZE:
            amount = lob.chunk_size
        case LobOperation.READ:
            content = lob.read(request.offset, request.amount or 0)
            amount = len(content) // lob.unit_bytes
        case LobOperation.WRITE:
            lob.check_writable()
            lob.write(request.offset, request.data)
        case LobOperation.TRIM:
            lob.check_writable()
            lob.trim(request.amount or 0)
        case LobOperation.OPEN | LobOperation.CLOSE:
            lob.set_open(is_open=request.operation is LobOperation.OPEN)
        case LobOperation.IS_OPEN | LobOperation.CREATE_TEMPORARY:
            pass
    return LobAnswer(request.locator, content, amount, lob.is_open)
