"""The direct path load of a session, if one is open, and its answers."""

from collections.abc import Iterator
from contextlib import contextmanager

from oracle_standin.engine.direct_path import DirectPathLoad
from oracle_standin.engine.session import EngineSession
from oracle_standin.errors import OracleError
from oracle_standin.session.logon import folded_name
from oracle_standin.sql.statements import TableName
from oracle_standin.ttc.capabilities import Capabilities
from oracle_standin.ttc.direct_path import (
    DirectPathEnd,
    DirectPathOperation,
    DirectPathPrepare,
    DirectPathStream,
    write_accepted,
    write_prepared,
)
from oracle_standin.ttc.request import DirectPathCall
from oracle_standin.ttc.row_pieces import read_row_pieces

_CURSOR_ID = 0xFFFF  # apart from the cursors of statements


class DirectPath:
    """At most one load at a time: a new one ends the one before it."""

    def __init__(self, engine: EngineSession, capabilities: Capabilities) -> None:
        self._engine = engine
        self._capabilities = capabilities
        self._load: DirectPathLoad | None = None

    def answer(self, request: DirectPathCall) -> bytes:
        """Perform a request and write its answer, without the STATUS at its end.

        Raises:
            OracleError: It failed; nothing of the load is left.
        """
        match request:
            case DirectPathPrepare():
                return self._prepare(request)
            case DirectPathStream():
                return self._stream(request)
            case DirectPathEnd():
                return self._end(request)

    def _prepare(self, request: DirectPathPrepare) -> bytes:
        self.abort()
        table = TableName(folded_name(request.schema), folded_name(request.table))
        columns = [folded_name(name) for name in request.columns]
        self._load = self._engine.start_direct_path(table, columns, waits=request.waits)
        return write_prepared(_CURSOR_ID, self._load.columns, self._capabilities)

    def _stream(self, request: DirectPathStream) -> bytes:
        load = self._open(request.cursor_id)
        with self._undone_on_error():
            load.write(lambda: read_row_pieces(request.pieces, load.columns))
        return write_accepted()

    def _end(self, request: DirectPathEnd) -> bytes:
        if request.operation is DirectPathOperation.FINISH:
            load = self._open(request.cursor_id)
            with self._undone_on_error():
                load.finish()
            self._load = None
        else:
            self.abort()
        return write_accepted()

    def abort(self) -> None:
        """Undo the load if one is open."""
        if self._load is not None:
            load, self._load = self._load, None
            load.abort()

    @contextmanager
    def _undone_on_error(self) -> Iterator[None]:
        try:
            with self._engine.serving():
                yield
        except BaseException:
            self.abort()
            raise

    def _open(self, cursor_id: int) -> DirectPathLoad:
        if self._load is None or cursor_id != _CURSOR_ID:
            raise OracleError(1001, "invalid cursor")
        return self._load
