"""Which fields a stream's records have: a column a property, nested objects taken apart, or the record as one document.

Knows JSON Schema and nothing of Oracle.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any, Literal

from flext_target_oracle.errors import InputError
from flext_target_oracle.schema.forms import Form, simple_forms
from flext_target_oracle.schema.json_schema import Field, JsonKind, read_field


@dataclass(frozen=True, slots=True)
class ShapeRules:
    """What becomes a column.

    Attributes:
        storage: flattened has a column a property; json only keys and the document; hybrid the document, and a column
            for each property that is no object or array.
        document: The name of the document, the whole record as JSON.
        max_depth: How many levels of nested objects are taken apart; 0 leaves them whole.
        separator: What joins the names of nested properties.
        ignored: Names of properties, or patterns with `*` and `?`, that are not stored at all.
        ordering: schema keeps the tap's order; alphabetical has the keys first, then the others by name.
    """

    storage: Literal["flattened", "json", "hybrid"] = "flattened"
    document: str = "DATA"
    max_depth: int = 0
    separator: str = "__"
    ignored: tuple[str, ...] = ()
    ordering: Literal["schema", "alphabetical"] = "schema"

    def ignores(self, name: str) -> bool:
        """Whether nothing of this property is stored."""
        return any(fnmatchcase(name, pattern) for pattern in self.ignored)


def read_fields(
    schema: Mapping[str, Any], key_properties: Sequence[str], rules: ShapeRules = ShapeRules()
) -> tuple[Field, ...]:
    """The fields of a stream.

    Raises:
        InputError: There are no properties, a key property is not among them or is ignored, or there is nothing left.
    """
    properties = schema.get("properties")
    if not isinstance(properties, dict) or not properties:
        raise InputError(
            "the schema has no properties, so there is no column to load; select the stream's properties in the tap"
        )
    for key in key_properties:
        if key not in properties:
            raise InputError(f"key property {key!r} is not among the properties of the schema")
        if rules.ignores(key):
            raise InputError(f"key property {key!r} is among the ignored_columns; a key must be stored")
    kept = {name: form for name, form in properties.items() if not rules.ignores(name)}
    if not kept:
        raise InputError("ignored_columns leaves no property to load")
    return tuple(_ordered(list(_fields(kept, schema, frozenset(key_properties), rules)), rules))


def _fields(properties: Form, root: Mapping[str, Any], keys: frozenset[str], rules: ShapeRules) -> Iterator[Field]:
    for name, form in properties.items():
        if name in keys:
            yield read_field(name, form, root, is_key=True)
        elif rules.storage == "flattened":
            yield from _flattened((name,), form, root, rules)
        elif rules.storage == "hybrid":
            field = read_field(name, form, root)
            if field.kind is not JsonKind.JSON:
                yield field
    if rules.storage != "flattened":
        yield Field(rules.document, JsonKind.DOCUMENT)


def _flattened(path: tuple[str, ...], form: object, root: Mapping[str, Any], rules: ShapeRules) -> Iterator[Field]:
    nested = _closed_object(form, root) if len(path) <= rules.max_depth else None
    name = rules.separator.join(path)
    if nested is None:
        yield replace(read_field(name, form, root), path=path if len(path) > 1 else ())
        return
    for inner, inner_form in nested.items():
        if not rules.ignores(rules.separator.join((*path, inner))):
            yield from _flattened((*path, inner), inner_form, root, rules)


def _closed_object(form: object, root: Mapping[str, Any]) -> Form | None:
    """The properties of an object that has these alone; None for all else, of which a column would lose a part."""
    forms = simple_forms(form, root)
    if len(forms) != 1 or forms[0].get("type") != "object":
        return None
    properties, others = forms[0].get("properties"), forms[0].get("additionalProperties")
    is_open = others is True or isinstance(others, dict) or forms[0].get("patternProperties")
    return properties if isinstance(properties, dict) and properties and not is_open else None


def _ordered(fields: list[Field], rules: ShapeRules) -> list[Field]:
    if rules.ordering == "alphabetical":
        fields.sort(key=lambda field: (not field.is_key, field.kind is JsonKind.DOCUMENT, field.name))
    return fields
