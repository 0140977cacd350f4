"""The LOBs that a client has locators of, with their whole content, until it frees them or goes."""

from dataclasses import dataclass

from oracle_standin.codec.text import national_to_varchar, varchar_to_national
from oracle_standin.codec.wire_types import ColumnDescription, WireType
from oracle_standin.errors import OracleError
from oracle_standin.ttc.lob_op import LobOp, LobOperation, new_locator, write_lob_answer, write_located

# what Oracle gives for a block size of 8 KB: 8060 characters or 8132 bytes
_CHUNK_CHARACTERS = 8060
_CHUNK_BYTES = 8132
_BYTES_PER_CODE_UNIT = 2


@dataclass(frozen=True, slots=True)
class _Lob:
    content: bytes  # of a CLOB in UTF-16: offsets and lengths count its code units
    has_characters: bool

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
        return self.content[start : start + amount * self.unit_bytes]


class Lobs:
    """Locators and what they locate, of one session."""

    def __init__(self) -> None:
        self._lobs: dict[bytes, _Lob] = {}
        self._number = 0

    def locate(self, value: bytes, column: ColumnDescription) -> bytes:
        """What stands in a row for a LOB with this content, under a new locator."""
        has_characters = column.wire_type is WireType.CLOB
        lob = _Lob(varchar_to_national(value) if has_characters else value, has_characters)
        self._number += 1
        locator = new_locator(self._number, has_characters=has_characters)
        self._lobs[locator] = lob
        return write_located(locator, lob.size, lob.chunk_size)

    def content(self, locator: bytes) -> bytes:
        """The whole content, text in UTF-8.

        Raises:
            OracleError: ORA-22275 for a locator that was freed or never given.
        """
        lob = self._find(locator)
        return national_to_varchar(lob.content) if lob.has_characters else lob.content

    def answer(self, request: LobOp, *, is_in_transaction: bool) -> bytes:
        """Perform one operation and write its answer.

        Raises:
            OracleError: ORA-22275 for a locator that was freed or never given.
        """
        lob, content = self._find(request.locator), b""
        match request.operation:
            case LobOperation.GET_LENGTH:
                amount = lob.size
            case LobOperation.GET_CHUNK_SIZE:
                amount = lob.chunk_size
            case LobOperation.READ:
                content = lob.read(request.offset, request.amount)
                amount = len(content) // lob.unit_bytes
        return write_lob_answer(request, amount, content, is_in_transaction=is_in_transaction)

    def free(self, locators: tuple[bytes, ...]) -> None:
        """Forget LOBs; unknown locators are left alone, the client does not wait for an answer."""
        for locator in locators:
            self._lobs.pop(locator, None)

    def _find(self, locator: bytes) -> _Lob:
        try:
            return self._lobs[locator]
        except KeyError:
            raise OracleError(22275, "invalid LOB locator specified") from None
