"""CREATE and DROP MATERIALIZED VIEW, and comments on them. Reference: SQL Language Reference, these statements."""

from dataclasses import dataclass, replace

from sqlglot import exp

from oracle_standin.errors import UnsupportedError
from oracle_standin.profiles import Profile
from oracle_standin.sql.ddl.columns import column_names
from oracle_standin.sql.ddl.definitions import Attributes, CreateTable
from oracle_standin.sql.ddl.physical import accept_table_attribute
from oracle_standin.sql.ddl.tables import query_of
from oracle_standin.sql.parser import parsed
from oracle_standin.sql.reader import Reader
from oracle_standin.sql.statements import Ddl, TableName
from oracle_standin.sql.tokens import tokenize
from oracle_standin.sql.views import changed_table

STAR = "*"
_DEFAULTS = (("FORCE",), ("ON", "DEMAND"), ("WITH", "PRIMARY KEY"))


@dataclass(frozen=True, slots=True)
class CreateMaterializedView(Ddl):
    """CREATE MATERIALIZED VIEW, which is refreshed on demand.

    Attributes:
        container: The table that holds its rows, which has its name.
        refresh: FORCE, COMPLETE or NEVER, as in ALL_MVIEWS.
        has_row_ids: WITH ROWID: the primary key of the master table does not matter.
    """

    container: CreateTable
    refresh: str = "FORCE"
    has_row_ids: bool = False


@dataclass(frozen=True, slots=True)
class DropMaterializedView(Ddl):
    """DROP MATERIALIZED VIEW; `keeps_table` is PRESERVE TABLE."""

    view: TableName
    keeps_table: bool = False


@dataclass(frozen=True, slots=True)
class CommentMaterializedView(Ddl):
    """COMMENT ON MATERIALIZED VIEW."""

    view: TableName
    text: str


def create_materialized_view(reader: Reader) -> CreateMaterializedView:
    """After CREATE MATERIALIZED VIEW."""
    view = reader.table()
    names = column_names(reader) if reader.peek("(") else ()
    attributes: Attributes = {}
    while accept_table_attribute(reader, attributes):
        pass
    statement = CreateMaterializedView(CreateTable(view, column_names=names, attributes=attributes))
    if reader.accept("BUILD"):
        reader.expect("IMMEDIATE", code=905, message="missing keyword")
    statement = _refresh(reader, statement)
    if reader.accept("DISABLE"):
        reader.expect("QUERY", "REWRITE", code=905, message="missing keyword")
    if not reader.accept("AS"):
        raise UnsupportedError(f"'{reader.rest_of_source(30)}' in CREATE MATERIALIZED VIEW")
    return replace(statement, container=replace(statement.container, query=query_of(reader)))


def _refresh(reader: Reader, statement: CreateMaterializedView) -> CreateMaterializedView:
    """The create_mv_refresh clause; what happens at a COMMIT or at a time is not supported."""
    if reader.accept("NEVER", "REFRESH"):
        return replace(statement, refresh="NEVER")
    if not reader.accept("REFRESH"):
        return statement
    while True:
        if reader.accept("COMPLETE"):
            statement = replace(statement, refresh="COMPLETE")
        elif reader.accept("WITH", "ROWID"):
            statement = replace(statement, has_row_ids=True)
        elif not any(reader.accept(*words) for words in _DEFAULTS):
            return statement


def drop_materialized_view(reader: Reader) -> DropMaterializedView:
    """After DROP MATERIALIZED VIEW."""
    if reader.peek("LOG"):
        raise UnsupportedError("DROP MATERIALIZED VIEW LOG")
    return DropMaterializedView(reader.table(), reader.accept("PRESERVE", "TABLE"))


def comment_on_materialized_view(reader: Reader) -> CommentMaterializedView:
    """COMMENT ON MATERIALIZED VIEW."""
    view = reader.table()
    reader.expect("IS", code=905, message="missing keyword")
    return CommentMaterializedView(view, reader.string())


def master_columns(text: str, profile: Profile) -> tuple[TableName, tuple[str | None, ...]] | None:
    """The one table that a simple query reads, and which of its columns it shows, in order.

    A column is STAR for all columns of the table, and None for an expression. None for a query that is not simple, as
    one with joins or aggregates ("CREATE MATERIALIZED VIEW", PRIMARY KEY Clause).
    """
    tree = parsed(tokenize(text), text, profile)
    master = changed_table(tree)
    if master is None or not isinstance(tree, exp.Select):
        return None
    return master, tuple(map(_column, tree.expressions))


def _column(item: exp.Expr) -> str | None:
    node = item.this if isinstance(item, exp.Alias) else item
    if isinstance(node, exp.Star):
        return STAR
    if not isinstance(node, exp.Column):
        return None
    name = node.this
    if isinstance(name, exp.Star):
        return STAR
    return str(name.this if name.args.get("quoted") else name.this.upper())
