"""Rewrites tokens so that sqlglot's parser keeps what it would otherwise interpret.

Every call `f(` of a function becomes `ORA$F(`, every pseudo-column `SYSDATE` becomes `ORA$SYSDATE`: sqlglot knows
neither and leaves them alone. Words that are no SQL keywords here become plain names, because sqlglot knows keywords
of other databases. Source positions stay.
"""

from sqlglot.tokenizer_core import Token, TokenType

from oracle_standin.sql.tokens import STRINGS, is_word, replaced, word

PREFIX = "ORA$"

PSEUDO_COLUMNS = frozenset({
    "SYSDATE", "SYSTIMESTAMP", "CURRENT_DATE", "CURRENT_TIMESTAMP", "LOCALTIMESTAMP", "USER", "UID", "ROWNUM",
    "ROWID", "LEVEL", "DBTIMEZONE", "SESSIONTIMEZONE", "BINARY_DOUBLE_NAN", "BINARY_DOUBLE_INFINITY",
    "BINARY_FLOAT_NAN", "BINARY_FLOAT_INFINITY",
})  # fmt: skip

# words with a place in the grammar; in front of a parenthesis they are still no function
_KEYWORDS = frozenset({
    "ALL", "AND", "ANY", "AS", "ASC", "BETWEEN", "BY", "CASE", "CAST", "CROSS", "DEFAULT", "DELETE", "DESC",
    "DISTINCT", "ELSE", "END", "ESCAPE", "EXCEPT", "EXISTS", "EXTRACT", "FETCH", "FIRST", "FOR", "FROM", "FULL",
    "GROUP", "HAVING", "IN", "INNER", "INSERT", "INTERSECT", "INTERVAL", "INTO", "IS", "JOIN", "LAST", "LEFT",
    "LIKE", "MATCHED", "MERGE", "MINUS", "NATURAL", "NEXT", "NOT", "NOWAIT", "NULL", "NULLS", "OF", "OFFSET",
    "ON", "ONLY", "OR", "ORDER", "OUTER", "OVER", "PARTITION", "PERCENT", "PRECEDING", "RANGE", "RIGHT", "ROW",
    "ROWS", "SELECT", "SET", "SKIP", "SOME", "TABLE", "THEN", "TIES", "TO", "TRIM", "UNBOUNDED", "UNION",
    "UNIQUE", "UPDATE", "USING", "VALUES", "WAIT", "WHEN", "WHERE", "WITH", "WITHIN", "FOLLOWING", "CURRENT",
    "LOCKED", "JSON", "AT", "TIME", "ZONE",
})  # fmt: skip
_COMPOUND_KEYWORDS = frozenset({"GROUP BY", "ORDER BY", "PARTITION BY", "CONNECT BY", "ORDER SIBLINGS BY"})
# after these a name and a parenthesis are a table with its columns
_BEFORE_TABLES = frozenset({"INTO", "WITH", "UPDATE", "TABLE", "AS"})
_TYPE_NAMES = frozenset({
    "NUMBER", "INTEGER", "INT", "SMALLINT", "FLOAT", "DECIMAL", "NUMERIC", "REAL", "VARCHAR2", "VARCHAR",
    "CHAR", "NVARCHAR2", "DATE", "TIMESTAMP", "CLOB", "BLOB", "RAW", "BINARY_DOUBLE", "BINARY_FLOAT", "BOOLEAN",
})  # fmt: skip
_FLOATING_POINT_SUFFIXES = {"D": "BINARY_DOUBLE_LITERAL", "F": "BINARY_FLOAT_LITERAL"}


def prepared(tokens: list[Token]) -> list[Token]:
    """The tokens of a query, of DML or of an expression, ready for sqlglot's parser."""
    result: list[Token] = []
    for index, token in enumerate(tokens):
        if word(token) in ("STRICT", "LAX") and index and word(tokens[index - 1]) == "JSON":
            continue  # PostgreSQL's JSON is the strict one
        following = None if _is_named_query(tokens, index) or index + 1 == len(tokens) else tokens[index + 1]
        result.extend(_rewritten(token, following, result))
    return result


