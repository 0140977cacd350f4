"""How statements are executed, executed again and fetched."""

import oracledb
import pytest

from oracle_server import Account


@pytest.fixture
def table(cursor: oracledb.Cursor) -> str:
    """An empty table with a primary key and a short name."""
    cursor.execute("CREATE TABLE t (id NUMBER(9) PRIMARY KEY, name VARCHAR2(10))")
    return "t"


def rows_of(cursor: oracledb.Cursor, count: int) -> None:
    cursor.execute("CREATE TABLE numbers (n NUMBER)")
    if count:
        cursor.executemany("INSERT INTO numbers VALUES (:1)", [(n,) for n in range(count)])


@pytest.mark.parametrize("count", [0, 1, 2, 3, 99, 100, 101, 250])
@pytest.mark.parametrize(("prefetch", "array"), [(2, 100), (0, 1), (1, 1), (100, 50), (101, 100), (1000, 1000)])
def test_all_rows_arrive_whatever_is_fetched_at_once(
    cursor: oracledb.Cursor, count: int, prefetch: int, array: int
) -> None:
    """python-oracledb user guide, "Tuning Fetch Performance"."""
    rows_of(cursor, count)
    cursor.prefetchrows, cursor.arraysize = prefetch, array

    for _ in range(2):  # the second time with the cursor that the server has kept
        cursor.execute("SELECT n FROM numbers ORDER BY n")
        assert cursor.fetchall() == [(n,) for n in range(count)]


def test_two_cursors_are_fetched_in_turns(connection: oracledb.Connection, cursor: oracledb.Cursor) -> None:
    """python-oracledb API, Cursor."""
    rows_of(cursor, 20)
    with connection.cursor() as one, connection.cursor() as other:
        one.arraysize = other.arraysize = 3
        one.execute("SELECT n FROM numbers ORDER BY n")
        other.execute("SELECT -n FROM numbers ORDER BY n")

        assert [(a, b) for (a,), (b,) in zip(one, other, strict=True)] == [(n, -n) for n in range(20)]


def test_a_result_survives_a_commit_and_other_statements(
    connection: oracledb.Connection, cursor: oracledb.Cursor
) -> None:
    """Database Concepts, "Multiversion Read Consistency"."""
    rows_of(cursor, 10)
    with connection.cursor() as query:
        query.arraysize = 2
        query.execute("SELECT n FROM numbers ORDER BY n")
        first = query.fetchone()
        cursor.execute("DELETE FROM numbers")
        connection.commit()

        assert [first, *query] == [(n,) for n in range(10)]


def test_a_statement_is_executed_again_with_other_values(cursor: oracledb.Cursor, table: str) -> None:
    """python-oracledb user guide, "Statement Caching"."""
    for number in range(5):
        cursor.execute(f"INSERT INTO {table} VALUES (:1, :2)", [number, f"n{number}"])
    for number in range(5):
        cursor.execute(f"SELECT name FROM {table} WHERE id = :1", [number])
        assert cursor.fetchall() == [(f"n{number}",)]


def test_a_statement_is_executed_again_with_other_types(cursor: oracledb.Cursor) -> None:
    """python-oracledb user guide, "Using Bind Variables"."""
    for value in (1, "text", 2, None, b"\x01", 3.5, "longer text"):
        cursor.execute("SELECT :v FROM dual", {"v": value})
        assert cursor.fetchone() == (value,)


def test_an_array_is_executed_again_with_larger_values(cursor: oracledb.Cursor) -> None:
    """python-oracledb user guide, "Batch Statement Execution"."""
    cursor.execute("CREATE TABLE texts (a CLOB, n NUMBER)")
    for length in (1, 10, 9_000, 5, 40_000):
        cursor.executemany("INSERT INTO texts VALUES (:1, :2)", [("x" * length, length), (None, length)])

    cursor.execute("SELECT n FROM texts WHERE length(a) = n ORDER BY n")
    assert cursor.fetchall() == [(1,), (5,), (10,), (9_000,), (40_000,)]


