"""The JSON Schema of a stream, read into fields.

Knows JSON Schema and nothing of Oracle. What it does not understand as one simple type is a field of any JSON value,
so no value that a tap may send is refused or bent here.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from flext_target_oracle.errors import InputError


class JsonKind(Enum):
    """What the values of a field are."""

    INTEGER = "integer"
    NUMBER = "number"
    STRING = "string"
    BOOLEAN = "boolean"
    DATE = "date"
    DATE_TIME = "date-time"
    JSON = "object or array"
    ANY = "any JSON value"


_SIMPLE_TYPES = {
    "integer": JsonKind.INTEGER,
    "number": JsonKind.NUMBER,
    "string": JsonKind.STRING,
    "boolean": JsonKind.BOOLEAN,
    "object": JsonKind.JSON,
    "array": JsonKind.JSON,
}
_STRING_FORMATS = {"date": JsonKind.DATE, "date-time": JsonKind.DATE_TIME}
# Names that msgspec's decoder of a struct does not take (msgspec 0.22, `rename`).
_UNREADABLE_NAME = re.compile(r'["\\\x00-\x1f\ud800-\udfff]')


@dataclass(frozen=True, slots=True)
class Field:
    """One property of the stream's records; `max_length` counts code points."""

    name: str
    kind: JsonKind
    is_key: bool = False
    max_length: int | None = None


def read_fields(schema: Mapping[str, Any], key_properties: Sequence[str]) -> tuple[Field, ...]:
    """The fields of a stream, in the order of the schema.

    Raises:
        InputError: There are no properties, a key property is not among them, or a name cannot be decoded.
    """
    properties = schema.get("properties")
    if not isinstance(properties, dict) or not properties:
        raise InputError(
            "the schema has no properties, so there is no column to load; select the stream's properties in the tap"
        )
    for key in key_properties:
        if key not in properties:
            raise InputError(f"key property {key!r} is not among the properties of the schema")
    for name in properties:
        if _UNREADABLE_NAME.search(name):
            raise InputError(f"property {name!r}: a name with a quote, backslash or control character is not supported")
    return tuple(_read_field(name, form, is_key=name in key_properties) for name, form in properties.items())


def _read_field(name: str, form: object, *, is_key: bool) -> Field:
    simple = _without_null(form)
    if simple is None:
        return Field(name, JsonKind.ANY, is_key=is_key)
    kind = _SIMPLE_TYPES[simple["type"]]
    if kind is not JsonKind.STRING:
        return Field(name, kind, is_key=is_key)
    for known, special in _STRING_FORMATS.items():
        if simple.get("format") == known:
            return Field(name, special, is_key=is_key)
    return Field(name, kind, is_key=is_key, max_length=_read_max_length(name, simple))


def _without_null(form: object) -> dict[str, Any] | None:
    """The one simple type that a form allows besides null, as {"type": <name>, ...}; None where there is no such."""
    while isinstance(form, dict) and "type" not in form:
        form = _only_alternative(form)
    if not isinstance(form, dict):
        return None
    types = form["type"] if isinstance(form["type"], list) else [form["type"]]
    types = [name for name in types if name != "null"]
    is_simple = len(types) == 1 and isinstance(types[0], str) and types[0] in _SIMPLE_TYPES
    return {**form, "type": types[0]} if is_simple else None


def _only_alternative(form: dict[str, Any]) -> object:
    """`anyOf: [X, {"type": "null"}]`, which taps write for a nullable X, is X; None where there are more."""
    alternatives = form.get("anyOf", form.get("oneOf"))
    if not isinstance(alternatives, list):
        return None
    others = [alternative for alternative in alternatives if alternative != {"type": "null"}]
    return others[0] if len(others) == 1 else None


def _read_max_length(name: str, form: dict[str, Any]) -> int | None:
    max_length = form.get("maxLength")
    if max_length is None:
        return None
    if not isinstance(max_length, int) or isinstance(max_length, bool) or max_length < 0:
        raise InputError(f"property {name!r}: maxLength must be a whole number of at least 0")
    return max_length
