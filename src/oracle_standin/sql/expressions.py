"""Rules for expressions: literals, names, operators, conditions, calls.

Reference: SQL Language Reference, "Basic Elements of Oracle SQL", "Operators", "Expressions", "Conditions".
"""

from sqlglot import exp

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.functions import (
    AGGREGATES,
    ANALYTIC,
    FUNCTIONS,
    INTEGER_ANALYTIC,
    Function,
    text_of,
)
from oracle_standin.sql.identifiers import folded, quoted, stored, string_literal
from oracle_standin.sql.render import Context, render, render_all, rule
from oracle_standin.sql.types import Kind

# columns that each table of PostgreSQL has
_POSTGRES_COLUMNS = frozenset({"tableoid", "ctid", "xmin", "xmax", "cmin", "cmax"})
_PSEUDO_COLUMNS = {
    **{name: f'"SYS"."{name}"()' for name in ("SYSDATE", "SYSTIMESTAMP", "CURRENT_DATE", "CURRENT_TIMESTAMP")},
    **{name: f'"SYS"."{name}"()' for name in ("LOCALTIMESTAMP", "USER", "UID", "SESSIONTIMEZONE")},
    "DBTIMEZONE": "'+00:00'::text",
    **{
        f"{name}_{value}": f"'{postgres}'::{kind}"
        for name, kind in (("BINARY_DOUBLE", "float8"), ("BINARY_FLOAT", "float4"))
        for value, postgres in (("NAN", "NaN"), ("INFINITY", "Infinity"))
    },
    "ROWNUM": "row_number() OVER ()::numeric",
}


@rule(exp.Literal, "this", "is_string")
def literal(node: exp.Literal, _: Context) -> str:
    """The empty string is NULL ("Nulls"); a number is a NUMBER whatever its size."""
    if node.is_string:
        return f"{string_literal(node.this)}::text" if node.this else "NULL::text"
    return f"{node.this}::numeric"


@rule(exp.Boolean, "this")
def boolean_literal(node: exp.Boolean, _: Context) -> str:
    """TRUE and FALSE."""
    return str(node.this).upper()


@rule(exp.Null)
def null(_: exp.Null, __: Context) -> str:
    """NULL takes the type of its surroundings."""
    return "NULL"


@rule(exp.Placeholder, "this")
def bind(node: exp.Placeholder, context: Context) -> str:
    """A bind variable has the type that the client announced."""
    number = int(node.this[1:])
    return f"${number}::{context.bind_types[number - 1] if context.bind_types else 'text'}"


@rule(exp.Identifier, "this", "quoted")
def identifier(node: exp.Identifier, context: Context) -> str:
    """A name, folded as Oracle folds it."""
    name = folded(node.this, is_quoted=bool(node.args.get("quoted")))
    if stored(name) != name:
        context.long_names[stored(name)] = name
    return quoted(name)


@rule(exp.Column, "this", "table", "db")
def column(node: exp.Column, context: Context) -> str:
    """A column."""
    if node.name.upper() in ("NEXTVAL", "CURRVAL") and node.table:
        raise UnsupportedError("sequences")
    if node.name in _POSTGRES_COLUMNS:
        raise OracleError(904, f'"{node.name}": invalid identifier')
    if not node.table:
        return _unqualified(node, context)
    parts = [part for part in (node.args.get("db"), node.args.get("table"), node.this) if part]
    return ".".join(render(part, context) for part in parts)


def _unqualified(node: exp.Column, context: Context) -> str:
    """A column without its table; one named as a table is qualified, as PostgreSQL could take the table's row."""
    name = render(node.this, context)
    owners = [names for names in context.scopes if node.name.upper() in map(str.upper, names)]
    if not owners:
        return name
    if len(context.scopes[-1]) != 1 or owners != [context.scopes[-1]]:
        raise UnsupportedError(f"the column {node.name}, which a table here is named as, without its table")
    return f"{quoted(context.scopes[-1][0])}.{name}"


