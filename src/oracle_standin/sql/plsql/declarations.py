"""Parses the part between DECLARE and BEGIN. Reference: PL/SQL Language Reference, "Block"."""

from dataclasses import replace

from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.plsql.source import Source, compile_error
from oracle_standin.sql.plsql.tree import (
    Anchor,
    CursorDeclaration,
    Declaration,
    ExceptionDeclaration,
    Expression,
    VariableDeclaration,
)
from oracle_standin.sql.plsql.types import parse_type

_SUBPROGRAMS = ("PROCEDURE", "FUNCTION", "TYPE", "SUBTYPE")


def parse_declarations(source: Source) -> tuple[Declaration, ...]:
    """All declarations before BEGIN.

    Raises:
        UnsupportedError: Subprograms, types, and pragmas other than EXCEPTION_INIT.
    """
    found: list[Declaration] = []
    while not source.peek("BEGIN"):
        if source.accept("PRAGMA"):
            _pragma(source, found)
        else:
            _add(_declaration(source), found)
        source.expect(";")
    return tuple(found)


def _add(declaration: Declaration, found: list[Declaration]) -> None:
    if any(declaration.name == other.name for other in found):
        text = f"PLS-00371: at most one declaration for '{declaration.name}' is permitted"
        raise compile_error(declaration.place, text)
    found.append(declaration)


def _declaration(source: Source) -> Declaration:
    for word in _SUBPROGRAMS:
        if source.peek(word):
            raise UnsupportedError(f"{word} in a PL/SQL block")
    if source.accept("CURSOR"):
        return _cursor(source)
    place, name = source.place, source.name()
    if source.accept("EXCEPTION"):
        return ExceptionDeclaration(name, None, place)
    is_constant = source.accept("CONSTANT")
    declared_type = parse_type(source)
    is_nullable = not source.accept("NOT", "NULL") and (isinstance(declared_type, Anchor) or declared_type.is_nullable)
    default: Expression | None = None
    if source.accept(":=") or source.accept("DEFAULT"):
        default = source.expression(";")
    if default is None and is_constant:
        raise compile_error(place, f"PLS-00322: declaration of a constant '{name}' must contain an initialization")
    if default is None and not is_nullable:
        raise compile_error(place, "PLS-00218: a variable declared NOT NULL must have an initialization assignment")
    return VariableDeclaration(name, declared_type, default, is_constant, is_nullable, place)


def _cursor(source: Source) -> CursorDeclaration:
    place, name = source.place, source.name()
    if source.peek("("):
        raise UnsupportedError("cursors with parameters")
    source.expect("IS")
    return CursorDeclaration(name, source.expression(";"), place)


def _pragma(source: Source, found: list[Declaration]) -> None:
    """PRAGMA EXCEPTION_INIT(name, code)."""
    if not source.accept("EXCEPTION_INIT"):
        raise UnsupportedError(f"PRAGMA {source.name()}")
    source.expect("(")
    place, name = source.place, source.name()
    source.expect(",")
    code = source.integer()
    source.expect(")")
    for index, declaration in enumerate(found):
        if isinstance(declaration, ExceptionDeclaration) and declaration.name == name:
            found[index] = replace(declaration, code=-code)
            return
    raise compile_error(place, f"PLS-00109: unknown exception name '{name}' in PRAGMA EXCEPTION_INIT")
