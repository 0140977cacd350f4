"""What DDL of tables, indexes, comments and users is: values for the engine to execute."""

from dataclasses import dataclass, field

from oracle_standin.sql.statements import Ddl, Query, TableName
from oracle_standin.sql.types import OracleType


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
class CreateTable(Ddl):
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
class CreateTableAsQuery(Ddl):
    """CREATE TABLE ... AS SELECT."""

    table: TableName
    query: Query


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


@dataclass(frozen=True, slots=True)
class ModifyColumns(Ddl):
    """ALTER TABLE ... MODIFY."""

    table: TableName
    columns: tuple[ModifiedColumn, ...]


@dataclass(frozen=True, slots=True)
class DropColumns(Ddl):
    """ALTER TABLE ... DROP (columns), also SET UNUSED."""

    table: TableName
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RenameColumn(Ddl):
    """ALTER TABLE ... RENAME COLUMN."""

    table: TableName
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RenameTable(Ddl):
    """ALTER TABLE ... RENAME TO, and RENAME."""

    table: TableName
    new: str


@dataclass(frozen=True, slots=True)
class DropConstraint(Ddl):
    """ALTER TABLE ... DROP CONSTRAINT name, or PRIMARY KEY with `name` None."""

    table: TableName
    name: str | None


@dataclass(frozen=True, slots=True)
class CreateIndex(Ddl):
    """CREATE [UNIQUE] INDEX; keys are columns or expressions in PostgreSQL's SQL."""

    index: TableName
    table: TableName
    keys: tuple[str, ...]
    is_unique: bool


@dataclass(frozen=True, slots=True)
class DropIndex(Ddl):
    """DROP INDEX."""

    index: TableName


@dataclass(frozen=True, slots=True)
class Comment(Ddl):
    """COMMENT ON TABLE or, with `column`, ON COLUMN."""

    table: TableName
    column: str | None
    text: str


@dataclass(frozen=True, slots=True)
class CreateUser(Ddl):
    """CREATE USER; without a password nobody can log in as it."""

    name: str
    password: str | None


@dataclass(frozen=True, slots=True)
class DropUser(Ddl):
    """DROP USER."""

    name: str
    is_cascade: bool
