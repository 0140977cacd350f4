"""STATUS (9): the end of an answer that has nothing else to say."""

from oracle_standin.ttc.writer import ub

_MESSAGE_TYPE = 9
_TRANSACTION_IN_PROGRESS = 0x2  # constants.pxi, TNS_EOCS_FLAGS_TXN_IN_PROGRESS


def call_status(*, is_in_transaction: bool) -> int:
    """The status at the end of a call; clients roll back on close only if it tells of a transaction."""
    return _TRANSACTION_IN_PROGRESS if is_in_transaction else 0


def write_status(*, is_in_transaction: bool) -> bytes:
    """A STATUS message."""
    return bytes((_MESSAGE_TYPE,)) + ub(call_status(is_in_transaction=is_in_transaction)) + ub(0)
