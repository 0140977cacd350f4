"""Oracle's source of an expression after a column in it has another name."""

import re

from sqlglot.tokenizer_core import TokenType

from oracle_standin.sql.reserved_words import RESERVED_WORDS
from oracle_standin.sql.tokens import tokenize, word

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
