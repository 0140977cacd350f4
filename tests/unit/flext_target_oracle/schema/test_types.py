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
    parse_type,
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


@pytest.mark.parametrize(
    ("text", "sql"),
    [
        ("number", "NUMBER"),
        (" NUMBER ( 10 , 2 ) ", "NUMBER(10,2)"),
        ("number(*,2)", "NUMBER(38,2)"),
        ("NUMBER(5,-2)", "NUMBER(5,-2)"),
        ("Integer", "NUMBER(38)"),
        ("decimal(5)", "NUMBER(5)"),
        ("VARCHAR2(20)", "VARCHAR2(20 CHAR)"),
        ("varchar(20 byte)", "VARCHAR2(20 BYTE)"),
        ("char", "CHAR(1 CHAR)"),
        ("RAW(16)", "RAW(16)"),
        ("timestamp", "TIMESTAMP(6)"),
        ("TIMESTAMP(3)  WITH  TIME ZONE", "TIMESTAMP(3) WITH TIME ZONE"),
    ],
)
def test_type_that_a_person_names_is_spelled_as_ddl_spells_it(text: str, sql: str) -> None:
    assert parse_type(text).sql == sql
    assert parse_type(sql).sql == sql


@pytest.mark.parametrize(
    "text",
    [
        "", "text", "NUMBER(39)", "NUMBER(0)", "NUMBER(10,200)", "VARCHAR2", "VARCHAR2(0)", "VARCHAR2(99999)", "RAW",
        "TIMESTAMP(10)", "CLOB NOT NULL", "NUMBER) --", 'CLOB", "X" CLOB', "TIMESTAMP WITH LOCAL TIME ZONE",
        "NUMBER(\u0661)", "LONG", "FLOAT",
    ],
)  # fmt: skip
def test_text_that_is_no_type_is_refused_whole(text: str) -> None:
    with pytest.raises(ValueError, match=r"no column type|must be between"):
        parse_type(text)
