"""PURGE of a recycle bin that is always empty, for dropped tables are gone at once (`RECYCLEBIN=OFF`)."""

from oracle_standin.engine.ddl.attributes import check_attributes
from oracle_standin.engine.ddl.context import DdlContext
from oracle_standin.errors import OracleError
from oracle_standin.sql.ddl.purging import Purge


def purge(statement: Purge, context: DdlContext) -> None:
    """Find nothing.

    Raises:
        OracleError: ORA-38307 for a table or an index, ORA-00959 for a tablespace that does not exist.
    """
    if statement.kind in ("TABLE", "INDEX"):
        raise OracleError(38307, "object not in RECYCLE BIN")
    if statement.kind == "TABLESPACE":
        check_attributes({"TABLESPACE_NAME": statement.name}, context)
