"""Functions and expressions: all digits, types of intervals, and what Oracle refuses."""

import datetime as dt
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


def value(cursor: oracledb.Cursor, expression: str) -> object:
    return cursor.execute(f"SELECT {expression} FROM dual").fetchone()[0]


def refused(cursor: oracledb.Cursor, sql: str) -> str:
    with pytest.raises(oracledb.DatabaseError) as error:
        cursor.execute(sql).fetchall()
    return str(error.value.args[0].full_code)


def parametrized(*cases: tuple[str, object]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("expression", "expected"), cases)


@parametrized(
    ("SQRT(2)", "1.41421356237309504880168872420969807"),
    ("POWER(2, 0.5)", "1.41421356237309504880168872420969807"),
    ("LN(2)", ".693147180559945309417232121458176568"),
    ("EXP(1)", "2.71828182845904523536028747135266249"),
    ("POWER(1.1, 50)", "117.390852879695316506666495990358319"),
)
def test_roots_powers_and_logarithms_have_the_digits_of_a_number(
    cursor: oracledb.Cursor, expression: str, expected: str
) -> None:
    """SQL Language Reference, SQRT, POWER, LN, EXP, "NUMBER Data Type"."""
    assert str(value(cursor, f"TO_CHAR({expression})"))[: len(expected)] == expected


@parametrized(
    ("POWER(2, -3)", 0.125),
    ("POWER(0, 0)", 1),
    ("REMAINDER(11, 4)", -1),
    ("REMAINDER(-11, 4)", 1),
    ("ROUND(LOG(10, 100), 30)", 2),
    ("EXP(0)", 1),
    ("LN(1)", 0),
    ("ROUND(1.5f)", 2.0),
    ("ROUND(2.5d)", 2.0),
    ("TRUNC(-2.5d)", -2.0),
    ("MOD(5d, 3)", 2.0),
    ("SQRT(4d)", 2.0),
    ("ROUND(1.2345d, 2)", 1.23),
)
def test_numbers_of_both_kinds_are_computed(cursor: oracledb.Cursor, expression: str, expected: float) -> None:
    """SQL Language Reference, "Numeric Functions", ROUND (number)."""
    assert value(cursor, expression) == expected


@parametrized(
    ("SQRT(-1)", "ORA-01428"),
    ("LN(0)", "ORA-01428"),
    ("LOG(1, 2)", "ORA-01428"),
    ("POWER(-8, 0.5)", "ORA-01428"),
    ("POWER(10, 200)", "ORA-01426"),
    ("CAST(12345 AS VARCHAR2(3))", "ORA-25137"),
    ("CAST(12345 AS CHAR(3))", "ORA-25137"),
    ("EXTRACT(HOUR FROM SYSDATE)", "ORA-30076"),
    ("EXTRACT(TIMEZONE_HOUR FROM TIMESTAMP '2024-01-01 00:00:00')", "ORA-30076"),
    ("EXTRACT(YEAR FROM INTERVAL '3' DAY)", "ORA-30076"),
    ("TO_CHAR(SYSDATE, 'FF')", "ORA-01821"),
    ("INTERVAL '123' YEAR", "ORA-01873"),
    ("REGEXP_SUBSTR('a', '(')", "ORA-12725"),
    ("REGEXP_SUBSTR('a', '[')", "ORA-12726"),
    ("REGEXP_SUBSTR('a', '[[:foo:]]')", "ORA-12729"),
    ("REGEXP_SUBSTR('a', 'a', 0)", "ORA-01428"),
    ("REGEXP_SUBSTR('a', 'a', 1, -1)", "ORA-01428"),
)
def test_an_argument_that_means_nothing_is_an_error(cursor: oracledb.Cursor, expression: str, expected: str) -> None:
    """Database Error Messages; SQL Language Reference, "Functions"."""
    assert refused(cursor, f"SELECT {expression} FROM dual") == expected


@parametrized(
    (r"'a' LIKE 'a\' ESCAPE '\'", "ORA-01424"),
    (r"'a' LIKE '\a' ESCAPE '\'", "ORA-01424"),
    ("'a' LIKE 'a' ESCAPE 'ab'", "ORA-01425"),
)
def test_an_escape_character_stands_before_a_wildcard(cursor: oracledb.Cursor, expression: str, expected: str) -> None:
    """SQL Language Reference, LIKE Condition; ORA-01424, ORA-01425."""
    assert refused(cursor, f"SELECT 1 FROM dual WHERE {expression}") == expected


