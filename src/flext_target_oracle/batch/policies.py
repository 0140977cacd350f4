"""What is done with a value that its column could only hold changed: refuse it, or change it as the user says. Pure.

The converters are strict; only what they refuse comes here, with their error, so a policy costs the other values
nothing. Each repair gives the value to store and the name of the setting that changed it, which is counted and
reported; or it raises a ValueError.
"""

import decimal
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from flext_target_oracle.batch.converters import SPECIAL_FLOATS, exact_number, to_decimal

Repaired: TypeAlias = tuple[Any, str]
Repair: TypeAlias = Callable[[Any, ValueError], Repaired]

REFUSED = "reject"
_MOMENT = re.compile(
    r"(?P<year>[+-]?\d{4,9})-(?P<month>\d\d)-(?P<day>\d\d)"
    r"(?:[T ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<fraction>\d+))?)?"
    r"(?: ?(?P<offset>Z|[+-]\d\d(?::?[0-5]\d)?))?)?",
    re.ASCII | re.IGNORECASE,
)
_FIRST, _LAST = datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59, 999_999)  # noqa: DTZ001 - UTC wall clock
_UNSAID = ValueError()
_NO_YEAR = "this date-time is outside the years 0001 to 9999; year_overflow stores NULL or the nearest moment"


@dataclass(frozen=True, slots=True)
class ValueRules:
    """What the user wants done with values that do not fit.

    Attributes:
        zone: Of a date-time that names none.
        string_overflow: Of text longer than its column: evolve makes the column longer.
        nul: Of the character U+0000 in text.
        empty_string: Of '', which Oracle stores as NULL.
        sentinel: What stands for '' instead.
        fraction_overflow: Of more digits after the point or of a second than the column has.
        year_overflow: Of years that are not 0001 to 9999.
        clock_overflow: Of 24:00 and of leap seconds; roll makes them the next day's or minute's beginning.
        nan: Of NaN and infinity in a column that cannot hold them.
        surrogate: Of half a surrogate pair, which is no character.
    """

    zone: tzinfo = UTC
    string_overflow: Literal["evolve", "reject", "truncate", "fail"] = "evolve"
    nul: Literal["reject", "remove", "keep"] = "reject"
    empty_string: Literal["null", "sentinel", "reject"] = "null"
    sentinel: str = " "
    fraction_overflow: Literal["reject", "truncate", "round"] = "reject"
    year_overflow: Literal["reject", "null", "clamp"] = "reject"
    clock_overflow: Literal["reject", "roll"] = "reject"
    nan: Literal["reject", "null"] = "reject"
    surrogate: Literal["reject", "replace"] = "reject"


DEFAULT_RULES = ValueRules()


def repair_number(scale: int | None, rules: ValueRules) -> Repair:
    """Repairs a number for NUMBER with so many digits after the point; None is NUMBER alone."""

    def repair(value: Any, error: ValueError) -> Repaired:  # noqa: ANN401 - a JSON value
        if isinstance(value, str) and value.strip().lower() in SPECIAL_FLOATS:
            if rules.nan == "null":
                return None, "nan_policy"
            raise ValueError("NaN and infinity are no numbers to Oracle's NUMBER; nan_policy: null stores NULL")
        if rules.fraction_overflow == REFUSED:
            raise error
        return _rounded(Decimal(to_decimal(value)), scale, rules), "fraction_overflow"

    return repair


def _rounded(number: Decimal, scale: int | None, rules: ValueRules) -> Decimal:
    rounding = decimal.ROUND_DOWN if rules.fraction_overflow == "truncate" else decimal.ROUND_HALF_UP
    if not number.is_finite():
        raise ValueError("NaN and infinity are no numbers to Oracle")
    # 38 digits in all, and no more than `scale` of them behind the point.
    places = 38 - max(number.adjusted() + 1, 0) if number else 0
    places = places if scale is None else min(places, scale)
    context = decimal.Context(prec=200, rounding=rounding)
    if places < 0 or number.adjusted() > 150:
        raise ValueError("a number has more than 38 digits before the point")
    return exact_number(number.quantize(Decimal(1).scaleb(-places), context=context))


def repair_date(rules: ValueRules) -> Repair:
    """Repairs a date."""

    def repair(text: str, error: ValueError) -> tuple[date | None, str]:
        if not _MOMENT.fullmatch(text):
            raise error
        moment, _, change = _read(text, rules)
        if change != "year_overflow":
            raise error
        return (None if moment is None else moment.date()), change

    return repair


def repair_moment(digits: int, rules: ValueRules, *, offset: str = "") -> Repair:
    """Repairs a date-time for a column with so many digits of a second, 0 to 9; more than 6 are text with `offset`."""

    def repair(text: str, _error: ValueError) -> Repaired:
        moment, nanoseconds, change = _read(text, rules)
        if moment is None or change == "year_overflow":
            return _stored(moment, nanoseconds, digits, offset), change
        step = 10 ** (9 - digits)
        excess = nanoseconds % step
        if excess:
            if rules.fraction_overflow == REFUSED:
                raise ValueError(
                    f"a date-time has more than {digits} digits of a second, which would be lost; "
                    "fraction_overflow rounds or truncates them"
                )
            change = "fraction_overflow"
            nanoseconds -= excess
            if rules.fraction_overflow == "round" and excess * 2 >= step:
                nanoseconds += step
        if nanoseconds >= 10**9:
            moment, nanoseconds = _later(moment), nanoseconds - 10**9
        return _stored(moment, nanoseconds, digits, offset), change

    return repair


