import re
from pathlib import Path

import pytest

from flext_target_oracle.schema import mapping
from flext_target_oracle.schema.json_schema import Field, JsonKind
from flext_target_oracle.schema.mapping import oracle_type

PLAIN = [
    (JsonKind.INTEGER, None, "NUMBER(38)"),
    (JsonKind.NUMBER, None, "NUMBER"),
    (JsonKind.STRING, 1, "VARCHAR2(1 CHAR)"),
    (JsonKind.STRING, 4000, "VARCHAR2(4000 CHAR)"),
    (JsonKind.STRING, 4001, "CLOB"),
    (JsonKind.STRING, None, "VARCHAR2(4000 CHAR)"),
    (JsonKind.BOOLEAN, None, "NUMBER(1)"),
    (JsonKind.DATE, None, "DATE"),
    (JsonKind.DATE_TIME, None, "TIMESTAMP(6) WITH TIME ZONE"),
    (JsonKind.JSON, None, "CLOB"),
    (JsonKind.ANY, None, "CLOB"),
]
KEYS = [
    (JsonKind.STRING, None, "VARCHAR2(255 CHAR)"),
    (JsonKind.STRING, 300, "VARCHAR2(300 CHAR)"),
    (JsonKind.DATE_TIME, None, "TIMESTAMP(6)"),
    (JsonKind.INTEGER, None, "NUMBER(38)"),
]


@pytest.mark.parametrize(("kind", "max_length", "sql"), PLAIN)
def test_property_becomes_the_column_type_of_the_table(kind: JsonKind, max_length: int | None, sql: str) -> None:
    assert oracle_type(Field("p", kind, max_length=max_length)).sql == sql


@pytest.mark.parametrize(("kind", "max_length", "sql"), KEYS)
def test_key_becomes_a_type_that_an_index_can_hold(kind: JsonKind, max_length: int | None, sql: str) -> None:
    assert oracle_type(Field("p", kind, is_key=True, max_length=max_length)).sql == sql


def test_text_of_no_length_is_stored_in_the_smallest_column() -> None:
    assert oracle_type(Field("p", JsonKind.STRING, max_length=0)).sql == "VARCHAR2(1 CHAR)"


def test_every_kind_has_a_type() -> None:
    assert {kind for kind, _, _ in PLAIN} == set(JsonKind)


def test_readme_and_module_show_the_same_types() -> None:
    readme = (Path(__file__).parents[4] / "README.md").read_text()
    shown = [re.findall(r"[A-Z]+2?\([\w ]+\)|CLOB|DATE\b|NUMBER\b", text) for text in (readme, mapping.__doc__ or "")]

    for _, max_length, sql in PLAIN:
        if max_length is None:
            bare = sql.removesuffix(" WITH TIME ZONE")
            assert all(bare in types for types in shown), sql
