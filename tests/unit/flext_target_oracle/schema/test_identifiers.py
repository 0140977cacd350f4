import re

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from flext_target_oracle.errors import InputError
from flext_target_oracle.schema.identifiers import column_names, fold, quote, table_name, with_suffix

limits = st.sampled_from([30, 128])  # before and from 12.2
names = st.text(min_size=1, max_size=150) | st.text("abAB_-. ßéÉıſ", min_size=1, max_size=3)
property_lists = st.lists(names, min_size=1, max_size=12, unique=True)


@given(names, limits)
@example("é" * 15, 30)
@example("é" * 16, 30)
@example("😀" * 32, 128)
@example("𐐨" * 33, 128)
def test_table_name_fits_in_bytes_and_may_stand_between_quotes(name: str, max_bytes: int) -> None:
    made = table_name(name, max_bytes=max_bytes)

    assert 1 <= len(made.encode()) <= max_bytes
    assert not re.search(r'["\x00-\x1f\s]', made)


@given(property_lists, limits)
@example(["id", "ID", "Id"], 30)
@example(["a" * 40, "a" * 41, "a-b", "a_b", "rowid"], 30)
def test_columns_never_collide_and_always_fit(properties: list[str], max_bytes: int) -> None:
    columns = column_names(properties, max_bytes=max_bytes)

    assert len(set(columns)) == len(properties)
    assert all(1 <= len(column.encode()) <= max_bytes for column in columns)
    assert "ROWID" not in columns


@given(property_lists, limits, st.randoms(use_true_random=False))
def test_columns_do_not_depend_on_the_order_of_the_properties(
    properties: list[str], max_bytes: int, random: object
) -> None:
    shuffled = list(properties)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # Hypothesis's Random has no public type

    named = dict(zip(properties, column_names(properties, max_bytes=max_bytes), strict=True))

    assert column_names(shuffled, max_bytes=max_bytes) == [named[name] for name in shuffled]


@given(property_lists, names, limits)
def test_another_property_changes_a_column_only_when_both_fold_alike(
    properties: list[str], other: str, max_bytes: int
) -> None:
    assume(other not in properties)
    alone = column_names(properties, max_bytes=max_bytes)
    together = column_names([*properties, other], max_bytes=max_bytes)

    for name, before, after in zip(properties, alone, together, strict=False):
        assert before == after or fold(name) == fold(other)


@given(names)
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("orders", "ORDERS"),
        ("_sdc_x", "_SDC_X"),
        ("a.b-c d", "A_B_C_D"),
        ('a"b;--', "A_B___"),
        ("price$#1", "PRICE$#1"),
        ("straße", "STRAßE"),
        ("naïve", "NAÏVE"),
        ("日本", "日本"),
        ("a\x00b\nc", "A_B_C"),
        ("\ud800", "_"),
    ],
)
def test_name_is_folded_to_upper_case_without_special_characters(name: str, folded: str) -> None:
    assert fold(name) == folded


def test_short_name_stands_as_it_is() -> None:
    assert column_names(["id", "Name", "date", "select"], max_bytes=128) == ["ID", "NAME", "DATE", "SELECT"]


def test_colliding_names_carry_the_hash_of_their_origin() -> None:
    assert column_names(["id", "ID", "other"], max_bytes=128) == ["ID_A5614527", "ID_3843971D", "OTHER"]


def test_long_name_is_cut_at_a_character_and_carries_its_hash() -> None:
    made = with_suffix("é" * 40, max_bytes=30)

    assert re.fullmatch("É{10}_[0-9A-F]{8}", made)
    assert len(made.encode()) == 29


def test_long_names_with_the_same_beginning_stay_apart() -> None:
    assert table_name("a" * 200, max_bytes=128) != table_name("a" * 201, max_bytes=128)


def test_rowid_is_no_column_name_even_between_quotes() -> None:
    assert re.fullmatch("ROWID_[0-9A-F]{8}", column_names(["rowid"], max_bytes=128)[0])


def test_name_that_looks_like_the_suffix_of_another_is_refused_not_shared() -> None:
    taken = with_suffix("id", max_bytes=128)

    with pytest.raises(InputError, match="two properties would share one column"):
        column_names(["id", "ID", taken], max_bytes=128)


def test_empty_names_are_refused() -> None:
    with pytest.raises(InputError, match="a stream needs a name"):
        table_name("", max_bytes=128)
    with pytest.raises(InputError, match="a property has an empty name"):
        column_names(["id", ""], max_bytes=128)


def test_quoted_name_stands_between_double_quotes() -> None:
    assert quote("ORDERS") == '"ORDERS"'
