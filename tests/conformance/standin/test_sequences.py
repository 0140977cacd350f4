"""Sequences: their numbers, where these may stand, what may be changed, and who may take them."""

from collections.abc import Callable

import oracledb
import pytest

from oracle_server import Account
from statements import code_of, rows


@pytest.fixture
def sequence(cursor: oracledb.Cursor) -> oracledb.Cursor:
    cursor.execute("CREATE SEQUENCE s NOCACHE")
    cursor.execute("CREATE TABLE t (a NUMBER, b NUMBER)")
    return cursor


def numbers(cursor: oracledb.Cursor, count: int, name: str = "s") -> list[int]:
    return [rows(cursor, f"SELECT {name}.NEXTVAL FROM dual")[0][0] for _ in range(count)]


def test_a_sequence_counts_from_one(sequence: oracledb.Cursor) -> None:
    """SQL Language Reference, CREATE SEQUENCE."""
    assert numbers(sequence, 3) == [1, 2, 3]


def test_a_number_that_was_taken_is_not_given_back_by_a_rollback(sequence: oracledb.Cursor) -> None:
    """SQL Language Reference, CREATE SEQUENCE: "independent of the transaction"."""
    sequence.execute("INSERT INTO t VALUES (s.NEXTVAL, 0)")
    sequence.connection.rollback()

    assert numbers(sequence, 1) == [2]


def test_all_references_of_a_row_are_one_number(sequence: oracledb.Cursor) -> None:
    """SQL Language Reference, Sequence Pseudocolumns: "How to Use Sequence Values"."""
    assert rows(sequence, "SELECT s.NEXTVAL, s.CURRVAL, s.nextval + 10 FROM dual") == [(1, 1, 11)]
    sequence.execute("INSERT INTO t VALUES (s.CURRVAL, s.NEXTVAL)")
    sequence.execute("UPDATE t SET a = s.NEXTVAL, b = s.NEXTVAL * 2")
    assert rows(sequence, "SELECT a, b FROM t") == [(3, 6)]


def test_each_row_gets_a_number(sequence: oracledb.Cursor) -> None:
    """SQL Language Reference, Sequence Pseudocolumns."""
    sequence.execute("INSERT INTO t SELECT s.NEXTVAL, LEVEL FROM dual CONNECT BY LEVEL <= 3")
    sequence.executemany("INSERT INTO t VALUES (s.NEXTVAL, :1)", [(n,) for n in range(4, 8)])

    assert rows(sequence, "SELECT a, b FROM t ORDER BY a") == [(n, n) for n in range(1, 8)]


def test_merge_takes_numbers(sequence: oracledb.Cursor) -> None:
    """SQL Language Reference, Sequence Pseudocolumns: "The values in the INSERT ... of a MERGE"."""
    sequence.execute("INSERT INTO t VALUES (0, 1)")
    sequence.execute(
        "MERGE INTO t USING (SELECT LEVEL n FROM dual CONNECT BY LEVEL <= 3) s1 ON (t.b = s1.n) "
        "WHEN NOT MATCHED THEN INSERT (a, b) VALUES (s.NEXTVAL, s1.n)"
    )

    found = rows(sequence, "SELECT a FROM t WHERE b > 1")
    assert len({number for (number,) in found}) == 2


def test_a_session_knows_no_current_number_before_it_has_taken_one(sequence: oracledb.Cursor) -> None:
    """Error Messages, ORA-08002."""
    assert code_of(sequence, "SELECT s.CURRVAL FROM dual") == "ORA-08002"
    numbers(sequence, 2)
    assert rows(sequence, "SELECT s.CURRVAL FROM dual") == [(2,)]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("START WITH 5 INCREMENT BY 10", [5, 15, 25]),
        ("INCREMENT BY -1", [-1, -2, -3]),
        ("START WITH 3 MAXVALUE 4 CYCLE NOCACHE", [3, 4, 1, 2, 3]),
        ("START WITH 1 INCREMENT BY -2 MINVALUE -3 MAXVALUE 2 CYCLE NOCACHE", [1, -1, -3, 2, 0, -2, 2]),
        ("START WITH 9999999999999999999999999998", [10**28 - 2, 10**28 - 1]),
        ("MINVALUE -5 START WITH -5 NOORDER CACHE 2", [-5, -4]),
    ],
)
def test_options_say_how_numbers_follow_each_other(cursor: oracledb.Cursor, options: str, expected: list[int]) -> None:
    """SQL Language Reference, CREATE SEQUENCE, Semantics."""
    cursor.execute(f"CREATE SEQUENCE s {options}")

    assert numbers(cursor, len(expected)) == expected


