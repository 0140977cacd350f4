"""The streams of a run: each has its table, its waiting rows and its job from the first SCHEMA on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flext_target_oracle.batch.batcher import Batcher, BatchLimits, Moment
from flext_target_oracle.errors import InputError
from flext_target_oracle.jobs.job import LoadJob, LoadJobStatus
from flext_target_oracle.schema.identifiers import NamingRules
from flext_target_oracle.schema.json_schema import read_fields
from flext_target_oracle.schema.mapping import TypeRules
from flext_target_oracle.schema.table import Table, table_of_stream
from flext_target_oracle.singer.messages import SchemaMessage
from flext_target_oracle.singer.state import WorkId


@dataclass(frozen=True, slots=True)
class TableRules:
    """What every table of the run has in common."""

    owner: str
    names: NamingRules
    has_metadata: bool
    types: TypeRules


@dataclass(slots=True)
class OpenStream:
    """A stream whose SCHEMA has come; `work` is the ledger's entry for the rows that wait in the batcher."""

    schema: SchemaMessage
    table: Table
    batcher: Batcher
    job: LoadJob
    work: WorkId | None = None

    @property
    def name(self) -> str:
        """The stream's name as the tap writes it."""
        return self.schema.stream


class StreamRegistry:
    """Finds the open stream of a message, and opens streams."""

    def __init__(self, *, run_id: str, rules: TableRules, limits: BatchLimits, clock: Callable[[], Moment]) -> None:
        self._run_id = run_id
        self._rules = rules
        self._limits = limits
        self._clock = clock
        self._started = clock()
        self._streams: dict[str, OpenStream] = {}

    def __iter__(self) -> Iterator[OpenStream]:
        return iter(self._streams.values())

    @property
    def jobs(self) -> list[LoadJob]:
        """The job of each stream."""
        return [stream.job for stream in self]

    @property
    def seconds(self) -> float:
        """How long the run has taken."""
        return self._clock().monotonic_s - self._started.monotonic_s

    def find(self, name: str) -> OpenStream | None:
        """The stream, if its SCHEMA has come."""
        return self._streams.get(name)

    def require(self, name: str, message_type: str) -> OpenStream:
        """The stream of a message that needs one.

        Raises:
            InputError: No SCHEMA of this stream has come.
        """
        stream = self._streams.get(name)
        if stream is None:
            raise InputError(
                f"{message_type} of stream {name!r} came before its SCHEMA; a tap must send the SCHEMA first"
            )
        return stream

    def table_of(self, message: SchemaMessage) -> Table:
        """The table that a SCHEMA asks for.

        Raises:
            InputError: The schema cannot become a table, or another stream has this table.
        """
        try:
            table = table_of_stream(
                message.stream,
                read_fields(message.schema, message.key_properties or []),
                owner=self._rules.owner,
                names=self._rules.names,
                has_metadata=self._rules.has_metadata,
                types=self._rules.types,
            )
        except InputError as error:
            raise InputError(f"stream {message.stream!r}: {error.problem}") from error
        for other in self:
            if other.name != message.stream and other.table.name == table.name:
                raise InputError(
                    f"streams {other.name!r} and {message.stream!r} would share table {table.title}; rename one of them"
                )
        return table

    def open(self, message: SchemaMessage, table: Table) -> OpenStream:
        """Begin or go on with a stream whose table is ready; its former rows must have been taken."""
        former = self._streams.get(message.stream)
        batcher = Batcher(
            message.stream,
            table,
            limits=self._limits,
            sync_started_at=self._started,
            first_number=former.batcher.next_number if former else 1,
        )
        stream = OpenStream(message, table, batcher, former.job if former else self._start_job(message.stream, table))
        self._streams[message.stream] = stream
        return stream

    def end_jobs(self, status: LoadJobStatus, *, error_code: str | None = None) -> None:
        """Nothing more will come."""
        at = self._clock().wall
        for job in self.jobs:
            job.end(status, at=at, error_code=error_code)

    def _start_job(self, stream: str, table: Table) -> LoadJob:
        job = LoadJob(f"{self._run_id}:{stream}", stream, table.title)
        job.start(at=self._clock().wall)
        return job
