"""Each converter against what the JSON text means, worked out in another way: exact or refused, never changed."""

import base64
import json
import re
import uuid
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

import msgspec
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from flext_target_oracle.batch.converters import (
    Converter,
    to_bytes_of_base16,
    to_bytes_of_base64,
    to_bytes_of_uuid,
    to_date,
    to_decimal,
    to_flag,
    to_float,
    to_integer,
    to_json_text,
    to_json_value,
    to_number,
    to_number_of_scale,
    to_plain_text,
    to_short_float,
    to_utc,
    to_utc_of_precision,
)

digits = st.text("0123456789", min_size=1, max_size=45)
naive_moments = st.datetimes()
offsets = st.integers(-(24 * 60 - 1), 24 * 60 - 1)


@st.composite
def numbers_as_text(draw: st.DrawFn) -> str:
    """A number as JSON may write it; often near the edges of NUMBER."""
    sign, whole, fraction = draw(st.sampled_from(["", "-"])), draw(digits), draw(st.just("") | digits)
    exponent = draw(st.none() | st.integers(-180, 180) | st.sampled_from([-131, -130, -129, 124, 125, 126]))
    text = sign + (whole.lstrip("0") or "0") + (f".{fraction}" if fraction else "")
    return text if exponent is None else f"{text}e{exponent}"


def significant(text: str) -> tuple[str, int]:
    """The digits of a number without zeros around them, and the power of ten of the first one; by hand, no Decimal."""
    mantissa, _, exponent = text.lstrip("-").partition("e")
    whole, _, fraction = mantissa.partition(".")
    all_digits = whole + fraction
    kept = all_digits.lstrip("0")
    power = len(whole) - 1 - (len(all_digits) - len(kept)) + int(exponent or 0)
    return kept.rstrip("0"), power


def fits_number(text: str) -> bool:
    kept, power = significant(text)
    return not kept or (len(kept) <= 38 and -130 <= power <= 125)


def fits_integer(text: str) -> bool:
    kept, power = significant(text)
    return not kept or (len(kept) - 1 <= power <= 37)


def decoded(text: str) -> int | Decimal:
    value: int | Decimal = msgspec.json.decode(text, type=int | Decimal)
    return value


@given(numbers_as_text())
@example("9" * 38 + "e88")
@example("1e-130")
@example("9.9e-131")
@example("1e126")
@example("1" * 38 + "0")
@example("1" * 39)
@example("-0.0")
@example("0e180")
def test_number_is_exact_where_oracle_can_hold_it_and_else_refused(text: str) -> None:
    if fits_number(text):
        assert to_number(decoded(text)) == Decimal(text)
    else:
        with pytest.raises(ValueError, match="38 digits or is outside"):
            to_number(decoded(text))


@given(numbers_as_text())
@example("1.0")
@example("1e2")
@example("1e37")
@example("1e38")
@example("10e-1")
@example("9" * 38)
@example("9" * 39)
def test_integer_is_exact_where_it_is_whole_with_38_digits_and_else_refused(text: str) -> None:
    if fits_integer(text):
        value = to_integer(decoded(text))
        assert type(value) is int
        assert value == Decimal(text)
    else:
        with pytest.raises(ValueError, match=r"fraction|38 digits"):
            to_integer(decoded(text))


@given(numbers_as_text())
@example("0e-180")
@example("0e180")
@example("1" * 38 + "e-167")
def test_number_is_one_that_the_driver_can_encode(text: str) -> None:
    assume(fits_number(text))

    sent = str(to_number(decoded(text))).lower()

    # python-oracledb 26.1, impl/base/encoders.pyx `encode_number`: at most 172 characters and 40 digits, and a decimal
    # point at most 129 places before and 126 after the first digit. Zero has no digit, but its exponent counts.
    kept, power = significant(sent)
    assert len(sent) <= 172
    assert len(kept) <= 40
    assert -129 <= power + 1 <= 126 if kept else sent == "0"


