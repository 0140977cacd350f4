"""SELECT: joins, set operators, limits, grouping, analytic functions, and the errors of wrong queries."""

import oracledb
import pytest

_COLUMNS = "id NUMBER PRIMARY KEY, name VARCHAR2(20), dept NUMBER, sal NUMBER, boss NUMBER"
_PEOPLE = [(1, "ann", 10, 100, None), (2, "bob", 10, 200, 1), (3, "cid", 20, 150, 1), (4, "dan", None, 50, 2)]


@pytest.fixture
def people(cursor: oracledb.Cursor) -> oracledb.Cursor:
    """Four people in three departments, of which one is empty."""
    cursor.execute(f"CREATE TABLE emp ({_COLUMNS})")
    cursor.execute("CREATE TABLE dept (id NUMBER PRIMARY KEY, name VARCHAR2(20))")
    cursor.executemany("INSERT INTO emp VALUES (:1, :2, :3, :4, :5)", _PEOPLE)
    cursor.executemany("INSERT INTO dept VALUES (:1, :2)", [(10, "A"), (20, "B"), (30, "C")])
    return cursor


def code_of(cursor: oracledb.Cursor, sql: str) -> str:
    with pytest.raises(oracledb.DatabaseError) as error:
        cursor.execute(sql)
    return str(error.value.args[0].full_code)


def names(cursor: oracledb.Cursor, sql: str) -> str:
    """The first column of the rows, joined."""
    return " ".join(str(row[0]) for row in cursor.execute(sql))


def test_a_plus_sign_keeps_rows_without_a_partner(people: oracledb.Cursor) -> None:
    """SQL Language Reference, "Outer Joins"."""
    people.execute("SELECT e.name, d.name FROM emp e, dept d WHERE e.dept = d.id (+) ORDER BY e.id")

    assert people.fetchall() == [("ann", "A"), ("bob", "A"), ("cid", "B"), ("dan", None)]


def test_a_plus_sign_on_a_filter_belongs_to_the_join(people: oracledb.Cursor) -> None:
    """SQL Language Reference, "Outer Joins"."""
    people.execute("SELECT e.name, d.name FROM emp e, dept d WHERE e.dept (+) = d.id AND e.sal (+) > 150 ORDER BY d.id")

    assert people.fetchall() == [("bob", "A"), (None, "B"), (None, "C")]


def test_a_star_keeps_the_order_of_from_in_an_outer_join(people: oracledb.Cursor) -> None:
    """SQL Language Reference, SELECT, "select_list"."""
    people.execute("SELECT * FROM emp e, dept d WHERE e.dept (+) = d.id AND d.id = 30")

    assert people.fetchall() == [(None, None, None, None, None, 30, "C")]


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("e.dept (+) = d.id (+)", "ORA-01468"),
        ("e.dept = d.id (+) OR e.id = 1", "ORA-01719"),
        ("e.dept (+) = d.id AND d.id (+) = e.dept", "ORA-01416"),
    ],
)
def test_a_plus_sign_in_the_wrong_place_is_refused(people: oracledb.Cursor, condition: str, code: str) -> None:
    """SQL Language Reference, "Outer Joins": rules and restrictions."""
    assert code_of(people, f"SELECT e.id FROM emp e, dept d WHERE {condition}") == code


def test_a_plus_sign_beside_a_join_clause_is_refused(people: oracledb.Cursor) -> None:
    """Error Help, ORA-25156."""
    sql = "SELECT e.id FROM emp e JOIN dept d ON e.dept = d.id, dept x WHERE e.dept = x.id (+)"

    assert code_of(people, sql) == "ORA-25156"


def test_a_full_join_keeps_both_sides(people: oracledb.Cursor) -> None:
    """SQL Language Reference, SELECT, "outer_join_clause"."""
    people.execute("SELECT e.name, d.name FROM emp e FULL OUTER JOIN dept d ON e.dept = d.id ORDER BY 1, 2")

    assert people.fetchall() == [("ann", "A"), ("bob", "A"), ("cid", "B"), ("dan", None), (None, "C")]


