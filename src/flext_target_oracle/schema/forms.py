"""A property's JSON Schema, taken apart into the simple forms that its values may have.

`$ref`, `allOf`, `anyOf`, `oneOf`, lists of types, `enum` and `const` are resolved here, so that the rest of the program
sees forms of one type each. Null is left out: every column but a key may be NULL.
Source: JSON Schema 2020-12, Core sections 8 and 10, and the `definitions` of draft 4 that most taps write.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

Form: TypeAlias = dict[str, Any]

ANYTHING: Form = {}
_MOST_STEPS = 20_000  # a hostile schema can name its parts again and again
_DEEPEST = 8
_COMBINERS = ("$ref", "allOf", "anyOf", "oneOf")
_TYPE_OF_VALUE = {str: "string", bool: "boolean", int: "integer", float: "number", dict: "object", list: "array"}
_SIMPLE_TYPES = frozenset(_TYPE_OF_VALUE.values())


def simple_forms(form: object, root: Mapping[str, Any]) -> list[Form]:
    """The forms that a value may have besides null, each with one `type`; `ANYTHING` where nothing is said.

    `root` is the stream's whole schema, where references point to.
    """
    found: list[Form] = []
    waiting: list[tuple[object, Form, frozenset[str]]] = [(form, {}, frozenset())]
    for _ in range(_MOST_STEPS):
        if not waiting:
            return found
        current, outer, seen = waiting.pop()
        if not isinstance(current, dict):
            found.append(ANYTHING)
            continue
        own = {**outer, **{key: value for key, value in current.items() if key not in _COMBINERS}}
        reference, together, choices = current.get("$ref"), current.get("allOf"), _choices(current)
        if isinstance(reference, str):
            target = None if reference in seen else _find(root, reference)
            waiting.append((target, own, seen | {reference}))
        elif isinstance(together, list) and together:
            waiting.append((_merged(together, current, root), outer, seen))
        elif choices:
            waiting += [(choice, own, seen) for choice in reversed(choices)]
        else:
            found += _by_type(own)
    return [ANYTHING]


def allows_null(form: object, root: Mapping[str, Any], depth: int = 0) -> bool:
    """Whether null is valid; true too where that cannot be seen."""
    if not isinstance(form, dict) or depth > _DEEPEST:
        return True
    if isinstance(form.get("$ref"), str):
        return allows_null(_find(root, form["$ref"]), root, depth + 1)
    if choices := _choices(form):
        return any(allows_null(choice, root, depth + 1) for choice in choices)
    if isinstance(form.get("allOf"), list) and form["allOf"]:
        return all(allows_null(part, root, depth + 1) for part in form["allOf"])
    return not {"null", "unknown"}.isdisjoint(_types(form))


def _choices(form: Form) -> list[object]:
    choices = form.get("anyOf", form.get("oneOf"))
    return choices if isinstance(choices, list) else []


def _find(root: Mapping[str, Any], reference: str) -> object:
    """What `#/definitions/address` names; None where there is nothing, as in another document."""
    if not reference.startswith("#"):
        return None
    found: object = root
    for part in reference[1:].split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        if not isinstance(found, dict) or name not in found:
            return None
        found = found[name]
    return found


def _merged(parts: list[Any], form: Form, root: Mapping[str, Any]) -> Form:
    """One form that says what all parts of an `allOf` say; the later of two that differ counts."""
    merged: Form = {key: value for key, value in form.items() if key != "allOf"}
    for part in parts:
        meant = _find(root, part["$ref"]) if isinstance(part, dict) and isinstance(part.get("$ref"), str) else part
        if isinstance(meant, dict):
            properties = {**_object(merged.get("properties")), **_object(meant.get("properties"))}
            merged = {**merged, **meant, **({"properties": properties} if properties else {})}
    return merged


def _object(value: object) -> Form:
    return value if isinstance(value, dict) else {}


def _by_type(form: Form) -> Iterator[Form]:
    """The same form once for each type that it allows."""
    for name in _types(form):
        if name != "null":
            yield {**form, "type": name} if name in _SIMPLE_TYPES else ANYTHING


def _types(form: Form) -> list[str]:
    stated = form.get("type")
    if isinstance(stated, str):
        return [stated]
    if isinstance(stated, list):
        return [name if isinstance(name, str) else "unknown" for name in stated] or ["unknown"]
    values = form["enum"] if isinstance(form.get("enum"), list) else [form["const"]] if "const" in form else []
    if values:
        return list(dict.fromkeys("null" if value is None else _TYPE_OF_VALUE[type(value)] for value in values))
    if stated is None and isinstance(form.get("properties"), dict):
        return ["object"]
    return ["unknown"]
