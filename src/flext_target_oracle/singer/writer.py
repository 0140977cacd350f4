"""The only writer of stdout: one STATE value a line."""

import os
import select

from flext_target_oracle.errors import OutputError


class StateWriter:
    """Writes STATE values to a file descriptor, unbuffered, and never another one after a part of one."""

    def __init__(self, file_descriptor: int) -> None:
        self._file_descriptor = file_descriptor
        self._failure: str | None = None

    def write(self, value: bytes) -> None:
        """Write the value as it came from the tap, and a line feed; waits while the reader is slow.

        Raises:
            OutputError: Nobody reads stdout any more, or it takes no more.
        """
        if self._failure is None:
            try:
                self._write_all(value + b"\n")
            except OSError as error:
                self._failure = error.strerror or type(error).__name__
        if self._failure is not None:
            raise OutputError(
                f"stdout takes no more STATE ({self._failure}). Rows are committed whose STATE could not be "
                "delivered: start again from the last STATE that arrived"
            )

    def _write_all(self, content: bytes) -> None:
        rest = memoryview(content)
        while rest:
            try:
                rest = rest[os.write(self._file_descriptor, rest) :]
            except BlockingIOError:
                # The other side has made the pipe non-blocking, as node.js does.
                select.select([], [self._file_descriptor], [])
