"""Dictionary views and SYS_CONTEXT, as tools ask for them."""

from collections.abc import Callable

import oracledb
import pytest

from oracle_server import Account
from statements import code_of, rows

_REFLECTED = (
    "TRIGGERS", "MVIEWS", "MVIEW_COMMENTS", "DB_LINKS", "PROCEDURES", "ARGUMENTS", "SOURCE", "TYPES", "TYPE_ATTRS",
    "COLL_TYPES", "DEPENDENCIES", "SYNONYMS", "VIEWS", "TAB_PARTITIONS", "TAB_SUBPARTITIONS", "NESTED_TABLES",
    "EXTERNAL_TABLES", "LOG_GROUPS", "SUBPART_KEY_COLUMNS", "UPDATABLE_COLUMNS", "CATALOG",
)  # fmt: skip


@pytest.mark.parametrize("name", _REFLECTED)
def test_a_view_of_the_user_has_the_columns_of_all_objects(cursor: oracledb.Cursor, name: str) -> None:
    """Database Reference, "Static Data Dictionary Views": USER_ views have no OWNER; an empty schema has no rows."""
    owner = "TABLE_OWNER" if name in ("TAB_PARTITIONS", "TAB_SUBPARTITIONS") else "OWNER"
    every = [column.name for column in cursor.execute(f"SELECT * FROM all_{name} WHERE {owner} = USER").description]
    assert cursor.fetchall() == []
    own = {column.name for column in cursor.execute(f"SELECT * FROM user_{name}").description}
    assert owner in every
    assert own <= {*every, "PASSWORD"} - {owner}


def test_long_columns_of_the_dictionary_are_long(cursor: oracledb.Cursor) -> None:
    """Database Reference, ALL_TRIGGERS and ALL_MVIEWS."""
    cursor.execute("SELECT trigger_body FROM all_triggers WHERE 1 = 0")
    assert cursor.description[0].type_code is oracledb.DB_TYPE_LONG
    cursor.execute("SELECT query, last_refresh_date, query_len FROM all_mviews WHERE 1 = 0")
    assert [column.type_code for column in cursor.description] == [
        oracledb.DB_TYPE_LONG,
        oracledb.DB_TYPE_DATE,
        oracledb.DB_TYPE_NUMBER,
    ]


def test_short_names_list_what_the_user_has(cursor: oracledb.Cursor) -> None:
    """Database Reference, CAT, TAB, OBJ, SYN and USER_CATALOG."""
    cursor.execute("CREATE TABLE t (id NUMBER)")
    cursor.execute("CREATE VIEW v AS SELECT id FROM t")
    cursor.execute("CREATE SYNONYM s FOR v")
    assert rows(cursor, "SELECT table_name, table_type FROM cat ORDER BY 1") == [
        ("S", "SYNONYM"),
        ("T", "TABLE"),
        ("V", "VIEW"),
    ]
    assert rows(cursor, "SELECT tname, tabtype FROM tab WHERE tabtype = 'VIEW'") == [("V", "VIEW")]
    assert rows(cursor, "SELECT synonym_name FROM syn") == [("S",)]
    assert rows(cursor, "SELECT object_name FROM obj WHERE object_type = 'TABLE'") == [("T",)]
    assert rows(cursor, "SELECT table_name FROM tabs") == [("T",)]


def test_the_dictionary_lists_its_own_views(cursor: oracledb.Cursor) -> None:
    """Database Reference, DICTIONARY and DICT_COLUMNS."""
    assert rows(cursor, "SELECT table_name FROM dict WHERE table_name IN ('ALL_TABLES', 'USER_VIEWS') ORDER BY 1") == [
        ("ALL_TABLES",),
        ("USER_VIEWS",),
    ]
    query = "SELECT COUNT(*) FROM dict_columns WHERE table_name = 'USER_TABLES' AND column_name = 'NUM_ROWS'"
    assert rows(cursor, query) == [(1,)]


