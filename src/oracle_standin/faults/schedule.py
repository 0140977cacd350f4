"""Which faults fire: counts what sessions meet. One schedule serves a server and may change while it runs."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from oracle_standin.errors import OracleError
from oracle_standin.faults.fault import Fault, FullTablespace, Point, SlowNetwork
from oracle_standin.faults.grammar import FaultError, parse

_ALL_SESSIONS = 0  # sessions count from 1

_logger = logging.getLogger(__name__)

# what happens to the rows of a statement: SQL text, rows of its array
FaultsOfStatement: TypeAlias = "Callable[[str, int], StatementFaults]"


@dataclass(frozen=True, slots=True)
class Firing:
    """That a fault happened; `session_id` as in V$SESSION."""

    fault: str
    session_id: int


@dataclass(slots=True)
class _Armed:
    fault: Fault
    met: Counter[int] = field(default_factory=Counter)  # by session
    over_at_s: float | None = None

    def fires(self, session_id: int, sql: str, now_s: float) -> bool:
        """Whether the fault happens to what is met now."""
        fault = self.fault
        if fault.pattern and not fault.pattern.search(sql):
            return False
        counter = session_id if fault.is_per_session else _ALL_SESSIONS
        self.met[counter] += 1
        ordinal = self.met[counter] - fault.number
        if ordinal < 0 or (fault.times is not None and ordinal >= fault.times):
            return False
        if fault.window_s is not None and self.over_at_s is None:
            self.over_at_s = now_s + fault.window_s
        return self.over_at_s is None or now_s < self.over_at_s


@dataclass(slots=True)
class _Tablespace:
    specification: FullTablespace
    rows: int = 0


class Faults:
    """The faults of a server, in the order in which they were added.

    What fires is counted by the server, or by each session where the fault says so, and never chosen at random: the
    same requests meet the same faults.
    """

    def __init__(self, texts: Iterable[str] = (), *, clock: Callable[[], float] = time.monotonic) -> None:
        """Read specifications.

        Raises:
            FaultError: One cannot be read.
        """
        if isinstance(texts, str):
            raise FaultError(f"faults are a list of specifications: [{texts!r}]")
        self._clock = clock
        self._lock = threading.Lock()
        self._armed: list[_Armed] = []
        self._tablespaces: list[_Tablespace] = []
        self._networks: list[SlowNetwork] = []
        self._fired: list[Firing] = []
        for text in texts:
            self.add(text)

    def add(self, text: str) -> None:
        """Add a fault; it counts from here on.

        Raises:
            FaultError: The specification cannot be read.
        """
        specification = parse(text)
        with self._lock:
            match specification:
                case Fault():
                    self._armed.append(_Armed(specification))
                case FullTablespace():
                    self._tablespaces.append(_Tablespace(specification))
                case SlowNetwork():
                    self._networks.append(specification)

    def clear(self) -> None:
        """Forget all faults and what has fired."""
        with self._lock:
            for faults in (self._armed, self._tablespaces, self._networks, self._fired):
                faults.clear()

    @property
    def fired(self) -> tuple[Firing, ...]:
        """What has happened so far, in order."""
        with self._lock:
            return tuple(self._fired)

    def meet(self, session_id: int, points: Iterable[Point], sql: str = "") -> list[Fault]:
        """What happens to a request that meets all of these points at once."""
        met = frozenset(points)
        with self._lock:
            armed = [armed for armed in self._armed if armed.fault.row is None and armed.fault.point in met]
            return self._firing(armed, session_id, sql)

    def of_statement(self, session_id: int, sql: str, row_count: int) -> "StatementFaults":
        """What happens to the rows of one execution; a statement without an array has one row."""
        with self._lock:
            armed = [armed for armed in self._armed if armed.fault.row and armed.fault.row <= row_count]
            firing = self._firing(armed, session_id, sql)
            tablespaces = [one for one in self._tablespaces if one.specification.concerns(sql)]
        errors = {fault.row - 1: injected(fault.code, fault.text) for fault in firing if fault.row}
        return StatementFaults(errors, tablespaces, lambda text: self._log(text, session_id))

    def transfer_s(self, byte_count: int) -> float:
        """How long the network takes for a packet."""
        return sum(network.latency_s + network.s_per_byte * byte_count for network in self._networks)

    def _firing(self, armed: Iterable[_Armed], session_id: int, sql: str) -> list[Fault]:
        now_s = self._clock()
        firing = [one.fault for one in armed if one.fires(session_id, sql, now_s)]
        for fault in firing:
            self._log(fault.text, session_id)
        return firing

    def _log(self, text: str, session_id: int) -> None:
        self._fired.append(Firing(text, session_id))
        _logger.warning("session %d meets the fault %r", session_id, text)


class StatementFaults:
    """What happens to the rows of one execution; they may be tried again in smaller parts."""

    def __init__(
        self, errors: Mapping[int, OracleError], tablespaces: list[_Tablespace], log: Callable[[str], None]
    ) -> None:
        self._errors = errors
        self._tablespaces = tablespaces
        self._log = log
        self._is_full = False

    def check_rows(self, start: int, stop: int) -> None:
        """Let rows be written, counted from 0.

        Raises:
            OracleError: One of them has to fail.
        """
        for row, error in self._errors.items():
            if start <= row < stop:
                raise error

    def use_space(self, row_count: int) -> None:
        """Count rows that were written.

        Raises:
            OracleError: There was no room for all of them; none is counted, and the caller takes them back.
        """
        for tablespace in self._tablespaces:
            specification = tablespace.specification
            if tablespace.rows + row_count > specification.rows:
                if not self._is_full:
                    self._log(specification.text)
                self._is_full = True
                raise injected(specification.code, specification.text)
        for tablespace in self._tablespaces:
            tablespace.rows += row_count


def injected(code: int, text: str) -> OracleError:
    """The ORA error of a fault; its text does not pretend to be Oracle's."""
    return OracleError(code, f"raised by the fault '{text}' of oracle_standin")


def no_faults(_sql: str, _row_count: int) -> StatementFaults:
    """Nothing happens to the rows of any statement."""
    return StatementFaults({}, [], _logger.warning)
