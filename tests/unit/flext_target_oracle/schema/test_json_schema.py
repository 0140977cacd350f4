import json
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flext_target_oracle.batch.conversions import Conversion
from flext_target_oracle.batch.decoder import RecordDecoder
from flext_target_oracle.errors import InputError
from flext_target_oracle.schema.json_schema import Field, JsonKind
from flext_target_oracle.schema.shape import read_fields

json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["string", "null", "integer"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "type",
                    "anyOf",
                    "oneOf",
                    "allOf",
                    "$ref",
                    "enum",
                    "const",
                    "format",
                    "maxLength",
                    "minimum",
                    "maximum",
                    "multipleOf",
                    "precision",
                    "scale",
                    "properties",
                    "additionalProperties",
                    "contentEncoding",
                ]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


DEFINITIONS = {
    "definitions": {
        "day": {"type": "string", "format": "date"},
        "maybe": {"anyOf": [{"$ref": "#/definitions/day"}, {"type": "null"}]},
        "loop": {"anyOf": [{"$ref": "#/definitions/loop"}]},
    },
    "$defs": {"a/b": {"type": "integer"}},
}


def read_one(form: object) -> Field:
    (field,) = read_fields({"type": "object", "properties": {"p": form}, **DEFINITIONS}, [])
    return field


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ({"type": "integer"}, JsonKind.INTEGER),
        ({"type": ["null", "integer"]}, JsonKind.INTEGER),
        ({"type": ["integer"]}, JsonKind.INTEGER),
        ({"type": "number", "multipleOf": 0.01}, JsonKind.NUMBER),
        ({"type": ["integer", "number", "null"]}, JsonKind.NUMBER),
        ({"type": ["boolean", "null"]}, JsonKind.BOOLEAN),
        ({"type": "string"}, JsonKind.STRING),
        ({"type": "string", "format": "uuid"}, JsonKind.UUID),
        ({"type": "string", "format": "time"}, JsonKind.TIME),
        ({"type": "string", "format": "duration"}, JsonKind.DURATION),
        ({"type": "string", "format": "email"}, JsonKind.STRING),
        ({"type": "string", "format": None}, JsonKind.STRING),
        ({"type": "string", "format": ["date"]}, JsonKind.STRING),
        ({"type": "string", "format": "date"}, JsonKind.DATE),
        ({"type": ["string", "null"], "format": "date-time"}, JsonKind.DATE_TIME),
        ({"type": "integer", "format": "date-time"}, JsonKind.INTEGER),
        ({"type": "string", "format": "singer.decimal"}, JsonKind.DECIMAL),
        ({"type": ["null", "string"], "format": "x-singer.decimal"}, JsonKind.DECIMAL),
        ({"type": "string", "contentEncoding": "base64"}, JsonKind.BASE64),
        ({"type": "string", "contentEncoding": "base16"}, JsonKind.BASE16),
        ({"type": "string", "contentEncoding": "7bit"}, JsonKind.STRING),
        ({"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]}, JsonKind.DATE_TIME),
        ({"oneOf": [{"type": "null"}, {"type": "integer"}]}, JsonKind.INTEGER),
        ({"anyOf": [{"anyOf": [{"type": ["integer", "null"]}]}, {"type": "null"}]}, JsonKind.INTEGER),
        ({"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string"}]}, JsonKind.STRING),
        ({"anyOf": [{"format": "date"}, {"format": "date-time"}], "type": "string"}, JsonKind.DATE_TIME),
        ({"allOf": [{"type": "string"}, {"format": "date"}]}, JsonKind.DATE),
        ({"allOf": [{"$ref": "#/definitions/day"}, {"description": "when"}]}, JsonKind.DATE),
        ({"$ref": "#/definitions/day"}, JsonKind.DATE),
        ({"$ref": "#/definitions/maybe"}, JsonKind.DATE),
        ({"$ref": "#/$defs/a~1b"}, JsonKind.INTEGER),
        ({"$ref": "#/definitions/loop"}, JsonKind.ANY),
        ({"$ref": "#/definitions/missing"}, JsonKind.ANY),
        ({"$ref": "https://example.org/other.json"}, JsonKind.ANY),
        ({"$ref": 5}, JsonKind.ANY),
        ({"const": 5}, JsonKind.INTEGER),
        ({"enum": ["a", "b", None]}, JsonKind.STRING),
        ({"enum": ["a", 1]}, JsonKind.ANY),
        ({"enum": []}, JsonKind.ANY),
        ({"enum": ["a"], "type": ["string", "null"]}, JsonKind.STRING),
        ({"type": "object", "properties": {"a": {"type": "integer"}}}, JsonKind.JSON),
        ({"properties": {"a": {"type": "integer"}}}, JsonKind.JSON),
        ({"type": "object", "patternProperties": {".*": {}}, "additionalProperties": False}, JsonKind.JSON),
        ({"type": ["array", "null"], "items": {"type": "string"}}, JsonKind.JSON),
        ({"type": ["object", "array"]}, JsonKind.JSON),
        ({"type": ["string", "integer"]}, JsonKind.ANY),
        ({"type": ["string", "object"]}, JsonKind.ANY),
        ({"type": "null"}, JsonKind.ANY),
        ({"type": []}, JsonKind.ANY),
        ({"type": "decimal"}, JsonKind.ANY),
        ({"type": [["integer"]]}, JsonKind.ANY),
        ({"type": {"a": 1}}, JsonKind.ANY),
        ({"anyOf": []}, JsonKind.ANY),
        ({"anyOf": {"type": "integer"}}, JsonKind.ANY),
        ({"allOf": [5]}, JsonKind.ANY),
        ({}, JsonKind.ANY),
        (True, JsonKind.ANY),
        (None, JsonKind.ANY),
    ],
)
def test_form_of_a_property_is_one_kind_or_any_json_value(form: object, kind: JsonKind) -> None:
    assert read_one(form).kind is kind


