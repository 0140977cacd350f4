"""Parses COMMENT ON."""

from oracle_standin.sql.ddl.definitions import Comment
from oracle_standin.sql.reader import Reader
from oracle_standin.sql.statements import TableName


def comment_on_table(reader: Reader) -> Comment:
    """COMMENT ON TABLE."""
    table = reader.table()
    reader.expect("IS", code=905, message="missing keyword")
    return Comment(table, None, reader.string())


def comment_on_column(reader: Reader) -> Comment:
    """COMMENT ON COLUMN."""
    names = [reader.name()]
    while reader.accept("."):
        names.append(reader.name())
    if len(names) not in (2, 3):
        raise reader.error(1748, "only simple column names allowed here")
    reader.expect("IS", code=905, message="missing keyword")
    table = TableName(names[-3] if len(names) == 3 else None, names[-2])
    return Comment(table, names[-1], reader.string())
