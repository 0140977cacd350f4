"""The open sessions, as V$SESSION shows them. They are written at once, whatever a session's transaction does."""

from collections.abc import Callable

_ATTRIBUTES = ("module", "action", "client_identifier", "client_info")
RunSql = Callable[[str, list[str | None]], object]


class SessionRegistry:
    """Rows of the table behind V$SESSION, written through the administrator's connection."""

    def __init__(self, run: RunSql) -> None:
        self._run = run

    def add(self, session_id: int, serial: int, user: str) -> None:
        """Show a new session."""
        self._run(
            'INSERT INTO "SYS".sessions (sid, serial, username) VALUES ($1, $2, $3)',
            [str(session_id), str(serial), user],
        )

    def set_attributes(self, session_id: int, attributes: dict[str, str | None]) -> None:
        """Change those of module, action, client_identifier and client_info that are not None."""
        values = [attributes.get(name) for name in _ATTRIBUTES]
        changes = ", ".join(f"{name} = coalesce(${place}, {name})" for place, name in enumerate(_ATTRIBUTES, 2))
        self._run(f'UPDATE "SYS".sessions SET {changes} WHERE sid = $1', [str(session_id), *values])

    def remove(self, session_id: int) -> None:
        """Show the session no longer."""
        self._run('DELETE FROM "SYS".sessions WHERE sid = $1', [str(session_id)])
