"""Conditions. Reference: SQL Language Reference, "Conditions"."""

from sqlglot import exp

from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.grammar.statement_reader import StatementReader

_COMPARISONS: dict[str, type[exp.Expr]] = {
    "=": exp.EQ, "!=": exp.NEQ, "<>": exp.NEQ, "^=": exp.NEQ, "<": exp.LT, "<=": exp.LTE, ">": exp.GT, ">=": exp.GTE,
}  # fmt: skip
_QUANTIFIERS: dict[str, type[exp.Expr]] = {"ANY": exp.Any, "SOME": exp.Any, "ALL": exp.All}
_UNSUPPORTED_AFTER_IS = frozenset({"A", "EMPTY", "OF", "DANGLING", "PRESENT", "ANY"})


def condition(reader: StatementReader) -> exp.Expr:
    """A condition, or an expression alone: whoever wants a condition checks."""
    left = _conjunction(reader)
    while reader.accept("OR"):
        left = exp.Or(this=left, expression=_conjunction(reader))
    return left


def _conjunction(reader: StatementReader) -> exp.Expr:
    left = _negation(reader)
    while reader.accept("AND"):
        left = exp.And(this=left, expression=_negation(reader))
    return left


def _negation(reader: StatementReader) -> exp.Expr:
    return exp.Not(this=_negation(reader)) if reader.accept("NOT") else _simple(reader)


def _simple(reader: StatementReader) -> exp.Expr:
    if reader.accept("EXISTS"):
        reader.open()
        query = reader.query()
        reader.close()
        return exp.Exists(this=query)
    left = reader.expression()
    operator = reader.token.text if reader.token else ""
    if operator in _COMPARISONS and not reader.word:
        reader.take()
        return _COMPARISONS[operator](this=left, expression=_right_side(reader))
    if reader.accept("IS"):
        return _is(reader, left)
    is_negated = reader.accept("NOT")
    found = _range_list_or_pattern(reader, left)
    if found is None and is_negated:
        raise reader.error(920, "invalid relational operator")
    if found is None:
        return left
    return exp.Not(this=found) if is_negated else found


def _right_side(reader: StatementReader) -> exp.Expr:
    """What stands right of a comparison: an expression, or ANY, SOME or ALL of a list or a query."""
    quantifier = _QUANTIFIERS.get(reader.word)
    if quantifier is None:
        return reader.expression()
    reader.take()
    reader.open()
    found = reader.query() if reader.begins_query() else exp.Tuple(expressions=reader.expressions())
    reader.close()
    return quantifier(this=found)


def _range_list_or_pattern(reader: StatementReader, left: exp.Expr) -> exp.Expr | None:
    if reader.accept("BETWEEN"):
        low = reader.expression()
        reader.keywords("AND")
        return exp.Between(this=left, low=low, high=reader.expression())
    if reader.accept("IN"):
        return _membership(reader, left)
    if reader.word in ("LIKE", "LIKE4", "LIKEC"):  # LIKE4 compares code points, as LIKE does in AL32UTF8
        is_complete = reader.take().text.upper() == "LIKEC"
        like = exp.Like(this=left, expression=reader.expression(), complete=is_complete)
        return exp.Escape(this=like, expression=reader.expression()) if reader.accept("ESCAPE") else like
    if reader.word in ("LIKE2", "MEMBER", "SUBMULTISET", "OVERLAPS"):
        raise UnsupportedError(f"the condition {reader.word}")
    return None


def _membership(reader: StatementReader, left: exp.Expr) -> exp.Expr:
    if not reader.peek("("):  # `x IN 1` is `x IN (1)`
        return exp.In(this=left, expressions=[reader.expression()])
    reader.open()
    if reader.begins_query():
        found = exp.In(this=left, query=exp.Subquery(this=reader.query()))
    else:
        found = exp.In(this=left, expressions=reader.expressions())
    reader.close()
    return found


def _is(reader: StatementReader, left: exp.Expr) -> exp.Expr:
    is_negated = reader.accept("NOT")
    if reader.accept("NULL"):
        found: exp.Expr = exp.Is(this=left, expression=exp.Null())
    elif reader.accept("JSON"):
        found = exp.Is(this=left, expression=_json(reader))
    elif reader.word in ("NAN", "INFINITE"):
        found = exp.Is(this=left, expression=exp.Var(this=reader.take().text.upper()))
    elif reader.word in ("TRUE", "FALSE"):
        found = exp.Is(this=left, expression=exp.Boolean(this=reader.take().text.upper() == "TRUE"))
    elif reader.word in _UNSUPPORTED_AFTER_IS:
        raise UnsupportedError(f"IS {reader.word}")
    else:
        raise reader.error(908, "missing NULL keyword")
    return exp.Not(this=found) if is_negated else found


def _json(reader: StatementReader) -> exp.JSON:
    """IS JSON with its options, in parentheses or not; node: `strict`, `unique`, `no_scalars` ("IS JSON Condition")."""
    reader.accept("FORMAT", "JSON")
    node = exp.JSON()
    if not reader.accept("("):
        _json_options(reader, node)
        return node
    _json_options(reader, node)
    reader.close()
    return node


def _json_options(reader: StatementReader, node: exp.JSON) -> None:
    if reader.word in ("VALUE", "SCALAR", "OBJECT", "ARRAY", "VALIDATE"):
        raise UnsupportedError(f"IS JSON {reader.word}")
    if reader.accept("STRICT"):
        node.set("strict", True)
    else:
        reader.accept("LAX")
    if reader.profile.has_json_type and reader.accept("DISALLOW", "SCALARS"):
        node.set("no_scalars", True)
    elif reader.profile.has_json_type:
        reader.accept("ALLOW", "SCALARS")
    if reader.accept("WITH"):
        reader.keywords("UNIQUE", "KEYS")
        node.set("unique", True)
    elif reader.accept("WITHOUT"):
        reader.keywords("UNIQUE", "KEYS")
