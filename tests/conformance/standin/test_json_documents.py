"""Documents made of SQL values, changed and compared; what is JSON."""

from collections.abc import Mapping, Sequence

import oracledb
import pytest


@pytest.fixture(autouse=True)
def _lobs_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oracledb.defaults, "fetch_lobs", False)


def value(cursor: oracledb.Cursor, expression: str, binds: Mapping[str, str] | Sequence[str] = ()) -> object:
    return cursor.execute(f"SELECT {expression} FROM dual", binds).fetchone()[0]


def release(cursor: oracledb.Cursor) -> int:
    return int(cursor.connection.version.partition(".")[0])


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("JSON_OBJECT('a' VALUE 1, KEY 'b' VALUE 'x\"y')", '{"a":1,"b":"x\\"y"}'),
        ("JSON_OBJECT('a' VALUE NULL, 'b' VALUE 0.5)", '{"a":null,"b":0.5}'),
        ("JSON_OBJECT('a' VALUE NULL, 'b' VALUE 2 ABSENT ON NULL)", '{"b":2}'),
        ("JSON_OBJECT('d' VALUE DATE '2024-01-31')", '{"d":"2024-01-31T00:00:00"}'),
        ("JSON_OBJECT('a' VALUE JSON_ARRAY(1, 'x'))", '{"a":[1,"x"]}'),
        ("JSON_OBJECT('a' VALUE '[1]')", '{"a":"[1]"}'),
        ("JSON_OBJECT('a' VALUE '[1]' FORMAT JSON)", '{"a":[1]}'),
        ("JSON_ARRAY(1, NULL, 'x')", '[1,"x"]'),
        ("JSON_ARRAY(1, NULL, 'x' NULL ON NULL)", '[1,null,"x"]'),
        ("JSON_OBJECT('grün' VALUE '漢字')", '{"grün":"漢字"}'),
    ],
)
def test_a_document_is_made_of_values(cursor: oracledb.Cursor, expression: str, wanted: str) -> None:
    """SQL Language Reference, JSON_OBJECT, JSON_ARRAY."""
    assert value(cursor, expression) == wanted


def test_a_colon_behind_a_key_is_no_bind(cursor: oracledb.Cursor) -> None:
    """JSON Developer's Guide, "Generation of JSON Data Using SQL" (19c): JSON_OBJECT('key' : value)."""
    if release(cursor) >= 19:
        assert value(cursor, "JSON_OBJECT('a' : :x, 'b' : 2)", {"x": "v"}) == '{"a":"v","b":2}'


