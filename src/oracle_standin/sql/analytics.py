"""Rules for aggregates with an order and for analytic functions.

Reference: SQL Language Reference, "Aggregate Functions", "Analytic Functions".
"""

from sqlglot import exp

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.calls import as_text, call_arguments, check_attributes, plain_call
from oracle_standin.sql.functions import AGGREGATES, ANALYTIC, INTEGER_ANALYTIC
from oracle_standin.sql.render import Context, render, render_all, rule


@rule(exp.Window, "this", "partition_by", "order", "spec")
def window(node: exp.Window, context: Context) -> str:
    """An analytic function ("Analytic Functions")."""
    keys = node.args.get("partition_by")
    partition = f"PARTITION BY {render_all(keys, context)}" if keys else ""
    if isinstance(node.this, exp.WithinGroup):
        return _ordered_window(node, partition, context)
    parts = [partition] if partition else []
    parts += [render(node.args[name], context).strip() for name in ("order", "spec") if node.args.get(name)]
    if node.this.name == "RATIO_TO_REPORT":
        return _ratio(node.this, f"OVER ({' '.join(parts)})", context)
    if node.this.name in DISTRIBUTIONS:
        return _distribution(node, f"OVER ({' '.join(parts)})", f"OVER ({partition})")
    over = f"{_analytic_call(node.this, context)} OVER ({' '.join(parts)})"
    is_integer = node.this.name in INTEGER_ANALYTIC
    return f"{over}::numeric" if is_integer else over


def _ratio(call: exp.Anonymous, over: str, context: Context) -> str:
    """A value's part of the sum of all ("RATIO_TO_REPORT")."""
    check_attributes(call, "RATIO_TO_REPORT")
    (value,) = call_arguments("RATIO_TO_REPORT", AGGREGATES["SUM"], call, context)
    return f'"SYS".quotient({value}, nullif(sum({value}) {over}, 0))'


DISTRIBUTIONS = {  # ranks and counts as NUMBERs, with all their digits
    "PERCENT_RANK": (
        'coalesce("SYS".quotient((rank() {over} - 1)::numeric, (nullif(count(*) {whole}, 1) - 1)::numeric), 0)'
    ),
    "CUME_DIST": '"SYS".quotient((count(*) {over})::numeric, (count(*) {whole})::numeric)',
}


def _distribution(node: exp.Window, over: str, whole: str) -> str:
    """PERCENT_RANK and CUME_DIST."""
    name = node.this.name
    check_attributes(node.this, name)
    if node.this.expressions:
        raise OracleError(909, "invalid number of arguments")
    if not node.args.get("order"):
        raise OracleError(30485, "missing ORDER BY expression in the window specification")
    if node.args.get("spec"):
        raise OracleError(907, "missing right parenthesis")
    return DISTRIBUTIONS[name].format(over=over, whole=whole)


def _ordered_window(node: exp.Window, partition: str, context: Context) -> str:
    """`LISTAGG(...) WITHIN GROUP (ORDER BY ...) OVER (PARTITION BY ...)`, and percentiles: the window has no order."""
    if node.args.get("order") or node.args.get("spec"):
        raise OracleError(30487, "ORDER BY not allowed here")
    call, order = node.this.this, node.this.expression
    if call.name in PERCENTILES:
        return _percentile(call, order, f" OVER ({partition})", context)
    if call.name != "LISTAGG" or call.args.get("distinct"):
        raise UnsupportedError(f"the analytic function {call.name} WITHIN GROUP")
    check_attributes(call, "LISTAGG")
    _check_listagg(call)
    rows = "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING"
    text = f"string_agg({as_text(call.expressions[0], context)}, {_separator(call, context)})"
    return _limited(f"{text} OVER ({partition}{render(order, context)} {rows})", context)


PERCENTILES = {"PERCENTILE_CONT": "percentile_between", "PERCENTILE_DISC": "percentile_of"}


def _percentile(call: exp.Anonymous, order: exp.Order, over: str, context: Context) -> str:
    """A percentile of sorted values, between two of them or one of them ("PERCENTILE_CONT", "PERCENTILE_DISC")."""
    check_attributes(call, call.name)
    if len(call.expressions) != 1 or len(order.expressions) != 1:
        raise OracleError(909, "invalid number of arguments")
    (item,) = order.expressions
    value, fraction = render(item.this, context), render(call.expressions[0], context)
    values = f"array_agg({value}) FILTER (WHERE {value} IS NOT NULL){over}"
    is_descending = str(bool(item.args.get("desc"))).lower()
    return f'"SYS".{PERCENTILES[call.name]}({values}, ({fraction})::numeric, {is_descending})'


