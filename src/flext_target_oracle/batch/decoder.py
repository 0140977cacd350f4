"""From the JSON text of records to the values of their fields: a decoder made for the stream.

The fast path is one msgspec struct; properties that the schema does not name are skipped in it. Names that msgspec
cannot rename an attribute to take the slow path, which decodes a record level by level, with the same result.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from flext_target_oracle.batch.conversions import Conversion
from flext_target_oracle.schema.json_schema import Field

_JSON_NULL = msgspec.Raw(b"null")
# What msgspec writes into its own source of a struct's names (msgspec 0.22, `rename`).
_UNREADABLE = re.compile(r'["\\\x00-\x1f]')
_level = msgspec.json.Decoder(dict[str, msgspec.Raw])
_Fields = Sequence[tuple[Field, Conversion]]


class RecordDecoder:
    """Decodes the records of a stream, and turns many of them into columns."""

    def __init__(self, fields: _Fields) -> None:
        self._fields = fields
        self._is_fast = not any(_UNREADABLE.search(step) for field, _ in fields for step in field.steps)
        self._is_flat = all(len(field.steps) == 1 for field, _ in fields)
        if self._is_fast:
            struct = _struct([(field.steps, field, conversion) for field, conversion in fields])
            self.decode: Callable[[msgspec.Raw], Any] = msgspec.json.Decoder(struct, float_hook=Decimal).decode
            self._attributes = _attributes([field.steps for field, _ in fields])
        else:
            self.decode = self._decode_slowly
            self._typed = [_typed_decoder(conversion) for _, conversion in fields]

    def columns(self, records: Sequence[Any]) -> list[Sequence[Any]]:
        """The values of each field, in the order of the records."""
        if not self._fields:
            return []
        if not self._is_fast:
            return list(zip(*records, strict=True))
        if self._is_flat:
            return list(zip(*map(msgspec.structs.astuple, records), strict=True))
        nulls = [_JSON_NULL if conversion.json_type is msgspec.Raw else None for _, conversion in self._fields]
        return [
            [_walk(record, path, null) for record in records]
            for path, null in zip(self._attributes, nulls, strict=True)
        ]

    def _decode_slowly(self, raw: msgspec.Raw) -> tuple[Any, ...]:
        """The values of the fields, in their order."""
        record = _level.decode(raw)
        values = []
        for (field, _), decode in zip(self._fields, self._typed, strict=True):
            text = _find(record, field.steps)
            if text is None and field.is_key:
                raise msgspec.ValidationError(f"Object missing required field `{field.name}`")
            try:
                values.append(decode(_JSON_NULL if text is None else text))
            except msgspec.ValidationError as error:
                raise msgspec.ValidationError(f"{error} - at `$.{field.name}`") from error
        return tuple(values)


def without(raw: msgspec.Raw, ignores: Callable[[str], bool]) -> msgspec.Raw:
    """The JSON text of a record without some of its properties."""
    record = _level.decode(raw)
    kept = {name: value for name, value in record.items() if not ignores(name)}
    return raw if len(kept) == len(record) else msgspec.Raw(msgspec.json.encode(kept))


def _struct(fields: Iterable[tuple[tuple[str, ...], Field, Conversion]]) -> type[msgspec.Struct]:
    """A struct whose attributes are the first steps, in their order; more steps are structs within."""
    by_step: dict[str, list[tuple[tuple[str, ...], Field, Conversion]]] = {}
    for steps, field, conversion in fields:
        by_step.setdefault(steps[0], []).append((steps[1:], field, conversion))
    attributes = {step: f"f{position}" for position, step in enumerate(by_step)}
    return msgspec.defstruct(
        "Record",
        [_attribute(attributes[step], inner) for step, inner in by_step.items()],
        rename={attribute: step for step, attribute in attributes.items()},
        kw_only=True,
        gc=False,
    )


def _attribute(
    attribute: str, inner: list[tuple[tuple[str, ...], Field, Conversion]]
) -> tuple[str, Any] | tuple[str, Any, Any]:
    rest, field, conversion = inner[0]
    if rest:
        return (attribute, _struct(inner) | None, None)
    json_type = conversion.json_type
    if field.is_key:
        return (attribute, json_type)
    if json_type is msgspec.Raw:
        return (attribute, json_type, _JSON_NULL)
    return (attribute, Any if json_type is Any else json_type | None, None)


def _attributes(paths: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The attributes that lead to each field in the struct of `_struct`."""
    order: dict[tuple[str, ...], dict[str, str]] = {}
    found = []
    for path in paths:
        names = []
        for depth, step in enumerate(path):
            level = order.setdefault(path[:depth], {})
            names.append(level.setdefault(step, f"f{len(level)}"))
        found.append(tuple(names))
    return found


def _walk(record: Any, attributes: tuple[str, ...], null: Any) -> Any:  # noqa: ANN401 - a struct or a JSON value
    value = record
    for attribute in attributes:
        value = getattr(value, attribute)
        if value is None:
            return null
    return value


def _typed_decoder(conversion: Conversion) -> Callable[[msgspec.Raw], Any]:
    json_type = conversion.json_type
    if json_type is msgspec.Raw:
        return lambda raw: raw
    nullable = Any if json_type is Any else json_type | None
    return msgspec.json.Decoder(nullable, float_hook=Decimal).decode


def _find(record: dict[str, msgspec.Raw], steps: tuple[str, ...]) -> msgspec.Raw | None:
    for step in steps[:-1]:
        inner = record.get(step)
        if inner is None or bytes(inner) == b"null":
            return None
        record = _level.decode(inner)
    return record.get(steps[-1])
