import socket
import threading
from collections.abc import Iterator
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle_standin.errors import ProtocolError
from oracle_standin.tns.packets import Marker, PacketStream, PacketType


@pytest.fixture
def pair() -> Iterator[tuple[PacketStream, socket.socket]]:
    """A stream with 32-bit lengths and the client's end of its socket."""
    server, client = socket.socketpair()
    with server, client:
        stream = PacketStream(server)
        stream.has_wide_lengths = True
        yield stream, client


def data_packet(payload: bytes, flags: int = 0) -> bytes:
    return pack(">IBBHH", 10 + len(payload), PacketType.DATA, 0, 0, flags) + payload


def marker_packet(marker: Marker) -> bytes:
    return pack(">IBBH", 11, PacketType.MARKER, 0, 0) + bytes((1, 0, marker))


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=8), st.lists(st.integers(1, 50), max_size=30))
def test_packets_are_read_however_the_network_cuts_them(payloads: list[bytes], cuts: list[int]) -> None:
    server, client = socket.socketpair()
    with server, client:
        stream = PacketStream(server)
        stream.has_wide_lengths = True

        def send() -> None:
            sent = b"".join(map(data_packet, payloads))
            for cut in cuts:
                client.sendall(sent[:cut])
                sent = sent[cut:]
            client.sendall(sent)

        sender = threading.Thread(target=send)
        sender.start()
        assert [stream.read().payload for _ in payloads] == payloads
        sender.join()


@given(st.binary(max_size=3000), st.integers(512, 1000))
def test_a_payload_arrives_in_packets_no_larger_than_the_sdu(payload: bytes, sdu: int) -> None:
    server, client = socket.socketpair()
    with server, client:
        sender, receiver = PacketStream(server), PacketStream(client)
        sender.sdu = sdu
        receiver.has_wide_lengths = True
        sender.send_data(payload)
        server.shutdown(socket.SHUT_WR)

        received = b""
        while len(received) < len(payload):
            packet = receiver.read()
            assert len(packet.body) + 8 <= sdu
            received += packet.payload
        assert received == payload


def test_before_accept_lengths_have_16_bits() -> None:
    server, client = socket.socketpair()
    with server, client:
        client.sendall(pack(">HHBBH", 11, 0, PacketType.CONNECT, 0, 0) + b"abc")

        assert PacketStream(server).read().body == b"abc"


def test_the_last_packet_of_a_client_ends_the_connection(pair: tuple[PacketStream, socket.socket]) -> None:
    stream, client = pair
    client.sendall(data_packet(b"", flags=0x0040))

    with pytest.raises(ConnectionError):
        stream.read()


def test_a_client_that_goes_in_the_middle_of_a_packet_ends_the_connection(
    pair: tuple[PacketStream, socket.socket],
) -> None:
    stream, client = pair
    client.sendall(data_packet(b"half a message")[:15])
    client.close()

    with pytest.raises(ConnectionError):
        stream.read()


@pytest.mark.parametrize("length", [0, 7, 9, 0xFFFFFFFF])
def test_an_impossible_length_is_no_packet(pair: tuple[PacketStream, socket.socket], length: int) -> None:
    stream, client = pair
    client.sendall(pack(">IBBH", length, PacketType.DATA, 0, 0))

    with pytest.raises(ProtocolError, match=f"{length} bytes"):
        stream.read()


def test_a_waiting_marker_is_an_interrupt_and_can_still_be_read(pair: tuple[PacketStream, socket.socket]) -> None:
    stream, client = pair
    assert not stream.is_interrupted()

    client.sendall(marker_packet(Marker.INTERRUPT))

    assert stream.is_interrupted()
    assert stream.read().body == bytes((1, 0, Marker.INTERRUPT))
    assert not stream.is_interrupted()


def test_a_marker_that_came_together_with_a_message_is_an_interrupt(pair: tuple[PacketStream, socket.socket]) -> None:
    stream, client = pair
    client.sendall(data_packet(b"execute") + marker_packet(Marker.INTERRUPT))

    assert stream.read().payload == b"execute"
    assert stream.is_interrupted()


def test_waiting_data_is_no_interrupt(pair: tuple[PacketStream, socket.socket]) -> None:
    stream, client = pair
    client.sendall(data_packet(b"the next request"))

    assert not stream.is_interrupted()


def test_a_lost_client_is_an_interrupt(pair: tuple[PacketStream, socket.socket]) -> None:
    stream, client = pair
    client.close()

    assert stream.is_interrupted()


def test_only_a_packet_near_the_sdu_can_have_a_successor(pair: tuple[PacketStream, socket.socket]) -> None:
    stream, client = pair
    for size, is_last in ((100, True), (8192 - 9, True), (8192 - 8, False), (8192, False)):
        client.sendall(data_packet(bytes(size - 10)))
        assert stream.is_last_of_message(stream.read()) == is_last
