"""Column types: how they are declared, what the dictionary shows of them, what they do to values, and their limits."""

from datetime import datetime
from decimal import Decimal

import oracledb
import pytest


def refused(cursor: oracledb.Cursor, sql: str, *binds: object) -> str:
    """The code of the error that the statement raises."""
    with pytest.raises(oracledb.DatabaseError) as error:
        cursor.execute(sql, binds)
    return str(error.value.args[0].full_code)


def column(cursor: oracledb.Cursor, sql_type: str, *values: object) -> list[object]:
    """What a column of the type gives back for values, each bound in an INSERT of its own."""
    cursor.execute(f"CREATE TABLE t (n NUMBER, c {sql_type})")
    for number, value in enumerate(values):
        cursor.execute("INSERT INTO t VALUES (:1, :2)", [number, value])
    cursor.execute("SELECT c FROM t ORDER BY n", fetch_decimals=True)
    return [value for (value,) in cursor]


DICTIONARY = [
    ("CHAR(3)", ("CHAR", 3, 3, "B", None, None)),
    ("CHAR", ("CHAR", 1, 1, "B", None, None)),
    ("CHARACTER(3 CHAR)", ("CHAR", 12, 3, "C", None, None)),
    ("VARCHAR(10)", ("VARCHAR2", 10, 10, "B", None, None)),
    ("CHARACTER VARYING(10 CHAR)", ("VARCHAR2", 40, 10, "C", None, None)),
    ("NCHAR(4)", ("NCHAR", 8, 4, "C", None, None)),
    ("NATIONAL CHARACTER VARYING(5)", ("NVARCHAR2", 10, 5, "C", None, None)),
    ("NVARCHAR2(2000)", ("NVARCHAR2", 4000, 2000, "C", None, None)),
    ("CLOB", ("CLOB", 4000, 0, None, None, None)),
    ("NCLOB", ("NCLOB", 4000, 0, None, None, None)),
    ("BLOB", ("BLOB", 4000, 0, None, None, None)),
    ("LONG", ("LONG", 0, 0, None, None, None)),
    ("LONG RAW", ("LONG RAW", 0, 0, None, None, None)),
    ("RAW(16)", ("RAW", 16, 0, None, None, None)),
    ("NUMBER", ("NUMBER", 22, 0, None, None, None)),
    ("NUMBER(*,2)", ("NUMBER", 22, 0, None, None, 2)),
    ("NUMBER(5,-2)", ("NUMBER", 22, 0, None, 5, -2)),
    ("DEC(7,2)", ("NUMBER", 22, 0, None, 7, 2)),
    ("NUMERIC(7)", ("NUMBER", 22, 0, None, 7, 0)),
    ("INTEGER", ("NUMBER", 22, 0, None, None, 0)),
    ("SMALLINT", ("NUMBER", 22, 0, None, None, 0)),
    ("FLOAT", ("FLOAT", 22, 0, None, 126, None)),
    ("FLOAT(10)", ("FLOAT", 22, 0, None, 10, None)),
    ("REAL", ("FLOAT", 22, 0, None, 63, None)),
    ("DOUBLE PRECISION", ("FLOAT", 22, 0, None, 126, None)),
    ("BINARY_FLOAT", ("BINARY_FLOAT", 4, 0, None, None, None)),
    ("BINARY_DOUBLE", ("BINARY_DOUBLE", 8, 0, None, None, None)),
    ("DATE", ("DATE", 7, 0, None, None, None)),
    ("TIMESTAMP", ("TIMESTAMP(6)", 11, 0, None, None, 6)),
    ("TIMESTAMP(9)", ("TIMESTAMP(9)", 11, 0, None, None, 9)),
    ("TIMESTAMP(3) WITH TIME ZONE", ("TIMESTAMP(3) WITH TIME ZONE", 13, 0, None, None, 3)),
    ("TIMESTAMP WITH LOCAL TIME ZONE", ("TIMESTAMP(6) WITH LOCAL TIME ZONE", 11, 0, None, None, 6)),
    ("INTERVAL YEAR(3) TO MONTH", ("INTERVAL YEAR(3) TO MONTH", 5, 0, None, 3, 0)),
    ("INTERVAL DAY TO SECOND(3)", ("INTERVAL DAY(2) TO SECOND(3)", 11, 0, None, 2, 3)),
]


