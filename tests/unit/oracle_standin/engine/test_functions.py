"""Functions and operators as they come out of the database."""

import pytest

from oracle_standin.errors import OracleError
from sessions import Session


def value(session: Session, expression: str) -> str | None:
    return session.rows(f"SELECT {expression} FROM DUAL")[0][0]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1/3", "0.3333333333333333333333333333333333333333"),
        ("2/3", "0.6666666666666666666666666666666666666667"),
        ("10/4", "2.5"),
        ("0/5", "0"),
        ("-1/8", "-0.125"),
        ("12345678901234567890123456789012345678 + 1", "12345678901234567890123456789012345679"),
        ("1e-130 * 1", "0." + "0" * 129 + "1"),
        ("ROUND(2.5)", "3"),
        ("ROUND(-1.005, 2)", "-1.01"),
        ("ROUND(15, -1)", "20"),
        ("TRUNC(-1.57, 1)", "-1.5"),
        ("MOD(-10, 3)", "-1"),
        ("MOD(10, 0)", "10"),
        ("POWER(2, 10)", "1024"),
        ("SIGN(-3) + ABS(-3) + CEIL(1.2) + FLOOR(-1.2)", "2"),
        ("TO_NUMBER(' -1.5 ')", "-1.5"),
        ("'1' + '2'", "3"),
        ("1/3.0d", "0.3333333333333333"),
        ("BINARY_DOUBLE_INFINITY", "Infinity"),
        ("1d/0d", "Infinity"),
    ],
)
def test_numbers_are_exact_and_rounded_as_in_oracle(session: Session, expression: str, expected: str) -> None:
    assert value(session, expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("'a' || NULL || 'b'", "ab"),
        ("'' || ''", None),
        ("1.50 || 'x'", "1.5x"),
        ("0.5 || ''", ".5"),
        ("-0.5 || ''", "-.5"),
        ("SUBSTR('abcdef', 2, 3)", "bcd"),
        ("SUBSTR('abcdef', -2)", "ef"),
        ("SUBSTR('abc', 0, 2)", "ab"),
        ("SUBSTR('abc', 5)", None),
        ("SUBSTR('abc', 1, 0)", None),
        ("INSTR('abcabc', 'c')", "3"),
        ("INSTR('abcabc', 'c', 1, 2)", "6"),
        ("INSTR('abc', 'x')", "0"),
        ("LENGTH('')", None),
        ("LENGTHB('é')", "2"),
        ("LENGTHB(RPAD('x', 4001, 'x'))", "4000"),
        ("TRIM('  a ') || LTRIM('xxb', 'x') || RTRIM('cyy', 'y')", "abc"),
        ("TRIM(BOTH 'x' FROM 'xax')", "a"),
        ("LPAD('a', 3) || RPAD('b', 3, '-')", "  ab--"),
        ("REPLACE('aXbX', 'X') || REPLACE('aXb', 'X', 'y')", "abayb"),
        ("TRANSLATE('abc', 'ab', 'xy')", "xyc"),
        ("UPPER('ä') || LOWER('B') || INITCAP('hello world')", "ÄbHello World"),
        ("CAST('abc' AS VARCHAR2(2 CHAR))", "ab"),
        ("CAST('éé' AS VARCHAR2(3))", "é"),
        ("RAWTOHEX(HEXTORAW('fF01'))", "FF01"),
        ("RAWTOHEX(STANDARD_HASH('abc', 'MD5'))", "900150983CD24FB0D6963F7D28E17F72"),
        ("TO_CHAR(1234.5, '9,999.99')", " 1,234.50"),
        ("TO_CHAR(7, 'FM000')", "007"),
        ("TO_CHAR(0.10, 'TM9')", ".1"),
        ("TO_CHAR(1.5d)", "1.5E+000"),
        ("NVL('', 'x')", "x"),
        ("DECODE(NULL, NULL, 'n', 'o')", "n"),
        ("GREATEST(1, NULL)", None),
        ("JSON_VALUE('{\"a\":{\"b\":1.5}}', '$.a.b')", "1.5"),
        ("JSON_VALUE('no json', '$.a')", None),
    ],
)
def test_text_functions_give_what_oracle_gives(session: Session, expression: str, expected: str | None) -> None:
    assert value(session, expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("DATE '2024-01-31' + 1", "2024-02-01 00:00:00"),
        ("DATE '2024-01-31' - 0.5", "2024-01-30 12:00:00"),
        ("1/24 + DATE '2024-01-31'", "2024-01-31 01:00:00"),
        ("DATE '2024-03-01' - DATE '2024-02-01'", "29"),
        ("TO_DATE('2024-01-31 12:00', 'YYYY-MM-DD HH24:MI') - DATE '2024-01-31'", "0.5"),
        ("TRUNC(TO_DATE('2024-05-31 12:00', 'YYYY-MM-DD HH24:MI'))", "2024-05-31 00:00:00"),
        ("TRUNC(DATE '2024-05-31', 'Q')", "2024-04-01 00:00:00"),
        ("ADD_MONTHS(DATE '2024-01-31', 1)", "2024-02-29 00:00:00"),
        ("ADD_MONTHS(DATE '2024-02-29', 1)", "2024-03-31 00:00:00"),
        ("LAST_DAY(DATE '2024-02-01')", "2024-02-29 00:00:00"),
        ("MONTHS_BETWEEN(DATE '2024-03-31', DATE '2024-02-29')", "1"),
        ("CAST(TIMESTAMP '2024-01-31 10:00:01.9' AS DATE)", "2024-01-31 10:00:01"),
        ("CAST(TIMESTAMP '2024-01-31 10:00:01.98' AS TIMESTAMP(1))", "2024-01-31 10:00:02.000000"),
        ("TIMESTAMP '2024-01-31 10:00:00' - TIMESTAMP '2024-01-30 09:00:00'", "1 days 01:00:00.000000000"),
        ("SYS_EXTRACT_UTC(TIMESTAMP '2024-01-31 10:00:00 +05:30')", "2024-01-31 04:30:00.000000"),
        ("TIMESTAMP '2024-01-31 10:00:00 +05:30'", "2024-01-31 10:00:00.000000 +05:30"),
        ("TIMESTAMP '2024-01-31 10:00:00 +05:30' AT TIME ZONE 'UTC'", "2024-01-31 04:30:00.000000 +00:00"),
        ("FROM_TZ(TIMESTAMP '2024-07-01 10:00:00', 'Europe/Berlin')", "2024-07-01 10:00:00.000000 +02:00"),
        ("EXTRACT(YEAR FROM DATE '2024-01-31')", "2024"),
        ("EXTRACT(SECOND FROM TIMESTAMP '2024-01-31 10:00:01.5')", "1.5"),
        ("NUMTODSINTERVAL(90, 'MINUTE')", "0 days 01:30:00.000000000"),
    ],
)
def test_dates_are_calculated_as_in_oracle(session: Session, expression: str, expected: str) -> None:
    assert value(session, expression) == expected


