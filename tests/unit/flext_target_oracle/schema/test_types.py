import pytest

from flext_target_oracle.schema.types import (
    Clob,
    Date,
    Number,
    OracleType,
    Timestamp,
    TimestampTz,
    UnknownType,
    Varchar2,
)


@pytest.mark.parametrize(
    ("column_type", "sql"),
    [
        (Number(), "NUMBER"),
        (Number(38, 0), "NUMBER(38)"),
        (Number(10, 2), "NUMBER(10,2)"),
        (Number(5, -2), "NUMBER(5,-2)"),
        (Varchar2(255), "VARCHAR2(255 CHAR)"),
        (Clob(), "CLOB"),
        (Date(), "DATE"),
        (Timestamp(), "TIMESTAMP(6)"),
        (Timestamp(0), "TIMESTAMP(0)"),
        (TimestampTz(9), "TIMESTAMP(9) WITH TIME ZONE"),
        (UnknownType("RAW"), "RAW"),
    ],
)
def test_type_is_spelled_as_ddl_spells_it(column_type: OracleType, sql: str) -> None:
    assert column_type.sql == sql
