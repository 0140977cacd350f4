"""The name that Oracle shows for an expression without an alias: its text without blanks, in upper case."""

from sqlglot.tokenizer_core import Token, TokenType

from oracle_standin.sql.tokens import STRINGS

_MAX_NAME_BYTES = 128


def display_name(tokens: list[Token]) -> str:
    """The name of an expression made of these tokens."""
    text = "".join(map(_text, tokens))
    return text.encode()[:_MAX_NAME_BYTES].decode(errors="ignore")


def _text(token: Token) -> str:
    if token.token_type in STRINGS:
        return f"'{token.text}'"
    return f'"{token.text}"' if token.token_type is TokenType.IDENTIFIER else token.text.upper()
