"""Parses "LOB_storage_clause": where and how LOB columns are kept, which only ALL_LOBS shows."""

from oracle_standin.sql.ddl.definitions import Attributes, LobStorage
from oracle_standin.sql.ddl.physical import accept_segment_attribute, size
from oracle_standin.sql.reader import Reader

_FLAGS = {
    "ENABLE STORAGE IN ROW": ("IN_ROW", "YES"),
    "DISABLE STORAGE IN ROW": ("IN_ROW", "NO"),
    "CACHE READS": ("CACHE", "CACHEREADS"),
    "CACHE": ("CACHE", "YES"),
    "NOCACHE": ("CACHE", "NO"),
    "NOCOMPRESS": ("COMPRESSION", "NO"),
    "COMPRESS LOW": ("COMPRESSION", "LOW"),
    "COMPRESS MEDIUM": ("COMPRESSION", "MEDIUM"),
    "COMPRESS HIGH": ("COMPRESSION", "HIGH"),
    "COMPRESS": ("COMPRESSION", "MEDIUM"),
    "DEDUPLICATE": ("DEDUPLICATION", "LOB"),
    "KEEP_DUPLICATES": ("DEDUPLICATION", "NO"),
    "DECRYPT": ("ENCRYPT", "NO"),
    "RETENTION AUTO": ("RETENTION_TYPE", "AUTO"),
    "RETENTION NONE": ("RETENTION_TYPE", "NONE"),
    "RETENTION MAX": ("RETENTION_TYPE", "MAX"),
    "RETENTION": ("RETENTION_TYPE", "DEFAULT"),
}
_NUMBERS = {"CHUNK": "CHUNK", "PCTVERSION": "PCTVERSION", "FREEPOOLS": "FREEPOOLS"}


def lob_storage(reader: Reader) -> LobStorage:
    """LOB (columns) STORE AS ..., after the word LOB."""
    columns = reader.names()
    reader.expect("STORE", "AS", code=905, message="missing keyword")
    found: Attributes = {}
    if reader.accept("BASICFILE"):
        found["SECUREFILE"] = "NO"
    elif reader.accept("SECUREFILE"):
        found["SECUREFILE"] = "YES"
    if reader.token is not None and not reader.peek("("):
        if len(columns) > 1:
            raise reader.error(22853, "invalid LOB storage option specification")
        found["SEGMENT_NAME"] = reader.name()
    if reader.accept("("):
        while not reader.accept(")"):
            _parameter(reader, found)
    return LobStorage(columns, found)


def _parameter(reader: Reader, found: Attributes) -> None:
    for words, (name, value) in _FLAGS.items():
        if reader.accept(*words.split()):
            if name in found:
                raise reader.error(22856, "LOB storage clause is specified more than once")
            found[name] = value
            return
    for word, name in _NUMBERS.items():
        if reader.accept(word):
            found[name] = size(reader)
            return
    if not accept_segment_attribute(reader, found):
        raise reader.error(22853, "invalid LOB storage option specification")
