"""Statements that the driver keeps: parsed, executed and fetched again, whatever has changed meanwhile."""

import oracledb
import pytest

from oracle_server import Account, OracleServer


@pytest.fixture
def lobs(cursor: oracledb.Cursor) -> str:
    """A query of seven CLOBs."""
    cursor.execute("CREATE TABLE docs (n NUMBER, body CLOB)")
    cursor.executemany("INSERT INTO docs VALUES (:1, :2)", [(n, f"text {n}") for n in range(7)])
    return "SELECT body FROM docs WHERE n >= :low ORDER BY n"


def test_a_statement_that_is_parsed_again_keeps_its_binds(cursor: oracledb.Cursor) -> None:
    """python-oracledb API, Cursor.parse()."""
    cursor.execute("CREATE TABLE t (id NUMBER, name VARCHAR2(10))")
    cursor.execute("INSERT INTO t VALUES (1, 'one')")
    sql = "UPDATE t SET name = :name WHERE id = :id"

    for name in ("two", "three"):
        cursor.parse(sql)
        cursor.execute(sql, [name, 1])

    assert cursor.execute("SELECT name FROM t").fetchall() == [("three",)]


def test_batches_of_lobs_are_full_at_each_execution(connection: oracledb.Connection, lobs: str) -> None:
    """python-oracledb API, Connection.fetch_df_batches(): the size of a batch."""
    for low in (0, 1):
        sizes = [batch.num_rows() for batch in connection.fetch_df_batches(lobs, [low], size=3)]
        assert sizes == ([3, 3, 1] if low == 0 else [3, 3])


@pytest.mark.parametrize("fetch_lobs", [True, False])
def test_lobs_are_fetched_at_each_execution(cursor: oracledb.Cursor, lobs: str, *, fetch_lobs: bool) -> None:
    """python-oracledb user guide, "Fetching LOBs"."""
    cursor.arraysize = 2
    for low in (0, 5, 9):
        rows = cursor.execute(lobs, [low], fetch_lobs=fetch_lobs).fetchall()
        assert [body.read() if fetch_lobs else body for (body,) in rows] == [f"text {n}" for n in range(low, 7)]


@pytest.mark.parametrize(
    ("before", "value", "after", "written", "read"),
    [
        ("VARCHAR2(20)", "text", "CLOB", "long text", "long text"),
        ("CHAR(4)", "text", "CLOB", "long text", "long text"),
        ("RAW(20)", b"\1\2", "BLOB", b"\3\4", b"\3\4"),
        ("NUMBER", 7, "VARCHAR2(20)", "seven", "seven"),
        ("VARCHAR2(20)", "text", "NUMBER", 8, 8),
    ],
)
def test_a_column_that_has_another_type_now_is_fetched_as_such(
    cursor: oracledb.Cursor, before: str, value: object, after: str, written: object, read: object
) -> None:
    """python-oracledb, thin/messages/base.pyx, `_adjust_metadata`: a LOB in the place of a string is a string."""
    for column_type, content, expected in ((before, value, value), (after, written, read)):
        cursor.execute(f"CREATE TABLE t (c {column_type})")
        cursor.execute("INSERT INTO t VALUES (:1)", [content])
        assert cursor.execute("SELECT c FROM t").fetchall() == [(expected,)]
        cursor.execute("DROP TABLE t PURGE")


def test_a_lob_that_joins_the_columns_is_a_lob(cursor: oracledb.Cursor) -> None:
    """python-oracledb user guide, "Fetching LOBs"."""
    cursor.execute("CREATE TABLE t (c VARCHAR2(10))")
    cursor.execute("INSERT INTO t VALUES ('text')")
    assert cursor.execute("SELECT * FROM t").fetchall() == [("text",)]
    cursor.execute("ALTER TABLE t ADD (d CLOB)")
    cursor.execute("UPDATE t SET d = 'more'")

    ((text, lob),) = cursor.execute("SELECT * FROM t").fetchall()

    assert (text, lob.read()) == ("text", "more")


def test_a_returned_string_that_is_too_long_for_its_variable_is_dpy_4002(cursor: oracledb.Cursor) -> None:
    """python-oracledb errors, DPY-4002: the value is larger than the variable."""
    cursor.execute("CREATE TABLE t (name VARCHAR2(40))")
    small = cursor.var(str, 2)

    with pytest.raises(oracledb.DatabaseError) as raised:
        cursor.execute("INSERT INTO t VALUES ('a string that does not fit') RETURNING name INTO :1", [small])

    assert raised.value.args[0].full_code == "DPY-4002"
    assert cursor.execute("SELECT COUNT(*) FROM t").fetchone() == (1,)


def test_json_is_returned_by_dml(cursor: oracledb.Cursor, server: OracleServer) -> None:
    """python-oracledb user guide, "DML RETURNING Bind Variables" and "JSON"."""
    if int(server.rows("SELECT version FROM product_component_version")[0][0].split(".")[0]) < 21:
        pytest.skip("the type JSON exists since 21c")
    cursor.execute("CREATE TABLE t (id NUMBER, doc JSON)")
    numbers, docs = cursor.var(int, arraysize=3), cursor.var(oracledb.DB_TYPE_JSON, arraysize=3)
    cursor.setinputsizes(None, oracledb.DB_TYPE_JSON, numbers, docs)
    values = [{"a": [1, None, "x"]}, None, "text"]

    cursor.executemany("INSERT INTO t VALUES (:1, :2) RETURNING id, doc INTO :3, :4", list(enumerate(values)))

    assert [(numbers.getvalue(row), docs.getvalue(row)) for row in range(3)] == [
        ([row], [value]) for row, value in enumerate(values)
    ]


def test_a_connection_names_its_database_as_the_dictionary_does(
    connection: oracledb.Connection, server: OracleServer
) -> None:
    """python-oracledb API, Connection: instance_name, db_name and max_open_cursors."""
    ((instance,),) = server.rows("SELECT sys_context('USERENV', 'INSTANCE_NAME') FROM dual")
    ((database,),) = server.rows("SELECT name FROM v$database")
    ((cursors,),) = server.rows("SELECT value FROM v$parameter WHERE name = 'open_cursors'")

    assert connection.instance_name.upper() == instance.upper()
    assert connection.db_name.upper() == database.upper()
    assert connection.max_open_cursors == int(cursors)


def test_a_pool_replaces_a_session_that_was_killed(account: Account, server: OracleServer) -> None:
    """python-oracledb user guide, "Pool Connection Health": ping_interval."""
    pool = oracledb.create_pool(**account.parameters, min=1, max=1, ping_interval=0)
    with pool.acquire() as connection:
        number, serial = connection.session_id, connection.serial_num
    server.execute(f"ALTER SYSTEM KILL SESSION '{number},{serial}'")

    with pool.acquire() as connection, connection.cursor() as cursor:
        assert cursor.execute("SELECT user FROM dual").fetchone() == (account.user.upper(),)
        assert (connection.session_id, connection.serial_num) != (number, serial)
    pool.close()


def test_ping_tells_that_the_session_was_killed(account: Account, server: OracleServer) -> None:
    """python-oracledb API, Connection.ping() and Connection.is_healthy(); Error Messages, ORA-00028."""
    connection = account.connect()
    server.execute(f"ALTER SYSTEM KILL SESSION '{connection.session_id},{connection.serial_num}'")

    with pytest.raises(oracledb.DatabaseError) as raised:
        connection.ping()

    assert raised.value.args[0].full_code in ("ORA-00028", "DPY-4011")
    assert not connection.is_healthy()
