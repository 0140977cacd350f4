import pytest
from hypothesis import given
from hypothesis import strategies as st

from flext_target_oracle.schema.changes import AddColumn, CopyColumn, LeaveOut
from flext_target_oracle.schema.compatibility import keeps_values
from flext_target_oracle.schema.evolution import EvolutionRules, evolve
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


def column(column_type: OracleType, name: str = "p") -> Column:
    """A column that the stream fills; its kind is of no consequence to most types."""
    return Column(name, column_type, Field(name, JsonKind.NUMBER))


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
        (Varchar2(4000), Number()),
        (Clob(), TimestampTz()),
        (Number(), BinaryDouble()),
        (Date(), Date()),
        (Timestamp(0), Date()),
        (Timestamp(9), TimestampTz(6)),
        (TimestampTz(6), Timestamp(6)),
    ],
)
def test_column_keeps_values_that_it_stores_unchanged_or_refuses(current: OracleType, wanted: OracleType) -> None:
    assert keeps_values(current, column(wanted))


@pytest.mark.parametrize(
    ("current", "wanted"),
    [
        (Number(38, 0), Number()),
        (Number(38, 10), Number()),
        (Number(5, -2), Number(38, 0)),
        (Number(), Varchar2(10)),
        (Date(), TimestampTz(6)),
        (Date(), Timestamp(6)),
        (Timestamp(3), Timestamp(6)),
        (TimestampTz(0), TimestampTz(6)),
        (Char(10), Varchar2(10)),
        (BinaryFloat(), BinaryDouble()),
        (BinaryDouble(), Number()),
        (Json(), Clob()),
        (UnknownType("RAW"), Clob()),
        (UnknownType("TIMESTAMP(6) WITH LOCAL TIME ZONE"), TimestampTz(6)),
        (UnknownType("FLOAT"), Number()),
    ],
)
def test_column_that_would_change_values_silently_does_not_keep_them(current: OracleType, wanted: OracleType) -> None:
    assert not keeps_values(current, column(wanted))


@given(fields)
def test_column_that_the_target_made_itself_keeps_the_values(field: Field) -> None:
    found = oracle_type(field, TypeRules())

    assert keeps_values(found, Column("P", found, field))


def needed(column_type: OracleType, kind: JsonKind = JsonKind.STRING, **field: object) -> Table:
    source = Field("a", kind, **field)  # type: ignore[arg-type] # lengths and kinds as each case has them
    return Table("DW", "T", (Column("A", column_type, source, is_nullable=not source.is_key),))


def test_table_that_has_more_columns_than_the_stream_needs_fits() -> None:
    current = table(A=Number(), B=Clob(), EXTRA=UnknownType("RAW"))

    found = evolve(current, Table("DW", "T", (column(Clob(), "B"), column(Number(38, 0), "A"))), EvolutionRules())

    assert (found.changes, found.problems) == ((), ())
    assert [(item.name, item.type) for item in found.table.columns] == [("B", Clob()), ("A", Number())]


def test_each_conflict_names_the_column_and_both_types() -> None:
    current = table(A=Number(10, 0), C=Date())
    wanted = Table("DW", "T", (column(Number(), "A"), column(Varchar2(20), "B"), column(TimestampTz(6), "C")))

    assert evolve(current, wanted, EvolutionRules("fail")).problems == (
        "column A is NUMBER(10), but NUMBER is needed",
        "column B (VARCHAR2(20 CHAR)) is missing",
        "column C is DATE, but TIMESTAMP(6) WITH TIME ZONE is needed",
    )


@pytest.mark.parametrize(
    ("current", "wanted", "field", "wider"),
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
        (Number(9, 0), BinaryDouble(), {}, Number()),
        (Clob(), Varchar2(9), {"max_length": 9}, None),
        (Raw(5), Raw(9), {"max_length": 9}, Raw(9)),
        (Date(), Timestamp(6), {}, Timestamp(6)),
        (Date(), TimestampTz(6), {}, Timestamp(6)),
        (Timestamp(3), TimestampTz(6), {}, Timestamp(6)),
        (TimestampTz(3), Timestamp(6), {}, TimestampTz(6)),
    ],
)
def test_column_is_widened_in_place_to_hold_the_values_of_both(
    current: OracleType, wanted: OracleType, field: dict[str, object], wider: OracleType | None
) -> None:
    found = evolve(table(A=current), needed(wanted, **field), EvolutionRules())

    assert [change.column.type for change in found.changes] == ([] if wider is None else [wider])
    assert found.table.columns[0].type == (wider or current)
    assert found.problems == ()


def test_missing_column_is_added_and_may_be_null() -> None:
    wanted = Table("DW", "T", (*needed(Number(38, 0)).columns, Column("K", Clob(), None, is_nullable=False)))

    (change,) = evolve(table(A=Number(38, 0)), wanted, EvolutionRules()).changes

    assert change == AddColumn(Column("K", Clob(), None))
    assert change.title == "added K CLOB"