@pytest.mark.parametrize(
    ("mask", "expected"),
    [
        ("YYYY-MM-DD HH24:MI:SS", "2024-02-05 15:06:07"),
        ('YYYY-MM-DD"T"HH24:MI:SS.FF6TZH:TZM', "2024-02-05T15:06:07.123456+05:30"),
        ("FF FF3 FF9", "123456 123 123456000"),
        ("DD-MON-RR", "05-FEB-24"),
        ("FMDD Month YYYY", "5 February 2024"),
        ("HH:MI AM", "03:06 PM"),
        ("DDD Q IW D", "036 1 06 2"),
        ("TZR", "+05:30"),
        ("SSSSS", "54367"),
    ],
)
def test_a_date_is_formatted_by_its_model(session: Session, mask: str, expected: str) -> None:
    assert value(session, f"TO_CHAR(TIMESTAMP '2024-02-05 15:06:07.123456 +05:30', '{mask}')") == expected


@pytest.mark.parametrize(
    ("text", "mask", "expected"),
    [
        ("2024-02-05", "YYYY-MM-DD", "2024-02-05 00:00:00"),
        ("20240205150607", "YYYYMMDDHH24MISS", "2024-02-05 15:06:07"),
        ("2024/2/5 1:2:3", "YYYY-MM-DD HH24:MI:SS", "2024-02-05 01:02:03"),
        ("2024-02-05", "YYYY-MM-DD HH24:MI:SS", "2024-02-05 00:00:00"),
        ("20240205", "YYYY-MM-DD", "2024-02-05 00:00:00"),
        ("05-feb-49", "DD-MON-RR", "2049-02-05 00:00:00"),
        ("05-feb-50", "DD-MON-RR", "1950-02-05 00:00:00"),
        ("February 5, 2024 03 PM", "Month DD, YYYY HH AM", "2024-02-05 15:00:00"),
    ],
)
def test_text_becomes_a_date_by_its_model(session: Session, text: str, mask: str, expected: str) -> None:
    assert value(session, f"TO_DATE('{text}', '{mask}')") == expected


