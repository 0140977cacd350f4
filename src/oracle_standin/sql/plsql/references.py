"""Finds the variables of a block in the SQL and the expressions of that block, and makes bind variables of them.

Reference: PL/SQL Language Reference, "PL/SQL Name Resolution": in SQL a column hides a variable of the same name.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from sqlglot import exp
from sqlglot.tokenizer_core import Token, TokenType

from oracle_standin.errors import UnsupportedError
from oracle_standin.profiles import DEFAULT, Profile
from oracle_standin.sql.identifiers import folded
from oracle_standin.sql.parser import parsed, parsed_expression
from oracle_standin.sql.plsql.visible_columns import ColumnsOf, is_column
from oracle_standin.sql.tokens import number_binds, tokenize, word

_ATTRIBUTES = frozenset({"ROWCOUNT", "FOUND", "NOTFOUND", "ISOPEN", "BULK_ROWCOUNT"})
_BOOLEAN_VALUES = frozenset({"TRUE", "FALSE"})
_VALUES = frozenset({"TRUE", "FALSE", "SQLCODE", "SQLERRM"})
VARIABLE, CONDITION = "=", "?"
IsVariable = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class BoundSql:
    """SQL with bind variables only, and their names in order of appearance.

    A variable of the block has `=` in front of its name, or `?` for a boolean one as a number. `unknown` are names in
    an expression that nothing declares.
    """

    text: str
    binds: tuple[str, ...]
    unknown: tuple[str, ...] = ()


class _Span(NamedTuple):
    """A part of the source, from `start` to before `stop`, that is the variable `name`."""

    start: int
    stop: int
    name: str


def bound_expression(text: str, is_variable: IsVariable, is_boolean: IsVariable, profile: Profile) -> BoundSql:
    """An expression or a condition with its variables, `cursor%attributes`, SQLCODE and TRUE as bind variables.

    Where SQL has no BOOLEAN, a boolean variable is a number, 1 for true, that is compared with 1.
    """

    def written(name: str) -> str:
        is_condition = not profile.has_boolean and (name in _BOOLEAN_VALUES or is_boolean(name))
        return f' ( :"{CONDITION}{name}" = 1) ' if is_condition else f' :"{VARIABLE}{name}" '

    if any(token.token_type is following.token_type is TokenType.STAR for token, following in pairwise(tokenize(text))):
        raise UnsupportedError("the operator **")
    prepared = _spliced(text, [*_attributes(text), *_values(text)], written)
    tokens = tokenize(prepared)
    numbered, _ = number_binds(tokens)
    columns = _columns(parsed_expression(numbered, prepared, DEFAULT))  # PL/SQL has always had BOOLEAN
    spans = [_span(column, tokens) for column in columns if is_variable(name_in(column))]
    unknown = [name_in(column) for column in columns if not (is_variable(name_in(column)) or _is_sequence(column))]
    return _bound(prepared, spans, tuple(unknown), written)


def bound_statement(text: str, is_variable: IsVariable, columns_of: ColumnsOf, profile: Profile) -> BoundSql:
    """A query or DML with those variables as bind variables that are no column where they stand."""
    prepared = _spliced(text, _attributes(text))
    tokens = tokenize(prepared)
    spans: list[_Span] = []
    if any(map(is_variable, _dotted_names(tokens))):
        numbered, _ = number_binds(tokens)
        found = [column for column in _columns(parsed(numbered, prepared, profile)) if is_variable(name_in(column))]
        spans = [_span(column, tokens) for column in found if not is_column(column, columns_of)]
    return _bound(prepared, spans)


def name_in(column: exp.Column) -> str:
    """The name that a column or variable is written with, folded: `X`, `R.X`."""
    return ".".join(folded(part.name, is_quoted=bool(part.args.get("quoted"))) for part in column.parts)


def _token_name(token: Token) -> str:
    return str(token.text) if token.token_type is TokenType.IDENTIFIER else word(token)


def _dotted_names(tokens: list[Token]) -> Iterator[str]:
    """All names that may be a variable, a field of a record or one behind the label of its block."""
    for place, token in enumerate(tokens):
        name = _token_name(token)
        yield name
        for dot, part in zip(tokens[place + 1 :: 2], tokens[place + 2 :: 2], strict=False):
            if dot.token_type is not TokenType.DOT:
                break
            name += f".{_token_name(part)}"
            yield name


def _columns(tree: exp.Expr) -> list[exp.Column]:
    """The names in a tree that may be variables; assigned columns are none, pseudo-columns neither."""
    return [column for column in tree.find_all(exp.Column) if type(column) is exp.Column and not column.is_star]


def _is_sequence(column: exp.Column) -> bool:
    return column.name.upper() in ("NEXTVAL", "CURRVAL")


def _span(column: exp.Column, tokens: list[Token]) -> _Span:
    first, last = column.parts[0].meta["position"], column.parts[-1].meta["position"]
    stop = next(token.end + 1 for token in tokens if token.start == last)
    return _Span(first, stop, name_in(column))


def _attributes(text: str) -> Iterator[_Span]:
    """`SQL%ROWCOUNT` and other attributes of cursors."""
    tokens = tokenize(text)
    for token, sign, attribute in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if sign.text == "%" and word(attribute) in _ATTRIBUTES:
            yield _Span(token.start, attribute.end + 1, f"{_token_name(token)}%{word(attribute)}")


def _values(text: str) -> Iterator[_Span]:
    """The words that are values in PL/SQL; SQLERRM with an argument is a function."""
    tokens = tokenize(text)
    for place, token in enumerate(tokens):
        is_call = place + 1 < len(tokens) and tokens[place + 1].token_type is TokenType.L_PAREN
        if word(token) in _VALUES and not is_call:
            yield _Span(token.start, token.end + 1, word(token))


def _bound(
    text: str, spans: Iterable[_Span], unknown: tuple[str, ...] = (), written: Callable[[str], str] | None = None
) -> BoundSql:
    result = _spliced(text, spans, written or _as_bind)
    _, names = number_binds(tokenize(result))
    return BoundSql(result, tuple(names), unknown)


def _as_bind(name: str) -> str:
    """Blanks around keep words apart."""
    return f' :"{VARIABLE}{name}" '


def _spliced(text: str, spans: Iterable[_Span], written: Callable[[str], str] = _as_bind) -> str:
    """The text with a bind variable for each span."""
    parts, position = [], 0
    for span in sorted(set(spans)):
        parts += [text[position : span.start], written(span.name)]
        position = span.stop
    return "".join(parts) + text[position:]
