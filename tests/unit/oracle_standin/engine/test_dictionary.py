"""Dictionary views, V$ views and what a session knows of itself."""

import pytest

from oracle_standin.engine.database import Database
from oracle_standin.errors import OracleError
from sessions import Session


@pytest.fixture
def table(session: Session) -> None:
    session.run(
        "CREATE TABLE t (i NUMBER(10) CONSTRAINT t_pk PRIMARY KEY, s VARCHAR2(20 CHAR) DEFAULT 'x' NOT NULL,"
        " p NUMBER CONSTRAINT t_fk REFERENCES t ON DELETE CASCADE, j CLOB CONSTRAINT t_json CHECK (j IS JSON),"
        " CONSTRAINT t_u UNIQUE (s, i)) COMPRESS"
    )


@pytest.mark.usefixtures("table")
def test_tables_show_their_attributes(session: Session, schema: str) -> None:
    found = session.rows(
        f"SELECT table_name, compression, compress_for, temporary FROM all_tables WHERE owner = '{schema}'"
    )

    assert found == [("T", "ENABLED", "BASIC", "N")]


@pytest.mark.usefixtures("table")
def test_columns_show_type_length_and_default(session: Session, schema: str) -> None:
    found = session.rows(
        "SELECT column_name, data_type, data_length, char_length, char_used, data_precision, data_scale, nullable,"
        f" data_default FROM all_tab_cols WHERE owner = '{schema}' AND table_name = 'T' AND hidden_column = 'NO'"
        " ORDER BY column_id"
    )

    assert found == [
        ("I", "NUMBER", "22", "0", None, "10", "0", "N", None),
        ("S", "VARCHAR2", "80", "20", "C", None, None, "N", "'x'"),
        ("P", "NUMBER", "22", "0", None, None, None, "Y", None),
        ("J", "CLOB", "4000", "0", None, None, None, "Y", None),
    ]


@pytest.mark.usefixtures("table")
def test_constraints_show_kind_condition_and_parent(session: Session) -> None:
    found = session.rows(
        "SELECT constraint_name, constraint_type, search_condition_vc, r_constraint_name, delete_rule, generated"
        " FROM user_constraints WHERE table_name = 'T' AND generated = 'USER NAME' ORDER BY constraint_name"
    )
    generated = session.rows("SELECT search_condition FROM user_constraints WHERE generated = 'GENERATED NAME'")

    assert found == [
        ("T_FK", "R", None, "T_PK", "CASCADE", "USER NAME"),
        ("T_JSON", "C", "j IS JSON", None, None, "USER NAME"),
        ("T_PK", "P", None, None, None, "USER NAME"),
        ("T_U", "U", None, None, None, "USER NAME"),
    ]
    assert generated == [('"S" IS NOT NULL',)]


@pytest.mark.usefixtures("table")
def test_the_columns_of_keys_and_indexes_are_in_order(session: Session, schema: str) -> None:
    session.run("CREATE INDEX t_i ON t (p DESC, UPPER(s))")

    keys = session.rows(
        "SELECT cc.constraint_name, cc.column_name FROM all_constraints c JOIN all_cons_columns cc"
        " ON cc.owner = c.owner AND cc.constraint_name = c.constraint_name"
        f" WHERE c.owner = '{schema}' AND c.constraint_type IN ('P', 'U') ORDER BY 1, cc.position"
    )
    indexes = session.rows(
        "SELECT i.index_name, i.uniqueness, c.column_name, c.descend FROM user_indexes i JOIN user_ind_columns c"
        " ON c.index_name = i.index_name ORDER BY i.index_name, c.column_position"
    )

    assert keys == [("T_PK", "I"), ("T_U", "S"), ("T_U", "I")]
    assert indexes == [
        ("T_I", "NONUNIQUE", "SYS_NC00005$", "DESC"),
        ("T_I", "NONUNIQUE", "SYS_NC00006$", "ASC"),
        ("T_PK", "UNIQUE", "I", "ASC"),
        ("T_U", "UNIQUE", "S", "ASC"),
        ("T_U", "UNIQUE", "I", "ASC"),
    ]


