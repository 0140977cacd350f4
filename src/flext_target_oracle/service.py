"""SingerTargetService: the whole flow on one page.

    line -> message -> row into its stream's batch -> typed columns -> Oracle -> STATE out

A STATE leaves when everything that was read before it is committed. One call a message is for embedders; the
pipeline awaits once a batch, never once a record.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from flext_target_oracle.batch.batcher import Batcher, BatchLimits, Moment
from flext_target_oracle.errors import DatabaseError, InputError, TargetError
from flext_target_oracle.jobs.job import LoadJob, LoadJobStatus
from flext_target_oracle.load.activate_version import has_versions, mark_older_versions
from flext_target_oracle.load.loader import BatchLoader
from flext_target_oracle.load.observer import LoadObserver
from flext_target_oracle.oracle.query import OracleQueryService
from flext_target_oracle.result import Err, Ok, ServiceResult
from flext_target_oracle.schema.json_schema import read_fields
from flext_target_oracle.schema.table import Table, table_of_stream
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


@dataclass(frozen=True, slots=True)
class TableRules:
    """What every table of the run has in common."""

    owner: str
    max_identifier_bytes: int
    has_metadata: bool


@dataclass(slots=True)
class _OpenStream:
    """A stream whose SCHEMA has come; `work` is the ledger's entry for the rows that wait in the batcher."""

    schema: SchemaMessage
    table: Table
    batcher: Batcher
    job: LoadJob
    work: WorkId | None = None


