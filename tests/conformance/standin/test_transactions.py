"""Transactions of one session and of several: savepoints, locks, waits, isolation."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import oracledb
import pytest

from oracle_server import Account

_NOT_YET_S = 0.3


@pytest.fixture
def table(cursor: oracledb.Cursor) -> str:
    cursor.execute("CREATE TABLE t (id NUMBER PRIMARY KEY, n NUMBER)")
    cursor.executemany("INSERT INTO t VALUES (:1, :2)", [(1, 10), (2, 20)])
    cursor.connection.commit()
    return "t"


@pytest.fixture
def other(account: Account) -> Iterator[oracledb.Cursor]:
    """A cursor of a second session."""
    with account.connect() as connection, connection.cursor() as cursor:
        yield cursor


def error_of(cursor: oracledb.Cursor, sql: str) -> str:
    with pytest.raises(oracledb.DatabaseError) as error:
        cursor.execute(sql)
    code: str = error.value.args[0].full_code
    return code


def rows(cursor: oracledb.Cursor) -> list[Any]:
    return cursor.execute("SELECT id, n FROM t ORDER BY id").fetchall()


@contextmanager
def waiting(cursor: oracledb.Cursor, sql: str) -> Iterator[list[str]]:
    """The statement waits while the block runs, and ends after it; the list then has its error, if any."""
    errors: list[str] = []

    def run() -> None:
        try:
            cursor.execute(sql)
        except oracledb.DatabaseError as error:
            errors.append(error.args[0].full_code)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(_NOT_YET_S)
    assert thread.is_alive(), "it did not wait"
    yield errors
    thread.join(20)
    assert not thread.is_alive(), "it still waits"


def test_a_rollback_to_a_savepoint_keeps_it_and_the_earlier_ones(cursor: oracledb.Cursor, table: str) -> None:
    """SQL Language Reference, ROLLBACK and SAVEPOINT."""
    for name, number in (("a", 3), ("b", 4), ("c", 5)):
        cursor.execute(f"SAVEPOINT {name}")
        cursor.execute(f"INSERT INTO {table} VALUES ({number}, 0)")
    cursor.execute("ROLLBACK TO SAVEPOINT b")
    assert [row[0] for row in rows(cursor)] == [1, 2, 3]
    assert error_of(cursor, "ROLLBACK TO c") == "ORA-01086"
    cursor.execute(f"INSERT INTO {table} VALUES (6, 0)")
    cursor.execute("ROLLBACK TO b")
    cursor.execute("ROLLBACK WORK TO a")
    assert [row[0] for row in rows(cursor)] == [1, 2]


def test_a_savepoint_of_the_same_name_moves(cursor: oracledb.Cursor, table: str) -> None:
    """SQL Language Reference, SAVEPOINT: an earlier one of that name is erased."""
    cursor.execute("SAVEPOINT a")
    cursor.execute(f"INSERT INTO {table} VALUES (3, 0)")
    cursor.execute("SAVEPOINT b")
    cursor.execute("SAVEPOINT a")
    cursor.execute(f"INSERT INTO {table} VALUES (4, 0)")
    cursor.execute("ROLLBACK TO a")
    assert [row[0] for row in rows(cursor)] == [1, 2, 3]
    cursor.execute("ROLLBACK TO b")
    assert error_of(cursor, "ROLLBACK TO a") == "ORA-01086"


def test_the_end_of_a_transaction_erases_its_savepoints(cursor: oracledb.Cursor, table: str) -> None:
    """SQL Language Reference, COMMIT: it erases all savepoints."""
    cursor.execute(f"INSERT INTO {table} VALUES (3, 0)")
    cursor.execute("SAVEPOINT a")
    cursor.execute("COMMIT")
    assert error_of(cursor, "ROLLBACK TO a") == "ORA-01086"


def test_a_failed_statement_undoes_itself_alone(cursor: oracledb.Cursor, table: str) -> None:
    """Database Concepts, "Statement-Level Rollback"."""
    cursor.execute(f"INSERT INTO {table} VALUES (5, 0)")
    assert error_of(cursor, f"UPDATE {table} SET id = 1") == "ORA-00001"
    assert [row[0] for row in rows(cursor)] == [1, 2, 5]


def test_a_failed_row_of_an_array_keeps_the_rows_before_it(cursor: oracledb.Cursor, table: str) -> None:
    """python-oracledb, tests/cursor/test_1200_executemany.py, test 1208."""
    with pytest.raises(oracledb.DatabaseError, match="ORA-00001"):
        cursor.executemany(f"INSERT INTO {table} VALUES (:1, 0)", [(3,), (4,), (2,), (5,)])
    assert [row[0] for row in rows(cursor)] == [1, 2, 3, 4]


@pytest.mark.parametrize("ddl", ["CREATE TABLE u (a NUMBER)", "DROP TABLE no_such_table"])
def test_ddl_commits_even_when_it_fails(cursor: oracledb.Cursor, other: oracledb.Cursor, table: str, ddl: str) -> None:
    """Database Concepts, "Data Definition Language (DDL) Statements": an implicit COMMIT before and after."""
    cursor.execute(f"DELETE FROM {table} WHERE id = 1")
    try:
        cursor.execute(ddl)
    except oracledb.DatabaseError as error:
        assert error.args[0].full_code == "ORA-00942"  # noqa: PT017 - one of the two succeeds
    assert [row[0] for row in rows(other)] == [2]


def test_a_syntax_error_in_ddl_commits_nothing(cursor: oracledb.Cursor, other: oracledb.Cursor, table: str) -> None:
    """SQL Language Reference, COMMIT: the implicit commit is before a syntactically valid DDL statement."""
    cursor.execute(f"DELETE FROM {table} WHERE id = 1")
    error_of(cursor, "CREATE TABLE")
    assert [row[0] for row in rows(other)] == [1, 2]


def test_readers_see_what_was_committed_and_never_wait(
    cursor: oracledb.Cursor, other: oracledb.Cursor, table: str
) -> None:
    """Database Concepts, "Read Committed Isolation Level"."""
    cursor.execute(f"UPDATE {table} SET n = 0")
    assert rows(other) == [(1, 10), (2, 20)]
    cursor.connection.commit()
    assert rows(other) == [(1, 0), (2, 0)]


def test_a_writer_waits_and_then_works_on_the_committed_row(
    cursor: oracledb.Cursor, other: oracledb.Cursor, table: str
) -> None:
    """Database Concepts, "Conflicting Writes in Read Committed Transactions"."""
    cursor.execute(f"UPDATE {table} SET n = n + 1 WHERE id = 1")
    with waiting(other, f"UPDATE {table} SET n = n * 2 WHERE id = 1") as errors:
        cursor.connection.commit()
    other.connection.commit()
    assert errors == []
    assert rows(cursor)[0] == (1, 22)


def test_a_writer_whose_row_no_longer_fits_changes_nothing(
    cursor: oracledb.Cursor, other: oracledb.Cursor, table: str
) -> None:
    """Database Concepts, "Conflicting Writes in Read Committed Transactions": the condition is checked again."""
    cursor.execute(f"UPDATE {table} SET n = 99 WHERE id = 1")
    with waiting(other, f"DELETE FROM {table} WHERE n = 10") as errors:
        cursor.connection.commit()
    other.connection.commit()
    assert errors == []
    assert rows(cursor) == [(1, 99), (2, 20)]


@pytest.mark.parametrize(("is_committed", "expected"), [(True, ["ORA-00001"]), (False, [])])
def test_a_duplicate_key_waits_for_the_other_transaction(
    cursor: oracledb.Cursor, other: oracledb.Cursor, table: str, *, is_committed: bool, expected: list[str]
) -> None:
    """Database Concepts, "Locking": a row with the same unique key waits for its transaction."""
    cursor.execute(f"INSERT INTO {table} VALUES (3, 0)")
    with waiting(other, f"INSERT INTO {table} VALUES (3, 1)") as errors:
        cursor.connection.commit() if is_committed else cursor.connection.rollback()
    assert errors == expected
    other.connection.rollback()


def test_a_deadlock_undoes_one_statement_and_no_transaction(
    cursor: oracledb.Cursor, other: oracledb.Cursor, table: str
) -> None:
    """Database Concepts, "Deadlocks": ORA-00060, statement-level rollback."""
    cursor.execute(f"UPDATE {table} SET n = 11 WHERE id = 1")
    other.execute(f"UPDATE {table} SET n = 22 WHERE id = 2")
    victims: list[oracledb.Cursor] = []

    def update(session: oracledb.Cursor, number: int) -> None:
        try:
            session.execute(f"UPDATE {table} SET n = 0 WHERE id = {number}")
        except oracledb.DatabaseError as error:
            assert error.args[0].full_code == "ORA-00060"  # noqa: PT017 - one of the two succeeds
            victims.append(session)
            assert rows(session) == ([(1, 11), (2, 20)] if session is cursor else [(1, 10), (2, 22)])
            session.connection.rollback()

    threads = [threading.Thread(target=update, args=arguments) for arguments in ((cursor, 2), (other, 1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    (survivor,) = {cursor, other} - set(victims)
    survivor.connection.commit()

    assert rows(cursor) == ([(1, 11), (2, 0)] if survivor is cursor else [(1, 0), (2, 22)])


def test_nowait_is_ora_00054_and_wait_is_ora_30006(cursor: oracledb.Cursor, other: oracledb.Cursor, table: str) -> None:
    """SQL Language Reference, SELECT, `for_update_clause`: NOWAIT, WAIT."""
    assert cursor.execute(f"SELECT n FROM {table} WHERE id = 1 FOR UPDATE").fetchall() == [(10,)]
    assert error_of(other, f"SELECT n FROM {table} WHERE id = 1 FOR UPDATE NOWAIT") == "ORA-00054"
    start = time.monotonic()
    assert error_of(other, f"SELECT n FROM {table} WHERE id = 1 FOR UPDATE WAIT 1") == "ORA-30006"
    assert time.monotonic() - start >= 0.9
    assert other.execute(f"SELECT n FROM {table} WHERE id = 2 FOR UPDATE NOWAIT").fetchall() == [(20,)]


def test_skip_locked_passes_over_locked_rows(cursor: oracledb.Cursor, other: oracledb.Cursor, table: str) -> None:
    """SQL Language Reference, SELECT, `for_update_clause`: SKIP LOCKED."""
    cursor.execute(f"UPDATE {table} SET n = 0 WHERE id = 1")
    assert other.execute(f"SELECT id FROM {table} FOR UPDATE SKIP LOCKED").fetchall() == [(2,)]


_MODES = ("ROW SHARE", "ROW EXCLUSIVE", "SHARE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE")
_COMPATIBLE = {
    "ROW SHARE": {"ROW SHARE", "ROW EXCLUSIVE", "SHARE", "SHARE ROW EXCLUSIVE"},
    "ROW EXCLUSIVE": {"ROW SHARE", "ROW EXCLUSIVE"},
    "SHARE": {"ROW SHARE", "SHARE"},
    "SHARE ROW EXCLUSIVE": {"ROW SHARE"},
    "EXCLUSIVE": set(),
}


@pytest.mark.parametrize("held", _MODES)
def test_table_locks_are_compatible_as_documented(
    cursor: oracledb.Cursor, other: oracledb.Cursor, table: str, held: str
) -> None:
    """SQL Language Reference, "Automatic Locks in DML Operations", and LOCK TABLE: lock modes."""
    cursor.execute(f"LOCK TABLE {table} IN {held} MODE")
    granted = set()
    for wanted in _MODES:
        try:
            other.execute(f"LOCK TABLE {table} IN {wanted} MODE NOWAIT")
            granted.add(wanted)
        except oracledb.DatabaseError as error:
            assert error.args[0].full_code == "ORA-00054"  # noqa: PT017 - some of them succeed
        other.connection.rollback()

    assert granted == _COMPATIBLE[held]


@pytest.mark.parametrize("statement", ["UPDATE t SET n = 0 WHERE id = 1", "SELECT n FROM t WHERE id = 1 FOR UPDATE"])
@pytest.mark.usefixtures("table")
def test_changes_and_row_locks_hold_a_row_exclusive_table_lock(
    cursor: oracledb.Cursor, other: oracledb.Cursor, statement: str
) -> None:
    """SQL Language Reference, "Automatic Locks in DML Operations": RX also for SELECT ... FOR UPDATE."""
    cursor.execute(statement)
    assert error_of(other, "LOCK TABLE t IN SHARE MODE NOWAIT") == "ORA-00054"
    other.execute("LOCK TABLE t IN ROW EXCLUSIVE MODE NOWAIT")


def test_an_exclusive_lock_keeps_writers_out_and_lets_readers_in(
    cursor: oracledb.Cursor, other: oracledb.Cursor, table: str
) -> None:
    """SQL Language Reference, LOCK TABLE: EXCLUSIVE permits queries."""
    cursor.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
    assert len(rows(other)) == 2
    with waiting(other, f"DELETE FROM {table} WHERE id = 1") as errors:
        cursor.connection.commit()
    assert errors == []


def test_ddl_on_a_table_with_open_changes_is_ora_00054(
    cursor: oracledb.Cursor, other: oracledb.Cursor, table: str
) -> None:
    """Database Reference, DDL_LOCK_TIMEOUT: 0 is NOWAIT, more are seconds."""
    cursor.execute(f"UPDATE {table} SET n = 0")
    assert error_of(other, f"ALTER TABLE {table} DROP COLUMN n") == "ORA-00054"
    other.execute("ALTER SESSION SET DDL_LOCK_TIMEOUT = 10")
    with waiting(other, f"TRUNCATE TABLE {table}") as errors:
        cursor.connection.commit()
    assert errors == []
    assert rows(cursor) == []


def test_a_read_only_transaction_sees_one_moment_and_changes_nothing(
    cursor: oracledb.Cursor, other: oracledb.Cursor, table: str
) -> None:
    """SQL Language Reference, SET TRANSACTION: READ ONLY; ORA-01456."""
    cursor.execute("SET TRANSACTION READ ONLY")
    other.execute(f"UPDATE {table} SET n = 0")
    other.connection.commit()
    assert rows(cursor) == [(1, 10), (2, 20)]
    assert error_of(cursor, f"DELETE FROM {table}") == "ORA-01456"
    assert error_of(cursor, f"SELECT n FROM {table} FOR UPDATE") == "ORA-01456"
    assert rows(cursor) == [(1, 10), (2, 20)]
    cursor.connection.commit()
    assert rows(cursor) == [(1, 0), (2, 0)]


def test_a_serializable_transaction_cannot_change_what_changed_since_its_start(
    cursor: oracledb.Cursor, other: oracledb.Cursor, table: str
) -> None:
    """Database Concepts, "Serializable Isolation Level": ORA-08177."""
    cursor.execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE")
    other.execute(f"UPDATE {table} SET n = 0 WHERE id = 1")
    other.connection.commit()
    assert rows(cursor) == [(1, 10), (2, 20)]
    assert error_of(cursor, f"UPDATE {table} SET n = n + 1 WHERE id = 1") == "ORA-08177"
    cursor.execute(f"UPDATE {table} SET n = n + 1 WHERE id = 2")
    cursor.connection.commit()
    assert rows(other) == [(1, 0), (2, 21)]


def test_set_transaction_comes_first(cursor: oracledb.Cursor, table: str) -> None:
    """Error Messages, ORA-01453."""
    cursor.execute(f"DELETE FROM {table}")
    assert error_of(cursor, "SET TRANSACTION READ ONLY") == "ORA-01453"


def test_an_unknown_session_parameter_is_ora_02248(cursor: oracledb.Cursor) -> None:
    """Error Messages, ORA-02248."""
    assert error_of(cursor, "ALTER SESSION SET no_such_parameter = 1") == "ORA-02248"
    assert error_of(cursor, "ALTER SESSION SET DDL_LOCK_TIMEOUT = 1000001") in ("ORA-00068", "ORA-02017")


def test_session_settings_survive_a_rollback(cursor: oracledb.Cursor, table: str) -> None:
    """SQL Language Reference, ALTER SESSION: it is no part of a transaction."""
    cursor.execute(f"DELETE FROM {table}")
    cursor.execute("ALTER SESSION SET NLS_DATE_FORMAT = 'YYYY/MM/DD'")
    cursor.connection.rollback()
    assert cursor.execute("SELECT TO_CHAR(DATE '2024-02-29') FROM dual").fetchone() == ("2024/02/29",)


def test_a_closed_connection_rolls_back_and_frees_its_locks(
    account: Account, cursor: oracledb.Cursor, table: str
) -> None:
    """python-oracledb API, Connection.close(): an open transaction is rolled back."""
    with account.connect() as connection, connection.cursor() as leaving:
        leaving.execute(f"DELETE FROM {table}")
    cursor.execute(f"UPDATE {table} SET n = n + 1")
    cursor.connection.commit()
    assert rows(cursor) == [(1, 11), (2, 21)]


@pytest.mark.parametrize("ending", ["commit", "rollback"])
def test_rows_read_for_update_cannot_be_fetched_behind_the_end_of_the_transaction(
    connection: oracledb.Connection, ending: str
) -> None:
    """Error Help, ORA-01002: fetching from a cursor FOR UPDATE after a commit."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE many (id NUMBER)")
        cursor.execute("INSERT INTO many SELECT LEVEL FROM dual CONNECT BY LEVEL <= 50")
        connection.commit()
        cursor.prefetchrows = cursor.arraysize = 10
        cursor.execute("SELECT id FROM many FOR UPDATE")
        assert len(cursor.fetchmany(10)) == 10
        getattr(connection, ending)()
        with pytest.raises(oracledb.DatabaseError, match="ORA-01002"):
            cursor.fetchmany(20)
        cursor.execute("SELECT id FROM many")
        assert len(cursor.fetchmany(10)) == 10
        getattr(connection, ending)()
        assert len(cursor.fetchall()) == 40


