"""Rows of direct path loads: valid pieces come back whole, broken ones end in ORA-03137."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle_standin.codec.wire_types import ColumnDescription, WireType
from oracle_standin.errors import OracleError
from oracle_standin.ttc.row_pieces import read_row_pieces

COLUMNS = (ColumnDescription("A", WireType.RAW), ColumnDescription("B", WireType.RAW))
VALUES = st.one_of(st.none(), st.binary(max_size=300))


def segment(value: bytes | None) -> bytes:
    if value is None:
        return b"\xff"
    return bytes((len(value),)) + value if len(value) <= 250 else b"\xfe" + len(value).to_bytes(2) + value


def fast_row(row: tuple[bytes | None, ...]) -> bytes:
    segments = b"".join(map(segment, row))
    return b"\x3c" + (len(segments) + 4).to_bytes(2) + bytes((len(row),)) + segments


def read(pieces: bytes) -> list[tuple[bytes | None, ...]]:
    return [
        row for binds in read_row_pieces(pieces, COLUMNS) for row in zip(*(bind.values for bind in binds), strict=True)
    ]


@given(st.lists(st.tuples(VALUES, VALUES), max_size=20))
def test_whole_rows_come_back(rows: list[tuple[bytes | None, bytes | None]]) -> None:
    assert read(b"".join(map(fast_row, rows))) == rows


@given(st.binary(min_size=1, max_size=300), st.data())
def test_a_value_may_be_cut_anywhere(value: bytes, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(value)))
    pieces = b"\x09\x02" + segment(b"first") + segment(value[:cut]) + b"\x06\x01" + segment(value[cut:])

    assert read(pieces) == [(b"first", value)]


@pytest.mark.parametrize(
    "pieces",
    [
        b"\x3c\x00\x06\x01\x01a",  # a column too few
        b"\x3c\x00\x08\x02\x01a\x05b",  # a value beyond the end
        b"\x3c\x00\x09\x02\x01a\x01b",  # a wrong length
        b"\x0c\x02\x01a",  # a segment is missing
        b"\x0c\x02\x01a\xfb\x00",  # no length
        b"\x04\x02\x01a\x01b",  # no first piece
        b"\x08\x01\x01a\x06\x01\x01b",  # continues what does not continue
        b"\x09\x01\x01a\x04\x01\x01b",  # what continues is not continued
        b"\x09\x01\xff\x06\x01\x01b",  # NULL cannot continue
        b"\x08\x02\x01a\x01b",  # no last piece
    ],
)
def test_broken_pieces_are_refused(pieces: bytes) -> None:
    with pytest.raises(OracleError, match="ORA-03137"):
        read(pieces)


@given(st.binary(max_size=60), st.integers(0, 60))
def test_damaged_pieces_never_crash(noise: bytes, place: int) -> None:
    pieces = fast_row((b"abc", None)) + b"\x09\x02\x01a\x01b\x06\x01\x01c"
    with contextlib.suppress(OracleError):
        read(pieces[:place] + noise + pieces[place:])
