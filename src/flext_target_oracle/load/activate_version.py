"""ACTIVATE_VERSION: rows of older versions of a stream are no longer part of it.

They are marked, not deleted: `_SDC_DELETED_AT` gets the time. Rows without a version stay as they are.
"""

from datetime import datetime

from flext_target_oracle.load import statements
from flext_target_oracle.oracle.query import OracleQueryService
from flext_target_oracle.schema.table import Metadata, Table
from flext_target_oracle.schema.types import MAX_PRECISION, Number, TimestampTz


def has_versions(table: Table) -> bool:
    """Whether the rows hold their version and a time of deletion: as metadata, or because the tap sends them."""
    types = {column.name: column.type for column in table.columns}
    version, deleted_at = (types.get(item.value) for item in (Metadata.TABLE_VERSION, Metadata.DELETED_AT))
    return isinstance(version, Number) and isinstance(deleted_at, TimestampTz)


async def mark_older_versions(queries: OracleQueryService, table: Table, *, version: int, at: datetime) -> int:
    """Mark the rows of older versions and commit; how many there were.

    Raises:
        DatabaseError: Oracle refused.
    """
    doing = f"marking older versions in {table.title}"
    sql = statements.mark_older_versions(table)
    types = (TimestampTz(), Number(MAX_PRECISION, 0))
    return await queries.in_transaction(
        lambda transaction: transaction.execute(sql, [at, version], types=types, doing=doing), doing=doing
    )
