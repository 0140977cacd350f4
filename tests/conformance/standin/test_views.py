"""Views: their definition, queries and changes through them, and what becomes of them when their tables change."""

from collections.abc import Callable

import oracledb
import pytest

from oracle_server import Account, OracleServer
from statements import code_of

NewAccount = Callable[..., Account]


@pytest.fixture
def cursor(cursor: oracledb.Cursor) -> oracledb.Cursor:
    """A cursor of a user with a table T of three rows."""
    cursor.execute("CREATE TABLE t (id NUMBER(5) PRIMARY KEY, name VARCHAR2(10) NOT NULL, born DATE)")
    cursor.executemany("INSERT INTO t VALUES (:1, :2, DATE '2024-01-31')", [(1, "a"), (2, "b"), (30, "c")])
    return cursor


def status_of(cursor: oracledb.Cursor, name: str) -> str:
    cursor.execute("SELECT status FROM user_objects WHERE object_name = :1 AND object_type = 'VIEW'", [name])
    return str(cursor.fetchone()[0])


def run(account: Account, *statements: str) -> None:
    with account.connect() as connection, connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        connection.commit()


def refusal(account: Account, statement: str) -> str:
    with account.connect() as connection, connection.cursor() as cursor:
        return code_of(cursor, statement)


def test_a_view_shows_the_rows_of_its_query(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, CREATE VIEW."""
    cursor.execute("CREATE VIEW v (key, label) AS SELECT id, name || '!' FROM t WHERE id < 10")
    cursor.execute("INSERT INTO t VALUES (3, 'd', NULL)")
    assert cursor.execute("SELECT key, label FROM v ORDER BY key DESC").fetchall() == [(3, "d!"), (2, "b!"), (1, "a!")]


def test_columns_of_a_view_have_the_types_of_the_table(cursor: oracledb.Cursor) -> None:
    """Database Reference, ALL_TAB_COLUMNS; python-oracledb, Cursor.description."""
    cursor.execute("CREATE VIEW v AS SELECT * FROM t")
    cursor.execute("SELECT * FROM v")
    assert [(d.name, d.type_code, d.precision, d.display_size, d.null_ok) for d in cursor.description] == [
        ("ID", oracledb.DB_TYPE_NUMBER, 5, 6, False),
        ("NAME", oracledb.DB_TYPE_VARCHAR, None, 10, False),
        ("BORN", oracledb.DB_TYPE_DATE, None, 23, True),
    ]
    cursor.execute(
        "SELECT column_name, data_type, data_length, data_precision, nullable FROM user_tab_columns"
        " WHERE table_name = 'V' ORDER BY column_id"
    )
    assert cursor.fetchall() == [
        ("ID", "NUMBER", 22, 5, "N"),
        ("NAME", "VARCHAR2", 10, None, "N"),
        ("BORN", "DATE", 7, None, "Y"),
    ]


def test_a_star_is_written_out_when_the_view_is_created(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, CREATE VIEW: a column that is added later is none of the view."""
    cursor.execute("CREATE VIEW v AS SELECT * FROM t")
    cursor.execute("CREATE VIEW w AS SELECT x.*, 1 AS one FROM t x UNION ALL SELECT t.*, 2 FROM t")
    cursor.execute("ALTER TABLE t ADD (more NUMBER)")
    assert len(cursor.execute("SELECT * FROM v").fetchone()) == 3
    assert len(cursor.execute("SELECT * FROM w").fetchone()) == 4
    text = cursor.execute("SELECT text FROM user_views WHERE view_name = 'V'").fetchone()[0]
    assert [word.strip(' "') for word in text.upper().split("FROM")[0].removeprefix("SELECT").split(",")] == [
        "ID",
        "NAME",
        "BORN",
    ]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("CREATE VIEW v AS SELECT COUNT(*) FROM t", "ORA-00998"),
        ("CREATE VIEW v AS SELECT id + 1 FROM t", "ORA-00998"),
        ("CREATE VIEW v AS SELECT SYSDATE FROM dual", "ORA-00998"),
        ("CREATE VIEW v (a, b) AS SELECT id FROM t", "ORA-01730"),
        ("CREATE VIEW v AS SELECT id, name AS id FROM t", "ORA-00957"),
        ("CREATE VIEW v (a, a) AS SELECT id, name FROM t", "ORA-00957"),
        ("CREATE VIEW v AS SELECT * FROM nothing", "ORA-00942"),
        ("CREATE VIEW v AS SELECT nothing FROM t", "ORA-00904"),
        ("CREATE VIEW v AS SELECT id FROM t WHERE id = :1", "ORA-01027"),
        ("CREATE VIEW v AS SELECT id FROM t FOR UPDATE", "ORA-00933"),
        ("CREATE OR REPLACE VIEW existing AS SELECT id FROM existing", "ORA-01731"),
        ("CREATE VIEW t AS SELECT 1 AS x FROM dual", "ORA-00955"),
        ("CREATE TABLE existing (x NUMBER)", "ORA-00955"),
        ("CREATE VIEW existing AS SELECT 1 AS x FROM dual", "ORA-00955"),
        ("DROP VIEW t", "ORA-00942"),
        ("DROP VIEW nothing", "ORA-00942"),
        ("DROP TABLE existing", "ORA-00942"),
        ("ALTER TABLE existing ADD (y NUMBER)", "ORA-00942"),
        ("TRUNCATE TABLE existing", "ORA-00942"),
    ],
)
def test_what_a_view_cannot_be_is_refused(cursor: oracledb.Cursor, statement: str, code: str) -> None:
    """SQL Language Reference, CREATE VIEW and DROP VIEW; Error Messages."""
    cursor.execute("CREATE VIEW existing AS SELECT id FROM t")
    assert code_of(cursor, statement) == code


