"""Parses ALTER TABLE."""

from collections.abc import Callable
from dataclasses import replace

from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.column_types import column_type
from oracle_standin.sql.ddl.alter_partitions import (
    add_partition,
    drop_partition,
    exchange_partition,
    rename_partition,
    truncate_partition,
)
from oracle_standin.sql.ddl.columns import (
    column_definition,
    default_expression,
    identity_clause,
    on_null,
    table_elements,
)
from oracle_standin.sql.ddl.constraints import CONSTRAINT_WORDS, constraint_state, inline_constraint, table_constraint
from oracle_standin.sql.ddl.definitions import (
    AddColumns,
    AlterTable,
    Attributes,
    ChangeAttributes,
    ChangeConstraint,
    Constraint,
    ConstraintState,
    DropColumns,
    DropConstraint,
    DropUnusedColumns,
    ModifiedColumn,
    ModifyColumns,
    MoveTable,
    NamedConstraint,
    RenameColumn,
    RenameConstraint,
    RenameTable,
)
from oracle_standin.sql.ddl.partitions import updates_indexes
from oracle_standin.sql.ddl.physical import accept_table_attribute
from oracle_standin.sql.ddl.tables import new_table_name
from oracle_standin.sql.reader import Reader
from oracle_standin.sql.statements import Ddl, TableName

_CONSTRAINT_CHOICES = ("PRIMARY KEY", "UNIQUE", "CONSTRAINT")
_NO_TYPE = (
    "DEFAULT",
    "NOT",
    "NULL",
    *CONSTRAINT_WORDS,
    "REFERENCES",
    "INVISIBLE",
    "VISIBLE",
    "ENCRYPT",
    "DECRYPT",
    "GENERATED",
    "DROP",
)
_Parser = Callable[[Reader, TableName], Ddl]


def alter_table(reader: Reader) -> Ddl:
    """ALTER TABLE."""
    if reader.peek("IF", "EXISTS"):
        raise UnsupportedError("ALTER TABLE IF EXISTS")
    table = reader.table()
    if reader.token is None:
        raise reader.error(2210, "no options specified for ALTER TABLE")
    changes = [_change(reader, table)]
    while reader.token is not None:
        changes.append(_change(reader, table))
    if len(changes) > 1 and not all(isinstance(change, _COMBINABLE) for change in changes):
        raise UnsupportedError("these clauses together in ALTER TABLE")
    if len(changes) > 1 and any(isinstance(change, DropColumns) for change in changes):
        raise reader.error(12987, "cannot combine drop column with other operations")
    return changes[0] if len(changes) == 1 else AlterTable(tuple(changes))


_COMBINABLE = (AddColumns, ModifyColumns, DropColumns, ChangeAttributes, ChangeConstraint, DropConstraint)


def _change(reader: Reader, table: TableName) -> Ddl:
    for words, parse in _CHANGES.items():
        if reader.accept(*words.split()):
            return parse(reader, table)
    attributes: Attributes = {}
    while reader.token is not None and accept_table_attribute(reader, attributes):
        pass
    if attributes:
        return ChangeAttributes(table, attributes)
    if reader.accept("ENABLE"):
        return _switch(reader, table, ConstraintState())
    if reader.accept("DISABLE"):
        return _switch(reader, table, ConstraintState(is_enabled=False, is_validated=False))
    raise _refusal(reader)


def _refusal(reader: Reader) -> Exception:
    for words in _UNSUPPORTED:
        if reader.peek(*words.split()):
            return UnsupportedError(f"ALTER TABLE ... {words}")
    return reader.error(1735, "invalid ALTER TABLE option")


_UNSUPPORTED = (
    "SPLIT PARTITION", "MERGE PARTITIONS", "COALESCE PARTITION", "SHRINK SPACE", "ALLOCATE EXTENT",
    "DEALLOCATE UNUSED", "SET INTERVAL", "SET PARTITIONING", "SET STORE", "SET SUBPARTITION", "UPGRADE", "FLASHBACK",
    "RECORDS_PER_BLOCK", "MINIMIZE", "NOMINIMIZE", "ADD SUPPLEMENTAL", "LOB", "ANNOTATIONS", "DROP SUBPARTITION",
    "TRUNCATE SUBPARTITION", "EXCHANGE SUBPARTITION", "MEMOPTIMIZE", "ILM",
)  # fmt: skip


