"""Functions of SQL: text, regular expressions, numbers, dates, conversion, bytes, JSON, NULLs and aggregates."""

import datetime as dt
import hashlib
from collections.abc import Iterator

import oracledb
import pytest

from oracle_server import OracleServer


@pytest.fixture(scope="module")
def cursor(server: OracleServer) -> Iterator[oracledb.Cursor]:
    """One cursor for all: nothing here changes anything."""
    account = server.create_account()
    with account.connect() as connection, connection.cursor() as opened:
        yield opened
    server.drop_account(account)


def value(cursor: oracledb.Cursor, expression: str, *binds: object) -> object:
    """The value of an expression; a date as text."""
    found = cursor.execute(f"SELECT {expression} FROM dual", list(binds)).fetchone()[0]
    return found.isoformat(" ") if isinstance(found, dt.datetime) else found


def code_of(cursor: oracledb.Cursor, expression: str) -> str:
    with pytest.raises(oracledb.DatabaseError) as error:
        cursor.execute(f"SELECT {expression} FROM dual").fetchall()
    return str(error.value.args[0].full_code)


def parametrized(*cases: tuple[str, object]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("expression", "expected"), cases)


@parametrized(
    ("INSTR('CORPORATE FLOOR', 'OR', 3, 2)", 14),
    ("INSTR('CORPORATE FLOOR', 'OR', -3, 2)", 2),
    ("INSTR('abc', 'z')", 0),
    ("INSTR('abc', 'c', 0)", 0),
    ("INSTR('aaa', 'a', -1)", 3),
    ("INSTR('abc', NULL)", None),
)
def test_instr_searches_from_either_end(cursor: oracledb.Cursor, expression: str, expected: object) -> None:
    """SQL Language Reference, INSTR."""
    assert value(cursor, expression) == expected


@parametrized(
    ("SUBSTR('ABCDEFG', 3, 4)", "CDEF"),
    ("SUBSTR('ABCDEFG', -5, 4)", "CDEF"),
    ("SUBSTR('ABC', 0, 2)", "AB"),
    ("SUBSTR('ABC', 5)", None),
    ("SUBSTR('ABC', 1, 0)", None),
    ("SUBSTRB('ABCDEFG', 5, 2)", "EF"),
)
def test_substr_counts_from_either_end(cursor: oracledb.Cursor, expression: str, expected: object) -> None:
    """SQL Language Reference, SUBSTR."""
    assert value(cursor, expression) == expected


@parametrized(
    ("REPLACE('JACK and JUE', 'J', 'BL')", "BLACK and BLUE"),
    ("REPLACE('abab', 'b')", "aa"),
    ("REPLACE('abab', NULL, 'x')", "abab"),
    ("REPLACE('aa', 'a')", None),
    ("TRANSLATE('SQL*Plus User''s Guide', ' */''', '___')", "SQL_Plus_Users_Guide"),
    ("TRANSLATE('abc', 'ab', NULL)", None),
)
def test_characters_are_replaced(cursor: oracledb.Cursor, expression: str, expected: object) -> None:
    """SQL Language Reference, REPLACE and TRANSLATE."""
    assert value(cursor, expression) == expected


@parametrized(
    ("LPAD('Page 1', 15, '*.')", "*.*.*.*.*Page 1"),
    ("RPAD('abc', 2)", "ab"),
    ("LPAD('abc', 0)", None),
    ("LTRIM('<=====>BROWNING<=====>', '<>=')", "BROWNING<=====>"),
    ("RTRIM('a  ')", "a"),
    ("TRIM(LEADING 0 FROM '0009872348900')", "9872348900"),
    ("TRIM(BOTH 'x' FROM 'xax')", "a"),
    ("TRIM('  ')", None),
)
def test_text_is_padded_and_trimmed(cursor: oracledb.Cursor, expression: str, expected: object) -> None:
    """SQL Language Reference, LPAD, RPAD, LTRIM, RTRIM, TRIM."""
    assert value(cursor, expression) == expected


@parametrized(
    ("INITCAP('the soap')", "The Soap"),
    ("UPPER('é')", "É"),
    ("LOWER('MR. SCOTT')", "mr. scott"),
    ("CHR(67) || CHR(65) || CHR(84)", "CAT"),
    ("ASCII('A')", 65),
    ("ASCII('é')", 50089),
    ("LENGTH('CANDIDÉ')", 7),
    ("LENGTHB('CANDIDÉ')", 8),
    ("LENGTH('')", None),
)
def test_letters_have_case_codes_and_bytes(cursor: oracledb.Cursor, expression: str, expected: object) -> None:
    """SQL Language Reference, "Character Functions"; the database's characters are AL32UTF8."""
    assert value(cursor, expression) == expected


