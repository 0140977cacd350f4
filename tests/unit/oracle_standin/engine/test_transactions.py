"""Oracle's transactions: when they begin, what a failed statement undoes, what commits."""

import threading
import time

import pytest

from oracle_standin.errors import OracleError
from sessions import Session, numbers


@pytest.fixture(autouse=True)
def table(session: Session) -> None:
    session.run("CREATE TABLE t (i NUMBER PRIMARY KEY, n NUMBER)")


def test_a_transaction_begins_with_the_first_change_and_ends_with_commit(session: Session) -> None:
    session.rows("SELECT * FROM t")
    assert not session.engine.is_in_transaction

    session.run("INSERT INTO t (i) VALUES (1)")
    assert session.engine.is_in_transaction

    session.engine.commit()
    assert not session.engine.is_in_transaction


def test_others_see_changes_after_commit_only(session: Session, other_session: Session) -> None:
    session.run("INSERT INTO t (i) VALUES (1)")
    assert other_session.rows("SELECT i FROM t") == []

    session.engine.commit()
    assert other_session.rows("SELECT i FROM t") == [("1",)]


def test_rollback_undoes_all_changes(session: Session) -> None:
    session.run("INSERT INTO t (i) VALUES (1)")
    session.engine.rollback()

    assert session.rows("SELECT i FROM t") == []


def test_a_failed_statement_undoes_itself_alone(session: Session) -> None:
    session.run("INSERT INTO t (i) VALUES (1)")
    with pytest.raises(OracleError, match="ORA-00001"):
        session.run("INSERT INTO t (i) SELECT i FROM (SELECT 2 i FROM DUAL UNION ALL SELECT 1 FROM DUAL)")
    with pytest.raises(OracleError, match="ORA-00942"):
        session.rows("SELECT * FROM nowhere")
    session.engine.commit()

    assert session.rows("SELECT i FROM t") == [("1",)]


def test_a_first_change_that_fails_leaves_no_transaction(session: Session) -> None:
    with pytest.raises(OracleError):
        session.run("INSERT INTO t (i) VALUES (NULL)")

    assert not session.engine.is_in_transaction


def test_ddl_commits_what_is_open(session: Session) -> None:
    session.run("INSERT INTO t (i) VALUES (1)")
    session.run("CREATE TABLE u (i NUMBER)")
    session.engine.rollback()

    assert session.rows("SELECT i FROM t") == [("1",)]


def test_ddl_that_fails_at_run_time_commits_too(session: Session) -> None:
    session.run("INSERT INTO t (i) VALUES (1)")
    with pytest.raises(OracleError, match="ORA-00955"):
        session.run("CREATE TABLE t (i NUMBER)")
    session.engine.rollback()

    assert session.rows("SELECT i FROM t") == [("1",)]


def test_ddl_that_is_no_valid_sql_commits_nothing(session: Session) -> None:
    session.run("INSERT INTO t (i) VALUES (1)")
    with pytest.raises(OracleError, match="ORA-00902"):
        session.run("CREATE TABLE u (i TEXT)")
    session.engine.rollback()

    assert session.rows("SELECT i FROM t") == []


def test_savepoints_can_be_returned_to(session: Session) -> None:
    session.run("INSERT INTO t (i) VALUES (1)")
    session.run("SAVEPOINT a")
    session.run("INSERT INTO t (i) VALUES (2)")
    session.run("SAVEPOINT b")
    session.run("ROLLBACK TO a")

    assert session.rows("SELECT i FROM t") == [("1",)]
    with pytest.raises(OracleError, match="ORA-01086"):
        session.run("ROLLBACK TO b")


def test_a_result_survives_later_statements_and_commit(session: Session) -> None:
    session.run("INSERT INTO t (i) VALUES (:1)", numbers(1, 2, 3))
    result = session.query("SELECT i FROM t ORDER BY i")
    first, _ = result.fetch(1)
    session.run("DELETE FROM t")
    session.engine.commit()
    session.run("DROP TABLE t")

    rest, is_exhausted = result.fetch(10)

    assert (len(first), len(rest), is_exhausted) == (1, 2, True)


def test_a_reader_does_not_block_ddl(session: Session, other_session: Session) -> None:
    other_session.run("CREATE TABLE u (i NUMBER)")
    other_session.run("INSERT INTO u VALUES (1)")
    other_session.rows("SELECT * FROM t")

    session.run("ALTER TABLE t ADD x NUMBER")

    assert session.rows("SELECT x FROM t") == []


