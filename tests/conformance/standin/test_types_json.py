"""The JSON type: documents there and back as objects."""

from decimal import Decimal
from typing import Any

import oracledb
import pytest

from oracle_server import Account

DOCUMENTS = [
    None,
    {},
    [],
    {"a": 1, "b": [True, False, None], "c": {"d": "grün 漢字 😀", "e": ""}},
    [1, 1.5, Decimal("-0.000000001"), 10**37, [[[]]]],
    {"name": "x" * 70_000, "": "empty name"},
    {f"field {n}": n for n in range(300)},
    [{"id": n, "tags": ["a\tb", "c\\d", "line\nbreak", '"']} for n in range(50)],
    "text",
    12.25,
    True,
]


@pytest.fixture
def table(cursor: oracledb.Cursor) -> str:
    """A table with a column of type JSON."""
    cursor.execute("CREATE TABLE t (n NUMBER, doc JSON)")
    return "t"


def documents(cursor: oracledb.Cursor) -> list[Any]:
    return [doc for (doc,) in cursor.execute("SELECT doc FROM t ORDER BY n")]


def insert(cursor: oracledb.Cursor, rows: list[tuple[int, Any]]) -> None:
    cursor.setinputsizes(None, oracledb.DB_TYPE_JSON)
    cursor.executemany("INSERT INTO t VALUES (:1, :2)", rows)


@pytest.mark.parametrize("load", ["one by one", "array", "direct path"])
@pytest.mark.usefixtures("table")
def test_documents_come_back(cursor: oracledb.Cursor, account: Account, load: str) -> None:
    """python-oracledb user guide, "Using JSON Data"."""
    rows = list(enumerate(DOCUMENTS))
    if load == "array":
        insert(cursor, rows)
    elif load == "direct path":
        cursor.connection.direct_path_load(account.user, "T", ["N", "DOC"], rows)
    else:
        for row in rows:
            insert(cursor, [row])

    assert documents(cursor) == DOCUMENTS


@pytest.mark.usefixtures("table")
def test_numbers_in_documents_are_exact(cursor: oracledb.Cursor) -> None:
    """python-oracledb user guide, "Using JSON Data": numbers come back as Decimal."""
    numbers = [Decimal("0.1"), Decimal("12345678901234567890123456789.123456789"), Decimal("1e-20"), Decimal("-1e100")]

    insert(cursor, [(1, numbers)])

    assert documents(cursor) == [numbers]
    assert all(isinstance(number, Decimal) for number in documents(cursor)[0])


@pytest.mark.usefixtures("table")
def test_a_json_column_is_described_as_one(cursor: oracledb.Cursor) -> None:
    """python-oracledb API, FetchInfo.type_code."""
    cursor.execute("SELECT doc FROM t")

    assert cursor.description[0][1] is oracledb.DB_TYPE_JSON


@pytest.mark.usefixtures("table")
def test_text_becomes_a_document(cursor: oracledb.Cursor) -> None:
    """JSON Developer's Guide, "JSON Data Type Constructor": implicit conversion of text."""
    cursor.execute("""INSERT INTO t VALUES (1, '{"a": [1, 2.50, "x"]}')""")

    assert documents(cursor) == [{"a": [1, Decimal("2.5"), "x"]}]


@pytest.mark.usefixtures("table")
def test_text_that_is_no_json_is_refused(cursor: oracledb.Cursor) -> None:
    """Error Messages, ORA-40441."""
    with pytest.raises(oracledb.DatabaseError) as error:
        cursor.execute("INSERT INTO t VALUES (1, '{\"a\": }')")

    assert error.value.args[0].full_code == "ORA-40441"


@pytest.mark.parametrize("sql_type", ["CLOB", "BLOB", "VARCHAR2(4000)"])
def test_a_column_with_a_json_check_is_fetched_as_objects(cursor: oracledb.Cursor, sql_type: str) -> None:
    """python-oracledb user guide, "Using JSON Data": IS JSON constraints."""
    cursor.execute(f"CREATE TABLE t (n NUMBER, doc {sql_type} CHECK (doc IS JSON))")
    text = '{"a": [1, null, true]}'
    cursor.execute("INSERT INTO t VALUES (1, :1)", [text.encode() if sql_type == "BLOB" else text])
    cursor.execute("INSERT INTO t VALUES (2, NULL)")

    assert documents(cursor) == [{"a": [1, None, True]}, None]


@pytest.mark.standin_only("what it does not support")
@pytest.mark.usefixtures("table")
@pytest.mark.parametrize("value", [b"raw", oracledb.Date(2024, 1, 31), oracledb.Timestamp(2024, 1, 31, 10, 0, 0)])
def test_scalars_that_json_text_lacks_are_unsupported_and_named(cursor: oracledb.Cursor, value: object) -> None:
    """Error Messages, ORA-03001."""
    with pytest.raises(oracledb.DatabaseError, match=r"ORA-03001.*inside JSON"):
        insert(cursor, [(1, {"value": value})])
