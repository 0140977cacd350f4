"""What DDL needs of the session that runs it: its connection, and the names of what exists."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from oracle_standin.engine.backend import Backend, PostgresError, text_rows
from oracle_standin.engine.catalog import Catalog
from oracle_standin.engine.table_sql import sql_name
from oracle_standin.engine.temporary_tables import TemporaryTables
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.identifiers import stored
from oracle_standin.sql.statements import TableName

MakeVerifier = Callable[[str], tuple[bytes, bytes]]
_NO_TABLE = OracleError(942, "table or view does not exist")


@dataclass(frozen=True, slots=True)
class DdlContext:
    """A session that runs DDL; `make_verifier` turns a password into salt and verifier."""

    backend: Backend
    catalog: Catalog
    temporary_tables: TemporaryTables
    current_schema: str
    make_verifier: MakeVerifier | None

    def alter(self, table: TableName, change: str) -> None:
        """Run ALTER TABLE."""
        self.backend.run(f"ALTER TABLE {sql_name(table)} {change}")

    def qualified(self, table: TableName) -> TableName:
        """The name with its schema."""
        return TableName(table.schema or self.current_schema, table.name)

    def existing(self, table: TableName) -> TableName:
        """The qualified name of a table that exists (ORA-00942)."""
        qualified = self.qualified(table)
        self.oid(qualified)
        return qualified

    def altered(self, table: TableName) -> TableName:
        """The qualified name of a table that may be altered."""
        qualified = self.existing(table)
        rows = text_rows(
            self.backend.run('SELECT duration FROM "SYS".tables WHERE table_oid = $1::oid', [self.oid(qualified)])
        )
        if rows[0][0] is not None:
            raise UnsupportedError("ALTER TABLE and CREATE INDEX on a global temporary table")
        return qualified

    def find(self, table: TableName) -> str | None:
        """PostgreSQL's number of a table; None when there is none."""
        found = self.backend.run(
            'SELECT t.table_oid FROM "SYS".tables t WHERE t.table_oid = to_regclass($1)', [sql_name(table)]
        )
        rows = text_rows(found)
        return rows[0][0] if rows else None

    def oid(self, table: TableName) -> str:
        """PostgreSQL's number of a table (ORA-00942)."""
        oid = self.find(table)
        if oid is None:
            raise _NO_TABLE
        return oid

    def column_number(self, oid: str, name: str) -> int:
        """PostgreSQL's number of a column (ORA-00904)."""
        rows = text_rows(
            self.backend.run(
                "SELECT attnum FROM pg_attribute WHERE attrelid = $1::oid AND attname = $2 AND attnum > 0",
                [oid, stored(name)],
            )
        )
        if not rows:
            raise OracleError(904, f'"{name}": invalid identifier')
        return int(rows[0][0] or 0)

    def check_schema(self, table: TableName) -> None:
        """Raise ORA-01918 when there is no such user."""
        found = self.backend.run('SELECT 1 FROM "SYS".users WHERE username = $1', [table.schema])
        if not found.ntuples:
            raise OracleError(1918, f"user '{table.schema}' does not exist")

    def generated_name(self) -> str:
        """A name for a constraint or an index that has none."""
        number = text_rows(self.backend.run("SELECT nextval('\"SYS\".generated_names')"))[0][0]
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