@pytest.mark.parametrize("text", ["NaN", "-NaN", "sNaN", "Infinity", "-Infinity"])
def test_not_a_number_and_infinity_are_refused(text: str) -> None:
    for convert in (to_number, to_integer):
        with pytest.raises(ValueError, match=r"NaN|NUMBER"):
            convert(Decimal(text))


def test_flag_is_one_or_zero() -> None:
    assert (to_flag(True), to_flag(False)) == (1, 0)  # noqa: FBT003 - the JSON values


@given(naive_moments, offsets, st.sampled_from("Tt "), st.sampled_from(["", " "]), st.sampled_from([":", ""]))
@example(datetime(1, 1, 1), 1, "T", "", ":")  # noqa: DTZ001 - a wall clock
@example(datetime(9999, 12, 31, 23, 59, 59, 999999), -1, "T", "", ":")  # noqa: DTZ001 - a wall clock
def test_date_time_with_offset_is_the_same_instant_in_utc_or_refused(
    moment: datetime, minutes: int, separator: str, space: str, colon: str
) -> None:
    sign = "-" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    text = f"{moment:%H:%M:%S}.{moment.microsecond:06}{space}{sign}{hours:02}{colon}{rest:02}"
    text = f"{moment.year:04}-{moment:%m-%d}{separator}{text}"
    try:
        expected = moment - timedelta(minutes=minutes)
    except OverflowError:
        with pytest.raises(ValueError, match="years 0001 and 9999"):
            to_utc(text)
    else:
        assert to_utc(text) == expected
        assert to_utc(text).tzinfo is None


@given(naive_moments, st.sampled_from(["", "Z", "z", " Z", "+00", "-00:00", "+0000"]))
def test_date_time_without_offset_is_utc(moment: datetime, offset: str) -> None:
    assert to_utc(moment.isoformat() + offset) == moment


@given(naive_moments, st.integers(1, 12), st.sampled_from(".,"))
def test_fraction_is_kept_up_to_microseconds_and_else_refused(moment: datetime, places: int, point: str) -> None:
    fraction = f"{moment.microsecond:06}" + "1" * (places - 6) if places > 6 else f"{moment.microsecond:06}"[:places]
    text = f"{moment.replace(microsecond=0).isoformat()}{point}{fraction}"
    if places > 6:
        with pytest.raises(ValueError, match="more than 6 digits of a second"):
            to_utc(text)
    else:
        assert to_utc(text) == moment.replace(microsecond=int(fraction.ljust(6, "0")))


def test_zeros_after_the_microseconds_lose_nothing() -> None:
    assert to_utc("2024-01-02T03:04:05.123456000Z") == datetime(2024, 1, 2, 3, 4, 5, 123456)  # noqa: DTZ001 - UTC


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-01-02", "2024-01-02T00:00:00"),
        ("2024-01-02T03:04", "2024-01-02T03:04:00"),
        ("2024-01-02T03:04Z", "2024-01-02T03:04:00"),
        ("2024-01-02T03:04:05+02", "2024-01-02T01:04:05"),
    ],
)
def test_shorter_forms_of_a_date_time_are_known(text: str, expected: str) -> None:
    assert to_utc(text).isoformat() == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "2024",
        "20240102T030405Z",
        "2024-W01-1",
        "2024-001",
        "2024-1-2T03:04:05",
        "2024-01-02T3:04:05",
        "2024-01-02T03",
        "2024-01-02T03:04:05.",
        "2024-01-02T03:04.5",
        "2024-01-02Z",
        "2024-01-02T03:04:05+1",
        "2024-01-02T03:04:05+05:99",
        "2024-01-02T03:04:05+05:60",
        "2024-01-02T03:04:05+24:00",
        "2024-01-02T03:04:05Z\n",
        " 2024-01-02T03:04:05Z",
        "2024-01-02T03:04:05 CET",
        "٢٠٢٤-01-02",
        "0000-01-01T00:00:00",
        "10000-01-01T00:00:00",
        "-2024-01-01T00:00:00",
        "2023-02-29T00:00:00",
        "2024-13-01T00:00:00",
        "2024-01-02T24:00:01",
        "2024-01-02T03:60:00",
        "2016-12-31T23:59:60Z",
    ],
)
def test_text_that_is_no_date_time_is_refused_without_being_shown(text: str) -> None:
    with pytest.raises(ValueError, match="date-time") as caught:
        to_utc(text)

    assert not text.strip() or text not in str(caught.value)


