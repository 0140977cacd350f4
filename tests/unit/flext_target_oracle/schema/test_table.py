import pytest

from flext_target_oracle.errors import InputError
from flext_target_oracle.schema.identifiers import NamingRules, table_name
from flext_target_oracle.schema.json_schema import Field, JsonKind
from flext_target_oracle.schema.mapping import TypeRules
from flext_target_oracle.schema.table import Column, Metadata, Table, table_of_stream
from flext_target_oracle.schema.types import Clob, Number, Timestamp, TimestampTz, Varchar2

ID = Field("id", JsonKind.INTEGER, is_key=True)
NAME = Field("name", JsonKind.STRING)


def make(*fields: Field, stream: str = "orders", has_metadata: bool = False) -> Table:
    names = NamingRules()
    return table_of_stream(
        table_name(stream, names), fields, owner="DW", names=names, has_metadata=has_metadata, types=TypeRules()
    )


def test_table_has_a_column_a_property_in_order_and_a_key_that_is_not_null() -> None:
    assert make(ID, NAME) == Table(
        "DW",
        "ORDERS",
        (Column("ID", Number(38, 0), ID, is_nullable=False), Column("NAME", Varchar2(4000), NAME, is_nullable=True)),
    )


def test_table_is_named_for_sql_and_for_a_person() -> None:
    table = make(ID, stream="my-orders")

    assert table.qualified_name == '"DW"."MY_ORDERS"'
    assert table.title == "DW.MY_ORDERS"


def test_metadata_columns_come_last_with_the_types_of_times_and_numbers() -> None:
    metadata = make(ID, has_metadata=True).columns[1:]

    assert [(column.name, column.type.sql, column.is_nullable) for column in metadata] == [
        ("_SDC_EXTRACTED_AT", "TIMESTAMP(6) WITH TIME ZONE", True),
        ("_SDC_RECEIVED_AT", "TIMESTAMP(6) WITH TIME ZONE", True),
        ("_SDC_BATCHED_AT", "TIMESTAMP(6) WITH TIME ZONE", True),
        ("_SDC_DELETED_AT", "TIMESTAMP(6) WITH TIME ZONE", True),
        ("_SDC_SEQUENCE", "NUMBER(38)", True),
        ("_SDC_TABLE_VERSION", "NUMBER(38)", True),
        ("_SDC_SYNC_STARTED_AT", "NUMBER(38)", True),
    ]


def test_property_of_the_tap_takes_the_place_of_a_metadata_column() -> None:
    own = Field("_sdc_batched_at", JsonKind.STRING)
    columns = {column.name: column for column in make(ID, own, has_metadata=True).columns}

    assert columns["_SDC_BATCHED_AT"].source is own
    assert len(columns) == 1 + len(Metadata)


def test_json_columns_are_those_that_hold_objects_and_arrays() -> None:
    others = [Field("any", JsonKind.ANY), Field("text", JsonKind.STRING, max_length=9000)]
    table = make(ID, Field("doc", JsonKind.JSON), *others, has_metadata=True)

    assert [column.name for column in table.columns if column.is_json] == ["DOC"]
    assert [column.type for column in table.columns[1:4]] == [Clob()] * 3


def test_key_that_is_a_date_time_has_no_time_zone() -> None:
    at = Field("at", JsonKind.DATE_TIME, is_key=True)

    assert make(at).columns[0].type == Timestamp(6)
    assert make(Field("at", JsonKind.DATE_TIME)).columns[0].type == TimestampTz(6)


def test_more_columns_than_oracle_allows_are_refused_with_the_number() -> None:
    fields = [Field(f"p{number}", JsonKind.INTEGER) for number in range(1000)]

    assert len(make(*fields).columns) == 1000
    with pytest.raises(InputError, match="needs 1007 columns; Oracle allows 1000"):
        make(*fields, has_metadata=True)