def exact_moment(digits: int, rules: ValueRules, *, offset: str = "") -> Callable[[str], Any]:
    """The strict converter for a zone of the user's, or for more digits of a second than a datetime has."""
    strict = ValueRules(zone=rules.zone)
    repair = repair_moment(digits, strict, offset=offset)

    def convert(text: str) -> Any:  # noqa: ANN401 - datetime or text
        return repair(text, _UNSAID)[0]

    return convert


def _read(text: str, rules: ValueRules) -> tuple[datetime | None, int, str]:
    """The UTC second, its nanoseconds, and the setting that changed it, or nothing."""
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise ValueError("this is not a date-time of the form YYYY-MM-DDThh:mm:ss[.fffffffff][Z|+hh:mm]")
    digits = (match["fraction"] or "").rstrip("0")
    nanoseconds = _nanoseconds(digits, rules)
    if not 1 <= int(match["year"]) <= 9999:
        return *_outside(rules, is_late=int(match["year"]) > 0), "year_overflow"
    local, rolled = _local(match, rules, is_whole=nanoseconds == 0)
    change = "clock_overflow" if rolled else ""
    try:
        zoned = local.replace(tzinfo=_zone(match["offset"], rules))
        moment = (zoned.astimezone(UTC) + timedelta(seconds=rolled)).replace(tzinfo=None)
    except OverflowError:
        return *_outside(rules, is_late=local.year > 5000), "year_overflow"
    return moment, nanoseconds, change or ("fraction_overflow" if len(digits) > 9 else "")


def _nanoseconds(digits: str, rules: ValueRules) -> int:
    if len(digits) > 9 and rules.fraction_overflow == REFUSED:
        raise ValueError("a date-time has more than 9 digits of a second; fraction_overflow rounds or truncates them")
    is_rounded_up = rules.fraction_overflow == "round" and digits[9:10] >= "5"
    return int(digits[:9].ljust(9, "0")) + is_rounded_up


def _local(match: re.Match[str], rules: ValueRules, *, is_whole: bool) -> tuple[datetime, int]:
    """The second that the text names, and the seconds from there to the moment that it means."""
    date_part = int(match["year"]), int(match["month"]), int(match["day"])
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    rolled = 0
    if (hour, minute, second, is_whole) == (24, 0, 0, True):
        hour, rolled = 0, 86_400
    elif second == 60:
        second, rolled = 59, 1
    if rolled and rules.clock_overflow == REFUSED:
        raise ValueError("24:00 and leap seconds do not exist in Oracle; clock_overflow: roll stores the next moment")
    try:
        return datetime(*date_part, hour, minute, second), rolled  # noqa: DTZ001 - its zone is not known yet
    except ValueError as error:
        raise ValueError("this date-time does not exist") from error


def _zone(offset: str | None, rules: ValueRules) -> tzinfo:
    if offset is None:
        return rules.zone
    if offset in "Zz":
        return UTC
    found = datetime.fromisoformat(f"2000-01-01T00:00{offset}").tzinfo
    assert found is not None  # noqa: S101 - an offset was given
    return found


def _outside(rules: ValueRules, *, is_late: bool) -> tuple[datetime | None, int]:
    match rules.year_overflow:
        case "null":
            return None, 0
        case "clamp":
            return (_LAST.replace(microsecond=0), 999_999_000) if is_late else (_FIRST, 0)
        case _:
            raise ValueError(_NO_YEAR)


def _later(moment: datetime) -> datetime:
    try:
        return moment + timedelta(seconds=1)
    except OverflowError as error:
        raise ValueError(_NO_YEAR) from error


def _stored(moment: datetime | None, nanoseconds: int, digits: int, offset: str) -> datetime | str | None:
    if moment is None:
        return None
    if digits <= 6:
        return moment.replace(microsecond=nanoseconds // 1000 // 10 ** (6 - digits) * 10 ** (6 - digits))
    return f"{moment.isoformat(timespec='seconds')}.{nanoseconds:09d}{offset}"


def settle_text(values: list[Any], rules: ValueRules, *, is_key: bool) -> dict[str, int]:
    """Apply the policies of '' and U+0000 to a column of text or bytes, in place; what was changed, how many times.

    Raises:
        ValueError: A policy refuses a value; its position is the second argument.
    """
    changed: dict[str, int] = {}
    for empty in ("", b""):
        if empty in values:
            changed["empty_string_policy"] = _settle_empty(values, empty, rules, is_key=is_key)
    if rules.nul != "keep" and _has_nul(values):
        changed["nul_policy"] = _settle_nul(values, rules)
    return changed


def _has_nul(values: list[Any]) -> bool:
    present = [value for value in values if value]
    return bool(present) and isinstance(present[0], str) and "\0" in "".join(present)


def _settle_empty(values: list[Any], empty: str | bytes, rules: ValueRules, *, is_key: bool) -> int:
    positions = [position for position, value in enumerate(values) if value == empty]
    if rules.empty_string == REFUSED or (is_key and (rules.empty_string == "null" or empty == b"")):
        what = "a key is empty; Oracle stores '' as NULL, and a key may not be NULL" if is_key else "a value is empty"
        raise ValueError(f"{what}; empty_string_policy: sentinel stores another text", positions[0])
    if empty == b"" and rules.empty_string == "sentinel":
        return 0  # no bytes stand for none; Oracle's NULL does
    for position in positions:
        values[position] = rules.sentinel if rules.empty_string == "sentinel" else None
    return len(positions)


def _settle_nul(values: list[Any], rules: ValueRules) -> int:
    count = 0
    for position, value in enumerate(values):
        if isinstance(value, str) and "\0" in value:
            if rules.nul == REFUSED:
                raise ValueError("text holds the character U+0000; nul_policy: remove or keep stores it", position)
            values[position] = value.replace("\0", "") or None
            count += 1
    return count
