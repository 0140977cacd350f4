"""SingerTargetService: the whole flow on one page.

    line -> message -> row into its stream's batch -> typed columns -> Oracle -> STATE out

A STATE leaves when everything that was read before it is committed. One call a message is for embedders; the
pipeline awaits once a batch, never once a record.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress

from flext_target_oracle.batch.batcher import Moment
from flext_target_oracle.errors import DatabaseError, InputError, OutputError, TargetError
from flext_target_oracle.jobs.job import LoadJobStatus
from flext_target_oracle.load.activate_version import has_versions, mark_older_versions
from flext_target_oracle.load.loader import BatchLoader
from flext_target_oracle.load.observer import LoadObserver
from flext_target_oracle.load.streams import OpenStream, StreamRegistry
from flext_target_oracle.oracle.query import OracleQueryService
from flext_target_oracle.result import Err, Ok, ServiceResult
from flext_target_oracle.schema.table import Table
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
        loader: BatchLoader,
        queries: OracleQueryService,
        writer: StateWriter,
        observer: LoadObserver,
        clock: Callable[[], Moment],
    ) -> None:
        self._streams = streams
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
                raise _at_line(error, number, is_cut_off=lines.is_cut_off) from error
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
        return self._open(message, self._streams.table_of(message), present)

    async def _open(self, message: SchemaMessage, table: Table, present: OpenStream | None) -> None:
        """Make the table ready once the rows of the stream's former schema are committed."""
        if present is not None:
            await self._load(present)
            await self._loader.drain(message.stream)
        work = self._ledger.begin()
        preparation = await self._loader.prepare(table)
        self._ledger.finish(work)
        stream = self._streams.open(message, table)
        self._observer.stream_opened(stream.job, is_table_new=preparation.is_new, changes=preparation.changes)

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
            batch = stream.batcher.take(self._clock())
            await self._loader.submit(batch, stream.job, on_durable=lambda: self._settle(work))

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


def _at_line(error: InputError, number: int, *, is_cut_off: bool) -> InputError:
    """The error at the line that was read, unless it names the line of an earlier record of the batch."""
    if error.line is not None:
        return error
    reason = "the input ends in the middle of this line; " if is_cut_off else ""
    return InputError(reason + error.problem, line=number)
