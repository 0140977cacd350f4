"""What the target sent to the database in this test run, its own processes included, and what is wrong with it."""

import json
import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

from recording.recorder import record_statements
from sql_rules import violations

RECORDING = Path(__file__).parent / "recording"
_VARIABLE = "FLEXT_TEST_STATEMENTS"


@dataclass(frozen=True, slots=True)
class SentStatement:
    """A statement and the limits of the server that got it."""

    sql: str
    release: int
    max_name_bytes: int


@dataclass(slots=True)
class SentStatements:
    """The statements that processes add to a file; each is looked at once."""

    path: Path
    _position: int = field(default=0, init=False)

    def start(self) -> None:
        """Note what this process and those that `environment_of_recording` starts send."""
        self.path.touch()
        os.environ[_VARIABLE] = str(self.path)
        record_statements(str(self.path))

    def take(self) -> list[SentStatement]:
        """What came since the last time."""
        with self.path.open("rb") as file:
            file.seek(self._position)
            content = file.read()
        whole = content[: content.rfind(b"\n") + 1]
        self._position += len(whole)
        return [SentStatement(**json.loads(line)) for line in whole.splitlines()]

    def check(self) -> list[SentStatement]:
        """What came since the last time; fail the test that runs when something of it breaks a rule."""
        statements = list(dict.fromkeys(self.take()))
        broken = [f"{rule}\n{sent.sql}" for sent in statements for rule in _broken_rules(sent)]
        if broken:
            pytest.fail("\n\n".join(["the target sent SQL that breaks rules", *broken]), pytrace=False)
        return statements


def environment_of_recording() -> dict[str, str]:
    """What makes a process note what it sends, in front of what PYTHONPATH says already."""
    return {"PYTHONPATH": os.pathsep.join(filter(None, [str(RECORDING), os.environ.get("PYTHONPATH")]))}


@cache
def _broken_rules(sent: SentStatement) -> list[str]:
    return violations(sent.sql, release=sent.release, max_name_bytes=sent.max_name_bytes)
