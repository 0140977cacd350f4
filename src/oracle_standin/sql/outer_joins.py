"""Oracle's own outer joins, `a.x = b.y (+)`, as LEFT JOIN. Reference: SQL Language Reference, "Outer Joins"."""

from sqlglot import exp

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.sources import folded_name


def with_outer_joins(node: exp.Select) -> exp.Select:
    """The block with LEFT JOIN instead of `(+)`; the same block when it has none.

    Raises:
        OracleError: ORA-25156 beside a join of the FROM clause, ORA-01719 in OR and IN, ORA-01468 for two tables in
            one condition, ORA-01416 for tables that wait for each other.
    """
    where = node.args.get("where")
    if where is None or not _marks(where):
        return node
    joins = node.args.get("joins") or []
    if not node.args.get("from_"):
        raise OracleError(904, f'"{_marks(where)[0].name.upper()}": invalid identifier')
    if any(join.args.get(part) for join in joins for part in ("kind", "side", "method", "on", "using")):
        raise OracleError(25156, "old style outer join (+) cannot be used with ANSI joins")
    tables = {_name(part): part for part in (node.args["from_"].this, *(join.this for join in joins))}
    conditions = _conjuncts(where.this)
    optional = [_optional_table(condition, tables) for condition in conditions]
    result = node.copy()
    _set_sources(result, tables, list(zip(conditions, optional, strict=True)))
    rest = [condition for condition, name in zip(conditions, optional, strict=True) if name is None]
    result.set("where", exp.Where(this=_all_of(rest)) if rest else None)
    _expand_star(result, list(tables))
    return result


def _marks(node: exp.Expr) -> list[exp.Column]:
    """The marked columns that belong to this block, not to a subquery of it."""
    select = node.parent_select
    return [
        column
        for column in node.find_all(exp.Column)
        if column.args.get("join_mark") and (select is None or column.parent_select is select)
    ]


def _conjuncts(node: exp.Expr) -> list[exp.Expr]:
    if isinstance(node, exp.And):
        return _conjuncts(node.this) + _conjuncts(node.expression)
    if isinstance(node, exp.Paren) and isinstance(node.this, exp.And):
        return _conjuncts(node.this)
    return [node]


def _optional_table(condition: exp.Expr, tables: dict[str, exp.Expr]) -> str | None:
    """The table that a condition joins, by its name; None for a condition without mark."""
    marks = _marks(condition)
    if not marks:
        return None
    if condition.find(exp.Or, exp.In):
        raise OracleError(1719, "outer join operator (+) not allowed in operand of OR or IN")
    if any(column.parent_select is not marks[0].parent_select for column in condition.find_all(exp.Column)):
        raise OracleError(1799, "a column may not be outer-joined to a subquery")
    if not all(column.table for column in condition.find_all(exp.Column)):
        raise UnsupportedError("(+) beside a column without its table")
    names = {_column_table(column) for column in marks}
    if len(names) > 1:
        raise OracleError(1468, "a predicate may reference only one outer-joined table")
    name = names.pop()
    if name not in tables:
        raise OracleError(904, f'"{name}": invalid identifier')
    return name


def _set_sources(node: exp.Select, tables: dict[str, exp.Expr], conditions: list[tuple[exp.Expr, str | None]]) -> None:
    """FROM: first the tables that must have a row, then each optional one after those that its conditions name."""
    waiting = {name: [condition for condition, table in conditions if table == name] for name in tables}
    placed = [name for name, own in waiting.items() if not own]
    if not placed:
        raise OracleError(1416, "two tables cannot be outer-joined to each other")
    node.set("from_", exp.From(this=tables[placed[0]].copy()))
    joins = [exp.Join(this=tables[name].copy(), kind="CROSS") for name in placed[1:]]
    while len(placed) < len(tables):
        ready = next(
            (name for name, own in waiting.items() if name not in placed and _is_ready(name, own, placed)), None
        )
        if ready is None:
            raise OracleError(1416, "two tables cannot be outer-joined to each other")
        joins.append(exp.Join(this=tables[ready].copy(), side="LEFT", on=_all_of(waiting[ready])))
        placed.append(ready)
    node.set("joins", joins)


def _is_ready(name: str, conditions: list[exp.Expr], placed: list[str]) -> bool:
    named = {_column_table(column) for condition in conditions for column in condition.find_all(exp.Column)}
    return named <= {name, *placed}


def _all_of(conditions: list[exp.Expr]) -> exp.Expr:
    result: exp.Expr | None = None
    for condition in conditions:
        part = condition.copy()
        for column in part.find_all(exp.Column):
            column.set("join_mark", None)
        if isinstance(part, exp.Or):
            part = exp.Paren(this=part)
        result = part if result is None else exp.And(this=result, expression=part)
    if result is None:
        raise AssertionError(conditions)
    return result


def _expand_star(node: exp.Select, names: list[str]) -> None:
    """`*` has the columns in the order of FROM as it was written."""
    if len(node.expressions) == 1 and isinstance(node.expressions[0], exp.Star):
        stars = [exp.Column(this=exp.Star(), table=exp.Identifier(this=name, quoted=True)) for name in names]
        node.set("expressions", stars)


def _column_table(column: exp.Column) -> str:
    return folded_name(column.args["table"])


def _name(node: exp.Expr) -> str:
    alias = node.args.get("alias")
    named = alias.this if alias else node.this
    if not isinstance(named, exp.Identifier):
        raise UnsupportedError("(+) beside a subquery without an alias")
    return folded_name(named)
