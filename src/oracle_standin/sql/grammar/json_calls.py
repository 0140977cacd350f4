"""JSON functions that look into documents. Reference: SQL Language Reference, the functions of those names.

A call is `exp.Anonymous` with `expressions` (document, path, values of PASSING) and `clauses`, the Clauses in a Var.
"""

from collections.abc import Callable

from sqlglot import exp

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.grammar import json_clauses as clauses
from oracle_standin.sql.grammar.json_building import GENERATION_CALLS
from oracle_standin.sql.grammar.statement_reader import StatementReader

_QUERY_ACTIONS = ("ERROR", "NULL", "EMPTY", "EMPTY ARRAY", "EMPTY OBJECT")


def _document_and_path(reader: StatementReader) -> tuple[list[exp.Expr], tuple[str, ...]]:
    """The arguments of a call, and the names of PASSING."""
    value = clauses.document(reader)
    reader.expect(",", code=909, message="invalid number of arguments")
    arguments = [value, clauses.path(reader)]
    values, names = clauses.passing(reader)
    return [*arguments, *values], names


def _json_value(reader: StatementReader, name: str) -> exp.Expr:
    arguments, names = _document_and_path(reader)
    returning = clauses.returning(reader)
    clauses.check_scalar(returning, name)
    has_time = clauses.preserves_time(reader)
    actions = clauses.actions(reader, name, ("ERROR", "NULL", "DEFAULT"))
    clauses.check_end(reader, name)
    node = clauses.clauses_node(returning=returning, has_time=has_time, variables=names, **actions)
    return exp.Anonymous(this=name, expressions=arguments, clauses=node)


def _json_query(reader: StatementReader, name: str) -> exp.Expr:
    arguments, names = _document_and_path(reader)
    returning = clauses.returning(reader)
    clauses.check_document(returning)
    has_scalars = clauses.scalars(reader)
    formatting = clauses.formatting(reader)
    wrapper = clauses.wrapper(reader)
    reader.accept("KEEP", "QUOTES")
    actions = clauses.actions(reader, name, _QUERY_ACTIONS)
    clauses.check_end(reader, name)
    node = clauses.clauses_node(
        returning=returning, variables=names, has_scalars=has_scalars, wrapper=wrapper, **formatting, **actions
    )
    return exp.Anonymous(this=name, expressions=arguments, clauses=node)


def _json_exists(reader: StatementReader, name: str) -> exp.Expr:
    arguments, names = _document_and_path(reader)
    actions = clauses.actions(reader, name, ("ERROR", "TRUE", "FALSE"))
    clauses.check_end(reader, name)
    node = clauses.clauses_node(variables=names, **actions)
    return exp.Anonymous(this=name, expressions=arguments, clauses=node)


def _json_serialize(reader: StatementReader, name: str) -> exp.Expr:
    _check_release(reader, name, (19,))
    value = clauses.document(reader)
    return _written(reader, name, [value])


def _json_mergepatch(reader: StatementReader, name: str) -> exp.Expr:
    _check_release(reader, name, (19,))
    target = clauses.document(reader)
    reader.expect(",", code=909, message="invalid number of arguments")
    return _written(reader, name, [target, clauses.document(reader)])


def _written(reader: StatementReader, name: str, arguments: list[exp.Expr]) -> exp.Expr:
    returning = clauses.returning(reader)
    clauses.check_document(returning)
    formatting = clauses.formatting(reader)
    actions = clauses.actions(reader, name, ("ERROR", "NULL"))
    clauses.check_end(reader, name)
    node = clauses.clauses_node(returning=returning, **formatting, **actions)
    return exp.Anonymous(this=name, expressions=arguments, clauses=node)


def _json_equal(reader: StatementReader, name: str) -> exp.Expr:
    _check_release(reader, name, (18,))
    first = clauses.document(reader)
    reader.expect(",", code=909, message="invalid number of arguments")
    second = clauses.document(reader)
    actions = clauses.actions(reader, name, ("ERROR", "TRUE", "FALSE"))
    clauses.check_end(reader, name)
    return exp.Anonymous(this=name, expressions=[first, second], clauses=clauses.clauses_node(**actions))


def _json_type(reader: StatementReader, name: str) -> exp.Expr:
    """JSON(...) and JSON_SCALAR(...)."""
    _check_release(reader, name, (21,))
    value = clauses.document(reader)
    clauses.check_end(reader, name)
    return exp.Anonymous(this=name, expressions=[value], clauses=clauses.clauses_node())


def _check_release(reader: StatementReader, name: str, release: tuple[int, ...]) -> None:
    if reader.profile.release < release:
        raise OracleError(904, f'"{name}": invalid identifier')


def _unsupported(_: StatementReader, name: str) -> exp.Expr:
    raise UnsupportedError(f"the function {name}")


JSON_CALLS: dict[str, Callable[[StatementReader, str], exp.Expr]] = {
    "JSON_VALUE": _json_value,
    "JSON_QUERY": _json_query,
    "JSON_EXISTS": _json_exists,
    "JSON_SERIALIZE": _json_serialize,
    "JSON_MERGEPATCH": _json_mergepatch,
    "JSON_EQUAL": _json_equal,
    "JSON": _json_type,
    "JSON_SCALAR": _json_type,
    **GENERATION_CALLS,
    **dict.fromkeys(("JSON_TRANSFORM", "JSON_TEXTCONTAINS", "JSON_DATAGUIDE"), _unsupported),
}
