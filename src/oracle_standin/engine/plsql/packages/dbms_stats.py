"""DBMS_STATS. Reference: PL/SQL Packages and Types Reference, DBMS_STATS."""

from oracle_standin.engine.plsql.packages.procedures import PackageState, Parameter, Procedure, Texts, optional
from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.statements import TableName
from oracle_standin.sql.types import Kind

_REFUSED = ("PARTNAME", "STATTAB", "STATID", "STATOWN")
# how much is read, and what else is gathered: the stand-in always counts all rows of the table alone
_ACCEPTED = (
    optional("ESTIMATE_PERCENT", Kind.NUMBER),
    optional("BLOCK_SAMPLE", Kind.BOOLEAN),
    optional("METHOD_OPT"),
    optional("DEGREE", Kind.NUMBER),
    optional("GRANULARITY"),
    optional("CASCADE", Kind.BOOLEAN),
    optional("STATTAB"),
    optional("STATID"),
    optional("STATOWN"),
    optional("NO_INVALIDATE", Kind.BOOLEAN),
    optional("STATTYPE"),
    optional("FORCE", Kind.BOOLEAN),
)


def _gather_table_stats(state: PackageState, texts: Texts) -> Texts:
    for name in _REFUSED:
        if texts.get(name) is not None:
            raise UnsupportedError(f"{name} of DBMS_STATS.GATHER_TABLE_STATS")
    owner, table = texts["OWNNAME"], texts["TABNAME"] or ""
    schema = state.session.current_schema if owner is None else _folded(owner)
    state.session.gather_table_statistics(TableName(schema, _folded(table)))
    return {}


def _folded(name: str) -> str:
    """A name as the dictionary has it: upper case unless it is in quotes."""
    return name[1:-1] if len(name) > 2 and name[0] == name[-1] == '"' else name.upper()


_PARAMETERS = (Parameter("OWNNAME"), Parameter("TABNAME"), optional("PARTNAME"), *_ACCEPTED)
PROCEDURES = {"DBMS_STATS.GATHER_TABLE_STATS": Procedure(_PARAMETERS, _gather_table_stats)}
NUMBERS = {"DBMS_STATS.AUTO_SAMPLE_SIZE": "0", "DBMS_STATS.AUTO_DEGREE": "32768", "DBMS_STATS.DEFAULT_DEGREE": "32767"}
BOOLEANS = ("DBMS_STATS.AUTO_CASCADE", "DBMS_STATS.AUTO_INVALIDATE")  # NULL
