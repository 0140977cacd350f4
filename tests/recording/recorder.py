"""Notes the SQL that the target hands to the driver: one JSON line for each text that a process sends."""

import json
import os
import sys
from types import FrameType

import oracledb

_TARGET = "flext_target_oracle"


def record_statements(path: str) -> None:
    """From now on add to this file what the target sends in this process, as it writes it, with the server's limits.

    What other code of the process sends is not noted.
    """
    normalize = oracledb.Cursor._normalize_statement
    seen: set[bytes] = set()

    def record_and_normalize(cursor: oracledb.Cursor, statement: str | None) -> str | None:
        if statement and _is_below_the_target(sys._getframe(1)):
            _add_line(path, _line(cursor.connection, statement), seen)
        normalized: str | None = normalize(cursor, statement)
        return normalized

    oracledb.Cursor._normalize_statement = record_and_normalize


def _is_below_the_target(frame: FrameType | None) -> bool:
    while frame is not None:
        if str(frame.f_globals.get("__name__")).partition(".")[0] == _TARGET:
            return True
        frame = frame.f_back
    return False


def _line(connection: oracledb.Connection, statement: str) -> bytes:
    try:
        release = int(connection.version.partition(".")[0])
    except oracledb.Error:
        return b""  # without a connection nothing is sent
    fields = {"sql": statement, "release": release, "max_name_bytes": connection.max_identifier_length or 30}
    return json.dumps(fields).encode() + b"\n"


def _add_line(path: str, line: bytes, seen: set[bytes]) -> None:
    if not line or line in seen:
        return
    seen.add(line)
    # One write to the end of a file is whole, whichever process or thread writes too.
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, line)
    finally:
        os.close(file)
