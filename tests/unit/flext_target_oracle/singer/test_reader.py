"""The reader on real pipes and files: what the other side writes, and when, must not matter."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flext_target_oracle.errors import InputError
from flext_target_oracle.singer.reader import LineReader

Numbered = tuple[int, bytes]

lines_of_input = st.lists(st.binary(max_size=20).map(lambda line: line.replace(b"\n", b" ")), max_size=20)


@contextmanager
def pipe() -> Iterator[tuple[int, int]]:
    reader, writer = os.pipe()
    try:
        yield reader, writer
    finally:
        for descriptor in (reader, writer):
            try:
                os.close(descriptor)
            except OSError:
                continue  # the test has closed this end


async def read_to_end(reader: LineReader) -> tuple[list[Numbered], bool]:
    numbered: list[Numbered] = []
    is_cut_off = False
    while (lines := await reader.read(wait_s=5)) is not None:
        numbered += enumerate(lines.lines, lines.first_number)
        is_cut_off = lines.is_cut_off
    return numbered, is_cut_off


def read_written(chunks: Sequence[bytes]) -> tuple[list[Numbered], bool]:
    """What the reader gives when the other side writes these chunks, each after the former one was read."""

    async def write_and_read() -> tuple[list[Numbered], bool]:
        with pipe() as (descriptor, writer), closing(LineReader(descriptor)) as reader:
            numbered: list[Numbered] = []
            for chunk in chunks:
                os.write(writer, chunk)
                lines = await reader.read(wait_s=5)
                assert lines is not None
                numbered += enumerate(lines.lines, lines.first_number)
            os.close(writer)
            rest, is_cut_off = await read_to_end(reader)
            return numbered + rest, is_cut_off

    return asyncio.run(write_and_read())


def read_file(path: Path) -> tuple[list[Numbered], bool]:
    with path.open("rb") as file, closing(LineReader(file.fileno())) as reader:
        return asyncio.run(read_to_end(reader))


def run_on_pipe(use: Callable[[LineReader, int], Awaitable[None]]) -> None:
    async def run() -> None:
        with pipe() as (descriptor, writer), closing(LineReader(descriptor)) as reader:
            await use(reader, writer)

    asyncio.run(run())


@given(lines_of_input, st.sampled_from([b"", b"\n"]), st.lists(st.integers(1, 400), max_size=8))
@example([b"", b"", b"x"], b"\n", [1, 2])
@example([b"\r", b"\r\n"[:1]], b"", [1])
@settings(deadline=None, max_examples=60)
def test_same_lines_and_numbers_for_any_split_of_the_input(
    lines: list[bytes],
    ending: bytes,
    cuts: list[int],
) -> None:
    content = b"\n".join(lines) + (ending if lines else b"")
    edges = [0, *sorted({cut for cut in cuts if cut < len(content)}), len(content)]
    chunks = [content[begin:end] for begin, end in pairwise(edges) if begin < end]

    numbered, is_cut_off = read_written(chunks)

    expected = content.split(b"\n")
    if not expected[-1]:
        expected.pop()
    assert numbered == list(enumerate(expected, 1))
    assert is_cut_off == bool(content and not content.endswith(b"\n"))


def test_empty_input_has_no_lines() -> None:
    assert read_written([]) == ([], False)


def test_empty_lines_are_counted() -> None:
    assert read_written([b"\n\na\n"]) == ([(1, b""), (2, b""), (3, b"a")], False)


def test_last_line_without_line_feed_is_marked_as_cut_off() -> None:
    assert read_written([b"a\nb"]) == ([(1, b"a"), (2, b"b")], True)


def test_line_longer_than_several_chunks_comes_whole(tmp_path: Path) -> None:
    long = bytes(range(11, 256)) * 20_000
    (tmp_path / "input").write_bytes(b"first\n" + long + b"\nlast\n")

    assert read_file(tmp_path / "input") == ([(1, b"first"), (2, long), (3, b"last")], False)


def test_file_of_many_chunks_comes_whole(tmp_path: Path) -> None:
    expected = [b"%d %s" % (number, b"x" * (number % 97)) for number in range(60_000)]
    (tmp_path / "input").write_bytes(b"\n".join(expected) + b"\n")

    numbered, _ = read_file(tmp_path / "input")

    assert numbered == list(enumerate(expected, 1))


def test_silence_gives_no_lines_after_the_wait_and_does_not_end_the_input() -> None:
    async def use(reader: LineReader, writer: int) -> None:
        silent = await reader.read(wait_s=0.01)
        os.write(writer, b"a\n")
        spoken = await reader.read(wait_s=5)

        assert silent is not None
        assert silent.lines == []
        assert spoken is not None
        assert spoken.lines == [b"a"]

    run_on_pipe(use)


def test_wait_for_input_does_not_block_the_event_loop() -> None:
    async def use(reader: LineReader, _writer: int) -> None:
        waiting = asyncio.create_task(reader.read(wait_s=0.2))
        for _ in range(5):
            await asyncio.sleep(0.01)

        assert not waiting.done()
        await waiting

    run_on_pipe(use)


def test_stop_ends_a_wait_at_once_and_for_good() -> None:
    async def use(reader: LineReader, writer: int) -> None:
        began_s = time.monotonic()
        asyncio.get_running_loop().call_later(0.05, reader.stop)
        stopped = await reader.read(wait_s=60)
        os.write(writer, b"a\n")

        assert stopped is None
        assert reader.is_stopped
        assert await reader.read(wait_s=60) is None
        assert time.monotonic() - began_s < 10

    run_on_pipe(use)


def test_stop_before_the_first_read_and_twice_is_harmless() -> None:
    async def use(reader: LineReader, writer: int) -> None:
        os.write(writer, b"a\n")
        reader.stop()
        reader.stop()

        assert await reader.read(wait_s=60) is None

    run_on_pipe(use)


def test_stop_after_close_is_harmless() -> None:
    with pipe() as (descriptor, _):
        reader = LineReader(descriptor)
        reader.close()
        reader.stop()

        assert reader.is_stopped


def test_closed_descriptor_is_an_input_error_with_the_line() -> None:
    async def use(reader: LineReader, writer: int) -> None:
        os.write(writer, b"a\nb\n")
        await reader.read(wait_s=5)
        os.close(reader._file_descriptor)
        with pytest.raises(InputError, match="line 3: the input cannot be read: Bad file descriptor"):
            await reader.read(wait_s=5)

    run_on_pipe(use)


def test_directory_as_input_is_an_input_error(tmp_path: Path) -> None:
    descriptor = os.open(tmp_path, os.O_RDONLY)
    try:
        with closing(LineReader(descriptor)) as reader, pytest.raises(InputError, match="Is a directory"):
            asyncio.run(reader.read(wait_s=5))
    finally:
        os.close(descriptor)


def test_line_longer_than_any_record_is_an_input_error_with_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flext_target_oracle.singer.reader._MAX_LINE_BYTES", 1000)

    with pytest.raises(InputError, match="line 2: this line is longer than 1000 bytes"):
        read_written([b"a\n", b"x" * 600, b"x" * 600])


def test_reader_gives_back_its_own_descriptors() -> None:
    before = len(list(Path("/dev/fd").iterdir()))
    with pipe() as (descriptor, _), closing(LineReader(descriptor)):
        during = len(list(Path("/dev/fd").iterdir()))

    assert during == before + 4
    assert len(list(Path("/dev/fd").iterdir())) == before


@pytest.mark.parametrize("chunks", [[b"\xef\xbb\xbfa\n\xef\xbb\xbfb"], [b"\xef", b"\xbb\xbfa\n", b"\xef\xbb\xbfb"]])
def test_a_byte_order_mark_is_skipped_at_the_beginning_only(chunks: list[bytes]) -> None:
    assert read_written(chunks) == ([(1, b"a"), (2, b"\xef\xbb\xbfb")], True)
