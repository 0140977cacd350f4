"""The views and synonyms that statements may name, read once and kept until something is defined."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from oracle_standin.engine.backend import Backend, text_rows
from oracle_standin.engine.catalog import Catalog
from oracle_standin.engine.table_sql import sql_name
from oracle_standin.errors import OracleError
from oracle_standin.sql.ddl.synonyms import PUBLIC
from oracle_standin.sql.statements import TableName
from oracle_standin.sql.views import Changes

_VIEWS = """
SELECT v.view_oid, v.owner, v.name, v.text, v.restriction, v.changes, v.is_valid, v.base_owner, v.base_name,
  (SELECT string_agg(c.name, E'\\n' ORDER BY c.number) FROM "SYS".view_columns c WHERE c.view_oid = v.view_oid)
FROM "SYS".views v"""
_SYNONYMS = 'SELECT owner, name, target_owner, target_name FROM "SYS".synonyms'
_EXISTS = "SELECT 1 FROM pg_class WHERE oid = to_regclass($1) AND relkind <> 'i'"
_SYS = "SYS"


@dataclass(frozen=True, slots=True)
class View:
    """A view.

    Attributes:
        name: With its owner.
        text: Oracle's source of the subquery, its stars written out.
        columns: The names of its columns; empty while it has never been valid.
        restriction: READ ONLY, CHECK OPTION or nothing.
        base: The one table or view that it shows rows of, as the text names it; None when that is not so.
    """

    oid: int
    name: TableName
    text: str
    columns: tuple[str, ...]
    restriction: str
    changes: Changes
    is_valid: bool
    base: TableName | None = None

    @property
    def owner(self) -> str:
        """The schema that names in the text belong to."""
        return str(self.name.schema)


class NamedObjects:
    """What names stand for, as one session sees it."""

    def __init__(self, backend: Backend, catalog: Catalog) -> None:
        self._backend = backend
        self._catalog = catalog
        self._generation = -1
        self._views: dict[TableName, View] = {}
        self._synonyms: dict[TableName, TableName] = {}
        self._existing: dict[TableName, bool] = {}

    def view(self, table: TableName, current_schema: str) -> View | None:
        """The view of that name; None when it is something else."""
        self._refresh()
        return self._views.get(TableName(table.schema or current_schema, table.name))

    @property
    def has_views(self) -> bool:
        """Whether there are any."""
        self._refresh()
        return bool(self._views)

    def view_of(self, oid: int) -> View | None:
        """The view with PostgreSQL's number."""
        self._refresh()
        return next((view for view in self._views.values() if view.oid == oid), None)

    def targets(self, tables: Iterable[TableName], current_schema: str) -> dict[TableName, TableName]:
        """For those of the tables that are synonyms: the objects that they stand for.

        Raises:
            OracleError: ORA-00980 when there is no such object, ORA-01775 for a chain without end.
        """
        self._refresh()
        if not self._synonyms:
            return {}
        found = {table: self._target(table, current_schema) for table in tables}
        return {table: target for table, target in found.items() if target is not None}

    def target(self, table: TableName, current_schema: str) -> TableName:
        """The table itself, or the object that the synonym of that name stands for."""
        return self.targets([table], current_schema).get(table, table)

    def qualified(self, tables: Iterable[TableName], owner: str) -> Mapping[TableName, TableName]:
        """The objects that the tables of a view's text are: names without a schema belong to its owner."""
        tables = tuple(tables)
        names = {table: self._owned(table.name, owner) for table in tables if table.schema is None}
        return names | self.targets(tables, owner)

    def _owned(self, name: str, owner: str) -> TableName:
        own, dictionary = TableName(owner, name), TableName(_SYS, name)
        return dictionary if not self._exists(own) and self._exists(dictionary) else own

    def _target(self, table: TableName, current_schema: str) -> TableName | None:
        """Own objects and synonyms come before public synonyms ("Object Names and Qualifiers")."""
        first = TableName(table.schema or current_schema, table.name)
        if first in self._synonyms:
            return self._followed(first)
        public = TableName(PUBLIC, table.name)
        if table.schema is not None or public not in self._synonyms or self._exists(first):
            return None
        return self._followed(public)

    def _followed(self, name: TableName) -> TableName:
        seen: set[TableName] = set()
        while name not in seen:
            seen.add(name)
            if name in self._synonyms:
                name = self._synonyms[name]
            elif self._exists(name):
                return name
            else:
                name = self._public(name)
        raise OracleError(1775, "looping chain of synonyms")

    def _public(self, name: TableName) -> TableName:
        """What the name means to everybody when its owner has no such object."""
        public = TableName(PUBLIC, name.name)
        if public in self._synonyms:
            return public
        if self._exists(TableName(_SYS, name.name)):
            return TableName(_SYS, name.name)
        raise OracleError(980, "synonym translation is no longer valid")

    def _exists(self, name: TableName) -> bool:
        if name not in self._existing:
            self._existing[name] = self._backend.run(_EXISTS, [sql_name(name)]).ntuples > 0
        return self._existing[name]

    def _refresh(self) -> None:
        if self._generation == self._catalog.generation:
            return
        generation = self._catalog.generation
        self._existing.clear()
        self._views = {view.name: view for view in map(_view, text_rows(self._backend.run(_VIEWS)))}
        self._synonyms = {
            TableName(str(owner), str(name)): TableName(str(target_owner), str(target))
            for owner, name, target_owner, target in text_rows(self._backend.run(_SYNONYMS))
        }
        self._generation = generation


def _view(row: list[str | None]) -> View:
    oid, owner, name, text, restriction, changes, is_valid, base_owner, base, columns = row
    return View(
        int(oid or 0),
        TableName(str(owner), str(name)),
        str(text),
        tuple(columns.split("\n")) if columns else (),
        str(restriction),
        Changes(str(changes)),
        is_valid == "t",
        None if base is None else TableName(base_owner, base),
    )
