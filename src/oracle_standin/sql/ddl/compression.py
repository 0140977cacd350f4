"""Parses "table_compression". The value of COMPRESS_FOR is the dictionary's (Database Reference, ALL_TABLES)."""

from oracle_standin.sql.ddl.definitions import Attributes
from oracle_standin.sql.reader import Reader

# the levels that a kind of Hybrid Columnar Compression has when none is named
_DEFAULT_LEVELS = {"QUERY": "HIGH", "ARCHIVE": "LOW"}
_OLD_KINDS = {"OLTP": "ADVANCED", "ALL OPERATIONS": "ADVANCED", "DIRECT_LOAD OPERATIONS": "BASIC"}


def accept_compression(reader: Reader, found: Attributes) -> bool:
    """The clause, if it comes next; Hybrid Columnar Compression is a COMPRESS_FOR with a level."""
    if reader.accept("NOCOMPRESS"):
        return _keep(reader, found, None)
    if reader.accept("ROW", "STORE", "COMPRESS"):
        kind = "ADVANCED" if reader.accept("ADVANCED") else "BASIC"
        reader.accept("BASIC")
        return _keep(reader, found, kind)
    if reader.accept("COLUMN", "STORE", "COMPRESS"):
        kind = _columnar(reader) if reader.accept("FOR") else "QUERY HIGH"
        if reader.accept("NO", "ROW", "LEVEL", "LOCKING") or reader.accept("ROW", "LEVEL", "LOCKING"):
            pass  # how many rows a lock takes is of no consequence here
        return _keep(reader, found, kind)
    if not reader.accept("COMPRESS"):
        return False
    if reader.accept("FOR"):
        return _keep(reader, found, _named_kind(reader))
    reader.accept("BASIC")
    return _keep(reader, found, "BASIC")


def _named_kind(reader: Reader) -> str:
    for words, kind in _OLD_KINDS.items():
        if reader.accept(*words.split()):
            return kind
    return _columnar(reader)


def _columnar(reader: Reader) -> str:
    for kind, default_level in _DEFAULT_LEVELS.items():
        if reader.accept(kind):
            level = "LOW" if reader.accept("LOW") else "HIGH" if reader.accept("HIGH") else default_level
            return f"{kind} {level}"
    raise reader.error(922, "missing or invalid option")


def _keep(reader: Reader, found: Attributes, kind: str | None) -> bool:
    if "COMPRESSION" in found:
        raise reader.error(922, "missing or invalid option")
    found["COMPRESSION"] = "DISABLED" if kind is None else "ENABLED"
    if kind is not None:
        found["COMPRESS_FOR"] = kind
    return True
