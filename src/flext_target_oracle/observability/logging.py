"""A run as structured log lines on stderr: one a batch, none a record; no value of a record and no secret."""

import contextlib
import logging
import sys
from collections.abc import Mapping, Sequence
from typing import TextIO, cast

import structlog
from structlog.typing import EventDict

from flext_target_oracle.batch.batch import Batch
from flext_target_oracle.jobs.job import LoadJob, LoadJobStatus


class _Stderr:
    """Standard error for the log: a line that cannot be written is lost, and the load goes on."""

    def write(self, text: str) -> None:
        """Write what can be written."""
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(text)

    def flush(self) -> None:
        """Write it now."""
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.flush()


def _printable(_logger: object, _method: str, event: EventDict) -> EventDict:
    """A stream's name may hold anything, but gives no commands to a terminal and no line to the log."""
    return {
        key: value.encode("unicode_escape").decode() if isinstance(value, str) and not value.isprintable() else value
        for key, value in event.items()
    }


def configure_logging() -> None:
    """Send log events to stderr, one line each."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _printable,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"], bool_as_flag=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(cast("TextIO", _Stderr())),
    )


class LogObserver:
    """Writes the events of a run to the log."""

    def __init__(self, *, run_id: str) -> None:
        self._log = structlog.get_logger().bind(run=run_id)

    def run_started(self, *, target: str, server_version: str) -> None:
        """Oracle was reached."""
        self._log.info("run_started", oracle=target, server_version=server_version)

    def stream_opened(self, job: LoadJob, *, is_table_new: bool, changes: Sequence[str]) -> None:
        """The table of a stream is ready."""
        self._log.info("stream_opened", stream=job.stream_name, table=job.table, created=is_table_new)
        self.table_changed(job, changes)

    def table_changed(self, job: LoadJob, changes: Sequence[str]) -> None:
        """A line for each change of the table."""
        for change in changes:
            self._log.info("table_changed", stream=job.stream_name, table=job.table, change=change)

    def batch_loaded(self, job: LoadJob, batch: Batch, *, seconds: float) -> None:
        """A batch is committed."""
        self._log.info(
            "batch_loaded",
            stream=job.stream_name,
            batch=batch.number,
            rows=batch.row_count,
            bytes=batch.byte_count,
            seconds=round(seconds, 3),
            total_rows=job.records_processed,
        )
        self._tell_changed(job.stream_name, batch.changed, "in_batch")

    def versions_marked(self, job: LoadJob, *, version: int, rows: int) -> None:
        """Rows of older versions are marked as deleted."""
        self._log.info("versions_marked", stream=job.stream_name, version=version, rows=rows)

    def version_ignored(self, stream: str, *, version: int) -> None:
        """ACTIVATE_VERSION has no effect."""
        self._log.warning(
            "version_ignored",
            stream=stream,
            version=version,
            reason="needs _SDC_TABLE_VERSION and _SDC_DELETED_AT",
        )

    def state_ready(self) -> None:
        """Nothing to say yet."""

    def state_written(self, size: int) -> None:
        """A STATE left on stdout."""
        self._log.info("state_written", bytes=size)

    def run_ended(self, jobs: Sequence[LoadJob], *, seconds: float, status: LoadJobStatus) -> None:
        """The summary: one line a stream, one for all."""
        for job in jobs:
            self._log.info(
                "stream_ended",
                stream=job.stream_name,
                table=job.table,
                status=job.status.value,
                rows=job.records_processed,
                batches=job.batches,
            )
            self._tell_changed(job.stream_name, job.values_changed, "in_all")
        rows = sum(job.records_processed for job in jobs)
        self._log.info(
            "run_ended",
            status=status.value,
            streams=len(jobs),
            rows=rows,
            batches=sum(job.batches for job in jobs),
            seconds=round(seconds, 3),
            rows_per_s=round(rows / seconds) if seconds > 0 else 0,
        )

    def _tell_changed(self, stream: str, changed: Mapping[tuple[str, str], int], counted: str) -> None:
        """How many values a setting of the user's has changed."""
        for (column, setting), values in sorted(changed.items()):
            self._log.warning(
                "values_changed", stream=stream, column=column, by=setting, counted=counted, values=values
            )