@rule(exp.Pseudocolumn, "this")
def pseudo_column(node: exp.Pseudocolumn, _: Context) -> str:
    """SYSDATE, ROWNUM and what else looks like a column."""
    name = node.name.upper()
    if name not in _PSEUDO_COLUMNS:
        raise UnsupportedError(f"the pseudo-column {name} here")
    return _PSEUDO_COLUMNS[name]


@rule(exp.Star)
def star(_: exp.Star, __: Context) -> str:
    """All columns."""
    return "*"


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
    sides = ", ".join(_as_text(side, context) for side in (node.this, node.expression))
    return f'"SYS"."CONCAT"({sides})'


@rule(exp.Div, "this", "expression")
def division(node: exp.Div, context: Context) -> str:
    """A quotient has up to 40 digits ("NUMBER Data Type")."""
    return f'"SYS".quotient({render(node.this, context)}, {render(node.expression, context)})'


def _binary(node: type[exp.Expr], operator: str) -> None:
    @rule(node, "this", "expression")
    def binary(node: exp.Binary, context: Context) -> str:
        return f"{render(node.this, context)} {operator} {render(node.expression, context)}"


for _node, _operator in (
    (exp.Add, "+"), (exp.Sub, "-"), (exp.Mul, "*"), (exp.EQ, "="), (exp.NEQ, "<>"), (exp.LT, "<"),
    (exp.LTE, "<="), (exp.GT, ">"), (exp.GTE, ">="), (exp.And, "AND"), (exp.Or, "OR"),
):  # fmt: skip
    _binary(_node, _operator)


@rule(exp.Not, "this")
def negation(node: exp.Not, context: Context) -> str:
    """NOT, in PostgreSQL's usual spelling in front of IS, IN, LIKE and BETWEEN."""
    return f"NOT {render(node.this, context)}"


@rule(exp.Is, "this", "expression")
def is_condition(node: exp.Is, context: Context) -> str:
    """`IS NULL`, `IS JSON`, `IS NAN`, `IS INFINITE`, `IS TRUE`."""
    value = render(node.this, context)
    match node.expression:
        case exp.Null():
            return f"{value} IS NULL"
        case exp.JSON() as json:
            return f"{value} IS JSON{' WITH UNIQUE KEYS' if json.args.get('unique') else ''}"
        case exp.Boolean() as boolean:
            return f"({value}) IS {boolean_literal(boolean, context)}"
        case word:
            return f'"SYS".is_{word.name.lower()}({value})'


def _quantified(node: type[exp.Expr], word: str) -> None:
    @rule(node, "this")
    def quantified(node: exp.Expr, context: Context) -> str:
        if not isinstance(node.this, exp.Tuple):
            return f"{word} ({render(node.this, context)})"
        return f"{word} (VALUES {', '.join(f'({render(value, context)})' for value in node.this.expressions)})"


_quantified(exp.Any, "ANY")
_quantified(exp.All, "ALL")


@rule(exp.Between, "this", "low", "high")
def between(node: exp.Between, context: Context) -> str:
    """`x BETWEEN low AND high`."""
    value, low, high = (render(node.args[part], context) for part in ("this", "low", "high"))
    return f"{value} BETWEEN {low} AND {high}"


@rule(exp.In, "this", "expressions", "query")
def membership(node: exp.In, context: Context) -> str:
    """`x IN (...)`: at most 65,535 values since 23ai (ORA-01795)."""
    value = render(node.this, context)
    query = node.args.get("query")
    if query is not None:
        return f"{value} IN {render(query, context)}"
    return f"{value} IN ({render_all(node.expressions, context)})"


@rule(exp.Exists, "this")
def exists(node: exp.Exists, context: Context) -> str:
    """`EXISTS (subquery)`."""
    return f"EXISTS ({render(node.this, context)})"


@rule(exp.Like, "this", "expression")
def like(node: exp.Like, context: Context) -> str:
    """LIKE has no escape character unless one is named ("Pattern-matching Conditions")."""
    return f"{_like(node, context)} ESCAPE ''"


