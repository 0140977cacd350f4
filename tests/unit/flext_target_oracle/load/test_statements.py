"""Golden SQL: exactly what Oracle gets."""

import re
from collections.abc import Sequence
from dataclasses import replace
from inspect import getmembers, isfunction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flext_target_oracle.load import statements
from flext_target_oracle.schema.changes import AddColumn, AllowNull, CopyColumn, WidenColumn
from flext_target_oracle.schema.identifiers import NamingRules, table_name
from flext_target_oracle.schema.json_schema import Field, JsonKind
from flext_target_oracle.schema.mapping import TypeRules
from flext_target_oracle.schema.table import Column, Table, table_of_stream
from flext_target_oracle.schema.types import (
    BinaryDouble,
    BinaryFloat,
    Blob,
    Boolean,
    Char,
    Clob,
    Date,
    Json,
    Nclob,
    Number,
    Nvarchar2,
    OracleType,
    Raw,
    Timestamp,
    TimestampTz,
    Varchar2,
)

GOLDEN = Path(__file__).parents[3] / "golden"
TYPES: list[OracleType] = [
    *(Number(), Number(38, 0), Number(38, 127), Number(5, -84), BinaryFloat(), BinaryDouble()),
    *(Varchar2(4000), Varchar2(1, "BYTE"), Nvarchar2(2000), Char(2000), Char(1, "BYTE"), Clob(), Nclob()),
    *(Raw(2000), Blob(), Date(), Timestamp(0), Timestamp(9), TimestampTz(6)),
]
FIELDS = [
    Field("id", JsonKind.INTEGER, is_key=True),
    Field("code", JsonKind.STRING, is_key=True),
    Field("amount", JsonKind.NUMBER),
    Field("note", JsonKind.STRING),
    Field("short", JsonKind.STRING, max_length=20),
    Field("paid", JsonKind.BOOLEAN),
    Field("date", JsonKind.DATE),
    Field("at", JsonKind.DATE_TIME),
    Field("lines", JsonKind.JSON),
    Field("anything", JsonKind.ANY),
]


def table(fields: list[Field] = FIELDS, *, has_metadata: bool = False) -> Table:
    return table_of_stream(
        "WEB_ORDERS", fields, owner="DW", names=NamingRules(), has_metadata=has_metadata, types=TypeRules()
    )


def golden(name: str) -> str:
    """The text of a file in tests/golden, which is called after the builder; a line `/` stands between several."""
    return (GOLDEN / f"{name}.sql").read_text(encoding="utf-8").removesuffix("\n")


def columns_of(types: Sequence[OracleType]) -> list[Column]:
    return [Column(f"C{number}", column_type, None) for number, column_type in enumerate(types, 1)]


def test_create_table_names_every_column_with_type_and_constraints_in_order() -> None:
    assert statements.create_table(table()) == golden("create_table")


def test_create_table_of_a_json_key_has_text_that_fits_an_index() -> None:
    made = table([Field("doc", JsonKind.JSON, is_key=True)])

    assert statements.create_table(made) == golden("create_table-json_key")


def test_create_table_with_metadata_has_the_seven_columns_at_the_end() -> None:
    made = table(FIELDS[:1], has_metadata=True)

    assert statements.create_table(made) == golden("create_table-metadata")


def test_create_table_spells_every_type_of_12c() -> None:
    made = Table("DW", "TYPES", tuple(columns_of(TYPES)))

    assert statements.create_table(made) == golden("create_table-types")


def test_create_table_spells_the_types_of_23ai() -> None:
    made = Table("DW", "TYPES", tuple(columns_of([Boolean(), Json()])))

    assert statements.create_table(made) == golden("create_table-types_of_23ai")


def test_add_columns_defines_them_all_in_one_statement() -> None:
    assert statements.add_columns(table(), table().columns[2:]) == golden("add_columns")


def test_modify_columns_gives_types_alone() -> None:
    columns = columns_of([Number(12, 2), Varchar2(500), Varchar2(40, "BYTE")])

    assert statements.modify_columns(table(), columns) == golden("modify_columns")


def test_insert_names_every_column_and_binds_by_number() -> None:
    assert statements.insert(table(FIELDS[:3])) == golden("insert")


