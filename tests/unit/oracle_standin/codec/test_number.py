from contextlib import suppress
from decimal import ROUND_HALF_UP, Context, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle_standin.codec.number import number_to_text, text_to_number
from oracle_standin.errors import OracleError

MAX_DIGITS = 38  # what NUMBER holds wherever the decimal point stands


@st.composite
def numbers(draw: st.DrawFn) -> Decimal:
    digits = draw(st.integers(-(10**MAX_DIGITS) + 1, 10**MAX_DIGITS - 1))
    return Decimal(digits).scaleb(draw(st.integers(-120, 125 - MAX_DIGITS)), Context(prec=60))


@given(numbers())
def test_a_number_comes_back_exactly(number: Decimal) -> None:
    assert Decimal(number_to_text(text_to_number(f"{number:f}"))) == number


@given(numbers())
def test_scientific_notation_means_the_same_number(number: Decimal) -> None:
    assert text_to_number(f"{number:e}") == text_to_number(f"{number:f}")


@given(numbers())
def test_the_text_of_a_number_has_no_exponent_and_no_needless_zeros(number: Decimal) -> None:
    text = number_to_text(text_to_number(f"{number:f}"))

    digits = text.lstrip("-")
    assert set(digits) <= set("0123456789.")
    assert digits == "0" or not digits.startswith("0") or digits.startswith("0.")
    assert "." not in digits or not digits.endswith(("0", "."))


@given(numbers(), numbers())
def test_the_bytes_of_numbers_sort_like_the_numbers(one: Decimal, other: Decimal) -> None:
    assert (text_to_number(f"{one:f}") < text_to_number(f"{other:f}")) == (one < other)


@given(numbers())
def test_a_number_takes_at_most_21_bytes(number: Decimal) -> None:
    assert 1 <= len(text_to_number(f"{number:f}")) <= 21


@pytest.mark.parametrize(
    ("text", "wire"),
    [  # Oracle: SELECT DUMP(x, 16) FROM DUAL
        ("0", "80"),
        ("1", "c102"),
        ("-1", "3e6466"),
        ("100", "c202"),
        ("12.5", "c10d33"),
        ("0.05", "c006"),
        ("-0.001", "405b66"),
        ("123456.78", "c30d23394f"),
    ],
)
def test_a_number_has_the_bytes_that_oracle_dumps(text: str, wire: str) -> None:
    assert text_to_number(text).hex() == wire
    assert number_to_text(bytes.fromhex(wire)) == text


@given(st.integers(1, 10**60).map(Decimal), st.integers(0, 60))
def test_digits_beyond_those_of_a_number_are_rounded_half_up(digits: Decimal, scale: int) -> None:
    number = digits.scaleb(-scale, Context(prec=80))

    # 20 base-100 digits are 40 decimal ones, 39 if the first base-100 digit is below 10
    precision = 40 if number.adjusted() % 2 else 39
    expected = Context(prec=precision, rounding=ROUND_HALF_UP).plus(number)
    assert Decimal(number_to_text(text_to_number(f"{number:f}"))) == expected


def test_a_number_that_rounds_up_to_a_power_of_ten_is_that_power() -> None:
    assert number_to_text(text_to_number("9" * 41)) == "1" + "0" * 41


def test_a_number_too_small_for_oracle_is_zero() -> None:
    assert text_to_number("1e-131") == text_to_number("-" + "0." + "0" * 140 + "5") == b"\x80"


@pytest.mark.parametrize("text", ["1e126", "9" * 127, "NaN", "Infinity", "-Infinity", "1e99999999999"])
def test_a_number_that_oracle_cannot_hold_overflows(text: str) -> None:
    with pytest.raises(OracleError, match="ORA-01426"):
        text_to_number(text)


@pytest.mark.parametrize("text", ["", "-", ".", "abc", "0x10", "1 2", "--1", "1.2.3"])
def test_text_that_is_no_number_is_an_invalid_number(text: str) -> None:
    with pytest.raises(OracleError, match="ORA-01722"):
        text_to_number(text)


@given(st.binary(max_size=30))
def test_any_bytes_are_a_number_or_an_invalid_number(value: bytes) -> None:
    with suppress(OracleError):
        assert Decimal(number_to_text(value)).is_finite()
