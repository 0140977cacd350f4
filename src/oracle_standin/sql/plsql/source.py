"""Reads the tokens of a block from left to right; its errors are those of Oracle's PL/SQL compiler."""

from itertools import pairwise

from sqlglot.tokenizer_core import Token, TokenType

from oracle_standin.errors import OracleError
from oracle_standin.profiles import DEFAULT, Profile
from oracle_standin.sql.identifiers import folded
from oracle_standin.sql.plsql.tree import Expression, Place, Target
from oracle_standin.sql.tokens import STRINGS, is_word, tokenize, word


def is_block(text: str) -> bool:
    """Whether a statement is PL/SQL."""
    first = tokenize(text)[0]
    return word(first) in ("BEGIN", "DECLARE", "CALL") or first.token_type is TokenType.LT


def compile_error(place: Place, text: str) -> OracleError:
    """ORA-06550 with the compiler's own message behind it."""
    return OracleError(6550, f"line {place.line}, column {place.column}:\n{text}", position=place.offset)


class Source:
    """A position in the tokens of a block.

    Attributes:
        profile: The release whose types are known.
    """

    def __init__(self, text: str, profile: Profile = DEFAULT, tokens: list[Token] | None = None) -> None:
        self.profile = profile
        self._text = text
        self._tokens = tokenize(text) if tokens is None else tokens
        self._index = 0

    @property
    def token(self) -> Token | None:
        """The next token; None at the end."""
        return self._tokens[self._index] if self._index < len(self._tokens) else None

    @property
    def is_at_end(self) -> bool:
        """Whether no token is left."""
        return self.token is None

    @property
    def place(self) -> Place:
        """Where the next token stands."""
        return self._place_of(self.token.start if self.token else len(self._text))

    def peek(self, *words: str) -> bool:
        """Whether the next tokens are these words or punctuation marks."""
        following = self._tokens[self._index : self._index + len(words)]
        return len(following) == len(words) and all(map(_is, following, words))

    def accept(self, *words: str) -> bool:
        """Skip these words if they come next; says whether they did."""
        found = self.peek(*words)
        self._index += len(words) * found
        return found

    def expect(self, *words: str) -> None:
        """Skip these words.

        Raises:
            OracleError: ORA-06550 with PLS-00103 when something else comes next.
        """
        for expected in words:
            if not self.accept(expected):
                raise self.unexpected(expected)

    def unexpected(self, expected: str) -> OracleError:
        """PLS-00103 at the next token."""
        symbol = self.token.text.upper() if self.token else "end-of-file"
        lines = f'PLS-00103: Encountered the symbol "{symbol}" when expecting one of the following:\n\n   {expected}'
        return compile_error(self.place, lines)

    def take(self) -> Token:
        """The next token, which is then behind the position."""
        if self.token is None:
            raise self.unexpected("; end")
        self._index += 1
        return self._tokens[self._index - 1]

    def name(self) -> str:
        """A name, folded."""
        token = self.token
        if token is None or not (token.token_type is TokenType.IDENTIFIER or _is_name(token)):
            raise self.unexpected("<an identifier>")
        return folded(self.take().text, is_quoted=token.token_type is TokenType.IDENTIFIER, position=token.start)

    def dotted_name(self) -> tuple[str, ...]:
        """Names joined by dots."""
        names = [self.name()]
        while self.accept("."):
            names.append(self.name())
        return tuple(names)

    def target(self) -> Target:
        """A variable, a record's field or a bind variable."""
        place = self.place
        if self.accept(":"):
            token = self.take()
            is_quoted = token.token_type is TokenType.IDENTIFIER
            return Target(":" + (token.text if is_quoted else token.text.upper()), place)
        return Target(".".join(self.dotted_name()), place)

    def targets(self) -> tuple[Target, ...]:
        """Targets separated by commas."""
        found = [self.target()]
        while self.accept(","):
            found.append(self.target())
        return tuple(found)

    def all_targets(self) -> tuple[Target, ...]:
        """Targets separated by commas, and nothing behind them."""
        found = self.targets()
        if not self.is_at_end:
            raise self.unexpected(", ;")
        return found

    def argument_name(self) -> str | None:
        """The name in front of `=>`, which is skipped too; None if there is none."""
        if self._index + 1 < len(self._tokens) and _is(self._tokens[self._index + 1], "=>"):
            name = self.name()
            self.expect("=>")
            return name
        return None

    def limits(self) -> tuple[Expression, Expression] | None:
        """`low .. high` in front of LOOP; None, and nothing is skipped, if something else stands there."""
        start = self._index
        tokens = self.until("LOOP")
        dots = _two_dots(tokens)
        if dots is None:
            self._index = start
            return None
        low, high = self._text[tokens[0].start : dots], self._text[dots + 2 : tokens[-1].end + 1]
        if not low.strip() or not high.strip():
            raise self.unexpected("<an expression>")
        return Expression(low, self._place_of(tokens[0].start)), Expression(high.strip(), self._place_of(dots + 2))

    def integer(self) -> int:
        """A whole number with or without a minus."""
        is_negative = self.accept("-")
        if self.token is None or not self.token.text.isdecimal():
            raise self.unexpected("<a number>")
        return int(self.take().text) * (-1 if is_negative else 1)

    def expression(self, *ends: str) -> Expression:
        """The tokens before the first of these words that is outside parentheses and CASE; that word stays."""
        place, tokens = self.place, self.until(*ends)
        if not tokens:
            raise self.unexpected("<an expression>")
        return Expression(self.text_of(tokens), place)

    def until(self, *ends: str) -> list[Token]:
        """The tokens before the first of these words that is outside parentheses and CASE; that word stays."""
        start, depth = self._index, 0
        while depth or not any(map(self.peek, ends)):
            token = self.take()
            text = word(token)
            depth += (token.token_type is TokenType.L_PAREN) + (text == "CASE")
            depth -= (token.token_type is TokenType.R_PAREN) + (text == "END")
            if depth < 0:
                self._index -= 1
                raise self.unexpected(ends[0])
        return self._tokens[start : self._index]

    def text_of(self, tokens: list[Token]) -> str:
        """The source of tokens that follow each other."""
        return self._text[tokens[0].start : tokens[-1].end + 1] if tokens else ""

    def part(self, tokens: list[Token]) -> "Source":
        """These tokens alone."""
        return Source(self._text, self.profile, tokens)

    def _place_of(self, offset: int) -> Place:
        before = self._text[:offset]
        return Place(before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1, offset)


