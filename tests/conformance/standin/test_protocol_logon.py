import asyncio
from collections.abc import Callable

import oracledb
import pytest

from oracle_server import Account
from oracle_standin import Standin


def connect(account: Account, **changes: str) -> oracledb.Connection:
    return oracledb.connect(**{**account.parameters, **changes})


def address(account: Account) -> tuple[str, int, str]:
    """Host, port and service name."""
    parameters = oracledb.ConnectParams()
    parameters.parse_connect_string(account.dsn)
    return str(parameters.host), int(parameters.port), str(parameters.service_name)


def one_row(connection: oracledb.Connection, sql: str, binds: list[object] | None = None) -> object:
    with connection.cursor() as cursor:
        return cursor.execute(sql, binds).fetchone()


def test_a_connection_knows_where_it_is(account: Account) -> None:
    """python-oracledb API, Connection attributes."""
    with connect(account) as connection:
        assert connection.username == account.user
        assert connection.service_name == address(account)[2]
        assert connection.thin
        assert connection.max_open_cursors >= 50  # the smallest that installations have
        connection.ping()


def test_an_async_connection_works_like_a_sync_one(account: Account) -> None:
    """python-oracledb API, AsyncConnection."""

    async def one() -> object:
        async with oracledb.connect_async(**account.parameters) as connection:
            return await connection.fetchone("SELECT :1 FROM dual", ["x"])

    assert asyncio.run(one()) == ("x",)


@pytest.mark.parametrize("changes", [{"password": "wrong"}, {"user": "NOBODY"}, {"password": "x" * 200}])
def test_wrong_credentials_are_ora_01017_and_do_not_say_which(account: Account, changes: dict[str, str]) -> None:
    """Error Messages, ORA-01017."""
    with pytest.raises(oracledb.DatabaseError, match=r"ORA-01017: invalid (username/password|credential)"):
        connect(account, **changes)


def test_a_user_name_is_folded_to_upper_case(account: Account) -> None:
    """SQL Language Reference, Database Object Naming Rules."""
    with connect(account, user=account.user.lower()) as connection:
        assert one_row(connection, "SELECT user FROM dual") == (account.user,)


@pytest.mark.standin_only("its own function")
def test_a_created_user_logs_on_with_its_latest_password(account: Account, standin: Standin) -> None:
    """SQL Language Reference, ALTER USER: IDENTIFIED BY."""
    standin.create_user(account.user, "sécond 密")

    with connect(account, password="sécond 密"):
        pass
    with pytest.raises(oracledb.DatabaseError, match="ORA-01017"):
        connect(account)


def test_an_unknown_service_is_ora_12514(account: Account) -> None:
    """Error Messages, ORA-12514."""
    host, port, _ = address(account)
    with pytest.raises(oracledb.OperationalError, match=r"DPY-6001.*ORA-12514"):
        connect(account, dsn=f"{host}:{port}/nowhere")


def test_an_unknown_sid_is_ora_12505(account: Account) -> None:
    """Error Messages, ORA-12505."""
    host, port, _ = address(account)
    with pytest.raises(oracledb.OperationalError, match=r"DPY-6003.*ORA-12505"):
        oracledb.connect(user=account.user, password=account.password, host=host, port=port, sid="NOWHERE")


def test_the_service_is_found_whatever_its_case(account: Account) -> None:
    """Net Services Reference, SERVICE_NAME."""
    host, port, service_name = address(account)
    with connect(account, dsn=f"{host}:{port}/{service_name.lower()}"):
        pass


def test_long_connect_data_are_accepted(account: Account) -> None:
    """Net Services Reference, CONNECT_DATA."""
    parameters = oracledb.ConnectParams(program="p" * 300)
    with oracledb.connect(**account.parameters, params=parameters) as connection:
        connection.ping()


@pytest.mark.parametrize("sdu", [512, 8192, 65_536, 2_097_152])
def test_any_sdu_carries_large_statements_and_results(account: Account, sdu: int) -> None:
    """Net Services Reference, SDU."""
    with oracledb.connect(**account.parameters, sdu=sdu) as connection:
        literal, bind = "ä" * 1_500, "b" * 3_000
        assert one_row(connection, f"SELECT '{literal}', :1 FROM dual", [bind]) == (literal, bind)


@pytest.mark.standin_only("what it does not support")
def test_sysdba_is_unsupported(account: Account) -> None:
    """Error Messages, ORA-03001."""
    with pytest.raises(oracledb.DatabaseError, match=r"ORA-03001.*SYSDBA"):
        oracledb.connect(**account.parameters, mode=oracledb.AUTH_MODE_SYSDBA)


def test_session_attributes_are_shown_by_the_dictionary(connection: oracledb.Connection) -> None:
    """Database Reference, V$SESSION."""
    connection.module, connection.action, connection.client_identifier = "loader", "insert", "job 7"

    assert one_row(
        connection,
        "SELECT sys_context('USERENV', 'MODULE'), sys_context('USERENV', 'ACTION'),"
        " sys_context('USERENV', 'CLIENT_IDENTIFIER') FROM dual",
    ) == ("loader", "insert", "job 7")


def test_the_current_schema_can_be_changed(new_account: Callable[[], Account], connection: oracledb.Connection) -> None:
    """python-oracledb API, Connection.current_schema."""
    elsewhere = new_account().user
    connection.current_schema = elsewhere.lower()

    assert one_row(connection, "SELECT sys_context('USERENV', 'CURRENT_SCHEMA') FROM dual") == (elsewhere,)


def test_a_pool_serves_more_threads_than_it_has_connections(account: Account) -> None:
    """python-oracledb user guide, "Connection Pooling"."""

    async def insert(pool: oracledb.AsyncConnectionPool, number: int) -> object:
        async with pool.acquire() as connection:
            return await connection.fetchone("SELECT :1 FROM dual", [number])

    async def all_of_them() -> list[object]:
        pool = oracledb.create_pool_async(**account.parameters, min=1, max=4, ping_interval=0)
        try:
            return await asyncio.gather(*(insert(pool, number) for number in range(20)))
        finally:
            await pool.close()

    assert asyncio.run(all_of_them()) == [(number,) for number in range(20)]
