"""Parses the statements that steer a session or a transaction."""

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.reader import Reader
from oracle_standin.sql.statements import (
    AlterSession,
    EndTransaction,
    KillSession,
    LockTable,
    RollbackTo,
    Savepoint,
    SetConstraints,
    SetParallelDml,
    SetRole,
    SetTransaction,
    Statement,
    TableName,
)
from oracle_standin.sql.tokens import STRINGS, word

_LOCK_MODES = {
    "ROW SHARE": "ROW SHARE",
    "ROW EXCLUSIVE": "ROW EXCLUSIVE",
    "SHARE UPDATE": "ROW SHARE",
    "SHARE": "SHARE",
    "SHARE ROW EXCLUSIVE": "SHARE ROW EXCLUSIVE",
    # queries never wait in Oracle; PostgreSQL's EXCLUSIVE also lets them through
    "EXCLUSIVE": "EXCLUSIVE",
}


def parse_alter_session(reader: Reader) -> Statement:
    """ALTER SESSION SET name = value ..., and the parallel DML switches.

    Raises:
        UnsupportedError: Any other ALTER SESSION.
    """
    reader.expect("ALTER", "SESSION")
    for mode in ("ENABLE", "DISABLE", "FORCE"):
        if reader.accept(mode, "PARALLEL"):
            return _parallel(reader, mode)
    reader.expect("SET", code=2248, message="invalid option for ALTER SESSION")
    parameters: dict[str, str] = {}
    while reader.token is not None:
        name = reader.name()
        reader.expect("=", code=927, message="missing equal sign")
        parameters[name] = _isolation_level(reader) if name == "ISOLATION_LEVEL" else _value(reader)
    if not parameters:
        raise reader.error(2248, "invalid option for ALTER SESSION")
    return AlterSession(parameters)


def parse_alter_system(reader: Reader) -> KillSession:
    """ALTER SYSTEM KILL SESSION 'sid, serial#' [IMMEDIATE].

    Raises:
        UnsupportedError: Any other ALTER SYSTEM.
    """
    reader.expect("ALTER", "SYSTEM")
    if not reader.accept("KILL", "SESSION"):
        raise UnsupportedError(f"ALTER SYSTEM {reader.rest_of_source(40)}")
    numbers = [part.strip() for part in reader.string().split(",")]
    if len(numbers) != 2 or not all(map(str.isdecimal, numbers)):
        raise reader.error(26, "missing or invalid session ID")
    reader.accept("IMMEDIATE")
    reader.end()
    return KillSession(int(numbers[0]), int(numbers[1]))


def _parallel(reader: Reader, mode: str) -> Statement:
    """DML, or DDL and QUERY, which nothing here runs in parallel; FORCE may say how many processes."""
    is_dml = reader.accept("DML")
    if not is_dml and not reader.accept("DDL") and not reader.accept("QUERY"):
        raise reader.error(2248, "invalid option for ALTER SESSION")
    if mode == "FORCE" and reader.accept("PARALLEL"):
        reader.integer()
    reader.end()
    return SetParallelDml(mode) if is_dml else AlterSession({})


def _isolation_level(reader: Reader) -> str:
    if reader.accept("SERIALIZABLE"):
        return "SERIALIZABLE"
    reader.expect(
        "READ", "COMMITTED", code=2183, message="valid options: ISOLATION_LEVEL { SERIALIZABLE | READ COMMITTED }"
    )
    return "READ COMMITTED"


def _value(reader: Reader) -> str:
    token = reader.token
    if token is not None and token.token_type in STRINGS:
        return reader.string()
    if token is not None and (token.text.isdecimal() or token.text == "-"):
        return str(reader.integer())
    return reader.name()


def parse_savepoint(reader: Reader) -> Statement:
    """SAVEPOINT name."""
    reader.expect("SAVEPOINT")
    name = reader.name()
    reader.end()
    return Savepoint(name)


