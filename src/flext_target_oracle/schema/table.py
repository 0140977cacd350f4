"""The table that a stream is loaded into."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from flext_target_oracle.errors import InputError
from flext_target_oracle.schema.identifiers import NamingRules, column_names, quote, table_name
from flext_target_oracle.schema.json_schema import Field, JsonKind
from flext_target_oracle.schema.mapping import TypeRules, oracle_type
from flext_target_oracle.schema.types import MAX_PRECISION, Clob, Number, OracleType, TimestampTz

MAX_COLUMNS = 1000  # ORA-01792


class Metadata(Enum):
    """The seven columns that the Meltano SDK adds to every table (sdk.meltano.com, Record Metadata)."""

    EXTRACTED_AT = "_SDC_EXTRACTED_AT"
    RECEIVED_AT = "_SDC_RECEIVED_AT"
    BATCHED_AT = "_SDC_BATCHED_AT"
    DELETED_AT = "_SDC_DELETED_AT"
    SEQUENCE = "_SDC_SEQUENCE"
    TABLE_VERSION = "_SDC_TABLE_VERSION"
    SYNC_STARTED_AT = "_SDC_SYNC_STARTED_AT"


_METADATA_NUMBERS = frozenset({Metadata.SEQUENCE, Metadata.TABLE_VERSION, Metadata.SYNC_STARTED_AT})


@dataclass(frozen=True, slots=True)
class Column:
    """A column, and where its values come from: a field of the record, or the target itself.

    `source` is None for a column of an existing table that the stream does not fill.
    """

    name: str
    type: OracleType
    source: Field | Metadata | None
    is_nullable: bool = True

    @property
    def is_json(self) -> bool:
        """Whether the column is text that holds objects and arrays alone, which the database checks."""
        return isinstance(self.source, Field) and self.source.kind is JsonKind.JSON and self.type == Clob()


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its columns in order; names are folded and not quoted."""

    owner: str
    name: str
    columns: tuple[Column, ...]

    @property
    def qualified_name(self) -> str:
        """Owner and name as they stand in SQL."""
        return f"{quote(self.owner)}.{quote(self.name)}"

    @property
    def title(self) -> str:
        """Owner and name as a person reads them."""
        return f"{self.owner}.{self.name}"


def table_of_stream(
    stream: str, fields: Sequence[Field], *, owner: str, names: NamingRules, has_metadata: bool, types: TypeRules
) -> Table:
    """The table that a stream with these fields needs.

    Raises:
        InputError: A name cannot become an identifier, or there are more columns than Oracle allows.
    """
    column_of = column_names([field.name for field in fields], names)
    columns = [
        Column(name, oracle_type(field, types), field, is_nullable=not field.is_key)
        for name, field in zip(column_of, fields, strict=True)
    ]
    if has_metadata:
        # A tap that sends such a property itself keeps it: its value is the better one.
        columns += [_metadata_column(item) for item in Metadata if item.value not in column_of]
    if len(columns) > MAX_COLUMNS:
        raise InputError(f"the table needs {len(columns)} columns; Oracle allows {MAX_COLUMNS}")
    return Table(owner, table_name(stream, names), tuple(columns))


def _metadata_column(item: Metadata) -> Column:
    column_type = Number(MAX_PRECISION, 0) if item in _METADATA_NUMBERS else TimestampTz()
    return Column(item.value, column_type, item)
