"""Tables, columns and constraints: what DDL does, and its errors."""

import pytest

from oracle_standin.errors import OracleError
from sessions import Session, numbers, texts


def code_of(session: Session, sql: str) -> int:
    with pytest.raises(OracleError) as error:
        session.run(sql)
    return error.value.code


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("CREATE TABLE t (i NUMBER)", 955),
        ("CREATE TABLE u (i NUMBER, I NUMBER)", 957),
        ("CREATE TABLE u (i NUMBER PRIMARY KEY, j NUMBER PRIMARY KEY)", 2260),
        ("CREATE TABLE u (i NUMBER CONSTRAINT t_pk PRIMARY KEY)", 2264),
        ("CREATE TABLE nobody.u (i NUMBER)", 1918),
        ("DROP TABLE nowhere", 942),
        ("TRUNCATE TABLE nowhere", 942),
        ("ALTER TABLE nowhere ADD x NUMBER", 942),
        ("ALTER TABLE t ADD s NUMBER", 1430),
        ("ALTER TABLE t ADD x NUMBER NOT NULL", 1758),
        ("ALTER TABLE t MODIFY nope NUMBER", 904),
        ("ALTER TABLE t MODIFY s VARCHAR2(2)", 1441),
        ("ALTER TABLE t MODIFY n NUMBER(3)", 1440),
        ("ALTER TABLE t MODIFY n VARCHAR2(30)", 1439),
        ("ALTER TABLE t MODIFY s CLOB", 22858),
        ("ALTER TABLE t MODIFY c VARCHAR2(10)", 22859),
        ("ALTER TABLE t MODIFY s NULL", 1451),
        ("ALTER TABLE t MODIFY i NOT NULL", 1442),
        ("ALTER TABLE t MODIFY c NOT NULL", 2296),
        ("ALTER TABLE t RENAME COLUMN nope TO x", 904),
        ("ALTER TABLE t RENAME COLUMN s TO n", 957),
        ("ALTER TABLE t DROP COLUMN nope", 904),
        ("ALTER TABLE t DROP CONSTRAINT nope", 2443),
        ("ALTER TABLE t ADD CONSTRAINT x UNIQUE (n)", 2299),
        ("ALTER TABLE t ADD CONSTRAINT x CHECK (n > 5)", 2293),
        ("ALTER TABLE t ADD PRIMARY KEY (n)", 2260),
        ("CREATE INDEX x ON t (i)", 1408),
        ("CREATE UNIQUE INDEX x ON t (n)", 1452),
        ("CREATE INDEX x ON t (nope)", 904),
        ("DROP INDEX nope", 1418),
        ("DROP INDEX t_pk", 2429),
        ("COMMENT ON COLUMN t.nope IS 'x'", 904),
        ("DROP USER nobody", 1918),
    ],
)
def test_a_definition_that_oracle_refuses_is_refused_with_its_code(session: Session, sql: str, code: int) -> None:
    session.run("CREATE TABLE t (i NUMBER CONSTRAINT t_pk PRIMARY KEY, s VARCHAR2(5), n NUMBER(5,2), c CLOB)")
    session.run("INSERT INTO t (i, s, n) VALUES (:1, :2, :3)", numbers(1, 2), texts("abc", "d"), numbers(1, 1))

    assert code_of(session, sql) == code


@pytest.mark.parametrize(
    ("change", "data_type"),
    [
        ("s VARCHAR2(20 CHAR)", ("VARCHAR2", "80", None, None)),
        ("s VARCHAR2(3)", ("VARCHAR2", "3", None, None)),
        ("n NUMBER(10,3)", ("NUMBER", "22", "10", "3")),
        ("n NUMBER", ("NUMBER", "22", None, None)),
        ("e BINARY_DOUBLE", ("BINARY_DOUBLE", "8", None, None)),
        ("d TIMESTAMP(3)", ("TIMESTAMP(3)", "11", None, "3")),
    ],
)
def test_a_column_can_be_widened_or_changed_while_its_data_allow(
    session: Session, change: str, data_type: tuple[str | None, ...]
) -> None:
    session.run("CREATE TABLE t (s VARCHAR2(5), n NUMBER(5,2), d DATE, e NUMBER)")
    session.run("INSERT INTO t (s, n, d) VALUES ('abc', 1.25, SYSDATE)")

    session.run(f"ALTER TABLE t MODIFY ({change})")

    assert session.rows(
        "SELECT data_type, data_length, data_precision, data_scale FROM user_tab_columns"
        f" WHERE table_name = 'T' AND column_name = '{change[0].upper()}'"
    ) == [data_type]
    assert session.rows("SELECT s, n FROM t") == [("abc", "1.25")]


