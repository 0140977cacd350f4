"""The first exchange of a connection: CONNECT from the client, ACCEPT or REFUSE from the server."""

import re
from dataclasses import dataclass
from struct import Struct
from struct import error as StructError  # noqa: N812 - an exception class with a lower-case name

from oracle_standin.errors import OracleError, ProtocolError
from oracle_standin.tns.packets import MAX_SDU, MIN_SDU, Packet, PacketStream, PacketType

_VERSION = 319
_MIN_VERSION = 315  # the first with 32-bit packet lengths
_BODY_OFFSET = 8  # offsets in a CONNECT packet count from its header

# version, lowest version, options, SDU, TDU, 3 fields of no interest, length and offset of the connect data
_CONNECT = Struct(">HHHHHHHHHH")
_WIDE_SDU = Struct(">58xI")

_NETWORK_SERVICES_ABSENT = 0x0C  # 0x04 disabled, 0x08 none linked: without them drivers negotiate encryption
# version, options, SDU, TDU, byte order, data length, data offset, flags, 8 unused, SDU, TDU, compression, more flags
_ACCEPT = Struct(">HHHHHHHBB8xIIBI")
_BYTE_ORDER = 1
_ACCEPT_BYTES = 45
# options without 0x0400: a client that may not send TCP urgent data interrupts with markers
_OPTIONS = 0x0001

_MIN_VERSION_WITH_MARKS = 319
_FAST_AUTHENTICATION = 0x10000000  # TNS_ACCEPT_FLAG_FAST_AUTH
_END_OF_RESPONSE = 0x02000000  # TNS_ACCEPT_FLAG_HAS_END_OF_RESPONSE

_REFUSE = Struct(">BBH")


@dataclass(frozen=True, slots=True)
class ConnectRequest:
    """What a client asks for. `service_name` or `sid` is empty if the client gave the other one."""

    version: int
    sdu: int
    service_name: str
    sid: str
    wants_pooled_server: bool = False


def read_connect(stream: PacketStream) -> ConnectRequest:
    """The client's CONNECT; long connect data follow in a DATA packet of their own.

    Raises:
        ProtocolError: The first bytes are no CONNECT packet.
    """
    packet = stream.read()
    if packet.type != PacketType.CONNECT:
        raise ProtocolError(f"a connection begins with packet type {packet.type}")
    try:
        version, _, _, sdu, _, _, _, _, length, offset = _CONNECT.unpack_from(packet.body)
        sdu = max(sdu, _wide_sdu(packet, offset))
    except StructError:
        raise ProtocolError("CONNECT is cut off") from None
    data = packet.body[offset - _BODY_OFFSET :] if offset >= _BODY_OFFSET else b""
    if not data and length:
        data = stream.read().payload
    if len(data) != length:
        raise ProtocolError(f"{len(data)} bytes of connect data instead of {length}")
    text = data.decode("utf-8", "replace")
    return ConnectRequest(
        version,
        max(MIN_SDU, min(sdu, MAX_SDU)),
        _value(text, "SERVICE_NAME"),
        _value(text, "SID"),
        _value(text, "SERVER").upper() == "POOLED",
    )


def accept(stream: PacketStream, request: ConnectRequest, *, has_pipelining: bool) -> None:
    """Send ACCEPT; from here on packets have 32-bit lengths and the client's SDU.

    With pipelining the client may authenticate in one message, and answers have a mark at their end.

    Raises:
        ProtocolError: The client is older than these packets.
    """
    if request.version < _MIN_VERSION:
        raise ProtocolError(f"the client speaks version {request.version}, at least {_MIN_VERSION} is needed")
    version, narrow_sdu = min(request.version, _VERSION), min(request.sdu, 0xFFFF)
    marks_ends = has_pipelining and version >= _MIN_VERSION_WITH_MARKS
    body = _ACCEPT.pack(
        version,
        _OPTIONS,
        narrow_sdu,
        narrow_sdu,
        _BYTE_ORDER,
        0,
        _ACCEPT_BYTES,
        _NETWORK_SERVICES_ABSENT,
        _NETWORK_SERVICES_ABSENT,
        request.sdu,
        request.sdu,
        0,
        _FAST_AUTHENTICATION | _END_OF_RESPONSE if marks_ends else 0,
    )
    stream.has_wide_lengths = True
    stream.marks_ends = marks_ends
    stream.sdu = request.sdu
    stream.send_answer_to_connect(PacketType.ACCEPT, body)


def refuse(stream: PacketStream, error: OracleError) -> None:
    """Send REFUSE with the code of a listener error, such as ORA-12514."""
    # drivers look for "(ERR=" behind the first character
    text = (
        f"(DESCRIPTION=(TMP=)(VSNNUM=0)(ERR={error.code})(ERROR_STACK=(ERROR=(CODE={error.code})(EMFI=4))))"
    ).encode()
    stream.send_answer_to_connect(PacketType.REFUSE, _REFUSE.pack(34, 0, len(text)) + text)


def _wide_sdu(packet: Packet, offset: int) -> int:
    has_wide_sdu = offset >= _WIDE_SDU.size
    sdu: int = _WIDE_SDU.unpack_from(bytes(_BODY_OFFSET) + packet.body)[0] if has_wide_sdu else 0
    return sdu


def _value(connect_data: str, name: str) -> str:
    match = re.search(rf"\(\s*{name}\s*=\s*([^()]*?)\s*\)", connect_data, re.IGNORECASE)
    return match[1] if match else ""
