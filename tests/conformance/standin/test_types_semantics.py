"""What values mean: numbers, conversions between types, NULL and the empty string, dates, limits of expressions."""

from datetime import datetime
from decimal import Decimal

import oracledb
import pytest

from statements import rows


def value(cursor: oracledb.Cursor, expression: str, *binds: object) -> object:
    (result,) = cursor.execute(f"SELECT {expression} FROM dual", binds, fetch_decimals=True).fetchone()
    return result


def refused(cursor: oracledb.Cursor, sql: str, *binds: object) -> str:
    with pytest.raises(oracledb.DatabaseError) as error:
        cursor.execute(sql, binds).fetchall()
    return str(error.value.args[0].full_code)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("1 / 3", "0." + "3" * 40),
        ("2 / 3", "0." + "6" * 39 + "7"),
        ("10 / 3", "3." + "3" * 38),
        ("-1 / 3", "-0." + "3" * 40),
        ("12345678901234567890 * 98765432109876543210", "1219326311370217952237463801111263526900"),
        ("1e-100 * 1e-100", "0"),
        ("0.1 + 0.2", "0.3"),
        ("5 / 2", "2.5"),
        ("MOD(-7, 3)", "-1"),
        ("MOD(7, 0)", "7"),
        ("POWER(2, 100)", str(2**100)),
        ("ROUND(2.5)", "3"),
        ("ROUND(-2.5)", "-3"),
    ],
)
def test_a_number_has_forty_digits(cursor: oracledb.Cursor, expression: str, text: str) -> None:
    """SQL Language Reference, "NUMBER Data Type": up to 20 base-100 digits, 39 or 40 decimal ones."""
    assert value(cursor, expression) == Decimal(text)


