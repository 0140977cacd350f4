"""Piggybacks: small messages in front of a function, which get no answer of their own."""

from dataclasses import dataclass

from oracle_standin.ttc.reader import Reader, decoded

_MAX_CURSORS = 65_535  # cursor numbers have 16 bits
_ABORT_ON_ERROR = 2  # constants.pxi, TNS_PIPELINE_MODE_ABORT_ON_ERROR


@dataclass(frozen=True, slots=True)
class CloseCursors:
    """Cursors that the client no longer uses."""

    cursor_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SetSchema:
    """The new current schema, as the caller typed it."""

    schema: str


@dataclass(frozen=True, slots=True)
class SetEndToEnd:
    """Attributes of the session for tracing; None is unchanged."""

    client_identifier: str | None
    module: str | None
    action: str | None
    client_info: str | None


@dataclass(frozen=True, slots=True)
class SessionState:
    """A pool tells where a request begins or ends."""


@dataclass(frozen=True, slots=True)
class BeginPipeline:
    """Requests follow that do not wait for answers; after an error the others may be aborted."""

    aborts_on_error: bool


def read_close_cursors(reader: Reader) -> CloseCursors:
    """Piggyback 105, behind its function code."""
    reader.u8()
    count = min(reader.ub(), _MAX_CURSORS)
    return CloseCursors(tuple(reader.ub() for _ in range(count)))


def read_set_schema(reader: Reader) -> SetSchema:
    """Piggyback 152, behind its function code."""
    reader.u8()
    return SetSchema(decoded(reader.dalc()))


def read_set_end_to_end(reader: Reader) -> SetEndToEnd:
    """Piggyback 135, behind its function code."""
    reader.raw(2)
    reader.ub()  # which attributes are there: the pointers say it as well
    pairs = [(reader.u8(), reader.ub()) for _ in range(9)]
    identifier, module, action, _, _, client_info, _, _, operation = pairs
    values = [_attribute(reader, *pair) for pair in (identifier, module, action, client_info, operation)]
    return SetEndToEnd(*values[:4])


def read_session_state(reader: Reader) -> SessionState:
    """Piggyback 176, behind its function code."""
    reader.ub()
    return SessionState()


def read_begin_pipeline(reader: Reader) -> BeginPipeline:
    """Piggyback 199, behind its function code."""
    reader.ub()
    reader.u8()
    return BeginPipeline(aborts_on_error=reader.u8() == _ABORT_ON_ERROR)


def _attribute(reader: Reader, pointer: int, length: int) -> str | None:
    if not pointer:
        return None
    return reader.text() if length else ""
