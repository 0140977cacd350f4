from datetime import UTC, datetime

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from flext_target_oracle.jobs.job import DomainEntity, LoadJob, LoadJobStatus

BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
END = datetime(2024, 1, 2, tzinfo=UTC)
ENDS = [LoadJobStatus.COMPLETED, LoadJobStatus.FAILED, LoadJobStatus.INTERRUPTED]


def running() -> LoadJob:
    job = LoadJob("run:orders", "orders", "DW.ORDERS")
    job.start(at=BEGIN)
    return job


def test_new_job_is_pending_and_has_done_nothing() -> None:
    job = LoadJob("run:orders", "orders", "DW.ORDERS")

    assert job.status is LoadJobStatus.PENDING
    assert (job.records_processed, job.bytes_processed, job.batches) == (0, 0, 0)
    assert (job.started_at, job.ended_at, job.error_code) == (None, None, None)


def test_batches_add_up() -> None:
    job = running()
    job.add_batch(records=3, size=100)
    job.add_batch(records=2, size=50)

    assert (job.records_processed, job.bytes_processed, job.batches) == (5, 150, 2)


@pytest.mark.parametrize("end", ENDS)
def test_running_job_ends_once_with_time_and_reason(end: LoadJobStatus) -> None:
    job = running()
    job.end(end, at=END, error_code="ORA-00001")

    assert (job.status, job.started_at, job.ended_at, job.error_code) == (end, BEGIN, END, "ORA-00001")
    for again in ENDS:
        with pytest.raises(ValueError, match=f"a {end.value} job cannot become {again.value}"):
            job.end(again, at=END)


@pytest.mark.parametrize("end", [LoadJobStatus.PENDING, LoadJobStatus.RUNNING])
def test_job_cannot_end_with_a_status_that_is_no_end(end: LoadJobStatus) -> None:
    with pytest.raises(ValueError, match=f"a job does not end as {end.value}"):
        running().end(end, at=END)


def test_pending_job_may_fail_but_not_complete() -> None:
    LoadJob("1", "s", "t").end(LoadJobStatus.FAILED, at=END)
    LoadJob("1", "s", "t").end(LoadJobStatus.INTERRUPTED, at=END)

    with pytest.raises(ValueError, match="a pending job cannot become completed"):
        LoadJob("1", "s", "t").end(LoadJobStatus.COMPLETED, at=END)


def test_job_starts_once() -> None:
    job = running()

    with pytest.raises(ValueError, match="a running job cannot become running"):
        job.start(at=END)
    assert job.started_at == BEGIN


def test_only_a_running_job_takes_a_batch() -> None:
    ended = running()
    ended.end(LoadJobStatus.COMPLETED, at=END)

    for job in (LoadJob("1", "s", "t"), ended):
        with pytest.raises(ValueError, match="job takes no batch"):
            job.add_batch(records=1, size=1)
        assert job.batches == 0


def test_job_stays_itself_while_it_changes() -> None:
    job, same, other = running(), LoadJob("run:orders", "renamed", "t"), LoadJob("run:other", "orders", "DW.ORDERS")

    assert job == same
    assert hash(job) == hash(same)
    assert job != other
    assert job != DomainEntity("run:orders")


class JobInAnyOrder(RuleBasedStateMachine):
    """Whatever is asked of a job, in whatever order."""

    def __init__(self) -> None:
        super().__init__()
        self.job = LoadJob("1", "s", "t")
        self.rows = 0

    @rule(status=st.sampled_from(LoadJobStatus))
    def try_to_end(self, status: LoadJobStatus) -> None:
        was = self.job.status
        try:
            self.job.end(status, at=END)
        except ValueError:
            assert self.job.status is was

    @precondition(lambda self: self.job.status is LoadJobStatus.PENDING)
    @rule()
    def start(self) -> None:
        self.job.start(at=BEGIN)

    @precondition(lambda self: self.job.status is LoadJobStatus.RUNNING)
    @rule(rows=st.integers(1, 10))
    def add(self, rows: int) -> None:
        self.job.add_batch(records=rows, size=1)
        self.rows += rows

    @invariant()
    def an_ended_job_has_a_time_of_its_end_and_every_row(self) -> None:
        assert (self.job.ended_at is not None) == (self.job.status in ENDS)
        assert self.job.records_processed == self.rows


JobInAnyOrder.TestCase.settings = settings(max_examples=50, deadline=None)
test_job_stays_consistent_whatever_is_asked_of_it = JobInAnyOrder.TestCase
