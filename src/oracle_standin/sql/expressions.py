"""Rules for expressions: literals, names, operators, conditions, calls.

Reference: SQL Language Reference, "Basic Elements of Oracle SQL", "Operators", "Expressions", "Conditions".
"""

from sqlglot import exp

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.functions import (
    AGGREGATES,
    CONDITION_CALLS,
    FUNCTIONS,
    Function,
    json_source,
    text_of,
)
from oracle_standin.sql.identifiers import folded, quoted, stored, string_literal
from oracle_standin.sql.operators import compared, is_text_literal
from oracle_standin.sql.render import Context, render, render_all, rule
from oracle_standin.sql.rowids import is_rowid, place_sql, rowid_comparison
from oracle_standin.sql.sequences import is_reference, reference_sql
from oracle_standin.sql.types import Kind, OracleType

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
def boolean_literal(node: exp.Boolean, context: Context) -> str:
    """TRUE and FALSE; before 23ai these are names like others."""
    if not context.profile.has_boolean:
        raise OracleError(904, f'"{str(node.this).upper()}": invalid identifier')
    return str(node.this).upper()


@rule(exp.Null)
def null(_: exp.Null, __: Context) -> str:
    """NULL takes the type of its surroundings."""
    return "NULL"


@rule(exp.Placeholder, "this")
def bind(node: exp.Placeholder, context: Context) -> str:
    """A bind variable has the type that the client announced."""
    number = int(node.this[1:])
    if context.binds_are_columns:
        return f'"~binds".b{number}'
    return f"${number}::{context.bind_types[number - 1] if context.bind_types else 'text'}"


@rule(exp.Identifier, "this", "quoted")
def identifier(node: exp.Identifier, context: Context) -> str:
    """A name, folded as Oracle folds it."""
    name = folded(node.this, is_quoted=bool(node.args.get("quoted")))
    if name in _POSTGRES_COLUMNS:
        raise UnsupportedError(f'the name "{name}"')
    if stored(name) != name:
        context.long_names[stored(name)] = name
    return quoted(name)


@rule(exp.Column, "this", "table", "db")
def column(node: exp.Column, context: Context) -> str:
    """A column."""
    if is_reference(node):
        return reference_sql(node, context)
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


@rule(exp.Pseudocolumn, "this", "table", "db")
def pseudo_column(node: exp.Pseudocolumn, context: Context) -> str:
    """SYSDATE, ROWNUM and what else looks like a column."""
    name = node.name.upper()
    if name == "ROWID":
        return f'"SYS".rowid_at({place_sql(node, context)})'
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
    sides = ", ".join(_concatenated(side, context) for side in (node.this, node.expression))
    return f'"SYS"."CONCAT"({sides})'


def _concatenated(node: exp.Expr, context: Context) -> str:
    """A side of `||`: with a CLOB the result is one."""
    if isinstance(node, exp.Null):
        return "NULL::text"
    rendered = render(node, context)
    return rendered if rendered.endswith("::text") else f'"SYS".chars({rendered})'


def condition_sql(node: exp.Expr, context: Context) -> str:
    """Where Oracle wants a condition: since 23ai a boolean expression is one.

    Raises:
        OracleError: ORA-00920 for an expression before 23ai.
    """
    text = render(node, context)
    if is_condition(node):
        return text
    if not context.profile.has_boolean:
        raise OracleError(920, "invalid relational operator")
    return f'"SYS".truth({text})'


def is_condition(node: exp.Expr) -> bool:
    """Whether the node is a condition by its form."""
    if isinstance(node, exp.Paren):
        return is_condition(node.this)
    return isinstance(node, _CONDITIONS) or (isinstance(node, exp.Anonymous) and node.name in CONDITION_CALLS)


_CONDITIONS = (
    exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.And, exp.Or, exp.Not, exp.Is, exp.In, exp.Between,
    exp.Like, exp.Escape, exp.Exists, exp.Boolean,
)  # fmt: skip


def _connective(node: type[exp.Expr], operator: str) -> None:
    @rule(node, "this", "expression")
    def connective(node: exp.Binary, context: Context) -> str:
        return f"{condition_sql(node.this, context)} {operator} {condition_sql(node.expression, context)}"


_connective(exp.And, "AND")
_connective(exp.Or, "OR")


def _comparison(node: type[exp.Expr], operator: str) -> None:
    @rule(node, "this", "expression")
    def comparison(node: exp.Binary, context: Context) -> str:
        _check_rows(node)
        if is_rowid(node.this) or is_rowid(node.expression):
            return rowid_comparison(node, operator, context)
        are_literals = is_text_literal(node.this) and is_text_literal(node.expression)
        sides = (compared(side, context, are_literals=are_literals) for side in (node.this, node.expression))
        return f" {operator} ".join(sides)


def _check_rows(node: exp.Binary) -> None:
    """A list of values equals a query or `((a, b))` or does not ("Simple Comparison Conditions")."""
    for side, other in ((node.this, node.expression), (node.expression, node.this)):
        if isinstance(side, exp.Tuple):
            is_row = isinstance(other, exp.Subquery | exp.Any | exp.All) or (
                isinstance(other, exp.Paren) and isinstance(other.this, exp.Tuple)
            )
            if not is_row or not isinstance(node, exp.EQ | exp.NEQ):
                raise OracleError(920, "invalid relational operator")


for _node, _operator in (
    (exp.EQ, "="), (exp.NEQ, "<>"), (exp.LT, "<"), (exp.LTE, "<="), (exp.GT, ">"), (exp.GTE, ">="),
):  # fmt: skip
    _comparison(_node, _operator)


@rule(exp.Not, "this")
def negation(node: exp.Not, context: Context) -> str:
    """NOT, in PostgreSQL's usual spelling in front of IS, IN, LIKE and BETWEEN."""
    return f"NOT {condition_sql(node.this, context)}"


@rule(exp.Is, "this", "expression")
def is_operator(node: exp.Is, context: Context) -> str:
    """`IS NULL`, `IS JSON`, `IS NAN`, `IS INFINITE`, `IS TRUE`."""
    value = render(node.this, context)
    match node.expression:
        case exp.Null():
            return f"{value} IS NULL"
        case exp.JSON() as json:
            return f"{json_source(value)} IS JSON{' WITH UNIQUE KEYS' if json.args.get('unique') else ''}"
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
    return f"{as_text(node.this, context)} LIKE {as_text(node.expression, context)}"


@rule(exp.Case, "this", "ifs", "default")
def case(node: exp.Case, context: Context) -> str:
    """Simple and searched CASE."""
    operand = f" {render(node.this, context)}" if node.this else ""
    whens = "".join(
        f" WHEN {_when(node, part.this, context)} THEN {render(part.args['true'], context)}"
        for part in node.args["ifs"]
    )
    default = node.args.get("default")
    otherwise = f" ELSE {render(default, context)}" if default else ""
    return f"CASE{operand}{whens}{otherwise} END"


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
