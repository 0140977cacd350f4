import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flext_target_oracle.batch.columns import record_decoder
from flext_target_oracle.errors import InputError
from flext_target_oracle.schema.json_schema import Field, JsonKind, read_fields

json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["string", "null", "integer"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "anyOf", "oneOf", "format", "maxLength", "properties"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


def read_one(form: object) -> Field:
    (field,) = read_fields({"type": "object", "properties": {"p": form}}, [])
    return field


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ({"type": "integer"}, JsonKind.INTEGER),
        ({"type": ["null", "integer"]}, JsonKind.INTEGER),
        ({"type": ["integer"]}, JsonKind.INTEGER),
        ({"type": "number", "multipleOf": 0.01}, JsonKind.NUMBER),
        ({"type": ["boolean", "null"]}, JsonKind.BOOLEAN),
        ({"type": "string"}, JsonKind.STRING),
        ({"type": "string", "format": "uuid"}, JsonKind.STRING),
        ({"type": "string", "format": "time"}, JsonKind.STRING),
        ({"type": "string", "format": None}, JsonKind.STRING),
        ({"type": "string", "format": ["date"]}, JsonKind.STRING),
        ({"type": "string", "format": "date"}, JsonKind.DATE),
        ({"type": ["string", "null"], "format": "date-time"}, JsonKind.DATE_TIME),
        ({"type": "integer", "format": "date-time"}, JsonKind.INTEGER),
        ({"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]}, JsonKind.DATE_TIME),
        ({"oneOf": [{"type": "null"}, {"type": "integer"}]}, JsonKind.INTEGER),
        ({"anyOf": [{"anyOf": [{"type": ["integer", "null"]}]}, {"type": "null"}]}, JsonKind.INTEGER),
        ({"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string"}]}, JsonKind.ANY),
        ({"type": "object", "properties": {"a": {"type": "integer"}}}, JsonKind.JSON),
        ({"type": ["array", "null"], "items": {"type": "string"}}, JsonKind.JSON),
        ({"type": ["object", "array"]}, JsonKind.ANY),
        ({"type": ["string", "integer"]}, JsonKind.ANY),
        ({"type": "null"}, JsonKind.ANY),
        ({"type": []}, JsonKind.ANY),
        ({"type": "decimal"}, JsonKind.ANY),
        ({"type": [["integer"]]}, JsonKind.ANY),
        ({"type": {"a": 1}}, JsonKind.ANY),
        ({"$ref": "#/definitions/a"}, JsonKind.ANY),
        ({"anyOf": []}, JsonKind.ANY),
        ({"anyOf": {"type": "integer"}}, JsonKind.ANY),
        ({}, JsonKind.ANY),
        (True, JsonKind.ANY),
        (None, JsonKind.ANY),
    ],
)
def test_form_of_a_property_is_one_simple_type_or_any_json_value(form: object, kind: JsonKind) -> None:
    assert read_one(form) == Field("p", kind)


def test_longest_text_is_read() -> None:
    assert read_one({"type": ["null", "string"], "maxLength": 40}).max_length == 40
    assert read_one({"anyOf": [{"type": "string", "maxLength": 0}, {"type": "null"}]}).max_length == 0


@pytest.mark.parametrize("max_length", [-1, "40", 4.5, True, []])
def test_length_that_is_no_whole_number_is_refused_with_the_property(max_length: object) -> None:
    with pytest.raises(InputError, match="property 'p': maxLength must be a whole number"):
        read_one({"type": "string", "maxLength": max_length})


def test_fields_come_in_the_order_of_the_schema_and_know_the_key() -> None:
    fields = read_fields({"properties": {"b": {"type": "string"}, "a": {"type": "integer"}}}, ["a"])

    assert fields == (Field("b", JsonKind.STRING), Field("a", JsonKind.INTEGER, is_key=True))


@pytest.mark.parametrize("schema", [{}, {"properties": {}}, {"properties": None}, {"properties": ["id"]}])
def test_schema_without_properties_is_refused(schema: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="no properties"):
        read_fields(schema, [])


def test_key_that_is_no_property_is_refused_with_its_name() -> None:
    with pytest.raises(InputError, match="key property 'ID' is not among the properties"):
        read_fields({"properties": {"id": {"type": "integer"}}}, ["ID"])


@pytest.mark.parametrize("name", ['say "hi"', "a\\b", "a\nb", "\x00", "\ud800"])
def test_name_that_a_record_cannot_be_searched_for_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="is not supported") as caught:
        read_fields({"properties": {name: {"type": "integer"}}}, [])

    assert repr(name) in str(caught.value)


@given(st.text())
def test_records_can_be_decoded_with_every_name_that_is_accepted(name: str) -> None:
    try:
        fields = read_fields({"properties": {name: {"type": "integer"}}}, [])
    except InputError:
        return
    assert getattr(record_decoder(fields)(json.dumps({name: 1}).encode()), "f0") == 1  # type: ignore[arg-type] # noqa: B009 - bytes do as well


@given(json_values)
def test_any_form_of_a_property_gives_a_field_or_an_input_error(form: object) -> None:
    try:
        field = read_one(form)
    except InputError as error:
        assert "maxLength" in str(error)  # noqa: PT017 - either outcome is right
        return
    assert field.name == "p"


def test_form_of_any_depth_is_read() -> None:
    form: dict[str, Any] = {"type": "integer"}
    for _ in range(5000):
        form = {"anyOf": [form, {"type": "null"}]}

    assert read_one(form).kind is JsonKind.INTEGER
