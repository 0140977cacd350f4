"""Parses "table_partitioning_clauses" and the partitions that ALTER TABLE names."""

from collections.abc import Callable
from dataclasses import replace

from sqlglot.tokenizer_core import Token

from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.ddl.definitions import Attributes, Partition, PartitionChoice, Partitioning
from oracle_standin.sql.ddl.physical import accept_table_attribute
from oracle_standin.sql.parser import parsed_expression
from oracle_standin.sql.reader import Reader
from oracle_standin.sql.render import Context, render

_KEYWORD = "missing keyword"
_MAX_KEY_COLUMNS = 16  # Database Reference, "Logical Database Limits"


def partitioning(reader: Reader) -> Partitioning:
    """The clause, after PARTITION BY."""
    if reader.accept("RANGE"):
        return _range(reader)
    if reader.accept("LIST"):
        return _list(reader)
    if reader.accept("HASH"):
        return _hash(reader)
    for word in ("REFERENCE", "SYSTEM", "CONSISTENT"):
        if reader.peek(word):
            raise UnsupportedError(f"PARTITION BY {word}")
    raise reader.error(14151, "invalid table partitioning method")


def _range(reader: Reader) -> Partitioning:
    scheme = Partitioning("RANGE", _columns(reader), ())
    if reader.accept("INTERVAL"):
        tokens = reader.parenthesised()
        source = reader.source(tokens)
        scheme = replace(scheme, interval_text=source, interval_sql=_constant(reader, tokens))
        if reader.peek("STORE"):
            raise UnsupportedError("INTERVAL ... STORE IN")
    _refuse_subpartitions(reader)
    return replace(scheme, partitions=_partitions(reader, range_partition))


def _list(reader: Reader) -> Partitioning:
    columns = _columns(reader)
    if len(columns) > 1:
        raise UnsupportedError("PARTITION BY LIST with several columns")
    is_automatic = reader.accept("AUTOMATIC")
    _refuse_subpartitions(reader)
    partitions = _partitions(reader, list_partition)
    if is_automatic and any(None in partition.bounds for partition in partitions):
        raise reader.error(14851, "DEFAULT [sub]partition cannot be specified for AUTOLIST [sub]partitioned objects.")
    return Partitioning("LIST", columns, partitions, is_automatic=is_automatic)


def _hash(reader: Reader) -> Partitioning:
    columns = _columns(reader)
    _refuse_subpartitions(reader)
    if reader.peek("("):
        return Partitioning("HASH", columns, _partitions(reader, hash_partition))
    reader.expect("PARTITIONS", code=14004, message="missing PARTITION keyword")
    count = reader.integer()
    if count < 1:
        raise reader.error(14005, "missing RANGE keyword")
    if reader.accept("STORE", "IN"):
        reader.names()
    return Partitioning("HASH", columns, (Partition(None),) * count)


def _columns(reader: Reader) -> tuple[str, ...]:
    columns = reader.names()
    if len(columns) > _MAX_KEY_COLUMNS:
        raise reader.error(14010, "this physical attribute may not be specified for an index partition")
    if len(set(columns)) != len(columns):
        raise reader.error(957, "duplicate column name")
    return columns


def _refuse_subpartitions(reader: Reader) -> None:
    if reader.peek("SUBPARTITION"):
        raise UnsupportedError("subpartitions")


def _partitions(reader: Reader, parse: Callable[[Reader], Partition]) -> tuple[Partition, ...]:
    reader.expect("(", code=14004, message="missing PARTITION keyword")
    partitions = [parse(reader)]
    while reader.accept(","):
        partitions.append(parse(reader))
    reader.expect(")", code=907, message="missing right parenthesis")
    names = [partition.name for partition in partitions if partition.name is not None]
    if len(set(names)) != len(names):
        raise reader.error(14013, "duplicate partition name")
    return tuple(partitions)


def range_partition(reader: Reader) -> Partition:
    """PARTITION [name] VALUES LESS THAN (...)."""
    name = _partition_name(reader)
    reader.expect("VALUES", "LESS", "THAN", code=14007, message="missing LESS keyword")
    return Partition(name, _bounds(reader, "MAXVALUE"), _attributes(reader))


def list_partition(reader: Reader) -> Partition:
    """PARTITION [name] VALUES (...)."""
    name = _partition_name(reader)
    reader.expect("VALUES", code=14308, message="partition bound element must be one of: string, datetime or interval")
    return Partition(name, _bounds(reader, "DEFAULT"), _attributes(reader))


def hash_partition(reader: Reader) -> Partition:
    """PARTITION [name] of a hash partitioned table."""
    return Partition(_partition_name(reader), (), _attributes(reader))


def _partition_name(reader: Reader) -> str | None:
    reader.expect("PARTITION", code=14004, message="missing PARTITION keyword")
    is_named = reader.token is not None and not any(map(reader.peek, ("VALUES", "TABLESPACE", ",", ")")))
    return reader.name() if is_named else None


def _bounds(reader: Reader, unlimited: str) -> tuple[str | None, ...]:
    reader.expect("(", code=906, message="missing left parenthesis")
    bounds: list[str | None] = []
    while True:
        if reader.accept(unlimited):
            bounds.append(None)
        else:
            bounds.append(_constant(reader, reader.until(",", ")")))
        if not reader.accept(","):
            break
    reader.expect(")", code=907, message="missing right parenthesis")
    return tuple(bounds)


def _constant(reader: Reader, tokens: list[Token]) -> str:
    """An expression without columns, as PostgreSQL's SQL."""
    source = reader.source(tokens)
    return render(parsed_expression(tokens, source, reader.profile), Context(reader.profile))


def _attributes(reader: Reader) -> Attributes:
    found: Attributes = {}
    _refuse_subpartitions(reader)
    if reader.peek("LOB"):
        raise UnsupportedError("LOB storage of one partition")
    while reader.token is not None and accept_table_attribute(reader, found):
        pass
    return found


def chosen_partition(reader: Reader) -> PartitionChoice:
    """The partition that ALTER TABLE names, after the word PARTITION."""
    if not reader.accept("FOR"):
        return PartitionChoice(reader.name())
    reader.expect("(", code=906, message="missing left parenthesis")
    values = [_constant(reader, reader.until(",", ")"))]
    while reader.accept(","):
        values.append(_constant(reader, reader.until(",", ")")))
    reader.expect(")", code=907, message="missing right parenthesis")
    return PartitionChoice(None, tuple(values))


def updates_indexes(reader: Reader) -> bool:
    """The update_index_clauses, if they come next."""
    if reader.accept("INVALIDATE", "GLOBAL", "INDEXES"):
        return False
    if not reader.accept("UPDATE"):
        return False
    reader.accept("GLOBAL")
    reader.expect("INDEXES", code=905, message=_KEYWORD)
    if reader.peek("("):
        raise UnsupportedError("UPDATE INDEXES (...)")
    return True
