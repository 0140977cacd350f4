"""Rules for literals and binds. Reference: SQL Language Reference, "Literals", "Nulls"."""

import re

from sqlglot import exp

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.identifiers import string_literal
from oracle_standin.sql.render import Context, rule


@rule(exp.Literal, "this", "is_string")
def literal(node: exp.Literal, _: Context) -> str:
    """The empty string is NULL ("Nulls"); a number is a NUMBER whatever its size."""
    if node.is_string:
        return f"{string_literal(node.this)}::text" if node.this else "NULL::text"
    return f"{node.this}::numeric"


@rule(exp.Boolean, "this")
def boolean_literal(node: exp.Boolean, context: Context) -> str:
    """TRUE and FALSE; before 23ai these are names like others."""
    if not context.profile.has_boolean:
        raise OracleError(904, f'"{str(node.this).upper()}": invalid identifier')
    return str(node.this).upper()


@rule(exp.Null)
def null(_: exp.Null, __: Context) -> str:
    """NULL takes the type of its surroundings."""
    return "NULL"


@rule(exp.Placeholder, "this")
def bind(node: exp.Placeholder, context: Context) -> str:
    """A bind variable has the type that the client announced."""
    number = int(node.this[1:])
    if context.binds_are_columns:
        return f'"~binds".b{number}'
    return f"${number}::{context.bind_types[number - 1] if context.bind_types else 'text'}"


_LEADING_DIGITS = 2  # unless the literal says how many


@rule(exp.Interval, "this", "unit", "precision")
def interval_literal(node: exp.Interval, _: Context) -> str:
    """`INTERVAL '3' DAY` and `INTERVAL '1 02:03:04' DAY TO SECOND` ("Interval Literals")."""
    units = [part.name for part in node.args["unit"].find_all(exp.Var)]
    digits, *fraction = node.args.get("precision") or [_LEADING_DIGITS]
    leading = re.match(r"\s*[+-]?0*(\d*)", node.this.this)
    if leading and len(leading[1]) > digits:
        raise OracleError(1873, "the leading precision of the interval is too small")
    if fraction:
        raise UnsupportedError("the digits of the seconds of an interval literal")
    return f"{string_literal(node.this.this)}::interval {' to '.join(units).lower()}"
