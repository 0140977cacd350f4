"""Global temporary tables: a template in the owner's schema, and a table of each session's own made like it.

A session's table is made when a statement first names it, and is empty then as in Oracle. While a session has rows in
it, it holds an advisory lock of PostgreSQL on the template's number: DDL finds that out. SQL Language Reference,
"CREATE TABLE", "GLOBAL TEMPORARY".
"""

from collections.abc import Iterable

from oracle_standin.engine.backend import Backend, text_rows
from oracle_standin.engine.catalog import Catalog, TemporaryTable, remember_long_name
from oracle_standin.engine.table_sql import sql_name
from oracle_standin.errors import OracleError
from oracle_standin.sql.identifiers import quoted
from oracle_standin.sql.statements import TableName

_ON_COMMIT = {"SYS$TRANSACTION": "DELETE ROWS", "SYS$SESSION": "PRESERVE ROWS"}
_LOCK_CLASS = 14450  # apart from other uses of advisory locks
_KEYS = """
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = $1::oid AND contype IN ('p', 'u')"""
_INDEXES = """
SELECT c.relname, i.indisunique, substring(pg_get_indexdef(i.indexrelid) FROM ' USING .*$')
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = $1::oid
  AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u'))"""
Replacements = tuple[tuple[TableName, str], ...]


class TemporaryTables:
    """The temporary tables of one session."""

    def __init__(self, backend: Backend, catalog: Catalog) -> None:
        self._backend = backend
        self._catalog = catalog
        self._made: dict[str, TemporaryTable] = {}
        self._private: dict[str, TableName] = {}
        self._bound: set[int] = set()  # templates of tables that keep this session's rows after COMMIT

    def replacements(self, tables: Iterable[TableName], current_schema: str) -> Replacements:
        """For those of the tables that are temporary: the session's own table, as PostgreSQL reads it."""
        private = tuple((table, own) for table in tables if (own := self.private_table(table)) is not None)
        templates = self._catalog.temporary_tables(self._backend)
        if not templates:
            return private
        found = ((table, TableName(table.schema or current_schema, table.name)) for table in tables)
        return private + tuple(
            (table, self.own_table(qualified, templates[qualified]))
            for table, qualified in found
            if qualified in templates
        )

    def add_private(self, table: TableName) -> str:
        """A name for a private temporary table, as PostgreSQL reads it (ORA-00955)."""
        if self.private_table(table) is not None:
            raise OracleError(955, "name is already used by an existing object")
        self._private[table.name] = table
        remember_long_name(_private_name(table), self._backend)
        return f"pg_temp.{quoted(_private_name(table))}"

    def private_table(self, table: TableName) -> str | None:
        """The private temporary table of that name, as PostgreSQL reads it; None when the session has none."""
        found = self._private.get(table.name)
        if found is None or table.schema not in (None, found.schema):
            return None
        own = f"pg_temp.{quoted(_private_name(found))}"
        if text_rows(self._backend.run("SELECT to_regclass($1)", [own]))[0][0] is None:
            del self._private[table.name]  # it has gone with its transaction
            return None
        return own

    def own_table(self, table: TableName, template: TemporaryTable) -> str:
        """The session's table, made if this is the first time."""
        # the number tells tables of the same name apart that were dropped and created again
        name = f"{table.schema}.{table.name}.{template.oid}"
        own = f"pg_temp.{quoted(name)}"
        if self._made.get(own) != template:
            self._make(own, name, table, template)
            self._made[own] = template
        return own

    def bind(self, own: str) -> None:
        """Before the session changes its table, as PostgreSQL reads it: until the rows go, DDL is refused.

        Without effect on any other table.
        """
        template = self._made.get(own)
        if template is None or template.oid in self._bound:
            return
        is_session = template.duration == "SYS$SESSION"
        scope = "" if is_session else "_xact"
        self._backend.run(f"SELECT pg_advisory{scope}_lock_shared({_LOCK_CLASS}, {template.oid})")
        if is_session:
            self._bound.add(template.oid)

    def unbind(self, template_oid: int) -> None:
        """After the session has truncated its table."""
        if template_oid in self._bound:
            self._backend.run(f"SELECT pg_advisory_unlock_shared({_LOCK_CLASS}, {template_oid})")
            self._bound.remove(template_oid)

    def change_template(self, template_oid: int, in_use: OracleError) -> None:
        """Before DDL changes a template: each session then gets a new table.

        Raises:
            OracleError: `in_use` when a session, also this one, has rows.
        """
        locked = text_rows(self._backend.run(f"SELECT pg_try_advisory_xact_lock({_LOCK_CLASS}, {template_oid})"))
        if template_oid in self._bound or locked[0][0] != "t":
            raise in_use
        self._backend.run(
            'UPDATE "SYS".tables SET generation = generation + 1 WHERE table_oid = $1::oid', [str(template_oid)]
        )

    def forget(self) -> None:
        """After a rollback: it may have undone the making of a table."""
        self._made.clear()

    def _make(self, own: str, name: str, table: TableName, template: TemporaryTable) -> None:
        """Make the table; one of an earlier generation, which is empty, goes first."""
        found = text_rows(self._backend.run("SELECT obj_description(to_regclass($1), 'pg_class')", [own]))[0][0]
        if found == str(template.generation):
            return
        self._backend.run(f"DROP TABLE IF EXISTS {own}")
        self._backend.run(
            f"CREATE TEMPORARY TABLE {own} (LIKE {sql_name(table)} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)"
            f" ON COMMIT {_ON_COMMIT[template.duration]}"
        )
        self._backend.run(f"COMMENT ON TABLE {own} IS '{template.generation}'")
        for constraint, definition in text_rows(self._backend.run(_KEYS, [str(template.oid)])):
            self._backend.run(f"ALTER TABLE {own} ADD CONSTRAINT {quoted(str(constraint))} {definition}")
        for index, is_unique, definition in text_rows(self._backend.run(_INDEXES, [str(template.oid)])):
            unique = "UNIQUE " if is_unique == "t" else ""
            self._backend.run(f"CREATE {unique}INDEX {quoted(str(index))} ON {own}{definition}")
        remember_long_name(name, self._backend)
        oid = text_rows(self._backend.run("SELECT to_regclass($1)::oid", [own]))[0][0]
        self._backend.run('SELECT "SYS".add_fitting($1::oid, $2::oid)', [oid, str(template.oid)])
        self._catalog.add_copy(int(oid or 0), template.oid)


def _private_name(table: TableName) -> str:
    """Like the name of a session's copy of a global temporary table, with a number that none has."""
    return f"{table.schema}.{table.name}.0"
