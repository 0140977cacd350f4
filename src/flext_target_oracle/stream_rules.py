"""From settings to the rules of a stream's table, checked against what the server has."""

from dataclasses import replace
from functools import cache
from zoneinfo import ZoneInfo

from flext_target_oracle.batch.policies import ValueRules
from flext_target_oracle.config import Settings, StreamConfig
from flext_target_oracle.errors import ConfigurationError
from flext_target_oracle.load.rules import RulesOf, TableRules
from flext_target_oracle.oracle.control import NameMap
from flext_target_oracle.oracle.limits import ServerLimits
from flext_target_oracle.oracle.query import OracleQueryService
from flext_target_oracle.schema.evolution import EvolutionRules
from flext_target_oracle.schema.identifiers import NamingRules, fold
from flext_target_oracle.schema.mapping import TypeRules, is_available
from flext_target_oracle.schema.shape import ShapeRules
from flext_target_oracle.schema.types import KnownType, parse_type


def rules_of(settings: Settings, limits: ServerLimits) -> RulesOf:
    """The rules of each stream; every stream that the settings name is looked at now.

    Raises:
        ConfigurationError: The server is too old for a type, or a column_types is none.
    """
    names = NamingRules(
        limits.max_identifier_bytes,
        settings.identifier_case,
        settings.stream_name_format,
        settings.table_name_pattern,
        settings.table_prefix,
        settings.table_suffix,
    )

    @cache
    def of_stream(stream: str) -> TableRules:
        rules = _table_rules(settings.for_stream(stream), f"streams.{stream}.", settings, names, limits)
        own = settings.streams.get(stream)
        named = frozenset() if own is None else frozenset({*own.column_types, *own.column_mappings})
        return replace(rules, named_properties=named)

    _table_rules(settings.for_stream(""), "", settings, names, limits)
    for stream in settings.streams:
        of_stream(stream)
    return of_stream


def owner_of(settings: Settings) -> str:
    """The schema of the tables."""
    return fold(settings.default_target_schema)


def name_map(settings: Settings, queries: OracleQueryService) -> NameMap | None:
    """Where names of columns are kept; None where the user wants no tables of the target's own."""
    schema = fold(settings.control_schema or settings.default_target_schema)
    return NameMap(queries, schema) if settings.control_tables else None


def _table_rules(
    config: StreamConfig, place: str, settings: Settings, names: NamingRules, limits: ServerLimits
) -> TableRules:
    return TableRules(
        owner_of(settings),
        names,
        _type_rules(config, place, limits),
        ShapeRules(
            config.storage_mode,
            config.json_column_name,
            config.flattening_max_depth if config.flattening_enabled else 0,
            config.flattening_separator,
            tuple(config.ignored_columns),
            config.column_ordering,
        ),
        _value_rules(config),
        EvolutionRules(config.on_schema_mismatch, config.on_impossible_change, limits.max_identifier_bytes),
        has_metadata=settings.add_record_metadata,
        table_name=config.table_name,
        column_names=config.column_mappings,
        copy_max_rows=config.copy_max_rows,
        has_comments=config.add_comments,
    )


def _value_rules(config: StreamConfig) -> ValueRules:
    zone = {} if config.default_timezone == "UTC" else {"zone": ZoneInfo(config.default_timezone)}
    return ValueRules(
        **zone,
        string_overflow=config.string_overflow,
        nul=config.nul_policy,
        empty_string=config.empty_string_policy,
        sentinel=config.empty_string_sentinel,
        fraction_overflow=config.fraction_overflow,
        year_overflow=config.year_overflow,
        clock_overflow=config.clock_overflow,
        nan=config.nan_policy,
        surrogate=config.surrogate_policy,
    )


def _type_rules(config: StreamConfig, place: str, limits: ServerLimits) -> TypeRules:
    for setting, choice, needed in (("boolean_type", "boolean", 23), ("json_type", "json", 21)):
        if getattr(config, setting) == choice and limits.release < needed:
            raise ConfigurationError(
                f"{place}{setting}: {choice} needs Oracle {needed}; this server is {limits.version}. Remove the setting"
            )
    rules = TypeRules(
        limits.release,
        limits.max_string_bytes,
        number_type=config.number_type,
        string_type=config.string_type,
        boolean_type=config.boolean_type,
        datetime_type=config.datetime_type,
        json_type=config.json_type,
        columns={name: _parsed(text, f"{place}column_types.{name}") for name, text in config.column_types.items()},
    )
    for name, column_type in rules.columns.items():
        if not is_available(column_type, rules):
            raise ConfigurationError(
                f"{place}column_types.{name}: {column_type.sql} does not exist in this server ({limits.version})"
            )
    return rules


def _parsed(text: str, place: str) -> KnownType:
    try:
        return parse_type(text)
    except ValueError as error:
        raise ConfigurationError(f"{place}: {error}") from error
