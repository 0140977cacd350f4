import oracledb
import pytest

from flext_target_oracle.oracle.query import bind_type
from flext_target_oracle.schema.json_schema import Field, JsonKind
from flext_target_oracle.schema.mapping import TypeRules, oracle_type
from flext_target_oracle.schema.types import (
    BinaryDouble,
    Blob,
    Boolean,
    Clob,
    Date,
    Json,
    Number,
    OracleType,
    Raw,
    Timestamp,
    TimestampTz,
    UnknownType,
    Varchar2,
)


@pytest.mark.parametrize(
    ("column_type", "expected"),
    [
        (Number(10, 2), oracledb.DB_TYPE_NUMBER),
        (Varchar2(10), oracledb.DB_TYPE_VARCHAR),
        (Clob(), oracledb.DB_TYPE_LONG),  # 26.1 refuses text for DB_TYPE_CLOB (DPY-3013)
        (Blob(), oracledb.DB_TYPE_LONG_RAW),
        (Raw(16), oracledb.DB_TYPE_RAW),
        (BinaryDouble(), oracledb.DB_TYPE_BINARY_DOUBLE),
        (Boolean(), oracledb.DB_TYPE_BOOLEAN),
        (Json(), oracledb.DB_TYPE_JSON),
        (Date(), oracledb.DB_TYPE_DATE),
        (Timestamp(6), oracledb.DB_TYPE_TIMESTAMP),  # DB_TYPE_DATE, the driver's guess, would lose the microseconds
        (TimestampTz(6), oracledb.DB_TYPE_TIMESTAMP_TZ),
    ],
)
def test_values_travel_as_the_type_of_their_column(column_type: OracleType, expected: oracledb.DbType) -> None:
    assert bind_type(column_type) is expected


def test_every_column_that_the_target_makes_can_be_bound() -> None:
    for kind in JsonKind:
        for is_key in (True, False):
            assert bind_type(oracle_type(Field("p", kind, is_key=is_key), TypeRules()))


def test_column_of_an_unknown_type_is_never_bound() -> None:
    with pytest.raises(ValueError, match="RAW"):
        bind_type(UnknownType("RAW"))
