"""Whole columns become the text that their values become one by one, and fail where one of them fails."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle_standin.codec.date_time import date_to_text, timestamp_to_text
from oracle_standin.codec.datetime_columns import dates_to_text, timestamps_to_text
from oracle_standin.codec.floating_point import double_to_text, doubles_to_text
from oracle_standin.codec.number import number_to_text, numbers_to_text, text_to_number
from oracle_standin.errors import OracleError

Values = Sequence[bytes | None]
DAYS = st.builds(
    lambda *fields: bytes(fields),
    st.integers(100, 199),
    st.integers(101, 199),
    st.integers(1, 12),
    st.integers(1, 28),
    st.integers(1, 24),
    st.integers(1, 60),
    st.integers(1, 60),
)
FRACTIONS = st.one_of(st.just(0), st.integers(0, 999_999).map(lambda n: n * 1000), st.integers(0, 999_999_999))
MOMENTS = st.one_of(DAYS, st.builds(lambda day, fraction: day + fraction.to_bytes(4), DAYS, FRACTIONS))
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30, places=8).map(
    lambda number: text_to_number(format(number, "f"))
)
COLUMNS = [
    (dates_to_text, date_to_text, DAYS),
    (timestamps_to_text, timestamp_to_text, MOMENTS),
    (doubles_to_text, double_to_text, st.binary(min_size=8, max_size=8)),
    (numbers_to_text, number_to_text, st.one_of(NUMBERS, st.integers(0, 10**37).map(str).map(text_to_number))),
]


def result(convert: Callable[[Values], list[str | None]], values: Values) -> list[str | None] | str:
    try:
        return convert(values)
    except OracleError as error:
        return error.text


@pytest.mark.parametrize(("column", "one", "valid"), COLUMNS, ids=["DATE", "TIMESTAMP", "BINARY_DOUBLE", "NUMBER"])
@given(data=st.data())
def test_a_column_is_converted_as_its_values_are(
    column: Callable[[Values], list[str | None]],
    one: Callable[[bytes], str],
    valid: st.SearchStrategy[bytes],
    data: st.DataObject,
) -> None:
    values = data.draw(st.lists(st.one_of(st.none(), valid, st.binary(max_size=13)), max_size=8))

    expected = result(lambda values: [one(value) if value else None for value in values], values)

    assert result(column, values) == expected
