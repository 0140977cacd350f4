"""Records go in as text and come out as columns; damaged ones as an InputError that names line and property."""

import json
import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flext_target_oracle.batch.batch import Batch
from flext_target_oracle.batch.batcher import Batcher, BatchLimits, Moment
from flext_target_oracle.errors import InputError
from flext_target_oracle.schema.identifiers import NamingRules
from flext_target_oracle.schema.json_schema import Field, JsonKind
from flext_target_oracle.schema.mapping import TypeRules
from flext_target_oracle.schema.table import table_of_stream
from flext_target_oracle.singer.messages import RecordMessage

FIELDS = [
    Field("id", JsonKind.INTEGER, is_key=True),
    Field("price", JsonKind.NUMBER),
    Field("name", JsonKind.STRING),
    Field("ok", JsonKind.BOOLEAN),
    Field("day", JsonKind.DATE),
    Field("at", JsonKind.DATE_TIME),
    Field("any", JsonKind.JSON),
]
LIMITS = BatchLimits(rows=1000, size=1_000_000, age_s=60)
RECORD = (
    '{"id": 7, "price": 1.50, "name": "Ann", "ok": true, "day": "2024-01-02", "at": "2024-01-02T03:04:05Z", "any": [1]}'
)


def moment(monotonic_s: float = 0.0) -> Moment:
    return Moment.of(1_700_000_000.25 + monotonic_s, monotonic_s)


def batcher(
    fields: Sequence[Field] = FIELDS, *, limits: BatchLimits = LIMITS, has_metadata: bool = False, first_number: int = 1
) -> Batcher:
    table = table_of_stream("s", fields, owner="DW", names=NamingRules(), has_metadata=has_metadata, types=TypeRules())
    return Batcher("s", table, limits=limits, sync_started_at=moment(), first_number=first_number)


def add(rows: Batcher, record: str | bytes, *, line: int = 1, size: int = 10, at: float = 0.0, **more: Any) -> None:  # noqa: ANN401 - parts of a message
    text = record.encode() if isinstance(record, str) else record
    rows.add(RecordMessage("s", msgspec.Raw(text), **more), line=line, size=size, now=moment(at))


def take_one(record: str | bytes, fields: Sequence[Field] = FIELDS) -> list[Any]:
    rows = batcher(fields)
    add(rows, record, line=42)
    return [column[0] for column in rows.take(moment()).columns]


def test_batch_has_one_column_a_property_with_exact_values() -> None:
    rows = batcher()
    add(rows, RECORD, line=5, size=100)
    add(rows, '{"id": 8}', line=9, size=11)

    batch = rows.take(moment())

    assert batch == Batch(
        stream="s",
        table=batch.table,
        number=1,
        columns=[
            [7, 8],
            [Decimal("1.50"), None],
            ["Ann", None],
            [1, None],
            [datetime(2024, 1, 2).date(), None],  # noqa: DTZ001 - a day
            [datetime(2024, 1, 2, 3, 4, 5), None],  # noqa: DTZ001 - UTC wall clock
            ["[1]", None],
        ],
        lines=[5, 9],
        byte_count=111,
    )
    assert batch.row_count == 2


def test_next_batch_starts_empty_with_the_next_number() -> None:
    rows = batcher(first_number=3)
    add(rows, '{"id": 1}')
    first = rows.take(moment())
    add(rows, '{"id": 2}')
    second = rows.take(moment())

    assert (first.number, second.number, rows.next_number) == (3, 4, 5)
    assert (first.columns[0], second.columns[0]) == ([1], [2])
    assert rows.row_count == 0


def test_batch_is_full_at_its_rows_or_its_bytes() -> None:
    by_rows = batcher(limits=BatchLimits(rows=2, size=1000, age_s=60))
    by_size = batcher(limits=BatchLimits(rows=1000, size=20, age_s=60))
    for rows in (by_rows, by_size):
        add(rows, '{"id": 1}', size=10)
        assert not rows.is_full
        add(rows, '{"id": 2}', size=10)
        assert rows.is_full
        rows.take(moment())
        assert not rows.is_full


def test_batch_is_due_when_its_oldest_row_has_waited_long_enough() -> None:
    rows = batcher(limits=BatchLimits(rows=9, size=999, age_s=60))

    assert not rows.is_due(moment(1000))
    add(rows, '{"id": 1}', at=100)
    add(rows, '{"id": 2}', at=150)
    assert not rows.is_due(moment(159))
    assert rows.is_due(moment(160))
    rows.take(moment(160))
    assert not rows.is_due(moment(1000))


def test_metadata_columns_say_when_a_record_was_extracted_received_and_batched() -> None:
    rows = batcher([FIELDS[0]], has_metadata=True)
    add(rows, '{"id": 1}', at=1, time_extracted="2024-01-02T03:04:05+01:00", version=6)
    add(rows, '{"id": 2}', at=2)

    batch = rows.take(moment(3))

    names = [column.name for column in batch.table.columns]
    assert dict(zip(names, batch.columns, strict=True)) == {
        "ID": [1, 2],
        "_SDC_EXTRACTED_AT": [datetime(2024, 1, 2, 2, 4, 5), None],  # noqa: DTZ001 - UTC wall clock
        "_SDC_RECEIVED_AT": [moment(1).wall, moment(2).wall],
        "_SDC_BATCHED_AT": [moment(3).wall] * 2,
        "_SDC_DELETED_AT": [None, None],
        "_SDC_SEQUENCE": [moment(1).epoch_ms, moment(2).epoch_ms],
        "_SDC_TABLE_VERSION": [6, None],
        "_SDC_SYNC_STARTED_AT": [1_700_000_000_250] * 2,
    }


