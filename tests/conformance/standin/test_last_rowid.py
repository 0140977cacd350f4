"""`Cursor.lastrowid`: where the row is that a statement changed last. Sources: python-oracledb's documentation."""

import oracledb
import pytest


@pytest.fixture
def table(cursor: oracledb.Cursor) -> str:
    cursor.execute("CREATE TABLE places (id NUMBER(9) PRIMARY KEY, name VARCHAR2(20))")
    return "places"


def _rowid(cursor: oracledb.Cursor, key: int) -> str:
    cursor.execute("SELECT rowid FROM places WHERE id = :1", [key])
    return str(cursor.fetchone()[0])


@pytest.mark.usefixtures("table")
def test_an_insert_tells_the_rowid_of_its_row(cursor: oracledb.Cursor) -> None:
    """python-oracledb API, `Cursor.lastrowid`."""
    cursor.execute("INSERT INTO places VALUES (1, 'a')")

    assert cursor.lastrowid == _rowid(cursor, 1)


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize("rows", [1, 2, 300])
def test_an_array_insert_tells_the_rowid_of_its_last_row(cursor: oracledb.Cursor, rows: int) -> None:
    """python-oracledb API, `Cursor.lastrowid`."""
    cursor.executemany("INSERT INTO places VALUES (:1, :2)", [(key, "a") for key in range(1, rows + 1)])

    assert cursor.rowcount == rows
    assert cursor.lastrowid == _rowid(cursor, rows)
    cursor.execute("SELECT COUNT(*) FROM places")
    assert cursor.fetchone() == (rows,)


@pytest.mark.usefixtures("table")
def test_an_update_tells_the_rowid_by_which_its_row_is_found(cursor: oracledb.Cursor) -> None:
    """python-oracledb API, `Cursor.lastrowid`."""
    cursor.executemany("INSERT INTO places VALUES (:1, 'a')", [(1,), (2,)])
    cursor.execute("UPDATE places SET name = 'b' WHERE id = 2")

    cursor.execute("SELECT id, name FROM places WHERE rowid = :1", [cursor.lastrowid])

    assert cursor.fetchall() == [(2, "b")]


@pytest.mark.usefixtures("table")
def test_a_statement_that_changes_no_row_tells_no_rowid(cursor: oracledb.Cursor) -> None:
    """python-oracledb API, `Cursor.lastrowid`: None if no row was modified."""
    cursor.execute("INSERT INTO places VALUES (1, 'a')")
    cursor.execute("DELETE FROM places WHERE id = 2")

    assert cursor.lastrowid is None


@pytest.mark.usefixtures("table")
def test_an_insert_with_returning_tells_the_rowid_that_it_returns(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, `returning_clause`; python-oracledb API, `Cursor.lastrowid`."""
    returned = cursor.var(oracledb.DB_TYPE_ROWID)
    cursor.execute("INSERT INTO places VALUES (1, 'a') RETURNING rowid INTO :1", [returned])

    assert returned.getvalue() == [cursor.lastrowid]


@pytest.mark.usefixtures("table")
def test_an_array_with_errors_still_counts_and_keeps_its_good_rows(cursor: oracledb.Cursor) -> None:
    """python-oracledb user guide, "Batch Statement Execution"."""
    rows = [(1, "a"), (2, "b"), (2, "c")]
    cursor.executemany("INSERT INTO places VALUES (:1, :2)", rows, batcherrors=True, arraydmlrowcounts=True)

    assert [(error.offset, error.full_code) for error in cursor.getbatcherrors()] == [(2, "ORA-00001")]
    assert cursor.getarraydmlrowcounts() == [1, 1, 0]
