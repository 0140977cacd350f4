"""What a session remembers outside its transaction: current schema, time zone, NLS parameters."""

import re

from oracle_standin.engine.backend import Backend
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.identifiers import quoted, string_literal

_NOWAIT_MS = 300  # readers hold their locks only while they run; that is no reason for ORA-00054
_MAX_LOCK_TIMEOUT_S = 1_000_000  # waits for ever (Database Reference, DDL_LOCK_TIMEOUT)
_MAX_ZONE_HOUR = 15

# defaults of AMERICAN_AMERICA (Database Globalization Support Guide, "NLS Parameters")
_NLS_DEFAULTS = {
    "NLS_LANGUAGE": "AMERICAN",
    "NLS_TERRITORY": "AMERICA",
    "NLS_CURRENCY": "$",
    "NLS_ISO_CURRENCY": "AMERICA",
    "NLS_NUMERIC_CHARACTERS": ".,",
    "NLS_CALENDAR": "GREGORIAN",
    "NLS_DATE_FORMAT": "DD-MON-RR",
    "NLS_DATE_LANGUAGE": "AMERICAN",
    "NLS_SORT": "BINARY",
    "NLS_COMP": "BINARY",
    "NLS_LENGTH_SEMANTICS": "BYTE",
    "NLS_NCHAR_CONV_EXCP": "FALSE",
    "NLS_TIMESTAMP_FORMAT": "DD-MON-RR HH.MI.SSXFF AM",
    "NLS_TIMESTAMP_TZ_FORMAT": "DD-MON-RR HH.MI.SSXFF AM TZR",
}
# Database Reference: some of the parameters that ALTER SESSION can set and the stand-in has no use for
_UNSUPPORTED = frozenset({
    "APPROX_FOR_AGGREGATION", "COMMIT_LOGGING", "COMMIT_WAIT", "COMMIT_WRITE", "CONSTRAINT", "CONSTRAINTS",
    "CONTAINER", "CURSOR_SHARING", "DB_FILE_MULTIBLOCK_READ_COUNT", "DEFERRED_SEGMENT_CREATION", "EDITION",
    "ERROR_ON_OVERLAP_TIME", "EVENTS", "FLAGGER", "HASH_AREA_SIZE", "INMEMORY_QUERY", "INSTANCE",
    "MAX_DUMP_FILE_SIZE", "OBJECT_CACHE_MAX_SIZE_PERCENT", "OPTIMIZER_ADAPTIVE_PLANS", "OPTIMIZER_DYNAMIC_SAMPLING",
    "OPTIMIZER_FEATURES_ENABLE", "OPTIMIZER_INDEX_CACHING", "OPTIMIZER_INDEX_COST_ADJ", "OPTIMIZER_MODE",
    "OPTIMIZER_USE_PENDING_STATISTICS", "PARALLEL_DEGREE_LIMIT", "PARALLEL_DEGREE_POLICY",
    "PARALLEL_MIN_TIME_THRESHOLD", "PLSQL_CCFLAGS", "PLSQL_CODE_TYPE", "PLSQL_OPTIMIZE_LEVEL", "PLSQL_WARNINGS",
    "QUERY_REWRITE_ENABLED", "RECYCLEBIN", "RESUMABLE_TIMEOUT", "SESSION_CACHED_CURSORS", "SKIP_UNUSABLE_INDEXES",
    "SORT_AREA_SIZE", "SQL_TRACE", "STAR_TRANSFORMATION_ENABLED", "STATISTICS_LEVEL", "TEMP_UNDO_ENABLED",
    "TIMED_STATISTICS", "TRACEFILE_IDENTIFIER", "WORKAREA_SIZE_POLICY", "ROW_ARCHIVAL_VISIBILITY",
})  # fmt: skip
# the function of the SYS schema that refuses what is no format
_FORMAT_CHECKS = {
    "NLS_DATE_FORMAT": "date_mask",
    "NLS_TIMESTAMP_FORMAT": "mask_elements",
    "NLS_TIMESTAMP_TZ_FORMAT": "mask_elements",
}