def test_a_result_is_stored_as_it_is_shown(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "NUMBER Data Type"."""
    cursor.execute("CREATE TABLE t (n NUMBER)")
    cursor.execute("INSERT INTO t SELECT 1 / 3 FROM dual")

    assert cursor.execute("SELECT COUNT(*) FROM t WHERE n = 1 / 3 AND n * 3 < 1").fetchall() == [(1,)]


@pytest.mark.parametrize(
    ("expression", "value"),
    [("1e3-1*2", 998), ("1e3+6/3", 1002), ("1e2-1e1*2", 80), ("1E2+1.5e1-2", 113), ("2*1e+1-1*3", 17)],
)
def test_a_sign_behind_an_exponent_is_an_operator(cursor: oracledb.Cursor, expression: str, value: int) -> None:
    """SQL Language Reference, "Numeric Literals": the exponent is one sign at most and digits."""
    assert cursor.execute(f"SELECT {expression} FROM dual").fetchall() == [(value,)]


@pytest.mark.parametrize("expression", ["1e100 * 1e100", "POWER(10, 126)", "9e125 + 9e125"])
def test_a_number_too_large_is_an_overflow(cursor: oracledb.Cursor, expression: str) -> None:
    """Database Error Messages, ORA-01426."""
    assert refused(cursor, f"SELECT {expression} FROM dual") == "ORA-01426"


@pytest.mark.parametrize(
    ("expression", "result"),
    [("1d / 0", float("inf")), ("-1f / 0", float("-inf")), ("1e308d * 10", float("inf")), ("1e-308d * 1e-308d", 0.0)],
)
def test_floating_point_results_reach_infinity(cursor: oracledb.Cursor, expression: str, result: float) -> None:
    """SQL Language Reference, "Floating-Point Numbers"."""
    assert value(cursor, expression) == result


@pytest.mark.parametrize(
    "condition", ["BINARY_DOUBLE_NAN = BINARY_DOUBLE_NAN", "BINARY_DOUBLE_NAN > BINARY_DOUBLE_INFINITY", "1.5d = 1.5"]
)
def test_nan_is_the_greatest_and_equals_itself(cursor: oracledb.Cursor, condition: str) -> None:
    """SQL Language Reference, "Data Type Comparison Rules", "Numeric Values"."""
    assert cursor.execute(f"SELECT 1 FROM dual WHERE {condition}").fetchall() == [(1,)]


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("'5' + '3'", 8),
        ("'5' * 2", 10),
        ("1 || 2", "12"),
        ("1.50 || 'x'", "1.5x"),
        ("0.5 || ''", ".5"),
        ("'1e2' + 0", 100),
        ("LENGTH(12345)", 5),
        ("CASE WHEN 5 = '5' THEN 'equal' END", "equal"),
        ("CASE WHEN '10' > 9 THEN 'as numbers' END", "as numbers"),
        ("'d' || DATE '2024-01-31'", "d31-JAN-24"),
        ("CASE WHEN DATE '2024-01-31' = '31-JAN-24' THEN 'equal' END", "equal"),
        ("CASE WHEN '01-FEB-24' > DATE '2024-01-31' THEN 'later' END", "later"),
        ("DATE '2024-01-31' + '1'", datetime.fromisoformat("2024-02-01")),
        ("CAST('12.5' AS NUMBER)", Decimal("12.5")),
        ("CAST(TIMESTAMP '2024-01-31 10:00:00.999' AS DATE)", datetime.fromisoformat("2024-01-31 10:00:00")),
    ],
)
def test_values_are_converted_where_another_type_is_wanted(
    cursor: oracledb.Cursor, expression: str, result: object
) -> None:
    """SQL Language Reference, "Data Conversion"."""
    cursor.execute("ALTER SESSION SET NLS_DATE_FORMAT = 'DD-MON-RR'")

    assert value(cursor, expression) == result


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("'x' + 1", "ORA-01722"),
        ("TO_NUMBER('1,5')", "ORA-01722"),
        ("CASE WHEN 1 = 'one' THEN 1 END", "ORA-01722"),
        ("SYSDATE - '01-JAN-20'", "ORA-01722"),
        ("0 / 0", "ORA-01476"),
        ("TO_DATE('2023-02-29', 'YYYY-MM-DD')", "ORA-01839"),
        ("TO_DATE('2023-13-01', 'YYYY-MM-DD')", "ORA-01843"),
        ("TO_DATE('2023-12-32', 'YYYY-MM-DD')", "ORA-01847"),
        ("TO_DATE('2023-xx-01', 'YYYY-MM-DD')", "ORA-01858"),
        ("TO_DATE('2023-01-01 x', 'YYYY-MM-DD')", "ORA-01830"),
        ("TO_DATE('0000-01-01', 'YYYY-MM-DD')", "ORA-01841"),
        ("DATE '9999-12-31' + 1", "ORA-01841"),
        ("SYSDATE + SYSDATE", "ORA-00975"),
    ],
)
def test_a_value_that_does_not_convert_is_an_error(cursor: oracledb.Cursor, expression: str, code: str) -> None:
    """Database Error Messages."""
    accepted = {code, "ORA-00932"} if code == "ORA-00975" else {code}

    assert refused(cursor, f"SELECT {expression} FROM dual") in accepted


@pytest.mark.parametrize(
    "expression",
    [
        "''", "LENGTH('')", "'' || ''", "REPLACE('a', 'a', '')", "TRIM(' ')", "SUBSTR('a', 5)", "UPPER('')",
        "LTRIM('xx', 'x')", "CAST('' AS VARCHAR2(5))", "TO_NUMBER('')", "TO_DATE('', 'YYYY')", "NULL + 1", "1 - NULL",
    ],
)  # fmt: skip
def test_the_empty_string_is_null(cursor: oracledb.Cursor, expression: str) -> None:
    """SQL Language Reference, "Nulls"."""
    assert value(cursor, expression) is None


def test_an_empty_clob_is_not_null(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "EMPTY_BLOB, EMPTY_CLOB"."""
    cursor.execute("CREATE TABLE t (a CLOB, b CLOB)")
    cursor.execute("INSERT INTO t VALUES (EMPTY_CLOB(), '')")

    cursor.execute("SELECT LENGTH(a), LENGTH(b) FROM t WHERE a IS NOT NULL AND b IS NULL")
    assert cursor.fetchall() == [(0, None)]


def test_a_concatenation_has_the_limit_of_a_varchar2(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "Concatenation Operator"; Database Error Messages, ORA-01489."""
    limit = int(str(value(cursor, "LENGTHB(RPAD('x', 4001, 'x'))")))
    size = 4000 if limit == 4000 else 32_767

    assert value(cursor, f"LENGTH(RPAD('x', {size - 1}, 'x') || 'y')") == size
    assert refused(cursor, f"SELECT RPAD('x', {size}, 'x') || 'y' FROM dual") == "ORA-01489"


def test_a_concatenation_with_a_clob_is_a_clob(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "Concatenation Operator"."""
    cursor.execute("CREATE TABLE t (c CLOB)")
    cursor.setinputsizes(oracledb.DB_TYPE_LONG)
    cursor.execute("INSERT INTO t VALUES (:1)", ["x" * 40_000])

    ((lob,),) = cursor.execute("SELECT c || 1 || c FROM t").fetchall()
    assert lob.read() == "x" * 40_000 + "1" + "x" * 40_000


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT :1 FROM dual",
        "DELETE FROM t WHERE c = :1",
        "INSERT INTO t SELECT :1 FROM dual",
        "MERGE INTO t USING (SELECT :1 AS v FROM dual) s ON (t.c = s.v) WHEN NOT MATCHED THEN INSERT (c) VALUES (s.v)",
    ],
)
def test_a_long_bind_belongs_to_values_alone(cursor: oracledb.Cursor, sql: str) -> None:
    """Database Error Messages, ORA-01461, ORA-01460."""
    cursor.execute("CREATE TABLE t (c VARCHAR2(10))")

    with pytest.raises(oracledb.DatabaseError) as error:
        cursor.execute(sql, ["x" * 40_000])
    assert error.value.args[0].full_code in ("ORA-01461", "ORA-01460")


