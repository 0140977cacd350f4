"""Blocks to trees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle_standin.errors import OracleError
from oracle_standin.profiles import DEFAULT
from oracle_standin.sql.plsql import tree
from oracle_standin.sql.plsql.parser import parse_block

_WORDS = (
    *("BEGIN", "END", "IF", "THEN", "ELSE", "LOOP", "FOR", "i", "IN", "1..3", "NULL", "SELECT", "INTO", "FROM", "t"),
    *("CASE", "WHEN", "x", ";", ":=", "(", ")", "'a'", ":b", ",", ".", "<<"),
)


def body_of(text: str) -> tuple[tree.Statement, ...]:
    return parse_block(f"BEGIN {text} END;", DEFAULT).body


@pytest.mark.parametrize("limits", ["1..10", "1 .. 10", "1.. 10"])
def test_two_dots_are_no_decimal_point(limits: str) -> None:
    (loop,) = body_of(f"FOR i IN {limits} LOOP NULL; END LOOP;")

    assert isinstance(loop, tree.RangeLoop)
    assert (loop.low.text.strip(), loop.high.text) == ("1", "10")


def test_the_words_of_a_case_expression_end_no_statement() -> None:
    (statement,) = body_of("IF CASE WHEN a THEN 1 ELSE 2 END = 1 THEN NULL; END IF;")

    assert isinstance(statement, tree.If)
    assert statement.branches[0][0].text == "CASE WHEN a THEN 1 ELSE 2 END = 1"


def test_the_targets_of_a_select_are_cut_out() -> None:
    (statement,) = body_of("SELECT a, b INTO x, :y FROM t WHERE c IN (SELECT 1 FROM u);")

    assert isinstance(statement, tree.Sql)
    assert statement.statement.text == "SELECT a, b FROM t WHERE c IN (SELECT 1 FROM u)"
    assert [target.name for target in statement.targets] == ["X", ":Y"]


def test_a_place_is_a_line_and_a_column() -> None:
    block = parse_block("BEGIN\n  NULL;\n  x := 1;\nEND;", DEFAULT)

    assert block.body[1].place == tree.Place(3, 3)


@given(st.lists(st.sampled_from(_WORDS), max_size=25))
def test_any_words_are_a_block_or_an_oracle_error(words: list[str]) -> None:
    try:
        parse_block(" ".join(["BEGIN", *words, "END;"]), DEFAULT)
    except OracleError as error:
        assert error.code in {6550, 3001, 903, 904, 911, 1741, 1756}  # noqa: PT017 - the other case is a tree