class SessionState:
    """Settings as Oracle names them; apply() makes them known to PostgreSQL.

    PostgreSQL takes settings back with a rollback, Oracle does not: after one they are applied again.
    """

    def __init__(self, user: str, session_id: int, roles: tuple[str, ...] = ()) -> None:
        self.roles = roles
        self.session_id = session_id
        self.user = user
        self.current_schema = user
        self.ddl_lock_timeout_s = 0
        self.isolation_level = "READ COMMITTED"
        self._fixed = {"user": user, "sid": str(session_id)}
        self._time_zone = "+00:00"
        self._nls = dict(_NLS_DEFAULTS)
        self._applied: dict[str, str] = {}

    def alter(self, parameters: dict[str, str], backend: Backend) -> None:
        """ALTER SESSION SET; after an error nothing has changed here.

        Raises:
            OracleError: A value is not valid.
            UnsupportedError: A parameter, or another value than its default, is not supported.
            PostgresError: There is no such time zone.
        """
        before = (self.current_schema, self.ddl_lock_timeout_s, self._time_zone, dict(self._nls), self.isolation_level)
        try:
            for name, value in parameters.items():
                self._set(name, value, backend)
            self.apply(backend)
        except BaseException:
            self.current_schema, self.ddl_lock_timeout_s, self._time_zone, self._nls, self.isolation_level = before
            raise

    def _set(self, name: str, value: str, backend: Backend) -> None:
        match name:
            case "CURRENT_SCHEMA":
                self._set_current_schema(value, backend)
            case "TIME_ZONE":
                self._set_time_zone(value)
            case "ISOLATION_LEVEL":
                self.isolation_level = value
            case "DDL_LOCK_TIMEOUT":
                self._set_ddl_lock_timeout(value)
            case _ if name in _FORMAT_CHECKS:
                backend.run(f'SELECT "SYS".{_FORMAT_CHECKS[name]}($1::text)', [value])
                self._nls[name] = value
            case _ if name in _NLS_DEFAULTS and self._nls[name].upper() == value.upper():
                pass
            case _ if name in _UNSUPPORTED or name in _NLS_DEFAULTS:
                raise UnsupportedError(f"ALTER SESSION SET {name} = '{value}'")
            case _:
                raise OracleError(2248, "invalid option for ALTER SESSION")

    def _set_current_schema(self, value: str, backend: Backend) -> None:
        if not backend.run('SELECT 1 FROM "SYS".users WHERE username = $1', [value]).ntuples:
            raise OracleError(1435, "user does not exist")
        self.current_schema = value

    def _set_time_zone(self, value: str) -> None:
        """An offset, or a region whose existence PostgreSQL decides when it is applied."""
        offset = re.fullmatch(r"[+-]?(\d{1,2}):(\d{2})", value)
        if offset and (int(offset[1]) > _MAX_ZONE_HOUR or int(offset[2]) > 59):
            raise OracleError(1874, "time zone hour must be between -15 and 15")
        self._time_zone = {"LOCAL": "+00:00", "DBTIMEZONE": "+00:00"}.get(value.upper(), value)

    def _set_ddl_lock_timeout(self, value: str) -> None:
        if not value.isdecimal() or int(value) > _MAX_LOCK_TIMEOUT_S:
            raise OracleError(
                68, f"invalid value {value} for parameter ddl_lock_timeout, must be between 0 and 1000000"
            )
        self.ddl_lock_timeout_s = int(value)

    @property
    def time_zone(self) -> str:
        """An offset or a region."""
        return self._time_zone

    @property
    def ddl_lock_timeout_ms(self) -> int:
        """How long DDL waits for a lock, as PostgreSQL counts; 0 is for ever."""
        if self.ddl_lock_timeout_s == _MAX_LOCK_TIMEOUT_S:
            return 0
        return self.ddl_lock_timeout_s * 1000 or _NOWAIT_MS

    def apply(self, backend: Backend) -> None:
        """Tell PostgreSQL what has changed since the last time."""
        wanted = self._settings()
        changed = [name for name, value in wanted.items() if self._applied.get(name) != value]
        if changed:
            calls = ", ".join(
                f"set_config({string_literal(name)}, {string_literal(wanted[name])}, false)" for name in changed
            )
            backend.run_all(f'SELECT {calls}; SELECT "SYS".session_zone()')
            self._applied = wanted

    def forget_applied(self) -> None:
        """Apply everything again: a rollback may have taken it back."""
        self._applied = {}

    def _settings(self) -> dict[str, str]:
        settings = {f"standin.{name}": value for name, value in self._fixed.items()}
        settings |= {f"standin.{name.lower()}": value for name, value in self._nls.items()}
        settings["standin.roles"] = "{" + ",".join(map(_element, self.roles)) + "}"
        settings["standin.time_zone"] = self._time_zone
        settings["standin.current_schema"] = self.current_schema
        settings["search_path"] = f'{quoted(self.current_schema)}, "SYS"'
        return settings


def _element(text: str) -> str:
    """A text in PostgreSQL's form of an array."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
