"""Materialized views, refreshed on demand."""

import oracledb
import pytest


@pytest.fixture
def cursor(connection: oracledb.Connection) -> oracledb.Cursor:
    cursor = connection.cursor()
    cursor.execute("CREATE TABLE master (id NUMBER PRIMARY KEY, name VARCHAR2(10), amount NUMBER(9,2))")
    cursor.execute("INSERT INTO master VALUES (1, 'one', 1.5)")
    cursor.execute("CREATE TABLE keyless (a NUMBER)")
    return cursor


def refused(cursor: oracledb.Cursor, sql: str) -> str:
    with pytest.raises(oracledb.DatabaseError) as error:
        cursor.execute(sql)
    return str(error.value.args[0].full_code)


def test_a_materialized_view_keeps_the_rows_of_its_query(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "CREATE MATERIALIZED VIEW", BUILD IMMEDIATE."""
    cursor.execute("CREATE MATERIALIZED VIEW mv AS SELECT * FROM master")
    cursor.execute("INSERT INTO master VALUES (2, 'two', 2)")
    assert cursor.execute("SELECT * FROM mv").fetchall() == [(1, "one", 1.5)]
    assert [column[:2] for column in cursor.description] == [
        ("ID", oracledb.DB_TYPE_NUMBER), ("NAME", oracledb.DB_TYPE_VARCHAR), ("AMOUNT", oracledb.DB_TYPE_NUMBER)
    ]  # fmt: skip


def test_its_columns_may_have_names_of_their_own(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "CREATE MATERIALIZED VIEW", c_alias."""
    cursor.execute(
        "CREATE MATERIALIZED VIEW mv (k, n) BUILD IMMEDIATE REFRESH COMPLETE ON DEMAND WITH PRIMARY KEY"
        " AS SELECT id, name FROM master"
    )
    assert cursor.execute("SELECT k, n FROM mv").fetchall() == [(1, "one")]


def test_a_simple_one_has_the_primary_key_of_its_master(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "CREATE MATERIALIZED VIEW", WITH PRIMARY KEY, the default."""
    cursor.execute("CREATE MATERIALIZED VIEW mv AS SELECT name, id AS k FROM master")
    found = cursor.execute(
        "SELECT c.column_name FROM user_constraints k JOIN user_cons_columns c ON c.constraint_name = k.constraint_name"
        " WHERE k.table_name = 'MV' AND k.constraint_type = 'P'"
    )
    assert found.fetchall() == [("K",)]


@pytest.mark.parametrize(("statement", "code"), [
    ("CREATE MATERIALIZED VIEW mv AS SELECT a FROM keyless", "ORA-12014"),
    ("CREATE MATERIALIZED VIEW mv AS SELECT name FROM master", "ORA-12016"),
    ("CREATE MATERIALIZED VIEW master AS SELECT COUNT(*) AS n FROM keyless", "ORA-00955"),
    ("DROP MATERIALIZED VIEW nonesuch", "ORA-12003"),
    ("DROP MATERIALIZED VIEW master", "ORA-12003"),
    ("COMMENT ON MATERIALIZED VIEW master IS 'x'", "ORA-12003"),
])  # fmt: skip
def test_what_is_no_materialized_view_is_refused(cursor: oracledb.Cursor, statement: str, code: str) -> None:
    """Database Error Messages, ORA-12003, ORA-12014, ORA-12016."""
    assert refused(cursor, statement) == code


def test_a_query_that_is_not_simple_needs_no_key(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "CREATE MATERIALIZED VIEW", WITH ROWID; complex queries."""
    cursor.execute("CREATE MATERIALIZED VIEW mv1 REFRESH WITH ROWID AS SELECT a FROM keyless")
    cursor.execute("CREATE MATERIALIZED VIEW mv2 AS SELECT COUNT(*) AS n FROM keyless")
    assert cursor.execute("SELECT n FROM mv2").fetchall() == [(0,)]


@pytest.mark.parametrize(("statement", "code"), [
    ("INSERT INTO mv VALUES (2, 'b', 2)", "ORA-01732"), ("UPDATE mv SET name = 'x'", "ORA-01732"),
    ("DELETE FROM mv", "ORA-01732"), ("DROP TABLE mv", "ORA-12083"), ("RENAME mv TO other", "ORA-32318"),
    ("COMMENT ON TABLE mv IS 'x'", "ORA-12098"),
])  # fmt: skip
def test_its_rows_and_table_are_its_own(cursor: oracledb.Cursor, statement: str, code: str) -> None:
    """Database Error Messages, ORA-01732, ORA-12083, ORA-12098, ORA-32318."""
    cursor.execute("CREATE MATERIALIZED VIEW mv AS SELECT * FROM master")
    assert refused(cursor, statement) == code


def test_it_can_have_indexes_and_views(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "CREATE INDEX": on a column of a materialized view."""
    cursor.execute("CREATE MATERIALIZED VIEW mv AS SELECT * FROM master")
    cursor.execute("CREATE INDEX mv_name ON mv (name)")
    cursor.execute("CREATE VIEW v AS SELECT name FROM mv")
    assert cursor.execute("SELECT * FROM v").fetchall() == [("one",)]


def test_preserve_table_leaves_an_ordinary_table(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "DROP MATERIALIZED VIEW", PRESERVE TABLE."""
    cursor.execute("CREATE MATERIALIZED VIEW mv AS SELECT * FROM master")
    cursor.execute("DROP MATERIALIZED VIEW mv PRESERVE TABLE")
    cursor.execute("INSERT INTO mv VALUES (2, 'two', 2)")
    assert cursor.execute("SELECT COUNT(*) FROM mv").fetchall() == [(2,)]
    assert cursor.execute("SELECT COUNT(*) FROM user_mviews").fetchall() == [(0,)]


def test_the_dictionary_knows_view_and_table(connection: oracledb.Connection, cursor: oracledb.Cursor) -> None:
    """Database Reference, ALL_MVIEWS, ALL_MVIEW_COMMENTS, ALL_OBJECTS."""
    cursor.execute("CREATE MATERIALIZED VIEW mv AS SELECT id FROM master")
    found = cursor.execute("SELECT mview_name, container_name, refresh_mode, refresh_method FROM user_mviews")
    assert found.fetchall() == [("MV", "MV", "DEMAND", "FORCE")]
    assert cursor.execute("SELECT comments FROM user_mview_comments").fetchall() == [
        (f"snapshot table for snapshot {connection.username.upper()}.MV",)
    ]
    cursor.execute("COMMENT ON MATERIALIZED VIEW mv IS 'mine'")
    assert cursor.execute("SELECT comments FROM user_mview_comments").fetchall() == [("mine",)]
    found = cursor.execute("SELECT object_type FROM user_objects WHERE object_name = 'MV' ORDER BY 1")
    assert found.fetchall() == [("MATERIALIZED VIEW",), ("TABLE",)]
    cursor.execute("DROP MATERIALIZED VIEW mv")
    assert refused(cursor, "SELECT * FROM mv") == "ORA-00942"
