"""SQL/JSON path expressions to the steps that the functions of the schema "SYS" walk.

Reference: JSON Developer's Guide, "SQL/JSON Path Expressions". A step is a list: `["name", text]`, `["any"]` for `.*`,
`["each"]` for `[*]`, `["places", [[first, last], ...]]` with places from the end as -1, -2, ..., `["below", text]` for
`..name`, `["where", condition]`, `["method", name]`. A condition is one, too: `["or", ...]`, `["and", ...]`,
`["not", condition]`, `["exists", steps]`, or `[operator, steps, operand]` with the operand `["value", value]` or
`["variable", name]`.
"""

import json
import re
from typing import Any, TypeAlias

from oracle_standin.errors import UnsupportedError
from oracle_standin.profiles import Profile
from oracle_standin.sql.json_path_reader import PathReader

Step: TypeAlias = list[Any]
METHODS = frozenset({
    "abs", "boolean", "booleanOnly", "ceiling", "double", "floor", "length", "lower", "number", "numberOnly", "size",
    "string", "stringOnly", "type", "upper",
})  # fmt: skip
_OTHER_METHODS = frozenset({
    "avg", "binary", "count", "date", "dateWithTime", "dsInterval", "float", "idOnly", "indexOf", "maxDateTime",
    "maxNumber", "maxString", "minDateTime", "minNumber", "minString", "stringify", "sum", "timestamp", "toBoolean",
    "toDateTime", "toNumber", "vector", "ymInterval",
})  # fmt: skip
_NAME = re.compile(r"[^\W\d][\w$]*")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_INTEGER = re.compile(r"\d+")
_LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|(?:true|false|null)\b')
_OPERATORS = ("==", "!=", "<>", "<=", ">=", "<", ">")
_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_TEXT_OPERATORS = {"starts with": "starts", "has substring": "substring", "like": "like"}
_OTHER_OPERATORS = ("like_regex", "eq_regex", "eqi_regex", "ci_like_regex", "regex", "between")


def json_path(text: str, profile: Profile) -> list[Step]:
    """The steps of a whole path expression.

    Raises:
        OracleError: ORA-40442, since 18c ORA-40597: it is none.
        UnsupportedError: It has a part that the stand-in cannot evaluate.
    """
    reader = PathReader(text, profile)
    if reader.accept("strict"):
        raise UnsupportedError("strict JSON paths")
    reader.accept("lax")
    reader.expect("$")
    found = _steps(reader)
    if not reader.is_at_end():
        raise reader.error()
    return found


def _steps(reader: PathReader) -> list[Step]:
    """The steps that come next; a method is the last one."""
    found: list[Step] = []
    while True:
        step = _step(reader)
        if step is None:
            return found
        found.append(step)
        if step[0] == "method":
            return found


def _step(reader: PathReader) -> Step | None:
    if reader.accept(".."):
        return ["below", _name(reader)]
    if reader.accept("."):
        return ["any"] if reader.accept("*") else _member(reader)
    if reader.accept("["):
        return _places(reader)
    if reader.peek("?"):
        return _filter(reader)
    return None


def _filter(reader: PathReader) -> Step:
    reader.expect("?")
    reader.expect("(")
    found = _condition(reader)
    reader.expect(")")
    return ["where", found]


def _member(reader: PathReader) -> Step:
    is_quoted = reader.peek('"')
    name = _name(reader)
    if is_quoted or not reader.accept("("):
        return ["name", name]
    if name in _OTHER_METHODS:
        raise UnsupportedError(f"the JSON item method {name}()")
    if name not in METHODS:
        raise reader.error()
    reader.expect(")")
    return ["method", name]


def _name(reader: PathReader) -> str:
    if (quoted := reader.match(_QUOTED)) is not None:
        return _text_of(quoted, reader)
    name = reader.match(_NAME)
    if name is None:
        raise reader.error()
    return name


def _text_of(quoted: str, reader: PathReader) -> str:
    """The text of a JSON string."""
    try:
        return str(json.loads(quoted))
    except ValueError:
        raise reader.error() from None


def _places(reader: PathReader) -> Step:
    if reader.accept("*"):
        reader.expect("]")
        return ["each"]
    ranges = [_range(reader)]
    while reader.accept(","):
        ranges.append(_range(reader))
    reader.expect("]")
    return ["places", ranges]


def _range(reader: PathReader) -> list[int]:
    first = _place(reader)
    return [first, _place(reader) if reader.accept("to") else first]


def _place(reader: PathReader) -> int:
    if reader.accept("last"):
        return -1 - _integer(reader) if reader.accept("-") else -1
    return _integer(reader)


def _integer(reader: PathReader) -> int:
    digits = reader.match(_INTEGER)
    if digits is None:
        raise reader.error()
    return int(digits)


def _condition(reader: PathReader) -> Step:
    parts = [_conjunction(reader)]
    while reader.accept("||"):
        parts.append(_conjunction(reader))
    return parts[0] if len(parts) == 1 else ["or", *parts]


def _conjunction(reader: PathReader) -> Step:
    parts = [_negation(reader)]
    while reader.accept("&&"):
        parts.append(_negation(reader))
    return parts[0] if len(parts) == 1 else ["and", *parts]


def _negation(reader: PathReader) -> Step:
    if reader.accept("!"):
        return ["not", _negation(reader)]
    if reader.accept("("):
        found = _condition(reader)
        reader.expect(")")
        return found
    if reader.match(re.compile(r"exists\s*\(")) is not None:
        found = ["exists", _relative_path(reader)]
        reader.expect(")")
        return found
    return _comparison(reader)


def _comparison(reader: PathReader) -> Step:
    """A path beside a value, whose type decides how they are compared ("Types in Filter-Condition Comparisons")."""
    left = _operand(reader)
    if reader.match(re.compile(r"in\b")) is not None:
        return _membership(reader, left)
    operator = _operator(reader)
    right = _operand(reader)
    if left[0] != "path" and operator in _OPERATORS:
        left, right, operator = right, left, _MIRRORED.get(operator, operator)
    if left[0] != "path" or right[0] == "path":
        raise UnsupportedError("a condition of a JSON path that does not compare a path with a value")
    return ["!=" if operator == "<>" else operator, left[1], right]


def _operator(reader: PathReader) -> str:
    for words in _OTHER_OPERATORS:
        if reader.peek(words):
            raise UnsupportedError(f"the operator {words} in a JSON path")
    for words, operator in _TEXT_OPERATORS.items():
        if reader.match(re.compile(words.replace(" ", r"\s+") + r"\b")) is not None:
            return operator
    found = next((operator for operator in _OPERATORS if reader.accept(operator)), None)
    if found is None:
        raise reader.error()
    return found


def _membership(reader: PathReader, left: Step) -> Step:
    if left[0] != "path":
        raise reader.error()
    reader.expect("(")
    values = [_operand(reader)]
    while reader.accept(","):
        values.append(_operand(reader))
    reader.expect(")")
    return ["or", *(["==", left[1], value] for value in values)]


def _operand(reader: PathReader) -> Step:
    if reader.peek("@"):
        return ["path", _relative_path(reader)]
    if reader.accept("$"):
        return ["variable", _name(reader)]
    literal = reader.match(_LITERAL)
    if literal is None:
        raise reader.error()
    # numbers stay as they are written: Python's floats would lose digits
    return ["value", literal] if literal[0] != '"' else ["value", json.dumps(_text_of(literal, reader))]


def _relative_path(reader: PathReader) -> list[Step]:
    reader.expect("@")
    return _steps(reader)
