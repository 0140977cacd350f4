"""Tables with as many columns as Oracle allows ("Logical Database Limits": 1,000)."""

import oracledb
import pytest

COUNT = 1000
NAMES = [f"C{number:04d}" for number in range(1, COUNT + 1)]


def refused(cursor: oracledb.Cursor, sql: str, *binds: object) -> str:
    with pytest.raises(oracledb.DatabaseError) as error:
        cursor.execute(sql, binds)
    return str(error.value.args[0].full_code)


def create(cursor: oracledb.Cursor, sql_type: str, *, count: int = COUNT, more: str = "") -> None:
    columns = ", ".join(f"{name} {sql_type}" for name in NAMES[:count])
    cursor.execute(f"CREATE TABLE w ({columns}{more})")


def insert_sql(count: int = COUNT) -> str:
    binds = ", ".join(f":{number}" for number in range(1, count + 1))
    return f"INSERT INTO w ({', '.join(NAMES[:count])}) VALUES ({binds})"


@pytest.fixture
def wide(cursor: oracledb.Cursor) -> oracledb.Cursor:
    """A table of 1,000 numbers with a key in the last column, and three rows."""
    create(cursor, "NUMBER", more=", CONSTRAINT w_pk PRIMARY KEY (C1000), CONSTRAINT w_ck CHECK (C0500 <> 77)")
    cursor.executemany(insert_sql(), [[row * 10_000 + place for place in range(COUNT)] for row in range(3)])
    return cursor


def test_a_thousand_long_texts_fit_into_a_row(cursor: oracledb.Cursor) -> None:
    """Database Reference, "Logical Database Limits": columns per table 1000."""
    create(cursor, "VARCHAR2(4000)")
    rows = [[f"{row}:{place}:".ljust(100, "x") for place in range(COUNT)] for row in range(3)]

    cursor.executemany(insert_sql(), rows)

    cursor.execute("SELECT * FROM w ORDER BY C0001")
    assert [list(row) for row in cursor] == rows
    assert [description[0] for description in cursor.description] == NAMES


def test_a_thousand_numbers_with_38_digits_fit_into_a_row(cursor: oracledb.Cursor) -> None:
    """Database Reference, "Logical Database Limits": columns per table 1000."""
    create(cursor, "NUMBER(38)")
    row = [10**37 + place for place in range(COUNT)]

    cursor.execute(insert_sql(), row)

    assert list(cursor.execute("SELECT * FROM w").fetchone()) == row


def test_more_columns_than_a_table_has_are_refused(wide: oracledb.Cursor) -> None:
    """Database Error Messages, ORA-01792."""
    columns = ", ".join(f"{name} NUMBER" for name in [*NAMES, "C1001"])

    assert refused(wide, f"CREATE TABLE v ({columns})") == "ORA-01792"
    assert refused(wide, "ALTER TABLE w ADD (C1001 NUMBER)") == "ORA-01792"


def test_rows_are_found_and_changed_by_any_column(wide: oracledb.Cursor) -> None:
    """SQL Language Reference, "UPDATE", "DELETE"."""
    wide.execute("UPDATE w SET C0001 = C0001 + 0.5, C0999 = NULL WHERE C0700 = 10699")
    assert wide.rowcount == 1
    wide.execute("DELETE FROM w WHERE C0300 = 20299")
    assert wide.rowcount == 1

    wide.execute("SELECT C0001, C0002, C0998, C0999, C1000 FROM w ORDER BY C1000")
    assert wide.fetchall() == [(0, 1, 997, 998, 999), (10_000.5, 10_001, 10_997, None, 10_999)]


def test_a_merge_updates_and_inserts(wide: oracledb.Cursor) -> None:
    """SQL Language Reference, "MERGE"."""
    wide.execute("CREATE TABLE s (k NUMBER, v NUMBER)")
    wide.executemany("INSERT INTO s VALUES (:1, :2)", [(999, -1), (5, -2)])

    wide.execute(
        "MERGE INTO w USING s ON (w.C1000 = s.k) WHEN MATCHED THEN UPDATE SET w.C0500 = s.v"
        " WHEN NOT MATCHED THEN INSERT (C1000, C0001) VALUES (s.k, s.v)"
    )

    assert wide.rowcount == 2
    wide.execute("SELECT C1000, C0001, C0500 FROM w WHERE C1000 < 1000 ORDER BY C1000")
    assert wide.fetchall() == [(5, -2, None), (999, 0, -1)]


def test_constraints_hold_and_name_the_table(wide: oracledb.Cursor) -> None:
    """Database Error Messages, ORA-00001, ORA-01400, ORA-02290."""
    schema = wide.connection.username.upper()

    assert refused(wide, "INSERT INTO w (C1000) VALUES (999)") == "ORA-00001"
    assert refused(wide, "INSERT INTO w (C1000, C0500) VALUES (1, 77)") == "ORA-02290"
    with pytest.raises(oracledb.DatabaseError) as error:
        wide.execute("INSERT INTO w (C0001) VALUES (1)")
    assert f'("{schema}"."W"."C1000")' in error.value.args[0].message


def test_batch_errors_name_the_rows(wide: oracledb.Cursor) -> None:
    """python-oracledb user guide, "Batch Statement Execution"."""
    wide.executemany(
        "INSERT INTO w (C1000, C0001) VALUES (:1, :2)", [(1, 1), (999, 2), (None, 3), (2, 4)], batcherrors=True
    )

    assert [(error.offset, error.full_code) for error in wide.getbatcherrors()] == [(1, "ORA-00001"), (2, "ORA-01400")]
    assert wide.execute("SELECT COUNT(*) FROM w").fetchall() == [(5,)]


