"""Reads tokens from left to right: what the parsers of DDL and of session statements share."""

from sqlglot.tokenizer_core import Token, TokenType

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.profiles import Profile
from oracle_standin.sql.identifiers import is_name, name_of
from oracle_standin.sql.statements import TableName
from oracle_standin.sql.tokens import STRINGS, word

_TEXTS = STRINGS | {TokenType.IDENTIFIER}


class Reader:
    """A position in the tokens of a statement.

    Attributes:
        profile: The release whose SQL is understood.
    """

    def __init__(self, tokens: list[Token], sql: str, profile: Profile) -> None:
        self.profile = profile
        self._tokens = tokens
        self._sql = sql
        self._index = 0

    @property
    def token(self) -> Token | None:
        """The next token; None at the end."""
        return self._tokens[self._index] if self._index < len(self._tokens) else None

    def peek(self, *words: str) -> bool:
        """Whether the next tokens are these words or punctuation marks."""
        following = self._tokens[self._index : self._index + len(words)]
        return len(following) == len(words) and all(map(_is, following, words))

    def accept(self, *words: str) -> bool:
        """Skip these words if they come next; says whether they did."""
        found = self.peek(*words)
        self._index += len(words) * found
        return found

    def accept_if(self, *words: str, code: int, message: str) -> bool:
        """Skip IF and these words, [NOT] EXISTS, if they come next; says whether they did.

        Raises:
            OracleError: The release does not know the clause: it takes IF for a name, and what follows is this error.
        """
        if not self.accept("IF", *words):
            return False
        if not self.profile.has_if_exists:
            raise self.error(code, message)
        return True

    def expect(self, *words: str, code: int = 922, message: str = "missing or invalid option") -> None:
        """Skip these words.

        Raises:
            OracleError: `code` when something else comes next.
        """
        for expected in words:
            if not self.accept(expected):
                raise self.error(code, message)

    def error(self, code: int, message: str) -> OracleError:
        """An error at the next token."""
        return OracleError(code, message, position=self.position)

    @property
    def position(self) -> int:
        """The offset of the next token in the source."""
        return int(self.token.start) if self.token else len(self._sql)

    def take(self) -> Token:
        """The next token, which is then behind the position.

        Raises:
            OracleError: ORA-00922-like at the end of the text.
        """
        if self.token is None:
            raise self.error(922, "missing or invalid option")
        self._index += 1
        return self._tokens[self._index - 1]

    def end(self) -> None:
        """Check that nothing follows.

        Raises:
            UnsupportedError: A clause without a rule follows.
        """
        if self.token is not None:
            raise UnsupportedError(f"'{self.rest_of_source(60)}' here")

    def rest_of_source(self, limit: int) -> str:
        """The source from the next token on, cut after `limit` characters."""
        return self._sql[self.position :][:limit]

    def name(self) -> str:
        """A name, folded.

        Raises:
            OracleError: ORA-00903 when no name comes next.
        """
        if self.token is None:
            raise self.error(903, "invalid table name")
        return name_of(self.take())

    def new_name(self, code: int, message: str) -> str:
        """The name of something new, folded.

        Raises:
            OracleError: `code` when no name comes next, or an unquoted reserved word.
        """
        if self.token is None or not is_name(self.token):
            raise self.error(code, message)
        return name_of(self.take())

    def mark(self) -> int:
        """The place of the next token, for reset()."""
        return self._index

    def reset(self, mark: int) -> None:
        """Read again from a place that mark() gave."""
        self._index = mark

    def table(self) -> TableName:
        """A table's name with or without its schema."""
        first = self.name()
        return TableName(first, self.name()) if self.accept(".") else TableName(None, first)

    def names(self) -> tuple[str, ...]:
        """Names in parentheses."""
        self.expect("(", code=906, message="missing left parenthesis")
        names = [self.name()]
        while self.accept(","):
            names.append(self.name())
        self.expect(")", code=907, message="missing right parenthesis")
        return tuple(names)

    def integer(self) -> int:
        """A whole number with or without a minus.

        Raises:
            OracleError: ORA-01737-like ORA-00922 when none comes next.
        """
        is_negative = self.accept("-")
        if self.token is None or not self.token.text.isdecimal():
            raise self.error(2017, "integer value required")
        return -int(self.take().text) if is_negative else int(self.take().text)

    def string(self) -> str:
        """A string literal's text.

        Raises:
            OracleError: ORA-01780 when none comes next.
        """
        if self.token is None or self.token.token_type not in STRINGS:
            raise self.error(1780, "string literal required")
        return str(self.take().text)

    def parenthesised(self) -> list[Token]:
        """The tokens between a parenthesis and its partner."""
        self.expect("(", code=906, message="missing left parenthesis")
        start, depth = self._index, 1
        while depth:
            if self.token is None:
                raise self.error(907, "missing right parenthesis")
            kind = self.take().token_type
            depth += (kind is TokenType.L_PAREN) - (kind is TokenType.R_PAREN)
        return self._tokens[start : self._index - 1]

    def until(self, *ends: str) -> list[Token]:
        """At least one token, then all before the first of these words outside parentheses."""
        start = self._index
        while self.token is not None and (self._index == start or not any(map(self.peek, ends))):
            if self.peek("("):
                self.parenthesised()
            else:
                self.take()
        return self._tokens[start : self._index]

    def remaining(self) -> list[Token]:
        """All tokens that are left."""
        rest = self._tokens[self._index :]
        self._index = len(self._tokens)
        return rest

    def source(self, tokens: list[Token]) -> str:
        """The source text of tokens that follow each other."""
        return self._sql[tokens[0].start : tokens[-1].end + 1] if tokens else ""


def _is(token: Token, expected: str) -> bool:
    return expected == (word(token) or (token.text if token.token_type not in _TEXTS else ""))
