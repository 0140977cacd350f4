"""ORDER BY and the windows of analytic functions. Reference: SQL Language Reference, "Analytic Functions"."""

from sqlglot import exp

from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.grammar.statement_reader import StatementReader


def order_by(reader: StatementReader) -> exp.Order:
    """ORDER BY; node of each item: `desc`, `nulls_first`. Oracle puts NULLs last ascending, first descending."""
    reader.keywords("ORDER")
    if reader.peek("SIBLINGS"):
        raise UnsupportedError("ORDER SIBLINGS BY")
    reader.expect("BY", code=924, message="missing BY keyword")
    items = [_ordered(reader)]
    while reader.accept(","):
        items.append(_ordered(reader))
    return exp.Order(expressions=items)


def _ordered(reader: StatementReader) -> exp.Ordered:
    value = reader.expression()
    is_descending = reader.accept("DESC")
    if not is_descending:
        reader.accept("ASC")
    nulls_first = is_descending
    if reader.accept("NULLS"):
        nulls_first = reader.accept("FIRST")
        if not nulls_first:
            reader.keywords("LAST")
    return exp.Ordered(this=value, desc=is_descending, nulls_first=nulls_first)


def window(reader: StatementReader, call: exp.Expr) -> exp.Expr:
    """The call with its OVER (...), if it has one."""
    if not reader.accept("OVER"):
        return call
    if not reader.peek("("):
        raise UnsupportedError("named windows")
    reader.open()
    node = exp.Window(this=call)
    if reader.accept("PARTITION"):
        reader.expect("BY", code=924, message="missing BY keyword")
        node.set("partition_by", reader.expressions())
    if reader.peek("ORDER"):
        node.set("order", order_by(reader))
    if reader.word in ("ROWS", "RANGE") or (reader.word == "GROUPS" and reader.profile.has_groups_frames):
        node.set("spec", _frame(reader))
    reader.close()
    return node


def _frame(reader: StatementReader) -> exp.WindowSpec:
    node = exp.WindowSpec(kind=reader.take().text.upper())
    if reader.accept("BETWEEN"):
        _bound(reader, node, "start")
        reader.keywords("AND")
        _bound(reader, node, "end")
    else:
        _bound(reader, node, "start")
    if reader.peek("EXCLUDE"):
        raise UnsupportedError("EXCLUDE in a window")
    return node


def _bound(reader: StatementReader, node: exp.WindowSpec, side: str) -> None:
    if reader.accept("CURRENT"):
        reader.keywords("ROW")
        node.set(side, "CURRENT ROW")
        return
    node.set(side, "UNBOUNDED" if reader.accept("UNBOUNDED") else reader.expression())
    if not reader.peek("PRECEDING") and not reader.peek("FOLLOWING"):
        raise reader.error(905, "missing keyword")
    node.set(f"{side}_side", reader.take().text.upper())
