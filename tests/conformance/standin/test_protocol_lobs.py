import asyncio

import oracledb
import pytest

from oracle_server import Account

TEXTS = [None, "a", "ä" * 8_191, "b" * 8_192, "漢" * 40_000, "c😀" * 500_000, "ä" * 1_000, "ä" * 1_001]


@pytest.fixture
def table(cursor: oracledb.Cursor) -> str:
    """A table with a CLOB and a BLOB among other columns."""
    cursor.execute("CREATE TABLE docs (id NUMBER, body CLOB, kind VARCHAR2(10), data BLOB)")
    cursor.setinputsizes(None, oracledb.DB_TYPE_LONG, None, oracledb.DB_TYPE_LONG_RAW)
    cursor.executemany(
        "INSERT INTO docs VALUES (:1, :2, :3, :4)",
        [(n, text, f"kind {n}", None if text is None else text.encode()) for n, text in enumerate(TEXTS)],
    )
    cursor.connection.commit()
    return "docs"


def test_lobs_are_fetched_as_locators_and_read_later(cursor: oracledb.Cursor, table: str) -> None:
    """python-oracledb user guide, "Fetching LOBs"."""
    rows = cursor.execute(f"SELECT id, body, kind, data FROM {table} ORDER BY id").fetchall()

    for number, body, kind, data in rows:
        assert kind == f"kind {number}"
        text = TEXTS[int(number)]
        if text is None:
            assert body is data is None
        else:
            assert body.read() == text
            assert data.read() == text.encode()


def test_a_locator_knows_sizes_and_reads_pieces(cursor: oracledb.Cursor, table: str) -> None:
    """python-oracledb API, LOB.size() and LOB.read()."""
    body, data = cursor.execute(f"SELECT body, data FROM {table} WHERE id = 2").fetchone()

    assert (body.size(), data.size()) == (8_191, 16_382)
    assert body.read(8_190, 10) == "ää"
    assert data.read(2, 3) == b"\xa4\xc3\xa4"
    assert body.read(8_192) == ""
    assert body.getchunksize() > 0


def test_characters_beyond_16_bits_count_twice_as_in_oracle(cursor: oracledb.Cursor, table: str) -> None:
    """python-oracledb API, LOB.size(): UCS-2 code points."""
    (body,) = cursor.execute(f"SELECT body FROM {table} WHERE id = 5").fetchone()

    assert body.size() == 1_500_000
    assert body.read(2, 2) == "😀"


def test_a_locator_outlives_its_cursor_and_the_transaction(connection: oracledb.Connection, table: str) -> None:
    """SecureFiles and Large Objects Developer's Guide, "LOB Locators and Transaction Boundaries"."""
    with connection.cursor() as cursor:
        (body,) = cursor.execute(f"SELECT body FROM {table} WHERE id = 1").fetchone()
    connection.commit()

    assert body.read() == "a"


@pytest.mark.parametrize("executions", [1, 3])
def test_lobs_are_fetched_as_text_and_bytes(connection: oracledb.Connection, table: str, executions: int) -> None:
    """python-oracledb user guide, "Fetching LOBs": fetch_lobs."""
    expected = [(number, text, None if text is None else text.encode()) for number, text in enumerate(TEXTS)]
    for _ in range(executions):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id, body, data FROM {table} ORDER BY id", fetch_lobs=False)
            assert cursor.fetchall() == expected


def test_lobs_are_fetched_asynchronously(account: Account, table: str) -> None:
    """python-oracledb API, AsyncLOB."""

    async def texts() -> list[str]:
        async with oracledb.connect_async(**account.parameters) as connection:
            rows = await connection.fetchall(f"SELECT body FROM {table} WHERE id > 0 ORDER BY id")
            return [await body.read() for (body,) in rows]

    assert asyncio.run(texts()) == TEXTS[1:]


def test_a_fetched_lob_can_be_bound_again(cursor: oracledb.Cursor, table: str) -> None:
    """python-oracledb user guide, "Using CLOB and BLOB Data"."""
    (body,) = cursor.execute(f"SELECT body FROM {table} WHERE id = 4").fetchone()

    cursor.execute(f"INSERT INTO {table} (id, body) VALUES (9, :1)", [body])

    (copy,) = cursor.execute(f"SELECT body FROM {table} WHERE id = 9").fetchone()
    assert copy.read() == TEXTS[4]


@pytest.fixture
def clob(connection: oracledb.Connection) -> oracledb.LOB:
    """An empty temporary CLOB."""
    return connection.createlob(oracledb.DB_TYPE_CLOB)


@pytest.mark.parametrize(
    ("lob_type", "sql_type", "value"),
    [
        (oracledb.DB_TYPE_CLOB, "CLOB", "ä😀" * 700_000),
        (oracledb.DB_TYPE_CLOB, "CLOB", "short"),
        (oracledb.DB_TYPE_NCLOB, "NCLOB", "漢字😀" * 1_000),
        (oracledb.DB_TYPE_BLOB, "BLOB", bytes(range(256)) * 6_000),
        (oracledb.DB_TYPE_BLOB, "BLOB", b"\0"),
    ],
)
def test_a_temporary_lob_is_bound_into_a_column(
    connection: oracledb.Connection, lob_type: oracledb.DbType, sql_type: str, value: str | bytes
) -> None:
    """python-oracledb user guide, "Temporary LOBs"."""
    lob = connection.createlob(lob_type, value)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE t (v {sql_type})")
        cursor.setinputsizes(lob_type)
        cursor.execute("INSERT INTO t VALUES (:1)", [lob])

        (copy,) = cursor.execute("SELECT v FROM t").fetchone()

        assert copy.type is lob_type
        assert copy.read() == value