@pytest.mark.parametrize("options", ["MAXVALUE 1 MINVALUE 0", "START WITH -1 MINVALUE -1 MAXVALUE 1 INCREMENT BY -2"])
def test_a_sequence_that_does_not_cycle_ends(cursor: oracledb.Cursor, options: str) -> None:
    """Error Messages, ORA-08004."""
    cursor.execute(f"CREATE SEQUENCE s {options} NOCACHE")
    numbers(cursor, 2 if "MINVALUE 0" in options else 1)

    assert code_of(cursor, "SELECT s.NEXTVAL FROM dual") == "ORA-08004"


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT a FROM t WHERE a = s.NEXTVAL",
        "SELECT DISTINCT s.NEXTVAL FROM t",
        "SELECT s.NEXTVAL FROM t ORDER BY a",
        "SELECT s.NEXTVAL, COUNT(*) FROM t GROUP BY a",
        "SELECT s.NEXTVAL FROM t UNION SELECT 1 FROM dual",
        "SELECT * FROM (SELECT s.NEXTVAL FROM dual)",
        "SELECT (SELECT s.NEXTVAL FROM dual) FROM dual",
        "DELETE FROM t WHERE a = s.NEXTVAL",
        "UPDATE t SET a = (SELECT s.NEXTVAL FROM dual)",
    ],
)
def test_a_number_stands_only_where_a_row_is_made(sequence: oracledb.Cursor, statement: str) -> None:
    """SQL Language Reference, Sequence Pseudocolumns, restrictions; Error Messages, ORA-02287."""
    assert code_of(sequence, statement) == "ORA-02287"


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("CREATE SEQUENCE s", "ORA-00955"),
        ("CREATE SEQUENCE t", "ORA-00955"),
        ("CREATE SEQUENCE x INCREMENT BY 0", "ORA-04002"),
        ("CREATE SEQUENCE x START WITH a", "ORA-04001"),
        ("CREATE SEQUENCE x MINVALUE 5 MAXVALUE 5", "ORA-04004"),
        ("CREATE SEQUENCE x MAXVALUE 5 INCREMENT BY 7", "ORA-04005"),
        ("CREATE SEQUENCE x START WITH 0", "ORA-04006"),
        ("CREATE SEQUENCE x START WITH 6 MAXVALUE 5", "ORA-04008"),
        ("CREATE SEQUENCE x CACHE 1", "ORA-04010"),
        ("CREATE SEQUENCE x MAXVALUE 5 CYCLE", "ORA-04013"),
        ("CREATE SEQUENCE x CYCLE", "ORA-04015"),
        ("CREATE SEQUENCE x INCREMENT BY -1 CYCLE", "ORA-04014"),
        ("CREATE SEQUENCE x NOMAXVALUE MAXVALUE 5", "ORA-02278"),
        ("CREATE SEQUENCE x CYCLE NOCYCLE", "ORA-02280"),
        ("CREATE SEQUENCE x CACHE 5 NOCACHE", "ORA-02281"),
        ("CREATE SEQUENCE x INCREMENT BY 1 INCREMENT BY 1", "ORA-02284"),
        ("ALTER SEQUENCE s", "ORA-02286"),
        ("ALTER SEQUENCE s START WITH 9", "ORA-02283"),
        ("ALTER SEQUENCE nope NOCACHE", "ORA-02289"),
        ("DROP SEQUENCE nope", "ORA-02289"),
        ("SELECT nope.NEXTVAL FROM dual", "ORA-02289"),
    ],
)
def test_a_statement_about_a_sequence_is_refused(sequence: oracledb.Cursor, statement: str, code: str) -> None:
    """SQL Language Reference, CREATE, ALTER and DROP SEQUENCE; Error Messages."""
    assert code_of(sequence, statement) == code


def test_a_sequence_goes_on_with_other_options(sequence: oracledb.Cursor) -> None:
    """SQL Language Reference, ALTER SEQUENCE."""
    numbers(sequence, 4)
    sequence.execute("ALTER SEQUENCE s INCREMENT BY 10")

    assert rows(sequence, "SELECT s.CURRVAL FROM dual") == [(4,)]
    assert numbers(sequence, 2) == [14, 24]
    assert code_of(sequence, "ALTER SEQUENCE s MAXVALUE 5") == "ORA-04009"
    assert code_of(sequence, "ALTER SEQUENCE s MINVALUE 25") == "ORA-04007"


def test_a_sequence_starts_again(sequence: oracledb.Cursor) -> None:
    """SQL Language Reference, ALTER SEQUENCE, RESTART."""
    numbers(sequence, 4)
    sequence.execute("ALTER SEQUENCE s RESTART")
    assert numbers(sequence, 2) == [1, 2]
    sequence.execute("ALTER SEQUENCE s RESTART START WITH 70")
    assert numbers(sequence, 2) == [70, 71]


