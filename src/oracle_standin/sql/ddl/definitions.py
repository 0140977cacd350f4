"""What DDL of tables is: values for the engine to execute."""

from dataclasses import dataclass, field

from oracle_standin.sql.ddl.sequences import SequenceOptions
from oracle_standin.sql.statements import Ddl, Query, TableName
from oracle_standin.sql.types import OracleType

Attributes = dict[str, str]  # physical attributes by the dictionary's column names: shown, without effect


@dataclass(frozen=True, slots=True)
class ConstraintState:
    """The constraint_state.

    Attributes:
        is_validated: Whether existing rows are known to obey; only an enabled constraint can be validated.
        deferral: DEFERRABLE INITIALLY IMMEDIATE or DEFERRED; nothing for a constraint that is checked at once.
    """

    is_enabled: bool = True
    is_validated: bool = True
    is_rely: bool = False
    deferral: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """The identity_clause; `generated` is ALWAYS, BY DEFAULT or BY DEFAULT ON NULL."""

    generated: str
    options: SequenceOptions


@dataclass(frozen=True, slots=True)
class Column:
    """A column of CREATE TABLE or ALTER TABLE.

    Attributes:
        default_text: The default in Oracle's source; `default_sql` is PostgreSQL's.
        default_for: What a NULL is replaced by the default in: INSERT, INSERT OR UPDATE, or nothing.
        not_null_name: The name of the NOT NULL constraint; None when the server has to make one.
    """

    name: str
    type: OracleType
    default_text: str | None = None
    default_sql: str | None = None
    default_for: str = ""
    identity: Identity | None = None
    is_nullable: bool = True
    not_null_name: str | None = None


@dataclass(frozen=True, slots=True)
class UsedIndex:
    """The using_index_clause: an index with attributes of its own, an existing one, or one created for the purpose."""

    attributes: Attributes = field(default_factory=dict)
    existing: TableName | None = None
    created: "CreateIndex | None" = None
    is_local: bool = False


@dataclass(frozen=True, slots=True)
class Constraint:
    """A table constraint.

    Attributes:
        kind: As in ALL_CONSTRAINTS: `P` primary key, `U` unique, `C` check, `R` foreign key.
        name: None when the server has to make one.
        condition_text: Of a check, Oracle's source; `condition_sql` is PostgreSQL's.
        json_column: The column of a check that is exactly `column IS JSON`.
        references: Table and columns of a foreign key; `on_delete` is its DELETE_RULE.
        index: What USING INDEX says of a key.
    """

    kind: str
    name: str | None
    columns: tuple[str, ...] = ()
    condition_text: str = ""
    condition_sql: str = ""
    json_column: str | None = None
    references: TableName | None = None
    referenced_columns: tuple[str, ...] = ()
    on_delete: str = "NO ACTION"
    state: ConstraintState = ConstraintState()
    index: UsedIndex | None = None


@dataclass(frozen=True, slots=True)
class LobStorage:
    """The LOB_storage_clause of some columns."""

    columns: tuple[str, ...]
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class Partition:
    """A partition as defined.

    Attributes:
        name: None when the server has to make one.
        bounds: PostgreSQL's SQL of the values of VALUES LESS THAN or VALUES; None is MAXVALUE or DEFAULT.
        attributes: Physical attributes of the partition.
    """

    name: str | None
    bounds: tuple[str | None, ...] = ()
    attributes: Attributes = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Partitioning:
    """The table_partitioning_clauses.

    Attributes:
        kind: RANGE, LIST or HASH.
        interval_text: The interval of PARTITION BY RANGE in Oracle's source; `interval_sql` is PostgreSQL's.
        is_automatic: LIST ... AUTOMATIC.
    """

    kind: str
    columns: tuple[str, ...]
    partitions: tuple[Partition, ...]
    interval_text: str | None = None
    interval_sql: str | None = None
    is_automatic: bool = False


