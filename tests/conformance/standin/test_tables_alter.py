"""ALTER TABLE: what Oracle allows on a table with rows, and its error for the rest."""

import oracledb
import pytest

from oracle_server import Account
from statements import code_of, rows


@pytest.fixture
def table(cursor: oracledb.Cursor) -> oracledb.Cursor:
    """Two rows: I 1 and 2, S 'abc' and NULL, N 1.25 twice, D a date, C a CLOB, E nothing."""
    cursor.execute(
        "CREATE TABLE t (i NUMBER CONSTRAINT t_pk PRIMARY KEY, s VARCHAR2(5), n NUMBER(5,2), d DATE, c CLOB, e NUMBER)"
    )
    cursor.executemany(
        "INSERT INTO t (i, s, n, d, c) VALUES (:1, :2, 1.25, DATE '2024-01-31', 'text')", [(1, "abc"), (2, None)]
    )
    cursor.connection.commit()
    return cursor


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("ADD s NUMBER", "ORA-01430"),
        ("ADD (x NUMBER, x NUMBER)", "ORA-00957"),
        ("ADD x NUMBER NOT NULL", "ORA-01758"),
        ("ADD COLUMN x NUMBER", "ORA-00904"),
        ("MODIFY nope NUMBER", "ORA-00904"),
        ("MODIFY s VARCHAR2(2)", "ORA-01441"),
        ("MODIFY n NUMBER(3)", "ORA-01440"),
        ("MODIFY n NUMBER(5,3)", "ORA-01440"),
        ("MODIFY n VARCHAR2(30)", "ORA-01439"),
        ("MODIFY d TIMESTAMP WITH TIME ZONE", "ORA-01439"),
        ("MODIFY s CLOB", "ORA-22858"),
        ("MODIFY s BLOB", "ORA-22858"),
        ("MODIFY c VARCHAR2(10)", "ORA-22859"),
        ("MODIFY s NULL", "ORA-01451"),
        ("MODIFY i NOT NULL", "ORA-01442"),
        ("MODIFY s NOT NULL", "ORA-02296"),
        ("RENAME COLUMN nope TO x", "ORA-00904"),
        ("RENAME COLUMN s TO n", "ORA-00957"),
        ("DROP COLUMN nope", "ORA-00904"),
        ("DROP (i, s, n, d, c, e)", "ORA-12983"),
        ("DROP COLUMN s ADD x NUMBER", "ORA-12987"),
        ("DROP CONSTRAINT nope", "ORA-02443"),
        ("DROP UNIQUE (s)", "ORA-02442"),
        ("ADD CONSTRAINT x UNIQUE (n)", "ORA-02299"),
        ("ADD CONSTRAINT x CHECK (n > 5)", "ORA-02293"),
        ("ADD CONSTRAINT t_pk UNIQUE (s)", "ORA-02264"),
        ("ADD PRIMARY KEY (s)", "ORA-02260"),
        ("ADD UNIQUE (i)", "ORA-02261"),
        ("ADD UNIQUE (c)", "ORA-02329"),
        ("ADD CONSTRAINT x FOREIGN KEY (n) REFERENCES t (i)", "ORA-02298"),
        ("ENABLE CONSTRAINT nope", "ORA-02430"),
        ("DISABLE CONSTRAINT nope", "ORA-02431"),
        ("RENAME CONSTRAINT nope TO x", "ORA-23292"),
        ("DROP PARTITION p", "ORA-14501"),
        ("", "ORA-02210"),
        ("FLY", "ORA-01735"),
    ],
)
def test_a_change_that_oracle_refuses_is_refused(table: oracledb.Cursor, change: str, code: str) -> None:
    """SQL Language Reference, ALTER TABLE, add_column, modify_column, drop_column, constraint_clauses."""
    assert code_of(table, f"ALTER TABLE t {change}") == code
    assert rows(table, "SELECT i, s FROM t ORDER BY i") == [(1, "abc"), (2, None)]