def test_a_text_too_long_names_its_column(cursor: oracledb.Cursor) -> None:
    """Database Error Messages, ORA-12899."""
    create(cursor, "VARCHAR2(3)")

    with pytest.raises(oracledb.DatabaseError) as error:
        cursor.execute("INSERT INTO w (C0900) VALUES ('four')")

    schema = cursor.connection.username.upper()
    assert f'"{schema}"."W"."C0900" (actual: 4, maximum: 3)' in error.value.args[0].message


def test_the_dictionary_shows_one_table(wide: oracledb.Cursor) -> None:
    """Database Reference, ALL_TABLES, ALL_TAB_COLUMNS, ALL_CONSTRAINTS."""
    wide.execute("SELECT table_name FROM user_tables")
    assert wide.fetchall() == [("W",)]
    wide.execute("SELECT column_name FROM user_tab_columns WHERE table_name = 'W' ORDER BY column_id")
    assert [name for (name,) in wide] == NAMES
    wide.execute("SELECT column_name, nullable, column_id FROM user_tab_columns WHERE nullable = 'N'")
    assert wide.fetchall() == [("C1000", "N", 1000)]
    wide.execute(
        "SELECT c.constraint_name, c.constraint_type, c.table_name, k.column_name FROM user_constraints c"
        " JOIN user_cons_columns k ON k.constraint_name = c.constraint_name ORDER BY 1"
    )
    assert wide.fetchall() == [("W_CK", "C", "W", "C0500"), ("W_PK", "P", "W", "C1000")]


def test_columns_are_added_and_dropped(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "ALTER TABLE", add_column_clause, drop_column_clause."""
    create(cursor, "NUMBER", count=900)
    cursor.execute(insert_sql(900), list(range(900)))
    cursor.execute("COMMENT ON COLUMN w.C0899 IS 'kept'")

    cursor.execute("ALTER TABLE w ADD (a VARCHAR2(3) DEFAULT 'new' NOT NULL, b NUMBER)")
    cursor.execute("ALTER TABLE w DROP (C0001, C0900)")

    cursor.execute("SELECT C0002, C0899, a, b FROM w")
    assert cursor.fetchall() == [(1, 898, "new", None)]
    assert refused(cursor, "SELECT C0001 FROM w") == "ORA-00904"
    cursor.execute("INSERT INTO w (C0002) VALUES (-1)")
    assert cursor.execute("SELECT a FROM w WHERE C0002 = -1").fetchall() == [("new",)]
    cursor.execute("SELECT COUNT(*), MAX(column_id) FROM user_tab_columns WHERE table_name = 'W'")
    assert cursor.fetchall() == [(900, 900)]
    cursor.execute("SELECT column_name FROM user_col_comments WHERE comments = 'kept'")
    assert cursor.fetchall() == [("C0899",)]


def test_a_table_grows_wide_with_its_rows(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "ALTER TABLE", add_column_clause."""
    create(cursor, "NUMBER", count=300, more=", CONSTRAINT w_pk PRIMARY KEY (C0001)")
    cursor.execute(insert_sql(300), list(range(300)))

    for start in range(300, COUNT, 100):
        cursor.execute(f"ALTER TABLE w ADD ({', '.join(f'{name} NUMBER' for name in NAMES[start : start + 100])})")
    cursor.execute("UPDATE w SET C1000 = 1000")

    row = cursor.execute("SELECT * FROM w").fetchone()
    assert list(row) == [*range(300), *[None] * 699, 1000]
    assert refused(cursor, "INSERT INTO w (C0001) VALUES (0)") == "ORA-00001"


def test_a_wide_table_is_truncated_rolled_back_and_dropped(wide: oracledb.Cursor) -> None:
    """SQL Language Reference, "TRUNCATE TABLE", "ROLLBACK", "DROP TABLE"."""
    wide.connection.commit()
    wide.execute("DELETE FROM w")
    wide.connection.rollback()
    assert wide.execute("SELECT COUNT(*) FROM w").fetchall() == [(3,)]

    wide.execute("TRUNCATE TABLE w")
    assert wide.execute("SELECT COUNT(*) FROM w").fetchall() == [(0,)]
    wide.execute("DROP TABLE w PURGE")
    assert wide.execute("SELECT object_name FROM user_objects").fetchall() == []


def test_values_of_a_wide_table_fit_their_columns(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "CHAR Data Type", "FLOAT Data Type"."""
    create(cursor, "NUMBER", count=700, more=", c CHAR(3), f FLOAT(5)")
    cursor.executemany("INSERT INTO w (C0001, c, f) VALUES (:1, :2, :3)", [(1, "a", 123.45)])

    assert cursor.execute("SELECT c, f FROM w").fetchall() == [("a  ", 120)]


def test_a_direct_path_load_fills_a_wide_table(connection: oracledb.Connection) -> None:
    """python-oracledb user guide, "Direct Path Loads"."""
    cursor = connection.cursor()
    create(cursor, "NUMBER")
    rows = [tuple(row * 10_000 + place for place in range(COUNT)) for row in range(3)]

    connection.direct_path_load(connection.username.upper(), "W", NAMES, rows)

    assert cursor.execute("SELECT * FROM w ORDER BY C0001").fetchall() == rows
