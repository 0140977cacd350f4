"""The fast decoder and the slow one give the same values, whatever the record."""

import json
from typing import Any

import msgspec
from hypothesis import example, given
from hypothesis import strategies as st

from flext_target_oracle.batch.conversions import conversion
from flext_target_oracle.batch.decoder import RecordDecoder, without
from flext_target_oracle.schema.json_schema import Field, JsonKind
from flext_target_oracle.schema.mapping import TypeRules, oracle_type

PATHS = [("id",), ("n",), ("s",), ("o", "a"), ("o", "in", "b"), ("o", "in", "j"), ("p", "s")]
KINDS = [JsonKind.INTEGER, JsonKind.NUMBER, JsonKind.STRING, JsonKind.BOOLEAN, JsonKind.STRING, JsonKind.JSON,
         JsonKind.DATE]  # fmt: skip
# What makes msgspec's struct impossible, at the end of each name.
UNREADABLE = '"'

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["a", "b", "in", "j", "s"]), inner),
    max_leaves=8,
)
records = st.dictionaries(st.sampled_from(["id", "n", "s", "o", "p", "x"]), values)


def decoder(ending: str) -> RecordDecoder:
    fields = [
        Field(".".join(path), kind, is_key=path == ("id",), path=tuple(step + ending for step in path))
        for path, kind in zip(PATHS, KINDS, strict=True)
    ]
    return RecordDecoder([(field, conversion(field, oracle_type(field, TypeRules()))) for field in fields])


FAST, SLOW = decoder(""), decoder(UNREADABLE)


def outcome(decode: RecordDecoder, record: Any) -> Any:  # noqa: ANN401 - a JSON value
    try:
        decoded = decode.decode(msgspec.Raw(json.dumps(record).encode()))
    except msgspec.ValidationError:
        return "refused"
    (row,) = zip(*decode.columns([decoded]), strict=True)
    return [bytes(value) if isinstance(value, msgspec.Raw) else value for value in row]


def renamed(value: Any) -> Any:  # noqa: ANN401 - a JSON value
    """The same record with names that only the slow decoder reads."""
    if isinstance(value, dict):
        return {name + UNREADABLE: renamed(inner) for name, inner in value.items()}
    return [renamed(inner) for inner in value] if isinstance(value, list) else value


@given(records)
@example({"id": 1, "o": None})
@example({"id": 1, "o": {"in": {"b": "x", "j": [1]}}})
@example({"id": 1, "o": []})
@example({"id": None})
@example({})
def test_both_decoders_give_the_same_values(record: dict[str, Any]) -> None:
    fast, slow = outcome(FAST, record), outcome(SLOW, renamed(record))

    if isinstance(fast, list) and isinstance(slow, list):
        fast[5], slow[5] = json.loads(fast[5]), json.loads(slow[5])
        fast = renamed(fast)
    assert fast == slow


@given(st.dictionaries(st.text(), values), st.sets(st.text()))
def test_record_without_some_properties_is_the_rest_of_it(record: dict[str, Any], names: set[str]) -> None:
    rest = without(msgspec.Raw(json.dumps(record).encode()), names.__contains__)

    assert json.loads(bytes(rest)) == {name: value for name, value in record.items() if name not in names}
