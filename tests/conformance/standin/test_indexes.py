"""Indexes: what can be indexed, what the dictionary shows, and what an unusable index does."""

import oracledb
import pytest

from statements import code_of, rows


@pytest.fixture
def table(cursor: oracledb.Cursor) -> oracledb.Cursor:
    cursor.execute("CREATE TABLE t (i NUMBER CONSTRAINT t_pk PRIMARY KEY, s VARCHAR2(20), n NUMBER, c CLOB)")
    cursor.executemany("INSERT INTO t (i, s, n) VALUES (:1, 'x', 1)", [(1,), (2,)])
    cursor.connection.commit()
    return cursor


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("CREATE INDEX x ON nowhere (i)", "ORA-00942"),
        ("CREATE INDEX x ON t (nope)", "ORA-00904"),
        ("CREATE INDEX x ON t (i)", "ORA-01408"),
        ("CREATE INDEX x ON t (s, s)", "ORA-00957"),
        ("CREATE INDEX t_pk ON t (s)", "ORA-00955"),
        ("CREATE INDEX x ON t (c)", "ORA-02327"),
        ("CREATE UNIQUE INDEX x ON t (s)", "ORA-01452"),
        ("CREATE INDEX x ON t (s) TABLESPACE nowhere", "ORA-00959"),
        ("CREATE INDEX x ON t s", "ORA-00906"),
        ("DROP INDEX nope", "ORA-01418"),
        ("DROP INDEX t_pk", "ORA-02429"),
        ("ALTER INDEX nope REBUILD", "ORA-01418"),
        ("ALTER INDEX t_pk FLY", "ORA-02243"),
        ("CREATE UNIQUE INDEX x ON t (n) COMPRESS", "ORA-25193"),
        ("CREATE INDEX x ON t (n, s) COMPRESS 3", "ORA-25194"),
        ("CREATE UNIQUE INDEX x ON t (n, s) COMPRESS 2", "ORA-25194"),
    ],
)
def test_a_statement_about_an_index_is_refused(table: oracledb.Cursor, statement: str, code: str) -> None:
    """SQL Language Reference, CREATE INDEX, ALTER INDEX, DROP INDEX; Error Messages."""
    assert code_of(table, statement) == code


def test_a_key_of_an_index_is_not_too_long(cursor: oracledb.Cursor) -> None:
    """Error Messages, ORA-01450."""
    cursor.execute("CREATE TABLE t (a VARCHAR2(4000), b VARCHAR2(4000))")

    assert code_of(cursor, "CREATE INDEX x ON t (a, b)") == "ORA-01450"


@pytest.mark.parametrize(
    ("options", "query", "shown"),
    [
        ("", "index_type", "NORMAL"),
        ("REVERSE", "index_type", "NORMAL/REV"),
        ("ONLINE", "status", "VALID"),
        ("INVISIBLE", "visibility", "INVISIBLE"),
        ("NOLOGGING", "logging", "NO"),
        ("PARALLEL 4", "TRIM(degree)", "4"),
        ("COMPRESS 1", "compression", "ENABLED"),
        ("COMPRESS", "prefix_length", 2),
        ("TABLESPACE users", "tablespace_name", "USERS"),
        ("UNUSABLE", "status", "UNUSABLE"),
    ],
)
def test_the_dictionary_shows_what_an_index_is_like(
    table: oracledb.Cursor, options: str, query: str, shown: str
) -> None:
    """SQL Language Reference, index_attributes; Database Reference, ALL_INDEXES."""
    table.execute(f"CREATE INDEX t_sn ON t (s, n) {options}")

    assert rows(table, f"SELECT {query} FROM user_indexes WHERE index_name = 'T_SN'") == [(shown,)]


def test_keys_are_shown_in_order_and_expressions_apart(table: oracledb.Cursor) -> None:
    """Database Reference, ALL_IND_COLUMNS, ALL_IND_EXPRESSIONS."""
    table.execute("CREATE INDEX t_f ON t (n, UPPER(s))")

    found = rows(table, "SELECT column_name, column_position FROM user_ind_columns WHERE index_name = 'T_F' ORDER BY 2")
    assert found[0] == ("N", 1)
    assert str(found[1][0]).startswith("SYS_NC")
    assert rows(table, "SELECT column_position FROM user_ind_expressions") == [(2,)]
    assert rows(table, "SELECT index_type FROM user_indexes WHERE index_name = 'T_F'") == [("FUNCTION-BASED NORMAL",)]


