"""BatchLoader: batches on their way to Oracle.

Streams load beside each other, each on a connection of its own; the batches of one stream load one after the other.
"""

import asyncio
import time
from collections.abc import Callable

from flext_target_oracle.batch.batch import Batch
from flext_target_oracle.errors import RecordError
from flext_target_oracle.jobs.job import LoadJob
from flext_target_oracle.load.append import append
from flext_target_oracle.load.observer import LoadObserver
from flext_target_oracle.oracle.query import OracleQueryService


class BatchLoader:
    """Takes batches, at most `max_in_flight` at a time, and says when each is durable."""

    def __init__(self, queries: OracleQueryService, observer: LoadObserver, *, max_in_flight: int) -> None:
        self._queries = queries
        self._observer = observer
        self._room = asyncio.Semaphore(max_in_flight)
        self._running: dict[str, asyncio.Task[None]] = {}

    async def submit(self, batch: Batch, job: LoadJob, *, on_durable: Callable[[], None]) -> None:
        """Start loading a batch once the stream's previous one is done and there is room.

        Raises:
            TargetError: The stream's previous batch failed.
        """
        await self.drain(batch.stream)
        await self._room.acquire()
        self._running[batch.stream] = asyncio.create_task(self._load(batch, job, on_durable))

    async def drain(self, stream: str) -> None:
        """Wait until nothing of the stream is on its way.

        Raises:
            TargetError: Its batch failed.
        """
        task = self._running.pop(stream, None)
        if task is not None:
            await task

    async def drain_all(self) -> None:
        """Wait until nothing is on its way.

        Raises:
            TargetError: A batch failed; the first one that did.
        """
        await self.settle()
        self.raise_failure()

    async def settle(self) -> None:
        """Wait until nothing is on its way, whatever becomes of it."""
        # gather takes note of each failure, so that asyncio does not complain about one that nobody asked for.
        await asyncio.gather(*self._running.values(), return_exceptions=True)

    def raise_failure(self) -> None:
        """Say now what went wrong since the last time.

        Raises:
            TargetError: A batch failed.
        """
        for stream, task in tuple(self._running.items()):
            if task.done():
                del self._running[stream]
                task.result()

    async def _load(self, batch: Batch, job: LoadJob, on_durable: Callable[[], None]) -> None:
        began_s = time.monotonic()
        doing = f"stream {batch.stream!r}, loading into {batch.table.title}"
        try:
            await self._queries.in_transaction(lambda transaction: append(transaction, batch), doing=doing)
        except RecordError as error:
            raise _at_line(error, batch) from error
        finally:
            self._room.release()
        job.add_batch(records=batch.row_count, size=batch.byte_count, changed=batch.changed)
        self._observer.batch_loaded(job, batch, seconds=time.monotonic() - began_s)
        on_durable()


def _at_line(error: RecordError, batch: Batch) -> RecordError:
    """The same error with the input line of the row that Oracle refused."""
    if error.row is None or not 0 <= error.row < batch.row_count:
        return error
    return RecordError(f"line {batch.lines[error.row]}: {error}", code=error.code, row=error.row)
