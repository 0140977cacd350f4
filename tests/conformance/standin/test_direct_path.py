"""Direct path load: rows past the SQL engine, with the few checks that Oracle makes there."""

import asyncio
import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import oracledb
import pytest

from oracle_server import Account

Load = Callable[..., None]
WIDE = 300  # columns: a piece holds at most 255 values


def code_of(error: pytest.ExceptionInfo[oracledb.Error]) -> str:
    return str(error.value.args[0].full_code)


def code_of_refusal(action: Callable[[], None]) -> str:
    """The code of the error with which it fails, or an empty text."""
    try:
        action()
    except oracledb.Error as error:
        return str(error.args[0].full_code)
    return ""


@pytest.fixture
def load(connection: oracledb.Connection, account: Account) -> Load:
    """Loads rows into a table of the account."""

    def run(table: str, columns: list[str], rows: list[tuple[Any, ...]], **options: int) -> None:
        connection.direct_path_load(account.user, table, columns, rows, **options)

    return run


def numbers(cursor: oracledb.Cursor) -> list[int]:
    return [number for (number,) in cursor.execute("SELECT n FROM t ORDER BY n")]


def test_loaded_rows_are_committed(cursor: oracledb.Cursor, load: Load, account: Account) -> None:
    """python-oracledb user guide, "Direct Path Loads"."""
    cursor.execute("CREATE TABLE t (n NUMBER(9), name VARCHAR2(20))")

    load("T", ["N", "NAME"], [(1, "one"), (2, None), (3, "drei 😀")])

    assert not cursor.connection.transaction_in_progress
    with account.connect() as other, other.cursor() as reader:
        assert reader.execute("SELECT n, name FROM t ORDER BY n").fetchall() == [(1, "one"), (2, None), (3, "drei 😀")]


def test_columns_come_in_any_order_and_others_are_null(cursor: oracledb.Cursor, load: Load) -> None:
    """python-oracledb API, Connection.direct_path_load(): column_names."""
    cursor.execute("CREATE TABLE t (n NUMBER, a VARCHAR2(9), b VARCHAR2(9))")

    load("T", ["B", "N"], [("b", 1)])

    assert cursor.execute("SELECT * FROM t").fetchall() == [(1, None, "b")]


@pytest.mark.parametrize("batch_size", [1, 3, 100])
def test_pieces_of_a_load_become_one(cursor: oracledb.Cursor, load: Load, batch_size: int) -> None:
    """python-oracledb API, Connection.direct_path_load(): batch_size."""
    cursor.execute("CREATE TABLE t (n NUMBER)")

    load("T", ["N"], [(n,) for n in range(10)], batch_size=batch_size)

    assert numbers(cursor) == list(range(10))