class SingerTargetService:
    """Turns Singer messages into committed rows, and gives back STATE."""

    def __init__(
        self,
        *,
        run_id: str,
        rules: TableRules,
        limits: BatchLimits,
        loader: BatchLoader,
        queries: OracleQueryService,
        writer: StateWriter,
        observer: LoadObserver,
        clock: Callable[[], Moment],
    ) -> None:
        self._run_id = run_id
        self._rules = rules
        self._limits = limits
        self._loader = loader
        self._queries = queries
        self._writer = writer
        self._observer = observer
        self._clock = clock
        self._started = clock()
        self._ledger = StateLedger()
        self._streams: dict[str, _OpenStream] = {}

    async def run(self, reader: LineReader) -> None:
        """Load everything that the reader gives; once it is stopped, what the last STATE needs.

        Raises:
            TargetError: The load failed. What is committed stays, its STATE has been written, nothing else has.
        """
        try:
            while (lines := await reader.read(wait_s=min(self._limits.age_s, _LARGEST_WAIT_S))) is not None:
                await self._accept_lines(lines, reader)
            await (self._finish_early() if reader.is_stopped else self.finish())
        except TargetError as error:
            await self._abandon(error)
            raise

    async def process_singer_message(self, message: Message) -> ServiceResult[None]:
        """Take one message; STATE leaves through the writer once it is safe. End with `finish`."""
        try:
            step = self._accept(message, line=None, size=0, now=self._clock())
            if step is not None:
                await step
            await self._load_due()
            self._write_state()
        except TargetError as error:
            return Err(error)
        return Ok(None)

    async def finish(self) -> None:
        """Commit all that waits and write the last STATE.

        Raises:
            TargetError: It could not be committed.
        """
        for stream in self._streams.values():
            await self._load(stream)
        await self._loader.drain_all()
        self._write_state()
        self._end_jobs(LoadJobStatus.COMPLETED)

    async def _accept_lines(self, lines: Lines, reader: LineReader) -> None:
        now = self._clock()
        for number, line in enumerate(lines.lines, lines.first_number):
            if not line or line.isspace():
                continue
            message = _decode(line, number, is_cut_off=lines.is_cut_off)
            step = self._accept(message, line=number, size=len(line), now=now)
            if step is not None:
                await step
                if reader.is_stopped:
                    return
        await self._load_due()
        self._write_state()

    def _accept(self, message: Message, *, line: int | None, size: int, now: Moment) -> Awaitable[None] | None:
        """Take a message; what needs Oracle is given back to be awaited."""
        match message:
            case RecordMessage():
                stream = self._stream_of(message.stream, "RECORD", line)
                if stream.work is None:
                    stream.work = self._ledger.begin()
                stream.batcher.add(message, line=line or 0, size=size or len(bytes(message.record)), now=now)
                return self._load(stream) if stream.batcher.is_full else None
            case StateMessage():
                self._ledger.add_state(bytes(message.value))
                return None
            case SchemaMessage():
                present = self._streams.get(message.stream)
                return None if present and present.schema == message else self._open(message, line)
            case ActivateVersionMessage():
                return self._activate(self._stream_of(message.stream, "ACTIVATE_VERSION", line), message.version)
            case BatchMessage():
                raise InputError(
                    f"stream {message.stream!r}: BATCH messages are not supported; "
                    "remove batch_config from the tap's settings, so that it sends records",
                    line=line,
                )

    def _stream_of(self, name: str, message_type: str, line: int | None) -> _OpenStream:
        try:
            return self._streams[name]
        except KeyError:
            raise InputError(f"{message_type} of stream {name!r} came before its SCHEMA", line=line) from None

    async def _open(self, message: SchemaMessage, line: int | None) -> None:
        """Create the table, after the rows of the stream's former schema are on their way."""
        try:
            table = self._table_of(message)
        except InputError as error:
            raise InputError(f"stream {message.stream!r}: {error.problem}", line=line) from error
        present = self._streams.get(message.stream)
        if present is not None:
            await self._load(present)
            await self._loader.drain(message.stream)
        work = self._ledger.begin()
        is_new = await self._loader.prepare(table)
        self._ledger.finish(work)
        job = present.job if present else self._start_job(message.stream, table)
        number = present.batcher.next_number if present else 1
        batcher = Batcher(
            message.stream, table, limits=self._limits, sync_started_at=self._started, first_number=number
        )
        self._streams[message.stream] = _OpenStream(message, table, batcher, job)
        self._observer.stream_opened(job, is_table_new=is_new)

    def _table_of(self, message: SchemaMessage) -> Table:
        table = table_of_stream(
            message.stream,
            read_fields(message.schema, message.key_properties or []),
            owner=self._rules.owner,
            max_bytes=self._rules.max_identifier_bytes,
            has_metadata=self._rules.has_metadata,
        )
        for name, other in self._streams.items():
            if name != message.stream and other.table.name == table.name:
                raise InputError(f"it would share table {table.title} with stream {name!r}; rename one of them")
        return table

    def _start_job(self, stream: str, table: Table) -> LoadJob:
        job = LoadJob(f"{self._run_id}:{stream}", stream, table.title)
        job.start(at=self._clock().wall)
        return job

    async def _activate(self, stream: _OpenStream, version: int) -> None:
        """Commit the stream's rows, then mark those of older versions."""
        if not has_versions(stream.table):
            self._observer.version_ignored(stream.schema.stream, version=version)
            return
        work = self._ledger.begin()
        await self._load(stream)
        await self._loader.drain(stream.schema.stream)
        rows = await mark_older_versions(self._queries, stream.table, version=version, at=self._clock().wall)
        self._ledger.finish(work)
        self._observer.versions_marked(stream.job, version=version, rows=rows)

    async def _load_due(self) -> None:
        self._loader.raise_failure()
        now = self._clock()
        for stream in self._streams.values():
            if stream.batcher.is_due(now):
                await self._load(stream)

    async def _load(self, stream: _OpenStream) -> None:
        """Send the rows that wait on their way."""
        work, stream.work = stream.work, None
        if work is not None:
            batch = stream.batcher.take(self._clock())
            await self._loader.submit(batch, stream.job, on_durable=lambda: self._settle_work(work))

    def _settle_work(self, work: WorkId) -> None:
        self._ledger.finish(work)
        self._write_state()

    def _write_state(self) -> None:
        state = self._ledger.release()
        if state is not None:
            self._writer.write(state)
            self._observer.state_written(len(state))

    async def _finish_early(self) -> None:
        """Commit what the last STATE waits for; rows after it will come again."""
        for stream in self._streams.values():
            if stream.work is not None and self._ledger.is_needed(stream.work):
                await self._load(stream)
        await self._loader.drain_all()
        self._write_state()
        self._end_jobs(LoadJobStatus.INTERRUPTED)

    async def _abandon(self, error: TargetError) -> None:
        """Let batches on their way end, so that the STATE of those that commit is written."""
        await self._loader.settle()
        code = error.code if isinstance(error, DatabaseError) else None
        self._end_jobs(LoadJobStatus.FAILED, error_code=code)

    def _end_jobs(self, status: LoadJobStatus, *, error_code: str | None = None) -> None:
        now = self._clock()
        for stream in self._streams.values():
            stream.job.end(status, at=now.wall, error_code=error_code)
        jobs = [stream.job for stream in self._streams.values()]
        self._observer.run_ended(jobs, seconds=now.monotonic_s - self._started.monotonic_s)


def _decode(line: bytes, number: int, *, is_cut_off: bool) -> Message:
    try:
        return decode_message(line)
    except InputError as error:
        reason = "the input ends in the middle of this line; " if is_cut_off else ""
        raise InputError(reason + error.problem, line=number) from error
