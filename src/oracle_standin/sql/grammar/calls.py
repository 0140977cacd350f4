"""Calls of functions, aggregates and analytic functions. Reference: SQL Language Reference, "Functions".

A call is `exp.Anonymous`: `this` is the name in upper case, `expressions` the arguments. Some carry more: `default`
(DEFAULT ... ON CONVERSION ERROR), `ignore_nulls`, `overflow` (of LISTAGG), `from_last` (of NTH_VALUE), `keep` with
`keep_last` (KEEP (DENSE_RANK ...)).
"""

from collections.abc import Callable

from sqlglot import exp

from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.column_types import column_type
from oracle_standin.sql.grammar.json_calls import JSON_CALLS
from oracle_standin.sql.grammar.statement_reader import StatementReader
from oracle_standin.sql.grammar.windows import order_by, window

_CONVERSIONS = frozenset({
    "TO_NUMBER", "TO_DATE", "TO_TIMESTAMP", "TO_TIMESTAMP_TZ", "TO_BINARY_DOUBLE", "TO_BINARY_FLOAT",
    "TO_DSINTERVAL", "TO_YMINTERVAL",
})  # fmt: skip
_EXTRACTED = ("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "TIMEZONE_HOUR", "TIMEZONE_MINUTE")


def call(reader: StatementReader, name: str) -> exp.Expr:
    """The call of `name`, whose parenthesis comes next, with all that belongs to it."""
    position = reader.position
    reader.open()
    found = _CALLS.get(name, _plain)(reader, name)
    reader.close()
    found.meta["position"] = position
    if not isinstance(found, exp.Anonymous):
        return found
    _extensions(reader, found)
    return window(reader, _ordered(reader, found))


def _plain(reader: StatementReader, name: str) -> exp.Expr:
    node = exp.Anonymous(this=name)
    if reader.peek(")"):
        return node
    if reader.accept("*"):
        node.set("expressions", [exp.Star()])
        return node
    is_distinct = reader.accept("DISTINCT") or reader.accept("UNIQUE")
    if not is_distinct:
        reader.accept("ALL")
    arguments = [_argument(reader)]
    if name in _CONVERSIONS and reader.accept("DEFAULT"):
        node.set("default", _default(reader))
    while reader.accept(","):
        arguments.append(_argument(reader))
    _nulls(reader, node)
    node.set("expressions", [exp.Distinct(expressions=arguments)] if is_distinct else arguments)
    return node


def _argument(reader: StatementReader) -> exp.Expr:
    if reader.is_followed_by("=>"):
        raise UnsupportedError("arguments by name in SQL")
    return reader.expression()


def _default(reader: StatementReader) -> exp.Expr:
    value = reader.expression()
    reader.keywords("ON", "CONVERSION", "ERROR")
    return value


def _condition(reader: StatementReader, name: str) -> exp.Expr:
    return exp.Anonymous(this=name, expressions=[reader.condition()])


def _cast(reader: StatementReader, _: str) -> exp.Expr:
    """CAST; node: `to` is an OracleType, `default` and `format` expressions."""
    if reader.peek("MULTISET"):
        raise UnsupportedError("CAST (MULTISET ...)")
    value = reader.expression()
    reader.keywords("AS")
    node = exp.Cast(this=value, to=exp.Var(this=column_type(reader)))
    _conversion_options(reader, node)
    return node


def _conversion_options(reader: StatementReader, node: exp.Expr) -> None:
    if reader.accept("DEFAULT"):
        node.set("default", _default(reader))
    if reader.accept(","):
        node.set("format", reader.expressions())


def _extract(reader: StatementReader, _: str) -> exp.Expr:
    field = reader.take().text.upper()
    if field in ("TIMEZONE_REGION", "TIMEZONE_ABBR"):
        raise UnsupportedError(f"EXTRACT ({field} ...)")
    if field not in _EXTRACTED:
        raise reader.error(907, "missing right parenthesis")
    reader.expect("FROM", code=923, message="FROM keyword not found where expected")
    return exp.Extract(this=exp.Var(this=field), expression=reader.expression())


def _trim(reader: StatementReader, _: str) -> exp.Expr:
    position = reader.take().text.upper() if reader.word in ("LEADING", "TRAILING", "BOTH") else None
    characters = None
    if position is None or not reader.accept("FROM"):
        value = reader.expression()
        if reader.accept("FROM"):
            characters, value = value, reader.expression()
    else:
        value = reader.expression()
    return exp.Trim(this=value, expression=characters, position=position)


def _listagg(reader: StatementReader, name: str) -> exp.Expr:
    node = exp.Anonymous(this=name)
    is_distinct = reader.accept("DISTINCT")
    if not is_distinct:
        reader.accept("ALL")
    node.set("expressions", reader.expressions())
    node.set("distinct", is_distinct)
    if not reader.accept("ON"):
        return node
    reader.keywords("OVERFLOW")
    if reader.accept("TRUNCATE"):
        raise UnsupportedError("LISTAGG ... ON OVERFLOW TRUNCATE")
    reader.keywords("ERROR")
    return node


def _translate(reader: StatementReader, name: str) -> exp.Expr:
    first = reader.expression()
    if reader.accept("USING"):
        raise UnsupportedError("TRANSLATE ... USING")
    reader.expect(",", code=909, message="invalid number of arguments")
    return exp.Anonymous(this=name, expressions=[first, *reader.expressions()])


def _unsupported(_: StatementReader, name: str) -> exp.Expr:
    raise UnsupportedError(f"the function {name}")


_CALLS: dict[str, Callable[[StatementReader, str], exp.Expr]] = {
    "CAST": _cast,
    "EXTRACT": _extract,
    "LISTAGG": _listagg,
    "LNNVL": _condition,
    "TRANSLATE": _translate,
    "TRIM": _trim,
    **dict.fromkeys(
        (
            "TREAT", "VALIDATE_CONVERSION", "XMLCOLATTVAL",
            "XMLELEMENT", "XMLFOREST", "XMLAGG", "XMLQUERY", "XMLEXISTS", "XMLCAST", "XMLPARSE", "XMLTABLE",
            "XMLSERIALIZE", "XMLROOT", "COLLECT", "MULTISET", "TABLE", "CLUSTER_ID", "PREDICTION", "XMLPI",
        ),
        _unsupported,
    ),
    **JSON_CALLS,
}  # fmt: skip


def _nulls(reader: StatementReader, node: exp.Anonymous) -> None:
    """IGNORE NULLS and RESPECT NULLS, inside the parentheses or after them."""
    if reader.accept("IGNORE", "NULLS"):
        node.set("ignore_nulls", True)
    else:
        reader.accept("RESPECT", "NULLS")


def _extensions(reader: StatementReader, node: exp.Anonymous) -> None:
    if node.this == "NTH_VALUE" and reader.accept("FROM", "LAST"):
        node.set("from_last", True)
    elif node.this == "NTH_VALUE":
        reader.accept("FROM", "FIRST")
    _nulls(reader, node)
    if reader.accept("KEEP"):
        _keep(reader, node)
    if reader.peek("FILTER", "("):
        raise UnsupportedError("FILTER of an aggregate")


def _keep(reader: StatementReader, node: exp.Anonymous) -> None:
    reader.open()
    reader.keywords("DENSE_RANK")
    if reader.accept("LAST"):
        node.set("keep_last", True)
    else:
        reader.keywords("FIRST")
    node.set("keep", order_by(reader))
    reader.close()


def _ordered(reader: StatementReader, node: exp.Anonymous) -> exp.Expr:
    """WITHIN GROUP (ORDER BY ...)."""
    if not reader.accept("WITHIN", "GROUP"):
        return node
    reader.open()
    ordered = exp.WithinGroup(this=node, expression=order_by(reader))
    reader.close()
    return ordered