def test_cross_apply_runs_its_query_for_each_row(people: oracledb.Cursor) -> None:
    """SQL Language Reference, SELECT, "cross_outer_apply_clause"."""
    sql = (
        "SELECT e.name FROM emp e CROSS APPLY (SELECT MAX(x.sal) m FROM emp x WHERE x.dept = e.dept) v"
        " WHERE e.sal = v.m ORDER BY 1"
    )

    assert names(people, sql) == "bob cid"


def test_outer_apply_keeps_rows_without_a_result(people: oracledb.Cursor) -> None:
    """SQL Language Reference, SELECT, "cross_outer_apply_clause"."""
    people.execute(
        "SELECT e.name, v.n FROM emp e OUTER APPLY (SELECT d.name n FROM dept d WHERE d.id = e.dept) v"
        " WHERE e.id > 2 ORDER BY e.id"
    )

    assert people.fetchall() == [("cid", "B"), ("dan", None)]


def test_a_lateral_view_sees_the_tables_before_it(people: oracledb.Cursor) -> None:
    """SQL Language Reference, SELECT, LATERAL."""
    sql = "SELECT v.n FROM emp e, LATERAL (SELECT COUNT(*) n FROM emp x WHERE x.dept = e.dept) v ORDER BY e.id"

    assert names(people, sql) == "2 2 1 0"


def test_using_joins_by_a_common_column_and_shows_it_once(people: oracledb.Cursor) -> None:
    """SQL Language Reference, SELECT, USING."""
    people.execute("SELECT id, b.name FROM emp JOIN dept b USING (id)")
    assert people.fetchall() == []

    assert code_of(people, "SELECT e.id FROM emp e JOIN dept d USING (id)") == "ORA-25154"


