import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle_standin.codec.text import (
    boolean_to_text,
    national_to_varchar,
    raw_to_text,
    text_to_boolean,
    text_to_raw,
    text_to_varchar,
    varchar_to_national,
    varchar_to_text,
)
from oracle_standin.errors import OracleError


@given(st.text())
def test_text_comes_back(text: str) -> None:
    assert varchar_to_text(text_to_varchar(text)) == text


@given(st.text())
def test_national_text_travels_in_utf_16(text: str) -> None:
    wire = varchar_to_national(text.encode())

    assert wire == text.encode("utf-16-be")
    assert national_to_varchar(wire) == text.encode()


@given(st.binary())
def test_raw_bytes_come_back(value: bytes) -> None:
    assert text_to_raw(raw_to_text(value)) == value
    assert text_to_raw(value.hex()) == value


def test_raw_text_is_the_hex_form_of_postgresql() -> None:
    assert raw_to_text(b"\x01\xff") == r"\x01FF"


@pytest.mark.parametrize("text", ["t", "true"])
def test_true_is_two_bytes(text: str) -> None:
    assert text_to_boolean(text) == b"\x01\x01"
    assert boolean_to_text(b"\x01\x01") == "true"


@pytest.mark.parametrize("text", ["f", "false"])
def test_false_is_a_zero_byte(text: str) -> None:
    assert text_to_boolean(text) == b"\x00"
    assert boolean_to_text(b"\x00") == "false"


def test_bytes_that_are_no_text_are_refused() -> None:
    for decode in (varchar_to_text, varchar_to_national):
        with pytest.raises(OracleError, match="ORA-29275"):
            decode(b"\xff")
    with pytest.raises(OracleError, match="ORA-29275"):
        national_to_varchar(b"\xd8\x00")
    with pytest.raises(OracleError, match="ORA-29275"):
        text_to_varchar("\ud800")


def test_text_that_is_no_hex_or_boolean_is_refused() -> None:
    with pytest.raises(OracleError, match="ORA-01465"):
        text_to_raw("0g")
    with pytest.raises(OracleError, match="ORA-61800"):
        text_to_boolean("yes")
    with pytest.raises(OracleError, match="ORA-61800"):
        boolean_to_text(b"\x02")