@parametrized(
    ("REGEXP_SUBSTR('500 Oracle Parkway, Redwood Shores, CA', ',[^,]+,')", ", Redwood Shores,"),
    ("REGEXP_SUBSTR('a1b22', '[0-9]+', 1, 2)", "22"),
    ("REGEXP_SUBSTR('1234567890', '(123)(4(56)(78))', 1, 1, 'i', 4)", "78"),
    ("REGEXP_SUBSTR('abc', 'x')", None),
)
def test_a_pattern_finds_a_part(cursor: oracledb.Cursor, expression: str, expected: object) -> None:
    """SQL Language Reference, REGEXP_SUBSTR."""
    assert value(cursor, expression) == expected


@parametrized(
    ("REGEXP_REPLACE('500   Oracle     Parkway', '( ){2,}', ' ')", "500 Oracle Parkway"),
    (r"REGEXP_REPLACE('650.555.1234', '([0-9]{3})\.([0-9]{3})\.([0-9]{4})', '(\1) \2-\3')", "(650) 555-1234"),
    ("REGEXP_REPLACE('aaa', 'a', 'b', 2, 1)", "aba"),
    ("REGEXP_REPLACE('aBA', 'a', NULL, 1, 0, 'i')", "B"),
    ("REGEXP_REPLACE('a&b', 'b', '&')", "a&&"),
)
def test_a_pattern_is_replaced(cursor: oracledb.Cursor, expression: str, expected: object) -> None:
    """SQL Language Reference, REGEXP_REPLACE."""
    assert value(cursor, expression) == expected


@parametrized(
    ("REGEXP_INSTR('500 Oracle Parkway', '[^ ]+', 1, 2)", 5),
    ("REGEXP_INSTR('abc', 'b', 1, 1, 1)", 3),
    (r"REGEXP_COUNT('a1b2', '\d')", 2),
    ("REGEXP_COUNT('abcABC', 'a', 1, 'i')", 2),
)
def test_a_pattern_has_places(cursor: oracledb.Cursor, expression: str, expected: object) -> None:
    """SQL Language Reference, REGEXP_INSTR and REGEXP_COUNT."""
    assert value(cursor, expression) == expected


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("REGEXP_LIKE('Steven', '^Ste(v|ph)en$')", True),
        ("REGEXP_LIKE('STEVEN', '^ste', 'i')", True),
        ("REGEXP_LIKE('STEVEN', '^ste')", False),
        ("REGEXP_LIKE('a' || CHR(10) || 'b', 'a.b')", False),
        ("REGEXP_LIKE('a' || CHR(10) || 'b', 'a.b', 'n')", True),
        ("REGEXP_LIKE('a' || CHR(10) || 'b', '^b$')", False),
        ("REGEXP_LIKE('a' || CHR(10) || 'b', '^b$', 'm')", True),
        ("REGEXP_LIKE('x', '[[:digit:]]')", False),
        ("LNNVL(1 = 2)", True),
        ("LNNVL(1 = NULL)", True),
        ("LNNVL(1 = 1)", False),
    ],
)
def test_a_function_is_a_condition(cursor: oracledb.Cursor, condition: str, holds: bool) -> None:  # noqa: FBT001
    """SQL Language Reference, "REGEXP_LIKE Condition", LNNVL."""
    assert bool(cursor.execute(f"SELECT 1 FROM dual WHERE {condition}").fetchall()) is holds


@parametrized(
    ("ROUND(15.193, -1)", 20),
    ("ROUND(-2.5)", -3),
    ("TRUNC(15.79, 1)", 15.7),
    ("TRUNC(15.79, -1)", 10),
    ("MOD(11, 4)", 3),
    ("MOD(-11, 4)", -3),
    ("MOD(5, 0)", 5),
    ("CEIL(-1.5)", -1),
    ("FLOOR(-1.5)", -2),
    ("SIGN(-15)", -1),
    ("BITAND(12, 10)", 8),
    ("WIDTH_BUCKET(5, 0, 10, 5)", 3),
    ("POWER(3, 2)", 9),
    ("NANVL(BINARY_DOUBLE_NAN, 1)", 1),
)
def test_numbers_are_rounded_and_divided(cursor: oracledb.Cursor, expression: str, expected: object) -> None:
    """SQL Language Reference, "Numeric Functions"."""
    assert value(cursor, expression) == expected


