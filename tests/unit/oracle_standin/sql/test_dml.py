"""INSERT, UPDATE, DELETE and MERGE: Oracle's text in, PostgreSQL's text out."""

import pytest

from oracle_standin.errors import OracleError
from oracle_standin.sql.statements import Dml, TableName, columns_of
from oracle_standin.sql.translate import translate


def dml(oracle: str, *bind_types: str) -> Dml:
    statement = translate(oracle, bind_types)
    assert isinstance(statement, Dml)
    return statement


@pytest.mark.parametrize(
    ("oracle", "postgres"),
    [
        (
            "insert into s.t (a, b) values (:1, default)",
            'INSERT INTO "S"."T" ("A", "B") VALUES ($1::text, DEFAULT)',
        ),
        ("insert into t (a) select b from u", 'INSERT INTO "T" ("A") SELECT "B" FROM "U"'),
        ("insert into t (a) values (1), (2)", 'INSERT INTO "T" ("A") VALUES (1::numeric), (2::numeric)'),
        (
            "update t x set x.a = x.a + 1, b = default where x.c = 1",
            'UPDATE "T" AS "X" SET "A" = "SYS".plus("X"."A", 1::numeric), "B" = DEFAULT WHERE "X"."C" = 1::numeric',
        ),
        (
            "update t set (a, b) = (select c, d from u)",
            'UPDATE "T" SET ("A", "B") = (SELECT "C", "D" FROM "U")',
        ),
        ("delete from t x where x.a = 1", 'DELETE FROM "T" AS "X" WHERE "X"."A" = 1::numeric'),
        ("delete t", 'DELETE FROM "T"'),
        (
            "delete from t where a = 1 and rownum <= 10",
            (
                'DELETE FROM "T" WHERE (tableoid, ctid) IN (SELECT tableoid, ctid FROM "T"'
                ' WHERE "A" = 1::numeric LIMIT 10)'
            ),
        ),
        (
            (
                "merge into s.t t using u s on (t.i = s.i) when matched then update set t.n = s.n where s.x > 1"
                " when not matched then insert (i, n) values (s.i, s.n) where s.y = 1"
            ),
            (
                'MERGE INTO "S"."T" AS "T" USING "U" AS "S" ON ("T"."I" = "S"."I")'
                ' WHEN MATCHED AND ("S"."X" > 1::numeric) THEN UPDATE SET "N" = "S"."N"'
                ' WHEN NOT MATCHED AND ("S"."Y" = 1::numeric) THEN INSERT ("I", "N") VALUES ("S"."I", "S"."N")'
            ),
        ),
    ],
)
def test_a_change_is_rendered_for_postgresql(oracle: str, postgres: str) -> None:
    assert dml(oracle).sql == postgres


def test_an_insert_of_all_binds_in_order_is_plain() -> None:
    assert dml('insert into t (a, "b") values (:1, :2)', "text", "text").plain_insert == ("A", "b")


@pytest.mark.parametrize(
    "oracle",
    [
        "insert into t (a, b) values (:1, 2)",
        "insert into t (a, b) values (:1, upper(:2))",
        "insert into t values (:2, (select :1 from dual))",
        "insert into t (a) select :1 from dual",
        "update t set a = :1",
    ],
)
def test_any_other_change_is_not_plain(oracle: str) -> None:
    assert dml(oracle).plain_insert is None


def test_an_insert_without_columns_says_where_they_belong() -> None:
    statement = dml("insert into s.t values (1)")

    assert columns_of('"S"."T"').join(statement.sql.split("\0" + '"S"."T"' + "\0")) == statement.sql
    assert statement.sql.startswith('INSERT INTO "S"."T" \0')


def test_a_change_knows_its_target_and_its_tables() -> None:
    statement = dml("insert into s.t (a) select b from u")

    assert (statement.table_sql, statement.tables) == ('"S"."T"', {TableName("S", "T"), TableName(None, "U")})


@pytest.mark.parametrize(
    ("oracle", "code"),
    [
        ("insert into t (a, b) values (1)", 947),
        ("insert into t (a) values (1, 2)", 913),
        ("merge into t using u on (t.i = u.i) when matched then update set t.i = u.i", 38104),
        ("merge into t using u on (t.i = u.i) when matched then delete", 905),
    ],
)
def test_a_wrong_change_is_oracles_error(oracle: str, code: int) -> None:
    with pytest.raises(OracleError) as error:
        dml(oracle)

    assert error.value.code == code


@pytest.mark.parametrize(
    ("oracle", "postgres"),
    [
        (
            "insert into t (a) values (1) returning a into :1",
            'INSERT INTO "T" ("A") VALUES (1::numeric) RETURNING "SYS".str("A")',
        ),
        (
            "update t set a = 1 returning a, upper(:x) into :1, :2",
            'UPDATE "T" SET "A" = 1::numeric RETURNING "SYS".str("A"), "SYS".str("SYS"."UPPER"($1::text))',
        ),
    ],
)
def test_returning_gives_each_value_in_the_type_of_its_bind(oracle: str, postgres: str) -> None:
    assert dml(oracle).sql == postgres


@pytest.mark.parametrize(
    ("oracle", "code"),
    [
        ("insert into t (a) values (1) returning a, b into :1", 913),
        ("insert into t (a) values (1) returning a into :1, :2", 947),
        ("insert into t (a) select b from u returning a into :1", 933),
        ("delete from t returning sum(a) into :1", 3001),
        ("merge into t using u on (t.i = u.i) when matched then update set a = 1 returning a into :1", 3001),
    ],
)
def test_a_wrong_returning_is_refused(oracle: str, code: int) -> None:
    with pytest.raises(OracleError) as error:
        dml(oracle)

    assert error.value.code == code
