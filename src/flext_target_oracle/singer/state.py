"""Which STATE may leave: the one rule that makes a load safe to restart.

A STATE that was read at some moment is safe once all work that began before that moment is durable: batches of rows
and DDL alike. A stream without open work holds nothing back, and work may end in any order. Pure: no clock, no I/O.
"""

from collections import deque
from dataclasses import dataclass
from typing import NewType

# Works are numbered in the order of their beginning, from 1.
WorkId = NewType("WorkId", int)


@dataclass(frozen=True, slots=True)
class _PendingState:
    """A STATE that was read when `begun` works had begun."""

    begun: int
    value: bytes


class StateLedger:
    """Keeps the STATEs that were read until everything before them is durable.

    Of the STATEs between two beginnings only the last one is kept, so there is at most one more than works are open.
    """

    __slots__ = ("_begun", "_open", "_pending")

    def __init__(self) -> None:
        self._begun = 0
        # A dict keeps the order of beginning: the first one is the oldest.
        self._open: dict[WorkId, None] = {}
        self._pending: deque[_PendingState] = deque()

    def begin(self) -> WorkId:
        """Open work: every STATE that is read from now on waits for it."""
        self._begun += 1
        work = WorkId(self._begun)
        self._open[work] = None
        return work

    def finish(self, work: WorkId) -> None:
        """The work is durable.

        Raises:
            KeyError: It was not open.
        """
        del self._open[work]

    def add_state(self, value: bytes) -> None:
        """Remember a STATE value, read now."""
        if self._pending and self._pending[-1].begun == self._begun:
            self._pending.pop()
        self._pending.append(_PendingState(self._begun, value))

    def release(self) -> bytes | None:
        """The newest STATE that is safe and has not been released, or None; older ones are forgotten."""
        oldest_open = next(iter(self._open), self._begun + 1)
        released = None
        while self._pending and self._pending[0].begun < oldest_open:
            released = self._pending.popleft().value
        return released

    def is_needed(self, work: WorkId) -> bool:
        """Whether a STATE that was read waits for this open work."""
        return bool(self._pending) and work <= self._pending[-1].begun
