"""A run as a person at a terminal sees it: a live line a stream, then a summary. All on stderr."""

from collections.abc import Sequence
from typing import Self

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table as Grid
from rich.text import Text

from flext_target_oracle.batch.batch import Batch
from flext_target_oracle.jobs.job import LoadJob, LoadJobStatus


class ProgressObserver:
    """Draws the events of a run. Use it as a context manager around the run.

    Where stdout is a terminal too, the live lines make room for each STATE, or they would draw over it.
    """

    def __init__(self, console: Console, *, shares_terminal: bool = False) -> None:
        self._console = console
        self._shares_terminal = shares_terminal
        self._jobs: dict[str, LoadJob] = {}
        self._title = Text("connecting to Oracle ...")
        self._states = 0
        self._live = self._new_live()

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._live.stop()

    def run_started(self, *, target: str, server_version: str) -> None:
        """Oracle was reached."""
        self._title = Text(f"loading into {target} (Oracle {server_version})")

    def stream_opened(self, job: LoadJob, *, is_table_new: bool, changes: Sequence[str]) -> None:
        """A line for the stream."""
        del is_table_new
        self._jobs[job.stream_name] = job
        self.table_changed(job, changes)

    def table_changed(self, job: LoadJob, changes: Sequence[str]) -> None:
        """A line for each change of the table."""
        for change in changes:
            self._say(f"{job.stream_name}: {job.table} {change}")

    def batch_loaded(self, job: LoadJob, batch: Batch, *, seconds: float) -> None:
        """The job holds the new counts; the next refresh shows them."""

    def versions_marked(self, job: LoadJob, *, version: int, rows: int) -> None:
        """Rows of older versions are marked as deleted."""
        self._say(f"{job.stream_name}: {rows} rows older than version {version} marked as deleted")

    def version_ignored(self, stream: str, *, version: int) -> None:
        """ACTIVATE_VERSION has no effect."""
        self._say(f"{stream}: version {version} ignored; it needs _SDC_TABLE_VERSION and _SDC_DELETED_AT")

    def state_ready(self) -> None:
        """Make room for it."""
        if self._shares_terminal:
            self._live.stop()

    def state_written(self, size: int) -> None:
        """Count it."""
        del size
        self._states += 1
        if self._shares_terminal:
            self._live = self._new_live()
            self._live.start()

    def run_ended(self, jobs: Sequence[LoadJob], *, seconds: float, status: LoadJobStatus) -> None:
        """Replace the live lines by the summary."""
        self._live.stop()
        if not jobs:
            if status is LoadJobStatus.COMPLETED:
                self._console.print("no stream in the input: nothing to load")
            return
        self._console.print(self._grid(jobs, with_status=True))
        for job in jobs:
            for (column, setting), values in sorted(job.values_changed.items()):
                self._console.print(Text(f"{job.stream_name}: {values:,} values of {column} changed by {setting}"))
        rows = sum(job.records_processed for job in jobs)
        batches = sum(job.batches for job in jobs)
        rate = f"{rows / seconds:,.0f}" if seconds > 0 else "-"
        self._console.print(
            f"{len(jobs)} streams, {rows:,} rows, {batches:,} batches, {self._states:,} STATEs written, "
            f"{seconds:.1f} s, {rate} rows/s",
            highlight=False,
        )

    def _say(self, sentence: str) -> None:
        # As Text, because the name of a stream may look like rich's markup.
        self._live.console.print(Text(sentence))

    def _new_live(self) -> Live:
        return Live(console=self._console, get_renderable=self._draw, refresh_per_second=8, transient=True)

    def _draw(self) -> Group:
        return Group(self._title, self._grid(tuple(self._jobs.values()), with_status=False))

    @staticmethod
    def _grid(jobs: Sequence[LoadJob], *, with_status: bool) -> Grid:
        grid = Grid(box=None, pad_edge=False)
        for title in ("stream", "table"):
            grid.add_column(title)
        for title in ("rows", "batches"):
            grid.add_column(title, justify="right")
        if with_status:
            grid.add_column("status")
        for job in jobs:
            cells = [job.stream_name, job.table, f"{job.records_processed:,}", f"{job.batches:,}"]
            grid.add_row(*map(Text, [*cells, job.status.value] if with_status else cells))
        return grid
