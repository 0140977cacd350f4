"""Array DML: all rows or those before the error, batch errors, row counts."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oracle_standin.codec.wire_types import WireType
from oracle_standin.errors import OracleError
from sessions import Session, column, dates, doubles, numbers, texts


@pytest.fixture(autouse=True)
def table(session: Session) -> None:
    session.run("CREATE TABLE t (i NUMBER CONSTRAINT t_pk PRIMARY KEY, s VARCHAR2(5 CHAR))")


PLAIN = "INSERT INTO t (i, s) VALUES (:1, :2)"
COMPUTED = "INSERT INTO t (i, s) VALUES (:1 + 0, :2)"
EITHER = pytest.mark.parametrize("insert", [PLAIN, COMPUTED], ids=["plain", "computed"])


@EITHER
def test_all_rows_are_inserted_in_order(session: Session, insert: str) -> None:
    result = session.run(insert, numbers(*range(2500)), texts(*(f"n{row}" for row in range(2500))))

    assert (result.row_count, result.row_counts) == (2500, [1] * 2500)
    assert session.rows("SELECT COUNT(*), SUM(i), MAX(s) FROM t") == [("2500", "3123750", "n999")]


@EITHER
def test_without_batch_errors_the_rows_before_the_failing_one_stay(session: Session, insert: str) -> None:
    result = session.run(insert, numbers(1, 2, 3, 2, 5), texts("a", "b", "c", "d", "e"))

    assert result.error is not None
    assert (result.row_count, result.error.code) == (3, 1)
    assert session.rows("SELECT i FROM t ORDER BY i") == [("1",), ("2",), ("3",)]


@EITHER
def test_with_batch_errors_all_good_rows_stay_and_each_bad_one_is_named(session: Session, insert: str) -> None:
    result = session.run_with_batch_errors(insert, numbers(1, None, 1, 4, 5), texts("a", "b", "c", "toolong", "e"))

    assert [(row, error.code) for row, error in result.batch_errors] == [(1, 1400), (2, 1), (3, 12899)]
    assert (result.row_count, result.row_counts) == (2, [1, 0, 0, 0, 1])
    assert session.rows("SELECT i FROM t ORDER BY i") == [("1",), ("5",)]


def test_a_batch_error_has_oracles_text(session: Session, schema: str) -> None:
    result = session.run_with_batch_errors(PLAIN, numbers(1, 1), texts("a", "b"))

    assert [error.text for _, error in result.batch_errors] == [
        f"ORA-00001: unique constraint ({schema}.T_PK) violated"
    ]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.integers(0, 30), st.none()), min_size=1, max_size=60))
def test_array_insert_means_the_same_as_one_row_after_the_other(session: Session, keys: list[int | None]) -> None:
    session.run("DELETE FROM t")
    expected_errors, kept = [], set[int]()
    for row, key in enumerate(keys):
        if key is None or key in kept:
            expected_errors.append((row, 1400 if key is None else 1))
        else:
            kept.add(key)

    result = session.run_with_batch_errors("INSERT INTO t (i) VALUES (:1)", numbers(*keys))

    assert [(row, error.code) for row, error in result.batch_errors] == expected_errors
    assert session.rows("SELECT COUNT(*) FROM t") == [(str(len(kept)),)]


def test_rows_before_the_array_stay_when_its_first_row_fails(session: Session) -> None:
    session.run("INSERT INTO t (i) VALUES (1)")
    result = session.run("INSERT INTO t (i) VALUES (:1)", numbers(1, 2))

    assert result.error is not None
    assert session.rows("SELECT i FROM t") == [("1",)]


def test_updates_and_deletes_count_per_array_row(session: Session) -> None:
    session.run("INSERT INTO t (i, s) VALUES (:1, 'x')", numbers(1, 2, 3))

    assert session.run("UPDATE t SET s = 'y' WHERE i >= :1", numbers(3, 2, 9)).row_counts == [1, 2, 0]
    assert session.run("DELETE FROM t WHERE i = :1", numbers(1, 1)).row_counts == [1, 0]


def test_a_merge_runs_for_each_array_row(session: Session) -> None:
    merge = (
        "MERGE INTO t USING (SELECT :1 i, :2 s FROM DUAL) n ON (t.i = n.i)"
        " WHEN MATCHED THEN UPDATE SET t.s = n.s WHEN NOT MATCHED THEN INSERT (i, s) VALUES (n.i, n.s)"
    )

    result = session.run(merge, numbers(1, 2, 1), texts("a", "b", "c"))

    assert result.row_count == 3
    assert session.rows("SELECT i, s FROM t ORDER BY i") == [("1", "c"), ("2", "b")]


def test_special_characters_and_nulls_arrive_unchanged(session: Session) -> None:
    values = ["\t", "\\N", "a\nb", "\r\n", "é\\", None]
    session.run(PLAIN, numbers(*range(6)), texts(*values))

    assert [row[0] for row in session.rows("SELECT s FROM t ORDER BY i")] == values


def test_all_column_types_are_inserted_as_they_are(session: Session) -> None:
    session.run(
        "CREATE TABLE types (n NUMBER, d DATE, ts TIMESTAMP(3), tz TIMESTAMP(6) WITH TIME ZONE, c CLOB, b BLOB,"
        " r RAW(4), f BINARY_DOUBLE, o BOOLEAN)"
    )
    moment = bytes((120, 124, 1, 31, 11, 1, 1)) + (123_456_000).to_bytes(4)
    session.run(
        "INSERT INTO types (n, d, ts, tz, c, b, r, f, o) VALUES (:1, :2, :3, :4, :5, :6, :7, :8, :9)",
        numbers("-12.50"),
        dates("2024-01-31 10:00:00"),
        column(WireType.TIMESTAMP, [moment]),
        column(WireType.TIMESTAMP_TZ, [moment + bytes((20 + 5, 60 + 30))]),
        column(WireType.LONG, [b"x" * 40_000]),
        column(WireType.LONG_RAW, [bytes(range(256))]),
        column(WireType.RAW, [b"\x01\xff"]),
        doubles("NaN"),
        column(WireType.BOOLEAN, [b"\x01\x01"]),
    )

    assert session.rows("SELECT n, d, ts, tz, r, f, o, LENGTH(c) FROM types") == [
        (
            "-12.5",
            "2024-01-31 10:00:00",
            "2024-01-31 10:00:00.123000",
            "2024-01-31 15:30:00.123456 +05:30",
            "\\x01FF",
            "NaN",
            "true",
            "40000",
        )
    ]
    assert session.rows("SELECT b FROM types") == [("\\x" + bytes(range(256)).hex().upper(),)]


def test_text_is_converted_where_the_column_is_of_another_type(session: Session) -> None:
    session.run("ALTER SESSION SET NLS_DATE_FORMAT='YYYY-MM-DD'")
    session.run("CREATE TABLE other (n NUMBER, d DATE, r RAW(2))")

    session.run("INSERT INTO other (n, d, r) VALUES (:1, :2, :3)", texts(" 1.5"), texts("2024-01-31"), texts("FF"))

    assert session.rows("SELECT n, d, r FROM other") == [("1.5", "2024-01-31 00:00:00", "\\xFF")]


def test_a_number_in_a_text_column_has_oracles_form(session: Session) -> None:
    session.run("INSERT INTO t (i, s) VALUES (1, :1)", numbers("0.50"))

    assert session.rows("SELECT s FROM t") == [(".5",)]


def test_a_column_that_is_null_throughout_fits_every_type(session: Session) -> None:
    session.run(
        "CREATE TABLE nulls (n NUMBER, d DATE, tz TIMESTAMP WITH TIME ZONE, b BLOB, f BINARY_DOUBLE, o BOOLEAN)"
    )

    for insert in (
        "INSERT INTO nulls (n, d, tz, b, f, o) VALUES (:1, :2, :3, :4, :5, :6)",
        "INSERT INTO nulls (n, d, tz, b, f, o) SELECT :1, :2, :3, :4, :5, :6 FROM DUAL",
    ):
        session.run(insert, *[texts(None)] * 6)

    assert session.rows("SELECT COUNT(*), COUNT(n), COUNT(tz) FROM nulls") == [("2", "0", "0")]


def test_a_statement_error_is_raised_and_not_a_row_error(session: Session) -> None:
    with pytest.raises(OracleError, match="ORA-00942"):
        session.run_with_batch_errors("INSERT INTO nowhere (i) VALUES (:1)", numbers(1, 2))


def test_nul_characters_are_refused_by_name(session: Session) -> None:
    with pytest.raises(OracleError, match="NUL characters"):
        session.run(PLAIN, numbers(1), texts("\0"))


CHANGES = ["UPDATE t SET i = i + 1, s = :1 WHERE i = :2", "DELETE FROM t WHERE s = :1 OR i = :2", """
MERGE INTO t USING (SELECT :1 s, :2 i FROM dual) b ON (t.i = b.i)
WHEN MATCHED THEN UPDATE SET t.s = b.s WHEN NOT MATCHED THEN INSERT (i, s) VALUES (b.i, b.s)"""]  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(CHANGES),
    st.lists(st.tuples(st.sampled_from(["a", "b", "toolong", None]), st.integers(0, 8)), min_size=2, max_size=40),
)
def test_an_array_of_changes_means_the_same_as_one_statement_after_the_other(
    session: Session, change: str, rows: list[tuple[str | None, int]]
) -> None:
    everything = "SELECT i, s FROM t ORDER BY i"
    session.run("DELETE FROM t")
    session.run(PLAIN, numbers(1, 3, 5), texts("a", "b", "c"))
    session.run("SAVEPOINT before")
    expected_counts, expected_errors = [], []
    for place, (text, key) in enumerate(rows):
        try:
            expected_counts.append(session.run(change, texts(text), numbers(key)).row_count)
        except OracleError as error:
            expected_counts.append(0)
            expected_errors.append((place, error.code))
    expected = session.rows(everything)
    session.run("ROLLBACK TO SAVEPOINT before")

    result = session.run_with_batch_errors(
        change, texts(*(text for text, _ in rows)), numbers(*(key for _, key in rows))
    )

    assert [(place, error.code) for place, error in result.batch_errors] == expected_errors
    assert result.row_counts == expected_counts
    assert session.rows(everything) == expected


def test_rows_beyond_one_round_trip_change_in_order(session: Session) -> None:
    session.run("INSERT INTO t (i, s) VALUES (0, 'x')")

    result = session.run("UPDATE t SET i = :1 WHERE i = :2", numbers(*range(1, 1502)), numbers(*range(1501)))

    assert result.row_counts == [1] * 1501
    assert session.rows("SELECT i FROM t") == [("1501",)]


def test_an_error_beyond_the_first_round_trip_keeps_the_rows_before_it(session: Session) -> None:
    session.run("INSERT INTO t (i, s) VALUES (0, 'x')")

    result = session.run("UPDATE t SET i = i + 1, s = :1", texts(*["y"] * 1234, "toolong", "z"))

    assert result.error is not None
    assert (result.error.code, result.row_count) == (12899, 1234)
    assert session.rows("SELECT i, s FROM t") == [("1234", "y")]
