"""Scripted failures: what a client sees of them, what another session sees afterwards, and that the server is well."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator

import oracledb
import pytest

from oracle_server import Account
from oracle_standin import Standin
from oracle_standin.faults.schedule import Faults

pytestmark = [
    pytest.mark.standin_only("an Oracle fails when it wants to"),
    # the driver leaves the sockets of connections that failed to the garbage collector
    pytest.mark.filterwarnings("ignore:.*socket.socket:pytest.PytestUnraisableExceptionWarning"),
]

LOST = "DPY-4011"  # the database or network closed the connection
CANCELLED = "DPY-4024"  # call timeout


@pytest.fixture
def faults(standin: Standin) -> Iterator[Faults]:
    """The faults of the server, none at first; they are forgotten after the test."""
    yield standin.faults
    standin.faults.clear()


@pytest.fixture
def victim(account: Account) -> Iterator[oracledb.Connection]:
    """The connection that faults happen to, with a table T and an uncommitted row 1 in it."""
    connection = account.connect()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE t (id NUMBER PRIMARY KEY, name VARCHAR2(10))")
        cursor.execute("INSERT INTO t VALUES (1, 'one')")
    yield connection
    with contextlib.suppress(oracledb.Error):
        connection.close()


def execute(connection: oracledb.Connection, sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def insert(connection: oracledb.Connection, rows: int, **options: bool) -> list[tuple[int, str]]:
    """Insert rows 1, 2, ...; the batch errors as (offset, code)."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO t (id, name) VALUES (:1, :2)", [(id_, f"row {id_}") for id_ in range(1, rows + 1)], **options
        )
        return [(error.offset, error.full_code) for error in cursor.getbatcherrors() or []]


def ids(account: Account) -> list[int]:
    """What another session sees."""
    with account.connect() as connection, connection.cursor() as cursor:
        return [id_ for (id_,) in cursor.execute("SELECT id FROM t ORDER BY id")]


def code_of(call: Callable[[], object]) -> str:
    """The error that a client sees."""
    with pytest.raises(oracledb.Error) as caught:
        call()
    return str(caught.value.args[0].full_code)


def fired(faults: Faults) -> list[str]:
    return [firing.fault for firing in faults.fired]


def test_a_connection_dropped_before_commit_has_committed_nothing(
    victim: oracledb.Connection, account: Account, faults: Faults
) -> None:
    faults.add("drop before commit")

    assert code_of(victim.commit) == LOST
    assert ids(account) == []
    assert fired(faults) == ["drop before commit"]


def test_a_commit_whose_answer_is_lost_took_effect(
    victim: oracledb.Connection, account: Account, faults: Faults
) -> None:
    faults.add("drop after commit")

    assert code_of(victim.commit) == LOST
    assert ids(account) == [1]


def test_the_nth_commit_is_hit_and_no_other(victim: oracledb.Connection, account: Account, faults: Faults) -> None:
    faults.add("drop before commit 3")
    victim.commit()
    execute(victim, "INSERT INTO t VALUES (2, NULL)")
    victim.commit()
    execute(victim, "INSERT INTO t VALUES (3, NULL)")

    assert code_of(victim.commit) == LOST
    assert ids(account) == [1, 2]


@pytest.mark.parametrize("statement", ["COMMIT", "commit work"])
def test_commit_as_a_statement_is_a_commit(
    statement: str, victim: oracledb.Connection, account: Account, faults: Faults
) -> None:
    faults.add("drop after commit")

    assert code_of(lambda: execute(victim, statement)) == LOST
    assert ids(account) == [1]


@pytest.mark.parametrize(("side", "committed"), [("before", []), ("after", [1, 2])])
def test_autocommit_is_a_commit(
    side: str, committed: list[int], victim: oracledb.Connection, account: Account, faults: Faults
) -> None:
    faults.add(f"drop {side} commit")
    victim.autocommit = True

    assert code_of(lambda: execute(victim, "INSERT INTO t VALUES (2, NULL)")) == LOST
    assert ids(account) == committed


@pytest.mark.parametrize("side", ["before", "after"])
def test_a_connection_dropped_at_the_nth_call_rolls_back(
    side: str, victim: oracledb.Connection, account: Account, faults: Faults
) -> None:
    faults.add(f"drop {side} call 2")
    victim.ping()

    assert code_of(victim.ping) == LOST
    assert not victim.is_healthy()
    assert ids(account) == []


