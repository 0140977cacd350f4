"""Pipelines: operations that the async driver sends without waiting for answers."""

import array
import asyncio
from collections.abc import Awaitable, Callable

import oracledb
import pytest

from oracle_server import Account

Work = Callable[[oracledb.AsyncConnection], Awaitable[object]]


def run(account: Account, work: Work) -> object:
    async def connected() -> object:
        async with oracledb.connect_async(**account.parameters) as connection:
            return await work(connection)

    return asyncio.run(connected())


def rows_of(account: Account) -> list[tuple[object, ...]]:
    with account.connect() as connection, connection.cursor() as cursor:
        return cursor.execute("SELECT n, v FROM t ORDER BY n").fetchall()


@pytest.fixture
def table(cursor: oracledb.Cursor) -> None:
    cursor.execute("CREATE TABLE t (n NUMBER(9) PRIMARY KEY, v VARCHAR2(10))")


def filled() -> oracledb.Pipeline:
    pipeline = oracledb.create_pipeline()
    pipeline.add_execute("INSERT INTO t VALUES (:1, :2)", [1, "one"])
    pipeline.add_executemany("INSERT INTO t VALUES (:1, :2)", [(2, "two"), (3, None)])
    pipeline.add_commit()
    return pipeline


@pytest.mark.usefixtures("table")
def test_operations_run_in_their_order_and_each_has_its_result(account: Account) -> None:
    """python-oracledb user guide, "Pipelining Database Operations"."""
    pipeline = filled()
    pipeline.add_fetchone("SELECT v FROM t WHERE n = :1", [2])
    pipeline.add_fetchmany("SELECT n FROM t ORDER BY n", num_rows=2)
    pipeline.add_fetchall("SELECT n, v FROM t ORDER BY n", arraysize=1)

    results = run(account, lambda connection: connection.run_pipeline(pipeline))

    assert [result.rows for result in results][3:] == [
        [("two",)],
        [(1,), (2,)],
        [(1, "one"), (2, "two"), (3, None)],
    ]
    assert rows_of(account) == [(1, "one"), (2, "two"), (3, None)]


@pytest.mark.usefixtures("table")
def test_an_error_ends_a_pipeline_that_does_not_continue(account: Account) -> None:
    """python-oracledb user guide, "Pipeline Error Handling": continue_on_error is False."""
    pipeline = filled()
    pipeline.add_execute("INSERT INTO t VALUES (1, 'again')")
    pipeline.add_execute("INSERT INTO t VALUES (4, 'four')")
    pipeline.add_commit()

    with pytest.raises(oracledb.IntegrityError) as error:
        run(account, lambda connection: connection.run_pipeline(pipeline))

    assert error.value.args[0].full_code == "ORA-00001"
    assert rows_of(account) == [(1, "one"), (2, "two"), (3, None)]


@pytest.mark.usefixtures("table")
def test_a_failed_row_of_an_array_ends_a_pipeline_that_does_not_continue(account: Account) -> None:
    """python-oracledb user guide, "Pipeline Error Handling": continue_on_error is False."""
    pipeline = oracledb.create_pipeline()
    pipeline.add_executemany("INSERT INTO t VALUES (:1, :2)", [(1, "a"), (1, "b"), (2, "c")])
    pipeline.add_execute("INSERT INTO t VALUES (4, 'four')")
    pipeline.add_commit()

    with pytest.raises(oracledb.IntegrityError, match="ORA-00001"):
        run(account, lambda connection: connection.run_pipeline(pipeline))

    assert rows_of(account) == []


@pytest.mark.usefixtures("table")
def test_a_pipeline_that_continues_names_the_error_of_each_operation(account: Account) -> None:
    """python-oracledb user guide, "Pipeline Error Handling": continue_on_error is True."""
    pipeline = filled()
    pipeline.add_execute("INSERT INTO t VALUES (1, 'again')")
    pipeline.add_execute("INSERT INTO nowhere VALUES (1)")
    pipeline.add_execute("INSERT INTO t VALUES (4, 'four')")
    pipeline.add_commit()

    results = run(account, lambda connection: connection.run_pipeline(pipeline, continue_on_error=True))

    codes = [result.error.full_code if result.error else None for result in results]
    assert codes == [None, None, None, "ORA-00001", "ORA-00942", None, None]
    assert rows_of(account) == [(1, "one"), (2, "two"), (3, None), (4, "four")]


