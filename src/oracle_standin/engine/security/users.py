"""Users and roles in the SYS schema. A user is a schema; its password is kept as salt and verifier only."""

from oracle_standin.engine.backend import affected_rows
from oracle_standin.engine.ddl.context import DdlContext, refusing
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.ddl.users import AlterUser, CreateRole, CreateUser, DropRole, DropUser, UserOptions
from oracle_standin.sql.identifiers import quoted
from oracle_standin.sql.statements import TableName

_EVERY_DATABASE_HAS = ("SYS", "SYSTEM", "PUBLIC")


def create_user(statement: CreateUser, context: DdlContext) -> None:
    """CREATE USER: without privileges, and with the quotas that it names."""
    name = statement.name
    if statement.if_not_exists and _exists(name, context):
        return
    taken = OracleError(1920, f"user name '{name}' conflicts with another user or role name")
    if name in _EVERY_DATABASE_HAS or context.backend.run('SELECT 1 FROM "SYS".roles WHERE name = $1', [name]).ntuples:
        raise taken
    with refusing({"42P06": taken, "23505": taken}):
        context.backend.run(f"CREATE SCHEMA {quoted(name)}")
        context.backend.run('INSERT INTO "SYS".users (username) VALUES ($1)', [name])
    _apply(name, statement.options, context)


def alter_user(statement: AlterUser, context: DdlContext) -> None:
    """ALTER USER."""
    context.check_schema(TableName(statement.name, ""))
    _apply(statement.name, statement.options, context)


def drop_user(statement: DropUser, context: DdlContext) -> None:
    """DROP USER."""
    name = statement.name
    if statement.if_exists and not _exists(name, context):
        return
    context.check_schema(TableName(name, ""))
    if context.backend.run('SELECT 1 FROM "SYS".sessions WHERE username = $1', [name]).ntuples:
        raise OracleError(1940, "cannot drop a user that is currently connected")
    not_empty = OracleError(1922, f"CASCADE must be specified to drop '{name}'")
    with refusing({"2BP01": not_empty}):
        context.backend.run(f"DROP SCHEMA {quoted(name)}{' CASCADE' if statement.is_cascade else ''}")
    context.backend.run('DELETE FROM "SYS".users WHERE username = $1', [name])
    context.backend.run('SELECT "SYS".forget_dropped_views()')
    context.backend.run('DELETE FROM "SYS".quotas WHERE username = $1', [name])
    context.backend.run('DELETE FROM "SYS".grants WHERE grantee = $1', [name])
    for table in ("tables", "columns"):
        context.backend.run(
            f'DELETE FROM "SYS".{table} WHERE NOT EXISTS (SELECT 1 FROM pg_class WHERE oid = table_oid)'
        )


def create_role(statement: CreateRole, context: DdlContext) -> None:
    """CREATE ROLE; whoever creates it has it, with the right to grant it."""
    name = statement.name
    taken = OracleError(1921, f"role name '{name}' conflicts with another user or role name")
    if _exists(name, context):
        raise taken
    with refusing({"23505": taken}):
        context.backend.run('INSERT INTO "SYS".roles VALUES ($1)', [name])
    context.backend.run(
        "INSERT INTO \"SYS\".grants (grantee, kind, privilege, with_option) VALUES ($1, 'R', $2, true)",
        [context.user, name],
    )


def drop_role(statement: DropRole, context: DdlContext) -> None:
    """DROP ROLE."""
    removed = context.backend.run('DELETE FROM "SYS".roles WHERE name = $1', [statement.name])
    if not affected_rows(removed):
        raise OracleError(1919, f"role '{statement.name}' does not exist")
    context.backend.run(
        "DELETE FROM \"SYS\".grants WHERE grantee = $1 OR (kind = 'R' AND privilege = $1)", [statement.name]
    )


def _exists(name: str, context: DdlContext) -> bool:
    return context.backend.run('SELECT 1 FROM "SYS".users WHERE username = $1', [name]).ntuples > 0


def _apply(name: str, options: UserOptions, context: DdlContext) -> None:
    changes = {
        "default_tablespace": options.default_tablespace and _tablespace(options.default_tablespace, context),
        "is_locked": None if options.is_locked is None else str(options.is_locked),
        "is_expired": "true" if options.is_expired else None,
    }
    if options.password is not None:
        changes |= _verifier(options.password, context) | {"is_expired": str(bool(options.is_expired))}
    elif options.can_log_on is False:
        context.backend.run('UPDATE "SYS".users SET salt = NULL, verifier = NULL WHERE username = $1', [name])
    for column, value in changes.items():
        if value is not None:
            context.backend.run(f'UPDATE "SYS".users SET {column} = $2 WHERE username = $1', [name, value])
    for tablespace, size in options.quotas.items():
        context.backend.run(
            'INSERT INTO "SYS".quotas VALUES ($1, $2, $3) ON CONFLICT (username, tablespace)'
            " DO UPDATE SET max_bytes = excluded.max_bytes",
            [name, _tablespace(tablespace, context), str(size)],
        )


def _verifier(password: str, context: DdlContext) -> dict[str, str | None]:
    if context.make_verifier is None:
        raise UnsupportedError("a user with a password")
    salt, verifier = context.make_verifier(password)
    return {"salt": f"\\x{salt.hex()}", "verifier": f"\\x{verifier.hex()}"}


def _tablespace(name: str, context: DdlContext) -> str:
    if not context.rows('SELECT 1 FROM "SYS".tablespaces WHERE tablespace_name = $1', name):
        raise OracleError(959, f"tablespace '{name}' does not exist")
    return name