def test_set_operators_have_one_precedence_from_left_to_right(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "The UNION [ALL], INTERSECT, MINUS Operators"."""
    sql = "SELECT 1 a FROM dual UNION ALL SELECT 2 FROM dual INTERSECT SELECT 2 FROM dual"

    assert names(cursor, sql) == "2"


def test_minus_removes_rows_and_duplicates(people: oracledb.Cursor) -> None:
    """SQL Language Reference, "The UNION [ALL], INTERSECT, MINUS Operators"."""
    assert names(people, "SELECT dept FROM emp WHERE dept IS NOT NULL MINUS SELECT 20 FROM dual") == "10"


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("SELECT 1, 2 FROM dual UNION SELECT 1 FROM dual", "ORA-01789"),
        ("SELECT 1 FROM dual UNION SELECT 'x' FROM dual", "ORA-01790"),
    ],
)
def test_the_sides_of_a_set_operator_must_fit(cursor: oracledb.Cursor, sql: str, code: str) -> None:
    """Error Help, ORA-01789 and ORA-01790."""
    assert code_of(cursor, sql) == code


def test_rownum_is_given_before_rows_are_ordered(people: oracledb.Cursor) -> None:
    """SQL Language Reference, "ROWNUM Pseudocolumn"."""
    people.execute("SELECT ROWNUM, name FROM (SELECT name FROM emp ORDER BY sal DESC) WHERE ROWNUM < 3")

    assert people.fetchall() == [(1, "bob"), (2, "cid")]


@pytest.mark.parametrize(
    ("condition", "count"),
    [
        ("ROWNUM > 1", 0),
        ("ROWNUM = 2", 0),
        ("ROWNUM = 1", 1),
        ("ROWNUM >= 1", 4),
        ("ROWNUM <> 3", 2),
        ("ROWNUM BETWEEN 1 AND 2", 2),
        ("ROWNUM BETWEEN 2 AND 3", 0),
        ("ROWNUM < 2.5", 2),
        ("3 > ROWNUM", 2),
        ("ROWNUM <= NULL", 0),
        ("ROWNUM <= 3 AND ROWNUM <= 2", 2),
    ],
)
def test_a_condition_on_rownum_ends_at_the_first_row_that_fails(
    people: oracledb.Cursor, condition: str, count: int
) -> None:
    """SQL Language Reference, "ROWNUM Pseudocolumn"."""
    assert len(people.execute(f"SELECT id FROM emp WHERE {condition}").fetchall()) == count


def test_rownum_limits_rows_before_they_are_counted(people: oracledb.Cursor) -> None:
    """SQL Language Reference, "ROWNUM Pseudocolumn"."""
    assert names(people, "SELECT COUNT(*) FROM emp WHERE ROWNUM <= 3") == "3"


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        ("FETCH FIRST ROW ONLY", "dan"),
        ("FETCH FIRST 2 ROWS ONLY", "dan ann"),
        ("OFFSET 1 ROW FETCH NEXT 2 ROWS ONLY", "ann cid"),
        ("OFFSET 3 ROWS", "bob"),
        ("FETCH FIRST 50 PERCENT ROWS ONLY", "dan ann"),
        ("FETCH FIRST 30 PERCENT ROWS ONLY", "dan ann"),
        ("OFFSET -1 ROWS FETCH FIRST 1 ROW ONLY", "dan"),
        ("OFFSET 9 ROWS", ""),
        ("FETCH FIRST -1 ROWS ONLY", ""),
        ("FETCH FIRST NULL ROWS ONLY", ""),
    ],
)
def test_the_row_limit_cuts_the_ordered_rows(people: oracledb.Cursor, limit: str, expected: str) -> None:
    """SQL Language Reference, SELECT, "row_limiting_clause"."""
    assert names(people, f"SELECT name FROM emp ORDER BY sal {limit}") == expected


def test_with_ties_also_gives_rows_equal_to_the_last_one(people: oracledb.Cursor) -> None:
    """SQL Language Reference, SELECT, "row_limiting_clause"."""
    assert len(people.execute("SELECT id FROM emp ORDER BY dept FETCH FIRST 1 ROW WITH TIES").fetchall()) == 2


def test_connect_by_level_generates_rows(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "Hierarchical Queries", LEVEL."""
    assert names(cursor, "SELECT LEVEL * 2 FROM dual CONNECT BY LEVEL <= 4") == "2 4 6 8"
    assert names(cursor, "SELECT LEVEL FROM dual CONNECT BY LEVEL <= 0") == "1"


def test_a_named_query_may_refer_to_itself(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, SELECT, "subquery_factoring_clause", recursive."""
    sql = "WITH n (i) AS (SELECT 1 FROM dual UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT SUM(i) FROM n"

    assert names(cursor, sql) == "15"


def test_a_recursive_query_needs_the_names_of_its_columns(cursor: oracledb.Cursor) -> None:
    """Error Help, ORA-32039."""
    sql = "WITH n AS (SELECT 1 i FROM dual UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT * FROM n"

    assert code_of(cursor, sql) == "ORA-32039"


def test_rollup_adds_totals_that_grouping_tells_apart(people: oracledb.Cursor) -> None:
    """SQL Language Reference, SELECT, "rollup_cube_clause"."""
    people.execute(
        "SELECT dept, GROUPING(dept) g, SUM(sal) FROM emp WHERE dept IS NOT NULL GROUP BY ROLLUP (dept)"
        " ORDER BY g, dept"
    )

    assert people.fetchall() == [(10, 0, 300), (20, 0, 150), (None, 1, 450)]


def test_cube_has_each_combination(people: oracledb.Cursor) -> None:
    """SQL Language Reference, SELECT, "rollup_cube_clause"."""
    sql = "SELECT GROUPING_ID(dept, boss) FROM emp WHERE id = 2 GROUP BY CUBE (dept, boss) ORDER BY 1"

    assert names(people, sql) == "0 1 2 3"


def test_grouping_sets_are_grouped_each_by_itself(people: oracledb.Cursor) -> None:
    """SQL Language Reference, SELECT, "grouping_sets_clause"."""
    people.execute(
        "SELECT dept, boss, COUNT(*) FROM emp WHERE id IN (2, 3) GROUP BY GROUPING SETS ((dept), (boss), ())"
        " ORDER BY 1, 2"
    )

    assert people.fetchall() == [(10, None, 1), (20, None, 1), (None, 1, 2), (None, None, 2)]


def test_nulls_sort_last_ascending_and_first_descending(people: oracledb.Cursor) -> None:
    """SQL Language Reference, SELECT, "order_by_clause"."""
    assert names(people, "SELECT name FROM emp ORDER BY dept, id") == "ann bob cid dan"
    assert names(people, "SELECT name FROM emp ORDER BY dept DESC, id") == "dan cid ann bob"
    assert names(people, "SELECT name FROM emp ORDER BY dept DESC NULLS LAST, id") == "cid ann bob dan"


def test_rows_are_ordered_by_place_alias_or_expression(people: oracledb.Cursor) -> None:
    """SQL Language Reference, SELECT, "order_by_clause"."""
    assert names(people, "SELECT name, sal FROM emp ORDER BY 2") == "dan ann cid bob"
    assert names(people, "SELECT name n FROM emp ORDER BY n DESC") == "dan cid bob ann"
    assert names(people, "SELECT name FROM emp ORDER BY -sal") == "bob cid ann dan"
    assert code_of(people, "SELECT name FROM emp ORDER BY 5") == "ORA-01785"


def test_distinct_rows_are_ordered_by_what_is_selected(people: oracledb.Cursor) -> None:
    """Error Help, ORA-01791."""
    assert names(people, "SELECT UNIQUE dept FROM emp WHERE dept > 0 ORDER BY dept DESC") == "20 10"
    assert code_of(people, "SELECT DISTINCT dept FROM emp ORDER BY sal") == "ORA-01791"


def test_a_window_of_rows_moves_with_the_current_one(people: oracledb.Cursor) -> None:
    """SQL Language Reference, "Analytic Functions", "windowing_clause"."""
    sql = "SELECT SUM(sal) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM emp ORDER BY id"

    assert names(people, sql) == "100 300 350 200"


def test_a_window_of_a_range_is_measured_by_the_order(people: oracledb.Cursor) -> None:
    """SQL Language Reference, "Analytic Functions", "windowing_clause"."""
    sql = "SELECT COUNT(*) OVER (ORDER BY sal RANGE BETWEEN 50 PRECEDING AND 50 FOLLOWING) FROM emp ORDER BY sal"

    assert names(people, sql) == "2 3 3 2"


def test_ranks_treat_equal_rows_alike(people: oracledb.Cursor) -> None:
    """SQL Language Reference, RANK and DENSE_RANK."""
    people.execute(
        "SELECT RANK() OVER (ORDER BY boss), DENSE_RANK() OVER (ORDER BY boss), ROW_NUMBER() OVER (ORDER BY boss, id)"
        " FROM emp ORDER BY boss, id"
    )

    assert people.fetchall() == [(1, 1, 1), (1, 1, 2), (3, 2, 3), (4, 3, 4)]


def test_lag_and_lead_look_at_other_rows(people: oracledb.Cursor) -> None:
    """SQL Language Reference, LAG and LEAD."""
    people.execute(
        "SELECT LAG(name) OVER (ORDER BY id), LEAD(name, 2, '-') OVER (ORDER BY id) FROM emp WHERE id <= 3 ORDER BY id"
    )

    assert people.fetchall() == [(None, "cid"), ("ann", "-"), ("bob", "-")]


def test_a_ratio_is_a_part_of_the_sum(people: oracledb.Cursor) -> None:
    """SQL Language Reference, RATIO_TO_REPORT."""
    assert names(people, "SELECT RATIO_TO_REPORT(sal) OVER () FROM emp ORDER BY id") == "0.2 0.4 0.3 0.1"


def test_keep_takes_the_value_of_the_first_or_last_rows(people: oracledb.Cursor) -> None:
    """SQL Language Reference, FIRST and LAST."""
    people.execute(
        "SELECT MAX(name) KEEP (DENSE_RANK LAST ORDER BY sal), MIN(name) KEEP (DENSE_RANK FIRST ORDER BY dept) FROM emp"
    )

    assert people.fetchall() == [("bob", "ann")]


def test_listagg_joins_values_in_order_without_nulls(people: oracledb.Cursor) -> None:
    """SQL Language Reference, LISTAGG."""
    people.execute(
        "SELECT LISTAGG(name, ',') WITHIN GROUP (ORDER BY id DESC), LISTAGG(boss) WITHIN GROUP (ORDER BY id) FROM emp"
    )

    assert people.fetchall() == [("dan,cid,bob,ann", "112")]


def test_listagg_leaves_out_duplicates(people: oracledb.Cursor) -> None:
    """SQL Language Reference, LISTAGG, DISTINCT."""
    sql = "SELECT LISTAGG(DISTINCT sal, '-') WITHIN GROUP (ORDER BY sal DESC) FROM emp CROSS JOIN dept"

    assert names(people, sql) == "200-150-100-50"


def test_listagg_fails_when_its_result_is_too_long(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, LISTAGG, ON OVERFLOW ERROR."""
    sql = "SELECT LISTAGG(RPAD('x', 4000, 'x'), ',') WITHIN GROUP (ORDER BY LEVEL) FROM dual CONNECT BY LEVEL <= 10"

    assert code_of(cursor, sql) == "ORA-01489"


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("SELECT name, COUNT(*) FROM emp", "ORA-00937"),
        ("SELECT name, COUNT(*) FROM emp GROUP BY dept", "ORA-00979"),
        ("SELECT name FROM emp WHERE COUNT(*) > 1", "ORA-00934"),
        ("SELECT id FROM emp, dept", "ORA-00918"),
        ("SELECT nope FROM emp", "ORA-00904"),
        ("SELECT d.name FROM emp e", "ORA-00904"),
        ("SELECT COUNT(emp) FROM emp", "ORA-00904"),
        ("SELECT name FROM nowhere", "ORA-00942"),
        ("SELECT (SELECT name FROM emp) FROM dual", "ORA-01427"),
        ("SELECT (SELECT name, id FROM emp WHERE id = 1) FROM dual", "ORA-00913"),
        ("SELECT name FROM emp WHERE", "ORA-00936"),
        ("SELECT name, FROM emp", "ORA-00936"),
        ("SELECT 1, * FROM emp", "ORA-00936"),
        ("SELECT *, 1 FROM emp", "ORA-00923"),
        ("SELECT name FROM emp WHERE (id = 1", "ORA-00907"),
        ("SELECT UPPER('a', 'b', 'c') FROM dual", "ORA-00939"),
        ("SELECT name FROM emp GROUP dept", "ORA-00924"),
        ("SELECT name FROM emp WHERE id IS 5", "ORA-00908"),
        ("SELECT name FROM emp WHERE id BETWEEN 1 OR 2", "ORA-00905"),
    ],
)
def test_a_wrong_query_has_oracles_code(people: oracledb.Cursor, sql: str, code: str) -> None:
    """Error Help, the page of each code."""
    assert code_of(people, sql) == code


