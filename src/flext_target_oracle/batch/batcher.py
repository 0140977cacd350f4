"""Collects the records of one stream until they are worth a round trip."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

import msgspec

from flext_target_oracle.batch.batch import Batch
from flext_target_oracle.batch.columns import convert, record_decoder
from flext_target_oracle.batch.conversions import Conversion, conversion
from flext_target_oracle.batch.converters import to_utc
from flext_target_oracle.errors import InputError
from flext_target_oracle.schema.json_schema import Field
from flext_target_oracle.schema.table import Metadata, Table
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
    ) -> None:
        self._stream = stream
        self._table = table
        self._limits = limits
        self._sync_started_at = sync_started_at
        self._number = first_number - 1
        self._fields = [
            (column.source, conversion(column.source, column.type))
            for column in table.columns
            if isinstance(column.source, Field)
        ]
        self._decode = record_decoder(self._fields)
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
        try:
            record = self._decode(message.record)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise InputError(f"stream {self._stream!r}: {_explain(error)}", line=line) from error
        if not self._lines:
            self._opened_s = now.monotonic_s
        self._records.append(record)
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
            return Batch(self._stream, self._table, self._number, columns, self._lines, self._byte_count)
        finally:
            self._clear()

    def _clear(self) -> None:
        self._records: list[msgspec.Struct] = []
        self._lines: list[int] = []
        self._extracted: list[str | None] = []
        self._versions: list[int | None] = []
        self._received: list[Moment] = []
        self._byte_count = 0
        self._opened_s = 0.0

    def _columns(self, now: Moment) -> list[list[Any]]:
        by_field = zip(*map(msgspec.structs.astuple, self._records), strict=True)
        of_fields = (self._field_column(*field, values) for field, values in zip(self._fields, by_field, strict=True))
        return [
            next(of_fields) if isinstance(column.source, Field) else self._metadata_column(column.source, now)
            for column in self._table.columns
        ]

    def _field_column(self, field: Field, conversion: Conversion, values: Sequence[Any]) -> list[Any]:
        if field.is_key and None in values:
            line = self._lines[values.index(None)]
            raise InputError(f"stream {self._stream!r}, property {field.name!r}: a key is null", line=line)
        if conversion.converter is None:
            return list(values)
        title = f"stream {self._stream!r}, property {field.name!r}"
        return convert(values, conversion.converter, lines=self._lines, title=title)

    def _metadata_column(self, item: Metadata | None, now: Moment) -> list[Any]:
        match item:
            case Metadata.EXTRACTED_AT:
                title = f"stream {self._stream!r}, time_extracted"
                return convert(self._extracted, to_utc, lines=self._lines, title=title)
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


def _explain(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "the record holds text that is not UTF-8"
    return str(error).rstrip(".").replace("Object missing required field", "the record has no key property")
