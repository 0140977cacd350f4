"""Rules for conditions. Reference: SQL Language Reference, "Conditions"."""

from sqlglot import exp

from oracle_standin.errors import OracleError
from oracle_standin.sql.calls import as_text
from oracle_standin.sql.functions import (
    CONDITION_CALLS,
    json_source,
)
from oracle_standin.sql.literals import boolean_literal
from oracle_standin.sql.operators import compared, is_text_literal
from oracle_standin.sql.render import Context, render, rule
from oracle_standin.sql.rowids import is_rowid, rowid_comparison


def condition_sql(node: exp.Expr, context: Context) -> str:
    """Where Oracle wants a condition: since 23ai a boolean expression is one.

    Raises:
        OracleError: ORA-00920 for an expression before 23ai.
    """
    text = render(node, context)
    if is_condition(node):
        return text
    if not context.profile.has_boolean:
        raise OracleError(920, "invalid relational operator")
    return f'"SYS".truth({text})'


def is_condition(node: exp.Expr) -> bool:
    """Whether the node is a condition by its form."""
    if isinstance(node, exp.Paren):
        return is_condition(node.this)
    return isinstance(node, _CONDITIONS) or (isinstance(node, exp.Anonymous) and node.name in CONDITION_CALLS)


_CONDITIONS = (
    exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.And, exp.Or, exp.Not, exp.Is, exp.In, exp.Between,
    exp.Like, exp.Escape, exp.Exists, exp.Boolean,
)  # fmt: skip


def _connective(node: type[exp.Expr], operator: str) -> None:
    @rule(node, "this", "expression")
    def connective(node: exp.Binary, context: Context) -> str:
        return f"{condition_sql(node.this, context)} {operator} {condition_sql(node.expression, context)}"


_connective(exp.And, "AND")
_connective(exp.Or, "OR")


def _comparison(node: type[exp.Expr], operator: str) -> None:
    @rule(node, "this", "expression")
    def comparison(node: exp.Binary, context: Context) -> str:
        _check_rows(node)
        if is_rowid(node.this) or is_rowid(node.expression):
            return rowid_comparison(node, operator, context)
        are_literals = is_text_literal(node.this) and is_text_literal(node.expression)
        sides = (compared(side, context, are_literals=are_literals) for side in (node.this, node.expression))
        return f" {operator} ".join(sides)


def _check_rows(node: exp.Binary) -> None:
    """A list of values equals a query or `((a, b))` or does not ("Simple Comparison Conditions")."""
    for side, other in ((node.this, node.expression), (node.expression, node.this)):
        if isinstance(side, exp.Tuple):
            is_row = isinstance(other, exp.Subquery | exp.Any | exp.All) or (
                isinstance(other, exp.Paren) and isinstance(other.this, exp.Tuple)
            )
            if not is_row or not isinstance(node, exp.EQ | exp.NEQ):
                raise OracleError(920, "invalid relational operator")


for _node, _operator in (
    (exp.EQ, "="), (exp.NEQ, "<>"), (exp.LT, "<"), (exp.LTE, "<="), (exp.GT, ">"), (exp.GTE, ">="),
):  # fmt: skip
    _comparison(_node, _operator)


@rule(exp.Not, "this")
def negation(node: exp.Not, context: Context) -> str:
    """NOT, in PostgreSQL's usual spelling in front of IS, IN, LIKE and BETWEEN."""
    return f"NOT {condition_sql(node.this, context)}"


@rule(exp.Is, "this", "expression")
def is_operator(node: exp.Is, context: Context) -> str:
    """`IS NULL`, `IS JSON`, `IS NAN`, `IS INFINITE`, `IS TRUE`."""
    value = render(node.this, context)
    match node.expression:
        case exp.Null():
            return f"{value} IS NULL"
        case exp.JSON() as json:
            return _is_json(json, json_source(value), context)
        case exp.Boolean() as boolean:
            return f"({value}) IS {boolean_literal(boolean, context)}"
        case word:
            return f'"SYS".is_{word.name.lower()}({value})'


def _is_json(node: exp.JSON, source: str, context: Context) -> str:
    """Strict syntax, which PostgreSQL checks, or else lax; before 21c no scalar is a document ("IS JSON Condition")."""
    has_scalars = context.profile.has_json_type and not node.args.get("no_scalars")
    unique = " WITH UNIQUE KEYS" if node.args.get("unique") else ""
    kinds = ("VALUE",) if has_scalars else ("OBJECT", "ARRAY")
    tests = [f"{source} IS JSON {kind}{unique}" for kind in kinds]
    if not node.args.get("strict"):
        flags = f"{str(bool(unique)).lower()}, {str(has_scalars).lower()}"
        tests.append(f'"SYS".is_lax_json({source}, {flags})')
    return f"({' OR '.join(tests)})" if len(tests) > 1 else tests[0]


def _quantified(node: type[exp.Expr], word: str) -> None:
    @rule(node, "this")
    def quantified(node: exp.Expr, context: Context) -> str:
        if not isinstance(node.this, exp.Tuple):
            return f"{word} ({render(node.this, context)})"
        return f"{word} (VALUES {', '.join(f'({render(value, context)})' for value in node.this.expressions)})"


_quantified(exp.Any, "ANY")
_quantified(exp.All, "ALL")


@rule(exp.Exists, "this")
def exists(node: exp.Exists, context: Context) -> str:
    """`EXISTS (subquery)`."""
    return f"EXISTS ({render(node.this, context)})"


@rule(exp.Like, "this", "expression", "complete")
def like(node: exp.Like, context: Context) -> str:
    """LIKE has no escape character unless one is named ("Pattern-matching Conditions")."""
    return f"{_compared(node, context)} LIKE {as_text(node.expression, context)} ESCAPE ''"


def _compared(node: exp.Like, context: Context) -> str:
    """The text that a pattern is compared with: by LIKEC character by character, as a reader counts them."""
    value = as_text(node.this, context)
    return f'"SYS".complete_characters({value})' if node.args.get("complete") else value


@rule(exp.Escape, "this", "expression")
def like_with_escape(node: exp.Escape, context: Context) -> str:
    """`x LIKE pattern ESCAPE character`."""
    escape = as_text(node.expression, context)
    value, pattern = _compared(node.this, context), as_text(node.this.expression, context)
    return f'{value} LIKE "SYS".like_pattern({pattern}, {escape}) ESCAPE {escape}'