@rule(exp.Escape, "this", "expression")
def like_with_escape(node: exp.Escape, context: Context) -> str:
    """`x LIKE pattern ESCAPE character`."""
    return f"{_like(node.this, context)} ESCAPE {render(node.expression, context)}"


def _like(node: exp.Like, context: Context) -> str:
    return f"{_as_text(node.this, context)} LIKE {_as_text(node.expression, context)}"


@rule(exp.Case, "this", "ifs", "default")
def case(node: exp.Case, context: Context) -> str:
    """Simple and searched CASE."""
    operand = f" {render(node.this, context)}" if node.this else ""
    whens = "".join(
        f" WHEN {render(when.this, context)} THEN {render(when.args['true'], context)}" for when in node.args["ifs"]
    )
    default = node.args.get("default")
    otherwise = f" ELSE {render(default, context)}" if default else ""
    return f"CASE{operand}{whens}{otherwise} END"


@rule(exp.Trim, "this", "expression", "position")
def trim(node: exp.Trim, context: Context) -> str:
    """`TRIM([LEADING|TRAILING|BOTH] [character FROM] text)`."""
    name = {"LEADING": "LTRIM", "TRAILING": "RTRIM"}.get(str(node.args.get("position") or "").upper(), "TRIM")
    arguments = [_as_text(part, context) for part in (node.this, node.expression) if part]
    return f'"SYS"."{name}"({", ".join(arguments)})'


@rule(exp.Extract, "this", "expression")
def extract(node: exp.Extract, context: Context) -> str:
    """`EXTRACT(field FROM datetime)`."""
    return f"\"SYS\".extract_field('{node.this.name.lower()}', {render(node.expression, context)})"


@rule(exp.Interval, "this", "unit")
def interval_literal(node: exp.Interval, _: Context) -> str:
    """`INTERVAL '3' DAY` and `INTERVAL '1 02:03:04' DAY TO SECOND` ("Interval Literals")."""
    units = [part.name for part in node.args["unit"].find_all(exp.Var)]
    return f"{string_literal(node.this.this)}::interval {' to '.join(units).lower()}"


@rule(exp.AtTimeZone, "this", "zone")
def at_time_zone(node: exp.AtTimeZone, context: Context) -> str:
    """`AT TIME ZONE '+02:00'` and `'UTC'`."""
    return f'"SYS".at_time_zone({render(node.this, context)}, {render(node.args["zone"], context)})'


@rule(exp.Cast, "this", "to")
def cast(node: exp.Cast, context: Context) -> str:
    """`CAST(x AS type)`."""
    value, wanted = render(node.this, context), node.args["to"].this
    match wanted.kind:
        case Kind.VARCHAR2:
            return f'"SYS".cast_varchar({text_of(value)}, {wanted.length}, {str(wanted.unit == "C").lower()})'
        case Kind.CLOB:
            return f"{text_of(value)}::varchar"
        case Kind.DATE:
            return f'"SYS".cast_date({value})'
        case Kind.TIMESTAMP:
            return f'"SYS".cast_timestamp({value})::timestamp({wanted.scale})'
        case Kind.TIMESTAMP_TZ:
            return f'"SYS".cast_timestamp_tz({value})'
        case _:
            return f"({value})::{wanted.postgres}"


@rule(exp.Anonymous, "this", "expressions")
def call(node: exp.Anonymous, context: Context) -> str:
    """A function or an aggregate."""
    name = node.name
    function = FUNCTIONS.get(name) or AGGREGATES.get(name)
    if function is None:
        raise UnsupportedError(f"the function {name}")
    return function.write(name, call_arguments(name, function, node, context))


@rule(exp.Dot, "this", "expression")
def package_call(node: exp.Dot, context: Context) -> str:
    """A function of a package."""
    name = f"{node.this.name}.{node.expression.name}".upper()
    if name not in FUNCTIONS or not isinstance(node.expression, exp.Anonymous):
        raise UnsupportedError(f"the function {name}")
    function = FUNCTIONS[name]
    return function.write(name, call_arguments(name, function, node.expression, context))


