"""Expressions and conditions: Oracle's text in, PostgreSQL's text out."""

import pytest

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.statements import Query
from oracle_standin.sql.translate import translate


def expression(oracle: str, *bind_types: str) -> str:
    statement = translate(f"SELECT {oracle} AS X FROM DUAL", bind_types)
    assert isinstance(statement, Query)
    return statement.sql.removeprefix("SELECT ").removesuffix(' AS "X" FROM "DUAL"')


def condition(oracle: str) -> str:
    statement = translate(f"SELECT * FROM DUAL WHERE {oracle}")
    assert isinstance(statement, Query)
    return statement.sql.removeprefix('SELECT * FROM "DUAL" WHERE ')


@pytest.mark.parametrize(
    ("oracle", "postgres"),
    [
        ("1", "1::numeric"),
        ("1.50", "1.50::numeric"),
        ("1e3", "1e3::numeric"),
        (".5", "0.5::numeric"),
        ("-7", "- 7::numeric"),
        ("1.5d", "(1.5::numeric)::float8"),
        ("2f", "(2::numeric)::float4"),
        ("'it''s'", "'it''s'::text"),
        ("q'[it's]'", "'it''s'::text"),
        ("N'x'", "'x'::text"),
        ("''", "NULL::text"),
        ("NULL", "NULL"),
        ("DATE '2024-01-31'", '"SYS"."DATE_LITERAL"(\'2024-01-31\'::text)'),
        ("TIMESTAMP '2024-01-31 10:00:00'", '"SYS"."TIMESTAMP_LITERAL"(\'2024-01-31 10:00:00\'::text)'),
        (
            "TIMESTAMP '2024-01-31 10:00:00 +02:00'",
            '"SYS"."TIMESTAMP_TZ_LITERAL"(\'2024-01-31 10:00:00 +02:00\'::text)',
        ),
        ("INTERVAL '3' DAY", "'3'::interval day"),
        ("INTERVAL '1 02:03:04' DAY TO SECOND", "'1 02:03:04'::interval day to second"),
    ],
)
def test_a_literal_has_the_type_that_oracle_gives_it(oracle: str, postgres: str) -> None:
    assert expression(oracle) == postgres


@pytest.mark.parametrize(
    ("oracle", "postgres"),
    [
        ("a", '"A"'),
        ('"a"', '"a"'),
        ('t."b c"', '"T"."b c"'),
        ("serial#", '"SERIAL#"'),
        ("sysdate", '"SYS"."SYSDATE"()'),
        ("user", '"SYS"."USER"()'),
        ("binary_double_nan", "'NaN'::float8"),
    ],
)
def test_unquoted_names_fold_to_upper_case_and_pseudo_columns_are_calls(oracle: str, postgres: str) -> None:
    assert expression(oracle) == postgres


@pytest.mark.parametrize(
    ("oracle", "postgres"),
    [
        ("a + b * (c - 1)", '"SYS".plus("A", "SYS".product("B", ("SYS".minus("C", 1::numeric))))'),
        ("a / b", '"SYS".quotient("A", "B")'),
        ("a || b", '"SYS"."CONCAT"("SYS".chars("A"), "SYS".chars("B"))'),
        ("'x' || :1", '"SYS"."CONCAT"(\'x\'::text, $1::text)'),
        ("nvl(a, 0)", 'COALESCE("A", "SYS".beside("A", 0::numeric))'),
        ("nvl2(a, 1, 2)", 'CASE WHEN "A" IS NOT NULL THEN 1::numeric ELSE "SYS".beside(1::numeric, 2::numeric) END'),
        (
            "decode(a, NULL, 1, 2)",
            'CASE WHEN "A" IS NOT DISTINCT FROM NULL THEN 1::numeric ELSE "SYS".beside(1::numeric, 2::numeric) END',
        ),
        (
            "least(a, b)",
            'CASE WHEN "A" IS NULL OR "B" IS NULL THEN "SYS".nothing("A") ELSE LEAST("A", "SYS".beside("A", "B")) END',
        ),
        ("case a when 1 then 'x' end", "CASE \"A\" WHEN 1::numeric THEN 'x'::text ELSE NULL END"),
        ("upper(a)", '"SYS"."UPPER"("SYS".str("A"))'),
        ("upper('a')", "\"SYS\".\"UPPER\"('a'::text)"),
        ("trim(leading 'x' from a)", '"SYS"."LTRIM"("SYS".str("A"), \'x\'::text)'),
        ("extract(year from a)", '"SYS".extract_field(\'year\'::text, "A")'),
        ("a at time zone 'UTC'", "\"SYS\".at_time_zone(\"A\", 'UTC'::text)"),
        ("count(*)", '"SYS"."COUNT"(*)'),
        ("count(distinct a)", '"SYS"."COUNT"(DISTINCT "A")'),
        ("max(a)", 'max("A")'),
        ("row_number() over (partition by a order by b desc)",
         'row_number() OVER (PARTITION BY "A" ORDER BY "B" DESC NULLS FIRST)::numeric'),
        ("lag(a, 2, 0) over (order by b)",
         'lag("A", (2::numeric)::int, 0::numeric) OVER (ORDER BY "B" ASC NULLS LAST)'),
        ("sum(a) over (order by b rows between unbounded preceding and current row)",
         '"SYS"."SUM"("A") OVER (ORDER BY "B" ASC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)'),
        ("listagg(a, ',') within group (order by b)",
         ('"SYS".listagg_result(string_agg("SYS".str("A"), coalesce(\',\'::text, \'\')'
         ' ORDER BY "B" ASC NULLS LAST), 4000)')),
    ],
)  # fmt: skip
def test_an_operator_or_function_keeps_oracles_meaning(oracle: str, postgres: str) -> None:
    assert expression(oracle) == postgres


