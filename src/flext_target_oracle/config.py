"""Settings: what a user may say, where it may be said, and what is wrong with it.

In order of precedence: files named with `--config` (a later one wins), environment variables
`FLEXT_TARGET_ORACLE_<KEY>` with `__` for nesting, the file `.env`, defaults. An unknown key is an error that names
the nearest known one. No message holds a value, since the value may be a secret.
"""

import difflib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from dotenv import dotenv_values
from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
)
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from flext_target_oracle.errors import ConfigurationError

_STREAM_PLACE = "{stream}"
ENVIRONMENT_PREFIX = "FLEXT_TARGET_ORACLE_"
_NESTING = "__"


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


class Settings(BaseSettings):
    """Everything that can be set."""

    model_config = SettingsConfigDict(
        env_prefix=ENVIRONMENT_PREFIX,
        env_prefix_target="all",
        env_nested_delimiter=_NESTING,
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
    on_schema_mismatch: Literal["evolve", "fail"] = Field(
        "evolve", description="A table that lacks columns, length or digits: evolve changes it, fail stops the load"
    )
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
    shutdown_grace_s: float = Field(
        8.0,
        description="Seconds that SIGTERM or SIGINT leave to make the last STATE durable",
        gt=0,
        allow_inf_nan=False,
    )


_KEYS = tuple(Settings.model_fields)
_SPELLINGS = {
    str(spelling): key
    for key, field in Settings.model_fields.items()
    if isinstance(field.validation_alias, AliasChoices)
    for spelling in field.validation_alias.choices
}


def load_settings(config_files: Iterable[Path]) -> Settings:
    """The settings from all their places.

    Raises:
        ConfigurationError: A file cannot be read, or keys are unknown, missing or wrong; one line for each.
    """
    merged: dict[str, Any] = {}
    for path in config_files:
        merged = _merge(merged, _with_own_keys(_read_file(path)))
    problems = list(_unknown_keys(merged))
    try:
        # The environment is read by pydantic-settings; mypy cannot see that it fills required fields.
        # Known keys alone, since BaseSettings has parameters of its own, such as _env_file.
        settings = Settings(**{key: merged[key] for key in _KEYS if key in merged})
    except ValidationError as error:
        problems += [_explain(detail["loc"], detail["type"], detail["msg"]) for detail in error.errors()]
    except SettingsError as error:
        problems.append(f"an environment variable is wrong: {error}")
    if problems:
        raise ConfigurationError("\n".join(problems))
    return settings


def setting_fields() -> Iterator[tuple[str, FieldInfo]]:
    """Every setting with its full key, in the order of the model."""
    for name, field in Settings.model_fields.items():
        if name == "oracle_config":
            yield from ((f"{name}.{key}", inner) for key, inner in OracleConfig.model_fields.items())
        else:
            yield name, field


def _read_file(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_bytes())
    except OSError as error:
        raise ConfigurationError(f"the configuration file {path} cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise ConfigurationError(f"the configuration file {path} is not JSON: {_place(error)}") from error
    if not isinstance(content, dict):
        raise ConfigurationError(f"the configuration file {path} must hold a JSON object")
    return content


def _with_own_keys(content: Mapping[str, Any]) -> dict[str, Any]:
    """The same settings, each under its key, whichever spelling the file uses.

    Raises:
        ConfigurationError: Two spellings of one setting.
    """
    own: dict[str, Any] = {}
    for spelling, value in content.items():
        key = _SPELLINGS.get(spelling, spelling)
        if key in own:
            raise ConfigurationError(f"{spelling}: another spelling of {key} stands in the same file; keep one")
        own[key] = value
    return own


def _read_dotenv() -> Mapping[str, str | None]:
    try:
        return dotenv_values(".env")
    except OSError as error:
        raise ConfigurationError(f"the file .env cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigurationError("the file .env cannot be read: it is not UTF-8 text") from error


def _place(error: Exception) -> str:
    """Where JSON broke, without the text around it, which may be a secret."""
    match error:
        case json.JSONDecodeError():
            return f"{error.msg} at line {error.lineno}, column {error.colno}"
        case UnicodeDecodeError():
            return "it is not UTF-8 text"
        case _:
            return "a number is too long, or the nesting too deep"


def _merge(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(first)
    for key, value in second.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _merge(merged[key], value) if both else value
    return merged


def _unknown_keys(merged: Mapping[str, Any]) -> Iterator[str]:
    known = _known_keys(())
    variables = (name for name in {*os.environ, *_read_dotenv()} if name.startswith(ENVIRONMENT_PREFIX))
    keys = (name.removeprefix(ENVIRONMENT_PREFIX).lower().split(_NESTING)[0] for name in variables)
    for key in sorted({*merged, *keys}):
        if key not in known:
            yield f"{key}: unknown setting{_did_you_mean((key,))}"


def _explain(location: tuple[int | str, ...], kind: str, message: str) -> str:
    key = ".".join(str(part) for part in location)
    if kind == "missing":
        return f"{key}: this setting is required"
    if kind == "extra_forbidden":
        return f"{key}: unknown setting{_did_you_mean(location)}"
    text = (
        message.removeprefix("Value error, ")
        .replace("Input should", "must")
        .replace(" dictionary or instance of OracleConfig", " object")
    )
    return f"{key}: {text}"


def _did_you_mean(location: tuple[int | str, ...]) -> str:
    nearest = difflib.get_close_matches(str(location[-1]), _known_keys(location[:-1]), n=1)
    if not nearest:
        return ""
    return "; did you mean " + ".".join([*map(str, location[:-1]), nearest[0]]) + "?"


def _known_keys(parents: tuple[int | str, ...]) -> list[str]:
    if parents:
        return list(OracleConfig.model_fields)
    return [*_KEYS, *_SPELLINGS]