def test_a_serializable_session_sees_the_database_of_its_first_query(account: Account) -> None:
    """SQL Language Reference, ALTER SESSION, ISOLATION_LEVEL; ORA-08177 for a row that another one has changed."""
    with account.connect() as one, account.connect() as other, one.cursor() as cursor, other.cursor() as writer:
        writer.execute("CREATE TABLE s (id NUMBER)")
        writer.execute("INSERT INTO s VALUES (1)")
        other.commit()
        cursor.execute("ALTER SESSION SET ISOLATION_LEVEL = SERIALIZABLE")
        assert cursor.execute("SELECT COUNT(*) FROM s").fetchone() == (1,)
        writer.execute("UPDATE s SET id = id + 1")
        writer.execute("INSERT INTO s VALUES (5)")
        other.commit()
        assert cursor.execute("SELECT COUNT(*) FROM s").fetchone() == (1,)
        with pytest.raises(oracledb.DatabaseError, match="ORA-08177"):
            cursor.execute("UPDATE s SET id = 9")
        one.commit()
        assert cursor.execute("SELECT COUNT(*) FROM s").fetchone() == (2,)
        one.commit()
        cursor.execute("ALTER SESSION SET ISOLATION_LEVEL = READ COMMITTED")
        with pytest.raises(oracledb.DatabaseError, match="ORA-02183"):
            cursor.execute("ALTER SESSION SET ISOLATION_LEVEL = NONSENSE")


def test_rows_of_fetch_first_can_be_locked(cursor: oracledb.Cursor) -> None:
    """Error Help, ORA-02014; 23ai makes FETCH FIRST without ORDER BY and OFFSET a condition on ROWNUM."""
    cursor.execute("CREATE TABLE f (id NUMBER)")
    cursor.execute("INSERT INTO f SELECT LEVEL FROM dual CONNECT BY LEVEL <= 5")
    sql = "SELECT id FROM f FETCH FIRST 2 ROWS ONLY FOR UPDATE"
    if int(cursor.connection.version.partition(".")[0]) >= 23:
        assert len(cursor.execute(sql).fetchall()) == 2
    else:
        with pytest.raises(oracledb.DatabaseError, match="ORA-02014"):
            cursor.execute(sql)
    with pytest.raises(oracledb.DatabaseError, match="ORA-02014"):
        cursor.execute("SELECT id FROM f OFFSET 1 ROWS FETCH NEXT 2 ROWS ONLY FOR UPDATE")
