"""The streams of a run: each has its table, its waiting rows and its job from the first SCHEMA on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flext_target_oracle.batch.batcher import Batcher, BatchLimits, Moment
from flext_target_oracle.errors import InputError
from flext_target_oracle.jobs.job import LoadJob, LoadJobStatus
from flext_target_oracle.load.rules import RulesOf, TableRules
from flext_target_oracle.load.tables import table_of
from flext_target_oracle.schema.table import Table
from flext_target_oracle.singer.messages import SchemaMessage
from flext_target_oracle.singer.state import WorkId


@dataclass(slots=True)
class OpenStream:
    """A stream whose SCHEMA has come; `work` is the ledger's entry for the rows that wait in the batcher."""

    schema: SchemaMessage
    table: Table
    batcher: Batcher
    job: LoadJob
    rules: TableRules
    work: WorkId | None = None

    @property
    def name(self) -> str:
        """The stream's name as the tap writes it."""
        return self.schema.stream


class StreamRegistry:
    """Finds the open stream of a message, and opens streams."""

    def __init__(self, *, run_id: str, rules_of: RulesOf, limits: BatchLimits, clock: Callable[[], Moment]) -> None:
        self._run_id = run_id
        self._rules_of = rules_of
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

    def require_own_table(self, stream: str) -> None:
        """Make sure that no other stream is loaded into the table of this one.

        Raises:
            InputError: Another stream is.
        """
        name = table_of(stream, self._rules_of(stream))
        for other in self:
            if other.name != stream and other.table.name == name:
                raise InputError(
                    f"streams {other.name!r} and {stream!r} would share table {other.table.title}; rename one of them "
                    "or name its table in streams.<stream>.table_name"
                )

    def open(self, message: SchemaMessage, table: Table) -> OpenStream:
        """Begin or go on with a stream whose table is ready; its former rows must have been taken."""
        former = self._streams.get(message.stream)
        rules = self._rules_of(message.stream)
        batcher = Batcher(
            message.stream,
            table,
            limits=self._limits,
            sync_started_at=self._started,
            first_number=former.batcher.next_number if former else 1,
            values=rules.values,
            ignores=rules.shape.ignores if rules.shape.ignored else None,
        )
        job = former.job if former else self._start_job(message.stream, table)
        stream = OpenStream(message, table, batcher, job, rules)
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
