"""Rules for SELECT. Reference: SQL Language Reference, "SELECT"."""

from sqlglot import exp

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.conditions import condition_sql
from oracle_standin.sql.functions import AGGREGATES
from oracle_standin.sql.outer_joins import with_outer_joins
from oracle_standin.sql.recursion import recursive_query, refers_to
from oracle_standin.sql.render import Context, render, render_all, rule
from oracle_standin.sql.row_limits import computed_after_rownum, row_limit, rownum_limits, without_rownum
from oracle_standin.sql.sources import folded_name, scope

_MAX_COLUMNS = 1_000  # Database Reference, "Logical Database Limits"


@rule(
    exp.Select,
    "expressions", "from_", "joins", "where", "group", "having", "order", "limit", "offset", "distinct", "with_",
    "locks", "connect",
)  # fmt: skip
def select(node: exp.Select, context: Context) -> str:
    """A query block."""
    if len(node.expressions) > _MAX_COLUMNS:
        raise OracleError(1792, "maximum number of columns in a table or view is 1000")
    if node.args.get("connect"):
        return _generated_levels(node, context)
    node = with_outer_joins(node)
    limits = rownum_limits(node.args.get("where"))
    if limits and _computes_over_rows(node):
        return select(computed_after_rownum(node), context)
    _check_using(node)
    _check_groups(node, context)
    with scope(node, context):
        return _block(node, limits, context)


def _block(node: exp.Select, limits: list[exp.Expr], context: Context) -> str:
    named = _optional(node, "with_", context)  # first: its names are none of tables
    conditions = _conditions(node, context)
    body = [
        "SELECT " + ("DISTINCT " if node.args.get("distinct") else "") + render_all(node.expressions, context),
        _optional(node, "from_", context),
        *(render(join, context) for join in node.args.get("joins") or []),
        f" WHERE {' AND '.join(conditions)}" if conditions else "",
        *(_optional(node, name, context) for name in ("group", "having")),
    ]
    order = _order(node, context)
    locks = "".join(_for_update(lock, node, context) for lock in node.args.get("locks") or [])
    text = "".join(body)
    return named + text + order + row_limit(node, limits, text, context) + locks


def _conditions(node: exp.Select, context: Context) -> list[str]:
    """What WHERE says beside ROWNUM, and conditions without effect: some columns have to be those of tables."""
    condition = without_rownum(node.args.get("where"))
    columns = [column for lock in node.args.get("locks") or [] for column in lock.expressions]
    columns += [] if context.profile.has_group_by_alias else _groups_named_as_aliases(node)
    checks = [f"({render(column, context)} IS NULL OR true)" for column in columns]
    if condition is None:
        return checks
    text = condition_sql(condition, context)
    return [f"({text})", *checks] if checks else [text]


def _groups_named_as_aliases(node: exp.Select) -> list[exp.Column]:
    """Columns of GROUP BY that PostgreSQL would also find among the aliases of the select list."""
    aliases = {folded_name(item.args["alias"]) for item in node.expressions if isinstance(item, exp.Alias)}
    groups = node.args["group"].find_all(exp.Column) if node.args.get("group") else ()
    return [column for column in groups if not column.table and folded_name(column.this) in aliases]


def _optional(node: exp.Expr, name: str, context: Context) -> str:
    return render(node.args[name], context) if node.args.get(name) else ""


def _computes_over_rows(node: exp.Select) -> bool:
    """Whether a LIMIT would come too late: after grouping, DISTINCT, ordering or a window."""
    has_clause = any(node.args.get(name) for name in ("group", "having", "distinct", "order"))
    return has_clause or any(
        isinstance(part, exp.Window | exp.WithinGroup) or (isinstance(part, exp.Anonymous) and part.name in AGGREGATES)
        for item in node.expressions
        for part in item.walk()
    )


