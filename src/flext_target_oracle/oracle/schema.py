"""OracleSchemaService: what stands in the database, and DDL."""

from importlib import resources
from typing import Any

from flext_target_oracle.errors import DatabaseError
from flext_target_oracle.oracle.query import OracleQueryService
from flext_target_oracle.schema.table import Column, Table
from flext_target_oracle.schema.types import (
    MAX_PRECISION,
    Char,
    LengthUnit,
    Number,
    Nvarchar2,
    OracleType,
    Raw,
    UnknownType,
    Varchar2,
    parse_type,
)

_NAME_USED = "ORA-00955"
# What Oracle says of a column that another loader has added, renamed, taken out, let be NULL, or given another type
# since it was described; the last two are those of a copy that reads text for a number or a date.
_CHANGED_MEANWHILE = frozenset({
    "ORA-00904", "ORA-00957", "ORA-01430", "ORA-01442", "ORA-01451", "ORA-00932", "ORA-01722",
})  # fmt: skip


class OracleSchemaService:
    """Reads the data dictionary and creates tables."""

    def __init__(self, queries: OracleQueryService) -> None:
        self._queries = queries
        self._catalog = _read_catalog()

    async def schema_exists(self, owner: str) -> bool:
        """Whether there is a user of this name; schemas and users are one in Oracle."""
        doing = f"looking for schema {owner}"
        return bool(await self._queries.fetch(self._catalog["find_schema"], [owner], doing=doing))

    async def describe(self, owner: str, name: str) -> Table | None:
        """A table as it stands, its columns without a source; None where there is none to be seen."""
        doing = f"describing {owner}.{name}"
        rows = await self._queries.fetch(self._catalog["describe_table"], [owner, name], doing=doing)
        if not rows:
            return None
        return Table(owner, name, tuple(_column(*row) for row in rows))

    async def keeps_rows(self, owner: str, name: str) -> bool:
        """Whether this is a table whose rows stay: no view and no temporary table."""
        doing = f"describing {owner}.{name}"
        return await self._queries.fetch(self._catalog["find_table"], [owner, name], doing=doing) == [("N",)]

    async def comments(self, owner: str, name: str) -> tuple[str | None, dict[str, str | None]]:
        """The comment of a table, and those of its columns."""
        doing = f"reading the comments of {owner}.{name}"
        of_table = await self._queries.fetch(self._catalog["find_table_comment"], [owner, name], doing=doing)
        of_columns = await self._queries.fetch(self._catalog["find_column_comments"], [owner, name], doing=doing)
        return (of_table[0][0] if of_table else None), {column: comment for column, comment in of_columns}  # noqa: C416 - rows are no pairs to mypy

    async def count_rows(self, table: Table, query: str, *, at_most: int) -> int:
        """How many rows there are, counted up to a number."""
        rows = await self._queries.fetch(query, [at_most], doing=f"counting the rows of {table.title}")
        return int(rows[0][0])

    async def create(self, table: Table, ddl: str) -> bool:
        """Create a table; False when somebody else has just done it.

        Raises:
            DatabaseError: Oracle refused.
        """
        try:
            await self._queries.execute(ddl, doing=f"creating table {table.title}")
        except DatabaseError as error:
            if error.code != _NAME_USED or await self.describe(table.owner, table.name) is None:
                raise
            return False
        return True

    async def alter(self, table: Table, sql: str) -> DatabaseError | None:
        """Change a table or its rows; the error where somebody else may have changed the same meanwhile.

        Raises:
            DatabaseError: Oracle refused for another reason.
        """
        try:
            await self._queries.execute(sql, doing=f"changing table {table.title}")
        except DatabaseError as error:
            if error.code not in _CHANGED_MEANWHILE:
                raise
            return error
        return None

    async def tied_columns(self, table: Table) -> set[str]:
        """The columns that a key, a foreign key or an index is made of."""
        binds = [table.owner, table.name]
        doing = f"describing {table.title}"
        rows = await self._queries.fetch(self._catalog["find_key_columns"], binds, doing=doing)
        rows += await self._queries.fetch(self._catalog["find_index_columns"], binds, doing=doing)
        return {name for (name,) in rows}


def _column(name: str, *rest: Any) -> Column:  # noqa: ANN401 - a row of the dictionary
    *form, nullable, default_length, identity, virtual = rest
    return Column(
        name,
        _dictionary_type(*form),
        None,
        is_nullable=nullable == "Y",
        fills_itself=bool(default_length) or identity == "YES",
        is_computed=virtual == "YES",
    )


def _dictionary_type(
    data_type: str,
    data_length: int,
    char_length: int,
    char_used: str | None,
    precision: int | None,
    scale: int | None,
) -> OracleType:
    """The type that a row of ALL_TAB_COLS tells of."""
    unit: LengthUnit = "BYTE" if char_used == "B" else "CHAR"
    match data_type:
        case "NUMBER":
            # INTEGER has no precision but scale 0: NUMBER(38).
            return Number() if scale is None else Number(precision or MAX_PRECISION, scale)
        case "VARCHAR2":
            return Varchar2(char_length, unit)
        case "CHAR":
            return Char(char_length, unit)
        case "NVARCHAR2":
            return Nvarchar2(char_length)
        case "RAW":
            return Raw(data_length)
        case _:
            return _parsed_type(data_type)


def _parsed_type(data_type: str) -> OracleType:
    """A type that the dictionary writes as DDL does. It writes others too, such as FLOAT or a local time zone."""
    try:
        return parse_type(data_type)
    except ValueError:
        return UnknownType(data_type)


def _read_catalog() -> dict[str, str]:
    text = resources.files(__package__).joinpath("catalog.sql").read_text(encoding="utf-8")
    sections = text.split("-- name: ")[1:]
    return {name: sql.strip() for name, _, sql in (section.partition("\n") for section in sections)}
