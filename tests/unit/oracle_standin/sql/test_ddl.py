"""DDL: Oracle's text in, a value that says all of it out."""

import pytest

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.ddl import definitions, users
from oracle_standin.sql.ddl.definitions import Column, Constraint, CreateTable
from oracle_standin.sql.statements import Statement, TableName
from oracle_standin.sql.translate import translate
from oracle_standin.sql.types import Kind, OracleType


def create_table(elements: str, *, before: str = "", after: str = "") -> CreateTable:
    statement = translate(f"CREATE {before} TABLE T ({elements}) {after}")
    assert isinstance(statement, CreateTable)
    return statement


def column_type(text: str) -> OracleType:
    return create_table(f"C {text}").columns[0].type


@pytest.mark.parametrize(
    ("text", "oracle", "postgres", "dictionary"),
    [
        ("NUMBER", OracleType(Kind.NUMBER), "numeric", "NUMBER"),
        ("NUMBER(10)", OracleType(Kind.NUMBER, precision=10, scale=0), "numeric(10,0)", "NUMBER"),
        ("NUMBER(5,-2)", OracleType(Kind.NUMBER, precision=5, scale=-2), "numeric(5,-2)", "NUMBER"),
        ("NUMBER(*,0)", OracleType(Kind.NUMBER, scale=0), "numeric(38,0)", "NUMBER"),
        ("INTEGER", OracleType(Kind.NUMBER, scale=0), "numeric(38,0)", "NUMBER"),
        ("FLOAT", OracleType(Kind.FLOAT, precision=126), "numeric", "FLOAT"),
        ("DOUBLE PRECISION", OracleType(Kind.FLOAT, precision=126), "numeric", "FLOAT"),
        ("BINARY_DOUBLE", OracleType(Kind.BINARY_DOUBLE), "float8", "BINARY_DOUBLE"),
        ("VARCHAR2(10)", OracleType(Kind.VARCHAR2, 10, "B"), "text", "VARCHAR2"),
        ("VARCHAR2(10 BYTE)", OracleType(Kind.VARCHAR2, 10, "B"), "text", "VARCHAR2"),
        ("VARCHAR2(10 CHAR)", OracleType(Kind.VARCHAR2, 10, "C"), "text", "VARCHAR2"),
        ("DATE", OracleType(Kind.DATE), '"SYS".odate', "DATE"),
        ("TIMESTAMP", OracleType(Kind.TIMESTAMP, scale=6), "timestamp(6)", "TIMESTAMP(6)"),
        ("TIMESTAMP(3)", OracleType(Kind.TIMESTAMP, scale=3), "timestamp(3)", "TIMESTAMP(3)"),
        (
            "TIMESTAMP(6) WITH TIME ZONE",
            OracleType(Kind.TIMESTAMP_TZ, scale=6),
            '"SYS".tstz',
            "TIMESTAMP(6) WITH TIME ZONE",
        ),
        (
            "INTERVAL DAY(3) TO SECOND",
            OracleType(Kind.INTERVAL_DS, precision=3, scale=6),
            "interval day to second(6)",
            "INTERVAL DAY(3) TO SECOND(6)",
        ),
        (
            "INTERVAL YEAR TO MONTH",
            OracleType(Kind.INTERVAL_YM, precision=2, scale=0),
            "interval year to month",
            "INTERVAL YEAR(2) TO MONTH",
        ),
        ("RAW(16)", OracleType(Kind.RAW, 16), "bytea", "RAW"),
        ("CLOB", OracleType(Kind.CLOB), '"SYS".clob', "CLOB"),
        ("BLOB", OracleType(Kind.BLOB), '"SYS".blob', "BLOB"),
        ("BOOLEAN", OracleType(Kind.BOOLEAN), "boolean", "BOOLEAN"),
        ("CHAR", OracleType(Kind.CHAR, 1, "B"), "bpchar", "CHAR"),
        ("CHARACTER(3)", OracleType(Kind.CHAR, 3, "B"), "bpchar", "CHAR"),
        ("CHAR(3 CHAR)", OracleType(Kind.CHAR, 3, "C"), "bpchar", "CHAR"),
        ("CHAR VARYING(3)", OracleType(Kind.VARCHAR2, 3, "B"), "text", "VARCHAR2"),
        ("CHARACTER VARYING (3)", OracleType(Kind.VARCHAR2, 3, "B"), "text", "VARCHAR2"),
        ("NATIONAL CHARACTER VARYING (3)", OracleType(Kind.NVARCHAR2, 3, "C"), "text", "NVARCHAR2"),
        ("NATIONAL CHAR VARYING (3)", OracleType(Kind.NVARCHAR2, 3, "C"), "text", "NVARCHAR2"),
        ("NATIONAL CHAR(3)", OracleType(Kind.NCHAR, 3, "C"), "bpchar", "NCHAR"),
        ("NCHAR VARYING(3)", OracleType(Kind.NVARCHAR2, 3, "C"), "text", "NVARCHAR2"),
        ("NCLOB", OracleType(Kind.NCLOB), '"SYS".clob', "NCLOB"),
        ("LONG", OracleType(Kind.LONG), '"SYS".long', "LONG"),
        ("LONG RAW", OracleType(Kind.LONG_RAW), '"SYS".long_raw', "LONG RAW"),
        ("JSON", OracleType(Kind.JSON), "json", "JSON"),
        ("TIMESTAMP(9)", OracleType(Kind.TIMESTAMP, scale=9), '"SYS".ts9', "TIMESTAMP(9)"),
        (
            "TIMESTAMP(3) WITH LOCAL TIME ZONE",
            OracleType(Kind.TIMESTAMP_LTZ, scale=3),
            '"SYS".ltz',
            "TIMESTAMP(3) WITH LOCAL TIME ZONE",
        ),
        ("DEC(5,2)", OracleType(Kind.NUMBER, precision=5, scale=2), "numeric(5,2)", "NUMBER"),
        ("SMALLINT", OracleType(Kind.NUMBER, scale=0), "numeric(38,0)", "NUMBER"),
        ("REAL", OracleType(Kind.FLOAT, precision=63), "numeric", "FLOAT"),
    ],
)
def test_a_column_type_is_known_to_oracle_and_postgresql(
    text: str, oracle: OracleType, postgres: str, dictionary: str
) -> None:
    kept = column_type(text)

    assert (kept, kept.postgres, kept.dictionary_name) == (oracle, postgres, dictionary)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("VARCHAR2(20 CHAR)", 80),
        ("VARCHAR2(4000 CHAR)", 4000),
        ("RAW(16)", 16),
        ("NUMBER", 22),
        ("CHAR(3 CHAR)", 12),
        ("CHAR(2000 CHAR)", 2000),
        ("NVARCHAR2(5)", 10),
        ("TIMESTAMP(0)", 7),
        ("LONG", 0),
    ],
)
def test_data_length_counts_bytes_and_stops_at_the_limit(text: str, length: int) -> None:
    assert column_type(text).max_bytes == length


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("NUMBER(39)", 1727),
        ("NUMBER(5,128)", 1728),
        ("VARCHAR2(4001)", 910),
        ("VARCHAR2(0)", 1723),
        ("RAW(2001)", 910),
        ("TIMESTAMP(10)", 30088),
        ("CHAR(2001)", 910),
        ("NVARCHAR2(2001)", 910),
        ("NCHAR(1001)", 910),
        ("FLOAT(127)", 1724),
        ("NVARCHAR2", 906),
        ("CHAR(3", 907),
        ("NATIONAL VARCHAR2(3)", 905),
        ("VARCHAR2", 906),
        ("TEXT", 902),
    ],
)
def test_a_wrong_type_is_oracles_error(text: str, code: int) -> None:
    with pytest.raises(OracleError) as error:
        column_type(text)

    assert error.value.code == code


