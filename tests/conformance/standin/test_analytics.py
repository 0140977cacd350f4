"""Percentiles, ranks and ordered aggregates, alone and over windows."""

import oracledb
import pytest


@pytest.fixture
def emp(cursor: oracledb.Cursor) -> oracledb.Cursor:
    """Six rows in two groups: squares of 1 to 6."""
    cursor.execute("CREATE TABLE emp (id NUMBER, dept NUMBER, sal NUMBER, hired DATE)")
    cursor.execute(
        "INSERT INTO emp SELECT LEVEL, MOD(LEVEL, 2), LEVEL * LEVEL, DATE '2024-01-01' + LEVEL"
        " FROM dual CONNECT BY LEVEL <= 6"
    )
    return cursor


def column(cursor: oracledb.Cursor, expression: str, rest: str = "ORDER BY id") -> list[object]:
    return [row[0] for row in cursor.execute(f"SELECT {expression} FROM emp {rest}").fetchall()]


def test_listagg_over_a_partition_is_the_same_in_each_of_its_rows(emp: oracledb.Cursor) -> None:
    """SQL Language Reference, LISTAGG, `query_partition_clause`."""
    texts = column(emp, "LISTAGG(sal, '-') WITHIN GROUP (ORDER BY id DESC) OVER (PARTITION BY dept)")
    assert texts == ["25-9-1", "36-16-4"] * 3


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY sal)", [16, 9]),
        ("PERCENTILE_CONT(0.3) WITHIN GROUP (ORDER BY sal DESC)", [24, 15.4]),
        ("PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY sal)", [16, 9]),
        ("PERCENTILE_DISC(0.9) WITHIN GROUP (ORDER BY sal DESC)", [4, 1]),
        ("PERCENTILE_DISC(0) WITHIN GROUP (ORDER BY sal)", [4, 1]),
        ("TO_CHAR(PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY hired), 'DD')", ["05", "04"]),
    ],
)
def test_a_percentile_is_between_values_or_one_of_them(
    emp: oracledb.Cursor, expression: str, wanted: list[object]
) -> None:
    """SQL Language Reference, PERCENTILE_CONT, PERCENTILE_DISC."""
    assert column(emp, expression, "GROUP BY dept ORDER BY dept") == wanted


def test_a_percentile_of_nothing_is_null(emp: oracledb.Cursor) -> None:
    """SQL Language Reference, PERCENTILE_CONT."""
    assert column(emp, "PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY sal)", "WHERE id < 0") == [None]


def test_a_percentile_over_a_partition(emp: oracledb.Cursor) -> None:
    """SQL Language Reference, PERCENTILE_CONT, analytic example."""
    assert column(emp, "PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY sal) OVER (PARTITION BY dept)") == [9, 16] * 3


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("PERCENT_RANK() OVER (ORDER BY dept)", [0.6, 0] * 3),
        ("PERCENT_RANK() OVER (PARTITION BY dept ORDER BY id)", [0, 0, 0.5, 0.5, 1, 1]),
        ("PERCENT_RANK() OVER (PARTITION BY id ORDER BY id)", [0] * 6),
        ("CUME_DIST() OVER (ORDER BY dept)", [1, 0.5] * 3),
        ("NTH_VALUE(sal, 2) OVER (ORDER BY id)", [None, 4, 4, 4, 4, 4]),
        ("RATIO_TO_REPORT(dept) OVER ()", [pytest.approx(1 / 3), 0] * 3),
    ],
)
def test_a_rank_is_a_part_of_the_rows(emp: oracledb.Cursor, expression: str, wanted: list[object]) -> None:
    """SQL Language Reference, PERCENT_RANK, CUME_DIST, NTH_VALUE, RATIO_TO_REPORT."""
    assert column(emp, expression) == wanted


def test_a_rank_needs_an_order(emp: oracledb.Cursor) -> None:
    """Error Help, ORA-30485."""
    with pytest.raises(oracledb.DatabaseError, match="ORA-30485"):
        column(emp, "CUME_DIST() OVER (PARTITION BY dept)")


def test_a_cume_dist_has_all_digits_of_a_number(emp: oracledb.Cursor) -> None:
    """SQL Language Reference, CUME_DIST: it returns NUMBER."""
    assert str(column(emp, "TO_CHAR(CUME_DIST() OVER (ORDER BY id))")[0]).startswith("." + "1" + "6" * 36)
