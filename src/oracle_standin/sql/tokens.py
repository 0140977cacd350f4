"""Oracle SQL text to tokens, with bind variables numbered and hints dropped."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import ClassVar

from sqlglot.dialects.oracle import Oracle
from sqlglot.errors import TokenError
from sqlglot.tokenizer_core import Token, TokenType

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.reserved_words import RESERVED_WORDS


class _Oracle(Oracle):
    class Tokenizer(Oracle.Tokenizer):
        COMMANDS: ClassVar[set[TokenType]] = set()  # by default the rest of RENAME and others is one string


_DIALECT = _Oracle()

_OPERATORS = frozenset(
    {
        TokenType.L_PAREN, TokenType.R_PAREN, TokenType.COMMA, TokenType.DOT, TokenType.COLON, TokenType.STAR,
        TokenType.PLUS, TokenType.DASH, TokenType.SLASH, TokenType.DPIPE, TokenType.EQ, TokenType.NEQ,
        TokenType.LT, TokenType.LTE, TokenType.GT, TokenType.GTE, TokenType.FARROW, TokenType.JOIN_MARKER,
        TokenType.L_BRACKET, TokenType.R_BRACKET,
    }
)  # fmt: skip
_LITERALS = frozenset(
    {TokenType.STRING, TokenType.RAW_STRING, TokenType.NATIONAL_STRING, TokenType.NUMBER, TokenType.IDENTIFIER}
)
# Comments, numbers with an exponent before a sign, and what may hold either: text, also in Oracle's alternative
# quoting, and quoted names.
_MASKED = re.compile(
    r"""(?P<kept>[nN]?[qQ]'(?:\[.*?\]|\{.*?\}|\(.*?\)|<.*?>|(?P<mark>[^\s\[{(<]).*?(?P=mark))'|'[^']*'|"[^"]*")"""
    r"""|(?P<comment>/\*(?!\+).*?\*/|--(?!\+)[^\n]*)"""
    r"""|(?P<mantissa>(?<![\w$#.])(?:\d+\.?\d*|\.\d+))[eE](?=\d+[+-])""",
    re.DOTALL,
)
STRINGS = frozenset({TokenType.STRING, TokenType.RAW_STRING, TokenType.NATIONAL_STRING})


def tokenize(sql: str) -> list[Token]:
    """The tokens of one statement without its hints and comments.

    Raises:
        OracleError: A string or a comment does not end, there is nothing else, or there are NUL characters.
    """
    masked = _masked(sql)
    if "\0" in masked:
        raise UnsupportedError("NUL characters in SQL text")
    try:
        tokens = [token for token in _DIALECT.tokenize(masked) if token.token_type is not TokenType.HINT]
    except TokenError as error:
        raise _unterminated(sql) from error
    if not tokens:
        raise OracleError(900, "invalid SQL statement")
    return [_unmasked(token, sql) for token in tokens]


def _masked(sql: str) -> str:
    """The text as sqlglot reads it right, every position where it was.

    Comments become blanks, so that ORDER and BY are one keyword whatever stands between them. An exponent's `e` becomes
    a digit where a sign follows the number: `1e3+1` would be one number.
    """
    return _MASKED.sub(_mask, sql)


def _mask(match: re.Match[str]) -> str:
    if match["mantissa"]:
        return match["mantissa"] + "0"
    return match["kept"] or re.sub(r"\S", " ", match["comment"])


def _unmasked(token: Token, sql: str) -> Token:
    if token.token_type is not TokenType.NUMBER:
        return token
    return replaced(token, sql[token.start : token.end + 1], TokenType.NUMBER)


def check(tokens: list[Token], max_name_bytes: int) -> None:
    """Check what Oracle's lexer would refuse in SQL.

    Raises:
        OracleError: ORA-00911 for a character that means nothing, ORA-00933 for a semicolon, ORA-00972 for a long name.
    """
    for token in tokens:
        _check(token)
        _check_length(token, max_name_bytes)


def is_word(token: Token) -> bool:
    """Whether the token is an unquoted word: a keyword or a name."""
    return token.token_type not in _LITERALS and token.token_type not in _OPERATORS


def word(token: Token) -> str:
    """The unquoted word in upper case; empty for anything else."""
    return token.text.upper() if is_word(token) else ""


def replaced(token: Token, text: str, token_type: TokenType = TokenType.VAR) -> Token:
    """Another token in the same place of the source."""
    return Token(token_type, text, token.line, token.col, token.start, token.end, [])


def number_binds(tokens: list[Token]) -> tuple[list[Token], list[str]]:
    """The tokens with each bind variable as `:b1`, `:b2`, ... in order of appearance, and the variables' names.

    A name that occurs twice is two positions, as on the wire.

    Raises:
        OracleError: ORA-01745 or ORA-00911 for a colon without a name.
    """
    result: list[Token] = []
    names: list[str] = []
    for token in tokens:
        if begins_bind(result):
            names.append(_bind_name(token))
            result.append(replaced(token, f"b{len(names)}"))
        else:
            result.append(token)
    if begins_bind(result):
        raise OracleError(911, "invalid character", position=result[-1].start)
    return result, names


def check_bind_names(tokens: Iterable[Token]) -> None:
    """Raise ORA-01745 for a bind variable whose name is a reserved word and not in quotes."""
    read = list(tokens)
    for place, (_, name) in enumerate(pairwise(read), 1):
        if begins_bind(read[max(place - 2, 0) : place]) and is_word(name) and name.text.upper() in RESERVED_WORDS:
            raise OracleError(1745, "invalid host/bind variable name", position=name.start)


def position_of(name: str, tokens: Iterable[Token]) -> int:
    """Where a name stands in the source the first time, as an offset in characters; 0 if nowhere."""
    for token in tokens:
        is_quoted = token.token_type is TokenType.IDENTIFIER
        if name == (token.text if is_quoted else word(token)):
            return int(token.start)
    return 0


def begins_bind(tokens: list[Token]) -> bool:
    """Whether the last token is the colon of a bind variable; behind a string it is that of `JSON_OBJECT('k' : v)`."""
    is_colon = bool(tokens) and tokens[-1].token_type is TokenType.COLON
    return is_colon and not (len(tokens) > 1 and tokens[-2].token_type in STRINGS)


def _bind_name(token: Token) -> str:
    if token.token_type in _OPERATORS or token.token_type in STRINGS:
        raise OracleError(1745, "invalid host/bind variable name", position=token.start)
    return token.text if token.token_type is TokenType.IDENTIFIER else token.text.upper()


def _check(token: Token) -> None:
    if token.token_type is TokenType.SEMICOLON:
        raise OracleError(933, "SQL command not properly ended", position=token.start)
    if is_word(token) and not (token.text[0].isalpha() or token.text[0] == "_"):
        raise OracleError(911, "invalid character", position=token.start)


def _check_length(token: Token, max_name_bytes: int) -> None:
    is_name = token.token_type is TokenType.IDENTIFIER or is_word(token)
    if is_name and len(token.text.encode()) > max_name_bytes:
        message = f"identifier is too long: maximum length is {max_name_bytes} bytes"
        raise OracleError(972, message, position=token.start)


def _unterminated(sql: str) -> OracleError:
    if sql.count('"') % 2:
        return OracleError(1740, "missing double quote in identifier", position=sql.rindex('"'))
    if "'" in sql:
        return OracleError(1756, "quoted string not properly terminated", position=sql.rindex("'"))
    return OracleError(1742, "comment not terminated properly")
