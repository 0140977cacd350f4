"""Queries: how their columns are described, and a few rows of each kind."""

import pytest

from oracle_standin.codec.wire_types import ColumnDescription, WireType
from oracle_standin.errors import OracleError
from sessions import Session, numbers, texts


@pytest.mark.parametrize(
    ("declared", "description"),
    [
        ("NUMBER", ColumnDescription("C", WireType.NUMBER, 0, -127)),
        ("NUMBER(10)", ColumnDescription("C", WireType.NUMBER, 10, 0)),
        ("NUMBER(5,2)", ColumnDescription("C", WireType.NUMBER, 5, 2)),
        ("INTEGER", ColumnDescription("C", WireType.NUMBER, 38, 0)),
        ("FLOAT", ColumnDescription("C", WireType.NUMBER, 126, -127)),
        ("BINARY_DOUBLE", ColumnDescription("C", WireType.BINARY_DOUBLE, max_bytes=8)),
        ("VARCHAR2(20)", ColumnDescription("C", WireType.VARCHAR2, 0, 0, 20, 20, 1)),
        ("VARCHAR2(20 CHAR)", ColumnDescription("C", WireType.VARCHAR2, 0, 0, 80, 20, 1)),
        ("DATE", ColumnDescription("C", WireType.DATE, max_bytes=7)),
        ("TIMESTAMP(3)", ColumnDescription("C", WireType.TIMESTAMP, 0, 3, 11)),
        ("TIMESTAMP WITH TIME ZONE", ColumnDescription("C", WireType.TIMESTAMP_TZ, 0, 6, 13)),
        ("INTERVAL DAY TO SECOND", ColumnDescription("C", WireType.INTERVAL_DS, 2, 6, 11)),
        ("RAW(16)", ColumnDescription("C", WireType.RAW, max_bytes=16)),
        ("CLOB", ColumnDescription("C", WireType.CLOB, 0, 0, 4000, 0, 1)),
        ("BLOB", ColumnDescription("C", WireType.BLOB, max_bytes=4000)),
        ("BOOLEAN", ColumnDescription("C", WireType.BOOLEAN, max_bytes=1)),
        ("NUMBER NOT NULL", ColumnDescription("C", WireType.NUMBER, 0, -127, is_nullable=False)),
        ("CLOB CHECK (c IS JSON)", ColumnDescription("C", WireType.CLOB, 0, 0, 4000, 0, 1, is_json=True)),
    ],
)
def test_a_column_is_described_as_its_table_declares_it(
    session: Session, declared: str, description: ColumnDescription
) -> None:
    session.run(f"CREATE TABLE t (c {declared})")

    through_subquery = "SELECT x.c FROM (SELECT * FROM t) x LEFT JOIN DUAL ON 1 = 1"
    assert session.query("SELECT c FROM t").columns == (description,)
    assert session.engine.describe(through_subquery) == (description,)


@pytest.mark.parametrize(
    ("expression", "wire_type"),
    [
        ("1 + 1", WireType.NUMBER),
        ("COUNT(*)", WireType.NUMBER),
        ("'x' || 'y'", WireType.VARCHAR2),
        ("MAX(SYSDATE)", WireType.DATE),
        ("NVL(SYSDATE, SYSDATE)", WireType.DATE),
        ("MAX(SYSTIMESTAMP)", WireType.TIMESTAMP_TZ),
        ("LOCALTIMESTAMP", WireType.TIMESTAMP),
        ("TO_CLOB('x')", WireType.CLOB),
        ("HEXTORAW('FF')", WireType.RAW),
        ("1d", WireType.BINARY_DOUBLE),
    ],
)
def test_an_expression_is_described_by_its_type(session: Session, expression: str, wire_type: WireType) -> None:
    described = session.engine.describe(f"SELECT {expression} FROM DUAL GROUP BY dummy")

    assert [column.wire_type for column in described] == [wire_type]


def test_describing_runs_nothing_and_knows_no_columns_of_other_statements(session: Session) -> None:
    assert session.engine.describe("CREATE TABLE t (i NUMBER)") == ()
    with pytest.raises(OracleError, match="ORA-00942"):
        session.engine.describe("SELECT * FROM t")


def test_a_description_follows_ddl_of_another_session(session: Session, other_session: Session) -> None:
    session.run("CREATE TABLE t (c NUMBER(3))")
    assert session.query("SELECT c FROM t").columns[0].precision == 3

    other_session.run("ALTER TABLE t MODIFY c NUMBER(9)")

    assert session.query("SELECT c FROM t").columns[0].precision == 9


