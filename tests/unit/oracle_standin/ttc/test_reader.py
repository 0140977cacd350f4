import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle_standin.errors import ProtocolError
from oracle_standin.ttc.reader import Reader
from oracle_standin.ttc.writer import clr, dalc, sb, ub


def reader_of(message: bytes, packet_bytes: int = 0) -> Reader:
    """A reader of a message that comes in packets of this size; 0: in one packet."""
    size = packet_bytes or max(len(message), 1)
    packets = iter([message[start : start + size] for start in range(0, len(message), size)] or [b""])
    return Reader(next(packets), lambda: next(packets))


packet_sizes = st.integers(1, 9)


@given(st.integers(0, 2**64 - 1), packet_sizes)
def test_an_integer_comes_back_wherever_packets_cut_it(number: int, packet_bytes: int) -> None:
    reader = reader_of(ub(number), packet_bytes)

    assert reader.ub() == number
    assert reader.is_at_end


@given(st.binary(max_size=300), packet_sizes)
def test_a_byte_string_comes_back_wherever_packets_cut_it(value: bytes, packet_bytes: int) -> None:
    assert reader_of(clr(value), packet_bytes).clr() == value
    assert reader_of(dalc(value), packet_bytes).dalc() == value


@pytest.mark.parametrize("length", [0, 1, 252, 253, 254, 255, 32_766, 32_767, 32_768, 65_534, 65_535, 100_000])
def test_a_byte_string_of_any_length_comes_back(length: int) -> None:
    value = bytes(range(256)) * (length // 256 + 1)

    assert reader_of(clr(value[:length]), 8182).clr() == value[:length]


@pytest.mark.parametrize(("number", "wire"), [(0, "00"), (5, "0105"), (600, "020258"), (-5, "8105"), (-127, "817f")])
def test_integers_have_a_length_and_a_sign_bit(number: int, wire: str) -> None:
    assert sb(number).hex() == wire


def test_what_follows_a_value_is_left_for_the_next_one() -> None:
    reader = reader_of(ub(7) + clr(b"DUMMY") + b"\x2a", 2)

    assert (reader.ub(), reader.clr(), reader.u8()) == (7, b"DUMMY", 42)


def test_an_integer_of_more_than_eight_bytes_is_none() -> None:
    with pytest.raises(ProtocolError, match="9 bytes"):
        reader_of(b"\x09" + bytes(9)).ub()


def test_text_must_be_utf_8() -> None:
    with pytest.raises(ProtocolError, match="UTF-8"):
        reader_of(clr(b"\xff")).text()
