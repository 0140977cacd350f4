"""Dot notation into documents. Reference: SQL Language Reference, "JSON Object Access Expressions"."""

from sqlglot import exp

from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.grammar.statement_reader import StatementReader, name_node
from oracle_standin.sql.json_dots import METHODS, Dots, dotted, field_step
from oracle_standin.sql.json_path import json_path


def dots_of_column(reader: StatementReader, parts: list[exp.Identifier]) -> exp.Expr:
    """`alias.column`, of which these parts are read, with the fields, places and the method behind it.

    Raises:
        OracleError: ORA-00904: no alias is in front.
    """
    if len(parts) < 2:
        raise reader.error(904, f'"{parts[0].name.upper()}": invalid identifier')
    alias, column, *fields = parts
    method = _method(reader, fields)
    steps = [field_step(field) for field in fields]
    while not method and (reader.peek("[") or reader.peek(".")):
        if reader.accept("."):
            field = name_node(reader.take())
            method = _method(reader, [field])
            steps += [] if method else [field_step(field)]
        else:
            steps.append(_places(reader))
    if reader.peek("(") and not reader.peek("(", "+", ")"):
        raise UnsupportedError("this item method in dot notation")
    path = "$" + "".join(steps)
    json_path(path, reader.profile)
    return dotted(exp.Column(this=column, table=alias), Dots(path, method))


def _method(reader: StatementReader, fields: list[exp.Identifier]) -> str:
    """The method that the last field turns out to be; it is taken from the fields."""
    if not fields or str(fields[-1].this) not in METHODS or not reader.accept("(", ")"):
        return ""
    return str(fields.pop().this)


def _places(reader: StatementReader) -> str:
    tokens = [reader.take()]
    while tokens[-1].text != "]":
        tokens.append(reader.take())
    return reader.source(tokens)