def call_arguments(name: str, function: Function, node: exp.Anonymous, context: Context) -> list[str]:
    """The rendered arguments of a call; `DISTINCT x` of an aggregate counts as one."""
    arguments = node.expressions
    if len(arguments) == 1 and isinstance(arguments[0], exp.Distinct):
        if name not in AGGREGATES:
            raise OracleError(30482, "DISTINCT option not allowed for this function")
        return [f"DISTINCT {render_all(arguments[0].expressions, context)}"]
    function.check(name, len(arguments))
    return [
        _as_text(argument, context) if function.kind(index) == "t" else _typed(argument, context)
        for index, argument in enumerate(arguments)
    ]


def _typed(node: exp.Expr, context: Context) -> str:
    return render(node, context)


def _as_text(node: exp.Expr, context: Context) -> str:
    """A value where Oracle wants text; NULL and what is text already need no conversion."""
    if isinstance(node, exp.Null):
        return "NULL::text"
    rendered = render(node, context)
    return rendered if rendered.endswith("::text") else text_of(rendered)


@rule(exp.Window, "this", "partition_by", "order", "over", "spec")
def window(node: exp.Window, context: Context) -> str:
    """An analytic function ("Analytic Functions")."""
    parts = []
    if node.args.get("partition_by"):
        parts.append(f"PARTITION BY {render_all(node.args['partition_by'], context)}")
    parts += [render(node.args[name], context).strip() for name in ("order", "spec") if node.args.get(name)]
    over = f"{_analytic_call(node.this, context)} OVER ({' '.join(parts)})"
    is_integer = node.this.name in INTEGER_ANALYTIC
    return f"{over}::numeric" if is_integer else over


def _analytic_call(node: exp.Expr, context: Context) -> str:
    name = node.name
    function = ANALYTIC.get(name) or AGGREGATES.get(name)
    if function is None or not isinstance(node, exp.Anonymous):
        raise UnsupportedError(f"the analytic function {name}")
    return function.write(name, call_arguments(name, function, node, context))


@rule(exp.WindowSpec, "kind", "start", "start_side", "end", "end_side", "over")
def window_frame(node: exp.WindowSpec, context: Context) -> str:
    """`ROWS BETWEEN ... AND ...`."""
    kind = node.args["kind"].upper()
    bounds = [_frame_bound(node, side, context) for side in ("start", "end") if node.args.get(side)]
    return f"{kind} BETWEEN {' AND '.join(bounds)}" if len(bounds) == 2 else f"{kind} {bounds[0]}"


def _frame_bound(node: exp.WindowSpec, side: str, context: Context) -> str:
    value = node.args[side]
    text = value if isinstance(value, str) else f"({render(value, context)})::int"
    return f"{text} {(node.args.get(f'{side}_side') or '').upper()}".strip()


@rule(exp.WithinGroup, "this", "expression")
def ordered_aggregate(node: exp.WithinGroup, context: Context) -> str:
    """`LISTAGG(value, separator) WITHIN GROUP (ORDER BY ...)`."""
    if node.this.name != "LISTAGG":
        raise UnsupportedError(f"{node.this.name} WITHIN GROUP")
    value, *separator = node.this.expressions
    between_values = _as_text(separator[0], context) if separator else "''::text"
    return f"string_agg({_as_text(value, context)}, {between_values}{render(node.expression, context)})"


@rule(exp.Order, "expressions")
def order(node: exp.Order, context: Context) -> str:
    """ORDER BY with what Oracle and PostgreSQL share: NULLs last ascending, first descending."""
    return f" ORDER BY {render_all(node.expressions, context)}"


@rule(exp.Ordered, "this", "desc", "nulls_first")
def ordered(node: exp.Ordered, context: Context) -> str:
    """A number in ORDER BY is a column's place."""
    is_place = isinstance(node.this, exp.Literal) and not node.this.is_string
    key = node.this.this if is_place else render(node.this, context)
    nulls = "FIRST" if node.args.get("nulls_first") else "LAST"
    return f"{key} {'DESC' if node.args.get('desc') else 'ASC'} NULLS {nulls}"
