"""Every type through every path: one bind, an array, the direct path, a bind without a column; NULL and more."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import oracledb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oracle_server import Account

MOMENT = datetime.fromisoformat("2024-02-29 23:59:58")
PRECISE = MOMENT.replace(microsecond=123_456)
FIRST, LAST = datetime.fromisoformat("0001-01-01"), datetime.fromisoformat("9999-12-31 23:59:59.999999")

TYPES: dict[str, tuple[oracledb.DbType, list[Any]]] = {
    "NUMBER": (
        oracledb.DB_TYPE_NUMBER,
        [Decimal(0), Decimal("-1.5"), Decimal(10) ** 125, Decimal("1E-130"), Decimal(9**39)],
    ),
    "NUMBER(5)": (oracledb.DB_TYPE_NUMBER, [Decimal(99_999), Decimal(-99_999)]),
    "NUMBER(5, 2)": (oracledb.DB_TYPE_NUMBER, [Decimal("999.99"), Decimal("-0.01")]),
    "FLOAT": (oracledb.DB_TYPE_NUMBER, [Decimal("0.1"), Decimal(-7)]),
    "BINARY_DOUBLE": (oracledb.DB_TYPE_BINARY_DOUBLE, [0.1, -1.7e308, 5e-324, float("inf"), float("-inf")]),
    "BINARY_FLOAT": (oracledb.DB_TYPE_BINARY_FLOAT, [0.5, -1.25, float("inf"), float("-inf")]),
    "VARCHAR2(4000)": (oracledb.DB_TYPE_VARCHAR, ["a", "tab\tline\nback\\slash", "漢字 😀", "x" * 4_000, "\\N"]),
    "VARCHAR2(10 CHAR)": (oracledb.DB_TYPE_VARCHAR, ["a", "x" * 10]),
    "NVARCHAR2(100)": (oracledb.DB_TYPE_NVARCHAR, ["a", "漢字", "x" * 50]),
    "CHAR(5)": (oracledb.DB_TYPE_CHAR, ["abcde", "     "]),
    "NCHAR(5)": (oracledb.DB_TYPE_NCHAR, ["漢字漢字漢", "abcde"]),
    "RAW(2000)": (oracledb.DB_TYPE_RAW, [b"\0", bytes(range(256)), b"\xff" * 2_000]),
    "DATE": (oracledb.DB_TYPE_DATE, [MOMENT, FIRST, LAST.replace(microsecond=0)]),
    "TIMESTAMP(6)": (oracledb.DB_TYPE_TIMESTAMP, [MOMENT, PRECISE, FIRST, LAST]),
    "TIMESTAMP(0)": (oracledb.DB_TYPE_TIMESTAMP, [MOMENT]),
    "TIMESTAMP(9)": (oracledb.DB_TYPE_TIMESTAMP, [MOMENT, PRECISE]),
    "TIMESTAMP WITH TIME ZONE": (oracledb.DB_TYPE_TIMESTAMP_TZ, [MOMENT, PRECISE]),
    "INTERVAL DAY(9) TO SECOND(6)": (
        oracledb.DB_TYPE_INTERVAL_DS,
        [timedelta(0), timedelta(days=-3, microseconds=7), timedelta(days=10_000, hours=5)],
    ),
    "BOOLEAN": (oracledb.DB_TYPE_BOOLEAN, [True, False]),
    "CLOB": (oracledb.DB_TYPE_LONG, ["a", "ä😀" * 40_000, "\\.\n"]),
    "NCLOB": (oracledb.DB_TYPE_LONG_NVARCHAR, ["a", "漢字" * 40_000]),
    "BLOB": (oracledb.DB_TYPE_LONG_RAW, [b"\0\1", bytes(range(256)) * 400]),
}


def one_by_one(
    connection: oracledb.Connection, _: str, bind_type: oracledb.DbType, rows: list[tuple[Any, ...]]
) -> None:
    with connection.cursor() as cursor:
        for row in rows:
            cursor.setinputsizes(None, bind_type)
            cursor.execute("INSERT INTO t (n, v) VALUES (:1, :2)", row)


def as_array(connection: oracledb.Connection, _: str, bind_type: oracledb.DbType, rows: list[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.setinputsizes(None, bind_type)
        cursor.executemany("INSERT INTO t (n, v) VALUES (:1, :2)", rows)


def by_direct_path(connection: oracledb.Connection, user: str, _: oracledb.DbType, rows: list[tuple[Any, ...]]) -> None:
    connection.direct_path_load(user, "T", ["N", "V"], rows)


# the driver compares the bytes of NCHAR values, which are all of full length, with the characters of their column
PATHS = [
    (insert, sql_type)
    for insert in (one_by_one, as_array, by_direct_path)
    for sql_type in TYPES
    if insert is not by_direct_path or not sql_type.startswith("NCHAR")
]


@pytest.mark.parametrize(("insert", "sql_type"), PATHS)
def test_values_and_nulls_come_back(
    connection: oracledb.Connection, account: Account, sql_type: str, insert: Callable[..., None]
) -> None:
    """SQL Language Reference, "Data Types"; python-oracledb user guide, "Supported Oracle Database Data Types"."""
    bind_type, values = TYPES[sql_type]
    rows = list(enumerate([None, *values, None]))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE t (n NUMBER, v {sql_type})")
        insert(connection, account.user, bind_type, rows)

        cursor.execute("SELECT n, v FROM t ORDER BY n", fetch_decimals=True, fetch_lobs=False)

        assert cursor.fetchall() == rows


@pytest.mark.parametrize("sql_type", [name for name in TYPES if "LOB" not in name and name != "NCHAR(5)"])
def test_a_bind_comes_back_without_a_column(cursor: oracledb.Cursor, sql_type: str) -> None:
    """python-oracledb user guide, "Using Bind Variables"."""
    bind_type, values = TYPES[sql_type]
    for value in [*values, None]:
        cursor.setinputsizes(bind_type)
        cursor.execute("SELECT :1 FROM dual", [value], fetch_decimals=True)
        assert cursor.fetchone() == (value,)


LIMITS = [
    ("NUMBER(5)", 100_000, "ORA-01438"),
    ("NUMBER(5, 2)", 1_000, "ORA-01438"),
    ("VARCHAR2(3)", "ä😀", "ORA-12899"),
    ("VARCHAR2(3 CHAR)", "abcd", "ORA-12899"),
    ("NVARCHAR2(3)", "abcd", "ORA-12899"),
    ("CHAR(3)", "abcd", "ORA-12899"),
    ("RAW(3)", b"abcd", "ORA-12899"),
]


@pytest.mark.parametrize(("sql_type", "value", "code"), LIMITS, ids=[limit[0] for limit in LIMITS])
@pytest.mark.parametrize("insert", [one_by_one, as_array])
def test_values_beyond_the_limit_of_their_column_are_refused(
    connection: oracledb.Connection, sql_type: str, value: object, code: str, insert: Callable[..., None]
) -> None:
    """Error Messages, ORA-01438 and ORA-12899."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE t (n NUMBER, v {sql_type})")
        with pytest.raises(oracledb.DatabaseError) as error:
            insert(connection, "", None, [(1, value)])

        assert error.value.args[0].full_code == code
        assert cursor.execute("SELECT COUNT(*) FROM t").fetchone() == (0,)


TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=40)
NUMBERS = st.builds(
    lambda digits, exponent: Decimal(digits).scaleb(exponent), st.integers(-(10**38), 10**38), st.integers(-60, 60)
)
SECONDS = st.datetimes(min_value=datetime(1, 1, 1)).map(lambda moment: moment.replace(microsecond=0))  # noqa: DTZ001
RANDOM: dict[str, tuple[oracledb.DbType, st.SearchStrategy[Any]]] = {
    "NUMBER": (oracledb.DB_TYPE_NUMBER, NUMBERS),
    "VARCHAR2(200)": (oracledb.DB_TYPE_VARCHAR, TEXTS),
    "NVARCHAR2(200)": (oracledb.DB_TYPE_NVARCHAR, TEXTS),
    "RAW(200)": (oracledb.DB_TYPE_RAW, st.binary(min_size=1, max_size=200)),
    "DATE": (oracledb.DB_TYPE_DATE, SECONDS),
    "TIMESTAMP(6)": (oracledb.DB_TYPE_TIMESTAMP, st.datetimes()),
    "TIMESTAMP WITH TIME ZONE": (oracledb.DB_TYPE_TIMESTAMP_TZ, st.datetimes()),
    "BINARY_DOUBLE": (oracledb.DB_TYPE_BINARY_DOUBLE, st.floats(allow_nan=False)),
}


