"""SET ROLE: which roles count in a session. Those granted later count from the next log-on or SET ROLE.

Source: Database Security Guide, "When Do Grants and Revokes Take Effect?"
"""

from oracle_standin.engine.backend import Backend, text_rows
from oracle_standin.errors import OracleError
from oracle_standin.sql.statements import SetRole

_GRANTED = 'SELECT n FROM "SYS".granted_names($1) AS n JOIN "SYS".roles r ON r.name = n ORDER BY n'


def enabled_roles(statement: SetRole, user: str, backend: Backend) -> tuple[str, ...]:
    """The roles that count after the statement: the chosen ones with those granted to them.

    Raises:
        OracleError: ORA-01924 for a role that the user does not have.
    """
    granted = granted_roles(user, backend)
    for name in statement.roles:
        if name not in granted:
            raise OracleError(1924, f"role '{name}' not granted or does not exist")
    if not statement.is_all:
        chosen = statement.roles
    elif not statement.roles:
        return granted
    else:
        direct = "SELECT privilege FROM \"SYS\".grants WHERE kind = 'R' AND grantee IN ($1, 'PUBLIC')"
        names = {str(name) for (name,) in text_rows(backend.run(direct, [user]))}
        chosen = tuple(names - set(statement.roles))
    return tuple(sorted({role for name in chosen for role in (name, *granted_roles(name, backend))}))


def granted_roles(who: str, backend: Backend) -> tuple[str, ...]:
    """The roles of a user or role, also those that come with others."""
    return tuple(str(name) for (name,) in text_rows(backend.run(_GRANTED, [who])))
