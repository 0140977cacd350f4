"""Global temporary tables: rows of a session, and DDL while sessions have rows."""

from collections.abc import Callable, Iterator

import oracledb
import pytest

from oracle_server import Account
from statements import code_of, rows


@pytest.fixture
def other(account: Account) -> Iterator[oracledb.Cursor]:
    """A second session of the same user."""
    with account.connect() as connection, connection.cursor() as cursor:
        yield cursor


@pytest.mark.parametrize(("kept", "counted"), [("DELETE ROWS", 0), ("PRESERVE ROWS", 1)])
def test_rows_stay_for_a_transaction_or_a_session(
    cursor: oracledb.Cursor, other: oracledb.Cursor, kept: str, counted: int
) -> None:
    """SQL Language Reference, CREATE TABLE, GLOBAL TEMPORARY, ON COMMIT."""
    cursor.execute(f"CREATE GLOBAL TEMPORARY TABLE g (i NUMBER) ON COMMIT {kept}")
    cursor.execute("INSERT INTO g VALUES (1)")
    before = rows(cursor, "SELECT COUNT(*) FROM g")
    cursor.connection.commit()

    assert (before, rows(cursor, "SELECT COUNT(*) FROM g")) == ([(1,)], [(counted,)])
    assert rows(other, "SELECT COUNT(*) FROM g") == [(0,)]


def test_the_dictionary_shows_a_temporary_table(cursor: oracledb.Cursor) -> None:
    """Database Reference, ALL_TABLES: TEMPORARY, DURATION."""
    cursor.execute("CREATE GLOBAL TEMPORARY TABLE a (i NUMBER)")
    cursor.execute("CREATE GLOBAL TEMPORARY TABLE b (i NUMBER) ON COMMIT PRESERVE ROWS")

    assert rows(
        cursor, "SELECT table_name, temporary, duration, logging, tablespace_name FROM user_tables ORDER BY 1"
    ) == [
        ("A", "Y", "SYS$TRANSACTION", "NO", None),
        ("B", "Y", "SYS$SESSION", "NO", None),
    ]


@pytest.mark.parametrize("kept", ["DELETE", "PRESERVE"])
@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("ALTER TABLE g ADD x NUMBER", "ORA-14450"),
        ("CREATE INDEX g_s ON g (s)", "ORA-14452"),
        ("DROP INDEX g_n", "ORA-14452"),
        ("DROP TABLE g", "ORA-14452"),
    ],
)
def test_ddl_is_refused_while_another_session_has_rows(
    cursor: oracledb.Cursor, other: oracledb.Cursor, kept: str, statement: str, code: str
) -> None:
    """Error Messages, ORA-14450 and ORA-14452."""
    cursor.execute(f"CREATE GLOBAL TEMPORARY TABLE g (s NUMBER, n NUMBER) ON COMMIT {kept} ROWS")
    cursor.execute("CREATE INDEX g_n ON g (n)")
    other.execute("INSERT INTO g VALUES (1, 1)")

    assert code_of(cursor, statement) == code
    other.connection.commit()
    other.execute("TRUNCATE TABLE g")
    cursor.execute(statement)


def test_ddl_is_refused_while_the_session_itself_keeps_rows(cursor: oracledb.Cursor) -> None:
    """Error Messages, ORA-14450 and ORA-14452."""
    cursor.execute("CREATE GLOBAL TEMPORARY TABLE g (i NUMBER) ON COMMIT PRESERVE ROWS")
    cursor.execute("INSERT INTO g VALUES (1)")

    assert code_of(cursor, "ALTER TABLE g ADD x NUMBER") == "ORA-14450"
    assert code_of(cursor, "DROP TABLE g") == "ORA-14452"
    cursor.execute("TRUNCATE TABLE g")
    cursor.execute("ALTER TABLE g ADD x NUMBER")
    cursor.execute("INSERT INTO g VALUES (1, 2)")
    assert rows(cursor, "SELECT i, x FROM g") == [(1, 2)]


def test_sessions_that_know_a_table_see_its_new_columns_and_keys(
    cursor: oracledb.Cursor, other: oracledb.Cursor
) -> None:
    """SQL Language Reference, CREATE TABLE: the definition of a temporary table is visible in all sessions."""
    cursor.execute("CREATE GLOBAL TEMPORARY TABLE g (i NUMBER) ON COMMIT DELETE ROWS")
    assert rows(other, "SELECT * FROM g") == []
    cursor.execute("ALTER TABLE g ADD (s VARCHAR2(5))")
    cursor.execute("ALTER TABLE g ADD CONSTRAINT g_pk PRIMARY KEY (i)")

    other.execute("INSERT INTO g VALUES (1, 'x')")
    assert rows(other, "SELECT * FROM g") == [(1, "x")]
    assert code_of(other, "INSERT INTO g VALUES (1, 'y')") == "ORA-00001"


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("CREATE GLOBAL TEMPORARY TABLE g (i NUMBER REFERENCES t)", "ORA-14455"),
        ("ALTER TABLE u ADD FOREIGN KEY (i) REFERENCES t", "ORA-14455"),
        ("CREATE GLOBAL TEMPORARY TABLE g (i NUMBER) PARTITION BY HASH (i) PARTITIONS 2", "ORA-14451"),
        ("CREATE GLOBAL TEMPORARY TABLE g (i NUMBER) COMPRESS", "ORA-14451"),
        ("ALTER TABLE u NOLOGGING", "ORA-14451"),
    ],
)
def test_a_temporary_table_lacks_some_features(cursor: oracledb.Cursor, statement: str, code: str) -> None:
    """SQL Language Reference, CREATE TABLE, Restrictions on Temporary Tables."""
    cursor.execute("CREATE TABLE t (i NUMBER PRIMARY KEY)")
    cursor.execute("CREATE GLOBAL TEMPORARY TABLE u (i NUMBER) ON COMMIT DELETE ROWS")

    assert code_of(cursor, statement) == code