def test_a_table_that_is_not_there_cannot_be_altered(cursor: oracledb.Cursor) -> None:
    """Error Messages, ORA-00942."""
    assert code_of(cursor, "ALTER TABLE nowhere ADD x NUMBER") == "ORA-00942"


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ("s VARCHAR2(20 CHAR)", ("VARCHAR2", 80, None, None)),
        ("s VARCHAR2(3)", ("VARCHAR2", 3, None, None)),
        ("n NUMBER(10,3)", ("NUMBER", 22, 10, 3)),
        ("n NUMBER", ("NUMBER", 22, None, None)),
        ("d TIMESTAMP(3)", ("TIMESTAMP(3)", 11, None, 3)),
        ("e VARCHAR2(9)", ("VARCHAR2", 9, None, None)),
        ("e BINARY_DOUBLE", ("BINARY_DOUBLE", 8, None, None)),
    ],
)
def test_a_column_takes_a_type_that_holds_its_data(
    table: oracledb.Cursor, change: str, shown: tuple[str, int, int | None, int | None]
) -> None:
    """SQL Language Reference, ALTER TABLE, modify_col_properties."""
    table.execute(f"ALTER TABLE t MODIFY ({change})")

    assert rows(
        table,
        "SELECT data_type, data_length, data_precision, data_scale FROM user_tab_columns"
        " WHERE table_name = 'T' AND column_name = :1",
        change[0].upper(),
    ) == [shown]
    assert rows(table, "SELECT s, n FROM t ORDER BY i") == [("abc", 1.25), (None, 1.25)]


def test_several_columns_are_added_at_once_and_rows_of_before_get_the_default(table: oracledb.Cursor) -> None:
    """SQL Language Reference, ALTER TABLE, add_column_clause."""
    table.execute("ALTER TABLE t ADD (x NUMBER DEFAULT 7 NOT NULL, y VARCHAR2(3))")

    assert rows(table, "SELECT x, y FROM t") == [(7, None), (7, None)]


def test_several_clauses_are_one_statement(table: oracledb.Cursor) -> None:
    """SQL Language Reference, ALTER TABLE, column_clauses."""
    table.execute("ALTER TABLE t ADD (x NUMBER) MODIFY (s VARCHAR2(40))")

    assert rows(
        table, "SELECT column_name, data_length FROM user_tab_columns WHERE column_name IN ('S', 'X') ORDER BY 1"
    ) == [("S", 40), ("X", 22)]


def test_a_statement_that_fails_in_its_second_clause_changes_nothing(table: oracledb.Cursor) -> None:
    """SQL Language Reference, Types of SQL Statements: each statement is atomic."""
    assert code_of(table, "ALTER TABLE t ADD (x NUMBER) MODIFY (s VARCHAR2(1))") == "ORA-01441"

    assert rows(table, "SELECT COUNT(*) FROM user_tab_columns WHERE column_name = 'X'") == [(0,)]


def test_not_null_without_validation_lets_nulls_stay(table: oracledb.Cursor) -> None:
    """SQL Language Reference, constraint_state: ENABLE NOVALIDATE."""
    table.execute("ALTER TABLE t MODIFY (s CONSTRAINT s_nn NOT NULL ENABLE NOVALIDATE)")

    assert rows(table, "SELECT validated FROM user_constraints WHERE constraint_name = 'S_NN'") == [("NOT VALIDATED",)]
    assert rows(table, "SELECT nullable FROM user_tab_columns WHERE column_name = 'S'") == [("Y",)]
    assert code_of(table, "INSERT INTO t (i) VALUES (3)") == "ORA-01400"


def test_not_null_comes_and_goes(table: oracledb.Cursor) -> None:
    """SQL Language Reference, ALTER TABLE, modify_col_properties: NULL and NOT NULL."""
    table.execute("ALTER TABLE t MODIFY (n NOT NULL)")
    assert code_of(table, "INSERT INTO t (i) VALUES (3)") == "ORA-01400"

    table.execute("ALTER TABLE t MODIFY (n NULL)")

    table.execute("INSERT INTO t (i) VALUES (3)")
    assert rows(table, "SELECT nullable FROM user_tab_columns WHERE column_name = 'N'") == [("Y",)]


