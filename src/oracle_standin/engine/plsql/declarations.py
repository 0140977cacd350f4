"""What a block declares, as variables without values; types are looked up in the dictionary."""

from oracle_standin.codec.wire_types import ColumnDescription
from oracle_standin.engine.plsql.values import Cursor, Record, Scope, Variable, column_type
from oracle_standin.engine.session import EngineSession
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.plsql.source import compile_error
from oracle_standin.sql.plsql.tree import (
    Anchor,
    CursorDeclaration,
    Declaration,
    ExceptionDeclaration,
    Type,
    VariableDeclaration,
)


def declare(scope: Scope, declaration: Declaration, session: EngineSession) -> None:
    """Add one declaration to a scope; the values of variables come later.

    Raises:
        OracleError: ORA-06550 for a type that nothing declares.
    """
    match declaration:
        case VariableDeclaration():
            scope.names[declaration.name] = _variable(scope, declaration, session)
        case CursorDeclaration():
            scope.names[declaration.name] = Cursor(declaration.query)
        case ExceptionDeclaration():
            scope.names[declaration.name] = declaration


def record_of(columns: tuple[ColumnDescription, ...]) -> Record:
    """A record with a field for each column of a query."""
    return Record({column.name: Variable(column.name, column_type(column)) for column in columns})


def _variable(scope: Scope, declaration: VariableDeclaration, session: EngineSession) -> Variable | Record:
    declared_type = declaration.type
    if isinstance(declared_type, Anchor):
        if declared_type.is_row:
            return _row(declared_type, session)
        declared_type = _anchored(scope, declared_type, session)
    return Variable(declaration.name, declared_type, None, declaration.is_constant, declaration.is_nullable)


def _anchored(scope: Scope, anchor: Anchor, session: EngineSession) -> Type:
    entry = scope.find(".".join(anchor.name))
    if isinstance(entry, Variable):
        return entry.type
    *table, column = anchor.name
    if not table:
        raise _undeclared(anchor)
    return column_type(_described(anchor, f"SELECT {_quoted(column)} FROM {_dotted(table)}", session)[0])


def _row(anchor: Anchor, session: EngineSession) -> Record:
    return record_of(_described(anchor, f"SELECT * FROM {_dotted(anchor.name)}", session))


def _described(anchor: Anchor, query: str, session: EngineSession) -> tuple[ColumnDescription, ...]:
    try:
        return session.describe(query)
    except UnsupportedError:
        raise
    except OracleError as error:
        raise _undeclared(anchor) from error


def _dotted(names: list[str] | tuple[str, ...]) -> str:
    return ".".join(map(_quoted, names))


def _undeclared(anchor: Anchor) -> OracleError:
    return compile_error(anchor.place, f"PLS-00201: identifier '{'.'.join(anchor.name)}' must be declared")


def _quoted(name: str) -> str:
    """The name as Oracle reads it, which is not always how PostgreSQL does."""
    return f'"{name}"'
