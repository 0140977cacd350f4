"""What Oracle must hold for a JSON value, computed from JSON Schema by the standard library alone."""

import base64
import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

ANYTHING = "anything"
_TEXTS = {"string", "date", "date-time", "plain", "decimal", "base64", "base16"}


def kind(form: Any, definitions: dict[str, Any]) -> str:  # noqa: ANN401 - JSON Schema
    """Which of the reference's kinds the values have."""
    kinds = {found for found in _kinds(form, definitions) if found != "null"}
    if kinds and kinds <= {"integer", "number", "decimal"}:
        return "number"
    if len(kinds) == 1:
        return kinds.pop()
    if kinds == {"date", "date-time"}:
        return "date-time"
    if kinds == {"object", "array"}:
        return "object"
    return "string" if kinds and kinds <= _TEXTS else ANYTHING


def _kinds(form: Any, definitions: dict[str, Any]) -> set[str]:  # noqa: ANN401
    if not isinstance(form, dict) or not form:
        return {ANYTHING}
    if "$ref" in form:
        return _kinds(definitions[form["$ref"].rpartition("/")[2]], definitions)
    for choices in (form.get("anyOf"), form.get("oneOf")):
        if choices:
            return set().union(*(_kinds(choice, definitions) for choice in choices))
    if "enum" in form:
        return {"null" if value is None else "string" for value in form["enum"]}
    types = form["type"] if isinstance(form["type"], list) else [form["type"]]
    return {_kind_of_string(form) if name == "string" else name for name in types}


def _kind_of_string(form: dict[str, Any]) -> str:
    if "contentEncoding" in form:
        return str(form["contentEncoding"])
    return {
        "date": "date", "date-time": "date-time", "uuid": "plain", "time": "plain", "duration": "plain",
        "singer.decimal": "decimal",
    }.get(form.get("format", ""), "string")  # fmt: skip


def expected(form: Any, text: str, definitions: dict[str, Any]) -> Any:  # noqa: ANN401
    """What is read back for the JSON text of a value; JSON columns as values with exact numbers."""
    value = json.loads(text, parse_float=Decimal)
    found = kind(form, definitions)
    if value is None or (value == "" and found not in {ANYTHING, "object", "array"}):
        return None
    match found:
        case "integer" | "number":
            return Decimal(value)
        case "boolean":
            return int(value)
        case "date":
            return datetime.fromisoformat(value)
        case "date-time":
            moment = datetime.fromisoformat(value)
            return moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)
        case "base64":
            return base64.b64decode(value)
        case "base16":
            return bytes.fromhex(value)
        case _:
            return value
