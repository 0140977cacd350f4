"""Rules for SELECT. Reference: SQL Language Reference, "SELECT"."""

from sqlglot import exp

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.identifiers import folded, quoted_table
from oracle_standin.sql.prepass import PREFIX
from oracle_standin.sql.render import Context, render, render_all, rule
from oracle_standin.sql.statements import TableName

_ROWNUM = f"{PREFIX}ROWNUM"


@rule(
    exp.Select,
    "expressions", "from_", "joins", "where", "group", "having", "order", "limit", "offset", "distinct", "with_",
    "locks",
)  # fmt: skip
def select(node: exp.Select, context: Context) -> str:
    """A query block."""
    if not node.args.get("from_") and not context.profile.has_select_without_from:
        raise OracleError(923, "FROM keyword not found where expected")
    condition, limit = _without_rownum(node.args.get("where"))
    if limit is not None and _computes_over_rows(node):
        return select(_limited_before_computing(node, condition, limit), context)
    parts = [
        _render_optional(node, "with_", context),
        "SELECT " + _distinct(node) + render_all(node.expressions, context),
        _render_optional(node, "from_", context),
        *(render(join, context) for join in node.args.get("joins") or []),
        f" WHERE {render(condition, context)}" if condition else "",
        *(_render_optional(node, name, context) for name in ("group", "having", "order")),
        _limit(node, limit, context),
        *(render(lock, context) for lock in node.args.get("locks") or []),
    ]
    return "".join(parts)


def _render_optional(node: exp.Expr, name: str, context: Context) -> str:
    return render(node.args[name], context) if node.args.get(name) else ""


def _distinct(node: exp.Select) -> str:
    distinct = node.args.get("distinct")
    if distinct and distinct.args.get("on"):
        raise OracleError(936, "missing expression")
    return "DISTINCT " if distinct else ""


def _without_rownum(where: exp.Where | None) -> tuple[exp.Expr | None, exp.Expr | None]:
    """The condition without `ROWNUM <= n` among its ANDed parts, and n."""
    if where is None:
        return None, None
    rest, limit = None, None
    for part in where.this.flatten() if isinstance(where.this, exp.And) else [where.this]:
        bound = _rownum_bound(part)
        if bound is not None and limit is not None:
            raise UnsupportedError("two conditions on ROWNUM")
        if bound is not None:
            limit = bound
        else:
            rest = part.copy() if rest is None else exp.And(this=rest, expression=part.copy())
    return rest, limit


def _rownum_bound(node: exp.Expr) -> exp.Expr | None:
    """The n of `ROWNUM <= n`, `ROWNUM < n` and `ROWNUM = 1` ("ROWNUM Pseudocolumn")."""
    if not isinstance(node, exp.Binary) or not _is_rownum(node.this):
        return None
    bound: exp.Expr = node.expression
    if isinstance(node, exp.LTE) or (isinstance(node, exp.EQ) and bound == exp.Literal.number(1)):
        return bound
    if isinstance(node, exp.LT):
        return exp.Sub(this=bound.copy(), expression=exp.Literal.number(1))
    raise UnsupportedError("this condition on ROWNUM")


def _is_rownum(node: exp.Expr) -> bool:
    return isinstance(node, exp.Column) and node.name == _ROWNUM


def _computes_over_rows(node: exp.Select) -> bool:
    """Whether a LIMIT would come too late: after grouping, DISTINCT, ordering or a window."""
    has_clause = any(node.args.get(name) for name in ("group", "having", "distinct", "order"))
    return has_clause or any(
        isinstance(part, exp.Window) or (isinstance(part, exp.Anonymous) and _is_aggregate(part))
        for part in node.walk()
    )


def _is_aggregate(node: exp.Anonymous) -> bool:
    return node.name.removeprefix(PREFIX) in ("COUNT", "SUM", "MIN", "MAX", "AVG", "STDDEV", "VARIANCE", "MEDIAN")