def test_a_long_clob_is_no_varchar2(cursor: oracledb.Cursor) -> None:
    """Database Error Messages, ORA-22835."""
    cursor.execute("CREATE TABLE t (c CLOB)")
    cursor.setinputsizes(oracledb.DB_TYPE_LONG)
    cursor.execute("INSERT INTO t VALUES (:1)", ["x" * 40_000])

    assert refused(cursor, "SELECT TO_CHAR(c) FROM t") == "ORA-22835"


@pytest.mark.parametrize("key", ["UNIQUE (a, b)", ""])
def test_rows_with_a_partly_null_key_collide(cursor: oracledb.Cursor, key: str) -> None:
    """SQL Language Reference, "constraint", "Unique Constraints"."""
    cursor.execute(f"CREATE TABLE t (a NUMBER, b NUMBER{', ' + key if key else ''})")
    if not key:
        cursor.execute("CREATE UNIQUE INDEX t_i ON t (a, b)")
    cursor.executemany("INSERT INTO t VALUES (:1, :2)", [(None, None), (None, None), (1, None), (None, 1), (1, 1)])

    assert refused(cursor, "INSERT INTO t VALUES (1, NULL)") == "ORA-00001"
    assert refused(cursor, "INSERT INTO t VALUES (NULL, 1)") == "ORA-00001"
    assert cursor.execute("SELECT COUNT(*) FROM t").fetchall() == [(5,)]


