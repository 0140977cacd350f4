"""Messages out of packets, and the way back in step when one is interrupted."""

from oracle_standin.errors import OracleError, ProtocolError
from oracle_standin.tns.packets import Marker, Packet, PacketStream, PacketType
from oracle_standin.ttc.end_of_response import END_OF_RESPONSE
from oracle_standin.ttc.reader import Reader


class ClientInterrupt(Exception):  # noqa: N818 - an event, not an error
    """A marker stands where a message, or the rest of one, was expected."""


class Message:
    """The next message of a client.

    Attributes:
        reader: Stands at its beginning and waits for the packets that it needs; it raises ORA-03137 if the message
            ends too early.
    """

    def __init__(self, stream: PacketStream) -> None:
        """Wait for its first packet.

        Raises:
            ClientInterrupt: The client wants to break off.
        """
        self._stream = stream
        self._packet = _read_data(stream)
        self.reader = Reader(self._packet.payload, self._next_payload)

    def skip(self) -> None:
        """Read on to the end that the client marks, which it does in a pipeline only."""
        while not self._packet.is_end_of_request:
            self._packet = _read_data(self._stream)

    def _next_payload(self) -> bytes:
        if self._stream.is_last_of_message(self._packet):
            raise OracleError(3137, "malformed TTC packet from client rejected: the message is cut off")
        self._packet = _read_data(self._stream)
        return self._packet.payload


def send_answer(stream: PacketStream, answer: bytes) -> None:
    """Send the whole answer to a request, with the mark at its end if the client was promised one."""
    if stream.marks_ends:
        stream.send_data(answer + END_OF_RESPONSE, is_end_of_response=True)
    else:
        stream.send_data(answer)


def reset(stream: PacketStream) -> None:
    """Drop everything until both sides agree that a new message begins: BREAK, the client's RESET, RESET."""
    stream.send_marker(Marker.BREAK)
    while not _is_reset(stream.read()):
        pass
    stream.send_marker(Marker.RESET)


def _read_data(stream: PacketStream) -> Packet:
    packet = stream.read()
    if packet.type == PacketType.MARKER:
        raise ClientInterrupt
    if packet.type != PacketType.DATA:
        raise ProtocolError(f"packet type {packet.type} inside a session")
    return packet


def _is_reset(packet: Packet) -> bool:
    return packet.type == PacketType.MARKER and packet.body[2:3] == bytes((Marker.RESET,))