def _is_named_query(tokens: list[Token], index: int) -> bool:
    """Whether the token is `name` in `WITH ... name (columns) AS (`."""
    depth = 0
    for place in range(index + 1, len(tokens)):
        kind = tokens[place].token_type
        depth += (kind is TokenType.L_PAREN) - (kind is TokenType.R_PAREN)
        if depth == 0:
            after = tokens[place + 1 : place + 3]
            is_list = kind is TokenType.R_PAREN and len(after) == 2
            return is_list and word(after[0]) == "AS" and after[1].token_type is TokenType.L_PAREN
    return False


def _rewritten(token: Token, following: Token | None, before: list[Token]) -> list[Token]:
    text = word(token)
    previous = before[-1] if before else None
    if _is_floating_point_suffix(token, previous):
        number = before.pop()
        return _call(number, _FLOATING_POINT_SUFFIXES[text], number)
    if previous is not None and _is_datetime_literal(previous, token):
        name = before.pop()
        return _call(name, f"{word(name)}_LITERAL", token)
    if not text or (previous is not None and previous.token_type is TokenType.COLON):
        return [token]
    return [_rewritten_word(token, text, following, before)]


def _rewritten_word(token: Token, text: str, following: Token | None, before: list[Token]) -> Token:
    is_qualified = bool(before) and before[-1].token_type is TokenType.DOT
    is_call = following is not None and following.token_type is TokenType.L_PAREN
    if text in _COMPOUND_KEYWORDS or (text in _KEYWORDS and not is_qualified):
        return token
    if is_call and not _names_table(before) and not _names_type(text, before):
        return replaced(token, PREFIX + text)
    if text in PSEUDO_COLUMNS and not is_qualified:
        return replaced(token, PREFIX + text)
    if _names_type(text, before) or _starts_literal(text, following):
        return token
    return replaced(token, token.text)


def _names_table(before: list[Token]) -> bool:
    """Whether the name that follows `before` is a table's: in `INTO s.t (`, not in `FROM s.f(`."""
    index = len(before) - 1
    while index >= 1 and before[index].token_type is TokenType.DOT:
        index -= 2
    return index >= 0 and word(before[index]) in _BEFORE_TABLES and not _is_cast_type(before)


def _names_type(text: str, before: list[Token]) -> bool:
    return text in _TYPE_NAMES and _is_cast_type(before)


def _is_cast_type(before: list[Token]) -> bool:
    """Whether the last token is the AS of a CAST: in a table alias or WITH clause no parenthesis is open before it."""
    if not before or word(before[-1]) != "AS":
        return False
    depth = 0
    for index in range(len(before) - 1, -1, -1):
        kind = before[index].token_type
        depth += (kind is TokenType.R_PAREN) - (kind is TokenType.L_PAREN)
        if depth < 0:
            return index > 0 and word(before[index - 1]) == "CAST"
    return False


def _starts_literal(text: str, following: Token | None) -> bool:
    return text in ("DATE", "TIMESTAMP") and following is not None and following.token_type in STRINGS


def _is_datetime_literal(name: Token, value: Token) -> bool:
    return value.token_type in STRINGS and word(name) in ("DATE", "TIMESTAMP")


def _is_floating_point_suffix(token: Token, previous: Token | None) -> bool:
    return (
        previous is not None
        and previous.token_type is TokenType.NUMBER
        and is_word(token)
        and token.text.upper() in _FLOATING_POINT_SUFFIXES
        and token.start == previous.end + 1
    )


def _call(place: Token, name: str, argument: Token) -> list[Token]:
    return [
        replaced(place, PREFIX + name),
        replaced(place, "(", TokenType.L_PAREN),
        argument,
        replaced(argument, ")", TokenType.R_PAREN),
    ]
