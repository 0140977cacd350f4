"""Tokens to sqlglot's syntax trees, with Oracle's errors."""

from sqlglot import exp
from sqlglot.dialects.oracle import Oracle
from sqlglot.errors import ParseError
from sqlglot.tokenizer_core import Token, TokenType

from oracle_standin.errors import OracleError
from oracle_standin.sql.prepass import prepared
from oracle_standin.sql.syntax import check_syntax

_DIALECT = Oracle()


def parsed(tokens: list[Token], sql: str) -> exp.Expr:
    """The tree of a query or of DML.

    Raises:
        OracleError: It is no valid SQL; the position says where.
    """
    check_syntax(tokens)
    try:
        trees = _DIALECT.parser().parse(prepared(tokens), sql)
    except ParseError as error:
        raise _syntax_error(error, sql) from error
    if len(trees) != 1 or trees[0] is None or isinstance(trees[0], exp.Command):
        raise OracleError(900, "invalid SQL statement")
    return trees[0]


def parsed_expression(tokens: list[Token], sql: str) -> exp.Expr:
    """The tree of an expression or a condition.

    Raises:
        OracleError: It is no valid expression.
    """
    if not tokens:
        raise OracleError(936, "missing expression")
    select = Token(TokenType.SELECT, "SELECT", 1, 1, 0, 0, [])
    tree = parsed([select, *tokens], sql)
    if not isinstance(tree, exp.Select) or len(tree.expressions) != 1 or tree.args.get("from_"):
        raise OracleError(936, "missing expression", position=tokens[0].start)
    expression: exp.Expr = tree.expressions[0]
    return expression


def _syntax_error(error: ParseError, sql: str) -> OracleError:
    detail = error.errors[0] if error.errors else {}
    position = _offset(sql, detail.get("line"), detail.get("col"), detail.get("highlight"))
    description = str(detail.get("description", ""))
    if "Expected table name" in description or "Expecting table" in description:
        return OracleError(903, "invalid table name", position=position)
    if "Expecting )" in description:
        return OracleError(907, "missing right parenthesis", position=position)
    if "Required keyword" in description or position >= len(sql):
        return OracleError(936, "missing expression", position=position)
    return OracleError(933, "SQL command not properly ended", position=position)


def _offset(sql: str, line: int | None, column: int | None, highlight: str | None) -> int:
    """The offset of sqlglot's line and column, which is that of the token's last character."""
    if not line or not column:
        return 0
    start = sum(len(text) + 1 for text in sql.split("\n")[: line - 1])
    return max(0, start + column - len(highlight or ""))
