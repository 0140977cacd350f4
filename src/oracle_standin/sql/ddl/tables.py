"""Parses CREATE, DROP, TRUNCATE and RENAME of tables."""

from dataclasses import replace

from oracle_standin.sql.ddl.columns import table_elements
from oracle_standin.sql.ddl.definitions import CreateTable, CreateTableAsQuery, DropTable, RenameTable, TruncateTable
from oracle_standin.sql.ddl.physical import attributes
from oracle_standin.sql.parser import parsed
from oracle_standin.sql.reader import Reader
from oracle_standin.sql.render import Context, render
from oracle_standin.sql.statements import Query, TableName


def create_table(reader: Reader) -> CreateTable | CreateTableAsQuery:
    """CREATE TABLE."""
    return _table(reader, is_temporary=False)


def create_temporary_table(reader: Reader) -> CreateTable | CreateTableAsQuery:
    """CREATE GLOBAL TEMPORARY TABLE."""
    return _table(reader, is_temporary=True)


def _table(reader: Reader, *, is_temporary: bool) -> CreateTable | CreateTableAsQuery:
    if_not_exists = reader.accept_if("NOT", "EXISTS", code=922, message="missing or invalid option")
    table = reader.table()
    if reader.accept("AS"):
        return CreateTableAsQuery(table, query_of(reader))
    columns, constraints = table_elements(reader)
    if not columns:
        raise reader.error(904, ": invalid identifier")
    statement = CreateTable(table, columns, constraints, if_not_exists=if_not_exists)
    if is_temporary:
        return replace(statement, duration=_duration(reader))
    return replace(statement, attributes=attributes(reader))


def query_of(reader: Reader) -> Query:
    """The rest of the statement as a query without binds."""
    source = reader.rest_of_source(1 << 30)
    context = Context(reader.profile)
    sql = render(parsed(reader.remaining(), source, reader.profile), context)
    return Query(sql, 0, context.long_names)


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
    for word in ("DROP", "REUSE"):  # what happens to the space is of no consequence here
        if reader.accept(word):
            reader.expect("STORAGE", code=905, message="missing keyword")
    return TruncateTable(table)


def rename_table(reader: Reader) -> RenameTable:
    """RENAME old TO new."""
    old = reader.name()
    reader.expect("TO", code=905, message="missing keyword")
    return RenameTable(TableName(None, old), reader.name())
