"""Which names in the SQL of a block are variables."""

import pytest

from oracle_standin.profiles import DEFAULT, PROFILES
from oracle_standin.sql.plsql.references import bound_expression, bound_statement
from oracle_standin.sql.statements import TableName

_VARIABLES = frozenset({"X", "ID", "R.F"})
_COLUMNS = {"T": frozenset({"ID", "A"}), "U": frozenset({"X"})}


def is_variable(name: str) -> bool:
    return name in _VARIABLES


def columns_of(table: TableName) -> frozenset[str] | None:
    return _COLUMNS.get(table.name)


@pytest.mark.parametrize(
    ("statement", "binds"),
    [
        ("SELECT id, x FROM t WHERE a = x", ("=X", "=X")),
        ("SELECT t.x FROM t", ()),
        ("SELECT x FROM u", ()),
        ("SELECT (SELECT x FROM u) FROM t WHERE a = x", ("=X",)),
        ("SELECT x FROM nobody_knows", ()),
        ("SELECT q.a FROM (SELECT a, 1 AS x FROM t) q WHERE x = id", ("=ID",)),
        ("WITH q AS (SELECT 1 AS id FROM dual) SELECT id, x FROM q", ("=X",)),
        ("INSERT INTO t (id, a) VALUES (id, x)", ("=ID", "=X")),
        ("INSERT INTO t (id) SELECT x FROM u", ()),
        ("UPDATE t SET a = x WHERE id = :x AND a = r.f", ("=X", "X", "=R.F")),
        ("DELETE FROM t WHERE id = 1 RETURNING id INTO :y", ("Y",)),
        ("MERGE INTO t USING (SELECT 1 AS k FROM dual) s ON (t.id = s.k) WHEN MATCHED THEN UPDATE SET a = x", ("=X",)),
    ],
)
def test_a_name_is_a_variable_unless_a_visible_table_has_it(statement: str, binds: tuple[str, ...]) -> None:
    assert bound_statement(statement, is_variable, columns_of, DEFAULT).binds == binds


@pytest.mark.parametrize(
    ("expression", "text", "unknown"),
    [
        ("x + LENGTH(y)", ' :"=X"  + LENGTH(y)', ("Y",)),
        ("SQL%ROWCOUNT > 0 AND TRUE", ' :"=SQL%ROWCOUNT"  > 0 AND  :"=TRUE" ', ()),
        ("'x' || r.f || :x", "'x' ||  :\"=R.F\"  || :x", ()),
        ("s.NEXTVAL + SYSDATE", "s.NEXTVAL + SYSDATE", ()),
    ],
)
def test_an_expression_gets_binds_for_its_variables(expression: str, text: str, unknown: tuple[str, ...]) -> None:
    bound = bound_expression(expression, is_variable, lambda _: False, DEFAULT)

    assert (bound.text, bound.unknown) == (text, unknown)


def test_where_sql_has_no_boolean_a_condition_compares_a_number() -> None:
    bound = bound_expression("x AND NOT FALSE", is_variable, lambda name: name == "X", PROFILES["19c"])

    assert bound.text.split() == ["(", ':"?X"', "=", "1)", "AND", "NOT", "(", ':"?FALSE"', "=", "1)"]
