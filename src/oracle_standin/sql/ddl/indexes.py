"""Parses CREATE, ALTER and DROP INDEX."""

from sqlglot import exp

from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.ddl.compression import accept_compression
from oracle_standin.sql.ddl.definitions import (
    Attributes,
    ChangeIndex,
    CreateIndex,
    DropIndex,
    IndexKey,
    RebuildIndex,
    RenameIndex,
)
from oracle_standin.sql.ddl.expression_sources import compact
from oracle_standin.sql.ddl.physical import accept_parallel, accept_segment_attribute
from oracle_standin.sql.identifiers import folded
from oracle_standin.sql.parser import parsed_expression
from oracle_standin.sql.reader import Reader
from oracle_standin.sql.render import Context, render
from oracle_standin.sql.statements import Ddl

_MAX_KEYS = 32
_MAX_BITMAP_KEYS = 30
_UNSUPPORTED = ("GLOBAL PARTITION BY", "INDEXTYPE", "CLUSTER", "INDEXING", "NOSORT")


def create_index(reader: Reader) -> CreateIndex:
    """CREATE INDEX."""
    return _index(reader, is_unique=False)


def create_unique_index(reader: Reader) -> CreateIndex:
    """CREATE UNIQUE INDEX."""
    return _index(reader, is_unique=True)


def create_bitmap_index(reader: Reader) -> CreateIndex:
    """CREATE BITMAP INDEX."""
    return _index(reader, is_unique=False, attributes={"INDEX_TYPE": "BITMAP"})


def _index(reader: Reader, *, is_unique: bool, attributes: Attributes | None = None) -> CreateIndex:
    if_not_exists = reader.accept_if("NOT", "EXISTS", code=922, message="missing or invalid option")
    index = reader.table()
    reader.expect("ON", code=905, message="missing keyword")
    table = reader.table()
    reader.expect("(", code=906, message="missing left parenthesis")
    keys = [_index_key(reader)]
    while reader.accept(","):
        keys.append(_index_key(reader))
    reader.expect(")", code=907, message="missing right parenthesis")
    found = dict(attributes or {})
    if len(keys) > (_MAX_BITMAP_KEYS if found else _MAX_KEYS):
        raise reader.error(1793, "maximum number of index columns is 32")
    more, is_local = index_attributes(reader)
    return CreateIndex(index, table, tuple(keys), is_unique, is_local, if_not_exists, found | more)


def _index_key(reader: Reader) -> IndexKey:
    tokens = reader.until(",", ")", "ASC", "DESC")
    source = reader.source(tokens)
    tree = parsed_expression(tokens, source, reader.profile)
    sql = render(tree, Context(reader.profile))
    is_descending = reader.accept("DESC")
    reader.accept("ASC")
    direction = " DESC" if is_descending else ""
    if isinstance(tree, exp.Column) and not tree.args.get("table"):
        identifier = tree.this
        name = folded(identifier.this, is_quoted=bool(identifier.args.get("quoted")))
        return IndexKey(sql + direction, name, is_descending=is_descending)
    columns = frozenset(column.name.upper() for column in tree.find_all(exp.Column))
    return IndexKey(f"({sql}){direction}", None, compact(source, columns), is_descending)


def index_attributes(reader: Reader) -> tuple[Attributes, bool]:
    """What may follow the keys, and whether LOCAL is among it."""
    found: Attributes = {}
    is_local = False
    while reader.token is not None:
        if reader.accept("LOCAL"):
            is_local = True
            if reader.peek("("):
                raise UnsupportedError("names of partitions in LOCAL")
        elif not accept_index_attribute(reader, found):
            break
    return found, is_local


def accept_index_attribute(reader: Reader, found: Attributes) -> bool:
    """One part of "index_attributes", if it comes next."""
    for words in _UNSUPPORTED:
        if reader.peek(*words.split()):
            raise UnsupportedError(f"{words} in CREATE INDEX")
    for word, (name, value) in _FLAGS.items():
        if reader.accept(word):
            found[name] = value
            return True
    return (
        _accept_prefix_compression(reader, found)
        or accept_segment_attribute(reader, found)
        or accept_parallel(reader, found)
    )


_FLAGS = {
    "ONLINE": ("ONLINE", "YES"),
    "VISIBLE": ("VISIBILITY", "VISIBLE"),
    "INVISIBLE": ("VISIBILITY", "INVISIBLE"),
    "REVERSE": ("REVERSE", "YES"),
    "NOREVERSE": ("REVERSE", "NO"),
    "USABLE": ("STATUS", "VALID"),
    "UNUSABLE": ("STATUS", "UNUSABLE"),
    "GLOBAL": ("GLOBAL", "YES"),
    "SORT": ("SORT", "YES"),
    "COMPUTE STATISTICS": ("STATISTICS", "YES"),
}


def _accept_prefix_compression(reader: Reader, found: Attributes) -> bool:
    """COMPRESS n, COMPRESS ADVANCED [LOW | HIGH], NOCOMPRESS."""
    if reader.accept("COMPRESS", "ADVANCED"):
        level = "LOW" if reader.accept("LOW") else "HIGH"
        reader.accept("HIGH")
        found["COMPRESSION"] = f"ADVANCED {level}"
        return True
    if not reader.peek("COMPRESS"):
        return reader.peek("NOCOMPRESS") and accept_compression(reader, found)
    reader.accept("COMPRESS")
    found["COMPRESSION"] = "ENABLED"
    if reader.token is not None and reader.token.text.isdecimal():
        found["PREFIX_LENGTH"] = str(reader.integer())
    return True


def drop_index(reader: Reader) -> DropIndex:
    """DROP INDEX."""
    if_exists = reader.accept_if("EXISTS", code=933, message="SQL command not properly ended")
    index = reader.table()
    reader.accept("ONLINE")
    reader.accept("FORCE")
    return DropIndex(index, if_exists)


def alter_index(reader: Reader) -> Ddl:
    """ALTER INDEX."""
    index = reader.table()
    if reader.accept("REBUILD"):
        partition = reader.name() if reader.accept("PARTITION") else None
        attributes, _ = index_attributes(reader)
        return RebuildIndex(index, attributes, partition)
    if reader.accept("RENAME", "TO"):
        return RenameIndex(index, reader.name())
    if reader.accept("UNUSABLE"):
        reader.accept("ONLINE")
        return ChangeIndex(index, {}, is_unusable=True)
    found, is_local = index_attributes(reader)
    if not found or is_local:
        raise _refusal(reader)
    return ChangeIndex(index, found)


def _refusal(reader: Reader) -> Exception:
    for words in ("COALESCE", "SHRINK", "PARALLEL", "MONITORING", "NOMONITORING", "MODIFY", "SPLIT", "DROP", "ADD"):
        if reader.peek(words):
            return UnsupportedError(f"ALTER INDEX ... {words}")
    return reader.error(2243, "invalid ALTER INDEX or ALTER MATERIALIZED VIEW option")
