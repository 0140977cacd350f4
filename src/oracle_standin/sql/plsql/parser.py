"""Parses blocks and their statements. Reference: PL/SQL Language Reference, "PL/SQL Language Elements"."""

from collections.abc import Callable

from oracle_standin.errors import UnsupportedError
from oracle_standin.profiles import Profile
from oracle_standin.sql.plsql.calls import parse_call_or_assignment, parse_call_statement
from oracle_standin.sql.plsql.declarations import parse_declarations
from oracle_standin.sql.plsql.embedded_sql import SQL_WORDS, parse_dynamic, parse_sql
from oracle_standin.sql.plsql.source import Source, compile_error
from oracle_standin.sql.plsql.tree import (
    Block,
    CloseCursor,
    Declaration,
    Expression,
    FetchCursor,
    Handler,
    If,
    Leave,
    Loop,
    Nothing,
    OpenCursor,
    Place,
    QueryLoop,
    Raise,
    RangeLoop,
    Return,
    Statement,
)
from oracle_standin.sql.tokens import word

_UNSUPPORTED = ("GOTO", "FORALL", "PIPE")
# statements that a block cannot contain; EXECUTE IMMEDIATE can
_NOT_STATIC = ("CREATE", "DROP", "ALTER", "TRUNCATE", "GRANT", "REVOKE", "COMMENT", "RENAME")
Body = tuple[Statement, ...]


def parse_block(text: str, profile: Profile) -> Block:
    """The tree of an anonymous block, or of a CALL statement as a block with one call.

    Raises:
        OracleError: ORA-06550: it is no valid PL/SQL.
        UnsupportedError: It has a part that the stand-in cannot run.
    """
    source = Source(text, profile)
    if source.peek("CALL"):
        return parse_call_statement(source)
    block = _block(source, _label(source))
    source.expect(";")
    source.accept("/")
    if not source.is_at_end:
        raise source.unexpected("end-of-file")
    return block


def _block(source: Source, label: str | None) -> Block:
    place = source.place
    declarations: tuple[Declaration, ...] = ()
    if source.accept("DECLARE"):
        declarations = parse_declarations(source)
    source.expect("BEGIN")
    body = _body(source, "EXCEPTION", "END")
    handlers = _handlers(source) if source.accept("EXCEPTION") else ()
    source.expect("END")
    _end_label(source, label)
    return Block(declarations, body, handlers, label, place)


def _handlers(source: Source) -> tuple[Handler, ...]:
    handlers: list[Handler] = []
    while source.peek("WHEN"):
        place = source.place
        source.expect("WHEN")
        names = [source.name()]
        while source.accept("OR"):
            names.append(source.name())
        source.expect("THEN")
        if handlers and "OTHERS" in handlers[-1].names:
            raise compile_error(place, "PLS-00370: OTHERS handler must be last among the exception handlers of a block")
        handlers.append(Handler(tuple(names), _body(source, "WHEN", "END"), place))
    if not handlers:
        raise source.unexpected("when")
    return tuple(handlers)


def _body(source: Source, *ends: str) -> Body:
    """At least one statement."""
    statements = [_statement(source)]
    while not any(map(source.peek, ends)):
        statements.append(_statement(source))
    return tuple(statements)


def _statement(source: Source) -> Statement:
    label = _label(source)
    place = source.place
    first = word(source.token) if source.token else ""
    if first in _UNSUPPORTED:
        raise UnsupportedError(f"{first} in a PL/SQL block")
    if first in _NOT_STATIC:
        raise source.unexpected("( begin case declare exit for if loop null raise return select update while with")
    if first in ("DECLARE", "BEGIN"):
        statement: Statement = _block(source, label)
    elif first in ("LOOP", "WHILE", "FOR"):
        statement = _LOOPS[first](source, label, place)
    elif first in _SIMPLE and not _is_assignment(source):
        source.take()
        statement = _SIMPLE[first](source, place)
    elif first in SQL_WORDS:
        statement = parse_sql(source, place)
    else:
        statement = parse_call_or_assignment(source, place)
    source.expect(";")
    return statement


def _is_assignment(source: Source) -> bool:
    """Whether a keyword is used as a variable's name."""
    return source.peek(word(source.token), ":=") if source.token else False


def _label(source: Source) -> str | None:
    if not source.accept("<", "<"):
        return None
    name = source.name()
    source.expect(">", ">")
    return name


