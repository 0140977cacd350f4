import pytest

from flext_target_oracle.oracle.schema import _dictionary_type, _read_catalog
from flext_target_oracle.schema.types import (
    BinaryDouble,
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
    UnknownType,
    Varchar2,
)


@pytest.mark.parametrize(
    ("row", "column_type"),
    [
        (("NUMBER", 22, 0, None, None, None), Number()),
        (("NUMBER", 22, 0, None, 10, 2), Number(10, 2)),
        (("NUMBER", 22, 0, None, 38, 0), Number(38, 0)),
        (("NUMBER", 22, 0, None, None, 0), Number(38, 0)),  # INTEGER
        (("NUMBER", 22, 0, None, 5, -2), Number(5, -2)),
        (("VARCHAR2", 1020, 255, "C", None, None), Varchar2(255)),
        (("VARCHAR2", 255, 255, "B", None, None), Varchar2(255, "BYTE")),
        (("NVARCHAR2", 20, 10, "C", None, None), Nvarchar2(10)),
        (("CHAR", 3, 3, "B", None, None), Char(3, "BYTE")),
        (("CLOB", 4000, 0, None, None, None), Clob()),
        (("NCLOB", 4000, 0, None, None, None), Nclob()),
        (("BLOB", 4000, 0, None, None, None), Blob()),
        (("RAW", 16, 0, None, None, None), Raw(16)),
        (("JSON", 8200, 0, None, None, None), Json()),
        (("BOOLEAN", 1, 0, None, None, None), Boolean()),
        (("BINARY_DOUBLE", 8, 0, None, None, None), BinaryDouble()),
        (("DATE", 7, 0, None, None, None), Date()),
        (("TIMESTAMP(6)", 11, 0, None, None, 6), Timestamp(6)),
        (("TIMESTAMP(0) WITH TIME ZONE", 13, 0, None, None, 0), TimestampTz(0)),
        (
            ("TIMESTAMP(6) WITH LOCAL TIME ZONE", 11, 0, None, None, 6),
            UnknownType("TIMESTAMP(6) WITH LOCAL TIME ZONE"),
        ),
        (("FLOAT", 22, 0, None, 126, None), UnknownType("FLOAT")),
        (("LONG", 0, 0, None, None, None), UnknownType("LONG")),
    ],
)
def test_row_of_the_data_dictionary_is_read_as_a_type(
    row: tuple[str, int, int, str | None, int | None, int | None], column_type: OracleType
) -> None:
    assert _dictionary_type(*row) == column_type


def test_catalog_holds_each_query_by_its_name_without_semicolon() -> None:
    catalog = _read_catalog()

    assert set(catalog) == {
        "find_schema",
        "find_table",
        "describe_table",
        "find_table_comment",
        "find_column_comments",
        "find_key_columns",
        "find_index_columns",
    }
    for sql in catalog.values():
        assert sql.startswith("SELECT ")
        assert not sql.endswith(";")
        assert "--" not in sql
