from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle_standin.codec.date_time import (
    date_to_text,
    text_to_date,
    text_to_timestamp,
    text_to_timestamp_tz,
    timestamp_to_text,
    timestamp_tz_to_text,
)
from oracle_standin.errors import OracleError, UnsupportedError

datetimes = st.datetimes()
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(datetimes)
def test_a_date_comes_back_without_its_fraction(moment: datetime) -> None:
    text = moment.replace(microsecond=0).isoformat(" ")

    assert date_to_text(text_to_date(text)) == text


@given(datetimes)
def test_a_timestamp_comes_back_with_six_digits(moment: datetime) -> None:
    wire = text_to_timestamp(moment.isoformat(" "))

    assert timestamp_to_text(wire) == moment.isoformat(" ", "microseconds")


@given(datetimes, st.integers(0, 999_999_999))
def test_a_timestamp_keeps_nanoseconds(moment: datetime, nanoseconds: int) -> None:
    seconds = moment.isoformat(" ")[:19]

    text = timestamp_to_text(text_to_timestamp(f"{seconds}.{nanoseconds:09d}"))

    assert text.ljust(29, "0") == f"{seconds}.{nanoseconds:09d}"


@given(datetimes.filter(lambda moment: 1 < moment.year < 9999), offsets)
def test_a_timestamp_with_time_zone_keeps_its_moment_and_its_offset(moment: datetime, offset: timezone) -> None:
    local = moment.replace(tzinfo=offset)

    wire = text_to_timestamp_tz(local.isoformat(" "))

    assert datetime.fromisoformat(timestamp_tz_to_text(wire)) == local
    assert timestamp_tz_to_text(wire).endswith(local.isoformat()[-6:])


def test_a_timestamp_with_time_zone_travels_in_utc() -> None:
    wire = text_to_timestamp_tz("2024-01-01 00:30:00.5+05:30")

    assert wire[:11] == text_to_timestamp("2023-12-31 19:00:00.5")
    assert wire[11:] == bytes((5 + 20, 30 + 60))


@pytest.mark.parametrize(("text", "offset"), [("+05", "+05:00"), (" -0330", "-03:30"), ("+00", "+00:00")])
def test_offsets_as_postgresql_prints_them_are_read(text: str, offset: str) -> None:
    assert timestamp_tz_to_text(text_to_timestamp_tz("2024-01-01 12:00:00" + text)).endswith(offset)


@pytest.mark.parametrize("text", ["0001-01-01 00:00:00 BC", "4712-12-31 23:59:59 BC", "0005-02-29 12:00:00 BC"])
def test_dates_before_christ_come_back(text: str) -> None:
    assert date_to_text(text_to_date(text)) == text


def test_the_bytes_of_a_date_are_those_that_oracle_dumps() -> None:
    assert text_to_date("2024-02-29 23:59:58") == bytes((120, 124, 2, 29, 24, 60, 59))
    assert text_to_date("4712-01-01 00:00:00 BC") == bytes((53, 88, 1, 1, 1, 1, 1))


def test_a_timestamp_of_seven_bytes_has_no_fraction() -> None:
    assert timestamp_to_text(text_to_date("2024-02-29 00:00:00")) == "2024-02-29 00:00:00.000000"


def test_a_day_without_a_time_is_midnight() -> None:
    assert text_to_date("2024-02-29") == text_to_date("2024-02-29 00:00:00")


@pytest.mark.parametrize("text", ["10000-01-01 00:00:00", "infinity", "-infinity", "4713-01-01 00:00:00 BC"])
def test_a_year_that_oracle_does_not_have_is_named(text: str) -> None:
    with pytest.raises(OracleError, match="ORA-01841"):
        text_to_date(text)


@pytest.mark.parametrize("text", ["", "today", "2024-02-30", "2024-13-01", "2024-01-01 24:00:01", "2024-01-01 BC BC"])
def test_text_that_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(OracleError, match="ORA-01861"):
        text_to_date(text)


def test_a_date_with_a_fraction_or_an_offset_is_refused_instead_of_cut() -> None:
    for text in ("2024-01-01 00:00:00.5", "2024-01-01 00:00:00+01"):
        with pytest.raises(OracleError, match="ORA-01861"):
            text_to_date(text)


def test_a_named_time_zone_is_unsupported() -> None:
    with pytest.raises(UnsupportedError, match="named time zones"):
        timestamp_tz_to_text(text_to_timestamp("2024-01-01 00:00:00") + bytes((0x80 | 1, 4)))


@pytest.mark.parametrize("decode", [date_to_text, timestamp_to_text, timestamp_tz_to_text])
@given(st.one_of(st.binary(max_size=15), st.binary(min_size=7, max_size=7), st.binary(min_size=13, max_size=13)))
def test_any_bytes_are_text_or_an_oracle_error(decode: Callable[[bytes], str], value: bytes) -> None:
    with suppress(OracleError):
        assert len(decode(value)) >= 19
