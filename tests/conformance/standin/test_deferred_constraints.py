"""Foreign keys that are looked at when their transaction ends."""

import oracledb
import pytest


@pytest.fixture
def cursor(connection: oracledb.Connection) -> oracledb.Cursor:
    cursor = connection.cursor()
    cursor.execute("CREATE TABLE parent (id NUMBER PRIMARY KEY)")
    cursor.execute(
        "CREATE TABLE child (id NUMBER, parent_id NUMBER CONSTRAINT child_parent REFERENCES parent"
        " DEFERRABLE INITIALLY DEFERRED)"
    )
    return cursor


def test_children_may_come_before_their_parents(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "constraint", INITIALLY DEFERRED."""
    cursor.execute("INSERT INTO child VALUES (1, 10)")
    cursor.execute("INSERT INTO parent VALUES (10)")
    cursor.execute("COMMIT")
    assert cursor.execute("SELECT * FROM child").fetchall() == [(1, 10)]


def test_commit_rolls_back_what_breaks_a_deferred_constraint(
    connection: oracledb.Connection, cursor: oracledb.Cursor
) -> None:
    """Database Error Messages, ORA-02091: the reason stands below it."""
    cursor.execute("INSERT INTO parent VALUES (1)")
    cursor.execute("INSERT INTO child VALUES (1, 10)")
    with pytest.raises(oracledb.DatabaseError) as error:
        connection.commit()
    assert error.value.args[0].full_code == "ORA-02091"
    assert "ORA-02291: integrity constraint" in error.value.args[0].message
    assert cursor.execute("SELECT COUNT(*) FROM child").fetchall() == [(0,)]
    assert cursor.execute("SELECT COUNT(*) FROM parent").fetchall() == [(0,)]
    cursor.execute("INSERT INTO parent VALUES (2)")
    connection.commit()
    assert cursor.execute("SELECT id FROM parent").fetchall() == [(2,)]


def test_definitions_commit_and_so_look_at_deferred_constraints(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "COMMIT": DDL commits implicitly."""
    cursor.execute("INSERT INTO child VALUES (1, 10)")
    with pytest.raises(oracledb.DatabaseError, match="ORA-02091"):
        cursor.execute("CREATE TABLE other (a NUMBER)")
    assert cursor.execute("SELECT COUNT(*) FROM child").fetchall() == [(0,)]


def test_set_constraints_immediate_looks_at_once(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "SET CONSTRAINT[S]", IMMEDIATE: violations are errors, and the transaction goes on."""
    cursor.execute("INSERT INTO child VALUES (1, 10)")
    with pytest.raises(oracledb.IntegrityError, match="ORA-02291"):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute("INSERT INTO parent VALUES (10)")
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(oracledb.IntegrityError, match="ORA-02291"):
        cursor.execute("INSERT INTO child VALUES (2, 20)")
    cursor.execute("COMMIT")
    assert cursor.execute("SELECT id FROM child").fetchall() == [(1,)]
    cursor.execute("INSERT INTO child VALUES (3, 30)")  # the next transaction defers again
    cursor.execute("ROLLBACK")


def test_set_constraint_defers_one_that_is_initially_immediate(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "SET CONSTRAINT[S]", DEFERRED."""
    cursor.execute(
        "CREATE TABLE note (parent_id NUMBER,"
        " CONSTRAINT note_parent FOREIGN KEY (parent_id) REFERENCES parent DEFERRABLE)"
    )
    with pytest.raises(oracledb.IntegrityError, match="ORA-02291"):
        cursor.execute("INSERT INTO note VALUES (1)")
    cursor.execute("SET CONSTRAINT note_parent DEFERRED")
    cursor.execute("INSERT INTO note VALUES (1)")
    cursor.execute("INSERT INTO parent VALUES (1)")
    cursor.execute("COMMIT")
    assert cursor.execute("SELECT * FROM note").fetchall() == [(1,)]


@pytest.mark.parametrize(
    ("name", "code"), [("nonesuch", "ORA-02448"), ("plain_parent", "ORA-02447")]
)  # fmt: skip
def test_only_deferrable_constraints_can_be_deferred(cursor: oracledb.Cursor, name: str, code: str) -> None:
    """Database Error Messages, ORA-02447 and ORA-02448."""
    cursor.execute("CREATE TABLE plain (p NUMBER CONSTRAINT plain_parent REFERENCES parent)")
    with pytest.raises(oracledb.DatabaseError) as error:
        cursor.execute(f"SET CONSTRAINTS {name} DEFERRED")
    assert error.value.args[0].full_code == code


def test_the_dictionary_tells_what_is_deferred(cursor: oracledb.Cursor) -> None:
    """Database Reference, ALL_CONSTRAINTS: DEFERRABLE, DEFERRED."""
    cursor.execute("CREATE TABLE note (p NUMBER CONSTRAINT note_parent REFERENCES parent DEFERRABLE)")
    cursor.execute("CREATE TABLE plain (p NUMBER CONSTRAINT plain_parent REFERENCES parent)")
    cursor.execute("ALTER TABLE child DISABLE CONSTRAINT child_parent")
    cursor.execute("ALTER TABLE child ENABLE CONSTRAINT child_parent")
    found = cursor.execute(
        "SELECT constraint_name, deferrable, deferred FROM user_constraints WHERE constraint_type = 'R' ORDER BY 1"
    )
    assert found.fetchall() == [
        ("CHILD_PARENT", "DEFERRABLE", "DEFERRED"),
        ("NOTE_PARENT", "DEFERRABLE", "IMMEDIATE"),
        ("PLAIN_PARENT", "NOT DEFERRABLE", "IMMEDIATE"),
    ]


def test_a_foreign_key_has_no_index_to_keep(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "constraint", DISABLE ... KEEP INDEX: of unique constraints and primary keys."""
    cursor.execute("ALTER TABLE child DISABLE CONSTRAINT child_parent KEEP INDEX")
    cursor.execute("INSERT INTO child VALUES (1, 10)")
    cursor.execute("COMMIT")
    with pytest.raises(oracledb.DatabaseError, match="ORA-02298"):
        cursor.execute("ALTER TABLE child ENABLE CONSTRAINT child_parent")
