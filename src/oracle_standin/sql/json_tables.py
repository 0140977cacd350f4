"""JSON_TABLE. Reference: SQL Language Reference, "JSON_TABLE"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from sqlglot import exp

from oracle_standin.sql.identifiers import quoted
from oracle_standin.sql.json_clauses import Action, TableColumn, clauses_of
from oracle_standin.sql.json_functions import converted, queried_sql, scalar_sql, source_sql, steps_sql
from oracle_standin.sql.render import Context
from oracle_standin.sql.types import Kind

_NUMERIC = (Kind.NUMBER, Kind.FLOAT, Kind.BINARY_DOUBLE)
_NO_VARIABLES = "NULL::json"


def json_table(node: exp.Anonymous, context: Context) -> str:
    """The rows that the path leads to; text that is no JSON has none unless ERROR ON ERROR says so."""
    clauses = clauses_of(node)
    fails = (clauses.on_error or Action("NULL")).word == "ERROR"
    document = f'"SYS".json_document({source_sql(node.expressions[0], context)}, {str(fails).lower()})'
    columns = [_with_action(column, clauses.on_error) for column in clauses.columns]
    path = node.expressions[1].name
    return f"({_rows(document, path, columns, count(1), context)})"


def _with_action(column: TableColumn, on_error: Action | None) -> TableColumn:
    """ON ERROR of the table counts for each column that says nothing."""
    if on_error is None or column.kind in ("ORDINALITY", "EXISTS"):
        return column
    if column.kind == "NESTED":
        columns = tuple(_with_action(nested, on_error) for nested in column.clauses.columns)
        return replace(column, clauses=replace(column.clauses, columns=columns))
    clauses = column.clauses
    return replace(column, clauses=replace(clauses, on_error=clauses.on_error or on_error))


def _rows(document: str, path: str, columns: Sequence[TableColumn], numbers: Iterator[int], context: Context) -> str:
    """A query of the rows of a path; those of nested paths follow each other beside their parent's values."""
    row = f'"~json{next(numbers)}"'
    nested = [column for column in columns if column.kind == "NESTED"]
    source = f'"SYS".json_rows({document}, {steps_sql(path, context)}) WITH ORDINALITY AS {row}(item, place)'
    selected = ", ".join(_selected(row, column, context) for column in columns)
    if not nested:
        return f"SELECT {selected} FROM {source}"
    names = [[quoted(name) for name in _names(column.clauses.columns)] for column in nested]
    branches = []
    for place, column in enumerate(nested):
        inner = _rows(f"{row}.item", column.path, column.clauses.columns, numbers, context)
        values = [name if other == place else f"NULL AS {name}" for other, of in enumerate(names) for name in of]
        branches.append(f'SELECT {", ".join(values)} FROM ({inner}) AS "~nested"')
    joined = f'LEFT JOIN LATERAL ({" UNION ALL ".join(branches)}) AS "~nested" ON true'
    return f"SELECT {selected} FROM {source} {joined}"


def _selected(row: str, column: TableColumn, context: Context) -> str:
    if column.kind == "NESTED":
        return ", ".join(quoted(name) for name in _names(column.clauses.columns))
    return f"{_value(row, column, context)} AS {quoted(column.name)}"


def _names(columns: Sequence[TableColumn]) -> list[str]:
    """The names of columns, with those of nested paths, in their order."""
    return [name for column in columns for name in ([column.name] if column.name else _names(column.clauses.columns))]


def _value(row: str, column: TableColumn, context: Context) -> str:
    if column.kind == "ORDINALITY":
        return f"{row}.place::numeric"
    item, path = f"{row}.item", steps_sql(column.path, context)
    if column.kind == "VALUE":
        return scalar_sql(item, path, _NO_VARIABLES, column.clauses, context)
    if column.kind == "QUERY":
        return queried_sql(item, path, _NO_VARIABLES, column.clauses, context)
    found = f"\"SYS\".json_exists_at(true, {item}, {path}, {_NO_VARIABLES}, 'FALSE')"
    return converted(f'"SYS".json_existence({found}, {_is_text(column)})', column.clauses, "true", context)


def _is_text(column: TableColumn) -> str:
    returned = column.clauses.returning
    return str(returned is not None and returned.kind not in _NUMERIC).lower()
