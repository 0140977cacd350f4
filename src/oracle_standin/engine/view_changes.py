"""INSERT, UPDATE, DELETE and MERGE through a view.

While such a statement runs, a temporary view of PostgreSQL stands for the Oracle view, and one for each view below it:
PostgreSQL then brings the changes to the table. Reference: SQL Language Reference, "Notes on Updatable Views".
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from oracle_standin.engine.backend import Backend
from oracle_standin.engine.catalog import Catalog
from oracle_standin.engine.named_objects import View
from oracle_standin.engine.resolver import Resolver, changed_view
from oracle_standin.engine.temporary_tables import TemporaryTables
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.ddl.views import CHECK_OPTION, READ_ONLY
from oracle_standin.sql.identifiers import quoted
from oracle_standin.sql.statements import Dml, Statement, TableName, columns_of
from oracle_standin.sql.views import Changes


class ViewChanges:
    """The changes through views of one session."""

    def __init__(
        self,
        backend: Backend,
        catalog: Catalog,
        resolver: Resolver,
        temporary: TemporaryTables,
        check_owner: Callable[[Statement, str], None],
    ) -> None:
        self._backend = backend
        self._catalog = catalog
        self._resolver = resolver
        self._temporary = temporary
        self._check_owner = check_owner

    @contextmanager
    def through(self, statement: Dml, schema: str) -> Iterator[Dml]:
        """The statement that can run inside, in an open transaction.

        Raises:
            OracleError: ORA-01732 or ORA-42399: rows cannot be changed through the view.
        """
        views = [view for target in statement.targets if (view := self._resolver.objects.view(target, schema))]
        if not views:
            yield statement
            return
        if "ctid" in statement.sql:
            raise UnsupportedError("ROWNUM or ROWID in a change through a view")
        made: list[str] = []
        for view in views:
            self._make(view, made)
        yield _with_columns(statement, views)
        for name in reversed(made):
            self._backend.run_all(f"DROP VIEW {name}")

    def tables(self, targets: Iterable[TableName], schema: str) -> list[TableName]:
        """The tables that rows come to which are changed under these names."""
        return [self._table(target, schema) for target in targets]

    def _table(self, target: TableName, schema: str) -> TableName:
        view = self._resolver.objects.view(target, schema)
        return target if view is None else self._table(self._below(view), view.owner)

    def _below(self, view: View) -> TableName:
        """The one table or view that a view shows rows of."""
        if view.restriction == READ_ONLY:
            raise OracleError(42399, "cannot perform a DML operation on a read-only view")
        if view.changes is Changes.NEVER or view.base is None:
            if view.changes is Changes.JOIN:
                raise UnsupportedError("a change through a view of a join or of a query in FROM")
            raise OracleError(1732, "data manipulation operation not legal on this view")
        names = self._resolver.objects.qualified([view.base], view.owner)
        return names.get(view.base, view.base)

    def _make(self, view: View, made: list[str]) -> None:
        """Create what stands for the view and for those below it, and add their names, the lowest first."""
        if changed_view(view) in made:
            return
        below = self._below(view)
        lower = self._resolver.objects.view(below, view.owner)
        if lower is not None:
            self._make(lower, made)
        query = self._resolver.view_query(view, changed=True)
        name, columns = changed_view(view), ", ".join(map(quoted, view.columns))
        checked = " WITH CASCADED CHECK OPTION" if view.restriction == CHECK_OPTION else ""
        if lower is None:
            self._bind(below, view.owner)
        self._backend.run(f"CREATE TEMPORARY VIEW {name.removeprefix('pg_temp.')} ({columns}) AS {query.sql}{checked}")
        made.append(name)

    def _bind(self, table: TableName, schema: str) -> None:
        if table in self._catalog.wide_tables(self._backend):
            raise UnsupportedError("a change through a view of a table with so many columns")
        for _, own in self._temporary.replacements([table], schema):
            self._temporary.bind(own)

    def check_owner(self, statement: Dml, schema: str) -> None:
        """Whether the owners of views may change what these show; whoever uses one needs a privilege on it alone."""
        for target in statement.targets:
            view = self._resolver.objects.view(target, schema)
            while view is not None:
                below, owner = self._below(view), view.owner
                own = replace(statement, tables=frozenset(), targets=(below,), target=below)
                self._check_owner(own, owner)
                view = self._resolver.objects.view(below, owner)


def _with_columns(statement: Dml, views: list[View]) -> Dml:
    """The statement with all columns of the views named; COPY takes no views."""
    sql, rows_sql = statement.sql, statement.rows_sql
    for view in views:
        columns = f"({', '.join(map(quoted, view.columns))})"
        sql = sql.replace(columns_of(changed_view(view)), columns)
        rows_sql = rows_sql and rows_sql.replace(columns_of(changed_view(view)), columns)
    return replace(statement, sql=sql, rows_sql=rows_sql, plain_insert=None, steps=None)