@pytest.mark.usefixtures("table")
def test_a_connection_is_usable_after_an_aborted_pipeline(account: Account) -> None:
    """python-oracledb user guide, "Pipeline Error Handling"."""

    async def work(connection: oracledb.AsyncConnection) -> object:
        pipeline = oracledb.create_pipeline()
        for _ in range(3):
            pipeline.add_execute("INSERT INTO nowhere VALUES (1)")
        with pytest.raises(oracledb.DatabaseError, match="ORA-00942"):
            await connection.run_pipeline(pipeline)
        return await connection.run_pipeline(filled()), await connection.fetchall("SELECT n FROM t ORDER BY n")

    results, rows = run(account, work)

    assert [result.error for result in results] == [None] * 3
    assert rows == [(1,), (2,), (3,)]


def test_a_pipeline_reads_large_values_and_lobs(account: Account, cursor: oracledb.Cursor) -> None:
    """python-oracledb user guide, "Pipelining Database Operations": LOBs need further round trips."""
    cursor.execute("CREATE TABLE t (n NUMBER, c CLOB)")
    pipeline = oracledb.create_pipeline()
    for number, text in enumerate(("ä" * 20_000, "b" * 70_000, None)):
        pipeline.add_execute("INSERT INTO t VALUES (:1, :2)", [number, text])
    pipeline.add_commit()
    pipeline.add_fetchall("SELECT c FROM t ORDER BY n", fetch_lobs=False)

    results = run(account, lambda connection: connection.run_pipeline(pipeline))

    assert results[-1].rows == [("ä" * 20_000,), ("b" * 70_000,), (None,)]


@pytest.mark.usefixtures("table")
def test_a_pipeline_may_be_longer_than_what_the_network_buffers(account: Account) -> None:
    """python-oracledb user guide, "Pipelining Database Operations"."""
    pipeline = oracledb.create_pipeline()
    for number in range(100):
        pipeline.add_execute("INSERT INTO t VALUES (:1, :2)", [number, "x" * 10])
        pipeline.add_fetchone("SELECT COUNT(*), RPAD('x', 3000, 'y') FROM t")
    pipeline.add_commit()

    results = run(account, lambda connection: connection.run_pipeline(pipeline))

    assert [result.rows[0][0] for result in results[1:-1:2]] == list(range(1, 101))


@pytest.mark.usefixtures("table")
def test_an_operation_that_cannot_be_read_fails_alone(account: Account) -> None:
    """python-oracledb user guide, "Pipeline Error Handling": a vector for a column of another type."""
    pipeline = filled()
    pipeline.add_execute("INSERT INTO t VALUES (4, :1)", [array.array("d", [1.5, 2.5])])
    pipeline.add_fetchall("SELECT n FROM t ORDER BY n")

    results = run(account, lambda connection: connection.run_pipeline(pipeline, continue_on_error=True))

    assert [result.error is None for result in results] == [True, True, True, False, True]
    assert results[-1].rows == [(1,), (2,), (3,)]


def test_a_pipeline_fetches_the_first_lob(account: Account, cursor: oracledb.Cursor) -> None:
    """python-oracledb API, Pipeline.add_fetchone(): fetch_lobs."""
    cursor.execute("CREATE TABLE t (c CLOB)")
    cursor.execute("INSERT INTO t VALUES ('text')")
    cursor.connection.commit()
    pipeline = oracledb.create_pipeline()
    for _ in range(2):
        pipeline.add_fetchone("SELECT c FROM t", fetch_lobs=False)

    results = run(account, lambda connection: connection.run_pipeline(pipeline))

    assert [result.rows for result in results] == [[("text",)], [("text",)]]
