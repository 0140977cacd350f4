"""A report of the facts that only a real Oracle can confirm: fact, expected, seen, ok or differs."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import oracledb
import pytest


@dataclass(frozen=True, slots=True)
class Contact:
    """What a test found out."""

    fact: str
    expected: object
    seen: object

    @property
    def as_row(self) -> str:
        """A row of a Markdown table."""
        verdict = "ok" if self.expected == self.seen else "differs"
        cells = (self.fact, self.expected, self.seen, verdict)
        return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


_CONTACTS: list[Contact] = []


@pytest.fixture
def check(request: pytest.FixtureRequest) -> Callable[[object, object], None]:
    """Compares what is expected with what is seen, and reports both under the test's docstring."""
    fact = str(request.function.__doc__)

    def compare(expected: object, seen: object) -> None:
        _CONTACTS.append(Contact(fact, expected, seen))
        assert seen == expected

    return compare


@pytest.fixture
def outcome() -> Callable[[Callable[[], object]], str]:
    """The code of the error that a call raises, or `done`."""

    def of(call: Callable[[], object]) -> str:
        try:
            call()
        except oracledb.Error as error:
            return str(error.args[0].full_code)
        return "done"

    return of


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not _CONTACTS:
        return
    lines = ["| fact | expected | seen | |", "|---|---|---|---|", *(contact.as_row for contact in _CONTACTS)]
    terminalreporter.section("first contact")
    for line in lines:
        terminalreporter.write_line(line)
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write("\n".join(["## First contact", "", *lines, ""]))
