"""Packets on a socket: framing, data flags and markers.

A packet is a length, a type, flags and a body. The length has 16 bits until ACCEPT is sent and 32 bits afterwards
(protocol version 315 and later). The body of a DATA packet begins with 16 bits of data flags.
"""

import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from struct import Struct

from oracle_standin.errors import ProtocolError

MAX_SDU = 2_097_152  # Database Net Services Reference, DEFAULT_SDU_SIZE: up to 2 MB
MIN_SDU = 512
_HEADER_BYTES = 8
_DATA_FLAGS_BYTES = 2
_RECEIVE_BYTES = 262_144

_NARROW_HEADER = Struct(">HHBBH")
_WIDE_HEADER = Struct(">IBBH")
_DATA_HEADER = Struct(">IBBHH")
_U16 = Struct(">H")
_U32 = Struct(">I")


class PacketType(IntEnum):
    """Packet types (python-oracledb, constants.pxi, TNS_PACKET_TYPE_*)."""

    CONNECT = 1
    ACCEPT = 2
    REFUSE = 4
    DATA = 6
    MARKER = 12


class Marker(IntEnum):
    """What a MARKER packet says. A client interrupts, the server breaks, and both reset to get in step again."""

    BREAK = 1
    RESET = 2
    INTERRUPT = 3


