"""FETCH (5): more rows of an executed query."""

from dataclasses import dataclass

from oracle_standin.ttc.reader import Reader


@dataclass(frozen=True, slots=True)
class Fetch:
    """Fetch up to `row_limit` rows of a cursor."""

    cursor_id: int
    row_limit: int


def read_fetch(reader: Reader) -> Fetch:
    """A FETCH message, behind its function code."""
    return Fetch(reader.ub(), reader.ub())