def test_a_partly_null_key_is_free_after_its_constraint(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "ALTER TABLE", drop_constraint_clause."""
    cursor.execute("CREATE TABLE t (a NUMBER, b NUMBER, CONSTRAINT t_u UNIQUE (a, b))")
    cursor.execute("INSERT INTO t VALUES (1, NULL)")
    cursor.execute("ALTER TABLE t DROP CONSTRAINT t_u")

    cursor.execute("INSERT INTO t VALUES (1, NULL)")
    assert cursor.execute("SELECT index_name FROM user_indexes").fetchall() == []


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("TO_CHAR(TIMESTAMP '2024-01-31 10:00:00 +02:00', 'HH24:MI TZH:TZM')", "10:00 +02:00"),
        ("TO_CHAR(TIMESTAMP '2024-01-31 10:00:00 +02:00' AT TIME ZONE '-05:00', 'HH24:MI TZH:TZM')", "03:00 -05:00"),
        ("TO_CHAR(SYS_EXTRACT_UTC(TIMESTAMP '2024-01-31 10:00:00 +02:00'), 'HH24:MI')", "08:00"),
        ("TO_CHAR(CAST(TIMESTAMP '2024-01-31 10:00:00' AS TIMESTAMP WITH TIME ZONE), 'HH24:MI TZH')", "10:00 +03"),
        ("TO_CHAR(CAST(TIMESTAMP '2024-01-31 10:00:00 +00:00' AS TIMESTAMP WITH LOCAL TIME ZONE), 'HH24')", "13"),
        ("TO_CHAR(DATE '2024-03-01' - DATE '2024-02-01')", "29"),
        ("TO_CHAR(DATE '2024-01-31' + 0.5, 'DD HH24:MI')", "31 12:00"),
        ("TO_CHAR(DATE '2024-01-31' + INTERVAL '1' DAY, 'MM-DD')", "02-01"),
    ],
)
def test_times_are_computed_with_their_zones(cursor: oracledb.Cursor, expression: str, text: str) -> None:
    """SQL Language Reference, "Datetime/Interval Arithmetic", "CAST"."""
    cursor.execute("ALTER SESSION SET TIME_ZONE = '+03:00'")

    assert value(cursor, expression) == text


@pytest.mark.standin_only("Oracle knows them")
@pytest.mark.parametrize(
    "expression",
    [
        "DATE '1582-10-10'",
        "DATE '1500-02-29'",
        "DATE '1582-10-04' + 1",
        "DATE '1582-10-15' - 1",
        "DATE '2024-01-01' - DATE '1500-01-01'",
        "TIMESTAMP '2024-07-31 10:00:00 Europe/Berlin'",
        "TIMESTAMP '2024-07-31 10:00:00.1234567 +00:00'",
    ],
)
def test_what_postgresql_counts_otherwise_is_refused(cursor: oracledb.Cursor, expression: str) -> None:
    """SQL Language Reference, "Datetime Data Types": the Julian calendar, regions, nine digits with a zone."""
    assert refused(cursor, f"SELECT {expression} FROM dual") == "ORA-03001"


@pytest.mark.standin_only("Oracle keeps it")
@pytest.mark.parametrize("rows", [[("a\0b",)], [("a",), ("a\0b",), ("c",)]])
def test_a_nul_character_is_refused_by_name(cursor: oracledb.Cursor, rows: list[tuple[str]]) -> None:
    """SQL Language Reference, "VARCHAR2 Data Type": any character; PostgreSQL has no NUL."""
    cursor.execute("CREATE TABLE t (c VARCHAR2(9))")

    with pytest.raises(oracledb.DatabaseError, match=r"ORA-03001.*NUL"):
        cursor.executemany("INSERT INTO t (c) VALUES (:1)", rows)
    assert cursor.execute("SELECT COUNT(*) FROM t").fetchall() == [(rows.index(("a\0b",)),)]


def test_a_json_column_takes_documents_only(cursor: oracledb.Cursor) -> None:
    """JSON Developer's Guide, "JSON Data Type"; Database Error Messages, ORA-40441."""
    cursor.execute("CREATE TABLE t (c JSON)")
    cursor.execute("""INSERT INTO t VALUES ('{"a": [1, 2.50]}')""")

    assert refused(cursor, "INSERT INTO t VALUES ('{a')") in ("ORA-40441", "ORA-40834")
    assert cursor.execute("SELECT COUNT(*) FROM t").fetchall() == [(1,)]


@pytest.mark.parametrize(
    "expression",
    [
        "DATE '2024-01-31' + INTERVAL '1' MONTH",
        "TIMESTAMP '2024-02-29 10:00:00' + INTERVAL '1' YEAR",
        "TIMESTAMP '2024-03-31 10:00:00 +02:00' - INTERVAL '1' MONTH",
    ],
)
def test_a_month_without_that_day_is_an_error(cursor: oracledb.Cursor, expression: str) -> None:
    """SQL Language Reference, "Datetime/Interval Arithmetic": ORA-01839."""
    with pytest.raises(oracledb.DatabaseError) as caught:
        cursor.execute(f"SELECT {expression} FROM dual").fetchall()
    assert caught.value.args[0].full_code == "ORA-01839"


def test_months_are_added_where_the_day_exists(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "Datetime/Interval Arithmetic"."""
    cursor.execute(
        "SELECT TO_CHAR(DATE '2024-01-29' + INTERVAL '1' MONTH, 'YYYY-MM-DD'),"
        " TO_CHAR(TIMESTAMP '2024-03-01 00:30:00 +02:00' + INTERVAL '1-1' YEAR TO MONTH, 'YYYY-MM-DD HH24:MI TZH')"
        " FROM dual"
    )
    assert cursor.fetchall() == [("2024-02-29", "2025-04-01 00:30 +02")]


@pytest.mark.parametrize(("bind_type", "found"), [(oracledb.DB_TYPE_CHAR, [(1,)]), (oracledb.DB_TYPE_VARCHAR, [])])
def test_blanks_at_the_end_do_not_count_between_two_chars(
    cursor: oracledb.Cursor, bind_type: oracledb.DbType, found: list[tuple[int]]
) -> None:
    """SQL Language Reference, "Blank-Padded and Nonpadded Comparison Semantics"."""
    cursor.execute("CREATE TABLE t (id NUMBER, c CHAR(8))")
    cursor.execute("INSERT INTO t VALUES (1, 'ab')")
    cursor.setinputsizes(bind_type)
    cursor.execute("SELECT id FROM t WHERE c = :1", ["ab"])

    assert cursor.fetchall() == found


def test_a_char_bind_keeps_its_blanks(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "CHAR Data Type"."""
    cursor.setinputsizes(v=oracledb.DB_TYPE_CHAR)
    cursor.execute("SELECT :v, LENGTH(:v), :v || 'x' FROM dual", v="ab ")

    assert cursor.fetchall() == [("ab ", 3, "ab x")]


@pytest.mark.parametrize(
    "condition", ["flag = 1", "1 = flag", "flag <> 0", "flag IN (1)", "flag = 'true'", "flag = 'Y'"]
)
def test_a_boolean_equals_numbers_and_words(cursor: oracledb.Cursor, condition: str) -> None:
    """SQL Language Reference 23ai, "Data Conversion", with BOOLEAN."""
    cursor.execute("CREATE TABLE t (id NUMBER, flag BOOLEAN)")
    cursor.execute("INSERT INTO t VALUES (1, TRUE)")
    cursor.execute("INSERT INTO t VALUES (2, FALSE)")

    assert rows(cursor, f"SELECT id FROM t WHERE {condition}") == [(1,)]
