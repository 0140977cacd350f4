"""Which STATE may leave: the one rule that makes a load safe to restart.

A STATE that was read at some moment is safe once all work that began before that moment is durable: batches of rows
and DDL alike. A stream without open work holds nothing back, and work may end in any order. Pure: no clock, no I/O.
"""

from collections import deque
from dataclasses import dataclass
from typing import NewType

WorkId = NewType("WorkId", int)


@dataclass(frozen=True, slots=True)
class _PendingState:
    position: int
    value: bytes


class StateLedger:
    """Keeps the STATEs that were read until everything before them is durable."""

    __slots__ = ("_open", "_pending", "_position")

    def __init__(self) -> None:
        self._position = 0
        # In order of their beginning, which dict keeps: the first one is the oldest.
        self._open: dict[WorkId, int] = {}
        self._pending: deque[_PendingState] = deque()

    def begin(self) -> WorkId:
        """Open work: every STATE that is read from now on waits for it."""
        self._position += 1
        work = WorkId(self._position)
        self._open[work] = self._position
        return work

    def finish(self, work: WorkId) -> None:
        """The work is durable.

        Raises:
            KeyError: It was not open.
        """
        del self._open[work]

    def add_state(self, value: bytes) -> None:
        """Remember a STATE value, read now."""
        self._position += 1
        self._pending.append(_PendingState(self._position, value))

    def release(self) -> bytes | None:
        """The newest STATE that is safe and has not been released, or None; older ones are forgotten."""
        horizon = next(iter(self._open.values()), self._position + 1)
        released = None
        while self._pending and self._pending[0].position < horizon:
            released = self._pending.popleft().value
        return released

    def is_needed(self, work: WorkId) -> bool:
        """Whether a STATE that was read is waiting for this open work."""
        return bool(self._pending) and self._open[work] < self._pending[-1].position