@pytest.mark.usefixtures("table")
def test_comments_and_objects_are_shown(session: Session) -> None:
    session.run("COMMENT ON TABLE t IS 'it''s'")
    session.run("COMMENT ON COLUMN t.i IS 'key'")

    assert session.rows("SELECT table_name, comments FROM user_tab_comments") == [("T", "it's")]
    assert session.rows("SELECT column_name, comments FROM user_col_comments WHERE comments IS NOT NULL") == [
        ("I", "key")
    ]
    assert ("T", "TABLE") in session.rows("SELECT object_name, object_type FROM user_objects")


def test_users_are_shown_in_their_stored_case(session: Session, schema: str) -> None:
    assert session.rows(f"SELECT username FROM all_users WHERE username = '{schema}'") == [(schema,)]


def test_the_version_says_that_it_is_no_oracle(session: Session) -> None:
    assert "not Oracle" in str(session.rows("SELECT banner FROM v$version")[0][0])


def test_a_session_finds_itself_with_its_attributes(session: Session, schema: str) -> None:
    session.engine.set_client_attributes(module="loader", action="merge", client_identifier="me", client_info="x")
    session.engine.set_client_attributes(action="load")

    own = "WHERE sid = SYS_CONTEXT('USERENV', 'SID')"
    assert session.rows(f"SELECT username, module, action, client_identifier, client_info FROM v$session {own}") == [
        (schema, "loader", "load", "me", "x")
    ]
    assert session.rows("SELECT SYS_CONTEXT('USERENV', 'MODULE') FROM DUAL") == [("loader",)]


def test_a_closed_session_is_no_longer_shown(engine_database: Database, session: Session, schema: str) -> None:
    other = engine_database.open_session(schema, session_id=9999, serial=1)
    assert session.rows("SELECT serial# FROM v$session WHERE sid = 9999") == [("1",)]

    other.close()

    assert session.rows("SELECT serial# FROM v$session WHERE sid = 9999") == []


def test_session_parameters_are_what_alter_session_made_them(session: Session) -> None:
    session.run("ALTER SESSION SET NLS_DATE_FORMAT='YYYY'")

    assert session.rows("SELECT value FROM nls_session_parameters WHERE parameter = 'NLS_DATE_FORMAT'") == [("YYYY",)]
    assert session.rows("SELECT value FROM nls_database_parameters WHERE parameter = 'NLS_CHARACTERSET'") == [
        ("AL32UTF8",)
    ]
    assert session.rows("SELECT LENGTH(TO_CHAR(SYSDATE)) FROM DUAL") == [("4",)]


@pytest.mark.parametrize(
    ("setting", "named"),
    [
        ("OPTIMIZER_MODE = RULE", "OPTIMIZER_MODE"),
        ("NLS_SORT = 'GERMAN'", "NLS_SORT"),
        ("DDL_LOCK_TIMEOUT = -1", "ddl_lock_timeout"),
        ("TIME_ZONE = 'Nowhere'", "ORA-01882"),
        ("TIME_ZONE = '+16:00'", "ORA-01874"),
        ("CURRENT_SCHEMA = nobody", "ORA-01435"),
    ],
)
def test_a_setting_that_has_no_effect_here_is_refused(session: Session, setting: str, named: str) -> None:
    session.run("CREATE TABLE t (i NUMBER)")
    session.run("INSERT INTO t VALUES (1)")
    with pytest.raises(OracleError, match=named):
        session.run(f"ALTER SESSION SET {setting}")

    assert session.rows("SELECT i FROM t") == [("1",)]


def test_verifiers_are_replaced_and_unknown_users_have_none(engine_database: Database) -> None:
    engine_database.create_user("VERIFIED", salt=b"one", verifier=b"1")
    engine_database.create_user("VERIFIED", salt=b"two", verifier=b"2")

    assert engine_database.verifier("VERIFIED") == (b"two", b"2")
    assert engine_database.verifier("UNKNOWN") is None
