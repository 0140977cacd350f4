"""Parses the physical clauses of tables, which only the dictionary shows."""

from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.reader import Reader


def attributes(reader: Reader) -> dict[str, str]:
    """Physical attributes that only the dictionary shows ("physical_properties", "table_compression")."""
    found: dict[str, str] = {}
    while reader.token is not None:
        if reader.accept("TABLESPACE"):
            found["TABLESPACE_NAME"] = reader.name()
        elif reader.accept("PCTFREE"):
            found["PCT_FREE"] = str(reader.integer())
        elif reader.accept("NOLOGGING"):
            found["LOGGING"] = "NO"
        elif reader.accept("LOGGING"):
            found["LOGGING"] = "YES"
        elif reader.accept("SEGMENT"):
            reader.expect("CREATION", code=905, message="missing keyword")
            found["SEGMENT_CREATED"] = "NO" if reader.accept("DEFERRED") else "YES"
            reader.accept("IMMEDIATE")
        elif not _accept_compression(reader, found) and not _accept_parallel(reader, found):
            raise UnsupportedError(f"'{reader.rest_of_source(40)}' in CREATE TABLE")
    return found


def _accept_compression(reader: Reader, attributes: dict[str, str]) -> bool:
    if reader.accept("NOCOMPRESS"):
        return True
    kind = None
    if reader.accept("ROW", "STORE", "COMPRESS"):
        kind = "ADVANCED" if reader.accept("ADVANCED") else "BASIC"
        reader.accept("BASIC")
    elif reader.accept("COMPRESS"):
        kind = "ADVANCED" if reader.accept("FOR", "OLTP") else "BASIC"
        reader.accept("BASIC")
    if kind is not None:
        attributes |= {"COMPRESSION": "ENABLED", "COMPRESS_FOR": kind}
    return kind is not None


def _accept_parallel(reader: Reader, attributes: dict[str, str]) -> bool:
    if reader.accept("NOPARALLEL"):
        return True
    if not reader.accept("PARALLEL"):
        return False
    is_number = reader.token is not None and reader.token.text.isdecimal()
    attributes["DEGREE"] = str(reader.integer()) if is_number else "DEFAULT"
    return True
