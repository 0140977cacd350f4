"""The only writer of stdout: one STATE value a line."""

import os

from flext_target_oracle.errors import OutputError


class StateWriter:
    """Writes STATE values to a file descriptor, unbuffered, so that a line is either there or not."""

    def __init__(self, file_descriptor: int) -> None:
        self._file_descriptor = file_descriptor

    def write(self, value: bytes) -> None:
        """Write the value as it came from the tap, and a line feed.

        Raises:
            OutputError: Nobody reads stdout any more.
        """
        line = memoryview(value + b"\n")
        try:
            while line:
                line = line[os.write(self._file_descriptor, line) :]
        except OSError as error:
            raise OutputError(
                "stdout is closed: the STATE of the committed rows cannot be delivered. "
                "Start again from the last STATE that arrived."
            ) from error
