"""Whether a name in a query or in DML is a column of a table that can be seen from where it stands."""

from collections.abc import Callable, Iterator

from sqlglot import exp

from oracle_standin.sql.identifiers import folded
from oracle_standin.sql.statements import TableName

ColumnsOf = Callable[[TableName], frozenset[str] | None]
_DML = (exp.Update, exp.Delete, exp.Merge)


def is_column(column: exp.Column, columns_of: ColumnsOf) -> bool:
    """Whether it is; `columns_of` gives None for a table that nobody knows, of which any name may be a column."""
    return any(_has(source, column, columns_of) for source in _sources(column))


def _sources(node: exp.Expr) -> Iterator[exp.Expr]:
    """The tables and subqueries in FROM, JOIN and USING of all statements around a node, and what DML changes."""
    parent = node.parent
    while parent is not None:
        if isinstance(parent, exp.Select):
            from_ = parent.args.get("from_")
            yield from ([from_.this] if from_ else [])
            yield from (join.this for join in parent.args.get("joins") or [])
        elif isinstance(parent, _DML) and parent.this is not None:  # the UPDATE of a MERGE names no table
            yield parent.this
            yield from ([parent.args["using"]] if isinstance(parent, exp.Merge) else [])
        elif isinstance(parent, exp.Insert) and _is_in_returning(node, parent):
            yield parent.this.this if isinstance(parent.this, exp.Schema) else parent.this
        parent = parent.parent


def _is_in_returning(node: exp.Expr, insert: exp.Insert) -> bool:
    returning = insert.args.get("returning")
    return returning is not None and any(part is node for part in returning.walk())


def _has(source: exp.Expr, column: exp.Column, columns_of: ColumnsOf) -> bool:
    if column.table and column.table.upper() != source.alias_or_name.upper():
        return False
    names = _columns(source, columns_of)
    return names is None or _folded(column.this) in names


def _columns(source: exp.Expr, columns_of: ColumnsOf) -> frozenset[str] | None:
    if isinstance(source, exp.Table):
        common = _common_table(source)
        return columns_of(_table_name(source)) if common is None else _projected(common)
    if isinstance(source, exp.Subquery):
        return _projected(source)
    return None


def _common_table(table: exp.Table) -> exp.Expr | None:
    """The query that WITH gives this name."""
    node: exp.Expr | None = table
    while node is not None:
        with_ = node.args.get("with_")
        for common in with_.expressions if with_ else []:
            if not table.db and common.alias.upper() == table.name.upper():
                query: exp.Expr = common
                return query
        node = node.parent
    return None


def _projected(source: exp.Expr) -> frozenset[str] | None:
    """The names of a subquery's columns; None if there is a star or they are named in an alias list."""
    alias = source.args.get("alias")
    query = source.this
    while isinstance(query, exp.SetOperation | exp.Subquery):
        query = query.this
    if not isinstance(query, exp.Select) or query.is_star or (alias is not None and alias.args.get("columns")):
        return None
    return frozenset(expression.alias_or_name.upper() for expression in query.expressions)


def _table_name(table: exp.Table) -> TableName:
    schema = table.args.get("db")
    return TableName(_folded(schema) if schema else None, _folded(table.this))


def _folded(identifier: exp.Expr) -> str:
    return folded(identifier.name, is_quoted=bool(identifier.args.get("quoted")))
