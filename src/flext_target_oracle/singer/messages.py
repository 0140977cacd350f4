"""The five Singer messages as typed values, and the decoder of one input line.

Source: the Singer specification (github.com/singer-io/getting-started/blob/master/docs/SPEC.md) and, for
ACTIVATE_VERSION and BATCH, the Meltano SDK. What a RECORD holds stays undecoded: only its stream knows its types.
"""

import re
from typing import Any, TypeAlias

import msgspec

from flext_target_oracle.errors import InputError


class SchemaMessage(msgspec.Struct, tag="SCHEMA", frozen=True):
    """The JSON Schema of a stream, and its key. May be repeated and may change."""

    stream: str
    schema: dict[str, Any]
    key_properties: list[str] | None = None
    bookmark_properties: list[str] | None = None


class RecordMessage(msgspec.Struct, tag="RECORD", frozen=True):
    """One record, as the JSON text that the tap wrote.

    `lone_surrogates` counts the halves of surrogate pairs that U+FFFD stands for; the tap does not send it.
    """

    stream: str
    record: msgspec.Raw
    version: int | None = None
    time_extracted: str | None = None
    lone_surrogates: int = msgspec.field(default=0, name="(lone surrogates)")


class StateMessage(msgspec.Struct, tag="STATE", frozen=True):
    """The tap's bookmark, as the JSON text that the tap wrote."""

    value: msgspec.Raw


class ActivateVersionMessage(msgspec.Struct, tag="ACTIVATE_VERSION", frozen=True):
    """From here on only the records of this version of the stream are valid."""

    stream: str
    version: int


class BatchMessage(msgspec.Struct, tag="BATCH", frozen=True):
    """Records of a stream that stand in files."""

    stream: str
    encoding: dict[str, Any]
    manifest: list[str]


Message: TypeAlias = SchemaMessage | RecordMessage | StateMessage | ActivateVersionMessage | BatchMessage

_decoder: msgspec.json.Decoder[Message] = msgspec.json.Decoder(Message)
_MESSAGE_TYPES = "SCHEMA, RECORD, STATE, ACTIVATE_VERSION or BATCH"


def decode_message(line: bytes) -> Message:
    """The message that a line holds.

    Raises:
        InputError: The line is not JSON, or not a Singer message; without the line's number.
    """
    try:
        return _decoder.decode(line)
    except msgspec.ValidationError as error:
        raise InputError(_explain_message(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        repaired = _decode_repaired(line)
        if repaired is None:
            raise InputError(f"this is not JSON ({_without_period(error)})") from error
    return repaired


def _decode_repaired(line: bytes) -> RecordMessage | None:
    """A RECORD with what other writers of JSON let pass; None where it is something else, such as a STATE.

    NaN and infinity, which Python writes, become text; half a surrogate pair becomes U+FFFD, and is counted.

    Raises:
        InputError: NaN stands within an object or array, which is stored as JSON.
    """
    text, surrogates = _replace_lone_surrogates(line)
    try:
        message = _decoder.decode(_with_special_numbers_as_text(text))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return msgspec.structs.replace(message, lone_surrogates=surrogates) if isinstance(message, RecordMessage) else None


_LONE_SURROGATE = re.compile(
    rb"(?<!\\)((?:\\\\)*)"
    rb"(?:(?P<pair>\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
)


def _replace_lone_surrogates(text: bytes) -> tuple[bytes, int]:
    """The JSON text with U+FFFD for each half of a surrogate pair, and how many there were."""
    count = 0

    def replaced(match: re.Match[bytes]) -> bytes:
        nonlocal count
        if match["pair"]:
            return match[0]
        count += 1
        return match[1] + b"\\ufffd"

    return _LONE_SURROGATE.sub(replaced, text), count


_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|-?Infinity|NaN|[{}\[\]]')
_PROPERTY_DEPTH = 2  # {"record": {"x": NaN}}


def _with_special_numbers_as_text(line: bytes) -> bytes:
    depth = 0

    def rewritten(match: re.Match[bytes]) -> bytes:
        nonlocal depth
        token = match[0]
        depth += {b"{": 1, b"[": 1, b"}": -1, b"]": -1}.get(token, 0)
        if token[:1] in b'"{}[]':
            return token
        if depth > _PROPERTY_DEPTH:
            raise InputError(f"this is not JSON ({token.decode()} in an object or array)")
        return b'"' + token + b'"'

    return _TOKEN.sub(rewritten, line)


def _explain_message(error: msgspec.ValidationError) -> str:
    text = _without_period(error)
    if "$.type" in text or "field `type`" in text:
        return f"unknown message type: a Singer message has a type of {_MESSAGE_TYPES}"
    if text.startswith("Expected `object`") and " - at " not in text:
        return f"this is not a Singer message: a JSON object of type {_MESSAGE_TYPES} is expected"
    return f"this is not a valid Singer message: {text}"


def _without_period(error: Exception) -> str:
    return str(error).rstrip(".")
