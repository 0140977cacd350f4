"""Rules for calls of functions and of packages. Reference: SQL Language Reference, "Functions"."""

from sqlglot import exp

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql import json_building, json_fields, json_functions, json_tables
from oracle_standin.sql.functions import (
    AGGREGATES,
    FUNCTIONS,
    Function,
    text_of,
)
from oracle_standin.sql.json_dots import DOTTED
from oracle_standin.sql.render import Context, Rule, render, render_all, rule
from oracle_standin.sql.rowids import is_rowid

# each has a syntax of its own
JSON_FUNCTIONS: dict[str, Rule] = {
    "JSON_TABLE": json_tables.json_table,
    DOTTED: json_fields.json_dotted,
    "JSON_VALUE": json_functions.json_value,
    "JSON_QUERY": json_functions.json_query,
    "JSON_EXISTS": json_functions.json_exists,
    "JSON_SERIALIZE": json_functions.json_serialize,
    "JSON_MERGEPATCH": json_functions.json_mergepatch,
    "JSON_EQUAL": json_functions.json_equal,
    "JSON": json_functions.json_type,
    "JSON_SCALAR": json_functions.json_scalar,
    "JSON_OBJECT": json_building.json_object,
    "JSON_ARRAY": json_building.json_array,
    "JSON_OBJECTAGG": json_building.json_objectagg,
    "JSON_ARRAYAGG": json_building.json_arrayagg,
}


def plain_call(node: exp.Anonymous, context: Context) -> str:
    """A function, or an aggregate without an order."""
    name = node.name
    if name in JSON_FUNCTIONS:
        return JSON_FUNCTIONS[name](node, context)
    function = FUNCTIONS.get(name) or AGGREGATES.get(name)
    if function is None:
        raise UnsupportedError(f"the function {name}")
    check_attributes(node, name)
    return function.write(name, call_arguments(name, function, node, context))


def check_attributes(node: exp.Anonymous, name: str, *known: str) -> None:
    """Refuse what a call carries beside its arguments and `known`."""
    for attribute, value in node.args.items():
        if value and attribute not in ("this", "expressions", *known):
            raise UnsupportedError(f"{attribute.replace('_', ' ').upper()} of {name}")


@rule(exp.Dot, "this", "expression")
def package_call(node: exp.Dot, context: Context) -> str:
    """A function of a package."""
    name = f"{node.this.name}.{node.expression.name}".upper()
    if name not in FUNCTIONS or not isinstance(node.expression, exp.Anonymous):
        raise UnsupportedError(f"the function {name}")
    function = FUNCTIONS[name]
    check_attributes(node.expression, name)
    return function.write(name, call_arguments(name, function, node.expression, context))


def call_arguments(name: str, function: Function, node: exp.Anonymous, context: Context) -> list[str]:
    """The rendered arguments of a call; `DISTINCT x` of an aggregate counts as one."""
    arguments = node.expressions
    if len(arguments) == 1 and isinstance(arguments[0], exp.Star) and name != "COUNT":
        raise OracleError(936, "missing expression")
    if len(arguments) == 1 and isinstance(arguments[0], exp.Distinct):
        if name not in AGGREGATES:
            raise OracleError(30482, "DISTINCT option not allowed for this function")
        function.check(name, len(arguments[0].expressions))
        return [f"DISTINCT {render_all(arguments[0].expressions, context)}"]
    function.check(name, len(arguments))
    return [
        as_text(argument, context) if function.kind(index) == "t" else _typed(argument, context)
        for index, argument in enumerate(arguments)
    ]


def _typed(node: exp.Expr, context: Context) -> str:
    return render(node, context)


def as_text(node: exp.Expr, context: Context) -> str:
    """A value where Oracle wants text; NULL and what is text already need no conversion."""
    if isinstance(node, exp.Null):
        return "NULL::text"
    rendered = render(node, context)
    if is_rowid(node):
        return f'"SYS"."ROWIDTOCHAR"({rendered})'
    return rendered if rendered.endswith("::text") else text_of(rendered)
