"""Values of one column, as the driver takes them, and how many of them a policy changed."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from flext_target_oracle.batch.conversions import Conversion
from flext_target_oracle.batch.policies import ValueRules, settle_text
from flext_target_oracle.errors import InputError


def convert(
    values: Sequence[Any], conversion: Conversion, *, lines: Sequence[int], title: str, changed: Counter[str]
) -> list[Any]:
    """The values as the driver takes them; None stays None. What a policy changes is counted in `changed`.

    Raises:
        InputError: A value cannot be stored unchanged, and no policy changes it; names its input line and `title`.
    """
    converter = conversion.converter
    if converter is None:
        return list(values)
    try:
        return [None if value is None else converter(value) for value in values]
    except ValueError:
        return _one_by_one(values, conversion, lines, title, changed)


def settle(
    values: list[Any], rules: ValueRules, *, is_key: bool, lines: Sequence[int], title: str, changed: Counter[str]
) -> None:
    """Apply the policies of text to a column, in place.

    Raises:
        InputError: A policy refuses a value.
    """
    try:
        changed.update(settle_text(values, rules, is_key=is_key))
    except ValueError as error:
        problem, position = error.args
        raise InputError(f"{title}: {problem}", line=lines[position]) from None


def _one_by_one(
    values: Sequence[Any], conversion: Conversion, lines: Sequence[int], title: str, changed: Counter[str]
) -> list[Any]:
    """The slow way, which says which value it was, and repairs it."""
    converted: list[Any] = []
    for line, value in zip(lines, values, strict=True):
        try:
            stored, setting = _stored(value, conversion)
        except ValueError as error:
            raise InputError(f"{title}: {error}", line=line) from None
        converted.append(stored)
        if setting:
            changed[setting] += 1
    return converted


def _stored(value: Any, conversion: Conversion) -> tuple[Any, str]:  # noqa: ANN401 - a JSON value
    if value is None or conversion.converter is None:
        return value, ""
    try:
        return conversion.converter(value), ""
    except ValueError as error:
        if conversion.repair is None:
            raise
        return conversion.repair(value, error)
