"""Quotas: what rows may be added to a user's tables.

A table without rows has no segment, so that a user without quota may create it; the first row needs one (Database
Administrator's Guide, "Deferred Segment Creation"). Sizes are PostgreSQL's: an estimate of Oracle's.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from oracle_standin.engine.backend import Backend, text_rows
from oracle_standin.engine.catalog import Catalog
from oracle_standin.errors import OracleError

_QUOTA = 'SELECT tablespace, max_bytes, bytes FROM "SYS".quota(to_regclass($1))'


@dataclass(frozen=True, slots=True)
class _Limit:
    """The quota of a table's owner in its tablespace, and what stands there."""

    table_sql: str
    tablespace: str
    max_bytes: int
    used_bytes: float
    has_rows: bool


class Quotas:
    """Looks at the room of the tables that a session adds rows to."""

    def __init__(self, backend: Backend, catalog: Catalog) -> None:
        self._backend = backend
        self._catalog = catalog
        self._unlimited: set[tuple[int, str]] = set()

    @contextmanager
    def watching(self, tables: Sequence[str]) -> Iterator[None]:
        """Rows are added inside to these tables, named as PostgreSQL reads them.

        Raises:
            OracleError: ORA-01950 or ORA-01536, after the rows, so that their statement is rolled back.
        """
        limits = [limit for table in tables if (limit := self._limit(table)) is not None]
        yield
        for before in limits:
            self._check(before)

    def check_first_row(self, table: str) -> None:
        """Raise ORA-01950 when not even a row fits, for a load whose rows are not seen."""
        limit = self._limit(table)
        if limit is not None and not limit.max_bytes and not limit.has_rows:
            raise _no_privilege(limit)

    def _check(self, before: _Limit) -> None:
        after = self._read(before.table_sql)
        if after is None:
            return
        if not before.max_bytes and after.has_rows and not before.has_rows:
            raise _no_privilege(before)
        if after.used_bytes > before.max_bytes and after.used_bytes > before.used_bytes:
            raise OracleError(1536, f"space quota exceeded for tablespace '{before.tablespace}'")

    def _limit(self, table: str) -> _Limit | None:
        key = (self._catalog.generation, table)
        if key in self._unlimited:
            return None
        limit = self._read(table)
        if limit is None:
            self._unlimited.add(key)
        return limit

    def _read(self, table: str) -> _Limit | None:
        rows = text_rows(self._backend.run(_QUOTA, [table]))
        if not rows or rows[0][0] is None or rows[0][1] == "-1":
            return None
        tablespace, maximum, used = rows[0]
        has_rows = text_rows(self._backend.run(f"SELECT EXISTS (SELECT 1 FROM {table})"))[0][0] == "t"
        return _Limit(table, str(tablespace), int(maximum or 0), float(used or 0), has_rows)


def _no_privilege(limit: _Limit) -> OracleError:
    return OracleError(1950, f"no privileges on tablespace '{limit.tablespace}'")