@pytest.mark.parametrize(
    ("form", "digits", "scale"),
    [
        ({"type": "integer"}, None, 0),
        ({"type": "integer", "minimum": 0}, None, 0),
        ({"type": "integer", "minimum": -128, "maximum": 127}, 3, 0),
        ({"type": ["integer", "null"], "minimum": -(2**63), "maximum": 2**63 - 1}, 19, 0),
        ({"type": "integer", "exclusiveMinimum": 0, "exclusiveMaximum": 100}, 3, 0),
        ({"type": "integer", "minimum": 0, "exclusiveMinimum": True, "maximum": 9.0}, 1, 0),
        ({"type": "integer", "minimum": "a", "maximum": True}, None, 0),
        ({"type": "number"}, None, None),
        ({"type": "number", "multipleOf": 0.01}, None, 2),
        ({"type": "number", "multipleOf": 1e-10}, None, 10),
        ({"type": "number", "multipleOf": 0.25}, None, 2),
        ({"type": "number", "multipleOf": 5, "minimum": 0, "maximum": 999.5}, 3, 0),
        ({"type": "number", "multipleOf": 0}, None, None),
        ({"type": "string", "format": "x-singer.decimal", "precision": 10, "scale": 4}, 6, 4),
        ({"type": "string", "format": "x-singer.decimal", "precision": 4, "scale": 10}, None, None),
        ({"type": "number", "format": "x-singer.decimal", "precision": 10, "scale": 0}, 10, 0),
        (
            {
                "type": "string",
                "format": "singer.decimal",
                "additionalProperties": {"scale_precision": "decimal(38,10)"},
            },
            28,
            10,
        ),
        ({"anyOf": [{"type": "integer", "minimum": 0, "maximum": 9}, {"type": "integer"}]}, None, 0),
        ({"anyOf": [{"type": "number", "multipleOf": 0.1}, {"type": "integer"}]}, None, 1),
    ],
)
def test_digits_of_a_number_are_read_from_bounds_steps_and_statements(
    form: object, digits: int | None, scale: int | None
) -> None:
    field = read_one(form)

    assert (field.integer_digits, field.scale) == (digits, scale)


def test_schema_that_names_its_parts_again_and_again_ends_as_any_value() -> None:
    parts = {f"p{n}": {"anyOf": [{"$ref": f"#/definitions/p{n + 1}"}] * 9} for n in range(60)}
    schema = {"properties": {"p": {"$ref": "#/definitions/p0"}}, "definitions": parts}

    assert read_fields(schema, [])[0].kind is JsonKind.ANY


def test_longest_text_is_read() -> None:
    assert read_one({"type": ["null", "string"], "maxLength": 40}).max_length == 40
    assert read_one({"anyOf": [{"type": "string", "maxLength": 0}, {"type": "null"}]}).max_length == 0


@pytest.mark.parametrize("max_length", [-1, "40", 4.5, True, []])
def test_length_that_is_no_whole_number_is_refused_with_the_property(max_length: object) -> None:
    with pytest.raises(InputError, match="property 'p': maxLength must be a whole number"):
        read_one({"type": "string", "maxLength": max_length})


def test_fields_come_in_the_order_of_the_schema_and_know_the_key() -> None:
    fields = read_fields({"properties": {"b": {"type": "string"}, "a": {"type": "integer"}}}, ["a"])

    assert fields == (Field("b", JsonKind.STRING), Field("a", JsonKind.INTEGER, is_key=True, scale=0))


@pytest.mark.parametrize("schema", [{}, {"properties": {}}, {"properties": None}, {"properties": ["id"]}])
def test_schema_without_properties_is_refused(schema: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="no properties"):
        read_fields(schema, [])


def test_key_that_is_no_property_is_refused_with_its_name() -> None:
    with pytest.raises(InputError, match="key property 'ID' is not among the properties"):
        read_fields({"properties": {"id": {"type": "integer"}}}, ["ID"])


@given(st.text())
@example('say "hi"')
@example("a\\b")
@example("a\nb")
@example("\x00")
def test_records_can_be_decoded_with_every_name(name: str) -> None:
    fields = read_fields({"properties": {name: {"type": "integer"}}}, [])
    decoder = RecordDecoder([(field, Conversion(int)) for field in fields])

    assert decoder.columns([decoder.decode(msgspec.Raw(json.dumps({name: 1}).encode()))]) == [(1,)]


@pytest.mark.parametrize(
    ("form", "is_nullable"),
    [
        ({"type": "string"}, False),
        ({"type": ["null", "string"]}, True),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, True),
        ({"oneOf": [{"type": "string"}, {"type": "integer"}]}, False),
        ({"allOf": [{"type": ["null", "string"]}, {"type": "string"}]}, False),
        ({"enum": ["a", None]}, True),
        ({"const": "a"}, False),
        ({"$ref": "#/definitions/a"}, False),
        ({"$ref": "#/definitions/nowhere"}, True),
        ({"$ref": "#/definitions/itself"}, True),
        ({}, True),
        (True, True),
    ],
)
def test_field_may_be_null_where_its_schema_says_so_or_nothing(form: object, is_nullable: bool) -> None:  # noqa: FBT001
    definitions = {"a": {"type": "integer"}, "itself": {"anyOf": [{"$ref": "#/definitions/itself"}]}}

    (field,) = read_fields({"properties": {"p": form}, "definitions": definitions}, [])

    assert field.is_nullable is is_nullable
