"""FROM with its joins. Reference: SQL Language Reference, "SELECT", "Joins"."""

from sqlglot import exp

from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.grammar.json_tables import json_table
from oracle_standin.sql.grammar.statement_reader import StatementReader

_REFUSED_TABLES = ("TABLE", "THE", "XMLTABLE", "ONLY", "CONTAINERS", "SHARDS", "GRAPH_TABLE", "EXTERNAL")
_REFUSED_AFTER_TABLES = ("PIVOT", "UNPIVOT", "SAMPLE", "VERSIONS", "MATCH_RECOGNIZE")
_SIDES = ("LEFT", "RIGHT", "FULL")


def from_clause(reader: StatementReader) -> tuple[exp.Expr, list[exp.Expr]]:
    """The first table, and the others as joins; a comma is a join without words."""
    source = _factor(reader)
    joins = _joins(reader)
    while reader.accept(","):
        joins.append(exp.Join(this=_factor(reader)))
        joins += _joins(reader)
    return source, joins


def table_name(reader: StatementReader) -> exp.Table:
    """A table's name with or without its schema; node: `partition` or `partition_for` from PARTITION (...)."""
    first = reader.identifier(903, "invalid table name")
    if reader.accept("."):
        node = exp.Table(this=reader.identifier(903, "invalid table name"), db=first)
    else:
        node = exp.Table(this=first)
    if reader.peek("@"):
        raise UnsupportedError("database links")
    if reader.word == "SUBPARTITION":
        raise UnsupportedError("subpartitions")
    if reader.accept("PARTITION", "FOR"):
        reader.open()
        node.set("partition_for", reader.expressions())
        reader.close()
    elif reader.accept("PARTITION", "("):
        node.set("partition", reader.identifier())
        reader.close()
    return node


def aliased(reader: StatementReader, node: exp.Expr) -> exp.Expr:
    """The node with its alias, if one comes next.

    Raises:
        OracleError: ORA-00933 for AS in front of a table's alias.
    """
    if reader.is_alias():
        node.set("alias", exp.TableAlias(this=reader.identifier()))
    return node


def _factor(reader: StatementReader) -> exp.Expr:
    if reader.accept("("):
        return _parenthesised(reader)
    if reader.accept("LATERAL"):
        reader.open()
        lateral = exp.Lateral(this=exp.Subquery(this=reader.query()))
        reader.close()
        return aliased(reader, lateral)
    if reader.peek("JSON_TABLE", "("):
        return aliased(reader, json_table(reader))
    for word in _REFUSED_TABLES:
        if reader.peek(word, "("):
            raise UnsupportedError(f"{word} (...) in FROM")
    node = table_name(reader)
    if reader.peek("("):
        raise UnsupportedError("table functions")
    _refuse_suffixes(reader)
    aliased(reader, node)
    _refuse_suffixes(reader)
    return node


def _parenthesised(reader: StatementReader) -> exp.Expr:
    """After a left parenthesis: a query, or joined tables."""
    if reader.peek("VALUES"):
        raise UnsupportedError("VALUES in FROM")
    if reader.begins_query() or (reader.peek("(") and reader.is_query_behind_parentheses()):
        query = reader.query()
        if reader.peek("WITH"):
            raise UnsupportedError("WITH READ ONLY or CHECK OPTION in FROM")
        reader.close()
        _refuse_suffixes(reader)
        node = aliased(reader, exp.Subquery(this=query))
        _refuse_suffixes(reader)
        return node
    node = _factor(reader)
    joins = _joins(reader)
    reader.close()
    node.set("joins", joins)
    return exp.Paren(this=node)


def _refuse_suffixes(reader: StatementReader) -> None:
    if reader.word in _REFUSED_AFTER_TABLES:
        raise UnsupportedError(f"{reader.word} in FROM")
    if reader.peek("AS", "OF"):
        raise UnsupportedError("AS OF (flashback queries)")


def _joins(reader: StatementReader) -> list[exp.Expr]:
    joins: list[exp.Expr] = []
    while (join := _join(reader)) is not None:
        joins.append(join)
    return joins


def _join(reader: StatementReader) -> exp.Join | None:
    """A join; node: `kind` INNER, CROSS, CROSS APPLY or OUTER APPLY, `side`, `method` NATURAL."""
    if reader.accept("CROSS", "APPLY"):
        return exp.Join(this=_applied(reader), kind="CROSS APPLY")
    if reader.accept("OUTER", "APPLY"):
        return exp.Join(this=_applied(reader), kind="OUTER APPLY")
    if reader.accept("CROSS"):
        reader.keywords("JOIN")
        return exp.Join(this=_factor(reader), kind="CROSS")
    if reader.peek("PARTITION", "BY"):
        raise UnsupportedError("partitioned outer joins")
    method = "NATURAL" if reader.accept("NATURAL") else None
    side = reader.take().text.upper() if reader.word in _SIDES else None
    if side is not None:
        reader.accept("OUTER")
    kind = "INNER" if side is None and reader.accept("INNER") else None
    if not reader.accept("JOIN"):
        if method or side or kind:
            raise reader.error(905, "missing keyword")
        return None
    node = exp.Join(this=_factor(reader), side=side, kind=kind, method=method)
    return node if method else _join_condition(reader, node)


def _join_condition(reader: StatementReader, node: exp.Join) -> exp.Join:
    if reader.accept("ON"):
        node.set("on", reader.condition())
    elif reader.accept("USING"):
        node.set("using", reader.names_in_parentheses())
    else:
        raise reader.error(905, "missing keyword")
    return node


def _applied(reader: StatementReader) -> exp.Expr:
    """The right side of APPLY: a query may refer to the tables before it."""
    node = _factor(reader)
    if isinstance(node, exp.Subquery):
        alias = node.args.get("alias")
        node.set("alias", None)
        return exp.Lateral(this=node, alias=alias)
    return node