def comes_back(connection: oracledb.Connection, user: str, sql_type: str, values: list[Any]) -> None:
    """Through an array and the direct path."""
    rows = list(enumerate(values))
    with connection.cursor() as cursor:
        for insert in (as_array, by_direct_path):
            cursor.execute(f"CREATE TABLE t (n NUMBER, v {sql_type})")
            insert(connection, user, RANDOM[sql_type][0], rows)
            cursor.execute("SELECT n, v FROM t ORDER BY n", fetch_decimals=True)
            fetched = cursor.fetchall()
            cursor.execute("DROP TABLE t PURGE")
            assert fetched == rows


@pytest.mark.parametrize("sql_type", RANDOM)
@given(data=st.data())
@settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_values_come_back(
    connection: oracledb.Connection, account: Account, sql_type: str, data: st.DataObject
) -> None:
    """SQL Language Reference, "Data Types"."""
    comes_back(connection, account.user, sql_type, data.draw(st.lists(RANDOM[sql_type][1], min_size=5, max_size=60)))


@pytest.mark.slow
@pytest.mark.parametrize("sql_type", RANDOM)
@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_many_random_values_come_back(
    connection: oracledb.Connection, account: Account, sql_type: str, data: st.DataObject
) -> None:
    """SQL Language Reference, "Data Types"."""
    comes_back(connection, account.user, sql_type, data.draw(st.lists(RANDOM[sql_type][1], min_size=1, max_size=200)))


def test_the_zone_of_an_aware_moment_is_not_converted_by_the_driver(cursor: oracledb.Cursor) -> None:
    """python-oracledb, issue 20: the fields are sent with offset +00:00."""
    cursor.execute("CREATE TABLE t (v TIMESTAMP WITH TIME ZONE)")
    cursor.setinputsizes(oracledb.DB_TYPE_TIMESTAMP_TZ)
    cursor.execute("INSERT INTO t VALUES (:1)", [MOMENT.replace(tzinfo=UTC)])

    cursor.execute("SELECT TO_CHAR(v, 'YYYY-MM-DD HH24:MI:SS TZH:TZM') FROM t")

    assert cursor.fetchone() == ("2024-02-29 23:59:58 +00:00",)