def _limited_before_computing(node: exp.Select, condition: exp.Expr | None, limit: exp.Expr) -> exp.Select:
    """`SELECT COUNT(*) FROM t WHERE ROWNUM <= 5` as a query over five rows of t."""
    source = node.args["from_"].this
    if node.args.get("joins") or not isinstance(source, exp.Table | exp.Subquery):
        raise UnsupportedError("ROWNUM with a join and grouping or ordering")
    alias = source.args.get("alias") or exp.TableAlias(this=source.this.copy())
    rows = exp.Select(expressions=[exp.Star()], from_=exp.From(this=source.copy()))
    bound = exp.LTE(this=exp.column(_ROWNUM), expression=limit.copy())
    rows.set("where", exp.Where(this=exp.And(this=condition, expression=bound) if condition else bound))
    outer = node.copy()
    outer.set("where", None)
    outer.set("from_", exp.From(this=exp.Subquery(this=rows, alias=alias.copy())))
    return outer


def _limit(node: exp.Expr, rownum_limit: exp.Expr | None, context: Context) -> str:
    """FETCH FIRST and OFFSET ("row_limiting_clause"), or the limit that ROWNUM set."""
    limit, offset = node.args.get("limit"), node.args.get("offset")
    if rownum_limit is not None and (limit or offset):
        raise UnsupportedError("ROWNUM together with FETCH")
    parts = ""
    if offset:
        parts += f" OFFSET {_row_count(offset.expression, context)}"
    if rownum_limit is not None:
        parts += f" LIMIT {_row_count(rownum_limit, context)}"
    if limit:
        parts += f" LIMIT {_row_count(_fetch_count(limit), context)}"
    return parts


def _row_count(node: exp.Expr, context: Context) -> str:
    if isinstance(node, exp.Literal):
        return str(node.this)
    return f"greatest(trunc({render(node, context)}), 0)::bigint"


def _fetch_count(limit: exp.Expr) -> exp.Expr:
    if not isinstance(limit, exp.Fetch):
        raise OracleError(933, "SQL command not properly ended")  # LIMIT is no Oracle SQL
    options = limit.args.get("limit_options")
    if options and (options.args.get("percent") or options.args.get("with_ties")):
        raise UnsupportedError("FETCH with PERCENT or WITH TIES")
    count = limit.args.get("count")
    return count if isinstance(count, exp.Expr) else exp.Literal.number(1)


@rule(exp.Alias, "this", "alias")
def alias(node: exp.Alias, context: Context) -> str:
    """A named expression in the select list."""
    return f"{render(node.this, context)} AS {render(node.args['alias'], context)}"


@rule(exp.From, "this")
def from_clause(node: exp.From, context: Context) -> str:
    """FROM."""
    return f" FROM {render(node.this, context)}"


@rule(exp.Table, "this", "db", "alias", "joins")
def table(node: exp.Table, context: Context) -> str:
    """A table or view with its alias."""
    if not isinstance(node.this, exp.Identifier):
        raise UnsupportedError(f"{node.sql()} as a table")
    joins = "".join(render(join, context) for join in node.args.get("joins") or [])
    name = table_name(node, context)
    # without an alias a replaced table keeps the name by which columns are qualified
    is_replaced = not node.args.get("alias") and name in context.replacements.values()
    return name + (f" AS {render(node.this, context)}" if is_replaced else _alias(node, context)) + joins


def table_name(node: exp.Table, context: Context) -> str:
    """A table's name without its alias."""
    schema = node.args.get("db")
    table = TableName(_folded(schema) if schema else None, _folded(node.this))
    context.tables.add(table)
    return context.replacements.get(table) or quoted_table(table.schema, table.name)


def _folded(node: exp.Identifier) -> str:
    return folded(node.this, is_quoted=bool(node.args.get("quoted")))


def _alias(node: exp.Expr, context: Context) -> str:
    alias = node.args.get("alias")
    if alias is None:
        return ""
    if alias.args.get("columns"):  # such as `t SAMPLE (10)`
        raise UnsupportedError(f"'{node.sql().replace(PREFIX, '')}' in FROM")
    return f" AS {render(alias, context)}"


