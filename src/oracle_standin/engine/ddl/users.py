"""CREATE USER and DROP USER."""

from oracle_standin.engine.ddl.context import DdlContext, refusing
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.ddl.definitions import CreateUser, DropUser
from oracle_standin.sql.identifiers import quoted
from oracle_standin.sql.statements import TableName


def create_user(statement: CreateUser, context: DdlContext) -> None:
    """CREATE USER."""
    salt = verifier = None
    if statement.password is not None:
        if context.make_verifier is None:
            raise UnsupportedError("CREATE USER with a password")
        salt, verifier = (f"\\x{part.hex()}" for part in context.make_verifier(statement.password))
    taken = OracleError(1920, f"user name '{statement.name}' conflicts with another user or role name")
    with refusing({"42P06": taken, "23505": taken}):
        context.backend.run(f"CREATE SCHEMA {quoted(statement.name)}")
        context.backend.run(
            'INSERT INTO "SYS".users (username, salt, verifier) VALUES ($1, $2, $3)',
            [statement.name, salt, verifier],
        )


def drop_user(statement: DropUser, context: DdlContext) -> None:
    """DROP USER."""
    context.check_schema(TableName(statement.name, ""))
    not_empty = OracleError(1922, f"CASCADE must be specified to drop '{statement.name}'")
    with refusing({"2BP01": not_empty}):
        context.backend.run(f"DROP SCHEMA {quoted(statement.name)}{' CASCADE' if statement.is_cascade else ''}")
    context.backend.run('DELETE FROM "SYS".users WHERE username = $1', [statement.name])
    for name in ("tables", "columns"):
        context.backend.run(f'DELETE FROM "SYS".{name} WHERE NOT EXISTS (SELECT 1 FROM pg_class WHERE oid = table_oid)')
