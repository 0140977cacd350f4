"""ERROR (4): the end of an execute or fetch, with an error or without."""

from collections.abc import Sequence
from dataclasses import dataclass

from oracle_standin.errors import OracleError
from oracle_standin.ttc.capabilities import Capabilities, FieldVersion
from oracle_standin.ttc.status import call_status
from oracle_standin.ttc.writer import clr, sb, ub

_MESSAGE_TYPE = 4
_MAX_POSITION = 0x7FFF  # the field is a signed 16-bit integer
_MAX_BATCH_ERRORS = 0xFFFF  # 16 bits count codes and texts; drivers refuse an answer with more row offsets than that
_ROWID_NONE = bytes(5)
_END_OF_DATA = OracleError(1403, "no data found")
_BATCH_FAILED = OracleError(24381, "error(s) in array DML")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a call ended.

    `row_count` is the number of rows affected, or fetched so far from a query; `batch_errors` are the rows of an
    array that failed, counted from 0, with their errors; `rowid` is that of the last row that was changed.
    """

    is_in_transaction: bool
    cursor_id: int = 0
    row_count: int = 0
    error: OracleError | None = None
    batch_errors: Sequence[tuple[int, OracleError]] = ()
    is_end_of_data: bool = False
    rowid: bytes | None = None


def write_error(outcome: Outcome, capabilities: Capabilities) -> bytes:
    """An ERROR message; success is the one with number 0."""
    error = outcome.error
    if error is None and outcome.batch_errors:
        error = _BATCH_FAILED
    if error is None and outcome.is_end_of_data:
        error = _END_OF_DATA
    code = error.code if error else 0
    parts = [
        bytes((_MESSAGE_TYPE,)),
        ub(call_status(is_in_transaction=outcome.is_in_transaction)),
        ub(0),  # end-to-end sequence number
        ub(min(outcome.row_count, 0xFFFFFFFF)),  # current row
        ub(code & 0xFFFF),
        bytes(2),  # array element with the error, twice
        ub(outcome.cursor_id),
        sb(min(error.position, _MAX_POSITION) if error else 0),
        bytes(6),  # SQL type, fatal, flags, cursor options, UPI parameter, warnings
        outcome.rowid or _ROWID_NONE,
        bytes(6),  # OS error, statement number, call number, padding, iterations, logical rowid
        _batch_errors(outcome.batch_errors),
        ub(code),
        ub(outcome.row_count),
    ]
    if capabilities.field_version >= FieldVersion.V20_1:
        parts.append(bytes(2))  # SQL type, checksum
    if error:
        parts.append(clr(error.text.encode()))
    return b"".join(parts)


def _batch_errors(errors: Sequence[tuple[int, OracleError]]) -> bytes:
    if not errors:
        return bytes(3)
    described = errors[:_MAX_BATCH_ERRORS]
    count, all_count = ub(len(described)) + b"\0", ub(len(errors)) + b"\0"
    codes = b"".join(ub(error.code & 0xFFFF) for _, error in described)
    offsets = b"".join(ub(row) for row, _ in errors)
    texts = b"".join(_batch_error_text(error) for _, error in described)
    return count + codes + all_count + offsets + count + texts


def _batch_error_text(error: OracleError) -> bytes:
    text = error.text.encode()
    return ub(len(text)) + clr(text) + bytes(2)