def test_a_modified_default_applies_to_later_rows(table: oracledb.Cursor) -> None:
    """SQL Language Reference, ALTER TABLE, modify_col_properties: DEFAULT."""
    table.execute("ALTER TABLE t MODIFY (s DEFAULT 'new')")
    table.execute("INSERT INTO t (i) VALUES (3)")

    assert rows(table, "SELECT s FROM t ORDER BY i") == [("abc",), (None,), ("new",)]


def test_a_renamed_column_keeps_its_data_and_its_checks(table: oracledb.Cursor) -> None:
    """SQL Language Reference, ALTER TABLE, rename_column_clause: check constraints remain valid."""
    table.execute("ALTER TABLE t ADD CONSTRAINT n_c CHECK (n > 0 AND N < 9)")
    table.execute("ALTER TABLE t RENAME COLUMN n TO amount")

    assert rows(table, "SELECT amount FROM t") == [(1.25,), (1.25,)]
    assert code_of(table, "UPDATE t SET amount = 10") == "ORA-02290"


def test_a_dropped_column_is_gone_with_its_constraints(table: oracledb.Cursor) -> None:
    """SQL Language Reference, ALTER TABLE, drop_column_clause."""
    table.execute("ALTER TABLE t ADD CONSTRAINT n_c CHECK (n > 0)")
    table.execute("ALTER TABLE t DROP (n, d)")

    assert rows(table, "SELECT column_name FROM user_tab_columns ORDER BY column_id") == [
        ("I",),
        ("S",),
        ("C",),
        ("E",),
    ]
    assert rows(table, "SELECT constraint_name FROM user_constraints") == [("T_PK",)]


def test_a_column_of_a_constraint_over_several_needs_cascade(table: oracledb.Cursor) -> None:
    """Error Messages, ORA-12991; SQL Language Reference, CASCADE CONSTRAINTS."""
    table.execute("ALTER TABLE t ADD CONSTRAINT two CHECK (n > e)")

    assert code_of(table, "ALTER TABLE t DROP COLUMN n") == "ORA-12991"
    table.execute("ALTER TABLE t DROP COLUMN n CASCADE CONSTRAINTS")
    assert rows(table, "SELECT constraint_name FROM user_constraints WHERE constraint_name = 'TWO'") == []


def test_a_parent_key_is_dropped_only_with_cascade(table: oracledb.Cursor) -> None:
    """Error Messages, ORA-12992 and ORA-02273."""
    table.execute("CREATE TABLE child (i NUMBER CONSTRAINT fk REFERENCES t)")

    assert code_of(table, "ALTER TABLE t DROP COLUMN i") == "ORA-12992"
    assert code_of(table, "ALTER TABLE t DROP PRIMARY KEY") == "ORA-02273"
    table.execute("ALTER TABLE t DROP PRIMARY KEY CASCADE")
    assert rows(table, "SELECT constraint_name FROM user_constraints") == []


def test_columns_that_are_set_unused_are_hidden_and_counted_until_they_are_dropped(table: oracledb.Cursor) -> None:
    """SQL Language Reference, SET UNUSED; Database Reference, ALL_UNUSED_COL_TABS."""
    table.execute("ALTER TABLE t SET UNUSED (n, d)")
    hidden = rows(table, "SELECT COUNT(*) FROM user_tab_cols WHERE table_name = 'T' AND hidden_column = 'YES'")

    assert hidden == [(2,)]
    assert rows(table, "SELECT table_name, count FROM user_unused_col_tabs") == [("T", 2)]
    table.execute("ALTER TABLE t DROP UNUSED COLUMNS")
    assert rows(table, "SELECT count FROM user_unused_col_tabs") == []
    table.execute("ALTER TABLE t ADD (n NUMBER)")


def test_a_table_with_basic_compression_drops_no_column(cursor: oracledb.Cursor) -> None:
    """Error Messages, ORA-39726; SQL Language Reference, table_compression: restrictions."""
    cursor.execute("CREATE TABLE t (a NUMBER, b NUMBER) COMPRESS")

    assert code_of(cursor, "ALTER TABLE t DROP COLUMN b") == "ORA-39726"
    cursor.execute("ALTER TABLE t SET UNUSED COLUMN b")
    assert rows(cursor, "SELECT column_name FROM user_tab_columns") == [("A",)]


