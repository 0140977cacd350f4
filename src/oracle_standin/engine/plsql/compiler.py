"""Checks a whole block before any of it runs, and binds the variables in its SQL.

Like Oracle it refuses the block as a whole, with ORA-06550, for unknown names and for static SQL that is not valid.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from oracle_standin.codec.wire_types import BindColumn, ColumnDescription, WireType
from oracle_standin.engine.plsql.declarations import declare, record_of
from oracle_standin.engine.plsql.evaluation import condition_query, value_query
from oracle_standin.engine.plsql.exceptions import PREDEFINED
from oracle_standin.engine.plsql.packages.registry import (
    called_function,
    find_procedure,
    is_supplied,
    matched_arguments,
)
from oracle_standin.engine.plsql.values import Cursor, Record, Scope, Value, Variable
from oracle_standin.engine.session import EngineSession
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.plsql import tree
from oracle_standin.sql.plsql.references import CONDITION, VARIABLE, BoundSql, bound_expression, bound_statement
from oracle_standin.sql.plsql.source import Source, compile_error
from oracle_standin.sql.tokens import tokenize, word
from oracle_standin.sql.types import Kind, OracleType

_DESCRIBED = frozenset({"SELECT", "WITH", "INSERT", "UPDATE", "DELETE", "MERGE"})
INTEGER = tree.Type(OracleType(Kind.NUMBER, precision=38, scale=0))
BOOLEAN = tree.Type(OracleType(Kind.BOOLEAN))
_BOOLEAN = Value(WireType.BOOLEAN, None)
_VALUES = {"TRUE": _BOOLEAN, "FALSE": _BOOLEAN, "SQLERRM": Value(WireType.VARCHAR2, None)}


@dataclass(frozen=True, slots=True)
class Program:
    """A compiled block.

    Attributes:
        bound: The SQL of each expression and statement.
        assigned: The client's binds that the block assigns to.
    """

    block: tree.Block
    bound: dict[tree.Expression, BoundSql]
    assigned: frozenset[str]


class Compiler:
    """Compiles one block."""

    def __init__(self, session: EngineSession, root: Scope) -> None:
        """`root` has the client's bind variables, under their names with a colon in front, and constants."""
        self._session = session
        self._root = root
        self._bound: dict[tree.Expression, BoundSql] = {}
        self._assigned: set[str] = set()
        self._labels: list[str | None] = []

    def compile(self, block: tree.Block) -> Program:
        """The program.

        Raises:
            OracleError: ORA-06550: the block is not valid.
        """
        self._block(block, self._root)
        return Program(block, self._bound, frozenset(self._assigned))

    def _block(self, block: tree.Block, outer: Scope) -> None:
        scope = Scope(outer, block.label)
        for declaration in block.declarations:
            self._declaration(declaration, scope)
        self._body(block.body, scope)
        for handler in block.handlers:
            for name in handler.names:
                if name != "OTHERS":
                    _check_exception(name, scope, handler.place)
            self._body(handler.body, scope)

    def _declaration(self, declaration: tree.Declaration, scope: Scope) -> None:
        if isinstance(declaration, tree.CursorDeclaration):
            self._query(declaration.query, scope)
        declare(scope, declaration, self._session)
        if isinstance(declaration, tree.VariableDeclaration) and declaration.default is not None:
            variable = scope.names[declaration.name]
            if isinstance(variable, Variable):
                self._value_for(variable, declaration.default, scope)

    def _body(self, body: tuple[tree.Statement, ...], scope: Scope) -> None:
        for statement in body:
            self._statement(statement, scope)

    def _statement(self, statement: tree.Statement, scope: Scope) -> None:  # noqa: C901, PLR0912 - a table of all statements
        match statement:
            case tree.Block():
                self._block(statement, scope)
            case tree.Assignment():
                self._assignment(statement, scope)
            case tree.If():
                for condition, body in statement.branches:
                    self._condition(condition, scope)
                    self._body(body, scope)
                self._body(statement.otherwise or (), scope)
            case tree.Loop() | tree.RangeLoop() | tree.QueryLoop():
                self._loop(statement, scope)
            case tree.Leave():
                self._leave(statement, scope)
            case tree.Raise():
                if statement.name is not None:
                    _check_exception(statement.name, scope, statement.place)
            case tree.Sql():
                self._sql(statement, scope)
            case tree.Dynamic():
                self._dynamic(statement, scope)
            case tree.Call():
                self._call(statement, scope)
            case tree.OpenCursor() | tree.CloseCursor() | tree.FetchCursor():
                self._cursor(statement, scope)
            case tree.Return() | tree.Nothing():
                pass

    def _assignment(self, statement: tree.Assignment, scope: Scope) -> None:
        call = called_function(statement)
        if call is not None:
            self._call(call, scope)
        else:
            self._value_for(self._target(statement.target, scope), statement.value, scope)

    def _loop(self, loop: tree.Loop | tree.RangeLoop | tree.QueryLoop, outer: Scope) -> None:
        scope = Scope(outer, loop.label)
        match loop:
            case tree.Loop():
                if loop.condition is not None:
                    self._condition(loop.condition, scope)
            case tree.RangeLoop():
                self._value(loop.low, outer)
                self._value(loop.high, outer)
                scope.names[loop.index] = Variable(loop.index, INTEGER, is_constant=True)
            case tree.QueryLoop():
                query = _cursor_of(loop.query, outer, loop.place).query if isinstance(loop.query, str) else loop.query
                scope.names[loop.record] = record_of(self._query(query, outer))
        with self._inside(loop.label):
            self._body(loop.body, scope)

    @contextmanager
    def _inside(self, label: str | None) -> Iterator[None]:
        self._labels.append(label)
        yield
        self._labels.pop()

    def _leave(self, statement: tree.Leave, scope: Scope) -> None:
        if not self._labels:
            word_ = "EXIT" if statement.is_exit else "CONTINUE"
            raise compile_error(statement.place, f"PLS-00376: illegal {word_} statement; it must appear inside a loop")
        if statement.label is not None and statement.label not in self._labels:
            raise _undeclared(statement.label, statement.place)
        if statement.condition is not None:
            self._condition(statement.condition, scope)

    def _sql(self, statement: tree.Sql, scope: Scope) -> None:
        targets = [self._target(target, scope) for target in self.targets(statement.targets, scope)]
        first = word(tokenize(statement.statement.text)[0])
        if first not in _DESCRIBED:
            self._bound[statement.statement] = BoundSql(statement.statement.text, ())
            return
        columns = self._query(statement.statement, scope, targets)
        if first in ("SELECT", "WITH") and len(columns) != len(targets):
            text = "ORA-00947: not enough values" if len(columns) < len(targets) else "ORA-00913: too many values"
            raise compile_error(statement.place, f"PL/SQL: {text}")

    def _dynamic(self, statement: tree.Dynamic, scope: Scope) -> None:
        self._value(statement.statement, scope)
        for target in (*statement.targets, *statement.returned):
            self._target(target, scope)
        for argument in statement.inputs:
            if isinstance(argument, tree.Target):
                self._target(argument, scope)
            else:
                self._value(argument, scope)

    def _call(self, call: tree.Call, scope: Scope) -> None:
        if call.name == "RAISE_APPLICATION_ERROR":
            self._raise_application_error(call, scope)
            return
        procedure = find_procedure(call)
        arguments = matched_arguments(procedure, call)
        for parameter in procedure.parameters:
            if parameter.name not in arguments:
                continue
            if parameter.is_output:
                self._target(target_in(arguments[parameter.name]), scope)
                self._value(arguments[parameter.name], scope)
            elif parameter.kind is Kind.BOOLEAN:
                self._condition(arguments[parameter.name], scope)
            else:
                self._value(arguments[parameter.name], scope)
        if call.result is not None:
            self._target(call.result, scope)

    def _raise_application_error(self, call: tree.Call, scope: Scope) -> None:
        if len(call.arguments) not in (2, 3):
            text = f"PLS-00306: wrong number or types of arguments in call to '{call.name}'"
            raise compile_error(call.place, text)
        for argument in call.arguments[:2]:
            self._value(argument.value, scope)

    def _cursor(self, statement: tree.OpenCursor | tree.CloseCursor | tree.FetchCursor, scope: Scope) -> None:
        _cursor_of(statement.name, scope, statement.place)
        if isinstance(statement, tree.FetchCursor):
            for target in self.targets(statement.targets, scope):
                self._target(target, scope)

    def targets(self, targets: tuple[tree.Target, ...], scope: Scope) -> tuple[tree.Target, ...]:
        """The targets with the fields of a record instead of the record."""
        return expanded(targets, scope)

    def _target(self, target: tree.Target, scope: Scope) -> Variable:
        variable = scope.find(target.name)
        if not isinstance(variable, Variable):
            if target.name.startswith(":"):
                raise OracleError(1008, "not all variables bound")
            raise _undeclared(target.name, target.place, scope)
        if variable.is_constant:
            raise compile_error(
                target.place, f"PLS-00363: expression '{target.name}' cannot be used as an assignment target"
            )
        if target.name.startswith(":"):
            self._assigned.add(target.name)
        return variable

    def _value_for(self, variable: Variable, expression: tree.Expression, scope: Scope) -> None:
        if variable.type.oracle.kind is Kind.BOOLEAN:
            self._condition(expression, scope)
        else:
            self._value(expression, scope)

    def _value(self, expression: tree.Expression, scope: Scope) -> None:
        bound = self._expression(expression, scope)
        self._describe(*value_query(bound), scope, expression.place, "Statement")

    def _condition(self, expression: tree.Expression, scope: Scope) -> None:
        bound = self._expression(expression, scope)
        self._describe(*condition_query(bound), scope, expression.place, "Statement")

    def _expression(self, expression: tree.Expression, scope: Scope) -> BoundSql:
        try:
            bound = bound_expression(expression.text, scope.is_variable, scope.is_boolean, self._session.profile)
        except UnsupportedError:
            raise
        except OracleError as error:
            raise _in_sql(error, expression.place, "Statement") from error
        if bound.unknown:
            raise _undeclared(bound.unknown[0], expression.place, scope)
        self._bound[expression] = bound
        return bound

    def _query(
        self, query: tree.Expression, scope: Scope, targets: Sequence[Variable] = ()
    ) -> tuple[ColumnDescription, ...]:
        """The columns of static SQL; `targets` are those of RETURNING."""
        try:
            bound = bound_statement(query.text, scope.is_variable, self._session.columns_of, self._session.profile)
        except UnsupportedError:
            raise
        except OracleError as error:
            raise _in_sql(error, query.place, "SQL Statement") from error
        self._bound[query] = bound
        outputs = iter(targets)
        inputs = [name for name in bound.binds if not name.startswith("~")]
        returned = [next(outputs).value.as_bind() for _ in range(len(bound.binds) - len(inputs))]
        return self._describe(bound.text, tuple(inputs), scope, query.place, "SQL Statement", returned)

    def _describe(
        self,
        sql: str,
        names: tuple[str, ...],
        scope: Scope,
        place: tree.Place,
        what: str,
        returned: Sequence[BindColumn] = (),
    ) -> tuple[ColumnDescription, ...]:
        binds = [Value(value_type(name, scope).wire_type, None).as_bind() for name in names]
        try:
            return self._session.describe(sql, [*binds, *returned])
        except UnsupportedError:
            raise
        except OracleError as error:
            raise _in_sql(error, place, what) from error


