"""Parses CREATE, DROP, TRUNCATE and RENAME of tables."""

from dataclasses import replace

from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.ddl.columns import column_names, table_elements
from oracle_standin.sql.ddl.definitions import (
    Attributes,
    CreatePrivateTable,
    CreateTable,
    DropTable,
    RenameObject,
    TruncateTable,
)
from oracle_standin.sql.ddl.lobs import lob_storage
from oracle_standin.sql.ddl.partitions import partitioning
from oracle_standin.sql.ddl.physical import accept_table_attribute
from oracle_standin.sql.declared_types import declared_types
from oracle_standin.sql.parser import parsed
from oracle_standin.sql.reader import Reader
from oracle_standin.sql.render import Context, render
from oracle_standin.sql.sequences import named_sequences, resolve_references
from oracle_standin.sql.statements import Query, TableName

PRIVATE_PREFIX = "ORA$PTT_"  # Database Reference, PRIVATE_TEMP_TABLE_PREFIX
_SEGMENT_ATTRIBUTES = frozenset({
    "TABLESPACE_NAME", "PCT_FREE", "PCT_USED", "INI_TRANS", "MAX_TRANS", "LOGGING", "COMPRESSION", "SEGMENT_CREATED",
    "INMEMORY",
})  # fmt: skip


def create_table(reader: Reader) -> CreateTable:
    """CREATE TABLE."""
    return _table_properties(reader, _table(reader))


def create_temporary_table(reader: Reader) -> CreateTable:
    """CREATE GLOBAL TEMPORARY TABLE."""
    statement = replace(_table(reader), duration=_duration(reader))
    attributes: Attributes = {}
    start = reader.position
    while accept_table_attribute(reader, attributes):
        pass
    # "The only part of the segment_attributes_clause you can specify for a temporary table is TABLESPACE"
    if reader.peek("PARTITION BY") or attributes.keys() - {"TABLESPACE_NAME", "CACHE"}:
        error = reader.error(14451, "unsupported feature with temporary table")
        error.position = start
        raise error
    return _query(reader, replace(statement, attributes=attributes))


def create_private_table(reader: Reader) -> CreatePrivateTable:
    """CREATE PRIVATE TEMPORARY TABLE."""
    if not reader.profile.has_private_temporary_tables:
        raise reader.error(901, "invalid CREATE command")
    statement = _table(reader)
    if not statement.table.name.startswith(PRIVATE_PREFIX):
        raise reader.error(903, "invalid table name")
    if statement.constraints or any(column.default_sql is not None for column in statement.columns):
        raise reader.error(14451, "unsupported feature with temporary table")
    keeps_definition = False
    if reader.accept("ON", "COMMIT"):
        keeps_definition = reader.accept("PRESERVE", "DEFINITION")
        if not keeps_definition:
            reader.expect("DROP", "DEFINITION", code=905, message="missing keyword")
    return CreatePrivateTable(_query(reader, statement), keeps_definition)


def _table(reader: Reader) -> CreateTable:
    """The name, and the columns and constraints if there are any."""
    if_not_exists = reader.accept_if("NOT", "EXISTS", code=922, message="missing or invalid option")
    table = TableName(None, reader.new_name(903, "invalid table name"))
    if reader.accept("."):
        table = TableName(table.name, reader.new_name(903, "invalid table name"))
    statement = CreateTable(table, if_not_exists=if_not_exists)
    if not reader.peek("("):
        return statement
    names = column_names(reader)
    if names:
        return replace(statement, column_names=names)
    columns, constraints = table_elements(reader)
    if not columns:
        raise reader.error(904, ": invalid identifier")
    return replace(statement, columns=columns, constraints=constraints)


def _table_properties(reader: Reader, statement: CreateTable) -> CreateTable:
    """The physical_properties and table_properties, each in its place."""
    found: Attributes = {}
    while reader.token is not None:
        before = dict(found)
        if reader.peek("LOB", "("):
            reader.accept("LOB")
            statement = replace(statement, lobs=(*statement.lobs, lob_storage(reader)))
        elif reader.accept("PARTITION BY"):
            if statement.partitioning is not None:
                raise reader.error(922, "missing or invalid option")
            statement = replace(statement, partitioning=partitioning(reader))
        elif not accept_table_attribute(reader, found):
            break
        # physical_properties stand in front of the partitions
        if statement.partitioning is not None and (found.keys() - before.keys()) & _SEGMENT_ATTRIBUTES:
            raise reader.error(922, "missing or invalid option")
    return _query(reader, replace(statement, attributes=found))


