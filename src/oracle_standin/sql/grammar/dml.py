"""INSERT, UPDATE, DELETE and MERGE. Reference: SQL Language Reference, the statements of those names."""

from sqlglot import exp

from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.grammar.from_clause import aliased, table_name
from oracle_standin.sql.grammar.statement_reader import StatementReader


def insert(reader: StatementReader) -> exp.Expr:
    """INSERT into one table; node: `this` a table or a Schema of one, `expression` Values or a query."""
    reader.expect("INSERT")
    if reader.peek("ALL") or reader.peek("FIRST"):
        return _insert_into_several(reader)
    node = _into(reader)
    if reader.peek("VALUES"):
        node.set("expression", _values(reader))
    elif reader.peek("SET") or reader.peek("BY"):
        raise UnsupportedError(f"INSERT ... {reader.word}")
    elif reader.begins_query() or reader.peek("("):
        node.set("expression", reader.query())
    else:
        raise reader.error(926, "missing VALUES keyword")
    _ending(reader, node)
    return node


def _into(reader: StatementReader) -> exp.Insert:
    reader.expect("INTO", code=925, message="missing INTO keyword")
    target = _target(reader)
    if reader.peek("(") and not reader.is_query_behind_parentheses():
        columns = [_column_name(reader, part) for part in _columns(reader)]
        return exp.Insert(this=exp.Schema(this=target, expressions=columns))
    return exp.Insert(this=target)


def _columns(reader: StatementReader) -> list[exp.Expr]:
    reader.open()
    columns = reader.expressions()
    reader.close()
    return columns


def _column_name(reader: StatementReader, node: exp.Expr) -> exp.Identifier:
    if type(node) is not exp.Column:
        raise reader.error(1747, "invalid user.table.column, table.column, or column specification")
    if node.args.get("table"):
        raise UnsupportedError("the table's name in front of a column of INSERT")
    name: exp.Identifier = node.this
    return name


def _target(reader: StatementReader) -> exp.Table:
    if reader.peek("("):
        raise UnsupportedError("DML on a subquery")
    if reader.peek("TABLE", "(") or reader.peek("ONLY", "("):
        raise UnsupportedError(f"DML on {reader.word} (...)")
    node = table_name(reader)
    aliased(reader, node)
    return node


def _values(reader: StatementReader) -> exp.Values:
    reader.expect("VALUES", code=926, message="missing VALUES keyword")
    rows = [_row(reader)]
    while reader.accept(","):
        rows.append(_row(reader))
    return exp.Values(expressions=rows)


def _row(reader: StatementReader) -> exp.Tuple:
    reader.open()
    values = [_value(reader)]
    while reader.accept(","):
        values.append(_value(reader))
    reader.close()
    return exp.Tuple(expressions=values)


def _value(reader: StatementReader) -> exp.Expr:
    return exp.Var(this="DEFAULT") if reader.accept("DEFAULT") else reader.expression()


def _insert_into_several(reader: StatementReader) -> exp.MultitableInserts:
    """INSERT ALL and FIRST; node: `kind`, `source`, `branches` of (condition or None for ELSE, inserts)."""
    kind = reader.take().text.upper()
    node = exp.MultitableInserts(kind=kind)
    branches = []
    if reader.peek("INTO"):
        branches.append(exp.ConditionalInsert(expressions=_insert_intos(reader)))
    while reader.accept("WHEN"):
        condition = reader.condition()
        reader.keywords("THEN")
        branches.append(exp.ConditionalInsert(this=condition, expressions=_insert_intos(reader)))
    if reader.accept("ELSE"):
        branches.append(exp.ConditionalInsert(else_=True, expressions=_insert_intos(reader)))
    if not branches:
        raise reader.error(925, "missing INTO keyword")
    if not reader.begins_query() and not reader.peek("("):
        raise reader.error(928, "missing SELECT keyword")
    node.set("expressions", branches)
    node.set("source", reader.query())
    return node


def _insert_intos(reader: StatementReader) -> list[exp.Insert]:
    if not reader.peek("INTO"):
        raise reader.error(925, "missing INTO keyword")
    inserts = []
    while reader.peek("INTO"):
        node = _into(reader)
        if reader.accept("VALUES"):
            node.set("expression", exp.Values(expressions=[_row(reader)]))
        if reader.accept("LOG"):
            raise UnsupportedError("LOG ERRORS")
        inserts.append(node)
    return inserts


