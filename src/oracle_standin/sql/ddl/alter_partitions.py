"""Parses the clauses of ALTER TABLE about partitions ("alter_table_partitioning")."""

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.ddl.definitions import (
    AddPartition,
    DropPartition,
    ExchangePartition,
    Partition,
    RenamePartition,
)
from oracle_standin.sql.ddl.partitions import (
    chosen_partition,
    hash_partition,
    list_partition,
    range_partition,
    updates_indexes,
)
from oracle_standin.sql.reader import Reader
from oracle_standin.sql.statements import TableName


def add_partition(reader: Reader, table: TableName) -> AddPartition:
    """ADD PARTITION, after those words."""
    reader.reset(reader.mark() - 1)
    start = reader.mark()
    for parse in (range_partition, list_partition):
        try:
            partition = parse(reader)
        except OracleError as error:
            if error.code not in (14007, 14308):
                raise
            reader.reset(start)
        else:
            return AddPartition(table, _one(reader, partition))
    return AddPartition(table, _one(reader, hash_partition(reader)))


def _one(reader: Reader, partition: Partition) -> Partition:
    if reader.peek(","):
        raise UnsupportedError("ADD of several partitions")
    updates_indexes(reader)
    return partition


def drop_partition(reader: Reader, table: TableName) -> DropPartition:
    """DROP PARTITION, after those words."""
    return _emptied(reader, table, keeps_partition=False)


def truncate_partition(reader: Reader, table: TableName) -> DropPartition:
    """TRUNCATE PARTITION, after those words."""
    return _emptied(reader, table, keeps_partition=True)


def _emptied(reader: Reader, table: TableName, *, keeps_partition: bool) -> DropPartition:
    partition = chosen_partition(reader)
    if reader.peek(","):
        raise UnsupportedError("DROP or TRUNCATE of several partitions")
    for words in ("DROP ALL STORAGE", "DROP STORAGE", "REUSE STORAGE") if keeps_partition else ():
        if reader.accept(*words.split()):
            break
    return DropPartition(table, partition, keeps_partition, updates_indexes(reader))


def exchange_partition(reader: Reader, table: TableName) -> ExchangePartition:
    """EXCHANGE PARTITION, after those words; "exchange_partition_subpart"."""
    partition = chosen_partition(reader)
    reader.expect("WITH", "TABLE", code=14094, message="invalid ALTER TABLE EXCHANGE PARTITION option")
    other = reader.table()
    includes_indexes = reader.accept("INCLUDING", "INDEXES")
    if not includes_indexes:
        reader.accept("EXCLUDING", "INDEXES")
    is_validated = not reader.accept("WITHOUT", "VALIDATION")
    if is_validated:
        reader.accept("WITH", "VALIDATION")
    if reader.peek("EXCEPTIONS"):
        raise UnsupportedError("EXCEPTIONS INTO")
    return ExchangePartition(table, partition, other, includes_indexes, is_validated, updates_indexes(reader))


def rename_partition(reader: Reader, table: TableName) -> RenamePartition:
    """RENAME PARTITION, after those words."""
    partition = chosen_partition(reader)
    reader.expect("TO", code=905, message="missing keyword")
    return RenamePartition(table, partition, reader.name())
