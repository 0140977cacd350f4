"""The buffer of DBMS_OUTPUT. Reference: PL/SQL Packages and Types Reference, DBMS_OUTPUT."""

from collections import deque

from oracle_standin.errors import OracleError

_MIN_BYTES, _MAX_BYTES = 2_000, 1_000_000
_MAX_LINE_BYTES = 32_767


class OutputBuffer:
    """Lines that blocks have written and the client has not read; nothing is kept while it is disabled."""

    def __init__(self) -> None:
        self._lines: deque[str] = deque()
        self._unfinished = ""
        self._limit: int | None = None
        self._is_enabled = False

    def enable(self, limit: int | None) -> None:
        """Keep what is written from now on, up to `limit` bytes; None is without limit."""
        self._is_enabled = True
        self._limit = None if limit is None else min(max(limit, _MIN_BYTES), _MAX_BYTES)

    def disable(self) -> None:
        """Keep nothing, and forget what is there."""
        self._is_enabled = False
        self._lines.clear()
        self._unfinished = ""

    def put(self, text: str) -> None:
        """Write the beginning of a line.

        Raises:
            OracleError: ORA-20000: the line or the buffer is too long.
        """
        if not self._is_enabled:
            return
        self._unfinished += text
        if len(self._unfinished.encode()) > _MAX_LINE_BYTES:
            self._unfinished = ""
            raise OracleError(20000, f"ORU-10028: line length overflow, limit of {_MAX_LINE_BYTES} bytes per line")
        if self._limit is not None and self._size() > self._limit:
            self._unfinished = ""
            raise OracleError(20000, f"ORU-10027: buffer overflow, limit of {self._limit} bytes")

    def end_line(self) -> None:
        """Finish the line."""
        if self._is_enabled:
            self._lines.append(self._unfinished)
            self._unfinished = ""

    def take_line(self) -> str | None:
        """The oldest line, which is removed; None if there is none."""
        return self._lines.popleft() if self._lines else None

    def _size(self) -> int:
        return sum(len(line.encode()) for line in (*self._lines, self._unfinished))
