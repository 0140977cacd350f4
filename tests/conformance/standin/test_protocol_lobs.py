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


@pytest.mark.standin_only("what it does not support")
def test_operations_that_write_lobs_are_unsupported_and_named(connection: oracledb.Connection) -> None:
    """Error Messages, ORA-03001."""
    with pytest.raises(oracledb.DatabaseError, match=r"ORA-03001.*LOB operation 0x110"):
        connection.createlob(oracledb.DB_TYPE_CLOB)

    with connection.cursor() as cursor:
        assert cursor.execute("SELECT 1 FROM dual").fetchone() == (1,)
