"""JSON_VALUE and JSON_EXISTS. Reference: SQL Language Reference, the functions of those names."""

from sqlglot import exp

from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.functions import json_source
from oracle_standin.sql.render import Context, render
from oracle_standin.sql.types import Kind, OracleType

_CLAUSES = ("NULL", "ERROR")


def json_value(node: exp.Anonymous, context: Context) -> str:
    """`JSON_VALUE(document, path RETURNING type ... ON ERROR ... ON EMPTY)`; without ON EMPTY, ON ERROR is for both."""
    on_error = str(node.args.get("on_error") or "NULL")
    on_empty = str(node.args.get("on_empty") or on_error)
    for clause, event in ((on_error, "ERROR"), (on_empty, "EMPTY")):
        if clause not in _CLAUSES:
            raise UnsupportedError(f"{clause} ON {event} of JSON_VALUE")
    source, path = _operands(node, context)
    fails = str(on_error == "ERROR").lower()
    empty_fails = str(on_empty == "ERROR").lower()
    value = f'"SYS".json_found("SYS".json_document({source}), ({source}) IS NOT NULL, {path}, {fails}, {empty_fails})'
    returning = node.args.get("returning")
    return value if returning is None else _returned(value, returning.this, fails)


def json_exists(node: exp.Anonymous, context: Context) -> str:
    """`JSON_EXISTS(document, path)`; FALSE ON ERROR is the default."""
    if str(node.args.get("on_error") or "FALSE") != "FALSE" or node.args.get("on_empty"):
        raise UnsupportedError("ON ERROR and ON EMPTY of JSON_EXISTS")
    source, path = _operands(node, context)
    return f'"SYS"."JSON_EXISTS"("SYS".json_document({source}), {path})'


def _operands(node: exp.Anonymous, context: Context) -> tuple[str, str]:
    document, path = node.expressions
    value = "NULL::text" if isinstance(document, exp.Null) else render(document, context)
    return json_source(value), render(path, context)


def _returned(value: str, wanted: OracleType, fails: str) -> str:
    match wanted.kind:
        case Kind.VARCHAR2:
            return f'"SYS".json_text({value}, {wanted.length}, {str(wanted.unit == "C").lower()}, {fails})'
        case Kind.NUMBER:
            has_digits = wanted.precision is not None or wanted.scale is not None
            digits = (wanted.precision or 38) if has_digits else 0
            return f'"SYS".json_number({value}, {digits}, {wanted.scale or 0}, {fails})'
        case Kind.FLOAT:
            return f'"SYS".rounded_float("SYS".json_number({value}, 0, 0, {fails}), {wanted.precision})'
        case Kind.CLOB:
            return f'({value})::"SYS".clob'
        case _:
            raise UnsupportedError(f"JSON_VALUE ... RETURNING {wanted.dictionary_name}")