def test_a_column_in_an_index_expression_keeps_its_type(table: oracledb.Cursor) -> None:
    """Error Messages, ORA-30556."""
    table.execute("CREATE INDEX t_f ON t (UPPER(s))")

    assert code_of(table, "ALTER TABLE t MODIFY s VARCHAR2(50)") == "ORA-30556"


def test_a_primary_key_is_replaced(table: oracledb.Cursor) -> None:
    """SQL Language Reference, ALTER TABLE, drop_constraint_clause and add_constraint."""
    table.execute("ALTER TABLE t DROP PRIMARY KEY")
    table.execute("UPDATE t SET e = i")
    table.execute("INSERT INTO t (i, e) VALUES (1, 3)")
    table.execute("ALTER TABLE t ADD CONSTRAINT e_pk PRIMARY KEY (e)")

    assert code_of(table, "INSERT INTO t (i) VALUES (1)") == "ORA-01400"
    assert rows(table, "SELECT constraint_name, index_name FROM user_constraints WHERE constraint_type = 'P'") == [
        ("E_PK", "E_PK")
    ]


def test_a_key_over_nulls_or_duplicates_is_refused(table: oracledb.Cursor) -> None:
    """Error Messages, ORA-02437 and ORA-01449."""
    table.execute("ALTER TABLE t DROP PRIMARY KEY")

    assert code_of(table, "ALTER TABLE t ADD PRIMARY KEY (n)") == "ORA-02437"
    assert code_of(table, "ALTER TABLE t ADD PRIMARY KEY (s)") == "ORA-01449"
    assert code_of(table, "ALTER TABLE t DROP PRIMARY KEY") == "ORA-02441"


@pytest.mark.parametrize(
    ("constraint", "refusal"),
    [
        ("CHECK (n < 2)", "ORA-02290"),
        ("UNIQUE (i, n)", "ORA-00001"),
        ("FOREIGN KEY (n) REFERENCES parent", "ORA-02291"),
    ],
)
def test_a_constraint_is_switched_off_and_on(table: oracledb.Cursor, constraint: str, refusal: str) -> None:
    """SQL Language Reference, ALTER TABLE, enable_disable_clause."""
    table.execute("CREATE TABLE parent (n NUMBER PRIMARY KEY)")
    table.execute("INSERT INTO parent VALUES (1.25)")
    table.execute("ALTER TABLE t DROP PRIMARY KEY")
    table.execute(f"ALTER TABLE t ADD CONSTRAINT k {constraint}")
    breaking = "INSERT INTO t (i, n) VALUES (1, 1.25)" if "UNIQUE" in constraint else "INSERT INTO t (n) VALUES (3)"

    assert code_of(table, breaking) == refusal
    table.execute("ALTER TABLE t DISABLE CONSTRAINT k")
    table.execute(breaking)
    table.connection.commit()
    assert code_of(table, "ALTER TABLE t ENABLE CONSTRAINT k") in ("ORA-02293", "ORA-02299", "ORA-02298")
    table.execute("DELETE FROM t WHERE d IS NULL")
    table.execute("ALTER TABLE t ENABLE CONSTRAINT k")
    assert code_of(table, breaking) == refusal
    assert rows(table, "SELECT status, validated FROM user_constraints WHERE constraint_name = 'K'") == [
        ("ENABLED", "VALIDATED")
    ]


def test_a_constraint_is_enabled_without_a_look_at_the_rows(table: oracledb.Cursor) -> None:
    """SQL Language Reference, constraint_state: ENABLE NOVALIDATE."""
    table.execute("ALTER TABLE t ADD CONSTRAINT k CHECK (n > 5) DISABLE")
    table.execute("ALTER TABLE t ENABLE NOVALIDATE CONSTRAINT k")

    assert code_of(table, "INSERT INTO t (i, n) VALUES (3, 1)") == "ORA-02290"
    assert code_of(table, "ALTER TABLE t MODIFY CONSTRAINT k VALIDATE") == "ORA-02293"


def test_a_key_that_is_referenced_stays_enabled(table: oracledb.Cursor) -> None:
    """Error Messages, ORA-02297."""
    table.execute("CREATE TABLE child (i NUMBER REFERENCES t)")

    assert code_of(table, "ALTER TABLE t DISABLE PRIMARY KEY") == "ORA-02297"