def test_a_connection_dropped_during_a_fetch_is_lost(
    victim: oracledb.Connection, account: Account, faults: Faults
) -> None:
    victim.rollback()
    insert(victim, 50)
    victim.commit()
    faults.add("drop before fetch 2")
    with victim.cursor() as cursor:
        cursor.arraysize = cursor.prefetchrows = 10
        cursor.execute("SELECT id FROM t ORDER BY id")
        seen = []

        assert code_of(lambda: seen.extend(cursor)) == LOST
    assert len(ids(account)) == 50


@pytest.mark.parametrize(
    ("code", "seen"),
    [("ORA-00060", "ORA-00060"), ("ORA-01555", "ORA-01555"), ("ORA-30036", "ORA-30036"), ("ORA-04021", "ORA-04021")],
)
def test_an_error_at_the_nth_execute_replaces_it_and_the_transaction_goes_on(
    code: str, seen: str, victim: oracledb.Connection, account: Account, faults: Faults
) -> None:
    faults.add(f"{code} at execute 2 matching ^insert")
    execute(victim, "INSERT INTO t VALUES (2, NULL)")

    assert code_of(lambda: execute(victim, "INSERT INTO t VALUES (3, NULL)")) == seen
    execute(victim, "INSERT INTO t VALUES (4, NULL)")
    victim.commit()
    assert ids(account) == [1, 2, 4]


@pytest.mark.parametrize("code", ["ORA-00028", "ORA-01012", "ORA-03113", "ORA-01089"])
def test_a_killed_session_has_lost_its_connection_and_its_transaction(
    code: str, victim: oracledb.Connection, account: Account, faults: Faults
) -> None:
    faults.add(f"{code} at call")

    assert code_of(victim.ping) == LOST
    assert code_of(victim.commit) in (LOST, "DPY-1001")
    assert ids(account) == []


def test_an_error_at_commit_leaves_the_transaction_open(
    victim: oracledb.Connection, account: Account, faults: Faults
) -> None:
    faults.add("ORA-00060 at commit")

    assert code_of(victim.commit) == "ORA-00060"
    assert ids(account) == []
    victim.commit()
    assert ids(account) == [1]


def test_a_row_of_an_array_fails_after_the_rows_before_it(
    victim: oracledb.Connection, account: Account, faults: Faults
) -> None:
    victim.rollback()
    faults.add("ORA-12899 at row 4 of execute")

    assert code_of(lambda: insert(victim, 6)) == "ORA-12899"
    victim.commit()
    assert ids(account) == [1, 2, 3]


def test_rows_of_an_array_fail_alone_with_batch_errors(
    victim: oracledb.Connection, account: Account, faults: Faults
) -> None:
    faults.add("ORA-12899 at row 4 of execute")
    faults.add("ORA-01722 at row 20 of execute")

    errors = insert(victim, 30, batcherrors=True)
    victim.commit()
    assert errors == [(0, "ORA-00001"), (3, "ORA-12899"), (19, "ORA-01722")]
    assert ids(account) == [1, *(id_ for id_ in range(2, 31) if id_ not in (4, 20))]


def test_a_row_fault_hits_the_nth_array_that_has_the_row(victim: oracledb.Connection, faults: Faults) -> None:
    victim.rollback()
    faults.add("ORA-12899 at row 2 of execute 2")
    execute(victim, "INSERT INTO t VALUES (100, NULL)")
    insert(victim, 3)
    execute(victim, "DELETE FROM t")

    assert code_of(lambda: insert(victim, 3)) == "ORA-12899"


def test_a_full_tablespace_takes_no_more_rows(victim: oracledb.Connection, account: Account, faults: Faults) -> None:
    victim.rollback()
    faults.add("ORA-01653 after 25 rows")

    assert code_of(lambda: insert(victim, 100)) == "ORA-01653"
    victim.commit()
    assert ids(account) == list(range(1, 26))
    assert code_of(lambda: execute(victim, "INSERT INTO t VALUES (200, NULL)")) == "ORA-01653"
    assert code_of(lambda: execute(victim, "INSERT INTO t SELECT id + 300, NULL FROM t")) == "ORA-01653"
    execute(victim, "DELETE FROM t WHERE id > 20")
    victim.commit()
    faults.clear()
    execute(victim, "INSERT INTO t VALUES (200, NULL)")
    victim.commit()
    assert ids(account) == [*range(1, 21), 200]


def test_a_statement_that_does_not_fit_leaves_no_row(
    victim: oracledb.Connection, account: Account, faults: Faults
) -> None:
    execute(victim, "INSERT INTO t VALUES (2, NULL)")
    faults.add("ORA-01653 after 3 rows")
    execute(victim, "INSERT INTO t SELECT id + 10, NULL FROM t")

    assert code_of(lambda: execute(victim, "INSERT INTO t SELECT id + 100, NULL FROM t")) == "ORA-01653"
    victim.commit()
    assert ids(account) == [1, 2, 11, 12]


