"""What the target says of itself: `--about` in its forms, from the settings' own model."""

import json
from collections.abc import Sequence
from typing import Any, Literal, get_args, get_origin

from flext_target_oracle import __version__

NAME = "flext-target-oracle"
DESCRIPTION = "Singer target for Oracle Database"
_CAPABILITIES = ("about", "target-schema", "record-metadata", "activate-version", "schema-flattening")
_FOR_STREAMS = (
    "For all streams, and in `streams.<stream>` for some. `types.md` and `schema-evolution.md` say what they do."
)


def render_about(about_format: str | None) -> str:
    """What this is and which settings it has, as text, json or markdown."""
    from flext_target_oracle.config import Settings, TableSettings, setting_fields, stream_fields  # noqa: PLC0415

    match about_format:
        case "json":
            return json.dumps(_about(Settings.model_json_schema()), indent=2)
        case "markdown":
            general = [(key, field) for key, field in setting_fields() if key not in TableSettings.model_fields]
            of_tables = [(key, field) for key, field in setting_fields() if key in TableSettings.model_fields]
            parts = [
                f"# {NAME}\n\n{DESCRIPTION}, version {__version__}.",
                f"## Settings\n\n{_settings_table(general)}",
                f"## Settings of tables and values\n\n{_FOR_STREAMS}\n\n{_settings_table(of_tables)}",
                f"## Settings of single streams alone\n\n{_settings_table(list(stream_fields()))}",
            ]
            return "\n\n".join(parts)
        case _:
            fields = [*setting_fields(), *stream_fields()]
            lines = [f"  {key} ({_default(field)}): {field.description}" for key, field in fields]
            return "\n".join([f"{NAME} {__version__}", DESCRIPTION, "", "Settings:", *lines])


def _settings_table(fields: Sequence[tuple[str, Any]]) -> str:
    rows = [f"| `{key}` | {_default(field)} | {_choices(field)} | {field.description} |" for key, field in fields]
    return "\n".join(["| setting | default | values | meaning |", "|---|---|---|---|", *rows])


def _choices(field: Any) -> str:  # noqa: ANN401 - pydantic's FieldInfo, which is imported late
    return ", ".join(map(str, get_args(field.annotation))) if get_origin(field.annotation) is Literal else ""


def _about(settings_schema: dict[str, Any]) -> dict[str, Any]:
    """The shape that the Meltano SDK gives to --about --format json."""
    return {
        "name": NAME,
        "description": DESCRIPTION,
        "version": __version__,
        "supported_python_versions": ["3.11", "3.12", "3.13"],
        "capabilities": list(_CAPABILITIES),
        "settings": settings_schema,
    }


def _default(field: Any) -> str:  # noqa: ANN401 - pydantic's FieldInfo, which is imported late
    return "required" if field.is_required() else json.dumps(field.default)