def expanded(targets: tuple[tree.Target, ...], scope: Scope) -> tuple[tree.Target, ...]:
    """The targets with the fields of a record instead of the record."""
    found: list[tree.Target] = []
    for target in targets:
        entry = scope.find(target.name)
        if isinstance(entry, Record):
            found += [tree.Target(f"{target.name}.{field}", target.place) for field in entry.fields]
        else:
            found.append(target)
    return tuple(found)


def target_in(expression: tree.Expression) -> tree.Target:
    """The variable that an OUT parameter names.

    Raises:
        OracleError: ORA-06550 with PLS-00363: the argument is no variable.
    """
    source = Source(expression.text)
    target = source.target()
    if not source.is_at_end:
        text = f"PLS-00363: expression '{expression.text}' cannot be used as an assignment target"
        raise compile_error(expression.place, text)
    return target


def value_type(name: str, scope: Scope) -> Value:
    """NULL of the type of what a bound name stands for.

    Raises:
        OracleError: ORA-01008: it is a bind variable that the client did not bind.
    """
    if name.startswith(CONDITION):
        return Value(WireType.NUMBER, None)
    if not name.startswith(VARIABLE):
        variable = scope.find(":" + name)
        if isinstance(variable, Variable):
            return variable.value
        raise OracleError(1008, "not all variables bound")
    name = name.removeprefix(VARIABLE)
    if name in _VALUES:
        return _VALUES[name]
    if name == "SQLCODE" or name.endswith("%ROWCOUNT"):
        return Value(WireType.NUMBER, None)
    if "%" in name:
        return _BOOLEAN
    return scope.variable(name).value


def _cursor_of(name: str, scope: Scope, place: tree.Place) -> Cursor:
    cursor = scope.find(name)
    if not isinstance(cursor, Cursor):
        raise _undeclared(name, place)
    return cursor


def _check_exception(name: str, scope: Scope, place: tree.Place) -> None:
    if not isinstance(scope.find(name), tree.ExceptionDeclaration) and name not in PREDEFINED:
        raise _undeclared(name, place)


def _undeclared(name: str, place: tree.Place, scope: Scope | None = None) -> OracleError:
    owner, _, field = name.rpartition(".")
    if scope is not None and isinstance(scope.find(owner), Record):
        return compile_error(place, f"PLS-00302: component '{field}' must be declared")
    if owner and is_supplied(name):
        return UnsupportedError(f"the PL/SQL function {name}")
    return compile_error(place, f"PLS-00201: identifier '{name}' must be declared")


def _in_sql(error: OracleError, place: tree.Place, what: str) -> OracleError:
    """An error of SQL inside a block, found while compiling."""
    if error.code in (1008, 6550):
        return error
    at = f"ORA-06550: line {place.line}, column {place.column}:"
    return compile_error(place, f"PL/SQL: {error.text}\n{at}\nPL/SQL: {what} ignored")
