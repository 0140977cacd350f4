"""Lines of a file descriptor, read in large chunks without ever blocking the event loop.

Whoever reads may be told to stop while the other side is silent: the wait is a `poll` on the input and on a pipe
of our own, so a signal ends it at once. POSIX only, as is `poll` on pipes.
"""

import asyncio
import codecs
import os
import select
from dataclasses import dataclass

from flext_target_oracle.errors import InputError

_CHUNK_BYTES = 1 << 20  # larger reads gained nothing when measured
_MAX_LINE_BYTES = 1 << 30  # python-oracledb binds at most 1 GB, so a longer record could not be loaded


@dataclass(frozen=True, slots=True)
class Lines:
    """Consecutive lines without their line feeds.

    Attributes:
        first_number: The number of the first line, from 1.
        is_cut_off: The input ended without a line feed after the last line.
    """

    first_number: int
    lines: list[bytes]
    is_cut_off: bool = False


class LineReader:
    """Reads an input once, from beginning to end."""

    def __init__(self, file_descriptor: int) -> None:
        self._file_descriptor = file_descriptor
        self._wake_reader, self._wake_writer = os.pipe()
        self._rest: list[bytes] = []
        self._rest_bytes = 0
        self._next_number = 1
        self._is_stopped = False
        self._is_at_end = False
        self._is_closed = False

    async def read(self, *, wait_s: float) -> Lines | None:
        """The next lines; none yet (an empty list) after `wait_s` seconds of silence; None at the end or once stopped.

        Raises:
            InputError: A line is longer than any record can be, or the input cannot be read.
        """
        if self._is_stopped or self._is_at_end:
            return None
        chunk = await asyncio.to_thread(self._read_chunk, wait_s)
        if self._is_stopped:
            return None
        if chunk is None:
            return Lines(self._next_number, [])
        if not chunk:
            self._is_at_end = True
            return self._last_line()
        return self._split(chunk)

    @property
    def is_stopped(self) -> bool:
        """Whether `stop` was called."""
        return self._is_stopped

    def stop(self) -> None:
        """Read no more; also ends a wait that is going on. Safe in a signal handler, also after `close`."""
        self._is_stopped = True
        if not self._is_closed:
            os.write(self._wake_writer, b"x")

    def close(self) -> None:
        """Give back the reader's own pipe; the input belongs to the caller."""
        self._is_closed = True
        os.close(self._wake_reader)
        os.close(self._wake_writer)

    def _read_chunk(self, wait_s: float) -> bytes | None:
        """Whatever is there, up to a chunk; b"" at the end of the input, None after a wait in vain."""
        try:
            if not self._has_input(wait_s):
                return None
            chunk = bytearray()
            while len(chunk) < _CHUNK_BYTES and (part := os.read(self._file_descriptor, _CHUNK_BYTES - len(chunk))):
                chunk += part
                if not self._has_input(0):
                    break
            return bytes(chunk)
        except OSError as error:
            raise InputError(f"the input cannot be read: {error.strerror}", line=self._next_number) from error

    def _has_input(self, wait_s: float) -> bool:
        # Not select(), which knows no descriptor above 1023. A closed one counts as ready: reading it says why.
        waiting = select.poll()
        waiting.register(self._file_descriptor, select.POLLIN)
        waiting.register(self._wake_reader, select.POLLIN)
        return any(descriptor == self._file_descriptor for descriptor, _ in waiting.poll(wait_s * 1000))

    def _split(self, chunk: bytes) -> Lines:
        head, separator, tail = chunk.rpartition(b"\n")
        if not separator:
            self._keep(chunk)
            return Lines(self._next_number, [])
        lines = b"".join([*self._rest, head]).split(b"\n")
        self._rest, self._rest_bytes = [], 0
        self._keep(tail)
        return Lines(self._take_numbers(lines), lines)

    def _keep(self, tail: bytes) -> None:
        if tail:
            self._rest.append(tail)
            self._rest_bytes += len(tail)
        if self._rest_bytes > _MAX_LINE_BYTES:
            raise InputError(f"this line is longer than {_MAX_LINE_BYTES} bytes", line=self._next_number)

    def _last_line(self) -> Lines | None:
        if not self._rest:
            return None
        line = b"".join(self._rest)
        self._rest = []
        lines = [line]
        return Lines(self._take_numbers(lines), lines, is_cut_off=True)

    def _take_numbers(self, lines: list[bytes]) -> int:
        """The number of the first of these lines; the first of all may begin with a byte order mark."""
        first_number = self._next_number
        if first_number == 1:
            lines[0] = lines[0].removeprefix(codecs.BOM_UTF8)
        self._next_number += len(lines)
        return first_number
