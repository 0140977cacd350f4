"""Lets scripted faults happen to a session."""

import contextlib
import re
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from oracle_standin.errors import OracleError
from oracle_standin.faults.fault import Action, Fault, Point
from oracle_standin.faults.schedule import Faults, StatementFaults, injected
from oracle_standin.session.interrupts import RunningCall
from oracle_standin.tns.packets import PacketStream
from oracle_standin.ttc.direct_path import DirectPathEnd, DirectPathOperation
from oracle_standin.ttc.execute import Execute, Option
from oracle_standin.ttc.fetch import Fetch
from oracle_standin.ttc.request import Call, Command

_TICK_S = 0.02
_COMMIT = re.compile(r"\s*commit\b", re.IGNORECASE)
_POINTS = {Command.COMMIT: Point.COMMIT, Command.ROLLBACK: Point.ROLLBACK}


class ConnectionCutError(Exception):
    """A fault cuts the connection: the session ends without another word."""


class Injector:
    """The faults of one session."""

    def __init__(self, faults: Faults, session_id: int, stream: PacketStream, is_stopping: threading.Event) -> None:
        self._faults = faults
        self._session_id = session_id
        self._stream = stream
        self._is_stopping = is_stopping

    @contextmanager
    def at(self, points: Iterable[Point], sql: str = "", running: RunningCall | None = None) -> Iterator[None]:
        """Something that meets these points, a call if one is running; it happens in the block, or not.

        Raises:
            OracleError: It fails instead, or the client gave up waiting.
            ConnectionCutError: The session ends.
        """
        faults = self._faults.meet(self._session_id, points, sql)
        for fault in faults:
            self._let_happen(fault, running)
        yield
        if any(fault.action in (Action.DROP_AFTER, Action.LATE) for fault in faults):
            raise ConnectionCutError

    def of_statement(self, sql: str, row_count: int) -> StatementFaults:
        """What happens to the rows of an execution."""
        return self._faults.of_statement(self._session_id, sql, row_count)

    def _let_happen(self, fault: Fault, running: RunningCall | None) -> None:
        match fault.action:
            case Action.DROP_BEFORE:
                raise ConnectionCutError
            case Action.HANG:
                self._wait(float("inf"), running)
            case Action.DELAY:
                self._wait(fault.seconds, running)
            case Action.LATE:
                self._cut(running)
                if self._is_stopping.wait(fault.seconds):
                    raise ConnectionCutError
            case Action.ERROR:
                raise injected(fault.code, fault.text)
            case Action.DROP_AFTER:
                pass  # once it has happened

    def _wait(self, seconds: float, running: RunningCall | None) -> None:
        """Wait, but not longer than the client; a server that stops disconnects it."""
        deadline_s = time.monotonic() + seconds
        while (left_s := deadline_s - time.monotonic()) > 0:
            # a marker is answered only where the watcher has seen it
            if running.is_interrupted if running else self._stream.is_interrupted():
                raise OracleError(1013, "user requested cancel of current operation")
            time.sleep(min(_TICK_S, left_s))

    def _cut(self, running: RunningCall | None) -> None:
        if running:
            running.end()  # the end of the connection is no reason to cancel the call
        with contextlib.suppress(OSError):
            self._stream.cut()


def points_of(call: Call, sql: str) -> frozenset[Point]:
    """What a request meets; `sql` is the text of its statement."""
    match call:
        case Execute():
            commits = call.options & Option.COMMIT or _COMMIT.match(sql)
            return frozenset({Point.CALL, Point.EXECUTE, *([Point.COMMIT] if commits else [])})
        case Fetch():
            return frozenset({Point.CALL, Point.FETCH})
        case DirectPathEnd(operation=DirectPathOperation.FINISH):
            return frozenset({Point.CALL, Point.FINISH})
        case Command.COMMIT | Command.ROLLBACK:
            return frozenset({Point.CALL, _POINTS[call]})
        case _:
            return frozenset({Point.CALL})
