"""What direct-path INSERT and parallel DML change for a transaction.

Such a statement locks its table against the changes of others, and before 23ai its own transaction cannot touch the
table again: ORA-12838 (SQL Language Reference, "INSERT", "Conventional and Direct-Path INSERT"; VLDB and Partitioning
Guide, "Parallel DML").
"""

from oracle_standin.engine.backend import Backend
from oracle_standin.errors import OracleError
from oracle_standin.profiles import Profile
from oracle_standin.sql.statements import Dml, Query, TableName

_HAS_FOREIGN_KEY = """
SELECT 1 FROM pg_constraint WHERE contype = 'f' AND to_regclass($1) IN (conrelid, confrelid) LIMIT 1"""


class DirectLoads:
    """The tables that the open transaction of a session has loaded directly or in parallel.

    Attributes:
        parallel_dml: ENABLE, DISABLE or FORCE, as ALTER SESSION says it.
    """

    def __init__(self, backend: Backend, profile: Profile) -> None:
        self._backend = backend
        self._profile = profile
        self._tables: set[TableName] = set()
        self.parallel_dml = "ENABLE" if profile.has_parallel_dml else "DISABLE"

    def check(self, statement: Query | Dml, schema: str, *, is_in_transaction: bool) -> None:
        """Check that the transaction may touch the tables of a statement.

        Raises:
            OracleError: ORA-12838 when it has loaded one of them.
        """
        if not is_in_transaction:
            self._tables.clear()
        if self._tables & {_qualified(table, schema) for table in statement.tables}:
            raise OracleError(12838, "cannot read/modify an object after modifying it in parallel")

    def begin(self, statement: Dml, schema: str) -> None:
        """Lock the table of a statement that loads directly or runs in parallel, and remember it."""
        if not self._is_direct(statement):
            return
        self._backend.run_all(f"LOCK TABLE {statement.table_sql} IN EXCLUSIVE MODE")
        if not self._profile.reads_after_direct_path:
            self._tables.add(_qualified(statement.target, schema))

    def _is_direct(self, statement: Dml) -> bool:
        if statement.table_sql.startswith("pg_temp"):
            return False
        is_insert = statement.kind in ("INSERT VALUES", "INSERT SELECT")
        if is_insert and self._backend.run(_HAS_FOREIGN_KEY, [statement.table_sql]).ntuples:
            return False  # then Oracle loads conventionally, without a word
        wanted = {"INSERT VALUES": "APPEND_VALUES", "INSERT SELECT": "APPEND", "MERGE": "APPEND"}
        return wanted.get(statement.kind) in statement.hints or self._is_parallel(statement)

    def _is_parallel(self, statement: Dml) -> bool:
        if statement.kind == "INSERT VALUES" or "DISABLE_PARALLEL_DML" in statement.hints:
            return False
        is_enabled = self.parallel_dml != "DISABLE" or "ENABLE_PARALLEL_DML" in statement.hints
        is_wanted = self.parallel_dml == "FORCE" or self._profile.has_parallel_dml or "PARALLEL" in statement.hints
        return is_enabled and is_wanted and "NO_PARALLEL" not in statement.hints


def _qualified(table: TableName, schema: str) -> TableName:
    return TableName(table.schema or schema, table.name)
