"""Parses columns, their defaults and the constraints that follow their types."""

from dataclasses import replace

from sqlglot import exp

from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.column_types import column_type
from oracle_standin.sql.ddl.constraints import CONSTRAINT_WORDS, constraint_state, inline_constraint, table_constraint
from oracle_standin.sql.ddl.definitions import Column, Constraint, Identity
from oracle_standin.sql.ddl.sequences import SequenceOptions, sequence_options
from oracle_standin.sql.parser import parsed_expression
from oracle_standin.sql.reader import Reader
from oracle_standin.sql.render import Context, render
from oracle_standin.sql.sequences import is_reference, resolve_references

_AFTER_DEFAULT = (
    ",", "NOT", "NULL", "CONSTRAINT", "PRIMARY KEY", "UNIQUE", "CHECK", "REFERENCES", "ENABLE", "DISABLE",
)  # fmt: skip
_OF_ROWS = frozenset({"LEVEL", "ROWNUM"})  # pseudocolumns without a value outside a query
_MAX_COLUMNS = 1000  # Database Reference, "Logical Database Limits"


def table_elements(reader: Reader) -> tuple[tuple[Column, ...], tuple[Constraint, ...]]:
    """Columns and constraints in parentheses ("relational_properties")."""
    reader.expect("(", code=922, message="missing or invalid option")
    columns: list[Column] = []
    constraints: list[Constraint] = []
    while True:
        if any(map(reader.peek, CONSTRAINT_WORDS)):
            constraints.append(table_constraint(reader))
        else:
            column, inline = column_definition(reader)
            columns.append(column)
            constraints.extend(inline)
        if not reader.accept(","):
            break
    reader.expect(")", code=907, message="missing right parenthesis")
    if len(columns) > _MAX_COLUMNS:
        raise reader.error(1792, "maximum number of columns in a table or view is 1000")
    return tuple(columns), tuple(constraints)


def column_names(reader: Reader) -> tuple[str, ...]:
    """The columns of CREATE TABLE ... AS, which have no types; none when they have, and nothing is read then."""
    start = reader.mark()
    reader.expect("(", code=922, message="missing or invalid option")
    names = [reader.new_name(904, "invalid identifier")]
    while reader.accept(","):
        names.append(reader.new_name(904, "invalid identifier"))
    if reader.accept(")") and not reader.peek("."):
        return tuple(names)
    reader.reset(start)
    return ()


def column_definition(reader: Reader) -> tuple[Column, list[Constraint]]:
    """A column, and the constraints that follow its type."""
    name = reader.new_name(904, "invalid identifier")
    _check_type_follows(reader)
    column = Column(name, column_type(reader))
    for words in ("INVISIBLE", "SORT", "COLLATE", "ENCRYPT", "DOMAIN", "RESERVABLE"):
        if reader.peek(words):
            raise UnsupportedError(f"{words} columns")
    reader.accept("VISIBLE")
    if reader.accept("DEFAULT"):
        default_for = on_null(reader)
        text, sql = default_expression(reader)
        column = replace(column, default_text=text, default_sql=sql, default_for=default_for)
        column = replace(column, is_nullable=not default_for)
    elif reader.accept("GENERATED"):
        column = replace(column, identity=identity_clause(reader), is_nullable=False)
    elif reader.peek("AS"):
        raise UnsupportedError("virtual columns")
    return _column_constraints(reader, column)


def _check_type_follows(reader: Reader) -> None:
    if reader.peek("AS") or reader.peek("GENERATED", "ALWAYS", "AS", "("):
        raise UnsupportedError("virtual columns")
    if reader.peek(",") or reader.peek(")"):
        raise reader.error(2263, "need to specify the datatype for this column")
    if reader.peek("REFERENCES") or reader.peek("CONSTRAINT"):
        raise UnsupportedError("a column that has the data type of what it REFERENCES")


def on_null(reader: Reader) -> str:
    """ON NULL of a default: the statements in which it takes the place of NULL."""
    if not reader.accept("ON", "NULL"):
        return ""
    if reader.peek("FOR") and not reader.profile.has_boolean:  # 23ai
        raise reader.error(936, "missing expression")
    if reader.accept("FOR", "INSERT", "AND", "UPDATE"):
        return "INSERT OR UPDATE"
    reader.accept("FOR", "INSERT", "ONLY")
    return "INSERT"


def identity_clause(reader: Reader) -> Identity:
    """The identity_clause behind GENERATED."""
    if reader.accept("BY", "DEFAULT"):
        generated = "BY DEFAULT ON NULL" if on_null(reader) else "BY DEFAULT"
    else:
        reader.accept("ALWAYS")
        generated = "ALWAYS"
    reader.expect("AS", code=2000, message="missing AS keyword")
    if reader.peek("("):
        raise UnsupportedError("virtual columns")
    reader.expect("IDENTITY", code=905, message="missing keyword")
    if not reader.accept("("):
        return Identity(generated, SequenceOptions())
    options = sequence_options(reader)
    reader.expect(")", code=907, message="missing right parenthesis")
    return Identity(generated, options)


def default_expression(reader: Reader) -> tuple[str, str]:
    """The expression of a default: Oracle's source and PostgreSQL's SQL."""
    tokens = reader.until(*_AFTER_DEFAULT, ")")
    if not tokens or reader.source(tokens) in (",", ")"):
        raise reader.error(936, "missing expression")
    source = reader.source(tokens)
    tree = parsed_expression(tokens, source, reader.profile)
    resolve_references(tree)
    _refuse_columns(reader, tree)
    return source, render(tree, Context(reader.profile, is_default=True))


def _refuse_columns(reader: Reader, tree: exp.Expr) -> None:
    for column in tree.find_all(exp.Column):
        if not isinstance(column, exp.Pseudocolumn) and not is_reference(column):
            raise reader.error(984, "column not allowed here")
        if column.name.upper() in _OF_ROWS:
            raise reader.error(976, f"Specified pseudocolumn or operator not allowed here: {column.name.upper()}")


def _column_constraints(reader: Reader, column: Column) -> tuple[Column, list[Constraint]]:
    constraints: list[Constraint] = []
    while True:
        name = reader.name() if reader.accept("CONSTRAINT") else None
        if reader.accept("NOT", "NULL"):
            column = _mandatory(reader, replace(column, is_nullable=False, not_null_name=name))
        elif not reader.accept("NULL"):
            constraint = inline_constraint(reader, name, column.name)
            if constraint is None:
                return column, constraints
            constraints.append(constraint)


def _mandatory(reader: Reader, column: Column) -> Column:
    state, index = constraint_state(reader)
    if index is not None:
        raise reader.error(922, "missing or invalid option")
    if not state.is_enabled or not state.is_validated:
        raise UnsupportedError("NOT NULL constraints of new columns that are not enabled and validated")
    return column
