"""The few events of a run that logs, progress and metrics are made of."""

from collections.abc import Sequence
from typing import Protocol

from flext_target_oracle.batch.batch import Batch
from flext_target_oracle.jobs.job import LoadJob, LoadJobStatus


class LoadObserver(Protocol):
    """Whoever wants to know how a run goes. Called on the event loop; must not block or raise."""

    def run_started(self, *, target: str, server_version: str) -> None:
        """Oracle was reached."""

    def stream_opened(self, job: LoadJob, *, is_table_new: bool, changes: Sequence[str]) -> None:
        """The table of a stream is ready; `changes` says what it got, if it existed."""

    def table_changed(self, job: LoadJob, changes: Sequence[str]) -> None:
        """The table of a stream got more room in the middle of the load."""

    def batch_loaded(self, job: LoadJob, batch: Batch, *, seconds: float) -> None:
        """A batch is committed and counted in its job; `seconds` is the time in Oracle."""

    def versions_marked(self, job: LoadJob, *, version: int, rows: int) -> None:
        """ACTIVATE_VERSION has marked the rows of older versions as deleted."""

    def version_ignored(self, stream: str, *, version: int) -> None:
        """ACTIVATE_VERSION has no effect because the table has no version column."""

    def state_ready(self) -> None:
        """A STATE is about to leave on stdout."""

    def state_written(self, size: int) -> None:
        """A STATE of so many bytes left on stdout."""

    def run_ended(self, jobs: Sequence[LoadJob], *, seconds: float, status: LoadJobStatus) -> None:
        """Nothing more will come; `status` is the one that the jobs ended with."""