def _add(reader: Reader, table: TableName) -> Ddl:
    if reader.accept("PARTITION"):
        return add_partition(reader, table)
    if reader.peek("SUPPLEMENTAL"):
        raise UnsupportedError("ALTER TABLE ... ADD SUPPLEMENTAL LOG")
    if reader.peek("("):
        return AddColumns(table, *table_elements(reader))
    if any(map(reader.peek, CONSTRAINT_WORDS)):
        return AddColumns(table, (), (table_constraint(reader),))
    column, constraints = column_definition(reader)
    return AddColumns(table, (column,), tuple(constraints))


def _modify(reader: Reader, table: TableName) -> Ddl:
    for words in ("PARTITION", "SUBPARTITION", "LOB", "DEFAULT ATTRIBUTES", "OPAQUE", "NESTED", "VARRAY"):
        if reader.peek(*words.split()) and not reader.peek("DEFAULT", "("):
            raise UnsupportedError(f"ALTER TABLE ... MODIFY {words}")
    if reader.accept("CONSTRAINT"):
        return _modify_constraint(reader, table, NamedConstraint(reader.name()))
    if reader.accept("PRIMARY KEY"):
        return _modify_constraint(reader, table, NamedConstraint())
    return ModifyColumns(table, _modified_columns(reader))


def _modify_constraint(reader: Reader, table: TableName, constraint: NamedConstraint) -> Ddl:
    start = reader.position
    state, index = constraint_state(reader)
    if start == reader.position or index is not None:
        raise reader.error(922, "missing or invalid option")
    return ChangeConstraint(table, constraint, state, reader.accept("CASCADE"))


def _modified_columns(reader: Reader) -> tuple[ModifiedColumn, ...]:
    if not reader.accept("("):
        return (_modified_column(reader),)
    columns = [_modified_column(reader)]
    while reader.accept(","):
        columns.append(_modified_column(reader))
    reader.expect(")", code=907, message="missing right parenthesis")
    return tuple(columns)


def _modified_column(reader: Reader) -> ModifiedColumn:
    name = reader.name()
    has_type = reader.token is not None and not any(map(reader.peek, (*_NO_TYPE, ",", ")")))
    new_type = column_type(reader) if has_type else None
    for word in ("INVISIBLE", "VISIBLE", "ENCRYPT", "DECRYPT", "COLLATE"):
        if reader.peek(word):
            raise UnsupportedError(f"MODIFY column {word}")
    if reader.accept("DROP", "IDENTITY"):
        return ModifiedColumn(name, None, None, drops_identity=True)
    identity = identity_clause(reader) if reader.accept("GENERATED") else None
    has_default = identity is None and reader.accept("DEFAULT")
    default_for = on_null(reader) if has_default else ""
    text, sql = default_expression(reader) if has_default else (None, None)
    column = ModifiedColumn(name, new_type, None, text, sql, default_for, identity)
    start = reader.position
    column = _with_constraints(reader, column)
    if new_type is None and sql is None and identity is None and start == reader.position:
        raise reader.error(904, "invalid identifier")
    return column


def _with_constraints(reader: Reader, column: ModifiedColumn) -> ModifiedColumn:
    is_nullable, not_null_name, state = None, None, ConstraintState()
    constraints: list[Constraint] = []
    while True:
        name = reader.name() if reader.accept("CONSTRAINT") else None
        if reader.accept("NOT", "NULL"):
            is_nullable, not_null_name = False, name
            state, _ = constraint_state(reader)
        elif reader.accept("NULL"):
            is_nullable = True
        else:
            constraint = inline_constraint(reader, name, column.name)
            if constraint is None:
                break
            constraints.append(constraint)
    return replace(
        column,
        is_nullable=is_nullable,
        not_null_name=not_null_name,
        not_null_state=state,
        constraints=tuple(constraints),
    )


def _drop(reader: Reader, table: TableName) -> Ddl:
    for words in ("PARTITION", "PARTITIONS"):
        if reader.accept(words):
            return drop_partition(reader, table)
    if reader.accept("UNUSED", "COLUMNS") or reader.accept("COLUMNS", "CONTINUE"):
        _accept_checkpoint(reader)
        return DropUnusedColumns(table)
    if any(map(reader.peek, _CONSTRAINT_CHOICES)):
        constraint = _constraint_choice(reader)
        is_cascade = reader.accept("CASCADE")
        if reader.peek("KEEP", "INDEX"):
            raise UnsupportedError("KEEP INDEX")
        reader.accept("DROP", "INDEX")
        reader.accept("ONLINE")
        return DropConstraint(table, constraint, is_cascade)
    return _column_choice(reader, table, keeps_data=False)


