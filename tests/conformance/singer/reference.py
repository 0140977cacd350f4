"""What an input of Singer messages must leave in tables, told from its lines alone, and what is there.

The expectation knows the README's tables and nothing of the target's code. It covers the forms of schema that the SDK's
files have; another one is an error.
"""

import json
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from database import Database

Names = Callable[[str], str]

_PLAIN = frozenset(string.ascii_letters + string.digits + "_$#")


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of column: its type, the SQL that reads it, what a record's value becomes, what was read stands for."""

    data_type: str
    sql: str
    stored: Callable[[Any], Any]
    read: Callable[[Any], Any] = lambda value: value


def exact(text: str | bytes) -> Any:  # noqa: ANN401 - any JSON
    """JSON whose numbers keep their digits."""
    return json.loads(text, parse_float=Decimal)


def utc(text: str) -> str:
    """A date-time in UTC, with its microseconds."""
    return datetime.fromisoformat(text).astimezone(UTC).isoformat(timespec="microseconds")


NUMBER = Kind("NUMBER", "{}", Decimal)  # a boolean too: Decimal(True) is 1
TEXT = Kind("VARCHAR2", "{}", lambda value: value or None)  # '' is NULL
JSON = Kind("CLOB", "TO_CLOB({})", lambda value: value, exact)  # TO_CLOB: else the driver reads it, by way of floats
MOMENT = Kind("TIMESTAMP(6) WITH TIME ZONE", "TO_CHAR({}, 'YYYY-MM-DD\"T\"HH24:MI:SS.FF6TZH:TZM')", utc)

_KINDS = {
    frozenset({("integer", None)}): NUMBER,
    frozenset({("number", None)}): NUMBER,
    frozenset({("boolean", None)}): NUMBER,
    frozenset({("string", None)}): TEXT,
    frozenset({("string", None), ("string", "date-time")}): TEXT,
    frozenset({("object", None)}): JSON,
    frozenset({("array", None)}): JSON,
}
# Of the seven columns of metadata those that the input alone decides; the others tell of the run.
_FROM_INPUT = {"_SDC_EXTRACTED_AT": "time_extracted", "_SDC_TABLE_VERSION": "version"}
METADATA = {
    "_SDC_EXTRACTED_AT": MOMENT,
    "_SDC_RECEIVED_AT": MOMENT,
    "_SDC_BATCHED_AT": MOMENT,
    "_SDC_DELETED_AT": MOMENT,
    "_SDC_SEQUENCE": NUMBER,
    "_SDC_TABLE_VERSION": NUMBER,
    "_SDC_SYNC_STARTED_AT": NUMBER,
}
_OF_THE_RUN = ("_SDC_RECEIVED_AT", "_SDC_BATCHED_AT", "_SDC_SEQUENCE", "_SDC_SYNC_STARTED_AT")


@dataclass(slots=True)
class Expected:
    """A table: the kinds of its columns, and its rows, in which NULLs are left out."""

    columns: dict[str, Kind] = field(default_factory=dict)
    rows: list[dict[str, Any]] = field(default_factory=list)


def upper(name: str) -> str:
    """A stream or property as the table or column that it becomes by default."""
    return "".join(character.upper() if character in _PLAIN else "_" for character in name)


def expected_tables(
    content: bytes, *, names: Names = upper, metadata: dict[str, Kind] = METADATA
) -> dict[str, Expected]:
    """The tables that an input leaves where there were none, all its records appended."""
    tables: dict[str, Expected] = {}
    for message in messages(content):
        match message["type"]:
            case "SCHEMA":
                table = tables.setdefault(names(message["stream"]), Expected(dict(metadata)))
                table.columns |= {names(key): _kind(form) for key, form in message["schema"]["properties"].items()}
            case "RECORD":
                table = tables[names(message["stream"])]
                table.rows.append(_row(table, message, names, metadata))
    return tables


def messages(content: bytes) -> Iterator[dict[str, Any]]:
    """The messages of an input."""
    return map(exact, content.splitlines())


def without_nul(content: bytes) -> bytes:
    """The input without U+0000 in the texts of its records; in nested values, which stay JSON, it is an escape."""
    return b"".join(
        json.dumps(_cleaned(json.loads(line))).encode() + b"\n" if b"\\u0000" in line else line
        for line in content.splitlines(keepends=True)
    )


def _cleaned(message: dict[str, Any]) -> dict[str, Any]:
    if message["type"] != "RECORD":
        return message
    record = {
        name: value.replace("\0", "") if isinstance(value, str) else value for name, value in message["record"].items()
    }
    return {**message, "record": record}


def _kind(form: dict[str, Any]) -> Kind:
    forms = form.get("anyOf", [form])
    types = {(name, form.get("format")) for form in forms for name in _listed(form["type"]) if name != "null"}
    return _KINDS[frozenset(types)]


def _listed(types: str | list[str]) -> list[str]:
    return [types] if isinstance(types, str) else types


def _row(table: Expected, message: dict[str, Any], names: Names, metadata: dict[str, Kind]) -> dict[str, Any]:
    given = {names(key): value for key, value in message["record"].items()}
    given |= {column: message.get(key) for column, key in _FROM_INPUT.items() if column in metadata}
    return {column: table.columns[column].stored(value) for column, value in given.items() if value is not None}


def assert_holds(database: Database, tables: dict[str, Expected]) -> None:
    """Assert that these tables are there, with these columns and rows, and no others but the target's own."""
    found = database.rows(
        "SELECT TABLE_NAME, COLUMN_NAME, DATA_TYPE FROM USER_TAB_COLUMNS WHERE TABLE_NAME <> 'FLEXT_NAME_MAP'"
    )
    assert sorted(found) == sorted(
        (name, column, kind.data_type) for name, table in tables.items() for column, kind in table.columns.items()
    )
    for name, table in tables.items():
        columns = {column: kind for column, kind in table.columns.items() if column not in _OF_THE_RUN}
        wanted = [[row.get(column) for column in columns] for row in table.rows]
        assert sorted(stored_rows(database, name, columns), key=_order) == sorted(wanted, key=_order), name


def stored_rows(database: Database, table: str, columns: dict[str, Kind]) -> list[list[Any]]:
    """The rows of a table as an independent connection reads them."""
    selected = ", ".join(kind.sql.format(f'"{column}"') for column, kind in columns.items())
    with database.connection.cursor() as cursor:
        cursor.execute(f'SELECT {selected} FROM "{table}"', fetch_lobs=False, fetch_decimals=True)
        return [
            [value if value is None else kind.read(value) for value, kind in zip(row, columns.values(), strict=True)]
            for row in cursor
        ]


def _order(row: list[Any]) -> str:
    """Rows have no order in a table."""
    return json.dumps(row, sort_keys=True, default=str)


def assert_metadata_of_run(database: Database, table: str, began: datetime, ended: datetime) -> None:
    """Assert that the times of each row lie within a run, in their order."""
    moments = [moment.isoformat(timespec="microseconds") for moment in (began, ended)]
    milliseconds = [int(moment.timestamp() * 1000) for moment in (began, ended)]
    columns = {column: METADATA[column] for column in _OF_THE_RUN}
    for received, batched, sequence, started in stored_rows(database, table, columns):
        assert moments[0] <= received <= batched <= moments[1]
        assert milliseconds[0] <= started <= sequence <= milliseconds[1]
