"""Paths into documents: JSON_QUERY, JSON_EXISTS, conditions, defaults and item methods."""

from datetime import datetime

import oracledb
import pytest

_DOCUMENT = (
    '{"name":"x","n":12.50,"none":null,"yes":true,"day":"2024-01-31","at":"2024-01-31T10:11:12.5",'
    '"o":{"b":1,"a":[1,2,3]},"items":[{"id":1,"price":"30","tags":["a","b"]},{"id":2,"price":5},{"id":3}]}'
)


@pytest.fixture
def table(cursor: oracledb.Cursor) -> oracledb.Cursor:
    """One document, as text."""
    cursor.execute("CREATE TABLE t (doc VARCHAR2(1000))")
    cursor.execute("INSERT INTO t VALUES (:1)", [_DOCUMENT])
    return cursor


def value(cursor: oracledb.Cursor, expression: str) -> object:
    return cursor.execute(f"SELECT {expression} FROM t").fetchone()[0]


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        ("'$.o'", '{"b":1,"a":[1,2,3]}'),
        ("'$.o.a'", "[1,2,3]"),
        ("'$.name'", None),
        ("'$.name' WITH WRAPPER", '["x"]'),
        ("'$.name' WITH CONDITIONAL WRAPPER", '["x"]'),
        ("'$.o' WITH CONDITIONAL ARRAY WRAPPER", '{"b":1,"a":[1,2,3]}'),
        ("'$.o' WITH UNCONDITIONAL ARRAY WRAPPER", '[{"b":1,"a":[1,2,3]}]'),
        ("'$.items[*].id'", None),
        ("'$.items[*].id' WITH WRAPPER", "[1,2,3]"),
        ("'$.items.id' WITH WRAPPER", "[1,2,3]"),
        ("'$.o[0].b' WITH WRAPPER", "[1]"),
        ("'$.o.a[0,2]' WITH WRAPPER", "[1,3]"),
        ("'$.o.a[1 to 2]' WITH WRAPPER", "[2,3]"),
        ("'$.o.*' WITH WRAPPER", "[1,[1,2,3]]"),
        ("'$.nothing' WITH WRAPPER", None),
        ("'$.nothing' EMPTY ARRAY ON EMPTY", "[]"),
        ("'$.nothing' EMPTY OBJECT ON ERROR", "{}"),
        ("'$.o' RETURNING VARCHAR2(5)", None),
    ],
)
def test_a_query_finds_parts_of_a_document(table: oracledb.Cursor, arguments: str, wanted: object) -> None:
    """SQL Language Reference, JSON_QUERY: wrapper, ON EMPTY, ON ERROR."""
    assert value(table, f"JSON_QUERY(doc, {arguments})") == wanted


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("'$.items[*].id' ERROR ON ERROR", "ORA-40480"),
        ("'$.name' ERROR ON ERROR", "ORA-40480"),
        ("'$.nothing' ERROR ON ERROR", "ORA-40462"),
        ("'$.o' RETURNING VARCHAR2(5) ERROR ON ERROR", "ORA-40478"),
        ("'$.o' RETURNING NUMBER", "ORA-40449"),
        (":path", "ORA-40454"),
    ],
)
def test_a_query_fails_where_it_is_asked_to(table: oracledb.Cursor, arguments: str, code: str) -> None:
    """SQL Language Reference, JSON_QUERY: ERROR ON ERROR; Error Help."""
    with pytest.raises(oracledb.DatabaseError) as error:
        table.execute(f"SELECT JSON_QUERY(doc, {arguments}) FROM t", ["$"] if ":path" in arguments else [])

    assert error.value.args[0].full_code == code


def test_pretty_indents_a_document(table: oracledb.Cursor) -> None:
    """JSON Developer's Guide, "RETURNING Clause for SQL Query Functions": PRETTY."""
    wanted = '{\n  "b" : 1,\n  "a" :\n  [\n    1,\n    2,\n    3\n  ]\n}'

    assert value(table, "JSON_QUERY(doc, '$.o' PRETTY)") == wanted


def test_ascii_escapes_other_characters(cursor: oracledb.Cursor) -> None:
    """JSON Developer's Guide, "RETURNING Clause for SQL Query Functions": ASCII."""
    cursor.execute("SELECT JSON_QUERY('[\"é\",\"😀\"]', '$' ASCII) FROM dual")

    assert str(cursor.fetchone()[0]).lower() == '["\\u00e9","\\ud83d\\ude00"]'


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("@.id == 2", 1),
        ("@.id == 4", 0),
        ("@.id != 1 && @.id < 3", 1),
        ("@.id > 3 || @.id >= 3", 1),
        ("@.price > 20", 1),  # "30" is compared as a number
        ("@.price > 40", 0),
        ('@.price == "5"', 1),  # 5 is compared as a string
        ("exists(@.tags)", 1),
        ("!exists(@.id)", 0),
        ('@.tags == "b"', 1),
        ('@.tags starts with "b"', 1),
        ('@.tags has substring "z"', 0),
    ],
)
def test_a_condition_picks_elements(table: oracledb.Cursor, condition: str, found: int) -> None:
    """JSON Developer's Guide, "SQL/JSON Path Expression Syntax", "Types in Filter-Condition Comparisons"."""
    statement = f"SELECT COUNT(*) FROM t WHERE JSON_EXISTS(doc, '$.items[*]?({condition})')"

    assert table.execute(statement).fetchone() == (found,)