@parametrized(
    ("'a%b' LIKE 'a!%b' ESCAPE '!'", 1),
    ("'axb' LIKE 'a!%b' ESCAPE '!'", 0),
    (r"'a%b' LIKEC 'a\%_' ESCAPE '\'", 1),
    ("'ab' NOT LIKE4 '_b'", 0),
    ("'a!' LIKE 'a!!' ESCAPE '!'", 1),
)
def test_an_escaped_wildcard_is_itself(cursor: oracledb.Cursor, expression: str, expected: int) -> None:
    """SQL Language Reference, LIKE Condition."""
    assert value(cursor, f"CASE WHEN {expression} THEN 1 ELSE 0 END") == expected


@parametrized(
    ("INTERVAL '1-2' YEAR TO MONTH", oracledb.IntervalYM(1, 2)),
    ("INTERVAL '3' YEAR", oracledb.IntervalYM(3, 0)),
    ("INTERVAL '-14' MONTH", oracledb.IntervalYM(-1, -2)),
    ("INTERVAL '123' YEAR(3)", oracledb.IntervalYM(123, 0)),
    ("NUMTOYMINTERVAL(14, 'MONTH')", oracledb.IntervalYM(1, 2)),
    ("INTERVAL '12345' DAY(5)", dt.timedelta(days=12345)),
    ("EXTRACT(MONTH FROM INTERVAL '1-2' YEAR TO MONTH)", 2),
    ("EXTRACT(TIMEZONE_MINUTE FROM TIMESTAMP '2024-01-01 00:00:00 -05:30')", -30),
    ("ADD_MONTHS(TO_CHAR(DATE '2024-01-31'), 1)", dt.datetime(2024, 2, 29)),  # noqa: DTZ001
)
def test_intervals_are_of_years_and_months_or_of_days_and_seconds(
    cursor: oracledb.Cursor, expression: str, expected: object
) -> None:
    """SQL Language Reference, "Interval Literals", EXTRACT (datetime), ADD_MONTHS."""
    assert value(cursor, expression) == expected


