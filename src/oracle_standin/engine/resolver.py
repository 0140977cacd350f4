"""From the text of a statement to what PostgreSQL runs: synonyms, views and temporary tables stand for others."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache

from oracle_standin.engine.backend import Backend
from oracle_standin.engine.catalog import Catalog, ColumnInfo
from oracle_standin.engine.named_objects import NamedObjects, View
from oracle_standin.engine.results import named_columns
from oracle_standin.engine.temporary_tables import Replacements, TemporaryTables
from oracle_standin.errors import OracleError
from oracle_standin.sql.ddl.definitions import (
    AddColumns,
    AlterTable,
    Comment,
    Constraint,
    CreatePrivateTable,
    CreateTable,
)
from oracle_standin.sql.ddl.grants import Grant
from oracle_standin.sql.identifiers import quoted
from oracle_standin.sql.statements import Dml, LockTable, Query, Statement, TableName
from oracle_standin.sql.translate import translate

_TRANSLATION_CACHE_SIZE = 1000
_CIRCULAR = 1731
_translate = lru_cache(_TRANSLATION_CACHE_SIZE)(translate)


class Resolver:
    """What names mean to one session; `check_owner` raises what an owner of a view may not do."""

    def __init__(
        self,
        backend: Backend,
        catalog: Catalog,
        temporary_tables: TemporaryTables,
        check_owner: Callable[[Statement, str], None],
    ) -> None:
        self.objects = NamedObjects(backend, catalog)
        self._backend = backend
        self._catalog = catalog
        self._temporary_tables = temporary_tables
        self._check_owner = check_owner
        self._expansions: dict[TableName, str] = {}
        self._generation = -1

    def named(self, sql: str, bind_types: tuple[str, ...], schema: str) -> Statement:
        """The statement with the objects in it that synonyms stand for.

        Raises:
            OracleError: It is no valid statement, or a synonym stands for nothing.
        """
        statement = _translate(sql, bind_types, (), self._catalog.profile)
        if not isinstance(statement, Query | Dml):
            return self._named_definition(statement, schema)
        if names := self.objects.targets(statement.tables | statement.sequences, schema):
            return _translate(sql, bind_types, (), self._catalog.profile, tuple(names.items()))
        return statement

    def _named_definition(self, statement: Statement, schema: str) -> Statement:
        """Statements other than DML take synonyms in these places alone ("CREATE SYNONYM")."""
        match statement:
            case LockTable() | Comment():
                return replace(statement, table=self.objects.target(statement.table, schema))
            case Grant(on=TableName() as table):
                return replace(statement, on=self.objects.target(table, schema))
            case CreateTable():
                return self._named_table(statement, schema)
            case CreatePrivateTable():
                return replace(statement, table=self._named_table(statement.table, schema))
            case AddColumns():
                return self._named_columns(statement, schema)
            case AlterTable(changes=changes):
                named = (self._named_columns(c, schema) if isinstance(c, AddColumns) else c for c in changes)
                return replace(statement, changes=tuple(named))
            case _:
                return statement

    def _named_table(self, statement: CreateTable, schema: str) -> CreateTable:
        if statement.query is not None:
            statement = replace(statement, query=self._named_query(statement.query.text, schema))
        return replace(statement, constraints=self._with_named_parents(statement.constraints, schema))

    def _named_columns(self, statement: AddColumns, schema: str) -> AddColumns:
        return replace(statement, constraints=self._with_named_parents(statement.constraints, schema))

    def _with_named_parents(self, constraints: tuple[Constraint, ...], schema: str) -> tuple[Constraint, ...]:
        """Foreign keys refer to what a synonym of their parent stands for."""
        return tuple(
            constraint
            if constraint.references is None
            else replace(constraint, references=self.objects.target(constraint.references, schema))
            for constraint in constraints
        )

    def _named_query(self, text: str, schema: str) -> Query:
        query = self.named(text, (), schema)
        if not isinstance(query, Query):
            raise OracleError(928, "missing SELECT keyword")
        return replace(query, text=text)

    def executable(self, sql: str, bind_types: tuple[str, ...], schema: str) -> Statement:
        """The statement as PostgreSQL runs it.

        Raises:
            OracleError: As named(); ORA-04063 when a view is not valid.
        """
        statement = _translate(sql, bind_types, (), self._catalog.profile)
        if not isinstance(statement, Query | Dml):
            return statement
        names = self.objects.targets(statement.tables | statement.sequences, schema)
        tables = [names.get(table, table) for table in statement.tables]
        replacements = self._replacements(tables, schema, frozenset())
        if isinstance(statement, Dml):
            replacements += self._changed(statement, names, schema)
        if not names and not replacements:
            return statement
        return _translate(sql, bind_types, replacements, self._catalog.profile, tuple(names.items()))

    def query(self, text: str, schema: str) -> Query:
        """The query of a statement that defines something.

        Raises:
            OracleError: As executable(), or it is no query.
        """
        query = self.executable(text, (), schema)
        if not isinstance(query, Query):
            raise OracleError(928, "missing SELECT keyword")
        return query

    def view_query(self, view: View, *, changed: bool = False, above: frozenset[TableName] = frozenset()) -> Query:
        """The query of a view, with names as its owner means them.

        With `changed` the one table that it shows rows of stays a table, or is the view that stands for it then.

        Raises:
            OracleError: It is not valid, or its owner may not read what it reads.
        """
        above |= {view.name}
        plain = self._query_of(view, (), ())
        if plain.sequences:
            raise OracleError(2287, "sequence number not allowed here")
        objects = self.objects.qualified(plain.tables, view.owner)
        names = tuple(objects.items())
        named = self._query_of(view, (), names)
        self._check_owner(named, view.owner)
        replacements = self._replacements(named.tables, view.owner, above)
        if changed and view.base is not None:
            replacements += self._changed_views([objects.get(view.base, view.base)], view.owner)
        return self._query_of(view, replacements, names)

    def columns(self, view: View) -> list[tuple[str, ColumnInfo]]:
        """The names and types that the columns of a view's query have.

        Raises:
            OracleError: As view_query().
            PostgresError: The query is not valid.
        """
        query = self.view_query(view)
        return named_columns(self._backend.describe(query.sql), query, self._catalog, self._backend)

    def dependencies(self, view: View) -> frozenset[TableName]:
        """The objects that a view names, with their owners: synonyms and what they stand for."""
        tables = self._query_of(view, (), ()).tables
        objects = self.objects.qualified(tables, view.owner)
        named = {TableName(table.schema or view.owner, table.name) for table in tables}
        return frozenset(name for name in named | set(objects.values()) if name.schema != "SYS")

    def tables_below(self, table: TableName, schema: str) -> list[TableName]:
        """The table itself; of a view, all that it and the views below it name."""
        view = self.objects.view(table, schema)
        if view is None:
            return [table]
        found = self.objects.qualified(self.dependencies(view), view.owner)
        names = {found.get(name, name) for name in self.dependencies(view)}
        return [lower for name in sorted(names, key=str) for lower in self.tables_below(name, view.owner)]

    def views_below(self, view: View) -> list[View]:
        """The views that a view names."""
        found = (self.objects.view(name, view.owner) for name in self.dependencies(view))
        return [lower for lower in found if lower is not None]

    def _query_of(
        self, view: View, replacements: Replacements, names: tuple[tuple[TableName, TableName], ...]
    ) -> Query:
        query = _translate(view.text, (), replacements, self._catalog.profile, names)
        if not isinstance(query, Query):
            raise OracleError(928, "missing SELECT keyword")
        return query

    def _replacements(self, tables: Iterable[TableName], schema: str, above: frozenset[TableName]) -> Replacements:
        """What stands for views and for temporary tables."""
        tables = tuple(tables)
        views = [(table, view) for table in tables if (view := self.objects.view(table, schema)) is not None]
        expanded = tuple((table, self._expanded(view, above)) for table, view in views)
        return self._temporary_tables.replacements(tables, schema) + expanded

    def _expanded(self, view: View, above: frozenset[TableName]) -> str:
        """The view as a subquery; columns that its tables have got since are none of it."""
        if self._generation != self._catalog.generation:
            self._generation = self._catalog.generation
            self._expansions.clear()
        if view.name in self._expansions:
            return self._expansions[view.name]
        columns = ", ".join(map(quoted, view.columns))
        expanded = f'(SELECT {columns} FROM ({self._checked_query(view, above).sql}) AS "~view" ({columns}))'
        if "pg_temp." not in expanded:  # a session's own tables come and go
            self._expansions[view.name] = expanded
        return expanded

    def _checked_query(self, view: View, above: frozenset[TableName]) -> Query:
        if view.name in above:
            raise OracleError(_CIRCULAR, "circular view definition encountered")
        if not view.is_valid:
            raise invalid(view.name)
        try:
            return self.view_query(view, above=above)
        except OracleError as error:
            if error.code == _CIRCULAR:
                raise
            raise invalid(view.name) from error

    def _changed(self, statement: Dml, names: dict[TableName, TableName], schema: str) -> Replacements:
        """What stands for the tables and views that a statement changes."""
        targets = tuple(names.get(target, target) for target in statement.targets)
        wide = self._catalog.wide_tables(self._backend)
        qualified = {target: TableName(target.schema or schema, target.name) for target in targets}
        changed_tables = tuple((t, wide[name].changed) for t, name in qualified.items() if name in wide)
        return changed_tables + self._changed_views(targets, schema)

    def _changed_views(self, tables: Iterable[TableName], schema: str) -> Replacements:
        found = ((table, self.objects.view(table, schema)) for table in tables)
        return tuple((table, changed_view(view)) for table, view in found if view is not None)


def changed_view(view: View) -> str:
    """The view of PostgreSQL through which a statement changes rows, while it does."""
    return f'pg_temp."~view~{view.oid}"'


def invalid(view: TableName) -> OracleError:
    """ORA-04063."""
    return OracleError(4063, f'view "{view.schema}.{view.name}" has errors')
