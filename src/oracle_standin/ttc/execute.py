"""EXECUTE (94), REEXECUTE (4) and REEXECUTE AND FETCH (78): run a statement, new or known by its cursor.

Also what a statement other than a query answers before its ERROR message: the rows that each execution affected.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntFlag

from oracle_standin.codec.wire_types import BindColumn
from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.returning import returned_bind_count
from oracle_standin.ttc.bind_rows import read_bind_rows
from oracle_standin.ttc.capabilities import Capabilities, FieldVersion
from oracle_standin.ttc.column_metadata import BindLayout, ColumnMetadata, bind_layout, read_column_metadata
from oracle_standin.ttc.reader import Reader, decoded
from oracle_standin.ttc.writer import ub

_PARAMETER = 8
_FLAG_COUNT = 13  # of the integers behind the SQL text
_WANTS_ROW_COUNTS = 0x4000  # execute flag, TNS_EXEC_FLAGS_DML_ROWCOUNTS
_SCROLLABLE = 0x2
_COMMIT_REEXECUTE = 0x1


class Option(IntFlag):
    """What an execute is asked to do (python-oracledb, constants.pxi, TNS_EXEC_OPTION_*)."""

    PARSE = 0x1
    BIND = 0x8
    DEFINE = 0x10
    EXECUTE = 0x20
    FETCH = 0x40
    COMMIT = 0x100
    PLSQL_BIND = 0x400
    DESCRIBE = 0x20000
    BATCH_ERRORS = 0x80000


@dataclass(frozen=True, slots=True)
class Execute:
    """One execution.

    Attributes:
        cursor_id: 0 for a new statement.
        sql: None for the statement that the cursor has.
        row_limit: How many rows of a query may come with the answer.
        execution_count: How often to execute; the number of rows of an array.
        layout: The types of the binds, to be kept for the next execution.
        defines: The types in which the client wants to have the columns, if it says so.
    """

    cursor_id: int
    sql: str | None
    options: Option
    row_limit: int
    execution_count: int
    wants_row_counts: bool
    layout: BindLayout
    binds: Sequence[BindColumn]
    defines: tuple[ColumnMetadata, ...] = ()


@dataclass(frozen=True, slots=True)
class _Head:
    options: Option
    cursor_id: int
    has_sql: bool
    row_limit: int
    bind_count: int
    define_count: int


def read_execute(reader: Reader, capabilities: Capabilities, layout_of: Callable[[int], BindLayout]) -> Execute:
    """An EXECUTE message, behind its function code.

    `layout_of` yields the binds of a cursor's last EXECUTE.

    Raises:
        UnsupportedError: A type that the stand-in does not have.
    """
    head = _read_head(reader, capabilities)
    sql = decoded(reader.clr()) if head.has_sql else None
    numbers = [reader.ub() for _ in range(_FLAG_COUNT)]
    _, count, is_query, flags = numbers[0], numbers[1], numbers[7], numbers[9]
    if flags & _SCROLLABLE:
        raise UnsupportedError("scrollable cursors")
    defines = read_column_metadata(reader, head.define_count, capabilities)
    layout, binds = _unbound(sql, head, layout_of), list[BindColumn]()
    if head.bind_count:
        columns = read_column_metadata(reader, head.bind_count, capabilities)
        layout = bind_layout(
            columns,
            capabilities,
            is_plsql=bool(head.options & Option.PLSQL_BIND),
            returned_count=layout.returned_count,
        )
        binds = read_bind_rows(reader, layout, 1 if is_query else count)
    return Execute(
        cursor_id=head.cursor_id,
        sql=sql,
        options=head.options,
        row_limit=_row_limit(head, count if is_query else 0),
        execution_count=1 if is_query else count,
        wants_row_counts=bool(flags & _WANTS_ROW_COUNTS),
        layout=layout,
        binds=binds,
        defines=defines,
    )


def read_reexecute(reader: Reader, layout_of: Callable[[int], BindLayout], *, is_fetch: bool) -> Execute:
    """A REEXECUTE message, or a REEXECUTE AND FETCH, behind its function code.

    `layout_of` yields the binds of a cursor's last EXECUTE.
    """
    cursor_id, count = reader.ub(), reader.ub()
    reader.ub()
    commits = reader.ub() & _COMMIT_REEXECUTE
    layout = layout_of(cursor_id)
    execution_count = 1 if is_fetch else count
    options = Option.EXECUTE | (Option.FETCH if is_fetch else Option(0)) | (Option.COMMIT if commits else Option(0))
    return Execute(
        cursor_id=cursor_id,
        sql=None,
        options=options,
        row_limit=count if is_fetch else 0,
        execution_count=execution_count,
        wants_row_counts=False,
        layout=layout,
        binds=read_bind_rows(reader, layout, execution_count) if layout.columns else [],
    )


def _row_limit(head: _Head, iterations: int) -> int:
    """How many rows to send; the iterations of a known query fetch them without the option, as in OCIStmtExecute()."""
    fetches = head.options & Option.FETCH or (iterations and not head.options & Option.DESCRIBE)
    return head.row_limit if fetches else 0


def _unbound(sql: str | None, head: _Head, layout_of: Callable[[int], BindLayout]) -> BindLayout:
    """The layout before binds are known; whether some of them only take values depends on the statement."""
    if sql is not None:
        return BindLayout(returned_count=returned_bind_count(sql))
    return BindLayout(returned_count=layout_of(head.cursor_id).returned_count)


def write_row_counts(counts: Sequence[int]) -> bytes:
    """The PARAMETER message with the rows that each execution of an array affected."""
    return bytes((_PARAMETER, 0, 0, 0, 0)) + ub(len(counts)) + b"".join(map(ub, counts))


def _read_head(reader: Reader, capabilities: Capabilities) -> _Head:
    options, cursor_id = Option(reader.ub()), reader.ub()
    has_sql, sql_bytes = reader.u8(), reader.ub()
    reader.u8()
    reader.ub()  # number of integers behind the SQL text
    reader.raw(2)
    reader.ub()
    row_limit = reader.ub()
    reader.ub()  # longest LONG
    reader.u8()
    bind_count = reader.ub()
    reader.raw(5)
    reader.u8()
    define_count = reader.ub()
    _skip_registration(reader)
    _skip_since_12_2(reader, capabilities)
    return _Head(options, cursor_id, bool(has_sql and sql_bytes), row_limit, bind_count, define_count)


def _skip_registration(reader: Reader) -> None:
    reader.ub()
    reader.raw(3)
    reader.ub()
    reader.u8()
    reader.ub()
    reader.ub()
    reader.u8()
    reader.ub()
    reader.u8()


def _skip_since_12_2(reader: Reader, capabilities: Capabilities) -> None:
    if capabilities.field_version >= FieldVersion.V12_2:
        reader.u8()
        reader.ub()
        reader.u8()
        reader.ub()
        reader.u8()
    if capabilities.field_version >= FieldVersion.V12_2_EXT1:
        reader.u8()
        reader.ub()
