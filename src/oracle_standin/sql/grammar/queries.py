"""Queries. Reference: SQL Language Reference, "SELECT"."""

from sqlglot import exp

from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.grammar.display_names import display_name
from oracle_standin.sql.grammar.from_clause import from_clause
from oracle_standin.sql.grammar.statement_reader import StatementReader
from oracle_standin.sql.grammar.windows import order_by

_SET_OPERATORS: dict[str, type[exp.Expr]] = {
    "UNION": exp.Union, "INTERSECT": exp.Intersect, "MINUS": exp.Except, "EXCEPT": exp.Except,
}  # fmt: skip
_REFUSED_CLAUSES = frozenset({"MODEL", "MATCH_RECOGNIZE", "QUALIFY", "WINDOW", "BULK", "INTO"})


def query(reader: StatementReader) -> exp.Expr:
    """A query with its WITH, set operators, ORDER BY, row limit and FOR UPDATE.

    Set operators have one precedence and go from left to right ("The Set Operators").
    """
    named = _with(reader) if reader.peek("WITH") else None
    node = _operand(reader)
    while reader.word in _SET_OPERATORS:
        _check_order(node, reader)
        operator, is_distinct = _set_operator(reader)
        right = _operand(reader)
        _check_order(right, reader)
        node = operator(this=node, expression=right, distinct=is_distinct)
    if named is not None:
        node.set("with_", named)
    if reader.peek("ORDER"):
        node.set("order", order_by(reader))
    _row_limit(reader, node)
    if reader.accept("FOR", "UPDATE"):
        node.set("locks", [_lock(reader)])
    return node


def _check_order(operand: exp.Expr, reader: StatementReader) -> None:
    """ORDER BY is for all operands together ("The Set Operators", Restrictions), but where it says which rows count."""
    inner = operand.this if isinstance(operand, exp.Subquery) else None
    if inner is not None and inner.args.get("order") and not (inner.args.get("limit") or inner.args.get("offset")):
        raise reader.error(907, "missing right parenthesis")


def _set_operator(reader: StatementReader) -> tuple[type[exp.Expr], bool]:
    """The operator, and whether it leaves out duplicates."""
    word, is_older = reader.word, not reader.profile.has_set_operators_all
    if word == "EXCEPT" and is_older:
        raise reader.error(933, "SQL command not properly ended")
    reader.take()
    is_distinct = not reader.accept("ALL")
    if word != "UNION" and not is_distinct and is_older:
        raise reader.error(928, "missing SELECT keyword")
    return _SET_OPERATORS[word], is_distinct


def _with(reader: StatementReader) -> exp.With:
    reader.expect("WITH")
    if reader.word in ("FUNCTION", "PROCEDURE"):
        raise UnsupportedError(f"WITH {reader.word}")
    named = [_named_query(reader)]
    while reader.accept(","):
        named.append(_named_query(reader))
    return exp.With(expressions=named)


def _named_query(reader: StatementReader) -> exp.CTE:
    name = reader.identifier(903, "invalid table name")
    columns = reader.names_in_parentheses() if reader.peek("(") else []
    reader.keywords("AS")
    reader.open()
    body = reader.query()
    reader.close()
    if reader.word in ("SEARCH", "CYCLE"):
        raise UnsupportedError(f"{reader.word} in WITH")
    return exp.CTE(this=body, alias=exp.TableAlias(this=name, columns=columns))


def _operand(reader: StatementReader) -> exp.Expr:
    if reader.accept("("):
        node = exp.Subquery(this=reader.query())
        reader.close()
        return node
    if reader.peek("VALUES"):
        raise UnsupportedError("VALUES as a query")
    return _block(reader)


def _block(reader: StatementReader) -> exp.Select:
    """A query block: SELECT to HAVING; node: `connect` holds the hierarchical clause."""
    reader.expect("SELECT", code=928, message="missing SELECT keyword")
    is_distinct = reader.accept("DISTINCT") or reader.accept("UNIQUE")
    if not is_distinct:
        reader.accept("ALL")
    node = exp.Select(expressions=_select_list(reader), distinct=exp.Distinct() if is_distinct else None)
    if reader.word in ("BULK", "INTO"):
        raise UnsupportedError("SELECT INTO outside PL/SQL")
    if reader.accept("FROM"):
        source, joins = from_clause(reader)
        node.set("from_", exp.From(this=source))
        node.set("joins", joins)
    elif not _may_end(reader):
        raise reader.error(923, "FROM keyword not found where expected")
    _clauses(reader, node)
    return node


def _may_end(reader: StatementReader) -> bool:
    """Whether a query without FROM may end here (23ai)."""
    ends = reader.token is None or reader.peek(")") or reader.word in {*_SET_OPERATORS, "WHERE", "ORDER", "FETCH"}
    return ends and reader.profile.has_select_without_from