def test_text_with_an_offset_keeps_it(session: Session) -> None:
    model = 'YYYY-MM-DD"T"HH24:MI:SS.FF6TZH:TZM'

    found = value(session, f"TO_TIMESTAMP_TZ('2024-02-05T15:06:07.5-03:30', '{model}')")

    assert found == "2024-02-05 15:06:07.500000 -03:30"


@pytest.mark.parametrize(
    ("text", "mask", "code"),
    [
        ("2024-13-01", "YYYY-MM-DD", 1843),
        ("2024-02-30", "YYYY-MM-DD", 1839),
        ("2024-02-32", "YYYY-MM-DD", 1847),
        ("2024-02", "YYYY-MM-DD", 1840),
        ("2024-02-05x", "YYYY-MM-DD", 1830),
        ("x", "YYYY", 1858),
        ("24:00", "HH24:MI", 1850),
        ("2024", "bogus", 1821),
    ],
)
def test_text_that_is_no_date_is_oracles_error(session: Session, text: str, mask: str, code: int) -> None:
    with pytest.raises(OracleError) as error:
        value(session, f"TO_DATE('{text}', '{mask}')")

    assert error.value.code == code


@pytest.mark.parametrize(
    ("expression", "code"),
    [("1/0", 1476), ("TO_NUMBER('x')", 1722), ("'x' + 1", 1722), ("HEXTORAW('xx')", 1465), ("NVL(1, SYSDATE)", 932)],
)
def test_a_wrong_value_is_oracles_error(session: Session, expression: str, code: int) -> None:
    with pytest.raises(OracleError) as error:
        value(session, expression)

    assert error.value.code == code


def test_the_session_time_zone_gives_times_their_offset(session: Session) -> None:
    session.run("ALTER SESSION SET TIME_ZONE='+02:00'")
    session.run("CREATE TABLE t (tz TIMESTAMP(6) WITH TIME ZONE)")
    session.run("INSERT INTO t VALUES (TIMESTAMP '2024-01-31 10:00:00')")

    assert session.rows("SELECT tz, SESSIONTIMEZONE FROM t") == [("2024-01-31 10:00:00.000000 +02:00", "+02:00")]


def test_times_with_offsets_compare_by_instant(session: Session) -> None:
    session.run("CREATE TABLE t (tz TIMESTAMP(6) WITH TIME ZONE)")
    session.run("INSERT INTO t VALUES (TIMESTAMP '2024-01-31 10:00:00 +02:00')")
    session.run("INSERT INTO t VALUES (TIMESTAMP '2024-01-31 08:00:00 +00:00')")
    session.run("INSERT INTO t VALUES (TIMESTAMP '2024-01-31 09:30:00 +02:00')")

    assert session.rows("SELECT COUNT(DISTINCT tz) FROM t") == [("2",)]
    assert session.rows("SELECT MIN(tz) FROM t") == [("2024-01-31 09:30:00.000000 +02:00",)]


def test_averages_have_all_digits(session: Session) -> None:
    session.run("CREATE TABLE t (n NUMBER)")
    session.run("INSERT INTO t SELECT 1 FROM DUAL UNION ALL SELECT 1 FROM DUAL UNION ALL SELECT 2 FROM DUAL")

    assert session.rows("SELECT AVG(n), SUM(n), COUNT(*) FROM t") == [
        ("1.33333333333333333333333333333333333333", "4", "3")
    ]
    assert session.rows("SELECT AVG(n), SUM(n), COUNT(n) FROM t WHERE n > 5") == [(None, None, "0")]