def test_a_renamed_constraint_leaves_its_index_alone(table: oracledb.Cursor) -> None:
    """SQL Language Reference, ALTER TABLE, RENAME CONSTRAINT."""
    table.execute("ALTER TABLE t RENAME CONSTRAINT t_pk TO pk_of_t")

    assert rows(table, "SELECT constraint_name, index_name FROM user_constraints") == [("PK_OF_T", "T_PK")]


def test_a_renamed_table_is_found_under_its_new_name_alone(table: oracledb.Cursor) -> None:
    """SQL Language Reference, RENAME."""
    table.execute("RENAME t TO u")
    table.execute("ALTER TABLE u RENAME TO v")

    assert rows(table, "SELECT COUNT(*) FROM v") == [(2,)]
    assert code_of(table, "SELECT * FROM t") == "ORA-00942"
    table.execute("CREATE TABLE t (a NUMBER)")
    assert code_of(table, "RENAME v TO t") == "ORA-00955"


def test_rename_takes_no_schema(table: oracledb.Cursor, account: Account) -> None:
    """SQL Language Reference, RENAME; Error Messages, ORA-01765."""
    assert code_of(table, f"RENAME {account.user}.t TO u") == "ORA-01765"


@pytest.mark.parametrize(
    ("clause", "query", "shown"),
    [
        ("NOLOGGING", "logging", "NO"),
        ("COMPRESS", "compress_for", "BASIC"),
        ("ROW STORE COMPRESS ADVANCED", "compress_for", "ADVANCED"),
        ("PARALLEL 8", "TRIM(degree)", "8"),
        ("CACHE", "TRIM(cache)", "Y"),
        ("ENABLE ROW MOVEMENT", "row_movement", "ENABLED"),
        ("PCTFREE 7", "pct_free", 7),
        ("INMEMORY", "inmemory", "ENABLED"),
    ],
)
def test_physical_clauses_can_be_changed(table: oracledb.Cursor, clause: str, query: str, shown: str | int) -> None:
    """SQL Language Reference, ALTER TABLE, alter_table_properties."""
    table.execute(f"ALTER TABLE t {clause}")

    assert rows(table, f"SELECT {query} FROM user_tables WHERE table_name = 'T'") == [(shown,)]


def test_a_moved_table_has_unusable_indexes_until_they_are_rebuilt(table: oracledb.Cursor) -> None:
    """SQL Language Reference, ALTER TABLE, move_table_clause; Error Messages, ORA-01502."""
    table.execute("ALTER TABLE t MOVE")

    assert rows(table, "SELECT index_name, status FROM user_indexes WHERE index_type = 'NORMAL'") == [
        ("T_PK", "UNUSABLE")
    ]
    assert code_of(table, "INSERT INTO t (i) VALUES (3)") == "ORA-01502"
    table.execute("ALTER INDEX t_pk REBUILD")
    table.execute("INSERT INTO t (i) VALUES (3)")