def test_long_values_and_many_columns_are_cut_into_pieces_and_joined(cursor: oracledb.Cursor, load: Load) -> None:
    """python-oracledb user guide, "Direct Path Loads": LOBs."""
    cursor.execute("CREATE TABLE t (n NUMBER, body CLOB, data BLOB, tail VARCHAR2(300))")
    rows = [
        (n, "ä😀" * (size // 2), bytes(range(256)) * (size // 256), "t" * 300)
        for n, size in enumerate((512, 40_000, 65_530, 200_000))
    ]

    load("T", ["N", "BODY", "DATA", "TAIL"], rows)

    assert cursor.execute("SELECT * FROM t ORDER BY n", fetch_lobs=False).fetchall() == rows


def test_a_row_may_have_more_columns_than_a_piece(cursor: oracledb.Cursor, load: Load) -> None:
    """python-oracledb user guide, "Direct Path Loads"."""
    names = [f"C{n}" for n in range(WIDE)]
    cursor.execute(f"CREATE TABLE t ({', '.join(f'{name} NUMBER(9)' for name in names)})")
    rows = [tuple(range(WIDE)), (None,) * WIDE, tuple(range(WIDE, 2 * WIDE))]

    load("T", names, rows)

    assert cursor.execute("SELECT * FROM t ORDER BY c0").fetchall() == [rows[0], rows[2], rows[1]]


def test_rows_are_loaded_asynchronously(cursor: oracledb.Cursor, account: Account) -> None:
    """python-oracledb API, AsyncConnection.direct_path_load()."""
    cursor.execute("CREATE TABLE t (n NUMBER)")

    async def load() -> None:
        async with oracledb.connect_async(**account.parameters) as connection:
            await connection.direct_path_load(account.user, "T", ["N"], [(1,), (2,)])

    asyncio.run(load())

    assert numbers(cursor) == [1, 2]


def test_names_are_folded_like_identifiers(cursor: oracledb.Cursor, load: Load) -> None:
    """python-oracledb, tests/connection/test_2000_direct_path_load.py: names in mixed case."""
    cursor.execute("CREATE TABLE t (n NUMBER)")

    load("t", ["n"], [(1,)])

    assert numbers(cursor) == [1]


@pytest.mark.parametrize(("table", "column", "code"), [("NOWHERE", "N", "ORA-00942"), ("T", "NOTHING", "ORA-00904")])
def test_unknown_names_are_refused(cursor: oracledb.Cursor, load: Load, table: str, column: str, code: str) -> None:
    """Error Messages, ORA-00942 and ORA-00904."""
    cursor.execute("CREATE TABLE t (n NUMBER)")

    with pytest.raises(oracledb.DatabaseError) as error:
        load(table, [column], [(1,)])

    assert code_of(error) == code
    assert numbers(cursor) == []


def test_a_load_inside_a_transaction_is_refused_and_leaves_it_alone(cursor: oracledb.Cursor, load: Load) -> None:
    """Error Messages, ORA-26085."""
    cursor.execute("CREATE TABLE t (n NUMBER)")
    cursor.execute("INSERT INTO t VALUES (1)")

    with pytest.raises(oracledb.DatabaseError) as error:
        load("T", ["N"], [(2,)])

    assert code_of(error) == "ORA-26085"
    assert cursor.connection.transaction_in_progress
    cursor.connection.commit()
    assert numbers(cursor) == [1]


def test_a_check_on_a_lob_is_refused(cursor: oracledb.Cursor, load: Load) -> None:
    """Error Messages, ORA-26065."""
    cursor.execute("CREATE TABLE t (n NUMBER, doc CLOB CHECK (doc IS JSON))")

    with pytest.raises(oracledb.DatabaseError) as error:
        load("T", ["N"], [(1,)])

    assert code_of(error) == "ORA-26065"


def test_columns_with_a_default_need_a_value(cursor: oracledb.Cursor, load: Load) -> None:
    """python-oracledb, issue 577: a requirement of the database."""
    cursor.execute("CREATE TABLE t (n NUMBER, d NUMBER DEFAULT 7)")

    with pytest.raises(oracledb.DatabaseError) as error:
        load("T", ["N"], [(1,)])
    load("T", ["N", "D"], [(2, None)])

    assert code_of(error) == "DPY-4009"
    assert cursor.execute("SELECT * FROM t").fetchall() == [(2, None)]


def test_a_temporary_table_is_refused(cursor: oracledb.Cursor, load: Load) -> None:
    """Utilities, "Restrictions on Using Direct Path Loads"."""
    cursor.execute("CREATE GLOBAL TEMPORARY TABLE t (n NUMBER) ON COMMIT PRESERVE ROWS")

    with pytest.raises(oracledb.DatabaseError, match="ORA-"):
        load("T", ["N"], [(1,)])

    assert numbers(cursor) == []


@pytest.mark.parametrize("sql_type", ["VARCHAR2(3)", "RAW(3)"])
def test_too_long_values_are_refused_and_nothing_is_loaded(cursor: oracledb.Cursor, load: Load, sql_type: str) -> None:
    """python-oracledb user guide, "Direct Path Loads": DPY-8000."""
    cursor.execute(f"CREATE TABLE t (n NUMBER, v {sql_type})")
    value = "abcd" if "CHAR" in sql_type else b"abcd"

    with pytest.raises(oracledb.DatabaseError) as error:
        load("T", ["N", "V"], [(1, value[:3]), (2, value)], batch_size=1)

    assert code_of(error) == "DPY-8000"
    assert numbers(cursor) == []


def test_a_missing_value_is_refused_and_nothing_is_loaded(cursor: oracledb.Cursor, load: Load) -> None:
    """python-oracledb user guide, "Direct Path Loads": DPY-8001."""
    cursor.execute("CREATE TABLE t (n NUMBER NOT NULL)")

    with pytest.raises(oracledb.DatabaseError) as error:
        load("T", ["N"], [(1,), (None,)], batch_size=1)

    assert code_of(error) == "DPY-8001"
    assert numbers(cursor) == []


def test_checks_and_foreign_keys_are_not_evaluated(cursor: oracledb.Cursor, load: Load) -> None:
    """Utilities, "Integrity Constraints": disabled constraints."""
    cursor.execute("CREATE TABLE parent (id NUMBER PRIMARY KEY)")
    cursor.execute("CREATE TABLE t (n NUMBER CHECK (n > 0), parent NUMBER REFERENCES parent (id))")

    load("T", ["N", "PARENT"], [(-1, 5)])

    assert cursor.execute("SELECT * FROM t").fetchall() == [(-1, 5)]


@pytest.mark.parametrize(("row", "code"), [((-1, None), "ORA-02290"), ((1, 5), "ORA-02291")])
def test_constraints_hold_again_after_a_load(
    cursor: oracledb.Cursor, load: Load, row: tuple[int, int | None], code: str
) -> None:
    """Utilities, "Integrity Constraints": OCI loads leave them enabled."""
    cursor.execute("CREATE TABLE parent (id NUMBER PRIMARY KEY)")
    cursor.execute("CREATE TABLE t (n NUMBER CHECK (n > 0), parent NUMBER REFERENCES parent (id))")
    load("T", ["N", "PARENT"], [(-1, 5)])

    with pytest.raises(oracledb.DatabaseError) as error:
        cursor.execute("INSERT INTO t VALUES (:1, :2)", row)

    assert code_of(error) == code


@pytest.fixture
def duplicates(cursor: oracledb.Cursor, load: Load) -> oracledb.Cursor:
    """A table whose unique index a load has left unusable."""
    cursor.execute("CREATE TABLE t (n NUMBER CONSTRAINT t_pk PRIMARY KEY, v NUMBER)")
    load("T", ["N", "V"], [(1, 1), (2, 2), (1, 3)])
    return cursor


def test_duplicate_keys_are_loaded(duplicates: oracledb.Cursor) -> None:
    """Utilities, "Integrity Constraints": UNIQUE constraints on direct path loads."""
    assert numbers(duplicates) == [1, 1, 2]


def test_duplicate_keys_leave_the_index_unusable_and_the_constraint_enabled(duplicates: oracledb.Cursor) -> None:
    """Utilities, "Indexes Left in an Unusable State"; Database Reference, ALL_INDEXES."""
    indexes = duplicates.execute("SELECT index_name, uniqueness, status FROM user_indexes WHERE table_name = 'T'")
    assert indexes.fetchall() == [("T_PK", "UNIQUE", "UNUSABLE")]
    constraints = duplicates.execute("SELECT constraint_name, status FROM user_constraints WHERE constraint_type = 'P'")
    assert constraints.fetchall() == [("T_PK", "ENABLED")]


@pytest.mark.parametrize(
    "statement",
    ["INSERT INTO t VALUES (9, 9)", "DELETE FROM t WHERE n = 2", "UPDATE t SET n = 9 WHERE n = 2"],
)
def test_changes_of_a_key_with_an_unusable_unique_index_are_refused(
    duplicates: oracledb.Cursor, statement: str
) -> None:
    """Database Reference, SKIP_UNUSABLE_INDEXES; Error Messages, ORA-01502."""
    with pytest.raises(oracledb.DatabaseError) as error:
        duplicates.execute(statement)

    assert code_of(error) == "ORA-01502"


def test_another_load_is_refused_while_a_unique_index_is_unusable(duplicates: oracledb.Cursor, load: Load) -> None:
    """Error Messages, ORA-26026."""
    with pytest.raises(oracledb.DatabaseError) as error:
        load("T", ["N", "V"], [(9, 9)])

    assert code_of(error) == "ORA-26026"
    assert numbers(duplicates) == [1, 1, 2]


def test_truncating_the_table_makes_its_indexes_usable(duplicates: oracledb.Cursor, load: Load) -> None:
    """SQL Language Reference, TRUNCATE TABLE: unusable indexes become usable again."""
    duplicates.execute("TRUNCATE TABLE t")
    load("T", ["N", "V"], [(1, 1)])

    with pytest.raises(oracledb.DatabaseError) as error:
        duplicates.execute("INSERT INTO t VALUES (1, 2)")

    assert code_of(error) == "ORA-00001"


def test_an_index_is_not_rebuilt_while_there_are_duplicates(duplicates: oracledb.Cursor) -> None:
    """Error Messages, ORA-01452."""
    with pytest.raises(oracledb.DatabaseError) as error:
        duplicates.execute("ALTER INDEX t_pk REBUILD")

    assert code_of(error) == "ORA-01452"
    assert numbers(duplicates) == [1, 1, 2]


def test_other_columns_of_rows_with_an_unusable_index_can_change(duplicates: oracledb.Cursor) -> None:
    """Database Reference, SKIP_UNUSABLE_INDEXES: no key of the unique index changes."""
    duplicates.execute("UPDATE t SET v = 9 WHERE n = 2")

    assert duplicates.rowcount == 1


def test_an_index_is_usable_after_it_is_rebuilt(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, ALTER INDEX: UNUSABLE and REBUILD."""
    cursor.execute("CREATE TABLE t (n NUMBER)")
    cursor.execute("CREATE UNIQUE INDEX t_n ON t (n)")
    cursor.execute("INSERT INTO t VALUES (1)")
    cursor.execute("ALTER INDEX t_n UNUSABLE")
    with pytest.raises(oracledb.DatabaseError) as error:
        cursor.execute("INSERT INTO t VALUES (2)")
    cursor.execute("ALTER INDEX t_n REBUILD")
    cursor.execute("INSERT INTO t VALUES (3)")

    assert code_of(error) == "ORA-01502"
    assert numbers(cursor) == [1, 3]


def test_a_disabled_check_stays_disabled_and_does_not_stop_a_load_of_a_lob(cursor: oracledb.Cursor, load: Load) -> None:
    """Error Messages, ORA-26065: an enabled check constraint."""
    cursor.execute("CREATE TABLE t (n NUMBER, doc CLOB, CONSTRAINT t_doc CHECK (doc IS JSON))")
    cursor.execute("ALTER TABLE t DISABLE CONSTRAINT t_doc")

    load("T", ["N", "DOC"], [(1, "no json")])
    cursor.setinputsizes(None, oracledb.DB_TYPE_LONG)
    cursor.execute("INSERT INTO t VALUES (:1, :2)", (2, "nor this"))

    assert numbers(cursor) == [1, 2]


def test_keys_of_rows_that_were_there_count_as_well(cursor: oracledb.Cursor, load: Load) -> None:
    """Utilities, "Integrity Constraints"."""
    cursor.execute("CREATE TABLE t (n NUMBER, v NUMBER)")
    cursor.execute("CREATE UNIQUE INDEX t_v ON t (v)")
    cursor.execute("INSERT INTO t VALUES (1, 1)")
    cursor.connection.commit()

    load("T", ["N", "V"], [(2, 2), (3, 1)], batch_size=1)

    assert numbers(cursor) == [1, 2, 3]
    assert cursor.execute("SELECT status FROM user_indexes WHERE index_name = 'T_V'").fetchone() == ("UNUSABLE",)


def test_a_load_waits_for_the_transactions_of_others(cursor: oracledb.Cursor, account: Account) -> None:
    """Utilities, "Restrictions on Using Direct Path Loads": no active transactions."""
    cursor.execute("CREATE TABLE t (n NUMBER)")
    cursor.execute("INSERT INTO t VALUES (1)")
    seen: list[list[int]] = []

    def load() -> None:
        with account.connect() as other, other.cursor() as reader:
            other.direct_path_load(account.user, "T", ["N"], [(2,)])
            seen.append(numbers(reader))

    loader = threading.Thread(target=load)
    loader.start()
    loader.join(0.3)
    assert loader.is_alive()
    cursor.connection.commit()
    loader.join(10)

    assert seen == [[1, 2]]


def test_numbers_are_loaded_exactly(cursor: oracledb.Cursor, load: Load) -> None:
    """SQL Language Reference, NUMBER data type."""
    values = [
        Decimal(1234567890123456789012345678901234567890),
        Decimal("-1e-130"),
        Decimal("9.99e125"),
        Decimal("0.1"),
    ]
    cursor.execute("CREATE TABLE t (n NUMBER)")

    load("T", ["N"], [(value,) for value in values])

    assert sorted(cursor.execute("SELECT n FROM t", fetch_decimals=True)) == sorted((value,) for value in values)


@pytest.mark.parametrize("size", [65_508, 65_511, 65_512, 65_513, 65_514])
def test_a_row_at_the_limit_of_a_piece_arrives_or_is_refused(cursor: oracledb.Cursor, load: Load, size: int) -> None:
    """python-oracledb, direct_path_load_stream.pyx: some rows beyond 64 KB are written wrongly."""
    cursor.execute("CREATE TABLE t (n NUMBER, data BLOB, tail VARCHAR2(300))")
    row = (1, b"x" * size, "t" * 300)

    refusal = code_of_refusal(lambda: load("T", ["N", "DATA", "TAIL"], [row]))

    arrived = cursor.execute("SELECT * FROM t", fetch_lobs=False).fetchall()
    assert arrived == ([] if refusal else [row])
    assert refusal.startswith(("ORA-", "DPY-")) or not refusal
