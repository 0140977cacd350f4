"""The primitives of an answer, each as bytes: integers with a length byte and byte strings."""

_MAX_SHORT_LENGTH = 252
_CHUNK_BYTES = 32_767

LENGTH_BYTES = tuple(bytes((length,)) for length in range(_MAX_SHORT_LENGTH + 1))


def ub(number: int) -> bytes:
    """An unsigned integer: its length in bytes, then the bytes, the most significant first."""
    length = (number.bit_length() + 7) >> 3
    return bytes((length,)) + number.to_bytes(length)


def sb(number: int) -> bytes:
    """A signed integer: the highest bit of the length byte is the sign."""
    if number >= 0:
        return ub(number)
    length = (number.bit_length() + 7) >> 3
    return bytes((0x80 | length,)) + (-number).to_bytes(length)


def clr(value: bytes) -> bytes:
    """A byte string: one length byte or, beyond 252 bytes, chunks."""
    if len(value) <= _MAX_SHORT_LENGTH:
        return LENGTH_BYTES[len(value)] + value
    chunks = [value[start : start + _CHUNK_BYTES] for start in range(0, len(value), _CHUNK_BYTES)]
    return b"\xfe" + b"".join(ub(len(chunk)) + chunk for chunk in chunks) + b"\0"


def dalc(value: bytes) -> bytes:
    """A byte string with its length in front as an integer."""
    return ub(len(value)) + clr(value) if value else b"\0"
