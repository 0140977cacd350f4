"""Parses constraints. Reference: SQL Language Reference, "constraint"."""

from collections.abc import Mapping
from dataclasses import replace

from sqlglot import exp

from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.ddl.definitions import Constraint, ConstraintState, UsedIndex
from oracle_standin.sql.ddl.indexes import create_index, create_unique_index, index_attributes
from oracle_standin.sql.parser import parsed_expression
from oracle_standin.sql.reader import Reader
from oracle_standin.sql.render import Context, render

CONSTRAINT_WORDS = ("CONSTRAINT", "PRIMARY KEY", "UNIQUE", "CHECK", "FOREIGN KEY")
_MAX_KEY_COLUMNS = 32


def inline_constraint(reader: Reader, name: str | None, column: str) -> Constraint | None:
    """A constraint that follows a column's type; None when there is none."""
    if reader.accept("PRIMARY KEY"):
        constraint = Constraint("P", name, (column,))
    elif reader.accept("UNIQUE"):
        constraint = Constraint("U", name, (column,))
    elif reader.accept("CHECK"):
        constraint = _check(reader, name)
    elif reader.accept("REFERENCES"):
        constraint = _references(reader, name, (column,))
    elif name is not None:
        raise reader.error(2253, "constraint specification not allowed here")
    else:
        return None
    return with_state(reader, constraint)


def table_constraint(reader: Reader) -> Constraint:
    """A constraint among the columns of a table ("out_of_line_constraint")."""
    name = reader.name() if reader.accept("CONSTRAINT") else None
    if reader.accept("PRIMARY KEY"):
        constraint = Constraint("P", name, _key_columns(reader))
    elif reader.accept("UNIQUE"):
        constraint = Constraint("U", name, _key_columns(reader))
    elif reader.accept("CHECK"):
        constraint = _check(reader, name)
    else:
        reader.expect("FOREIGN KEY", code=904, message=": invalid identifier")
        columns = _key_columns(reader)
        reader.expect("REFERENCES", code=905, message="missing keyword")
        constraint = _references(reader, name, columns)
    return with_state(reader, constraint)


def with_state(reader: Reader, constraint: Constraint) -> Constraint:
    """The constraint with what follows it: "constraint_state" and "using_index_clause"."""
    state, index = _state(reader) if constraint.kind == "R" else constraint_state(reader)
    if index is not None and constraint.kind not in ("P", "U"):
        raise reader.error(922, "missing or invalid option")
    return replace(constraint, state=state, index=index)


def constraint_state(reader: Reader) -> tuple[ConstraintState, UsedIndex | None]:
    """The state of a constraint that cannot be DEFERRABLE here."""
    state, index = _state(reader)
    if state.deferral:
        raise UnsupportedError("DEFERRABLE constraints other than foreign keys")
    return state, index


def _state(reader: Reader) -> tuple[ConstraintState, UsedIndex | None]:
    """The state that comes next, in any order; enabled constraints are validated unless it says otherwise."""
    found: dict[str, bool] = {}
    index: UsedIndex | None = None
    while True:
        if reader.accept("USING", "INDEX"):
            index = _using_index(reader)
        elif not _accept_state(reader, found):
            break
    if reader.peek("EXCEPTIONS"):
        raise UnsupportedError("EXCEPTIONS INTO")
    is_enabled = found.get("enabled", True)
    is_validated = found.get("validated", is_enabled)
    if not is_enabled and is_validated:
        raise UnsupportedError("constraints that are DISABLE VALIDATE, whose tables cannot be changed")
    return ConstraintState(is_enabled, is_validated, found.get("rely", False), _deferral(reader, found)), index


def _deferral(reader: Reader, found: Mapping[str, bool]) -> str:
    """INITIALLY DEFERRED makes a constraint DEFERRABLE, unless it says that it is not."""
    is_deferred = found.get("deferred", False)
    is_deferrable = found.get("deferrable", is_deferred)
    if is_deferred and not is_deferrable:
        raise reader.error(922, "missing or invalid option")
    return f"DEFERRABLE INITIALLY {'DEFERRED' if is_deferred else 'IMMEDIATE'}" if is_deferrable else ""


_STATES = {
    "DEFERRABLE": ("deferrable", True),
    "NOT DEFERRABLE": ("deferrable", False),
    "INITIALLY DEFERRED": ("deferred", True),
    "INITIALLY IMMEDIATE": ("deferred", False),
    "ENABLE": ("enabled", True),
    "DISABLE": ("enabled", False),
    "VALIDATE": ("validated", True),
    "NOVALIDATE": ("validated", False),
    "RELY": ("rely", True),
    "NORELY": ("rely", False),
}


def _accept_state(reader: Reader, found: dict[str, bool]) -> bool:
    for words, (name, value) in _STATES.items():
        if reader.accept(*words.split()):
            found[name] = value
            return True
    return False


def _using_index(reader: Reader) -> UsedIndex:
    if reader.accept("("):
        reader.expect("CREATE", code=905, message="missing keyword")
        if reader.accept("UNIQUE"):
            reader.expect("INDEX", code=905, message="missing keyword")
            index = UsedIndex(created=create_unique_index(reader))
        else:
            reader.expect("INDEX", code=905, message="missing keyword")
            index = UsedIndex(created=create_index(reader))
        reader.expect(")", code=907, message="missing right parenthesis")
        return index
    attributes, is_local = index_attributes(reader)
    if attributes or is_local or reader.token is None or not _names_index(reader):
        return UsedIndex(attributes, is_local=is_local)
    return UsedIndex(existing=reader.table())


def _names_index(reader: Reader) -> bool:
    following = (",", ")", "ENABLE", "DISABLE", "VALIDATE", "NOVALIDATE", "RELY", "NORELY", "ADD", "MODIFY")
    return not any(map(reader.peek, following))


def _key_columns(reader: Reader) -> tuple[str, ...]:
    columns = reader.names()
    if len(columns) > _MAX_KEY_COLUMNS:
        raise reader.error(2257, "maximum number of columns exceeded")
    if len(set(columns)) != len(columns):
        raise reader.error(957, "duplicate column name")
    return columns


def _check(reader: Reader, name: str | None) -> Constraint:
    tokens = reader.parenthesised()
    if not tokens:
        raise reader.error(936, "missing expression")
    source = reader.source(tokens)
    tree = parsed_expression(tokens, source, reader.profile)
    if tree.find(exp.Query):
        raise reader.error(2251, "subquery not allowed here")
    if tree.find(exp.Pseudocolumn):
        raise reader.error(2436, "date or system variable wrongly specified in CHECK constraint")
    sql = render(tree, Context(reader.profile))
    return Constraint("C", name, condition_text=source, condition_sql=sql, json_column=_json_column(tree))


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
    if referenced and len(referenced) != len(columns):
        raise reader.error(2256, "number of referencing columns must match referenced columns")
    return Constraint("R", name, columns, references=table, referenced_columns=referenced, on_delete=on_delete)
