"""The primitives of a request: integers with a length byte, byte strings, and more packets when they run out."""

from collections.abc import Callable

from oracle_standin.errors import ProtocolError

LONG_LENGTH = 0xFE  # chunks with a length each follow
NULL_LENGTH = 0xFF
ESCAPE = 0xFD  # followed by 1: NULL of a BOOLEAN bind


class Reader:
    """Reads one message; a message may span packets, which cut values anywhere.

    Attributes:
        data: The bytes at hand.
        position: The first byte of them that has not been read.
    """

    def __init__(self, payload: bytes, pull: Callable[[], bytes]) -> None:
        """Start with the payload of the first packet; `pull` waits for that of the next one."""
        self.data = payload
        self.position = 0
        self._pull = pull

    @property
    def is_at_end(self) -> bool:
        """Whether all bytes at hand have been read."""
        return self.position == len(self.data)

    def next_byte(self) -> int:
        """The byte that comes next, which stays unread."""
        byte = self.u8()
        self.position -= 1
        return byte

    def u8(self) -> int:
        """One byte."""
        return self.raw(1)[0]

    def raw(self, count: int) -> bytes:
        """`count` bytes."""
        end = self.position + count
        if end > len(self.data):
            self._require(count)
            end = count
        value = self.data[self.position : end]
        self.position = end
        return value

    def u16(self) -> int:
        """Two bytes, the most significant first."""
        return int.from_bytes(self.raw(2))

    def ub(self) -> int:
        """An unsigned integer: its length in bytes, then the bytes, the most significant first.

        Raises:
            ProtocolError: The length byte is none.
        """
        length = self.u8()
        if length > 8:
            raise ProtocolError(f"an integer of {length} bytes")
        return int.from_bytes(self.raw(length))

    def clr(self) -> bytes:
        """A byte string: one length byte or, beyond 252 bytes, chunks; NULL is empty."""
        length = self.u8()
        if length == NULL_LENGTH:
            return b""
        if length != LONG_LENGTH:
            return self.raw(length)
        chunks = []
        while size := self.ub():
            chunks.append(self.raw(size))
        return b"".join(chunks)

    def dalc(self) -> bytes:
        """A byte string with its length in front as an integer."""
        return self.clr() if self.ub() else b""

    def text(self) -> str:
        """A byte string in UTF-8, such as SQL or a key.

        Raises:
            ProtocolError: It is not UTF-8.
        """
        return decoded(self.clr())

    def _require(self, count: int) -> None:
        parts = [self.data[self.position :]]
        available = len(parts[0])
        while available < count:
            part = self._pull()
            parts.append(part)
            available += len(part)
        self.data, self.position = b"".join(parts), 0


def decoded(text: bytes) -> str:
    """The text of UTF-8 bytes.

    Raises:
        ProtocolError: They are none.
    """
    try:
        return text.decode()
    except UnicodeDecodeError:
        raise ProtocolError("text that is not UTF-8") from None
