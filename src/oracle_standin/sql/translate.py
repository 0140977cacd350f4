"""The one entry: the text of an Oracle statement to a value that the engine executes."""

from collections.abc import Callable
from dataclasses import replace

from sqlglot import exp
from sqlglot.tokenizer_core import Token, TokenType

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.profiles import DEFAULT, Profile
from oracle_standin.sql import analytics, casts, columns, expressions, merges  # noqa: F401 - they register their rules
from oracle_standin.sql.ddl.dispatch import parse_ddl
from oracle_standin.sql.ddl.grants import parse_grant, parse_revoke
from oracle_standin.sql.declared_types import declared_types
from oracle_standin.sql.dml import (
    changed_table,
    changed_tables,
    changing_privileges,
    insert_of_rows,
    plain_insert_columns,
    reads_target,
    target_and_kind,
    target_scope,
    targets_of,
)
from oracle_standin.sql.hints import SEMANTIC_HINTS, hint_names
from oracle_standin.sql.json_dot_tables import resolve_dots
from oracle_standin.sql.key_updates import key_update
from oracle_standin.sql.parser import parsed
from oracle_standin.sql.queries import lock_wait_s
from oracle_standin.sql.reader import Reader
from oracle_standin.sql.render import Context, render
from oracle_standin.sql.returning import cut_returning, returning_sql
from oracle_standin.sql.sequences import is_reference, named_sequences, resolve_references
from oracle_standin.sql.session_statements import (
    parse_alter_session,
    parse_alter_system,
    parse_commit,
    parse_lock_table,
    parse_rollback,
    parse_savepoint,
    parse_set,
)
from oracle_standin.sql.statements import Dml, Query, Statement, TableName
from oracle_standin.sql.table_names import rename_tables
from oracle_standin.sql.tokens import check, check_bind_names, number_binds, tokenize, word

_PARSERS: dict[str, Callable[[Reader], Statement]] = {
    **dict.fromkeys(("CREATE", "DROP", "ALTER", "TRUNCATE", "RENAME", "PURGE", "COMMENT"), parse_ddl),
    "GRANT": parse_grant,
    "REVOKE": parse_revoke,
    "SAVEPOINT": parse_savepoint,
    "ROLLBACK": parse_rollback,
    "COMMIT": parse_commit,
    "LOCK": parse_lock_table,
    "SET": parse_set,
}
_DML_WORDS = frozenset({"INSERT", "UPDATE", "DELETE", "MERGE"})
_UNSUPPORTED_WORDS = frozenset(
    {
        "EXPLAIN",
        "ANALYZE",
        "AUDIT",
        "NOAUDIT",
        "FLASHBACK",
        "ASSOCIATE",
        "DISASSOCIATE",
        "ADMINISTER",
    }
)
_STORED_CODE = frozenset({"TRIGGER", "PROCEDURE", "FUNCTION", "PACKAGE", "LIBRARY", "JAVA", "TYPE"})
_BEFORE_STORED_CODE = frozenset({"OR", "REPLACE", "EDITIONABLE", "NONEDITIONABLE"})
_PLSQL_WORDS = frozenset({"BEGIN", "DECLARE", "CALL"})


def translate(
    sql: str,
    bind_types: tuple[str, ...] = (),
    replacements: tuple[tuple[TableName, str], ...] = (),
    profile: Profile = DEFAULT,
    names: tuple[tuple[TableName, TableName], ...] = (),
) -> Statement:
    """The statement; `bind_types` are PostgreSQL's types of the binds, without them text is assumed.

    `replacements` are tables for which something else of PostgreSQL stands in; `profile` is the release that the text
    is written for; `names` are other names for tables, under which they count in what the statement names.

    Raises:
        OracleError: The text is no valid Oracle SQL.
        UnsupportedError: It is, but the stand-in cannot run it; the text names the part.
    """
    tokens = tokenize(sql)
    first = word(tokens[0])
    if first in _PLSQL_WORDS:
        raise UnsupportedError("PL/SQL")
    _refuse_stored_code(tokens)
    check(tokens, profile.max_name_bytes)
    context = Context(profile, bind_types, replacements=dict(replacements))
    if first in ("SELECT", "WITH") or tokens[0].token_type is TokenType.L_PAREN:
        return _query(tokens, sql, context, dict(names))
    if first in _DML_WORDS:
        return _dml(tokens, sql, context, dict(names))
    return _other(Reader(tokens, sql, profile), first)


