"""Parses constraints. Reference: SQL Language Reference, "constraint"."""

from sqlglot import exp

from oracle_standin.sql.ddl.definitions import Constraint
from oracle_standin.sql.parser import parsed_expression
from oracle_standin.sql.reader import Reader
from oracle_standin.sql.render import Context, render

CONSTRAINT_WORDS = ("CONSTRAINT", "PRIMARY KEY", "UNIQUE", "CHECK", "FOREIGN KEY")


def inline_constraint(reader: Reader, name: str | None, column: str) -> Constraint | None:
    """A constraint that follows a column's type; None when there is none."""
    if reader.accept("PRIMARY KEY"):
        return Constraint("P", name, (column,))
    if reader.accept("UNIQUE"):
        return Constraint("U", name, (column,))
    if reader.accept("CHECK"):
        return _check(reader, name)
    if reader.accept("REFERENCES"):
        return _references(reader, name, (column,))
    if name is not None:
        raise reader.error(2253, "constraint specification not allowed here")
    return None


def table_constraint(reader: Reader) -> Constraint:
    """A constraint among the columns of a table ("out_of_line_constraint")."""
    name = reader.name() if reader.accept("CONSTRAINT") else None
    if reader.accept("PRIMARY KEY"):
        constraint = Constraint("P", name, reader.names())
    elif reader.accept("UNIQUE"):
        constraint = Constraint("U", name, reader.names())
    elif reader.accept("CHECK"):
        constraint = _check(reader, name)
    else:
        reader.expect("FOREIGN KEY", code=904, message=": invalid identifier")
        columns = reader.names()
        reader.expect("REFERENCES", code=905, message="missing keyword")
        constraint = _references(reader, name, columns)
    reader.accept("ENABLE")
    return constraint


def _check(reader: Reader, name: str | None) -> Constraint:
    tokens = reader.parenthesised()
    source = reader.source(tokens)
    tree = parsed_expression(tokens, source, reader.profile)
    context = Context(reader.profile)
    return Constraint(
        "C",
        name,
        condition_text=source,
        condition_sql=render(tree, context),
        json_column=_json_column(tree),
    )


def _json_column(tree: exp.Expr) -> str | None:
    """The column of `column IS JSON`."""
    if isinstance(tree, exp.Is) and isinstance(tree.expression, exp.JSON) and isinstance(tree.this, exp.Column):
        identifier = tree.this.this
        return str(identifier.this if identifier.args.get("quoted") else identifier.this.upper())
    return None


def _references(reader: Reader, name: str | None, columns: tuple[str, ...]) -> Constraint:
    table = reader.table()
    referenced = reader.names() if reader.peek("(") else ()
    on_delete = "NO ACTION"
    if reader.accept("ON", "DELETE"):
        on_delete = "CASCADE" if reader.accept("CASCADE") else "SET NULL"
        if on_delete == "SET NULL":
            reader.expect("SET", "NULL", code=905, message="missing keyword")
    return Constraint("R", name, columns, references=table, referenced_columns=referenced, on_delete=on_delete)
