"""INSERT, UPDATE, DELETE and MERGE with their clauses, row counts and errors."""

import oracledb
import pytest

from oracle_server import Account


@pytest.fixture
def tables(cursor: oracledb.Cursor) -> oracledb.Cursor:
    """A target with a key, and a source with two of its rows and a new one."""
    cursor.execute("CREATE TABLE t (id NUMBER PRIMARY KEY, n VARCHAR2(10), q NUMBER(5, 2), doc CLOB)")
    cursor.execute("CREATE TABLE u (id NUMBER, n VARCHAR2(10), q NUMBER)")
    cursor.executemany("INSERT INTO t (id, n, q) VALUES (:1, :2, :3)", [(1, "a", 1), (2, "b", 2), (3, "c", 3)])
    cursor.executemany("INSERT INTO u VALUES (:1, :2, :3)", [(1, "x", 10), (2, "y", 20), (4, "z", 40)])
    cursor.connection.commit()
    return cursor


def rows(cursor: oracledb.Cursor, table: str = "t") -> list[tuple[object, ...]]:
    return cursor.execute(f"SELECT id, n, q FROM {table} ORDER BY id, n").fetchall()


def code_of(cursor: oracledb.Cursor, sql: str, *binds: object) -> str:
    with pytest.raises(oracledb.DatabaseError) as error:
        cursor.execute(sql, list(binds))
    return str(error.value.args[0].full_code)


def test_a_merge_updates_and_inserts_and_counts_both(tables: oracledb.Cursor) -> None:
    """SQL Language Reference, MERGE."""
    tables.execute(
        "MERGE INTO t USING u ON (t.id = u.id) WHEN MATCHED THEN UPDATE SET t.n = u.n, q = u.q"
        " WHEN NOT MATCHED THEN INSERT (id, n, q) VALUES (u.id, u.n, u.q)"
    )

    assert tables.rowcount == 3
    assert rows(tables) == [(1, "x", 10), (2, "y", 20), (3, "c", 3), (4, "z", 40)]


def test_a_merge_may_only_update_or_only_insert(tables: oracledb.Cursor) -> None:
    """SQL Language Reference, MERGE: either clause may be omitted."""
    tables.execute("MERGE INTO t USING u ON (t.id = u.id) WHEN MATCHED THEN UPDATE SET n = u.n")
    assert tables.rowcount == 2

    tables.execute("MERGE INTO t USING u ON (t.id = u.id) WHEN NOT MATCHED THEN INSERT (id) VALUES (u.id)")
    assert tables.rowcount == 1
    assert rows(tables) == [(1, "x", 1), (2, "y", 2), (3, "c", 3), (4, None, None)]


def test_the_branches_of_a_merge_come_in_any_order(tables: oracledb.Cursor) -> None:
    """SQL Language Reference, MERGE: the clauses can be specified in either order."""
    tables.execute(
        "MERGE INTO t USING u ON (t.id = u.id) WHEN NOT MATCHED THEN INSERT (id) VALUES (u.id)"
        " WHEN MATCHED THEN UPDATE SET n = u.n"
    )

    assert tables.rowcount == 3


def test_conditions_choose_the_rows_of_each_branch(tables: oracledb.Cursor) -> None:
    """SQL Language Reference, MERGE, "where_clause"."""
    tables.execute(
        "MERGE INTO t USING u ON (t.id = u.id) WHEN MATCHED THEN UPDATE SET n = u.n WHERE u.q > 10 OR u.q IS NULL"
        " WHEN NOT MATCHED THEN INSERT (id, n) VALUES (u.id, u.n) WHERE u.q < 0"
    )

    assert tables.rowcount == 1
    assert rows(tables) == [(1, "a", 1), (2, "y", 2), (3, "c", 3)]


def test_a_merge_deletes_updated_rows_by_their_new_values(tables: oracledb.Cursor) -> None:
    """SQL Language Reference, MERGE, "merge_update_clause": DELETE WHERE evaluates the updated value."""
    tables.execute(
        "MERGE INTO t USING u ON (t.id = u.id) WHEN MATCHED THEN UPDATE SET t.q = u.q WHERE u.q > 5"
        " DELETE WHERE t.q > 15"
    )

    assert tables.rowcount == 2
    assert rows(tables) == [(1, "a", 10), (3, "c", 3)]