def parse_rollback(reader: Reader) -> Statement:
    """ROLLBACK [WORK] [TO [SAVEPOINT] name]."""
    reader.expect("ROLLBACK")
    reader.accept("WORK")
    if not reader.accept("TO"):
        reader.end()
        return EndTransaction(is_commit=False)
    reader.accept("SAVEPOINT")
    name = reader.name()
    reader.end()
    return RollbackTo(name)


def parse_commit(reader: Reader) -> Statement:
    """COMMIT [WORK] [WRITE WAIT]."""
    reader.expect("COMMIT")
    reader.accept("WORK")
    if reader.accept("WRITE"):
        reader.accept("IMMEDIATE")
        reader.accept("WAIT")
    reader.end()
    return EndTransaction(is_commit=True)


def parse_lock_table(reader: Reader) -> Statement:
    """LOCK TABLE name IN mode MODE [NOWAIT | WAIT seconds]."""
    reader.expect("LOCK", "TABLE")
    table = reader.table()
    if reader.peek(","):
        raise UnsupportedError("LOCK TABLE of several tables")
    reader.expect("IN", code=905, message="missing keyword")
    words = [word(token) for token in reader.until("MODE")]
    reader.expect("MODE", code=905, message="missing keyword")
    if " ".join(words) not in _LOCK_MODES:
        raise OracleError(1737, "valid modes: [ROW] SHARE, [[SHARE] ROW] EXCLUSIVE, SHARE UPDATE")
    wait_s = 0 if reader.accept("NOWAIT") else reader.integer() if reader.accept("WAIT") else None
    reader.end()
    return LockTable(table, _LOCK_MODES[" ".join(words)], wait_s)


def parse_set(reader: Reader) -> Statement:
    """SET ROLE, SET CONSTRAINTS and SET TRANSACTION, which has one mode, or a NAME, which nothing shows.

    Raises:
        OracleError: ORA-00900 for any other SET.
        UnsupportedError: USE ROLLBACK SEGMENT.
    """
    reader.expect("SET")
    if reader.accept("ROLE"):
        return _role(reader)
    if reader.accept("CONSTRAINT") or reader.accept("CONSTRAINTS"):
        return _constraints(reader)
    reader.expect("TRANSACTION", code=900, message="invalid SQL statement")
    mode = _transaction_mode(reader)
    if reader.accept("NAME"):
        reader.string()
    elif mode is None:
        raise reader.error(2179, "valid options: ISOLATION LEVEL { SERIALIZABLE | READ COMMITTED }")
    reader.end()
    return SetTransaction(mode or "READ WRITE")


def _role(reader: Reader) -> SetRole:
    """ALL [EXCEPT roles], NONE, or roles."""
    is_all = reader.accept("ALL")
    roles: list[str] = []
    if (is_all and reader.accept("EXCEPT")) or (not is_all and not reader.accept("NONE")):
        roles.append(reader.name())
        while reader.accept(","):
            roles.append(reader.name())
    if reader.accept("IDENTIFIED"):
        raise UnsupportedError("roles with a password")
    reader.end()
    return SetRole(tuple(roles), is_all)


def _constraints(reader: Reader) -> SetConstraints:
    """{ALL | names} {IMMEDIATE | DEFERRED}."""
    names: list[TableName] = []
    if not reader.accept("ALL"):
        names.append(reader.table())
        while reader.accept(","):
            names.append(reader.table())
    is_deferred = reader.accept("DEFERRED")
    if not is_deferred:
        reader.expect("IMMEDIATE", code=905, message="missing keyword")
    reader.end()
    return SetConstraints(tuple(names), is_deferred)


def _transaction_mode(reader: Reader) -> str | None:
    for mode in ("READ ONLY", "READ WRITE"):
        if reader.accept(*mode.split()):
            return mode
    if reader.accept("USE"):
        raise UnsupportedError("SET TRANSACTION USE ROLLBACK SEGMENT")
    if not reader.accept("ISOLATION", "LEVEL"):
        return None
    for level in ("SERIALIZABLE", "READ COMMITTED"):
        if reader.accept(*level.split()):
            return level
    raise reader.error(2179, "valid options: ISOLATION LEVEL { SERIALIZABLE | READ COMMITTED }")
