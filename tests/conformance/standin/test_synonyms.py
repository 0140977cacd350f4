"""Synonyms: what they stand for, in which order names are looked up, and which statements take them."""

from collections.abc import Callable, Iterator

import oracledb
import pytest

from oracle_server import Account, OracleServer
from statements import code_of

NewAccount = Callable[..., Account]


def run(account: Account, *statements: str) -> None:
    with account.connect() as connection, connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        connection.commit()


@pytest.fixture
def owner(new_account: NewAccount, account: Account) -> Account:
    """Another user with a table SHARED of one row, which the first one may read and change."""
    other = new_account()
    run(
        other,
        "CREATE TABLE shared (id NUMBER PRIMARY KEY, name VARCHAR2(10))",
        "INSERT INTO shared VALUES (1, 'theirs')",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON shared TO {account.user}",
    )
    return other


@pytest.fixture
def public_synonym(server: OracleServer, owner: Account) -> Iterator[str]:
    """The name of a public synonym of the table SHARED."""
    name = f"{owner.user}_PS".upper()
    run(server.administrator, f"CREATE PUBLIC SYNONYM {name} FOR {owner.user}.shared")
    yield name
    run(server.administrator, f"DROP PUBLIC SYNONYM {name}")


def test_a_synonym_stands_for_a_table_in_queries_and_changes(cursor: oracledb.Cursor, owner: Account) -> None:
    """SQL Language Reference, CREATE SYNONYM: the statements that take synonyms."""
    cursor.execute(f"CREATE SYNONYM s FOR {owner.user}.shared")
    cursor.execute("INSERT INTO s VALUES (2, 'ours')")
    cursor.executemany("INSERT INTO s (id, name) VALUES (:1, :2)", [(3, "x"), (4, "y")])
    cursor.execute("UPDATE s SET s.name = UPPER(s.name) WHERE s.id > 2")
    cursor.execute("DELETE FROM s WHERE id = 4")
    cursor.execute("MERGE INTO s USING dual ON (s.id = 1) WHEN MATCHED THEN UPDATE SET s.name = 'merged'")
    cursor.execute("SELECT s.id, x.name FROM s JOIN s x ON x.id = s.id ORDER BY s.id")
    assert cursor.fetchall() == [(1, "merged"), (2, "ours"), (3, "X")]
    cursor.execute("SELECT s.* FROM s WHERE EXISTS (SELECT 1 FROM s t WHERE t.id = s.id AND t.id = 3) FOR UPDATE")
    assert cursor.fetchall() == [(3, "X")]
    cursor.execute("LOCK TABLE s IN EXCLUSIVE MODE")


def test_a_synonym_of_a_synonym_of_a_view_is_followed(cursor: oracledb.Cursor, owner: Account) -> None:
    """Database Administrator's Guide, "Managing Synonyms"."""
    cursor.execute(f"CREATE VIEW v AS SELECT id FROM {owner.user}.shared")
    cursor.execute("CREATE SYNONYM a FOR v")
    cursor.execute("CREATE SYNONYM b FOR a")
    assert cursor.execute("SELECT b.id FROM b").fetchall() == [(1,)]


def test_own_objects_come_before_public_synonyms(cursor: oracledb.Cursor, public_synonym: str) -> None:
    """SQL Language Reference, "How Oracle Database Resolves Schema Object References"."""
    assert cursor.execute(f"SELECT name FROM {public_synonym}").fetchall() == [("theirs",)]
    cursor.execute(f"CREATE TABLE {public_synonym} (name NUMBER)")
    assert cursor.execute(f"SELECT name FROM {public_synonym}").fetchall() == []
    cursor.execute(f"DROP TABLE {public_synonym}")
    cursor.execute("CREATE VIEW mine AS SELECT 'mine' AS name FROM dual")
    cursor.execute(f"CREATE SYNONYM {public_synonym} FOR mine")
    assert cursor.execute(f"SELECT name FROM {public_synonym}").fetchall() == [("mine",)]


def test_a_public_synonym_gives_no_privilege(new_account: NewAccount, public_synonym: str) -> None:
    """SQL Language Reference, CREATE SYNONYM, PUBLIC: "each user must have appropriate privileges"."""
    with new_account().connect() as connection, connection.cursor() as cursor:
        assert code_of(cursor, f"SELECT * FROM {public_synonym}") == "ORA-00942"


def test_public_synonyms_need_privileges(cursor: oracledb.Cursor, public_synonym: str) -> None:
    """SQL Language Reference, CREATE SYNONYM and DROP SYNONYM, Prerequisites."""
    assert code_of(cursor, "CREATE PUBLIC SYNONYM s FOR t") == "ORA-01031"
    assert code_of(cursor, f"DROP PUBLIC SYNONYM {public_synonym}") == "ORA-01031"


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("CREATE SYNONYM same FOR same", "ORA-01471"),
        ("CREATE SYNONYM t FOR u", "ORA-00955"),
        ("CREATE SYNONYM s FOR u", "ORA-00955"),
        ("CREATE TABLE s (x NUMBER)", "ORA-00955"),
        ("CREATE VIEW s AS SELECT 1 AS x FROM dual", "ORA-00955"),
        ("SELECT * FROM dangling", "ORA-00980"),
        ("INSERT INTO dangling VALUES (1)", "ORA-00980"),
        ("SELECT * FROM loop_a", "ORA-01775"),
        ("DROP SYNONYM nothing", "ORA-01434"),
        ("DROP SYNONYM t", "ORA-01434"),
        ("DROP TABLE s", "ORA-00942"),
        ("ALTER TABLE s ADD (x NUMBER)", "ORA-00942"),
        ("CREATE SYNONYM x AS t", "ORA-00905"),
    ],
)
def test_what_a_synonym_cannot_do_is_refused(cursor: oracledb.Cursor, statement: str, code: str) -> None:
    """SQL Language Reference, CREATE SYNONYM and DROP SYNONYM; Error Messages."""
    cursor.execute("CREATE TABLE t (id NUMBER)")
    cursor.execute("CREATE SYNONYM s FOR t")
    cursor.execute("CREATE SYNONYM dangling FOR nothing")
    cursor.execute("CREATE SYNONYM loop_a FOR loop_b")
    cursor.execute("CREATE SYNONYM loop_b FOR loop_a")
    assert code_of(cursor, statement) == code


