"""Oracle's source of an expression: after a column in it has another name, and as the dictionary shows an index's."""

import re
from itertools import pairwise

from sqlglot.tokenizer_core import Token, TokenType

from oracle_standin.sql.reserved_words import RESERVED_WORDS
from oracle_standin.sql.tokens import tokenize, word

_WORD = re.compile(r"[^\W\d][\w$#]*")
_SIMPLE = re.compile(r"[A-Z][A-Z0-9_$#]*")


def with_renamed_column(source: str, old: str, new: str) -> str:
    """The source with each occurrence of the column under its new name."""
    is_simple = _SIMPLE.fullmatch(new) and new not in RESERVED_WORDS
    name = new if is_simple else f'"{new}"'
    result, end = "", 0
    for token in tokenize(source):
        is_quoted = token.token_type is TokenType.IDENTIFIER
        if old == (token.text if is_quoted else word(token)):
            result += source[end : token.start] + (f'"{new}"' if is_quoted else name)
            end = token.end + 1
    return result + source[end:]


def compact(source: str, columns: frozenset[str]) -> str:
    """The source as *_IND_EXPRESSIONS has it: columns quoted, other words in upper case, blanks only between words."""
    tokens = _without_parentheses(tokenize(source))
    parts = [_shown(token, source, columns) for token in tokens]
    blanks = [" " if _is_word(one) and _is_word(other) else "" for one, other in pairwise(parts)]
    return "".join(part + blank for part, blank in zip(parts, [*blanks, ""], strict=True))


def _shown(token: Token, source: str, columns: frozenset[str]) -> str:
    text = source[token.start : token.end + 1]
    if not _WORD.fullmatch(text):
        return text
    return f'"{text.upper()}"' if text.upper() in columns else text.upper()


def _without_parentheses(tokens: list[Token]) -> list[Token]:
    """The tokens without a pair of parentheses around them all."""
    depth = 0
    for place, token in enumerate(tokens):
        depth += (token.token_type is TokenType.L_PAREN) - (token.token_type is TokenType.R_PAREN)
        if depth == 0:
            return _without_parentheses(tokens[1:-1]) if place and place == len(tokens) - 1 else tokens
    return tokens


def _is_word(text: str) -> bool:
    """Whether two of these need a blank between them."""
    return text[0].isalnum() or text[0] in "\"'"