def test_text_in_another_order_than_the_date_format_does_not_match(connection: oracledb.Connection) -> None:
    """Database Error Messages, ORA-01861."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER SESSION SET NLS_DATE_FORMAT = 'DD-MON-RR'")

        assert refused(cursor, "SELECT TO_DATE('2024-01-01') FROM dual") == "ORA-01861"
        assert refused(cursor, "SELECT TO_DATE('01-01-24') FROM dual") == "ORA-01843"


def test_a_session_takes_no_date_format_that_is_none(connection: oracledb.Connection) -> None:
    """Database Reference, NLS_DATE_FORMAT; ORA-01821."""
    with connection.cursor() as cursor:
        assert refused_setting(cursor, "nonsense") == "ORA-01821"
        cursor.execute("ALTER SESSION SET NLS_DATE_FORMAT = 'YYYY-MM-DD'")
        assert value(cursor, "TO_CHAR(DATE '2024-01-31')") == "2024-01-31"


def refused_setting(cursor: oracledb.Cursor, date_format: str) -> str:
    with pytest.raises(oracledb.DatabaseError) as error:
        cursor.execute(f"ALTER SESSION SET NLS_DATE_FORMAT = '{date_format}'")
    return str(error.value.args[0].full_code)


@parametrized(
    ("NVL(TO_CHAR(NULL), 1)", "1"),
    ("NVL('x', SYSDATE)", "x"),
    ("NVL(TO_NUMBER(NULL), '12')", 12),
    ("NVL(TO_DATE(NULL), DATE '2024-01-31')", dt.datetime(2024, 1, 31)),  # noqa: DTZ001
    ("NVL2(1, 'a', 2)", "a"),
    ("NVL2(NULL, 2, '3')", 3),
    ("DECODE(1, '1', 'a', 'b')", "a"),
    ("DECODE('1', 1, 'a', 'b')", "a"),
    ("DECODE(2, 1, 'a', 7)", "7"),
    ("DECODE(2, 1, 3, '7')", 7),
    ("DECODE(2, 1, NULL, 7)", "7"),
    ("DECODE(0, 1, 1 / 0, 0, 5)", 5),
    ("NVL2(NULL, 1 / 0, 7)", 7),
    ("GREATEST('9', 10)", "9"),
    ("GREATEST(9, '10')", 10),
    ("LEAST(DATE '2024-02-01', DATE '2024-01-01')", dt.datetime(2024, 1, 1)),  # noqa: DTZ001
)
def test_the_first_value_decides_the_type(cursor: oracledb.Cursor, expression: str, expected: object) -> None:
    """SQL Language Reference, NVL, NVL2, DECODE, GREATEST."""
    found = value(cursor, expression)

    assert (found, type(found)) == (expected, type(expected))


@parametrized(
    ("COALESCE(1, 'x')", "ORA-00932"),
    ("CASE WHEN 1 = 1 THEN 'a' ELSE 2 END", "ORA-00932"),
    ("NVL(TO_NUMBER(NULL), 'x')", "ORA-01722"),
    ("DECODE(2, 1, 3, 'x')", "ORA-01722"),
    ("GREATEST(1, 'x')", "ORA-01722"),
)
def test_values_of_types_that_do_not_go_together_are_refused(
    cursor: oracledb.Cursor, expression: str, expected: str
) -> None:
    """SQL Language Reference, COALESCE, "CASE Expressions", "Data Conversion"."""
    assert refused(cursor, f"SELECT {expression} FROM dual") == expected


@pytest.mark.parametrize(
    "expression",
    ["CASE WHEN 1 = 0 THEN SYSDATE END", "DECODE(1, 2, SYSDATE)", "NVL(SYSDATE, NULL)", "GREATEST(SYSDATE, SYSDATE)"],
)
def test_a_choice_among_dates_is_a_date(cursor: oracledb.Cursor, expression: str) -> None:
    """SQL Language Reference, "CASE Expressions", DECODE, NVL, GREATEST."""
    cursor.execute(f"SELECT {expression} FROM dual")

    assert cursor.description[0].type is oracledb.DB_TYPE_DATE


@parametrized(
    ("TO_NUMBER('12.5', '99.9')", 12.5),
    ("TO_NUMBER('-12', '99')", -12),
    ("TO_NUMBER('$12', '$99')", 12),
    ("TO_NUMBER('1,234,567', '9G999G999')", 1234567),
    ("TO_NUMBER('ff', 'xx')", 255),
    ("TO_CHAR(1234.5, '$9,999.99')", " $1,234.50"),
    ("TO_CHAR(-12, 'FM$9,999')", "-$12"),
    ("TO_CHAR(12, '$9')", "###"),
    ("TO_CHAR(255, 'XX')", " FF"),
    ("TO_CHAR(255, 'fmxxxx')", "ff"),
    ("TO_CHAR(255, 'X')", "##"),
    ("TO_CHAR(12345.678, 'FM9.99EEEE')", "1.23E+04"),
)
def test_a_number_has_the_form_of_its_format(cursor: oracledb.Cursor, expression: str, expected: object) -> None:
    """SQL Language Reference, "Number Format Models"."""
    assert value(cursor, expression) == expected


@parametrized(
    ("TO_NUMBER('12.5', '99')", "ORA-01722"),
    ("TO_NUMBER('123', '99')", "ORA-01722"),
    ("TO_NUMBER('x', '99')", "ORA-01722"),
    ("TO_NUMBER('12', 'q')", "ORA-01481"),
    ("TO_CHAR(12, 'q')", "ORA-01481"),
)
def test_text_in_another_form_is_no_number(cursor: oracledb.Cursor, expression: str, expected: str) -> None:
    """SQL Language Reference, TO_NUMBER; ORA-01481, ORA-01722."""
    assert refused(cursor, f"SELECT {expression} FROM dual") == expected


@parametrized(
    ("TO_CHAR(DATE '-0044-03-15', 'SYYYY-MM-DD')", "-0044-03-15"),
    ("TO_CHAR(DATE '2024-03-15', 'SYYYY-MM-DD')", " 2024-03-15"),
    ("TO_CHAR(DATE '2024-03-05', 'SSSSS')", "00000"),
    ("TO_CHAR(TIMESTAMP '2024-03-05 01:01:01.9', 'SSSSS')", "03661"),
    ("TO_CHAR(DATE '2024-03-05', 'IYYY IYY IY I IW WW W Q CC J')", "2024 024 24 4 10 10 1 1 21 2460375"),
)
def test_a_date_has_the_form_of_its_format(cursor: oracledb.Cursor, expression: str, expected: str) -> None:
    """SQL Language Reference, "Datetime Format Models"."""
    assert value(cursor, expression) == expected


@pytest.mark.standin_only("Oracle writes them")
@pytest.mark.parametrize("element", ["DDTH", "DDSPTH", "YEAR", "RM", "DS", "DL", "TS"])
def test_a_rare_element_of_a_date_format_is_refused_by_name(cursor: oracledb.Cursor, element: str) -> None:
    """SQL Language Reference, "Datetime Format Elements"."""
    assert refused(cursor, f"SELECT TO_CHAR(SYSDATE, '{element}') FROM dual") == "ORA-03001"
