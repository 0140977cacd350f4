import errno
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import structlog

from flext_target_oracle.batch.batch import Batch
from flext_target_oracle.jobs.job import LoadJob, LoadJobStatus
from flext_target_oracle.observability.logging import LogObserver, configure_logging
from flext_target_oracle.schema.table import Table

AT = datetime(2024, 1, 1, tzinfo=UTC)
SECRET = "value-of-a-row"


@pytest.fixture(autouse=True)
def _structlog_as_before() -> Iterator[None]:
    yield
    structlog.reset_defaults()


def job(stream: str = "orders") -> LoadJob:
    made = LoadJob(f"run:{stream}", stream, "DW.ORDERS")
    made.start(at=AT)
    return made


def observer() -> LogObserver:
    configure_logging()
    return LogObserver(run_id="abc")


def events(text: str) -> list[str]:
    """The lines without their time."""
    return [re.sub(r"^timestamp=\S+Z ", "", line) for line in text.splitlines()]


def test_run_is_one_line_an_event_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    log, loaded = observer(), job()
    log.run_started(target="db:1521/X", server_version="23.26.0.0.0")
    log.stream_opened(loaded, is_table_new=True, changes=())
    loaded.add_batch(records=2, size=30)
    log.batch_loaded(loaded, Batch("orders", Table("DW", "ORDERS", ()), 1, [[SECRET, SECRET]], [1, 2], 30), seconds=0.5)
    log.versions_marked(loaded, version=3, rows=4)
    log.version_ignored("orders", version=3)
    log.state_written(12)
    loaded.end(LoadJobStatus.COMPLETED, at=AT)
    log.run_ended([loaded], seconds=2.0, status=LoadJobStatus.COMPLETED)

    captured = capsys.readouterr()
    assert captured.out == ""
    assert SECRET not in captured.err
    assert events(captured.err) == [
        "level=info event=run_started run=abc oracle=db:1521/X server_version=23.26.0.0.0",
        "level=info event=stream_opened run=abc stream=orders table=DW.ORDERS created=true",
        "level=info event=batch_loaded run=abc stream=orders batch=1 rows=2 bytes=30 seconds=0.5 total_rows=2",
        "level=info event=versions_marked run=abc stream=orders version=3 rows=4",
        (
            "level=warning event=version_ignored run=abc stream=orders version=3 "
            'reason="needs _SDC_TABLE_VERSION and _SDC_DELETED_AT"'
        ),
        "level=info event=state_written run=abc bytes=12",
        "level=info event=stream_ended run=abc stream=orders table=DW.ORDERS status=completed rows=2 batches=1",
        "level=info event=run_ended run=abc status=completed streams=1 rows=2 batches=1 seconds=2.0 rows_per_s=1",
    ]


def test_run_without_streams_is_a_line_of_zeros(capsys: pytest.CaptureFixture[str]) -> None:
    observer().run_ended([], seconds=0.0, status=LoadJobStatus.COMPLETED)

    assert events(capsys.readouterr().err) == [
        "level=info event=run_ended run=abc status=completed streams=0 rows=0 batches=0 seconds=0.0 rows_per_s=0"
    ]


@pytest.mark.parametrize("stream", ["two words", 'quote"', "line\nfeed", "a=b", "", "é", "back\\slash"])
def test_stream_of_any_name_stays_on_one_line(capsys: pytest.CaptureFixture[str], stream: str) -> None:
    observer().version_ignored(stream, version=1)

    (line,) = events(capsys.readouterr().err)
    assert line.endswith('version=1 reason="needs _SDC_TABLE_VERSION and _SDC_DELETED_AT"')


def test_stream_gives_no_commands_to_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    observer().version_ignored("\x1b[2Jgone\u2028", version=1)

    assert r"stream=\x1b[2Jgone\u2028 " in capsys.readouterr().err


def test_line_that_cannot_be_written_is_lost_and_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    class FullDevice(io.StringIO):
        def write(self, text: str, /) -> int:  # type: ignore[explicit-override] # typing.override came with 3.12
            del text
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("sys.stderr", FullDevice())
    observer().state_written(1)