def _set_unused(reader: Reader, table: TableName) -> Ddl:
    return _column_choice(reader, table, keeps_data=True)


def _column_choice(reader: Reader, table: TableName, *, keeps_data: bool) -> DropColumns:
    names = (reader.name(),) if reader.accept("COLUMN") else reader.names()
    is_cascade = reader.accept("CASCADE", "CONSTRAINTS")
    reader.accept("INVALIDATE")
    if keeps_data:
        reader.accept("ONLINE")
    else:
        _accept_checkpoint(reader)
    return DropColumns(table, names, is_cascade, keeps_data)


def _accept_checkpoint(reader: Reader) -> None:
    if reader.accept("CHECKPOINT") and reader.token is not None:
        reader.integer()


def _constraint_choice(reader: Reader) -> NamedConstraint:
    if reader.accept("PRIMARY KEY"):
        return NamedConstraint()
    if reader.accept("UNIQUE"):
        return NamedConstraint(unique_columns=reader.names())
    reader.expect("CONSTRAINT", code=905, message="missing keyword")
    return NamedConstraint(reader.name())


def _switch(reader: Reader, table: TableName, default: ConstraintState) -> Ddl:
    """ENABLE or DISABLE [VALIDATE | NOVALIDATE] constraint."""
    for words in ("ALL TRIGGERS", "TABLE LOCK", "CONTAINERS"):
        if reader.peek(*words.split()):
            raise UnsupportedError(f"ALTER TABLE ... ENABLE or DISABLE {words}")
    state = default
    if reader.accept("NOVALIDATE"):
        state = ConstraintState(default.is_enabled, is_validated=False)
    elif reader.accept("VALIDATE") and not default.is_enabled:
        raise UnsupportedError("constraints that are DISABLE VALIDATE, whose tables cannot be changed")
    constraint = _constraint_choice(reader)
    _, index = constraint_state(reader)
    if index is not None and (index.existing or index.created):
        raise UnsupportedError("ENABLE ... USING INDEX with an index")
    is_cascade = reader.accept("CASCADE")
    keeps_index = reader.accept("KEEP", "INDEX")
    if not keeps_index:
        reader.accept("DROP", "INDEX")
    return ChangeConstraint(table, constraint, state, is_cascade, keeps_index)


def _rename_column(reader: Reader, table: TableName) -> Ddl:
    old = reader.name()
    reader.expect("TO", code=905, message="missing keyword")
    return RenameColumn(table, old, reader.new_name(904, "invalid identifier"))


def _rename_constraint(reader: Reader, table: TableName) -> Ddl:
    old = reader.name()
    reader.expect("TO", code=905, message="missing keyword")
    return RenameConstraint(table, old, reader.new_name(2250, "missing or invalid constraint name"))


def _rename_table(reader: Reader, table: TableName) -> Ddl:
    return RenameTable(table, new_table_name(reader))


def _move(reader: Reader, table: TableName) -> Ddl:
    if reader.peek("PARTITION") or reader.peek("SUBPARTITION"):
        raise UnsupportedError("ALTER TABLE ... MOVE PARTITION")
    attributes: Attributes = {}
    is_online = reader.accept("ONLINE")
    while accept_table_attribute(reader, attributes):
        pass
    is_online = reader.accept("ONLINE") or is_online
    return MoveTable(table, attributes, updates_indexes(reader) or is_online)


_CHANGES: dict[str, _Parser] = {
    "ADD": _add,
    "MODIFY": _modify,
    "DROP": _drop,
    "SET UNUSED": _set_unused,
    "RENAME COLUMN": _rename_column,
    "RENAME CONSTRAINT": _rename_constraint,
    "RENAME PARTITION": rename_partition,
    "RENAME TO": _rename_table,
    "MOVE": _move,
    "TRUNCATE PARTITION": truncate_partition,
    "EXCHANGE PARTITION": exchange_partition,
}
