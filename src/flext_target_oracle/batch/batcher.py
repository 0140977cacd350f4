"""Collects the records of one stream until they are worth a round trip."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

import msgspec

from flext_target_oracle.batch.batch import Batch
from flext_target_oracle.batch.columns import convert, settle
from flext_target_oracle.batch.conversions import Conversion, conversion
from flext_target_oracle.batch.converters import to_utc
from flext_target_oracle.batch.decoder import RecordDecoder, without
from flext_target_oracle.batch.policies import DEFAULT_RULES, REFUSED, ValueRules
from flext_target_oracle.errors import InputError
from flext_target_oracle.schema.json_schema import Field, JsonKind
from flext_target_oracle.schema.table import Column, Metadata, Table
from flext_target_oracle.singer.messages import RecordMessage


@dataclass(frozen=True, slots=True)
class BatchLimits:
    """When a batch is full: whichever comes first."""

    rows: int
    size: int
    age_s: float


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment as each user of it needs it.

    Attributes:
        wall: UTC wall clock without zone.
        epoch_ms: The same, as milliseconds since 1970.
        monotonic_s: Seconds of a clock that never goes back.
    """

    wall: datetime
    epoch_ms: int
    monotonic_s: float

    @classmethod
    def of(cls, epoch_s: float, monotonic_s: float) -> Self:
        """The moment that both clocks show."""
        wall = datetime.fromtimestamp(epoch_s, tz=UTC).replace(tzinfo=None)
        return cls(wall, int(epoch_s * 1000), monotonic_s)


# Only a key may not be null.
_NULL_KEY = re.compile(r"Expected `.*`, got `null` - at `\$\.(.*)`")