def test_an_error_says_where_the_name_stands(people: oracledb.Cursor) -> None:
    """python-oracledb API, oracledb._Error.offset."""
    with pytest.raises(oracledb.DatabaseError) as error:
        people.execute("SELECT id, nope FROM emp")

    assert error.value.args[0].offset == 11


def test_for_update_of_locks_the_rows_of_one_table(people: oracledb.Cursor) -> None:
    """SQL Language Reference, SELECT, "for_update_clause"."""
    sql = "SELECT e.name FROM emp e JOIN dept d ON d.id = e.dept WHERE e.id = 1 FOR UPDATE OF e.sal NOWAIT"

    assert names(people, sql) == "ann"
    assert code_of(people, "SELECT id FROM emp FOR UPDATE OF nope") == "ORA-00904"


@pytest.mark.parametrize("clause", ["GROUP BY id", "UNION SELECT id FROM dept"])
def test_computed_rows_cannot_be_locked(people: oracledb.Cursor, clause: str) -> None:
    """Error Help, ORA-01786 and ORA-02014."""
    assert code_of(people, f"SELECT id FROM emp {clause} FOR UPDATE") in ("ORA-01786", "ORA-02014")


def test_quantified_comparisons_ask_all_values(people: oracledb.Cursor) -> None:
    """SQL Language Reference, "Group Comparison Conditions"."""
    assert names(people, "SELECT name FROM emp WHERE sal >= ALL (100, 200) ORDER BY 1") == "bob"
    assert names(people, "SELECT name FROM emp WHERE sal = ANY (SELECT 50 FROM dual) ORDER BY 1") == "dan"


