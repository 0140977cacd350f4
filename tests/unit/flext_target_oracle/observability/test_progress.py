import io
from datetime import UTC, datetime

import pytest
from rich.console import Console

from flext_target_oracle.batch.batch import Batch
from flext_target_oracle.jobs.job import LoadJob, LoadJobStatus
from flext_target_oracle.observability.progress import ProgressObserver
from flext_target_oracle.schema.table import Table

AT = datetime(2024, 1, 1, tzinfo=UTC)


def job(stream: str = "orders") -> LoadJob:
    made = LoadJob(f"run:{stream}", stream, "DW.ORDERS")
    made.start(at=AT)
    return made


def console() -> tuple[Console, io.StringIO]:
    screen = io.StringIO()
    return Console(file=screen, width=120, force_terminal=False), screen


def test_summary_counts_streams_rows_batches_and_states() -> None:
    terminal, screen = console()
    loaded = job()
    with ProgressObserver(terminal) as progress:
        progress.run_started(target="db:1521/X", server_version="23")
        progress.stream_opened(loaded, is_table_new=True, changes=())
        loaded.add_batch(records=1200, size=30)
        progress.batch_loaded(loaded, Batch("orders", Table("DW", "ORDERS", ()), 1, [], [], 30), seconds=0.5)
        progress.state_written(10)
        loaded.end(LoadJobStatus.COMPLETED, at=AT)
        progress.run_ended([loaded], seconds=2.0, status=LoadJobStatus.COMPLETED)

    lines = [line.split() for line in screen.getvalue().splitlines()]
    assert ["orders", "DW.ORDERS", "1,200", "1", "completed"] in lines
    assert "1 streams, 1,200 rows, 1 batches, 1 STATEs written, 2.0 s, 600 rows/s" in screen.getvalue()


def test_empty_input_is_said_in_words() -> None:
    terminal, screen = console()
    with ProgressObserver(terminal) as progress:
        progress.run_ended([], seconds=0.0, status=LoadJobStatus.COMPLETED)

    assert "no stream in the input: nothing to load" in screen.getvalue()


@pytest.mark.parametrize("stream", ["[/]", "[bold]x", "[link=x]", "a[0]", ":smile:"])
def test_stream_of_any_name_is_shown_as_it_is(stream: str) -> None:
    terminal, screen = console()
    with ProgressObserver(terminal) as progress:
        progress.stream_opened(job(stream), is_table_new=False, changes=())
        progress.versions_marked(job(stream), version=2, rows=3)
        progress.version_ignored(stream, version=2)
        progress.run_ended([job(stream)], seconds=0.0, status=LoadJobStatus.FAILED)

    assert f"{stream}: 3 rows older than version 2 marked as deleted" in screen.getvalue()
    assert f"{stream}: version 2 ignored; it needs _SDC_TABLE_VERSION and _SDC_DELETED_AT" in screen.getvalue()
    assert screen.getvalue().count(stream) == 3
