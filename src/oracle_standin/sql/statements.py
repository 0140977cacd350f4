"""What a translated statement is: values for the engine to execute."""

from dataclasses import dataclass, field

from oracle_standin.sql.types import OracleType


@dataclass(frozen=True, slots=True)
class TableName:
    """A table as a statement names it; without a schema the session's current one is meant."""

    schema: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Query:
    """A SELECT in PostgreSQL's SQL.

    Attributes:
        long_names: Stored names and the originals of the names too long for PostgreSQL.
        is_locking: FOR UPDATE: it belongs to a transaction.
        lock_wait_s: How long FOR UPDATE waits; None is for ever.
        tables: The tables that it names.
    """

    sql: str
    bind_count: int
    long_names: dict[str, str] = field(default_factory=dict)
    is_locking: bool = False
    lock_wait_s: int | None = None
    tables: frozenset[TableName] = frozenset()


@dataclass(frozen=True, slots=True)
class Dml:
    """INSERT, UPDATE, DELETE or MERGE in PostgreSQL's SQL.

    Attributes:
        table_sql: The changed table as PostgreSQL reads it.
        plain_insert: The columns of `INSERT INTO table (columns) VALUES (:1, ..., :n)`, which COPY can do; empty for
            anything else.
        columns_at: Where in `sql` the columns of the table belong, of an INSERT that names none.
        tables: The tables that it names.
    """

    sql: str
    bind_count: int
    table_sql: str
    plain_insert: tuple[str, ...] = ()
    columns_at: int | None = None
    tables: frozenset[TableName] = frozenset()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of CREATE TABLE or ALTER TABLE.

    Attributes:
        default_text: The default in Oracle's source; `default_sql` is PostgreSQL's.
        not_null_name: The name of the NOT NULL constraint, which the server makes.
    """

    name: str
    type: OracleType
    default_text: str | None = None
    default_sql: str | None = None
    is_nullable: bool = True
    not_null_name: str | None = None


@dataclass(frozen=True, slots=True)
class Constraint:
    """A table constraint.

    Attributes:
        kind: As in ALL_CONSTRAINTS: `P` primary key, `U` unique, `C` check, `R` foreign key.
        name: None when the server has to make one.
        condition_text: Of a check, Oracle's source; `condition_sql` is PostgreSQL's.
        json_column: The column of a check that is exactly `column IS JSON`.
        references: Table and columns of a foreign key; `on_delete` is its DELETE_RULE.
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


@dataclass(frozen=True, slots=True)
class CreateTable:
    """CREATE [GLOBAL TEMPORARY] TABLE.

    Attributes:
        duration: None for a permanent table, else the dictionary's word: SYS$TRANSACTION or SYS$SESSION.
        attributes: Physical attributes, which the stand-in records and shows but which have no effect.
    """

    table: TableName
    columns: tuple[Column, ...]
    constraints: tuple[Constraint, ...]
    duration: str | None = None
    if_not_exists: bool = False
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CreateTableAsQuery:
    """CREATE TABLE ... AS SELECT."""

    table: TableName
    query: Query


@dataclass(frozen=True, slots=True)
class DropTable:
    """DROP TABLE."""

    table: TableName
    is_cascade: bool
    if_exists: bool = False


@dataclass(frozen=True, slots=True)
class TruncateTable:
    """TRUNCATE TABLE."""

    table: TableName


@dataclass(frozen=True, slots=True)
class AddColumns:
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


@dataclass(frozen=True, slots=True)
class ModifyColumns:
    """ALTER TABLE ... MODIFY."""

    table: TableName
    columns: tuple[ModifiedColumn, ...]


@dataclass(frozen=True, slots=True)
class DropColumns:
    """ALTER TABLE ... DROP (columns), also SET UNUSED."""

    table: TableName
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RenameColumn:
    """ALTER TABLE ... RENAME COLUMN."""

    table: TableName
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RenameTable:
    """ALTER TABLE ... RENAME TO, and RENAME."""

    table: TableName
    new: str


@dataclass(frozen=True, slots=True)
class DropConstraint:
    """ALTER TABLE ... DROP CONSTRAINT name, or PRIMARY KEY with `name` None."""

    table: TableName
    name: str | None


@dataclass(frozen=True, slots=True)
class CreateIndex:
    """CREATE [UNIQUE] INDEX; keys are columns or expressions in PostgreSQL's SQL."""

    index: TableName
    table: TableName
    keys: tuple[str, ...]
    is_unique: bool


@dataclass(frozen=True, slots=True)
class DropIndex:
    """DROP INDEX."""

    index: TableName


@dataclass(frozen=True, slots=True)
class Comment:
    """COMMENT ON TABLE or, with `column`, ON COLUMN."""

    table: TableName
    column: str | None
    text: str


@dataclass(frozen=True, slots=True)
class CreateUser:
    """CREATE USER; without a password nobody can log in as it."""

    name: str
    password: str | None


@dataclass(frozen=True, slots=True)
class DropUser:
    """DROP USER."""

    name: str
    is_cascade: bool


@dataclass(frozen=True, slots=True)
class AlterSession:
    """ALTER SESSION SET: parameter names in upper case and their values."""

    parameters: dict[str, str]


@dataclass(frozen=True, slots=True)
class Savepoint:
    """SAVEPOINT."""

    name: str


@dataclass(frozen=True, slots=True)
class RollbackTo:
    """ROLLBACK TO SAVEPOINT."""

    name: str


@dataclass(frozen=True, slots=True)
class EndTransaction:
    """COMMIT or ROLLBACK."""

    is_commit: bool


@dataclass(frozen=True, slots=True)
class LockTable:
    """LOCK TABLE; `wait_s` None waits for ever, 0 is NOWAIT."""

    table: TableName
    mode: str
    wait_s: int | None


Ddl = (
    CreateTable
    | CreateTableAsQuery
    | DropTable
    | TruncateTable
    | AddColumns
    | ModifyColumns
    | DropColumns
    | RenameColumn
    | RenameTable
    | DropConstraint
    | CreateIndex
    | DropIndex
    | Comment
    | CreateUser
    | DropUser
)
Statement = Query | Dml | Ddl | AlterSession | Savepoint | RollbackTo | EndTransaction | LockTable