def test_columns_are_described(cursor: oracledb.Cursor) -> None:
    """python-oracledb API, Cursor.description and FetchInfo."""
    cursor.execute("CREATE TABLE kinds (id NUMBER(9) NOT NULL, amount NUMBER(12, 2), name VARCHAR2(30 CHAR), at DATE)")
    cursor.execute("SELECT * FROM kinds")

    described = [
        (c.name, c.type_code, c.precision, c.scale, c.null_ok, c.display_size) for c in cursor.description or []
    ]
    assert [column[:5] for column in described] == [
        ("ID", oracledb.DB_TYPE_NUMBER, 9, 0, False),
        ("AMOUNT", oracledb.DB_TYPE_NUMBER, 12, 2, True),
        ("NAME", oracledb.DB_TYPE_VARCHAR, None, None, True),
        ("AT", oracledb.DB_TYPE_DATE, None, None, True),
    ]
    assert described[2][5] == 30


def test_a_query_is_described_again_when_its_table_has_changed(cursor: oracledb.Cursor, table: str) -> None:
    """Error Messages, ORA-01007 and ORA-00932."""
    cursor.execute(f"SELECT * FROM {table}")
    cursor.execute(f"ALTER TABLE {table} ADD (added CLOB)")
    cursor.execute(f"INSERT INTO {table} VALUES (1, 'x', 'long')")

    cursor.execute(f"SELECT * FROM {table}")

    assert [column.name for column in cursor.description or []] == ["ID", "NAME", "ADDED"]
    ((number, name, added),) = cursor.fetchall()
    assert (number, name, added.read()) == (1, "x", "long")


def test_parsing_describes_a_query_without_running_it(cursor: oracledb.Cursor, table: str) -> None:
    """python-oracledb API, Cursor.parse()."""
    cursor.parse(f"SELECT id, name FROM {table}")

    assert [column.name for column in cursor.description or []] == ["ID", "NAME"]
    cursor.execute(f"SELECT id, name FROM {table}")
    assert cursor.fetchall() == []


def test_an_error_has_its_code_and_text(cursor: oracledb.Cursor) -> None:
    """Error Messages, ORA-00942."""
    with pytest.raises(oracledb.DatabaseError) as raised:
        cursor.execute("SELECT * FROM nowhere")

    assert raised.value.args[0].full_code == "ORA-00942"
    assert cursor.execute("SELECT 1 FROM dual").fetchone() == (1,)


def test_a_failed_statement_keeps_what_the_transaction_did_before(cursor: oracledb.Cursor, table: str) -> None:
    """Database Concepts, "Statement-Level Atomicity"."""
    cursor.execute(f"INSERT INTO {table} VALUES (1, 'one')")
    with pytest.raises(oracledb.IntegrityError, match="ORA-00001"):
        cursor.execute(f"INSERT INTO {table} VALUES (1, 'again')")
    cursor.connection.commit()

    assert cursor.execute(f"SELECT * FROM {table}").fetchall() == [(1, "one")]


def test_an_array_stops_at_its_first_bad_row(cursor: oracledb.Cursor, table: str) -> None:
    """python-oracledb's own tests, test_1200_executemany, 1208."""
    with pytest.raises(oracledb.IntegrityError, match="ORA-00001"):
        cursor.executemany(f"INSERT INTO {table} VALUES (:1, :2)", [(1, "a"), (2, "b"), (1, "c"), (3, "d")])

    assert cursor.rowcount == 2
    assert cursor.execute(f"SELECT id FROM {table} ORDER BY id").fetchall() == [(1,), (2,)]


def test_batch_errors_name_the_bad_rows_and_keep_the_good_ones(cursor: oracledb.Cursor, table: str) -> None:
    """python-oracledb user guide, "Handling Data Errors"."""
    rows = [(1, "a"), (1, "b"), (2, "c" * 11), (None, "d"), (3, "e")]
    cursor.executemany(f"INSERT INTO {table} VALUES (:1, :2)", rows, batcherrors=True, arraydmlrowcounts=True)

    assert [(error.offset, error.full_code) for error in cursor.getbatcherrors()] == [
        (1, "ORA-00001"),
        (2, "ORA-12899"),
        (3, "ORA-01400"),
    ]
    assert cursor.getarraydmlrowcounts() == [1, 0, 0, 0, 1]
    assert cursor.rowcount == 2
    assert cursor.execute(f"SELECT id FROM {table} ORDER BY id").fetchall() == [(1,), (3,)]


