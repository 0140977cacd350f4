"""Reads the tokens of a query, of DML or of an expression: names, and the way back from expressions to queries."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlglot import exp
from sqlglot.tokenizer_core import Token, TokenType

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.profiles import Profile
from oracle_standin.sql.reader import Reader
from oracle_standin.sql.reserved_words import RESERVED_WORDS
from oracle_standin.sql.tokens import STRINGS, is_word, replaced, word

# words that begin the next clause, so they are no alias although Oracle does not reserve them
_CLAUSE_WORDS = frozenset({
    "LEFT", "RIGHT", "FULL", "INNER", "CROSS", "OUTER", "NATURAL", "JOIN", "USING", "PIVOT", "UNPIVOT", "SAMPLE",
    "PARTITION", "SUBPARTITION", "VERSIONS", "FETCH", "OFFSET", "WHEN", "LOG", "RETURNING", "RETURN", "MODEL",
    "MATCH_RECOGNIZE", "QUALIFY", "WINDOW", "EXCEPT", "APPLY", "CASE", "END",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules that others refer back to."""

    expression: Callable[["StatementReader"], exp.Expr]
    condition: Callable[["StatementReader"], exp.Expr]
    query: Callable[["StatementReader"], exp.Expr]


class StatementReader(Reader):
    """A position in the tokens; words that the tokenizer joins, such as GROUP BY, are apart here."""

    def __init__(self, tokens: list[Token], sql: str, profile: Profile, rules: Rules) -> None:
        super().__init__([part for token in tokens for part in _parts(token)], sql, profile)
        self._rules = rules

    def expression(self) -> exp.Expr:
        """The expression that comes next."""
        return self._rules.expression(self)

    def condition(self) -> exp.Expr:
        """The condition, or the expression, that comes next."""
        return self._rules.condition(self)

    def query(self) -> exp.Expr:
        """The query that comes next, without parentheses around it."""
        return self._rules.query(self)

    def expressions(self) -> list[exp.Expr]:
        """Expressions separated by commas."""
        found = [self.expression()]
        while self.accept(","):
            found.append(self.expression())
        return found

    def open(self) -> None:
        """Skip a left parenthesis."""
        self.expect("(", code=906, message="missing left parenthesis")

    def close(self) -> None:
        """Skip a right parenthesis."""
        self.expect(")", code=907, message="missing right parenthesis")

    def keywords(self, *words: str) -> None:
        """Skip words that have to come next."""
        self.expect(*words, code=905, message="missing keyword")

    def begins_query(self) -> bool:
        """Whether a query comes next, perhaps in parentheses of its own."""
        return self.peek("SELECT") or self.peek("WITH")

    @property
    def word(self) -> str:
        """The next token if it is an unquoted word, in upper case; else empty."""
        return word(self.token) if self.token else ""

    def is_name(self) -> bool:
        """Whether a name comes next: a quoted one, or a word that is not reserved."""
        token = self.token
        if token is None:
            return False
        return token.token_type is TokenType.IDENTIFIER or (is_word(token) and word(token) not in RESERVED_WORDS)

    def is_alias(self) -> bool:
        """Whether a name comes next that begins no clause."""
        return self.is_name() and self.word not in _CLAUSE_WORDS

    def identifier(self, code: int = 904, message: str = ": invalid identifier") -> exp.Identifier:
        """The name that comes next.

        Raises:
            OracleError: `code` when none does.
            UnsupportedError: It is on another database.
        """
        if not self.is_name():
            raise self.error(code, message)
        return name_node(self.take())

    def is_followed_by(self, mark: str) -> bool:
        """Whether `mark` comes after the next token."""
        following = self._tokens[self._index + 1 : self._index + 2]
        return bool(following) and following[0].text == mark and following[0].token_type not in STRINGS

    def is_followed_by_string(self) -> bool:
        """Whether a string literal comes after the next token."""
        following = self._tokens[self._index + 1 : self._index + 2]
        return bool(following) and following[0].token_type in STRINGS

    def is_query_behind_parentheses(self) -> bool:
        """Whether the first word behind the parentheses that come next begins a query."""
        index = self._index
        while index < len(self._tokens) and self._tokens[index].token_type is TokenType.L_PAREN:
            index += 1
        return index < len(self._tokens) and word(self._tokens[index]) in ("SELECT", "WITH")

    def owner_of_star(self) -> exp.Column | None:
        """`table.*` or `schema.table.*`, if that comes next."""
        index = self._index
        while index + 1 < len(self._tokens) and self._tokens[index + 1].token_type is TokenType.DOT:
            index += 2
        if index in (self._index, len(self._tokens)) or self._tokens[index].token_type is not TokenType.STAR:
            return None
        owners = [name_node(token) for token in self._tokens[self._index : index : 2]]
        self._index = index + 1
        return exp.Column(this=exp.Star(), **dict(zip(("table", "db"), reversed(owners), strict=False)))

    def names_in_parentheses(self) -> list[exp.Expr]:
        """Names in parentheses."""
        self.open()
        names: list[exp.Expr] = [self.identifier(1747, _COLUMN_SPECIFICATION)]
        while self.accept(","):
            names.append(self.identifier(1747, _COLUMN_SPECIFICATION))
        self.close()
        return names

    def since(self, start: int) -> list[Token]:
        """The tokens that were read since the place `start`."""
        return self._tokens[start : self._index]

    @property
    def place(self) -> int:
        """How many tokens were read."""
        return self._index


_COLUMN_SPECIFICATION = "invalid user.table.column, table.column, or column specification"


def name_node(token: Token) -> exp.Identifier:
    """The name that a token is.

    Raises:
        UnsupportedError: It is on another database.
    """
    is_quoted = token.token_type is TokenType.IDENTIFIER
    if not is_quoted and "@" in token.text:
        raise UnsupportedError(f"the database link in {token.text}")
    if is_quoted and not token.text:
        raise OracleError(1741, "illegal zero-length identifier", position=token.start)
    node = exp.Identifier(this=token.text, quoted=is_quoted)
    node.meta["position"] = token.start
    return node


def _parts(token: Token) -> list[Token]:
    """The words of a token that has several; `(+)` as three tokens."""
    if token.token_type is TokenType.JOIN_MARKER:
        kinds = (TokenType.L_PAREN, TokenType.PLUS, TokenType.R_PAREN)
        return [replaced(token, text, kind) for text, kind in zip("(+)", kinds, strict=True)]
    if not is_word(token) or " " not in token.text:
        return [token]
    first, *others = token.text.split()
    parts = [Token(TokenType.VAR, first, token.line, token.col, token.start, token.start + len(first) - 1, [])]
    for other in others:
        start = token.end - len(token.text[token.text.rindex(other) :]) + 1
        parts.append(Token(TokenType.VAR, other, token.line, token.col, start, start + len(other) - 1, []))
    return parts