def test_or_replace_keeps_privileges(account: Account, new_account: NewAccount) -> None:
    """SQL Language Reference, CREATE VIEW, OR REPLACE."""
    other = new_account()
    run(account, "CREATE VIEW v AS SELECT 1 AS a FROM dual", f"GRANT SELECT ON v TO {other.user}")
    run(account, "CREATE OR REPLACE FORCE VIEW v AS SELECT 2 AS b FROM dual")
    with other.connect() as connection, connection.cursor() as cursor:
        assert cursor.execute(f"SELECT b FROM {account.user}.v").fetchall() == [(2,)]


def test_rows_are_changed_through_a_view(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, CREATE VIEW, "Notes on Updatable Views"."""
    cursor.execute("CREATE VIEW v (key, label) AS SELECT id, name FROM t")
    cursor.execute("CREATE VIEW above AS SELECT label, key FROM v WHERE key > 1")
    cursor.execute("INSERT INTO v VALUES (4, 'new')")
    cursor.execute("UPDATE above SET label = UPPER(label) WHERE key = 2")
    assert cursor.rowcount == 1
    cursor.execute("DELETE FROM above")
    assert cursor.rowcount == 3
    cursor.executemany("INSERT INTO above (key, label) VALUES (:1, :2)", [(7, "x"), (8, "y")])
    cursor.execute(
        "MERGE INTO v USING (SELECT 7 AS k FROM dual UNION ALL SELECT 9 FROM dual) s ON (v.key = s.k)"
        " WHEN MATCHED THEN UPDATE SET label = 'old' WHEN NOT MATCHED THEN INSERT (key, label) VALUES (s.k, 'merged')"
    )
    rows = cursor.execute("SELECT id, name FROM t ORDER BY id").fetchall()
    assert rows == [(1, "a"), (7, "old"), (8, "y"), (9, "merged")]


def test_a_changed_view_may_read_other_views(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, CREATE VIEW, "Notes on Updatable Views"."""
    cursor.execute("CREATE VIEW low (key) AS SELECT id FROM t WHERE id < 20")
    cursor.execute("CREATE VIEW v AS SELECT * FROM t WHERE id IN (SELECT key FROM low)")
    cursor.execute("UPDATE v SET name = 'low' WHERE id IN (SELECT key FROM low WHERE key > 1)")
    cursor.execute("INSERT ALL INTO v (id, name) VALUES (7, 'x') INTO v (id, name) VALUES (8, 'y') SELECT 1 FROM dual")
    assert cursor.rowcount == 2
    rows = cursor.execute("SELECT id, name FROM v ORDER BY id").fetchall()
    assert rows == [(1, "a"), (2, "low"), (7, "x"), (8, "y")]


def test_a_change_through_a_view_returns_values_and_batch_errors(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, INSERT, returning_clause; python-oracledb user guide, "Batch Statement Execution"."""
    cursor.execute("CREATE VIEW v (key, label) AS SELECT id, name FROM t")
    key = cursor.var(int)
    cursor.execute("UPDATE v SET label = 'z' WHERE key = 30 RETURNING key + 1 INTO :1", [key])
    assert key.getvalue() == [31]
    cursor.executemany("INSERT INTO v (key, label) VALUES (:1, :2)", [(5, "e"), (1, "again")], batcherrors=True)
    assert [(error.offset, error.full_code) for error in cursor.getbatcherrors()] == [(1, "ORA-00001")]
    assert cursor.execute("SELECT COUNT(*) FROM t").fetchone() == (4,)


@pytest.mark.parametrize(
    ("query", "statement", "code"),
    [
        ("SELECT DISTINCT name FROM t", "DELETE FROM v", "ORA-01732"),
        ("SELECT name, COUNT(*) AS n FROM t GROUP BY name", "UPDATE v SET name = 'x'", "ORA-01732"),
        ("SELECT id FROM t UNION SELECT id FROM t", "INSERT INTO v VALUES (9)", "ORA-01732"),
        ("SELECT MAX(id) AS m FROM t", "DELETE FROM v", "ORA-01732"),
        ("SELECT id, id + 1 AS next FROM t", "UPDATE v SET next = 3", "ORA-01733"),
        ("SELECT id, UPPER(name) AS name FROM t", "INSERT INTO v VALUES (9, 'X')", "ORA-01733"),
        ("SELECT id, name FROM t WITH READ ONLY", "INSERT INTO v VALUES (9, 'x')", "ORA-42399"),
        ("SELECT id, name FROM t WITH READ ONLY", "UPDATE v SET name = 'x'", "ORA-42399"),
        ("SELECT id, name FROM t WITH READ ONLY CONSTRAINT ro", "DELETE FROM v", "ORA-42399"),
        ("SELECT id, name FROM t WHERE id < 9 WITH CHECK OPTION", "INSERT INTO v VALUES (10, 'x')", "ORA-01402"),
        ("SELECT id, name FROM t WHERE id < 9 WITH CHECK OPTION CONSTRAINT c", "UPDATE v SET id = 9", "ORA-01402"),
        ("SELECT id FROM t", "INSERT INTO v VALUES (9)", "ORA-01400"),
        ("SELECT id, name FROM t", "INSERT INTO v VALUES (9)", "ORA-00947"),
        ("SELECT id, name FROM t", "UPDATE v SET born = NULL", "ORA-00904"),
    ],
)
def test_what_a_view_does_not_let_through_is_refused(
    cursor: oracledb.Cursor, query: str, statement: str, code: str
) -> None:
    """SQL Language Reference, CREATE VIEW, "Notes on Updatable Views"; Error Messages."""
    cursor.execute(f"CREATE VIEW v AS {query}")
    assert code_of(cursor, statement) == code
    assert cursor.execute("SELECT SUM(id), COUNT(DISTINCT name) FROM t").fetchone() == (33, 3)


def test_a_check_option_holds_for_the_views_below(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, CREATE VIEW, WITH CHECK OPTION."""
    cursor.execute("CREATE VIEW low AS SELECT id, name FROM t WHERE id < 20 WITH CHECK OPTION")
    cursor.execute("CREATE VIEW above AS SELECT id, name FROM low WHERE id > 0")
    assert code_of(cursor, "INSERT INTO above VALUES (21, 'x')") == "ORA-01402"
    cursor.execute("INSERT INTO above VALUES (-1, 'x')")
    assert cursor.rowcount == 1


def test_a_view_whose_table_has_gone_has_errors_until_it_is_back(cursor: oracledb.Cursor) -> None:
    """Database Development Guide, "Schema Object Dependency"; Error Messages, ORA-04063."""
    cursor.execute("CREATE VIEW v AS SELECT id FROM t")
    cursor.execute("CREATE VIEW above AS SELECT id FROM v")
    cursor.execute("DROP TABLE t")
    assert status_of(cursor, "V") == status_of(cursor, "ABOVE") == "INVALID"
    assert code_of(cursor, "SELECT * FROM v") == code_of(cursor, "SELECT * FROM above") == "ORA-04063"

    cursor.execute("CREATE TABLE t (id VARCHAR2(7))")
    cursor.execute("INSERT INTO t VALUES ('seven')")
    assert cursor.execute("SELECT id FROM above").fetchall() == [("seven",)]
    assert cursor.description[0].display_size == 7
    cursor.connection.commit()
    assert status_of(cursor, "V") == status_of(cursor, "ABOVE") == "VALID"


def test_a_column_that_a_view_needs_makes_it_invalid_when_it_goes(cursor: oracledb.Cursor) -> None:
    """Database Development Guide, "Schema Object Dependency": dependencies are of columns."""
    cursor.execute("CREATE VIEW v AS SELECT id FROM t")
    cursor.execute("CREATE VIEW w AS SELECT born FROM t")
    cursor.execute("ALTER TABLE t DROP COLUMN born")
    assert code_of(cursor, "SELECT * FROM w") == "ORA-04063"
    assert cursor.execute("SELECT COUNT(*) FROM v").fetchone() == (3,)


def test_alter_view_compile_makes_a_view_valid(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, ALTER VIEW."""
    cursor.execute("CREATE VIEW v AS SELECT id FROM t")
    cursor.execute("DROP TABLE t")
    cursor.execute("CREATE TABLE t (id NUMBER)")
    cursor.execute("ALTER VIEW v COMPILE")
    assert status_of(cursor, "V") == "VALID"
    assert code_of(cursor, "ALTER VIEW nothing COMPILE") == "ORA-00942"


def test_a_forced_view_waits_for_its_table(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, CREATE VIEW, FORCE."""
    cursor.execute("CREATE FORCE VIEW v (n) AS SELECT id FROM later")
    assert status_of(cursor, "V") == "INVALID"
    assert code_of(cursor, "SELECT * FROM v") == "ORA-04063"
    cursor.execute("CREATE TABLE later (id NUMBER)")
    assert cursor.execute("SELECT n FROM v").fetchall() == []
    assert code_of(cursor, "CREATE NOFORCE VIEW w AS SELECT id FROM never") == "ORA-00942"


def test_a_view_is_renamed(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, RENAME."""
    cursor.execute("CREATE VIEW v AS SELECT id FROM t WHERE id = 1")
    cursor.execute("CREATE VIEW above AS SELECT id FROM v")
    cursor.execute("RENAME v TO renamed")
    assert cursor.execute("SELECT * FROM renamed").fetchall() == [(1,)]
    assert code_of(cursor, "SELECT * FROM v") == "ORA-00942"
    assert code_of(cursor, "SELECT * FROM above") == "ORA-04063"
    assert code_of(cursor, "RENAME renamed TO t") == "ORA-00955"


def test_names_in_a_view_belong_to_its_owner(
    cursor: oracledb.Cursor, account: Account, new_account: NewAccount
) -> None:
    """Database Security Guide, "Views and privileges": whoever uses a view needs no privilege on its tables."""
    other = new_account()
    cursor.execute("CREATE VIEW v AS SELECT id, name FROM t")
    cursor.execute(f"GRANT SELECT, INSERT ON v TO {other.user}")
    cursor.connection.commit()
    run(other, "CREATE TABLE t (id NUMBER, name VARCHAR2(10))")
    with other.connect() as connection, connection.cursor() as others:
        assert others.execute(f"SELECT COUNT(*) FROM {account.user}.v").fetchone() == (3,)
        others.execute(f"INSERT INTO {account.user}.v VALUES (77, 'theirs')")
        connection.commit()
        assert code_of(others, f"DELETE FROM {account.user}.v WHERE id = 77") in ("ORA-01031", "ORA-41900")
        assert code_of(others, f"SELECT * FROM {account.user}.t") == "ORA-00942"
        assert code_of(others, f"DROP VIEW {account.user}.v") == "ORA-01031"
        assert others.execute("SELECT COUNT(*) FROM t").fetchone() == (0,)
    assert cursor.execute("SELECT name FROM t WHERE id = 77").fetchone() == ("theirs",)


def test_a_view_needs_its_owners_privileges(cursor: oracledb.Cursor, account: Account, new_account: NewAccount) -> None:
    """SQL Language Reference, CREATE VIEW, Prerequisites; Error Messages, ORA-04063."""
    other = new_account()
    view = f"CREATE VIEW v AS SELECT id FROM {account.user}.t"
    assert refusal(other, view) == "ORA-00942"
    cursor.execute(f"GRANT SELECT ON t TO {other.user}")
    run(other, view)
    with other.connect() as connection, connection.cursor() as others:
        assert others.execute("SELECT COUNT(*) FROM v").fetchone() == (3,)
        cursor.execute(f"REVOKE SELECT ON t FROM {other.user}")
        assert code_of(others, "SELECT COUNT(*) FROM v") in ("ORA-04063", "ORA-00942")


def test_to_grant_a_view_one_must_be_able_to_grant_its_tables(
    cursor: oracledb.Cursor, account: Account, new_account: NewAccount
) -> None:
    """Error Messages, ORA-01720."""
    middle, last = new_account(), new_account()
    cursor.execute(f"GRANT SELECT ON t TO {middle.user}")
    run(middle, f"CREATE VIEW v AS SELECT id FROM {account.user}.t")
    assert refusal(middle, f"GRANT SELECT ON v TO {last.user}") == "ORA-01720"
    cursor.execute(f"GRANT SELECT ON t TO {middle.user} WITH GRANT OPTION")
    run(middle, f"GRANT SELECT ON v TO {last.user}")
    with last.connect() as connection, connection.cursor() as others:
        assert others.execute(f"SELECT COUNT(*) FROM {middle.user}.v").fetchone() == (3,)


def test_creating_a_view_elsewhere_needs_a_privilege(server: OracleServer, account: Account) -> None:
    """SQL Language Reference, CREATE VIEW, Prerequisites."""
    view = f"CREATE VIEW {server.administrator.user}.v AS SELECT 1 AS x FROM dual"
    assert refusal(account, view) == "ORA-01031"


def test_comments_on_a_view_are_shown(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, COMMENT; Database Reference, ALL_TAB_COMMENTS and ALL_COL_COMMENTS."""
    cursor.execute("CREATE VIEW v AS SELECT id, name FROM t")
    cursor.execute("COMMENT ON TABLE v IS 'all of them'")
    cursor.execute("COMMENT ON COLUMN v.name IS 'called'")
    cursor.execute("SELECT table_name, table_type, comments FROM user_tab_comments ORDER BY 1")
    assert cursor.fetchall() == [("T", "TABLE", None), ("V", "VIEW", "all of them")]
    cursor.execute("SELECT column_name, comments FROM user_col_comments WHERE table_name = 'V' ORDER BY 1")
    assert cursor.fetchall() == [("ID", None), ("NAME", "called")]
    assert code_of(cursor, "COMMENT ON COLUMN v.nothing IS ''") == "ORA-00904"


def test_the_dictionary_describes_a_view(cursor: oracledb.Cursor, account: Account) -> None:
    """Database Reference, ALL_VIEWS, ALL_UPDATABLE_COLUMNS and ALL_DEPENDENCIES."""
    text = "SELECT id, name || 'x' AS label\n  FROM t -- all"
    cursor.execute(f"CREATE VIEW v AS {text}")
    cursor.execute("CREATE VIEW ro AS SELECT id FROM t WITH READ ONLY")
    rows = cursor.execute("SELECT view_name, text, text_vc, read_only FROM user_views ORDER BY 1 DESC").fetchall()
    assert rows[0] == ("V", text, text, "N")
    assert rows[1][3] == "Y"
    assert [(d.name, d.type_code) for d in cursor.description][1] == ("TEXT", oracledb.DB_TYPE_LONG)
    cursor.execute("SELECT column_name, updatable FROM user_updatable_columns WHERE table_name = 'V' ORDER BY 1")
    assert cursor.fetchall() == [("ID", "YES"), ("LABEL", "NO")]
    cursor.execute(
        "SELECT name, type, referenced_owner, referenced_name, referenced_type FROM user_dependencies"
        " WHERE name = 'V' AND referenced_owner <> 'SYS'"
    )
    assert cursor.fetchall() == [("V", "VIEW", account.user.upper(), "T", "TABLE")]
    assert cursor.execute("SELECT view_name FROM all_views WHERE owner = USER ORDER BY 1").fetchall() == [
        ("RO",),
        ("V",),
    ]
    assert cursor.execute("SELECT table_name FROM user_tables").fetchall() == [("T",)]


def test_a_view_of_a_temporary_table_shows_the_rows_of_the_session(cursor: oracledb.Cursor, account: Account) -> None:
    """SQL Language Reference, CREATE TABLE, GLOBAL TEMPORARY."""
    cursor.execute("CREATE GLOBAL TEMPORARY TABLE g (n NUMBER) ON COMMIT PRESERVE ROWS")
    cursor.execute("CREATE VIEW v AS SELECT n FROM g")
    cursor.execute("INSERT INTO v VALUES (1)")
    assert cursor.execute("SELECT n FROM v").fetchall() == [(1,)]
    with account.connect() as connection, connection.cursor() as other:
        assert other.execute("SELECT n FROM v").fetchall() == []


def test_views_join_aggregate_and_nest(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, SELECT."""
    cursor.execute("CREATE VIEW v AS SELECT id, name FROM t")
    cursor.execute("CREATE VIEW sums AS SELECT name, SUM(id) AS total FROM v GROUP BY name ORDER BY total DESC")
    cursor.execute(
        "SELECT v.id, s.total, TO_CHAR(born, 'YYYY') FROM v JOIN sums s ON s.name = v.name, t"
        " WHERE t.id = v.id AND v.id = 30"
    )
    assert cursor.fetchall() == [(30, 30, "2024")]
    cursor.execute("WITH q AS (SELECT * FROM sums) SELECT v.*, (SELECT MAX(total) FROM q) FROM v WHERE v.id = 1")
    assert cursor.fetchall() == [(1, "a", 30)]
    cursor.execute("SELECT id FROM v WHERE id = 1 FOR UPDATE OF v.id")
    assert cursor.fetchall() == [(1,)]
    assert code_of(cursor, "SELECT * FROM sums FOR UPDATE") == "ORA-02014"


def test_locking_a_view_locks_its_table(cursor: oracledb.Cursor, account: Account) -> None:
    """SQL Language Reference, LOCK TABLE: "the base tables of the view are locked"."""
    cursor.execute("CREATE VIEW v AS SELECT id FROM t")
    cursor.execute("LOCK TABLE v IN EXCLUSIVE MODE")
    assert refusal(account, "LOCK TABLE t IN ROW EXCLUSIVE MODE NOWAIT") == "ORA-00054"


def test_a_table_is_made_of_a_view(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, CREATE TABLE, AS subquery."""
    cursor.execute("CREATE VIEW v (key, label) AS SELECT id, name FROM t WHERE id < 3")
    cursor.execute("CREATE TABLE made AS SELECT * FROM v")
    assert cursor.execute("SELECT key, label FROM made ORDER BY 1").fetchall() == [(1, "a"), (2, "b")]


def test_direct_path_load_into_a_view_is_no_way(connection: oracledb.Connection, cursor: oracledb.Cursor) -> None:
    """Utilities, SQL*Loader, "Restrictions on Using Direct Path Loads"; nothing is loaded."""
    cursor.execute("CREATE VIEW v AS SELECT id, name FROM t")
    with pytest.raises(oracledb.DatabaseError):
        connection.direct_path_load(connection.username, "V", ["ID", "NAME"], [(100, "x")])
    assert cursor.execute("SELECT COUNT(*) FROM t").fetchone() == (3,)


def test_restrictions_of_views_are_constraints(cursor: oracledb.Cursor) -> None:
    """Database Reference, ALL_CONSTRAINTS: types V and O."""
    cursor.execute("CREATE VIEW v AS SELECT id FROM t WHERE id < 9 WITH CHECK OPTION CONSTRAINT low")
    cursor.execute("CREATE VIEW ro AS SELECT id FROM t WITH READ ONLY")
    cursor.execute(
        "SELECT table_name, constraint_type, generated, status FROM user_constraints"
        " WHERE constraint_type IN ('V', 'O') ORDER BY 1 DESC"
    )
    assert cursor.fetchall() == [("V", "V", "USER NAME", "ENABLED"), ("RO", "O", "GENERATED NAME", "ENABLED")]


def test_the_errors_of_a_view_are_shown(cursor: oracledb.Cursor) -> None:
    """Database Reference, ALL_ERRORS."""
    cursor.execute("CREATE FORCE VIEW v AS SELECT id FROM nothing")
    rows = cursor.execute("SELECT name, type, text FROM user_errors").fetchall()
    assert [(name, kind, text[:9]) for name, kind, text in rows] == [("V", "VIEW", "ORA-00942")]
    cursor.execute("CREATE TABLE nothing (id NUMBER)")
    cursor.execute("ALTER VIEW v COMPILE")
    assert cursor.execute("SELECT * FROM user_errors").fetchall() == []


def test_some_privileges_are_not_for_views(cursor: oracledb.Cursor, new_account: NewAccount) -> None:
    """Error Messages, ORA-02204; SQL Language Reference, GRANT, object privileges."""
    other = new_account()
    cursor.execute("CREATE VIEW v AS SELECT id FROM t")
    assert code_of(cursor, f"GRANT INDEX ON v TO {other.user}") == "ORA-02204"
    cursor.execute(f"GRANT ALL ON v TO {other.user}")
    cursor.execute("SELECT privilege FROM user_tab_privs_made WHERE privilege IN ('ALTER', 'INDEX', 'DELETE')")
    assert cursor.fetchall() == [("DELETE",)]


def test_a_statement_that_does_not_parse_leaves_the_view_as_it_was(cursor: oracledb.Cursor) -> None:
    """python-oracledb, Cursor.parse: DML is checked, not executed."""
    cursor.execute("CREATE VIEW v AS SELECT id, name FROM t")
    cursor.connection.commit()
    with pytest.raises(oracledb.DatabaseError):
        cursor.parse("UPDATE v SET nothing = 1")
    cursor.parse("UPDATE v SET name = 'parsed'")
    cursor.execute("UPDATE v SET name = 'x' WHERE id = 1")
    assert cursor.execute("SELECT name FROM t ORDER BY id").fetchall() == [("x",), ("b",), ("c",)]


def test_a_column_may_name_the_view_with_its_schema(connection: oracledb.Connection, cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "SELECT": schema.view.column."""
    owner = connection.username.upper()
    cursor.execute("CREATE TABLE base (id NUMBER)")
    cursor.execute("INSERT INTO base VALUES (7)")
    cursor.execute("CREATE VIEW shown AS SELECT id FROM base")
    found = cursor.execute(f"SELECT {owner}.shown.id FROM {owner}.shown ORDER BY {owner}.shown.id")
    assert found.fetchall() == [(7,)]