@pytest.mark.parametrize(
    "text",
    [
        "TIMESTAMP(9) WITH TIME ZONE",
        "TIMESTAMP(7) WITH LOCAL TIME ZONE",
        "INTERVAL DAY TO SECOND(9)",
        "ROWID",
        "UROWID(100)",
        "BFILE",
        "XMLTYPE",
    ],
)
def test_a_type_that_postgresql_cannot_hold_is_refused(text: str) -> None:
    with pytest.raises(UnsupportedError):
        column_type(text)


def test_a_column_has_a_default_and_may_be_mandatory() -> None:
    column = create_table("C NUMBER DEFAULT 1 + 2 NOT NULL").columns[0]

    assert column == Column(
        "C", OracleType(Kind.NUMBER), "1 + 2", '"SYS".plus(1::numeric, 2::numeric)', is_nullable=False
    )


def test_constraints_of_columns_and_of_the_table_are_found() -> None:
    statement = create_table(
        'A NUMBER CONSTRAINT "pk" PRIMARY KEY, B NUMBER UNIQUE CHECK (B > 0), C CLOB CHECK ("C" IS JSON),'
        " D NUMBER REFERENCES P (I) ON DELETE CASCADE, CONSTRAINT U UNIQUE (A, B),"
        " FOREIGN KEY (A, B) REFERENCES S.P"
    )

    assert statement.constraints == (
        Constraint("P", "pk", ("A",)),
        Constraint("U", None, ("B",)),
        Constraint("C", None, condition_text="B > 0", condition_sql='"B" > 0::numeric'),
        Constraint(
            "C",
            None,
            condition_text='"C" IS JSON',
            condition_sql=(
                '("SYS".json_source("C") IS JSON VALUE OR "SYS".is_lax_json("SYS".json_source("C"), false, true))'
            ),
            json_column="C",
        ),
        Constraint(
            "R",
            None,
            ("D",),
            references=TableName(None, "P"),
            referenced_columns=("I",),
            on_delete="CASCADE",
        ),
        Constraint("U", "U", ("A", "B")),
        Constraint("R", None, ("A", "B"), references=TableName("S", "P")),
    )