def test_lists_of_values_are_compared_as_a_whole(people: oracledb.Cursor) -> None:
    """SQL Language Reference, "IN Condition"."""
    assert names(people, "SELECT name FROM emp WHERE (dept, sal) IN ((10, 100), (20, 150)) ORDER BY 1") == "ann cid"
    assert names(people, "SELECT name FROM emp WHERE (dept, sal) = ((10, 200))") == "bob"


def test_a_null_in_not_in_leaves_no_row(people: oracledb.Cursor) -> None:
    """SQL Language Reference, "IN Condition"."""
    assert names(people, "SELECT name FROM emp WHERE id NOT IN (SELECT boss FROM emp)") == ""


def test_a_table_may_have_a_column_of_its_own_name(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "Schema Object Naming Rules": columns are a namespace of their table."""
    cursor.execute("CREATE TABLE state (state VARCHAR2(5))")
    cursor.execute("INSERT INTO state VALUES ('on')")

    assert names(cursor, "SELECT state FROM state WHERE state = 'on'") == "on"


def test_a_query_has_a_thousand_columns_at_most(cursor: oracledb.Cursor) -> None:
    """Database Reference, "Logical Database Limits"; Error Help, ORA-01792."""
    assert len(cursor.execute(f"SELECT {', '.join(['1'] * 1000)} FROM dual").fetchone() or ()) == 1000
    assert code_of(cursor, f"SELECT {', '.join(['1'] * 1001)} FROM dual") == "ORA-01792"


@pytest.mark.parametrize("step", ["n FROM r", "n + 1 FROM r", "MOD(n + 1, 7) FROM r WHERE n < 100"])
def test_a_recursive_query_that_comes_round_is_an_error(cursor: oracledb.Cursor, step: str) -> None:
    """SQL Language Reference, "SELECT", cycle_clause: without it a cycle is ORA-32044."""
    with pytest.raises(oracledb.DatabaseError) as error:
        cursor.execute(f"WITH r (n) AS (SELECT 1 FROM dual UNION ALL SELECT {step}) SELECT COUNT(*) FROM r").fetchall()
    assert error.value.args[0].full_code == "ORA-32044"


def test_a_cycle_in_the_data_of_a_tree_is_found(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "SELECT", cycle_clause: an ancestor with the same values."""
    tree = (
        "WITH t (id, depth) AS (SELECT id, 1 FROM node WHERE id = 1 UNION ALL"
        " SELECT n.id, t.depth + 1 FROM node n JOIN t ON n.parent = t.id) SELECT COUNT(*), MAX(depth) FROM t"
    )
    cursor.execute(
        "CREATE TABLE node AS SELECT LEVEL AS id, NULLIF(TRUNC(LEVEL / 2), 0) AS parent"
        " FROM dual CONNECT BY LEVEL <= 15"
    )
    assert cursor.execute(tree).fetchall() == [(15, 4)]
    cursor.execute("UPDATE node SET parent = 15 WHERE id = 1")
    with pytest.raises(oracledb.DatabaseError, match="ORA-32044"):
        cursor.execute(tree).fetchall()


def test_a_long_recursion_is_none_that_comes_round(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "SELECT", recursive subquery factoring."""
    cursor.execute(
        "WITH r (n) AS (SELECT 1 FROM dual UNION ALL SELECT n + 1 FROM r WHERE n < 5000) SELECT MAX(n), COUNT(*) FROM r"
    )
    assert cursor.fetchall() == [(5000, 5000)]


def test_a_recursive_query_has_names_and_union_all(cursor: oracledb.Cursor) -> None:
    """Database Error Messages, ORA-32039, ORA-32040."""
    for query, code in (
        ("WITH r AS (SELECT 1 AS n FROM dual UNION ALL SELECT n FROM r) SELECT * FROM r", "ORA-32039"),
        ("WITH r (n) AS (SELECT 1 FROM dual UNION SELECT n FROM r) SELECT * FROM r", "ORA-32040"),
    ):
        with pytest.raises(oracledb.DatabaseError) as error:
            cursor.execute(query)
        assert error.value.args[0].full_code == code


def test_operands_of_set_operators_have_no_order(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "The UNION [ALL], INTERSECT, MINUS Operators": no order_by_clause in their subqueries."""
    with pytest.raises(oracledb.DatabaseError, match="ORA-00907"):
        cursor.execute("(SELECT dummy FROM dual ORDER BY dummy) UNION ALL SELECT 'Y' FROM dual")
    cursor.execute(
        "SELECT dummy FROM (SELECT dummy FROM dual ORDER BY dummy) UNION ALL SELECT 'Y' FROM dual ORDER BY 1"
    )
    assert cursor.fetchall() == [("X",), ("Y",)]
