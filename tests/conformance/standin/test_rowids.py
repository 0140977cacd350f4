"""The pseudo-column ROWID: what it shows, and rows that are found by it."""

import oracledb
import pytest

from statements import code_of, rows


@pytest.fixture
def table(cursor: oracledb.Cursor) -> oracledb.Cursor:
    cursor.execute("CREATE TABLE t (a NUMBER, b VARCHAR2(10))")
    cursor.executemany("INSERT INTO t VALUES (:1, 'x')", [(n,) for n in range(1, 6)])
    return cursor


def test_a_rowid_has_eighteen_characters_and_its_own_type(table: oracledb.Cursor) -> None:
    """SQL Language Reference, ROWID Pseudocolumn and "Rowid Values"."""
    found = rows(table, "SELECT ROWID, t.ROWID FROM t")
    table.execute("SELECT ROWID, x.ROWID r FROM t x")

    assert [(column[0], column[1]) for column in table.description] == [
        ("ROWID", oracledb.DB_TYPE_ROWID),
        ("R", oracledb.DB_TYPE_ROWID),
    ]
    assert all(len(first) == 18 and first == second for first, second in found)
    assert len({first for first, _ in found}) == 5


def test_a_row_is_found_by_its_rowid(table: oracledb.Cursor) -> None:
    """SQL Language Reference, ROWID Pseudocolumn: "the fastest way to access a single row"."""
    places = dict(rows(table, "SELECT a, ROWID FROM t"))

    assert rows(table, "SELECT a FROM t WHERE ROWID = :1", places[3]) == [(3,)]
    assert rows(table, "SELECT a FROM t WHERE CHARTOROWID(:1) = t.ROWID", places[4]) == [(4,)]
    assert rows(table, "SELECT a FROM t WHERE ROWID IN (:1, :2) ORDER BY a", places[1], places[5]) == [(1,), (5,)]
    assert len(rows(table, "SELECT a FROM t WHERE ROWID <> :1", places[3])) == 4


def test_rows_are_changed_by_their_rowids(table: oracledb.Cursor) -> None:
    """SQL Language Reference, ROWID Pseudocolumn."""
    places = dict(rows(table, "SELECT a, ROWID FROM t"))
    table.executemany("UPDATE t SET b = :1 WHERE ROWID = :2", [("two", places[2]), ("four", places[4])])
    table.execute("DELETE FROM t WHERE ROWID = :1", [places[1]])

    assert table.rowcount == 1
    assert rows(table, "SELECT a, b FROM t WHERE b <> 'x' ORDER BY a") == [(2, "two"), (4, "four")]
    assert rows(table, "SELECT COUNT(*) FROM t") == [(4,)]


def test_duplicates_are_deleted_by_their_rowids(table: oracledb.Cursor) -> None:
    """SQL Language Reference, ROWID Pseudocolumn; MIN takes any type that can be compared."""
    table.execute("INSERT INTO t SELECT a, 'y' FROM t WHERE a < 4")
    table.execute("DELETE FROM t WHERE ROWID NOT IN (SELECT MIN(ROWID) FROM t GROUP BY a)")
    table.execute("INSERT INTO t SELECT a, 'z' FROM t WHERE a = 5")
    table.execute("DELETE FROM t x WHERE x.ROWID > ANY (SELECT y.ROWID FROM t y WHERE y.a = x.a)")

    assert rows(table, "SELECT a, COUNT(*) FROM t GROUP BY a ORDER BY a") == [(n, 1) for n in range(1, 6)]


def test_the_rowid_of_a_new_row_is_returned(table: oracledb.Cursor) -> None:
    """python-oracledb user guide, "DML RETURNING"."""
    place = table.var(oracledb.DB_TYPE_ROWID)
    table.execute("INSERT INTO t VALUES (9, 'z') RETURNING ROWID INTO :1", [place])

    assert rows(table, "SELECT a FROM t WHERE ROWID = :1", place.getvalue()[0]) == [(9,)]


def test_a_rowid_is_text_on_demand(table: oracledb.Cursor) -> None:
    """SQL Language Reference, ROWIDTOCHAR and CHARTOROWID."""
    ((place, text),) = rows(table, "SELECT ROWID, ROWIDTOCHAR(ROWID) FROM t WHERE a = 2")

    assert place == text


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("SELECT a FROM t WHERE ROWID = 'abc'", "ORA-01410"),
        ("SELECT CHARTOROWID('!') FROM dual", "ORA-01410"),
        ("SELECT ROWID FROM t x, t y", "ORA-00918"),
    ],
)
def test_what_is_no_rowid_is_refused(table: oracledb.Cursor, query: str, code: str) -> None:
    """Error Messages."""
    assert code_of(table, query) == code


def test_a_rowid_is_text_where_text_is_wanted(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "Implicit Data Conversion": ROWID to VARCHAR2."""
    cursor.execute("CREATE TABLE place (a NUMBER)")
    cursor.execute("INSERT INTO place VALUES (1)")
    whole, length, joined, part = cursor.execute(
        "SELECT ROWIDTOCHAR(rowid), LENGTH(rowid), rowid || '!', SUBSTR(rowid, 1, 6) FROM place"
    ).fetchone()
    assert (length, joined, part) == (18, f"{whole}!", whole[:6])
