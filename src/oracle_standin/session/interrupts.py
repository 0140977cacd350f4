"""Watches the sockets of running calls: a client that interrupts or disappears cancels its call."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from oracle_standin.tns.packets import PacketStream

_TICK_S = 0.005
_IDLE_TICK_S = 0.02

_logger = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class RunningCall:
    """A call that an interrupt cancels, until it is over."""

    stream: PacketStream
    cancel: Callable[[], None]
    is_interrupted: bool = False
    is_over: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def look(self) -> None:
        """Cancel the call if its client interrupts.

        It is cancelled again at each look while it runs: a cancellation that arrives between two statements of the
        engine is lost.
        """
        with self.lock:
            if not self.is_over and self.stream.is_interrupted():
                self.is_interrupted = True
                self.cancel()

    def end(self) -> None:
        """Keep later interrupts away from the session's next call."""
        with self.lock:
            self.is_over = True


class InterruptWatcher:
    """One thread for all sessions of a server; a call costs nothing but its entry in a set."""

    def __init__(self) -> None:
        self._calls: set[RunningCall] = set()
        self._is_stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="oracle_standin interrupts", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread; calls that still run are no longer watched."""
        self._is_stopped.set()
        self._thread.join()

    @contextmanager
    def watching(self, stream: PacketStream, cancel: Callable[[], None]) -> Iterator[RunningCall]:
        """Call `cancel` from another thread when the client interrupts or disappears before the block ends."""
        call = RunningCall(stream, cancel)
        self._calls.add(call)
        try:
            yield call
        finally:
            self._calls.discard(call)
            call.look()  # a marker that has come in time must not meet the next call
            call.end()

    def _watch(self) -> None:
        while not self._is_stopped.wait(_TICK_S if self._calls else _IDLE_TICK_S):
            for call in tuple(self._calls):
                try:
                    call.look()
                except Exception:  # the watcher serves all sessions and outlives the trouble of one
                    _logger.exception("cancelling a call failed")