def test_physical_attributes_are_kept_for_the_dictionary() -> None:
    statement = create_table("C NUMBER", after="TABLESPACE users PCTFREE 5 NOLOGGING COMPRESS PARALLEL 4")

    assert statement.attributes == {
        "TABLESPACE_NAME": "USERS",
        "PCT_FREE": "5",
        "LOGGING": "NO",
        "COMPRESSION": "ENABLED",
        "COMPRESS_FOR": "BASIC",
        "DEGREE": "4",
    }


@pytest.mark.parametrize(
    ("after", "duration"),
    [("", "SYS$TRANSACTION"), ("ON COMMIT DELETE ROWS", "SYS$TRANSACTION"), ("ON COMMIT PRESERVE ROWS", "SYS$SESSION")],
)
def test_a_global_temporary_table_has_a_duration(after: str, duration: str) -> None:
    assert create_table("C NUMBER", before="GLOBAL TEMPORARY", after=after).duration == duration


T = TableName("S", "T")
_NUMBER_5 = OracleType(Kind.NUMBER, precision=5, scale=0)


@pytest.mark.parametrize(
    ("oracle", "statement"),
    [
        ("DROP TABLE s.t CASCADE CONSTRAINTS PURGE", definitions.DropTable(T, is_cascade=True)),
        ("DROP TABLE IF EXISTS s.t", definitions.DropTable(T, is_cascade=False, if_exists=True)),
        ("TRUNCATE TABLE s.t DROP STORAGE", definitions.TruncateTable(T)),
        (
            "ALTER TABLE s.t ADD (a NUMBER(5), b NUMBER(5))",
            definitions.AddColumns(T, (Column("A", _NUMBER_5), Column("B", _NUMBER_5)), ()),
        ),
        ("ALTER TABLE s.t ADD a NUMBER(5)", definitions.AddColumns(T, (Column("A", _NUMBER_5),), ())),
        (
            "ALTER TABLE s.t ADD CONSTRAINT p PRIMARY KEY (a)",
            definitions.AddColumns(T, (), (Constraint("P", "P", ("A",)),)),
        ),
        (
            "ALTER TABLE s.t MODIFY (a NUMBER(5) NOT NULL, b NULL)",
            definitions.ModifyColumns(
                T,
                (
                    definitions.ModifiedColumn("A", _NUMBER_5, is_nullable=False),
                    definitions.ModifiedColumn("B", None, is_nullable=True),
                ),
            ),
        ),
        ("ALTER TABLE s.t DROP (a, b)", definitions.DropColumns(T, ("A", "B"))),
        ("ALTER TABLE s.t DROP COLUMN a", definitions.DropColumns(T, ("A",))),
        ("ALTER TABLE s.t SET UNUSED (a)", definitions.DropColumns(T, ("A",), keeps_data=True)),
        ("ALTER TABLE s.t RENAME COLUMN a TO b", definitions.RenameColumn(T, "A", "B")),
        ("ALTER TABLE s.t RENAME TO u", definitions.RenameTable(T, "U")),
        ("ALTER TABLE s.t DROP PRIMARY KEY", definitions.DropConstraint(T, definitions.NamedConstraint())),
        (
            "ALTER TABLE s.t DROP CONSTRAINT p CASCADE",
            definitions.DropConstraint(T, definitions.NamedConstraint("P"), is_cascade=True),
        ),
        (
            "CREATE UNIQUE INDEX s.i ON s.t (a, UPPER(b) DESC)",
            definitions.CreateIndex(
                TableName("S", "I"),
                T,
                (
                    definitions.IndexKey('"A"', "A"),
                    definitions.IndexKey(
                        '("SYS"."UPPER"("SYS".str("B"))) DESC', None, 'UPPER("B")', is_descending=True
                    ),
                ),
                is_unique=True,
            ),
        ),
        ("DROP INDEX s.i", definitions.DropIndex(TableName("S", "I"))),
        ("COMMENT ON TABLE s.t IS 'it''s'", definitions.Comment(T, None, "it's")),
        ("COMMENT ON COLUMN s.t.a IS ''", definitions.Comment(T, "A", "")),
        (
            'CREATE USER u IDENTIFIED BY "Secret"',
            users.CreateUser("U", users.UserOptions(password="Secret", can_log_on=True)),
        ),
        ("CREATE USER u NO AUTHENTICATION", users.CreateUser("U", users.UserOptions(can_log_on=False))),
        ("DROP USER u CASCADE", users.DropUser("U", is_cascade=True)),
    ],
)
def test_a_definition_is_read_completely(oracle: str, statement: Statement) -> None:
    assert translate(oracle) == statement