@parametrized(
    ("TRUNC(DATE '2024-05-16', 'YYYY')", "2024-01-01 00:00:00"),
    ("TRUNC(DATE '2024-05-16', 'Q')", "2024-04-01 00:00:00"),
    ("TRUNC(DATE '2024-05-16', 'MONTH')", "2024-05-01 00:00:00"),
    ("TRUNC(DATE '2024-05-16', 'IW')", "2024-05-13 00:00:00"),
    ("TRUNC(DATE '2024-05-16', 'WW')", "2024-05-13 00:00:00"),
    ("TRUNC(DATE '2024-05-16', 'W')", "2024-05-15 00:00:00"),
    ("TRUNC(DATE '2024-05-16', 'CC')", "2001-01-01 00:00:00"),
    ("TRUNC(TIMESTAMP '2024-05-16 10:59:59.9', 'HH24')", "2024-05-16 10:00:00"),
    ("TRUNC(TIMESTAMP '2024-05-16 10:59:59.9')", "2024-05-16 00:00:00"),
)
def test_a_date_is_cut_to_the_begin_of_a_period(cursor: oracledb.Cursor, expression: str, expected: object) -> None:
    """SQL Language Reference, "ROUND and TRUNC Date Functions"."""
    assert value(cursor, expression) == expected


@parametrized(
    ("ROUND(DATE '2024-06-30', 'YEAR')", "2024-01-01 00:00:00"),
    ("ROUND(DATE '2024-07-01', 'YEAR')", "2025-01-01 00:00:00"),
    ("ROUND(DATE '2024-05-15', 'MM')", "2024-05-01 00:00:00"),
    ("ROUND(DATE '2024-05-16', 'MM')", "2024-06-01 00:00:00"),
    ("ROUND(DATE '2024-05-16', 'Q')", "2024-07-01 00:00:00"),
    ("ROUND(TO_DATE('2024-05-16 12:00', 'YYYY-MM-DD HH24:MI'))", "2024-05-17 00:00:00"),
)
def test_a_date_is_rounded_to_a_period(cursor: oracledb.Cursor, expression: str, expected: object) -> None:
    """SQL Language Reference, "ROUND and TRUNC Date Functions"."""
    assert value(cursor, expression) == expected


def test_an_unknown_period_is_refused(cursor: oracledb.Cursor) -> None:
    """Error Help, ORA-01821 and ORA-01898."""
    assert code_of(cursor, "TRUNC(SYSDATE, 'XX')") in ("ORA-01821", "ORA-01898")


@parametrized(
    ("ADD_MONTHS(DATE '2024-01-31', 1)", "2024-02-29 00:00:00"),
    ("ADD_MONTHS(DATE '2024-02-29', 12)", "2025-02-28 00:00:00"),
    ("ADD_MONTHS(DATE '2024-02-29', 1)", "2024-03-31 00:00:00"),
    ("ADD_MONTHS(DATE '2024-03-30', -1)", "2024-02-29 00:00:00"),
    ("LAST_DAY(DATE '2023-02-01')", "2023-02-28 00:00:00"),
    ("NEXT_DAY(DATE '2024-05-16', 'THURSDAY')", "2024-05-23 00:00:00"),
    ("NEXT_DAY(DATE '2024-05-16', 'fri')", "2024-05-17 00:00:00"),
)
def test_months_and_weekdays_are_counted(cursor: oracledb.Cursor, expression: str, expected: object) -> None:
    """SQL Language Reference, ADD_MONTHS, LAST_DAY, NEXT_DAY."""
    assert value(cursor, expression) == expected


@parametrized(
    ("MONTHS_BETWEEN(DATE '2024-03-31', DATE '2024-02-29')", 1),
    ("MONTHS_BETWEEN(DATE '2024-03-15', DATE '2024-01-15')", 2),
    ("ROUND(MONTHS_BETWEEN(DATE '1995-02-02', DATE '1995-01-01'), 8)", 1.03225806),
    ("EXTRACT(MONTH FROM DATE '1998-03-07')", 3),
    ("EXTRACT(DAY FROM INTERVAL '3 04:05:06' DAY TO SECOND)", 3),
    ("DATE '2024-03-01' - DATE '2024-02-01'", 29),
)
def test_dates_give_numbers(cursor: oracledb.Cursor, expression: str, expected: object) -> None:
    """SQL Language Reference, MONTHS_BETWEEN, "EXTRACT (datetime)"."""
    assert value(cursor, expression) == expected


