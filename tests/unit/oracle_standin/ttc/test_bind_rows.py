from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle_standin.codec.wire_types import WireType
from oracle_standin.errors import ProtocolError
from oracle_standin.ttc.bind_rows import read_bind_rows
from oracle_standin.ttc.capabilities import Capabilities
from oracle_standin.ttc.column_metadata import BindLayout, ColumnMetadata, bind_layout
from oracle_standin.ttc.reader import Reader
from oracle_standin.ttc.writer import clr

SHORT, LONG = 100, 40_000  # declared sizes on both sides of the limit of 4000

values = st.none() | st.binary(min_size=1, max_size=12) | st.binary(min_size=250, max_size=256)


def layout_of(*columns: ColumnMetadata, is_plsql: bool = False) -> BindLayout:
    return bind_layout(columns, Capabilities(), is_plsql=is_plsql)


def text_column(max_bytes: int) -> ColumnMetadata:
    return ColumnMetadata(WireType.VARCHAR2, 1, max_bytes)


def message(rows: list[list[bytes | None]], order: tuple[int, ...]) -> bytes:
    return b"".join(b"\x07" + b"".join(clr(row[index] or b"") for index in order) for row in rows)


def reader_of(payload: bytes, packet_bytes: int) -> Reader:
    packets = iter([payload[start : start + packet_bytes] for start in range(0, len(payload), packet_bytes)])
    return Reader(next(packets), lambda: next(packets))


@given(st.data(), st.integers(1, 5), st.integers(1, 8), st.integers(1, 600))
def test_rows_become_columns_wherever_packets_cut_them(
    data: st.DataObject, width: int, count: int, packet_bytes: int
) -> None:
    rows = data.draw(st.lists(st.lists(values, min_size=width, max_size=width), min_size=count, max_size=count))
    sizes = data.draw(st.lists(st.sampled_from([SHORT, LONG]), min_size=width, max_size=width))
    layout = layout_of(*map(text_column, sizes))
    reader = reader_of(message(rows, layout.order) + b"\x2a", packet_bytes)

    binds = read_bind_rows(reader, layout, count)

    assert [list(row) for row in zip(*(bind.values for bind in binds), strict=True)] == rows
    assert [bind.max_bytes for bind in binds] == sizes
    assert reader.u8() == 42


def test_long_strings_stand_behind_the_other_values_of_their_row() -> None:
    columns = (text_column(LONG), ColumnMetadata(WireType.NUMBER, 0, 22), ColumnMetadata(WireType.RAW, 0, LONG))

    assert layout_of(*columns).order == (1, 0, 2)


def test_long_strings_of_a_plsql_block_stay_in_their_place() -> None:
    assert layout_of(text_column(LONG), text_column(SHORT), is_plsql=True).order == (0, 1)


def test_national_text_arrives_as_it_is() -> None:
    layout = layout_of(ColumnMetadata(WireType.VARCHAR2, 2, SHORT))
    payload = b"\x07" + clr("grün".encode("utf-16-be")) + b"\x07\x00"

    (bind,) = read_bind_rows(reader_of(payload, 100), layout, 2)

    assert bind.values == ["grün".encode("utf-16-be"), None]
    assert bind.charset_form == 2


def test_a_boolean_null_is_null() -> None:
    layout = layout_of(ColumnMetadata(WireType.BOOLEAN, 0, 4), text_column(SHORT))
    payload = b"\x07\xfd\x01" + clr(b"a") + b"\x07\x02\x01\x01" + clr(b"b") + b"\x07\x01\x00\xff"

    for packet_bytes in (1, 100):
        flags, texts = read_bind_rows(reader_of(payload, packet_bytes), layout, 3)
        assert flags.values == [None, b"\x01\x01", b"\x00"]
        assert texts.values == [b"a", b"b", None]


def test_the_value_of_a_lob_is_its_locator() -> None:
    locator = bytes(range(40))
    layout = layout_of(ColumnMetadata(WireType.CLOB, 1, 112), text_column(SHORT))
    payload = b"\x07\x01\x28" + clr(locator) + clr(b"a") + b"\x07\x00" + clr(b"b")

    lobs, texts = read_bind_rows(reader_of(payload, 7), layout, 2)

    assert lobs.values == [locator, None]
    assert texts.values == [b"a", b"b"]


def test_values_without_the_mark_of_a_row_are_no_rows() -> None:
    with pytest.raises(ProtocolError, match="mark of a row"):
        read_bind_rows(reader_of(b"\x07\x01a\x08\x01b", 100), layout_of(text_column(SHORT)), 2)


def test_the_value_of_a_json_bind_is_its_image() -> None:
    row = b"\x07\x01\x28\x28" + bytes(40) + b"\x03abc"

    (bind,) = read_bind_rows(reader_of(row + b"\x07\x00", 100), layout_of(ColumnMetadata(WireType.JSON, 0, 100)), 2)

    assert bind.values == [b"abc", None]


@given(st.binary(max_size=400), st.integers(1, 4))
def test_any_bytes_are_rows_or_run_out(garbage: bytes, width: int) -> None:
    class OutOfPacketsError(Exception):
        pass

    def pull() -> bytes:
        raise OutOfPacketsError

    layout = layout_of(*[text_column(SHORT)] * width)
    try:
        read_bind_rows(Reader(garbage, pull), layout, 3)
    except (ProtocolError, OutOfPacketsError):
        return


def test_a_chunk_longer_than_the_message_is_cut_off() -> None:
    def pull() -> bytes:
        raise ProtocolError("out of packets")

    payload = b"\x07\xfe\x04" + pack(">I", 2**31) + b"abc"
    with pytest.raises(ProtocolError, match="out of packets"):
        read_bind_rows(Reader(payload, pull), layout_of(text_column(SHORT)), 1)
