"""Golden SQL: exactly what Oracle gets."""

import re

from hypothesis import given
from hypothesis import strategies as st

from flext_target_oracle.load import statements
from flext_target_oracle.schema.identifiers import NamingRules, table_name
from flext_target_oracle.schema.json_schema import Field, JsonKind
from flext_target_oracle.schema.mapping import TypeRules
from flext_target_oracle.schema.table import Table, table_of_stream

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


def test_create_table_names_every_column_with_type_and_constraints_in_order() -> None:
    assert statements.create_table(table()) == (
        'CREATE TABLE "DW"."WEB_ORDERS" (\n'
        '  "ID" NUMBER(38) NOT NULL,\n'
        '  "CODE" VARCHAR2(255 CHAR) NOT NULL,\n'
        '  "AMOUNT" NUMBER,\n'
        '  "NOTE" VARCHAR2(4000 CHAR),\n'
        '  "SHORT" VARCHAR2(20 CHAR),\n'
        '  "PAID" NUMBER(1),\n'
        '  "DATE" DATE,\n'
        '  "AT" TIMESTAMP(6) WITH TIME ZONE,\n'
        '  "LINES" CLOB CHECK ("LINES" IS JSON),\n'
        '  "ANYTHING" CLOB\n'
        ")"
    )


def test_create_table_of_a_json_key_has_text_that_fits_an_index() -> None:
    sql = statements.create_table(table([Field("doc", JsonKind.JSON, is_key=True)]))

    assert sql == 'CREATE TABLE "DW"."WEB_ORDERS" (\n  "DOC" VARCHAR2(255 CHAR) NOT NULL\n)'


def test_create_table_with_metadata_has_the_seven_columns_at_the_end() -> None:
    assert statements.create_table(table(FIELDS[:1], has_metadata=True)) == (
        'CREATE TABLE "DW"."WEB_ORDERS" (\n'
        '  "ID" NUMBER(38) NOT NULL,\n'
        '  "_SDC_EXTRACTED_AT" TIMESTAMP(6) WITH TIME ZONE,\n'
        '  "_SDC_RECEIVED_AT" TIMESTAMP(6) WITH TIME ZONE,\n'
        '  "_SDC_BATCHED_AT" TIMESTAMP(6) WITH TIME ZONE,\n'
        '  "_SDC_DELETED_AT" TIMESTAMP(6) WITH TIME ZONE,\n'
        '  "_SDC_SEQUENCE" NUMBER(38),\n'
        '  "_SDC_TABLE_VERSION" NUMBER(38),\n'
        '  "_SDC_SYNC_STARTED_AT" NUMBER(38)\n'
        ")"
    )


def test_insert_names_every_column_and_binds_by_number() -> None:
    assert statements.insert(table(FIELDS[:3])) == (
        'INSERT INTO "DW"."WEB_ORDERS" ("ID", "CODE", "AMOUNT") VALUES (:1, :2, :3)'
    )


def test_update_of_older_versions_leaves_rows_that_are_marked_already() -> None:
    assert statements.mark_older_versions(table(has_metadata=True)) == (
        'UPDATE "DW"."WEB_ORDERS" SET "_SDC_DELETED_AT" = :1 '
        'WHERE "_SDC_TABLE_VERSION" < :2 AND "_SDC_DELETED_AT" IS NULL'
    )


@given(st.text(min_size=1), st.text(min_size=1))
def test_no_name_of_a_tap_leaves_its_quotes(stream: str, name: str) -> None:
    fields = [Field(name, JsonKind.JSON)]
    made = table_of_stream(
        table_name(stream, NamingRules()), fields, owner="DW", names=NamingRules(), has_metadata=True, types=TypeRules()
    )

    for sql in (statements.create_table(made), statements.insert(made), statements.mark_older_versions(made)):
        outside = re.sub(r'"[^"]+"', "", sql)
        assert re.fullmatch(r"[A-Z0-9 (),.:=<\n]+", outside)
