"""Global temporary tables: a template in the owner's schema, and a table of each session's own made like it.

A session's table is made when a statement first names it, and is empty then as in Oracle. SQL Language Reference,
"CREATE TABLE", "GLOBAL TEMPORARY".
"""

from collections.abc import Iterable

from oracle_standin.engine.backend import Backend, text_rows
from oracle_standin.engine.catalog import Catalog, TemporaryTable, remember_long_name
from oracle_standin.engine.table_sql import sql_name
from oracle_standin.sql.identifiers import quoted
from oracle_standin.sql.statements import TableName

_ON_COMMIT = {"SYS$TRANSACTION": "DELETE ROWS", "SYS$SESSION": "PRESERVE ROWS"}
Replacements = tuple[tuple[TableName, str], ...]


class TemporaryTables:
    """The temporary tables of one session."""

    def __init__(self, backend: Backend, catalog: Catalog) -> None:
        self._backend = backend
        self._catalog = catalog
        self._made: set[str] = set()

    def replacements(self, tables: Iterable[TableName], current_schema: str) -> Replacements:
        """For those of the tables that are temporary: the session's own table, as PostgreSQL reads it."""
        templates = self._catalog.temporary_tables(self._backend)
        if not templates:
            return ()
        found = ((table, TableName(table.schema or current_schema, table.name)) for table in tables)
        return tuple(
            (table, self.own_table(qualified, templates[qualified]))
            for table, qualified in found
            if qualified in templates
        )

    def own_table(self, table: TableName, template: TemporaryTable) -> str:
        """The session's table, made if this is the first time."""
        # the number tells tables of the same name apart that were dropped and created again
        name = f"{table.schema}.{table.name}.{template.oid}"
        own = f"pg_temp.{quoted(name)}"
        if name not in self._made:
            self._make(own, name, table, template)
            self._made.add(name)
        return own

    def forget(self) -> None:
        """After a rollback: it may have undone the making of a table."""
        self._made.clear()

    def _make(self, own: str, name: str, table: TableName, template: TemporaryTable) -> None:
        if text_rows(self._backend.run("SELECT to_regclass($1)", [own]))[0][0] is not None:
            return
        self._backend.run(
            f"CREATE TEMPORARY TABLE {own} (LIKE {sql_name(table)} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)"
            f" ON COMMIT {_ON_COMMIT[template.duration]}"
        )
        keys = text_rows(
            self._backend.run(
                "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
                " WHERE conrelid = $1::oid AND contype IN ('p', 'u')",
                [str(template.oid)],
            )
        )
        for constraint, definition in keys:
            self._backend.run(f"ALTER TABLE {own} ADD CONSTRAINT {quoted(str(constraint))} {definition}")
        remember_long_name(name, self._backend)
        oid = text_rows(self._backend.run("SELECT to_regclass($1)::oid", [own]))[0][0]
        self._backend.run('SELECT "SYS".add_fitting($1::oid, $2::oid)', [oid, str(template.oid)])
        self._catalog.add_copy(int(oid or 0), template.oid)