def test_moment_is_the_same_instant_for_each_of_its_users() -> None:
    assert Moment.of(0.001, 5.0) == Moment(datetime(1970, 1, 1, 0, 0, 0, 1000), 1, 5.0)  # noqa: DTZ001 - UTC wall clock


def test_property_of_the_tap_wins_over_a_metadata_column_of_the_same_name() -> None:
    rows = batcher([Field("_sdc_sequence", JsonKind.STRING)], has_metadata=True)
    add(rows, '{"_sdc_sequence": "mine"}')

    assert rows.take(moment()).columns[0] == ["mine"]


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        ("{}", "the record has no key property `id`"),
        ('{"id": null}', "property 'id': a key is null"),
        ('{"id": 1.5}', "property 'id'"),
        ('{"id": "secret"}', "property 'id'"),
        ('{"id": "12"}', "property 'id'"),
        ('{"id": "1_0"}', "property 'id'"),
        ('{"id": 1, "price": true}', "property 'price'"),
        ('{"id": 1, "price": "secret"}', "property 'price'"),
        ('{"id": 1, "price": 1e200}', "property 'price'"),
        ('{"id": 1, "name": 1}', "$.name"),
        ('{"id": 1, "ok": "secret"}', "$.ok"),
        ('{"id": 1, "day": "secret"}', "property 'day'"),
        ('{"id": 1, "at": "secret"}', "property 'at'"),
        ("[]", "Expected `object`"),
        ("null", "Expected `object`"),
        (b'{"id": 1, "name": "\xff"}', "not UTF-8"),
        (b'{"id": 1, "any": "\xff"}', "property 'any'"),
        ('{"id": 1, "name": "\\ud800"}', ""),
        ('{"id": 1, "any": ' + "[" * 100_000 + "]" * 100_000 + "}", ""),
    ],
)
def test_record_that_is_not_what_its_schema_says_is_refused_with_line_and_property(
    record: str | bytes, problem: str
) -> None:
    with pytest.raises(InputError) as caught:
        take_one(record)

    assert caught.value.line == 42
    assert str(caught.value).startswith("line 42: stream 's'")
    assert problem in str(caught.value)
    assert "secret" not in str(caught.value)


def test_key_that_is_null_is_refused_whatever_its_type() -> None:
    for kind in set(JsonKind) - {JsonKind.DOCUMENT}:
        with pytest.raises(InputError, match="line 42"):
            take_one('{"id": null}', [Field("id", kind, is_key=True)])


def test_extraction_time_that_is_none_is_refused_with_line_and_name() -> None:
    rows = batcher([FIELDS[0]], has_metadata=True)
    add(rows, '{"id": 1}', line=3, time_extracted="secret")

    with pytest.raises(InputError, match=r"^line 3: stream 's', time_extracted: (?!.*secret)"):
        rows.take(moment())


def test_rows_are_gone_after_a_refused_batch() -> None:
    rows = batcher()
    add(rows, '{"id": 1.5}')
    with pytest.raises(InputError):
        rows.take(moment())

    assert rows.row_count == 0


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


@given(st.fixed_dictionaries({}, optional={field.name: json_values for field in FIELDS}))
def test_any_record_gives_the_values_that_it_holds_or_an_input_error(record: dict[str, Any]) -> None:
    try:
        values = take_one(json.dumps(record))
    except InputError as error:
        assert error.line == 42  # noqa: PT017 - either outcome is right
        return
    for field, value in zip(FIELDS, values, strict=True):
        assert_same_value(field.kind, record.get(field.name), value)


@given(st.integers(0, len(RECORD)), st.sampled_from([*'0123456789-+.eE"\\{}[],: tnu', ""]), st.integers(0, 2))
def test_damaged_record_gives_the_values_that_its_text_holds_or_an_input_error(
    position: int, inserted: str, removed: int
) -> None:
    damaged = RECORD[:position] + inserted + RECORD[position + removed :]
    try:
        values = take_one(damaged)
    except InputError as error:
        assert error.line == 42  # noqa: PT017 - either outcome is right
        assert "Ann" not in str(error)  # noqa: PT017
        return
    read = json.loads(damaged, parse_float=Decimal)
    for field, value in zip(FIELDS, values, strict=True):
        assert_same_value(field.kind, read.get(field.name), value)


def assert_same_value(kind: JsonKind, given_value: Any, value: Any) -> None:  # noqa: ANN401 - any JSON value
    """The column's value is the record's, read by the standard library."""
    if given_value is None:
        assert value is None
    elif kind in {JsonKind.INTEGER, JsonKind.NUMBER}:
        # A number in a string is that number; through text, because a float's shortest text is what JSON holds.
        assert value == Decimal(str(given_value))
    elif kind is JsonKind.JSON:
        assert json.loads(value, parse_float=Decimal) == json.loads(json_text(given_value), parse_float=Decimal)
    elif kind in {JsonKind.DATE, JsonKind.DATE_TIME}:
        assert re.sub(r"\D", "", value.isoformat())[:8] == re.sub(r"\D", "", given_value)[:8]
    else:
        assert value == given_value


def json_text(value: Any) -> str:  # noqa: ANN401 - any JSON value
    return json.dumps(value, default=float)