def _order(node: exp.Expr, context: Context) -> str:
    """ORDER BY; an alias of the select list inside an expression stands for what it names."""
    order = node.args.get("order")
    if order is None:
        return ""
    aliases = {folded_name(item.args["alias"]): item.this for item in node.expressions if isinstance(item, exp.Alias)}
    if aliases:
        order = order.copy()
        for item in order.expressions:
            _replace_aliases(item, aliases)
    return render(order, context)


def _replace_aliases(item: exp.Ordered, aliases: dict[str, exp.Expr]) -> None:
    if isinstance(item.this, exp.Column):  # PostgreSQL finds an alias alone itself
        return
    for column in list(item.find_all(exp.Column)):
        name = folded_name(column.this) if isinstance(column.this, exp.Identifier) else ""
        if not column.table and type(column) is exp.Column and name in aliases:
            column.replace(exp.Paren(this=aliases[name].copy()))


def _check_using(node: exp.Select) -> None:
    """ORA-25154: a column of USING has no qualifier."""
    names = {folded_name(column) for join in node.args.get("joins") or [] for column in join.args.get("using") or []}
    for column in node.find_all(exp.Column) if names else []:
        if column.table and isinstance(column.this, exp.Star):
            raise UnsupportedError("table.* of a join with USING")
        if column.table and column.parent_select is node and folded_name(column.this) in names:
            raise OracleError(25154, "column part of USING clause cannot have qualifier")


def _check_groups(node: exp.Select, context: Context) -> None:
    """ORA-00937: a column beside an aggregate without GROUP BY; in a subquery it may be one of the query around."""
    if node.args.get("group") or context.scopes:
        return
    items = [item.this if isinstance(item, exp.Alias) else item for item in node.expressions]
    if any(map(_aggregates, items)) and any(isinstance(item, exp.Column) for item in items):
        raise OracleError(937, "not a single-group group function")


def _aggregates(node: exp.Expr) -> bool:
    return isinstance(node, exp.Anonymous) and node.name in AGGREGATES


def _generated_levels(node: exp.Select, context: Context) -> str:
    """`SELECT ... FROM dual CONNECT BY LEVEL <= n`, the generator of rows; other hierarchies are refused."""
    connect, source = node.args["connect"], node.args["from_"]
    is_dual = source is not None and isinstance(source.this, exp.Table) and source.this.name.upper() == "DUAL"
    bound = _level_bound(connect.args["connect"])
    if not is_dual or bound is None or connect.args.get("start") or node.args.get("joins") or node.args.get("where"):
        raise UnsupportedError("CONNECT BY but as FROM dual CONNECT BY LEVEL <= n")
    block = node.copy()
    block.set("connect", None)
    for level in list(block.find_all(exp.Pseudocolumn)):
        if level.name.upper() == "LEVEL":
            level.replace(exp.Column(this=exp.Identifier(this="~level", quoted=True)))
    alias = source.this.args.get("alias")
    name = render(alias, context) if alias else '"DUAL"'
    rows = f"generate_series(1::numeric, greatest(1, {bound[0]}({render(bound[1], context)}){bound[2]}))"
    with scope(block, context):
        text = _block(block, [], context)
    original = render(source, context)
    generated = f' FROM (SELECT \'X\'::text AS "DUMMY", levels AS "~level" FROM {rows} AS levels) AS {name}'
    if text.count(original) != 1:
        raise UnsupportedError("CONNECT BY beside another use of DUAL")
    return text.replace(original, generated)


def _level_bound(node: exp.Expr) -> tuple[str, exp.Expr, str] | None:
    """The bound of LEVEL as rounding function, expression and correction."""
    is_level = isinstance(node, exp.Binary) and isinstance(node.this, exp.Pseudocolumn)
    if not is_level or node.this.name.upper() != "LEVEL" or any(node.expression.find_all(exp.Column)):
        return None
    if isinstance(node, exp.LTE):
        return "floor", node.expression, ""
    return ("ceil", node.expression, " - 1") if isinstance(node, exp.LT) else None


@rule(exp.Alias, "this", "alias")
def alias(node: exp.Alias, context: Context) -> str:
    """A named expression in the select list."""
    return f"{render(node.this, context)} AS {render(node.args['alias'], context)}"