def test_length_checks_follow_every_change_of_a_column(session: Session, schema: str) -> None:
    session.run("CREATE TABLE t (a VARCHAR2(2), b VARCHAR2(2 CHAR))")
    session.run("ALTER TABLE t MODIFY a VARCHAR2(3)")
    session.run("ALTER TABLE t ADD c RAW(1)")
    session.run("ALTER TABLE t RENAME COLUMN a TO renamed")
    session.run("ALTER TABLE t DROP COLUMN b")
    session.run("RENAME t TO u")

    session.run("INSERT INTO u (renamed) VALUES ('abc')")
    with pytest.raises(OracleError) as error:
        session.run("INSERT INTO u (renamed) VALUES ('éé')")
    assert error.value.text == (
        f'ORA-12899: value too large for column "{schema}"."U"."RENAMED" (actual: 4, maximum: 3)'
    )
    assert code_of(session, "INSERT INTO u (c) VALUES (HEXTORAW('FFFF'))") == 12899


def test_a_length_in_characters_counts_characters_up_to_the_byte_limit(session: Session) -> None:
    session.run("CREATE TABLE t (s VARCHAR2(4000 CHAR), u VARCHAR2(2 CHAR))")

    session.run("INSERT INTO t VALUES (:1, :2)", texts("x" * 4000), texts("éé"))
    for long in ("x" * 4001, "é" * 2001):
        with pytest.raises(OracleError, match="ORA-12899"):
            session.engine.execute("INSERT INTO t (s) VALUES (:1)", [texts(long)])


@pytest.mark.parametrize(
    ("sql", "text"),
    [
        ("INSERT INTO t (i) VALUES (1)", "ORA-00001: unique constraint ({schema}.T_PK) violated"),
        ("INSERT INTO t (n) VALUES (1)", 'ORA-01400: cannot insert NULL into ("{schema}"."T"."I")'),
        ("INSERT INTO t (i) VALUES ('')", 'ORA-01400: cannot insert NULL into ("{schema}"."T"."I")'),
        ("UPDATE t SET i = NULL", 'ORA-01407: cannot update ("{schema}"."T"."I") to NULL'),
        (
            "INSERT INTO t (i, n) VALUES (2, 1000)",
            "ORA-01438: value larger than specified precision allowed for this column",
        ),
        ("INSERT INTO t (i, n) VALUES (2, -1)", "ORA-02290: check constraint ({schema}.T_N) violated"),
        ("INSERT INTO t (i, j) VALUES (2, 'no json')", "ORA-02290: check constraint ({schema}.T_J) violated"),
        (
            "INSERT INTO t (i, p) VALUES (2, 9)",
            "ORA-02291: integrity constraint ({schema}.T_P) violated - parent key not found",
        ),
        ("DELETE FROM t", "ORA-02292: integrity constraint ({schema}.T_P) violated - child record found"),
        ("INSERT INTO t (i, n) VALUES (2, 'x')", "ORA-01722: unable to convert string value to a number"),
        ("INSERT INTO t (nope) VALUES (1)", 'ORA-00904: "NOPE": invalid identifier'),
        ("INSERT INTO t VALUES (2)", "ORA-00947: not enough values"),
        ("INSERT INTO t SELECT 1 FROM DUAL", "ORA-00947: not enough values"),
        ("UPDATE nowhere SET a = 1", "ORA-00942: table or view does not exist"),
    ],
)
def test_a_change_that_breaks_a_rule_has_oracles_text(session: Session, schema: str, sql: str, text: str) -> None:
    session.run(
        "CREATE TABLE t (i NUMBER CONSTRAINT t_pk PRIMARY KEY, n NUMBER(3) CONSTRAINT t_n CHECK (n >= 0),"
        " j CLOB CONSTRAINT t_j CHECK (j IS JSON), p NUMBER CONSTRAINT t_p REFERENCES t)"
    )
    session.run("INSERT INTO t (i, n, p) VALUES (1, 1, 1)")
    session.run("INSERT INTO t (i, n, p) VALUES (3, 1, 1)")
    session.run("DELETE FROM t WHERE i = 3")
    if sql.startswith("DELETE"):
        session.run("INSERT INTO t (i, p) VALUES (4, 1)")
        sql += " WHERE i = 1"

    with pytest.raises(OracleError) as error:
        session.run(sql)

    assert error.value.text == text.format(schema=schema)