# data flags (constants.pxi, TNS_DATA_FLAGS_*)
_END_OF_FILE = 0x0040  # the client's last packet
_END_OF_REQUEST = 0x0800  # the last packet of a request, inside a pipeline only
_END_OF_RESPONSE = 0x2000


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet; `body` is all behind the 8 bytes of the header."""

    type: int
    body: bytes

    @property
    def payload(self) -> bytes:
        """The body of a DATA packet without its flags."""
        return self.body[_DATA_FLAGS_BYTES:]

    @property
    def is_end_of_file(self) -> bool:
        """Whether this is the empty DATA packet with which a client says goodbye."""
        return self.type == PacketType.DATA and bool(self._flags & _END_OF_FILE)

    @property
    def is_end_of_request(self) -> bool:
        """Whether the client says that its request ends here; it does so in a pipeline only."""
        return bool(self._flags & _END_OF_REQUEST)

    @property
    def _flags(self) -> int:
        flags: int = _U16.unpack_from(self.body)[0]
        return flags


class PacketStream:
    """The packets of one connection.

    One thread reads and writes; any may ask `is_interrupted` while it does neither.

    Attributes:
        sdu: The largest packet in bytes, both ways (session data unit).
        has_wide_lengths: Set it before ACCEPT is sent.
        marks_ends: Whether the last packet of an answer has a mark; agreed in ACCEPT.

    `transfer_s` says how long a slow network takes for so many bytes.
    """

    def __init__(self, connection: socket.socket, transfer_s: Callable[[int], float] = lambda _: 0.0) -> None:
        self.sdu = 8192  # what a client assumes before ACCEPT names another
        self.has_wide_lengths = False
        self.marks_ends = False
        self._transfer_s = transfer_s
        self._socket = connection
        self._asking = threading.Lock()
        self._received = b""
        self._position = 0

    def read(self) -> Packet:
        """The next packet; waits for it.

        Raises:
            ConnectionError: The client is gone or says goodbye.
            ProtocolError: The bytes are no packet.
        """
        self._receive(_HEADER_BYTES)
        length, packet_type = self._header(self._received[self._position : self._position + _HEADER_BYTES])
        if length < _HEADER_BYTES + _DATA_FLAGS_BYTES or length > MAX_SDU:
            raise ProtocolError(f"a packet of {length} bytes")
        self._receive(length)
        end = self._position + length
        packet = Packet(packet_type, self._received[self._position + _HEADER_BYTES : end])
        self._position = end
        if packet.is_end_of_file:
            raise ConnectionResetError("the client closed the connection")
        return packet

    def is_last_of_message(self, packet: Packet) -> bool:
        """Whether no further packet of the same message can follow.

        A client sends a packet when it cannot take the next primitive, which has at most 8 bytes
        (python-oracledb, buffer.pyx).
        """
        return packet.is_end_of_request or _HEADER_BYTES + len(packet.body) < self.sdu - 8

    def send_data(self, payload: bytes, *, is_end_of_response: bool = False) -> None:
        """Send the payload in as many DATA packets as the SDU makes necessary."""
        room = self.sdu - _HEADER_BYTES - _DATA_FLAGS_BYTES
        packets = bytearray()
        for start in range(0, len(payload), room):
            part = payload[start : start + room]
            flags = _END_OF_RESPONSE if is_end_of_response and start + room >= len(payload) else 0
            packets += _DATA_HEADER.pack(_HEADER_BYTES + _DATA_FLAGS_BYTES + len(part), PacketType.DATA, 0, 0, flags)
            packets += part
        self._take_time(len(packets))
        self._socket.sendall(packets)

    def send_marker(self, marker: Marker) -> None:
        """Send a MARKER packet."""
        self._send(PacketType.MARKER, bytes((1, 0, marker)))

    def send_answer_to_connect(self, packet_type: PacketType, body: bytes) -> None:
        """Send ACCEPT or REFUSE, whose lengths have 16 bits whatever was agreed."""
        self._socket.sendall(_NARROW_HEADER.pack(_HEADER_BYTES + len(body), 0, packet_type, 0, 0) + body)

    def wait_for_ever(self) -> None:
        """Let a client take its time; until now it had the time that the socket gives for one answer."""
        self._socket.settimeout(None)

    def is_interrupted(self) -> bool:
        """Whether a marker or the end of the connection has arrived; does not wait for it."""
        with self._asking:
            try:
                self._receive_what_is_there()
            except (BlockingIOError, ssl.SSLWantReadError):
                pass
            except (OSError, ValueError):  # gone, or closed under our hands
                return True
            return self._has_marker()

    def _receive_what_is_there(self) -> None:
        if len(self._received) - self._position >= _RECEIVE_BYTES:
            return  # a client that sends ahead, as in a pipeline, fills no memory while it waits
        timeout = self._socket.gettimeout()
        self._socket.settimeout(0)
        try:
            part = self._socket.recv(_RECEIVE_BYTES)
        finally:
            self._socket.settimeout(timeout)
        if not part:
            raise ConnectionResetError("the client is gone")
        self._received, self._position = self._received[self._position :] + part, 0

    def _has_marker(self) -> bool:
        position = self._position
        while position + _HEADER_BYTES <= len(self._received):
            length, packet_type = self._header(self._received[position : position + _HEADER_BYTES])
            if packet_type == PacketType.MARKER:
                return True
            if length < _HEADER_BYTES:
                return False  # no packet: reading it will say so
            position += length
        return False

    def cut(self) -> None:
        """End the connection as a network does that fails."""
        self._socket.shutdown(socket.SHUT_RDWR)

    def linger(self, seconds: float) -> None:
        """Wait for the client to close, so that it reads what was sent last instead of a connection reset."""
        self._socket.shutdown(socket.SHUT_WR)
        self._socket.settimeout(seconds)
        while self._socket.recv(_RECEIVE_BYTES):
            pass

    def _header(self, header: bytes) -> tuple[int, int]:
        length: int = _U32.unpack_from(header)[0] if self.has_wide_lengths else _U16.unpack_from(header)[0]
        return length, header[4]

    def _receive(self, count: int) -> None:
        available = len(self._received) - self._position
        if available >= count:
            return
        parts = [self._received[self._position :]]
        while available < count:
            part = self._socket.recv(_RECEIVE_BYTES)
            if not part:
                raise ConnectionResetError("the client is gone")
            parts.append(part)
            available += len(part)
            self._take_time(len(part))
        self._received, self._position = b"".join(parts), 0

    def _take_time(self, byte_count: int) -> None:
        if seconds := self._transfer_s(byte_count):
            time.sleep(seconds)

    def _send(self, packet_type: PacketType, body: bytes) -> None:
        self._socket.sendall(_WIDE_HEADER.pack(_HEADER_BYTES + len(body), packet_type, 0, 0) + body)
