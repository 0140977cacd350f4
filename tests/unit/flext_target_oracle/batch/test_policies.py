"""Policies change a value as they say, tell which one they are, and never touch what the column holds."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flext_target_oracle.batch.conversions import conversion
from flext_target_oracle.batch.policies import ValueRules, repair_moment, repair_number, settle_text
from flext_target_oracle.schema.json_schema import Field, JsonKind
from flext_target_oracle.schema.types import Timestamp

REFUSAL = ValueError("refused")


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**25), max_value=10**25), st.integers(0, 10))
def test_number_is_rounded_or_cut_to_its_scale(number: Decimal, scale: int) -> None:
    step = Decimal(1).scaleb(-scale)

    rounded, setting = repair_number(scale, ValueRules(fraction_overflow="round"))(number, REFUSAL)
    cut, _ = repair_number(scale, ValueRules(fraction_overflow="truncate"))(number, REFUSAL)

    assert setting == "fraction_overflow"
    exact = Context(prec=60)
    assert rounded == number.quantize(step, ROUND_HALF_UP, exact)
    assert cut == number.quantize(step, ROUND_DOWN, exact)


@pytest.mark.parametrize("number", ["1E40", "1E200", "-1E39", "1E999999"])
def test_number_that_no_rounding_makes_fit_is_refused(number: str) -> None:
    with pytest.raises(ValueError, match="38 digits"):
        repair_number(2, ValueRules(fraction_overflow="round"))(Decimal(number), REFUSAL)


@given(st.datetimes(), st.integers(0, 999_999_999), st.integers(0, 9), st.integers(-720, 720))
def test_moment_is_cut_or_rounded_to_its_digits(moment: datetime, nanoseconds: int, digits: int, minutes: int) -> None:
    zone = timezone(timedelta(minutes=minutes))
    offset = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
    text = f"{moment.replace(microsecond=0).isoformat()}.{nanoseconds:09d}{offset}"
    try:
        second = moment.replace(microsecond=0, tzinfo=zone).astimezone(UTC).replace(tzinfo=None)
        later = second + timedelta(seconds=1)
    except OverflowError:
        return
    step = 10 ** (9 - digits)

    cut, _ = repair_moment(digits, ValueRules(fraction_overflow="truncate"))(text, REFUSAL)
    rounded, _ = repair_moment(digits, ValueRules(fraction_overflow="round"))(text, REFUSAL)

    half_up = (nanoseconds + step // 2) // step * step
    assert cut == stored(second, nanoseconds // step * step, digits)
    assert rounded == (stored(second, half_up, digits) if half_up < 10**9 else stored(later, 0, digits))


def stored(second: datetime, nanoseconds: int, digits: int) -> datetime | str:
    if digits > 6:
        return f"{second.isoformat()}.{nanoseconds:09d}"
    return second.replace(microsecond=nanoseconds // 1000)


@given(st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2037, 1, 1)))  # noqa: DTZ001 - a wall clock
def test_moment_without_offset_is_in_the_users_zone(moment: datetime) -> None:
    zone = ZoneInfo("America/New_York")
    field = Field("p", JsonKind.DATE_TIME)

    converter = conversion(field, Timestamp(6), ValueRules(zone=zone)).converter

    assert converter is not None
    assert converter(moment.isoformat()) == moment.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)
    assert converter(moment.isoformat() + "Z") == moment


@pytest.mark.parametrize(
    ("rules", "values", "left", "changed"),
    [
        (ValueRules(), ["a", "", None], ["a", None, None], {"empty_string_policy": 1}),
        (ValueRules(), [b"", b"x"], [None, b"x"], {"empty_string_policy": 1}),
        (ValueRules(empty_string="sentinel", sentinel="-"), ["", "a"], ["-", "a"], {"empty_string_policy": 1}),
        (ValueRules(nul="remove"), ["a\0b", "\0", "c"], ["ab", None, "c"], {"nul_policy": 2}),
        (ValueRules(nul="keep"), ["a\0b"], ["a\0b"], {}),
        (ValueRules(), ["a", None], ["a", None], {}),
    ],
)
def test_text_is_settled_as_the_policies_say(
    rules: ValueRules, values: list[Any], left: list[Any], changed: dict[str, int]
) -> None:
    assert settle_text(values, rules, is_key=False) == changed
    assert values == left


@pytest.mark.parametrize(
    ("rules", "is_key", "values"),
    [
        (ValueRules(), True, ["a", ""]),
        (ValueRules(empty_string="sentinel"), True, [b"a", b""]),
        (ValueRules(empty_string="reject"), False, ["a", ""]),
        (ValueRules(), False, ["a", "\0"]),
    ],
)
def test_text_that_a_policy_refuses_is_named_by_its_position(
    rules: ValueRules,
    is_key: bool,  # noqa: FBT001
    values: list[Any],
) -> None:
    with pytest.raises(ValueError, match="policy") as caught:
        settle_text(values, rules, is_key=is_key)

    assert caught.value.args[1] == 1
