"""What the stand-in cannot do, from each chapter of the SQL Language Reference: refused, and the error names it."""

import oracledb
import pytest

_STATEMENTS = [
    ("CREATE MATERIALIZED VIEW mv REFRESH FAST AS SELECT * FROM t", "MATERIALIZED"),
    ("CREATE TRIGGER tr BEFORE INSERT ON t BEGIN NULL; END;", "TRIGGER"),
    ("CREATE TYPE ty AS OBJECT (a NUMBER)", "TYPE"),
    ("CREATE OR REPLACE TYPE ty AS OBJECT (a NUMBER);", "TYPE"),
    ("CREATE CLUSTER c (a NUMBER)", "CLUSTER"),
    ("CREATE DATABASE LINK l CONNECT TO u IDENTIFIED BY p USING 'x'", "DATABASE"),
    ("CREATE DIRECTORY d AS '/tmp'", "DIRECTORY"),
    ("CREATE CONTEXT c USING p", "CONTEXT"),
    ("CREATE DIMENSION d LEVEL l IS (t.id)", "DIMENSION"),
    ("CREATE OPERATOR o BINDING (NUMBER) RETURN NUMBER USING f", "OPERATOR"),
    ("CREATE OUTLINE o ON SELECT * FROM t", "OUTLINE"),
    ("CREATE FLASHBACK ARCHIVE f TABLESPACE users RETENTION 1 YEAR", "FLASHBACK"),
    ("EXPLAIN PLAN FOR SELECT * FROM t", "EXPLAIN"),
    ("ANALYZE TABLE t COMPUTE STATISTICS", "ANALYZE"),
    ("AUDIT SELECT ON t", "AUDIT"),
    ("FLASHBACK TABLE t TO BEFORE DROP", "FLASHBACK"),
    ("DISASSOCIATE STATISTICS FROM COLUMNS t.id", "DISASSOCIATE"),
    ("ASSOCIATE STATISTICS WITH COLUMNS t.id USING st", "ASSOCIATE"),
]
_QUERIES = [
    ("SELECT * FROM t SAMPLE (10)", "SAMPLE"),
    ("SELECT * FROM t AS OF TIMESTAMP SYSTIMESTAMP", "AS OF"),
    ("SELECT * FROM t VERSIONS BETWEEN SCN MINVALUE AND MAXVALUE", "VERSIONS"),
    ("SELECT * FROM t PIVOT (COUNT(*) FOR id IN (1, 2))", "PIVOT"),
    ("SELECT * FROM t UNPIVOT (v FOR k IN (id, id2))", "UNPIVOT"),
    ("SELECT * FROM t MATCH_RECOGNIZE (PATTERN (a) DEFINE a AS id > 1)", "MATCH_RECOGNIZE"),
    ("SELECT id FROM t MODEL DIMENSION BY (id) MEASURES (name) RULES (name = 'x')", "MODEL"),
    ("SELECT id FROM t START WITH id = 1 CONNECT BY PRIOR id = boss", "CONNECT BY"),
    ("SELECT * FROM TABLE(f(1))", "TABLE"),
    ("SELECT * FROM XMLTABLE('/a' PASSING x)", "XMLTABLE"),
    ("SELECT * FROM ONLY(t)", "ONLY"),
    ("SELECT * FROM CONTAINERS(t)", "CONTAINERS"),
    ("SELECT * FROM t@remote", "database link"),
    ("WITH FUNCTION f RETURN NUMBER IS BEGIN RETURN 1; END; SELECT f FROM dual", "FUNCTION"),
    (
        "WITH n (i) AS (SELECT 1 FROM dual UNION ALL SELECT i FROM n) CYCLE i SET c TO 1 DEFAULT 0 SELECT * FROM n",
        "CYCLE",
    ),
    ("SELECT * FROM t a PARTITION BY (id) RIGHT OUTER JOIN t b ON a.id = b.id", "partitioned"),
]
_CHANGES = [
    ("INSERT INTO t (id) VALUES (1) LOG ERRORS REJECT LIMIT 1", "LOG ERRORS"),
    ("INSERT INTO (SELECT id FROM t) VALUES (1)", "subquery"),
    ("INSERT INTO t SET id = 1", "SET"),
    ("UPDATE t SET name = u.name FROM u WHERE u.id = t.id", "FROM"),
    ("DELETE FROM t FROM u WHERE u.id = t.id", "FROM"),
    ("UPDATE (SELECT id FROM t) SET id = 1", "subquery"),
    ("UPDATE t SET id = ROWNUM + (SELECT MAX(ROWNUM) FROM t)", "ROWNUM"),
    ("DELETE FROM ONLY(t)", "ONLY"),
    ("MERGE INTO t USING t u ON (t.id = u.id) WHEN MATCHED THEN UPDATE SET name = 'x' LOG ERRORS", "LOG ERRORS"),
]
_FUNCTIONS = [
    ("SOUNDEX('a')", "SOUNDEX"),
    ("ORA_HASH('a')", "ORA_HASH"),
    ("NLS_UPPER('a')", "NLS_UPPER"),
    ("DUMP('a')", "DUMP"),
    ("XMLELEMENT(\"a\", 'b')", "XMLELEMENT"),
    ("JSON_OBJECT(*)", "wildcard"),
    ("JSON_TRANSFORM('{}', SET '$.a' = 1)", "JSON_TRANSFORM"),
    ("JSON_QUERY('{}', '$' RETURNING VARCHAR2(10) TRUNCATE)", "TRUNCATE"),
    ("JSON_VALUE('{}', 'strict $.a')", "path"),
    ("JSON_VALUE('{}', '$.a.sum()')", "sum"),
    ("JSON_VALUE('{}', '$?(@.a == @.b)')", "condition"),
    ("JSON_VALUE('{}', '$?(@.a like_regex \"x\")')", "like_regex"),
    ("JSON_ARRAY(SYSTIMESTAMP)", "TIMESTAMP"),
    ("JSON_DATAGUIDE('{}')", "JSON_DATAGUIDE"),
    ("LAST_VALUE(1 IGNORE NULLS) OVER (ORDER BY 1)", "IGNORE NULLS"),
    ("SUM(1) KEEP (DENSE_RANK FIRST ORDER BY 1)", "KEEP"),
    ("COVAR_POP(1, 1)", "COVAR_POP"),
    ("REGEXP_SUBSTR('aXbX', '.*?X')", "regular expression"),
    ("LISTAGG(dummy, ',' ON OVERFLOW TRUNCATE) WITHIN GROUP (ORDER BY dummy)", "OVERFLOW"),
    ("my_function(1)", "MY_FUNCTION"),
    ("EXTRACT(TIMEZONE_REGION FROM SYSTIMESTAMP)", "TIMEZONE_REGION"),
]
_EXPRESSIONS = [
    ("CURSOR(SELECT 1 FROM dual)", "CURSOR"),
    ("CAST(MULTISET(SELECT 1 FROM dual) AS ty)", "MULTISET"),
    ("TREAT(dummy AS ty)", "TREAT"),
    ("'a' COLLATE BINARY_CI", "COLLATE"),
    ("ORA_ROWSCN", "ORA_ROWSCN"),
    ("CONNECT_BY_ROOT dummy", "CONNECT_BY_ROOT"),
    ("CAST('x' AS XMLTYPE)", "XMLTYPE"),
    ("UPPER(x => 'a')", "by name"),
]
_CONDITIONS = [
    ("dummy LIKE2 'X'", "LIKE2"),
    ("dummy LIKE2 'X'", "LIKE2"),
    ("dummy MEMBER OF nested", "MEMBER"),
    ("dummy SUBMULTISET OF nested", "SUBMULTISET"),
    ("dummy IS A SET", "IS A"),
    ("dummy IS EMPTY", "IS EMPTY"),
    ("dummy IS OF TYPE (ty)", "IS OF"),
    ("dummy IS JSON (OBJECT)", "IS JSON"),
]
_TYPES = [
    ("XMLTYPE", "XMLTYPE"),
    ("BFILE", "BFILE"),
    ("SDO_GEOMETRY", "SDO_GEOMETRY"),
    ("VECTOR(3)", "VECTOR"),
]
_CORPUS = [
    *_STATEMENTS,
    *_QUERIES,
    *_CHANGES,
    *((f"SELECT {text} FROM dual", named) for text, named in (*_FUNCTIONS, *_EXPRESSIONS)),
    *((f"SELECT 1 FROM dual WHERE {text}", named) for text, named in _CONDITIONS),
    *((f"CREATE TABLE x (c {text})", named) for text, named in _TYPES),
]


@pytest.mark.standin_only("an Oracle can do these")
@pytest.mark.parametrize(("sql", "named"), _CORPUS)
def test_what_the_standin_cannot_do_is_refused_by_name(cursor: oracledb.Cursor, sql: str, named: str) -> None:
    """Error Help, ORA-03001: unimplemented feature."""
    cursor.execute("CREATE TABLE t (id NUMBER, name VARCHAR2(10), id2 NUMBER, boss NUMBER)")

    with pytest.raises(oracledb.DatabaseError, match=named) as error:
        cursor.execute(sql)

    assert error.value.args[0].full_code == "ORA-03001"
