"""Documents as rows, and as columns by dot notation."""

from datetime import datetime
from decimal import Decimal

import oracledb
import pytest

_ORDER = (
    '{"id":7,"who":{"name":"x"},"lines":'
    '[{"part":"a","n":2,"notes":["p","q"]},{"part":"b"},{"part":"long name","n":"no"}]}'
)


@pytest.fixture
def table(cursor: oracledb.Cursor) -> oracledb.Cursor:
    """A document in a column that is checked, beside text that is not."""
    cursor.execute("CREATE TABLE t (id NUMBER, doc CLOB CHECK (doc IS JSON), text VARCHAR2(50))")
    cursor.execute("INSERT INTO t VALUES (1, :1, '{\"a\":1}')", [_ORDER])
    cursor.execute("INSERT INTO t VALUES (2, '{\"lines\":[]}', NULL)")
    return cursor


def rows(cursor: oracledb.Cursor, statement: str) -> list[tuple[object, ...]]:
    return cursor.execute(statement).fetchall()


def test_each_element_becomes_a_row(table: oracledb.Cursor) -> None:
    """SQL Language Reference, JSON_TABLE: columns with PATH, EXISTS, FORMAT JSON, FOR ORDINALITY."""
    statement = (
        "SELECT t.id, j.* FROM t, JSON_TABLE(t.doc, '$.lines[*]' COLUMNS ("
        "nr FOR ORDINALITY, part VARCHAR2(5) PATH '$.part',"
        " n NUMBER PATH '$.n' DEFAULT 0 ON EMPTY, has_notes VARCHAR2(5) EXISTS PATH '$.notes',"
        " notes VARCHAR2(100) FORMAT JSON PATH '$.notes')) j ORDER BY 1, 2"
    )

    assert rows(table, statement) == [
        (1, 1, "a", 2, "true", '["p","q"]'),
        (1, 2, "b", 0, "false", None),
        (1, 3, None, None, "false", None),
    ]


def test_a_nested_path_has_rows_of_its_own(table: oracledb.Cursor) -> None:
    """SQL Language Reference, JSON_TABLE: NESTED PATH is joined as by an outer join."""
    statement = (
        "SELECT j.* FROM t, JSON_TABLE(t.doc, '$' COLUMNS (id NUMBER PATH '$.id', NESTED PATH '$.lines[*]' COLUMNS ("
        " nr FOR ORDINALITY, NESTED PATH '$.notes[*]' COLUMNS (note VARCHAR2(5) PATH '$')))) j ORDER BY t.id, 2, 3"
    )

    assert rows(table, statement) == [(7, 1, "p"), (7, 1, "q"), (7, 2, None), (7, 3, None), (None, None, None)]


def test_nested_paths_beside_each_other_are_not_multiplied(cursor: oracledb.Cursor) -> None:
    """JSON Developer's Guide, "COLUMNS Clause of SQL/JSON Function JSON_TABLE": sibling nested paths are a union."""
    statement = (
        "SELECT * FROM JSON_TABLE('{\"a\":[1,2],\"b\":[3]}', '$' COLUMNS ("
        "NESTED PATH '$.a[*]' COLUMNS (a NUMBER PATH '$'),"
        " NESTED PATH '$.b[*]' COLUMNS (b NUMBER PATH '$'))) ORDER BY a, b"
    )

    assert rows(cursor, statement) == [(1, None), (2, None), (None, 3)]


def test_rows_without_a_match_stay_in_an_outer_join(table: oracledb.Cursor) -> None:
    """SQL Language Reference, JSON_TABLE: LEFT OUTER JOIN."""
    statement = (
        "SELECT t.id, j.part FROM t LEFT JOIN JSON_TABLE(t.doc, '$.lines[0]' COLUMNS ("
        "part VARCHAR2(9) PATH '$.part')) j ON 1 = 1 ORDER BY t.id"
    )

    assert rows(table, statement) == [(1, "a"), (2, None)]


def test_a_column_fails_where_it_or_its_table_asks_for_it(table: oracledb.Cursor) -> None:
    """SQL Language Reference, JSON_TABLE: ERROR ON ERROR."""
    path = "t.doc, '$.lines[*]'"
    for clauses in (
        "ERROR ON ERROR COLUMNS (part VARCHAR2(5) PATH '$.part')",
        "COLUMNS (part VARCHAR2(5) PATH '$.part' ERROR ON ERROR)",
    ):
        with pytest.raises(oracledb.DatabaseError) as error:
            rows(table, f"SELECT j.* FROM t, JSON_TABLE({path} {clauses}) j")
        assert error.value.args[0].full_code == "ORA-40478"


def test_text_that_is_no_json_has_no_rows(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, JSON_TABLE: NULL ON ERROR is the default."""
    assert rows(cursor, "SELECT * FROM JSON_TABLE('{bad', '$' COLUMNS (a NUMBER PATH '$.a'))") == []


def test_fields_are_read_by_dots(table: oracledb.Cursor) -> None:
    """SQL Language Reference, JSON Object Access Expressions."""
    fields = "o.doc.id, o.doc.who, o.doc.who.name, o.doc.lines[0].notes, o.doc.lines.part, o.doc.none"

    assert rows(table, f"SELECT {fields} FROM t o WHERE o.id = 1") == [
        ("7", '{"name":"x"}', "x", '["p","q"]', '["a","b","long name"]', None)
    ]


def test_item_methods_give_fields_their_types(table: oracledb.Cursor) -> None:
    """JSON Developer's Guide, "Simple Dot-Notation Access to JSON Data" (18c): item methods."""
    if int(table.connection.version.partition(".")[0]) < 18:
        return
    table.execute('UPDATE t SET doc = \'{"d":"2024-01-31","n":"12"}\' WHERE id = 2')

    assert rows(table, "SELECT o.doc.d.date(), o.doc.n.number() FROM t o WHERE o.doc.n.number() = 12") == [
        (datetime.fromisoformat("2024-01-31T00:00:00"), 12)
    ]


@pytest.mark.parametrize("column", ["o.text.a", "o.id2.a"])
def test_dots_need_a_column_that_holds_json(table: oracledb.Cursor, column: str) -> None:
    """SQL Language Reference, JSON Object Access Expressions: an IS JSON check constraint; ORA-00904."""
    with pytest.raises(oracledb.DatabaseError) as error:
        rows(table, f"SELECT {column} FROM t o")

    assert error.value.args[0].full_code == "ORA-00904"


def test_fields_of_a_json_column_are_json(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference 23ai, JSON Object Access Expressions: of type JSON for a column of type JSON (21c)."""
    if int(cursor.connection.version.partition(".")[0]) < 21:
        return
    cursor.execute("CREATE TABLE t (doc JSON)")
    cursor.execute('INSERT INTO t VALUES (\'{"a":{"b":[1,2.50]},"s":"x"}\')')

    cursor.execute("SELECT o.doc.a, o.doc.a.b[1], o.doc.s, o.doc.s.string() FROM t o")
    assert cursor.fetchall() == [({"b": [1, Decimal("2.5")]}, Decimal("2.5"), "x", "x")]
    assert [column[1] for column in cursor.description[:3]] == [oracledb.DB_TYPE_JSON] * 3


def test_changes_find_rows_by_dots(table: oracledb.Cursor) -> None:
    """SQL Language Reference, UPDATE and DELETE with a condition on a field."""
    table.execute("UPDATE t o SET text = 'found' WHERE o.doc.who.name = 'x'")
    assert table.rowcount == 1
    table.execute("DELETE FROM t o WHERE o.doc.who.name = 'x'")
    assert table.rowcount == 1