@pytest.mark.parametrize(("sql_type", "row"), DICTIONARY, ids=[sql_type for sql_type, _ in DICTIONARY])
def test_the_dictionary_shows_the_type_of_a_column(
    cursor: oracledb.Cursor, sql_type: str, row: tuple[object, ...]
) -> None:
    """Database Reference, ALL_TAB_COLUMNS; SQL Language Reference, "Data Types", "ANSI, DB2, and SQL/DS Data Types"."""
    cursor.execute(f"CREATE TABLE t (c {sql_type})")

    cursor.execute(
        "SELECT data_type, data_length, char_length, char_used, data_precision, data_scale FROM user_tab_columns"
        " WHERE table_name = 'T'"
    )
    assert cursor.fetchall() == [row]


@pytest.mark.parametrize(
    ("sql_type", "code"),
    [
        ("TEXT", "ORA-00902"),
        ("VARCHAR2", "ORA-00906"),
        ("NVARCHAR2", "ORA-00906"),
        ("RAW", "ORA-00906"),
        ("CHAR(3", "ORA-00907"),
        ("CHAR(2001)", "ORA-00910"),
        ("NVARCHAR2(32768)", "ORA-00910"),
        ("VARCHAR2(32768)", "ORA-00910"),
        ("VARCHAR2(0)", "ORA-01723"),
        ("NUMBER(39)", "ORA-01727"),
        ("NUMBER(0)", "ORA-01727"),
        ("NUMBER(3,128)", "ORA-01728"),
        ("NUMBER(3,-85)", "ORA-01728"),
        ("TIMESTAMP(10)", "ORA-30088"),
        ("INTERVAL DAY(10) TO SECOND", "ORA-30088"),
    ],
)
def test_a_wrong_type_is_refused(cursor: oracledb.Cursor, sql_type: str, code: str) -> None:
    """SQL Language Reference, "Oracle Built-in Data Types"; Database Error Messages."""
    assert refused(cursor, f"CREATE TABLE t (c {sql_type})") == code


