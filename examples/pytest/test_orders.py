"""Tests of a user of the stand-in: `pip install 'flext-target-oracle[standin]' pytest` is all that they need."""

import oracledb
import pytest

from oracle_standin import Standin
from oracle_standin.fixtures import FreshSchema


def test_orders_are_stored(fresh_schema: FreshSchema) -> None:
    with fresh_schema.connect() as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE orders (id NUMBER PRIMARY KEY, total NUMBER(10, 2))")
        cursor.executemany("INSERT INTO orders VALUES (:1, :2)", [(1, 9.99), (2, None)])
        connection.commit()

        assert cursor.execute("SELECT * FROM orders ORDER BY id").fetchall() == [(1, 9.99), (2, None)]


def test_each_test_has_a_schema_of_its_own(fresh_schema: FreshSchema) -> None:
    with fresh_schema.connect() as connection, connection.cursor() as cursor:
        assert cursor.execute("SELECT table_name FROM user_tables").fetchall() == []


def test_a_commit_may_get_lost(oracle_standin: Standin, fresh_schema: FreshSchema) -> None:
    connection = fresh_schema.connect()
    connection.cursor().execute("CREATE TABLE orders (id NUMBER)")
    connection.cursor().execute("INSERT INTO orders VALUES (1)")
    oracle_standin.faults.add("drop after commit")

    with pytest.raises(oracledb.DatabaseError, match="DPY-4011"):
        connection.commit()
    assert fresh_schema.connect().cursor().execute("SELECT id FROM orders").fetchall() == [(1,)]
