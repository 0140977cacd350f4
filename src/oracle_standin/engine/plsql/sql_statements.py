"""SQL inside a running block: static statements, explicit cursors, EXECUTE IMMEDIATE."""

from collections.abc import Iterator, Sequence

from oracle_standin.codec.wire_types import BindColumn, ColumnDescription
from oracle_standin.engine.plsql.compiler import expanded
from oracle_standin.engine.plsql.frame import Frame
from oracle_standin.engine.plsql.values import Value, Variable, column_value, holding
from oracle_standin.engine.results import QueryResult
from oracle_standin.engine.session import StatementResult
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.plsql import tree
from oracle_standin.sql.plsql.source import is_block
from oracle_standin.sql.tokens import number_binds, tokenize, word

_ROWS = 100  # of a cursor FOR loop at a time; Oracle fetches as many
Row = Sequence[bytes | None]


def execute_sql(statement: tree.Sql, frame: Frame) -> None:
    """A static statement; SELECT and RETURNING put their row into variables."""
    targets = [frame.variable(target) for target in expanded(statement.targets, frame.scope)]
    bound = frame.bound(statement.statement)
    inputs = [frame.value_of(name).as_bind() for name in bound.binds if not name.startswith("~")]
    is_query = word(tokenize(bound.text)[0]) in ("SELECT", "WITH")
    outputs = [] if is_query else [_output(variable) for variable in targets]
    _into(frame.session.execute(bound.text, [*inputs, *outputs]), targets, frame)


def execute_dynamic(statement: tree.Dynamic, frame: Frame) -> None:
    """EXECUTE IMMEDIATE of SQL or of a block."""
    text = frame.text(statement.statement)
    if text is None:
        raise OracleError(6535, "statement string in EXECUTE IMMEDIATE is NULL or 0 length")
    targets = [frame.variable(target) for target in expanded(statement.targets, frame.scope)]
    if is_block(text):
        if targets:
            raise OracleError(6550, "line 1, column 1:\nPLS-00103: INTO of a PL/SQL block")
        _dynamic_block(statement, text, frame)
        return
    inputs = [_input(argument, frame).as_bind() for argument in statement.inputs]
    returned = [frame.variable(target) for target in expanded(statement.returned, frame.scope)]
    result = frame.session.execute(text, [*inputs, *map(_output, returned)])
    if isinstance(result, QueryResult) and not targets:
        result.close()  # a query without INTO is parsed, not fetched
        return
    _into(result, [*targets, *returned], frame)


def _dynamic_block(statement: tree.Dynamic, text: str, frame: Frame) -> None:
    """The placeholders of a block are bound by name: the first one of a name takes the next argument."""
    _, names = number_binds(tokenize(text))
    unique = list(dict.fromkeys(names))
    if len(unique) > len(statement.inputs):
        raise OracleError(1008, "not all variables bound")
    if len(unique) < len(statement.inputs):
        raise OracleError(1006, "bind variable does not exist")
    variables = {}
    for name, argument in zip(unique, statement.inputs, strict=True):
        if isinstance(argument, tree.Target):
            variables[":" + name] = frame.variable(argument)
        else:
            variables[":" + name] = holding(":" + name, frame.value(argument))
    frame.run_block(text, variables)


def _input(argument: tree.Expression | tree.Target, frame: Frame) -> Value:
    if isinstance(argument, tree.Target):
        raise UnsupportedError("OUT arguments of dynamic SQL other than PL/SQL blocks")
    return frame.value(argument)


def _output(variable: Variable) -> BindColumn:
    bind = variable.value.as_bind()
    return BindColumn(bind.wire_type, bind.charset_form, bind.max_bytes, [])


def _into(result: StatementResult | QueryResult, targets: Sequence[Variable], frame: Frame) -> None:
    if isinstance(result, QueryResult):
        _one_row(result, targets, frame)
        return
    if result.error is not None:
        raise result.error
    frame.implicit_cursor.row_count = result.row_count
    rows = result.returned[0] if result.returned else []
    if len(rows) > 1:
        raise OracleError(1422, "exact fetch returns more than requested number of rows")
    for row in rows:
        for variable, wire in zip(targets, row, strict=True):
            frame.evaluator.assign(variable, Value(variable.wire_type, wire))


def _one_row(result: QueryResult, targets: Sequence[Variable], frame: Frame) -> None:
    rows, _ = result.fetch(2)
    result.close()
    frame.implicit_cursor.row_count = min(len(rows), 1)
    if not rows:
        raise OracleError(1403, "no data found")
    if len(rows) > 1:
        raise OracleError(1422, "exact fetch returns more than requested number of rows")
    _assign_row(rows[0], result.columns, targets, frame)


def _assign_row(row: Row, columns: tuple[ColumnDescription, ...], targets: Sequence[Variable], frame: Frame) -> None:
    if len(columns) != len(targets):
        raise OracleError(1007, "variable not in select list")
    for variable, column, wire in zip(targets, columns, row, strict=True):
        frame.evaluator.assign(variable, column_value(column, wire))


def rows_of(query: tree.Expression, frame: Frame) -> tuple[tuple[ColumnDescription, ...], Iterator[Row]]:
    """Columns and rows of a query as it is now."""
    result = _opened(query, frame)
    return result.columns, _rows(result)


def _rows(result: QueryResult) -> Iterator[Row]:
    is_end = False
    try:
        while not is_end:
            rows, is_end = result.fetch(_ROWS)
            yield from rows
    finally:
        result.close()


def _opened(query: tree.Expression, frame: Frame) -> QueryResult:
    bound = frame.bound(query)
    result = frame.session.execute(bound.text, [frame.value_of(name).as_bind() for name in bound.binds])
    if not isinstance(result, QueryResult):
        raise UnsupportedError("a cursor over anything but a query")
    return result


def open_cursor(statement: tree.OpenCursor, frame: Frame) -> None:
    """OPEN: the query runs now."""
    cursor = frame.scope.cursor(statement.name)
    if cursor.result is not None:
        raise OracleError(6511, "PL/SQL: cursor already open")
    cursor.result, cursor.fetched, cursor.found = _opened(cursor.query, frame), 0, None


def fetch_cursor(statement: tree.FetchCursor, frame: Frame) -> None:
    """FETCH; behind the last row it changes nothing but %NOTFOUND."""
    cursor = frame.scope.cursor(statement.name)
    if cursor.result is None:
        raise OracleError(1001, "invalid cursor")
    rows, _ = cursor.result.fetch(1)
    cursor.found = bool(rows)
    cursor.fetched += len(rows)
    targets = [frame.variable(target) for target in expanded(statement.targets, frame.scope)]
    for row in rows:
        _assign_row(row, cursor.result.columns, targets, frame)


def close_cursor(statement: tree.CloseCursor, frame: Frame) -> None:
    """CLOSE."""
    cursor = frame.scope.cursor(statement.name)
    if cursor.result is None:
        raise OracleError(1001, "invalid cursor")
    cursor.result.close()
    cursor.result = None