def test_grants_made_and_received_are_listed(cursor: oracledb.Cursor, account: Account) -> None:
    """Database Reference, USER_TAB_PRIVS_MADE and USER_TAB_PRIVS_RECD."""
    cursor.execute("CREATE TABLE t (id NUMBER)")
    cursor.execute("GRANT SELECT ON t TO PUBLIC")
    query = "SELECT grantee, table_name, grantor, privilege, grantable FROM user_tab_privs_made"
    assert rows(cursor, query) == [("PUBLIC", "T", account.user.upper(), "SELECT", "NO")]
    assert rows(cursor, "SELECT * FROM user_tab_privs_recd") == []


def test_a_segment_begins_with_the_first_row(cursor: oracledb.Cursor) -> None:
    """Database Reference, USER_SEGMENTS; Database Administrator's Guide, "Deferred Segment Creation"."""
    cursor.execute("CREATE TABLE t (id NUMBER)")
    assert rows(cursor, "SELECT segment_name FROM user_segments WHERE segment_name = 'T'") == []
    cursor.execute("INSERT INTO t VALUES (1)")
    query = "SELECT segment_type, SIGN(bytes), bytes / blocks FROM user_segments WHERE segment_name = 'T'"
    assert rows(cursor, query) == [("TABLE", 1, 8192)]


@pytest.mark.parametrize(
    ("parameter", "expected"),
    [
        ("LANGUAGE", "AMERICAN_AMERICA.AL32UTF8"),
        ("LANG", "US"),
        ("INSTANCE", "1"),
        ("ISDBA", "FALSE"),
        ("DATABASE_ROLE", "PRIMARY"),
        ("PROXY_USER", None),
        ("NLS_TERRITORY", "AMERICA"),
        ("NLS_CALENDAR", "GREGORIAN"),
        ("NLS_SORT", "BINARY"),
        ("AUTHENTICATION_METHOD", "PASSWORD"),
        ("CURRENT_EDITION_NAME", "ORA$BASE"),
    ],
)
def test_the_session_knows_its_surroundings(cursor: oracledb.Cursor, parameter: str, expected: str | None) -> None:
    """SQL Language Reference, SYS_CONTEXT, "Predefined Parameters of Namespace USERENV"."""
    assert rows(cursor, f"SELECT SYS_CONTEXT('userenv', '{parameter.lower()}') FROM dual") == [(expected,)]


def test_the_session_knows_its_user(cursor: oracledb.Cursor, account: Account) -> None:
    """SQL Language Reference, SYS_CONTEXT: CURRENT_USER, SESSION_USERID, CURRENT_SCHEMAID."""
    query = (
        "SELECT SYS_CONTEXT('USERENV', 'CURRENT_USER'), SYS_CONTEXT('USERENV', 'SESSION_USERID') - UID,"
        " SYS_CONTEXT('USERENV', 'CURRENT_SCHEMAID') - UID FROM dual"
    )
    assert rows(cursor, query) == [(account.user.upper(), 0, 0)]


def test_an_unknown_parameter_of_the_session_is_refused(cursor: oracledb.Cursor) -> None:
    """Error Messages, ORA-02003."""
    assert code_of(cursor, "SELECT SYS_CONTEXT('USERENV', 'NOTHING_SUCH') FROM dual") == "ORA-02003"
    assert rows(cursor, "SELECT SYS_CONTEXT('NO_SUCH_NAMESPACE', 'X') FROM dual") == [(None,)]


def test_schema_privileges_are_listed(cursor: oracledb.Cursor, new_account: Callable[..., Account]) -> None:
    """Database Reference 23ai, SESSION_SCHEMA_PRIVS and USER_SCHEMA_PRIVS."""
    other = new_account()
    cursor.execute(f"GRANT SELECT ANY TABLE ON SCHEMA {cursor.connection.username} TO {other.user}")
    with other.connect() as connection, connection.cursor() as others:
        expected = [("SELECT ANY TABLE", cursor.connection.username.upper())]
        assert rows(others, "SELECT privilege, schema FROM session_schema_privs") == expected
        assert rows(others, "SELECT privilege, schema FROM user_schema_privs") == expected
