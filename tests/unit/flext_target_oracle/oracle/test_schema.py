import pytest

from flext_target_oracle.oracle.schema import _dictionary_type, _read_catalog
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
    ("row", "column_type"),
    [
        (("NUMBER", 0, None, None), Number()),
        (("NUMBER", 0, 10, 2), Number(10, 2)),
        (("NUMBER", 0, 38, 0), Number(38, 0)),
        (("NUMBER", 0, None, 0), Number(38, 0)),  # INTEGER
        (("NUMBER", 0, 5, -2), Number(5, -2)),
        (("VARCHAR2", 255, None, None), Varchar2(255)),
        (("CLOB", 0, None, None), Clob()),
        (("DATE", 0, None, None), Date()),
        (("TIMESTAMP(6)", 0, None, 6), Timestamp(6)),
        (("TIMESTAMP(0) WITH TIME ZONE", 0, None, 0), TimestampTz(0)),
        (("TIMESTAMP(6) WITH LOCAL TIME ZONE", 0, None, 6), UnknownType("TIMESTAMP(6) WITH LOCAL TIME ZONE")),
        (("FLOAT", 0, 126, None), UnknownType("FLOAT")),
        (("NVARCHAR2", 10, None, None), UnknownType("NVARCHAR2")),
        (("BINARY_DOUBLE", 0, None, None), UnknownType("BINARY_DOUBLE")),
    ],
)
def test_row_of_the_data_dictionary_is_read_as_a_type(
    row: tuple[str, int, int | None, int | None], column_type: OracleType
) -> None:
    assert _dictionary_type(*row) == column_type


def test_catalog_holds_each_query_by_its_name_without_semicolon() -> None:
    catalog = _read_catalog()

    assert set(catalog) == {"find_schema", "find_table", "describe_table"}
    for sql in catalog.values():
        assert sql.startswith("SELECT ")
        assert not sql.endswith(";")
        assert "--" not in sql
