"""For random schemas and records that are valid under them Oracle holds what the reference expects."""

import base64
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from database import Database
from json_reference import ANYTHING, expected, kind
from target import Target, line, state

TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=40)
SCALARS = st.none() | st.booleans() | st.integers(-(10**37), 10**37) | TEXT
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=9)
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3))
DATE_TIMES = st.tuples(st.datetimes(), st.sampled_from(["T", " "]), st.sampled_from(["", "Z", "+05:30", "-11:00"]))


@dataclass(frozen=True)
class Property:
    """A form of JSON Schema and the JSON texts of some values that are valid under it."""

    form: Any
    values: list[str]


def texts(values: st.SearchStrategy[Any]) -> st.SearchStrategy[str]:
    return values.map(lambda value: str(value) if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False))


def date_time(parts: tuple[Any, str, str]) -> str:
    moment, blank, offset = parts
    return moment.replace(year=min(max(moment.year, 2), 9998)).isoformat(blank) + offset


@st.composite
def simple_forms(draw: st.DrawFn) -> tuple[dict[str, Any], st.SearchStrategy[str]]:  # noqa: C901, PLR0911 - a table
    """A form of one type, and the texts that are valid under it."""
    match draw(st.integers(0, 11)):
        case 0:
            low, high = sorted(draw(st.tuples(st.integers(-(10**30), 10**30), st.integers(-(10**30), 10**30))))
            return {"type": "integer", "minimum": low, "maximum": high}, texts(st.integers(low, high))
        case 1:
            return {"type": "integer"}, texts(st.integers(-(10**38) + 1, 10**38 - 1))
        case 2:
            return {"type": "number"}, texts(DECIMALS) | texts(st.integers(-(10**37), 10**37))
        case 3:
            places = draw(st.integers(0, 6))
            step = {"type": "number", "multipleOf": float(Decimal(1).scaleb(-places))}
            return step, texts(st.decimals(min_value=-(10**12), max_value=10**12, places=places))
        case 4:
            length = draw(st.integers(1, 50))
            return {"type": "string", "maxLength": length}, texts(TEXT.map(lambda value: value[:length]))
        case 5:
            return {"type": "string"}, texts(TEXT)
        case 6:
            return {"type": "boolean"}, texts(st.booleans())
        case 7:
            return {"type": "string", "format": "date"}, texts(st.dates().map(lambda day: day.isoformat()))
        case 8:
            return {"type": "string", "format": "date-time"}, texts(DATE_TIMES.map(date_time))
        case 9:
            return {"type": "string", "format": "singer.decimal"}, texts(DECIMALS.map(str))
        case 10:
            encoding = draw(st.sampled_from(["base64", "base16"]))
            encode = (lambda value: base64.b64encode(value).decode()) if encoding == "base64" else bytes.hex
            return {"type": "string", "contentEncoding": encoding}, texts(
                st.binary(min_size=1, max_size=30).map(encode)
            )
        case _:
            name = draw(st.sampled_from(["object", "array"]))
            values = st.dictionaries(TEXT, JSON, max_size=3) if name == "object" else st.lists(JSON, max_size=3)
            return {"type": name}, texts(values)


@st.composite
def properties(draw: st.DrawFn) -> Property:
    form, values = draw(simple_forms())
    other_form, other_values = draw(simple_forms())
    match draw(st.integers(0, 5)):
        case 0 if isinstance(form["type"], str):
            form, values = {**form, "type": ["null", form["type"]]}, values | st.just("null")
        case 1:
            form, values = {"anyOf": [form, {"type": "null"}]}, values | st.just("null")
        case 2:
            form, values = {draw(st.sampled_from(["anyOf", "oneOf"])): [form, other_form]}, values | other_values
        case 3:
            form, values = {}, texts(JSON)
        case 4:
            form, values = {"enum": ["red", "", None]}, st.sampled_from(['"red"', '""', "null"])
        case _:
            pass
    return Property(form, draw(st.lists(values, min_size=1, max_size=4)))


def check(drawn: list[Property], target: Target, database: Database) -> None:
    database.drop_tables()
    definitions = {f"d{place}": one.form for place, one in enumerate(drawn)}
    content = b""
    for place, one in enumerate(drawn):
        form = {"$ref": f"#/definitions/d{place}"} if place % 3 == 0 else one.form
        content += line({
            "type": "SCHEMA", "stream": f"s{place}", "key_properties": ["id"],
            "schema": {"properties": {"id": {"type": "integer"}, "v": form}, "definitions": definitions},
        })  # fmt: skip
        for id_, text in enumerate(one.values):
            content += f'{{"type": "RECORD", "stream": "s{place}", "record": {{"id": {id_}, "v": {text}}}}}\n'.encode()

    finished = target.load_bytes(content + line(state(1)), add_record_metadata=False, control_tables=False)

    assert finished.exit_code == 0, finished.stderr
    for place, one in enumerate(drawn):
        found = kind(one.form, definitions)
        with database.connection.cursor() as cursor:
            column = "\"V\" || ''" if found in {"object", "array"} else '"V"'
            cursor.execute(f'SELECT {column} FROM S{place} ORDER BY "ID"', fetch_lobs=False, fetch_decimals=True)
            read = [value for (value,) in cursor]
        if found in {ANYTHING, "object", "array"}:
            read = [value if value is None else json.loads(value, parse_float=Decimal) for value in read]
        assert read == [expected(one.form, text, definitions) for text in one.values], one.form


FUNCTION_SCOPED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=5, suppress_health_check=FUNCTION_SCOPED)
@given(drawn=st.lists(properties(), min_size=10, max_size=25))
def test_random_schemas_hold_what_the_reference_expects(
    drawn: list[Property], target: Target, database: Database
) -> None:
    check(drawn, target, database)


@pytest.mark.slow
@pytest.mark.timeout(600)
@settings(max_examples=150, suppress_health_check=FUNCTION_SCOPED)
@given(drawn=st.lists(properties(), min_size=10, max_size=25))
def test_many_random_schemas_hold_what_the_reference_expects(
    drawn: list[Property], target: Target, database: Database
) -> None:
    check(drawn, target, database)