def load_directly(connection: oracledb.Connection, account: Account, rows: int) -> None:
    data = [(id_, None) for id_ in range(10, rows + 10)]
    connection.direct_path_load(account.user, "T", ["ID", "NAME"], data, batch_size=2)


@pytest.mark.parametrize(("side", "loaded"), [("before", []), ("after", [10, 11, 12])])
def test_the_end_of_a_direct_path_load_can_get_lost(
    side: str, loaded: list[int], victim: oracledb.Connection, account: Account, faults: Faults
) -> None:
    victim.rollback()
    faults.add(f"drop {side} finish")

    assert code_of(lambda: load_directly(victim, account, 3)) == LOST
    assert ids(account) == loaded


def test_a_direct_path_load_into_a_full_tablespace_leaves_no_row(
    victim: oracledb.Connection, account: Account, faults: Faults
) -> None:
    victim.rollback()
    faults.add('ORA-01653 after 3 rows matching "T"$')

    assert code_of(lambda: load_directly(victim, account, 5)) == "ORA-01653"
    assert ids(account) == []
    faults.clear()
    load_directly(victim, account, 2)
    assert ids(account) == [10, 11]


def test_a_delay_takes_its_time(victim: oracledb.Connection, faults: Faults) -> None:
    faults.add("delay 300ms at call 2")
    victim.ping()
    began_s = time.monotonic()
    victim.ping()

    assert 0.3 <= time.monotonic() - began_s < 5


def test_a_hanging_call_ends_with_the_call_timeout_and_the_session_goes_on(
    victim: oracledb.Connection, account: Account, faults: Faults
) -> None:
    faults.add("hang at execute")
    victim.call_timeout = 200

    assert code_of(lambda: execute(victim, "INSERT INTO t VALUES (2, NULL)")) == CANCELLED
    execute(victim, "INSERT INTO t VALUES (3, NULL)")
    victim.commit()
    assert ids(account) == [1, 3]


def test_a_hanging_call_can_be_cancelled(victim: oracledb.Connection, account: Account, faults: Faults) -> None:
    faults.add("hang at execute")
    timer = threading.Timer(0.2, victim.cancel)
    timer.start()

    assert code_of(lambda: execute(victim, "INSERT INTO t VALUES (2, NULL)")) == "ORA-01013"
    timer.join()
    victim.commit()
    assert ids(account) == [1]


def test_a_late_commit_takes_effect_after_its_client_is_gone(
    victim: oracledb.Connection, account: Account, faults: Faults
) -> None:
    faults.add("late 700ms at commit")
    began_s = time.monotonic()

    assert code_of(victim.commit) == LOST
    assert time.monotonic() - began_s < 0.6
    assert ids(account) == []
    deadline_s = time.monotonic() + 10
    while ids(account) == [] and time.monotonic() < deadline_s:
        time.sleep(0.05)
    assert ids(account) == [1]
    assert time.monotonic() - began_s >= 0.7


def test_until_a_late_commit_its_session_keeps_its_locks(
    victim: oracledb.Connection, account: Account, faults: Faults
) -> None:
    victim.commit()
    execute(victim, "UPDATE t SET name = 'mine'")
    faults.add("late 500ms at commit")
    assert code_of(victim.commit) == LOST

    with account.connect() as other, other.cursor() as cursor:
        assert code_of(lambda: cursor.execute("SELECT id FROM t FOR UPDATE NOWAIT")) == "ORA-00054"
        cursor.execute("SELECT name FROM t FOR UPDATE WAIT 10")
        assert cursor.fetchall() == [("mine",)]


@pytest.mark.parametrize(
    ("code", "seen"),
    [("ORA-12514", "DPY-6001"), ("ORA-12505", "DPY-6003"), ("ORA-12516", "DPY-6000"), ("ORA-12528", "DPY-6000")],
)
def test_a_listener_refuses_connections_as_often_as_the_fault_says(
    code: str, seen: str, account: Account, faults: Faults
) -> None:
    faults.add(f"{code} at connect times 2")

    for _ in range(2):
        with pytest.raises(oracledb.Error, match=f"DPY-6005.*\n?{seen}"):
            account.connect()
    account.connect().close()


