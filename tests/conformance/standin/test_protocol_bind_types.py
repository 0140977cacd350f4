"""Bind variables as columns of a query: their names, types and values."""

import oracledb
import pytest


def test_a_bound_year_month_interval_comes_back(cursor: oracledb.Cursor) -> None:
    """python-oracledb API, `IntervalYM`; SQL Language Reference, "INTERVAL YEAR TO MONTH"."""
    value = oracledb.IntervalYM(years=-12, months=-5)
    cursor.execute("SELECT :1 FROM dual", [value])

    assert cursor.fetchone() == (value,)
    assert cursor.description[0].type_code is oracledb.DB_TYPE_INTERVAL_YM


@pytest.mark.parametrize(
    ("db_type", "content"), [(oracledb.DB_TYPE_CLOB, "text"), (oracledb.DB_TYPE_BLOB, b"bytes")], ids=["CLOB", "BLOB"]
)
def test_a_bound_lob_comes_back_as_a_lob(
    connection: oracledb.Connection, cursor: oracledb.Cursor, db_type: oracledb.DbType, content: str | bytes
) -> None:
    """python-oracledb user guide, "Using CLOB, BLOB, NCLOB, and BFILE Data"."""
    cursor.execute("SELECT :1 FROM dual", [connection.createlob(db_type, content)])

    assert cursor.description[0].type_code is db_type
    assert cursor.fetchone()[0].read() == content


def test_a_bind_variable_names_its_column_as_it_is_written(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, SELECT, `select_list`: the column's name is the text of the expression."""
    cursor.execute("SELECT :a + 1, :2 FROM dual", [1, "x"])

    assert [column.name for column in cursor.description] == [":A+1", ":2"]


@pytest.mark.parametrize(
    "statement", ["SELECT :rowid FROM dual", "SELECT 1 FROM dual WHERE 1 = :date", "DELETE FROM t WHERE id = :level"]
)
def test_a_bind_variable_has_no_reserved_word_as_its_name(cursor: oracledb.Cursor, statement: str) -> None:
    """Error Help, ORA-01745."""
    with pytest.raises(oracledb.DatabaseError) as error:
        cursor.parse(statement)

    assert error.value.args[0].full_code == "ORA-01745"
