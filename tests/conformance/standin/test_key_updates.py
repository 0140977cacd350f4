"""UPDATE of unique keys: Oracle looks at them at the end of the statement."""

import oracledb
import pytest


@pytest.fixture
def numbered(cursor: oracledb.Cursor) -> oracledb.Cursor:
    """Five rows with a primary key and another unique one."""
    cursor.execute("CREATE TABLE t (id NUMBER(5) PRIMARY KEY, n NUMBER UNIQUE, name VARCHAR2(10))")
    cursor.executemany("INSERT INTO t VALUES (:1, :2, :3)", [(i, 10 - i, f"x{i}") for i in range(1, 6)])
    cursor.connection.commit()
    return cursor


def names(cursor: oracledb.Cursor) -> list[tuple[int, str]]:
    return list(cursor.execute("SELECT id, name FROM t ORDER BY id").fetchall())


def code_of(cursor: oracledb.Cursor, sql: str, *binds: object) -> str:
    with pytest.raises(oracledb.DatabaseError) as error:
        cursor.execute(sql, list(binds))
    return str(error.value.args[0].full_code)


def test_keys_move_by_one(numbered: oracledb.Cursor) -> None:
    """Database Concepts, "When Oracle Database Checks Constraint Validity"."""
    numbered.execute("UPDATE t SET id = id + :1, n = n - 1 WHERE id > :2", [1, 1])
    assert numbered.rowcount == 4
    assert names(numbered) == [(1, "x1"), (3, "x2"), (4, "x3"), (5, "x4"), (6, "x5")]


def test_keys_change_places(numbered: oracledb.Cursor) -> None:
    """Database Concepts, "When Oracle Database Checks Constraint Validity"."""
    numbered.execute("UPDATE t x SET (x.id, name) = (SELECT 6 - y.id, y.name || '!' FROM t y WHERE y.id = x.id)")
    assert names(numbered) == [(1, "x5!"), (2, "x4!"), (3, "x3!"), (4, "x2!"), (5, "x1!")]


def test_keys_that_collide_at_the_end_are_refused_and_nothing_changes(numbered: oracledb.Cursor) -> None:
    """Error Help, ORA-00001."""
    before = names(numbered)
    assert code_of(numbered, "UPDATE t SET id = id + 1 WHERE id < 5") == "ORA-00001"
    assert code_of(numbered, "UPDATE t SET id = 1") == "ORA-00001"
    assert code_of(numbered, "UPDATE t SET id = 1 WHERE id = 2") == "ORA-00001"
    assert names(numbered) == before


def test_moved_keys_come_back_by_returning(numbered: oracledb.Cursor) -> None:
    """SQL Language Reference, UPDATE, `returning_clause`."""
    ids = numbered.var(int)
    numbered.execute("UPDATE t SET id = id + 1 RETURNING id INTO :ids", [ids])
    assert sorted(ids.getvalue()) == [2, 3, 4, 5, 6]


def test_each_row_of_an_array_may_move_keys(numbered: oracledb.Cursor) -> None:
    """python-oracledb user guide, "Batch Statement Execution"."""
    numbered.executemany("UPDATE t SET id = id + :1", [(1,), (2,)], arraydmlrowcounts=True)
    assert numbered.getarraydmlrowcounts() == [5, 5]
    assert [row[0] for row in names(numbered)] == [4, 5, 6, 7, 8]


def test_rows_that_others_refer_to_keep_them(numbered: oracledb.Cursor) -> None:
    """SQL Language Reference, "references_clause": a foreign key is looked at when the statement ends."""
    numbered.execute("CREATE TABLE child (t_id NUMBER REFERENCES t (id))")
    numbered.executemany("INSERT INTO child VALUES (:1)", [(2,), (3,)])
    numbered.execute("UPDATE t SET id = CASE id WHEN 5 THEN 1 ELSE id + 1 END")
    assert [row[0] for row in names(numbered)] == [1, 2, 3, 4, 5]
    assert code_of(numbered, "UPDATE t SET id = id + 2") == "ORA-02292"


def test_keys_move_in_a_temporary_table(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, CREATE TABLE, GLOBAL TEMPORARY."""
    cursor.execute("CREATE GLOBAL TEMPORARY TABLE g (id NUMBER PRIMARY KEY) ON COMMIT PRESERVE ROWS")
    cursor.executemany("INSERT INTO g VALUES (:1)", [(1,), (2,), (3,)])
    cursor.execute("UPDATE g SET id = id + 1")
    assert cursor.execute("SELECT id FROM g ORDER BY id").fetchall() == [(2,), (3,), (4,)]


@pytest.mark.standin_only("an Oracle can do it")
def test_keys_that_collide_on_the_way_in_a_partitioned_table_are_refused_by_name(cursor: oracledb.Cursor) -> None:
    """Error Help, ORA-03001: unimplemented feature."""
    cursor.execute(
        "CREATE TABLE p (id NUMBER PRIMARY KEY, g NUMBER) PARTITION BY RANGE (g) (PARTITION a VALUES LESS THAN (10))"
    )
    cursor.executemany("INSERT INTO p VALUES (:1, 1)", [(1,), (2,), (3,)])
    assert code_of(cursor, "UPDATE p SET id = id + 1") == "ORA-03001"
    assert code_of(cursor, "UPDATE p SET id = 3 WHERE id = 1") == "ORA-00001"
