"""Values of every type, there and back through binds and columns."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import oracledb
import pytest

NOON = datetime.fromisoformat("2024-01-01 12:00:00")
DATES = [datetime.fromisoformat(text) for text in ("0001-01-01", "2024-02-29 23:59:58", "9999-12-31 23:59:59")]
TIMESTAMPS = [*DATES, *(moment.replace(microsecond=123_456) for moment in DATES)]

TYPES = [
    ("NUMBER", oracledb.DB_TYPE_NUMBER, [0, 1, -1, 100, 10**37, -(10**37), 123456789012345678]),
    ("NUMBER(38, 10)", oracledb.DB_TYPE_NUMBER, [Decimal("-0.0000000001"), Decimal("1234567890123456789012345678.9")]),
    ("VARCHAR2(4000)", oracledb.DB_TYPE_VARCHAR, ["a", "grün", "漢字 😀", "x" * 252, "x" * 253, "x" * 4000, " "]),
    ("VARCHAR2(2000)", oracledb.DB_TYPE_NVARCHAR, ["a", "grün", "漢字 😀", "x" * 2000]),
    ("VARCHAR2(5)", oracledb.DB_TYPE_CHAR, ["abcde", "a    "]),
    ("RAW(2000)", oracledb.DB_TYPE_RAW, [b"\x00", bytes(range(256)), b"\xff" * 2000]),
    ("DATE", oracledb.DB_TYPE_DATE, DATES),
    ("TIMESTAMP(6)", oracledb.DB_TYPE_TIMESTAMP, TIMESTAMPS),
    ("TIMESTAMP(6) WITH TIME ZONE", oracledb.DB_TYPE_TIMESTAMP_TZ, TIMESTAMPS),
    ("BINARY_DOUBLE", oracledb.DB_TYPE_BINARY_DOUBLE, [0.0, 0.1, -1e308, 5e-324, float("inf"), float("-inf")]),
    ("BINARY_FLOAT", oracledb.DB_TYPE_BINARY_FLOAT, [0.0, 0.5, -1.25, float("inf")]),
    ("BOOLEAN", oracledb.DB_TYPE_BOOLEAN, [True, False]),
    (
        "INTERVAL DAY(9) TO SECOND(6)",
        oracledb.DB_TYPE_INTERVAL_DS,
        [timedelta(0), timedelta(days=-1, hours=2, microseconds=5), timedelta(days=400, seconds=3)],
    ),
    (
        "INTERVAL YEAR(9) TO MONTH",
        oracledb.DB_TYPE_INTERVAL_YM,
        [oracledb.IntervalYM(1, 2), oracledb.IntervalYM(-3, -11), oracledb.IntervalYM(0, 0)],
    ),
]


@pytest.mark.parametrize(("sql_type", "bind_type", "values"), TYPES, ids=[sql_type for sql_type, _, _ in TYPES])
def test_values_and_nulls_come_back(
    cursor: oracledb.Cursor, sql_type: str, bind_type: oracledb.DbType, values: list[object]
) -> None:
    """SQL Language Reference, Data Types; python-oracledb user guide, "Supported Data Types"."""
    values = [None, *values, None]
    cursor.execute(f"CREATE TABLE t (n NUMBER, v {sql_type})")
    cursor.setinputsizes(None, bind_type)

    cursor.executemany("INSERT INTO t VALUES (:1, :2)", list(enumerate(values)))

    cursor.execute("SELECT v FROM t ORDER BY n", fetch_decimals=True)
    assert [value for (value,) in cursor] == values


def test_a_nan_comes_back(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, Floating-Point Conditions."""
    cursor.execute("CREATE TABLE t (v BINARY_DOUBLE)")
    cursor.setinputsizes(oracledb.DB_TYPE_BINARY_DOUBLE)
    cursor.execute("INSERT INTO t VALUES (:1)", [float("nan")])

    (value,) = cursor.execute("SELECT v FROM t").fetchone()
    assert value != value  # noqa: PLR0124 - NaN


def test_types_are_guessed_from_python_values(cursor: oracledb.Cursor) -> None:
    """python-oracledb API, Cursor.execute(): bind types."""
    row = (1, 1.5, Decimal("2.25"), "text", b"raw", NOON, date(2024, 1, 2), True, None)
    cursor.execute(
        "CREATE TABLE t (a NUMBER, b NUMBER, c NUMBER, d VARCHAR2(9), e RAW(9), f DATE, g DATE, h BOOLEAN, i RAW(9))"
    )

    cursor.execute("INSERT INTO t VALUES (:1, :2, :3, :4, :5, :6, :7, :8, :9)", row)

    expected = (*row[:2], 2.25, *row[3:6], datetime.fromisoformat("2024-01-02"), True, None)
    assert cursor.execute("SELECT * FROM t").fetchone() == expected


def test_an_empty_string_is_null(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, Nulls."""
    assert cursor.execute("SELECT :1, :2 FROM dual", ["", b""]).fetchone() == (None, None)


def test_ten_thousand_rows_of_an_array_come_back(cursor: oracledb.Cursor) -> None:
    """python-oracledb user guide, "Batch Statement Execution"."""
    rows = [
        (n, f"name {n}", None if n % 7 == 0 else n / 4, NOON + timedelta(seconds=n), b"%d" % n) for n in range(10_000)
    ]
    cursor.execute("CREATE TABLE t (n NUMBER(10), name VARCHAR2(50), amount NUMBER, at DATE, raw_value RAW(10))")

    cursor.executemany("INSERT INTO t VALUES (:1, :2, :3, :4, :5)", rows)

    assert cursor.rowcount == 10_000
    cursor.arraysize = 3_000
    assert cursor.execute("SELECT * FROM t ORDER BY n").fetchall() == rows


@pytest.mark.parametrize("length", [1_000, 1_001, 8_191, 8_192, 32_767, 32_768, 100_000])
def test_a_long_text_moves_behind_the_other_binds_without_harm(cursor: oracledb.Cursor, length: int) -> None:
    """python-oracledb user guide, "Using CLOB and BLOB Data": text longer than VARCHAR2."""
    rows = [(1, "ä" * (length // 2), "x", 2), (3, None, "y", 4), (5, "short", None, 6)]
    cursor.execute("CREATE TABLE t (a NUMBER, b CLOB, c VARCHAR2(10), d NUMBER)")

    cursor.executemany("INSERT INTO t VALUES (:1, :2, :3, :4)", rows)

    assert cursor.execute("SELECT * FROM t ORDER BY a", fetch_lobs=False).fetchall() == rows
