"""Where settings come from, and what is wrong with them.

In order of precedence: files named with `--config` (a later one wins), environment variables
`FLEXT_TARGET_ORACLE_<KEY>` with `__` for nesting, the file `.env`, defaults. An unknown key is an error that names
the nearest known one. No message holds a value, since the value may be a secret.
"""

import difflib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from pydantic import AliasChoices, ValidationError
from pydantic_settings import SettingsError

from flext_target_oracle.config import (
    ENVIRONMENT_NESTING,
    ENVIRONMENT_PREFIX,
    OracleConfig,
    Settings,
    StreamConfig,
)
from flext_target_oracle.errors import ConfigurationError

_KEYS = tuple(Settings.model_fields)
_SPELLINGS = {
    str(spelling): key
    for key, field in Settings.model_fields.items()
    if isinstance(field.validation_alias, AliasChoices)
    for spelling in field.validation_alias.choices
}


# Stands for the connection where none is made.
_OFFLINE = {"host": "offline", "service_name": "offline", "username": "offline", "password": "offline"}


def load_settings(config_files: Iterable[Path], *, needs_connection: bool = True) -> Settings:
    """The settings from all their places.

    Raises:
        ConfigurationError: A file cannot be read, or keys are unknown, missing or wrong; one line for each.
    """
    merged: dict[str, Any] = {}
    for path in config_files:
        merged = _merge(merged, _with_own_keys(_read_file(path)))
    problems = list(_unknown_keys(merged))
    if not needs_connection:
        merged["oracle_config"] = _OFFLINE
        if f"{ENVIRONMENT_PREFIX}DEFAULT_TARGET_SCHEMA" not in {*os.environ, *_read_dotenv()}:
            merged.setdefault("default_target_schema", "TARGET")
    try:
        # The environment is read by pydantic-settings; mypy cannot see that it fills required fields.
        # Known keys alone, since BaseSettings has parameters of its own, such as _env_file.
        settings = Settings(**{key: merged[key] for key in _KEYS if key in merged})
    except ValidationError as error:
        problems += [_explain(detail["loc"], detail["type"], detail["msg"]) for detail in error.errors()]
    except SettingsError as error:
        problems.append(_explain_variable(error))
    if problems:
        raise ConfigurationError("\n".join(problems))
    return settings


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
    keys = (name.removeprefix(ENVIRONMENT_PREFIX).lower().split(ENVIRONMENT_NESTING)[0] for name in variables)
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


def _explain_variable(error: SettingsError) -> str:
    """pydantic-settings names the field of a variable that is no JSON."""
    field = re.search(r'field "(\w+)"', str(error))
    if field is None:
        return "an environment variable must hold JSON"
    return f"{field[1]}: the environment variable {ENVIRONMENT_PREFIX}{field[1].upper()} must hold JSON"


def _did_you_mean(location: tuple[int | str, ...]) -> str:
    nearest = difflib.get_close_matches(str(location[-1]), _known_keys(location[:-1]), n=1)
    if not nearest:
        return ""
    return "; did you mean " + ".".join([*map(str, location[:-1]), nearest[0]]) + "?"


def _known_keys(parents: tuple[int | str, ...]) -> list[str]:
    if parents[:1] == ("streams",):
        return list(StreamConfig.model_fields)
    if parents:
        return list(OracleConfig.model_fields)
    return [*_KEYS, *_SPELLINGS]