def test_a_thousand_batch_errors_all_arrive(cursor: oracledb.Cursor, table: str) -> None:
    """python-oracledb user guide, "Handling Data Errors"."""
    cursor.executemany(f"INSERT INTO {table} VALUES (:1, 'x')", [(1,)] * 1_001, batcherrors=True)

    errors = cursor.getbatcherrors()
    assert [error.offset for error in errors] == list(range(1, 1_001))
    assert {error.full_code for error in errors} == {"ORA-00001"}


def test_an_array_without_bad_rows_has_no_batch_errors(cursor: oracledb.Cursor, table: str) -> None:
    """python-oracledb user guide, "Handling Data Errors"."""
    cursor.executemany(f"INSERT INTO {table} VALUES (:1, 'x')", [(1,), (2,)], batcherrors=True)

    assert cursor.getbatcherrors() == []


def test_each_execution_of_an_array_counts_its_rows(cursor: oracledb.Cursor, table: str) -> None:
    """python-oracledb API, Cursor.getarraydmlrowcounts()."""
    cursor.executemany(f"INSERT INTO {table} VALUES (:1, :2)", [(n, "even" if n % 2 == 0 else "odd") for n in range(5)])

    cursor.executemany(f"DELETE FROM {table} WHERE name = :1", [("even",), ("none",), ("odd",)], arraydmlrowcounts=True)

    assert cursor.getarraydmlrowcounts() == [3, 0, 2]
    assert cursor.rowcount == 5


def test_the_driver_knows_whether_a_transaction_is_open(connection: oracledb.Connection, table: str) -> None:
    """python-oracledb API, Connection.transaction_in_progress."""
    with connection.cursor() as cursor:
        assert not connection.transaction_in_progress
        cursor.execute(f"INSERT INTO {table} VALUES (1, 'x')")
        assert connection.transaction_in_progress
        connection.rollback()
        assert not connection.transaction_in_progress
        assert cursor.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


def test_autocommit_commits_each_statement(account: Account, connection: oracledb.Connection, table: str) -> None:
    """python-oracledb API, Connection.autocommit."""
    connection.autocommit = True
    with connection.cursor() as cursor:
        for number in range(3):  # parsed once, then executed again
            cursor.execute(f"INSERT INTO {table} VALUES (:1, 'x')", [number])

    assert not connection.transaction_in_progress
    assert count_elsewhere(account, table) == 3


def test_autocommit_does_not_commit_an_array_with_batch_errors(
    account: Account, connection: oracledb.Connection, table: str
) -> None:
    """python-oracledb user guide, "Handling Data Errors": autocommit."""
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} VALUES (:1, 'x')", [(1,), (1,)], batcherrors=True)

    assert connection.transaction_in_progress
    assert count_elsewhere(account, table) == 0


def test_a_closed_connection_rolls_back(account: Account, table: str) -> None:
    """python-oracledb API, Connection.close()."""
    with account.connect() as connection, connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} VALUES (1, 'x')")

    assert count_elsewhere(account, table) == 0


def test_more_open_cursors_than_allowed_are_ora_01000(connection: oracledb.Connection) -> None:
    """Error Messages, ORA-01000."""
    connection.stmtcachesize = 0
    cursors = [connection.cursor() for _ in range(301)]
    for number, cursor in enumerate(cursors[:300]):
        cursor.execute(f"SELECT {number} FROM dual")

    with pytest.raises(oracledb.DatabaseError, match="ORA-01000"):
        cursors[300].execute("SELECT 300 FROM dual")
    cursors[0].close()
    assert cursors[300].execute("SELECT 300 FROM dual").fetchone() == (300,)


def count_elsewhere(account: Account, table: str) -> int:
    """How many rows another session sees."""
    with account.connect() as connection, connection.cursor() as cursor:
        ((count,),) = cursor.execute(f"SELECT count(*) FROM {table}").fetchall()
        return int(count)
