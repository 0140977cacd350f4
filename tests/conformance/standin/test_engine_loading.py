"""What a loader does, through the real driver: tables, array inserts, merges, sums, the dictionary, the session."""

import datetime as dt
from decimal import Decimal

import oracledb
import pytest

from oracle_server import Account, OracleServer

_TABLE = (
    'CREATE TABLE "{schema}"."T" ("ID" NUMBER(38) NOT NULL, "NAME" VARCHAR2(4000 CHAR), "AMT" NUMBER,'
    ' "TS" TIMESTAMP(6) WITH TIME ZONE, "D" DATE, "B" NUMBER(1), "DOC" CLOB,'
    ' CONSTRAINT "T_DOC" CHECK ("DOC" IS JSON))'
)
_INSERT = 'INSERT INTO "{schema}"."T" ("ID", "NAME", "AMT", "TS", "D", "B", "DOC") VALUES (:1, :2, :3, :4, :5, :6, :7)'
_MOMENT = dt.datetime(2024, 1, 31, 10, 0, 0, 123456)  # noqa: DTZ001 - the driver's are naive


@pytest.fixture
def schema(account: Account) -> str:
    return account.user


@pytest.fixture
def loaded(cursor: oracledb.Cursor, schema: str) -> oracledb.Cursor:
    """A table with 10,000 rows."""
    cursor.execute(_TABLE.format(schema=schema))
    cursor.setinputsizes(None, None, None, oracledb.DB_TYPE_TIMESTAMP_TZ, None, None, oracledb.DB_TYPE_LONG)
    cursor.executemany(
        _INSERT.format(schema=schema),
        [
            (row, f"név {row}", Decimal(row) / 8, _MOMENT, _MOMENT, row % 2, f'{{"row": {row}}}')
            for row in range(10_000)
        ],
    )
    cursor.connection.commit()
    return cursor


def test_ten_thousand_rows_arrive_exactly(loaded: oracledb.Cursor, schema: str) -> None:
    """python-oracledb user guide, "Batch Statement and Bulk Copy Operations"."""
    loaded.execute(
        f'SELECT COUNT(*), SUM("ID"), SUM("AMT"), MIN("TS"), MAX("D"), MIN("NAME"), SUM("B") FROM "{schema}"."T"'
    )

    assert loaded.fetchall() == [
        (10_000, 49_995_000, 6_249_375, _MOMENT, _MOMENT.replace(microsecond=0), "név 0", 5000)
    ]


def test_rows_come_back_in_order_with_their_documents(loaded: oracledb.Cursor) -> None:
    """python-oracledb user guide, "JSON Data": a column with an IS JSON check comes back as an object."""
    loaded.execute('SELECT id, name, amt, ts, d, b, doc FROM t WHERE id >= 9999 OR id < 1 ORDER BY "ID" DESC')

    day = _MOMENT.replace(microsecond=0)
    assert loaded.fetchall() == [
        (9999, "név 9999", 1249.875, _MOMENT, day, 1, {"row": 9999}),
        (0, "név 0", 0, _MOMENT, day, 0, {"row": 0}),
    ]


def test_times_are_compared_as_text_with_their_offset(loaded: oracledb.Cursor) -> None:
    """SQL Language Reference, TO_CHAR (datetime)."""
    loaded.execute("""SELECT DISTINCT TO_CHAR(ts, 'YYYY-MM-DD"T"HH24:MI:SS.FF6TZH:TZM') FROM t""")

    assert loaded.fetchall() == [("2024-01-31T10:00:00.123456+00:00",)]


def test_a_merge_updates_and_inserts_from_a_staging_table(loaded: oracledb.Cursor) -> None:
    """SQL Language Reference, MERGE."""
    loaded.execute(
        "CREATE GLOBAL TEMPORARY TABLE stg (id NUMBER(38), name VARCHAR2(4000 CHAR), seq NUMBER) ON COMMIT DELETE ROWS"
    )
    loaded.executemany(
        "INSERT INTO stg (id, name, seq) VALUES (:1, :2, :3)", [(1, "old", 1), (1, "new", 2), (10_001, "added", 3)]
    )
    loaded.execute(
        "MERGE INTO t USING (SELECT * FROM (SELECT s.*, ROW_NUMBER() OVER (PARTITION BY s.id ORDER BY s.seq DESC) rn"
        " FROM stg s) WHERE rn = 1) s ON (t.id = s.id) WHEN MATCHED THEN UPDATE SET t.name = s.name"
        " WHEN NOT MATCHED THEN INSERT (id, name) VALUES (s.id, s.name)"
    )
    assert loaded.rowcount == 2
    loaded.connection.commit()

    loaded.execute("SELECT id, name FROM t WHERE id IN (1, 10001) ORDER BY id")
    assert loaded.fetchall() == [(1, "new"), (10_001, "added")]
    assert loaded.execute("SELECT COUNT(*) FROM stg").fetchall() == [(0,)]


