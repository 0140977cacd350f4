"""Numbers and intervals. Reference: SQL Language Reference, "Numeric Literals", "Interval Literals"."""

from sqlglot import exp
from sqlglot.tokenizer_core import TokenType

from oracle_standin.errors import OracleError
from oracle_standin.sql.grammar.statement_reader import StatementReader
from oracle_standin.sql.tokens import word

_SUFFIXES = {"D": "binary_double_literal", "F": "binary_float_literal"}
_UNITS = ("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND")


def number(reader: StatementReader) -> exp.Expr:
    """A number, perhaps with the suffix of a floating-point type."""
    fraction_only = reader.accept(".")
    token = reader.token
    if token is None or token.token_type is not TokenType.NUMBER:
        raise reader.error(936, "missing expression")
    reader.take()
    literal = exp.Literal.number(f"0.{token.text}" if fraction_only else token.text)
    suffix = reader.token
    if suffix is not None and suffix.start == token.end + 1 and word(suffix) in _SUFFIXES:
        return exp.Anonymous(this=_SUFFIXES[word(reader.take())], expressions=[literal])
    return literal


def interval(reader: StatementReader) -> exp.Expr:
    """`INTERVAL 'value' unit [(digits)] [TO unit [(digits)]]`; node: `this`, `unit` as written, and its digits."""
    reader.expect("INTERVAL")
    value = exp.Literal.string(reader.string())
    unit = _unit(reader)
    node = exp.Interval(this=value, unit=exp.Var(this=unit), precision=_digits(reader))
    if reader.accept("TO"):
        last = _unit(reader)
        node.set("unit", exp.IntervalSpan(this=exp.Var(this=unit), expression=exp.Var(this=last)))
        node.set("fraction", _digits(reader))
    return node


def _unit(reader: StatementReader) -> str:
    if reader.word not in _UNITS:
        raise reader.error(30089, "missing or invalid <datetime field>")
    return word(reader.take())


def _digits(reader: StatementReader) -> list[int] | None:
    """The digits in parentheses, one number or two."""
    if not reader.accept("("):
        return None
    digits = [reader.integer()]
    if reader.accept(","):
        digits.append(reader.integer())
    reader.close()
    if not all(0 <= count <= 9 for count in digits):
        raise OracleError(30088, "datetime/interval precision is out of range", position=reader.position)
    return digits
