"""A request of a session that is set up: piggybacks, then one function."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from oracle_standin.errors import OracleError, ProtocolError, UnsupportedError
from oracle_standin.ttc.auth import ChangePassword, read_change_password
from oracle_standin.ttc.capabilities import Capabilities
from oracle_standin.ttc.column_metadata import BindLayout
from oracle_standin.ttc.direct_path import (
    DirectPathEnd,
    DirectPathPrepare,
    DirectPathStream,
    read_direct_path_end,
    read_direct_path_prepare,
    read_direct_path_stream,
)
from oracle_standin.ttc.execute import Execute, read_execute, read_reexecute
from oracle_standin.ttc.fetch import Fetch, read_fetch
from oracle_standin.ttc.functions import OTHER_FUNCTIONS, Function, MessageType, read_function_code
from oracle_standin.ttc.lob_op import FreeLobs, LobOp, read_free_lobs, read_lob_op
from oracle_standin.ttc.piggybacks import (
    BeginPipeline,
    CloseCursors,
    SessionState,
    SetEndToEnd,
    SetSchema,
    read_begin_pipeline,
    read_close_cursors,
    read_session_state,
    read_set_end_to_end,
    read_set_schema,
)
from oracle_standin.ttc.reader import Reader


class Command(Enum):
    """Functions without a body; each is answered with a STATUS message."""

    COMMIT = Function.COMMIT
    ROLLBACK = Function.ROLLBACK
    PING = Function.PING
    LOGOFF = Function.LOGOFF
    PIPELINE_END = Function.PIPELINE_END


@dataclass(frozen=True, slots=True)
class UnreadableCall:
    """A call that the stand-in cannot read to its end, and why."""

    error: OracleError


Piggyback: TypeAlias = CloseCursors | SetSchema | SetEndToEnd | FreeLobs | SessionState | BeginPipeline
DirectPathCall: TypeAlias = DirectPathPrepare | DirectPathStream | DirectPathEnd
Call: TypeAlias = Command | Execute | Fetch | LobOp | DirectPathCall | ChangePassword | UnreadableCall

_PIGGYBACKS: dict[int, Callable[[Reader], Piggyback]] = {
    Function.CLOSE_CURSORS: read_close_cursors,
    Function.SET_SCHEMA: read_set_schema,
    Function.SET_END_TO_END: read_set_end_to_end,
    Function.LOB_OP: read_free_lobs,
    Function.SESSION_STATE: read_session_state,
    Function.PIPELINE_BEGIN: read_begin_pipeline,
}
_CALLS: dict[int, Callable[[Reader], Call]] = {
    Function.FETCH: read_fetch,
    Function.LOB_OP: read_lob_op,
    Function.DIRECT_PATH_PREPARE: read_direct_path_prepare,
    Function.DIRECT_PATH_STREAM: read_direct_path_stream,
    Function.DIRECT_PATH_END: read_direct_path_end,
}


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asks for in one message."""

    piggybacks: tuple[Piggyback, ...]
    call: Call


def read_request(reader: Reader, capabilities: Capabilities, layout_of: Callable[[int], BindLayout]) -> Request:
    """The next request; `layout_of` yields the binds of a cursor's last EXECUTE.

    Raises:
        OracleError: A piggyback is unknown; the rest of the request has not been read then.
        ProtocolError: The bytes are no request.
    """
    piggybacks = []
    while (message_type := reader.u8()) == MessageType.PIGGYBACK:
        piggybacks.append(_read_piggyback(reader, read_function_code(reader, capabilities)))
    if message_type != MessageType.FUNCTION:
        raise ProtocolError(f"a request with message type {message_type}")
    try:
        call = _read_call(reader, capabilities, layout_of)
    except OracleError as error:  # ORA-03115 for an unknown function, or whatever makes a known one unreadable
        return Request(tuple(piggybacks), UnreadableCall(error))
    if not reader.is_at_end:
        raise ProtocolError("bytes behind the end of a request")
    return Request(tuple(piggybacks), call)


def _read_piggyback(reader: Reader, code: int) -> Piggyback:
    read = _PIGGYBACKS.get(code)
    if read is None:
        raise UnsupportedError(OTHER_FUNCTIONS.get(code, f"protocol piggyback {code}"))
    return read(reader)


def _read_call(reader: Reader, capabilities: Capabilities, layout_of: Callable[[int], BindLayout]) -> Call:
    code = read_function_code(reader, capabilities)
    match code:
        case Function.EXECUTE:
            return read_execute(reader, capabilities, layout_of)
        case Function.REEXECUTE | Function.REEXECUTE_AND_FETCH:
            return read_reexecute(reader, layout_of, is_fetch=code == Function.REEXECUTE_AND_FETCH)
        case _ if code in _CALLS:
            return _CALLS[code](reader)
        case Function.COMMIT | Function.ROLLBACK | Function.PING | Function.LOGOFF:
            return Command(code)
        case Function.AUTH_PHASE_TWO:
            return read_change_password(reader)
        case Function.PIPELINE_END:
            reader.ub()
            return Command.PIPELINE_END
        case _ if code in OTHER_FUNCTIONS:
            raise UnsupportedError(OTHER_FUNCTIONS[code])
        case _:
            # Error Help, ORA-03115: unsupported network datatype or representation
            raise OracleError(3115, f"unsupported network datatype or representation (protocol function {code})")
