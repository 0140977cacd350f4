"""Names: Oracle's folding and limits, and the form in which PostgreSQL keeps them.

Unquoted names fold to upper case (SQL Language Reference, "Database Object Names and Qualifiers"). PostgreSQL cuts
names after 63 bytes, so a longer one is kept under its beginning and a hash.
"""

import hashlib

from sqlglot.tokenizer_core import Token, TokenType

from oracle_standin.errors import OracleError
from oracle_standin.sql.reserved_words import RESERVED_WORDS
from oracle_standin.sql.tokens import is_word

_MAX_STORED_BYTES = 63  # PostgreSQL, NAMEDATALEN - 1
_HASH_DIGITS = 16
PARTITION_PREFIX = "~partition~"
HIDDEN_PREFIX = "~"  # of constraints that only the stand-in knows


def folded(text: str, *, is_quoted: bool, position: int = 0) -> str:
    """The name as Oracle's dictionary has it.

    Raises:
        OracleError: ORA-01741 or ORA-00911 for a name that is empty or begins with `_`.
    """
    name = text if is_quoted else text.upper()
    if not name:
        raise OracleError(1741, "illegal zero-length identifier", position=position)
    if not is_quoted and name.startswith("_"):
        raise OracleError(911, "_: invalid character", position=position)
    return name


def name_of(token: Token) -> str:
    """The name that a token stands for.

    Raises:
        OracleError: ORA-00903-like when the token is no name.
    """
    is_quoted = token.token_type is TokenType.IDENTIFIER
    if not is_quoted and not is_word(token):
        raise OracleError(903, "invalid table name", position=token.start)
    return folded(token.text, is_quoted=is_quoted, position=token.start)


def is_name(token: Token) -> bool:
    """Whether the token may name something new: quoted, or a word that is not reserved."""
    if token.token_type is TokenType.IDENTIFIER:
        return True
    return is_word(token) and token.text.upper() not in RESERVED_WORDS


def stored(name: str) -> str:
    """The name under which PostgreSQL keeps `name`: itself if it fits."""
    encoded = name.encode()
    if len(encoded) <= _MAX_STORED_BYTES:
        return name
    beginning = encoded[: _MAX_STORED_BYTES - _HASH_DIGITS - 1].decode(errors="ignore")
    return f"{beginning}~{hashlib.sha256(encoded).hexdigest()[:_HASH_DIGITS]}"


def partition_view(table: str, partition: str) -> str:
    """The stored name of what stands for the rows of a partition."""
    return f"{PARTITION_PREFIX}{hashlib.md5(f'{table}.{partition}'.encode(), usedforsecurity=False).hexdigest()}"


def quoted(name: str) -> str:
    """The name as PostgreSQL reads it."""
    return '"' + stored(name).replace('"', '""') + '"'


def quoted_table(schema: str | None, table: str) -> str:
    """A table's name as PostgreSQL reads it; without a schema the session's search path decides.

    Raises:
        OracleError: ORA-00942 for a table of PostgreSQL's own catalog.
    """
    if table.startswith("pg_") or schema in ("pg_catalog", "information_schema", "pg_toast"):
        raise OracleError(942, "table or view does not exist")
    return quoted(table) if schema is None else f"{quoted(schema)}.{quoted(table)}"


def string_literal(text: str) -> str:
    """A text value in PostgreSQL's SQL."""
    return "'" + text.replace("'", "''") + "'"
