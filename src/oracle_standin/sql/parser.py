"""Tokens to syntax trees: the whole of a statement, or of an expression, with nothing left over."""

from collections.abc import Callable

from sqlglot import exp
from sqlglot.tokenizer_core import Token

from oracle_standin.profiles import DEFAULT, Profile
from oracle_standin.sql.grammar.conditions import condition
from oracle_standin.sql.grammar.dml import delete, insert, merge, update
from oracle_standin.sql.grammar.expressions import expression
from oracle_standin.sql.grammar.queries import query
from oracle_standin.sql.grammar.statement_reader import Rules, StatementReader

_RULES = Rules(expression, condition, query)
_STATEMENTS: dict[str, Callable[[StatementReader], exp.Expr]] = {
    "INSERT": insert,
    "UPDATE": update,
    "DELETE": delete,
    "MERGE": merge,
}


def parsed(tokens: list[Token], sql: str, profile: Profile = DEFAULT) -> exp.Expr:
    """The tree of a query or of DML.

    Raises:
        OracleError: It is no valid SQL; the position says where.
    """
    reader = StatementReader(tokens, sql, profile, _RULES)
    tree = _STATEMENTS.get(reader.word, query)(reader)
    _check_end(reader)
    return tree


def parsed_expression(tokens: list[Token], sql: str, profile: Profile = DEFAULT) -> exp.Expr:
    """The tree of an expression or a condition.

    Raises:
        OracleError: It is no valid expression.
    """
    reader = StatementReader(tokens, sql, profile, _RULES)
    tree = condition(reader)
    _check_end(reader)
    return tree


def _check_end(reader: StatementReader) -> None:
    if reader.token is not None:
        raise reader.error(933, "SQL command not properly ended")
