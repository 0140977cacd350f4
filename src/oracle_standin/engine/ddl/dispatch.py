"""What executes which DDL statement: a new statement is one line here."""

from collections.abc import Callable
from typing import Any

from oracle_standin.engine.ddl.alter import add_columns, drop_columns, modify_columns, rename_column
from oracle_standin.engine.ddl.comments import comment
from oracle_standin.engine.ddl.constraints import drop_constraint
from oracle_standin.engine.ddl.context import DdlContext
from oracle_standin.engine.ddl.indexes import create_index, drop_index
from oracle_standin.engine.ddl.tables import (
    create_table,
    create_table_as_query,
    drop_table,
    rename_table,
    truncate_table,
)
from oracle_standin.engine.ddl.users import create_user, drop_user
from oracle_standin.sql.ddl import definitions
from oracle_standin.sql.statements import Ddl

_ACTIONS: dict[type[Ddl], Callable[[Any, DdlContext], None]] = {
    definitions.CreateTable: create_table,
    definitions.CreateTableAsQuery: create_table_as_query,
    definitions.DropTable: drop_table,
    definitions.TruncateTable: truncate_table,
    definitions.AddColumns: add_columns,
    definitions.ModifyColumns: modify_columns,
    definitions.DropColumns: drop_columns,
    definitions.RenameColumn: rename_column,
    definitions.RenameTable: rename_table,
    definitions.DropConstraint: drop_constraint,
    definitions.CreateIndex: create_index,
    definitions.DropIndex: drop_index,
    definitions.Comment: comment,
    definitions.CreateUser: create_user,
    definitions.DropUser: drop_user,
}


def execute_ddl(statement: Ddl, context: DdlContext) -> None:
    """Carry the statement out; the caller owns the transaction.

    Raises:
        OracleError: Oracle would refuse it.
        PostgresError: PostgreSQL did.
    """
    _ACTIONS[type(statement)](statement, context)
