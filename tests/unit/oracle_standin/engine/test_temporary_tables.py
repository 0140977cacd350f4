"""Global temporary tables: rows of one session, and of one transaction."""

import pytest

from oracle_standin.errors import OracleError
from sessions import Session, numbers, texts

DELETE_ROWS = (
    "CREATE GLOBAL TEMPORARY TABLE g (i NUMBER CONSTRAINT g_pk PRIMARY KEY, s VARCHAR2(3)) ON COMMIT DELETE ROWS"
)


def test_rows_go_with_the_transaction(session: Session) -> None:
    session.run(DELETE_ROWS)
    session.run("INSERT INTO g (i, s) VALUES (:1, :2)", numbers(1, 2), texts("a", "b"))
    assert session.rows("SELECT g.i FROM g WHERE g.s = 'b'") == [("2",)]

    session.engine.commit()

    assert session.rows("SELECT * FROM g") == []


def test_rows_may_stay_until_the_session_ends(session: Session, other_session: Session) -> None:
    session.run("CREATE GLOBAL TEMPORARY TABLE g (i NUMBER) ON COMMIT PRESERVE ROWS")
    session.run("INSERT INTO g VALUES (1)")
    session.engine.commit()

    assert session.rows("SELECT i FROM g") == [("1",)]
    assert other_session.rows("SELECT i FROM g") == []


def test_rows_survive_the_rollback_of_what_made_them_visible_first(session: Session) -> None:
    session.run(DELETE_ROWS)
    session.run("INSERT INTO g (i) VALUES (1)")
    session.engine.rollback()

    session.run("INSERT INTO g (i) VALUES (1)")

    assert session.rows("SELECT i FROM g") == [("1",)]


def test_errors_name_the_table_that_the_client_knows(session: Session, schema: str) -> None:
    session.run(DELETE_ROWS)
    session.run("INSERT INTO g (i) VALUES (1)")
    texts_of = []
    for sql in (
        "INSERT INTO g (i) VALUES (1)",
        "INSERT INTO g (i, s) VALUES (2, 'long')",
        "INSERT INTO g (s) VALUES ('x')",
    ):
        with pytest.raises(OracleError) as error:
            session.run(sql)
        texts_of.append(error.value.text)

    assert texts_of == [
        f"ORA-00001: unique constraint ({schema}.G_PK) violated",
        f'ORA-12899: value too large for column "{schema}"."G"."S" (actual: 4, maximum: 3)',
        f'ORA-01400: cannot insert NULL into ("{schema}"."G"."I")',
    ]


def test_columns_are_described_as_declared(session: Session) -> None:
    session.run(DELETE_ROWS)

    assert [column.max_bytes for column in session.query("SELECT s FROM g").columns] == [3]


def test_a_merge_reads_them(session: Session) -> None:
    session.run(DELETE_ROWS)
    session.run("CREATE TABLE t (i NUMBER PRIMARY KEY, s VARCHAR2(3))")
    session.run("INSERT INTO g (i, s) VALUES (1, 'a')")

    result = session.run(
        "MERGE INTO t USING (SELECT x.* FROM g x) s ON (t.i = s.i)"
        " WHEN NOT MATCHED THEN INSERT (i, s) VALUES (s.i, s.s)"
    )

    assert result.row_count == 1
    assert session.rows("SELECT * FROM t") == [("1", "a")]


def test_truncate_empties_the_sessions_own(session: Session, other_session: Session) -> None:
    session.run("CREATE GLOBAL TEMPORARY TABLE g (i NUMBER) ON COMMIT PRESERVE ROWS")
    for each in (session, other_session):
        each.run("INSERT INTO g VALUES (1)")
        each.engine.commit()

    session.run("TRUNCATE TABLE g")

    assert (session.rows("SELECT i FROM g"), other_session.rows("SELECT i FROM g")) == ([], [("1",)])


def test_a_table_that_is_dropped_and_made_again_is_another(session: Session) -> None:
    session.run("CREATE GLOBAL TEMPORARY TABLE g (i NUMBER) ON COMMIT PRESERVE ROWS")
    session.run("INSERT INTO g VALUES (1)")
    session.run("TRUNCATE TABLE g")
    session.run("DROP TABLE g")
    session.run("CREATE GLOBAL TEMPORARY TABLE g (s VARCHAR2(5)) ON COMMIT PRESERVE ROWS")

    assert session.rows("SELECT s FROM g") == []


def test_a_changed_one_has_its_new_columns_and_indexes_in_every_session(
    session: Session, other_session: Session
) -> None:
    session.run(DELETE_ROWS)
    for each in (session, other_session):
        assert each.rows("SELECT * FROM g") == []

    session.run("ALTER TABLE g ADD x NUMBER")
    session.run("CREATE UNIQUE INDEX g_x ON g (x)")

    for each in (session, other_session):
        each.run("INSERT INTO g (i, x) VALUES (1, 7)")
        assert each.rows("SELECT x FROM g") == [("7",)]
        with pytest.raises(OracleError, match=r"ORA-00001.*G_X"):
            each.run("INSERT INTO g (i, x) VALUES (2, 7)")
