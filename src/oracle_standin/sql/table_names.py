"""Gives the tables of a statement other names: those of the objects that synonyms stand for, or names with a schema."""

from collections.abc import Iterator, Mapping

from sqlglot import exp

from oracle_standin.sql.sequences import is_reference, rename_sequence
from oracle_standin.sql.sources import folded_name, named_table
from oracle_standin.sql.statements import TableName


def rename_tables(tree: exp.Expr, names: Mapping[TableName, TableName]) -> None:
    """Put the new names in; columns are still qualified by the old ones, which become aliases."""
    for table in list(_tables(tree)):
        target = names.get(named_table(table))
        if target is not None:
            _rename(table, target)
    for column in tree.find_all(exp.Column):
        owner = column.args.get("db")
        if is_reference(column):
            rename_sequence(column, names)
        elif owner and TableName(folded_name(owner), folded_name(column.args["table"])) in names:
            column.set("db", None)


def _tables(tree: exp.Expr) -> Iterator[exp.Table]:
    """The tables of a statement without the queries of its WITH."""
    queries = {folded_name(query.args["alias"].this) for query in tree.find_all(exp.CTE)}
    for table in tree.find_all(exp.Table):
        is_named = isinstance(table.this, exp.Identifier)
        if is_named and (table.args.get("db") or folded_name(table.this) not in queries):
            yield table


def _rename(table: exp.Table, target: TableName) -> None:
    if not table.args.get("alias"):
        table.set("alias", exp.TableAlias(this=table.this.copy()))
    table.set("this", exp.Identifier(this=target.name, quoted=True))
    table.set("db", exp.Identifier(this=target.schema, quoted=True) if target.schema else None)
