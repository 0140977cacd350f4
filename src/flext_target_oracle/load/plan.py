"""What the streams of an input would do to the database, without doing it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flext_target_oracle.errors import InputError
from flext_target_oracle.load import statements
from flext_target_oracle.load.rules import RulesOf, TableRules
from flext_target_oracle.load.tables import TableService, design, table_of
from flext_target_oracle.oracle.control import NameMap
from flext_target_oracle.oracle.schema import OracleSchemaService
from flext_target_oracle.schema.changes import CopyColumn, Evolution
from flext_target_oracle.schema.evolution import evolve
from flext_target_oracle.schema.json_schema import Field
from flext_target_oracle.schema.mapping import reason
from flext_target_oracle.schema.table import Column, Table
from flext_target_oracle.singer.messages import SchemaMessage


@dataclass(frozen=True, slots=True)
class PlannedColumn:
    """A column that the stream fills; `property` is None for a column that the target fills itself."""

    name: str
    type: str
    property: str | None
    reason: str
    is_key: bool


@dataclass(frozen=True, slots=True)
class PlannedTable:
    """What one SCHEMA message would do.

    Attributes:
        is_new: Whether the table would be created.
        changes: What an existing table would get, as a person reads it.
        statements: The SQL, in its order.
        problems: Why the stream could not be loaded; empty when it could.
    """

    stream: str
    table: str
    is_new: bool
    columns: tuple[PlannedColumn, ...]
    changes: tuple[str, ...]
    statements: tuple[str, ...]
    problems: tuple[str, ...]


class Planner:
    """Plans the SCHEMA messages of an input one after the other; each sees what the former ones would have done.

    Without a database (`schemas` None) every table is new.
    """

    def __init__(self, schemas: OracleSchemaService | None, names: NameMap | None, rules_of: RulesOf) -> None:
        self._schemas = schemas
        self._names = names
        self._rules_of = rules_of
        self._tables: dict[str, Table] = {}
        self._planned: set[str] = set()
        self._stream_of: dict[str, str] = {}

    async def plan(self, message: SchemaMessage) -> PlannedTable:
        """What a SCHEMA would do.

        Raises:
            InputError: It cannot become a table.
            DatabaseError: Oracle refused a query.
        """
        rules = self._rules_of(message.stream)
        name = table_of(message.stream, rules)
        if self._stream_of.setdefault(name, message.stream) != message.stream:
            raise InputError(f"streams {self._stream_of[name]!r} and {message.stream!r} would share table {name}")
        wanted = design(message, rules, await self._known(rules, name))
        current = await self._current(wanted)
        if current is None:
            self._planned.add(wanted.title)
            self._tables[wanted.title] = wanted
            return _planned(message, rules, wanted, None)
        evolution = await self._evolution(current, wanted, rules)
        self._tables[wanted.title] = _after(current, evolution)
        return _planned(message, rules, wanted, evolution)

    async def _known(self, rules: TableRules, name: str) -> Mapping[str, str]:
        return {} if self._names is None else await self._names.read(rules.owner, name)

    async def _current(self, wanted: Table) -> Table | None:
        if wanted.title in self._tables or self._schemas is None:
            return self._tables.get(wanted.title)
        return await self._schemas.describe(wanted.owner, wanted.name)

    async def _evolution(self, current: Table, wanted: Table, rules: TableRules) -> Evolution:
        if self._schemas is None or wanted.title in self._planned:
            return evolve(current, wanted, rules.evolution)
        return await TableService(self._schemas, self._names, self._rules_of).evolution(current, wanted, rules)


def _after(current: Table, evolution: Evolution) -> Table:
    """The table as it stands once the changes are made."""
    filled = {column.name: column for column in evolution.table.columns}
    kept = [filled.pop(column.name, column) for column in current.columns]
    copied = {change.set_aside for change in evolution.changes if isinstance(change, CopyColumn)}
    return replace(current, columns=(*(column for column in kept if column.name not in copied), *filled.values()))


def _planned(message: SchemaMessage, rules: TableRules, wanted: Table, evolution: Evolution | None) -> PlannedTable:
    if evolution is None:
        sql = (statements.create_table(wanted),)
        return PlannedTable(message.stream, wanted.title, True, _columns(wanted, rules), (), sql, ())  # noqa: FBT003
    return PlannedTable(
        message.stream,
        wanted.title,
        False,  # noqa: FBT003 - an attribute by its place
        _columns(evolution.table, rules),
        tuple(change.title for change in evolution.changes),
        tuple(statements.evolve_table(wanted, evolution.changes)) if not evolution.problems else (),
        evolution.problems,
    )


def _columns(table: Table, rules: TableRules) -> tuple[PlannedColumn, ...]:
    return tuple(_column(column, rules) for column in table.columns)


def _column(column: Column, rules: TableRules) -> PlannedColumn:
    source = column.source
    if isinstance(source, Field):
        return PlannedColumn(column.name, column.type.sql, source.name, reason(source, rules.types), column.is_key)
    return PlannedColumn(column.name, column.type.sql, None, "record metadata", is_key=False)
