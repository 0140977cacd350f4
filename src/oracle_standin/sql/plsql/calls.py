"""Parses assignments, calls of procedures, and the CALL statement."""

from oracle_standin.errors import OracleError
from oracle_standin.sql.plsql.source import Source
from oracle_standin.sql.plsql.tree import Argument, Assignment, Block, Call, Place, Statement


def parse_call_or_assignment(source: Source, place: Place) -> Statement:
    """`target := value` or `name [(arguments)]`.

    A function that is the whole value of an assignment is a Call with a result only where it is looked up: here it is
    an expression like any other.
    """
    target = source.target()
    if source.accept(":="):
        return Assignment(target, source.expression(";"), place)
    if target.name.startswith(":"):
        raise source.unexpected(":=")
    if not (source.peek("(") or source.peek(";")):
        raise source.unexpected(":= . ( @ % ;")
    return Call(target.name, _arguments(source), place)


def parse_call_statement(source: Source) -> Block:
    """CALL name(arguments) [INTO :bind]."""
    place = source.place
    source.expect("CALL")
    name = ".".join(source.dotted_name())
    arguments = _arguments(source)
    result = source.target() if source.accept("INTO") else None
    source.accept(";")
    if not source.is_at_end:
        raise source.unexpected("end-of-file")
    return Block((), (Call(name, arguments, place, result),), (), None, place)


def parse_arguments(text: str) -> tuple[str, tuple[Argument, ...]] | None:
    """Name and arguments of an expression that is nothing but a call; None for any other expression."""
    source = Source(text)
    try:
        name = ".".join(source.dotted_name())
        arguments = _arguments(source)
    except OracleError:
        return None
    return (name, arguments) if source.is_at_end else None


def _arguments(source: Source) -> tuple[Argument, ...]:
    if not source.accept("("):
        return ()
    if source.accept(")"):
        return ()
    arguments = [_argument(source)]
    while source.accept(","):
        arguments.append(_argument(source))
    source.expect(")")
    return tuple(arguments)


def _argument(source: Source) -> Argument:
    name = source.argument_name()
    return Argument(name, source.expression(",", ")"))
