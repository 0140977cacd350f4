"""The target's own tables in Oracle.

FLEXT_NAME_MAP: which column a property got. An entry never changes, so that a property that comes later takes a name
of its own and renames nothing.
"""

import hashlib
from collections.abc import Mapping

from flext_target_oracle.errors import DatabaseError, PermanentError
from flext_target_oracle.oracle.query import OracleQueryService
from flext_target_oracle.schema.identifiers import quote
from flext_target_oracle.schema.types import Clob, OracleType, Varchar2

NAME_MAP = "FLEXT_NAME_MAP"
_NO_TABLE = frozenset({"ORA-00942"})
_EXISTS = frozenset({"ORA-00955", "ORA-02264"})  # another loader has just made the table, or its constraints
_DUPLICATE = "ORA-00001"
_NAME = Varchar2(128, "BYTE")


class NameMap:
    """Which column each property of a table has."""

    def __init__(self, queries: OracleQueryService, schema: str) -> None:
        self._queries = queries
        self._table = f"{quote(schema)}.{quote(NAME_MAP)}"
        self._schema = schema

    async def read(self, owner: str, table: str) -> dict[str, str]:
        """The columns of a table by the hash of their property; none where nothing was kept yet."""
        sql = (
            f'SELECT "PROPERTY_HASH", "COLUMN_NAME" FROM {self._table} '  # noqa: S608 - names are quoted
            'WHERE "TABLE_OWNER" = :1 AND "TABLE_NAME" = :2'
        )
        try:
            return dict(await self._queries.fetch(sql, [owner, table], doing=f"reading {NAME_MAP}"))
        except PermanentError as error:
            if error.code not in _NO_TABLE:
                raise
            return {}

    async def keep(self, owner: str, table: str, stream: str, columns: Mapping[str, str]) -> bool:
        """Keep the columns of new properties; False when another loader has just kept some of them.

        Raises:
            DatabaseError: Oracle refused.
        """
        rows = [(owner, table, hashed(name), column, stream, name) for name, column in columns.items()]
        sql = (
            f'INSERT INTO {self._table} ("TABLE_OWNER", "TABLE_NAME", "PROPERTY_HASH", "COLUMN_NAME", '  # noqa: S608
            '"STREAM_NAME", "PROPERTY_NAME") VALUES (:1, :2, :3, :4, :5, :6)'
        )
        types: list[OracleType] = [_NAME, _NAME, _NAME, _NAME, Clob(), Clob()]
        doing = f"keeping names in {NAME_MAP}"
        try:
            await self._queries.in_transaction(
                lambda transaction: transaction.insert_columns(
                    sql, list(zip(*rows, strict=True)), types=types, doing=doing
                ),
                doing=doing,
            )
        except DatabaseError as error:
            if error.code in _NO_TABLE:
                await self._create()
                return False
            if error.code != _DUPLICATE:
                raise
            return False
        return True

    async def _create(self) -> None:
        try:
            await self._queries.execute(create_name_map(self._table), doing=f"creating {self._schema}.{NAME_MAP}")
        except PermanentError as error:
            if error.code in _EXISTS:
                return
            raise PermanentError(
                f"{error}. The target keeps the names of columns there; control_tables: false does without",
                code=error.code,
            ) from error


def create_name_map(qualified_name: str) -> str:
    """The DDL of FLEXT_NAME_MAP."""
    return (
        f"CREATE TABLE {qualified_name} (\n"
        '  "TABLE_OWNER" VARCHAR2(128 BYTE) NOT NULL,\n'
        '  "TABLE_NAME" VARCHAR2(128 BYTE) NOT NULL,\n'
        '  "PROPERTY_HASH" VARCHAR2(64 BYTE) NOT NULL,\n'
        '  "COLUMN_NAME" VARCHAR2(128 BYTE) NOT NULL,\n'
        '  "STREAM_NAME" CLOB,\n'
        '  "PROPERTY_NAME" CLOB,\n'
        '  "CREATED_AT" TIMESTAMP(6) DEFAULT SYS_EXTRACT_UTC(SYSTIMESTAMP) NOT NULL,\n'
        '  CONSTRAINT "FLEXT_NAME_MAP_PK" PRIMARY KEY ("TABLE_OWNER", "TABLE_NAME", "PROPERTY_HASH"),\n'
        '  CONSTRAINT "FLEXT_NAME_MAP_UK" UNIQUE ("TABLE_OWNER", "TABLE_NAME", "COLUMN_NAME")\n'
        ")"
    )


def hashed(name: str) -> str:
    """What stands for a property of any length."""
    return hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()