def test_a_table_is_dropped_with_its_constraints(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, DROP TABLE; Error Messages, ORA-02449."""
    cursor.execute("CREATE TABLE p (i NUMBER PRIMARY KEY)")
    cursor.execute("CREATE TABLE c (i NUMBER CONSTRAINT fk REFERENCES p)")

    assert code_of(cursor, "DROP TABLE p") == "ORA-02449"
    cursor.execute("DROP TABLE p CASCADE CONSTRAINTS PURGE")
    cursor.execute("INSERT INTO c VALUES (1)")
    assert rows(cursor, "SELECT table_name FROM user_tables") == [("C",)]
    assert code_of(cursor, "DROP TABLE p PURGE") == "ORA-00942"


@pytest.mark.parametrize("storage", ["", "DROP STORAGE", "REUSE STORAGE", "DROP ALL STORAGE"])
def test_truncate_empties_a_table_and_commits(table: oracledb.Cursor, account: Account, storage: str) -> None:
    """SQL Language Reference, TRUNCATE TABLE: it cannot be rolled back."""
    table.execute(f"TRUNCATE TABLE t {storage}")
    table.connection.rollback()

    with account.connect() as other, other.cursor() as cursor:
        assert rows(cursor, "SELECT COUNT(*) FROM t") == [(0,)]


def test_a_parent_is_truncated_once_its_foreign_keys_are_disabled(table: oracledb.Cursor) -> None:
    """Error Messages, ORA-02266."""
    table.execute("CREATE TABLE child (i NUMBER CONSTRAINT fk REFERENCES t)")

    assert code_of(table, "TRUNCATE TABLE t") == "ORA-02266"
    table.execute("ALTER TABLE child DISABLE CONSTRAINT fk")
    table.execute("TRUNCATE TABLE t")
    assert rows(table, "SELECT COUNT(*) FROM t") == [(0,)]


def test_ddl_commits_what_is_open_even_when_it_fails(table: oracledb.Cursor) -> None:
    """SQL Language Reference, COMMIT: implicit commits before and after DDL."""
    table.execute("INSERT INTO t (i) VALUES (3)")
    assert code_of(table, "CREATE TABLE t (a NUMBER)") == "ORA-00955"
    table.connection.rollback()

    assert rows(table, "SELECT COUNT(*) FROM t") == [(3,)]


def test_ddl_does_not_wait_for_open_transactions_unless_told_to(table: oracledb.Cursor, account: Account) -> None:
    """Database Reference, DDL_LOCK_TIMEOUT; Error Messages, ORA-00054."""
    with account.connect() as other, other.cursor() as cursor:
        cursor.execute("UPDATE t SET n = 2")
        assert code_of(table, "ALTER TABLE t DROP COLUMN e") == "ORA-00054"
        assert code_of(table, "TRUNCATE TABLE t") == "ORA-00054"
        table.execute("ALTER SESSION SET DDL_LOCK_TIMEOUT = 1")
        assert code_of(table, "DROP TABLE t") == "ORA-00054"
        other.commit()
    table.execute("DROP TABLE t")


def test_the_default_of_an_added_char_column_is_padded(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, CHAR Data Type: shorter values are blank-padded to the column's length."""
    cursor.execute("CREATE TABLE t (i NUMBER)")
    cursor.execute("INSERT INTO t VALUES (1)")

    cursor.execute("ALTER TABLE t ADD (f CHAR(5) DEFAULT 'ab', n NCHAR(3) DEFAULT 'y', e CHAR(2) DEFAULT NULL)")

    assert rows(cursor, "SELECT f, n, e FROM t") == [("ab   ", "y  ", None)]


@pytest.mark.parametrize(
    ("column", "shown"),
    [
        ("f FLOAT(10) DEFAULT 123456.789", "123500"),
        ("f TIMESTAMP(3) WITH TIME ZONE DEFAULT TIMESTAMP '2024-01-31 10:20:30.1239 +02:00'", "30.124"),
        ("f TIMESTAMP(8) DEFAULT TIMESTAMP '2024-01-31 10:20:30.123456789'", "30.12345679"),
        ("f CHAR(4) DEFAULT 'ab'", "ab  "),
    ],
)
def test_the_default_of_a_new_column_fits_in_the_rows_that_exist(
    cursor: oracledb.Cursor, column: str, shown: str
) -> None:
    """SQL Language Reference, ALTER TABLE: add_column_clause, DEFAULT."""
    cursor.execute("CREATE TABLE t (n NUMBER)")
    cursor.execute("INSERT INTO t VALUES (1)")
    cursor.execute(f"ALTER TABLE t ADD ({column})")
    digits = len(shown.partition(".")[2])
    text = f"TO_CHAR(f, 'SS.FF{digits}')" if digits else "TO_CHAR(f)"

    assert cursor.execute(f"SELECT {text} FROM t").fetchall() == [(shown,)]


def test_a_wider_char_pads_the_rows_that_exist(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "CHAR Data Type": values are blank-padded to the column's length."""
    cursor.execute("CREATE TABLE t (f CHAR(3))")
    cursor.execute("INSERT INTO t VALUES ('ab')")
    cursor.execute("ALTER TABLE t MODIFY (f CHAR(5))")

    assert cursor.execute("SELECT f, LENGTH(f) FROM t").fetchall() == [("ab   ", 5)]