def test_insert_takes_nanoseconds_as_text() -> None:
    made = Table("DW", "TYPES", tuple(columns_of([Number(), Timestamp(9), TimestampTz(9), TimestampTz(6)])))

    assert statements.insert(made) == golden("insert-nanoseconds")


def test_update_of_older_versions_leaves_rows_that_are_marked_already() -> None:
    assert statements.mark_older_versions(table(has_metadata=True)) == golden("mark_older_versions")


def test_null_is_allowed_for_several_columns_and_forbidden_for_one() -> None:
    columns = columns_of([Number(), Clob()])

    assert statements.allow_nulls(table(), columns) == golden("allow_nulls")
    assert statements.forbid_null(table(), columns[0]) == golden("forbid_null")


def test_a_column_is_renamed_and_forgotten_by_its_name() -> None:
    assert statements.rename_column(table(), "NOTE", "NOTE__FLEXT_OLD") == golden("rename_column")
    assert statements.forget_column(table(), "NOTE__FLEXT_OLD") == golden("forget_column")


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("number_to_text", Number(), Varchar2(4000)),
        ("date_to_text", Date(), Varchar2(4000)),
        ("timestamp_to_text", Timestamp(), Clob()),
        ("moment_to_text", TimestampTz(), Nvarchar2(64)),
        ("char_to_text", Char(10), Varchar2(4000)),
        ("raw_to_blob", Raw(16), Blob()),
        ("text_to_clob", Varchar2(4000), Clob()),
    ],
)
def test_copied_values_read_as_the_target_writes_them(name: str, before: OracleType, after: OracleType) -> None:
    change = CopyColumn(Column("C1", after, None), before, "C1__FLEXT_OLD")

    assert statements.copy_values(table(), change) == golden(f"copy_values-{name}")


def test_a_table_evolves_by_one_statement_a_kind_and_then_column_by_column() -> None:
    added, wider, nullable, required, going_on = columns_of(
        [Number(), Varchar2(500), Clob(), Varchar2(4000), Varchar2(64)]
    )
    changes = [
        CopyColumn(required, Number(), "C4__FLEXT_OLD", is_required=True),
        CopyColumn(going_on, Number(), "C5__FLEXT_OLD", is_set_aside=True, is_there=True),
        AllowNull(nullable),
        WidenColumn(wider, Varchar2(20)),
        AddColumn(added),
    ]

    assert "\n/\n".join(statements.evolve_table(table(), changes)) == golden("evolve_table")


def test_rows_are_counted_up_to_a_bind() -> None:
    assert statements.count_rows(table()) == golden("count_rows")


def test_a_comment_is_a_literal() -> None:
    assert statements.table_comment(table(), 'It\'s :1; "all" -- of it') == golden("table_comment")
    assert statements.column_comment(table(), "ID", "The 'key' of\nan order") == golden("column_comment")


def test_comments_are_made_of_the_descriptions_that_differ() -> None:
    fields = [replace(FIELDS[0], description="the key"), replace(FIELDS[1], description="as printed"), FIELDS[2]]
    made = statements.comments(table(fields), "orders of the web", "old", {"ID": "the key", "CODE": None})

    assert "\n/\n".join(made) == golden("comments")


def test_every_builder_has_a_golden_text() -> None:
    own = [function for _, function in getmembers(statements, isfunction) if function.__module__ == statements.__name__]
    builders = {function.__name__ for function in own if not function.__name__.startswith("_")}

    assert builders == {path.stem.partition("-")[0] for path in GOLDEN.glob("*.sql")}


@given(st.text(min_size=1), st.text(min_size=1))
def test_no_name_of_a_tap_leaves_its_quotes(stream: str, name: str) -> None:
    fields = [Field(name, JsonKind.JSON)]
    made = table_of_stream(
        table_name(stream, NamingRules()), fields, owner="DW", names=NamingRules(), has_metadata=True, types=TypeRules()
    )

    for sql in (statements.create_table(made), statements.insert(made), statements.mark_older_versions(made)):
        outside = re.sub(r'"[^"]+"', "", sql)
        assert re.fullmatch(r"[A-Z0-9 (),.:=<\n]+", outside)
