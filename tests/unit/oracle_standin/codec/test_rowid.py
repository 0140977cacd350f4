from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle_standin.codec.rowid import rowid_to_text, text_to_rowid
from oracle_standin.errors import OracleError

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


@st.composite
def rowids(draw: st.DrawFn) -> str:
    limits = ((2**32, 6), (2**16, 3), (2**32, 6), (2**16, 3))
    fields = [(draw(st.integers(0, limit - 1)), width) for limit, width in limits]
    return "".join(ALPHABET[number >> 6 * (width - 1 - i) & 63] for number, width in fields for i in range(width))


@given(rowids())
def test_a_rowid_comes_back(text: str) -> None:
    assert rowid_to_text(text_to_rowid(text)) == text


def test_a_ctid_becomes_block_and_slot() -> None:
    assert rowid_to_text(text_to_rowid("(12,3)")) == "AAAAAAAAAAAAAAMAAD"


@pytest.mark.parametrize("text", ["", "AAA", "(1)", "(99999999999,1)", "(1,70000)", "/" * 18, "AAAAAAAAAAAAAAAAA="])
def test_text_that_is_no_rowid_is_refused(text: str) -> None:
    with pytest.raises(OracleError, match="ORA-01410"):
        text_to_rowid(text)


@given(st.binary(max_size=20))
def test_any_bytes_are_a_rowid_or_an_invalid_one(value: bytes) -> None:
    with suppress(OracleError):
        assert len(rowid_to_text(value)) == 18