def test_a_missing_name_has_a_place_in_the_text(session: Session) -> None:
    with pytest.raises(OracleError) as table_error:
        session.rows("SELECT 1 FROM nowhere")
    with pytest.raises(OracleError) as column_error:
        session.rows("SELECT dummy, nope FROM DUAL")

    assert (table_error.value.position, column_error.value.position) == (14, 14)


def test_long_names_are_told_apart_and_shown_in_full(session: Session, schema: str) -> None:
    name = "A_NAME_THAT_IS_LONGER_THAN_WHAT_POSTGRESQL_CAN_KEEP_OF_A_NAME_"
    session.run(f"CREATE TABLE {name}1 ({name}c NUMBER CONSTRAINT {name}pk PRIMARY KEY)")
    session.run(f"CREATE TABLE {name}2 ({name}c NUMBER)")
    session.run(f"INSERT INTO {name}1 VALUES (1)")

    with pytest.raises(OracleError) as error:
        session.run(f"INSERT INTO {name}1 VALUES (1)")

    assert error.value.text == f"ORA-00001: unique constraint ({schema}.{name}PK) violated"
    assert session.query(f"SELECT * FROM {name}1").columns[0].name == f"{name}C"
    assert session.query(f"SELECT 1 {name}x FROM DUAL").columns[0].name == f"{name}X"
    assert session.rows("SELECT table_name FROM user_tables ORDER BY 1") == [(f"{name}1",), (f"{name}2",)]


def test_a_table_can_be_made_from_a_query(session: Session) -> None:
    session.run("CREATE TABLE t (i NUMBER(5), s VARCHAR2(7 CHAR), d DATE, tz TIMESTAMP WITH TIME ZONE)")
    session.run("INSERT INTO t (i, s) VALUES (1, 'x')")

    session.run("CREATE TABLE u AS SELECT t.*, i * 2 double FROM t")

    described = (
        "SELECT column_name, data_type, data_length, data_precision FROM user_tab_columns WHERE table_name = 'U'"
    )
    assert session.rows(f"{described} ORDER BY column_id") == [
        ("I", "NUMBER", "22", "5"),
        ("S", "VARCHAR2", "28", None),
        ("D", "DATE", "7", None),
        ("TZ", "TIMESTAMP(6) WITH TIME ZONE", "13", None),
        ("DOUBLE", "NUMBER", "22", None),
    ]
    assert session.rows("SELECT i, double FROM u") == [("1", "2")]


def test_defaults_apply_to_new_rows_and_to_rows_of_before(session: Session) -> None:
    session.run("CREATE TABLE t (i NUMBER, s VARCHAR2(9) DEFAULT 'x' || 'y')")
    session.run("INSERT INTO t (i) VALUES (1)")
    session.run("ALTER TABLE t ADD n NUMBER DEFAULT 7 NOT NULL")
    session.run("ALTER TABLE t MODIFY s DEFAULT 'z'")
    session.run("INSERT INTO t (i, n) VALUES (2, DEFAULT)")

    assert session.rows("SELECT s, n FROM t ORDER BY i") == [("xy", "7"), ("z", "7")]


def test_a_table_with_children_goes_only_with_its_constraints(session: Session) -> None:
    session.run("CREATE TABLE p (i NUMBER PRIMARY KEY)")
    session.run("CREATE TABLE c (i NUMBER REFERENCES p)")

    assert code_of(session, "DROP TABLE p") == 2449
    assert code_of(session, "TRUNCATE TABLE p") == 2266
    session.run("DROP TABLE p CASCADE CONSTRAINTS PURGE")
    session.run("INSERT INTO c VALUES (1)")


def test_create_user_needs_a_way_to_keep_passwords(session: Session) -> None:
    with pytest.raises(OracleError, match="a user with a password"):
        session.run("CREATE USER u IDENTIFIED BY secret")
