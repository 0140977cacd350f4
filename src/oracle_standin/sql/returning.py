"""The RETURNING clause of INSERT, UPDATE and DELETE. Reference: SQL Language Reference, `returning_clause`."""

from sqlglot import exp
from sqlglot.tokenizer_core import TokenType

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.functions import AGGREGATES, text_of
from oracle_standin.sql.render import Context, render
from oracle_standin.sql.tokens import tokenize, word

_TEXT_TYPES = ("text", "bpchar")


def returned_bind_count(sql: str) -> int:
    """How many binds at the end of a statement take what it returns: clients send no values for them.

    Drivers look for the word RETURNING alone (python-oracledb, statement.pyx), not for its other spelling RETURN.
    """
    if "RETURNING" not in sql.upper():
        return 0
    tokens = tokenize(sql)
    words = list(map(word, tokens))
    if words[0] not in ("INSERT", "UPDATE", "DELETE", "MERGE") or "RETURNING" not in words:
        return 0
    start = words.index("RETURNING")
    into = words.index("INTO", start) if "INTO" in words[start:] else len(words)
    return sum(token.token_type is TokenType.COLON for token in tokens[into:])


def cut_returning(tree: exp.Expr) -> exp.Returning | None:
    """The clause, which the statement's tree has no longer.

    Raises:
        OracleError: ORA-00947 or ORA-00913: it takes another number of values than it gives.
        UnsupportedError: It returns aggregates, or gives values to anything but binds.
    """
    returning: exp.Returning | None = tree.args.get("returning")
    if returning is None:
        return None
    _check_statement(tree)
    given, taken = len(returning.expressions), len(returning.args["into"])
    if given != taken:
        raise OracleError(947, "not enough values") if given < taken else OracleError(913, "too many values")
    for call in returning.find_all(exp.Anonymous):
        if call.name.upper() in AGGREGATES:
            raise UnsupportedError(f"{call.name.upper()} in RETURNING")
    if not all(isinstance(bind, exp.Placeholder) for bind in returning.args["into"]):
        raise UnsupportedError("RETURNING INTO anything but bind variables")
    tree.set("returning", None)
    return returning


def _check_statement(tree: exp.Expr) -> None:
    if isinstance(tree, exp.Merge):
        raise UnsupportedError("RETURNING of MERGE")
    if isinstance(tree, exp.Insert) and not isinstance(tree.expression, exp.Values):
        raise OracleError(933, "SQL command not properly ended")


def returning_sql(returning: exp.Returning, context: Context) -> str:
    """The clause in PostgreSQL's SQL: each value has the type of the bind that takes it."""
    types = context.bind_types[-len(returning.expressions) :] or ("text",) * len(returning.expressions)
    values = (render(value, context) for value in returning.expressions)
    return f" RETURNING {', '.join(map(_converted, values, types))}"


def _converted(sql: str, postgres_type: str) -> str:
    return text_of(sql) if postgres_type in _TEXT_TYPES else f"({sql})::{postgres_type}"