def test_ddl_does_not_wait_for_open_changes(session: Session, other_session: Session) -> None:
    other_session.run("INSERT INTO t (i) VALUES (1)")

    with pytest.raises(OracleError, match="ORA-00054"):
        session.run("ALTER TABLE t ADD x NUMBER")


def test_ddl_waits_as_long_as_ddl_lock_timeout_says(session: Session, other_session: Session) -> None:
    session.run("ALTER SESSION SET DDL_LOCK_TIMEOUT = 30")
    other_session.run("INSERT INTO t (i) VALUES (1)")
    threading.Timer(0.6, other_session.engine.commit).start()

    session.run("ALTER TABLE t ADD x NUMBER")

    assert session.rows("SELECT x FROM t") == [(None,)]


def test_a_writer_waits_for_the_other_and_sees_its_change(session: Session, other_session: Session) -> None:
    session.run("INSERT INTO t VALUES (1, 10)")
    session.engine.commit()
    session.run("UPDATE t SET n = n + 1")
    threading.Timer(0.3, session.engine.commit).start()

    other_session.run("UPDATE t SET n = n + 1")

    assert other_session.rows("SELECT n FROM t") == [("12",)]


def test_a_deadlock_costs_one_session_its_statement(session: Session, other_session: Session) -> None:
    session.run("INSERT INTO t VALUES (:1, 0)", numbers(1, 2))
    session.engine.commit()
    session.run("UPDATE t SET n = 1 WHERE i = 1")
    other_session.run("UPDATE t SET n = 2 WHERE i = 2")
    errors: list[OracleError] = []

    def update(victim: Session, row: int) -> None:
        try:
            victim.run(f"UPDATE t SET n = 9 WHERE i = {row}")
        except OracleError as error:
            errors.append(error)
            victim.engine.rollback()

    threads = [threading.Thread(target=update, args=work) for work in ((session, 2), (other_session, 1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [error.code for error in errors] == [60]


def test_for_update_nowait_and_wait_report_a_locked_row(session: Session, other_session: Session) -> None:
    session.run("INSERT INTO t VALUES (1, 0)")
    session.engine.commit()
    session.rows("SELECT i FROM t FOR UPDATE")

    with pytest.raises(OracleError, match="ORA-00054"):
        other_session.rows("SELECT i FROM t FOR UPDATE NOWAIT")
    with pytest.raises(OracleError, match="ORA-30006"):
        other_session.rows("SELECT i FROM t FOR UPDATE WAIT 1")


def test_a_locked_table_lets_readers_in_and_keeps_writers_out(session: Session, other_session: Session) -> None:
    session.run("LOCK TABLE t IN EXCLUSIVE MODE")

    assert other_session.rows("SELECT i FROM t") == []
    with pytest.raises(OracleError, match="ORA-00054"):
        other_session.run("LOCK TABLE t IN ROW EXCLUSIVE MODE NOWAIT")


def test_closing_a_session_undoes_its_changes(session: Session, other_session: Session) -> None:
    other_session.run("INSERT INTO t (i) VALUES (1)")
    other_session.engine.close()

    session.run("INSERT INTO t (i) VALUES (1)")


def test_a_cancelled_statement_fails_and_the_session_goes_on(session: Session, other_session: Session) -> None:
    session.run("INSERT INTO t VALUES (1, 0)")
    session.engine.commit()
    session.run("UPDATE t SET n = 1")
    threading.Timer(0.2, other_session.engine.cancel).start()
    started = time.monotonic()

    with pytest.raises(OracleError, match="ORA-01013"):
        other_session.run("UPDATE t SET n = 2")

    assert time.monotonic() - started < 10
    assert other_session.rows("SELECT n FROM t") == [("0",)]


def test_cancelling_between_statements_has_no_effect(session: Session) -> None:
    session.engine.cancel()

    assert session.rows("SELECT 1 FROM DUAL") == [("1",)]


def test_the_current_schema_outlives_a_rollback(session: Session, schema: str) -> None:
    session.run("CREATE USER elsewhere NO AUTHENTICATION")
    try:
        session.run("INSERT INTO t (i) VALUES (1)")
        session.engine.current_schema = "ELSEWHERE"
        with pytest.raises(OracleError, match="ORA-00942"):
            session.rows("SELECT i FROM t")
        session.engine.rollback()

        with pytest.raises(OracleError, match="ORA-00942"):
            session.rows("SELECT i FROM t")
        assert session.rows(f"SELECT i FROM {schema}.t") == []
    finally:
        session.run("DROP USER elsewhere CASCADE")
