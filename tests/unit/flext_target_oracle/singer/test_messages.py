import json
import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flext_target_oracle.errors import InputError
from flext_target_oracle.singer.messages import (
    ActivateVersionMessage,
    BatchMessage,
    RecordMessage,
    SchemaMessage,
    StateMessage,
    decode_message,
)

SECRET = "a-value-of-a-record"
VALID = [
    {"type": "SCHEMA", "stream": "s", "schema": {"properties": {"id": {"type": "integer"}}}, "key_properties": ["id"]},
    {"type": "RECORD", "stream": "s", "record": {"id": 1, "t": SECRET}, "version": 3, "time_extracted": "2024-01-01Z"},
    {"type": "STATE", "value": {"bookmarks": {"s": SECRET}}},
    {"type": "ACTIVATE_VERSION", "stream": "s", "version": 3},
    {"type": "BATCH", "stream": "s", "encoding": {"format": "jsonl"}, "manifest": ["file:///x"]},
]
VALID_LINES = [json.dumps(message).encode() for message in VALID]

json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def refusal(line: bytes) -> InputError | None:
    try:
        decode_message(line)
    except InputError as error:
        return error
    return None


def test_schema_message_keeps_schema_and_key() -> None:
    message = decode_message(VALID_LINES[0])

    assert message == SchemaMessage("s", {"properties": {"id": {"type": "integer"}}}, ["id"])


def test_schema_without_key_has_none() -> None:
    message = decode_message(b'{"type": "SCHEMA", "stream": "s", "schema": {}, "key_properties": null}')

    assert isinstance(message, SchemaMessage)
    assert message.key_properties is None


def test_record_keeps_its_text_as_the_tap_wrote_it() -> None:
    message = decode_message(b'{"type":"RECORD","stream":"s","record":  {"n": 1.50, "n": 2e0 } ,"extra":1}')

    assert isinstance(message, RecordMessage)
    assert bytes(message.record) == b'{"n": 1.50, "n": 2e0 }'


def test_state_keeps_its_text_as_the_tap_wrote_it() -> None:
    message = decode_message(b'{"value": {"a":  1.0} , "type": "STATE"}')

    assert isinstance(message, StateMessage)
    assert bytes(message.value) == b'{"a":  1.0}'


def test_activate_version_and_batch_are_known() -> None:
    assert decode_message(VALID_LINES[3]) == ActivateVersionMessage("s", 3)
    assert decode_message(VALID_LINES[4]) == BatchMessage("s", {"format": "jsonl"}, ["file:///x"])


@pytest.mark.parametrize(
    "line", [b"", b"{", b"x", b'{"type": "STATE", "value": }', b"\xef\xbb\xbf{}", b'{"type":"STATE"']
)
def test_line_that_is_not_json_is_refused_as_such(line: bytes) -> None:
    with pytest.raises(InputError, match="this is not JSON"):
        decode_message(line)


@pytest.mark.parametrize("line", [b"1", b"null", b"[]", b'"RECORD"'])
def test_json_that_is_no_object_is_refused_with_the_expected_types(line: bytes) -> None:
    with pytest.raises(InputError, match="JSON object of type SCHEMA, RECORD, STATE"):
        decode_message(line)


@pytest.mark.parametrize("line", [b"{}", b'{"type": "RECORDS"}', b'{"type": 1}', b'{"type": null}'])
def test_unknown_message_type_is_refused_with_the_known_ones(line: bytes) -> None:
    with pytest.raises(InputError, match=r"unknown message type: .* SCHEMA, RECORD, STATE, ACTIVATE_VERSION or BATCH"):
        decode_message(line)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"type": "RECORD", "record": {}}', "stream"),
        ('{"type": "RECORD", "stream": "s"}', "record"),
        ('{"type": "RECORD", "stream": 1, "record": {}}', "stream"),
        (f'{{"type": "RECORD", "stream": "s", "record": {{}}, "version": "{SECRET}"}}', "version"),
        ('{"type": "SCHEMA", "stream": "s"}', "schema"),
        ('{"type": "SCHEMA", "stream": "s", "schema": []}', "schema"),
        ('{"type": "SCHEMA", "stream": "s", "schema": {}, "key_properties": "id"}', "key_properties"),
        ('{"type": "STATE"}', "value"),
        ('{"type": "ACTIVATE_VERSION", "stream": "s"}', "version"),
    ],
)
def test_message_with_a_missing_or_wrong_part_is_refused_with_its_name_and_without_its_value(
    line: str, problem: str
) -> None:
    with pytest.raises(InputError) as caught:
        decode_message(line.encode())

    assert problem in str(caught.value)
    assert SECRET not in str(caught.value)


def test_nesting_too_deep_for_the_decoder_is_refused() -> None:
    with pytest.raises(InputError):
        decode_message(b'{"type": "STATE", "value": ' + b"[" * 100_000 + b"]" * 100_000 + b"}")


@given(st.binary())
def test_any_bytes_are_a_message_or_refused_without_a_line_number(line: bytes) -> None:
    error = refusal(line)

    assert error is None or (error.line is None and error.problem)


@given(st.dictionaries(st.sampled_from(["type", "stream", "schema", "record", "value", "version"]), json_values))
def test_any_json_object_is_a_message_or_refused(message: dict[str, Any]) -> None:
    error = refusal(json.dumps(message).encode())

    assert error is None or error.problem


@given(st.sampled_from(VALID_LINES), st.integers(0, 300), st.binary(max_size=3), st.integers(0, 3))
@example(VALID_LINES[1], 25, b"\xff", 1)
def test_a_damaged_message_is_a_message_or_refused_without_its_values(
    line: bytes, position: int, inserted: bytes, removed: int
) -> None:
    error = refusal(line[:position] + inserted + line[position + removed :])

    assert error is None or not re.search("a-value|of-a-record", str(error))


@given(st.sampled_from(["RECORD", "STATE"]), json_values)
def test_raw_text_of_a_message_is_what_the_tap_wrote(kind: str, value: object) -> None:
    text = json.dumps(value).encode()
    message = decode_message(b'{"type": "%s", "stream": "s", "record": %s, "value": %s}' % (kind.encode(), text, text))

    assert isinstance(message, RecordMessage | StateMessage)
    assert bytes(message.record if isinstance(message, RecordMessage) else message.value) == text
