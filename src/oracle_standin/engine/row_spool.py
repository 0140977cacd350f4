"""The rows of a query between PostgreSQL and the client's fetches: a few in memory, the others in a file.

They are taken from PostgreSQL at once. So later statements, COMMIT and ROLLBACK do not touch them, a slow client
holds no lock, and a large result does not fill the memory.
"""

import marshal
import tempfile
from collections import deque
from typing import IO

from psycopg.pq.abc import PGresult

_CHUNKS_IN_MEMORY = 10

Columns = list[list[bytes | None]]


class RowSpool:
    """Rows that are appended first and then taken, in the same order."""

    def __init__(self) -> None:
        self._chunks: deque[Columns] = deque()
        self._taken = 0  # rows of the first chunk
        self._file: IO[bytes] | None = None
        self._chunks_in_file = 0
        self._is_rewound = False

    def append(self, result: PGresult) -> None:
        """Keep the rows of a result."""
        get_value, rows = result.get_value, range(result.ntuples)
        if not rows:
            return
        chunk = [[get_value(row, place) for row in rows] for place in range(result.nfields)]
        if len(self._chunks) < _CHUNKS_IN_MEMORY:
            self._chunks.append(chunk)
            return
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="oracle-standin-rows-")  # noqa: SIM115 - lives until close()
        marshal.dump(chunk, self._file)
        self._chunks_in_file += 1

    def take(self, limit: int) -> list[Columns]:
        """At most `limit` further rows, in pieces."""
        pieces = []
        while limit and (chunk := self._first()):
            stop = min(self._taken + limit, len(chunk[0]))
            pieces.append([values[self._taken : stop] for values in chunk])
            limit -= stop - self._taken
            self._taken = stop
            if stop == len(chunk[0]):
                self._chunks.popleft()
                self._taken = 0
        return pieces

    @property
    def is_empty(self) -> bool:
        """Whether all rows have been taken."""
        return not self._chunks and not self._chunks_in_file

    def close(self) -> None:
        """Forget all rows."""
        self._chunks.clear()
        self._chunks_in_file = 0
        if self._file is not None:
            self._file.close()

    def _first(self) -> Columns | None:
        if not self._chunks and self._file is not None and self._chunks_in_file:
            if not self._is_rewound:
                self._file.seek(0)
                self._is_rewound = True
            self._chunks.append(marshal.load(self._file))  # noqa: S302 - what this process has written
            self._chunks_in_file -= 1
        return self._chunks[0] if self._chunks else None