def test_truncate_empties_the_sessions_own_rows(cursor: oracledb.Cursor, other: oracledb.Cursor) -> None:
    """SQL Language Reference, TRUNCATE TABLE: of a temporary table the rows of the session."""
    cursor.execute("CREATE GLOBAL TEMPORARY TABLE g (i NUMBER) ON COMMIT PRESERVE ROWS")
    for each in (cursor, other):
        each.execute("INSERT INTO g VALUES (1)")
        each.connection.commit()

    cursor.execute("TRUNCATE TABLE g")

    assert (rows(cursor, "SELECT COUNT(*) FROM g"), rows(other, "SELECT COUNT(*) FROM g")) == ([(0,)], [(1,)])


def test_a_temporary_table_is_filled_by_the_query_that_makes_it(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, CREATE TABLE, AS subquery."""
    cursor.execute("CREATE GLOBAL TEMPORARY TABLE g ON COMMIT PRESERVE ROWS AS SELECT 1 i, 'x' s FROM dual")

    assert rows(cursor, "SELECT i, s FROM g") == [(1, "x")]


def test_names_of_private_tables_are_kept_for_them(cursor: oracledb.Cursor) -> None:
    """Database Reference, PRIVATE_TEMP_TABLE_PREFIX; Error Messages, ORA-32463."""
    assert code_of(cursor, "CREATE TABLE ora$ptt_t (i NUMBER)") == "ORA-32463"


def test_a_private_table_lives_as_long_as_its_transaction(cursor: oracledb.Cursor, other: oracledb.Cursor) -> None:
    """SQL Language Reference, CREATE TABLE, PRIVATE TEMPORARY: ON COMMIT DROP DEFINITION; it commits nothing."""
    cursor.execute("CREATE TABLE t (i NUMBER)")
    cursor.execute("INSERT INTO t VALUES (1)")
    cursor.execute("CREATE PRIVATE TEMPORARY TABLE ora$ptt_p (i NUMBER, s VARCHAR2(3)) ON COMMIT DROP DEFINITION")
    cursor.execute("INSERT INTO ora$ptt_p VALUES (1, 'abc')")

    assert rows(cursor, "SELECT p.i, s FROM ora$ptt_p p") == [(1, "abc")]
    assert rows(cursor, "SELECT table_name, duration FROM user_private_temp_tables") == [("ORA$PTT_P", "TRANSACTION")]
    assert rows(cursor, "SELECT COUNT(*) FROM user_tables WHERE table_name LIKE 'ORA%'") == [(0,)]
    assert code_of(cursor, "INSERT INTO ora$ptt_p VALUES (1, 'long')") == "ORA-12899"
    assert code_of(other, "SELECT * FROM ora$ptt_p") == "ORA-00942"
    assert rows(other, "SELECT COUNT(*) FROM t") == [(0,)]
    cursor.connection.rollback()
    assert code_of(cursor, "SELECT * FROM ora$ptt_p") == "ORA-00942"
    assert rows(cursor, "SELECT COUNT(*) FROM t") == [(0,)]


def test_a_private_table_may_live_as_long_as_its_session(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, CREATE TABLE, PRIVATE TEMPORARY: ON COMMIT PRESERVE DEFINITION."""
    cursor.execute("CREATE PRIVATE TEMPORARY TABLE ora$ptt_p ON COMMIT PRESERVE DEFINITION AS SELECT 7 i FROM dual")
    cursor.connection.commit()

    assert rows(cursor, "SELECT i FROM ora$ptt_p") == [(7,)]
    assert code_of(cursor, "CREATE PRIVATE TEMPORARY TABLE ora$ptt_p (i NUMBER)") == "ORA-00955"
    cursor.execute("DROP TABLE ora$ptt_p")
    assert code_of(cursor, "SELECT i FROM ora$ptt_p") == "ORA-00942"


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("CREATE PRIVATE TEMPORARY TABLE p (i NUMBER)", "ORA-00903"),
        ("CREATE PRIVATE TEMPORARY TABLE ora$ptt_q (i NUMBER DEFAULT 1)", "ORA-14451"),
        ("CREATE PRIVATE TEMPORARY TABLE ora$ptt_q (i NUMBER PRIMARY KEY)", "ORA-14451"),
        ("CREATE INDEX p_i ON ora$ptt_p (i)", "ORA-14451"),
    ],
)
def test_a_private_table_lacks_some_features(cursor: oracledb.Cursor, statement: str, code: str) -> None:
    """SQL Language Reference, CREATE TABLE, Restrictions on Private Temporary Tables."""
    cursor.execute("CREATE PRIVATE TEMPORARY TABLE ora$ptt_p (i NUMBER) ON COMMIT PRESERVE DEFINITION")

    assert code_of(cursor, statement) == code


def test_a_private_table_of_a_query_needs_the_privileges_of_the_query(
    cursor: oracledb.Cursor, new_account: Callable[..., Account]
) -> None:
    """SQL Language Reference, CREATE TABLE, Prerequisites and private_temp_table."""
    other = new_account()
    with other.connect() as connection, connection.cursor() as others:
        others.execute("CREATE TABLE secret (n NUMBER)")
    definition = f"CREATE PRIVATE TEMPORARY TABLE ora$ptt_p AS SELECT n FROM {other.user}.secret"
    assert code_of(cursor, definition) == "ORA-00942"
