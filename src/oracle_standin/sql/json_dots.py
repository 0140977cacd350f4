"""Dot notation: `alias.column.field[0].number()`. Reference: SQL Language Reference, "JSON Object Access Expressions".

The grammar makes a call `json_dotted` of it where it can see that it is one; `alias.column.field` may be a column with
its schema, too, until the tables are known.
"""

from dataclasses import dataclass

from sqlglot import exp

from oracle_standin.sql.statements import TableName

DOTTED = "json_dotted"
CONVERSIONS = frozenset({"number", "double", "date", "timestamp", "string"})
NUMERIC = frozenset({"size", "length", "abs", "ceiling", "floor", "numberOnly"})
METHODS = CONVERSIONS | NUMERIC | {"boolean", "lower", "stringOnly", "type", "upper"}


@dataclass(frozen=True, slots=True)
class Dots:
    """What follows the column.

    Attributes:
        path: The path expression that it stands for, without the method.
        method: The item method at its end.
        relation: The table of the column; None for one of a subquery.
    """

    path: str
    method: str = ""
    relation: TableName | None = None


def dotted(column: exp.Column, dots: Dots) -> exp.Anonymous:
    """The call for what follows a column."""
    return exp.Anonymous(this=DOTTED, expressions=[column], clauses=exp.Var(this=dots))


def field_step(name: exp.Identifier) -> str:
    """A field as a step of a path."""
    return '."' + str(name.this).replace("\\", "\\\\").replace('"', '\\"') + '"'