def test_a_sequence_is_a_default(sequence: oracledb.Cursor) -> None:
    """SQL Language Reference, CREATE TABLE, DEFAULT: sequences."""
    sequence.execute("CREATE TABLE d (id NUMBER DEFAULT s.NEXTVAL, n NUMBER)")
    sequence.execute("INSERT INTO d (n) VALUES (1)")
    sequence.execute("INSERT INTO d VALUES (NULL, 2)")
    sequence.execute("INSERT INTO d VALUES (DEFAULT, 3)")
    assert rows(sequence, "SELECT id, n FROM d ORDER BY n") == [(1, 1), (None, 2), (2, 3)]

    sequence.execute("DROP SEQUENCE s")
    assert code_of(sequence, "INSERT INTO d (n) VALUES (4)") == "ORA-02289"


def test_a_table_is_made_with_numbers(sequence: oracledb.Cursor) -> None:
    """SQL Language Reference, CREATE TABLE, AS subquery."""
    sequence.execute("CREATE TABLE c AS SELECT s.NEXTVAL AS id, LEVEL AS n FROM dual CONNECT BY LEVEL <= 3")

    assert rows(sequence, "SELECT id FROM c ORDER BY id") == [(1,), (2,), (3,)]


def test_a_block_takes_numbers(sequence: oracledb.Cursor) -> None:
    """PL/SQL Language Reference, "CURRVAL and NEXTVAL in PL/SQL"."""
    taken = sequence.var(int)
    sequence.execute("DECLARE n NUMBER; BEGIN n := s.NEXTVAL; :taken := n + s.NEXTVAL; END;", taken=taken)

    assert taken.getvalue() == 3


def test_the_number_that_was_taken_is_returned(sequence: oracledb.Cursor) -> None:
    """SQL Language Reference, INSERT, RETURNING."""
    taken = sequence.var(int)
    sequence.execute("INSERT INTO t VALUES (s.NEXTVAL, 5) RETURNING a INTO :taken", taken=taken)

    assert taken.getvalue() == [1]


def test_the_dictionary_shows_a_sequence(cursor: oracledb.Cursor) -> None:
    """Database Reference, ALL_SEQUENCES; LAST_NUMBER is beyond the numbers in the cache."""
    cursor.execute("CREATE SEQUENCE s START WITH 5 INCREMENT BY 2 MAXVALUE 100 CYCLE CACHE 10")
    query = (
        "SELECT sequence_name, min_value, max_value, increment_by, cycle_flag, order_flag, cache_size, last_number"
        " FROM user_sequences"
    )
    assert rows(cursor, query) == [("S", 1, 100, 2, "Y", "N", 10, 5)]

    numbers(cursor, 1)
    assert rows(cursor, "SELECT last_number FROM user_sequences") == [(25,)]
    assert rows(cursor, "SELECT object_type, status FROM user_objects WHERE object_name = 'S'") == [
        ("SEQUENCE", "VALID")
    ]


def test_another_user_needs_a_grant(new_account: Callable[..., Account], sequence: oracledb.Cursor) -> None:
    """SQL Language Reference, Sequence Pseudocolumns: prerequisites."""
    owner = rows(sequence, "SELECT USER FROM dual")[0][0]
    other = new_account()
    with other.connect() as connection, connection.cursor() as cursor:
        assert code_of(cursor, f"SELECT {owner}.s.NEXTVAL FROM dual") == "ORA-02289"
        sequence.execute(f"GRANT SELECT ON s TO {other.user}")
        assert rows(cursor, f"SELECT {owner}.s.NEXTVAL FROM dual") == [(1,)]
        assert code_of(cursor, f"DROP SEQUENCE {owner}.s") == "ORA-02289"


def test_a_synonym_stands_for_a_sequence(sequence: oracledb.Cursor) -> None:
    """SQL Language Reference, CREATE SYNONYM."""
    sequence.execute("CREATE SYNONYM y FOR s")

    assert rows(sequence, "SELECT y.NEXTVAL, s.CURRVAL FROM dual") == [(1, 1)]
    sequence.execute("INSERT INTO t VALUES (y.NEXTVAL, y.CURRVAL)")
    assert rows(sequence, "SELECT a, b FROM t") == [(2, 2)]


def test_a_view_takes_no_numbers(sequence: oracledb.Cursor) -> None:
    """Error Messages, ORA-02287."""
    assert code_of(sequence, "CREATE VIEW v AS SELECT s.NEXTVAL AS n FROM dual") == "ORA-02287"


def test_sessions_never_get_the_same_number(sequence: oracledb.Cursor, account: Account) -> None:
    """Database Concepts, "Concurrent Access to Sequences"."""
    with account.connect() as connection, connection.cursor() as other:
        taken = [number for _ in range(20) for cursor in (sequence, other) for number in numbers(cursor, 1)]

    assert taken == list(range(1, 41))
