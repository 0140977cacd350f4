import pytest

from oracle_standin.codec.wire_types import ColumnDescription, WireType
from oracle_standin.ttc.row_data import fetch_type, write_rows

NUMBER = ColumnDescription("N", WireType.NUMBER)
TEXT = ColumnDescription("T", WireType.VARCHAR2, charset_form=1)
CLOB = ColumnDescription("C", WireType.CLOB, charset_form=1)
HEADER = "0600000000000000"


def written(
    rows: list[tuple[bytes | None, ...]], *columns: ColumnDescription, types: list[WireType] | None = None
) -> str:
    fetch_types = types or [column.wire_type for column in columns]
    return write_rows(rows, columns, fetch_types, lambda value, _: b"<%d>" % len(value)).hex()


def test_a_row_is_its_mark_and_its_values_with_their_lengths() -> None:
    assert written([(b"\xc1\x02", b"ab"), (None, b"")], NUMBER, TEXT) == HEADER + "0702c102026162070000"


def test_a_value_of_more_than_252_bytes_comes_in_chunks() -> None:
    assert written([(b"a" * 252,)], TEXT).startswith(HEADER + "07fc61")
    assert written([(b"a" * 253,)], TEXT) == HEADER + "07fe01fd" + "61" * 253 + "00"
    assert written([(b"a" * 40_000,)], TEXT).startswith(HEADER + "07fe027fff")


def test_a_long_has_two_bytes_behind_its_value() -> None:
    assert written([(b"ab",), (None,)], CLOB, types=[WireType.LONG]) == HEADER + "07026162000007000000"


def test_a_lob_is_located_and_an_empty_one_is_not_null() -> None:
    assert written([(b"abc",), (b"",), (None,)], CLOB) == HEADER + "07" + b"<3>".hex() + "07" + b"<0>".hex() + "0700"


def test_no_rows_have_no_header() -> None:
    assert written([], NUMBER) == ""


@pytest.mark.parametrize(
    ("described", "defined", "expected"),
    [
        (WireType.CLOB, WireType.LONG, WireType.LONG),
        (WireType.CLOB, WireType.CLOB, WireType.CLOB),
        (WireType.BLOB, WireType.LONG_RAW, WireType.LONG_RAW),
        (WireType.BLOB, WireType.LONG, WireType.BLOB),
        (WireType.NUMBER, WireType.VARCHAR2, WireType.NUMBER),
    ],
)
def test_a_define_turns_lobs_into_longs_and_nothing_else(
    described: WireType, defined: WireType, expected: WireType
) -> None:
    assert fetch_type(described, defined) is expected
