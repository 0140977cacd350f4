"""CREATE TABLE: names, constraints, physical clauses, and what the dictionary says of them."""

import oracledb
import pytest

from statements import code_of, rows


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("CREATE TABLE t (a NUMBER)", "ORA-00955"),
        ("CREATE TABLE u (a NUMBER, A NUMBER)", "ORA-00957"),
        ("CREATE TABLE u (a)", "ORA-02263"),
        ("CREATE TABLE u (a NUMBER, b NUMBER", "ORA-00907"),
        ("CREATE TABLE u (a TEXT)", "ORA-00902"),
        ("CREATE TABLE u (a NUMBER NOT NULL DEFAULT 1)", "ORA-00907"),
        ("CREATE TABLE u", "ORA-00922"),
        ("CREATE TABLE u (file NUMBER)", "ORA-00904"),
        ("CREATE TABLE u (a NUMBER DEFAULT b, b NUMBER)", "ORA-00984"),
        ("CREATE TABLE u (a NUMBER DEFAULT ROWNUM)", "ORA-00976"),
        ("CREATE TABLE select (a NUMBER)", "ORA-00903"),
        (f"CREATE TABLE {'x' * 129} (a NUMBER)", "ORA-00972"),
        ('CREATE TABLE u ("" NUMBER)', "ORA-01741"),
        ("CREATE TABLE u (_a NUMBER)", "ORA-00911"),
        ("CREATE TABLE u (a NUMBER) SPEED 9", "ORA-00922"),
        ("CREATE TABLE nobody_at_all.u (a NUMBER)", "ORA-01918"),
    ],
)
def test_a_wrong_definition_is_refused(cursor: oracledb.Cursor, statement: str, code: str) -> None:
    """SQL Language Reference, CREATE TABLE; Database Object Naming Rules."""
    cursor.execute("CREATE TABLE t (a NUMBER)")

    assert code_of(cursor, statement) == code


