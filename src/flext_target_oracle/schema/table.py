"""The table that a stream is loaded into."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from flext_target_oracle.errors import InputError
from flext_target_oracle.schema.identifiers import NamingRules, column_names, quote
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

    Attributes:
        name: Folded and not quoted.
        type: What Oracle stores.
        source: None for a column of an existing table that the stream does not fill.
        is_nullable: Whether it may be NULL.
        fills_itself: Whether an existing column gets a value where an INSERT does not name it, by a default.
        is_computed: Whether an existing column takes no value at all.
    """

    name: str
    type: OracleType
    source: Field | Metadata | None
    is_nullable: bool = True
    fills_itself: bool = False
    is_computed: bool = False

    @property
    def is_key(self) -> bool:
        """Whether it holds a key property."""
        return isinstance(self.source, Field) and self.source.is_key

    @property
    def is_json(self) -> bool:
        """Whether the column is text that holds objects and arrays alone, which the database checks."""
        is_whole = isinstance(self.source, Field) and self.source.kind in {JsonKind.JSON, JsonKind.DOCUMENT}
        return is_whole and self.type == Clob()


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


@dataclass(frozen=True, slots=True)
class ColumnNames:
    """What is said about the names of columns.

    Attributes:
        known: Those that properties got before.
        chosen: Those that the user names.
        taken: Those of properties that are not in the schema any more.
    """

    known: Mapping[str, str] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()


def table_of_stream(
    name: str,
    fields: Sequence[Field],
    *,
    owner: str,
    names: NamingRules,
    has_metadata: bool,
    types: TypeRules,
    columns: ColumnNames = ColumnNames(),
) -> Table:
    """The table that a stream with these fields needs.

    Raises:
        InputError: A name cannot become an identifier, or there are more columns than Oracle allows.
    """
    column_of = column_names(
        [field.name for field in fields], names, known=columns.known, chosen=columns.chosen, taken=columns.taken
    )
    found = [
        Column(column, oracle_type(field, types), field, is_nullable=not field.is_key)
        for column, field in zip(column_of, fields, strict=True)
    ]
    if has_metadata:
        # A tap that sends such a property itself keeps it: its value is the better one.
        found += [_metadata_column(item) for item in Metadata if item.value not in column_of]
    if len(found) > MAX_COLUMNS:
        raise InputError(
            f"the table needs {len(found)} columns; Oracle allows {MAX_COLUMNS}. storage_mode: json keeps the record "
            "in one column, ignored_columns leaves columns out"
        )
    return Table(owner, name, tuple(found))


def _metadata_column(item: Metadata) -> Column:
    column_type = Number(MAX_PRECISION, 0) if item in _METADATA_NUMBERS else TimestampTz()
    return Column(item.value, column_type, item)
