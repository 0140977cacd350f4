"""The installed command in the shape in which the SDK's test runner calls a target of the SDK."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

from singer_sdk.exceptions import FatalSyncError, MissingKeyPropertiesError, RecordsWithoutSchemaException

from target import COMMAND, environment

_PARTS = {"came before its SCHEMA": RecordsWithoutSchemaException, "has no key property": MissingKeyPropertiesError}


class CommandTarget:
    """Loads lines with a run of the command, and says in the SDK's errors why one failed."""

    def __init__(self, *, config: dict[str, Any], parse_env_config: bool) -> None:
        assert parse_env_config, "the command always reads its variables"
        self._config = config

    def process_lines(self, lines: Iterable[str]) -> None:
        """Load all lines; STATE goes to stdout."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "config.json"
            path.write_text(json.dumps(self._config))
            sys.stdout.write(_run("--config", str(path), lines="".join(lines), folder=folder))

    def process_endofpipe(self) -> None:
        """Nothing waits: the run has ended with its input."""

    @classmethod
    def print_version(cls) -> None:
        """Write the version to stdout."""
        sys.stdout.write(_run("--version"))

    @classmethod
    def print_about(cls, output_format: str | None = None) -> None:
        """Write to stdout what the target is."""
        sys.stdout.write(_run("--about", *(["--format", output_format] if output_format else [])))


def _run(*arguments: str, lines: str = "", folder: str | None = None) -> str:
    """What the command writes to stdout.

    Raises:
        FatalSyncError: It failed.
    """
    done = subprocess.run(
        [COMMAND, *arguments],
        input=lines.encode(),
        capture_output=True,
        cwd=folder,
        env=environment(),
        timeout=100,
        check=False,
    )
    if done.returncode != 0:
        _fail(done.stderr.decode())
    return done.stdout.decode()


def _fail(stderr: str) -> NoReturn:
    message = stderr.splitlines()[-1]
    raise next((error for part, error in _PARTS.items() if part in message), FatalSyncError)(message)
