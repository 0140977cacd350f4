"""TLS (tcps) with wallets, through the real driver."""

import asyncio
import gc
import socket
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import oracledb
import pytest

from certificates import Authority
from oracle_standin import Standin

pytestmark = pytest.mark.standin_only("the certificates of a server belong to the test")


@pytest.fixture(autouse=True)
def _sockets_of_the_driver_are_collected() -> Iterator[None]:
    """The driver leaves the sockets of connections that failed, and asyncio's TLS transports, to the collector."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tls")


@pytest.fixture(scope="module")
def authority(folder: Path) -> Authority:
    return Authority(folder / "ca")


@pytest.fixture(scope="module")
def secure(authority: Authority) -> Iterator[Standin]:
    """Asks no client for a certificate."""
    with Standin(tls=authority.server(common_name="db.example")) as standin:
        yield standin


@pytest.fixture(scope="module")
def mutual(authority: Authority) -> Iterator[Standin]:
    """Asks each client for a certificate of the same authority."""
    with Standin(tls=authority.server(client_authority=authority)) as standin:
        yield standin


def parameters(standin: Standin, wallet: Path, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - what the driver takes
    account = {"user": standin.user, "password": standin.password, "dsn": standin.dsn}
    return {**account, "wallet_location": str(wallet), **more}


def one(connection: oracledb.Connection, sql: str) -> object:
    with connection.cursor() as cursor:
        return cursor.execute(sql).fetchone()[0]


def test_a_wallet_with_the_authority_is_enough_for_one_way_tls(secure: Standin, authority: Authority) -> None:
    """python-oracledb user guide, "Securely Encrypting Network Traffic"."""
    with oracledb.connect(**parameters(secure, authority.wallet())) as connection:
        assert one(connection, "SELECT sys_context('USERENV', 'NETWORK_PROTOCOL') FROM dual") == "tcps"
        assert one(connection, "SELECT RPAD('x', 4000, 'y') FROM dual") == "x" + "y" * 3999


def test_large_values_pass_through_tls(secure: Standin, authority: Authority) -> None:
    """Net Services Reference, PROTOCOL: tcps carries what tcp carries."""
    rows = [(number, "ä" * 1_000) for number in range(3_000)]
    with oracledb.connect(**parameters(secure, authority.wallet())) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE large_rows (n NUMBER, v VARCHAR2(4000))")
        cursor.executemany("INSERT INTO large_rows VALUES (:1, :2)", rows)
        assert cursor.execute("SELECT n, v FROM large_rows ORDER BY n").fetchall() == rows


def test_a_server_of_another_authority_is_not_trusted(secure: Standin, folder: Path) -> None:
    """python-oracledb user guide, "Securely Encrypting Network Traffic"."""
    stranger = Authority(folder / "stranger", "Another CA")
    with pytest.raises(oracledb.OperationalError, match="CERTIFICATE_VERIFY_FAILED"):
        oracledb.connect(**parameters(secure, stranger.wallet()))


def test_the_distinguished_name_of_the_server_is_compared(secure: Standin, authority: Authority) -> None:
    """Net Services Reference, SSL_SERVER_CERT_DN."""
    with oracledb.connect(**parameters(secure, authority.wallet(), ssl_server_cert_dn="CN=db.example")) as connection:
        connection.ping()
    with pytest.raises(oracledb.DatabaseError, match=r"DPY-6001|DPY-6005"):
        oracledb.connect(**parameters(secure, authority.wallet(), ssl_server_cert_dn="CN=elsewhere.example"))


def test_the_host_name_of_the_server_is_compared(authority: Authority, secure: Standin) -> None:
    """Net Services Reference, SSL_SERVER_DN_MATCH."""
    elsewhere = secure.dsn.replace("127.0.0.1", "127.0.0.2")
    with pytest.raises(oracledb.DatabaseError):
        oracledb.connect(**parameters(secure, authority.wallet()) | {"dsn": elsewhere})


@pytest.mark.parametrize("password", [None, "Wallet_Pw7"])
def test_mutual_tls_takes_certificate_and_key_from_the_wallet(
    mutual: Standin, authority: Authority, password: str | None
) -> None:
    """python-oracledb user guide, "Connecting to Oracle Cloud Autonomous Databases": mTLS with ewallet.pem."""
    wallet = authority.wallet(password=password, is_client=True)
    with oracledb.connect(**parameters(mutual, wallet, wallet_password=password)) as connection:
        connection.ping()


def test_mutual_tls_refuses_a_client_without_a_certificate(mutual: Standin, authority: Authority) -> None:
    """Security Guide, "Configuring Transport Layer Security": SSL_CLIENT_AUTHENTICATION."""
    with pytest.raises(oracledb.OperationalError):
        oracledb.connect(**parameters(mutual, authority.wallet()))


def test_mutual_tls_refuses_a_certificate_of_another_authority(
    mutual: Standin, authority: Authority, folder: Path
) -> None:
    """Security Guide, "Configuring Transport Layer Security": SSL_CLIENT_AUTHENTICATION."""
    stranger = Authority(folder / "other", "Another CA").wallet(is_client=True)
    with (stranger / "ewallet.pem").open("ab") as file:
        file.write(authority.certificate_file.read_bytes())
    with pytest.raises(oracledb.OperationalError):
        oracledb.connect(**parameters(mutual, stranger))


def test_a_wrong_wallet_password_leaves_the_client_without_a_certificate(mutual: Standin, authority: Authority) -> None:
    """python-oracledb user guide, "Connecting to Oracle Cloud Autonomous Databases": wallet_password."""
    wallet = authority.wallet(password="Wallet_Pw7", is_client=True)
    with pytest.raises(oracledb.OperationalError):
        oracledb.connect(**parameters(mutual, wallet, wallet_password="wrong"))


def test_a_client_without_tls_is_not_served_and_harms_nobody(secure: Standin, authority: Authority) -> None:
    """Net Services Reference, PROTOCOL: an address has one protocol."""
    with socket.create_connection((secure.host, secure.port), timeout=10) as plain:
        plain.sendall(b"\0\x3a\0\0\1\0\0\0" + bytes(50))
        with suppress(ConnectionResetError):
            while answer := plain.recv(100):
                assert answer[4] != 2, "ACCEPT without TLS"
    with oracledb.connect(**parameters(secure, authority.wallet())) as connection:
        connection.ping()


def test_a_call_timeout_ends_a_call_over_tls(secure: Standin, authority: Authority) -> None:
    """python-oracledb API, Connection.call_timeout."""
    wallet = authority.wallet()
    with oracledb.connect(**parameters(secure, wallet)) as one_session, one_session.cursor() as cursor:
        cursor.execute("CREATE TABLE waited_for (n NUMBER)")
        cursor.execute("LOCK TABLE waited_for IN EXCLUSIVE MODE")
        with oracledb.connect(**parameters(secure, wallet)) as other, other.cursor() as waiting:
            other.call_timeout = 200
            started = time.monotonic()
            with pytest.raises(oracledb.DatabaseError, match="DPY-4024"):
                waiting.execute("LOCK TABLE waited_for IN EXCLUSIVE MODE")
            assert time.monotonic() - started < 5
            other.call_timeout = 0
            assert waiting.execute("SELECT 1 FROM dual").fetchone() == (1,)


def test_a_pool_works_over_tls(secure: Standin, authority: Authority) -> None:
    """python-oracledb user guide, "Connection Pooling"."""
    pool = oracledb.create_pool(**parameters(secure, authority.wallet()), min=1, max=3, ping_interval=0)

    def numbered(number: int) -> object:
        with pool.acquire() as connection:
            return one(connection, f"SELECT {number} FROM dual")

    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(numbered, range(20))) == list(range(20))
    pool.close()


def test_async_clients_and_pipelines_work_over_tls(secure: Standin, authority: Authority) -> None:
    """python-oracledb user guide, "Concurrent Programming with asyncio and Pipelining"."""

    async def work() -> object:
        async with oracledb.connect_async(**parameters(secure, authority.wallet())) as connection:
            pipeline = oracledb.create_pipeline()
            for number in range(5):
                pipeline.add_fetchone("SELECT :1 FROM dual", [number])
            return [result.rows for result in await connection.run_pipeline(pipeline)]

    assert asyncio.run(work()) == [[(number,)] for number in range(5)]


def test_the_server_stops_while_clients_are_connected(authority: Authority) -> None:
    """The server's own promise: nothing keeps it from stopping."""
    with Standin(tls=authority.server()) as standin:
        connection = oracledb.connect(**parameters(standin, authority.wallet()))
        started = time.monotonic()
    assert time.monotonic() - started < 5
    with pytest.raises(oracledb.DatabaseError):
        connection.ping()
