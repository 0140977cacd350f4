"""TableService: from the SCHEMA of a stream to a table in Oracle that takes its records."""

import difflib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from flext_target_oracle.batch.conversions import conversion
from flext_target_oracle.batch.overflow import Overflow
from flext_target_oracle.errors import ConfigurationError, DatabaseError, InputError, LoadError
from flext_target_oracle.load import statements
from flext_target_oracle.load.rules import RulesOf, TableRules
from flext_target_oracle.oracle.control import NAME_MAP, NameMap, hashed
from flext_target_oracle.oracle.schema import OracleSchemaService
from flext_target_oracle.schema.changes import CopyColumn, Evolution
from flext_target_oracle.schema.evolution import evolve
from flext_target_oracle.schema.identifiers import fold_within, table_name
from flext_target_oracle.schema.json_schema import Field
from flext_target_oracle.schema.shape import read_fields
from flext_target_oracle.schema.table import Column, ColumnNames, Table, table_of_stream
from flext_target_oracle.schema.types import MAX_VARCHAR2_LENGTH, Blob, Clob, KnownType, Nvarchar2, Raw, Varchar2
from flext_target_oracle.singer.messages import SchemaMessage

_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Prepared:
    """A table that is ready.

    Attributes:
        table: The columns that the stream fills, as they are in Oracle.
        is_new: Whether it was created.
        changes: What it got, as a person reads it, if it existed.
    """

    table: Table
    is_new: bool = False
    changes: tuple[str, ...] = ()


class TableService:
    """Makes tables ready. `names` is None where the target keeps no tables of its own."""

    def __init__(self, schemas: OracleSchemaService, names: NameMap | None, rules_of: RulesOf) -> None:
        self._schemas = schemas
        self._names = names
        self._rules_of = rules_of

    async def require_schema(self, owner: str) -> None:
        """Make sure that the schema is there.

        Raises:
            ConfigurationError: It is not; creating a user is the database administrator's business.
        """
        if not await self._schemas.schema_exists(owner):
            raise ConfigurationError(
                f"default_target_schema: there is no schema {owner} in this database. A schema is a user: name an "
                f"existing one, or have it created (CREATE USER {owner} ...)"
            )

    async def prepare(self, message: SchemaMessage) -> Prepared:
        """Make the table of a stream ready, and say what it took.

        Raises:
            InputError: The schema cannot become a table.
            LoadError: A table of this name cannot take the stream.
            DatabaseError: Oracle refused.
        """
        rules = self._rules_of(message.stream)
        wanted = await self._wanted(message, rules)
        prepared = await self._ready(wanted, rules)
        if rules.has_comments:
            await self._comment(message, prepared.table)
        return prepared

    async def lengthen(self, stream: str, table: Table, too_short: Sequence[Overflow]) -> Prepared:
        """Make room for values that are longer than their columns.

        Raises:
            InputError: A column cannot be longer; names the column.
            LoadError: The table may not be changed.
            DatabaseError: Oracle refused.
        """
        rules = self._rules_of(stream)
        longer = {overflow.column.name: _longer(overflow, rules) for overflow in too_short}
        columns = tuple(longer.get(column.name, column) for column in table.columns)
        return await self._ready(replace(table, columns=columns), rules)

    async def _wanted(self, message: SchemaMessage, rules: TableRules) -> Table:
        for _ in range(_ATTEMPTS):
            known = await self._known_columns(message, rules)
            table = design(message, rules, known)
            new = {} if self._names is None else _new_names(table, known)
            if not new or self._names is None:
                return table
            if await self._names.keep(table.owner, table.name, message.stream, new):
                return table
        raise LoadError(f"stream {message.stream!r}: other loaders name its columns at the same time; start again")

    async def _known_columns(self, message: SchemaMessage, rules: TableRules) -> dict[str, str]:
        if self._names is None:
            return {}
        return await self._names.read(rules.owner, table_of(message.stream, rules))

    async def _ready(self, wanted: Table, rules: TableRules) -> Prepared:
        tried: Evolution | None = None
        refusal: DatabaseError | None = None
        for _ in range(_ATTEMPTS):
            current = await self._schemas.describe(wanted.owner, wanted.name)
            if current is None:
                if await self._schemas.create(wanted, statements.create_table(wanted)):
                    return Prepared(wanted, is_new=True)
                continue  # somebody else has just made it
            evolution = await self.evolution(current, wanted, rules)
            if evolution.problems:
                raise LoadError(
                    f"table {wanted.title} exists and does not fit the stream: {'; '.join(evolution.problems)}. "
                    "Alter, rename or drop the table"
                )
            if refusal is not None and evolution == tried:
                raise refusal  # nobody else has changed the table: Oracle means it
            tried, refusal = evolution, await self._change(wanted, evolution)
            if refusal is None:
                return Prepared(evolution.table, changes=tuple(change.title for change in evolution.changes))
        raise LoadError(f"table {wanted.title} is changed by others again and again; start again when they are done")

    async def evolution(self, current: Table, wanted: Table, rules: TableRules) -> Evolution:
        """What brings the table to what the stream needs; columns of too many rows are not copied."""
        if not await self._schemas.keeps_rows(wanted.owner, wanted.name):
            return Evolution((), wanted, ("it is a view or a temporary table, and rows would not stay in it",))
        found = evolve(current, wanted, rules.evolution)
        if not found.copies:
            return found
        tied = await self._schemas.tied_columns(wanted)
        problems = [
            f"column {change.column.name} cannot become {change.column.type.sql} while a key or an index is made of "
            "it; drop that, or let on_impossible_change be version"
            for change in found.changes
            if isinstance(change, CopyColumn) and not change.is_set_aside and change.column.name in tied
        ]
        if problems:
            return replace(found, problems=(*found.problems, *problems))
        query = statements.count_rows(wanted)
        rows = await self._schemas.count_rows(wanted, query, at_most=rules.copy_max_rows + 1)
        if rows <= rules.copy_max_rows:
            return found
        return evolve(current, wanted, replace(rules.evolution, on_impossible="version"))

    async def _change(self, table: Table, evolution: Evolution) -> DatabaseError | None:
        for sql in statements.evolve_table(table, evolution.changes):
            if (refusal := await self._schemas.alter(table, sql)) is not None:
                return refusal
        return None

    async def _comment(self, message: SchemaMessage, table: Table) -> None:
        of_table, of_columns = await self._schemas.comments(table.owner, table.name)
        for sql in statements.comments(table, message.schema.get("description"), of_table, of_columns):
            await self._schemas.alter(table, sql)


