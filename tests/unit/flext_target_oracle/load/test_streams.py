import re

import pytest

from flext_target_oracle.batch.batcher import BatchLimits, Moment
from flext_target_oracle.errors import InputError
from flext_target_oracle.jobs.job import LoadJobStatus
from flext_target_oracle.load.activate_version import has_versions
from flext_target_oracle.load.rules import TableRules
from flext_target_oracle.load.streams import OpenStream, StreamRegistry
from flext_target_oracle.load.tables import design
from flext_target_oracle.singer.messages import SchemaMessage


class Clock:
    """Goes a second on whenever it is read."""

    def __init__(self) -> None:
        self._seconds = 0

    def __call__(self) -> Moment:
        self._seconds += 1
        return Moment.of(1_700_000_000 + self._seconds, self._seconds)


def registry(*, has_metadata: bool = False) -> StreamRegistry:
    rules = TableRules(owner="DW", has_metadata=has_metadata)
    return StreamRegistry(run_id="run", rules_of=lambda _stream: rules, limits=BatchLimits(10, 1000, 60), clock=Clock())


def schema(stream: str, *names: str) -> SchemaMessage:
    return SchemaMessage(stream, {"properties": {name: {"type": "integer"} for name in names}}, ["id"])


def open_stream(streams: StreamRegistry, message: SchemaMessage) -> OpenStream:
    return streams.open(message, design(message, streams._rules_of(message.stream), {}))


def test_message_of_an_unknown_stream_is_refused_with_its_type() -> None:
    with pytest.raises(InputError, match="RECORD of stream 'orders' came before its SCHEMA"):
        registry().require("orders", "RECORD")


def test_open_stream_is_found_by_its_name() -> None:
    streams = registry()
    stream = open_stream(streams, schema("orders", "id"))

    assert streams.find("orders") is streams.require("orders", "RECORD") is stream
    assert streams.find("other") is None
    assert list(streams) == [stream]


def test_job_of_a_stream_runs_from_its_first_schema_to_the_end_of_the_run() -> None:
    streams = registry()
    job = open_stream(streams, schema("orders", "id")).job
    began = (job.id, job.stream_name, job.table, job.status, job.started_at is not None)
    streams.end_jobs(LoadJobStatus.FAILED, error_code="ORA-01536")

    assert began == ("run:orders", "orders", "DW.ORDERS", LoadJobStatus.RUNNING, True)
    assert (job.status, job.error_code) == (LoadJobStatus.FAILED, "ORA-01536")
    assert job.started_at is not None
    assert job.ended_at is not None
    assert job.ended_at > job.started_at
    assert streams.jobs == [job]
    assert streams.seconds > 0


def test_changed_schema_goes_on_with_the_job_and_the_numbers_of_the_batches() -> None:
    streams = registry()
    former = open_stream(streams, schema("orders", "id"))
    latter = open_stream(streams, schema("orders", "id", "more"))

    assert latter.job is former.job
    assert latter.batcher.next_number == former.batcher.next_number
    assert [column.name for column in latter.table.columns] == ["ID", "MORE"]
    assert list(streams) == [latter]


def test_two_streams_that_would_share_a_table_are_refused_with_both_names() -> None:
    streams = registry()
    open_stream(streams, schema("my-orders", "id"))

    with pytest.raises(InputError, match=re.escape("'my-orders' and 'MY_ORDERS' would share table DW.MY_ORDERS")):
        streams.require_own_table("MY_ORDERS")


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        (SchemaMessage("orders", {}), "no properties"),
        (SchemaMessage("orders", {"properties": {"a": {}}}, ["id"]), "key property 'id'"),
        (SchemaMessage("orders", {"properties": {"": {}}}), "empty name"),
        (SchemaMessage("orders", {"properties": {f"p{n}": {} for n in range(1001)}}), "1001 columns"),
    ],
)
def test_schema_that_cannot_become_a_table_is_refused_with_the_stream(message: SchemaMessage, problem: str) -> None:
    with pytest.raises(InputError, match=problem) as caught:
        design(message, TableRules(owner="DW", has_metadata=False), {})

    assert str(caught.value).startswith("stream 'orders': ")


def test_versions_are_kept_only_where_the_target_itself_fills_both_columns() -> None:
    plain = open_stream(registry(), schema("a", "id"))
    with_metadata = open_stream(registry(has_metadata=True), schema("a", "id"))
    with_own_column = open_stream(registry(has_metadata=True), schema("a", "id", "_sdc_deleted_at"))

    assert not has_versions(plain.table)
    assert has_versions(with_metadata.table)
    assert not has_versions(with_own_column.table)
