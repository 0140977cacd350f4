import asyncio

import oracledb
import pytest

from oracle_standin import Standin


def connect(standin: Standin, **changes: str) -> oracledb.Connection:
    parameters = {"user": standin.user, "password": standin.password, "dsn": standin.dsn, **changes}
    return oracledb.connect(**parameters)


def one_row(connection: oracledb.Connection, sql: str, binds: list[object] | None = None) -> object:
    with connection.cursor() as cursor:
        return cursor.execute(sql, binds).fetchone()


def test_a_connection_knows_where_it_is(standin: Standin) -> None:
    with connect(standin) as connection:
        assert connection.version == "23.4.0.0.0"
        assert connection.username == standin.user
        assert connection.service_name == standin.service_name
        assert connection.thin
        assert connection.max_open_cursors == 300
        connection.ping()


def test_an_async_connection_works_like_a_sync_one(standin: Standin) -> None:
    async def one() -> object:
        async with oracledb.connect_async(user=standin.user, password=standin.password, dsn=standin.dsn) as connection:
            return await connection.fetchone("SELECT :1 FROM dual", ["x"])

    assert asyncio.run(one()) == ("x",)


@pytest.mark.parametrize("changes", [{"password": "wrong"}, {"user": "NOBODY"}, {"password": "x" * 200}])
def test_wrong_credentials_are_ora_01017_and_do_not_say_which(standin: Standin, changes: dict[str, str]) -> None:
    with pytest.raises(oracledb.DatabaseError, match="ORA-01017: invalid username/password; logon denied"):
        connect(standin, **changes)


def test_a_user_name_is_folded_to_upper_case(standin: Standin) -> None:
    with connect(standin, user=standin.user.lower()) as connection:
        assert one_row(connection, "SELECT user FROM dual") == (standin.user,)


def test_a_created_user_logs_on_with_its_latest_password(standin: Standin) -> None:
    standin.create_user("somebody", "first")
    standin.create_user("somebody", "sécond 密")

    with connect(standin, user="SOMEBODY", password="sécond 密"):
        pass
    with pytest.raises(oracledb.DatabaseError, match="ORA-01017"):
        connect(standin, user="SOMEBODY", password="first")


def test_an_unknown_service_is_ora_12514(standin: Standin) -> None:
    with pytest.raises(oracledb.OperationalError, match=r"DPY-6001.*ORA-12514"):
        connect(standin, dsn=f"{standin.host}:{standin.port}/nowhere")


def test_an_unknown_sid_is_ora_12505(standin: Standin) -> None:
    with pytest.raises(oracledb.OperationalError, match=r"DPY-6003.*ORA-12505"):
        oracledb.connect(
            user=standin.user, password=standin.password, host=standin.host, port=standin.port, sid="NOWHERE"
        )


def test_the_service_is_found_whatever_its_case(standin: Standin) -> None:
    with connect(standin, dsn=f"{standin.host}:{standin.port}/{standin.service_name.lower()}"):
        pass


def test_long_connect_data_are_accepted(standin: Standin) -> None:
    parameters = oracledb.ConnectParams(program="p" * 300)
    with oracledb.connect(
        user=standin.user, password=standin.password, dsn=standin.dsn, params=parameters
    ) as connection:
        connection.ping()


@pytest.mark.parametrize("sdu", [512, 8192, 65_536, 2_097_152])
def test_any_sdu_carries_large_statements_and_results(standin: Standin, sdu: int) -> None:
    with oracledb.connect(user=standin.user, password=standin.password, dsn=standin.dsn, sdu=sdu) as connection:
        literal, bind = "ä" * 1_500, "b" * 3_000
        assert one_row(connection, f"SELECT '{literal}', :1 FROM dual", [bind]) == (literal, bind)


def test_sysdba_is_unsupported(standin: Standin) -> None:
    with pytest.raises(oracledb.DatabaseError, match=r"ORA-03001.*SYSDBA"):
        oracledb.connect(user=standin.user, password=standin.password, dsn=standin.dsn, mode=oracledb.AUTH_MODE_SYSDBA)


def test_session_attributes_are_shown_by_the_dictionary(connection: oracledb.Connection) -> None:
    connection.module, connection.action, connection.client_identifier = "loader", "insert", "job 7"

    assert one_row(
        connection,
        "SELECT sys_context('USERENV', 'MODULE'), sys_context('USERENV', 'ACTION'),"
        " sys_context('USERENV', 'CLIENT_IDENTIFIER') FROM dual",
    ) == ("loader", "insert", "job 7")


def test_the_current_schema_can_be_changed(standin: Standin, connection: oracledb.Connection) -> None:
    standin.create_user("elsewhere", "x")
    connection.current_schema = "elsewhere"

    assert one_row(connection, "SELECT sys_context('USERENV', 'CURRENT_SCHEMA') FROM dual") == ("ELSEWHERE",)


def test_a_pool_serves_more_threads_than_it_has_connections(standin: Standin) -> None:
    async def insert(pool: oracledb.AsyncConnectionPool, number: int) -> object:
        async with pool.acquire() as connection:
            return await connection.fetchone("SELECT :1 FROM dual", [number])

    async def all_of_them() -> list[object]:
        pool = oracledb.create_pool_async(
            user=standin.user, password=standin.password, dsn=standin.dsn, min=1, max=4, ping_interval=0
        )
        try:
            return await asyncio.gather(*(insert(pool, number) for number in range(20)))
        finally:
            await pool.close()

    assert asyncio.run(all_of_them()) == [(number,) for number in range(20)]
