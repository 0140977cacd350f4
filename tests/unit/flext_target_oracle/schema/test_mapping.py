import re
from pathlib import Path

import pytest

from flext_target_oracle.schema import mapping
from flext_target_oracle.schema.json_schema import Field, JsonKind
from flext_target_oracle.schema.mapping import TypeRules, oracle_type
from flext_target_oracle.schema.types import Varchar2

PLAIN = [
    (Field("p", JsonKind.INTEGER, scale=0), "NUMBER(38)"),
    (Field("p", JsonKind.INTEGER, integer_digits=19, scale=0), "NUMBER(19)"),
    (Field("p", JsonKind.INTEGER, integer_digits=50, scale=0), "NUMBER(38)"),
    (Field("p", JsonKind.NUMBER), "NUMBER"),
    (Field("p", JsonKind.NUMBER, integer_digits=5), "NUMBER"),
    (Field("p", JsonKind.NUMBER, scale=2), "NUMBER(38,2)"),
    (Field("p", JsonKind.NUMBER, integer_digits=8, scale=2), "NUMBER(10,2)"),
    (Field("p", JsonKind.NUMBER, integer_digits=30, scale=10), "NUMBER"),
    (Field("p", JsonKind.NUMBER, scale=40), "NUMBER"),
    (Field("p", JsonKind.DECIMAL), "NUMBER"),
    (Field("p", JsonKind.DECIMAL, integer_digits=28, scale=10), "NUMBER(38,10)"),
    (Field("p", JsonKind.STRING), "VARCHAR2(4000 CHAR)"),
    (Field("p", JsonKind.STRING, max_length=0), "VARCHAR2(1 CHAR)"),
    (Field("p", JsonKind.STRING, max_length=1), "VARCHAR2(1 CHAR)"),
    (Field("p", JsonKind.STRING, max_length=4000), "VARCHAR2(4000 CHAR)"),
    (Field("p", JsonKind.STRING, max_length=4001), "CLOB"),
    (Field("p", JsonKind.BOOLEAN), "NUMBER(1)"),
    (Field("p", JsonKind.DATE), "DATE"),
    (Field("p", JsonKind.DATE_TIME), "TIMESTAMP(6) WITH TIME ZONE"),
    (Field("p", JsonKind.TIME), "VARCHAR2(32 CHAR)"),
    (Field("p", JsonKind.DURATION), "VARCHAR2(64 CHAR)"),
    (Field("p", JsonKind.UUID), "VARCHAR2(36 CHAR)"),
    (Field("p", JsonKind.BASE64), "BLOB"),
    (Field("p", JsonKind.BASE64, max_length=24), "RAW(18)"),
    (Field("p", JsonKind.BASE16, max_length=32), "RAW(16)"),
    (Field("p", JsonKind.BASE16, max_length=4002), "BLOB"),
    (Field("p", JsonKind.JSON), "CLOB"),
    (Field("p", JsonKind.ANY), "CLOB"),
    (Field("p", JsonKind.STRING, is_key=True), "VARCHAR2(255 CHAR)"),
    (Field("p", JsonKind.STRING, is_key=True, max_length=300), "VARCHAR2(300 CHAR)"),
    (Field("p", JsonKind.DATE_TIME, is_key=True), "TIMESTAMP(6)"),
    (Field("p", JsonKind.BASE64, is_key=True), "RAW(255)"),
]
CHOSEN = [
    (Field("p", JsonKind.NUMBER), TypeRules(number_type="binary_double"), "BINARY_DOUBLE"),
    (Field("p", JsonKind.NUMBER, scale=2), TypeRules(number_type="binary_double"), "NUMBER(38,2)"),
    (Field("p", JsonKind.NUMBER, is_key=True), TypeRules(number_type="binary_double"), "NUMBER"),
    (Field("p", JsonKind.STRING), TypeRules(string_type="clob"), "CLOB"),
    (Field("p", JsonKind.STRING, is_key=True), TypeRules(string_type="clob"), "VARCHAR2(255 CHAR)"),
    (Field("p", JsonKind.STRING), TypeRules(max_string_bytes=32767), "VARCHAR2(32767 CHAR)"),
    (Field("p", JsonKind.STRING, max_length=9000), TypeRules(max_string_bytes=32767), "VARCHAR2(9000 CHAR)"),
    (Field("p", JsonKind.BOOLEAN), TypeRules(boolean_type="boolean"), "BOOLEAN"),
    (Field("p", JsonKind.DATE_TIME), TypeRules(datetime_type="timestamp"), "TIMESTAMP(6)"),
    (Field("p", JsonKind.JSON), TypeRules(json_type="json"), "JSON"),
    (Field("p", JsonKind.ANY), TypeRules(json_type="json"), "CLOB"),
    (Field("p", JsonKind.JSON, is_key=True), TypeRules(json_type="json"), "VARCHAR2(255 CHAR)"),
    (Field("p", JsonKind.DOCUMENT), TypeRules(json_type="json"), "JSON"),
    (Field("p", JsonKind.STRING, max_length=9000, is_key=True), TypeRules(), "VARCHAR2(4000 CHAR)"),
    (Field("p", JsonKind.BASE64, max_length=9000, is_key=True), TypeRules(), "RAW(2000)"),
    (Field("p", JsonKind.DATE_TIME, is_key=True, sql_type="TIMESTAMP(3) WITH TIME ZONE"), TypeRules(), "TIMESTAMP(6)"),
    (Field("p", JsonKind.DATE), TypeRules(columns={"p": Varchar2(10)}), "VARCHAR2(10 CHAR)"),
    (Field("p", JsonKind.STRING, sql_type="CLOB"), TypeRules(columns={"p": Varchar2(10)}), "VARCHAR2(10 CHAR)"),
    (Field("p", JsonKind.STRING, sql_type="varchar2(20 byte)"), TypeRules(), "VARCHAR2(20 BYTE)"),
    (Field("p", JsonKind.STRING, sql_type="VARCHAR2(9000)"), TypeRules(), "VARCHAR2(4000 CHAR)"),
    (Field("p", JsonKind.STRING, sql_type="VARCHAR2(9000)"), TypeRules(max_string_bytes=32767), "VARCHAR2(9000 CHAR)"),
    (Field("p", JsonKind.STRING, sql_type="text"), TypeRules(), "VARCHAR2(4000 CHAR)"),
    (Field("p", JsonKind.STRING, sql_type="CLOB); DROP TABLE T"), TypeRules(), "VARCHAR2(4000 CHAR)"),
    (Field("p", JsonKind.INTEGER, sql_type="NUMBER(5)"), TypeRules(), "NUMBER(5)"),
    (Field("p", JsonKind.INTEGER, sql_type="DATE"), TypeRules(), "NUMBER(38)"),
    (Field("p", JsonKind.BOOLEAN, sql_type="BOOLEAN"), TypeRules(release=19), "NUMBER(1)"),
    (Field("p", JsonKind.BOOLEAN, sql_type="BOOLEAN"), TypeRules(release=23), "BOOLEAN"),
    (Field("p", JsonKind.UUID, sql_type="RAW(16)"), TypeRules(), "RAW(16)"),
]


@pytest.mark.parametrize(("field", "sql"), PLAIN)
def test_property_becomes_the_column_type_of_the_table(field: Field, sql: str) -> None:
    assert oracle_type(field, TypeRules()).sql == sql


@pytest.mark.parametrize(("field", "rules", "sql"), CHOSEN)
def test_user_server_and_tap_may_choose(field: Field, rules: TypeRules, sql: str) -> None:
    assert oracle_type(field, rules).sql == sql


def test_every_kind_has_a_type() -> None:
    assert {field.kind for field, _ in PLAIN} | {JsonKind.DOCUMENT} == set(JsonKind)


def test_readme_and_module_show_the_same_types() -> None:
    readme = (Path(__file__).parents[4] / "README.md").read_text()
    words = r"[A-Z]+2?\([\w ]+\)|CLOB|DATE\b|NUMBER\b|BLOB"
    shown = [re.findall(words, text) for text in (readme, mapping.__doc__ or "")]

    for field, sql in PLAIN:
        if field == Field("p", field.kind) and field.kind not in {JsonKind.TIME, JsonKind.DURATION, JsonKind.UUID}:
            assert all(sql.removesuffix(" WITH TIME ZONE") in types for types in shown), sql
