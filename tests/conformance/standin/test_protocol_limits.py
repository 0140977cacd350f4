"""What the protocol can ask for and the stand-in does not have, and statements and sessions beyond the usual sizes."""

from collections.abc import Callable
from contextlib import ExitStack

import oracledb
import pytest

from oracle_server import Account

NOT_ORACLE = "the stand-in's own limits"


def works(connection: oracledb.Connection) -> bool:
    with connection.cursor() as cursor:
        return cursor.execute("SELECT 1 FROM dual").fetchone() == (1,)


def scroll(connection: oracledb.Connection) -> None:
    connection.cursor(scrollable=True).execute("SELECT 1 FROM dual")


def bind_an_array(connection: oracledb.Connection) -> None:
    cursor = connection.cursor()
    cursor.execute("BEGIN DBMS_OUTPUT.PUT_LINE(:1); END;", [cursor.arrayvar(oracledb.DB_TYPE_NUMBER, [1, 2])])


def bind_a_cursor(connection: oracledb.Connection) -> None:
    connection.cursor().execute("BEGIN OPEN :1 FOR SELECT 1 FROM dual; END;", [connection.cursor()])


def enqueue(connection: oracledb.Connection) -> None:
    connection.queue("q").enqone(connection.msgproperties(payload=b"x"))


def dequeue(connection: oracledb.Connection) -> None:
    connection.queue("q").deqone()


def enqueue_many(connection: oracledb.Connection) -> None:
    connection.queue("q").enqmany([connection.msgproperties(payload=b"x")])


def begin_a_distributed_transaction(connection: oracledb.Connection) -> None:
    connection.tpc_begin(connection.xid(1, "a", "b"))


def commit_in_two_phases(connection: oracledb.Connection) -> None:
    connection.tpc_commit(connection.xid(1, "a", "b"))


def begin_without_a_session(connection: oracledb.Connection) -> None:
    connection.begin_sessionless_transaction()


@pytest.mark.standin_only("Oracle can do all of this")
@pytest.mark.parametrize(
    ("ask", "name"),
    [
        (scroll, "scrollable cursors"),
        (bind_an_array, "PL/SQL tables as binds"),
        (bind_a_cursor, "REF cursors"),
        (enqueue, "Advanced Queuing"),
        (dequeue, "Advanced Queuing"),
        (enqueue_many, "Advanced Queuing"),
        (begin_a_distributed_transaction, "two-phase commit"),
        (commit_in_two_phases, "two-phase commit"),
        (begin_without_a_session, "transactions without a session"),
    ],
)
def test_what_it_cannot_do_is_refused_by_name_and_the_session_goes_on(
    connection: oracledb.Connection, ask: Callable[[oracledb.Connection], None], name: str
) -> None:
    """Error Messages, ORA-03001; python-oracledb, "Appendix A: Oracle Database Features Supported"."""
    with pytest.raises(oracledb.DatabaseError) as caught:
        ask(connection)

    assert caught.value.args[0].full_code == "ORA-03001"
    assert name in str(caught.value)
    assert works(connection)


@pytest.mark.standin_only("an Oracle may have such users and pools")
@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"externalauth": True, "user": None, "password": None}, "ORA-03001.*authentication without user and password"),
        ({"mode": oracledb.AUTH_MODE_SYSDBA}, "ORA-01017"),
        ({"proxy_user": "other"}, "ORA-28150"),
        ({"server_type": "pooled"}, "ORA-12520"),
        ({"edition": "other"}, "ORA-38802"),
        ({"appcontext": [("a", "b", "c")]}, "ORA-03001.*application contexts"),
    ],
)
def test_another_way_to_log_on_is_refused_with_a_reason(
    account: Account, parameters: dict[str, object], code: str
) -> None:
    """python-oracledb user guide, "Connecting to Oracle Database"."""
    with pytest.raises(oracledb.DatabaseError, match=f"(?s){code}"):
        oracledb.connect(**{**account.parameters, **parameters})


def test_a_statement_may_be_long(cursor: oracledb.Cursor) -> None:
    """Database Reference, "Logical Database Limits": the length of a statement depends on memory."""
    filler = "/* " + "x" * 1_000_000 + " */"

    assert cursor.execute(f"SELECT 1 {filler} FROM dual").fetchall() == [(1,)]


def test_a_statement_may_have_many_branches(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "The Set Operators": no limit is named."""
    rows = cursor.execute(" UNION ALL ".join(["SELECT 1 FROM dual"] * 1_000)).fetchall()

    assert rows == [(1,)] * 1_000


@pytest.mark.standin_only(NOT_ORACLE)
@pytest.mark.parametrize("sql", ["SELECT " + "(" * 20_000 + "1" + ")" * 20_000 + " FROM dual"])
def test_a_statement_that_is_nested_too_deeply_is_refused(connection: oracledb.Connection, sql: str) -> None:
    """Error Messages, ORA-03001."""
    with pytest.raises(oracledb.DatabaseError, match=r"ORA-03001: .*nested"):
        connection.cursor().execute(sql)

    assert works(connection)


def open_sessions(account: Account, stack: ExitStack, count: int) -> None:
    for _ in range(count):
        stack.enter_context(account.connect())


@pytest.mark.slow
@pytest.mark.standin_only("an Oracle may have room for thousands")
def test_the_session_after_the_last_possible_one_is_refused(account: Account) -> None:
    """Error Messages, ORA-00018."""
    with pytest.raises(oracledb.DatabaseError, match="ORA-00018"), ExitStack() as sessions:
        open_sessions(account, sessions, 250)

    with account.connect() as connection:
        assert works(connection)
