import os
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from flext_target_oracle.errors import OutputError
from flext_target_oracle.singer.writer import StateWriter

PIPE_BYTES = 1 << 16  # what a pipe holds on Linux: a larger write is cut into parts


class Pipe:
    """Both ends of a pipe; the writing one is what the target takes for stdout."""

    def __init__(self) -> None:
        self.reader, self.writer = os.pipe()

    def read_all(self) -> bytes:
        with os.fdopen(self.reader, "rb", closefd=False) as stream:
            return stream.read()

    def close(self) -> None:
        for descriptor in (self.reader, self.writer):
            try:
                os.close(descriptor)
            except OSError:
                continue  # the test has closed this end


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    with closing(Pipe()) as pipe:
        yield pipe


def test_state_leaves_as_it_came_with_one_line_feed(pipe: Pipe) -> None:
    writer = StateWriter(pipe.writer)
    writer.write(b'{"a":  1.50,\t"b": "\\u00e9"}')
    writer.write(b"null")
    os.close(pipe.writer)

    assert pipe.read_all() == b'{"a":  1.50,\t"b": "\\u00e9"}\nnull\n'


def test_state_is_there_when_write_returns(pipe: Pipe) -> None:
    StateWriter(pipe.writer).write(b"1")

    assert os.read(pipe.reader, 10) == b"1\n"


def test_state_larger_than_the_pipe_arrives_whole(pipe: Pipe) -> None:
    value = bytes(range(32, 127)) * (5 * PIPE_BYTES // 95)
    received: list[bytes] = []
    thread = threading.Thread(target=lambda: received.append(pipe.read_all()))
    thread.start()
    StateWriter(pipe.writer).write(value)
    os.close(pipe.writer)
    thread.join()

    assert received == [value + b"\n"]


def test_nobody_reading_is_an_output_error_that_says_how_to_go_on(pipe: Pipe) -> None:
    os.close(pipe.reader)

    with pytest.raises(OutputError, match="start again from the last STATE that arrived"):
        StateWriter(pipe.writer).write(b"1")


def test_reader_that_goes_in_the_middle_of_a_state_is_an_output_error(pipe: Pipe) -> None:
    def read_a_little() -> None:
        os.read(pipe.reader, 100)
        os.close(pipe.reader)

    thread = threading.Thread(target=read_a_little)
    thread.start()

    with pytest.raises(OutputError):
        StateWriter(pipe.writer).write(b"x" * 10 * PIPE_BYTES)
    thread.join()


def test_closed_descriptor_is_an_output_error(pipe: Pipe) -> None:
    os.close(pipe.writer)

    with pytest.raises(OutputError):
        StateWriter(pipe.writer).write(b"1")


def test_slow_reader_of_a_non_blocking_pipe_gets_every_byte(pipe: Pipe) -> None:
    os.set_blocking(pipe.writer, False)
    value = b"x" * 1_000_000
    received = bytearray()

    def read_slowly() -> None:
        while len(received) <= len(value):
            received.extend(os.read(pipe.reader, 100_000))

    thread = threading.Thread(target=read_slowly)
    thread.start()
    StateWriter(pipe.writer).write(value)
    thread.join()

    assert bytes(received) == value + b"\n"


def test_nothing_follows_a_state_that_could_not_be_written(pipe: Pipe) -> None:
    writer = StateWriter(pipe.writer)
    os.close(pipe.reader)

    for _ in range(2):
        with pytest.raises(OutputError, match="Broken pipe"):
            writer.write(b"1")
