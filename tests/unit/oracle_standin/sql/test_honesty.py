"""Nothing in a statement is without effect: each token changes its tree, each part of the tree changes its SQL."""

import random
from collections.abc import Iterator

import pytest
from sqlglot import exp

from mutations import STATEMENTS, mutated, tokens_of
from oracle_standin.errors import OracleError
from oracle_standin.profiles import DEFAULT
from oracle_standin.sql.parser import parsed
from oracle_standin.sql.render import Context, render
from oracle_standin.sql.tokens import check, number_binds, tokenize
from oracle_standin.sql.translate import translate

# words that Oracle's grammar lets the writer leave out without another meaning
_OPTIONAL = frozenset({"AS", "ASC", "INNER", "OUTER", "ALL", "+", "(", ")", "INTO", "FROM", "LAST", "NULLS"})
# parts of the tree with a default that says the same
_DEFAULTS = frozenset(
    {
        ("join", "kind", "INNER"),
        ("trim", "position", "BOTH"),
        ("multitableinserts", "kind", "ALL"),  # with one condition it is FIRST
    }
)
_MUTANTS = 400


def tree(sql: str) -> exp.Expr:
    tokens = tokenize(sql)
    check(tokens, DEFAULT.max_name_bytes)
    return parsed(number_binds(tokens)[0], sql)


def accepted(sql: str) -> exp.Expr | None:
    """The statement's tree; None when it is refused."""
    try:
        translate(sql)
        return tree(sql)
    except OracleError:
        return None


def sql_of(node: exp.Expr) -> str | None:
    try:
        return render(node, Context(DEFAULT))
    except Exception:  # noqa: BLE001 - a tree without one of its parts need not be one that the grammar makes
        return None


def accepted_statements() -> list[str]:
    """The supported statements and those of their mutants that are taken."""
    rng = random.Random(20260131)  # noqa: S311 - a test that can be repeated
    mutants = [mutated(rng.choice(STATEMENTS), rng) for _ in range(_MUTANTS)]
    return [*STATEMENTS, *(mutant for mutant in mutants if accepted(mutant) is not None)]


def without_one(sql: str) -> Iterator[tuple[str, str]]:
    """Each token, and the statement without it."""
    tokens = tokens_of(sql)
    for place, token in enumerate(tokens):
        yield token, " ".join(tokens[:place] + tokens[place + 1 :])


def parts(node: exp.Expr) -> Iterator[tuple[exp.Expr, exp.Expr, str, object]]:
    """A copy of the tree, a node of it, and the name and value of something that the node carries."""
    for place, original in enumerate(node.walk()):
        for name, value in original.args.items():
            if value and not _says_nothing_new(original, name, value):
                copy = node.copy()
                yield copy, list(copy.walk())[place], name, value


def _says_nothing_new(node: exp.Expr, name: str, value: object) -> bool:
    """Whether it is a default, a target's own name in SET, or an alias that repeats the name."""
    if isinstance(value, exp.TableAlias):
        return value.name.upper() == node.name.upper()
    if isinstance(value, str):
        return (node.key, name, value) in _DEFAULTS
    return name == "table" and isinstance(node.parent, exp.EQ) and isinstance(node.parent.parent, exp.Update)


@pytest.mark.parametrize("sql", STATEMENTS)
def test_a_supported_statement_is_taken(sql: str) -> None:
    assert accepted(sql) is not None


def test_each_token_of_a_statement_counts() -> None:
    unread = [
        (token, sql)
        for sql in accepted_statements()
        for token, shorter in without_one(sql)
        if token.upper() not in _OPTIONAL and (other := accepted(shorter)) is not None and other == tree(sql)
    ]

    assert unread == []


def test_each_part_of_a_tree_changes_the_sql() -> None:
    ignored = []
    for sql in accepted_statements():
        whole = tree(sql)
        text = render(whole, Context(DEFAULT))
        for copy, node, name, value in parts(whole):
            node.set(name, None)
            if sql_of(copy) == text:
                ignored.append((node.key, name, value if isinstance(value, str) else type(value).__name__, sql))

    assert ignored == []


def test_the_check_finds_a_part_that_a_rule_ignores() -> None:
    whole = tree("SELECT LAST_VALUE(id) OVER (ORDER BY id) FROM emp")
    call = next(whole.find_all(exp.Anonymous))
    call.set("ignore_nulls", "yes")

    assert sql_of(whole) is None
