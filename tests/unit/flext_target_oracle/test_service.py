"""The flow where it needs no database: STATE alone, and input that is refused before the first row."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import count

import pytest
import structlog
from pydantic import SecretStr

from flext_target_oracle.batch.batcher import BatchLimits, Moment
from flext_target_oracle.config import OracleConfig
from flext_target_oracle.errors import InputError, OutputError
from flext_target_oracle.load.loader import BatchLoader
from flext_target_oracle.load.rules import TableRules
from flext_target_oracle.load.streams import StreamRegistry
from flext_target_oracle.load.tables import TableService
from flext_target_oracle.observability.logging import LogObserver, configure_logging
from flext_target_oracle.oracle.connection import OracleConnectionService
from flext_target_oracle.oracle.query import OracleQueryService
from flext_target_oracle.oracle.schema import OracleSchemaService
from flext_target_oracle.result import Err, Ok
from flext_target_oracle.service import SingerTargetService
from flext_target_oracle.singer.messages import decode_message
from flext_target_oracle.singer.reader import LineReader
from flext_target_oracle.singer.writer import StateWriter


@dataclass
class Target:
    """A target that has not logged in, between two pipes."""

    input_reader: int
    input_writer: int
    output_reader: int
    output_writer: int

    def load(self, content: bytes, *, is_stopped: bool = False) -> None:
        os.write(self.input_writer, content)
        os.close(self.input_writer)
        asyncio.run(self._run(is_stopped=is_stopped))

    def output(self) -> bytes:
        os.close(self.output_writer)
        return os.read(self.output_reader, 1 << 16)

    def service(self) -> SingerTargetService:
        connection = OracleConfig(
            host="h", port=1, service_name="s", username="u", password=SecretStr("p"), tcp_connect_timeout_s=1
        )
        queries = OracleQueryService(OracleConnectionService(connection, pool_size=1))
        seconds = count()
        observer = LogObserver(run_id="run")

        def clock() -> Moment:
            return Moment.of(1_700_000_000, next(seconds))

        rules = TableRules("DW")
        return SingerTargetService(
            streams=StreamRegistry(
                run_id="run", rules_of=lambda _stream: rules, limits=BatchLimits(10, 10_000, 60), clock=clock
            ),
            tables=TableService(OracleSchemaService(queries), None, lambda _stream: rules),
            loader=BatchLoader(queries, observer, max_in_flight=1),
            queries=queries,
            writer=StateWriter(self.output_writer),
            observer=observer,
            clock=clock,
        )

    async def _run(self, *, is_stopped: bool) -> None:
        with closing(LineReader(self.input_reader)) as reader:
            if is_stopped:
                reader.stop()
            await self.service().run(reader)


@pytest.fixture
def target() -> Iterator[Target]:
    configure_logging()
    made = Target(*os.pipe(), *os.pipe())
    yield made
    for descriptor in (made.input_reader, made.input_writer, made.output_reader, made.output_writer):
        try:
            os.close(descriptor)
        except OSError:
            continue  # the test has closed it
    structlog.reset_defaults()


def test_state_without_rows_before_it_leaves_as_it_came(target: Target) -> None:
    target.load(b'{"type": "STATE", "value": {"a":  1.50}}\n')

    assert target.output() == b'{"a":  1.50}\n'


def test_only_the_newest_of_several_safe_states_leaves(target: Target) -> None:
    target.load(b'{"type": "STATE", "value": 1}\n\n  \n{"type": "STATE", "value": 2}\n')

    assert target.output() == b"2\n"


def test_last_line_needs_no_line_feed(target: Target) -> None:
    target.load(b'{"type": "STATE", "value": 1}')

    assert target.output() == b"1\n"


def test_empty_input_is_loaded(target: Target) -> None:
    target.load(b"")

    assert target.output() == b""


def test_stopped_reader_ends_the_load_without_state(target: Target) -> None:
    target.load(b'{"type": "STATE", "value": 1}\n', is_stopped=True)

    assert target.output() == b""


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b"garbage", "this is not JSON"),
        (b"[]", "a JSON object of type SCHEMA"),
        (
            b'{"type": "RECORD", "stream": "s", "record": {}}',
            "RECORD of stream 's' came before its SCHEMA; a tap must send the SCHEMA first",
        ),
        (b'{"type": "ACTIVATE_VERSION", "stream": "s", "version": 1}', "ACTIVATE_VERSION of stream 's' came before"),
        (b'{"type": "SCHEMA", "stream": "s", "schema": {}}', "stream 's': the schema has no properties"),
        (b'{"type": "BATCH", "stream": "s", "encoding": {}, "manifest": []}', "BATCH messages are not supported"),
    ],
)
def test_refused_line_is_named_by_its_number(target: Target, line: bytes, problem: str) -> None:
    with pytest.raises(InputError, match=problem) as caught:
        target.load(b"\n \n" + line + b"\n")

    assert caught.value.line == 3


def test_line_that_the_input_ends_in_is_said_to_be_cut_off(target: Target) -> None:
    with pytest.raises(InputError, match="line 1: the input ends in the middle of this line; this is not JSON"):
        target.load(b'{"type": "STATE", "val')


def test_state_that_was_safe_before_a_refused_line_has_left(target: Target) -> None:
    with pytest.raises(InputError, match="line 2"):
        target.load(b'{"type": "STATE", "value": 1}\ngarbage\n{"type": "STATE", "value": 2}\n')

    assert target.output() == b"1\n"


def test_nobody_reading_state_is_an_output_error(target: Target) -> None:
    os.close(target.output_reader)

    with pytest.raises(OutputError):
        target.load(b'{"type": "STATE", "value": 1}\n')


def test_refused_line_is_told_even_if_nobody_reads_state(target: Target) -> None:
    os.close(target.output_reader)

    with pytest.raises(InputError, match="line 2"):
        target.load(b'{"type": "STATE", "value": 1}\ngarbage\n')


def test_embedder_gets_ok_or_the_error_for_each_message(target: Target) -> None:
    async def process() -> list[object]:
        service = target.service()
        lines = [b'{"type": "STATE", "value": 1}', b'{"type": "RECORD", "stream": "s", "record": {}}']
        return [await service.process_singer_message(decode_message(line)) for line in lines]

    accepted, refused = asyncio.run(process())

    assert accepted == Ok(None)
    assert isinstance(refused, Err)
    assert str(refused.error) == "RECORD of stream 's' came before its SCHEMA; a tap must send the SCHEMA first"
    assert target.output() == b"1\n"