def test_a_synonym_is_replaced_renamed_and_dropped(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, CREATE SYNONYM, RENAME and DROP SYNONYM."""
    cursor.execute("CREATE TABLE one (a NUMBER)")
    cursor.execute("CREATE TABLE two (b NUMBER)")
    cursor.execute("CREATE SYNONYM s FOR one")
    cursor.execute("CREATE OR REPLACE SYNONYM s FOR two")
    cursor.execute("RENAME s TO r")
    assert cursor.execute("SELECT b FROM r").fetchall() == []
    cursor.execute("DROP SYNONYM r FORCE")
    assert code_of(cursor, "SELECT b FROM r") == "ORA-00942"


def test_grant_and_comment_take_synonyms(cursor: oracledb.Cursor, new_account: NewAccount, account: Account) -> None:
    """SQL Language Reference, CREATE SYNONYM: the DDL statements that take synonyms."""
    other = new_account()
    cursor.execute("CREATE TABLE t (id NUMBER)")
    cursor.execute("CREATE SYNONYM s FOR t")
    cursor.execute(f"GRANT SELECT ON s TO {other.user}")
    cursor.execute("COMMENT ON TABLE s IS 'of the table'")
    assert cursor.execute("SELECT comments FROM user_tab_comments WHERE table_name = 'T'").fetchone() == (
        "of the table",
    )
    with other.connect() as connection, connection.cursor() as others:
        assert others.execute(f"SELECT * FROM {account.user}.s").fetchall() == []


def test_the_dictionary_shows_synonyms(cursor: oracledb.Cursor, owner: Account, public_synonym: str) -> None:
    """Database Reference, ALL_SYNONYMS and ALL_OBJECTS."""
    cursor.execute(f"CREATE SYNONYM s FOR {owner.user}.shared")
    cursor.execute("SELECT synonym_name, table_owner, table_name, db_link FROM user_synonyms")
    assert cursor.fetchall() == [("S", owner.user.upper(), "SHARED", None)]
    cursor.execute("SELECT owner FROM all_synonyms WHERE synonym_name = :1", [public_synonym])
    assert cursor.fetchall() == [("PUBLIC",)]
    cursor.execute("SELECT owner, table_owner FROM all_synonyms WHERE synonym_name = 'ALL_TABLES'")
    assert cursor.fetchall() == [("PUBLIC", "SYS")]
    cursor.execute("SELECT object_type, status FROM user_objects WHERE object_name = 'S'")
    assert cursor.fetchall() == [("SYNONYM", "VALID")]


def test_a_synonym_of_a_dictionary_view_works(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, CREATE SYNONYM."""
    cursor.execute("CREATE SYNONYM mine FOR sys.user_tables")
    cursor.execute("CREATE TABLE t (id NUMBER)")
    assert cursor.execute("SELECT table_name FROM mine").fetchall() == [("T",)]


def test_direct_path_load_takes_a_synonym(connection: oracledb.Connection, cursor: oracledb.Cursor) -> None:
    """Utilities, SQL*Loader, "INTO TABLE": a synonym can stand for the table."""
    cursor.execute("CREATE TABLE t (id NUMBER)")
    cursor.execute("CREATE SYNONYM s FOR t")
    connection.direct_path_load(connection.username, "S", ["ID"], [(1,), (2,)])
    assert cursor.execute("SELECT SUM(id) FROM t").fetchone() == (3,)


def test_a_block_uses_views_and_synonyms(cursor: oracledb.Cursor) -> None:
    """PL/SQL Language Reference, "Static SQL"."""
    cursor.execute("CREATE TABLE t (id NUMBER, name VARCHAR2(5))")
    cursor.execute("CREATE VIEW v AS SELECT id FROM t")
    cursor.execute("CREATE SYNONYM s FOR v")
    found = cursor.var(int)
    cursor.execute("BEGIN INSERT INTO s (id) VALUES (5); SELECT id INTO :1 FROM s WHERE id = 5; END;", [found])
    assert found.getvalue() == 5


def test_a_foreign_key_refers_to_the_table_of_a_synonym(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, CREATE SYNONYM: another name for a table; SQLAlchemy's tests of Oracle do so."""
    cursor.execute("CREATE TABLE parent (id NUMBER PRIMARY KEY)")
    cursor.execute("CREATE SYNONYM other_name FOR parent")
    cursor.execute("CREATE TABLE child (id NUMBER REFERENCES other_name)")
    cursor.execute("CREATE TABLE later (id NUMBER)")
    cursor.execute("ALTER TABLE later ADD CONSTRAINT later_fk FOREIGN KEY (id) REFERENCES other_name (id)")

    for table in ("child", "later"):
        assert code_of(cursor, f"INSERT INTO {table} VALUES (1)") == "ORA-02291"
    assert code_of(cursor, "DROP TABLE parent") == "ORA-02449"
