"""What could not be proved without an Oracle, one fact a test: run it on the first real database.

The docstring of a test is the fact, as the report names it. Sources: SQL Language Reference, Utilities (direct path),
python-oracledb user guide, and Error Help for the codes.
"""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import oracledb
import pytest

from oracle_server import Account, OracleServer

Check = Callable[[object, object], None]
Outcome = Callable[[Callable[[], object]], str]


def rows(cursor: oracledb.Cursor, sql: str, *binds: object) -> list[tuple[object, ...]]:
    return list(cursor.execute(sql, list(binds), fetch_lobs=False))


def before_23ai(connection: oracledb.Connection) -> bool:
    return int(connection.version.partition(".")[0]) < 23


def test_time_zone_is_kept(cursor: oracledb.Cursor, check: Check) -> None:
    """A TIMESTAMP WITH TIME ZONE that is bound as text keeps its offset"""
    cursor.execute("CREATE TABLE t (at TIMESTAMP(6) WITH TIME ZONE)")
    cursor.execute(
        "INSERT INTO t VALUES (TO_TIMESTAMP_TZ(:1, 'YYYY-MM-DD\"T\"HH24:MI:SS.FF6TZH:TZM'))",
        ["2026-01-31T12:00:00.123456+05:30"],
    )
    check(
        [("2026-01-31 12:00:00.123456 +05:30",)],
        rows(cursor, "SELECT TO_CHAR(at, 'YYYY-MM-DD HH24:MI:SS.FF6 TZH:TZM') FROM t"),
    )


def test_a_datetime_is_a_date_by_default(cursor: oracledb.Cursor, check: Check) -> None:
    """A Python datetime bound without a type is a DATE: fractions of a second are lost"""
    cursor.execute("CREATE TABLE t (at TIMESTAMP(6))")
    cursor.execute("INSERT INTO t VALUES (:1)", [dt.datetime(2026, 1, 31, 12, 0, 0, 123456)])  # noqa: DTZ001
    check([(dt.datetime(2026, 1, 31, 12, 0, 0),)], rows(cursor, "SELECT at FROM t"))  # noqa: DTZ001


@pytest.mark.parametrize("size", [5_000, 40_000, 10_000_000])
def test_long_text_into_clob(size: int, cursor: oracledb.Cursor, check: Check) -> None:
    """Strings of 5 kB, 40 kB and 10 MB with NULLs between them go into a CLOB by executemany"""
    cursor.execute("CREATE TABLE t (id NUMBER, doc CLOB)")
    cursor.setinputsizes(None, oracledb.DB_TYPE_LONG)
    cursor.executemany("INSERT INTO t VALUES (:1, :2)", [(1, "x" * size), (2, None), (3, "short")])
    check([(1, size), (2, None), (3, 5)], rows(cursor, "SELECT id, DBMS_LOB.GETLENGTH(doc) FROM t ORDER BY id"))


def test_merge_with_clob(cursor: oracledb.Cursor, check: Check) -> None:
    """MERGE from a temporary table copies CLOB columns"""
    cursor.execute("CREATE TABLE t (id NUMBER PRIMARY KEY, doc CLOB)")
    cursor.execute("CREATE GLOBAL TEMPORARY TABLE s (id NUMBER, doc CLOB) ON COMMIT DELETE ROWS")
    cursor.execute("INSERT INTO t VALUES (1, 'old')")
    cursor.setinputsizes(None, oracledb.DB_TYPE_LONG)
    cursor.executemany("INSERT INTO s VALUES (:1, :2)", [(1, "n" * 9_000), (2, "m" * 9_000)])
    cursor.execute(
        "MERGE INTO t USING (SELECT id, doc FROM s) s ON (t.id = s.id)"
        " WHEN MATCHED THEN UPDATE SET t.doc = s.doc WHEN NOT MATCHED THEN INSERT (id, doc) VALUES (s.id, s.doc)"
    )
    merged = rows(cursor, "SELECT id, DBMS_LOB.SUBSTR(doc, 1, 9000), DBMS_LOB.GETLENGTH(doc) FROM t ORDER BY id")
    check([(1, "n", 9_000), (2, "m", 9_000)], merged)


def test_executemany_keeps_earlier_rows(cursor: oracledb.Cursor, check: Check, outcome: Outcome) -> None:
    """A row that fails in executemany leaves the rows before it in the transaction; a savepoint undoes them"""
    cursor.execute("CREATE TABLE t (id NUMBER PRIMARY KEY)")
    cursor.execute("SAVEPOINT before_array")
    code = outcome(lambda: cursor.executemany("INSERT INTO t VALUES (:1)", [(1,), (2,), (1,), (3,)]))
    kept = rows(cursor, "SELECT COUNT(*) FROM t")
    cursor.execute("ROLLBACK TO SAVEPOINT before_array")
    check(("ORA-00001", [(2,)], [(0,)]), (code, kept, rows(cursor, "SELECT COUNT(*) FROM t")))


