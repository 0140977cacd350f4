"""What the settings say about the table of a stream."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from flext_target_oracle.batch.policies import ValueRules
from flext_target_oracle.schema.evolution import EvolutionRules
from flext_target_oracle.schema.identifiers import NamingRules
from flext_target_oracle.schema.mapping import TypeRules
from flext_target_oracle.schema.shape import ShapeRules


@dataclass(frozen=True, slots=True)
class TableRules:
    """How the table of a stream looks, and how it may change.

    Attributes:
        owner: The schema, folded.
        table_name: The table that the user names, if he does.
        column_names: The columns that the user names, by property.
        named_properties: The properties that settings of this very stream name, and that it must have.
        copy_max_rows: Most rows that are copied for a change of type.
        has_comments: Whether descriptions of the schema become comments.
    """

    owner: str
    names: NamingRules = field(default_factory=NamingRules)
    types: TypeRules = field(default_factory=TypeRules)
    shape: ShapeRules = field(default_factory=ShapeRules)
    values: ValueRules = field(default_factory=ValueRules)
    evolution: EvolutionRules = field(default_factory=EvolutionRules)
    has_metadata: bool = True
    table_name: str | None = None
    column_names: Mapping[str, str] = field(default_factory=dict)
    named_properties: frozenset[str] = frozenset()
    copy_max_rows: int = 1_000_000
    has_comments: bool = False


RulesOf: TypeAlias = Callable[[str], TableRules]
