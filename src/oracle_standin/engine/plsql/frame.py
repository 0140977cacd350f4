"""What the statements of a running block share: scope, values of names, the exception that is handled."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from oracle_standin.codec.number import text_to_number
from oracle_standin.codec.text import text_to_boolean
from oracle_standin.codec.wire_types import WireType
from oracle_standin.engine.plsql.compiler import Program
from oracle_standin.engine.plsql.evaluation import Evaluator, boolean_of
from oracle_standin.engine.plsql.exceptions import RaisedError, raised
from oracle_standin.engine.plsql.packages.procedures import PackageState
from oracle_standin.engine.plsql.values import Scope, Value, Variable
from oracle_standin.engine.session import EngineSession
from oracle_standin.errors import OracleError
from oracle_standin.sql.plsql import tree
from oracle_standin.sql.plsql.references import CONDITION, VARIABLE, BoundSql
from oracle_standin.sql.plsql.types import MAX_BYTES
from oracle_standin.sql.types import Kind, OracleType

NUMBER = tree.Type(OracleType(Kind.NUMBER))
TEXT = tree.Type(OracleType(Kind.VARCHAR2, length=MAX_BYTES, unit="B"))
_NO_ERROR = "ORA-0000: normal, successful completion"


@dataclass(slots=True)
class ImplicitCursor:
    """The cursor SQL: rows of the last statement, None before the first one."""

    row_count: int | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """A place in a running program.

    Attributes:
        run_block: Runs the text of another block with its binds, for EXECUTE IMMEDIATE.
        handled: The exception whose handler runs.
    """

    session: EngineSession
    packages: PackageState
    evaluator: Evaluator
    program: Program
    scope: Scope
    run_block: Callable[[str, dict[str, Variable]], None]
    implicit_cursor: ImplicitCursor = field(default_factory=ImplicitCursor)
    handled: RaisedError | None = None

    def inner(self, scope: Scope) -> "Frame":
        """The frame of a block or loop inside."""
        return replace(self, scope=scope)

    @contextmanager
    def at(self, place: tree.Place) -> Iterator[None]:
        """A statement: its error becomes an exception that a handler can take."""
        try:
            yield
        except OracleError as error:
            raise raised(error, place.line) from error
        except RaisedError as error:
            if not error.lines:
                error.lines.append(place.line)
            raise

    def handler(self, error: RaisedError) -> "Frame":
        """The frame of an exception handler."""
        return replace(self, handled=error)

    def variable(self, target: tree.Target) -> Variable:
        """The variable that takes a value."""
        return self.scope.variable(target.name)

    def bound(self, expression: tree.Expression) -> BoundSql:
        """What the compiler has made of an expression or a statement."""
        return self.program.bound[expression]

    def value(self, expression: tree.Expression) -> Value:
        """The value of an expression."""
        return self.evaluator.value(self.bound(expression), self.value_of)

    def boolean(self, expression: tree.Expression) -> Value:
        """The value of a condition."""
        return self.evaluator.boolean(self.bound(expression), self.value_of)

    def holds(self, condition: tree.Expression) -> bool:
        """Whether a condition is true, neither false nor NULL."""
        return self.evaluator.condition(self.bound(condition), self.value_of) is True

    def text(self, expression: tree.Expression) -> str | None:
        """The value of an expression as text."""
        wire = self.evaluator.converted(self.value(expression), TEXT)
        return None if wire is None else wire.decode()

    def value_of(self, name: str) -> Value:
        """What a name in bound SQL stands for."""
        if name.startswith(CONDITION):
            holds = boolean_of(self.value_of(VARIABLE + name.removeprefix(CONDITION)))
            return _number(None if holds is None else int(holds))
        if not name.startswith(VARIABLE):
            return self.scope.variable(":" + name).value
        name = name.removeprefix(VARIABLE)
        if name in ("TRUE", "FALSE"):
            return _boolean(name == "TRUE")
        if name == "SQLCODE":
            return _number(self.handled.sqlcode if self.handled else 0)
        if name == "SQLERRM":
            return Value(WireType.VARCHAR2, (self.handled.sqlerrm if self.handled else _NO_ERROR).encode())
        cursor, sign, attribute = name.partition("%")
        return self._attribute(cursor, attribute) if sign else self.scope.variable(name).value

    def _attribute(self, name: str, attribute: str) -> Value:
        if name == "SQL":
            count = self.implicit_cursor.row_count
            return _attribute(attribute, count, None if count is None else count > 0, is_open=False)
        cursor = self.scope.cursor(name)
        if attribute != "ISOPEN" and cursor.result is None:
            raise OracleError(1001, "invalid cursor")
        return _attribute(attribute, cursor.fetched, cursor.found, is_open=cursor.result is not None)


def _attribute(attribute: str, count: int | None, found: bool | None, *, is_open: bool) -> Value:  # noqa: FBT001
    match attribute:
        case "ROWCOUNT":
            return _number(count)
        case "FOUND":
            return _boolean(found)
        case "NOTFOUND":
            return _boolean(None if found is None else not found)
        case _:
            return _boolean(is_open)


def _number(number: int | None) -> Value:
    return Value(WireType.NUMBER, None if number is None else text_to_number(str(number)))


def _boolean(value: bool | None) -> Value:  # noqa: FBT001
    return Value(WireType.BOOLEAN, None if value is None else text_to_boolean("t" if value else "f"))
