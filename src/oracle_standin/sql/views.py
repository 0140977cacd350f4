"""What the subquery of a view is: its stars, its nameless columns, and whether rows can be changed through it.

Reference: SQL Language Reference, "CREATE VIEW".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlglot import exp
from sqlglot.tokenizer_core import Token, TokenType

from oracle_standin.errors import OracleError
from oracle_standin.profiles import Profile
from oracle_standin.sql.functions import AGGREGATES
from oracle_standin.sql.parser import parsed
from oracle_standin.sql.row_limits import uses_rownum
from oracle_standin.sql.sources import named_table
from oracle_standin.sql.statements import TableName
from oracle_standin.sql.tokens import tokenize, word

_SET_OPERATORS = frozenset({"UNION", "INTERSECT", "MINUS", "EXCEPT"})
_AFTER_FROM = _SET_OPERATORS | {
    "WHERE", "GROUP", "GROUP BY", "HAVING", "ORDER", "ORDER BY", "START", "CONNECT", "CONNECT BY", "OFFSET", "FETCH",
    "FOR",
}  # fmt: skip
_FIXING = ("distinct", "group", "having", "order", "limit", "offset", "connect")


class Changes(StrEnum):
    """Whether INSERT, UPDATE and DELETE work through a view."""

    POSSIBLE = "possible"
    NEVER = "never"  # ORA-01732
    JOIN = "join"  # Oracle can, where the join preserves a key


@dataclass(frozen=True, slots=True)
class StarItem:
    """A star in a select list.

    Attributes:
        start, end: Where it stands in the source, with what qualifies it.
        owner: What qualifies it in the source, with its dot.
        probe: A query that has the star's columns alone.
    """

    start: int
    end: int
    owner: str
    probe: str


def view_tree(text: str, profile: Profile, *, is_named: bool) -> exp.Expr:
    """The tree of the subquery; `is_named` says that the view names its columns itself.

    Raises:
        OracleError: It is no valid query, or ORA-00998: a column has no name.
    """
    tree = parsed(tokenize(text), text, profile)
    if tree.args.get("locks"):
        raise OracleError(933, "SQL command not properly ended")
    block = _first_block(tree)
    for item in [] if is_named or not isinstance(block, exp.Select) else block.expressions:
        if type(item) not in (exp.Column, exp.Alias, exp.Star):
            raise OracleError(998, "must name this expression with a column alias")
    return tree


def _first_block(tree: exp.Expr) -> exp.Expr:
    while isinstance(tree, exp.SetOperation | exp.Subquery):
        tree = tree.this
    return tree


def possible_changes(tree: exp.Expr) -> Changes:
    """Whether a view of this subquery can be changed ("Notes on Updatable Views")."""
    if not isinstance(tree, exp.Select):
        return Changes.NEVER
    where = tree.args.get("where")
    if any(tree.args.get(name) for name in _FIXING) or (where is not None and uses_rownum(where)):
        return Changes.NEVER
    if any(_fixes(part) for item in tree.expressions for part in item.walk()):
        return Changes.NEVER
    source = tree.args.get("from_")
    is_table = source is not None and isinstance(source.this, exp.Table) and not source.this.args.get("joins")
    return Changes.POSSIBLE if is_table and not tree.args.get("joins") and not tree.args.get("with_") else Changes.JOIN


def _fixes(node: exp.Expr) -> bool:
    """Whether this part of a select list makes the view one that cannot be changed."""
    is_aggregate = isinstance(node, exp.Anonymous) and node.name in AGGREGATES
    return is_aggregate or isinstance(node, exp.Window | exp.WithinGroup | exp.Query)


def changed_table(tree: exp.Expr) -> TableName | None:
    """The table or view that a view of this subquery shows rows of; None when it cannot be changed."""
    return named_table(tree.args["from_"].this) if possible_changes(tree) is Changes.POSSIBLE else None


def updatable_places(tree: exp.Expr) -> list[bool]:
    """Of each column whether it is one of the changed table, and not an expression."""
    if possible_changes(tree) is not Changes.POSSIBLE:
        return []
    return [type(item.this if isinstance(item, exp.Alias) else item) is exp.Column for item in tree.expressions]


def star_items(text: str) -> list[StarItem]:
    """The stars in the select lists of a query, not those of subqueries in it."""
    tokens = tokenize(text)
    depths = list(_depths(tokens))
    top = [place for place, depth in enumerate(depths) if depth == 0]
    selects = [place for place in top if word(tokens[place]) == "SELECT"]
    beginning = text[: tokens[selects[0]].start] if selects else ""
    return [
        item for place in selects for item in _stars_of_block(text, beginning, tokens, [p for p in top if p > place])
    ]


def _depths(tokens: list[Token]) -> Iterator[int]:
    depth = 0
    for token in tokens:
        depth -= token.token_type is TokenType.R_PAREN
        yield depth
        depth += token.token_type is TokenType.L_PAREN


def _stars_of_block(text: str, beginning: str, tokens: list[Token], places: list[int]) -> Iterator[StarItem]:
    """The stars of the block whose select list begins at the first of these places, all outside of parentheses."""
    source = next((place for place in places if word(tokens[place]) == "FROM"), None)
    if source is None:
        return
    end = next((p for p in places if p > source and word(tokens[p]) in _AFTER_FROM), None)
    from_clause = text[tokens[source].start : len(text) if end is None else tokens[end].start]
    for place in places:
        if place >= source:
            return
        if tokens[place].token_type is TokenType.STAR and _ends_item(tokens[place + 1]):
            start = _start_of_item(tokens, place)
            if start is not None:
                owner = text[tokens[start].start : tokens[place].start]
                probe = f"{beginning}SELECT {owner}* {from_clause}"
                yield StarItem(tokens[start].start, tokens[place].end + 1, owner, probe)


def _ends_item(token: Token) -> bool:
    return token.token_type is TokenType.COMMA or word(token) == "FROM"


def _start_of_item(tokens: list[Token], place: int) -> int | None:
    """Where the qualified star begins; None for a product."""
    while tokens[place - 1].token_type is TokenType.DOT:
        place -= 2
    before = tokens[place - 1]
    begins = before.token_type is TokenType.COMMA or word(before) in ("SELECT", "ALL", "DISTINCT", "UNIQUE")
    return place if begins else None
