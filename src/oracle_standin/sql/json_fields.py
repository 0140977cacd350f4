"""What dot notation finds. Reference: SQL Language Reference, "JSON Object Access Expressions"."""

from sqlglot import exp

from oracle_standin.profiles import Profile
from oracle_standin.sql.functions import json_source
from oracle_standin.sql.identifiers import folded, quoted_table, string_literal
from oracle_standin.sql.json_clauses import Clauses
from oracle_standin.sql.json_dots import CONVERSIONS, NUMERIC, Dots
from oracle_standin.sql.json_functions import converted, single_sql, steps_sql
from oracle_standin.sql.render import Context, render
from oracle_standin.sql.types import Kind, OracleType

_TYPES = {
    "number": OracleType(Kind.NUMBER),
    "double": OracleType(Kind.BINARY_DOUBLE),
    "date": OracleType(Kind.DATE),
    "timestamp": OracleType(Kind.TIMESTAMP, scale=6),
}


def json_dotted(node: exp.Anonymous, context: Context) -> str:
    """The value, of several values an array; with an item method what the method makes of it."""
    dots: Dots = node.args["clauses"].this
    source = _document(node.expressions[0], dots, context)
    steps = steps_sql(dots.path, context)
    if not dots.method:
        return f'"SYS".json_dotted({source}, {steps})'
    returned = Clauses(returning=_returned(dots.method, context.profile))
    if dots.method not in CONVERSIONS:
        steps = steps_sql(f"{dots.path}.{dots.method}()", context)
    found = single_sql(f'"SYS".json_document({source}, false), {steps}, NULL::json, false, false', returned)
    return converted(found, returned, "false", context)


def _returned(method: str, profile: Profile) -> OracleType | None:
    if method == "boolean" and profile.has_boolean:
        return OracleType(Kind.BOOLEAN)
    return OracleType(Kind.NUMBER) if method in NUMERIC else _TYPES.get(method)


def _document(column: exp.Column, dots: Dots, context: Context) -> str:
    """The column; ORA-00904 unless it is known to hold JSON: by its type, or by a check."""
    value = json_source(render(column, context))
    names = ", ".join(_name_sql(part) for part in (column.args["table"], column.this))
    if dots.relation is None or dots.relation.name in context.named_queries:
        return f'"SYS".json_known({value}, {names})'
    relation = string_literal(quoted_table(dots.relation.schema, dots.relation.name))
    return f'CASE WHEN "SYS".has_json({relation}::regclass, {names}) THEN {value} END'


def _name_sql(node: exp.Identifier) -> str:
    return string_literal(folded(node.this, is_quoted=bool(node.args.get("quoted"))))
