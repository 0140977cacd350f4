"""From a record's JSON text to columns, against the standard library's JSON with exact numbers."""

import json
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flext_target_oracle.batch.columns import convert
from flext_target_oracle.batch.conversions import Conversion, conversion
from flext_target_oracle.batch.converters import to_integer
from flext_target_oracle.batch.decoder import RecordDecoder
from flext_target_oracle.errors import InputError
from flext_target_oracle.schema.json_schema import Field, JsonKind
from flext_target_oracle.schema.mapping import TypeRules, oracle_type

INTEGERS = Conversion(int, to_integer)
FIELDS = [
    Field("id", JsonKind.INTEGER, is_key=True),
    Field("price", JsonKind.NUMBER),
    Field("name é", JsonKind.STRING),
    Field("$is", JsonKind.BOOLEAN),
    Field("any", JsonKind.JSON),
]

records = st.fixed_dictionaries(
    {"id": st.integers(-(10**38) + 1, 10**38 - 1)},
    optional={
        "price": st.none() | st.integers() | st.floats(allow_nan=False, allow_infinity=False),
        "name é": st.none() | st.text(),
        "$is": st.none() | st.booleans(),
        "any": st.none() | st.lists(st.integers() | st.text()),
        "not in the schema": st.text(),
    },
)


def decode(text: str, fields: Sequence[Field] = FIELDS) -> tuple[Any, ...]:
    decoder = RecordDecoder([(field, usual(field)) for field in fields])
    return tuple(value for (value,) in decoder.columns([decoder.decode(msgspec.Raw(text.encode()))]))


def usual(field: Field) -> Conversion:
    return conversion(field, oracle_type(field, TypeRules()))


@given(records, st.booleans())
def test_record_is_what_the_standard_library_reads(record: dict[str, Any], ascii_only: bool) -> None:  # noqa: FBT001
    plain = json.dumps(record, ensure_ascii=ascii_only)
    read = json.loads(plain, parse_float=Decimal)

    *values, raw = decode(plain)

    assert values == [read["id"], read.get("price"), read.get("name é"), read.get("$is")]
    assert json.loads(bytes(raw)) == read.get("any")


def test_decimals_keep_each_digit() -> None:
    digits = "12345678901234567890.123456789012345678"

    assert str(decode(f'{{"id": 1, "price": {digits}}}')[1]) == digits


def test_missing_property_and_null_are_null() -> None:
    assert decode('{"id": 1, "price": null}')[:4] == (1, None, None, None)


def test_last_of_two_equal_names_wins() -> None:
    assert decode('{"id": 1, "id": 2}')[0] == 2


def test_order_of_the_values_is_the_order_of_the_fields() -> None:
    assert decode('{"b": 2, "a": 1}', [Field("b", JsonKind.INTEGER), Field("a", JsonKind.INTEGER)]) == (2, 1)


@pytest.mark.parametrize("text", ["{}", '{"ID": 1}'])
def test_missing_key_is_refused_with_its_name(text: str) -> None:
    with pytest.raises(msgspec.ValidationError, match="id"):
        decode(text)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (JsonKind.STRING, "1"),
        (JsonKind.STRING, "true"),
        (JsonKind.BOOLEAN, "1"),
        (JsonKind.BOOLEAN, '"true"'),
        (JsonKind.DATE, "20240101"),
        (JsonKind.DATE_TIME, "1700000000"),
    ],
)
def test_value_of_another_type_is_refused_with_the_name_of_the_property(kind: JsonKind, value: str) -> None:
    with pytest.raises(msgspec.ValidationError, match="price"):
        decode(f'{{"price": {value}}}', [Field("price", kind)])


@pytest.mark.parametrize("kind", [JsonKind.INTEGER, JsonKind.NUMBER])
@pytest.mark.parametrize("value", ["true", "false", '"one"', '"12"', '"1_0"', '"\u0661"', "[]", "[1.5]", "{}"])
def test_what_is_no_json_number_is_never_taken_for_one(kind: JsonKind, value: str) -> None:
    converter = usual(Field("price", kind)).converter
    assert converter is not None

    with pytest.raises(ValueError, match="a number is expected"):
        converter(decode(f'{{"price": {value}}}', [Field("price", kind)])[0])


@pytest.mark.parametrize(("kind", "value"), [(JsonKind.JSON, b"null"), (JsonKind.ANY, b"null")])
def test_key_that_oracle_would_take_for_null_is_refused(kind: JsonKind, value: str | bytes) -> None:
    converter = usual(Field("id", kind, is_key=True)).converter
    assert converter is not None

    with pytest.raises(ValueError, match="a key is"):
        converter(msgspec.Raw(value) if isinstance(value, bytes) else value)


def test_conversion_leaves_null_alone() -> None:
    found = convert([1, None, Decimal("2.0")], INTEGERS, lines=[1, 2, 3], title="t", changed=Counter())

    assert found == [1, None, 2]


def test_conversion_names_the_line_of_the_first_value_that_is_refused() -> None:
    values = [1, None, Decimal("2.5"), Decimal("3.5")]

    with pytest.raises(InputError) as caught:
        convert(values, INTEGERS, lines=[10, 20, 30, 40], title="stream 's', property 'p'", changed=Counter())

    assert str(caught.value) == "line 30: stream 's', property 'p': an integer has a fraction, which would be lost"
    assert caught.value.line == 30
