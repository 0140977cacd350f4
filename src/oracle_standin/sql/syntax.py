"""What Oracle's grammar refuses although sqlglot, which knows many dialects, takes it."""

from sqlglot.tokenizer_core import Token, TokenType

from oracle_standin.errors import OracleError
from oracle_standin.sql.tokens import word

_TABLE_CLAUSES = frozenset({"FROM", "JOIN", "UPDATE", "INTO"})
_OTHER_CLAUSES = frozenset({
    "SELECT", "WHERE", "ON", "SET", "GROUP BY", "HAVING", "ORDER BY", "USING", "VALUES", "WITH", "CASE", "FETCH",
    "OFFSET", "FOR", "WHEN",
})  # fmt: skip
_AFTER_EXPRESSION = frozenset({"FROM", "WHERE", "GROUP BY", "ORDER BY", "HAVING", "UNION", "MINUS", "INTERSECT", ""})


def check_syntax(tokens: list[Token]) -> None:
    """Check a query or DML.

    Raises:
        OracleError: ORA-00933 for AS in front of a table's alias, ORA-00936 for a comma or SELECT without an
            expression after it.
    """
    clauses = [""]
    for place, token in enumerate(tokens):
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        _follow(clauses, token)
        if word(token) == "AS" and clauses[-1] in _TABLE_CLAUSES:
            raise OracleError(933, "SQL command not properly ended", position=token.start)
        if _wants_expression(token) and _ends_expression(following):
            position = following.start if following else token.end + 1
            raise OracleError(936, "missing expression", position=position)


def _follow(clauses: list[str], token: Token) -> None:
    """Keep the clause of each open parenthesis."""
    text = word(token)
    if token.token_type is TokenType.L_PAREN:
        clauses.append("")
    elif token.token_type is TokenType.R_PAREN and len(clauses) > 1:
        clauses.pop()
    elif text in _TABLE_CLAUSES or text in _OTHER_CLAUSES:
        clauses[-1] = text


def _wants_expression(token: Token) -> bool:
    return token.token_type is TokenType.COMMA or word(token) in ("SELECT", "DISTINCT", "WHERE", "HAVING", "ORDER BY")


def _ends_expression(token: Token | None) -> bool:
    if token is None or token.token_type in (TokenType.COMMA, TokenType.R_PAREN):
        return True
    return bool(word(token)) and word(token) in _AFTER_EXPRESSION
