"""Names, as properties."""

import string

from hypothesis import given
from hypothesis import strategies as st

from oracle_standin.sql.identifiers import folded, quoted, stored, string_literal

NAMES = st.text(st.characters(exclude_characters='"\0', exclude_categories=["Cs"]), min_size=1, max_size=128).filter(
    lambda name: len(name.encode()) <= 128
)


@given(NAMES)
def test_a_stored_name_fits_postgresql_and_short_names_stay(name: str) -> None:
    kept = stored(name)

    assert len(kept.encode()) <= 63
    assert kept == name or len(name.encode()) > 63


@given(NAMES, NAMES)
def test_different_names_are_stored_differently(one: str, other: str) -> None:
    assert (stored(one) == stored(other)) == (one == other)


@given(st.text(string.ascii_letters, min_size=1, max_size=128))
def test_an_unquoted_name_folds_to_upper_case_and_a_quoted_one_stays(name: str) -> None:
    assert folded(name, is_quoted=False) == name.upper()
    assert folded(name, is_quoted=True) == name


@given(st.text())
def test_quoting_leaves_no_quote_open(text: str) -> None:
    assert quoted(text).count('"') % 2 == 0
    assert string_literal(text).count("'") % 2 == 0