def _refuse_stored_code(tokens: list[Token]) -> None:
    """CREATE TRIGGER and its like, and WITH FUNCTION: their text has semicolons of PL/SQL."""
    first, *words = [word(token) for token in tokens[:6]]
    found = next((text for text in words if text not in _BEFORE_STORED_CODE), None)
    if found in _STORED_CODE and first in ("CREATE", "WITH"):
        raise UnsupportedError(f"{found} in SQL" if first == "WITH" else f"CREATE {found}")


def _other(reader: Reader, first: str) -> Statement:
    if reader.peek("ALTER", "SESSION"):
        return parse_alter_session(reader)
    if reader.peek("ALTER", "SYSTEM"):
        return parse_alter_system(reader)
    if first in _PARSERS:
        return _PARSERS[first](reader)
    if first in _UNSUPPORTED_WORDS:
        raise UnsupportedError(f"{first} statements")
    raise reader.error(900, "invalid SQL statement")


def _query(tokens: list[Token], sql: str, context: Context, names: dict[TableName, TableName]) -> Query:
    check_bind_names(tokens)
    numbered, binds = number_binds(tokens)
    _check_binds(context.bind_types, binds)
    tree = parsed(numbered, sql, context.profile)
    rename_tables(tree, names)
    resolve_references(tree)
    resolve_dots(tree)
    _name_expressions(tree)
    return Query(
        render(tree, context),
        len(binds),
        context.long_names,
        is_locking=bool(tree.args.get("locks")),
        lock_wait_s=lock_wait_s(tree),
        tables=frozenset(context.tables),
        sequences=frozenset(named_sequences(tree)),
        types=declared_types(tree),
    )


def _dml(tokens: list[Token], sql: str, context: Context, names: dict[TableName, TableName]) -> Dml:
    check_bind_names(tokens)
    numbered, binds = number_binds(tokens)
    _check_binds(context.bind_types, binds)
    hints = hint_names(sql)
    for name in hints & SEMANTIC_HINTS:
        raise UnsupportedError(f"the hint {name}")
    tree = parsed(numbered, sql, context.profile)
    rename_tables(tree, names)
    resolve_references(tree)
    resolve_dots(tree)
    target, kind = target_and_kind(tree)
    returning = cut_returning(tree)
    changed = render(tree, context)
    steps = key_update(tree, context)
    returned_count = 0
    if returning is not None:
        returned_count = len(returning.expressions)
        with target_scope(changed_table(tree), context):
            returned = returning_sql(returning, context)
        changed += returned
        steps = steps and replace(steps, changes=steps.changes + returned)
    return Dml(
        changed,
        len(binds) - returned_count,
        changed_tables(tree, context)[0],
        plain_insert_columns(tree) if returning is None else (),
        insert_of_rows(tree, context) if returning is None else None,
        tables=frozenset(context.tables),
        sequences=frozenset(named_sequences(tree)),
        target=target,
        targets=targets_of(tree),
        reads_target=reads_target(tree),
        kind=kind,
        hints=hints,
        returned_count=returned_count,
        privileges=changing_privileges(tree),
        steps=steps,
    )


def _check_binds(bind_types: tuple[str, ...], names: list[str]) -> None:
    if bind_types and len(bind_types) < len(names):
        raise OracleError(1008, "not all variables bound")
    if len(bind_types) > len(names):
        raise OracleError(1036, "illegal variable name/number")


def _name_expressions(tree: exp.Expr) -> None:
    """Give unnamed expressions of the select list the name that Oracle shows."""
    select = tree
    while isinstance(select, exp.SetOperation | exp.Subquery):
        select = select.this
    for node in list(select.expressions) if isinstance(select, exp.Select) else []:
        if "display_name" in node.meta and type(node) is not exp.Column:
            shown = node.name.upper() if isinstance(node, exp.Pseudocolumn) else node.meta["display_name"]
            name = exp.Identifier(this=shown, quoted=True)
            node.replace(exp.Alias(this=node.copy(), alias=name))
        elif isinstance(node, exp.Column) and is_reference(node):
            name = exp.Identifier(this=node.name.upper(), quoted=True)
            node.replace(exp.Alias(this=node.copy(), alias=name))
