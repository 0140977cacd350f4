"""The headers of functions and piggybacks, and the codes behind them."""

from enum import IntEnum

from oracle_standin.ttc.capabilities import Capabilities, FieldVersion
from oracle_standin.ttc.reader import Reader


class MessageType(IntEnum):
    """The first byte of a message from the client once the session is set up."""

    FUNCTION = 3
    PIGGYBACK = 17
    FAST_AUTH = 34


class Function(IntEnum):
    """Function codes (python-oracledb, constants.pxi, TNS_FUNC_*)."""

    REEXECUTE = 4
    FETCH = 5
    LOGOFF = 9
    COMMIT = 14
    ROLLBACK = 15
    REEXECUTE_AND_FETCH = 78
    EXECUTE = 94
    LOB_OP = 96
    CLOSE_CURSORS = 105
    AUTH_PHASE_TWO = 115
    AUTH_PHASE_ONE = 118
    DIRECT_PATH_PREPARE = 128
    DIRECT_PATH_STREAM = 129
    DIRECT_PATH_END = 130
    SET_END_TO_END = 135
    PING = 147
    SET_SCHEMA = 152
    SESSION_STATE = 176
    PIPELINE_BEGIN = 199
    PIPELINE_END = 200


# what others are for
OTHER_FUNCTIONS = {
    103: "transactions without a session, and two-phase commit",
    104: "two-phase commit",
    121: "Advanced Queuing",
    122: "Advanced Queuing",
    125: "subscriptions to changes",
    145: "Advanced Queuing",
    154: "application contexts",
    162: "pooled servers",
    163: "pooled servers",
    187: "notifications",
    205: "security contexts of end users",
}


def read_function_code(reader: Reader, capabilities: Capabilities) -> int:
    """The function code; sequence number and token are left out, answers come in the order of the requests."""
    code = reader.u8()
    reader.u8()
    if capabilities.field_version >= FieldVersion.V23_1_EXT1:
        reader.ub()
    return code
