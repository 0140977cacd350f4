"""Rules for calls of functions and of packages. Reference: SQL Language Reference, "Functions"."""

from sqlglot import exp

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.functions import (
    AGGREGATES,
    FUNCTIONS,
    Function,
    text_of,
)
from oracle_standin.sql.render import Context, render, render_all, rule
from oracle_standin.sql.types import Kind, OracleType


def plain_call(node: exp.Anonymous, context: Context) -> str:
    """A function, or an aggregate without an order."""
    name = node.name
    function = FUNCTIONS.get(name) or AGGREGATES.get(name)
    if function is None:
        raise UnsupportedError(f"the function {name}")
    check_attributes(node, name, *_JSON_ATTRIBUTES.get(name, ()))
    written = function.write(name, call_arguments(name, function, node, context))
    returning = node.args.get("returning")
    return written if returning is None else _returning(written, returning.this)


_JSON_ATTRIBUTES = {"JSON_VALUE": ("returning", "on_error", "on_empty")}


def _returning(value: str, wanted: OracleType) -> str:
    """RETURNING of JSON_VALUE: NULL where the value does not fit, as NULL ON ERROR says."""
    match wanted.kind:
        case Kind.VARCHAR2 if wanted.length == wanted.max_string_bytes:
            return value
        case Kind.NUMBER if wanted.precision is None and wanted.scale is None:
            return f'"SYS".json_number({value})'
        case _:
            raise UnsupportedError(f"JSON_VALUE ... RETURNING {wanted.dictionary_name} with a size")


def check_attributes(node: exp.Anonymous, name: str, *known: str) -> None:
    """Refuse what a call carries beside its arguments and `known`; NULL ON ERROR and ON EMPTY are the defaults."""
    for attribute, value in node.args.items():
        is_known = attribute in ("this", "expressions", *known)
        if value and not (is_known and (not attribute.startswith("on_") or value == "NULL")):
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
    return rendered if rendered.endswith("::text") else text_of(rendered)