@pytest.mark.parametrize(
    ("oracle", "postgres"),
    [
        ("number(5,2)", '("A")::numeric(5,2)'),
        ("number", '("A")::numeric'),
        ("integer", '("A")::numeric(38,0)'),
        ("varchar2(10)", '"SYS".cast_varchar("SYS".castable_text("A", 10, false), 10, false)'),
        ("varchar2(10 char)", '"SYS".cast_varchar("SYS".castable_text("A", 10, true), 10, true)'),
        ("date", '"SYS".cast_date("A")'),
        ("timestamp(3)", '"SYS".cast_timestamp("A")::timestamp(3)'),
        ("timestamp with time zone", '"SYS".cast_timestamp_tz("A")'),
        ("clob", '"SYS".str("A")::"SYS".clob'),
        ("binary_double", '("A")::float8'),
    ],
)
def test_cast_knows_oracles_types(oracle: str, postgres: str) -> None:
    assert expression(f"CAST(a AS {oracle})") == postgres


@pytest.mark.parametrize(
    ("oracle", "postgres"),
    [
        ("a is not null", 'NOT "A" IS NULL'),
        ("a in (1, 2)", '"A" IN (1::numeric, 2::numeric)'),
        ("(a, b) in (select 1, 2 from dual)", '("A", "B") IN (SELECT 1::numeric, 2::numeric FROM "DUAL")'),
        ("a not between 1 and 2", 'NOT "A" BETWEEN 1::numeric AND 2::numeric'),
        ("a ^= b and not (c != d)", '"A" <> "B" AND NOT ("C" <> "D")'),
        ("a like 'x%'", "\"SYS\".str(\"A\") LIKE 'x%'::text ESCAPE ''"),
        (
            "a like 'x\\_' escape '\\'",
            "\"SYS\".str(\"A\") LIKE \"SYS\".like_pattern('x\\_'::text, '\\'::text) ESCAPE '\\'::text",
        ),
        (
            "a is json",
            '("SYS".json_source("A") IS JSON VALUE OR "SYS".is_lax_json("SYS".json_source("A"), false, true))',
        ),
        ("a is not json strict", 'NOT "SYS".json_source("A") IS JSON VALUE'),
        ("a is json (strict with unique keys)", '"SYS".json_source("A") IS JSON VALUE WITH UNIQUE KEYS'),
        ("exists (select 1 from t)", 'EXISTS (SELECT 1::numeric FROM "T")'),
    ],
)
def test_a_condition_keeps_oracles_meaning(oracle: str, postgres: str) -> None:
    assert condition(oracle) == postgres


def test_a_bind_has_the_type_that_the_client_announced() -> None:
    assert expression(":name + :1", "numeric", "text") == '"SYS".plus($1::numeric, $2::text)'


def test_binds_in_strings_comments_and_quoted_names_are_none() -> None:
    assert expression("':1' || /* :2 */ :3 || \":4\"", "text").count("$") == 1


@pytest.mark.parametrize(
    ("oracle", "named"),
    [
        ("wm_concat(a)", "the function WM_CONCAT"),
        ("t.ora_rowscn", "ORA_ROWSCN"),
        ("a.b(1)", "the function A.B"),
        ("cast(a as xmltype)", "XMLTYPE"),
        ("cursor(select 1 from dual)", "CURSOR"),
        ("to_char(a, 'x', 'nls')", "TO_CHAR"),
    ],
)
def test_what_is_not_known_is_refused_by_name(oracle: str, named: str) -> None:
    with pytest.raises(OracleError, match=named):
        expression(oracle)


@pytest.mark.parametrize(
    ("oracle", "code"),
    [("upper()", 938), ("upper(a, b)", 939), ("a +", 936), ("(a", 907), ("a ? b", 911), ("'a", 1756), ('"a', 1740)],
)
def test_a_wrong_expression_is_oracles_error(oracle: str, code: int) -> None:
    with pytest.raises(OracleError) as error:
        expression(oracle)

    assert error.value.code == code


def test_hints_and_comments_have_no_effect() -> None:
    assert translate("SELECT /*+ FULL(t) */ 1 x -- y\n FROM DUAL") == translate("SELECT 1 x FROM DUAL")


def test_an_unsupported_function_is_no_other_error() -> None:
    with pytest.raises(UnsupportedError):
        expression("no_such_function(1)")
