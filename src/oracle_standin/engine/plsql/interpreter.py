"""Runs a compiled block: control flow, assignments and exception handlers; SQL and calls have rooms of their own."""

from collections.abc import Callable
from typing import Any

from oracle_standin.codec.number import number_to_text, text_to_number
from oracle_standin.engine.plsql.compiler import INTEGER, Program
from oracle_standin.engine.plsql.declarations import declare, record_of
from oracle_standin.engine.plsql.exceptions import RaisedError, predefined
from oracle_standin.engine.plsql.frame import Frame
from oracle_standin.engine.plsql.packages.registry import called_function
from oracle_standin.engine.plsql.procedure_calls import call_procedure
from oracle_standin.engine.plsql.sql_statements import (
    close_cursor,
    execute_dynamic,
    execute_sql,
    fetch_cursor,
    open_cursor,
    rows_of,
)
from oracle_standin.engine.plsql.values import Scope, Value, Variable, column_value
from oracle_standin.errors import OracleError
from oracle_standin.sql.plsql import tree
from oracle_standin.sql.types import Kind


class _Leaving(Exception):  # noqa: N818 - no error
    """EXIT or CONTINUE on its way to the loop that it names."""

    def __init__(self, statement: tree.Leave) -> None:
        super().__init__()
        self.is_exit, self.label = statement.is_exit, statement.label


class _Returning(Exception):  # noqa: N818 - no error
    """RETURN on its way out of the block."""


def run(program: Program, frame: Frame) -> None:
    """Run a program.

    Raises:
        OracleError: An exception that nothing handles, with its stack.
    """
    try:
        _block(program.block, frame)
    except _Returning:
        pass
    except RaisedError as error:
        raise error.to_oracle() from error


def _block(block: tree.Block, outer: Frame) -> None:
    frame = outer.inner(Scope(outer.scope, block.label))
    for declaration in block.declarations:  # an exception here is one of the block around
        with frame.at(declaration.place):
            _declare(declaration, frame)
    try:
        _body(block.body, frame)
    except RaisedError as error:
        handler = _handler(block, error, frame)
        if handler is None:
            raise
        _body(handler.body, frame.handler(error))


def _declare(declaration: tree.Declaration, frame: Frame) -> None:
    declare(frame.scope, declaration, frame.session)
    if isinstance(declaration, tree.VariableDeclaration) and declaration.default is not None:
        variable = frame.scope.names[declaration.name]
        if isinstance(variable, Variable):
            frame.evaluator.assign(variable, _value_for(variable, declaration.default, frame))


def _handler(block: tree.Block, error: RaisedError, frame: Frame) -> tree.Handler | None:
    for handler in block.handlers:
        if any(_handles(name, error, frame) for name in handler.names):
            return handler
    return None


def _handles(name: str, error: RaisedError, frame: Frame) -> bool:
    if name == "OTHERS":
        return True
    declaration = frame.scope.find(name)
    if isinstance(declaration, tree.ExceptionDeclaration):
        return declaration is error.declaration or (declaration.code is not None and declaration.code == error.code)
    known = predefined(name)
    return known is not None and known.code == error.code


def _body(body: tuple[tree.Statement, ...], frame: Frame) -> None:
    for statement in body:
        with frame.at(statement.place):
            _RUN[type(statement)](statement, frame)


def _assignment(statement: tree.Assignment, frame: Frame) -> None:
    call = called_function(statement)
    if call is not None:
        call_procedure(call, frame)
        return
    variable = frame.variable(statement.target)
    frame.evaluator.assign(variable, _value_for(variable, statement.value, frame))


def _value_for(variable: Variable, expression: tree.Expression, frame: Frame) -> Value:
    is_boolean = variable.type.oracle.kind is Kind.BOOLEAN
    return frame.boolean(expression) if is_boolean else frame.value(expression)


def _if(statement: tree.If, frame: Frame) -> None:
    for condition, body in statement.branches:
        if frame.holds(condition):
            _body(body, frame)
            return
    if statement.otherwise is None:
        raise OracleError(6592, "CASE not found while executing CASE statement")
    _body(statement.otherwise, frame)


def _loop(statement: tree.Loop, frame: Frame) -> None:
    while statement.condition is None or frame.holds(statement.condition):
        if not _turn(statement, frame.inner(Scope(frame.scope, statement.label))):
            return


def _range_loop(statement: tree.RangeLoop, frame: Frame) -> None:
    low, high = _limit(statement.low, frame), _limit(statement.high, frame)
    numbers = range(low, high + 1)
    for number in reversed(numbers) if statement.is_reverse else numbers:
        scope = Scope(frame.scope, statement.label)
        scope.names[statement.index] = Variable(statement.index, INTEGER, text_to_number(str(number)), is_constant=True)
        if not _turn(statement, frame.inner(scope)):
            return


def _limit(expression: tree.Expression, frame: Frame) -> int:
    wire = frame.evaluator.converted(frame.value(expression), INTEGER)
    if wire is None:
        raise OracleError(6502, "PL/SQL: numeric or value error")
    return int(number_to_text(wire))


def _query_loop(statement: tree.QueryLoop, frame: Frame) -> None:
    query = frame.scope.cursor(statement.query).query if isinstance(statement.query, str) else statement.query
    columns, rows = rows_of(query, frame)
    for row in rows:
        record = record_of(columns)
        for variable, column, wire in zip(record.fields.values(), columns, row, strict=True):
            variable.wire = column_value(column, wire).wire
        scope = Scope(frame.scope, statement.label, {statement.record: record})
        if not _turn(statement, frame.inner(scope)):
            return


def _turn(loop: tree.Loop | tree.RangeLoop | tree.QueryLoop, frame: Frame) -> bool:
    """One turn of a loop; false when it was the last one."""
    try:
        _body(loop.body, frame)
    except _Leaving as leaving:
        if leaving.label is not None and leaving.label != loop.label:
            raise
        return not leaving.is_exit
    return True


def _leave(statement: tree.Leave, frame: Frame) -> None:
    if statement.condition is None or frame.holds(statement.condition):
        raise _Leaving(statement)


def _return(_: tree.Return, __: Frame) -> None:
    raise _Returning


def _nothing(_: tree.Nothing, __: Frame) -> None:
    pass


def _raise(statement: tree.Raise, frame: Frame) -> None:
    if statement.name is None:
        if frame.handled is None:
            raise OracleError(6501, "PL/SQL: program error")
        raise frame.handled
    declaration = frame.scope.find(statement.name)
    if isinstance(declaration, tree.ExceptionDeclaration):
        message = "" if declaration.code else "User-Defined Exception"
        raise RaisedError(declaration.code or 0, message, declaration)
    known = predefined(statement.name)
    if known is None:
        raise AssertionError(statement.name)
    raise known


_RUN: dict[type, Callable[[Any, Frame], None]] = {
    tree.Block: _block,
    tree.Assignment: _assignment,
    tree.If: _if,
    tree.Loop: _loop,
    tree.RangeLoop: _range_loop,
    tree.QueryLoop: _query_loop,
    tree.Leave: _leave,
    tree.Return: _return,
    tree.Nothing: _nothing,
    tree.Raise: _raise,
    tree.Sql: execute_sql,
    tree.Dynamic: execute_dynamic,
    tree.Call: call_procedure,
    tree.OpenCursor: open_cursor,
    tree.FetchCursor: fetch_cursor,
    tree.CloseCursor: close_cursor,
}
