"""BatchLoader: batches on their way to Oracle.

Streams load beside each other, each on a connection of its own; the batches of one stream load one after the other.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flext_target_oracle.batch.batch import Batch
from flext_target_oracle.errors import ConfigurationError, LoadError, RecordError
from flext_target_oracle.jobs.job import LoadJob
from flext_target_oracle.load import statements
from flext_target_oracle.load.append import append
from flext_target_oracle.load.observer import LoadObserver
from flext_target_oracle.oracle.query import OracleQueryService
from flext_target_oracle.oracle.schema import OracleSchemaService
from flext_target_oracle.schema.evolution import AddColumn, Change, WidenColumn, changes, conflicts
from flext_target_oracle.schema.table import Table

_EVOLUTION_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Preparation:
    """What it took to make a table ready: it was created, or got these changes."""

    is_new: bool
    changes: tuple[str, ...] = ()


class BatchLoader:
    """Takes batches, at most `max_in_flight` at a time, and says when each is durable.

    `evolves`: whether tables that exist get what their streams need.
    """

    def __init__(
        self,
        queries: OracleQueryService,
        schemas: OracleSchemaService,
        observer: LoadObserver,
        *,
        max_in_flight: int,
        evolves: bool,
    ) -> None:
        self._evolves = evolves
        self._queries = queries
        self._schemas = schemas
        self._observer = observer
        self._room = asyncio.Semaphore(max_in_flight)
        self._running: dict[str, asyncio.Task[None]] = {}

    async def require_schema(self, owner: str) -> None:
        """Make sure that the schema is there.

        Raises:
            ConfigurationError: It is not; creating a user is the database administrator's business.
        """
        if not await self._schemas.schema_exists(owner):
            raise ConfigurationError(
                f"default_target_schema: there is no schema {owner} in this database. A schema is a user: name an "
                f"existing one, or have it created (CREATE USER {owner} ...)"
            )

    async def prepare(self, table: Table) -> Preparation:
        """Make the table ready, and say what it took.

        Raises:
            LoadError: A table of this name cannot take the stream.
            DatabaseError: Oracle refused.
        """
        current = await self._schemas.describe(table.owner, table.name)
        if current is None:
            if await self._schemas.create(table, statements.create_table(table)):
                return Preparation(is_new=True)
            # Somebody else has just made it.
            current = await self._schemas.describe(table.owner, table.name)
        if not await self._schemas.keeps_rows(table.owner, table.name):
            raise LoadError(f"{table.title} is a view or a temporary table, and rows would not stay in it; drop it")
        done: tuple[str, ...] = ()
        if current is not None and self._evolves:
            current, done = await self._evolve(current, table)
        problems = conflicts(current, table) if current is not None else []
        if problems:
            raise LoadError(
                f"table {table.title} exists and does not fit the stream: {'; '.join(problems)}. "
                "Alter, rename or drop the table"
            )
        return Preparation(is_new=False, changes=done)

    async def _evolve(self, current: Table, table: Table) -> tuple[Table, tuple[str, ...]]:
        """Change a table that exists; the table as it is then, and what was changed.

        Raises:
            LoadError: Columns come and go meanwhile.
            DatabaseError: Oracle refused.
        """
        for _ in range(_EVOLUTION_ATTEMPTS):
            wanted = changes(current, table)
            if await self._change(table, wanted):
                return await self._described(table) if wanted else current, tuple(change.title for change in wanted)
            # Somebody else adds columns too: look again at what is missing.
            current = await self._described(table)
        raise LoadError(f"table {table.title}: a column that is missing is said to exist; is it invisible?")

    async def _change(self, table: Table, wanted: Sequence[Change]) -> bool:
        added = [change.column for change in wanted if isinstance(change, AddColumn)]
        if added and not await self._schemas.alter(table, statements.add_columns(table, added)):
            return False
        widened = [change.column for change in wanted if isinstance(change, WidenColumn)]
        return not widened or await self._schemas.alter(table, statements.modify_columns(table, widened))

    async def _described(self, table: Table) -> Table:
        current = await self._schemas.describe(table.owner, table.name)
        if current is None:
            raise LoadError(f"table {table.title} was dropped while it was made ready")
        return current

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
        job.add_batch(records=batch.row_count, size=batch.byte_count)
        self._observer.batch_loaded(job, batch, seconds=time.monotonic() - began_s)
        on_durable()


def _at_line(error: RecordError, batch: Batch) -> RecordError:
    """The same error with the input line of the row that Oracle refused."""
    if error.row is None or not 0 <= error.row < batch.row_count:
        return error
    return RecordError(f"line {batch.lines[error.row]}: {error}", code=error.code, row=error.row)
