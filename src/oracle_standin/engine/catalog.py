"""What the dictionary tables of the SYS schema say of tables and columns, cached for all sessions of a database."""

import threading
from dataclasses import dataclass

from oracle_standin.engine.backend import Backend, text_rows
from oracle_standin.profiles import Profile
from oracle_standin.sql.identifiers import stored
from oracle_standin.sql.statements import TableName
from oracle_standin.sql.types import Kind, OracleType

_COLUMNS = """
SELECT c.attnum, c.kind, c.length, c.unit, c.type_precision, c.type_scale, c.is_json,
  a.attnotnull OR "SYS".is_mandatory(c.table_oid, a.attname), a.attname
FROM "SYS".columns c JOIN pg_attribute a ON a.attrelid = c.table_oid AND a.attnum = c.attnum AND NOT a.attisdropped
WHERE c.table_oid = $1::oid ORDER BY c.attnum"""

_VIEW_COLUMNS = """
SELECT v.attnum, c.kind, c.length, c.unit, c.type_precision, c.type_scale, c.is_json, a.attnotnull, a.attname
FROM "SYS".partitions p JOIN "SYS".columns c ON c.table_oid = p.table_oid
  JOIN pg_attribute a ON a.attrelid = c.table_oid AND a.attnum = c.attnum AND NOT a.attisdropped
  JOIN pg_attribute v ON v.attrelid = p.view_oid AND v.attname = a.attname
WHERE p.view_oid = $1::oid ORDER BY v.attnum"""
_TYPE_NAMES = """
SELECT oid, typname FROM pg_type WHERE typnamespace = '"SYS"'::regnamespace
  AND typname IN ('clob', 'blob', 'long', 'long_raw', 'ts9', 'tstz', 'ltz', 'rowid')"""
_WIDE_TABLES = """
SELECT DISTINCT r.owner, r.table_name, r.table_oid, p.changed_oid, format('%I.%I', n.nspname, c.relname)
FROM "SYS".relations r JOIN "SYS".wide_parts p ON p.table_oid = r.table_oid JOIN pg_class c ON c.oid = p.changed_oid
  JOIN pg_namespace n ON n.oid = c.relnamespace"""
_TEMPORARY_TABLES = (
    'SELECT owner, table_name, table_oid, duration, generation FROM "SYS".every_relation WHERE duration IS NOT NULL'
)


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """A column as created; `name` is the stored one."""

    name: str
    type: OracleType
    is_nullable: bool
    is_json: bool


@dataclass(frozen=True, slots=True)
class TemporaryTable:
    """The template of a global temporary table.

    Attributes:
        duration: The dictionary's word.
        generation: How often the template has changed.
    """

    oid: int
    duration: str
    generation: int


@dataclass(frozen=True, slots=True)
class WideTable:
    """A table that is a view over parts; `changed` is the view that statements change, as PostgreSQL reads it."""

    oid: int
    changed: str


class Catalog:
    """Column types by PostgreSQL's numbers of table and column, and the originals of long names.

    DDL of any session calls forget(); what a session reads while another one forgets is not kept.

    Attributes:
        profile: The release that the database behaves like.
    """

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self._lock = threading.Lock()
        self._generation = 0
        self._tables: dict[int, dict[int, ColumnInfo]] = {}
        self._long_names: dict[str, str] = {}
        self._type_names: dict[int, str] = {}
        self._copies: dict[int, int] = {}
        self._temporary_tables: dict[TableName, TemporaryTable] | None = None
        self._wide_tables: dict[TableName, WideTable] | None = None

    @property
    def generation(self) -> int:
        """Another number after each definition of any session."""
        return self._generation

    def columns(self, table_oid: int, backend: Backend) -> dict[int, ColumnInfo]:
        """The columns of a table by PostgreSQL's number, in order; empty for a table that no client created."""
        with self._lock:
            generation = self._generation
            table_oid = self._copies.get(table_oid, table_oid)
            if table_oid in self._tables:
                return self._tables[table_oid]
        columns = _read_columns(table_oid, backend, self.profile.max_string_bytes)
        with self._lock:
            if generation == self._generation:
                self._tables[table_oid] = columns
        return columns

    def temporary_tables(self, backend: Backend) -> dict[TableName, TemporaryTable]:
        """The templates of all global temporary tables."""
        with self._lock:
            generation = self._generation
            if self._temporary_tables is not None:
                return self._temporary_tables
        tables = {
            TableName(str(owner), str(name)): TemporaryTable(int(oid or 0), str(duration), int(generation or 0))
            for owner, name, oid, duration, generation in text_rows(backend.run(_TEMPORARY_TABLES))
        }
        with self._lock:
            if generation == self._generation:
                self._temporary_tables = tables
        return tables

    def wide_tables(self, backend: Backend) -> dict[TableName, WideTable]:
        """The tables that are views over parts."""
        with self._lock:
            generation = self._generation
            if self._wide_tables is not None:
                return self._wide_tables
        tables = {}
        for owner, name, oid, changed_oid, changed in text_rows(backend.run(_WIDE_TABLES)):
            self.add_copy(int(changed_oid or 0), int(oid or 0))
            tables[TableName(str(owner), str(name))] = WideTable(int(oid or 0), str(changed))
        with self._lock:
            if generation == self._generation:
                self._wide_tables = tables
        return tables

    def add_copy(self, table_oid: int, template_oid: int) -> None:
        """A session's own table has the columns of its template."""
        with self._lock:
            self._copies[table_oid] = template_oid

    def type_names(self, backend: Backend) -> dict[int, str]:
        """The names of the SYS schema's column types by PostgreSQL's numbers."""
        if not self._type_names:
            rows = text_rows(backend.run(_TYPE_NAMES))
            self._type_names = {int(oid or 0): str(name) for oid, name in rows}
        return self._type_names

    def original_name(self, name: str, backend: Backend) -> str:
        """The name that a client gave to what is stored as `name`."""
        if "~" not in name:
            return name
        if name not in self._long_names:
            rows = text_rows(backend.run('SELECT original FROM "SYS".long_names WHERE stored = $1', [name]))
            if not rows or rows[0][0] is None:
                return name
            self._long_names[name] = rows[0][0]
        return self._long_names[name]

    def forget(self) -> None:
        """Read everything again: a table has changed."""
        with self._lock:
            self._generation += 1
            self._tables.clear()
            self._temporary_tables = None
            self._wide_tables = None


def remember_long_name(name: str, backend: Backend) -> None:
    """Keep the original of a name that is too long for PostgreSQL."""
    if stored(name) != name:
        backend.run('INSERT INTO "SYS".long_names VALUES ($1, $2) ON CONFLICT DO NOTHING', [stored(name), name])


def _read_columns(table_oid: int, backend: Backend, max_string_bytes: int) -> dict[int, ColumnInfo]:
    columns = {}
    oid = str(table_oid)
    for row in text_rows(backend.run(_COLUMNS, [oid])) or text_rows(backend.run(_VIEW_COLUMNS, [oid])):
        number, kind, length, unit, precision, scale, is_json, is_not_null, name = row
        column_type = OracleType(
            Kind(str(kind)),
            int(length or 0),
            unit or "",
            _optional_int(precision),
            _optional_int(scale),
            max_string_bytes,
        )
        columns[int(number or 0)] = ColumnInfo(str(name), column_type, is_not_null == "f", is_json == "t")
    return columns


def _optional_int(text: str | None) -> int | None:
    return None if text is None else int(text)
