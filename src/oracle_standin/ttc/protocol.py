"""PROTOCOL (1): the driver names itself, the server its character sets and capabilities."""

from oracle_standin.errors import ProtocolError
from oracle_standin.ttc.capabilities import Capabilities
from oracle_standin.ttc.reader import Reader
from oracle_standin.ttc.writer import clr

MESSAGE_TYPE = 1
_VERSION = 6  # Oracle 8.1 and later
# node-oracledb takes no more than 48 bytes
_BANNER = b"oracle_standin, which is not Oracle Database"
_AL32UTF8 = 873
_AL16UTF16 = 2000
_MAX_NAME_BYTES = 128


def read_protocol(reader: Reader) -> str:
    """The name of the driver.

    Raises:
        ProtocolError: This is no PROTOCOL message.
    """
    if reader.u8() != MESSAGE_TYPE:
        raise ProtocolError("the first message is not PROTOCOL")
    _zero_terminated(reader)
    return _zero_terminated(reader).decode("utf-8", "replace")


def write_protocol(capabilities: Capabilities) -> bytes:
    """The server's character sets (AL32UTF8, national AL16UTF16) and capabilities."""
    # the national character set stands at 6 + byte 5 + byte 6 + 3 of the FDO (python-oracledb, protocol.pyx)
    fdo = bytes(9) + _AL16UTF16.to_bytes(2)
    return b"".join(
        (
            bytes((MESSAGE_TYPE, _VERSION, 0)),
            _BANNER + b"\0",
            _AL32UTF8.to_bytes(2, "little"),
            b"\1",
            bytes(2),
            len(fdo).to_bytes(2),
            fdo,
            clr(capabilities.compile_time),
            clr(capabilities.run_time),
        )
    )


def _zero_terminated(reader: Reader) -> bytes:
    value = bytearray()
    while byte := reader.u8():
        value.append(byte)
        if len(value) > _MAX_NAME_BYTES:
            raise ProtocolError("PROTOCOL has no end")
    return bytes(value)
