"""Each rule about SQL finds what breaks it and leaves alone what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sql_rules import violations

NAME = "a name is not quoted"
SIZE = "a name is too long or empty"
RELEASE = "the server is too old"
VALUES = "INSERT has as many values as columns"
FOREIGN = "no words of other databases"
TOO_WIDE = "a key is too large"
NO_KEY = "a type cannot be in a key"
LENGTH = "a string or RAW type needs a length"
UNIT = "a length needs CHAR or BYTE"
AS = "no AS before a table alias"
DIGITS = "NUMBER has 1 to 38 digits"
BIND = "no bind in DDL"
SEMICOLON = "no semicolon outside PL/SQL"
MERGE = 'MERGE INTO "T" t USING "S" s ON (t."ID" = s."ID") WHEN MATCHED THEN UPDATE SET '


def create(columns: str) -> str:
    return f'CREATE TABLE "T" ({columns})'


def dates(count: int) -> str:
    return ", ".join(f'"C{number}" DATE' for number in range(count))


BROKEN = [
    (NAME, 'INSERT INTO T ("ID") VALUES (:1)'),
    (NAME, 'INSERT INTO "S".T ("ID") VALUES (:1)'),
    (NAME, 'INSERT INTO "T" (ID) VALUES (:1)'),
    (NAME, 'INSERT INTO "T" ("ID", DATE) VALUES (:1, :2)'),
    (NAME, 'UPDATE "T" SET id = 3'),
    (NAME, 'UPDATE "T" t SET t.ID = 3'),
    (NAME, 'SELECT "ID" FROM not_there'),
    (NAME, 'SELECT "A" FROM "T" WHERE _SDC_DELETED_AT IS NULL'),
    (NAME, 'DELETE FROM "T" WHERE "A" = 1 AND b = 2'),
    (NAME, create("DATE DATE")),
    (NAME, create('"A" DATE, b DATE')),
    (NAME, 'CREATE TABLE "T" ("A" DATE, CONSTRAINT pk PRIMARY KEY ("A"))'),
    (NAME, 'CREATE TABLE t ("A" DATE)'),
    (NAME, 'ALTER TABLE "T" ADD (a DATE)'),
    (NAME, 'ALTER TABLE "T" RENAME COLUMN "A" TO b'),
    (NAME, 'DROP TABLE "S".t PURGE'),
    (NAME, MERGE + "t.NAME = s.NAME"),
    (SIZE, f'SELECT "{"ä" * 65}" FROM DUAL'),
    (SIZE, f'DROP TABLE "{"T" * 129}"'),
    (SIZE, 'INSERT INTO "T" ("") VALUES (:1)'),
    ("a quote does not end", 'INSERT INTO "T" ("A") VALUES (\'it)'),
    ("a quote does not end", 'INSERT INTO "T" ("A") VALUES ("B)'),
    ("a literal has at most 4000 bytes", f"COMMENT ON TABLE \"T\" IS '{'ä' * 2001}'"),
    ("a bind has the name of a reserved word", 'INSERT INTO "T" ("A") VALUES (:date)'),
    (DIGITS, create('"A" NUMBER(39)')),
    (DIGITS, create('"A" number ( 40 , 2 )')),
    (DIGITS, create('"A" NUMBER(0)')),
    (DIGITS, 'INSERT INTO "T" ("A") VALUES (CAST(:1 AS NUMBER(39)))'),
    (LENGTH, create('"A" VARCHAR2')),
    (LENGTH, create('"A" VARCHAR2 NOT NULL')),
    (LENGTH, create('"A" VARCHAR2(32768 BYTE)')),
    (LENGTH, 'ALTER TABLE "T" ADD ("A" RAW)'),
    (LENGTH, 'ALTER TABLE "T" MODIFY "A" VARCHAR2'),
    (UNIT, create('"A" VARCHAR2(10)')),
    (UNIT, create('"A" CHAR(10)')),
    ("no type of Oracle", create('"A" TEXT')),
    ("no type of Oracle", create('"A" BIGINT NOT NULL')),
    ("no type of Oracle", 'ALTER TABLE "T" MODIFY ("A" TEXT)'),
    ("no type of Oracle", 'SELECT CAST("A" AS TEXT) FROM "T"'),
    (TOO_WIDE, create('"A" VARCHAR2(4000 CHAR), "B" VARCHAR2(4000 CHAR), PRIMARY KEY ("A", "B")')),
    (TOO_WIDE, create('"A" VARCHAR2(4000 BYTE), "B" VARCHAR2(2399 BYTE), CONSTRAINT "K" UNIQUE ("A", "B")')),
    (TOO_WIDE, create('"A" VARCHAR2(1601 CHAR), "B" VARCHAR2(1000 CHAR), PRIMARY KEY ("B", "A")')),
    (TOO_WIDE, create('"A" VARCHAR2(5000 CHAR) PRIMARY KEY')),
    (TOO_WIDE, create(dates(33) + ", PRIMARY KEY (" + dates(33).replace(" DATE", "") + ")")),
    (NO_KEY, create('"A" CLOB PRIMARY KEY')),
    (NO_KEY, create('"A" CLOB, "B" DATE, UNIQUE ("B", "A")')),
    (NO_KEY, create('"A" TIMESTAMP(6) WITH TIME ZONE, CONSTRAINT "K" PRIMARY KEY ("A")')),
    (NO_KEY, 'ALTER TABLE "T" ADD ("A" BLOB UNIQUE)'),
    ("a table has at most 1000 columns", create(dates(1001))),
    ("DEFAULT stands before constraints", create('"A" NUMBER NOT NULL DEFAULT 1')),
    (SEMICOLON, 'DELETE FROM "T";'),
    (SEMICOLON, 'DELETE FROM "T" ; -- all'),
    ("PL/SQL ends with a semicolon", "BEGIN NULL; END"),
    (BIND, create('"A" DATE DEFAULT :1')),
    (BIND, 'DROP TABLE "T" :name'),
    (BIND, 'COMMENT ON TABLE "T" IS :1'),
    (BIND, "ALTER SESSION SET TIME_ZONE = :1"),
    (RELEASE, 'CREATE TABLE IF NOT EXISTS "T" ("A" DATE)'),
    (RELEASE, 'DROP TABLE IF EXISTS "T"'),
    (RELEASE, create('"A" BOOLEAN')),
    (RELEASE, create('"A" JSON')),
    (RELEASE, 'INSERT INTO "T" ("A") VALUES (JSON(:1))'),
    (RELEASE, 'INSERT INTO "T" ("A") VALUES (TRUE)'),
    (RELEASE, 'INSERT INTO "T" ("A") VALUES (:1), (:2)'),
    (RELEASE, "SELECT 1"),
    (RELEASE, 'SELECT "A" FROM "T" UNION ALL SELECT :1'),
    (RELEASE, 'INSERT INTO "T" ("A") SELECT :1'),
    (RELEASE, 'CREATE PRIVATE TEMPORARY TABLE "ORA$PTT_T" ("A" DATE)'),
    (RELEASE, 'UPDATE "T" t SET t."A" = s."A" FROM "S" s'),
    (RELEASE, MERGE + 't."A" = s."A" RETURNING t."A" INTO :1'),
    (VALUES, 'INSERT INTO "T" ("A", "B") VALUES (:1)'),
    (VALUES, 'INSERT INTO "T" ("A") VALUES (:1, :2)'),
    (VALUES, 'INSERT INTO "T" ("A", "B") VALUES (TO_DATE(:1, :2))'),
    (VALUES, MERGE + 't."A" = s."A" WHEN NOT MATCHED THEN INSERT ("ID", "A") VALUES (s."ID")'),
    ("MERGE does not set what ON compares", MERGE + 't."A" = s."A", t."ID" = s."ID"'),
    ("MERGE does not set what ON compares", MERGE + '"ID" = s."ID" WHERE t."A" IS NULL'),
    ("ON of MERGE needs parentheses", 'MERGE INTO "T" t USING "S" s ON t."ID" = s."ID" WHEN MATCHED THEN DELETE'),
    (AS, 'SELECT t."A" FROM "T" AS t'),
    (AS, 'SELECT t."A" FROM "T" t JOIN "S" AS s ON s."A" = t."A"'),
    (AS, 'SELECT q."A" FROM (SELECT "A" FROM "T") AS q'),
    (AS, 'UPDATE "T" AS t SET t."A" = 1'),
    (AS, 'DELETE FROM "T" AS t'),
    (AS, 'MERGE INTO "T" AS t USING "S" s ON (t."ID" = s."ID") WHEN MATCHED THEN UPDATE SET t."A" = s."A"'),
    (FOREIGN, 'ALTER TABLE "T" ADD COLUMN "A" DATE'),
    (FOREIGN, 'ALTER TABLE "T" ALTER COLUMN "A" DATE'),
    (FOREIGN, 'SELECT "A" FROM "T" LIMIT 1'),
    (FOREIGN, 'INSERT INTO "T" ("A") VALUES (:1) ON CONFLICT ("A") DO NOTHING'),
    ("SQL in PL/SQL", "BEGIN EXECUTE IMMEDIATE 'DROP TABLE \"T\";'; END;"),
]
SOUND = [
    'INSERT INTO "S"."T" ("ID", "DATE") VALUES (:1, :2)',
    'INSERT INTO "T" t ("ID") VALUES (:id)',
    'UPDATE "T" t SET t."ID" = 3, "B" = UPPER("C") WHERE "D" IS NULL',
    'UPDATE "T" SET ("A", "B") = (SELECT "A", "B" FROM "S" WHERE "ID" = 1) WHERE "C" = SYSDATE',
    "SELECT USERNAME FROM ALL_USERS WHERE USERNAME = :1",
    "SELECT LENGTHB(RPAD('x', 4001, 'x')) FROM DUAL",
    "SELECT SESSIONTIMEZONE, EXTRACT(DAY FROM SYSTIMESTAMP) FROM DUAL",
    'SELECT "A" "b", "C" AS d FROM "T" ORDER BY d',
    "SELECT 'id FROM t; LIMIT 1 :date' AS \"ON CONFLICT\" FROM DUAL -- it's AS t; LIMIT 1",
    "SELECT /* FROM t AS u; \" */ q'[it's]' \"LIMIT\" FROM DUAL",
    f'DROP TABLE "{"ä" * 64}"',
    f'DROP TABLE "{"T" * 128}" CASCADE CONSTRAINTS PURGE',
    'INSERT INTO "T" ("A") VALUES (:"date")',
    'INSERT INTO "T" ("A") VALUES (:dates)',
    create('"A" NUMBER(38), "B" NUMBER, "C" NUMBER(*,2), "NUMBER(39)" NUMBER(1), "D" FLOAT(126)'),
    create('"A" VARCHAR2(32767 BYTE), "B" VARCHAR2(1 CHAR), "C" NVARCHAR2(10), "D" RAW(16), "VARCHAR2" CLOB'),
    create('"TEXT" CLOB, "B" INTERVAL DAY(2) TO SECOND(6), "C" TIMESTAMP(6) WITH LOCAL TIME ZONE'),
    create('"A" CLOB CHECK ("A" IS JSON), "B" DATE DEFAULT SYSDATE NOT NULL'),
    create('"A" VARCHAR2(4000 CHAR), "B" VARCHAR2(2398 BYTE), PRIMARY KEY ("A", "B")'),
    create('"A" VARCHAR2(4000 CHAR), "B" VARCHAR2(4000 CHAR), PRIMARY KEY ("A"), UNIQUE ("B")'),
    create('"A" TIMESTAMP(6), "B" TIMESTAMP(6) WITH TIME ZONE, "C" CLOB, PRIMARY KEY ("A")'),
    create('"A" CLOB DEFAULT \'PRIMARY KEY\', "PRIMARY" CLOB, CONSTRAINT "UNIQUE" CHECK ("A" IS NOT NULL)'),
    'CREATE TABLE "T" AS SELECT COUNT(*) "N" FROM "S"',
    'CREATE GLOBAL TEMPORARY TABLE "T" ("A" DATE) ON COMMIT DELETE ROWS',
    'CREATE UNIQUE INDEX "I" ON "T" ("A")',
    create(dates(1000)),
    'ALTER TABLE "T" ADD ("A" NUMBER, "B" NUMBER(10,2) DEFAULT 0 NOT NULL)',
    'ALTER TABLE "T" MODIFY ("A" NULL)',
    'ALTER TABLE "T" RENAME COLUMN "A" TO "ALTER COLUMN"',
    'ALTER TABLE "T" DROP COLUMN "ADD COLUMN"',
    'ALTER TABLE "T" ADD CONSTRAINT "K" PRIMARY KEY ("A")',
    "ALTER SESSION SET TIME_ZONE='UTC'",
    'COMMENT ON TABLE "T" IS \'' + "''" * 4000 + "'",
    "COMMENT ON TABLE \"T\" IS 'from :1; then'",
    "BEGIN NULL; END;",
    "BEGIN EXECUTE IMMEDIATE 'DROP TABLE \"T\"'; EXCEPTION WHEN OTHERS THEN IF SQLCODE != -942 THEN NULL; END IF; END;",
    "CREATE OR REPLACE FUNCTION f RETURN VARCHAR2 IS BEGIN RETURN 'a'; END;",
    'SELECT "A" FROM "T" t WHERE NOT EXISTS (SELECT 1 FROM "S" WHERE "A" = t."A")',
    'SELECT "A" FROM "T" WHERE "A" IS JSON (STRICT)',
    'SELECT "A" FROM "T" WHERE JSON_EXISTS("A", \'$.b\' FALSE ON ERROR)',
    'INSERT INTO "T" ("A") SELECT :1 FROM DUAL UNION ALL SELECT "A" FROM "S"',
    'INSERT INTO "T" ("A", "B") VALUES (TO_DATE(:1, :2), SYS_EXTRACT_UTC(SYSTIMESTAMP))',
    'INSERT /*+ APPEND_VALUES */ INTO "T" ("A") VALUES (:1) LOG ERRORS INTO "E" REJECT LIMIT UNLIMITED',
    'SELECT "A" FROM "T" AS OF TIMESTAMP SYSTIMESTAMP FETCH FIRST 1 ROWS ONLY',
    'WITH q AS (SELECT "A" FROM "T") SELECT q."A" AS b, CAST("A" AS NUMBER(3)) FROM q',
    'SELECT "A" FROM "T" t, (SELECT "B" AS c FROM "S") s FOR UPDATE NOWAIT',
    MERGE + 't."A" = s."ID", t."B" = t."ID" WHERE t."ID" > 1',
    MERGE + 't."A" = 1 WHEN NOT MATCHED THEN INSERT ("ID", "A") VALUES (s."ID", 1)',
    'MERGE INTO "T" t USING "S" s ON (t."A" = s."ID") WHEN MATCHED THEN UPDATE SET t."ID" = s."ID"',
    'SELECT n__ FROM (SELECT s.*, ROW_NUMBER() OVER (PARTITION BY s."ID" ORDER BY s."N" DESC) n__ FROM "S" s) s',
]


PIECES = [
    *("CREATE", "TABLE", "ALTER", "ADD", "MODIFY", "PRIMARY", "KEY", "UNIQUE", "CONSTRAINT", "VARCHAR2"),
    *("MERGE", "INTO", "USING", "ON", "UPDATE", "SET", "INSERT", "VALUES", "SELECT", "FROM", "CAST", "AS", "NUMBER"),
    *("BEGIN", "END", "EXECUTE", "IMMEDIATE", "'x'", '"T"', ":1", "(", ")", ",", ".", "=", ";", "7"),
]


def rules(found: list[str]) -> set[str]:
    return {violation.partition(": ")[0] for violation in found}


@pytest.mark.parametrize(("rule", "sql"), BROKEN)
def test_a_statement_that_breaks_a_rule_breaks_this_one_alone(rule: str, sql: str) -> None:
    assert rules(violations(sql)) == {rule}


@pytest.mark.parametrize("sql", SOUND)
def test_what_only_looks_wrong_passes(sql: str) -> None:
    assert violations(sql) == []


@pytest.mark.parametrize(
    ("sql", "first"),
    [
        ('CREATE TABLE IF NOT EXISTS "T" ("A" DATE)', 23),
        ('DROP TABLE IF EXISTS "T"', 23),
        (create('"A" BOOLEAN'), 23),
        (create('"A" JSON'), 21),
        ('INSERT INTO "T" ("A") VALUES (:1), (:2)', 23),
        ("SELECT 1", 23),
        ('CREATE PRIVATE TEMPORARY TABLE "ORA$PTT_T" ("A" DATE)', 18),
    ],
)
def test_new_forms_pass_from_their_release_on(sql: str, first: int) -> None:
    found = violations(sql, release=first - 1)

    assert rules(found) == {RELEASE}
    assert str(first) in found[0]
    assert violations(sql, release=first) == []


def test_names_have_30_bytes_where_the_server_says_so() -> None:
    assert violations(f'DROP TABLE "{"T" * 30}"', max_name_bytes=30) == []
    assert rules(violations(f'DROP TABLE "{"T" * 31}"', max_name_bytes=30)) == {SIZE}


def test_a_violation_shows_the_place() -> None:
    assert violations('SELECT t."A" FROM "T" AS t') == [f'{AS}: FROM "T" AS t']


@pytest.mark.parametrize("sql", SOUND)
def test_keywords_of_any_case_are_understood(sql: str) -> None:
    names_kept = '"'.join(part if odd % 2 else part.lower() for odd, part in enumerate(sql.split('"')))

    assert violations(names_kept) == []


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3)))
def test_no_text_makes_the_rules_fail(pieces: list[str]) -> None:
    assert isinstance(violations(" ".join(pieces)), list)
