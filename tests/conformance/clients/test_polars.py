"""polars through python-oracledb's data frames, in both directions."""

import datetime as dt

import oracledb
import polars as pl
from polars.testing import assert_frame_equal

FRAME = pl.DataFrame(
    {
        "ID": [1, 2, 3],
        "NAME": ["één", None, "drie"],
        "PORTION": [0.5, None, -1.25],
        "AT": [dt.datetime(2024, 1, 31, 10, 20, 30, 123456), None, dt.datetime(1970, 1, 1)],  # noqa: DTZ001
    }
)


def test_a_frame_is_inserted_and_read_back(cursor: oracledb.Cursor) -> None:
    """python-oracledb user guide, "Working with Data Frames"."""
    cursor.execute("CREATE TABLE t (id NUMBER(9), name VARCHAR2(20), portion BINARY_DOUBLE, at TIMESTAMP(6))")
    cursor.executemany("INSERT INTO t (id, name, portion, at) VALUES (:1, :2, :3, :4)", FRAME)
    cursor.connection.commit()

    read = pl.DataFrame(cursor.connection.fetch_df_all("SELECT id, name, portion, at FROM t ORDER BY id"))

    assert_frame_equal(read, FRAME, check_dtypes=False)


def test_a_frame_is_loaded_by_direct_path_and_read_in_batches(connection: oracledb.Connection) -> None:
    """python-oracledb user guide, "Direct Path Loads" and "Working with Data Frames"."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE t (id NUMBER(9), name VARCHAR2(20), portion BINARY_DOUBLE, at TIMESTAMP(6))")
    connection.direct_path_load(connection.username, "T", FRAME.columns, FRAME)

    batches = connection.fetch_df_batches("SELECT id, name, portion, at FROM t ORDER BY id", size=2)

    assert_frame_equal(pl.concat([pl.DataFrame(batch) for batch in batches]), FRAME, check_dtypes=False)
