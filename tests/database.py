"""A database as a test sees it: through a connection that the target knows nothing of."""

from dataclasses import dataclass
from typing import Any

import oracledb

from flext_target_oracle.config import OracleConfig


@dataclass(frozen=True, slots=True)
class Database:
    """The database as the target is told of it, and as an independent connection sees it."""

    config: OracleConfig
    owner: str
    connection: oracledb.Connection

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with self.connection.cursor() as cursor:
            return cursor.execute(sql).fetchall()

    def execute(self, sql: str) -> None:
        """Run a statement and commit it."""
        with self.connection.cursor() as cursor:
            cursor.execute(sql)
        self.connection.commit()
