"""JSON functions that make documents. Reference: SQL Language Reference, "JSON_OBJECT" and its siblings."""

from sqlglot import exp

from oracle_standin.sql.functions import text_of
from oracle_standin.sql.json_clauses import Clauses, clauses_of, default_type
from oracle_standin.sql.json_functions import document_sql
from oracle_standin.sql.render import Context, render

# calls whose result is JSON without FORMAT JSON ("Handling of Input Values For SQL/JSON Generation Functions")
_JSON_RESULTS = frozenset({
    "JSON_OBJECT", "JSON_ARRAY", "JSON_OBJECTAGG", "JSON_ARRAYAGG", "JSON_QUERY", "JSON_MERGEPATCH", "JSON",
    "JSON_SCALAR",
})  # fmt: skip


def json_object(node: exp.Anonymous, context: Context) -> str:
    """An object of the members that are given."""
    clauses = clauses_of(node)
    pairs = zip(node.expressions[0::2], node.expressions[1::2], clauses.formats, strict=True)
    members = [_member(key, value, context, clauses, is_json=is_json) for key, value, is_json in pairs]
    return _generated(f"'{{' || array_to_string(ARRAY[{', '.join(members)}]::text[], ',') || '}}'", clauses, context)


def json_array(node: exp.Anonymous, context: Context) -> str:
    """An array of the values that are given."""
    clauses = clauses_of(node)
    pairs = zip(node.expressions, clauses.formats, strict=True)
    values = [_value(value, context, clauses, is_json=is_json) for value, is_json in pairs]
    return _generated(f"'[' || array_to_string(ARRAY[{', '.join(values)}]::text[], ',') || ']'", clauses, context)


def json_objectagg(node: exp.Anonymous, context: Context) -> str:
    """An object of the members of all rows; NULL without a row."""
    clauses = clauses_of(node)
    key, value = node.expressions
    member = _member(key, value, context, clauses, is_json=clauses.formats[0])
    return _aggregated(f"'{{' || coalesce(string_agg({member}, ','), '') || '}}'", clauses, context)


def json_arrayagg(node: exp.Anonymous, context: Context) -> str:
    """An array of the values of all rows; NULL without a row."""
    clauses = clauses_of(node)
    value = _value(node.expressions[0], context, clauses, is_json=clauses.formats[0])
    order = render(node.args["order"], context) if node.args.get("order") else ""
    return _aggregated(f"'[' || coalesce(string_agg({value}, ','{order}), '') || ']'", clauses, context)


def _aggregated(text: str, clauses: Clauses, context: Context) -> str:
    return f"CASE WHEN count(*) > 0 THEN {_generated(text, clauses, context)} END"


def _member(key: exp.Expr, value: exp.Expr, context: Context, clauses: Clauses, *, is_json: bool) -> str:
    name = f'"SYS".json_key({_key(key, context)})'
    return f"{name} || {_value(value, context, clauses, is_json=is_json)}"


def _key(node: exp.Expr, context: Context) -> str:
    return "NULL::text" if isinstance(node, exp.Null) else text_of(render(node, context))


def _value(node: exp.Expr, context: Context, clauses: Clauses, *, is_json: bool) -> str:
    """A value as JSON text; NULL where it is left out."""
    is_json = is_json or (isinstance(node, exp.Anonymous) and node.name in _JSON_RESULTS)
    rendered = "NULL::text" if isinstance(node, exp.Null) else render(node, context)
    text = f'"SYS".{"json_raw" if is_json else "json_of"}({rendered})'
    return f"coalesce({text}, 'null')" if clauses.has_nulls else text


def _generated(text: str, clauses: Clauses, context: Context) -> str:
    if clauses.is_strict or clauses.is_unique:
        text = f'"SYS".json_checked({text}, {str(clauses.is_unique).lower()})'
    return document_sql(text, clauses.returning or default_type(context.profile), "true")
