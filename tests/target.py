"""The installed command as a test uses it: messages in; exit code, STATE lines and stderr out."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from flext_target_oracle.config import OracleConfig
from sent_statements import environment_of_recording

COMMAND = str(Path(sys.executable).parent / "flext-target-oracle")


@dataclass(frozen=True, slots=True)
class Finished:
    """How a run ended."""

    exit_code: int
    states: list[bytes]
    stderr: str

    @property
    def error(self) -> str:
        """What the command itself says in the end, without the log."""
        own = [line for line in self.stderr.splitlines() if line.startswith("flext-target-oracle: ")]
        return "\n".join(line.removeprefix("flext-target-oracle: ") for line in own)


@dataclass(frozen=True, slots=True)
class Printed:
    """What a subcommand printed."""

    exit_code: int
    stdout: str
    stderr: str


@dataclass(frozen=True, slots=True)
class Target:
    """Runs the command in `folder`, which has no `.env` unless the test writes one."""

    config: OracleConfig
    folder: Path
    settings: dict[str, Any] = field(default_factory=dict)

    def load(
        self,
        messages: Iterable[dict[str, Any] | bytes],
        *,
        timeout: float = 100,
        **settings: Any,  # noqa: ANN401
    ) -> Finished:
        """Load messages; bytes are lines as they stand."""
        return self.load_bytes(b"".join(map(line, messages)), timeout=timeout, **settings)

    def load_bytes(
        self,
        content: bytes,
        *arguments: str,
        timeout: float = 100,
        **settings: Any,  # noqa: ANN401
    ) -> Finished:
        """Load an input as it stands, within so many seconds."""
        finished = subprocess.run(
            [COMMAND, "--config", self.write_config(**settings), *arguments],
            input=content,
            capture_output=True,
            cwd=self.folder,
            env=environment(),
            timeout=timeout,
            check=False,
        )
        return Finished(finished.returncode, finished.stdout.splitlines(), finished.stderr.decode())

    def run(self, subcommand: str, *arguments: str, content: bytes = b"", **settings: Any) -> Printed:  # noqa: ANN401
        """What a subcommand says of an input."""
        finished = subprocess.run(
            [COMMAND, subcommand, "--config", self.write_config(**settings), *arguments],
            input=content,
            capture_output=True,
            cwd=self.folder,
            env=environment(),
            timeout=100,
            check=False,
        )
        return Printed(finished.returncode, finished.stdout.decode(), finished.stderr.decode())

    def start(
        self,
        *,
        stdin: IO[bytes] | int = subprocess.PIPE,
        stderr: IO[bytes] | int = subprocess.PIPE,
        **settings: Any,  # noqa: ANN401
    ) -> subprocess.Popen[bytes]:
        """A run whose stdin, stdout and stderr are pipes in the test's hands, or what it names."""
        return subprocess.Popen(
            [COMMAND, "--config", self.write_config(**settings)],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=stderr,
            cwd=self.folder,
            env=environment(),
        )

    def write_config(self, **settings: Any) -> str:  # noqa: ANN401
        """The path of a config file; settings of None are left out."""
        path = self.folder / "config.json"
        merged = {
            "oracle_config": connection_settings(self.config),
            "default_target_schema": self.config.username,
            **self.settings,
            **settings,
        }
        path.write_text(json.dumps({key: value for key, value in merged.items() if value is not None}))
        return str(path)


def connection_settings(config: OracleConfig) -> dict[str, Any]:
    """The connection as a config file says it."""
    return config.model_dump(mode="json", exclude={"password"}) | {"password": config.password.get_secret_value()}


def environment(**more: str) -> dict[str, str]:
    """This process's environment without settings of the target; what the target sends is recorded."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("FLEXT_TARGET_ORACLE_")}
    return kept | environment_of_recording() | more


def line(message: dict[str, Any] | bytes) -> bytes:
    """A message as a line."""
    return message if isinstance(message, bytes) else json.dumps(message, ensure_ascii=False).encode() + b"\n"


def schema(stream: str, properties: dict[str, Any], keys: Iterable[str] = ()) -> dict[str, Any]:
    """A SCHEMA message."""
    return {"type": "SCHEMA", "stream": stream, "schema": {"properties": properties}, "key_properties": list(keys)}


def record(stream: str, values: dict[str, Any], **attributes: Any) -> dict[str, Any]:  # noqa: ANN401
    """A RECORD message."""
    return {"type": "RECORD", "stream": stream, "record": values, **attributes}


def state(value: Any) -> dict[str, Any]:  # noqa: ANN401
    """A STATE message."""
    return {"type": "STATE", "value": value}
