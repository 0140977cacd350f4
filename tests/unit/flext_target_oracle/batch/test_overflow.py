import pytest
from hypothesis import given
from hypothesis import strategies as st

from flext_target_oracle.batch.batch import Batch
from flext_target_oracle.batch.overflow import cut_values, overflows
from flext_target_oracle.schema.table import Column, Table
from flext_target_oracle.schema.types import Char, Clob, KnownType, Nvarchar2, Raw, Varchar2


def batch(column_type: KnownType, *values: str | bytes | None) -> Batch:
    table = Table("DW", "T", (Column("V", column_type, None),))
    return Batch("s", table, 1, [list(values)], list(range(10, 10 + len(values))), 0)


@pytest.mark.parametrize(
    ("column_type", "values", "rows"),
    [
        (Varchar2(3), ["abc", "äöü", None], []),
        (Varchar2(3), ["abcd", "a", "efgh"], [0, 2]),
        (Varchar2(3, "BYTE"), ["abc", "äö"], [1]),
        (Varchar2(4000), ["\U0001f600" * 1000, "\U0001f600" * 1001], [1]),
        (Char(2), ["abc"], [0]),
        (Nvarchar2(2), ["ab", "abc"], [1]),
        (Raw(2), [b"ab", b"abc"], [1]),
        (Clob(), ["x" * 100_000], []),
    ],
)
def test_values_that_are_longer_than_their_column_are_found(
    column_type: KnownType, values: list[str | bytes | None], rows: list[int]
) -> None:
    found = overflows(batch(column_type, *values), 4000)

    assert [row for overflow in found for row in overflow.rows] == rows


@given(st.lists(st.none() | st.text(st.characters(exclude_categories=["Cs"]))), st.integers(1, 20), st.booleans())
def test_values_that_are_cut_fit_and_are_as_long_as_they_can_be(
    values: list[str | None],
    length: int,
    in_bytes: bool,  # noqa: FBT001
) -> None:
    column_type = Varchar2(length, "BYTE" if in_bytes else "CHAR")
    cut = batch(column_type, *values)

    cut_values(cut, overflows(cut, 4000), 4000)

    assert overflows(cut, 4000) == []
    for before, after in zip(values, cut.columns[0], strict=True):
        if before is None:
            assert after is None
            continue
        assert before.startswith(after)
        longer = before[: len(after) + 1]
        assert before == after or (len(longer.encode()) if in_bytes else len(longer)) > length
    changed = sum(before != after for before, after in zip(values, cut.columns[0], strict=True))
    assert cut.changed.total() == changed
