"""Every column that a field can get takes its values; what cannot fit together is refused with the property."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flext_target_oracle.batch.conversions import conversion
from flext_target_oracle.errors import InputError
from flext_target_oracle.schema.json_schema import Field, JsonKind
from flext_target_oracle.schema.mapping import TypeRules, oracle_type
from flext_target_oracle.schema.types import Blob, Boolean, Date, Number, OracleType, Raw, UnknownType

rules = st.builds(
    TypeRules,
    release=st.sampled_from([12, 19, 21, 23]),
    max_string_bytes=st.sampled_from([4000, 32767]),
    number_type=st.sampled_from(["number", "binary_double"]),
    string_type=st.sampled_from(["varchar2", "clob"]),
    boolean_type=st.sampled_from(["number", "boolean"]),
    datetime_type=st.sampled_from(["timestamp_tz", "timestamp"]),
    json_type=st.sampled_from(["clob", "json"]),
)
proposals = st.sampled_from([
    "NUMBER(5,2)", "integer", "BINARY_FLOAT", "binary_double", "varchar2(30)", "NVARCHAR2(9)", "CHAR(2)", "CLOB",
    "NCLOB", "RAW(16)", "BLOB", "BOOLEAN", "JSON", "DATE", "timestamp(3)", "TIMESTAMP WITH TIME ZONE", "text", "",
])  # fmt: skip


@given(st.sampled_from(JsonKind), st.booleans(), st.none() | proposals, rules)
def test_column_of_every_field_takes_its_values(kind: JsonKind, is_key: bool, proposal: str, chosen: TypeRules) -> None:  # noqa: FBT001
    field = Field("p", kind, is_key, sql_type=proposal)

    assert conversion(field, oracle_type(field, chosen))


@pytest.mark.parametrize(
    ("kind", "column_type"),
    [
        (JsonKind.JSON, Number()),
        (JsonKind.INTEGER, Date()),
        (JsonKind.STRING, Blob()),
        (JsonKind.DATE, Raw(7)),
        (JsonKind.INTEGER, Boolean()),
        (JsonKind.STRING, UnknownType("LONG")),
    ],
)
def test_values_that_a_column_cannot_hold_are_refused_with_the_property(
    kind: JsonKind, column_type: OracleType
) -> None:
    with pytest.raises(InputError) as caught:
        conversion(Field("p", kind), column_type)

    assert str(caught.value) == f"property 'p': {kind.value} cannot be loaded into {column_type.sql}"
