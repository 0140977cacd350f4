"""Settings: what a user may say. Where it may be said is `settings_sources.py`'s business.

What stands in TableSettings may be said for all streams, and for some in `streams`.
"""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
)
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, SettingsConfigDict

_STREAM_PLACE = "{stream}"
ENVIRONMENT_PREFIX = "FLEXT_TARGET_ORACLE_"
ENVIRONMENT_NESTING = "__"


def _normalize_load_method(value: object) -> object:
    """The Meltano SDK spells `append-only`."""
    return value.replace("-", "_") if isinstance(value, str) else value


def _refuse_boolean(value: object) -> object:
    """True is 1 for Python; whoever writes it for a number means something else."""
    if isinstance(value, bool):
        raise ValueError("must be a valid integer, not true or false")  # noqa: TRY004 - what pydantic takes for a mistake
    return value


def _require_unicode(value: SecretStr) -> SecretStr:
    """JSON can hold half of a surrogate pair, which is no character."""
    try:
        value.get_secret_value().encode()
    except UnicodeEncodeError as error:
        raise ValueError("must be valid Unicode text") from error
    return value


def _require_stream(value: str) -> str:
    if value.count(_STREAM_PLACE) != 1:
        raise ValueError(f"must contain {_STREAM_PLACE} once, or all streams would share one table")
    return value


def _require_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (OSError, ValueError, LookupError) as error:
        raise ValueError("must be the name of a time zone, such as UTC or Europe/Berlin") from error
    return value


WholeNumber = Annotated[int, BeforeValidator(_refuse_boolean)]


class OracleConfig(BaseModel):
    """How Oracle is reached and who logs in."""

    model_config = ConfigDict(extra="forbid")

    host: str = Field(description="Host name or address of the listener", min_length=1)
    port: WholeNumber = Field(1521, description="Port of the listener", ge=1, le=65535)
    service_name: str = Field(description="Service name, for example FREEPDB1", min_length=1)
    username: str = Field(description="Database user that logs in", min_length=1)
    password: Annotated[SecretStr, AfterValidator(_require_unicode)] = Field(description="Its password", min_length=1)
    tcp_connect_timeout_s: float = Field(
        20.0, description="Seconds until an attempt to connect is given up", gt=0, allow_inf_nan=False
    )


class TableSettings(BaseModel):
    """What may be said for all streams, and for some."""

    number_type: Literal["number", "binary_double"] = Field(
        "number",
        description="Column of a number without stated decimals: number keeps each digit, binary_double also NaN",
    )
    string_type: Literal["varchar2", "clob"] = Field(
        "varchar2", description="Column of a string without maxLength: varchar2 of the server's largest size, or clob"
    )
    boolean_type: Literal["number", "boolean"] = Field(
        "number", description="Column of a boolean: number is 1 or 0, boolean needs Oracle 23ai"
    )
    datetime_type: Literal["timestamp_tz", "timestamp"] = Field(
        "timestamp_tz", description="Column of a date-time: with time zone or without; both hold UTC"
    )
    json_type: Literal["clob", "json"] = Field(
        "clob", description="Column of an object or array: clob with IS JSON, or json, which needs Oracle 21c"
    )
    storage_mode: Literal["flattened", "json", "hybrid"] = Field(
        "flattened",
        description="flattened: a column a property; json: keys and the whole record; hybrid: scalars and the record",
    )
    json_column_name: str = Field("DATA", description="Column of the whole record with json and hybrid", min_length=1)
    flattening_enabled: bool = Field(default=False, description="Make columns of the properties of nested objects")
    flattening_max_depth: WholeNumber = Field(10, description="Levels of nested objects that become columns", ge=1)
    flattening_separator: str = Field("__", description="What joins the names of nested properties", min_length=1)
    ignored_columns: list[str] = Field([], description="Properties that are not stored; * and ? stand for others")
    column_ordering: Literal["schema", "alphabetical"] = Field(
        "schema", description="Columns of a new table: as in the schema, or keys first and then by name"
    )
    on_schema_mismatch: Literal["evolve", "fail", "ignore"] = Field(
        "evolve",
        description="A table that does not fit: evolve changes it, fail stops, ignore leaves out what it cannot take",
    )
    on_impossible_change: Literal["copy", "version", "fail"] = Field(
        "copy",
        description="A type that ALTER TABLE cannot change: copy to a new column, version adds one beside it, fail",
    )
    copy_max_rows: WholeNumber = Field(
        1_000_000, description="Rows up to which copy copies; above, it adds a column beside", ge=0
    )
    string_overflow: Literal["evolve", "reject", "truncate", "fail"] = Field(
        "evolve", description="Text longer than its column: evolve makes the column longer, truncate cuts"
    )
    nul_policy: Literal["reject", "remove", "keep"] = Field("reject", description="Text with the character U+0000")
    empty_string_policy: Literal["null", "sentinel", "reject"] = Field(
        "null", description="'', which Oracle stores as NULL; in a key null is refused"
    )
    empty_string_sentinel: str = Field(" ", description="What stands for '' with sentinel", min_length=1)
    fraction_overflow: Literal["reject", "truncate", "round"] = Field(
        "reject", description="More digits after the point or of a second than the column has"
    )
    year_overflow: Literal["reject", "null", "clamp"] = Field(
        "reject", description="Years that are not 0001 to 9999; clamp stores the nearest moment"
    )
    clock_overflow: Literal["reject", "roll"] = Field(
        "reject", description="24:00 and leap seconds; roll stores the next day's or minute's beginning"
    )
    nan_policy: Literal["reject", "null"] = Field(
        "reject", description="NaN and infinity in a column of type NUMBER; BINARY_DOUBLE holds them"
    )
    surrogate_policy: Literal["reject", "replace"] = Field(
        "reject", description="Half of a surrogate pair in text; replace stores U+FFFD"
    )
    default_timezone: Annotated[str, AfterValidator(_require_zone)] = Field(
        "UTC", description="Time zone of date-times that name none, for example Europe/Berlin"
    )
    add_comments: bool = Field(default=False, description="Make comments of the descriptions in the schema")


