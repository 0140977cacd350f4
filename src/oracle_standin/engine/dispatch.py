"""What executes which DDL statement: a new statement is one line here."""

from collections.abc import Callable
from typing import Any

from oracle_standin.engine.ddl import wide_tables
from oracle_standin.engine.ddl.alter import (
    add_columns,
    change_attributes,
    drop_columns,
    drop_unused_columns,
    modify_columns,
    rename_column,
)
from oracle_standin.engine.ddl.alter_partitions import add_partition, drop_partition, rename_partition
from oracle_standin.engine.ddl.attributes import move_table
from oracle_standin.engine.ddl.comments import comment
from oracle_standin.engine.ddl.constraint_states import change_constraint
from oracle_standin.engine.ddl.constraints import drop_constraint, rename_constraint
from oracle_standin.engine.ddl.context import DdlContext
from oracle_standin.engine.ddl.exchange import exchange_partition
from oracle_standin.engine.ddl.indexes import change_index, create_index, drop_index, rebuild_index, rename_index
from oracle_standin.engine.ddl.materialized_views import (
    comment_on_materialized_view,
    create_materialized_view,
    drop_materialized_view,
)
from oracle_standin.engine.ddl.purging import purge
from oracle_standin.engine.ddl.sequences import alter_sequence, create_sequence, drop_sequence
from oracle_standin.engine.ddl.synonyms import create_synonym, drop_synonym
from oracle_standin.engine.ddl.tables import (
    create_table,
    drop_table,
    rename_table,
    truncate_table,
)
from oracle_standin.engine.ddl.views import compile_view, create_view, drop_view, rename_object
from oracle_standin.engine.security.grants import grant, revoke
from oracle_standin.engine.security.users import alter_user, create_role, create_user, drop_role, drop_user
from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.ddl import definitions, grants, materialized_views, purging, sequences, synonyms, users, views
from oracle_standin.sql.statements import Ddl, TableName

_ACTIONS: dict[type[Ddl], Callable[[Any, DdlContext], None]] = {
    definitions.CreateTable: create_table,
    definitions.DropTable: drop_table,
    definitions.TruncateTable: truncate_table,
    definitions.AddColumns: add_columns,
    definitions.ModifyColumns: modify_columns,
    definitions.DropColumns: drop_columns,
    definitions.RenameColumn: rename_column,
    definitions.RenameObject: rename_object,
    definitions.RenameTable: rename_table,
    definitions.DropConstraint: drop_constraint,
    definitions.DropUnusedColumns: drop_unused_columns,
    definitions.RenameConstraint: rename_constraint,
    definitions.ChangeConstraint: change_constraint,
    definitions.ChangeAttributes: change_attributes,
    definitions.MoveTable: move_table,
    definitions.AddPartition: add_partition,
    definitions.DropPartition: drop_partition,
    definitions.ExchangePartition: exchange_partition,
    definitions.RenamePartition: rename_partition,
    definitions.RebuildIndex: rebuild_index,
    definitions.RenameIndex: rename_index,
    definitions.ChangeIndex: change_index,
    definitions.CreateIndex: create_index,
    definitions.DropIndex: drop_index,
    definitions.Comment: comment,
    views.CreateView: create_view,
    views.CompileView: compile_view,
    views.DropView: drop_view,
    materialized_views.CreateMaterializedView: create_materialized_view,
    materialized_views.DropMaterializedView: drop_materialized_view,
    materialized_views.CommentMaterializedView: comment_on_materialized_view,
    synonyms.CreateSynonym: create_synonym,
    synonyms.DropSynonym: drop_synonym,
    sequences.CreateSequence: create_sequence,
    sequences.AlterSequence: alter_sequence,
    sequences.DropSequence: drop_sequence,
    users.CreateUser: create_user,
    users.AlterUser: alter_user,
    users.DropUser: drop_user,
    users.CreateRole: create_role,
    users.DropRole: drop_role,
    purging.Purge: purge,
    grants.Grant: grant,
    grants.Revoke: revoke,
}

_WIDE_ACTIONS: dict[type[Ddl], Callable[[Any, DdlContext], None]] = {
    definitions.AddColumns: wide_tables.add_columns,
    definitions.DropColumns: wide_tables.drop_columns,
    definitions.DropTable: wide_tables.drop_table,
    definitions.TruncateTable: wide_tables.truncate_table,
    definitions.Comment: wide_tables.comment,
}


def execute_ddl(statement: Ddl, context: DdlContext) -> None:
    """Carry the statement out; the caller owns the transaction.

    Raises:
        OracleError: Oracle would refuse it.
        PostgresError: PostgreSQL did.
    """
    changes = statement.changes if isinstance(statement, definitions.AlterTable) else (statement,)
    for change in changes:
        _action(change, context)(change, context)


def _action(change: Ddl, context: DdlContext) -> Callable[[Any, DdlContext], None]:
    table = getattr(change, "table", None)
    if isinstance(change, definitions.CreateTable) or not isinstance(table, TableName):
        return _ACTIONS[type(change)]
    if not wide_tables.is_wide(table, context):
        return _ACTIONS[type(change)]
    if type(change) not in _WIDE_ACTIONS:
        raise UnsupportedError(f"this DDL on a table of more than {wide_tables.MAX_NARROW_COLUMNS} columns")
    return _WIDE_ACTIONS[type(change)]
