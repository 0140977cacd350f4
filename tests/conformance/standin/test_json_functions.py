"""JSON_VALUE and JSON_EXISTS: their sources, what they return, and their errors."""

import oracledb
import pytest

_DOCUMENT = '{"k":"abcdef","n":12.25,"o":{"x":1},"t":true,"z":null,"a":[1,2]}'


@pytest.fixture
def table(cursor: oracledb.Cursor) -> oracledb.Cursor:
    """The same document as text, as a CLOB and as a BLOB, and text that is none."""
    cursor.execute("CREATE TABLE t (v VARCHAR2(200), c CLOB, b BLOB, bad VARCHAR2(20))")
    cursor.execute("INSERT INTO t VALUES (:1, :2, :3, '{bad')", [_DOCUMENT, _DOCUMENT, _DOCUMENT.encode()])
    return cursor


def value(cursor: oracledb.Cursor, expression: str) -> object:
    return cursor.execute(f"SELECT {expression} FROM t").fetchone()[0]


@pytest.mark.parametrize("column", ["v", "c", "b"])
def test_a_value_is_found_in_each_kind_of_column(table: oracledb.Cursor, column: str) -> None:
    """SQL Language Reference, JSON_VALUE: expr."""
    assert value(table, f"JSON_VALUE({column}, '$.k')") == "abcdef"
    assert value(table, f"COUNT(CASE WHEN JSON_EXISTS({column}, '$.o.x') THEN 1 END)") == 1


def test_a_value_is_found_in_a_json_column(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, JSON_VALUE: expr of data type JSON (21c)."""
    if int(cursor.connection.version.partition(".")[0]) < 21:
        with pytest.raises(oracledb.DatabaseError):
            cursor.execute("CREATE TABLE t (j JSON)")
        return
    cursor.execute("CREATE TABLE t (j JSON)")
    cursor.execute("INSERT INTO t VALUES (:1)", [_DOCUMENT])
    assert value(cursor, "JSON_VALUE(j, '$.n' RETURNING NUMBER)") == 12.25
    assert value(cursor, "COUNT(CASE WHEN JSON_EXISTS(j, '$.none') THEN 1 END)") == 0


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("JSON_VALUE(v, '$.none')", None),
        ("JSON_VALUE(v, '$.o')", None),
        ("JSON_VALUE(v, '$.t')", "true"),
        ("JSON_VALUE(v, '$.z')", None),
        ("JSON_VALUE(bad, '$.k')", None),
        ("JSON_VALUE(v, '$.n' RETURNING NUMBER)", 12.25),
        ("JSON_VALUE(v, '$.n' RETURNING NUMBER(5, 1))", 12.3),
        ("JSON_VALUE(v, '$.n' RETURNING FLOAT)", 12.25),
        ("JSON_VALUE(v, '$.n' RETURNING NUMBER(1))", None),
        ("JSON_VALUE(v, '$.k' RETURNING NUMBER)", None),
        ("JSON_VALUE(v, '$.k' RETURNING VARCHAR2(6) ERROR ON ERROR)", "abcdef"),
        ("JSON_VALUE(v, '$.k' RETURNING VARCHAR2(3))", None),
        ("JSON_VALUE(v, '$.none' ERROR ON ERROR NULL ON EMPTY)", None),
        ("JSON_VALUE(NULL, '$.k' ERROR ON ERROR)", None),
        ("JSON_VALUE(v, '$.a[1]' RETURNING NUMBER ERROR ON ERROR)", 2),
    ],
)
def test_what_does_not_fit_is_null(table: oracledb.Cursor, expression: str, wanted: object) -> None:
    """SQL Language Reference, JSON_VALUE: RETURNING, NULL ON ERROR is the default."""
    assert value(table, expression) == wanted


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("JSON_VALUE(bad, '$.k' ERROR ON ERROR)", "ORA-40441"),
        ("JSON_VALUE(v, '$.o' ERROR ON ERROR)", "ORA-40456"),
        ("JSON_VALUE(v, '$.none' ERROR ON ERROR)", "ORA-40462"),
        ("JSON_VALUE(v, '$.none' ERROR ON EMPTY)", "ORA-40462"),
        ("JSON_VALUE(v, '$.k' RETURNING VARCHAR2(3) ERROR ON ERROR)", "ORA-40478"),
        ("JSON_VALUE(v, '$.k' RETURNING NUMBER ERROR ON ERROR)", "ORA-01722"),
    ],
)
def test_an_error_is_raised_where_it_is_asked_for(table: oracledb.Cursor, expression: str, code: str) -> None:
    """SQL Language Reference, JSON_VALUE: ERROR ON ERROR, ERROR ON EMPTY; Error Help."""
    with pytest.raises(oracledb.DatabaseError, match=code):
        value(table, expression)
