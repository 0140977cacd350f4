"""The clauses that calls of JSON functions share. Reference: SQL Language Reference, "JSON_VALUE" and its siblings."""

from sqlglot import exp

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.column_types import column_type
from oracle_standin.sql.grammar.statement_reader import StatementReader
from oracle_standin.sql.json_clauses import Action, Clauses, default_type
from oracle_standin.sql.json_path import json_path
from oracle_standin.sql.tokens import STRINGS
from oracle_standin.sql.types import LOBS, Kind, OracleType

_ACTIONS = ("ERROR", "NULL", "TRUE", "FALSE", "EMPTY", "DEFAULT")
_SCALAR_KINDS = frozenset({
    Kind.VARCHAR2, Kind.NUMBER, Kind.FLOAT, Kind.BINARY_DOUBLE, Kind.DATE, Kind.TIMESTAMP, Kind.TIMESTAMP_TZ, Kind.CLOB,
    Kind.BOOLEAN,
})  # fmt: skip
_DOCUMENT_KINDS = frozenset({Kind.VARCHAR2, Kind.CLOB, Kind.BLOB, Kind.JSON})


def clauses_node(**values: object) -> exp.Var:
    """The clauses as a node's attribute."""
    return exp.Var(this=made(**values))


def made(**values: object) -> Clauses:
    """The clauses of these values, of which each was read by the function of its name."""
    return Clauses(**values)  # type: ignore[arg-type]


def document(reader: StatementReader) -> exp.Expr:
    """A document, with or without FORMAT JSON."""
    value = reader.expression()
    if reader.accept("FORMAT"):
        reader.keywords("JSON")
    return value


def path(reader: StatementReader) -> exp.Expr:
    """A path expression.

    Raises:
        OracleError: ORA-40454: it is no literal; or the literal is no path.
    """
    if reader.token is None or reader.token.token_type not in STRINGS:
        raise reader.error(40454, "path expression not a literal")
    text = reader.string()
    json_path(text, reader.profile)
    return exp.Literal.string(text)


def passing(reader: StatementReader) -> tuple[list[exp.Expr], tuple[str, ...]]:
    """PASSING value AS "name", ...: the values and the names."""
    values: list[exp.Expr] = []
    names: list[str] = []
    if not reader.accept("PASSING"):
        return values, ()
    while not names or reader.accept(","):
        values.append(reader.expression())
        reader.keywords("AS")
        node = reader.identifier()
        names.append(node.name if node.args.get("quoted") else node.name.upper())
    return values, tuple(names)


def returning(reader: StatementReader) -> OracleType | None:
    """The type behind RETURNING; VARCHAR2 needs no size there."""
    return returned_type(reader) if reader.accept("RETURNING") else None


def returned_type(reader: StatementReader) -> OracleType:
    """A type of what a JSON function returns."""
    mark = reader.mark()
    if reader.accept("VARCHAR2") and not reader.peek("("):
        return default_type(reader.profile)
    reader.reset(mark)
    return column_type(reader)


def check_scalar(kind: OracleType | None, name: str) -> None:
    """Refuse what JSON_VALUE cannot return.

    Raises:
        OracleError: ORA-40449.
        UnsupportedError: Oracle can, the stand-in cannot.
    """
    if kind is None or kind.kind in _SCALAR_KINDS:
        return
    if kind.kind is Kind.JSON or kind.kind in LOBS - {Kind.BLOB}:
        raise OracleError(40449, "invalid data type for return value")
    raise UnsupportedError(f"{name} ... RETURNING {kind.dictionary_name}")


def check_document(kind: OracleType | None) -> None:
    """Refuse what JSON_QUERY and generation cannot return.

    Raises:
        OracleError: ORA-40449.
    """
    if kind is not None and kind.kind not in _DOCUMENT_KINDS:
        raise OracleError(40449, "invalid data type for return value")


def preserves_time(reader: StatementReader) -> bool:
    """PRESERVE TIME behind DATE; TRUNCATE TIME is the default."""
    if reader.accept("PRESERVE", "TIME"):
        return True
    reader.accept("TRUNCATE", "TIME")
    return False


def actions(reader: StatementReader, name: str, known: tuple[str, ...]) -> dict[str, Action]:
    """`on_error` and `on_empty`."""
    found: dict[str, Action] = {}
    while reader.word in _ACTIONS:
        action = _action(reader)
        reader.keywords("ON")
        event = reader.take().text.upper()
        if event not in ("ERROR", "EMPTY") or action.word not in known:
            raise UnsupportedError(f"{action.word} ON {event} of {name}")
        found[f"on_{event.lower()}"] = action
    return found


def _action(reader: StatementReader) -> Action:
    word = reader.take().text.upper()
    if word == "DEFAULT":
        return Action(word, _default(reader))
    if word == "EMPTY" and reader.word in ("ARRAY", "OBJECT"):
        word = f"{word} {reader.take().text.upper()}"
    return Action(word)


def _default(reader: StatementReader) -> exp.Expr:
    value = reader.expression()
    literal = value.this if isinstance(value, exp.Neg) else value
    if not isinstance(literal, exp.Literal):
        raise UnsupportedError("DEFAULT of a JSON function that is no literal")
    return value


def formatting(reader: StatementReader) -> dict[str, bool]:
    """PRETTY and ASCII; `is_pretty` and `is_ascii`."""
    return {"is_pretty": reader.accept("PRETTY"), "is_ascii": reader.accept("ASCII")}


def wrapper(reader: StatementReader) -> str:
    """[WITH [UNCONDITIONAL | CONDITIONAL] | WITHOUT] [ARRAY] WRAPPER; WITHOUT is the default."""
    if reader.accept("WITHOUT"):
        kind = "NEVER"
    elif reader.accept("WITH"):
        kind = "CONDITIONAL" if reader.accept("CONDITIONAL") else "ALWAYS"
        reader.accept("UNCONDITIONAL")
    else:
        return "NEVER"
    reader.accept("ARRAY")
    reader.keywords("WRAPPER")
    return kind


def scalars(reader: StatementReader) -> bool | None:
    """ALLOW SCALARS, DISALLOW SCALARS, or neither."""
    if reader.accept("ALLOW", "SCALARS"):
        return True
    return False if reader.accept("DISALLOW", "SCALARS") else None


def check_end(reader: StatementReader, name: str) -> None:
    """Refuse a clause that is left over."""
    if not reader.peek(")"):
        raise UnsupportedError(f"'{reader.rest_of_source(30)}' in {name}")