def design(message: SchemaMessage, rules: TableRules, known: Mapping[str, str]) -> Table:
    """The table that a SCHEMA asks for; `known` are the columns that its properties got before, by their hash.

    Raises:
        InputError: The schema cannot become a table.
    """
    try:
        fields = read_fields(message.schema, message.key_properties or [], rules.shape)
        _require_properties(rules.named_properties, [field.name for field in fields])
        by_property = {field.name: known[hashed(field.name)] for field in fields if hashed(field.name) in known}
        taken = frozenset(known.values()) - frozenset(by_property.values())
        table = table_of_stream(
            table_of(message.stream, rules),
            fields,
            owner=rules.owner,
            names=rules.names,
            has_metadata=rules.has_metadata,
            types=rules.types,
            columns=ColumnNames(by_property, rules.column_names, taken),
        )
        for column in table.columns:
            if isinstance(column.source, Field):
                conversion(column.source, column.type)
    except InputError as error:
        raise InputError(f"stream {message.stream!r}: {error.problem}") from error
    return table


def table_of(stream: str, rules: TableRules) -> str:
    """The name of a stream's table.

    Raises:
        InputError: The stream has no name.
    """
    name = table_name(stream, rules.names) if rules.table_name is None else fold_within(rules.table_name, rules.names)
    if name == NAME_MAP:
        raise InputError(f"table {name} is the target's own; name another in streams.<stream>.table_name")
    return name


def _require_properties(named: Collection[str], properties: Sequence[str]) -> None:
    """Refuse a setting for a property that the stream does not have: it would do nothing.

    Raises:
        InputError: There is one.
    """
    for name in named:
        if name not in properties:
            near = difflib.get_close_matches(name, properties, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise InputError(f"column_types or column_mappings name {name!r}, which is no property of the stream{hint}")


def _new_names(table: Table, known: Mapping[str, str]) -> dict[str, str]:
    columns = {column.source.name: column.name for column in table.columns if isinstance(column.source, Field)}
    return {name: column for name, column in columns.items() if hashed(name) not in known}


def _longer(overflow: Overflow, rules: TableRules) -> Column:
    """The column with room for its longest value."""
    column, limit = overflow.column, rules.types.max_string_bytes
    wanted = _longer_type(overflow, MAX_VARCHAR2_LENGTH if column.is_key else limit, is_key=column.is_key)
    if wanted is None:
        raise InputError(f"column {column.name} ({column.type.sql}) cannot hold a value of {overflow.size} bytes")
    source = column.source
    if isinstance(source, Field):
        source = replace(source, max_length=overflow.characters)
    return replace(column, type=wanted, source=source)


def _longer_type(overflow: Overflow, limit: int, *, is_key: bool) -> KnownType | None:
    match overflow.column.type:
        case Varchar2(length) if overflow.size <= limit:
            # Twice as long as it was, so that a text that grows does not change the table each time.
            return Varchar2(max(overflow.characters, min(length * 2, limit)))
        case Varchar2() | Nvarchar2() if not is_key:
            return Clob()
        case Raw(length) if overflow.size <= 2000:
            return Raw(max(overflow.size, min(length * 2, 2000)))
        case Raw() if not is_key:
            return Blob()
        case _:
            return None
