"""What can be done to a table that exists, as values. Pure."""

from dataclasses import dataclass
from typing import TypeAlias

from flext_target_oracle.schema.table import Column, Table
from flext_target_oracle.schema.types import OracleType


@dataclass(frozen=True, slots=True)
class AddColumn:
    """A column that the table lacks; it may be NULL, because the rows that are there have no value for it."""

    column: Column
    beside: str | None = None

    @property
    def title(self) -> str:
        """What a person reads."""
        why = f" beside {self.beside}, which cannot take such values" if self.beside else ""
        return f"added {self.column.name} {self.column.type.sql}{why}"


@dataclass(frozen=True, slots=True)
class WidenColumn:
    """A column that takes more than before."""

    column: Column
    before: OracleType

    @property
    def title(self) -> str:
        """What a person reads."""
        return f"widened {self.column.name} from {self.before.sql} to {self.column.type.sql}"


@dataclass(frozen=True, slots=True)
class AllowNull:
    """A column that may be NULL from now on, because the stream has no value for it, or not always."""

    column: Column

    @property
    def title(self) -> str:
        """What a person reads."""
        return f"allowed NULL in {self.column.name}"


@dataclass(frozen=True, slots=True)
class CopyColumn:
    """A column whose values move to a new one of its name.

    The old one is set aside first, so that no row is written to it any more; what was cut off goes on from there.

    Attributes:
        column: The new column; it may be NULL until the copy is done.
        before: The type of the values that are copied.
        set_aside: What the old column is called meanwhile.
        is_set_aside: Whether an earlier run did that.
        is_there: Whether the new column is there, too.
        is_required: Whether it gets NOT NULL in the end.
    """

    column: Column
    before: OracleType
    set_aside: str
    is_set_aside: bool = False
    is_there: bool = False
    is_required: bool = False

    @property
    def title(self) -> str:
        """What a person reads."""
        again = " (begun by an earlier run)" if self.is_set_aside else ""
        return f"copied {self.column.name} from {self.before.sql} to {self.column.type.sql}{again}"


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """A column that gets no value, as on_schema_mismatch: ignore wants it."""

    column: Column
    why: str

    @property
    def title(self) -> str:
        """What a person reads."""
        return f"left out {self.column.name}: {self.why}"


Change: TypeAlias = AddColumn | WidenColumn | AllowNull | CopyColumn | LeaveOut


@dataclass(frozen=True, slots=True)
class Evolution:
    """How a table becomes fit for a stream.

    Attributes:
        changes: What is done, in the order of the columns.
        table: The columns that the stream's values go to, as they are then.
        problems: One sentence for each reason why it cannot be.
    """

    changes: tuple[Change, ...]
    table: Table
    problems: tuple[str, ...]

    @property
    def copies(self) -> bool:
        """Whether rows are touched, which takes its time."""
        return any(isinstance(change, CopyColumn) for change in self.changes)