@given(st.text(), st.sampled_from(["", "2024-01-02T03:04:05", "2024-01-02"]), st.sampled_from(["", "Z"]))
@example(" ", "2024-01-02T03:04:05", "")
@example(" ", "2024-01-02T03:04:05", "Z")
def test_any_text_is_a_date_time_that_python_knows_too_or_refused(middle: str, before: str, after: str) -> None:
    text = before + middle + after
    try:
        moment = to_utc(text)
    except ValueError:
        return
    known = datetime.fromisoformat(re.sub(r"\s", "", text.replace(" ", "T", 1).upper().replace("TZ", "Z")))
    assert moment == (known if known.tzinfo is None else known.astimezone(UTC).replace(tzinfo=None))


@given(st.dates())
def test_date_is_the_day_that_stands_there(day: date) -> None:
    assert to_date(day.isoformat()) == day


@given(st.dates(), st.sampled_from(["T00:00:00", " 00:00:00", "T00:00:00.000Z", "T00:00:00+00:00", "T00:00"]))
def test_date_with_a_time_of_midnight_is_that_day(day: date, midnight: str) -> None:
    assert to_date(day.isoformat() + midnight) == day


@pytest.mark.parametrize(
    "text", ["2024-01-02T19:00:00-05:00", "2024-01-03T05:00:00+05:00", "2024-01-03T00:00:00+05:00"]
)
def test_midnight_of_another_zone_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match="an offset, which would be lost"):
        to_date(text)


@given(naive_moments, offsets)
def test_date_that_would_lose_a_time_of_day_is_refused(in_utc: datetime, minutes: int) -> None:
    assume(in_utc.time() != time.min and in_utc.year not in {1, 9999})
    text = in_utc.replace(tzinfo=UTC).astimezone(timezone(timedelta(minutes=minutes))).isoformat()

    with pytest.raises(ValueError, match="time of day or an offset, which would be lost"):
        to_date(text)


@pytest.mark.parametrize(
    "text",
    ["", "2024-W01-1", "20240101ab", "2024-02-30", "2024-1-1", "01/02/2024", "2024-001", "٢٠٢٤-01-02", "yesterday!"],
)
def test_text_that_is_no_date_is_refused_without_being_shown(text: str) -> None:
    with pytest.raises(ValueError, match="not a date of the form YYYY-MM-DD") as caught:
        to_date(text)

    assert not text or text not in str(caught.value)


@pytest.mark.parametrize("text", ['{"a":  1.50}', "[]", '"x"', "1e400", "true", '"\\u00e9é"', '"null"'])
def test_json_text_is_what_the_tap_wrote(text: str) -> None:
    assert to_json_text(msgspec.Raw(text.encode())) == text


def test_json_null_is_null() -> None:
    assert to_json_text(msgspec.Raw(b"null")) is None
    assert to_plain_text(msgspec.Raw(b"null")) is None
    assert to_json_value(msgspec.Raw(b"null")) is None


def test_json_that_is_not_utf_8_is_refused() -> None:
    with pytest.raises(ValueError, match="not UTF-8"):
        to_json_text(msgspec.Raw(b'"\xff"'))