@pytest.mark.parametrize(
    "oracle",
    [
        "CREATE TABLE t (a NUMBER AS (1))",
        "CREATE TABLE t (a NUMBER GENERATED ALWAYS AS (1) VIRTUAL)",
        "CREATE EDITIONING VIEW v AS SELECT a FROM t",
        "CREATE SEQUENCE s SCALE",
        "ALTER SEQUENCE IF EXISTS s NOCACHE",
        "ALTER TABLE t SHRINK SPACE",
        "DROP TABLE t FORCE",
        "ALTER INDEX i COALESCE",
    ],
)
def test_a_definition_that_is_not_known_is_refused(oracle: str) -> None:
    with pytest.raises(UnsupportedError):
        translate(oracle)


@pytest.mark.parametrize(
    ("oracle", "code"),
    [
        ("CREATE TABLE t", 922),
        ("CREATE TABLE t (a)", 2263),
        ("CREATE TABLE t (a NUMBER", 907),
        ("CREATE TABLE t (a NUMBER NOT NULL DEFAULT 1)", 907),
        ("DROP TABLE 1", 903),
        ("COMMENT ON TABLE t IS x", 1780),
    ],
)
def test_a_wrong_definition_is_oracles_error(oracle: str, code: int) -> None:
    with pytest.raises(OracleError) as error:
        translate(oracle)

    assert error.value.code == code
