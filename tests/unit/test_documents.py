"""What the documents say of the program is what the program says of itself."""

import json
import re
from itertools import pairwise
from pathlib import Path

from click.testing import CliRunner

from flext_target_oracle.cli import main
from flext_target_oracle.config import ENVIRONMENT_PREFIX, setting_fields
from flext_target_oracle.errors import TargetError

ROOT = Path(__file__).parents[2]


def rows_of_settings(document: str) -> dict[str, tuple[str, str]]:
    rows = re.findall(r"^\| `([\w.]+)` \| (.*?) \| (.*?) \|$", document, re.MULTILINE)
    return {key: (default, meaning) for key, default, meaning in rows}


def settings_of_the_program() -> dict[str, tuple[str, str]]:
    return {
        key: ("required" if field.is_required() else json.dumps(field.default), field.description or "")
        for key, field in setting_fields()
    }


def test_readme_lists_every_setting_with_its_default_and_meaning() -> None:
    assert rows_of_settings((ROOT / "README.md").read_text()) == settings_of_the_program()


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