def test_a_char_is_padded_with_blanks_to_its_bytes(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "CHAR Data Type"."""
    assert column(cursor, "CHAR(5)", "ab", "é", None) == ["ab   ", "é   ", None]


def test_a_char_of_characters_is_padded_to_its_characters(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "CHAR Data Type"."""
    assert column(cursor, "CHAR(3 CHAR)", "é", "漢字😀") == ["é  ", "漢字😀"]


def test_an_array_insert_pads_chars_too(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "CHAR Data Type"."""
    cursor.execute("CREATE TABLE t (n NUMBER, c CHAR(4))")

    cursor.executemany("INSERT INTO t (n, c) VALUES (:1, :2)", [(1, "a"), (2, "abcd"), (3, None)])

    assert cursor.execute("SELECT c, LENGTH(c), c || '.' FROM t ORDER BY n").fetchall() == [
        ("a   ", 4, "a   ."),
        ("abcd", 4, "abcd."),
        (None, None, "."),
    ]


@pytest.mark.parametrize("condition", ["c = 'ab'", "'ab ' = c", "c IN ('x', 'ab')", "c BETWEEN 'ab' AND 'ab'", "c = d"])
def test_a_char_compares_with_literals_and_chars_without_blanks(cursor: oracledb.Cursor, condition: str) -> None:
    """SQL Language Reference, "Blank-Padded Comparison Semantics"."""
    cursor.execute("CREATE TABLE t (c CHAR(5), d CHAR(9), v VARCHAR2(5))")
    cursor.execute("INSERT INTO t VALUES ('ab', 'ab', 'ab')")

    assert cursor.execute(f"SELECT COUNT(*) FROM t WHERE {condition}").fetchall() == [(1,)]


@pytest.mark.parametrize("condition", ["c = v", "v = 'ab '", "c = CAST('ab' AS VARCHAR2(5))"])
def test_a_varchar2_compares_with_its_blanks(cursor: oracledb.Cursor, condition: str) -> None:
    """SQL Language Reference, "Nonpadded Comparison Semantics"."""
    cursor.execute("CREATE TABLE t (c CHAR(5), v VARCHAR2(5))")
    cursor.execute("INSERT INTO t VALUES ('ab', 'ab')")

    assert cursor.execute(f"SELECT COUNT(*) FROM t WHERE {condition}").fetchall() == [(0,)]


def test_two_literals_compare_without_blanks(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "Text Literals": they have the data type CHAR."""
    assert cursor.execute("SELECT 1 FROM dual WHERE 'a' = 'a  '").fetchall() == [(1,)]


@pytest.mark.parametrize(
    ("sql_type", "value", "code"),
    [
        ("CHAR(3)", "abcd", "ORA-12899"),
        ("CHAR(3)", "abc ", "ORA-12899"),
        ("NCHAR(2)", "abc", "ORA-12899"),
        ("NVARCHAR2(3)", "abcd", "ORA-12899"),
        ("NVARCHAR2(1)", "😀", "ORA-12899"),
        ("VARCHAR2(3)", "éé", "ORA-12899"),
        ("VARCHAR2(1 CHAR)", "éé", "ORA-12899"),
        ("RAW(2)", b"abc", "ORA-12899"),
        ("NUMBER(3)", 1000, "ORA-01438"),
        ("NUMBER(5,2)", Decimal("999.995"), "ORA-01438"),
        ("NUMBER(2,4)", Decimal("0.01"), "ORA-01438"),
        ("NUMBER(3,-2)", 100_000, "ORA-01438"),
    ],
)
def test_a_value_too_large_for_its_column_is_refused(
    cursor: oracledb.Cursor, sql_type: str, value: object, code: str
) -> None:
    """SQL Language Reference, "Data Types": lengths, precision and scale."""
    cursor.execute(f"CREATE TABLE t (c {sql_type})")

    assert refused(cursor, "INSERT INTO t VALUES (:1)", value) == code


def test_the_error_of_a_long_value_names_column_and_lengths(cursor: oracledb.Cursor) -> None:
    """Database Error Messages, ORA-12899."""
    cursor.execute("CREATE TABLE t (c VARCHAR2(3))")

    with pytest.raises(oracledb.DatabaseError) as error:
        cursor.execute("INSERT INTO t VALUES ('é12')")

    schema = cursor.connection.username.upper()
    assert f'"{schema}"."T"."C" (actual: 4, maximum: 3)' in error.value.args[0].message


def test_four_thousand_bytes_are_the_limit_of_four_thousand_characters(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "VARCHAR2 Data Type": the maximum in bytes holds whatever the length in characters."""
    (limit,) = cursor.execute("SELECT LENGTHB(RPAD('x', 4001, 'x')) FROM dual").fetchone()
    if limit > 4000:
        pytest.skip("MAX_STRING_SIZE is EXTENDED here")
    cursor.execute("CREATE TABLE t (c VARCHAR2(4000 CHAR))")
    cursor.execute("INSERT INTO t VALUES (:1)", ["é" * 2000])

    assert refused(cursor, "INSERT INTO t VALUES (:1)", "é" * 2001) in ("ORA-12899", "ORA-01461")


@pytest.mark.parametrize(
    ("sql_type", "given", "kept"),
    [
        ("NUMBER(5,2)", "123.455", "123.46"),
        ("NUMBER(5,2)", "-123.455", "-123.46"),
        ("NUMBER(3)", "1.5", "2"),
        ("NUMBER(5,-2)", "12350", "12400"),
        ("NUMBER(4,5)", "0.012349", "0.01235"),
        ("NUMBER(*,1)", "0.25", "0.3"),
        ("INTEGER", "2.5", "3"),
        ("FLOAT(5)", "123.45", "120"),
        ("FLOAT(5)", "7.89", "7.9"),
        ("FLOAT(5)", "12.79", "13"),
        ("NUMBER", "1234567890123456789012345678901234567.8", "1234567890123456789012345678901234567.8"),
    ],
)
def test_a_number_is_rounded_to_its_column(cursor: oracledb.Cursor, sql_type: str, given: str, kept: str) -> None:
    """SQL Language Reference, "NUMBER Data Type", "FLOAT Data Type"."""
    assert column(cursor, sql_type, Decimal(given)) == [Decimal(kept)]


def test_an_array_insert_rounds_floats_too(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "FLOAT Data Type"."""
    cursor.execute("CREATE TABLE t (n NUMBER, c FLOAT(5))")

    cursor.executemany("INSERT INTO t (n, c) VALUES (:1, :2)", [(1, 1234.1), (2, 0), (3, 1.23)])

    assert cursor.execute("SELECT c FROM t ORDER BY n").fetchall() == [(1200,), (0,), (1.2,)]


def test_nine_digits_of_a_second_stay(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "TIMESTAMP Data Type"; "Format Models", FF."""
    cursor.execute("CREATE TABLE t (n NUMBER, c TIMESTAMP(9))")
    for number, fraction in enumerate(("123456789", "000000001", "999999999", "5")):
        cursor.execute(
            "INSERT INTO t VALUES (:1, TO_TIMESTAMP(:2, 'YYYY-MM-DD HH24:MI:SS.FF9'))",
            [number, f"2024-01-31 23:59:59.{fraction}"],
        )

    cursor.execute("SELECT TO_CHAR(c, 'SS.FF9'), TO_CHAR(c, 'FF7'), TO_CHAR(c, 'FF3') FROM t ORDER BY c")
    assert cursor.fetchall() == [
        ("59.000000001", "0000000", "000"),
        ("59.123456789", "1234567", "123"),
        ("59.500000000", "5000000", "500"),
        ("59.999999999", "9999999", "999"),
    ]


def test_nine_digits_of_a_second_count_in_comparisons(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "Datetime Comparisons"."""
    cursor.execute("CREATE TABLE t (c TIMESTAMP(9) PRIMARY KEY)")
    for fraction in ("123456788", "123456789"):
        cursor.execute(f"INSERT INTO t VALUES (TIMESTAMP '2024-01-31 10:00:00.{fraction}')")

    cursor.execute("SELECT COUNT(*) FROM t WHERE c > TIMESTAMP '2024-01-31 10:00:00.123456788'")
    assert cursor.fetchall() == [(1,)]
    assert refused(cursor, "INSERT INTO t VALUES (TIMESTAMP '2024-01-31 10:00:00.123456789')") == "ORA-00001"
    cursor.execute("SELECT TO_CHAR(MAX(c) + INTERVAL '1' SECOND, 'SS.FF9') FROM t")
    assert cursor.fetchall() == [("01.123456789",)]


@pytest.mark.parametrize(
    ("sql_type", "kept"),
    [
        ("TIMESTAMP(0)", "11.000000000"),
        ("TIMESTAMP(3)", "10.988000000"),
        ("TIMESTAMP(6)", "10.987654000"),
        ("TIMESTAMP(7)", "10.987654300"),
        ("TIMESTAMP(8)", "10.987654320"),
        ("TIMESTAMP(9)", "10.987654321"),
    ],
)
def test_a_timestamp_is_rounded_to_its_digits(cursor: oracledb.Cursor, sql_type: str, kept: str) -> None:
    """SQL Language Reference, "TIMESTAMP Data Type": the fractional seconds precision."""
    cursor.execute(f"CREATE TABLE t (c {sql_type})")
    cursor.execute("INSERT INTO t VALUES (TO_TIMESTAMP('10.987654321', 'SS.FF9'))")

    assert cursor.execute("SELECT TO_CHAR(c, 'SS.FF9') FROM t").fetchall() == [(kept,)]


def test_a_zoned_timestamp_keeps_its_offset_and_is_rounded(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "TIMESTAMP WITH TIME ZONE Data Type"."""
    cursor.execute("CREATE TABLE t (a TIMESTAMP(3) WITH TIME ZONE, b TIMESTAMP WITH TIME ZONE)")
    cursor.execute(
        "INSERT INTO t VALUES (TIMESTAMP '2024-01-31 10:00:00.123456 +05:30',"
        " TIMESTAMP '2024-01-31 10:00:00.123456 -08:00')"
    )

    cursor.execute("SELECT TO_CHAR(a, 'HH24:MI:SS.FF6 TZH:TZM'), TO_CHAR(b, 'HH24:MI:SS.FF6 TZH:TZM') FROM t")
    assert cursor.fetchall() == [("10:00:00.123000 +05:30", "10:00:00.123456 -08:00")]


def test_local_time_is_shown_in_the_zone_of_the_session(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "TIMESTAMP WITH LOCAL TIME ZONE Data Type"."""
    cursor.execute("ALTER SESSION SET TIME_ZONE = '+02:00'")
    cursor.execute("CREATE TABLE t (c TIMESTAMP WITH LOCAL TIME ZONE)")
    cursor.execute("INSERT INTO t VALUES (TIMESTAMP '2024-01-31 10:00:00.5 +00:00')")
    cursor.execute("INSERT INTO t VALUES (TIMESTAMP '2024-01-31 10:00:00')")

    cursor.execute("SELECT c, TO_CHAR(c, 'HH24:MI:SS.FF1') FROM t ORDER BY c")
    assert cursor.fetchall() == [
        (datetime.fromisoformat("2024-01-31 10:00:00"), "10:00:00.0"),
        (datetime.fromisoformat("2024-01-31 12:00:00.5"), "12:00:00.5"),
    ]
    cursor.execute("ALTER SESSION SET TIME_ZONE = '-05:00'")
    cursor.execute("SELECT MIN(c), TO_CHAR(MAX(c), 'HH24:MI') FROM t")
    assert cursor.fetchall() == [(datetime.fromisoformat("2024-01-31 03:00:00"), "05:00")]


def test_local_time_takes_binds_as_times_of_the_session(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "TIMESTAMP WITH LOCAL TIME ZONE Data Type"."""
    moment = datetime.fromisoformat("2024-07-31 10:00:00.123456")
    cursor.execute("ALTER SESSION SET TIME_ZONE = '+02:00'")
    cursor.execute("CREATE TABLE t (c TIMESTAMP WITH LOCAL TIME ZONE)")
    cursor.setinputsizes(oracledb.DB_TYPE_TIMESTAMP_LTZ)
    cursor.executemany("INSERT INTO t (c) VALUES (:1)", [(moment,), (None,)])

    cursor.execute("SELECT TO_CHAR(SYS_EXTRACT_UTC(c), 'HH24:MI:SS.FF6'), c FROM t")
    assert cursor.fetchall() == [("08:00:00.123456", moment), (None, None)]


def test_an_interval_has_a_leading_precision(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "INTERVAL DAY TO SECOND Data Type"; Database Error Messages, ORA-01873."""
    cursor.execute("CREATE TABLE t (d INTERVAL DAY(2) TO SECOND(3), y INTERVAL YEAR(2) TO MONTH)")
    cursor.execute("INSERT INTO t (d) VALUES (NUMTODSINTERVAL(99.5, 'DAY'))")

    assert refused(cursor, "INSERT INTO t (d) VALUES (NUMTODSINTERVAL(100, 'DAY'))") == "ORA-01873"


def test_a_long_is_inserted_updated_and_fetched(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "LONG Data Type"."""
    cursor.execute("CREATE TABLE t (n NUMBER, c LONG)")
    cursor.setinputsizes(None, oracledb.DB_TYPE_LONG)
    cursor.executemany("INSERT INTO t (n, c) VALUES (:1, :2)", [(1, "x" * 50_000), (2, None)])
    cursor.execute("UPDATE t SET c = 'new' WHERE n = 2")

    assert cursor.execute("SELECT n, c FROM t ORDER BY n").fetchall() == [(1, "x" * 50_000), (2, "new")]
    assert cursor.execute("SELECT COUNT(*) FROM t WHERE c IS NOT NULL").fetchall() == [(2,)]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT c FROM t WHERE c = 'x'",
        "SELECT n FROM t ORDER BY c",
        "SELECT DISTINCT c FROM t",
        "SELECT COUNT(*) FROM t GROUP BY c",
        "SELECT c FROM t UNION SELECT c FROM t",
        "SELECT UPPER(c) FROM t",
        "CREATE TABLE u AS SELECT c FROM t",
        "CREATE INDEX i ON t (c)",
    ],
)
def test_a_long_is_not_used_in_expressions(cursor: oracledb.Cursor, query: str) -> None:
    """SQL Language Reference, "LONG Data Type": the restrictions; ORA-00997."""
    cursor.execute("CREATE TABLE t (n NUMBER, c LONG)")

    assert refused(cursor, query) in ("ORA-00997", "ORA-00932")


def test_a_table_has_one_long(cursor: oracledb.Cursor) -> None:
    """Database Error Messages, ORA-01754."""
    assert refused(cursor, "CREATE TABLE t (a LONG, b LONG RAW)") == "ORA-01754"


@pytest.mark.parametrize("sql_type", ["CLOB", "BLOB", "NCLOB"])
@pytest.mark.parametrize(
    "query",
    [
        "SELECT n FROM t WHERE c = c",
        "SELECT n FROM t ORDER BY c",
        "SELECT DISTINCT c FROM t",
        "SELECT COUNT(*) FROM t GROUP BY c",
        "SELECT c FROM t UNION SELECT c FROM t",
        "SELECT COUNT(DISTINCT c) FROM t",
        "SELECT MAX(c) FROM t",
    ],
)
def test_a_lob_is_no_key_of_a_comparison(cursor: oracledb.Cursor, sql_type: str, query: str) -> None:
    """SQL Language Reference, "Data Type Comparison Rules"; ORA-00932, in 23ai ORA-22848."""
    cursor.execute(f"CREATE TABLE t (n NUMBER, c {sql_type})")

    assert refused(cursor, query) in ("ORA-00932", "ORA-22848")


def test_national_text_comes_back(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "NVARCHAR2 Data Type"; python-oracledb user guide, "Fetching Data"."""
    cursor.execute("CREATE TABLE t (a NVARCHAR2(10), b NCHAR(4), c NCLOB)")
    cursor.setinputsizes(oracledb.DB_TYPE_NVARCHAR, oracledb.DB_TYPE_NCHAR, oracledb.DB_TYPE_LONG)
    cursor.execute("INSERT INTO t VALUES (:1, :2, :3)", ["grün😀", "漢", "ж" * 5000])

    cursor.execute("SELECT a, b, c FROM t")
    assert [description[1] for description in cursor.description] == [
        oracledb.DB_TYPE_NVARCHAR,
        oracledb.DB_TYPE_NCHAR,
        oracledb.DB_TYPE_NCLOB,
    ]
    ((text, padded, lob),) = cursor.fetchall()
    assert (text, padded, lob.read()) == ("grün😀", "漢   ", "ж" * 5000)


@pytest.mark.standin_only("what the stand-in refuses")
def test_rowids_and_other_types_are_refused_by_name(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "Data Types": those that the stand-in does not have."""
    for sql_type in ("ROWID", "UROWID", "BFILE", "XMLTYPE", "TIMESTAMP(9) WITH TIME ZONE", "INTERVAL DAY TO SECOND(9)"):
        assert refused(cursor, f"CREATE TABLE t (c {sql_type})") == "ORA-03001"
