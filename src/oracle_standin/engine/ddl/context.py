"""What DDL needs of the session that runs it: its connection, and the names of what exists."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from oracle_standin.engine.backend import Backend, PostgresError, text_rows
from oracle_standin.engine.catalog import Catalog, ColumnInfo
from oracle_standin.engine.resolver import Resolver
from oracle_standin.engine.table_sql import sql_name
from oracle_standin.engine.temporary_tables import TemporaryTables
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.identifiers import stored
from oracle_standin.sql.statements import TableName

MakeVerifier = Callable[[str], tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table that exists.

    Attributes:
        oid: PostgreSQL's number, as text.
        duration: None for a permanent table, else the dictionary's word.
    """

    name: TableName
    oid: str
    duration: str | None
    is_partitioned: bool

    @property
    def sql(self) -> str:
        """The table as PostgreSQL reads it."""
        return sql_name(self.name)


@dataclass(frozen=True, slots=True)
class DdlContext:
    """A session that runs DDL; `make_verifier` turns a password into salt and verifier."""

    backend: Backend
    catalog: Catalog
    temporary_tables: TemporaryTables
    current_schema: str
    make_verifier: MakeVerifier | None
    user: str
    resolver: Resolver

    def alter(self, table: Table, change: str) -> None:
        """Run ALTER TABLE."""
        self.backend.run(f"ALTER TABLE {table.sql} {change}")

    def rows(self, sql: str, *values: str | None) -> list[list[str | None]]:
        """The rows of a query."""
        return text_rows(self.backend.run(sql, values))

    def qualified(self, table: TableName) -> TableName:
        """The name with its schema."""
        return TableName(table.schema or self.current_schema, table.name)

    def find(self, table: TableName) -> Table | None:
        """The table of that name; None when there is none."""
        name = self.qualified(table)
        rows = self.rows(
            'SELECT t.table_oid, t.duration, EXISTS (SELECT 1 FROM "SYS".partitioned_tables p'
            ' WHERE p.table_oid = t.table_oid) FROM "SYS".tables t WHERE t.table_oid = to_regclass($1)',
            sql_name(name),
        )
        return Table(name, str(rows[0][0]), rows[0][1], rows[0][2] == "t") if rows else None

    def existing(self, table: TableName) -> Table:
        """The table of that name (ORA-00942)."""
        found = self.find(table)
        if found is None and self.temporary_tables.private_table(table) is not None:
            raise OracleError(14451, "unsupported feature with temporary table")
        if found is None:
            raise OracleError(942, "table or view does not exist")
        return found

    def is_materialized(self, table: Table) -> bool:
        """Whether it holds the rows of a materialized view."""
        return bool(self.rows('SELECT 1 FROM "SYS".materialized_views WHERE table_oid = $1::oid', table.oid))

    def altered(self, table: TableName, *, for_index: bool = False) -> Table:
        """The table of that name, which a statement is about to change (ORA-14450: a session has rows in it)."""
        found = self.existing(table)
        if not for_index and self.is_materialized(found):
            raise UnsupportedError("changing the table of a materialized view")
        if found.duration is not None:
            in_use = OracleError(14450, "attempt to access a transactional temporary table already in use")
            self.temporary_tables.change_template(int(found.oid), in_use)
        self.backend.run(
            "UPDATE \"SYS\".tables SET last_ddl = date_trunc('second', statement_timestamp())"
            " WHERE table_oid = $1::oid",
            [found.oid],
        )
        return found

    def columns(self, table: Table) -> dict[str, tuple[int, ColumnInfo]]:
        """The columns of a table by stored name, with PostgreSQL's number, as they are in this transaction."""
        self.catalog.forget()
        found = self.catalog.columns(int(table.oid), self.backend)
        return {column.name: (number, column) for number, column in found.items()}

    def column(self, table: Table, name: str) -> tuple[int, ColumnInfo]:
        """PostgreSQL's number of a column, and the column (ORA-00904)."""
        columns = self.columns(table)
        if stored(name) not in columns:
            raise OracleError(904, f'"{name}": invalid identifier')
        return columns[stored(name)]

    @contextmanager
    def undoing(self) -> Iterator[None]:
        """Inside, an error undoes what was done there alone."""
        self.backend.run_all("SAVEPOINT attempt")
        try:
            yield
        except BaseException:
            self.backend.run_all("ROLLBACK TO SAVEPOINT attempt; RELEASE SAVEPOINT attempt")
            raise
        self.backend.run_all("RELEASE SAVEPOINT attempt")

    def check_schema(self, table: TableName) -> None:
        """Raise ORA-01918 when there is no such user."""
        if not self.rows('SELECT 1 FROM "SYS".users WHERE username = $1', table.schema):
            raise OracleError(1918, f"user '{table.schema}' does not exist")

    def generated_name(self) -> str:
        """A name for a constraint or an index that has none."""
        number = self.rows("SELECT nextval('\"SYS\".generated_names')")[0][0]
        return f"SYS_C{int(number or 0):07d}"


@contextmanager
def refusing(reasons: dict[str, OracleError | None]) -> Iterator[None]:
    """Give SQLSTATEs the meaning that they have in this statement."""
    try:
        yield
    except PostgresError as error:
        reason = reasons.get(error.sqlstate)
        if reason is not None:
            raise reason from error
        raise
