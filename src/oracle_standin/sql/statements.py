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
        text: Oracle's source, of a query inside a statement that defines something.
        sequences: The sequences whose numbers it takes or repeats.
        types: Of each column the type that its text declares, or None; empty when there is none.
    """

    sql: str
    bind_count: int
    long_names: dict[str, str] = field(default_factory=dict)
    is_locking: bool = False
    lock_wait_s: int | None = None
    tables: frozenset[TableName] = frozenset()
    text: str = ""
    sequences: frozenset[TableName] = frozenset()
    types: tuple[OracleType | None, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyUpdate:
    """The parts of an UPDATE that runs on a copy of its rows.

    Attributes:
        rows: The table and the condition, behind FROM.
        name: By which the columns of the table are qualified.
        changes: What follows SET.
    """

    rows: str
    name: str
    changes: str


@dataclass(frozen=True, slots=True)
class Dml:
    """INSERT, UPDATE, DELETE or MERGE in PostgreSQL's SQL.

    Attributes:
        sql: Where it needs all columns of a table there is columns_of(table) instead.
        table_sql: The changed table as PostgreSQL reads it; the first one of INSERT ALL.
        plain_insert: The columns of `INSERT INTO table (columns) VALUES (:1, ..., :n)`, which COPY can do, empty when
            it names none; None for anything else.
        rows_sql: An INSERT of one row of expressions as one of all rows of "~binds", a relation with a column b1, b2,
            ... for each bind that belongs at its end; None for anything else.
        tables: The tables that it names.
        sequences: The sequences whose numbers it takes or repeats.
        target: The changed table as the statement names it.
        kind: `INSERT VALUES`, `INSERT SELECT`, `INSERT ALL`, `UPDATE`, `DELETE` or `MERGE`.
        hints: The names of its hints.
        targets: All changed tables: several of INSERT ALL.
        reads_target: Whether it also reads a changed table.
        returned_count: How many binds behind the `bind_count` ones take values of RETURNING.
        privileges: What it needs of a table that it changes, but for SELECT.
        steps: For an UPDATE whose unique keys collide on the way; None when there is no such way.
    """

    sql: str
    bind_count: int
    table_sql: str
    plain_insert: tuple[str, ...] | None = None
    rows_sql: str | None = None
    tables: frozenset[TableName] = frozenset()
    sequences: frozenset[TableName] = frozenset()
    target: TableName = TableName(None, "")
    kind: str = ""
    hints: frozenset[str] = frozenset()
    targets: tuple[TableName, ...] = ()
    reads_target: bool = False
    returned_count: int = 0
    privileges: tuple[str, ...] = ()
    steps: KeyUpdate | None = None


def columns_of(table_sql: str) -> str:
    """What stands in Dml.sql where the engine, which knows the table, puts its columns."""
    return f"\0{table_sql}\0"


class Ddl:
    """A statement that defines something: it commits before and after.

    Each kind is a dataclass next to its parser; engine/dispatch.py knows what executes it.
    """

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class AlterSession:
    """ALTER SESSION SET: parameter names in upper case and their values."""

    parameters: dict[str, str]


@dataclass(frozen=True, slots=True)
class SetParallelDml:
    """ALTER SESSION ENABLE, DISABLE or FORCE PARALLEL DML."""

    mode: str


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
class SetTransaction:
    """SET TRANSACTION: `mode` is READ ONLY, READ WRITE, SERIALIZABLE or READ COMMITTED."""

    mode: str


@dataclass(frozen=True, slots=True)
class SetConstraints:
    """SET CONSTRAINTS: these of the transaction are checked at its end or at once; none stands for ALL."""

    names: tuple[TableName, ...]
    is_deferred: bool


@dataclass(frozen=True, slots=True)
class SetRole:
    """SET ROLE: these roles; with `is_all` all but these."""

    roles: tuple[str, ...]
    is_all: bool


@dataclass(frozen=True, slots=True)
class KillSession:
    """ALTER SYSTEM KILL SESSION."""

    session_id: int
    serial: int


@dataclass(frozen=True, slots=True)
class LockTable:
    """LOCK TABLE; `wait_s` None waits for ever, 0 is NOWAIT."""

    table: TableName
    mode: str
    wait_s: int | None


Statement = (
    Query
    | Dml
    | Ddl
    | AlterSession
    | SetParallelDml
    | Savepoint
    | RollbackTo
    | EndTransaction
    | SetTransaction
    | SetConstraints
    | SetRole
    | KillSession
    | LockTable
)