def _query(reader: Reader, statement: CreateTable) -> CreateTable:
    """What fills the table or gives it its columns."""
    if reader.accept("FOR", "EXCHANGE", "WITH", "TABLE"):
        if statement.columns or statement.column_names:
            raise reader.error(922, "missing or invalid option")
        return replace(statement, exchange_with=reader.table())
    if reader.accept("AS"):
        if statement.columns:
            raise reader.error(1773, "may not specify column datatypes in this CREATE TABLE")
        return replace(statement, query=query_of(reader))
    if reader.peek("ON", "COMMIT") or reader.peek("OF") or not (statement.columns or statement.column_names):
        raise reader.error(922, "missing or invalid option")
    if statement.column_names:
        raise reader.error(2263, "need to specify the datatype for this column")
    if reader.token is not None:
        raise _refusal(reader)
    return statement


def _refusal(reader: Reader) -> Exception:
    for words in ("PARALLEL", "AUTO", "MEMOPTIMIZE", "ILM", "PARENT", "ANNOTATIONS", "DEFAULT COLLATION", "SHARING"):
        if reader.peek(*words.split()):
            return UnsupportedError(f"'{words}' in CREATE TABLE")
    return reader.error(922, "missing or invalid option")


def query_of(reader: Reader) -> Query:
    """The rest of the statement as a query without binds."""
    source = reader.rest_of_source(1 << 30)
    context = Context(reader.profile)
    tree = parsed(reader.remaining(), source, reader.profile)
    resolve_references(tree)
    sql = render(tree, context)
    tables, sequences = frozenset(context.tables), frozenset(named_sequences(tree))
    return Query(
        sql, 0, context.long_names, tables=tables, sequences=sequences, text=source, types=declared_types(tree)
    )


def _duration(reader: Reader) -> str:
    """ON COMMIT of a global temporary table; DELETE ROWS is the default."""
    if not reader.accept("ON", "COMMIT"):
        return "SYS$TRANSACTION"
    if reader.accept("PRESERVE", "ROWS"):
        return "SYS$SESSION"
    reader.expect("DELETE", "ROWS", code=905, message="missing keyword")
    return "SYS$TRANSACTION"


def drop_table(reader: Reader) -> DropTable:
    """DROP TABLE."""
    if_exists = reader.accept_if("EXISTS", code=933, message="SQL command not properly ended")
    table = reader.table()
    is_cascade = reader.accept("CASCADE", "CONSTRAINTS")
    reader.accept("PURGE")  # there is no recycle bin
    return DropTable(table, is_cascade, if_exists)


def truncate_table(reader: Reader) -> TruncateTable:
    """TRUNCATE TABLE."""
    table = reader.table()
    for words in ("PRESERVE MATERIALIZED VIEW LOG", "PURGE MATERIALIZED VIEW LOG"):
        reader.accept(*words.split())
    if reader.accept("DROP"):  # what happens to the space is of no consequence here
        reader.accept("ALL")
        reader.expect("STORAGE", code=3291, message="Invalid truncate option - missing STORAGE keyword")
    elif reader.accept("REUSE"):
        reader.expect("STORAGE", code=3291, message="Invalid truncate option - missing STORAGE keyword")
    is_cascade = reader.accept("CASCADE")
    if reader.token is not None:
        raise reader.error(3290, "Invalid truncate command - missing CLUSTER or TABLE keyword")
    return TruncateTable(table, is_cascade)


def rename_object(reader: Reader) -> RenameObject:
    """RENAME old TO new."""
    old = reader.name()
    if reader.peek("."):
        raise reader.error(1765, "specifying owner's name of the table is not allowed")
    reader.expect("TO", code=905, message="missing keyword")
    return RenameObject(TableName(None, old), new_table_name(reader))


def new_table_name(reader: Reader) -> str:
    """A new name without a schema."""
    name = reader.new_name(903, "invalid table name")
    if reader.peek("."):
        raise reader.error(14047, "ALTER TABLE|INDEX RENAME may not be combined with other operations")
    return name