@rule(exp.TableAlias, "this", "columns")
def table_alias(node: exp.TableAlias, context: Context) -> str:
    """An alias, in WITH also with column names."""
    columns = node.args.get("columns")
    return render(node.this, context) + (f" ({render_all(columns, context)})" if columns else "")


@rule(exp.Subquery, "this", "alias", "with_", "order", "limit", "offset")
def subquery(node: exp.Subquery, context: Context) -> str:
    """A query in parentheses."""
    clauses = _render_optional(node, "order", context) + _limit(node, None, context)
    body = f"({render(node.this, context)}){clauses}"
    return f"{_render_optional(node, 'with_', context)}{body}{_alias(node, context)}"


@rule(exp.Join, "this", "side", "kind", "on", "using", "method")
def join(node: exp.Join, context: Context) -> str:
    """A join, or the comma between two tables."""
    words = [str(node.args.get(part) or "").upper() for part in ("method", "side", "kind")]
    source = render(node.this, context)
    if not any(words) and not node.args.get("on") and not node.args.get("using"):
        return f", {source}"
    text = f" {' '.join(filter(None, words))} JOIN {source}"
    if node.args.get("on"):
        text += f" ON {render(node.args['on'], context)}"
    if node.args.get("using"):
        text += f" USING ({render_all(node.args['using'], context)})"
    return " " + text.strip()


@rule(exp.Where, "this")
def where(node: exp.Where, context: Context) -> str:
    """WHERE of UPDATE, DELETE and MERGE."""
    return f" WHERE {render(node.this, context)}"


@rule(exp.Group, "expressions")
def group(node: exp.Group, context: Context) -> str:
    """GROUP BY; a number there is a value, not a column's place."""
    return f" GROUP BY {render_all(node.expressions, context)}"


@rule(exp.Having, "this")
def having(node: exp.Having, context: Context) -> str:
    """HAVING."""
    return f" HAVING {render(node.this, context)}"


@rule(exp.With, "expressions")
def with_clause(node: exp.With, context: Context) -> str:
    """WITH; a query may refer to itself without RECURSIVE."""
    return f"WITH RECURSIVE {render_all(node.expressions, context)} "


@rule(exp.CTE, "this", "alias")
def named_query(node: exp.CTE, context: Context) -> str:
    """A query of the WITH clause."""
    return f"{render(node.args['alias'], context)} AS ({render(node.this, context)})"


@rule(exp.Lock, "update", "wait", "expressions")
def for_update(node: exp.Lock, _: Context) -> str:
    """FOR UPDATE [NOWAIT | WAIT seconds | SKIP LOCKED]; the seconds are the caller's business."""
    if node.expressions:
        raise UnsupportedError("FOR UPDATE OF")
    wait = node.args.get("wait")
    return " FOR UPDATE" + (" NOWAIT" if wait is True else " SKIP LOCKED" if wait is False else "")


def lock_wait_s(node: exp.Expr) -> int | None:
    """The seconds of FOR UPDATE WAIT; None when it waits for ever or not at all."""
    for lock in node.args.get("locks") or []:
        wait = lock.args.get("wait")
        if isinstance(wait, exp.Literal) and wait.this.isdecimal():
            return int(wait.this)
        if isinstance(wait, exp.Expr):
            raise OracleError(30005, "missing or invalid WAIT interval")
    return None


def _set_operation(node: type[exp.Expr], operator: str) -> None:
    @rule(node, "this", "expression", "distinct", "order", "limit", "offset", "with_")
    def set_operation(node: exp.SetOperation, context: Context) -> str:
        word = operator if node.args.get("distinct") else f"{operator} ALL"
        sides = f"({render(node.this, context)}) {word} ({render(node.expression, context)})"
        clauses = _render_optional(node, "order", context) + _limit(node, None, context)
        return f"{_render_optional(node, 'with_', context)}{sides}{clauses}"


_set_operation(exp.Union, "UNION")
_set_operation(exp.Intersect, "INTERSECT")
_set_operation(exp.Except, "EXCEPT")