@pytest.mark.parametrize(
    ("current", "wanted", "field", "copied"),
    [
        (Number(38, 0), Varchar2(9), {"max_length": 9}, Varchar2(64)),
        (Number(38, 0), Varchar2(4000), {}, Varchar2(4000)),
        (Number(), Clob(), {}, Clob()),
        (Number(), Date(), {}, Varchar2(4000)),
        (Date(), Number(), {}, Varchar2(4000)),
        (TimestampTz(), Varchar2(255), {"is_key": True}, Varchar2(255)),
        (Number(38, 0), Timestamp(), {"is_key": True}, Varchar2(255)),
        (Varchar2(9), Clob(), {"max_length": 9000}, Clob()),
        (Char(3), Varchar2(9), {}, Varchar2(4000)),
        (Raw(9), Blob(), {"max_length": 9000}, Blob()),
        (UnknownType("FLOAT"), Number(), {}, Number()),
    ],
)
def test_type_that_cannot_change_in_place_is_copied_to_one_that_holds_old_and_new_values(
    current: OracleType, wanted: OracleType, field: dict[str, object], copied: OracleType
) -> None:
    found = evolve(table(A=current), needed(wanted, **field), EvolutionRules())

    (change,) = found.changes
    assert isinstance(change, CopyColumn)
    assert (change.column.type, change.before, change.set_aside) == (copied, current, "A__FLEXT_OLD")
    assert found.table.columns == (change.column,)


@pytest.mark.parametrize(
    ("current", "wanted", "name"),
    [
        (Number(), Blob(), "A__BLOB"),
        (Blob(), Varchar2(9), "A__VARCHAR2"),
        (BinaryDouble(), Number(), "A__NUMBER"),
        (Json(), Number(), "A__NUMBER"),
        (UnknownType("INTERVAL DAY(2) TO SECOND(6)"), TimestampTz(), "A__TIMESTAMP_TZ"),
    ],
)
def test_values_that_cannot_be_copied_exactly_get_a_column_beside(
    current: OracleType, wanted: OracleType, name: str
) -> None:
    found = evolve(table(A=current), needed(wanted), EvolutionRules())

    (change,) = found.changes
    assert isinstance(change, AddColumn)
    assert change.title == f"added {name} {wanted.sql} beside A, which cannot take such values"
    assert [item.name for item in found.table.columns] == [name]
    again = evolve(table(A=current, **{name: wanted}), needed(wanted), EvolutionRules())
    assert (again.changes, [item.name for item in again.table.columns]) == ((), [name])


def test_column_beside_is_chosen_by_the_setting_too() -> None:
    found = evolve(table(A=Number()), needed(Varchar2(4000)), EvolutionRules(on_impossible="version"))

    assert [change.title for change in found.changes] == [
        "added A__VARCHAR2 VARCHAR2(4000 CHAR) beside A, which cannot take such values"
    ]


def test_impossible_change_stops_the_load_where_the_setting_says_so() -> None:
    found = evolve(table(A=Number()), needed(Varchar2(4000)), EvolutionRules(on_impossible="fail"))

    assert found.problems == ("column A is NUMBER, but VARCHAR2(4000 CHAR) is needed",)


def test_key_that_cannot_be_copied_has_no_second_column() -> None:
    found = evolve(table(A=Blob()), needed(Number(38, 0), is_key=True), EvolutionRules())

    assert found.problems == ("column A is BLOB, but NUMBER(38) is needed, and a key has no second column",)


@pytest.mark.parametrize("columns", [{}, {"A": Varchar2(64)}])
def test_copy_that_was_cut_off_goes_on(columns: dict[str, OracleType]) -> None:
    current = table(A__FLEXT_OLD=Number(), **columns)

    (change,) = evolve(current, needed(Varchar2(9)), EvolutionRules()).changes

    assert isinstance(change, CopyColumn)
    assert (change.is_set_aside, change.is_there) == (True, bool(columns))
    assert "begun by an earlier run" in change.title


def test_column_of_the_tap_with_the_name_of_one_set_aside_is_no_copy() -> None:
    own = Table("DW", "T", (*needed(Number()).columns, column(Number(), "A__FLEXT_OLD")))

    assert evolve(table(A=Number(), A__FLEXT_OLD=Number()), own, EvolutionRules()).changes == ()


def test_ignore_leaves_out_what_the_table_cannot_take() -> None:
    wanted = Table("DW", "T", (*needed(Blob()).columns, column(Number(), "B"), column(Clob(), "C")))

    found = evolve(table(A=Number(), C=Clob()), wanted, EvolutionRules("ignore"))

    assert all(isinstance(change, LeaveOut) for change in found.changes)
    assert [change.title for change in found.changes] == [
        "left out A: it is NUMBER, and the values need BLOB",
        "left out B: the table has no such column",
    ]
    assert [item.name for item in found.table.columns] == ["C"]


def test_column_that_the_stream_does_not_fill_may_be_null_from_now_on() -> None:
    required = Column("R", Number(), None, is_nullable=False)
    by_default = Column("D", Number(), None, is_nullable=False, fills_itself=True)
    current = Table("DW", "T", (Column("A", Clob(), None, is_nullable=False), required, by_default))

    found = evolve(current, needed(Clob()), EvolutionRules())

    assert [change.title for change in found.changes] == ["allowed NULL in A", "allowed NULL in R"]
    assert evolve(current, needed(Clob()), EvolutionRules("fail")).problems == (
        "column R is NOT NULL, and the stream has no value for it",
    )


def test_computed_column_takes_no_value() -> None:
    current = Table("DW", "T", (Column("A", Number(), None, is_computed=True),))

    assert evolve(current, needed(Number()), EvolutionRules()).problems == (
        "column A is computed by the database and takes no value",
    )
