import re
from typing import Literal

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from flext_target_oracle.errors import InputError
from flext_target_oracle.schema.identifiers import NamingRules, column_names, fold, quote, table_name, with_suffix

limits = st.sampled_from([30, 128])  # before and from 12.2
names = st.text(min_size=1, max_size=150) | st.text("abAB_-. ßéÉıſ", min_size=1, max_size=3)
property_lists = st.lists(names, min_size=1, max_size=12, unique=True)


@given(names, limits)
@example("é" * 15, 30)
@example("é" * 16, 30)
@example("😀" * 32, 128)
@example("𐐨" * 33, 128)
def test_table_name_fits_in_bytes_and_may_stand_between_quotes(name: str, max_bytes: int) -> None:
    made = table_name(name, NamingRules(max_bytes))

    assert 1 <= len(made.encode()) <= max_bytes
    assert not re.search(r'["\x00-\x1f\s]', made)


@given(property_lists, limits)
@example(["id", "ID", "Id"], 30)
@example(["a" * 40, "a" * 41, "a-b", "a_b", "rowid"], 30)
def test_columns_never_collide_and_always_fit(properties: list[str], max_bytes: int) -> None:
    columns = column_names(properties, NamingRules(max_bytes))

    assert len(set(columns)) == len(properties)
    assert all(1 <= len(column.encode()) <= max_bytes for column in columns)
    assert "ROWID" not in columns


@given(property_lists, limits, st.randoms(use_true_random=False))
def test_columns_do_not_depend_on_the_order_of_the_properties(
    properties: list[str], max_bytes: int, random: object
) -> None:
    shuffled = list(properties)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # Hypothesis's Random has no public type

    named = dict(zip(properties, column_names(properties, NamingRules(max_bytes)), strict=True))

    assert column_names(shuffled, NamingRules(max_bytes)) == [named[name] for name in shuffled]


@given(property_lists, names, limits)
def test_another_property_changes_a_column_only_when_both_fold_alike(
    properties: list[str], other: str, max_bytes: int
) -> None:
    assume(other not in properties)
    alone = column_names(properties, NamingRules(max_bytes))
    together = column_names([*properties, other], NamingRules(max_bytes))

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
    assert column_names(["id", "Name", "date", "select"], NamingRules()) == ["ID", "NAME", "DATE", "SELECT"]


def test_colliding_names_carry_the_hash_of_their_origin() -> None:
    assert column_names(["id", "ID", "other"], NamingRules()) == ["ID_A5614527", "ID_3843971D", "OTHER"]


def test_long_name_is_cut_at_a_character_and_carries_its_hash() -> None:
    made = with_suffix("é" * 40, NamingRules(30))

    assert re.fullmatch("É{10}_[0-9A-F]{8}", made)
    assert len(made.encode()) == 29


def test_long_names_with_the_same_beginning_stay_apart() -> None:
    assert table_name("a" * 200, NamingRules()) != table_name("a" * 201, NamingRules())


def test_rowid_is_no_column_name_even_between_quotes() -> None:
    assert re.fullmatch("ROWID_[0-9A-F]{8}", column_names(["rowid"], NamingRules())[0])


def test_name_that_looks_like_the_suffix_of_another_is_refused_not_shared() -> None:
    taken = with_suffix("id", NamingRules())

    with pytest.raises(InputError, match="two properties would share column ID_A5614527"):
        column_names(["id", "ID", taken], NamingRules())


def test_empty_names_are_refused() -> None:
    with pytest.raises(InputError, match="a stream needs a name"):
        table_name("", NamingRules())
    with pytest.raises(InputError, match="a property has an empty name"):
        column_names(["id", ""], NamingRules())


def test_quoted_name_stands_between_double_quotes() -> None:
    assert quote("ORDERS") == '"ORDERS"'


@pytest.mark.parametrize(
    ("case", "name", "folded"),
    [
        ("snake", "orderId", "ORDER_ID"), ("snake", "HTTPServerName2X", "HTTP_SERVER_NAME2_X"),
        ("snake", "already_snake", "ALREADY_SNAKE"), ("snake", "a-B c", "A_B_C"),
        ("preserve", "Order Id-1", "Order Id-1"), ("preserve", 'a"b\x00c\nd', "a_b_c_d"),
        ("preserve", "na\u00efve\ud800", "na\u00efve_"),
    ],
)  # fmt: skip
def test_case_is_the_users_choice(case: Literal["snake", "preserve"], name: str, folded: str) -> None:
    assert fold(name, case) == folded


@pytest.mark.parametrize(
    ("rules", "stream", "table"),
    [
        (NamingRules(table_prefix="stg_", table_suffix="_v1"), "orders", "STG_ORDERS_V1"),
        (NamingRules(table_pattern="raw_{stream}_t"), "orders", "RAW_ORDERS_T"),
        (NamingRules(stream_format="schema-table"), "public-orders-2024", "ORDERS_2024"),
        (NamingRules(stream_format="schema-table"), "orders", "ORDERS"),
        (NamingRules(stream_format="db.schema.table"), "shop.public.orders", "ORDERS"),
        (NamingRules(stream_format="db.schema.table"), "orders", "ORDERS"),
        (NamingRules(case="preserve", table_prefix="Stg "), "Orders", "Stg Orders"),
    ],
)
def test_table_is_called_after_the_stream_as_the_rules_say(rules: NamingRules, stream: str, table: str) -> None:
    assert table_name(stream, rules) == table


@given(names, st.sampled_from(["upper", "snake", "preserve"]), limits)
def test_whatever_the_case_names_fit_and_can_be_quoted(
    name: str, case: Literal["upper", "snake", "preserve"], max_bytes: int
) -> None:
    rules = NamingRules(max_bytes, case, table_prefix="Pre_", table_suffix="_Suf")
    for made in (table_name(name, rules), *column_names([name], rules)):
        assert 1 <= len(made.encode()) <= max_bytes
        assert '"' not in made
        assert "\x00" not in made


@pytest.mark.parametrize(("form", "stream"), [("schema-table", "public-"), ("db.schema.table", "shop.public.")])
def test_a_stream_whose_part_is_missing_is_refused(
    form: Literal["schema-table", "db.schema.table"], stream: str
) -> None:
    with pytest.raises(InputError, match="a stream needs a name"):
        table_name(stream, NamingRules(stream_format=form))


name_lists = st.lists(st.text(min_size=1, max_size=200), min_size=1, max_size=12, unique=True)


@given(name_lists, name_lists, st.sampled_from([30, 128]), st.sampled_from(["upper", "snake", "preserve"]))
def test_names_that_come_later_change_none_and_share_none(
    first: list[str], later: list[str], max_bytes: int, case: Literal["upper", "snake", "preserve"]
) -> None:
    rules = NamingRules(max_bytes, case)
    names = column_names(first, rules)
    known = dict(zip(first, names, strict=True))
    both = [*[name for name in later if name not in known], *first]

    again = dict(zip(both, column_names(both, rules, known=known), strict=True))

    assert {name: again[name] for name in first} == known
    assert len(set(again.values())) == len(again)
    assert all(0 < len(name.encode()) <= max_bytes and '"' not in name for name in again.values())


def test_chosen_name_is_folded_and_kept_from_others() -> None:
    rules = NamingRules()

    assert column_names(["a", "b"], rules, chosen={"a": "b"}) == ["B", with_suffix("b", rules)]
    assert column_names(["a"], rules, chosen={"z": "a"}) == ["A"]
    assert column_names(["a"], rules, taken={"A"}) == [with_suffix("a", rules)]
