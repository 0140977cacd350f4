"""Parses PURGE. Reference: SQL Language Reference, "PURGE"."""

from dataclasses import dataclass

from oracle_standin.sql.reader import Reader
from oracle_standin.sql.statements import Ddl


@dataclass(frozen=True, slots=True)
class Purge(Ddl):
    """PURGE: of one thing (`TABLE`, `INDEX`, `TABLESPACE`) with a name, or of `RECYCLEBIN` or `DBA_RECYCLEBIN`."""

    kind: str
    name: str = ""


def purge(reader: Reader) -> Purge:
    """PURGE."""
    for kind in ("RECYCLEBIN", "DBA_RECYCLEBIN"):
        if reader.accept(kind):
            return Purge(kind)
    for kind in ("TABLE", "INDEX"):
        if reader.accept(kind):
            return Purge(kind, reader.table().name)
    reader.expect("TABLESPACE", code=38302, message="invalid PURGE option")
    tablespace = reader.name()
    if reader.accept("USER"):
        reader.name()
    return Purge("TABLESPACE", tablespace)