def test_a_unique_index_refuses_duplicates_by_its_name(table: oracledb.Cursor) -> None:
    """Error Messages, ORA-00001."""
    table.execute("CREATE UNIQUE INDEX t_u ON t (UPPER(s), i)")
    table.execute("CREATE UNIQUE INDEX t_v ON t (n, i)")

    with pytest.raises(oracledb.IntegrityError, match=r"ORA-00001.*T_PK|ORA-00001.*T_U|ORA-00001.*T_V"):
        table.execute("INSERT INTO t (i, s, n) VALUES (1, 'X', 1)")


def test_an_unusable_unique_index_stops_inserts_until_it_is_rebuilt(table: oracledb.Cursor) -> None:
    """SQL Language Reference, ALTER INDEX, UNUSABLE and REBUILD; Error Messages, ORA-01502."""
    table.execute("ALTER INDEX t_pk UNUSABLE")

    assert rows(table, "SELECT status FROM user_indexes WHERE index_name = 'T_PK'") == [("UNUSABLE",)]
    assert code_of(table, "INSERT INTO t (i) VALUES (3)") == "ORA-01502"
    table.execute("ALTER INDEX t_pk REBUILD ONLINE")
    table.execute("INSERT INTO t (i) VALUES (3)")
    assert code_of(table, "INSERT INTO t (i) VALUES (3)") == "ORA-00001"


def test_an_unusable_index_that_is_not_unique_is_skipped(table: oracledb.Cursor) -> None:
    """Database Reference, SKIP_UNUSABLE_INDEXES."""
    table.execute("CREATE INDEX t_s ON t (s)")
    table.execute("ALTER INDEX t_s UNUSABLE")
    table.execute("INSERT INTO t (i, s) VALUES (3, 'y')")

    assert rows(table, "SELECT i FROM t WHERE s = 'y'") == [(3,)]


def test_truncate_makes_indexes_usable_again(table: oracledb.Cursor) -> None:
    """SQL Language Reference, TRUNCATE TABLE: unusable indexes."""
    table.execute("ALTER INDEX t_pk UNUSABLE")
    table.execute("TRUNCATE TABLE t")
    table.execute("INSERT INTO t (i) VALUES (1)")

    assert rows(table, "SELECT status FROM user_indexes WHERE index_name = 'T_PK'") == [("VALID",)]


def test_indexes_are_renamed_and_hidden(table: oracledb.Cursor) -> None:
    """SQL Language Reference, ALTER INDEX, RENAME TO and INVISIBLE."""
    table.execute("CREATE INDEX t_s ON t (s)")
    table.execute("ALTER INDEX t_s RENAME TO t_other")
    table.execute("ALTER INDEX t_other INVISIBLE")
    table.execute("ALTER INDEX t_pk RENAME TO t_key")

    found = "SELECT index_name, visibility FROM user_indexes WHERE index_type = 'NORMAL' ORDER BY index_name"
    assert rows(table, found) == [("T_KEY", "VISIBLE"), ("T_OTHER", "INVISIBLE")]
    assert rows(table, "SELECT constraint_name, index_name FROM user_constraints") == [("T_PK", "T_KEY")]
    table.execute("DROP INDEX t_other")
    assert rows(table, found) == [("T_KEY", "VISIBLE")]


def test_the_dictionary_quotes_the_columns_of_an_indexed_expression(cursor: oracledb.Cursor) -> None:
    """Database Reference, ALL_IND_EXPRESSIONS."""
    cursor.execute('CREATE TABLE t (id NUMBER, name VARCHAR2(10), "group" VARCHAR2(10))')
    cursor.execute("""CREATE INDEX x ON t (lower(name), (Name || "group") desc, id desc, id + 1)""")

    shown = "SELECT column_position, column_expression FROM user_ind_expressions ORDER BY column_position"
    assert rows(cursor, shown) == [(1, 'LOWER("NAME")'), (2, '"NAME"||"group"'), (3, '"ID"'), (4, '"ID"+1')]