def update(reader: StatementReader) -> exp.Update:
    """UPDATE; node: `expressions` are EQ of a column, or of a Tuple of columns and a subquery."""
    reader.expect("UPDATE")
    node = exp.Update(this=_target(reader))
    reader.expect("SET", code=971, message="missing SET keyword")
    node.set("expressions", assignments(reader))
    if reader.peek("FROM"):
        raise UnsupportedError("UPDATE ... FROM")
    _where(reader, node)
    _ending(reader, node)
    return node


def assignments(reader: StatementReader) -> list[exp.Expr]:
    """What follows SET."""
    if reader.peek("VALUE", "("):
        raise UnsupportedError("SET VALUE (...)")
    found = [_assignment(reader)]
    while reader.accept(","):
        found.append(_assignment(reader))
    return found


def _assignment(reader: StatementReader) -> exp.Expr:
    if reader.peek("("):
        target: exp.Expr = exp.Tuple(expressions=_columns(reader))
        reader.expect("=", code=927, message="missing equal sign")
        if not reader.peek("("):
            raise reader.error(906, "missing left parenthesis")
        if not reader.is_query_behind_parentheses():
            raise reader.error(1767, "UPDATE ... SET expression must be a subquery")
        return exp.EQ(this=target, expression=reader.expression())
    target = reader.expression()
    if type(target) is not exp.Column:
        raise reader.error(1747, "invalid user.table.column, table.column, or column specification")
    reader.expect("=", code=927, message="missing equal sign")
    return exp.EQ(this=target, expression=_value(reader))


def delete(reader: StatementReader) -> exp.Delete:
    """DELETE [FROM]."""
    reader.expect("DELETE")
    reader.accept("FROM")
    node = exp.Delete(this=_target(reader))
    if reader.peek("FROM"):
        raise UnsupportedError("DELETE ... FROM")
    _where(reader, node)
    _ending(reader, node)
    return node


def _where(reader: StatementReader, node: exp.Expr) -> None:
    if reader.accept("WHERE"):
        node.set("where", exp.Where(this=reader.condition()))


def _ending(reader: StatementReader, node: exp.Expr) -> None:
    """RETURNING values INTO binds; LOG ERRORS is refused. Node: `expressions` and `into` of Returning."""
    if reader.word in ("RETURNING", "RETURN"):
        reader.take()
        values = reader.expressions()
        reader.expect("INTO", code=925, message="missing INTO keyword")
        node.set("returning", exp.Returning(expressions=values, into=reader.expressions()))
    if reader.peek("LOG", "ERRORS"):
        raise UnsupportedError("LOG ERRORS")


def merge(reader: StatementReader) -> exp.Merge:
    """MERGE; node: `this`, `using`, `on`, `update` (Update with `where`, `delete`), `insert` (Insert with `where`)."""
    reader.expect("MERGE")
    reader.expect("INTO", code=925, message="missing INTO keyword")
    node = exp.Merge(this=_target(reader))
    reader.keywords("USING")
    node.set("using", _merge_source(reader))
    reader.expect("ON", code=969, message="missing ON keyword")
    reader.open()
    node.set("on", reader.condition())
    reader.close()
    while reader.accept("WHEN"):
        _merge_branch(reader, node)
    if not node.args.get("update") and not node.args.get("insert"):
        raise reader.error(905, "missing keyword")
    _ending(reader, node)
    return node


def _merge_source(reader: StatementReader) -> exp.Expr:
    if not reader.accept("("):
        return _target(reader)
    if reader.peek("VALUES"):
        raise UnsupportedError("VALUES as the source of MERGE")
    query = reader.query()
    reader.close()
    return aliased(reader, exp.Subquery(this=query))


def _merge_branch(reader: StatementReader, node: exp.Merge) -> None:
    is_matched = not reader.accept("NOT")
    reader.keywords("MATCHED", "THEN")
    name = "update" if is_matched else "insert"
    if node.args.get(name):
        raise reader.error(905, "missing keyword")
    node.set(name, _merge_update(reader) if is_matched else _merge_insert(reader))


def _merge_update(reader: StatementReader) -> exp.Update:
    reader.keywords("UPDATE")
    reader.expect("SET", code=971, message="missing SET keyword")
    node = exp.Update(expressions=assignments(reader))
    _where(reader, node)
    if reader.accept("DELETE"):
        reader.keywords("WHERE")
        node.set("delete", reader.condition())
    return node


def _merge_insert(reader: StatementReader) -> exp.Insert:
    reader.keywords("INSERT")
    node = exp.Insert()
    if reader.peek("("):
        node.set("this", exp.Tuple(expressions=_columns(reader)))
    reader.expect("VALUES", code=926, message="missing VALUES keyword")
    node.set("expression", _row(reader))
    _where(reader, node)
    return node
