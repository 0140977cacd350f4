"""Physical attributes: whether they are legal, and where they are kept. Nothing here changes how rows are stored."""

import json

from oracle_standin.engine.ddl.context import DdlContext
from oracle_standin.errors import OracleError
from oracle_standin.sql.ddl.definitions import Attributes, Column, LobStorage, MoveTable
from oracle_standin.sql.types import Kind

_LOBS = (Kind.CLOB, Kind.BLOB)


def check_attributes(attributes: Attributes, context: DdlContext, *, is_temporary: bool = False) -> None:
    """Check what depends on the database.

    Raises:
        OracleError: ORA-00959 or ORA-02195 for the tablespace, ORA-64307 for Hybrid Columnar Compression, which only
            Exadata and its kin have.
    """
    tablespace = attributes.get("TABLESPACE_NAME")
    if tablespace is not None:
        _check_tablespace(tablespace, context, is_temporary=is_temporary)
    is_columnar = attributes.get("COMPRESS_FOR", "").endswith(("LOW", "HIGH"))
    if is_columnar and context.catalog.profile.name != "adb":
        raise OracleError(
            64307, "Exadata Hybrid Columnar Compression is not supported for tablespaces on this storage type"
        )


def _check_tablespace(name: str, context: DdlContext, *, is_temporary: bool) -> None:
    rows = context.rows('SELECT contents FROM "SYS".tablespaces WHERE tablespace_name = $1', name)
    if not rows:
        raise OracleError(959, f"tablespace '{name}' does not exist")
    if is_temporary and rows[0][0] != "TEMPORARY":
        raise OracleError(2196, "PERMANENT/TEMPORARY option already specified")
    if not is_temporary and rows[0][0] == "TEMPORARY":
        raise OracleError(2195, "Attempt to create PERMANENT object in a TEMPORARY tablespace")


def lob_attributes(lobs: tuple[LobStorage, ...], columns: tuple[Column, ...]) -> dict[str, Attributes]:
    """The attributes of each LOB column by its number in a new table.

    Raises:
        OracleError: ORA-00904 for a column that is not there, ORA-22864-like ORA-00907 for one that is no LOB.
    """
    found: dict[str, Attributes] = {}
    numbers = {column.name: number for number, column in enumerate(columns, 1)}
    for storage in lobs:
        for name in storage.columns:
            if name not in numbers:
                raise OracleError(904, f'"{name}": invalid identifier')
            number = numbers[name]
            if columns[number - 1].type.kind not in _LOBS:
                raise OracleError(22853, "invalid LOB storage option specification")
            if str(number) in found:
                raise OracleError(22856, "LOB storage clause is specified more than once")
            found[str(number)] = storage.attributes
    return found


def move_table(statement: MoveTable, context: DdlContext) -> None:
    """ALTER TABLE ... MOVE: the rows get new row ids, so indexes are unusable unless they are kept up to date."""
    table = context.altered(statement.table)
    if table.is_partitioned:
        raise OracleError(14511, "cannot perform operation on a partitioned object")
    if table.duration is not None:
        raise OracleError(14451, "unsupported feature with temporary table")
    check_attributes(statement.attributes, context)
    keep_attributes(table.oid, statement.attributes, context)
    has_rows = context.rows(f"SELECT 1 FROM {table.sql} LIMIT 1")
    if has_rows and not statement.keeps_indexes:
        context.rows('SELECT "SYS".make_unusable(indexrelid) FROM pg_index WHERE indrelid = $1::oid', table.oid)


def keep_attributes(oid: str, attributes: Attributes, context: DdlContext) -> None:
    """Let these attributes of a table replace those that it has."""
    kept: dict[str, str | None] = {**attributes}
    if attributes.get("COMPRESSION") == "DISABLED":
        kept["COMPRESS_FOR"] = None
    if attributes.get("INMEMORY") == "DISABLED":
        kept |= dict.fromkeys(
            ("INMEMORY_PRIORITY", "INMEMORY_DISTRIBUTE", "INMEMORY_COMPRESSION", "INMEMORY_DUPLICATE")
        )
    context.backend.run(
        'UPDATE "SYS".tables SET attributes = jsonb_strip_nulls(attributes || $2::jsonb) WHERE table_oid = $1::oid',
        [oid, json.dumps(kept)],
    )