def test_a_merge_reads_a_query_with_binds(tables: oracledb.Cursor) -> None:
    """SQL Language Reference, MERGE, USING subquery."""
    tables.executemany(
        "MERGE INTO t USING (SELECT :1 id, :2 n FROM dual) s ON (t.id = s.id) WHEN MATCHED THEN UPDATE SET n = s.n"
        " WHEN NOT MATCHED THEN INSERT (id, n) VALUES (s.id, s.n)",
        [(1, "one"), (9, "nine"), (9, "neuf")],
    )

    assert tables.rowcount == 3
    assert rows(tables) == [(1, "one", 1), (2, "b", 2), (3, "c", 3), (9, "neuf", None)]


def test_a_merge_moves_long_text(tables: oracledb.Cursor) -> None:
    """SQL Language Reference, MERGE; SecureFiles and Large Objects Guide."""
    tables.execute("CREATE GLOBAL TEMPORARY TABLE stage (id NUMBER, doc CLOB)")
    text = "é" * 50_000
    tables.setinputsizes(None, oracledb.DB_TYPE_LONG)
    tables.execute("INSERT INTO stage VALUES (:1, :2)", [1, text])
    tables.execute("MERGE INTO t USING stage s ON (t.id = s.id) WHEN MATCHED THEN UPDATE SET t.doc = s.doc")

    assert tables.execute("SELECT doc FROM t WHERE id = 1").fetchone()[0].read() == text


def test_two_rows_of_the_source_for_one_row_are_refused(tables: oracledb.Cursor) -> None:
    """Error Help, ORA-30926."""
    tables.execute("INSERT INTO u VALUES (1, 'again', 1)")

    sql = "MERGE INTO t USING u ON (t.id = u.id) WHEN MATCHED THEN UPDATE SET n = u.n"
    assert code_of(tables, sql) == "ORA-30926"
    assert rows(tables)[0] == (1, "a", 1)


def test_two_new_rows_with_one_key_are_refused(tables: oracledb.Cursor) -> None:
    """Error Help, ORA-00001."""
    tables.execute("INSERT INTO u VALUES (4, 'again', 1)")

    sql = "MERGE INTO t USING u ON (t.id = u.id) WHEN NOT MATCHED THEN INSERT (id) VALUES (u.id)"
    assert code_of(tables, sql) == "ORA-00001"


@pytest.mark.parametrize("column", ["t.id", "id"])
def test_a_column_of_the_condition_cannot_be_updated(tables: oracledb.Cursor, column: str) -> None:
    """Error Help, ORA-38104."""
    sql = f"MERGE INTO t USING u ON (t.id = u.id) WHEN MATCHED THEN UPDATE SET {column} = u.q"

    assert code_of(tables, sql) == "ORA-38104"


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("MERGE INTO t USING u ON t.id = u.id WHEN MATCHED THEN UPDATE SET n = u.n", "ORA-00906"),
        ("MERGE INTO t USING u WHEN MATCHED THEN UPDATE SET n = u.n", "ORA-00969"),
        ("MERGE INTO t USING u ON (t.id = u.nope) WHEN MATCHED THEN UPDATE SET n = u.n", "ORA-00904"),
        ("MERGE INTO t USING u ON (t.id = u.id) WHEN NOT MATCHED THEN INSERT (id) VALUES (1, 2)", "ORA-00913"),
        ("MERGE INTO t USING u ON (t.id = u.id) WHEN NOT MATCHED THEN INSERT (id, n) VALUES (1)", "ORA-00947"),
        ("INSERT INTO u (id) VALUES (1, 2)", "ORA-00913"),
        ("INSERT INTO u (id, n) VALUES (1)", "ORA-00947"),
        ("INSERT INTO u VALUES (1)", "ORA-00947"),
        ("INSERT INTO u SELECT 1, 'x' FROM dual", "ORA-00947"),
        ("INSERT INTO u (id, id) VALUES (1, 2)", "ORA-00957"),
        ("INSERT INTO u (nope) VALUES (1)", "ORA-00904"),
        ("INSERT INTO nowhere VALUES (1)", "ORA-00942"),
        ("INSERT u VALUES (1)", "ORA-00925"),
        ("INSERT INTO u (id) VALUES (ROWNUM)", "ORA-00976"),
        ("UPDATE t SET n = (SELECT n FROM u)", "ORA-01427"),
        ("UPDATE t SET id", "ORA-00927"),
        ("UPDATE t n = 'x'", "ORA-00971"),
        ("UPDATE t SET n = 'a', n = 'b'", "ORA-00957"),
        ("UPDATE t SET u.n = 'a'", "ORA-00904"),
        ("UPDATE t SET (n, q) = (SELECT n FROM u WHERE id = 4)", "ORA-00947"),
        ("UPDATE t SET (n, q) = ('a', 1)", "ORA-01767"),
        ("UPDATE t SET id = NULL", "ORA-01407"),
        ("INSERT INTO t (id, q) VALUES (9, 1000)", "ORA-01438"),
        ("INSERT INTO t (id, n) VALUES (9, 'abcdefghijk')", "ORA-12899"),
    ],
)
def test_a_wrong_change_has_oracles_code(tables: oracledb.Cursor, sql: str, code: str) -> None:
    """Error Help, the page of each code."""
    assert code_of(tables, sql) == code