def test_batch_errors_with_merge(cursor: oracledb.Cursor, check: Check) -> None:
    """Batch errors work with MERGE and name the failing row"""
    cursor.execute("CREATE TABLE t (id NUMBER PRIMARY KEY, name VARCHAR2(3))")
    cursor.executemany(
        "MERGE INTO t USING (SELECT :1 id, :2 name FROM dual) s ON (t.id = s.id)"
        " WHEN NOT MATCHED THEN INSERT (id, name) VALUES (s.id, s.name)",
        [(1, "one"), (2, "much too long"), (3, "six")],
        batcherrors=True,
    )
    errors = [(error.offset, error.full_code) for error in cursor.getbatcherrors() or []]
    check(([(1, "ORA-12899")], [(2,)]), (errors, rows(cursor, "SELECT COUNT(*) FROM t")))


def test_append_values(
    connection: oracledb.Connection, cursor: oracledb.Cursor, check: Check, outcome: Outcome
) -> None:
    """After INSERT /*+ APPEND_VALUES */ a query of the table is ORA-12838, and possible from 23ai on"""
    cursor.execute("CREATE TABLE t (id NUMBER)")
    cursor.executemany("INSERT /*+ APPEND_VALUES */ INTO t VALUES (:1)", [(1,), (2,)])
    expected = "ORA-12838" if before_23ai(connection) else "done"
    check(expected, outcome(lambda: rows(cursor, "SELECT COUNT(*) FROM t")))


def test_direct_path_names(connection: oracledb.Connection, account: Account, check: Check) -> None:
    """Direct path load folds names to upper case and takes quoted ones"""
    with connection.cursor() as cursor:
        cursor.execute('CREATE TABLE t ("_ID" NUMBER, "lower" NUMBER)')
        connection.direct_path_load(account.user, "t", ['"_ID"', '"lower"'], [(1, 2)])
        check([(1, 2)], rows(cursor, 'SELECT "_ID", "lower" FROM t'))


def test_direct_path_duplicate_key(
    connection: oracledb.Connection, account: Account, check: Check, outcome: Outcome
) -> None:
    """A duplicate key in a direct path load leaves the index UNUSABLE, and DML gets ORA-01502"""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE t (id NUMBER CONSTRAINT t_pk PRIMARY KEY)")
        connection.direct_path_load(account.user, "T", ["ID"], [(1,), (1,)])
        status = rows(cursor, "SELECT status FROM user_indexes WHERE index_name = 'T_PK'")
        code = outcome(lambda: cursor.execute("INSERT INTO t VALUES (2)"))
        check(([("UNUSABLE",)], "ORA-01502"), (status, code))


def test_direct_path_in_transaction(
    connection: oracledb.Connection, account: Account, check: Check, outcome: Outcome
) -> None:
    """A direct path load inside an open transaction is ORA-26085"""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE t (id NUMBER)")
        cursor.execute("INSERT INTO t VALUES (1)")
        check("ORA-26085", outcome(lambda: connection.direct_path_load(account.user, "T", ["ID"], [(2,)])))


def test_boolean_into_number(connection: oracledb.Connection, check: Check) -> None:
    """A Python bool bound as NUMBER goes into NUMBER(1) on every release"""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE t (flag NUMBER(1))")
        cursor.setinputsizes(oracledb.DB_TYPE_NUMBER)
        cursor.executemany("INSERT INTO t VALUES (:1)", [(True,), (False,)])
        check([(0,), (1,)], rows(cursor, "SELECT flag FROM t ORDER BY flag"))


@pytest.mark.parametrize("digits", [38, 39, 40])
def test_digits_of_number(digits: int, cursor: oracledb.Cursor, check: Check) -> None:
    """NUMBER without precision keeps 38, 39 and 40 digits"""
    value = Decimal("1" * digits)
    cursor.execute("CREATE TABLE t (n NUMBER)")
    cursor.execute("INSERT INTO t VALUES (TO_NUMBER(:1))", [str(value)])
    check([(str(value),)], rows(cursor, "SELECT TO_CHAR(n, 'TM9') FROM t"))


def test_empty_key(cursor: oracledb.Cursor, check: Check, outcome: Outcome) -> None:
    """'' in a key column is NULL: ORA-01400"""
    cursor.execute("CREATE TABLE t (id VARCHAR2(10) PRIMARY KEY)")
    check("ORA-01400", outcome(lambda: cursor.execute("INSERT INTO t VALUES (:1)", [""])))