def test_values_are_passed_to_conditions(table: oracledb.Cursor) -> None:
    """SQL Language Reference, JSON_EXISTS: PASSING."""
    statement = "SELECT COUNT(*) FROM t WHERE JSON_EXISTS(doc, '$.items[*]?(@.id == $v)' PASSING :id AS \"v\")"

    assert [table.execute(statement, [number]).fetchone()[0] for number in (2, 9)] == [1, 0]


def test_what_is_no_json_exists_where_it_is_asked_to(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, JSON_EXISTS: ON ERROR."""
    cursor.execute("SELECT COUNT(*) FROM dual WHERE JSON_EXISTS('{bad', '$.a' TRUE ON ERROR)")
    assert cursor.fetchone() == (1,)
    cursor.execute("SELECT COUNT(*) FROM dual WHERE JSON_EXISTS('{bad', '$.a')")
    assert cursor.fetchone() == (0,)
    with pytest.raises(oracledb.DatabaseError) as error:
        cursor.execute("SELECT COUNT(*) FROM dual WHERE JSON_EXISTS('{bad', '$.a' ERROR ON ERROR)")
    assert error.value.args[0].full_code == "ORA-40441"


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        ("'$.nothing' DEFAULT 'd' ON EMPTY", "d"),
        ("'$.name' DEFAULT 'd' ON ERROR", "x"),
        ("'$.o' DEFAULT 'd' ON ERROR", "d"),
        ("'$.nothing' DEFAULT 'd' ON ERROR", "d"),
        ("'$.nothing' DEFAULT 'd' ON ERROR NULL ON EMPTY", None),
        ("'$.none' DEFAULT 'd' ON ERROR DEFAULT 'e' ON EMPTY", None),
        ("'$.name' RETURNING NUMBER DEFAULT -1 ON ERROR", -1),
        ("'$.day' RETURNING DATE", datetime.fromisoformat("2024-01-31T00:00:00")),
        ("'$.at' RETURNING DATE", datetime.fromisoformat("2024-01-31T00:00:00")),
        ("'$.at' RETURNING TIMESTAMP", datetime.fromisoformat("2024-01-31T10:11:12.500000")),
        ("'$.name' RETURNING DATE", None),
        ("'$.n' RETURNING VARCHAR2", "12.50"),
    ],
)
def test_a_value_has_a_default_and_a_type(table: oracledb.Cursor, arguments: str, wanted: object) -> None:
    """SQL Language Reference, JSON_VALUE: RETURNING, DEFAULT ... ON ERROR, ON EMPTY."""
    assert value(table, f"JSON_VALUE(doc, {arguments})") == wanted


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("$.items.size()", 3),
        ("$.n.ceiling()", 13),
        ("$.items[0].price.number()", 30),
        ("$.name.length()", 1),
    ],
)
def test_an_item_method_makes_a_number(table: oracledb.Cursor, path: str, wanted: int) -> None:
    """JSON Developer's Guide, "SQL/JSON Path Expression Item Methods"."""
    assert value(table, f"JSON_VALUE(doc, '{path}' RETURNING NUMBER)") == wanted


@pytest.mark.parametrize("path", ["$.", "a", "$.a-b", "$[x]"])
def test_what_is_no_path_is_an_error(cursor: oracledb.Cursor, path: str) -> None:
    """Error Help: ORA-40442, ORA-40597."""
    with pytest.raises(oracledb.DatabaseError, match=r"ORA-40442|ORA-40597"):
        cursor.execute(f"SELECT JSON_VALUE('{{}}', '{path}') FROM dual")


def test_an_index_of_a_value_is_built_over_rows(table: oracledb.Cursor) -> None:
    """JSON Developer's Guide, "Creating B-Tree Indexes for JSON_VALUE"."""
    table.execute("CREATE UNIQUE INDEX i ON t (JSON_VALUE(doc, '$.n' RETURNING NUMBER ERROR ON ERROR))")
    with pytest.raises(oracledb.DatabaseError) as error:
        table.execute("INSERT INTO t VALUES ('{\"n\":12.5}')")

    assert error.value.args[0].full_code == "ORA-00001"