class Batcher:
    """The rows of one stream that wait for their batch."""

    def __init__(
        self,
        stream: str,
        table: Table,
        *,
        limits: BatchLimits,
        sync_started_at: Moment,
        first_number: int = 1,
        values: ValueRules = DEFAULT_RULES,
        ignores: Callable[[str], bool] | None = None,
    ) -> None:
        self._stream = stream
        self._table = table
        self._limits = limits
        self._sync_started_at = sync_started_at
        self._number = first_number - 1
        self._values = values
        self._ignores = ignores
        self._conversions = {
            column.name: conversion(column.source, column.type, values)
            for column in table.columns
            if isinstance(column.source, Field)
        }
        self._decoder = RecordDecoder(
            [
                (column.source, self._conversions[column.name])
                for column in table.columns
                if isinstance(column.source, Field) and not _is_document(column)
            ]
        )
        self._has_document = any(_is_document(column) for column in table.columns)
        self._clear()

    @property
    def row_count(self) -> int:
        """How many rows wait."""
        return len(self._lines)

    @property
    def next_number(self) -> int:
        """The number that the next batch will have."""
        return self._number + 1

    @property
    def is_full(self) -> bool:
        """Whether the batch has reached its rows or bytes."""
        return len(self._lines) >= self._limits.rows or self._byte_count >= self._limits.size

    def is_due(self, now: Moment) -> bool:
        """Whether the oldest row has waited for as long as it may."""
        return bool(self._lines) and now.monotonic_s - self._opened_s >= self._limits.age_s

    def add(self, message: RecordMessage, *, line: int, size: int, now: Moment) -> None:
        """Add a record.

        Raises:
            InputError: It is not what its schema says; names the line and the property.
        """
        if message.lone_surrogates:
            self._replace_surrogates(message.lone_surrogates, line)
        try:
            record = self._decoder.decode(message.record)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise InputError(f"stream {self._stream!r}: {_explain(error)}", line=line) from error
        if not self._lines:
            self._opened_s = now.monotonic_s
        self._records.append(record)
        if self._has_document:
            self._documents.append(self._document(message.record))
        self._lines.append(line)
        self._extracted.append(message.time_extracted)
        self._versions.append(message.version)
        self._received.append(now)
        self._byte_count += size

    def take(self, now: Moment) -> Batch:
        """The rows as a batch; the next one starts empty.

        Raises:
            InputError: A value cannot be stored unchanged; names its line and property. The rows are gone.
        """
        self._number += 1
        try:
            columns = self._columns(now)
            return Batch(self._stream, self._table, self._number, columns, self._lines, self._byte_count, self._changed)
        finally:
            self._clear()

    def _clear(self) -> None:
        self._records: list[Any] = []
        self._documents: list[msgspec.Raw] = []
        self._changed: Counter[tuple[str, str]] = Counter()
        self._lines: list[int] = []
        self._extracted: list[str | None] = []
        self._versions: list[int | None] = []
        self._received: list[Moment] = []
        self._byte_count = 0
        self._opened_s = 0.0

    def _replace_surrogates(self, count: int, line: int) -> None:
        if self._values.surrogate == REFUSED:
            problem = (
                "text holds half of a surrogate pair, which is no character; surrogate_policy: replace stores U+FFFD"
            )
            raise InputError(f"stream {self._stream!r}: {problem}", line=line)
        self._changed[("*", "surrogate_policy")] += count

    def _document(self, text: msgspec.Raw) -> msgspec.Raw:
        """The record itself, apart from the memory of its line."""
        return msgspec.Raw(bytes(text if self._ignores is None else without(text, self._ignores)))

    def _columns(self, now: Moment) -> list[list[Any]]:
        of_fields = iter(self._decoder.columns(self._records))
        columns = []
        for column in self._table.columns:
            if not isinstance(column.source, Field):
                columns.append(self._metadata_column(column.source, now))
            elif _is_document(column):
                columns.append(self._field_column(column, column.source, self._documents))
            else:
                columns.append(self._field_column(column, column.source, next(of_fields)))
        return columns

    def _field_column(self, column: Column, field: Field, values: Sequence[Any]) -> list[Any]:
        if field.is_key and None in values:
            line = self._lines[values.index(None)]
            raise InputError(f"stream {self._stream!r}, property {field.name!r}: a key is null", line=line)
        title = f"stream {self._stream!r}, property {field.name!r}"
        conversion = self._conversions[column.name]
        changed: Counter[str] = Counter()
        stored = convert(values, conversion, lines=self._lines, title=title, changed=changed)
        if conversion.is_text:
            settle(stored, self._values, is_key=field.is_key, lines=self._lines, title=title, changed=changed)
        for setting, count in changed.items():
            self._changed[(column.name, setting)] += count
        if field.is_key and None in stored:
            line = self._lines[stored.index(None)]
            raise InputError(f"{title}: a key would be stored as NULL", line=line)
        return stored

    def _metadata_column(self, item: Metadata | None, now: Moment) -> list[Any]:
        match item:
            case Metadata.EXTRACTED_AT:
                title = f"stream {self._stream!r}, time_extracted"
                return convert(
                    self._extracted, Conversion(str, to_utc), lines=self._lines, title=title, changed=Counter()
                )
            case Metadata.RECEIVED_AT:
                return [moment.wall for moment in self._received]
            case Metadata.BATCHED_AT:
                return [now.wall] * self.row_count
            case Metadata.SEQUENCE:
                return [moment.epoch_ms for moment in self._received]
            case Metadata.TABLE_VERSION:
                return self._versions
            case Metadata.SYNC_STARTED_AT:
                return [self._sync_started_at.epoch_ms] * self.row_count
            case Metadata.DELETED_AT | None:
                return [None] * self.row_count


def _is_document(column: Column) -> bool:
    return isinstance(column.source, Field) and column.source.kind is JsonKind.DOCUMENT


def _explain(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "the record holds text that is not UTF-8"
    if (null := _NULL_KEY.fullmatch(str(error))) is not None:
        return f"property {null[1]!r}: a key is null"
    return str(error).rstrip(".").replace("Object missing required field", "the record has no key property")
