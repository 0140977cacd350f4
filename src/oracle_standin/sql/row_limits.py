"""ROWNUM, OFFSET and FETCH. Reference: SQL Language Reference, "ROWNUM Pseudocolumn", "row_limiting_clause"."""

from sqlglot import exp

from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.render import Context, render

# How many rows pass `ROWNUM operator bound`: a row that does not pass leaves its number to the next one, so all
# rows after it fail as well. NULL lets no row pass; an infinite number is written as NULL by LIMIT.
_PASSING: dict[type[exp.Expr], str] = {
    exp.LTE: "greatest(floor({0}), 0)",
    exp.LT: "greatest(ceil({0}) - 1, 0)",
    exp.EQ: "CASE WHEN {0} = 1 THEN 1 ELSE 0 END",
    exp.GTE: "CASE WHEN {0} <= 1 THEN {1} ELSE 0 END",
    exp.GT: "CASE WHEN {0} < 1 THEN {1} ELSE 0 END",
    exp.NEQ: "CASE WHEN {0} >= 1 AND {0} = trunc({0}) THEN {0} - 1 WHEN {0} IS NULL THEN 0 ELSE {1} END",
}
_ALL_ROWS = "9223372036854775807"
_MIRRORED: dict[type[exp.Expr], type[exp.Expr]] = {
    exp.LTE: exp.GTE, exp.LT: exp.GT, exp.GTE: exp.LTE, exp.GT: exp.LT, exp.EQ: exp.EQ, exp.NEQ: exp.NEQ,
}  # fmt: skip


def is_rownum(node: exp.Expr | None) -> bool:
    """Whether the node is ROWNUM."""
    return isinstance(node, exp.Pseudocolumn) and node.name.upper() == "ROWNUM"


def uses_rownum(node: exp.Expr | None) -> bool:
    """Whether ROWNUM of this block is somewhere in the node."""
    return node is not None and any(is_rownum(part) for part in _own_nodes(node))


def rownum_limits(where: exp.Where | None) -> list[exp.Expr]:
    """The conditions on ROWNUM among the ANDed parts of WHERE.

    Raises:
        UnsupportedError: ROWNUM is used there in another way.
    """
    limits = [part for part in _conjuncts(where) if uses_rownum(part)]
    for part in limits:
        _check(part)
    return limits


def without_rownum(where: exp.Where | None) -> exp.Expr | None:
    """The condition of WHERE without its conditions on ROWNUM."""
    rest: exp.Expr | None = None
    for part in _conjuncts(where):
        if not uses_rownum(part):
            rest = part.copy() if rest is None else exp.And(this=rest, expression=part.copy())
    return rest


def _own_nodes(node: exp.Expr) -> list[exp.Expr]:
    """All nodes but those of subqueries."""
    return list(node.walk(prune=lambda part: isinstance(part, exp.Select | exp.SetOperation)))


def _conjuncts(node: exp.Expr | None) -> list[exp.Expr]:
    match node:
        case None:
            return []
        case exp.Where():
            return _conjuncts(node.this)
        case exp.And():
            return _conjuncts(node.this) + _conjuncts(node.expression)
        case exp.Paren() if isinstance(node.this, exp.And):
            return _conjuncts(node.this)
        case _:
            return [node]


def _check(node: exp.Expr) -> None:
    bounds = _bounds(node)
    if not bounds or any(isinstance(part, exp.Column) for _, bound in bounds for part in _own_nodes(bound)):
        raise UnsupportedError("this condition on ROWNUM")


def _bounds(node: exp.Expr) -> list[tuple[type[exp.Expr], exp.Expr]]:
    """Operator and bound of each comparison that the condition makes of ROWNUM; none when it is another one."""
    if isinstance(node, exp.Paren):
        return _bounds(node.this)
    if isinstance(node, exp.Between) and is_rownum(node.this):
        return [(exp.GTE, node.args["low"]), (exp.LTE, node.args["high"])]
    if type(node) not in _PASSING:
        return []
    if is_rownum(node.this) and not is_rownum(node.expression):
        return [(type(node), node.expression)]
    return [(_MIRRORED[type(node)], node.this)] if is_rownum(node.expression) and not is_rownum(node.this) else []


def computed_after_rownum(node: exp.Select) -> exp.Select:
    """`SELECT COUNT(*) FROM t WHERE ROWNUM <= 5` as a query over five rows of t."""
    source = node.args["from_"].this
    if node.args.get("joins") or not isinstance(source, exp.Table | exp.Subquery):
        raise UnsupportedError("ROWNUM in WHERE with a join and grouping, DISTINCT or ordering")
    if any(map(uses_rownum, [*node.expressions, node.args.get("order"), node.args.get("group")])):
        raise UnsupportedError("ROWNUM both in WHERE and beside grouping, DISTINCT or ordering")
    alias = source.args.get("alias")
    if alias is None and isinstance(source, exp.Table):
        alias = exp.TableAlias(this=source.this.copy())
    rows = exp.Select(expressions=[exp.Star()], from_=exp.From(this=source.copy()), where=node.args["where"].copy())
    outer = node.copy()
    outer.set("where", None)
    outer.set("from_", exp.From(this=exp.Subquery(this=rows, alias=alias.copy() if alias else None)))
    return outer


def row_limit(node: exp.Expr, rownum_conditions: list[exp.Expr], query: str, context: Context) -> str:
    """LIMIT and OFFSET for FETCH, OFFSET and the conditions on ROWNUM; `query` is what they limit."""
    fetch, offset = node.args.get("limit"), node.args.get("offset")
    if rownum_conditions and (fetch or offset):
        raise UnsupportedError("ROWNUM together with FETCH or OFFSET")
    text = f" OFFSET {_count(offset.expression, _ALL_ROWS, context)}" if offset else ""
    if rownum_conditions:
        passing = [_passing(*bound, context) for part in rownum_conditions for bound in _bounds(part)]
        return f" LIMIT {passing[0]}" if len(passing) == 1 else f" LIMIT least({', '.join(passing)})"
    return text + _fetch(fetch, query, has_order=bool(node.args.get("order")), context=context) if fetch else text


def _passing(operator: type[exp.Expr], bound: exp.Expr, context: Context) -> str:
    if _is_whole(bound) and (operator is exp.LTE or (operator is exp.EQ and int(bound.this) == 1)):
        return str(bound.this)
    value = f"({render(bound, context)})::numeric"
    return f"coalesce({_PASSING[operator].format(value, _ALL_ROWS)}, 0)::bigint"


def _is_whole(node: exp.Expr) -> bool:
    return isinstance(node, exp.Literal) and not node.is_string and node.this.isdecimal()


def _count(node: exp.Expr, if_null: str, context: Context) -> str:
    """A number of rows: fractions are cut, a negative one is 0 and NULL lets no row through."""
    if _is_whole(node):
        return str(node.this)
    return f"coalesce(greatest(trunc(({render(node, context)})::numeric), 0), {if_null})::bigint"


def _fetch(fetch: exp.Fetch, query: str, *, has_order: bool, context: Context) -> str:
    # without an order Oracle finds no ties
    form = " FETCH FIRST ({}) ROWS WITH TIES" if fetch.args.get("with_ties") and has_order else " LIMIT {}"
    if not fetch.args.get("percent"):
        return form.format(_count(fetch.args["count"], "0", context))
    percent = f"greatest(({render(fetch.args['count'], context)})::numeric, 0)"
    return form.format(
        f'(SELECT coalesce(ceil(count(*) * least({percent}, 100) / 100), 0)::bigint FROM ({query}) AS "~counted")'
    )
