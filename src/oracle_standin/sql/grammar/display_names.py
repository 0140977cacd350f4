"""The name that Oracle shows for an expression without an alias: its text without blanks, in upper case."""

from collections.abc import Callable

from sqlglot.tokenizer_core import Token, TokenType

from oracle_standin.sql.tokens import STRINGS

_MAX_NAME_BYTES = 128
Source = Callable[[list[Token]], str]


def display_name(tokens: list[Token], source: Source) -> str:
    """The name of an expression made of these tokens; bind variables have their names in the source."""
    text = "".join(_text(token, before, source) for before, token in zip([None, *tokens], tokens, strict=False))
    return text.encode()[:_MAX_NAME_BYTES].decode(errors="ignore")


def _text(token: Token, before: Token | None, source: Source) -> str:
    if before is not None and before.token_type is TokenType.COLON:
        return source([token]).upper()
    if token.token_type in STRINGS:
        return f"'{token.text}'"
    return f'"{token.text}"' if token.token_type is TokenType.IDENTIFIER else token.text.upper()
