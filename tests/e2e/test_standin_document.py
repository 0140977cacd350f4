"""docs/standin.md names what the code has registered."""

import subprocess
import sys
from pathlib import Path

from oracle_standin.faults.fault import Point
from oracle_standin.faults.grammar import parse
from oracle_standin.profiles import PROFILES

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "standin.md").read_text()


def test_the_table_of_the_document_is_what_the_code_has_registered() -> None:
    """`make docs` writes it again."""
    reference = subprocess.run(
        [sys.executable, "scripts/standin_reference.py"], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert reference.stdout
    assert reference.stdout in DOCUMENT


def test_the_document_names_each_point_of_a_fault_and_each_profile() -> None:
    for name in (*(point.value for point in Point), *PROFILES):
        assert f"`{name}`" in DOCUMENT or f"--profile {name}`" in DOCUMENT


def test_the_faults_of_the_examples_can_be_read() -> None:
    quoted = DOCUMENT.split("--fault ")[1:]
    texts = [part.split('"')[1] for part in quoted if part.startswith('"')]

    assert len(texts) == 3
    for text in texts:
        parse(text)
