import socket
from collections.abc import Iterator
from struct import pack, unpack_from

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle_standin.errors import OracleError, ProtocolError
from oracle_standin.tns.connect import ConnectRequest, accept, read_connect, refuse
from oracle_standin.tns.packets import PacketStream, PacketType

CONNECT_DATA = "(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=h)(PORT=1))(CONNECT_DATA=({})(CID=(PROGRAM=p)(USER=u))))"


@pytest.fixture
def pair() -> Iterator[tuple[PacketStream, socket.socket]]:
    server, client = socket.socketpair()
    with server, client:
        client.settimeout(5)
        yield PacketStream(server), client


def narrow(packet_type: int, body: bytes) -> bytes:
    return pack(">HHBBH", 8 + len(body), 0, packet_type, 0, 0) + body


def connect_packets(connect_data: str, *, version: int = 319, sdu: int = 8192) -> bytes:
    data = connect_data.encode()
    head = pack(">HHHHHHHHHHIBB", version, 300, 1, min(sdu, 65535), 65535, 0x4F98, 0, 1, len(data), 74, 0, 0x84, 0x84)
    body = head + bytes(24) + pack(">IIII", sdu, sdu, 0, 0)
    if len(data) <= 230:  # python-oracledb, constants.pxi, TNS_MAX_CONNECT_DATA
        return narrow(PacketType.CONNECT, body + data)
    return narrow(PacketType.CONNECT, body) + narrow(PacketType.DATA, bytes(2) + data)


def test_a_service_name_is_found_in_the_connect_data(pair: tuple[PacketStream, socket.socket]) -> None:
    stream, client = pair
    client.sendall(connect_packets(CONNECT_DATA.format("SERVICE_NAME=FREEPDB1"), sdu=65536))

    assert read_connect(stream) == ConnectRequest(319, 65536, service_name="FREEPDB1", sid="")


def test_a_sid_is_found_in_the_connect_data(pair: tuple[PacketStream, socket.socket]) -> None:
    stream, client = pair
    client.sendall(connect_packets(CONNECT_DATA.format(" sid = XE ")))

    assert read_connect(stream).sid == "XE"


def test_long_connect_data_come_in_a_packet_of_their_own(pair: tuple[PacketStream, socket.socket]) -> None:
    stream, client = pair
    client.sendall(connect_packets(CONNECT_DATA.format("SERVICE_NAME=" + "S" * 300)))

    assert read_connect(stream).service_name == "S" * 300


def test_accept_names_the_sdu_and_forbids_urgent_data(pair: tuple[PacketStream, socket.socket]) -> None:
    stream, client = pair
    accept(stream, ConnectRequest(319, 32768, "S", ""), has_pipelining=False)

    packet = client.recv(100)
    assert (len(packet), packet[4]) == (45, PacketType.ACCEPT)
    version, options = unpack_from(">HH", packet, 8)
    assert version == 319
    assert not options & 0x0400
    assert unpack_from(">I", packet, 32)[0] == 32768
    assert stream.sdu == 32768
    assert unpack_from(">I", packet, 41)[0] == 0
    assert not stream.marks_ends


@pytest.mark.parametrize(("version", "marks_ends"), [(318, False), (319, True)])
def test_only_clients_that_know_pipelining_are_promised_marks(
    pair: tuple[PacketStream, socket.socket], version: int, *, marks_ends: bool
) -> None:
    stream, client = pair
    accept(stream, ConnectRequest(version, 32768, "S", ""), has_pipelining=True)

    assert unpack_from(">I", client.recv(100), 41)[0] == (0x12000000 if marks_ends else 0)
    assert stream.marks_ends is marks_ends


def test_a_client_without_32_bit_lengths_is_not_accepted(pair: tuple[PacketStream, socket.socket]) -> None:
    stream, _ = pair
    with pytest.raises(ProtocolError, match="version 314"):
        accept(stream, ConnectRequest(314, 8192, "S", ""), has_pipelining=False)


def test_refuse_carries_the_listener_error_where_drivers_look_for_it(
    pair: tuple[PacketStream, socket.socket],
) -> None:
    stream, client = pair
    refuse(stream, OracleError(12514, "no such service"))

    packet = client.recv(500)
    assert packet[4] == PacketType.REFUSE
    assert packet[12:].find(b"(ERR=12514)") > 0


def test_a_connection_that_begins_with_something_else_is_no_connect(
    pair: tuple[PacketStream, socket.socket],
) -> None:
    stream, client = pair
    client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" + bytes(20_000))

    with pytest.raises(ProtocolError):
        read_connect(stream)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_request_or_a_clean_end(garbage: bytes) -> None:
    server, client = socket.socketpair()
    with server, client:
        client.sendall(narrow(PacketType.CONNECT, garbage))
        client.shutdown(socket.SHUT_WR)
        try:
            request = read_connect(PacketStream(server))
        except (ProtocolError, ConnectionError):
            return
        assert request.sdu >= 512
