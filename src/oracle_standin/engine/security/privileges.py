"""What a user may do, read once and kept until something is defined or granted."""

from collections import defaultdict
from dataclasses import dataclass

from oracle_standin.engine.backend import Backend, text_rows
from oracle_standin.engine.catalog import Catalog
from oracle_standin.engine.table_sql import sql_name
from oracle_standin.sql.statements import TableName

_GRANTS = 'SELECT kind, privilege, object_oid, schema_name FROM "SYS".session_grants($1)'
_DICTIONARY = frozenset({"SELECT_CATALOG_ROLE"})


@dataclass(frozen=True, slots=True)
class Privileges:
    """What a user has, directly, through roles and through PUBLIC.

    Attributes:
        system: System privileges.
        roles: Roles.
        schemas: Privileges of 23ai on all objects of a schema, with the schema.
        objects: Object privileges by PostgreSQL's number of the object.
    """

    user: str
    system: frozenset[str]
    roles: frozenset[str]
    schemas: frozenset[tuple[str, str]]
    objects: dict[int, frozenset[str]]

    @property
    def may_read_dictionary(self) -> bool:
        """Whether DBA_ views and those of V$ that are not public may be read."""
        return "SELECT ANY DICTIONARY" in self.system or bool(self.roles & _DICTIONARY)

    def has_any(self, owner: str, privileges: frozenset[str]) -> bool:
        """Whether one of these privileges on ANY object holds, for the database or for the owner's schema."""
        return bool(self.system & privileges) or any((owner, name) in self.schemas for name in privileges)


@dataclass(frozen=True, slots=True)
class Found:
    """An object that a statement names; `oid` 0 stands for one that does not exist, or belongs to SYS."""

    owner: str
    oid: int


class SecurityCache:
    """Privileges and objects of one session; forgotten with the catalog."""

    def __init__(self, backend: Backend, catalog: Catalog, user: str) -> None:
        self._backend = backend
        self._catalog = catalog
        self._user = user
        self._generation = -1
        self._privileges: Privileges | None = None
        self._found: dict[TableName, Found] = {}

    @property
    def privileges(self) -> Privileges:
        """What the session's user may do now."""
        self._check_generation()
        if self._privileges is None:
            self._privileges = read_privileges(self._user, self._backend)
        return self._privileges

    def objects_of(self, user: str) -> dict[int, frozenset[str]]:
        """The object privileges of any user by PostgreSQL's number of the object; not kept."""
        return read_privileges(user, self._backend).objects

    def find(self, table: TableName, current_schema: str) -> Found:
        """The object behind a name."""
        self._check_generation()
        owner = table.schema or current_schema
        qualified = TableName(owner, table.name)
        if qualified not in self._found:
            rows = text_rows(self._backend.run("SELECT to_regclass($1)::oid", [sql_name(qualified)]))
            self._found[qualified] = Found(owner, int(rows[0][0] or 0))
        return self._found[qualified]

    def forget(self) -> None:
        """Read everything again."""
        self._generation = -1

    def _check_generation(self) -> None:
        if self._generation != self._catalog.generation:
            self._generation = self._catalog.generation
            self._privileges = None
            self._found.clear()


def read_privileges(user: str, backend: Backend) -> Privileges:
    """What a user may do."""
    by_kind: dict[str, set[str]] = defaultdict(set)
    schemas: set[tuple[str, str]] = set()
    objects: dict[int, set[str]] = defaultdict(set)
    for kind, privilege, oid, schema in text_rows(backend.run(_GRANTS, [user])):
        if kind == "O":
            objects[int(oid or 0)].add(str(privilege))
        elif kind == "H":
            schemas.add((str(schema), str(privilege)))
        else:
            by_kind[str(kind)].add(str(privilege))
    return Privileges(
        user,
        frozenset(by_kind["S"]),
        frozenset(by_kind["R"]),
        frozenset(schemas),
        {oid: frozenset(names) for oid, names in objects.items()},
    )