@parametrized(
    ("TO_CHAR(1234.5, '9,999.00')", " 1,234.50"),
    ("TO_CHAR(-5, '999')", "  -5"),
    ("TO_CHAR(12345, '999')", "####"),
    ("TO_CHAR(0.5)", ".5"),
    ("TO_CHAR(1, 'FM000')", "001"),
    ("TO_CHAR(DATE '2024-03-07', 'YYYY-MM-DD HH24:MI:SS')", "2024-03-07 00:00:00"),
    ("TO_CHAR(DATE '2024-03-07', 'DDD Q IW J')", "067 1 10 2460377"),
    ("TO_CHAR(DATE '2024-03-07', 'FMMonth DD, YYYY')", "March 7, 2024"),
    ("TO_CHAR(DATE '2024-03-07', 'Day')", "Thursday "),
    ("TO_CHAR(TIMESTAMP '2024-03-07 01:02:03.456', 'HH:MI:SS.FF3 AM')", "01:02:03.456 AM"),
    ("""TO_CHAR(DATE '2024-03-07', 'YYYY"W"WW')""", "2024W10"),
)
def test_values_become_text_by_a_format(cursor: oracledb.Cursor, expression: str, expected: object) -> None:
    """SQL Language Reference, "Format Models"."""
    assert value(cursor, expression) == expected


@parametrized(
    ("TO_NUMBER('1,234.50', '9,999.99')", 1234.5),
    ("TO_NUMBER(' -12.5 ')", -12.5),
    ("TO_DATE('07-MAR-24', 'DD-MON-RR')", "2024-03-07 00:00:00"),
    ("TO_TIMESTAMP('2024-03-07 01:02:03.5', 'YYYY-MM-DD HH24:MI:SS.FF')", "2024-03-07 01:02:03.500000"),
    ("CAST('12' AS NUMBER)", 12),
    ("CAST(12.7 AS NUMBER(2))", 13),
    ("CAST('abcdef' AS VARCHAR2(3))", "abc"),
    ("CAST(TIMESTAMP '2024-03-07 01:02:03' AS DATE)", "2024-03-07 01:02:03"),
)
def test_text_becomes_a_value(cursor: oracledb.Cursor, expression: str, expected: object) -> None:
    """SQL Language Reference, "Conversion Functions"."""
    assert value(cursor, expression) == expected


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("TO_NUMBER('x')", "ORA-01722"),
        ("TO_DATE('2024-13-01', 'YYYY-MM-DD')", "ORA-01843"),
        ("TO_DATE('2024-02-30', 'YYYY-MM-DD')", "ORA-01839"),
        ("TO_DATE('2024', 'YYYY-MM-DD')", "ORA-01840"),
        ("TO_DATE('2024-01-01x', 'YYYY-MM-DD')", "ORA-01830"),
        ("TO_CHAR(SYSDATE, 'TZH')", "ORA-01821"),
        ("HEXTORAW('xy')", "ORA-01465"),
        ("1 / 0", "ORA-01476"),
        ("NVL(1)", "ORA-00909"),
        ("CHR()", "ORA-00938"),
        ("DATE '2024-02-30'", "ORA-01839"),
    ],
)
def test_what_cannot_be_converted_has_oracles_code(cursor: oracledb.Cursor, expression: str, code: str) -> None:
    """Error Help, the page of each code."""
    assert code_of(cursor, expression) == code


@pytest.mark.parametrize(("method", "name"), [("", "sha1"), (", 'MD5'", "md5"), (", 'SHA256'", "sha256"),
                                              (", 'SHA384'", "sha384"), (", 'SHA512'", "sha512")])  # fmt: skip
@pytest.mark.parametrize("text", ["a", "é" * 100, "x" * 56])
def test_a_hash_is_the_standard_one(cursor: oracledb.Cursor, method: str, name: str, text: str) -> None:
    """SQL Language Reference, STANDARD_HASH."""
    assert value(cursor, f"STANDARD_HASH(:1{method})", text) == hashlib.new(name, text.encode()).digest()


@parametrized(
    ("RAWTOHEX(HEXTORAW('7D'))", "7D"),
    ("UTL_RAW.CAST_TO_RAW('ab')", b"ab"),
    ("UTL_RAW.CAST_TO_VARCHAR2(HEXTORAW('6162'))", "ab"),
    ("UTL_RAW.LENGTH(HEXTORAW('616263'))", 3),
    ("LENGTH(RAWTOHEX(SYS_GUID()))", 32),
)
def test_bytes_are_converted(cursor: oracledb.Cursor, expression: str, expected: object) -> None:
    """SQL Language Reference, RAWTOHEX, HEXTORAW, SYS_GUID; PL/SQL Packages and Types Reference, UTL_RAW."""
    assert value(cursor, expression) == expected


