"""SingerTargetService: the whole flow on one page.

    line -> message -> row into its stream's batch -> typed columns -> Oracle -> STATE out

A STATE leaves when everything that was read before it is committed. One call a message is for embedders; the
pipeline awaits once a batch, never once a record.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace

from flext_target_oracle.batch.batch import Batch
from flext_target_oracle.batch.batcher import Moment
from flext_target_oracle.batch.overflow import cut_values, overflows, refusal
from flext_target_oracle.errors import DatabaseError, InputError, OutputError, TargetError
from flext_target_oracle.jobs.job import LoadJobStatus
from flext_target_oracle.load.activate_version import has_versions, mark_older_versions
from flext_target_oracle.load.loader import BatchLoader
from flext_target_oracle.load.observer import LoadObserver
from flext_target_oracle.load.streams import OpenStream, StreamRegistry
from flext_target_oracle.load.tables import TableService
from flext_target_oracle.oracle.query import OracleQueryService
from flext_target_oracle.result import Err, Ok, ServiceResult
from flext_target_oracle.singer.messages import (
    ActivateVersionMessage,
    BatchMessage,
    Message,
    RecordMessage,
    SchemaMessage,
    StateMessage,
    decode_message,
)
from flext_target_oracle.singer.reader import LineReader, Lines
from flext_target_oracle.singer.state import StateLedger, WorkId
from flext_target_oracle.singer.writer import StateWriter

_LARGEST_WAIT_S = 1.0


class SingerTargetService:
    """Turns Singer messages into committed rows, and gives back STATE."""

    def __init__(
        self,
        *,
        streams: StreamRegistry,
        tables: TableService,
        loader: BatchLoader,
        queries: OracleQueryService,
        writer: StateWriter,
        observer: LoadObserver,
        clock: Callable[[], Moment],
    ) -> None:
        self._streams = streams
        self._tables = tables
        self._loader = loader
        self._queries = queries
        self._writer = writer
        self._observer = observer
        self._clock = clock
        self._ledger = StateLedger()

    async def run(self, reader: LineReader) -> None:
        """Load everything that the reader gives; once it is stopped, what the last STATE needs.

        Raises:
            TargetError: The load failed. What is committed stays, its STATE has been written, nothing else has.
        """
        try:
            while (lines := await reader.read(wait_s=_LARGEST_WAIT_S)) is not None:
                await self._accept_lines(lines, reader)
                await self._load_due()
            await (self._finish_early() if reader.is_stopped else self.finish())
        except TargetError as error:
            # Batches on their way come to their end, so that the STATE of those that commit is written.
            await self._loader.settle()
            with suppress(OutputError):  # the first error is the one to tell
                self._write_state()
            self._end(LoadJobStatus.FAILED, error_code=error.code if isinstance(error, DatabaseError) else None)
            raise

    async def process_singer_message(self, message: Message) -> ServiceResult[None]:
        """Take one message; STATE leaves through the writer once it is safe. End with `finish`."""
        try:
            step = self._accept(message, line=0, size=0, now=self._clock())
            if step is not None:
                await step
            await self._load_due()
        except TargetError as error:
            return Err(error)
        return Ok(None)

    async def finish(self) -> None:
        """Commit all that waits and write the last STATE.

        Raises:
            TargetError: It could not be committed.
        """
        for stream in self._streams:
            await self._load(stream)
        await self._loader.drain_all()
        self._write_state()
        self._end(LoadJobStatus.COMPLETED)

    async def _accept_lines(self, lines: Lines, reader: LineReader) -> None:
        now = self._clock()
        for number, line in enumerate(lines.lines, lines.first_number):
            if not line or line.isspace():
                continue
            try:
                step = self._accept(decode_message(line), line=number, size=len(line), now=now)
                if step is not None:
                    await step
            except InputError as error:
                raise error.at(number, is_cut_off=lines.is_cut_off) from error
            if reader.is_stopped and step is not None:
                return

    def _accept(self, message: Message, *, line: int, size: int, now: Moment) -> Awaitable[None] | None:
        """Take a message; what needs Oracle is given back to be awaited."""
        match message:
            case RecordMessage():
                stream = self._streams.require(message.stream, "RECORD")
                if stream.work is None:
                    stream.work = self._ledger.begin()
                stream.batcher.add(message, line=line, size=size or len(bytes(message.record)), now=now)
                return self._load(stream) if stream.batcher.is_full else None
            case StateMessage():
                self._ledger.add_state(bytes(message.value))
                return None
            case SchemaMessage():
                return self._accept_schema(message)
            case ActivateVersionMessage():
                return self._activate(self._streams.require(message.stream, "ACTIVATE_VERSION"), message.version)
            case BatchMessage():
                raise InputError(
                    f"stream {message.stream!r}: BATCH messages are not supported; "
                    "remove batch_config from the tap's settings, so that it sends records"
                )

    def _accept_schema(self, message: SchemaMessage) -> Awaitable[None] | None:
        present = self._streams.find(message.stream)
        if present is not None and present.schema == message:
            return None
        self._streams.require_own_table(message.stream)
        return self._open(message, present)

    async def _open(self, message: SchemaMessage, present: OpenStream | None) -> None:
        """Make the table ready once the rows of the stream's former schema are committed."""
        if present is not None:
            await self._load(present)
            await self._loader.drain(message.stream)
        work = self._ledger.begin()
        prepared = await self._tables.prepare(message)
        self._ledger.finish(work)
        stream = self._streams.open(message, prepared.table)
        self._observer.stream_opened(stream.job, is_table_new=prepared.is_new, changes=prepared.changes)

    async def _activate(self, stream: OpenStream, version: int) -> None:
        """Commit the stream's rows, then mark those of older versions."""
        if not has_versions(stream.table):
            self._observer.version_ignored(stream.name, version=version)
            return
        work = self._ledger.begin()
        await self._load(stream)
        await self._loader.drain(stream.name)
        rows = await mark_older_versions(self._queries, stream.table, version=version, at=self._clock().wall)
        self._ledger.finish(work)
        self._observer.versions_marked(stream.job, version=version, rows=rows)

    async def _load_due(self) -> None:
        """Send on their way the rows that have waited long enough, and write the STATE that is safe."""
        self._loader.raise_failure()
        now = self._clock()
        for stream in self._streams:
            if stream.batcher.is_due(now):
                await self._load(stream)
        self._write_state()

    async def _load(self, stream: OpenStream) -> None:
        """Send the rows that wait on their way."""
        work, stream.work = stream.work, None
        if work is not None:
            batch = await self._fit(stream, stream.batcher.take(self._clock()))
            await self._loader.submit(batch, stream.job, on_durable=lambda: self._settle(work))

    async def _fit(self, stream: OpenStream, batch: Batch) -> Batch:
        """The batch with values that are no longer than their columns, or columns that are as long as their values."""
        rules = stream.rules
        too_short = overflows(batch, rules.types.max_string_bytes)
        if not too_short:
            return batch
        if rules.values.string_overflow == "truncate":
            cut_values(batch, too_short, rules.types.max_string_bytes)
            return batch
        if rules.values.string_overflow != "evolve" or rules.evolution.on_mismatch != "evolve":
            raise refusal(batch, too_short[0])
        await self._loader.drain(stream.name)
        try:
            prepared = await self._tables.lengthen(stream.name, batch.table, too_short)
        except InputError as error:
            raise refusal(batch, too_short[0], error.problem) from error
        self._streams.open(stream.schema, prepared.table)
        self._observer.table_changed(stream.job, prepared.changes)
        return replace(batch, table=prepared.table)

    def _settle(self, work: WorkId) -> None:
        self._ledger.finish(work)
        self._write_state()

    def _write_state(self) -> None:
        state = self._ledger.release()
        if state is not None:
            self._observer.state_ready()
            self._writer.write(state)
            self._observer.state_written(len(state))

    async def _finish_early(self) -> None:
        """Commit what the last STATE waits for; the rows after it will come again."""
        for stream in self._streams:
            if stream.work is not None and self._ledger.is_needed(stream.work):
                await self._load(stream)
        await self._loader.drain_all()
        self._write_state()
        self._end(LoadJobStatus.INTERRUPTED)

    def _end(self, status: LoadJobStatus, *, error_code: str | None = None) -> None:
        self._streams.end_jobs(status, error_code=error_code)
        self._observer.run_ended(self._streams.jobs, seconds=self._streams.seconds, status=status)