def test_insert_all_fills_several_tables(tables: oracledb.Cursor) -> None:
    """SQL Language Reference, INSERT, "multi_table_insert"."""
    tables.execute(
        "INSERT ALL INTO t (id, n) VALUES (a, b) INTO u (id, n, q) VALUES (a + 1, b, 7)"
        " SELECT 100 a, 'm' b FROM dual UNION ALL SELECT 200, 'o' FROM dual"
    )

    assert tables.rowcount == 4
    assert rows(tables)[3:] == [(100, "m", None), (200, "o", None)]
    assert rows(tables, "u")[3:] == [(101, "m", 7), (201, "o", 7)]


@pytest.mark.parametrize(("kind", "inserted"), [("ALL", [(1, "less"), (2, "some"), (3, "more"), (3, "some")]),
                                                ("FIRST", [(1, "less"), (2, "some"), (3, "some")])])  # fmt: skip
def test_a_conditional_insert_takes_all_or_the_first_that_holds(
    tables: oracledb.Cursor, kind: str, inserted: list[tuple[int, str]]
) -> None:
    """SQL Language Reference, INSERT, "conditional_insert_clause"."""
    tables.execute("DELETE FROM u")
    tables.execute(
        f"INSERT {kind} WHEN v > 1 THEN INTO u (id, n) VALUES (v, 'some') WHEN v > 2 THEN INTO u (id, n)"
        " VALUES (v, 'more')"
        " ELSE INTO u (id, n) VALUES (v, 'less') SELECT LEVEL v FROM dual CONNECT BY LEVEL <= 3"
    )

    assert tables.rowcount == len(inserted)
    assert [row[:2] for row in rows(tables, "u")] == inserted