def test_the_time_and_the_user_may_be_defaults(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, CREATE TABLE: DEFAULT, expr may hold functions without columns."""
    cursor.execute("CREATE TABLE t (i NUMBER, d DATE DEFAULT SYSDATE NOT NULL, u VARCHAR2(128) DEFAULT USER)")
    cursor.execute("ALTER TABLE t ADD s TIMESTAMP DEFAULT SYSTIMESTAMP")
    cursor.execute("INSERT INTO t (i) VALUES (1)")

    query = "SELECT SYSDATE - d, u, EXTRACT(YEAR FROM s) - EXTRACT(YEAR FROM SYSDATE) FROM t"
    [(days, user, years)] = rows(cursor, query)

    assert 0 <= days < 0.1
    assert (user, years) == (cursor.connection.username.upper(), 0)


def test_a_table_has_at_most_a_thousand_columns(cursor: oracledb.Cursor) -> None:
    """Database Reference, Logical Database Limits: columns per table."""
    columns = ", ".join(f"c{place} NUMBER" for place in range(1001))

    assert code_of(cursor, f"CREATE TABLE t ({columns})") == "ORA-01792"


@pytest.mark.parametrize(
    ("elements", "code"),
    [
        ("a NUMBER PRIMARY KEY, b NUMBER PRIMARY KEY", "ORA-02260"),
        ("a NUMBER CONSTRAINT x UNIQUE, b NUMBER CONSTRAINT x UNIQUE", "ORA-02264"),
        ("a NUMBER CONSTRAINT taken UNIQUE", "ORA-02264"),
        ("a NUMBER, UNIQUE (a), PRIMARY KEY (a)", "ORA-02261"),
        ("a CLOB PRIMARY KEY", "ORA-02329"),
        ("a TIMESTAMP WITH TIME ZONE UNIQUE", "ORA-02329"),
        ("a VARCHAR2(4000), b VARCHAR2(4000), PRIMARY KEY (a, b)", "ORA-01450"),
        ("a NUMBER, PRIMARY KEY (b)", "ORA-00904"),
        ("a NUMBER, CHECK (b > 0)", "ORA-00904"),
        ("a NUMBER CHECK (a > (SELECT 1 FROM dual))", "ORA-02251"),
        ("a DATE CHECK (a < SYSDATE)", "ORA-02436"),
        ("a NUMBER, FOREIGN KEY (a) REFERENCES t (b)", "ORA-02270"),
        ("a NUMBER, FOREIGN KEY (a) REFERENCES nowhere", "ORA-00942"),
        ("a VARCHAR2(5), FOREIGN KEY (a) REFERENCES t", "ORA-02267"),
        ("a NUMBER, b NUMBER, FOREIGN KEY (a, b) REFERENCES t (i)", "ORA-02256"),
    ],
)
def test_a_constraint_that_cannot_be_is_refused(cursor: oracledb.Cursor, elements: str, code: str) -> None:
    """SQL Language Reference, constraint: restrictions; Error Messages."""
    cursor.execute("CREATE TABLE t (i NUMBER CONSTRAINT taken PRIMARY KEY, b NUMBER)")

    assert code_of(cursor, f"CREATE TABLE u ({elements})") == code


def test_a_key_of_six_names_of_255_characters_fits(cursor: oracledb.Cursor) -> None:
    """Database Reference, Logical Database Limits: total size of an indexed key, with blocks of 8 KB."""
    columns = ", ".join(f"c{place} VARCHAR2(255 CHAR)" for place in range(6))

    cursor.execute(f"CREATE TABLE t ({columns}, PRIMARY KEY (c0, c1, c2, c3, c4, c5))")

    assert rows(cursor, "SELECT COUNT(*) FROM user_cons_columns WHERE table_name = 'T'") == [(6,)]


def test_the_dictionary_shows_each_constraint_with_its_state(cursor: oracledb.Cursor) -> None:
    """Database Reference, ALL_CONSTRAINTS; SQL Language Reference, constraint_state."""
    cursor.execute(
        "CREATE TABLE t (i NUMBER CONSTRAINT t_pk PRIMARY KEY RELY DISABLE NOVALIDATE,"
        " n NUMBER CONSTRAINT t_n NOT NULL, p NUMBER CONSTRAINT t_c CHECK (p > 0) DISABLE,"
        " q NUMBER CONSTRAINT t_v CHECK (q > 0) ENABLE NOVALIDATE)"
    )

    found = rows(
        cursor,
        "SELECT constraint_name, constraint_type, status, validated, rely, search_condition_vc, index_name"
        " FROM user_constraints WHERE table_name = 'T' ORDER BY 1",
    )

    assert found == [
        ("T_C", "C", "DISABLED", "NOT VALIDATED", None, "p > 0", None),
        ("T_N", "C", "ENABLED", "VALIDATED", None, '"N" IS NOT NULL', None),
        ("T_PK", "P", "DISABLED", "NOT VALIDATED", "RELY", None, None),
        ("T_V", "C", "ENABLED", "NOT VALIDATED", None, "q > 0", None),
    ]


def test_a_disabled_constraint_refuses_nothing(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, constraint_state: DISABLE."""
    cursor.execute("CREATE TABLE t (i NUMBER PRIMARY KEY DISABLE, p NUMBER CHECK (p > 0) DISABLE)")

    cursor.executemany("INSERT INTO t VALUES (:1, :2)", [(1, -1), (1, -1), (None, None)])

    assert rows(cursor, "SELECT COUNT(*) FROM t") == [(3,)]


def test_a_key_uses_an_index_with_a_name_of_its_own(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, using_index_clause."""
    cursor.execute(
        "CREATE TABLE t (i NUMBER, CONSTRAINT t_pk PRIMARY KEY (i) USING INDEX (CREATE UNIQUE INDEX t_ix ON t (i)))"
    )

    assert rows(cursor, "SELECT constraint_name, index_name FROM user_constraints WHERE constraint_type = 'P'") == [
        ("T_PK", "T_IX")
    ]
    assert rows(cursor, "SELECT index_name, uniqueness FROM user_indexes") == [("T_IX", "UNIQUE")]
    assert code_of(cursor, "DROP INDEX t_ix") == "ORA-02429"


def test_physical_clauses_are_shown(cursor: oracledb.Cursor) -> None:
    """Database Reference, ALL_TABLES."""
    cursor.execute(
        "CREATE TABLE t (a NUMBER) SEGMENT CREATION IMMEDIATE PCTFREE 5 INITRANS 3 NOLOGGING COMPRESS TABLESPACE users"
        " CACHE PARALLEL 4 ENABLE ROW MOVEMENT"
    )

    assert rows(
        cursor,
        "SELECT pct_free, ini_trans, logging, compression, compress_for, tablespace_name, TRIM(cache), TRIM(degree),"
        " row_movement, segment_created, partitioned, temporary FROM user_tables",
    ) == [(5, 3, "NO", "ENABLED", "BASIC", "USERS", "Y", "4", "ENABLED", "YES", "NO", "N")]


@pytest.mark.parametrize(
    ("clause", "shown"),
    [
        ("COMPRESS", ("ENABLED", "BASIC")),
        ("COMPRESS BASIC", ("ENABLED", "BASIC")),
        ("ROW STORE COMPRESS BASIC", ("ENABLED", "BASIC")),
        ("ROW STORE COMPRESS ADVANCED", ("ENABLED", "ADVANCED")),
        ("COMPRESS FOR OLTP", ("ENABLED", "ADVANCED")),
        ("NOCOMPRESS", ("DISABLED", None)),
        ("", ("DISABLED", None)),
    ],
)
def test_table_compression_is_shown(cursor: oracledb.Cursor, clause: str, shown: tuple[str, str | None]) -> None:
    """SQL Language Reference, table_compression; Database Reference, ALL_TABLES.COMPRESS_FOR."""
    cursor.execute(f"CREATE TABLE t (a NUMBER) {clause}")

    assert rows(cursor, "SELECT compression, compress_for FROM user_tables") == [shown]


@pytest.mark.parametrize(
    "clause", ["COMPRESS FOR QUERY HIGH", "COLUMN STORE COMPRESS", "COLUMN STORE COMPRESS FOR ARCHIVE LOW"]
)
def test_hybrid_columnar_compression_needs_its_storage(cursor: oracledb.Cursor, clause: str) -> None:
    """Error Messages, ORA-64307."""
    assert code_of(cursor, f"CREATE TABLE t (a NUMBER) {clause}") == "ORA-64307"


@pytest.mark.parametrize(
    ("clause", "code"),
    [
        ("TABLESPACE nowhere", "ORA-00959"),
        ("TABLESPACE temp", "ORA-02195"),
        ("PCTFREE 100", "ORA-02211"),
        ("INITRANS 0", "ORA-02207"),
        ("PARALLEL 0", "ORA-12813"),
        ("SEGMENT CREATION", "ORA-00905"),
    ],
)
def test_a_wrong_physical_clause_is_refused(cursor: oracledb.Cursor, clause: str, code: str) -> None:
    """SQL Language Reference, physical_attributes_clause, parallel_clause; Error Messages."""
    assert code_of(cursor, f"CREATE TABLE t (a NUMBER) {clause}") == code


def test_a_segment_comes_with_the_first_row(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, deferred_segment_creation."""
    cursor.execute("CREATE TABLE t (a NUMBER) SEGMENT CREATION DEFERRED")
    before = rows(cursor, "SELECT segment_created FROM user_tables")
    cursor.execute("INSERT INTO t VALUES (1)")

    assert (before, rows(cursor, "SELECT segment_created FROM user_tables")) == ([("NO",)], [("YES",)])


def test_lob_storage_is_shown(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, LOB_storage_clause; Database Reference, ALL_LOBS."""
    cursor.execute(
        "CREATE TABLE t (a NUMBER, d CLOB, e BLOB) LOB (d) STORE AS SECUREFILE d_seg (DISABLE STORAGE IN ROW CACHE)"
    )

    found = rows(cursor, "SELECT column_name, securefile, in_row, cache FROM user_lobs ORDER BY 1")

    assert found == [("D", "YES", "NO", "YES"), ("E", "YES", "YES", "NO")]
    assert rows(cursor, "SELECT segment_name FROM user_lobs WHERE column_name = 'D'") == [("D_SEG",)]


def test_lob_storage_of_a_column_that_is_not_there_is_refused(cursor: oracledb.Cursor) -> None:
    """Error Messages, ORA-00904."""
    assert code_of(cursor, "CREATE TABLE t (a CLOB) LOB (b) STORE AS (CACHE)") == "ORA-00904"


def test_inmemory_is_shown(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, inmemory_table_clause; Database Reference, ALL_TABLES."""
    cursor.execute("CREATE TABLE t (a NUMBER) INMEMORY PRIORITY LOW")

    assert rows(cursor, "SELECT inmemory, inmemory_priority FROM user_tables") == [("ENABLED", "LOW")]


def test_a_table_made_from_a_query_has_its_columns_rows_and_not_nulls(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, CREATE TABLE, AS subquery: NOT NULL is copied, a key's implied one is not."""
    cursor.execute("CREATE TABLE t (i NUMBER(5) PRIMARY KEY, s VARCHAR2(7 CHAR) NOT NULL)")
    cursor.execute("INSERT INTO t VALUES (1, 'x')")
    cursor.execute("CREATE TABLE u (k, name, doubled) COMPRESS AS SELECT i, s, i * 2 FROM t")

    found = rows(
        cursor,
        "SELECT column_name, data_type, nullable FROM user_tab_columns WHERE table_name = 'U' ORDER BY column_id",
    )

    assert found == [("K", "NUMBER", "Y"), ("NAME", "VARCHAR2", "N"), ("DOUBLED", "NUMBER", "Y")]
    assert rows(cursor, "SELECT * FROM u") == [(1, "x", 2)]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("CREATE TABLE u (a NUMBER) AS SELECT i FROM t", "ORA-01773"),
        ("CREATE TABLE u (a, b) AS SELECT i FROM t", "ORA-01730"),
        ("CREATE TABLE u AS SELECT i, i FROM t", "ORA-00957"),
        ("CREATE TABLE u AS SELECT nope FROM t", "ORA-00904"),
    ],
)
def test_a_table_cannot_be_made_from_such_a_query(cursor: oracledb.Cursor, statement: str, code: str) -> None:
    """SQL Language Reference, CREATE TABLE, AS subquery; Error Messages."""
    cursor.execute("CREATE TABLE t (i NUMBER)")

    assert code_of(cursor, statement) == code


def test_objects_show_when_they_were_made_and_changed(cursor: oracledb.Cursor) -> None:
    """Database Reference, ALL_OBJECTS."""
    cursor.execute("CREATE TABLE t (i NUMBER PRIMARY KEY)")
    cursor.execute("ALTER TABLE t ADD s NUMBER")

    assert rows(
        cursor,
        "SELECT object_type, status, temporary FROM user_objects WHERE last_ddl_time >= created ORDER BY object_type",
    ) == [("INDEX", "VALID", "N"), ("TABLE", "VALID", "N")]


def test_json_columns_are_known_by_their_check(cursor: oracledb.Cursor) -> None:
    """Database Reference, ALL_JSON_COLUMNS."""
    cursor.execute("CREATE TABLE t (d CLOB CHECK (d IS JSON), v VARCHAR2(100) CONSTRAINT v_json CHECK (v IS JSON))")

    assert rows(cursor, "SELECT column_name, format, data_type FROM user_json_columns ORDER BY 1") == [
        ("D", "TEXT", "CLOB"),
        ("V", "TEXT", "VARCHAR2"),
    ]


def test_comments_of_tables_and_columns_are_kept_and_replaced(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, COMMENT."""
    cursor.execute("CREATE TABLE t (a NUMBER)")
    cursor.execute("COMMENT ON TABLE t IS 'first'")
    cursor.execute("COMMENT ON TABLE t IS 'it''s the second'")
    cursor.execute("COMMENT ON COLUMN t.a IS 'key'")

    assert rows(cursor, "SELECT comments FROM user_tab_comments") == [("it's the second",)]
    assert rows(cursor, "SELECT column_name, comments FROM user_col_comments") == [("A", "key")]
    cursor.execute("COMMENT ON TABLE t IS ''")
    assert rows(cursor, "SELECT comments FROM user_tab_comments") == [(None,)]


@pytest.mark.parametrize(
    ("statement", "code"),
    [("COMMENT ON TABLE nowhere IS 'x'", "ORA-00942"), ("COMMENT ON COLUMN t.nope IS 'x'", "ORA-00904")],
)
def test_what_is_not_there_gets_no_comment(cursor: oracledb.Cursor, statement: str, code: str) -> None:
    """Error Messages, ORA-00942 and ORA-00904."""
    cursor.execute("CREATE TABLE t (a NUMBER)")

    assert code_of(cursor, statement) == code


@pytest.mark.parametrize("name", ["type", "library", "java", "package"])
def test_a_table_may_have_the_name_of_a_kind_of_object(cursor: oracledb.Cursor, name: str) -> None:
    """SQL Language Reference, "Oracle SQL Reserved Words": these are none."""
    cursor.execute(f"CREATE TABLE {name} (a NUMBER)")
    cursor.execute(f"INSERT INTO {name} VALUES (1)")

    assert rows(cursor, f"SELECT a FROM {name}") == [(1,)]
