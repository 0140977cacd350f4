"""Random mutations of supported statements: run or refused, never answered with an error of PostgreSQL's own."""

import random
import re
from collections.abc import Callable, Iterator

import oracledb
import pytest

from mutations import ROWS, STATEMENTS, TABLES, mutated, tokens_of

# what only PostgreSQL's messages say
_FOREIGN = re.compile(r"ORA-00600|ORA-00604|pg_|syntax error|operator does not|relation |function .* does not")
_SEED = 20260131


@pytest.fixture
def loaded(cursor: oracledb.Cursor) -> Iterator[oracledb.Cursor]:
    """Two tables with rows."""
    for statement in (*TABLES, *ROWS):
        cursor.execute(statement)
    cursor.connection.commit()
    cursor.connection.call_timeout = 10_000
    yield cursor
    cursor.connection.rollback()


def outcome(cursor: oracledb.Cursor, sql: str) -> object:
    """The rows, the number of changed rows, or the text of the error; what was changed is undone."""
    try:
        cursor.execute(sql, {name: "1" for name in ("b",) if ":b" in sql})
        return sorted(map(repr, cursor.fetchall())) if cursor.description else cursor.rowcount
    except oracledb.Error as error:
        return str(error.args[0])
    finally:
        cursor.connection.rollback()


def content(cursor: oracledb.Cursor) -> list[object]:
    return [cursor.execute(f"SELECT * FROM {table} ORDER BY id").fetchall() for table in ("emp", "dept")]


def run_mutants(cursor: oracledb.Cursor, count: int, seed: int, caplog: pytest.LogCaptureFixture) -> None:
    rng = random.Random(seed)  # noqa: S311 - a test that can be repeated
    before = content(cursor)
    foreign = []
    for _ in range(count):
        sql = mutated(rng.choice(STATEMENTS), rng)
        answer = outcome(cursor, sql)
        if isinstance(answer, str) and (_FOREIGN.search(answer) or not answer.startswith(("ORA-", "DPY-"))):
            foreign.append((answer, sql))

    assert foreign == []
    assert content(cursor) == before
    assert [record.getMessage() for record in caplog.records if record.levelname in ("ERROR", "CRITICAL")] == []


@pytest.mark.standin_only("texts of PostgreSQL can only come from the stand-in")
def test_a_mutant_runs_or_is_refused_in_oracles_words(
    loaded: oracledb.Cursor, caplog: pytest.LogCaptureFixture
) -> None:
    """SQL Language Reference: what is no SQL is an ORA error."""
    run_mutants(loaded, 2_000, _SEED, caplog)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.standin_only("texts of PostgreSQL can only come from the stand-in")
@pytest.mark.parametrize("seed", range(10))
def test_many_mutants_run_or_are_refused_in_oracles_words(
    loaded: oracledb.Cursor, caplog: pytest.LogCaptureFixture, seed: int
) -> None:
    """SQL Language Reference: what is no SQL is an ORA error."""
    run_mutants(loaded, 5_000, seed, caplog)


def _spaced(sql: str, rng: random.Random) -> str:
    return rng.choice((" ", "\n", " /* c */ ", "\t-- c\n")).join(tokens_of(sql))


def _recased(sql: str, _: random.Random) -> str:
    return " ".join(token if token[0] in "'\"" else token.swapcase() for token in tokens_of(sql))


@pytest.mark.parametrize("rewritten", [_spaced, _recased])
def test_another_writing_gives_the_same_result(
    loaded: oracledb.Cursor, rewritten: Callable[[str, random.Random], str]
) -> None:
    """SQL Language Reference, "Lexical Conventions"."""
    rng = random.Random(_SEED)  # noqa: S311 - a test that can be repeated
    for sql in STATEMENTS:
        answer = outcome(loaded, sql)

        assert not isinstance(answer, str)
        assert outcome(loaded, rewritten(sql, rng)) == answer
