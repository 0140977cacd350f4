"""What a packaged procedure is: its parameters, and the function that performs it."""

from collections.abc import Callable
from dataclasses import dataclass

from oracle_standin.engine.plsql.packages.output_buffer import OutputBuffer
from oracle_standin.engine.session import EngineSession
from oracle_standin.sql.types import Kind

Texts = dict[str, str | None]
"""Values by parameter, as text; parameters that were not given are absent."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A formal parameter. `mode` is IN, OUT or IN OUT."""

    name: str
    kind: Kind = Kind.VARCHAR2
    mode: str = "IN"
    is_required: bool = True

    @property
    def is_output(self) -> bool:
        """Whether the actual parameter takes a value."""
        return self.mode != "IN"


@dataclass(frozen=True, slots=True)
class PackageState:
    """What the packages of a session share."""

    session: EngineSession
    output: OutputBuffer


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure; a function has the type of its `result`, which `run` gives under the name RESULT."""

    parameters: tuple[Parameter, ...]
    run: Callable[[PackageState, Texts], Texts]
    result: Kind | None = None


def optional(name: str, kind: Kind = Kind.VARCHAR2) -> Parameter:
    """An IN parameter with a default."""
    return Parameter(name, kind, is_required=False)


def output(name: str, kind: Kind = Kind.VARCHAR2) -> Parameter:
    """An OUT parameter."""
    return Parameter(name, kind, "OUT")
