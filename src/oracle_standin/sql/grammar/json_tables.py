"""JSON_TABLE in FROM. Reference: SQL Language Reference, "JSON_TABLE"."""

from sqlglot import exp
from sqlglot.tokenizer_core import TokenType

from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.grammar import json_clauses as clauses
from oracle_standin.sql.grammar.statement_reader import StatementReader
from oracle_standin.sql.json_clauses import Clauses, TableColumn, default_type
from oracle_standin.sql.json_path import json_path
from oracle_standin.sql.tokens import STRINGS
from oracle_standin.sql.types import Kind, OracleType

_NAME = "JSON_TABLE"
_QUERY_ACTIONS = ("ERROR", "NULL", "EMPTY", "EMPTY ARRAY", "EMPTY OBJECT")


def json_table(reader: StatementReader) -> exp.Expr:
    """`JSON_TABLE(document [, path] ... COLUMNS (...))`; it may refer to the tables before it."""
    reader.take()
    reader.open()
    arguments = [clauses.document(reader)]
    arguments.append(clauses.path(reader) if reader.accept(",") else exp.Literal.string("$"))
    values, names = clauses.passing(reader)
    if values:
        raise UnsupportedError(f"PASSING in {_NAME}")
    actions = clauses.actions(reader, _NAME, ("ERROR", "NULL"))
    columns = _columns(reader)
    reader.close()
    node = clauses.clauses_node(columns=columns, variables=names, **actions)
    return exp.Lateral(this=exp.Anonymous(this=_NAME, expressions=arguments, clauses=node))


def _columns(reader: StatementReader) -> tuple[TableColumn, ...]:
    reader.keywords("COLUMNS")
    has_parentheses = reader.accept("(")
    found = [_column(reader)]
    while reader.accept(","):
        found.append(_column(reader))
    if has_parentheses:
        reader.close()
    return tuple(found)


def _column(reader: StatementReader) -> TableColumn:
    if reader.peek("NESTED") and not reader.is_followed_by(","):
        return _nested(reader)
    node = reader.identifier()
    written = str(node.this)
    name = written if node.args.get("quoted") else written.upper()
    if reader.accept("FOR", "ORDINALITY"):
        return TableColumn("ORDINALITY", name, "$", Clauses())
    returned = default_type(reader.profile) if _has_no_type(reader) else clauses.returned_type(reader)
    path = f'$."{written}"'
    if reader.accept("EXISTS"):
        path = _path(reader, path)
        actions = clauses.actions(reader, _NAME, ("ERROR", "TRUE", "FALSE"))
        return TableColumn("EXISTS", name, path, clauses.made(returning=returned, **actions))
    is_query = reader.accept("FORMAT", "JSON") or returned.kind is Kind.JSON
    return _query(reader, name, path, returned) if is_query else _value(reader, name, path, returned)


_NO_TYPE = ("PATH", "EXISTS", "FORMAT", ",", ")", "ERROR", "NULL", "DEFAULT")


def _has_no_type(reader: StatementReader) -> bool:
    return any(map(reader.peek, _NO_TYPE))


def _value(reader: StatementReader, name: str, path: str, returned: OracleType) -> TableColumn:
    clauses.check_scalar(returned, _NAME)
    has_time = clauses.preserves_time(reader)
    path = _path(reader, path)
    actions = clauses.actions(reader, _NAME, ("ERROR", "NULL", "DEFAULT"))
    return TableColumn("VALUE", name, path, clauses.made(returning=returned, has_time=has_time, **actions))


def _query(reader: StatementReader, name: str, path: str, returned: OracleType) -> TableColumn:
    has_scalars = clauses.scalars(reader)
    wrapper = clauses.wrapper(reader)
    path = _path(reader, path)
    actions = clauses.actions(reader, _NAME, _QUERY_ACTIONS)
    clauses.check_document(returned)
    found = clauses.made(returning=returned, has_scalars=has_scalars, wrapper=wrapper, **actions)
    return TableColumn("QUERY", name, path, found)


def _nested(reader: StatementReader) -> TableColumn:
    reader.take()
    reader.accept("PATH")
    path = _path_text(reader)
    return TableColumn("NESTED", "", path, Clauses(columns=_columns(reader)))


def _path(reader: StatementReader, default: str) -> str:
    return _path_text(reader) if reader.accept("PATH") else default


def _path_text(reader: StatementReader) -> str:
    """A path; one in simple syntax has no `$` and no quotes, and may be a column's name."""
    token = reader.token
    if token is not None and token.token_type not in STRINGS and token.token_type is not TokenType.NUMBER:
        raise UnsupportedError(f"a path without quotes in {_NAME}")
    text = reader.string()
    json_path(text, reader.profile)
    return text
