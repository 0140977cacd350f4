"""SELECT: Oracle's text in, PostgreSQL's text out."""

import pytest

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.statements import Query, TableName
from oracle_standin.sql.translate import translate


def query(oracle: str, *bind_types: str) -> Query:
    statement = translate(oracle, bind_types)
    assert isinstance(statement, Query)
    return statement


@pytest.mark.parametrize(
    ("oracle", "postgres"),
    [
        ("select a, b c from s.t", 'SELECT "A", "B" AS "C" FROM "S"."T"'),
        ("select t.* from t", 'SELECT "T".* FROM "T"'),
        ("select distinct a from t", 'SELECT DISTINCT "A" FROM "T"'),
        ("select a from t x, u", 'SELECT "A" FROM "T" AS "X", "U"'),
        (
            "select a from t left join u on t.i = u.i",
            'SELECT "A" FROM "T" LEFT JOIN "U" ON "T"."I" = "U"."I"',
        ),
        ("select a from t join u using (i)", 'SELECT "A" FROM "T" JOIN "U" USING ("I")'),
        (
            "select a from t group by a having a > 1 order by a desc, 1",
            'SELECT "A" FROM "T" GROUP BY "A" HAVING "A" > 1::numeric ORDER BY "A" DESC NULLS FIRST, 1 ASC NULLS LAST',
        ),
        ("select a from t order by a nulls first", 'SELECT "A" FROM "T" ORDER BY "A" ASC NULLS FIRST'),
        (
            "with q (a) as (select 1 x from dual), r (b) as (select 2 x from dual) select * from q, r",
            (
                'WITH "Q" ("A") AS (SELECT 1::numeric AS "X" FROM "DUAL"), '
                '"R" ("B") AS (SELECT 2::numeric AS "X" FROM "DUAL") SELECT * FROM "Q", "R"'
            ),
        ),
        (
            "select a from t union all select b from u minus select c from v",
            '((SELECT "A" FROM "T") UNION ALL (SELECT "B" FROM "U")) EXCEPT (SELECT "C" FROM "V")',
        ),
        ("select a from (select a from t)", 'SELECT "A" FROM (SELECT "A" FROM "T")'),
        ("select a from t for update nowait", 'SELECT "A" FROM "T" FOR UPDATE NOWAIT'),
    ],
)
def test_a_query_is_rendered_for_postgresql(oracle: str, postgres: str) -> None:
    assert query(oracle).sql == postgres


@pytest.mark.parametrize(
    ("oracle", "postgres"),
    [
        ("select a from t fetch first 5 rows only", 'SELECT "A" FROM "T" LIMIT 5'),
        ("select a from t offset 2 rows fetch next row only", 'SELECT "A" FROM "T" OFFSET 2 LIMIT 1'),
        ("select a from t where rownum <= 5", 'SELECT "A" FROM "T" LIMIT 5'),
        ("select a from t where b = 1 and rownum = 1", 'SELECT "A" FROM "T" WHERE "B" = 1::numeric LIMIT 1'),
        (
            "select a from t where rownum < :1",
            'SELECT "A" FROM "T" LIMIT coalesce(greatest(ceil(($1::text)::numeric) - 1, 0), 0)::bigint',
        ),
        ("select count(*) c from t where rownum <= 5",
         'SELECT "SYS"."COUNT"(*) AS "C" FROM (SELECT * FROM "T" LIMIT 5) AS "T"'),
        ("select a from t x where rownum <= 5 order by a",
         'SELECT "A" FROM (SELECT * FROM "T" AS "X" LIMIT 5) AS "X" ORDER BY "A" ASC NULLS LAST'),
        ("select rownum r from t", 'SELECT row_number() OVER ()::numeric AS "R" FROM "T"'),
    ],
)  # fmt: skip
def test_row_limits_come_before_grouping_and_ordering(oracle: str, postgres: str) -> None:
    assert query(oracle).sql == postgres


@pytest.mark.parametrize(
    ("oracle", "name"),
    [
        ("select count(*) from t", "COUNT(*)"),
        ("select a + 1 from t", "A+1"),
        ("select distinct upper( a ) from t", "UPPER(A)"),
        ("select count(distinct a) from t", "COUNT(DISTINCTA)"),
        ("select 'x' || b from t", "'x'||B"),
        ("select sysdate from dual", "SYSDATE"),
    ],
)
def test_an_expression_without_a_name_is_shown_as_its_text(oracle: str, name: str) -> None:
    assert f' AS "{name}" FROM ' in query(oracle).sql


def test_names_too_long_for_postgresql_are_kept_aside() -> None:
    name = "A" * 64 + "é"

    statement = query(f'select 1 "{name}" from dual')

    assert list(statement.long_names.values()) == [name]
    assert all(len(stored.encode()) <= 63 for stored in statement.long_names)


def test_a_query_knows_its_tables_also_those_of_subqueries() -> None:
    statement = query("select a from s.t where b in (select c from u)")

    assert statement.tables == {TableName("S", "T"), TableName(None, "U")}


def test_a_replaced_table_keeps_its_name_for_columns() -> None:
    statement = translate("select t.a from t", (), ((TableName(None, "T"), "pg_temp.x"),))

    assert isinstance(statement, Query)
    assert statement.sql == 'SELECT "T"."A" FROM pg_temp.x AS "T"'


def test_for_update_says_how_long_it_waits() -> None:
    statement = query("select a from t for update wait 7")

    assert (statement.is_locking, statement.lock_wait_s) == (True, 7)


@pytest.mark.parametrize(
    ("oracle", "code", "position"),
    [
        ("select a from t limit 5", 933, 22),
        ("select a from t as x", 933, 16),
        ("select a from t;", 933, 15),
        ("select a, from t", 936, 10),
        ("select from t", 936, 7),
        ("select a from", 903, 13),
        ("select a from t where", 936, 21),
        ("selec a from t", 900, 0),
        ('select a from "pg_class"', 942, 0),
        ("select _a from t", 911, 0),
        (f"select {'a' * 129} from t", 972, 7),
    ],
)
def test_wrong_sql_is_oracles_error_and_has_a_place(oracle: str, code: int, position: int) -> None:
    with pytest.raises(OracleError) as error:
        query(oracle)

    assert (error.value.code, error.value.position) == (code, position)


@pytest.mark.parametrize(
    "oracle",
    [
        "select a from t sample (10)",
        "select a from table(f)",
        "begin null; end;",
    ],
)
def test_what_is_not_known_is_refused(oracle: str) -> None:
    with pytest.raises(UnsupportedError):
        query(oracle)


def test_a_missing_bind_is_reported() -> None:
    with pytest.raises(OracleError) as error:
        query("select :1, :2 from dual", "text")

    assert error.value.code == 1008