def test_refused_connections_for_a_while_are_over_afterwards(account: Account, faults: Faults) -> None:
    faults.add("ORA-12514 at connect for 400ms")
    began_s = time.monotonic()

    assert code_of(account.connect) == "DPY-6005"
    account.connect(retry_count=20, retry_delay=1).close()
    assert time.monotonic() - began_s >= 0.4


@pytest.mark.parametrize("point", ["before connect", "after connect", "before logon", "after logon"])
def test_a_connection_that_is_dropped_while_it_is_made_is_an_error_of_connect(
    point: str, account: Account, faults: Faults
) -> None:
    faults.add(f"drop {point}")

    if point == "after logon":
        assert code_of(lambda: account.connect().ping()) == LOST
    else:
        assert code_of(account.connect) in (LOST, "DPY-6005")
    account.connect().close()


@pytest.mark.parametrize("code", ["ORA-01033", "ORA-28000", "ORA-00018", "ORA-02391"])
def test_a_logon_fails_with_the_error_of_the_fault(code: str, account: Account, faults: Faults) -> None:
    faults.add(f"{code} at logon")

    assert code_of(account.connect) == code
    account.connect().close()


def test_a_pool_replaces_the_connection_that_it_lost(account: Account, faults: Faults) -> None:
    pool = oracledb.create_pool(**account.parameters, min=1, max=2, ping_interval=0)
    with pool.acquire() as connection:
        first = connection.session_id
    faults.add("drop before call")
    with pool.acquire() as connection, connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM dual")
        assert cursor.fetchall() == [(1,)]
        assert connection.session_id != first
    assert fired(faults) == ["drop before call"]
    pool.close()


def test_a_slow_network_delays_each_round_trip(victim: oracledb.Connection, faults: Faults) -> None:
    faults.add("latency 100ms")
    began_s = time.monotonic()
    victim.ping()

    assert 0.2 <= time.monotonic() - began_s < 5


def test_a_narrow_network_delays_each_byte(victim: oracledb.Connection, account: Account, faults: Faults) -> None:
    victim.rollback()
    faults.add("bandwidth 50kB")
    began_s = time.monotonic()
    insert(victim, 2000)
    victim.commit()

    assert 0.4 <= time.monotonic() - began_s < 10  # some 30 kB
    faults.clear()
    assert len(ids(account)) == 2000


def test_faults_can_count_per_session(account: Account, faults: Faults) -> None:
    faults.add("ORA-00060 at execute 2 per session")
    for _ in range(2):
        with account.connect() as connection:
            execute(connection, "SELECT 1 FROM dual")
            assert code_of(lambda: execute(connection, "SELECT 1 FROM dual")) == "ORA-00060"


def test_each_firing_is_logged_once(
    victim: oracledb.Connection, faults: Faults, caplog: pytest.LogCaptureFixture
) -> None:
    faults.add("ORA-00060 at execute times 2")
    with caplog.at_level("WARNING", logger="oracle_standin"):
        for _ in range(3):
            with contextlib.suppress(oracledb.DatabaseError):
                execute(victim, "UPDATE t SET name = NULL")

    session = victim.session_id
    line = f"session {session} meets the fault 'ORA-00060 at execute times 2'"
    assert [record.getMessage() for record in caplog.records] == [line, line]


def test_a_server_with_a_hanging_call_and_a_late_commit_stops_at_once() -> None:
    """What a client left behind does not keep the server."""
    with Standin(faults=["hang at execute matching hanging", "late 60s at commit", "hang at connect 4"]) as standin:
        hanging, late, outside = (
            oracledb.connect(user=standin.user, password=standin.password, dsn=standin.dsn) for _ in range(3)
        )
        late.autocommit = True
        assert code_of(lambda: execute(late, "CREATE TABLE t (id NUMBER)")) == LOST
        stuck = [
            threading.Thread(target=code_of, args=(lambda: execute(hanging, "SELECT 'hanging' FROM dual"),)),
            threading.Thread(
                target=code_of,
                args=(lambda: oracledb.connect(user="X", password="x", dsn=standin.dsn),),
            ),
        ]
        for thread in stuck:
            thread.start()
        deadline_s = time.monotonic() + 10
        while len(standin.faults.fired) < 3 and time.monotonic() < deadline_s:
            time.sleep(0.01)
        assert len(standin.faults.fired) == 3
        began_s = time.monotonic()

    assert time.monotonic() - began_s < 2
    for thread in stuck:
        thread.join(10)
        assert not thread.is_alive()
    assert code_of(outside.ping) == LOST


def test_an_unreadable_fault_is_refused_before_anything_starts() -> None:
    with pytest.raises(ValueError, match="expected before or after, not 'commit'"):
        Standin(faults=["drop commit"])
