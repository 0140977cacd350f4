"""GRANT and REVOKE. What may be granted by whom is the guard's business."""

from collections.abc import Iterator

from oracle_standin.engine.backend import affected_rows, text_rows
from oracle_standin.engine.ddl.context import DdlContext
from oracle_standin.engine.table_sql import sql_name
from oracle_standin.errors import OracleError
from oracle_standin.sql.ddl.grants import Grant, Revoke
from oracle_standin.sql.statements import TableName

_OBJECT_PRIVILEGES = (
    "ALTER",
    "DELETE",
    "INDEX",
    "INSERT",
    "READ",
    "REFERENCES",
    "SELECT",
    "UPDATE",
    "FLASHBACK",
    "DEBUG",
)
_NOT_FOR_VIEWS = ("ALTER", "INDEX")
_ALL = "ALL PRIVILEGES"
_KINDS = {"S": "system privileges", "R": "ROLE"}


def grant(statement: Grant, context: DdlContext) -> None:
    """GRANT."""
    oid = _object(statement, context)
    _check_tables_of_view(statement, context)
    for grantee in statement.grantees:
        _check_grantee(grantee, statement, context)
        for kind, privilege in _privileges(statement, context):
            context.backend.run(
                'INSERT INTO "SYS".grants VALUES ($1, $2, $3, $4, $5, $6, $7)'
                " ON CONFLICT (grantee, kind, privilege, object_oid, schema_name)"
                " DO UPDATE SET with_option = grants.with_option OR excluded.with_option",
                [grantee, kind, privilege, oid, statement.schema or "", str(statement.with_option), context.user],
            )


def _check_tables_of_view(statement: Grant, context: DdlContext) -> None:
    """Whoever passes a view on must be allowed to pass on what it shows of others (ORA-01720)."""
    view = None if statement.on is None else context.resolver.objects.view(statement.on, context.current_schema)
    if view is None:
        return
    for table in context.resolver.dependencies(view):
        if table.schema != view.owner and not _may_pass_on(view.owner, table, context):
            raise OracleError(1720, f"grant option does not exist for '{table.schema}.{table.name}'")


def _may_pass_on(owner: str, table: TableName, context: DdlContext) -> bool:
    found = context.rows(
        "SELECT 1 FROM \"SYS\".grants WHERE grantee = $1 AND kind = 'O' AND with_option"
        " AND object_oid = to_regclass($2)",
        owner,
        sql_name(table),
    )
    return bool(found) or table.schema == "PUBLIC"


def revoke(statement: Revoke, context: DdlContext) -> None:
    """REVOKE."""
    oid = _object(statement, context)
    for grantee in statement.grantees:
        _check_grantee(grantee, statement, context)
        for kind, privilege in _privileges(statement, context):
            removed = context.backend.run(
                'DELETE FROM "SYS".grants WHERE grantee = $1 AND kind = $2 AND privilege = $3 AND object_oid = $4'
                " AND schema_name = $5",
                [grantee, kind, privilege, oid, statement.schema or ""],
            )
            if kind == "O":
                _revoke_passed_on(privilege, grantee, oid, context)
            if not affected_rows(removed) and _ALL not in statement.privileges:
                raise _not_granted(kind, privilege, grantee)


def _revoke_passed_on(privilege: str, grantee: str, oid: str, context: DdlContext) -> None:
    """With an object privilege goes what its holder has granted, and so on ("REVOKE", Semantics)."""
    context.backend.run(
        """WITH RECURSIVE gone(name) AS (
          SELECT $3 UNION SELECT g.grantee FROM "SYS".grants g JOIN gone ON g.grantor = gone.name
          WHERE g.kind = 'O' AND g.privilege = $1 AND g.object_oid = $2::oid)
        DELETE FROM "SYS".grants WHERE kind = 'O' AND privilege = $1 AND object_oid = $2::oid
          AND grantor IN (SELECT name FROM gone)""",
        [privilege, oid, grantee],
    )


def _not_granted(kind: str, privilege: str, grantee: str) -> OracleError:
    match kind:
        case "S" | "H":
            return OracleError(1952, f"system privileges not granted to '{grantee}'")
        case "R":
            return OracleError(1951, f"ROLE '{privilege}' not granted to '{grantee}'")
        case _:
            return OracleError(1927, "cannot REVOKE privileges you did not grant")


def _object(statement: Grant, context: DdlContext) -> str:
    """PostgreSQL's number of the object; 0 when privileges are not about one."""
    if statement.on is None:
        return "0"
    rows = text_rows(context.backend.run("SELECT to_regclass($1)::oid", [sql_name(context.qualified(statement.on))]))
    if rows[0][0] is None:
        raise OracleError(942, "table or view does not exist")
    return rows[0][0]


def _privileges(statement: Grant, context: DdlContext) -> Iterator[tuple[str, str]]:
    """Kind and name of each privilege."""
    for name in statement.privileges:
        if statement.on is not None:
            view = context.resolver.objects.view(statement.on, context.current_schema)
            yield from (("O", privilege) for privilege in _object_privileges(name, is_view=view is not None))
        elif name == _ALL:
            rows = context.backend.run(
                "SELECT name FROM \"SYS\".system_privileges WHERE name <> 'SELECT ANY DICTIONARY'"
            )
            yield from (("S", str(privilege)) for (privilege,) in text_rows(rows))
        elif context.backend.run('SELECT 1 FROM "SYS".system_privileges WHERE name = $1', [name]).ntuples:
            yield "H" if statement.schema else "S", name
        else:
            yield "R", _role(name, context)


def _object_privileges(name: str, *, is_view: bool) -> tuple[str, ...]:
    if name == _ALL:
        return tuple(name for name in _OBJECT_PRIVILEGES if not is_view or name not in _NOT_FOR_VIEWS)
    if is_view and name in _NOT_FOR_VIEWS:
        raise OracleError(2204, "ALTER, INDEX and EXECUTE not allowed for views")
    if name not in _OBJECT_PRIVILEGES:
        raise OracleError(990, f"missing or invalid privilege ({name})" if name else "missing or invalid privilege")
    return (name,)


def _role(name: str, context: DdlContext) -> str:
    if " " in name:
        raise OracleError(990, "missing or invalid privilege")
    if not context.backend.run('SELECT 1 FROM "SYS".roles WHERE name = $1', [name]).ntuples:
        raise OracleError(1919, f"role '{name}' does not exist")
    return name


def _check_grantee(name: str, statement: Grant, context: DdlContext) -> None:
    found = context.backend.run(
        'SELECT username FROM "SYS".users WHERE username = $1 UNION SELECT name FROM "SYS".roles WHERE name = $1',
        [name],
    )
    if not found.ntuples and name != "PUBLIC":
        raise OracleError(1917, f"user or role '{name}' does not exist")
    if statement.on is not None and name == context.user:
        raise OracleError(1749, "you may not GRANT/REVOKE privileges to/from yourself")