def test_default_stands_for_the_default_of_the_column(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, INSERT, "values_clause"."""
    cursor.execute("CREATE TABLE d (id NUMBER, n VARCHAR2(5) DEFAULT 'def')")
    cursor.execute("INSERT INTO d VALUES (1, DEFAULT)")
    cursor.execute("INSERT INTO d VALUES (2, NULL)")
    cursor.execute("UPDATE d SET n = DEFAULT WHERE id = 2")

    assert cursor.execute("SELECT id, n FROM d ORDER BY id").fetchall() == [(1, "def"), (2, "def")]


def test_several_columns_are_set_from_one_query(tables: oracledb.Cursor) -> None:
    """SQL Language Reference, UPDATE, "update_set_clause"."""
    tables.execute("UPDATE t x SET (x.n, q) = (SELECT u.n, u.q FROM u WHERE u.id = x.id) WHERE x.id > 1")

    assert rows(tables) == [(1, "a", 1), (2, "y", 20), (3, None, None)]


def test_rownum_bounds_how_many_rows_change(tables: oracledb.Cursor) -> None:
    """SQL Language Reference, "ROWNUM Pseudocolumn"."""
    tables.execute("UPDATE t SET n = 'r' WHERE id > 1 AND ROWNUM <= 1")
    assert tables.rowcount == 1

    tables.execute("DELETE t WHERE ROWNUM <= 2")
    assert tables.rowcount == 2


def test_a_correlated_delete_looks_at_another_table(tables: oracledb.Cursor) -> None:
    """SQL Language Reference, DELETE."""
    tables.execute("DELETE FROM t x WHERE EXISTS (SELECT 1 FROM u WHERE u.id = x.id)")

    assert (tables.rowcount, rows(tables)) == (2, [(3, "c", 3)])


def test_a_failed_change_leaves_nothing(tables: oracledb.Cursor) -> None:
    """Database Concepts, "Statement-Level Rollback"."""
    assert code_of(tables, "INSERT INTO t (id) SELECT 10 - LEVEL FROM dual CONNECT BY LEVEL <= 9") == "ORA-00001"
    assert len(rows(tables)) == 3


def test_a_hint_that_means_nothing_changes_nothing(tables: oracledb.Cursor) -> None:
    """SQL Language Reference, "Hints": Oracle ignores hints that are wrong."""
    tables.execute("UPDATE /*+ NO_SUCH_HINT(t) FULL(t) */ t SET n = 'h' WHERE id = 1")

    assert rows(tables)[0] == (1, "h", 1)


@pytest.mark.standin_only("another release than the server's")
def test_before_23ai_a_table_loaded_by_append_cannot_be_read_in_its_transaction() -> None:
    """Error Help, ORA-12838."""
    from oracle_standin import Standin  # noqa: PLC0415 - not on a real Oracle

    with Standin(profile="19c") as standin:
        standin.create_user("LOADER", "secret")
        with oracledb.connect(user="LOADER", password="secret", dsn=standin.dsn) as connection:
            cursor = connection.cursor()
            cursor.execute("CREATE TABLE t (id NUMBER)")
            cursor.executemany("INSERT /*+ APPEND_VALUES */ INTO t VALUES (:1)", [(1,), (2,)])
            assert code_of(cursor, "SELECT COUNT(*) FROM t") == "ORA-12838"
            assert code_of(cursor, "DELETE FROM t") == "ORA-12838"
            connection.commit()
            assert cursor.execute("SELECT COUNT(*) FROM t").fetchone() == (2,)


def test_others_wait_for_a_table_that_is_loaded_by_append(tables: oracledb.Cursor, account: Account) -> None:
    """SQL Language Reference, INSERT: direct-path INSERT locks the table exclusively."""
    tables.execute("INSERT /*+ APPEND */ INTO u SELECT id, n, q FROM t")

    with account.connect() as other, other.cursor() as second:
        assert second.execute("SELECT COUNT(*) FROM u").fetchone() == (3,)
        assert code_of(second, "LOCK TABLE u IN ROW EXCLUSIVE MODE NOWAIT") == "ORA-00054"
    tables.connection.commit()
    assert len(rows(tables, "u")) == 6


def test_parallel_dml_cannot_be_switched_in_a_transaction(tables: oracledb.Cursor) -> None:
    """Error Help, ORA-12841."""
    tables.execute("ALTER SESSION DISABLE PARALLEL DML")
    tables.execute("UPDATE t SET n = 'x'")

    assert code_of(tables, "ALTER SESSION ENABLE PARALLEL DML") == "ORA-12841"


def test_an_array_update_counts_the_rows_of_each_execution(tables: oracledb.Cursor) -> None:
    """python-oracledb user guide, "Identifying Affected Rows with executemany"."""
    tables.executemany("UPDATE t SET q = 5 WHERE id <= :1", [(1,), (3,), (0,)], arraydmlrowcounts=True)

    assert tables.getarraydmlrowcounts() == [1, 3, 0]


def test_an_array_merge_names_the_row_that_failed(tables: oracledb.Cursor) -> None:
    """python-oracledb user guide, "Handling Data Errors"."""
    tables.executemany(
        "MERGE INTO t USING (SELECT :1 id, :2 n FROM dual) s ON (t.id = s.id) WHEN MATCHED THEN UPDATE SET n = s.n",
        [(1, "ok"), (2, "much too long"), (3, "ok")],
        batcherrors=True,
    )

    assert [(error.offset, error.full_code) for error in tables.getbatcherrors()] == [(1, "ORA-12899")]
    assert [row[1] for row in rows(tables)] == ["ok", "b", "ok"]


def test_rownum_numbers_the_rows_of_an_update(tables: oracledb.Cursor) -> None:
    """SQL Language Reference, "ROWNUM Pseudocolumn": UPDATE my_table SET column1 = ROWNUM."""
    tables.execute("UPDATE t x SET x.q = ROWNUM * 10, n = n || ROWNUM WHERE id > 1")
    assert rows(tables)[0] == (1, "a", 1)
    assert sorted(row[2] for row in rows(tables)[1:]) == [10, 20]
    assert sorted(str(row[1])[1:] for row in rows(tables)[1:]) == ["1", "2"]
    tables.execute("UPDATE t SET q = ROWNUM WHERE ROWNUM < 2")
    assert tables.rowcount == 1


@pytest.mark.standin_only("an Oracle can do these")
@pytest.mark.parametrize("hint", ["IGNORE_ROW_ON_DUPKEY_INDEX(t(id))", "CHANGE_DUPKEY_ERROR_INDEX(t(id))"])
def test_a_hint_that_changes_the_result_is_refused_by_name(tables: oracledb.Cursor, hint: str) -> None:
    """SQL Language Reference, "Hints": semantic hints; Error Help, ORA-03001."""
    with pytest.raises(oracledb.DatabaseError, match=f"ORA-03001.*{hint.partition('(')[0]}"):
        tables.execute(f"INSERT /*+ {hint} */ INTO t (id) VALUES (1)")
