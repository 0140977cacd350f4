"""LoadJob: what a person asks about a stream of a run. Pure: ids and times are given."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum


class LoadJobStatus(Enum):
    """Where a job stands."""

    PENDING = "pending"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


_NEXT = {
    LoadJobStatus.PENDING: {LoadJobStatus.RUNNING, LoadJobStatus.FAILED, LoadJobStatus.INTERRUPTED},
    LoadJobStatus.RUNNING: {LoadJobStatus.COMPLETED, LoadJobStatus.FAILED, LoadJobStatus.INTERRUPTED},
    LoadJobStatus.COMPLETED: set(),
    LoadJobStatus.FAILED: set(),
    LoadJobStatus.INTERRUPTED: set(),
}


@dataclass(slots=True, unsafe_hash=True)
class DomainEntity:
    """A thing that stays itself while its attributes change: equal where class and id are."""

    id: str


@dataclass(slots=True, eq=False)
class LoadJob(DomainEntity):
    """The load of one stream in one run."""

    stream_name: str
    table: str
    status: LoadJobStatus = LoadJobStatus.PENDING
    records_processed: int = 0
    bytes_processed: int = 0
    batches: int = 0
    values_changed: Counter[tuple[str, str]] = field(default_factory=Counter)
    started_at: datetime | None = None
    ended_at: datetime | None = None
    error_code: str | None = None

    def start(self, *, at: datetime) -> None:
        """The table is ready and rows may come."""
        self._become(LoadJobStatus.RUNNING)
        self.started_at = at

    def add_batch(self, *, records: int, size: int, changed: Mapping[tuple[str, str], int] = {}) -> None:
        """A batch is committed; `changed` counts the values that a setting changed, by column and setting.

        Raises:
            ValueError: The job is not running.
        """
        if self.status is not LoadJobStatus.RUNNING:
            raise ValueError(f"a {self.status.value} job takes no batch")
        self.batches += 1
        self.records_processed += records
        self.bytes_processed += size
        self.values_changed.update(changed)

    def end(self, status: LoadJobStatus, *, at: datetime, error_code: str | None = None) -> None:
        """Nothing more will come.

        Raises:
            ValueError: The status is not one to end with, or the job has ended before.
        """
        if _NEXT[status]:
            raise ValueError(f"a job does not end as {status.value}")
        self._become(status)
        self.ended_at = at
        self.error_code = error_code

    def _become(self, status: LoadJobStatus) -> None:
        if status not in _NEXT[self.status]:
            raise ValueError(f"a {self.status.value} job cannot become {status.value}")
        self.status = status
