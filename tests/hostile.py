"""Clients that no honest driver is: they send what a real one has sent, with changes, before or after the log-on."""

import asyncio
import random
import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from decimal import Decimal

import oracledb

from oracle_standin import Standin

HUGE = (b"\xff\xff\0\0\1\0\0\0", b"\x00\x3a\0\0\6\0\0\0", b"\0\0\0\0\1\0\0\0", b"\xff" * 8)
_HEADER_BYTES = 8
_TIMEOUT_S = 2.0
_QUIET_S = 0.03
_GOODBYE = b"\0\0\0\x0a\6\0\0\0\0\x40"  # the last packet of a session


class Wire:
    """Stands between one driver and the server, and keeps the bytes that the driver sends."""

    def __init__(self, standin: Standin) -> None:
        self.sent = bytearray()
        self._standin = standin
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._end, self._waker = socket.socketpair()
        self._server = socket.create_connection((standin.host, standin.port))
        self._pump = threading.Thread(target=self._copy)
        self._pump.start()

    @property
    def parameters(self) -> dict[str, str]:
        """What the driver needs to log on."""
        dsn = f"127.0.0.1:{self._listener.getsockname()[1]}/{self._standin.service_name}"
        return {"user": self._standin.user, "password": self._standin.password, "dsn": dsn}

    def release(self) -> socket.socket:
        """Cut the driver off; the socket to the server now belongs to the caller."""
        self._waker.close()
        self._pump.join()
        self._listener.close()
        return self._server

    def _copy(self) -> None:
        client, _ = self._listener.accept()
        with client, self._end, suppress(OSError):
            while True:
                readable, _, _ = select.select([client, self._server, self._end], [], [])
                if self._end in readable:
                    return
                for source, target in ((client, self._server), (self._server, client)):
                    if source in readable:
                        data = source.recv(65_536)
                        target.sendall(data)
                        if source is client:
                            self.sent += data


def recorded(standin: Standin) -> tuple[list[bytes], list[bytes]]:
    """The packets of real sessions: up to the log-on, and those of their work."""
    wire = Wire(standin)
    with oracledb.connect(**wire.parameters) as connection:
        log_on = len(wire.sent)
        work(connection)
    wire.release().close()
    other_wire = Wire(standin)
    begin = asyncio.run(work_in_pipeline(other_wire))
    other_wire.release().close()
    packets = [*_wide_packets(bytes(wire.sent[log_on:])), *_wide_packets(bytes(other_wire.sent[begin:]))]
    return list(packets_of(bytes(wire.sent[:log_on]))), [packet for packet in packets if packet != _GOODBYE]


