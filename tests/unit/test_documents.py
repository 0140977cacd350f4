"""What the documents say of the program is what the program says of itself."""

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner

from flext_target_oracle.cli import main
from flext_target_oracle.config import ENVIRONMENT_PREFIX, StreamConfig, TableSettings, setting_fields
from flext_target_oracle.errors import TargetError
from flext_target_oracle.schema import mapping
from flext_target_oracle.schema.changes import AddColumn, CopyColumn, WidenColumn
from flext_target_oracle.schema.evolution import EvolutionRules, evolve
from flext_target_oracle.schema.json_schema import Field, JsonKind
from flext_target_oracle.schema.table import Column, Table
from flext_target_oracle.schema.types import Blob, Clob, parse_type

ROOT = Path(__file__).parents[2]


def rows_of_settings(document: str) -> dict[str, tuple[str, str]]:
    rows = re.findall(r"^\| `([\w.]+)` \| (.*?) \| (.*?) \|$", document, re.MULTILINE)
    return {key: (default, meaning) for key, default, meaning in rows}


def settings_of_the_program() -> dict[str, tuple[str, str]]:
    return {
        key: ("required" if field.is_required() else json.dumps(field.default), field.description or "")
        for key, field in setting_fields()
        if key not in TableSettings.model_fields
    }


def test_readme_lists_every_general_setting_with_its_default_and_meaning() -> None:
    assert rows_of_settings((ROOT / "README.md").read_text()) == settings_of_the_program()


def test_readme_names_every_setting_of_tables_and_streams() -> None:
    readme = (ROOT / "README.md").read_text()

    assert [name for name in StreamConfig.model_fields if f"`{name}`" not in readme] == []


def test_document_of_types_shows_the_table_of_the_program() -> None:
    shown = re.findall(r"^\| .*", (ROOT / "docs" / "types.md").read_text(), re.MULTILINE)

    table = re.findall(r"^\| .*", mapping.__doc__ or "", re.MULTILINE)
    assert len(table) > 10
    assert shown[: len(table)] == table


def test_document_of_types_names_every_policy_with_its_default_and_choices() -> None:
    text = (ROOT / "docs" / "types.md").read_text()
    rows = dict(re.findall(r"^\| [^|]+ \| `(\w+)` \| (.*)\|$", text, re.MULTILINE))

    policies = [name for name in TableSettings.model_fields if name.endswith(("_overflow", "_policy"))]
    assert sorted(rows) == sorted(policies)
    for name in policies:
        field = TableSettings.model_fields[name]
        default, others = rows[name].split("|")[0:2]
        assert default.startswith(f"`{field.default}`")
        choices = {choice for choice in get_args(field.annotation) if choice != field.default}
        assert {choice for choice in re.findall(r"`(\w+)`", others) if choice in choices} == choices


def test_document_of_types_names_every_setting_of_shapes_and_names() -> None:
    text = (ROOT / "docs" / "types.md").read_text() + (ROOT / "docs" / "schema-evolution.md").read_text()

    others = ["identifier_case", "stream_name_format", "table_name_pattern", "table_prefix", "table_suffix",
              "control_tables", "control_schema", "add_record_metadata"]  # fmt: skip
    assert [name for name in [*StreamConfig.model_fields, *others] if name not in text] == []


EVOLUTION = re.findall(
    r"^\| (-|[A-Z][\w(), ]*) \| ([A-Z][\w(), ]*) \| (.*) \|$",
    (ROOT / "docs" / "schema-evolution.md").read_text(),
    re.MULTILINE,
)


@pytest.mark.parametrize(("current", "needed", "outcome"), EVOLUTION)
def test_document_of_schema_evolution_says_what_happens_to_a_column(current: str, needed: str, outcome: str) -> None:
    wanted = parse_type(needed)
    source = Field(
        "a", JsonKind.STRING, max_length=9000 if wanted in (Clob(), Blob()) else getattr(wanted, "length", None)
    )
    existing = () if current == "-" else (Column("A", parse_type(current), None),)

    found = evolve(Table("DW", "T", existing), Table("DW", "T", (Column("A", wanted, source),)), EvolutionRules())

    assert said(found.changes[0] if found.changes else None) == outcome


def said(change: object) -> str:
    match change:
        case AddColumn(column, beside=None):
            return "added, NULL in the rows that are there"
        case AddColumn(column):
            return f"beside it {column.name}"
        case WidenColumn(column):
            return f"widened to {column.type.sql}"
        case CopyColumn(column):
            return f"copied to {column.type.sql}"
        case _:
            return "stays"


def test_document_of_schema_evolution_has_a_row_for_each_outcome() -> None:
    assert {outcome.split()[0] for _, _, outcome in EVOLUTION} == {"added,", "beside", "widened", "copied", "stays"}


def test_configuration_document_is_what_about_prints() -> None:
    printed = CliRunner().invoke(main, ["--about", "--format", "markdown"]).output

    assert (ROOT / "docs" / "configuration.md").read_text() == printed


def test_env_example_names_every_setting_with_its_meaning_and_default() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    found = {}
    for meaning, assignment in pairwise(lines):
        match = re.fullmatch(rf"(# )?{ENVIRONMENT_PREFIX}(\w+)=(.*)", assignment)
        if match:
            found[match[2].lower().replace("__", ".")] = (match[1] is None, match[3], meaning.removeprefix("# "))

    assert {key: (set_, meaning) for key, (set_, _, meaning) in found.items()} == {
        key: (field.is_required(), field.description) for key, field in setting_fields()
    }
    for key, field in setting_fields():
        if not field.is_required():
            assert found[key][1] == json.dumps(field.default).strip('"')


def test_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= 200


def test_makefile_is_short_and_explains_each_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)

    assert phony is not None
    assert len(makefile.splitlines()) < 60
    assert set(phony[1].split()) == set(re.findall(r"^([a-z0-9-]+):.*## ", makefile, re.MULTILINE))


def test_every_error_stands_in_the_tree_of_its_module() -> None:
    from flext_target_oracle import errors  # noqa: PLC0415 - its docstring is the subject

    assert errors.__doc__ is not None
    for name, value in vars(errors).items():
        if isinstance(value, type) and issubclass(value, TargetError):
            assert name in errors.__doc__