def test_arrays_of_temporary_lobs_and_nulls_are_bound(connection: oracledb.Connection) -> None:
    """python-oracledb user guide, "Using CLOB and BLOB Data"."""
    texts = [None, "a", "b" * 9_000, None]
    lobs = [text and connection.createlob(oracledb.DB_TYPE_CLOB, text) for text in texts]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE t (n NUMBER, v CLOB)")
        cursor.setinputsizes(None, oracledb.DB_TYPE_CLOB)
        cursor.executemany("INSERT INTO t VALUES (:1, :2)", list(enumerate(lobs)))

        assert cursor.execute("SELECT v FROM t ORDER BY n", fetch_lobs=False).fetchall() == [(text,) for text in texts]


def test_an_empty_lob_is_not_null(connection: oracledb.Connection, clob: oracledb.LOB) -> None:
    """SQL Language Reference, EMPTY_BLOB, EMPTY_CLOB: initialized, but without data."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE t (v CLOB NOT NULL)")
        cursor.setinputsizes(oracledb.DB_TYPE_CLOB)
        cursor.execute("INSERT INTO t VALUES (:1)", [clob])

        (copy,) = cursor.execute("SELECT v FROM t").fetchone()

        assert (copy.size(), copy.read()) == (0, "")


def test_a_later_write_does_not_change_what_was_bound(connection: oracledb.Connection) -> None:
    """SecureFiles and Large Objects Developer's Guide, "Temporary LOBs": value semantics."""
    lob = connection.createlob(oracledb.DB_TYPE_CLOB, "before")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE t (v CLOB)")
        cursor.execute("INSERT INTO t VALUES (:1)", [lob])
        lob.write("after!")

        assert cursor.execute("SELECT v FROM t", fetch_lobs=False).fetchall() == [("before",)]
        assert lob.read() == "after!"


@pytest.mark.parametrize(
    ("writes", "expected"),
    [
        ([(1, "abcdef"), (3, "XY")], "abXYef"),
        ([(1, "abc"), (4, "def")], "abcdef"),
        ([(1, "abc"), (3, "XYZ")], "abXYZ"),
        ([(1, "abc"), (6, "z")], "abc  z"),
        ([(1, "😀b"), (3, "c")], "😀c"),
    ],
)
def test_writes_replace_append_and_fill_gaps(clob: oracledb.LOB, writes: list[tuple[int, str]], expected: str) -> None:
    """PL/SQL Packages and Types Reference, DBMS_LOB.WRITE; offsets count UCS-2 code points."""
    for offset, text in writes:
        clob.write(text, offset)

    assert clob.read() == expected


def test_a_gap_in_a_blob_fills_with_zeros(connection: oracledb.Connection) -> None:
    """PL/SQL Packages and Types Reference, DBMS_LOB.WRITE."""
    blob = connection.createlob(oracledb.DB_TYPE_BLOB, b"a")
    blob.write(b"z", 4)

    assert blob.read() == b"a\0\0z"


def test_a_lob_is_trimmed(clob: oracledb.LOB) -> None:
    """python-oracledb API, LOB.trim()."""
    clob.write("abcdef")
    clob.trim(2)

    assert (clob.size(), clob.read()) == (2, "ab")
    clob.trim()
    assert clob.size() == 0


def test_a_lob_cannot_be_trimmed_to_more_than_it_has(clob: oracledb.LOB) -> None:
    """Error Messages, ORA-22926."""
    clob.write("abc")

    with pytest.raises(oracledb.DatabaseError) as error:
        clob.trim(4)

    assert error.value.args[0].full_code == "ORA-22926"


def test_a_lob_is_opened_and_closed(clob: oracledb.LOB) -> None:
    """python-oracledb API, LOB.open(), LOB.close() and LOB.isopen()."""
    assert not clob.isopen()
    clob.open()
    assert clob.isopen()
    clob.write("open")
    clob.close()

    assert not clob.isopen()
    assert clob.read() == "open"


@pytest.mark.parametrize(("opens", "code"), [(True, "ORA-22293"), (False, "ORA-22289")])
def test_opening_twice_and_closing_what_is_not_open_are_refused(clob: oracledb.LOB, *, opens: bool, code: str) -> None:
    """Error Messages, ORA-22293 and ORA-22289."""
    if opens:
        clob.open()

    with pytest.raises(oracledb.DatabaseError) as error:
        clob.open() if opens else clob.close()

    assert error.value.args[0].full_code == code


def test_a_row_that_is_not_locked_cannot_be_written(cursor: oracledb.Cursor, table: str) -> None:
    """Error Messages, ORA-22920."""
    (body,) = cursor.execute(f"SELECT body FROM {table} WHERE id = 1").fetchone()

    with pytest.raises(oracledb.DatabaseError) as error:
        body.write("changed")

    assert error.value.args[0].full_code == "ORA-22920"
    assert body.read() == "a"


@pytest.mark.standin_only("what it does not support")
def test_writing_a_locked_row_through_its_locator_is_unsupported_and_named(cursor: oracledb.Cursor, table: str) -> None:
    """Error Messages, ORA-03001."""
    (body,) = cursor.execute(f"SELECT body FROM {table} WHERE id = 1 FOR UPDATE").fetchone()

    with pytest.raises(oracledb.DatabaseError, match=r"ORA-03001.*UPDATE the row"):
        body.write("changed")


def test_a_lob_keeps_the_value_that_was_read(cursor: oracledb.Cursor, table: str) -> None:
    """SecureFiles and Large Objects Developer's Guide, "Read Consistent Locators"."""
    (body,) = cursor.execute(f"SELECT body FROM {table} WHERE id = 1").fetchone()
    cursor.execute(f"UPDATE {table} SET body = 'new' WHERE id = 1")
    cursor.connection.commit()

    assert body.read() == "a"
