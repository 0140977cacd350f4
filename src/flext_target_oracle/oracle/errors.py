"""What an error of the driver or of Oracle means for the target: one table from code to class and remedy.

Codes are matched, never whole texts: servers from 23ai on add help addresses and object names to their messages.
Sources: Oracle Error Help (docs.oracle.com/en/error-help/db/) and python-oracledb 26.1, src/oracledb/errors.py.
"""

import re

import oracledb

from flext_target_oracle.errors import (
    ConnectionFailedError,
    DatabaseError,
    PermanentError,
    RecordError,
    TransientError,
)

# At the beginning of a line: inside one it may be a remark of the driver or a value of a row.
_CODE = re.compile(r"^(?:ORA|DPY|DPI)-\d{4,5}\b", re.MULTILINE)
# From 23ai on ORA-01438 and ORA-01722 show a value in the first line of their text.
_ROW_VALUE = re.compile(
    r"(?<=: value ).*(?= greater than specified precision)|(?<= value containing ).*(?= to a number)"
)

# The listener or the log-in: code -> what to look at.
_CONNECTION_REMEDIES = {
    "DPY-6001": "the listener knows no such service: check oracle_config.service_name",
    "ORA-12514": "the listener knows no such service: check oracle_config.service_name",
    "DPY-6003": "the listener knows no such SID: check oracle_config.service_name",
    "DPY-6000": "the listener refused the connection: the database may be starting, full or restricted",
    "DPY-6005": "check oracle_config.host and oracle_config.port, and that the listener is up and reachable",
    "ORA-01017": "the log-in was refused: check oracle_config.username and oracle_config.password",
    "ORA-28000": "the account is locked: ask the database administrator to unlock it",
    "ORA-28001": "the password has expired: set a new one",
    "ORA-01045": "the user may not log in: GRANT CREATE SESSION to it",
    "DPY-3001": "the server requires Native Network Encryption, which the driver's thin mode does not have",
    "DPY-3010": "the server is older than Oracle 12.1",
    "DPY-3015": "the account has only an old password verifier: set its password again",
    "DPY-4011": "the database closed the connection while it was being set up",
    "ORA-01033": "the database is starting up or shutting down",
    "ORA-01034": "the database is not open",
}

_TRANSIENT = frozenset({
    "DPY-1001", "DPY-4005", "DPY-4011", "DPY-4024", "DPY-4033", "DPY-6005", "ORA-00028", "ORA-00054", "ORA-00060",
    "ORA-01012", "ORA-01013", "ORA-01033", "ORA-01034", "ORA-01089", "ORA-01092", "ORA-01555", "ORA-02396",
    "ORA-03113", "ORA-03114", "ORA-03135", "ORA-04020", "ORA-04021", "ORA-08177", "ORA-12514", "ORA-30006",
})  # fmt: skip

_RECORD = frozenset({
    "DPY-4003", "DPY-4004", "ORA-00001", "ORA-01400", "ORA-01407", "ORA-01426", "ORA-01438", "ORA-01461", "ORA-01722",
    "ORA-01830", "ORA-01839", "ORA-01840", "ORA-01841", "ORA-01843", "ORA-01847", "ORA-01858", "ORA-01861",
    "ORA-02290", "ORA-02291", "ORA-12899", "ORA-14400", "ORA-22835", "ORA-40441",
})  # fmt: skip

_TRANSIENT_REMEDY = "this may pass: start again from the last STATE"

# Everything else is permanent; for these it is known what helps.
_PERMANENT_REMEDIES = {
    "ORA-00942": "the table is not there, or the user has no privilege on it",
    "ORA-01031": "grant the missing privilege to the user, or load into its own schema",
    "ORA-41900": "grant the missing privilege to the user, or load into its own schema",
    "ORA-01536": "raise the quota of the schema's owner on its tablespace",
    "ORA-01652": "the temporary tablespace is full",
    "ORA-01653": "the tablespace is full: ask the database administrator to extend it",
    "ORA-01950": "grant the schema's owner a quota on its tablespace",
    "ORA-30036": "the undo tablespace is full: a smaller batch_size needs less of it",
    "ORA-00955": "another object has the name of the table",
    "ORA-01792": "the table would have more columns than Oracle allows",
    "ORA-01430": "a column of this name is there but cannot be seen: it is invisible or set unused",
    "ORA-01451": "the column is in a primary key, and the stream has no value for it: drop the key",
    "ORA-16000": "the database is open for reading only; is this a standby?",
}


def connection_error(error: Exception, *, target: str, username: str) -> ConnectionFailedError:
    """Why Oracle was not reached or refused the log-in, and what to look at."""
    if isinstance(error, TimeoutError):
        remedy = "nothing answered in time: check oracle_config.host, oracle_config.port and the listener's health"
        return ConnectionFailedError(f"no connection to {target} as {username}: {remedy}")
    if not isinstance(error, oracledb.Error):
        reason = getattr(error, "strerror", None) or "not a host name"
        return ConnectionFailedError(f"no connection to {target} as {username}: {reason}: check oracle_config.host")
    codes = _codes(error)
    known = [code for code in codes if code in _CONNECTION_REMEDIES]
    # The driver wraps the listener's reason in DPY-6005; the more precise one comes later in the chain.
    remedy = _CONNECTION_REMEDIES[known[-1]] if known else _first_line(error)
    named = known[-1] if known else _full_code(error)
    return ConnectionFailedError(f"no connection to {target} as {username} ({named}): {remedy}")


def statement_error(error: oracledb.Error, *, doing: str, row: int | None = None) -> DatabaseError:
    """What a failed statement means; `doing` is a phrase such as `inserting into DW.ORDERS`."""
    code = _full_code(error)
    message = f"{doing}: {_first_line(error)}"
    if not _TRANSIENT.isdisjoint(_codes(error)):
        return TransientError(f"{message} ({_TRANSIENT_REMEDY})", code=code)
    if code in _RECORD:
        return RecordError(message, code=code, row=row)
    remedy = _PERMANENT_REMEDIES.get(code)
    return PermanentError(f"{message} ({remedy})" if remedy else message, code=code)


def _full_code(error: oracledb.Error) -> str:
    return str(getattr(error.args[0], "full_code", "")) or "unknown" if error.args else "unknown"


def _first_line(error: oracledb.Error) -> str:
    """The message without help addresses, details and other things that may hold values of a row."""
    lines = str(error).splitlines()
    return _ROW_VALUE.sub("...", lines[0]) if lines else type(error).__name__


def _codes(error: BaseException) -> list[str]:
    """Every code of the error and of what caused it, from the outside to the inside."""
    codes = _CODE.findall(str(error))
    cause = error.__cause__ or error.__context__
    return codes + (_codes(cause) if isinstance(cause, oracledb.Error) else [])