def test_rows_are_fetched_in_parts(session: Session) -> None:
    session.run("CREATE TABLE t (i NUMBER)")
    session.run("INSERT INTO t (i) VALUES (:1)", numbers(*range(5)))
    result = session.query("SELECT i FROM t ORDER BY i")

    parts = [(len(rows), is_exhausted) for rows, is_exhausted in (result.fetch(2) for _ in range(3))]

    assert parts == [(2, False), (2, False), (1, True)]


@pytest.mark.parametrize("column", ['"ctid"', '"xmin"', '"tableoid"', "t"])
def test_what_only_postgresql_has_is_no_column(session: Session, column: str) -> None:
    session.run("CREATE TABLE t (i NUMBER)")

    with pytest.raises(OracleError, match="ORA-00904"):
        session.rows(f"SELECT {column} FROM t")


def test_a_closed_result_has_no_rows(session: Session) -> None:
    result = session.query("SELECT 1 FROM DUAL")
    result.close()

    assert result.fetch(1) == ([], True)


def test_the_empty_string_is_null_as_literal_and_as_bind(session: Session) -> None:
    session.run("CREATE TABLE t (s VARCHAR2(5), c CLOB)")
    session.run("INSERT INTO t VALUES ('', '')")
    session.run("INSERT INTO t VALUES (:1, :2)", texts(""), texts(""))

    assert session.rows("SELECT COUNT(*) FROM t WHERE s IS NULL AND c IS NULL") == [("2",)]
    assert session.rows("SELECT COUNT(*) FROM t WHERE s = ''") == [("0",)]


def test_numbers_keep_all_their_digits(session: Session) -> None:
    values = ["12345678901234567890123456789012345678", "0." + "0" * 20 + "1234567890123456789", "-1e120", "0.1"]
    session.run("CREATE TABLE t (n NUMBER, r NUMBER(5,2))")
    session.run("INSERT INTO t (n, r) VALUES (:1, :2)", numbers(*values), numbers("1.005", "1.004", "-1.005", 7))

    assert session.rows("SELECT n, r FROM t WHERE n = :1", numbers(values[0])) == [(values[0], "1.01")]
    assert session.rows("SELECT n FROM t WHERE r = 1") == [(values[1],)]
    assert session.rows("SELECT r, n FROM t WHERE n < 0") == [("-1.01", "-1" + "0" * 120)]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("SELECT i FROM t WHERE ROWNUM <= 2 ORDER BY i", 2),
        ("SELECT i FROM t ORDER BY i FETCH FIRST 2 ROWS ONLY", 2),
        ("SELECT i FROM t MINUS SELECT 1 FROM DUAL", 2),
        ("SELECT x.i FROM t x, t y WHERE x.i = y.i", 3),
        ("SELECT * FROM (SELECT t.*, ROWNUM r FROM t) WHERE r > 1", 2),
        ("SELECT i FROM t WHERE i IN (SELECT i FROM t WHERE i > 1) AND EXISTS (SELECT 1 FROM DUAL)", 2),
    ],
)
def test_a_query_returns_the_rows_that_oracle_returns(session: Session, query: str, rows: int) -> None:
    session.run("CREATE TABLE t (i NUMBER)")
    session.run("INSERT INTO t (i) VALUES (:1)", numbers(1, 2, 3))

    assert len(session.rows(query)) == rows


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("SELECT x.i FROM t", 904),
        ("SELECT i FROM t a, t b", 918),
        ("SELECT i FROM t GROUP BY s", 979),
        ("SELECT 1 FROM DUAL UNION SELECT 1, 2 FROM DUAL", 1789),
        ("SELECT 1 FROM DUAL WHERE 1 = (SELECT i FROM t)", 1427),
        ("SELECT 1 FROM DUAL WHERE SYSDATE = 1", 932),
        ("MERGE INTO t USING (SELECT 1 i FROM t) s ON (t.i = s.i) WHEN MATCHED THEN UPDATE SET t.s = 'x'", 30926),
    ],
)
def test_a_query_that_oracle_refuses_is_refused_with_its_code(session: Session, query: str, code: int) -> None:
    session.run("CREATE TABLE t (i NUMBER, s VARCHAR2(5))")
    session.run("INSERT INTO t (i) VALUES (:1)", numbers(1, 2))

    with pytest.raises(OracleError) as error:
        session.engine.execute(query)

    assert error.value.code == code
