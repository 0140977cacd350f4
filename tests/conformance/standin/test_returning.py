"""RETURNING ... INTO bind variables, once and for arrays."""

from decimal import Decimal

import oracledb
import pytest


@pytest.fixture
def table(cursor: oracledb.Cursor) -> str:
    cursor.execute("CREATE TABLE t (id NUMBER PRIMARY KEY, name VARCHAR2(20), c CLOB, d DATE)")
    cursor.executemany("INSERT INTO t (id, name) VALUES (:1, :2)", [(1, "one"), (2, "two"), (3, "three")])
    return "t"


def test_an_insert_returns_the_values_of_its_row(cursor: oracledb.Cursor, table: str) -> None:
    """python-oracledb user guide, "DML RETURNING Bind Variables"."""
    number, text = cursor.var(int), cursor.var(str)
    cursor.execute(f"INSERT INTO {table} (id, name) VALUES (:1, 'x') RETURNING id * 2, name || '!' INTO :2, :3",
                   [4, number, text])  # fmt: skip
    assert (number.getvalue(), text.getvalue()) == ([8], ["x!"])
    assert cursor.rowcount == 1


def test_an_update_returns_the_new_values_of_all_its_rows(cursor: oracledb.Cursor, table: str) -> None:
    """SQL Language Reference, UPDATE, `returning_clause`."""
    numbers, texts = cursor.var(int), cursor.var(str)
    cursor.execute(f"UPDATE {table} SET id = id + 10 WHERE id > :low RETURNING id, name INTO :n, :t",
                   low=1, n=numbers, t=texts)  # fmt: skip
    assert sorted(zip(numbers.getvalue(), texts.getvalue(), strict=True)) == [(12, "two"), (13, "three")]


def test_a_delete_returns_the_old_values(cursor: oracledb.Cursor, table: str) -> None:
    """SQL Language Reference, DELETE, `returning_clause`."""
    texts = cursor.var(str)
    cursor.execute(f"DELETE FROM {table} WHERE id = 1 RETURNING name INTO :1", [texts])
    assert texts.getvalue() == ["one"]


def test_no_row_returns_no_value(cursor: oracledb.Cursor, table: str) -> None:
    """python-oracledb user guide, "DML RETURNING Bind Variables": an empty list."""
    texts = cursor.var(str)
    cursor.execute(f"DELETE FROM {table} WHERE id = 99 RETURNING name INTO :1", [texts])
    assert texts.getvalue() == []


def test_each_row_of_an_array_returns_its_values(cursor: oracledb.Cursor, table: str) -> None:
    """python-oracledb user guide, "Batch Execution ... RETURNING": a list for each row."""
    numbers = cursor.var(int, arraysize=3)
    cursor.setinputsizes(None, numbers)
    for _ in range(2):  # a new statement, then the same one again
        cursor.executemany(f"UPDATE {table} SET name = 'x' WHERE id < :1 RETURNING id INTO :2", [(1,), (2,), (4,)])
        assert [sorted(values) for values in numbers.values] == [[], [1], [1, 2, 3]]


@pytest.mark.parametrize(
    ("kind", "expression", "expected"),
    [
        (oracledb.DB_TYPE_NUMBER, "1.5", Decimal("1.5")),
        (oracledb.DB_TYPE_VARCHAR, "12", "12"),
        (oracledb.DB_TYPE_NUMBER, "NULL", None),
        (oracledb.DB_TYPE_NVARCHAR, "'äöü'", "äöü"),
    ],
)
def test_a_value_comes_in_the_type_of_its_bind(
    cursor: oracledb.Cursor, table: str, kind: oracledb.DbType, expression: str, expected: object
) -> None:
    """python-oracledb user guide, "DML RETURNING Bind Variables": converted as SQL converts."""
    result = cursor.var(kind)
    cursor.execute(f"UPDATE {table} SET name = 'x' WHERE id = 1 RETURNING {expression} INTO :1", [result])
    assert result.getvalue() == [expected]


def test_a_clob_and_a_date_are_returned(cursor: oracledb.Cursor, table: str) -> None:
    """python-oracledb user guide, "DML RETURNING Bind Variables": LOBs."""
    lob, date = cursor.var(oracledb.DB_TYPE_CLOB), cursor.var(oracledb.DB_TYPE_DATE)
    cursor.execute(f"INSERT INTO {table} (id, c, d) VALUES (9, :1, DATE '2024-02-29') RETURNING c, d INTO :2, :3",
                   ["long" * 2000, lob, date])  # fmt: skip
    assert lob.getvalue()[0].read() == "long" * 2000
    assert date.getvalue()[0].isoformat() == "2024-02-29T00:00:00"


def test_a_failed_statement_returns_nothing_and_leaves_the_session_usable(cursor: oracledb.Cursor, table: str) -> None:
    """Error Messages, ORA-00001."""
    number = cursor.var(int)
    with pytest.raises(oracledb.IntegrityError, match="ORA-00001"):
        cursor.execute(f"INSERT INTO {table} (id) VALUES (:1) RETURNING id INTO :2", [1, number])
    assert cursor.execute(f"SELECT count(*) FROM {table}").fetchone() == (3,)


def test_batch_errors_leave_their_rows_without_values(cursor: oracledb.Cursor, table: str) -> None:
    """python-oracledb user guide, "Handling Data Errors"."""
    numbers = cursor.var(int, arraysize=3)
    cursor.setinputsizes(None, numbers)
    sql = f"INSERT INTO {table} (id) VALUES (:1) RETURNING id INTO :2"
    cursor.executemany(sql, [(4,), (1,), (5,)], batcherrors=True)
    assert [error.offset for error in cursor.getbatcherrors()] == [1]
    assert [row[0] for row in cursor.execute(f"SELECT id FROM {table} ORDER BY id")] == [1, 2, 3, 4, 5]


def test_the_number_of_values_and_binds_agrees(cursor: oracledb.Cursor, table: str) -> None:
    """Error Messages, ORA-00947 and ORA-00913."""
    one, two = cursor.var(int), cursor.var(int)
    with pytest.raises(oracledb.DatabaseError, match=r"ORA-00947|ORA-00913"):
        cursor.execute(f"DELETE FROM {table} RETURNING id INTO :1, :2", [one, two])