def _clauses(reader: StatementReader, node: exp.Select) -> None:
    if reader.accept("WHERE"):
        node.set("where", exp.Where(this=reader.condition()))
    if reader.peek("START") or reader.peek("CONNECT"):
        node.set("connect", _hierarchy(reader))
    if reader.accept("GROUP"):
        reader.expect("BY", code=924, message="missing BY keyword")
        node.set("group", exp.Group(expressions=_grouping(reader)))
    if reader.accept("HAVING"):
        node.set("having", exp.Having(this=reader.condition()))
    if reader.word in _REFUSED_CLAUSES:
        raise UnsupportedError(f"the clause {reader.word}")


def _select_list(reader: StatementReader) -> list[exp.Expr]:
    items = [_item(reader)]
    while reader.accept(","):
        if isinstance(items[-1], exp.Star):
            raise reader.error(923, "FROM keyword not found where expected")
        if reader.peek("*"):
            raise reader.error(936, "missing expression")
        items.append(_item(reader))
    return items


def _item(reader: StatementReader) -> exp.Expr:
    """An item of the select list; without an alias its meta holds the name that Oracle shows."""
    if reader.accept("*"):
        return exp.Star()
    start = reader.place
    if (owner := reader.owner_of_star()) is not None:
        return owner
    value = reader.condition() if reader.profile.has_boolean else reader.expression()
    tokens = reader.since(start)
    if reader.accept("AS"):
        return exp.Alias(this=value, alias=reader.identifier(923, "FROM keyword not found where expected"))
    if reader.is_alias():
        return exp.Alias(this=value, alias=reader.identifier())
    value.meta["display_name"] = display_name(tokens, reader.source)
    return value


def _hierarchy(reader: StatementReader) -> exp.Connect:
    """START WITH condition CONNECT BY [NOCYCLE] condition, in either order."""
    start = _start_with(reader)
    reader.keywords("CONNECT")
    reader.expect("BY", code=924, message="missing BY keyword")
    is_nocycle = reader.accept("NOCYCLE")
    connect = reader.condition()
    return exp.Connect(start=start or _start_with(reader), connect=connect, nocycle=is_nocycle)


def _start_with(reader: StatementReader) -> exp.Expr | None:
    return reader.condition() if reader.accept("START", "WITH") else None


def _grouping(reader: StatementReader) -> list[exp.Expr]:
    items = [_grouping_item(reader)]
    while reader.accept(","):
        items.append(_grouping_item(reader))
    return items


def _grouping_item(reader: StatementReader) -> exp.Expr:
    if reader.accept("(", ")"):
        return exp.Tuple(expressions=[])
    for word, node in (("ROLLUP", exp.Rollup), ("CUBE", exp.Cube)):
        if reader.accept(word, "("):
            found = node(expressions=reader.expressions())
            reader.close()
            return found
    if reader.accept("GROUPING", "SETS"):
        reader.open()
        sets = exp.GroupingSets(expressions=_grouping(reader))
        reader.close()
        return sets
    return reader.expression()


def _row_limit(reader: StatementReader, node: exp.Expr) -> None:
    """OFFSET and FETCH ("row_limiting_clause"); node of FETCH: `count`, `percent`, `with_ties`."""
    if reader.accept("OFFSET"):
        node.set("offset", exp.Offset(expression=reader.expression()))
        _rows(reader)
    if not reader.accept("FETCH"):
        return
    if reader.word in ("APPROX", "APPROXIMATE", "EXACT"):
        raise UnsupportedError(f"FETCH {reader.word}")
    if not reader.accept("FIRST"):
        reader.keywords("NEXT")
    fetch = exp.Fetch(count=exp.Literal.number(1))
    if reader.word not in ("ROW", "ROWS"):
        fetch.set("count", reader.expression())
        fetch.set("percent", reader.accept("PERCENT"))
    _rows(reader)
    if reader.accept("WITH"):
        reader.keywords("TIES")
        fetch.set("with_ties", True)
    else:
        reader.keywords("ONLY")
    node.set("limit", fetch)


def _rows(reader: StatementReader) -> None:
    if not reader.accept("ROW"):
        reader.keywords("ROWS")


def _lock(reader: StatementReader) -> exp.Lock:
    """The rest of FOR UPDATE; node: `wait` is True for NOWAIT, False for SKIP LOCKED, a literal for WAIT n."""
    node = exp.Lock()
    if reader.accept("OF"):
        node.set("expressions", reader.expressions())
    if reader.accept("NOWAIT"):
        node.set("wait", True)
    elif reader.accept("SKIP"):
        reader.keywords("LOCKED")
        node.set("wait", False)
    elif reader.accept("WAIT"):
        node.set("wait", reader.expression())
    return node
