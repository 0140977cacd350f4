"""Rules for FROM: tables, subqueries, joins. Reference: SQL Language Reference, "SELECT", "Joins"."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlglot import exp

from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.conditions import condition_sql
from oracle_standin.sql.identifiers import folded, partition_view, quoted_table
from oracle_standin.sql.render import Context, render, render_all, rule
from oracle_standin.sql.statements import TableName


@contextmanager
def scope(node: exp.Expr, context: Context) -> Iterator[None]:
    """While the block is rendered, its tables' names are known: PostgreSQL would take one alone for a whole row."""
    context.scopes.append(source_names(node))
    try:
        yield
    finally:
        context.scopes.pop()


def source_names(node: exp.Expr) -> list[str]:
    """The names by which the columns of a block or of a changed table are qualified."""
    source = node.args.get("from_")
    parts = [source.this, *(join.this for join in node.args.get("joins") or [])] if source else []
    return [name for part in parts for name in _names(part)]


def _names(node: exp.Expr) -> list[str]:
    nested = [name for join in node.args.get("joins") or [] for name in _names(join.this)]
    if isinstance(node, exp.Paren):
        return _names(node.this) + nested
    alias = node.args.get("alias")
    named = alias.this if alias else node.this
    return [folded_name(named), *nested] if isinstance(named, exp.Identifier) else ["", *nested]


def folded_name(node: exp.Identifier) -> str:
    """The name as Oracle's dictionary has it."""
    return folded(node.this, is_quoted=bool(node.args.get("quoted")))


@rule(exp.From, "this")
def from_clause(node: exp.From, context: Context) -> str:
    """FROM."""
    return f" FROM {render(node.this, context)}"


@rule(exp.Table, "this", "db", "alias", "joins", "partition")
def table(node: exp.Table, context: Context) -> str:
    """A table or view with its alias."""
    joins = "".join(render(join, context) for join in node.args.get("joins") or [])
    name = table_name(node, context)
    # without an alias a replaced table keeps the name by which columns are qualified
    is_replaced = not node.args.get("alias") and stands_in(node, name, context)
    return name + (f" AS {render(node.this, context)}" if is_replaced else _alias(node, context)) + joins


def stands_in(node: exp.Table, name: str, context: Context) -> bool:
    """Whether the name in PostgreSQL is another one than the table's."""
    return bool(node.args.get("partition")) or name in context.replacements.values()


def table_name(node: exp.Table, context: Context) -> str:
    """A table's name without its alias."""
    table = named_table(node)
    if table.schema is None and table.name in context.named_queries:
        return quoted_table(None, table.name)
    context.tables.add(table)
    if node.args.get("partition_for"):
        raise UnsupportedError("PARTITION FOR in queries and DML")
    if node.args.get("partition"):
        return quoted_table(table.schema, partition_view(table.name, folded_name(node.args["partition"])))
    return context.replacements.get(table) or quoted_table(table.schema, table.name)


def named_table(node: exp.Table) -> TableName:
    """The table as the statement names it."""
    schema = node.args.get("db")
    return TableName(folded_name(schema) if schema else None, folded_name(node.this))


def _alias(node: exp.Expr, context: Context) -> str:
    return f" AS {render(node.args['alias'], context)}" if node.args.get("alias") else ""


@rule(exp.TableAlias, "this", "columns")
def table_alias(node: exp.TableAlias, context: Context) -> str:
    """An alias, in WITH also with column names."""
    columns = node.args.get("columns")
    return render(node.this, context) + (f" ({render_all(columns, context)})" if columns else "")


@rule(exp.Subquery, "this", "alias", "joins", "order", "limit", "offset", "with_")
def subquery(node: exp.Subquery, context: Context) -> str:
    """A query in parentheses; ORDER BY and FETCH after them are of the query around."""
    joins = "".join(render(join, context) for join in node.args.get("joins") or [])
    if any(node.args.get(name) for name in ("order", "limit", "offset", "with_")):
        return _ordered_subquery(node, context)
    return f"({render(node.this, context)}){_alias(node, context)}{joins}"


def _ordered_subquery(node: exp.Subquery, context: Context) -> str:
    """`(query) ORDER BY ... FETCH ...` as a query over it."""
    inner = exp.Subquery(this=node.this.copy(), alias=exp.TableAlias(this=exp.Identifier(this="~q", quoted=True)))
    block = exp.Select(expressions=[exp.Star()], from_=exp.From(this=inner))
    for name in ("order", "limit", "offset", "with_"):
        block.set(name, node.args.get(name))
    return render(block, context)


@rule(exp.Lateral, "this", "alias")
def lateral(node: exp.Lateral, context: Context) -> str:
    """A subquery that refers to the tables before it."""
    return f"LATERAL {render(node.this, context)}{_alias(node, context)}"


@rule(exp.Join, "this", "side", "kind", "on", "using", "method")
def join(node: exp.Join, context: Context) -> str:
    """A join, or the comma between two tables."""
    words = [str(node.args.get(part) or "") for part in ("method", "side", "kind")]
    source = render(node.this, context)
    if words[2].endswith("APPLY"):
        return f" LEFT JOIN {source} ON true" if words[2] == "OUTER APPLY" else f" CROSS JOIN {source}"
    if not any(words) and not node.args.get("on") and not node.args.get("using"):
        return f", {source}"
    text = f" {' '.join(filter(None, words))} JOIN {source}"
    if node.args.get("on"):
        text += f" ON {condition_sql(node.args['on'], context)}"
    if node.args.get("using"):
        text += f" USING ({render_all(node.args['using'], context)})"
    return " " + text.strip()