def test_nanoseconds_are_kept_by_text(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, TIMESTAMP data type: up to nine digits."""
    cursor.execute("CREATE TABLE t (v TIMESTAMP(9))")
    rows = [("2024-01-31 10:00:00.123456789",), ("2024-01-31 10:00:00.000000001",)]
    cursor.executemany("INSERT INTO t VALUES (TO_TIMESTAMP(:1, 'YYYY-MM-DD HH24:MI:SS.FF9'))", rows)

    cursor.execute("SELECT TO_CHAR(v, 'YYYY-MM-DD HH24:MI:SS.FF9') FROM t ORDER BY v DESC")

    assert cursor.fetchall() == rows


def test_long_texts_of_several_columns_keep_their_places(cursor: oracledb.Cursor) -> None:
    """python-oracledb user guide, "Using CLOB and BLOB Data": data longer than 32767 bytes."""
    cursor.execute("CREATE TABLE t (a CLOB, b NUMBER, c BLOB, d VARCHAR2(10), e CLOB)")
    rows = [
        ("a" * 40_000, 1, b"c" * 40_000, "d", "e" * 40_000),
        (None, 2, b"c", None, "e"),
        ("a", None, None, "d", None),
    ]
    cursor.executemany("INSERT INTO t VALUES (:1, :2, :3, :4, :5)", rows)

    cursor.execute("SELECT * FROM t ORDER BY b", fetch_lobs=False)

    assert cursor.fetchall() == rows


def test_a_cursor_fetches_numbers_as_another_type(cursor: oracledb.Cursor) -> None:
    """python-oracledb user guide, "Changing Fetched Data Types with Output Type Handlers"."""
    cursor.execute("CREATE TABLE t (n NUMBER, d DATE)")
    cursor.execute("INSERT INTO t VALUES (12.50, DATE '2024-01-31')")
    cursor.outputtypehandler = lambda cursor, metadata: (
        cursor.var(str, arraysize=cursor.arraysize) if metadata.type_code is oracledb.DB_TYPE_NUMBER else None
    )

    assert cursor.execute("SELECT n, d FROM t").fetchone() == ("12.5", datetime.fromisoformat("2024-01-31"))


def test_a_bool_is_a_number_when_it_is_bound_as_one(cursor: oracledb.Cursor) -> None:
    """python-oracledb user guide, "Supported Oracle Database Data Types": DB_TYPE_BINARY_INTEGER."""
    for bind_type in (oracledb.DB_TYPE_NUMBER, oracledb.DB_TYPE_BINARY_INTEGER):
        cursor.setinputsizes(bind_type)
        assert cursor.execute("SELECT :1 + 1 FROM dual", [True]).fetchone() == (2,)


@pytest.mark.parametrize("load", ["array", "direct path"])
def test_a_data_frame_is_loaded(connection: oracledb.Connection, account: Account, load: str) -> None:
    """python-oracledb user guide, "Working with Data Frames"."""
    columns = "n NUMBER(9), amount BINARY_DOUBLE, name VARCHAR2(40), data RAW(20), moment TIMESTAMP(6)"
    rows = [(n, n / 4, None if n % 3 else f"näme {n}", b"%d" % n, PRECISE + timedelta(n)) for n in range(500)]
    with connection.cursor() as cursor:
        for table in ("source", "t"):
            cursor.execute(f"CREATE TABLE {table} ({columns})")
        cursor.setinputsizes(None, oracledb.DB_TYPE_BINARY_DOUBLE, None, None, oracledb.DB_TYPE_TIMESTAMP)
        cursor.executemany("INSERT INTO source VALUES (:1, :2, :3, :4, :5)", rows)
        connection.commit()
        frame = connection.fetch_df_all("SELECT * FROM source ORDER BY n")
        if load == "array":
            cursor.executemany("INSERT INTO t VALUES (:1, :2, :3, :4, :5)", frame)
        else:
            connection.direct_path_load(account.user, "T", frame.column_names(), frame)

        assert cursor.execute("SELECT * FROM t ORDER BY n").fetchall() == rows


def test_a_result_of_many_rows_survives_what_happens_meanwhile(connection: oracledb.Connection) -> None:
    """Database Concepts, "Statement-Level Read Consistency"."""
    rows = [(n, f"name {n}") for n in range(5_000)]
    with connection.cursor() as cursor, connection.cursor() as other:
        cursor.execute("CREATE TABLE t (n NUMBER, name VARCHAR2(20))")
        cursor.executemany("INSERT INTO t VALUES (:1, :2)", rows)
        connection.commit()
        cursor.arraysize = 700
        cursor.execute("SELECT n, name FROM t ORDER BY n")
        fetched = cursor.fetchmany(10)
        other.execute("DELETE FROM t")
        connection.commit()

        assert fetched + cursor.fetchall() == rows
