"""The one entry: the text of an Oracle statement to a value that the engine executes."""

from collections.abc import Callable

from sqlglot import exp
from sqlglot.tokenizer_core import Token, TokenType

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.profiles import DEFAULT, Profile
from oracle_standin.sql import expressions  # noqa: F401 - registers its rules
from oracle_standin.sql.ddl.dispatch import parse_ddl
from oracle_standin.sql.dml import place_of_columns, plain_insert_columns, target_sql
from oracle_standin.sql.parser import parsed
from oracle_standin.sql.queries import lock_wait_s
from oracle_standin.sql.reader import Reader
from oracle_standin.sql.render import Context, render
from oracle_standin.sql.session_statements import (
    parse_alter_session,
    parse_commit,
    parse_lock_table,
    parse_rollback,
    parse_savepoint,
    parse_set_transaction,
)
from oracle_standin.sql.statements import Dml, Query, Statement, TableName
from oracle_standin.sql.tokens import check, number_binds, tokenize, word

_MAX_NAME_BYTES = 128
_PARSERS: dict[str, Callable[[Reader], Statement]] = {
    **dict.fromkeys(("CREATE", "DROP", "ALTER", "TRUNCATE", "RENAME", "COMMENT"), parse_ddl),
    "SAVEPOINT": parse_savepoint,
    "ROLLBACK": parse_rollback,
    "COMMIT": parse_commit,
    "LOCK": parse_lock_table,
    "SET": parse_set_transaction,
}
_DML_WORDS = frozenset({"INSERT", "UPDATE", "DELETE", "MERGE"})
_UNSUPPORTED_WORDS = frozenset({"GRANT", "REVOKE", "EXPLAIN", "ANALYZE", "AUDIT", "NOAUDIT", "PURGE", "FLASHBACK"})
_PLSQL_WORDS = frozenset({"BEGIN", "DECLARE", "CALL"})


def translate(
    sql: str,
    bind_types: tuple[str, ...] = (),
    replacements: tuple[tuple[TableName, str], ...] = (),
    profile: Profile = DEFAULT,
) -> Statement:
    """The statement; `bind_types` are PostgreSQL's types of the binds, without them text is assumed.

    `replacements` are tables for which another one of PostgreSQL stands in; `profile` is the release that the text is
    written for.

    Raises:
        OracleError: The text is no valid Oracle SQL.
        UnsupportedError: It is, but the stand-in cannot run it; the text names the part.
    """
    tokens = tokenize(sql)
    first = word(tokens[0])
    if first in _PLSQL_WORDS:
        raise UnsupportedError("PL/SQL")
    check(tokens, profile.max_name_bytes)
    context = Context(profile, bind_types, dict(replacements))
    if first in ("SELECT", "WITH") or tokens[0].token_type is TokenType.L_PAREN:
        return _query(tokens, sql, context)
    if first in _DML_WORDS:
        return _dml(tokens, sql, context)
    return _other(Reader(tokens, sql, profile), first)


def _other(reader: Reader, first: str) -> Statement:
    if reader.peek("ALTER", "SESSION"):
        return parse_alter_session(reader)
    if first in _PARSERS:
        return _PARSERS[first](reader)
    if first in _UNSUPPORTED_WORDS:
        raise UnsupportedError(f"{first} statements")
    raise reader.error(900, "invalid SQL statement")


def _query(tokens: list[Token], sql: str, context: Context) -> Query:
    numbered, binds = number_binds(tokens)
    _check_binds(context.bind_types, binds)
    tree = parsed(numbered, sql)
    _name_expressions(tree, tokens)
    return Query(
        render(tree, context),
        len(binds),
        context.long_names,
        is_locking=bool(tree.args.get("locks")),
        lock_wait_s=lock_wait_s(tree),
        tables=frozenset(context.tables),
    )


def _dml(tokens: list[Token], sql: str, context: Context) -> Dml:
    numbered, binds = number_binds(_with_from(tokens))
    _check_binds(context.bind_types, binds)
    tree = parsed(numbered, sql)
    return Dml(
        render(tree, context),
        len(binds),
        target_sql(tree, context),
        plain_insert_columns(tree),
        columns_at=place_of_columns(tree, context),
        tables=frozenset(context.tables),
    )


def _check_binds(bind_types: tuple[str, ...], names: list[str]) -> None:
    if bind_types and len(bind_types) < len(names):
        raise OracleError(1008, "not all variables bound")
    if len(bind_types) > len(names):
        raise OracleError(1036, "illegal variable name/number")


def _with_from(tokens: list[Token]) -> list[Token]:
    """`DELETE t` as `DELETE FROM t`."""
    if word(tokens[0]) != "DELETE" or (len(tokens) > 1 and word(tokens[1]) == "FROM"):
        return tokens
    first = tokens[0]
    return [first, Token(TokenType.FROM, "FROM", first.line, first.col, first.end, first.end, []), *tokens[1:]]


def _name_expressions(tree: exp.Expr, tokens: list[Token]) -> None:
    """Give unnamed expressions of the select list the name that Oracle shows: their text without blanks."""
    select = tree
    while isinstance(select, exp.SetOperation | exp.Subquery):
        select = select.this
    spans = _select_list(tokens)
    if not isinstance(select, exp.Select) or len(spans) != len(select.expressions):
        return
    for node, span in zip(list(select.expressions), spans, strict=True):
        if not isinstance(node, exp.Alias) and not _is_named(node):
            name = exp.Identifier(this=_display_name(span), quoted=True)
            node.replace(exp.Alias(this=node.copy(), alias=name))


def _is_named(node: exp.Expr) -> bool:
    is_pseudo_column = isinstance(node, exp.Column) and node.name.startswith("ORA$")
    return node.is_star or (isinstance(node, exp.Column) and not is_pseudo_column)


def _display_name(span: list[Token]) -> str:
    text = "".join(_display_text(token) for token in span)
    return text.encode()[:_MAX_NAME_BYTES].decode(errors="ignore")


def _display_text(token: Token) -> str:
    if token.token_type is TokenType.STRING:
        return f"'{token.text}'"
    return token.text.upper() if token.token_type is not TokenType.IDENTIFIER else f'"{token.text}"'


def _select_list(tokens: list[Token]) -> list[list[Token]]:
    """The tokens of each expression of the outermost query's first select list."""
    depth = 0
    spans: list[list[Token]] | None = None
    for token in tokens:
        kind, text = token.token_type, word(token)
        depth += (kind is TokenType.L_PAREN) - (kind is TokenType.R_PAREN)
        if depth == 0 and spans is None and text == "SELECT":
            spans = [[]]
        elif depth == 0 and spans is not None and text == "FROM":
            break
        elif depth == 0 and spans is not None and kind is TokenType.COMMA:
            spans.append([])
        elif spans is not None and (spans[-1] or text not in ("DISTINCT", "UNIQUE", "ALL")):
            spans[-1].append(token)
    return spans or []
