"""CREATE VIEW, DROP VIEW and ALTER VIEW. Reference: SQL Language Reference, the statements of those names."""

from dataclasses import dataclass, replace

from sqlglot.tokenizer_core import Token, TokenType

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.ddl.replacing import PLAIN, CreationOptions
from oracle_standin.sql.reader import Reader
from oracle_standin.sql.statements import Ddl, TableName
from oracle_standin.sql.tokens import begins_bind, word

_ALL = 1 << 30
READ_ONLY, CHECK_OPTION = "READ ONLY", "CHECK OPTION"


@dataclass(frozen=True, slots=True)
class CreateView(Ddl):
    """CREATE VIEW.

    Attributes:
        text: The subquery in Oracle's source.
        column_names: What the columns are called; empty when the subquery says it.
        is_forced: FORCE: the view is created although its subquery has errors.
        restriction: READ ONLY, CHECK OPTION or nothing; `constraint` is its name if it has one.
        tail: The source behind the subquery.
    """

    view: TableName
    text: str
    column_names: tuple[str, ...] = ()
    replaces: bool = False
    if_not_exists: bool = False
    is_forced: bool = False
    restriction: str = ""
    tail: str = ""
    constraint: str | None = None


@dataclass(frozen=True, slots=True)
class DropView(Ddl):
    """DROP VIEW."""

    view: TableName
    if_exists: bool = False


@dataclass(frozen=True, slots=True)
class CompileView(Ddl):
    """ALTER VIEW ... COMPILE."""

    view: TableName
    if_exists: bool = False


def create_view(reader: Reader, options: CreationOptions = PLAIN) -> CreateView:
    """After CREATE VIEW."""
    if_not_exists = reader.accept_if("NOT", "EXISTS", code=922, message="missing or invalid option")
    if if_not_exists and options.replaces:
        raise OracleError(11541, "REPLACE and IF NOT EXISTS cannot coexist in the same DDL statement")
    view = _new_view(reader)
    names = _columns(reader) if reader.peek("(") else ()
    if reader.peek("OF") or reader.peek("BEQUEATH") or reader.peek("DEFAULT") or reader.peek("SHARING"):
        raise UnsupportedError(f"'{reader.rest_of_source(20)}' in CREATE VIEW")
    reader.expect("AS", code=905, message="missing keyword")
    return _with_query(reader, CreateView(view, "", names, options.replaces, if_not_exists, options.is_forced))


def _new_view(reader: Reader) -> TableName:
    name = reader.new_name(999, "invalid view name")
    return TableName(name, reader.new_name(999, "invalid view name")) if reader.accept(".") else TableName(None, name)


def _columns(reader: Reader) -> tuple[str, ...]:
    """The aliases; constraints of views are not supported."""
    reader.expect("(", code=906, message="missing left parenthesis")
    names = [_column(reader)]
    while reader.accept(","):
        names.append(_column(reader))
    reader.expect(")", code=907, message="missing right parenthesis")
    if len(set(names)) != len(names):
        raise OracleError(957, "duplicate column name")
    return tuple(names)


def _column(reader: Reader) -> str:
    if reader.peek("CONSTRAINT") or reader.peek("UNIQUE") or reader.peek("PRIMARY"):
        raise UnsupportedError("constraints of views")
    name = reader.new_name(904, ": invalid identifier")
    if not reader.peek(",") and not reader.peek(")"):
        raise UnsupportedError(f"'{reader.rest_of_source(20)}' of a view's column")
    return name


def _with_query(reader: Reader, statement: CreateView) -> CreateView:
    """The subquery and the subquery_restriction_clause behind it."""
    source = reader.rest_of_source(_ALL)
    tokens = reader.remaining()
    if not tokens:
        raise reader.error(928, "missing SELECT keyword")
    for place, token in enumerate(tokens, 1):
        if begins_bind(tokens[max(place - 2, 0) : place]):
            raise OracleError(1027, "bind variables not allowed for data definition operations", position=token.start)
    end, restriction, constraint = _restriction(tokens)
    text = reader.source(tokens[:end])
    return replace(statement, text=text, restriction=restriction, tail=source[len(text) :], constraint=constraint)


def _restriction(tokens: list[Token]) -> tuple[int, str, str | None]:
    """Where the subquery ends, and the restriction with its name."""
    words = [word(token) for token in tokens]
    end, constraint = len(tokens), None
    if words[-2:-1] == ["CONSTRAINT"]:
        name = tokens[-1]
        constraint = name.text if name.token_type is TokenType.IDENTIFIER else words[-1]
        end -= 2
    for restriction in (READ_ONLY, CHECK_OPTION):
        if words[:end][-3:] == ["WITH", *restriction.split()]:
            return end - 3, restriction, constraint
    return len(tokens), "", None


def drop_view(reader: Reader) -> DropView:
    """After DROP VIEW."""
    if_exists = reader.accept_if("EXISTS", code=933, message="SQL command not properly ended")
    view = reader.table()
    reader.accept("CASCADE", "CONSTRAINTS")
    return DropView(view, if_exists)


def alter_view(reader: Reader) -> CompileView:
    """After ALTER VIEW: COMPILE is all that changes nothing else."""
    if_exists = reader.accept_if("EXISTS", code=922, message="missing or invalid option")
    view = reader.table()
    if reader.token is None:
        raise reader.error(922, "missing or invalid option")
    if not reader.accept("COMPILE"):
        raise UnsupportedError(f"ALTER VIEW {reader.rest_of_source(30)}")
    return CompileView(view, if_exists)
