"""The JSON functions with a syntax of their own. Reference: SQL Language Reference, "JSON_VALUE" and its siblings."""

from collections.abc import Callable

from sqlglot import exp

from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.column_types import column_type
from oracle_standin.sql.grammar.statement_reader import StatementReader


def _path_call(reader: StatementReader, name: str) -> exp.Expr:
    """JSON_VALUE, JSON_QUERY, JSON_EXISTS: `returning` is an OracleType, `on_error` and `on_empty` words."""
    value = reader.expression()
    reader.accept("FORMAT", "JSON")
    reader.expect(",", code=909, message="invalid number of arguments")
    node = exp.Anonymous(this=name, expressions=[value, reader.expression()])
    if reader.accept("RETURNING"):
        node.set("returning", exp.Var(this=column_type(reader)))
    while reader.word in ("ERROR", "NULL", "TRUE", "FALSE"):
        word = reader.take().text.upper()
        reader.keywords("ON")
        kind = reader.take().text.upper()
        if kind not in ("ERROR", "EMPTY"):
            raise reader.error(905, "missing keyword")
        node.set(f"on_{kind.lower()}", word)
    if not reader.peek(")"):
        raise UnsupportedError(f"'{reader.rest_of_source(30)}' in {name}")
    return node


def _unsupported(_: StatementReader, name: str) -> exp.Expr:
    raise UnsupportedError(f"the function {name}")


JSON_CALLS: dict[str, Callable[[StatementReader, str], exp.Expr]] = {
    **dict.fromkeys(("JSON_VALUE", "JSON_QUERY", "JSON_EXISTS"), _path_call),
    **dict.fromkeys(
        ("JSON_OBJECT", "JSON_ARRAY", "JSON_OBJECTAGG", "JSON_ARRAYAGG", "JSON_TABLE", "JSON_TRANSFORM",
         "JSON_SERIALIZE", "JSON_MERGEPATCH", "JSON_SCALAR", "JSON_TEXTCONTAINS", "JSON_EQUAL", "JSON_DATAGUIDE"),
        _unsupported,
    ),
}  # fmt: skip
