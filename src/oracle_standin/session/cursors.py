"""Open cursors: the statements of a session, what is known of them, and their results."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import zip_longest

from oracle_standin.codec.wire_types import BindColumn, ColumnDescription, WireType
from oracle_standin.engine.plsql.blocks import Blocks
from oracle_standin.engine.session import EngineSession, QueryResult, StatementResult
from oracle_standin.errors import OracleError
from oracle_standin.session.lobs import Lobs
from oracle_standin.sql.plsql.source import is_block
from oracle_standin.ttc.capabilities import Capabilities
from oracle_standin.ttc.column_metadata import BindLayout, ColumnMetadata
from oracle_standin.ttc.describe_info import write_describe_info
from oracle_standin.ttc.error import Outcome, write_error
from oracle_standin.ttc.execute import Execute, Option, write_row_counts
from oracle_standin.ttc.fetch import Fetch
from oracle_standin.ttc.out_binds import write_assigned_values, write_io_vector, write_returned_rows
from oracle_standin.ttc.row_data import changed_type, fetch_type, write_rows

MAX_OPEN_CURSORS = 300  # OPEN_CURSORS as Oracle's own sample configuration sets it
_LOB_TYPES = (WireType.CLOB, WireType.BLOB)
_DEFINED_TYPES = (*_LOB_TYPES, WireType.JSON)
_DATABASE_CHARSET = 1  # the character set form of what is not national


@dataclass(slots=True)
class _Cursor:
    sql: str
    id: int = 0  # from the first successful call on
    layout: BindLayout = field(default_factory=BindLayout)
    columns: tuple[ColumnDescription, ...] = ()
    told_types: tuple[WireType, ...] = ()  # of the columns, as the client takes them
    fetch_types: tuple[WireType, ...] = ()  # the same after a define
    is_defined: bool = False
    result: QueryResult | None = None
    fetched: int = 0

    @property
    def needs_define(self) -> bool:
        """Whether the client has yet to say if it wants the LOBs as LOBs or as LONGs; it gets no rows before."""
        return not self.is_defined and any(told in _DEFINED_TYPES for told in self.told_types)

    def describe(self, columns: tuple[ColumnDescription, ...]) -> None:
        previous = zip_longest(self.told_types[: len(columns)], columns)
        self.columns = columns
        self.told_types = self.fetch_types = tuple(changed_type(column.wire_type, told) for told, column in previous)
        self.is_defined = False

    def define(self, defines: Sequence[ColumnMetadata]) -> None:
        if len(defines) != len(self.columns):
            raise OracleError(1007, "variable not in select list")
        self.fetch_types = tuple(
            fetch_type(column.wire_type, define.wire_type) for column, define in zip(self.columns, defines, strict=True)
        )
        self.is_defined = True

    def close_result(self) -> None:
        if self.result is not None:
            self.result.close()
        self.result, self.fetched = None, 0


class Cursors:
    """The open cursors of one session.

    Attributes:
        has_failed: Whether the last execute() answered with an error of some row of an array.
    """

    def __init__(self, engine: EngineSession, lobs: Lobs, capabilities: Capabilities) -> None:
        self._engine = engine
        self._blocks = Blocks(engine)
        self._lobs = lobs
        self._capabilities = capabilities
        self._cursors: dict[int, _Cursor] = {}
        self.has_failed = False

    def layout_of(self, cursor_id: int) -> BindLayout:
        """The binds of a cursor's last EXECUTE."""
        return self._find(cursor_id).layout

    def sql_of(self, call: object) -> str:
        """The text of the statement that a call is about; empty if it is about none."""
        if isinstance(call, Execute) and call.sql is not None:
            return call.sql
        cursor = self._cursors.get(call.cursor_id) if isinstance(call, Execute | Fetch) else None
        return cursor.sql if cursor else ""

    def execute(self, request: Execute) -> bytes:
        """Perform a request to parse, define or execute, and write its answer.

        Raises:
            OracleError: The statement failed; a new one leaves no cursor behind.
        """
        cursor = self._cursor_of(request)
        if request.options & Option.EXECUTE or not cursor.id:
            cursor.layout = request.layout
        try:
            return self._perform(cursor, request)
        except OracleError:
            cursor.close_result()
            raise

    def fetch(self, request: Fetch) -> bytes:
        """More rows, as an answer.

        Raises:
            OracleError: ORA-01002 if nothing is there to be fetched.
        """
        cursor = self._find(request.cursor_id)
        if cursor.result is None:
            raise OracleError(1002, "fetch out of sequence")
        return self._rows(cursor, request.row_limit)

    def close(self, cursor_ids: Iterable[int]) -> None:
        """Close cursors; unknown ones are left alone, the client does not wait for an answer."""
        for cursor_id in cursor_ids:
            if cursor := self._cursors.pop(cursor_id, None):
                cursor.close_result()

    def close_all(self) -> None:
        """Close what is open, at the end of the session."""
        self.close(list(self._cursors))

    def _perform(self, cursor: _Cursor, request: Execute) -> bytes:
        if request.defines:
            cursor.define(request.defines)
        if request.options & Option.EXECUTE:
            return self._run(cursor, request)
        if request.sql is not None:
            return self._parse(cursor)
        return self._rows(cursor, request.row_limit)

    def _run(self, cursor: _Cursor, request: Execute) -> bytes:
        cursor.close_result()
        self.has_failed = False
        if is_block(cursor.sql):
            return self._run_block(cursor, request)
        result = self._engine.execute(
            cursor.sql,
            [self._with_lob_contents(bind) for bind in request.binds],
            array_size=request.execution_count,
            batch_errors=bool(request.options & Option.BATCH_ERRORS),
            row_counts=request.wants_row_counts,
        )
        is_complete = isinstance(result, QueryResult) or not (result.error or result.batch_errors)
        self.has_failed = not is_complete
        if request.options & Option.COMMIT and is_complete and self._engine.is_in_transaction:
            self._engine.commit()
        if isinstance(result, StatementResult):
            return self._statement_answer(cursor, request, result)
        cursor.result = result
        description = self._describe(cursor, result.columns, is_new=request.sql is not None)
        return description + self._rows(cursor, 0 if cursor.needs_define else request.row_limit)

    def _run_block(self, cursor: _Cursor, request: Execute) -> bytes:
        binds = [self._with_lob_contents(bind) for bind in request.binds]
        result = self._blocks.execute(cursor.sql, binds, request.execution_count)
        self.has_failed = result.error is not None
        if request.options & Option.COMMIT and result.error is None and self._engine.is_in_transaction:
            self._engine.commit()
        columns = [column for column, is_output in zip(cursor.layout.columns, result.outputs, strict=True) if is_output]
        answer = write_io_vector(result.outputs) if result.outputs else b""
        if columns:
            locate = partial(self._lobs.locate, is_locked=False)
            answer += b"".join(write_assigned_values(row, columns, locate) for row in result.values)
        return answer + self._end(cursor, row_count=len(result.values), error=result.error)

    def _statement_answer(self, cursor: _Cursor, request: Execute, result: StatementResult) -> bytes:
        row_counts = write_row_counts(result.row_counts) if request.wants_row_counts else b""
        returned = self._returned(cursor.layout, result)
        return (
            row_counts
            + returned
            + self._end(
                cursor,
                row_count=result.row_count,
                error=result.error,
                batch_errors=result.batch_errors,
                rowid=result.rowid,
            )
        )

    def _returned(self, layout: BindLayout, result: StatementResult) -> bytes:
        columns = layout.columns[len(layout.order) :]
        locate = partial(self._lobs.locate, is_locked=True)
        return b"".join(write_returned_rows(rows, columns, locate) for rows in result.returned)

    def _parse(self, cursor: _Cursor) -> bytes:
        columns = () if is_block(cursor.sql) else self._engine.describe(cursor.sql)
        description = self._describe(cursor, columns, is_new=True) if columns else b""
        return description + self._end(cursor)

    def _describe(self, cursor: _Cursor, columns: tuple[ColumnDescription, ...], *, is_new: bool) -> bytes:
        """DESCRIBE INFO, but not again: it would make the client forget its defines."""
        if columns == cursor.columns and not is_new:
            return b""
        cursor.describe(columns)
        return write_describe_info(columns, self._capabilities)

    def _rows(self, cursor: _Cursor, limit: int) -> bytes:
        rows: list[tuple[bytes | None, ...]] = []
        is_end = False
        if cursor.result is not None and limit:
            rows, is_end = cursor.result.fetch(limit)
        cursor.fetched += len(rows)
        locate = partial(self._lobs.locate, is_locked=cursor.result is not None and cursor.result.is_locking)
        answer = write_rows(rows, cursor.columns, cursor.fetch_types, locate) + self._end(
            cursor, row_count=cursor.fetched, is_end_of_data=is_end
        )
        if is_end:
            cursor.close_result()
        return answer

    def _end(
        self,
        cursor: _Cursor,
        *,
        row_count: int = 0,
        error: OracleError | None = None,
        batch_errors: Sequence[tuple[int, OracleError]] = (),
        is_end_of_data: bool = False,
        rowid: bytes | None = None,
    ) -> bytes:
        outcome = Outcome(
            self._engine.is_in_transaction,
            cursor_id=self._keep(cursor),
            row_count=row_count,
            error=error,
            batch_errors=batch_errors,
            is_end_of_data=is_end_of_data,
            rowid=rowid,
        )
        return write_error(outcome, self._capabilities)

    def _with_lob_contents(self, bind: BindColumn) -> BindColumn:
        if bind.wire_type not in _LOB_TYPES:
            return bind
        contents = [value and self._lobs.content(value) for value in bind.values]
        return replace(bind, charset_form=bind.charset_form and _DATABASE_CHARSET, values=contents)

    def _cursor_of(self, request: Execute) -> _Cursor:
        if not request.cursor_id:
            if request.sql is None:
                raise OracleError(1003, "no statement parsed")
            if len(self._cursors) >= MAX_OPEN_CURSORS:
                raise OracleError(1000, "maximum open cursors exceeded")
            return _Cursor(request.sql)
        cursor = self._find(request.cursor_id)
        if request.sql is not None:
            cursor.sql = request.sql
        return cursor

    def _find(self, cursor_id: int) -> _Cursor:
        try:
            return self._cursors[cursor_id]
        except KeyError:
            raise OracleError(1001, "invalid cursor") from None

    def _keep(self, cursor: _Cursor) -> int:
        if not cursor.id:
            cursor.id = next(number for number in range(1, MAX_OPEN_CURSORS + 1) if number not in self._cursors)
            self._cursors[cursor.id] = cursor
        return cursor.id
