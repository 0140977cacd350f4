"""PURGE, which empties the recycle bin."""

import oracledb
import pytest

from statements import code_of, rows


def test_the_recycle_bin_is_empty_after_purge(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, PURGE."""
    cursor.execute("CREATE TABLE t (id NUMBER)")
    cursor.execute("DROP TABLE t")
    cursor.execute("PURGE RECYCLEBIN")

    assert rows(cursor, "SELECT * FROM user_recyclebin") == []


def test_purge_commits(cursor: oracledb.Cursor) -> None:
    """Database Concepts, "Data Definition Language (DDL) Statements"."""
    cursor.execute("CREATE TABLE t (id NUMBER)")
    cursor.execute("INSERT INTO t VALUES (1)")
    cursor.execute("PURGE RECYCLEBIN")
    cursor.connection.rollback()

    assert rows(cursor, "SELECT id FROM t") == [(1,)]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("PURGE TABLE t", "ORA-38307"),
        ("PURGE INDEX i", "ORA-38307"),
        ("PURGE TABLESPACE nowhere", "ORA-00959"),
        ("PURGE DBA_RECYCLEBIN", "ORA-01031"),
        ("PURGE", "ORA-38302"),
    ],
)
def test_there_is_nothing_to_purge(cursor: oracledb.Cursor, statement: str, code: str) -> None:
    """SQL Language Reference, PURGE; Error Messages."""
    cursor.execute("CREATE TABLE t (id NUMBER)")
    assert code_of(cursor, statement) == code
