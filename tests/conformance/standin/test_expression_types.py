"""The types of what a query computes, and of the tables made from it."""

import oracledb
import pytest


def described(cursor: oracledb.Cursor, expression: str) -> tuple[object, ...]:
    cursor.execute(f"SELECT {expression} FROM dual")
    column = cursor.description[0]
    return (column.type_code.name, column.internal_size, column.precision, column.scale)


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("'abc'", ("DB_TYPE_CHAR", 3, None, None)),
        ("CAST(1 AS NUMBER(3))", ("DB_TYPE_NUMBER", None, 3, 0)),
        ("CAST(1.5 AS NUMBER(7, 2)) x", ("DB_TYPE_NUMBER", None, 7, 2)),
        ("CAST('a' AS VARCHAR2(10))", ("DB_TYPE_VARCHAR", 10, None, None)),
        ("(CAST('a' AS CHAR(4)))", ("DB_TYPE_CHAR", 4, None, None)),
        ("CAST(HEXTORAW('61') AS RAW(7))", ("DB_TYPE_RAW", 7, None, None)),
        ("CAST(SYSDATE AS TIMESTAMP(3))", ("DB_TYPE_TIMESTAMP", None, 0, 3)),
    ],
)
def test_a_literal_or_a_cast_is_described_with_its_size(
    cursor: oracledb.Cursor, expression: str, wanted: tuple[object, ...]
) -> None:
    """SQL Language Reference, "CAST", "Text Literals"."""
    assert described(cursor, expression) == wanted


def test_a_table_made_from_casts_has_their_types(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, CREATE TABLE, "AS subquery"."""
    cursor.execute("CREATE TABLE t AS SELECT CAST(NULL AS VARCHAR2(10)) a, CAST(1 AS NUMBER(5, 1)) b, 'xy' c FROM dual")
    cursor.execute(
        "SELECT data_type, data_length, data_precision, data_scale FROM user_tab_columns"
        " WHERE table_name = 'T' ORDER BY column_id"
    )
    assert cursor.fetchall() == [("VARCHAR2", 10, None, None), ("NUMBER", 22, 5, 1), ("CHAR", 2, None, None)]


@pytest.mark.parametrize("nothing", ["NULL", "''"])
def test_a_table_has_no_column_of_nothing(cursor: oracledb.Cursor, nothing: str) -> None:
    """Error Help, ORA-01723: zero-length columns are not allowed."""
    with pytest.raises(oracledb.DatabaseError, match="ORA-01723"):
        cursor.execute(f"CREATE TABLE t AS SELECT {nothing} a FROM dual")


def test_a_char_column_becomes_varchar2_and_back_while_its_size_stays(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, ALTER TABLE, `modify_col_properties`."""
    cursor.execute("CREATE TABLE t (a CHAR(3), b VARCHAR2(3))")
    cursor.execute("INSERT INTO t VALUES ('x', 'y')")
    cursor.execute("ALTER TABLE t MODIFY (a VARCHAR2(3), b CHAR(3))")
    assert cursor.execute("SELECT a || '|', b || '|' FROM t").fetchone() == ("x  |", "y  |")
    with pytest.raises(oracledb.DatabaseError, match="ORA-01439"):
        cursor.execute("ALTER TABLE t MODIFY b VARCHAR2(4)")


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("POWER(2.5d, 2)", 6.25),
        ("POWER(0d, -1)", float("inf")),
        ("LN(1d)", 0.0),
        ("LN(0d)", float("-inf")),
        ("EXP(0d)", 1.0),
        ("LOG(2d, 8d)", 3.0),
        ("REMAINDER(7d, 4d)", -1.0),
        ("TO_NUMBER(2.5d)", 2.5),
        ("TO_CHAR(2.5d, '99.99')", "  2.50"),
    ],
)
def test_functions_of_floating_point_numbers_know_infinity(
    cursor: oracledb.Cursor, expression: str, wanted: object
) -> None:
    """SQL Language Reference, "Numeric Functions", "Floating-Point Numbers"."""
    assert cursor.execute(f"SELECT {expression} FROM dual").fetchone() == (wanted,)


def test_a_national_literal_is_an_nchar(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "Text Literals": N and the national character set."""
    cursor.execute("SELECT N'ab\u00fc' FROM dual")
    assert cursor.description[0][1] is oracledb.DB_TYPE_NCHAR
    cursor.execute("CREATE TABLE national AS SELECT N'abc' AS a FROM dual")
    cursor.execute("SELECT data_type, char_length FROM user_tab_columns WHERE table_name = 'NATIONAL'")
    assert cursor.fetchall() == [("NCHAR", 3)]


@pytest.mark.parametrize(
    ("expression", "years", "months"),
    [
        ("NUMTOYMINTERVAL(1, 'MONTH') + NUMTOYMINTERVAL(2, 'YEAR')", 2, 1),
        ("INTERVAL '5' YEAR - INTERVAL '1-2' YEAR TO MONTH", 3, 10),
        ("INTERVAL '1-2' YEAR TO MONTH * 2", 2, 4),
    ],
)
def test_year_month_intervals_are_computed(cursor: oracledb.Cursor, expression: str, years: int, months: int) -> None:
    """SQL Language Reference, "Datetime/Interval Arithmetic"."""
    (found,) = cursor.execute(f"SELECT {expression} FROM dual").fetchone()
    assert (found.years, found.months) == (years, months)