def test_alter_waits(account: Account, cursor: oracledb.Cursor, check: Check, outcome: Outcome) -> None:
    """ALTER TABLE MODIFY while another session has changes is ORA-00054, also after DDL_LOCK_TIMEOUT"""
    cursor.execute("CREATE TABLE t (id NUMBER, name VARCHAR2(10))")
    cursor.execute("INSERT INTO t (id) VALUES (1)")
    with account.connect() as other, other.cursor() as its:
        at_once = outcome(lambda: its.execute("ALTER TABLE t MODIFY (name VARCHAR2(20))"))
        its.execute("ALTER SESSION SET DDL_LOCK_TIMEOUT = 1")
        later = outcome(lambda: its.execute("ALTER TABLE t MODIFY (name VARCHAR2(20))"))
    check(("ORA-00054", "ORA-00054"), (at_once, later))


def test_key_length(cursor: oracledb.Cursor, check: Check, outcome: Outcome) -> None:
    """A key of 6 x VARCHAR2(255 CHAR) is accepted, one of 2 x 4000 bytes is ORA-01450"""
    six = ", ".join(f"c{number} VARCHAR2(255 CHAR)" for number in range(6))
    keys = ", ".join(f"c{number}" for number in range(6))
    wide = outcome(lambda: cursor.execute(f"CREATE TABLE a ({six}, PRIMARY KEY ({keys}))"))
    wider = outcome(lambda: cursor.execute("CREATE TABLE b (c VARCHAR2(4000), d VARCHAR2(4000), PRIMARY KEY (c, d))"))
    check(("done", "ORA-01450"), (wide, wider))


def test_date_to_timestamp(cursor: oracledb.Cursor, check: Check) -> None:
    """ALTER TABLE MODIFY from DATE to TIMESTAMP is allowed with rows and keeps them"""
    cursor.execute("CREATE TABLE t (at DATE)")
    cursor.execute("INSERT INTO t VALUES (DATE '2026-01-31')")
    cursor.execute("ALTER TABLE t MODIFY (at TIMESTAMP(6))")
    check([(dt.datetime(2026, 1, 31),)], rows(cursor, "SELECT at FROM t"))  # noqa: DTZ001


def test_foreign_table(
    new_account: Callable[..., Account], cursor: oracledb.Cursor, account: Account, check: Check, outcome: Outcome
) -> None:
    """A table of another schema without any privilege on it is ORA-00942"""
    cursor.execute("CREATE TABLE t (id NUMBER)")
    with new_account().connect() as other, other.cursor() as its:
        check("ORA-00942", outcome(lambda: its.execute(f"SELECT * FROM {account.user}.t")))


def test_killed_session(
    account: Account, server: OracleServer, connection: oracledb.Connection, check: Check, outcome: Outcome
) -> None:
    """A killed session is DPY-4011, and its transaction is rolled back"""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE t (id NUMBER)")
        cursor.execute("INSERT INTO t VALUES (1)")
        server.execute(f"ALTER SYSTEM KILL SESSION '{connection.session_id},{connection.serial_num}' IMMEDIATE")
        code = outcome(connection.commit)
    with account.connect() as other, other.cursor() as its:
        check(("DPY-4011", [(0,)]), (code, rows(its, "SELECT COUNT(*) FROM t")))


def test_string_size(cursor: oracledb.Cursor, check: Check) -> None:
    """LENGTHB(RPAD('x', 4001, 'x')) tells MAX_STRING_SIZE: 4000 or 4001, as VARCHAR2(4001) does"""
    length = rows(cursor, "SELECT LENGTHB(RPAD('x', 4001, 'x')) FROM dual")[0][0]
    try:
        cursor.execute("CREATE TABLE t (c VARCHAR2(4001))")
        longest = 4001
    except oracledb.DatabaseError:
        longest = 4000
    check(longest, length)


def test_public_options(cursor: oracledb.Cursor, check: Check) -> None:
    """V$OPTION is readable for everyone and knows Partitioning"""
    check([("Partitioning",)], rows(cursor, "SELECT parameter FROM v$option WHERE parameter = 'Partitioning'"))


@pytest.mark.oracle_only("it needs an Autonomous Database's service _high, where parallel DML is on")
def test_parallel_dml(cursor: oracledb.Cursor, check: Check, outcome: Outcome) -> None:
    """With parallel DML enabled, a second statement on the table is ORA-12838 before 23ai or on a parallel table"""
    if rows(cursor, "SELECT pdml_status FROM v$session WHERE sid = SYS_CONTEXT('USERENV', 'SID')") != [("ENABLED",)]:
        pytest.skip("parallel DML is off in this service")
    cursor.execute("CREATE TABLE t (id NUMBER) PARALLEL")
    cursor.execute("INSERT INTO t SELECT level FROM dual CONNECT BY level < 10")
    check("ORA-12838", outcome(lambda: rows(cursor, "SELECT COUNT(*) FROM t")))
