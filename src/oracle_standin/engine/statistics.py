"""What DBMS_STATS writes into the dictionary: the number of rows of a table, and when it was counted."""

from oracle_standin.engine.backend import Backend, text_rows
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.identifiers import quoted_table
from oracle_standin.sql.statements import TableName

_FIND = 'SELECT t.table_oid, t.duration FROM "SYS".tables t WHERE t.table_oid = to_regclass($1)'
_GATHER = """
UPDATE "SYS".tables SET last_analyzed = date_trunc('second', clock_timestamp()), num_rows = counted.row_count,
  avg_row_len = counted.average, blocks = ceil(pg_relation_size(table_oid) / 8192.0)
FROM (SELECT count(*) AS row_count, coalesce(round(avg(pg_column_size(r))), 0) AS average FROM {table} r) counted
WHERE table_oid = $1::oid"""


def gather_table_statistics(table: TableName, backend: Backend) -> None:
    """Count a table's rows.

    Raises:
        OracleError: ORA-20000: there is no such table.
        UnsupportedError: It is a temporary one.
    """
    name = quoted_table(table.schema, table.name)
    rows = text_rows(backend.run(_FIND, [name]))
    if not rows:
        text = f'Unable to analyze TABLE "{table.schema}"."{table.name}", insufficient privileges or does not exist'
        raise OracleError(20000, text)
    if rows[0][1] is not None:
        raise UnsupportedError("statistics of temporary tables")
    backend.run(_GATHER.format(table=name), [rows[0][0]])
