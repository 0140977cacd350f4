"""The open sessions, as V$SESSION shows them. They are written at once, whatever a session's transaction does."""

from collections.abc import Callable
from dataclasses import dataclass

from oracle_standin.errors import OracleError

_ATTRIBUTES = ("module", "action", "client_identifier", "client_info")
_CLIENT_COLUMNS = ("service_name", "protocol", "program", "machine", "os_user", "terminal", "process", "driver")
RunSql = Callable[[str, list[str | None]], list[list[str | None]]]


@dataclass(frozen=True, slots=True)
class Client:
    """What a client says of itself when it logs on, and the service and protocol that it uses."""

    service_name: str = ""
    protocol: str = ""
    program: str = ""
    machine: str = ""
    os_user: str = ""
    terminal: str = ""
    process: str = ""
    driver: str = ""


class SessionRegistry:
    """Rows of the table behind V$SESSION, written through the administrator's connection."""

    def __init__(self, run: RunSql) -> None:
        self._run = run

    def add(self, session_id: int, serial: int, user: str, client: Client, *, backend_id: int) -> None:
        """Show a new session; `backend_id` is PostgreSQL's number of its process."""
        values = [getattr(client, column) or None for column in _CLIENT_COLUMNS]
        places = ", ".join(f"${place}" for place in range(1, 5 + len(values)))
        self._run(
            f'INSERT INTO "SYS".sessions (sid, serial, username, backend_id, {", ".join(_CLIENT_COLUMNS)})'
            f" VALUES ({places})",
            [str(session_id), str(serial), user, str(backend_id), *values],
        )

    def set_attributes(self, session_id: int, attributes: dict[str, str | None]) -> None:
        """Change those of module, action, client_identifier and client_info that are not None."""
        values = [attributes.get(name) for name in _ATTRIBUTES]
        changes = ", ".join(f"{name} = coalesce(${place}, {name})" for place, name in enumerate(_ATTRIBUTES, 2))
        self._run(f'UPDATE "SYS".sessions SET {changes} WHERE sid = $1', [str(session_id), *values])

    def attributes(self, session_id: int) -> dict[str, str | None]:
        """Those of a session; an empty one is None."""
        columns = ", ".join(f"nullif({name}, '')" for name in _ATTRIBUTES)
        rows = self._run(f'SELECT {columns} FROM "SYS".sessions WHERE sid = $1', [str(session_id)])
        return dict(zip(_ATTRIBUTES, rows[0], strict=True))

    def show_long_operation(self, session_id: int, row: str | None, values: dict[str, str | None]) -> str:
        """Write a row of V$SESSION_LONGOPS, a new one without `row`; gives the row's number."""
        columns = {name.lower(): value for name, value in values.items()}
        columns |= {"sofar": columns["sofar"] or "0", "totalwork": columns["totalwork"] or "0"}
        places = [f"${place}" for place in range(2, 2 + len(columns))]
        if row is None:
            sql = (
                f'INSERT INTO "SYS".long_operations (sid, {", ".join(columns)}) VALUES ($1, {", ".join(places)})'
                " RETURNING row_number"
            )
            return str(self._run(sql, [str(session_id), *columns.values()])[0][0])
        changes = ", ".join(f"{name} = {place}" for name, place in zip(columns, places, strict=True))
        sql = f"""UPDATE "SYS".long_operations SET {changes},
            last_update_time = date_trunc('second', clock_timestamp()) WHERE row_number = $1"""
        self._run(sql, [row, *columns.values()])
        return row

    def kill(self, session_id: int, serial: int) -> None:
        """End a session: its transaction is rolled back at once, its client learns it at its next call.

        Raises:
            OracleError: ORA-00030: there is no such session.
        """
        found = self._run(
            'UPDATE "SYS".sessions SET is_killed = true WHERE sid = $1 AND serial = $2'
            " RETURNING pg_terminate_backend(backend_id)",
            [str(session_id), str(serial)],
        )
        if not found:
            raise OracleError(30, "User session ID does not exist.")

    def remove(self, session_id: int) -> None:
        """Show the session no longer."""
        self._run('DELETE FROM "SYS".sessions WHERE sid = $1', [str(session_id)])
        self._run('DELETE FROM "SYS".long_operations WHERE sid = $1', [str(session_id)])
