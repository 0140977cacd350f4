"""Text and bytes that are longer than their column. Pure.

What Oracle counts: characters or bytes, as the column says, and always no more bytes than the longest VARCHAR2 has
(ORA-12899 otherwise; SQL Language Reference, VARCHAR2 Data Type).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flext_target_oracle.batch.batch import Batch
from flext_target_oracle.errors import InputError
from flext_target_oracle.schema.table import Column
from flext_target_oracle.schema.types import Char, Nvarchar2, Raw, Varchar2


@dataclass(frozen=True, slots=True)
class Overflow:
    """A column with values that are too long.

    Attributes:
        column: As it is.
        position: Its place in the batch.
        rows: The places of the values that are too long.
        characters: Of the longest value.
        size: Its bytes.
    """

    column: Column
    position: int
    rows: list[int]
    characters: int
    size: int


def overflows(batch: Batch, max_string_bytes: int) -> list[Overflow]:
    """The columns of the batch that are too short."""
    return list(_overflows(batch, max_string_bytes))


def _overflows(batch: Batch, max_bytes: int) -> Iterator[Overflow]:
    for position, (column, values) in enumerate(zip(batch.table.columns, batch.columns, strict=True)):
        limits = _limits(column, max_bytes)
        if limits is None:
            continue
        present = [value for value in values if value is not None]
        # No character has more than 4 bytes: most columns end here.
        if not present or max(map(len, present)) <= min(limits[0], limits[1] // 4):
            continue
        rows = [row for row, value in enumerate(values) if value is not None and not _fits(value, limits)]
        if rows:
            longest = [values[row] for row in rows]
            yield Overflow(column, position, rows, max(map(len, longest)), max(map(_size, longest)))


def cut_values(batch: Batch, too_short: Sequence[Overflow], max_string_bytes: int) -> None:
    """Cut the values that are too long, at a character, and count them."""
    for overflow in too_short:
        limits = _limits(overflow.column, max_string_bytes)
        values = batch.columns[overflow.position]
        if limits is not None:
            for row in overflow.rows:
                values[row] = _cut(values[row], limits)
            batch.changed[(overflow.column.name, "string_overflow")] += len(overflow.rows)


def refusal(batch: Batch, overflow: Overflow, why: str | None = None) -> InputError:
    """The error of the first value that is too long."""
    column = overflow.column
    problem = why or (
        f"a value of {overflow.characters} characters, {overflow.size} bytes, is longer than column {column.name} "
        f"{column.type.sql}; string_overflow: evolve makes the column longer, truncate cuts the value"
    )
    return InputError(f"stream {batch.stream!r}: {problem}", line=batch.lines[overflow.rows[0]])


def _limits(column: Column, max_bytes: int) -> tuple[int, int] | None:
    """Characters and bytes that a value may have."""
    match column.type:
        case Varchar2(length, "CHAR"):
            return length, max_bytes
        case Char(length, "CHAR"):
            return length, 2000
        case Varchar2(length) | Char(length) | Raw(length):
            return length, length
        case Nvarchar2(length):
            return length, max_bytes * 2  # two bytes a character in the national character set
        case _:
            return None


def _fits(value: str | bytes, limits: tuple[int, int]) -> bool:
    return len(value) <= limits[0] and _size(value) <= limits[1]


def _size(value: str | bytes) -> int:
    return len(value.encode()) if isinstance(value, str) else len(value)


def _cut(value: Any, limits: tuple[int, int]) -> Any:  # noqa: ANN401 - text or bytes
    kept = value[: limits[0]]
    return kept.encode()[: limits[1]].decode(errors="ignore") if isinstance(kept, str) else kept[: limits[1]]
