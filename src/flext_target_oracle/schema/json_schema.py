"""The JSON Schema of a property, read into a field.

Knows JSON Schema and nothing of Oracle. What it does not understand as one kind of value is a field of any JSON
value, so no value that a tap may send is refused or bent here. Which properties become fields is `shape.py`'s business.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any

from flext_target_oracle.errors import InputError
from flext_target_oracle.schema.forms import Form, allows_null, simple_forms


class JsonKind(Enum):
    """What the values of a field are."""

    INTEGER = "integer"
    NUMBER = "number"
    DECIMAL = "number in a string"
    STRING = "string"
    BOOLEAN = "boolean"
    DATE = "date"
    DATE_TIME = "date-time"
    TIME = "time"
    DURATION = "duration"
    UUID = "uuid"
    BASE64 = "bytes in base64"
    BASE16 = "bytes in base16"
    JSON = "object or array"
    ANY = "any JSON value"
    DOCUMENT = "the whole record"


_TYPES = {
    "integer": JsonKind.INTEGER,
    "number": JsonKind.NUMBER,
    "string": JsonKind.STRING,
    "boolean": JsonKind.BOOLEAN,
    "object": JsonKind.JSON,
    "array": JsonKind.JSON,
}
_STRING_FORMATS = {
    "date": JsonKind.DATE,
    "date-time": JsonKind.DATE_TIME,
    "time": JsonKind.TIME,
    "duration": JsonKind.DURATION,
    "uuid": JsonKind.UUID,
    # Decimals that a tap writes as text, so that no float bends them: the Meltano SDK and the PipelineWise taps.
    "x-singer.decimal": JsonKind.DECIMAL,
    "singer.decimal": JsonKind.DECIMAL,
}
_ENCODINGS = {"base64": JsonKind.BASE64, "base16": JsonKind.BASE16}
_SCALE_PRECISION = re.compile(r"decimal\((\d{1,3}),(\d{1,3})\)")  # PipelineWise: additionalProperties.scale_precision


@dataclass(frozen=True, slots=True)
class Field:
    """One value of the stream's records.

    Attributes:
        name: The property as the tap writes it; of nested objects their names in order, joined by the separator.
        kind: What its values are.
        is_key: Whether it is among the key properties.
        max_length: Most code points of a string, as the schema says.
        integer_digits: Most digits before the point, by `minimum` and `maximum` or a stated precision.
        scale: Most digits after the point, by `multipleOf` or a stated scale.
        sql_type: The column type that the tap proposes (`x-sql-datatype`).
        path: The properties that lead to the value; empty where it is `name` alone.
        description: What the schema says about it.
        is_nullable: Whether the schema lets it be null.
    """

    name: str
    kind: JsonKind
    is_key: bool = False
    max_length: int | None = None
    integer_digits: int | None = None
    scale: int | None = None
    sql_type: str | None = None
    path: tuple[str, ...] = ()
    description: str | None = None
    is_nullable: bool = attribute(default=True, compare=False)

    @property
    def steps(self) -> tuple[str, ...]:
        """The properties that lead from the record to the value."""
        return self.path or (self.name,)


def read_field(name: str, form: object, root: Mapping[str, Any], *, is_key: bool = False) -> Field:
    """The field of a property; `root` is the stream's whole schema.

    Raises:
        InputError: The schema makes no sense.
    """
    alternatives = [_read_alternative(name, simple, is_key=is_key) for simple in simple_forms(form, root)]
    field = _either(name, alternatives, is_key=is_key)
    if not isinstance(form, dict):
        return field
    proposed, description = form.get("x-sql-datatype"), form.get("description")
    return replace(
        field,
        sql_type=proposed if isinstance(proposed, str) else None,
        description=description if isinstance(description, str) else None,
        is_nullable=allows_null(form, root),
    )


def _read_alternative(name: str, form: Form, *, is_key: bool) -> Field:
    kind = _kind(form)
    match kind:
        case JsonKind.INTEGER:
            return Field(name, kind, is_key, integer_digits=_digits(form), scale=0)
        case JsonKind.NUMBER | JsonKind.DECIMAL:
            precision, scale = _stated_precision(form)
            digits = _digits(form) if precision is None or scale is None else precision - scale
            return Field(name, kind, is_key, integer_digits=digits, scale=_scale(form) if scale is None else scale)
        case JsonKind.STRING | JsonKind.BASE64 | JsonKind.BASE16:
            return Field(name, kind, is_key, max_length=_max_length(name, form))
        case _:
            return Field(name, kind, is_key)


def _kind(form: Form) -> JsonKind:
    kind = _TYPES.get(form.get("type", ""), JsonKind.ANY)
    if kind is not JsonKind.STRING:
        return kind
    encoding, text_format = form.get("contentEncoding"), form.get("format")
    if isinstance(encoding, str) and encoding.lower() in _ENCODINGS:
        return _ENCODINGS[encoding.lower()]
    return _STRING_FORMATS.get(text_format, kind) if isinstance(text_format, str) else kind


def _either(name: str, alternatives: Sequence[Field], *, is_key: bool) -> Field:
    """One field for values of any of these forms: the narrowest that holds them all as they are."""
    kinds = {field.kind for field in alternatives}
    if len(kinds) == 1:
        kind = kinds.pop()
    elif kinds == {JsonKind.INTEGER, JsonKind.NUMBER}:
        kind = JsonKind.NUMBER
    elif kinds and kinds <= {JsonKind.INTEGER, JsonKind.NUMBER, JsonKind.DECIMAL}:
        kind = JsonKind.DECIMAL
    elif kinds == {JsonKind.DATE, JsonKind.DATE_TIME}:
        kind = JsonKind.DATE_TIME
    else:
        kind = JsonKind.STRING if kinds and kinds <= _WRITTEN_AS_TEXT else JsonKind.ANY
    return Field(
        name,
        kind,
        is_key,
        max_length=_largest([field.max_length for field in alternatives]),
        integer_digits=_largest([field.integer_digits for field in alternatives]),
        scale=_largest([field.scale for field in alternatives]),
    )


_WRITTEN_AS_TEXT = frozenset({*_STRING_FORMATS.values(), *_ENCODINGS.values(), JsonKind.STRING})


def _largest(limits: Sequence[int | None]) -> int | None:
    """The limit that holds for all; None, which is no limit, where one of them has none."""
    known = [limit for limit in limits if limit is not None]
    return max(known) if known and len(known) == len(limits) else None


def _max_length(name: str, form: Form) -> int | None:
    max_length = form.get("maxLength")
    if max_length is None:
        return None
    if not isinstance(max_length, int) or isinstance(max_length, bool) or max_length < 0:
        raise InputError(f"property {name!r}: maxLength must be a whole number of at least 0")
    return max_length


def _digits(form: Form) -> int | None:
    """Digits before the point that the bounds allow; None unless both are there."""
    low, high = _bound(form, "minimum", "exclusiveMinimum"), _bound(form, "maximum", "exclusiveMaximum")
    if low is None or high is None:
        return None
    return max(1, max(abs(low), abs(high)).adjusted() + 1)


def _bound(form: Form, *names: str) -> Decimal | None:
    # Draft 4 has `exclusiveMinimum: true` beside `minimum`; the bound itself is then still a safe one.
    return next((number for name in names if (number := _decimal(form.get(name))) is not None), None)


def _scale(form: Form) -> int | None:
    """Digits after the point of every multiple of `multipleOf`."""
    step = _decimal(form.get("multipleOf"))
    if step is None or step <= 0:
        return None
    exponent = step.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else None


def _stated_precision(form: Form) -> tuple[int | None, int | None]:
    """Precision and scale as the taps state them; both None where they are missing or make no sense."""
    precision, scale = form.get("precision"), form.get("scale")
    more = form.get("additionalProperties")
    if isinstance(more, dict) and isinstance(more.get("scale_precision"), str):
        match = _SCALE_PRECISION.fullmatch(more["scale_precision"].replace(" ", "").lower())
        precision, scale = (int(match[1]), int(match[2])) if match else (None, None)
    if type(precision) is not int or type(scale) is not int or not 0 <= scale <= precision or precision < 1:
        return None, None
    return precision, scale


def _decimal(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = Decimal(str(value))  # a float as it is written
    except (InvalidOperation, ValueError):
        return None
    return number if number.is_finite() else None
