import math
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle_standin.codec.floating_point import double_to_text, float_to_text, text_to_double, text_to_float
from oracle_standin.errors import OracleError


@given(st.floats(allow_nan=False))
def test_a_double_comes_back(number: float) -> None:
    assert float(double_to_text(text_to_double(repr(number)))) == number


@given(st.floats(allow_nan=False, width=32))
def test_a_float_comes_back(number: float) -> None:
    assert float(float_to_text(text_to_float(repr(number)))) == number


@given(st.floats(allow_nan=False), st.floats(allow_nan=False))
def test_the_bytes_of_doubles_sort_like_the_numbers(one: float, other: float) -> None:
    if one != other:  # the two zeros are equal and have different bytes
        assert (text_to_double(repr(one)) < text_to_double(repr(other))) == (one < other)


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity"])
def test_special_values_keep_the_names_that_postgresql_gives_them(text: str) -> None:
    assert double_to_text(text_to_double(text)) == text
    assert float_to_text(text_to_float(text)) == text


def test_a_double_has_the_bytes_of_python_oracledb() -> None:
    assert text_to_double("1.5") == b"\xbf\xf8" + bytes(6)
    assert text_to_double("-1.5") == b"\x40\x07" + b"\xff" * 6


def test_the_text_of_a_double_is_the_shortest_one() -> None:
    assert double_to_text(text_to_double("0.1")) == "0.1"


def test_a_number_too_large_for_the_type_overflows() -> None:
    for encode, text in ((text_to_double, "1e400"), (text_to_float, "1e39"), (text_to_float, "-1e400")):
        with pytest.raises(OracleError, match="ORA-01426"):
            encode(text)


def test_text_that_is_no_number_is_refused() -> None:
    with pytest.raises(OracleError, match="ORA-01722"):
        text_to_double("one")


@given(st.binary(max_size=10))
def test_only_eight_bytes_are_a_double(value: bytes) -> None:
    if len(value) == 8:
        number = float(double_to_text(value))
        assert math.isnan(number) or struct.pack(">d", number)
    else:
        with pytest.raises(OracleError, match="ORA-01722"):
            double_to_text(value)