@parametrized(
    ("DBMS_LOB.GETLENGTH(TO_CLOB('abc'))", 3),
    ("DBMS_LOB.GETLENGTH(TO_BLOB(HEXTORAW('FFFF')))", 2),
    ("DBMS_LOB.SUBSTR(TO_CLOB('abcdef'), 2, 3)", "cd"),
    ("DBMS_LOB.INSTR(TO_CLOB('abcabc'), 'b', 3)", 5),
    ("DBMS_LOB.COMPARE(TO_CLOB('a'), TO_CLOB('a'))", 0),
)
def test_lobs_are_measured_and_cut(cursor: oracledb.Cursor, expression: str, expected: object) -> None:
    """PL/SQL Packages and Types Reference, DBMS_LOB."""
    assert value(cursor, expression) == expected


@parametrized(
    ("""JSON_VALUE('{"a": {"b": [1, "x"]}}', '$.a.b[1]')""", "x"),
    ("""JSON_VALUE('{"a": 5}', '$.a' RETURNING NUMBER)""", 5),
    ("""JSON_VALUE('{"a": true}', '$.a')""", "true"),
    ("""JSON_VALUE('{"a": []}', '$.a')""", None),
    ("""JSON_VALUE('{"a": 1}', '$.b')""", None),
    ("""JSON_VALUE('no json', '$.a')""", None),
)
def test_json_value_finds_a_scalar(cursor: oracledb.Cursor, expression: str, expected: object) -> None:
    """SQL Language Reference, JSON_VALUE: NULL ON ERROR is the default."""
    assert value(cursor, expression) == expected


def test_json_exists_finds_a_member_even_if_null(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "JSON_EXISTS Condition"."""
    sql = """SELECT 1 FROM dual WHERE JSON_EXISTS('{"a": null}', '$.a') AND NOT JSON_EXISTS('{"a": 1}', '$.b')"""

    assert cursor.execute(sql).fetchall() == [(1,)]


@parametrized(
    ("NVL(NULL, 'x')", "x"),
    ("NVL('', 'x')", "x"),
    ("NVL2(NULL, 1, 2)", 2),
    ("COALESCE(NULL, NULL, 3)", 3),
    ("NULLIF(1, 1)", None),
    ("DECODE(NULL, NULL, 'null', 'other')", "null"),
    ("DECODE(3, 1, 'a', 2, 'b')", None),
    ("GREATEST(1, 3, 2)", 3),
    ("GREATEST(1, NULL)", None),
    ("LEAST('a', 'b')", "a"),
    ("CASE WHEN NULL = NULL THEN 1 ELSE 2 END", 2),
    ("'a' || NULL", "a"),
)
def test_null_is_no_value_but_equal_in_decode(cursor: oracledb.Cursor, expression: str, expected: object) -> None:
    """SQL Language Reference, "NULL-Related Functions", DECODE."""
    assert value(cursor, expression) == expected


def test_variances_have_all_digits(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, VARIANCE, VAR_POP, VAR_SAMP, STDDEV, MEDIAN."""
    cursor.execute(
        "SELECT VARIANCE(LEVEL), VAR_POP(LEVEL), STDDEV_POP(LEVEL * 2), MEDIAN(LEVEL),"
        " TO_CHAR(ROUND(STDDEV(LEVEL), 30)) FROM dual CONNECT BY LEVEL <= 5"
    )

    assert cursor.fetchall() == [(2.5, 2, pytest.approx(2.8284271247461903), 3, "1.581138830084189665999446772216")]


def test_a_variance_of_one_value_is_zero_but_unknown_for_a_sample(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, VARIANCE and VAR_SAMP."""
    cursor.execute("SELECT VARIANCE(5), STDDEV(5), VAR_SAMP(5), STDDEV_SAMP(5), MEDIAN(TO_NUMBER(NULL)) FROM dual")

    assert cursor.fetchall() == [(0, 0, None, None, None)]


def test_aggregates_leave_out_nulls_and_duplicates(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "Aggregate Functions"."""
    cursor.execute(
        "SELECT COUNT(*), COUNT(v), COUNT(DISTINCT v), SUM(DISTINCT v), AVG(v) FROM"
        " (SELECT 1 v FROM dual UNION ALL SELECT 1 FROM dual UNION ALL SELECT 4 FROM dual"
        " UNION ALL SELECT NULL FROM dual)"
    )

    assert cursor.fetchall() == [(4, 3, 2, 5, 2)]