def work(connection: oracledb.Connection) -> None:
    """All kinds of requests: array DML with errors, LOBs, JSON, PL/SQL, direct path, a pipeline, attributes."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS recorded PURGE")  # it is run again and again
        cursor.execute("CREATE TABLE recorded (n NUMBER PRIMARY KEY, v VARCHAR2(10), d DATE, c CLOB, j JSON)")
        rows = [(n, "a" * n, datetime(2024, 1, n), "text", {"n": n}) for n in range(1, 8)]  # noqa: DTZ001 - a DATE
        cursor.setinputsizes(None, None, None, None, oracledb.DB_TYPE_JSON)
        cursor.executemany("INSERT INTO recorded VALUES (:1, :2, :3, :4, :5)", rows, arraydmlrowcounts=True)
        doubled = [(1, "x"), (8, "x" * 11), (9, None)]
        cursor.executemany("INSERT INTO recorded (n, v) VALUES (:1, :2)", doubled, batcherrors=True)
        connection.commit()
        cursor.arraysize = 2
        for _, lob in cursor.execute("SELECT n, c FROM recorded ORDER BY n FETCH FIRST 3 ROWS ONLY"):
            assert lob.read() == "text"
        lob = connection.createlob(oracledb.DB_TYPE_CLOB)
        lob.write("long" * 3_000)
        cursor.execute("UPDATE recorded SET c = :1 WHERE n = 1", [lob])
        count = cursor.var(int)
        cursor.execute("UPDATE recorded SET v = 'b' WHERE n < 3 RETURNING n INTO :1", [count])
        cursor.execute("BEGIN :1 := :2; END;", [count, Decimal("1.5")])
        connection.module, connection.action = "module", "action"
        connection.ping()
        connection.rollback()
    columns = ["n", "v"]
    connection.direct_path_load(connection.username, "recorded", columns, [(20 + n, "direct") for n in range(3)])


async def work_in_pipeline(wire: Wire) -> int:
    """Requests that do not wait for answers; what was sent before them is so long."""
    async with oracledb.connect_async(**wire.parameters) as connection:
        begin = len(wire.sent)
        pipeline = oracledb.create_pipeline()
        pipeline.add_execute("INSERT INTO recorded (n) VALUES (:1)", [99])
        pipeline.add_fetchall("SELECT n FROM recorded")
        pipeline.add_commit()
        await connection.run_pipeline(pipeline)
    return begin


@contextmanager
def connected(standin: Standin) -> Iterator[socket.socket]:
    """The socket of a connection on which nothing has been said."""
    with socket.create_connection((standin.host, standin.port), timeout=_TIMEOUT_S) as attacker:
        yield attacker


@contextmanager
def logged_on(standin: Standin) -> Iterator[socket.socket]:
    """The socket of a session that a real driver has opened."""
    wire = Wire(standin)
    connection = oracledb.connect(**wire.parameters)
    with wire.release() as attacker:
        attacker.settimeout(_TIMEOUT_S)
        yield attacker
    with suppress(oracledb.Error):
        connection.close()


def send(attacker: socket.socket, packets: list[bytes]) -> None:
    """Send without waiting, read what comes until it is quiet, and leave."""
    with suppress(OSError):
        for packet in packets:
            attacker.sendall(packet)
        attacker.settimeout(_QUIET_S)
        while attacker.recv(65_536):
            pass


def packets_of(sent: bytes) -> Iterator[bytes]:
    """The packets of a connection from its beginning: the lengths have 16 bits in CONNECT alone."""
    size = int.from_bytes(sent[:2])
    yield sent[:size]
    yield from _wide_packets(sent[size:])


def _wide_packets(sent: bytes) -> Iterator[bytes]:
    while sent:
        size = int.from_bytes(sent[:4])
        yield sent[:size]
        sent = sent[size:]


def mutated(packets: list[bytes], random_: random.Random) -> list[bytes]:
    """The packets with changes of bytes, lengths or order."""
    result = list(packets)
    for _ in range(random_.randint(1, 4)):
        place, other = random_.randrange(len(result)), random_.randrange(len(result))
        match random_.randrange(3):
            case 0:
                result[place], result[other] = result[other], result[place]
            case 1:
                result.insert(place, result[other])
            case _:
                result[place] = _changed(result[place], random_)
    return result


def _changed(packet: bytes, random_: random.Random) -> bytes:
    data = bytearray(packet)
    match random_.randrange(5):
        case 0:
            for _ in range(random_.randint(1, 8)):
                data[random_.randrange(len(data))] = random_.randrange(256)
        case 1:
            data = data[: random_.randrange(1, len(data) + 1)]
        case 2:
            data[:_HEADER_BYTES] = random_.choice(HUGE)
        case 3:
            start = random_.randrange(len(data))
            data[start:start] = random_.randbytes(random_.randint(1, 300))
        case _:
            place = random_.randrange(min(_HEADER_BYTES, len(data) - 1), len(data))
            data[place] = random_.choice((0, 1, 0x7F, 0x80, 0xFD, 0xFE, 0xFF, data[place] ^ 1))
    if random_.random() < 0.7 and len(data) > _HEADER_BYTES:  # otherwise nothing behind the header is ever looked at
        length_bytes = 2 if packet[0] or packet[1] else 4
        data[:length_bytes] = len(data).to_bytes(length_bytes)
    return bytes(data)
