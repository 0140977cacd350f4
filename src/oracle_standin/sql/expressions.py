"""Rules for expressions of other ones. Reference: SQL Language Reference, "Operators", "Expressions"."""

from sqlglot import exp

from oracle_standin.sql.calls import as_text
from oracle_standin.sql.conditions import condition_sql
from oracle_standin.sql.operators import compared
from oracle_standin.sql.render import Context, render, render_all, rule


@rule(exp.Paren, "this")
def parentheses(node: exp.Paren, context: Context) -> str:
    """Parentheses stay as they are written."""
    return f"({render(node.this, context)})"


@rule(exp.Tuple, "expressions")
def row(node: exp.Tuple, context: Context) -> str:
    """A list of values in parentheses."""
    return f"({render_all(node.expressions, context)})"


@rule(exp.Neg, "this")
def negative(node: exp.Neg, context: Context) -> str:
    """Minus in front of a value."""
    return f"- {render(node.this, context)}"


@rule(exp.DPipe, "this", "expression", "safe")
def concatenation(node: exp.DPipe, context: Context) -> str:
    """`||` takes NULL for the empty string ("Concatenation Operator")."""
    sides = ", ".join(_concatenated(side, context) for side in (node.this, node.expression))
    return f'"SYS"."CONCAT"({sides})'


def _concatenated(node: exp.Expr, context: Context) -> str:
    """A side of `||`: with a CLOB the result is one."""
    if isinstance(node, exp.Null):
        return "NULL::text"
    rendered = render(node, context)
    return rendered if rendered.endswith("::text") else f'"SYS".chars({rendered})'


@rule(exp.Case, "this", "ifs", "default")
def case(node: exp.Case, context: Context) -> str:
    """Simple and searched CASE."""
    operand = f" {render(node.this, context)}" if node.this else ""
    nothing = _nothing(node, context)
    whens = "".join(
        f" WHEN {_when(node, part.this, context)} THEN {_result(part.args['true'], nothing, context)}"
        for part in node.args["ifs"]
    )
    default = node.args.get("default")
    return f"CASE{operand}{whens} ELSE {_result(default, nothing, context) if default else nothing} END"


def _result(node: exp.Expr, nothing: str, context: Context) -> str:
    return nothing if isinstance(node, exp.Null) else render(node, context)


def _nothing(node: exp.Case, context: Context) -> str:
    """NULL with the type of a column among the results: PostgreSQL takes a DATE beside NULL for a TIMESTAMP."""
    results = [*(part.args["true"] for part in node.args["ifs"]), node.args.get("default")]
    typed = next((result for result in results if isinstance(result, exp.Column | exp.Pseudocolumn)), None)
    return "NULL" if typed is None else f'"SYS".nothing({render(typed, context)})'


def _when(node: exp.Case, when: exp.Expr, context: Context) -> str:
    return compared(when, context) if node.this else condition_sql(when, context)


@rule(exp.Trim, "this", "expression", "position")
def trim(node: exp.Trim, context: Context) -> str:
    """`TRIM([LEADING|TRAILING|BOTH] [character FROM] text)`."""
    name = {"LEADING": "LTRIM", "TRAILING": "RTRIM"}.get(str(node.args.get("position") or "").upper(), "TRIM")
    arguments = [as_text(part, context) for part in (node.this, node.expression) if part]
    return f'"SYS"."{name}"({", ".join(arguments)})'


@rule(exp.Extract, "this", "expression")
def extract(node: exp.Extract, context: Context) -> str:
    """`EXTRACT(field FROM datetime)`."""
    return f"\"SYS\".extract_field('{node.this.name.lower()}'::text, {render(node.expression, context)})"


@rule(exp.AtTimeZone, "this", "zone")
def at_time_zone(node: exp.AtTimeZone, context: Context) -> str:
    """`AT TIME ZONE '+02:00'` and `'UTC'`."""
    return f'"SYS".at_time_zone({render(node.this, context)}, {render(node.args["zone"], context)})'
