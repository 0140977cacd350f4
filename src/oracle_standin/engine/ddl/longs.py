"""Where LONG columns may be. SQL Language Reference, "LONG Data Type"."""

from collections.abc import Iterable

from oracle_standin.errors import OracleError
from oracle_standin.sql.types import LONGS, Kind


def check_longs(kinds: Iterable[Kind]) -> None:
    """Raise ORA-01754 for a table with two LONGs."""
    if sum(kind in LONGS for kind in kinds) > 1:
        raise OracleError(1754, "a table may contain only one column of type LONG")


def check_no_longs(kinds: Iterable[Kind]) -> None:
    """Raise ORA-00997 for a LONG in the query that makes a table."""
    if any(kind in LONGS for kind in kinds):
        raise OracleError(997, "illegal use of LONG datatype")
