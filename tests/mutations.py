"""Supported statements, and random mutations of them: tokens dropped, doubled, swapped or replaced by others."""

import random
import re

_TOKEN = re.compile(r"""'(?:[^']|'')*'|"[^"]*"|\(\+\)|\d+(?:\.\d+)?|:?\w[\w$#]*|<=|>=|<>|!=|\|\||[^\s\w]""")

TABLES = (
    "CREATE TABLE emp (id NUMBER PRIMARY KEY, name VARCHAR2(20), dept NUMBER, sal NUMBER(7, 2), hired DATE, doc CLOB)",
    "CREATE TABLE dept (id NUMBER PRIMARY KEY, name VARCHAR2(20) NOT NULL)",
)
ROWS = (
    (
        "INSERT ALL INTO dept VALUES (10, 'tools') INTO dept VALUES (20, 'sales') INTO dept VALUES (30, 'empty')"
        " SELECT 1 FROM dual"
    ),
    (
        "INSERT INTO emp SELECT LEVEL, 'n' || LEVEL, 10 + 10 * MOD(LEVEL, 2), LEVEL * 100, DATE '2024-01-01' + LEVEL,"
        " NULL FROM dual CONNECT BY LEVEL <= 6"
    ),
)
STATEMENTS = (
    "SELECT id, name FROM emp WHERE dept = 10 AND sal > 100 ORDER BY id",
    "SELECT DISTINCT dept FROM emp ORDER BY dept DESC NULLS LAST",
    "SELECT e.name, d.name AS dept_name FROM emp e JOIN dept d ON e.dept = d.id ORDER BY e.id",
    "SELECT d.name, COUNT(*) FROM dept d LEFT OUTER JOIN emp e ON e.dept = d.id GROUP BY d.name HAVING COUNT(*) > 1",
    "SELECT e.name, d.name FROM emp e, dept d WHERE e.dept(+) = d.id AND e.sal(+) > 300 ORDER BY 1, 2",
    "SELECT name FROM emp CROSS JOIN (SELECT MAX(sal) AS top FROM emp) WHERE sal = top",
    "SELECT id FROM emp WHERE dept IN (SELECT id FROM dept WHERE name LIKE 't%') MINUS SELECT 3 FROM dual ORDER BY 1",
    "SELECT id FROM emp UNION ALL SELECT id FROM dept INTERSECT SELECT 10 FROM dual",
    "SELECT id, ROW_NUMBER() OVER (PARTITION BY dept ORDER BY sal DESC) AS place FROM emp ORDER BY id",
    "SELECT id, SUM(sal) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM emp ORDER BY id",
    "SELECT * FROM (SELECT e.*, ROWNUM AS rn FROM emp e WHERE ROWNUM <= 4) WHERE rn >= 2 ORDER BY rn",
    "SELECT name FROM emp ORDER BY sal DESC OFFSET 1 ROWS FETCH NEXT 2 ROWS ONLY",
    "SELECT name FROM emp ORDER BY dept FETCH FIRST 2 ROWS WITH TIES",
    "SELECT CASE WHEN sal >= 300 THEN 'high' WHEN sal IS NULL THEN 'none' ELSE 'low' END AS band FROM emp ORDER BY id",
    "SELECT CASE dept WHEN 10 THEN 'a' ELSE 'b' END, NVL(TO_CHAR(sal), '-'), DECODE(dept, 10, 'x', 'y') FROM emp",
    (
        "WITH top AS (SELECT dept, MAX(sal) AS best FROM emp GROUP BY dept) SELECT e.name FROM emp e JOIN top t"
        " ON t.dept = e.dept AND t.best = e.sal ORDER BY 1"
    ),
    "WITH n (i) AS (SELECT 1 FROM dual UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT SUM(i) FROM n",
    "SELECT LEVEL AS l FROM dual CONNECT BY LEVEL <= 3",
    "SELECT dept, SUM(sal) FROM emp GROUP BY ROLLUP (dept) ORDER BY dept NULLS FIRST",
    "SELECT LISTAGG(name, ',') WITHIN GROUP (ORDER BY id DESC) FROM emp WHERE dept = 20",
    "SELECT dept, MAX(name) KEEP (DENSE_RANK LAST ORDER BY sal) FROM emp GROUP BY dept ORDER BY dept",
    "SELECT UPPER(SUBSTR(name, 1, 1)) || LPAD(id, 3, '0') FROM emp WHERE INSTR(name, 'n') = 1 ORDER BY id",
    "SELECT TRUNC(hired, 'MM'), ADD_MONTHS(hired, 1), EXTRACT(YEAR FROM hired) FROM emp WHERE id BETWEEN 1 AND 3",
    "SELECT TO_CHAR(hired, 'YYYY-MM-DD'), TO_DATE('2024-02-01', 'YYYY-MM-DD') - hired FROM emp ORDER BY id",
    "SELECT COUNT(DISTINCT dept), AVG(sal), MIN(hired) FROM emp WHERE NOT (dept = 10 OR sal < 200)",
    "SELECT name FROM emp e WHERE EXISTS (SELECT 1 FROM dept d WHERE d.id = e.dept AND d.name = 'tools') ORDER BY id",
    "SELECT name FROM emp WHERE sal > ALL (SELECT sal FROM emp WHERE dept = 10) OR (dept, sal) IN ((10, 200))",
    "SELECT CAST(sal AS VARCHAR2(10)), CAST('12' AS NUMBER), -sal + 2 * (sal - 1) / 4 FROM emp ORDER BY id",
    "SELECT e.name, v.total FROM emp e CROSS APPLY (SELECT SUM(x.sal) AS total FROM emp x WHERE x.dept = e.dept) v",
    "SELECT id FROM emp WHERE id = 1 FOR UPDATE OF sal NOWAIT",
    "SELECT REGEXP_REPLACE(name, '[0-9]', '#'), TRIM(LEADING 'n' FROM name) FROM emp WHERE REGEXP_LIKE(name, '^n')",
    "INSERT INTO dept (id, name) VALUES (40, 'new')",
    "INSERT INTO emp (id, name, sal) SELECT id + 100, name, NULL FROM dept WHERE id > 10",
    "INSERT INTO dept VALUES (50, UPPER('x'))",
    (
        "INSERT ALL WHEN v > 1 THEN INTO dept (id, name) VALUES (v + 60, 'a') ELSE INTO emp (id, name)"
        " VALUES (v + 60, 'b') SELECT LEVEL AS v FROM dual CONNECT BY LEVEL <= 3"
    ),
    "UPDATE emp SET sal = sal * 1.1, name = 'z' WHERE dept = 10 AND ROWNUM <= 2",
    "UPDATE emp e SET (name, sal) = (SELECT d.name, d.id FROM dept d WHERE d.id = e.dept) WHERE e.id IN (1, 2)",
    "DELETE FROM emp e WHERE e.dept = 10 AND NOT EXISTS (SELECT 1 FROM dept d WHERE d.id = e.sal)",
    "DELETE emp WHERE hired < DATE '2024-01-04'",
    (
        "MERGE INTO emp t USING (SELECT id, name FROM dept) s ON (t.id = s.id) WHEN MATCHED THEN UPDATE"
        " SET t.name = s.name WHERE s.id > 1 DELETE WHERE t.sal > 500 WHEN NOT MATCHED THEN INSERT (id, name)"
        " VALUES (s.id, s.name) WHERE s.id < 30"
    ),
)
_WORDS = (
    "SELECT", "DISTINCT", "ALL", "FROM", "WHERE", "AND", "OR", "NOT", "NULL", "IS", "IN", "LIKE", "BETWEEN", "EXISTS",
    "GROUP", "BY", "HAVING", "ORDER", "ASC", "DESC", "NULLS", "FIRST", "LAST", "UNION", "MINUS", "INTERSECT", "JOIN",
    "LEFT", "FULL", "NATURAL", "USING", "ON", "AS", "CASE", "WHEN", "THEN", "ELSE", "END", "OVER", "PARTITION", "ROWS",
    "RANGE", "FETCH", "ONLY", "WITH", "PRIOR", "CONNECT", "START", "LEVEL", "ROWNUM", "ROWID", "SYSDATE", "DEFAULT",
    "VALUES", "SET", "INTO", "UPDATE", "DELETE", "INSERT", "MERGE", "LIMIT", "TOP", "QUALIFY", "ILIKE", "EXCEPT",
    "PIVOT", "SAMPLE", "COLLATE", "RETURNING", "ESCAPE", "ANY", "LATERAL", "FILTER", "IGNORE", "CAST", "INTERVAL",
    "CURRENT",
)  # fmt: skip
_NAMES = ("nowhere", '"lower"', "emp", "dept", "id", "name", "dual", "e", "ctid", '"xmin"', "pg_sleep", "version", "t")
_LITERALS = ("0", "-1", "7", "0.5", "''", "'x'", "NULL", "1e3", "DATE '2024-02-30'", ":b", "'%'", "TRUE", "1d")
_SIGNS = ("(", ")", ",", ".", "+", "-", "*", "/", "||", "=", "<>", "<=", "::", "@", "[", ";", "?", "(+)", "~", "=>")


def tokens_of(sql: str) -> list[str]:
    """The tokens of a statement."""
    return _TOKEN.findall(sql)


def mutated(sql: str, rng: random.Random) -> str:
    """The statement with one to three changes of its tokens."""
    tokens = tokens_of(sql)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        _change(tokens, rng)
    return " ".join(tokens)


def _change(tokens: list[str], rng: random.Random) -> None:
    place = rng.randrange(len(tokens))
    match rng.randrange(7):
        case 0 if len(tokens) > 1:
            del tokens[place]
        case 1:
            tokens.insert(place, tokens[place])
        case 2:
            other = rng.randrange(len(tokens))
            tokens[place], tokens[other] = tokens[other], tokens[place]
        case 3:
            tokens[place] = rng.choice(_WORDS)
        case 4:
            tokens[place] = rng.choice(_NAMES)
        case 5:
            tokens[place] = rng.choice(_LITERALS)
        case _:
            tokens.insert(place, rng.choice((*_WORDS, *_NAMES, *_LITERALS, *_SIGNS)))
