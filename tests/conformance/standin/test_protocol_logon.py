import asyncio
from collections.abc import Callable

import oracledb
import pytest

from oracle_server import Account, OracleServer


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


def test_a_created_user_logs_on_with_its_latest_password(account: Account, server: OracleServer) -> None:
    """SQL Language Reference, ALTER USER: IDENTIFIED BY."""
    server.execute(f'ALTER USER {account.user} IDENTIFIED BY "sécond 密"')

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


@pytest.mark.parametrize("mode", [oracledb.AUTH_MODE_SYSDBA, oracledb.AUTH_MODE_SYSOPER])
def test_an_account_without_the_privilege_is_not_admitted_as_administrator(account: Account, mode: int) -> None:
    """Administrator's Guide, "Administrative Privileges"; with a password file it is ORA-01017, without ORA-01031."""
    with pytest.raises(oracledb.DatabaseError, match=r"ORA-01017|ORA-01031"):
        account.connect(mode=mode)


def test_a_proxy_needs_a_permission(account: Account, new_account: Callable[[], Account]) -> None:
    """Error Messages, ORA-28150."""
    with pytest.raises(oracledb.DatabaseError, match="ORA-28150"):
        connect(account, user=f"{account.user}[{new_account().user}]")


def test_a_proxy_with_a_wrong_password_learns_nothing(account: Account, new_account: Callable[[], Account]) -> None:
    """Error Messages, ORA-01017."""
    with pytest.raises(oracledb.DatabaseError, match="ORA-01017"):
        connect(account, user=f"{account.user}[{new_account().user}]", password="wrong")


def test_a_password_can_be_changed_at_log_on(account: Account) -> None:
    """python-oracledb API, connect(): newpassword."""
    with connect(account, newpassword="sécond_Pw7"):
        pass

    with connect(account, password="sécond_Pw7"):
        pass
    with pytest.raises(oracledb.DatabaseError, match="ORA-01017"):
        connect(account)


def test_a_password_can_be_changed_in_a_session(account: Account) -> None:
    """python-oracledb API, Connection.changepassword()."""
    with connect(account) as connection:
        connection.changepassword(account.password, "third_Pw7")
        connection.ping()

    with connect(account, password="third_Pw7"):
        pass


def test_changing_a_password_needs_the_old_one(account: Account) -> None:
    """Error Messages, ORA-28008 (ORA-01017 on some releases)."""
    with connect(account) as connection, pytest.raises(oracledb.DatabaseError, match=r"ORA-28008|ORA-01017"):
        connection.changepassword("wrong", "third_Pw7")

    with connect(account):
        pass


def test_a_password_of_more_than_1024_bytes_is_none(account: Account) -> None:
    """Security Guide, "Minimum Requirements for Passwords": at most 1024 bytes, 30 before 23ai."""
    with connect(account) as connection, pytest.raises(oracledb.DatabaseError, match=r"ORA-00988|ORA-01017"):
        connection.changepassword(account.password, "x" * 1_500)


def test_the_default_edition_may_be_asked_for(account: Account) -> None:
    """python-oracledb API, connect(): edition."""
    with connect(account, edition="ora$base") as connection:
        assert one_row(connection, "SELECT sys_context('USERENV', 'SESSION_EDITION_NAME') FROM dual") == ("ORA$BASE",)


def test_an_unknown_edition_is_ora_38802(account: Account) -> None:
    """Error Messages, ORA-38802."""
    with pytest.raises(oracledb.DatabaseError, match="ORA-38802"):
        connect(account, edition="NO_SUCH_EDITION")


@pytest.mark.standin_only("no database resident connection pool is started")
def test_a_pooled_server_is_ora_12520(account: Account) -> None:
    """Error Messages, ORA-12520."""
    with pytest.raises(oracledb.OperationalError, match=r"DPY-6000.*12520"):
        connect(account, dsn=account.dsn + ":pooled")


def test_the_class_of_a_pooled_connection_is_tolerated(account: Account) -> None:
    """python-oracledb API, connect(): cclass and purity have no effect without a pooled server."""
    with account.connect(cclass="LOADERS", purity=oracledb.PURITY_SELF) as connection:
        connection.ping()


@pytest.mark.parametrize(
    ("parameter", "column"),
    [("program", "PROGRAM"), ("machine", "MACHINE"), ("osuser", "OSUSER"), ("terminal", "TERMINAL")],
)
def test_what_a_client_says_of_itself_is_shown(
    account: Account, server: OracleServer, parameter: str, column: str
) -> None:
    """Database Reference, V$SESSION."""
    value = f"my_{parameter}"
    with connect(account, **{parameter: value}), server.administrator.connect() as connection:
        sql = f"SELECT {column.lower()} FROM v$session WHERE username = :1"
        assert one_row(connection, sql, [account.user]) == (value,)


def test_the_driver_is_shown(account: Account, server: OracleServer) -> None:
    """Database Reference, V$SESSION_CONNECT_INFO."""
    with connect(account, driver_name="loader : 7") as watched, server.administrator.connect() as connection:
        sql = "SELECT DISTINCT trim(client_driver) FROM v$session_connect_info WHERE sid = :1"
        assert one_row(connection, sql, [watched.session_id]) == ("loader : 7",)


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