def test_rows_become_an_array_in_their_order(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, JSON_ARRAYAGG, JSON_OBJECTAGG."""
    cursor.execute("CREATE TABLE t (g NUMBER, k VARCHAR2(5), v NUMBER)")
    cursor.executemany("INSERT INTO t VALUES (:1, :2, :3)", [(1, "a", 2), (1, "b", None), (1, "c", 1), (2, "d", 4)])

    cursor.execute(
        "SELECT g, JSON_ARRAYAGG(v ORDER BY k DESC), JSON_ARRAYAGG(v ORDER BY k NULL ON NULL)"
        " FROM t GROUP BY g ORDER BY g"
    )
    assert cursor.fetchall() == [(1, "[1,2]", "[2,null,1]"), (2, "[4]", "[4]")]
    cursor.execute("SELECT JSON_OBJECTAGG(KEY k VALUE v) FROM t WHERE g = 2")
    assert cursor.fetchone() == ('{"d":4}',)
    cursor.execute("SELECT JSON_ARRAYAGG(v) FROM t WHERE g = 3")
    assert cursor.fetchone() == (None,)


def test_a_document_that_is_too_long_is_an_error(cursor: oracledb.Cursor) -> None:
    """Error Help, ORA-40478."""
    with pytest.raises(oracledb.DatabaseError) as error:
        value(cursor, "JSON_OBJECT('a' VALUE 'xxxxxxxx' RETURNING VARCHAR2(10))")
    assert error.value.args[0].full_code == "ORA-40478"
    text = str(value(cursor, "JSON_ARRAY(RPAD('x', 3990, 'x'), 'yyyyyyyyyyy' RETURNING CLOB)"))
    assert text == '["' + "x" * 3990 + '","yyyyyyyyyyy"]'


def test_a_key_that_is_null_is_an_error(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, JSON_OBJECT: the key is not NULL."""
    with pytest.raises(oracledb.DatabaseError):
        value(cursor, "JSON_OBJECT(CAST(NULL AS VARCHAR2(5)) VALUE 1)")


def test_a_document_is_serialized(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, JSON_SERIALIZE (19c)."""
    if release(cursor) < 19:
        return
    assert value(cursor, "JSON_SERIALIZE('{a : [1, 2] }')") == '{"a":[1,2]}'
    assert str(value(cursor, "JSON_SERIALIZE('{a:1}' RETURNING CLOB)")) == '{"a":1}'
    assert value(cursor, "JSON_SERIALIZE('{bad' NULL ON ERROR)") is None
    with pytest.raises(oracledb.DatabaseError) as error:
        value(cursor, "JSON_SERIALIZE('{bad')")
    assert error.value.args[0].full_code == "ORA-40441"


@pytest.mark.parametrize(
    ("target", "patch", "wanted"),
    [
        ('{"a":1,"b":2}', '{"b":null}', '{"a":1}'),
        ('{"a":1}', '{"a":{"x":1}}', '{"a":{"x":1}}'),
        ('{"a":{"x":1,"y":2}}', '{"a":{"y":null,"z":3}}', '{"a":{"x":1,"z":3}}'),
        ('{"a":[1]}', '{"a":[2]}', '{"a":[2]}'),
        ('{"a":null}', '{"b":1}', '{"a":null,"b":1}'),
        ("[1]", '{"a":1}', '{"a":1}'),
    ],
)
def test_a_document_is_patched(cursor: oracledb.Cursor, target: str, patch: str, wanted: str) -> None:
    """SQL Language Reference, JSON_MERGEPATCH (19c); RFC 7396."""
    if release(cursor) >= 19:
        assert value(cursor, "JSON_MERGEPATCH(:1, :2)", [target, patch]) == wanted


def test_documents_are_compared_without_their_order(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, JSON_EQUAL (18c)."""
    if release(cursor) < 18:
        return
    statement = "SELECT COUNT(*) FROM dual WHERE JSON_EQUAL(:1, :2)"
    pairs = [('{"a":1,"b":[2]}', '{ "b":[2], "a":1 }'), ("[1,2]", "[2,1]"), ('{"a":1}', '{"a":"1"}')]

    assert [cursor.execute(statement, list(pair)).fetchone()[0] for pair in pairs] == [1, 0, 0]


def test_the_constructor_makes_a_json_value(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, JSON Type Constructor, JSON_SCALAR (21c)."""
    if release(cursor) < 21:
        with pytest.raises(oracledb.DatabaseError):
            value(cursor, "JSON('{}')")
        return
    assert value(cursor, "JSON('{\"a\":[1.50,true,null]}')") == {"a": [1.5, True, None]}
    assert value(cursor, "JSON_SCALAR('[1]')") == "[1]"
    assert value(cursor, "JSON_OBJECT('a' VALUE 1 RETURNING JSON)") == {"a": 1}
    assert cursor.description[0][1] is oracledb.DB_TYPE_JSON


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('{"a":1}', "lax and strict"),
        ("{a:1}", "lax"),
        ("{'a':1}", "lax"),
        ('{"a":1,}', "lax"),
        ("[1,2,]", "lax"),
        ("[TRUE,False,NULL]", "lax"),
        ("[+1,.5,007,2.]", "lax"),
        ("[1,,2]", ""),
        ("{a}", ""),
        ('{"a":x}', ""),
        ("{", ""),
        ("[1]]", ""),
        ("no json", ""),
    ],
)
def test_json_is_lax_unless_it_is_strict(cursor: oracledb.Cursor, text: str, wanted: str) -> None:
    """JSON Developer's Guide, "About Strict and Lax JSON Syntax"."""
    conditions = {"IS JSON": "lax", "IS JSON LAX": "lax", "IS JSON STRICT": "strict"}
    found = {c: cursor.execute(f"SELECT COUNT(*) FROM dual WHERE :1 {c}", [text]).fetchone()[0] for c in conditions}

    assert found == {condition: int(word in wanted) for condition, word in conditions.items()}


def test_what_is_lax_can_be_read(cursor: oracledb.Cursor) -> None:
    """JSON Developer's Guide, "Specifying Strict or Lax JSON Syntax": all functions read lax syntax."""
    assert value(cursor, "JSON_QUERY(:1, '$')", ["{a:TRUE,'b':[007,+1,.5],}"]) == '{"a":true,"b":[7,1,0.5]}'


def test_names_are_unique_where_a_check_says_so(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, IS JSON Condition: WITH UNIQUE KEYS."""
    cursor.execute("CREATE TABLE t (doc VARCHAR2(50) CHECK (doc IS JSON STRICT WITH UNIQUE KEYS))")
    for text in ('{"a":1,"a":2}', "{a:1}"):
        with pytest.raises(oracledb.DatabaseError) as error:
            cursor.execute("INSERT INTO t VALUES (:1)", [text])
        assert error.value.args[0].full_code == "ORA-02290"
    cursor.execute("INSERT INTO t VALUES (:1)", ['{"a":1}'])


def test_a_scalar_is_a_document_since_21c(cursor: oracledb.Cursor) -> None:
    """JSON Developer's Guide 21c, "SQL/JSON Conditions IS JSON and IS NOT JSON": ALLOW SCALARS is the default."""
    cursor.execute("SELECT COUNT(*) FROM dual WHERE '1' IS JSON")

    assert cursor.fetchone()[0] == int(release(cursor) >= 21)