def test_batch_errors_name_the_rows_and_the_others_stay(loaded: oracledb.Cursor) -> None:
    """python-oracledb user guide, "Handling Data Errors"."""
    loaded.executemany(
        "INSERT INTO t (id, doc) VALUES (:1, :2)",
        [(20_000, "{}"), (None, "{}"), (20_001, "no json"), (20_002, "[]")],
        batcherrors=True,
    )

    assert [(error.offset, error.full_code) for error in loaded.getbatcherrors()] == [
        (1, "ORA-01400"),
        (2, "ORA-02290"),
    ]
    assert loaded.execute("SELECT COUNT(*) FROM t WHERE id >= 20000").fetchall() == [(2,)]


def test_rows_before_an_error_stay_in_the_transaction(loaded: oracledb.Cursor) -> None:
    """python-oracledb's own tests, test_1200_executemany, 1208."""
    with pytest.raises(oracledb.IntegrityError, match="ORA-01438"):
        loaded.executemany(
            "INSERT INTO t (id, b) VALUES (:1, :2)", [(30_000, 1), (30_001, 9), (30_002, 10), (30_003, 1)]
        )

    assert loaded.rowcount == 2
    assert loaded.execute("SELECT COUNT(*) FROM t WHERE id >= 30000").fetchall() == [(2,)]


def test_the_dictionary_describes_the_table_to_a_loader(loaded: oracledb.Cursor, schema: str) -> None:
    """Database Reference, ALL_TAB_COLS and ALL_CONSTRAINTS."""
    loaded.execute(
        "SELECT COLUMN_NAME, DATA_TYPE, DATA_LENGTH, CHAR_LENGTH, CHAR_USED, DATA_PRECISION, DATA_SCALE, NULLABLE"
        " FROM ALL_TAB_COLS WHERE OWNER=:1 AND TABLE_NAME=:2 AND HIDDEN_COLUMN='NO' ORDER BY COLUMN_ID",
        [schema, "T"],
    )

    assert loaded.fetchall() == [
        ("ID", "NUMBER", 22, 0, None, 38, 0, "N"),
        ("NAME", "VARCHAR2", 4000, 4000, "C", None, None, "Y"),
        ("AMT", "NUMBER", 22, 0, None, None, None, "Y"),
        ("TS", "TIMESTAMP(6) WITH TIME ZONE", 13, 0, None, None, 6, "Y"),
        ("D", "DATE", 7, 0, None, None, None, "Y"),
        ("B", "NUMBER", 22, 0, None, 1, 0, "Y"),
        ("DOC", "CLOB", 4000, 0, None, None, None, "Y"),
    ]


def test_a_column_can_be_added_and_widened_between_batches(loaded: oracledb.Cursor) -> None:
    """SQL Language Reference, ALTER TABLE: add_column_clause, modify_column_clauses."""
    loaded.execute('ALTER TABLE "T" ADD ("CODE" VARCHAR2(3 CHAR))')
    with pytest.raises(oracledb.DatabaseError, match="ORA-12899"):
        loaded.execute("UPDATE t SET code = 'abcd' WHERE id = 1")
    loaded.execute('ALTER TABLE "T" MODIFY ("CODE" VARCHAR2(4 CHAR))')
    loaded.execute("UPDATE t SET code = 'abcd' WHERE id = 1")

    assert loaded.rowcount == 1


def test_an_error_has_its_place_in_the_statement(cursor: oracledb.Cursor) -> None:
    """python-oracledb API, _Error.offset."""
    with pytest.raises(oracledb.DatabaseError, match="ORA-00942") as error:
        cursor.execute("SELECT * FROM nowhere")

    assert error.value.args[0].offset == 14


def test_the_session_keeps_its_settings_and_shows_its_tags(
    connection: oracledb.Connection, server: OracleServer
) -> None:
    """SQL Language Reference, ALTER SESSION; Database Reference, V$SESSION."""
    cursor = connection.cursor()
    cursor.execute("ALTER SESSION SET TIME_ZONE='UTC'")
    cursor.execute("ALTER SESSION SET DDL_LOCK_TIMEOUT=30")
    connection.module = "flext"
    connection.action = "load"

    assert cursor.execute("SELECT SESSIONTIMEZONE FROM dual").fetchone() == ("UTC",)
    tags = server.rows("SELECT module, action FROM v$session WHERE sid = :1", connection.session_id)
    assert tags == [("flext", "load")]


def test_savepoints_work_inside_a_transaction(loaded: oracledb.Cursor) -> None:
    """SQL Language Reference, SAVEPOINT."""
    loaded.execute("SAVEPOINT s")
    loaded.execute("DELETE FROM t")
    loaded.execute("ROLLBACK TO s")

    assert loaded.execute("SELECT COUNT(*) FROM t").fetchall() == [(10_000,)]


def test_the_default_of_a_string_limit_is_four_thousand_bytes(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, VARCHAR2 data type."""
    assert cursor.execute("SELECT LENGTHB(RPAD('x', 4001, 'x')) FROM dual").fetchall() == [(4000,)]