def _end_label(source: Source, label: str | None) -> None:
    """The label that may be repeated behind END."""
    if source.peek(";"):
        return
    place, name = source.place, source.name()
    if name != label:
        raise compile_error(place, f"PLS-00113: END identifier '{name}' must match '{label or ''}'")


def _if(source: Source, place: Place) -> Statement:
    branches = [_branch(source, "ELSIF", "ELSE", "END")]
    while source.accept("ELSIF"):
        branches.append(_branch(source, "ELSIF", "ELSE", "END"))
    otherwise = _body(source, "END") if source.accept("ELSE") else ()
    source.expect("END", "IF")
    return If(tuple(branches), otherwise, place)


def _branch(source: Source, *ends: str) -> tuple[Expression, Body]:
    condition = source.expression("THEN")
    source.expect("THEN")
    return condition, _body(source, *ends)


def _case(source: Source, place: Place) -> Statement:
    """A CASE with a selector compares it with each value; NULL is equal to nothing."""
    selector = None if source.peek("WHEN") else source.expression("WHEN")
    branches = []
    while source.accept("WHEN"):
        value, body = _branch(source, "WHEN", "ELSE", "END")
        if selector is not None:
            value = Expression(f"({selector.text}) = ({value.text})", value.place)
        branches.append((value, body))
    otherwise = _body(source, "END") if source.accept("ELSE") else None
    source.expect("END", "CASE")
    _end_label(source, None)
    return If(tuple(branches), otherwise, place)


def _loop(source: Source, label: str | None, place: Place) -> Statement:
    source.expect("LOOP")
    return Loop(None, _loop_body(source, label), label, place)


def _while(source: Source, label: str | None, place: Place) -> Statement:
    source.expect("WHILE")
    condition = source.expression("LOOP")
    source.expect("LOOP")
    return Loop(condition, _loop_body(source, label), label, place)


def _for(source: Source, label: str | None, place: Place) -> Statement:
    source.expect("FOR")
    name = source.name()
    source.expect("IN")
    is_reverse = source.accept("REVERSE")
    limits = source.limits()
    if limits is not None:
        source.expect("LOOP")
        return RangeLoop(name, *limits, is_reverse, _loop_body(source, label), label, place)
    query: Expression | str
    if source.accept("("):
        query = source.expression(")")
        source.expect(")")
    else:
        query = source.name()
    source.expect("LOOP")
    return QueryLoop(name, query, _loop_body(source, label), label, place)


def _loop_body(source: Source, label: str | None) -> Body:
    body = _body(source, "END")
    source.expect("END", "LOOP")
    _end_label(source, label)
    return body


def _leave(is_exit: bool) -> Callable[[Source, Place], Statement]:  # noqa: FBT001 - a table of two rows
    def parse(source: Source, place: Place) -> Statement:
        label = None if source.peek("WHEN") or source.peek(";") else source.name()
        condition = source.expression(";") if source.accept("WHEN") else None
        return Leave(is_exit, label, condition, place)

    return parse


def _raise(source: Source, place: Place) -> Statement:
    return Raise(None if source.peek(";") else source.name(), place)


def _fetch(source: Source, place: Place) -> Statement:
    name = source.name()
    if source.peek("BULK COLLECT INTO"):
        raise UnsupportedError("BULK COLLECT")
    source.expect("INTO")
    return FetchCursor(name, source.targets(), place)


def _open(source: Source, place: Place) -> Statement:
    name = source.name()
    if not source.peek(";"):
        raise UnsupportedError("cursor variables and cursor parameters")
    return OpenCursor(name, place)


_LOOPS: dict[str, Callable[[Source, str | None, Place], Statement]] = {"LOOP": _loop, "WHILE": _while, "FOR": _for}
_SIMPLE: dict[str, Callable[[Source, Place], Statement]] = {
    "IF": _if,
    "CASE": _case,
    "EXIT": _leave(True),  # noqa: FBT003
    "CONTINUE": _leave(False),  # noqa: FBT003
    "RETURN": lambda _, place: Return(place),
    "NULL": lambda _, place: Nothing(place),
    "RAISE": _raise,
    "OPEN": _open,
    "FETCH": _fetch,
    "CLOSE": lambda source, place: CloseCursor(source.name(), place),
    "EXECUTE": parse_dynamic,
}