def _is(token: Token, expected: str) -> bool:
    if token.token_type in STRINGS or token.token_type is TokenType.IDENTIFIER:
        return False
    return expected == (word(token) or token.text)


def _two_dots(tokens: list[Token]) -> int | None:
    """Where `..` stands in the source; the tokenizer takes the first dot of `1..10` for a decimal point."""
    for token, following in pairwise(tokens):
        is_number = token.token_type is TokenType.NUMBER and token.text.endswith(".")
        if (is_number or token.token_type is TokenType.DOT) and following.token_type is TokenType.DOT:
            return int(token.end)
    return None


def _is_name(token: Token) -> bool:
    return is_word(token) and token.text[:1].isalpha() and word(token) not in _RESERVED


# PL/SQL Language Reference, "PL/SQL Reserved Words and Keywords": reserved words that can begin or end a construct
_RESERVED = frozenset({
    "ALL", "ALTER", "AND", "ANY", "AS", "ASC", "BEGIN", "BETWEEN", "BY", "CASE", "CREATE", "CURSOR", "DECLARE",
    "DESC", "DISTINCT", "DROP", "ELSE", "ELSIF", "END", "EXCEPTION", "FETCH", "FOR", "FROM", "GOTO", "GRANT", "GROUP",
    "HAVING", "IF", "IN", "INSERT", "INTERSECT", "INTO", "IS", "LIKE", "LOCK", "MINUS", "NOT", "NOWAIT", "NULL",
    "OF", "ON", "OR", "ORDER", "PRIOR", "PROCEDURE", "PUBLIC", "REVOKE", "SELECT", "SHARE", "START", "TABLE", "THEN",
    "TO", "UNION", "UNIQUE", "UPDATE", "VALUES", "VIEW", "WHEN", "WHERE", "WITH",
})  # fmt: skip