@given(numbers_as_text(), st.integers(0, 10))
@example("1.10", 1)
@example("1e-3", 2)
def test_number_of_a_scale_is_exact_or_refused(text: str, scale: int) -> None:
    assume(fits_number(text))
    kept, power = significant(text)
    if not kept or power - len(kept) + 1 >= -scale:
        assert to_number_of_scale(scale)(decoded(text)) == Decimal(text)
    else:
        with pytest.raises(ValueError, match=f"more than {scale} digits after the point"):
            to_number_of_scale(scale)(decoded(text))


@given(numbers_as_text())
def test_number_in_a_string_is_that_number(text: str) -> None:
    assert to_decimal(text) == Decimal(text)
    assert to_decimal(f" {text} ") == Decimal(text)


@pytest.mark.parametrize("text", ["", "one", "1_0", "\u0661", "NaN", "1,5", "0x10", "1e", "--1", "1e1000000"])
def test_text_that_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a number is expected"):
        to_decimal(text)


@given(st.floats())
def test_double_is_the_number_itself_with_nan_and_infinity_as_text(number: float) -> None:
    assert str(to_float(str(number))) == str(number)


@pytest.mark.parametrize("text", ["1e400", "-1e400", "1e-400"])
def test_number_outside_the_range_of_a_double_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="range of BINARY_DOUBLE"):
        to_float(decoded(text))


def test_short_float_is_rounded_to_32_bits_and_refused_outside() -> None:
    assert to_short_float(Decimal("0.1")) == 0.10000000149011612
    with pytest.raises(ValueError, match="range of BINARY_FLOAT"):
        to_short_float(10**39)


@given(st.datetimes(), st.integers(0, 6))
def test_date_time_of_a_precision_is_kept_or_refused(moment: datetime, digits: int) -> None:
    cut = moment.replace(microsecond=moment.microsecond // 10 ** (6 - digits) * 10 ** (6 - digits))
    assert to_utc_of_precision(digits)(cut.isoformat()) == cut
    if cut != moment:
        with pytest.raises(ValueError, match=f"more than {digits} digits of a second"):
            to_utc_of_precision(digits)(moment.isoformat())


@given(st.binary(), st.booleans(), st.booleans())
def test_bytes_come_back_from_base64_in_either_alphabet(content: bytes, is_url_safe: bool, is_padded: bool) -> None:  # noqa: FBT001
    text = (base64.urlsafe_b64encode if is_url_safe else base64.b64encode)(content).decode()
    assert to_bytes_of_base64(text if is_padded else text.rstrip("=")) == content


@given(st.binary())
def test_bytes_come_back_from_base16(content: bytes) -> None:
    assert to_bytes_of_base16(content.hex()) == to_bytes_of_base16(content.hex().upper()) == content


@pytest.mark.parametrize(
    ("convert", "text"),
    [
        (to_bytes_of_base64, "a"),
        (to_bytes_of_base64, "é!"),
        (to_bytes_of_base16, "abc"),
        (to_bytes_of_base16, "zz"),
        (to_bytes_of_uuid, "12"),
    ],
)
def test_text_that_stands_for_no_bytes_is_refused(convert: Converter, text: str) -> None:
    with pytest.raises(ValueError, match="this is not"):
        convert(text)


@given(st.uuids())
def test_uuid_is_its_16_bytes(value: uuid.UUID) -> None:
    assert to_bytes_of_uuid(str(value)) == value.bytes


@given(st.text())
def test_plain_text_is_the_string_itself(text: str) -> None:
    assert to_plain_text(msgspec.Raw(json.dumps(text).encode())) == text


@pytest.mark.parametrize("text", ["1.50", "true", "1e400"])
def test_plain_text_of_anything_else_is_as_json_writes_it(text: str) -> None:
    assert to_plain_text(msgspec.Raw(text.encode())) == text


def test_json_value_keeps_each_digit() -> None:
    assert to_json_value(msgspec.Raw(b'{"a": [1.10, 12345678901234567890, null]}')) == {
        "a": [Decimal("1.10"), 12345678901234567890, None]
    }
