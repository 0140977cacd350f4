"""Parses CREATE INDEX and DROP INDEX."""

from sqlglot import exp

from oracle_standin.sql.ddl.definitions import CreateIndex, DropIndex
from oracle_standin.sql.parser import parsed_expression
from oracle_standin.sql.reader import Reader
from oracle_standin.sql.render import Context, render


def create_index(reader: Reader) -> CreateIndex:
    """CREATE INDEX."""
    return _index(reader, is_unique=False)


def create_unique_index(reader: Reader) -> CreateIndex:
    """CREATE UNIQUE INDEX."""
    return _index(reader, is_unique=True)


def _index(reader: Reader, *, is_unique: bool) -> CreateIndex:
    index = reader.table()
    reader.expect("ON", code=905, message="missing keyword")
    table = reader.table()
    reader.expect("(", code=906, message="missing left parenthesis")
    keys = [_index_key(reader)]
    while reader.accept(","):
        keys.append(_index_key(reader))
    reader.expect(")", code=907, message="missing right parenthesis")
    reader.accept("ONLINE")
    if reader.accept("TABLESPACE"):
        reader.name()
    return CreateIndex(index, table, tuple(keys), is_unique)


def _index_key(reader: Reader) -> str:
    tokens = reader.until(",", ")", "ASC", "DESC")
    source = reader.source(tokens)
    tree = parsed_expression(tokens, source, reader.profile)
    sql = render(tree, Context(reader.profile))
    direction = " DESC" if reader.accept("DESC") else ""
    reader.accept("ASC")
    return (sql if isinstance(tree, exp.Column) else f"({sql})") + direction


def drop_index(reader: Reader) -> DropIndex:
    """DROP INDEX."""
    return DropIndex(reader.table())