@dataclass(frozen=True, slots=True)
class CreateTable(Ddl):
    """CREATE [GLOBAL TEMPORARY] TABLE.

    Attributes:
        duration: None for a permanent table, else the dictionary's word: SYS$TRANSACTION or SYS$SESSION.
        query: What fills it, of CREATE TABLE ... AS; the columns then have no types, or are those of the query.
        column_names: The names of the columns of `query`.
        exchange_with: FOR EXCHANGE WITH TABLE: the table whose columns it gets.
    """

    table: TableName
    columns: tuple[Column, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    duration: str | None = None
    if_not_exists: bool = False
    attributes: Attributes = field(default_factory=dict)
    lobs: tuple[LobStorage, ...] = ()
    partitioning: Partitioning | None = None
    query: Query | None = None
    column_names: tuple[str, ...] = ()
    exchange_with: TableName | None = None


@dataclass(frozen=True, slots=True)
class CreatePrivateTable(Ddl):
    """CREATE PRIVATE TEMPORARY TABLE: unlike other DDL it commits nothing.

    Attributes:
        keeps_definition: ON COMMIT PRESERVE DEFINITION: it lives as long as the session, not the transaction.
    """

    table: CreateTable
    keeps_definition: bool


@dataclass(frozen=True, slots=True)
class DropTable(Ddl):
    """DROP TABLE."""

    table: TableName
    is_cascade: bool
    if_exists: bool = False


@dataclass(frozen=True, slots=True)
class TruncateTable(Ddl):
    """TRUNCATE TABLE."""

    table: TableName
    is_cascade: bool = False


@dataclass(frozen=True, slots=True)
class RenameObject(Ddl):
    """RENAME of a table, view or private synonym."""

    table: TableName
    new: str


@dataclass(frozen=True, slots=True)
class RenameTable(Ddl):
    """ALTER TABLE ... RENAME TO."""

    table: TableName
    new: str


@dataclass(frozen=True, slots=True)
class AddColumns(Ddl):
    """ALTER TABLE ... ADD (columns and constraints)."""

    table: TableName
    columns: tuple[Column, ...]
    constraints: tuple[Constraint, ...]


@dataclass(frozen=True, slots=True)
class ModifiedColumn:
    """What ALTER TABLE ... MODIFY changes of a column; None stays as it is."""

    name: str
    type: OracleType | None
    is_nullable: bool | None
    default_text: str | None = None
    default_sql: str | None = None
    default_for: str = ""
    identity: Identity | None = None
    drops_identity: bool = False
    not_null_name: str | None = None
    not_null_state: ConstraintState = ConstraintState()
    constraints: tuple[Constraint, ...] = ()


@dataclass(frozen=True, slots=True)
class ModifyColumns(Ddl):
    """ALTER TABLE ... MODIFY."""

    table: TableName
    columns: tuple[ModifiedColumn, ...]


@dataclass(frozen=True, slots=True)
class DropColumns(Ddl):
    """ALTER TABLE ... DROP (columns) or, with `keeps_data`, SET UNUSED."""

    table: TableName
    columns: tuple[str, ...]
    is_cascade: bool = False
    keeps_data: bool = False


@dataclass(frozen=True, slots=True)
class DropUnusedColumns(Ddl):
    """ALTER TABLE ... DROP UNUSED COLUMNS."""

    table: TableName


@dataclass(frozen=True, slots=True)
class RenameColumn(Ddl):
    """ALTER TABLE ... RENAME COLUMN."""

    table: TableName
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class NamedConstraint:
    """A constraint that a statement points to: by name, PRIMARY KEY, or UNIQUE (columns)."""

    name: str | None = None
    unique_columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DropConstraint(Ddl):
    """ALTER TABLE ... DROP CONSTRAINT, PRIMARY KEY or UNIQUE."""

    table: TableName
    constraint: NamedConstraint
    is_cascade: bool = False


@dataclass(frozen=True, slots=True)
class ChangeConstraint(Ddl):
    """ALTER TABLE ... ENABLE, DISABLE or MODIFY CONSTRAINT."""

    table: TableName
    constraint: NamedConstraint
    state: ConstraintState
    is_cascade: bool = False
    keeps_index: bool = False


@dataclass(frozen=True, slots=True)
class RenameConstraint(Ddl):
    """ALTER TABLE ... RENAME CONSTRAINT."""

    table: TableName
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ChangeAttributes(Ddl):
    """ALTER TABLE with physical clauses."""

    table: TableName
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class MoveTable(Ddl):
    """ALTER TABLE ... MOVE: new row ids, so that indexes are unusable unless they are kept up to date."""

    table: TableName
    attributes: Attributes
    keeps_indexes: bool


@dataclass(frozen=True, slots=True)
class AlterTable(Ddl):
    """ALTER TABLE with several clauses, one after the other."""

    changes: tuple[Ddl, ...]


@dataclass(frozen=True, slots=True)
class PartitionChoice:
    """PARTITION name, or PARTITION FOR (values in PostgreSQL's SQL)."""

    name: str | None
    key: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AddPartition(Ddl):
    """ALTER TABLE ... ADD PARTITION."""

    table: TableName
    partition: Partition


@dataclass(frozen=True, slots=True)
class DropPartition(Ddl):
    """ALTER TABLE ... DROP PARTITION or, with `keeps_partition`, TRUNCATE PARTITION."""

    table: TableName
    partition: PartitionChoice
    keeps_partition: bool
    updates_indexes: bool


@dataclass(frozen=True, slots=True)
class ExchangePartition(Ddl):
    """ALTER TABLE ... EXCHANGE PARTITION."""

    table: TableName
    partition: PartitionChoice
    other: TableName
    includes_indexes: bool
    is_validated: bool
    updates_indexes: bool


@dataclass(frozen=True, slots=True)
class RenamePartition(Ddl):
    """ALTER TABLE ... RENAME PARTITION."""

    table: TableName
    partition: PartitionChoice
    new: str


@dataclass(frozen=True, slots=True)
class IndexKey:
    """A key of an index: PostgreSQL's SQL, the column if it is one, else the expression in Oracle's source."""

    sql: str
    column: str | None
    text: str = ""
    is_descending: bool = False


@dataclass(frozen=True, slots=True)
class CreateIndex(Ddl):
    """CREATE [UNIQUE | BITMAP] INDEX."""

    index: TableName
    table: TableName
    keys: tuple[IndexKey, ...]
    is_unique: bool = False
    is_local: bool = False
    if_not_exists: bool = False
    attributes: Attributes = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DropIndex(Ddl):
    """DROP INDEX."""

    index: TableName
    if_exists: bool = False


@dataclass(frozen=True, slots=True)
class RebuildIndex(Ddl):
    """ALTER INDEX ... REBUILD; with a partition's name that part of a local index."""

    index: TableName
    attributes: Attributes
    partition: str | None = None


@dataclass(frozen=True, slots=True)
class RenameIndex(Ddl):
    """ALTER INDEX ... RENAME TO."""

    index: TableName
    new: str


@dataclass(frozen=True, slots=True)
class ChangeIndex(Ddl):
    """ALTER INDEX with attributes; `is_unusable` is UNUSABLE."""

    index: TableName
    attributes: Attributes
    is_unusable: bool = False


@dataclass(frozen=True, slots=True)
class Comment(Ddl):
    """COMMENT ON TABLE or, with `column`, ON COLUMN."""

    table: TableName
    column: str | None
    text: str
