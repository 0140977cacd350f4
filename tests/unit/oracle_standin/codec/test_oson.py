"""OSON: the driver reads what is written here, and what it writes is read here; hostile bytes never crash."""

import contextlib
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle_standin.codec.oson_decoder import oson_to_text
from oracle_standin.codec.oson_encoder import text_to_oson
from oracle_standin.errors import OracleError

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.text(max_size=300),
    st.integers(-(10**38), 10**38),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=9),
)
DOCUMENTS = st.recursive(
    SCALARS,
    lambda children: st.one_of(
        st.lists(children, max_size=5), st.dictionaries(st.text(max_size=260), children, max_size=5)
    ),
    max_leaves=20,
)


def loaded(text: str) -> Any:  # noqa: ANN401 - what JSON has
    return json.loads(text, parse_int=Decimal, parse_float=Decimal)


def text_of(value: Any) -> str:  # noqa: ANN401 - what JSON has
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(name)}:{text_of(child)}" for name, child in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(text_of, value)) + "]"
    return f"{value:f}" if isinstance(value, Decimal) else json.dumps(value)


@given(DOCUMENTS)
def test_a_document_comes_back(value: Any) -> None:  # noqa: ANN401 - what JSON has
    text = text_of(value)

    assert loaded(oson_to_text(text_to_oson(text))) == loaded(text)


@pytest.mark.parametrize("count", [0, 1, 255, 256, 65_536])
def test_containers_of_each_width_come_back(count: int) -> None:
    numbers = list(range(count))
    text = json.dumps({"list": numbers, "members": {f"name {n}": n for n in numbers}})

    assert loaded(oson_to_text(text_to_oson(text))) == loaded(text)


@given(DOCUMENTS, st.binary(max_size=8), st.integers(0, 400))
def test_damaged_images_never_crash(value: Any, noise: bytes, place: int) -> None:  # noqa: ANN401
    image = text_to_oson(text_of(value))

    with contextlib.suppress(OracleError):
        oson_to_text(image[:place] + noise + image[place + len(noise) :])


@given(st.binary(max_size=60))
def test_noise_never_crashes(noise: bytes) -> None:
    with contextlib.suppress(OracleError):
        oson_to_text(b"\xffJZ\x01" + noise)


def test_a_container_that_holds_itself_is_refused() -> None:
    array = b"\xc0\x01\x00\x00"  # one child, at offset 0

    with pytest.raises(OracleError, match="ORA-03"):
        oson_to_text(b"\xffJZ\x01\x21\x06\x00\x00\x00\x00\x04\x00\x00" + array)


@pytest.mark.parametrize("text", ["", "{", "[1,]", "nul", '"open'])
def test_text_that_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(OracleError, match="ORA-40441"):
        text_to_oson(text)


def test_too_deep_documents_are_refused() -> None:
    with pytest.raises(OracleError, match="ORA-03001"):
        text_to_oson("[" * 400 + "]" * 400)