@rule(exp.Where, "this")
def where(node: exp.Where, context: Context) -> str:
    """WHERE of UPDATE, DELETE and MERGE."""
    return f" WHERE {condition_sql(node.this, context)}"


@rule(exp.Group, "expressions")
def group(node: exp.Group, context: Context) -> str:
    """GROUP BY; a number there is a value, not a column's place."""
    return f" GROUP BY {render_all(node.expressions, context)}"


def _grouping(node: type[exp.Expr], words: str) -> None:
    @rule(node, "expressions")
    def grouping(node: exp.Expr, context: Context) -> str:
        return f"{words} ({render_all(node.expressions, context)})"


_grouping(exp.Rollup, "ROLLUP")
_grouping(exp.Cube, "CUBE")
_grouping(exp.GroupingSets, "GROUPING SETS")


@rule(exp.Having, "this")
def having(node: exp.Having, context: Context) -> str:
    """HAVING."""
    return f" HAVING {condition_sql(node.this, context)}"


@rule(exp.With, "expressions")
def with_clause(node: exp.With, context: Context) -> str:
    """WITH; a query that refers to itself needs its columns named."""
    named = [_named_query(query, context) for query in node.expressions]
    word = "WITH RECURSIVE" if any(is_recursive for _, is_recursive in named) else "WITH"
    return f"{word} {', '.join(text for text, _ in named)} "


def _named_query(node: exp.CTE, context: Context) -> tuple[str, bool]:
    """A query of WITH, and whether it refers to itself."""
    alias = node.args["alias"]
    name = folded_name(alias.this)
    if refers_to(node.this, name):
        return recursive_query(node, context), True
    context.named_queries.add(name)
    return f"{render(alias, context)} AS ({render(node.this, context)})", False


def _for_update(node: exp.Lock, block: exp.Select, context: Context) -> str:
    """FOR UPDATE [OF columns] [NOWAIT | WAIT seconds | SKIP LOCKED]; the seconds are the caller's business."""
    if block.args.get("distinct") or block.args.get("group"):
        raise OracleError(1786, "FOR UPDATE of this query expression is not allowed")
    is_limited = block.args.get("limit") and (block.args.get("order") or not context.profile.locks_fetched_rows)
    if is_limited or block.args.get("offset"):
        raise OracleError(2014, "cannot select FOR UPDATE from view with DISTINCT, GROUP BY, etc.")
    tables = sorted({_locked_table(column, block, context) for column in node.expressions})
    of = f" OF {', '.join(tables)}" if tables else ""
    wait = node.args.get("wait")
    return " FOR UPDATE" + of + (" NOWAIT" if wait is True else " SKIP LOCKED" if wait is False else "")


def _locked_table(column: exp.Expr, block: exp.Select, context: Context) -> str:
    """The table of a column of FOR UPDATE OF."""
    if not isinstance(column, exp.Column):
        raise OracleError(904, f"{column.sql()}: invalid identifier")
    if column.args.get("table"):
        return render(column.args["table"], context)
    if block.args.get("joins") or not block.args.get("from_"):
        raise UnsupportedError("FOR UPDATE OF a column without its table in a join")
    source = block.args["from_"].this
    return render(source.args["alias"] if source.args.get("alias") else source.this, context)


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
    @rule(node, "this", "expression", "distinct", "order", "limit", "offset", "with_", "locks")
    def set_operation(node: exp.SetOperation, context: Context) -> str:
        if node.args.get("locks"):
            raise OracleError(1786, "FOR UPDATE of this query expression is not allowed")
        named = _optional(node, "with_", context)
        word = operator if node.args.get("distinct") else f"{operator} ALL"
        sides = f"({render(node.this, context)}) {word} ({render(node.expression, context)})"
        return named + sides + _optional(node, "order", context) + row_limit(node, [], sides, context)


_set_operation(exp.Union, "UNION")
_set_operation(exp.Intersect, "INTERSECT")
_set_operation(exp.Except, "EXCEPT")