def _analytic_call(node: exp.Expr, context: Context) -> str:
    name = node.name
    function = ANALYTIC.get(name) or AGGREGATES.get(name)
    if function is None or not isinstance(node, exp.Anonymous) or node.args.get("clauses"):
        raise UnsupportedError(f"the analytic function {name or 'WITHIN GROUP'}")
    check_attributes(node, name)
    if any(isinstance(argument, exp.Distinct) for argument in node.expressions):
        raise UnsupportedError(f"DISTINCT of the analytic function {name}")
    return function.write(name, call_arguments(name, function, node, context))


@rule(exp.WindowSpec, "kind", "start", "start_side", "end", "end_side", "over")
def window_frame(node: exp.WindowSpec, context: Context) -> str:
    """`ROWS BETWEEN ... AND ...`."""
    kind = node.args["kind"].upper()
    bounds = [_frame_bound(node, side, context) for side in ("start", "end") if node.args.get(side)]
    return f"{kind} BETWEEN {' AND '.join(bounds)}" if len(bounds) == 2 else f"{kind} {bounds[0]}"


def _frame_bound(node: exp.WindowSpec, side: str, context: Context) -> str:
    """Rows are counted, a range is measured as the ORDER BY column is."""
    value = node.args[side]
    if isinstance(value, str):
        text = value
    else:
        text = f"({render(value, context)})" + ("" if node.args["kind"] == "RANGE" else "::int")
    return f"{text} {node.args.get(f'{side}_side') or ''}".strip()


@rule(exp.WithinGroup, "this", "expression")
def ordered_aggregate(node: exp.WithinGroup, context: Context) -> str:
    """`LISTAGG([DISTINCT] value, separator) WITHIN GROUP (ORDER BY ...)`."""
    call = node.this
    if call.name in PERCENTILES:
        return _percentile(call, node.expression, "", context)
    if call.name != "LISTAGG":
        raise UnsupportedError(f"{call.name} WITHIN GROUP")
    check_attributes(call, "LISTAGG", "distinct")
    if call.args.get("distinct"):
        return _distinct_listagg(call, node.expression, context)
    return listagg(call, render(node.expression, context), context)


def _distinct_listagg(call: exp.Anonymous, order: exp.Order, context: Context) -> str:
    """LISTAGG (DISTINCT ...): the values are sorted as what they are, then become text."""
    _check_listagg(call)
    (item, *others), value = order.expressions, call.expressions[0]
    if others or item.this != value:
        raise UnsupportedError("LISTAGG (DISTINCT ...) in the order of another expression")
    rows = f"unnest(array_agg(DISTINCT {render(value, context)}{render(order, context)})) AS listed(item)"
    texts = f'ARRAY(SELECT "SYS".str(item) FROM {rows} WHERE item IS NOT NULL)'
    return _limited(f"nullif(array_to_string({texts}, {_separator(call, context)}), '')", context)


def _check_listagg(call: exp.Anonymous) -> None:
    if not 1 <= len(call.expressions) <= 2:
        raise OracleError(909, "invalid number of arguments")


def _separator(call: exp.Anonymous, context: Context) -> str:
    separators = [as_text(part, context) for part in call.expressions[1:]]
    return f"coalesce({separators[0] if separators else 'NULL::text'}, '')"


def _limited(value: str, context: Context) -> str:
    return f'"SYS".listagg_result({value}, {context.profile.max_string_bytes})'


def listagg(call: exp.Anonymous, order: str, context: Context) -> str:
    """LISTAGG as an ordered string_agg; ORA-01489 when the result is too long."""
    _check_listagg(call)
    value = as_text(call.expressions[0], context)
    distinct = "DISTINCT " if call.args.get("distinct") else ""
    return _limited(f"string_agg({distinct}{value}, {_separator(call, context)}{order})", context)


def extreme_of_first(node: exp.Anonymous, context: Context) -> str:
    """`MAX(value) KEEP (DENSE_RANK LAST ORDER BY ...)`: the extreme value among the rows that come first or last."""
    name, order = node.name, node.args["keep"].copy()
    if name not in ("MIN", "MAX"):
        raise UnsupportedError(f"KEEP (DENSE_RANK ...) of {name}")
    (value,) = call_arguments(name, AGGREGATES[name], node, context)
    if node.args.get("keep_last"):
        for item in order.expressions:
            item.set("desc", not item.args["desc"])
            item.set("nulls_first", not item.args["nulls_first"])
    direction = "ASC" if name == "MIN" else "DESC"
    return f"(array_agg({value}{render(order, context)}, {value} {direction} NULLS LAST))[1]"


@rule(exp.Anonymous, "this", "expressions", "clauses", "order", "keep", "keep_last", "distinct")
def call(node: exp.Anonymous, context: Context) -> str:
    """A call; those of aggregates may be ordered."""
    if node.args.get("keep"):
        return extreme_of_first(node, context)
    if node.name == "LISTAGG":
        check_attributes(node, "LISTAGG", "distinct")
        return listagg(node, "", context)
    return plain_call(node, context)


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
