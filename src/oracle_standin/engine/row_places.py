"""The ROWID of the last row that a statement changed: clients are told of it (Call Interface Guide, OCI_ATTR_ROWID)."""

from collections.abc import Sequence
from dataclasses import replace

from psycopg.pq.abc import PGresult

from oracle_standin.codec.rowid import place_to_rowid, text_to_place
from oracle_standin.engine.backend import Backend
from oracle_standin.sql.identifiers import PARTITION_PREFIX
from oracle_standin.sql.statements import Dml

_KINDS = frozenset({"INSERT VALUES", "INSERT SELECT", "UPDATE", "DELETE"})


def has_place(statement: Dml) -> bool:
    """Whether the rows that the statement changes are a table's own, not those of what stands for a part of it."""
    return statement.kind in _KINDS and PARTITION_PREFIX not in statement.table_sql


def telling_place(statement: Dml) -> Dml:
    """The statement that also returns where its rows are, behind all else."""
    separator = "," if statement.returned_count else " RETURNING"
    return replace(statement, sql=f"{statement.sql}{separator} tableoid, ctid")


def run_keeping_last(backend: Backend, sql: str, values: Sequence[str | None]) -> tuple[int, bytes | None]:
    """The number of rows of a result with places, and the ROWID of the last one."""
    count, rowid = 0, None
    for result in backend.run_in_chunks(sql, values):
        count += result.ntuples
        rowid = last_rowid(result) or rowid
    return count, rowid


def last_rowid(result: PGresult) -> bytes | None:
    """The ROWID of the last row of a result with places; None if there is none."""
    if not result.ntuples:
        return None
    table, place = (result.get_value(result.ntuples - 1, result.nfields - behind) or b"" for behind in (2, 1))
    return place_to_rowid(int(table), *text_to_place(place.decode()))