class StreamConfig(TableSettings):
    """What is said for some streams alone."""

    model_config = ConfigDict(extra="forbid")

    table_name: str | None = Field(None, description="Name of the stream's table", min_length=1)
    column_mappings: dict[str, str] = Field({}, description="Names of columns by property")
    column_types: dict[str, str] = Field({}, description="Oracle types by property, for example NUMBER(10,2)")


class Settings(BaseSettings, TableSettings):
    """Everything that can be set."""

    model_config = SettingsConfigDict(
        env_prefix=ENVIRONMENT_PREFIX,
        env_prefix_target="all",
        env_nested_delimiter=ENVIRONMENT_NESTING,
        env_file=".env",
        env_file_encoding="utf-8",
        extra="ignore",  # `.env` serves other programs too; unknown keys of ours are found by _unknown_keys
        populate_by_name=True,
    )

    oracle_config: OracleConfig = Field(description="Connection to Oracle")
    default_target_schema: str = Field(description="Schema (user) that owns the tables", min_length=1)
    batch_size: WholeNumber = Field(
        10_000,
        description="Records of a stream that are loaded and committed together",
        ge=1,
        le=1_000_000,
        validation_alias=AliasChoices("batch_size", "batch_size_rows"),
    )
    batch_size_bytes: WholeNumber = Field(
        16 * 1024 * 1024,
        description="Bytes of input after which a batch is loaded even with fewer records",
        ge=1,
    )
    batch_wait_limit_s: float = Field(
        60.0,
        description="Seconds after which a batch is loaded even with fewer records",
        gt=0,
        allow_inf_nan=False,
    )
    load_method: Annotated[Literal["append_only"], BeforeValidator(_normalize_load_method)] = Field(
        "append_only", description="How rows reach the table: append_only inserts them"
    )
    pool_size: WholeNumber = Field(
        10, description="Most connections to Oracle, and batches on their way, at a time", ge=1, le=1000
    )
    add_record_metadata: bool = Field(default=True, description="Add the seven _SDC_ columns of the Meltano SDK")
    identifier_case: Literal["upper", "snake", "preserve"] = Field(
        "upper", description="Names of tables and columns: upper, snake (camelCase is CAMEL_CASE), or preserve"
    )
    stream_name_format: Literal["whole", "schema-table", "db.schema.table"] = Field(
        "whole", description="Part of a stream's name that names its table: whole, or the last of these parts"
    )
    table_name_pattern: Annotated[str, AfterValidator(_require_stream)] = Field(
        _STREAM_PLACE, description="Name of a table, {stream} stands for that part of the stream's name"
    )
    table_prefix: str = Field("", description="What the name of each table begins with")
    table_suffix: str = Field("", description="What the name of each table ends with")
    control_tables: bool = Field(
        default=True, description="Keep the names of columns in the table FLEXT_NAME_MAP of the control_schema"
    )
    control_schema: str = Field("", description="Schema of the target's own tables; empty means default_target_schema")
    streams: dict[str, StreamConfig] = Field(
        {}, description="Settings of single streams, by name or by pattern with * and ?"
    )
    shutdown_grace_s: float = Field(
        8.0,
        description="Seconds that SIGTERM or SIGINT leave to make the last STATE durable",
        gt=0,
        allow_inf_nan=False,
    )

    def for_stream(self, name: str) -> StreamConfig:
        """What holds for a stream: for all streams, then of each pattern in its order, then of its own name."""
        matching = [pattern for pattern in self.streams if pattern != name and fnmatchcase(name, pattern)]
        said: dict[str, Any] = {key: getattr(self, key) for key in TableSettings.model_fields}
        for pattern in [*matching, *([name] if name in self.streams else [])]:
            found = self.streams[pattern]
            said.update({key: getattr(found, key) for key in found.model_fields_set})
        return StreamConfig.model_construct(**said)


def setting_fields() -> Iterator[tuple[str, FieldInfo]]:
    """Every setting with its full key, the required ones first."""
    own = [name for name in Settings.model_fields if name not in TableSettings.model_fields]
    for name in [*own, *TableSettings.model_fields]:
        field = Settings.model_fields[name]
        if name == "oracle_config":
            yield from ((f"{name}.{key}", inner) for key, inner in OracleConfig.model_fields.items())
        else:
            yield name, field


def stream_fields() -> Iterator[tuple[str, FieldInfo]]:
    """Every setting that only a stream can have, with its full key."""
    for name, field in StreamConfig.model_fields.items():
        if name not in TableSettings.model_fields:
            yield f"streams.<stream>.{name}", field
