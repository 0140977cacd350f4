"""A batch: rows of one stream as typed columns, ready for the driver."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from flext_target_oracle.schema.table import Table


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one stream.

    Attributes:
        stream: The stream's name as the tap writes it.
        table: Where the rows go; its columns are in the order of `columns`.
        number: Counts the batches of the stream in this run, from 1.
        columns: One list a column, all of `row_count` values of the column's Python type or None.
        lines: The input line of each row.
        byte_count: Bytes of the input lines.
        changed: How many values of a column a setting changed: (column, setting) -> values.
    """

    stream: str
    table: Table
    number: int
    columns: list[list[Any]]
    lines: list[int]
    byte_count: int
    changed: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return len(self.lines)
