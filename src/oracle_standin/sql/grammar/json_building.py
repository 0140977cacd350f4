"""JSON functions that make documents. Reference: SQL Language Reference, "JSON_OBJECT" and its siblings.

The `expressions` of JSON_OBJECT and JSON_OBJECTAGG are keys and values in turn; `order` is the order of JSON_ARRAYAGG.
"""

from collections.abc import Callable

from sqlglot import exp

from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.grammar import json_clauses as clauses
from oracle_standin.sql.grammar.statement_reader import StatementReader
from oracle_standin.sql.grammar.windows import order_by


def _json_object(reader: StatementReader, name: str) -> exp.Expr:
    arguments: list[exp.Expr] = []
    formats: list[bool] = []
    while not _ends(reader) and (not formats or reader.accept(",")):
        _member(reader, name, arguments, formats)
    return _generated(reader, name, arguments, formats, has_nulls=True)


def _json_array(reader: StatementReader, name: str) -> exp.Expr:
    arguments: list[exp.Expr] = []
    formats: list[bool] = []
    while not _ends(reader) and (not formats or reader.accept(",")):
        _value(reader, arguments, formats)
    return _generated(reader, name, arguments, formats, has_nulls=False)


def _json_objectagg(reader: StatementReader, name: str) -> exp.Expr:
    arguments: list[exp.Expr] = []
    formats: list[bool] = []
    _member(reader, name, arguments, formats)
    return _generated(reader, name, arguments, formats, has_nulls=True)


def _json_arrayagg(reader: StatementReader, name: str) -> exp.Expr:
    if reader.peek("DISTINCT"):
        raise UnsupportedError(f"DISTINCT in {name}")
    arguments: list[exp.Expr] = []
    formats: list[bool] = []
    _value(reader, arguments, formats)
    order = order_by(reader) if reader.peek("ORDER") else None
    node = _generated(reader, name, arguments, formats, has_nulls=False)
    node.set("order", order)
    return node


_END_WORDS = (("NULL", "ON", "NULL"), ("ABSENT", "ON", "NULL"), ("RETURNING",), (")",))


def _ends(reader: StatementReader) -> bool:
    """Whether the arguments are over: JSON_OBJECT and JSON_ARRAY may have none."""
    return any(reader.peek(*words) for words in _END_WORDS)


def _member(reader: StatementReader, name: str, arguments: list[exp.Expr], formats: list[bool]) -> None:
    if reader.peek("*"):
        raise UnsupportedError(f"the wildcard in {name}")
    if reader.peek("KEY") and not reader.is_followed_by("VALUE"):
        reader.take()
    arguments.append(reader.expression())
    if not reader.accept("VALUE") and not reader.accept(":"):
        raise UnsupportedError(f"{name} of a value without its key")
    _value(reader, arguments, formats)


def _value(reader: StatementReader, arguments: list[exp.Expr], formats: list[bool]) -> None:
    arguments.append(reader.expression())
    is_json = reader.accept("FORMAT")
    if is_json:
        reader.keywords("JSON")
    formats.append(is_json)


def _generated(
    reader: StatementReader, name: str, arguments: list[exp.Expr], formats: list[bool], *, has_nulls: bool
) -> exp.Expr:
    if reader.accept("NULL", "ON", "NULL"):
        has_nulls = True
    elif reader.accept("ABSENT", "ON", "NULL"):
        has_nulls = False
    returning = clauses.returning(reader)
    clauses.check_document(returning)
    is_strict = reader.accept("STRICT")
    is_unique = reader.accept("WITH", "UNIQUE", "KEYS")
    clauses.check_end(reader, name)
    node = clauses.clauses_node(
        returning=returning, formats=tuple(formats), has_nulls=has_nulls, is_strict=is_strict, is_unique=is_unique
    )
    return exp.Anonymous(this=name, expressions=arguments, clauses=node)


GENERATION_CALLS: dict[str, Callable[[StatementReader, str], exp.Expr]] = {
    "JSON_OBJECT": _json_object,
    "JSON_ARRAY": _json_array,
    "JSON_OBJECTAGG": _json_objectagg,
    "JSON_ARRAYAGG": _json_arrayagg,
}
