"""Which tables the documents of dot notation are in."""

import re
from collections.abc import Iterator
from dataclasses import replace

from sqlglot import exp

from oracle_standin.sql.json_dots import DOTTED, Dots, dotted, field_step
from oracle_standin.sql.sources import folded_name, named_table
from oracle_standin.sql.statements import TableName

_FIELDS = re.compile(r'\."((?:[^"\\]|\\.)*)"')


def resolve_dots(tree: exp.Expr) -> None:
    """Tell fields of documents from columns with their schema, and find the tables of the documents."""
    for column in list(tree.find_all(exp.Column)):
        owner = column.args.get("db")
        if owner is not None and type(column) is exp.Column and isinstance(column.this, exp.Identifier):
            source = _source(column, folded_name(owner))
            if source is not None:
                _replace(column, source)
    for node in tree.find_all(exp.Anonymous):
        if node.this == DOTTED:
            _set_relation(node)
            _set_name(node)


def _replace(column: exp.Column, source: exp.Expr) -> None:
    """`alias.column.field` is no column with a schema."""
    document = exp.Column(this=column.args["table"].copy(), table=column.args["db"].copy())
    node = dotted(document, Dots("$" + field_step(column.this), relation=_relation(source)))
    node.meta["display_name"] = ""
    column.replace(node)


def _set_relation(node: exp.Anonymous) -> None:
    dots, column = node.args["clauses"].this, node.expressions[0]
    source = _source(node, folded_name(column.args["table"]))
    if dots.relation is None and source is not None:
        node.args["clauses"].set("this", replace(dots, relation=_relation(source)))


def _set_name(node: exp.Anonymous) -> None:
    """In a select list it is called as its last field, in upper case."""
    dots: Dots = node.args["clauses"].this
    fields = _FIELDS.findall(dots.path)
    if "display_name" in node.meta and fields and not dots.method:
        node.meta["display_name"] = fields[-1].upper()


def _relation(source: exp.Expr) -> TableName | None:
    if isinstance(source, exp.Table) and isinstance(source.this, exp.Identifier):
        return named_table(source)
    return None


def _source(node: exp.Expr, name: str) -> exp.Expr | None:
    """The table or subquery that has this alias, in the innermost query block around that has one."""
    block = node.parent
    while block is not None:
        for source in _sources(block):
            alias = source.args.get("alias")
            named = alias.this if alias else source.this
            if isinstance(named, exp.Identifier) and folded_name(named) == name:
                return source
        block = block.parent
    return None


def _sources(block: exp.Expr) -> Iterator[exp.Expr]:
    if isinstance(block, exp.Update | exp.Delete | exp.Merge):
        yield from (part for part in (block.this, block.args.get("using")) if isinstance(part, exp.Expr))
    if not isinstance(block, exp.Select) or not block.args.get("from_"):
        return
    pending = [block.args["from_"].this, *(join.this for join in block.args.get("joins") or [])]
    while pending:
        source = pending.pop()
        pending += [join.this for join in source.args.get("joins") or []]
        if isinstance(source, exp.Paren):
            pending.append(source.this)
        else:
            yield source
