from contextlib import suppress
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle_standin.codec.interval import (
    interval_ds_to_text,
    interval_ym_to_text,
    text_to_interval_ds,
    text_to_interval_ym,
)
from oracle_standin.errors import OracleError

NANOSECONDS_PER_DAY = 86_400_000_000_000


def day_to_second_text(nanoseconds: int) -> str:
    sign = "-" if nanoseconds < 0 else ""
    days, rest = divmod(abs(nanoseconds), NANOSECONDS_PER_DAY)
    seconds, fraction = divmod(rest, 1_000_000_000)
    time = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{fraction:09d}"
    return f"{sign}{days} days {sign}{time}"


@given(st.integers(-(10**9) * NANOSECONDS_PER_DAY + 1, 10**9 * NANOSECONDS_PER_DAY - 1).map(day_to_second_text))
def test_an_interval_of_days_and_time_comes_back(text: str) -> None:
    assert interval_ds_to_text(text_to_interval_ds(text)) == text


@given(st.integers(-12 * 10**9 + 1, 12 * 10**9 - 1))
def test_an_interval_of_years_and_months_comes_back(months: int) -> None:
    sign = "-" if months < 0 else ""
    text = f"{sign}{abs(months) // 12} years {sign}{abs(months) % 12} mons"

    assert interval_ym_to_text(text_to_interval_ym(text)) == text


@pytest.mark.parametrize(
    ("printed", "meaning"),
    [  # as PostgreSQL prints intervals with IntervalStyle postgres
        ("1 day", "1 days 00:00:00.000000000"),
        ("30:00:00", "1 days 06:00:00.000000000"),
        ("-1 days +02:03:04.5", "-0 days -21:56:55.500000000"),
        ("00:00:00", "0 days 00:00:00.000000000"),
        ("-00:00:00.000001", "-0 days -00:00:00.000001000"),
    ],
)
def test_intervals_as_postgresql_prints_them_are_read(printed: str, meaning: str) -> None:
    assert interval_ds_to_text(text_to_interval_ds(printed)) == meaning


@pytest.mark.parametrize(
    ("printed", "meaning"), [("1 year -14 mons", "-0 years -2 mons"), ("7 mons", "0 years 7 mons")]
)
def test_years_and_months_as_postgresql_prints_them_are_read(printed: str, meaning: str) -> None:
    assert interval_ym_to_text(text_to_interval_ym(printed)) == meaning


def test_fields_of_different_signs_are_added_up() -> None:
    days, hours = -1, 2
    wire = pack(">IBBBI", 2**31 + days, 60 + hours, 60, 60, 2**31 + 5)

    assert interval_ds_to_text(wire) == "-0 days -21:59:59.999999995"
    assert interval_ym_to_text(pack(">IB", 2**31 + 1, 60 - 2)) == "0 years 10 mons"


@pytest.mark.parametrize("text", ["", "1 mon", "yesterday", "1 day 25", "1 year 00:00:00"])
def test_text_that_is_no_interval_of_days_and_time_is_refused(text: str) -> None:
    with pytest.raises(OracleError, match="ORA-01867"):
        text_to_interval_ds(text)


def test_an_interval_too_long_for_oracle_is_refused() -> None:
    with pytest.raises(OracleError, match="ORA-01873"):
        text_to_interval_ds("1000000000 days")
    with pytest.raises(OracleError, match="ORA-01873"):
        text_to_interval_ym("1000000000 years")


@given(st.one_of(st.binary(max_size=12), st.binary(min_size=11, max_size=11)))
def test_any_bytes_are_an_interval_or_an_invalid_one(value: bytes) -> None:
    for decode in (interval_ds_to_text, interval_ym_to_text):
        with suppress(OracleError):
            assert decode(value)
