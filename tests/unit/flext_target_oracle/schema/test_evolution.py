import pytest
from hypothesis import given
from hypothesis import strategies as st

from flext_target_oracle.schema.evolution import AddColumn, changes, conflicts, keeps_values
from flext_target_oracle.schema.json_schema import Field, JsonKind
from flext_target_oracle.schema.mapping import TypeRules, oracle_type
from flext_target_oracle.schema.table import Column, Table
from flext_target_oracle.schema.types import (
    BinaryDouble,
    BinaryFloat,
    Blob,
    Char,
    Clob,
    Date,
    Json,
    Nclob,
    Number,
    OracleType,
    Raw,
    Timestamp,
    TimestampTz,
    UnknownType,
    Varchar2,
)

fields = st.builds(
    Field,
    st.just("p"),
    st.sampled_from(JsonKind),
    is_key=st.booleans(),
    max_length=st.none() | st.integers(0, 9000),
    integer_digits=st.none() | st.integers(1, 40),
    scale=st.none() | st.integers(0, 40),
)


def table(**columns: OracleType) -> Table:
    return Table("DW", "T", tuple(Column(name, column_type, None) for name, column_type in columns.items()))


@pytest.mark.parametrize(
    ("current", "wanted"),
    [
        (Number(), Number()),
        (Number(), Number(38, 0)),
        (Number(10, 0), Number(38, 0)),
        (Number(38, 0), Number(1, 0)),
        (Number(12, 2), Number(38, 0)),
        (Varchar2(10), Varchar2(4000)),
        (Clob(), Varchar2(10)),
        (Nclob(), Varchar2(10)),
        (Varchar2(10, "BYTE"), Char(10)),
        (Blob(), Raw(10)),
        (BinaryDouble(), BinaryFloat()),
        (Json(), Json()),
        (Varchar2(4000), Clob()),
        (Date(), Date()),
        (Timestamp(0), Date()),
        (Timestamp(9), TimestampTz(6)),
        (TimestampTz(6), Timestamp(6)),
    ],
)
def test_column_keeps_values_that_it_stores_unchanged_or_refuses(current: OracleType, wanted: OracleType) -> None:
    assert keeps_values(current, wanted)


@pytest.mark.parametrize(
    ("current", "wanted"),
    [
        (Number(38, 0), Number()),
        (Number(38, 10), Number()),
        (Number(5, -2), Number(38, 0)),
        (Varchar2(4000), Number()),
        (Number(), Varchar2(10)),
        (Date(), TimestampTz(6)),
        (Date(), Timestamp(6)),
        (Timestamp(3), Timestamp(6)),
        (TimestampTz(0), TimestampTz(6)),
        (Varchar2(40), Date()),
        (Char(10), Varchar2(10)),
        (BinaryFloat(), BinaryDouble()),
        (BinaryDouble(), Number()),
        (Number(), BinaryDouble()),
        (Json(), Clob()),
        (UnknownType("RAW"), Clob()),
        (UnknownType("TIMESTAMP(6) WITH LOCAL TIME ZONE"), TimestampTz(6)),
        (UnknownType("FLOAT"), Number()),
    ],
)
def test_column_that_would_change_values_silently_does_not_keep_them(current: OracleType, wanted: OracleType) -> None:
    assert not keeps_values(current, wanted)


@given(fields)
def test_column_that_the_target_made_itself_keeps_the_values(field: Field) -> None:
    assert keeps_values(oracle_type(field, TypeRules()), oracle_type(field, TypeRules()))


def test_table_that_has_more_columns_than_the_stream_needs_fits() -> None:
    assert conflicts(table(A=Number(), B=Clob(), EXTRA=UnknownType("RAW")), table(B=Clob(), A=Number(38, 0))) == []


def test_each_conflict_names_the_column_and_both_types() -> None:
    current = table(A=Number(10, 0), C=Date())
    wanted = table(A=Number(), B=Varchar2(20), C=TimestampTz(6))

    assert conflicts(current, wanted) == [
        "column A is NUMBER(10), but NUMBER is needed",
        "column B (VARCHAR2(20 CHAR)) is missing",
        "column C is DATE, but TIMESTAMP(6) WITH TIME ZONE is needed",
    ]


def wanted(column_type: OracleType, **field: object) -> Table:
    source = Field("a", JsonKind.STRING, **field)  # type: ignore[arg-type] # lengths and kinds as each case has them
    return Table("DW", "T", (Column("A", column_type, source),))


@pytest.mark.parametrize(
    ("current", "needed", "field", "wider"),
    [
        (Varchar2(5), Varchar2(9), {"max_length": 9}, Varchar2(9)),
        (Varchar2(9, "BYTE"), Varchar2(9), {"max_length": 9}, Varchar2(9)),
        (Varchar2(9), Varchar2(5), {"max_length": 5}, None),
        (Varchar2(9), Varchar2(4000), {}, None),
        (Number(5, 0), Number(9, 0), {}, Number(9, 0)),
        (Number(9, 0), Number(5, 0), {}, None),
        (Number(5, 2), Number(9, 0), {}, Number(11, 2)),
        (Number(38, 0), Number(10, 2), {}, Number()),
        (Number(9, 2), Number(), {}, Number()),
        (Number(), Number(9, 2), {}, None),
        (Clob(), Varchar2(9), {"max_length": 9}, None),
        (Date(), Timestamp(6), {}, None),
    ],
)
def test_a_column_is_widened_to_hold_the_values_of_both(
    current: OracleType, needed: OracleType, field: dict[str, object], wider: OracleType | None
) -> None:
    found = changes(table(A=current), wanted(needed, **field))

    assert [change.column.type for change in found] == ([] if wider is None else [wider])


def test_a_missing_column_is_added_and_may_be_null() -> None:
    needed = Table("DW", "T", (Column("A", Number(38, 0), None), Column("K", Clob(), None, is_nullable=False)))

    (change,) = changes(table(A=Number(38, 0)), needed)

    assert change == AddColumn(Column("K", Clob(), None))
    assert change.title == "added K CLOB"
