"""Refuses what a session's user may not do. Reference: SQL Language Reference, "Prerequisites" of each statement."""

from dataclasses import replace

from oracle_standin.engine.backend import Backend, text_rows
from oracle_standin.engine.catalog import Catalog
from oracle_standin.engine.security.privileges import Found, SecurityCache
from oracle_standin.errors import OracleError
from oracle_standin.sql.ddl.definitions import (
    AddColumns,
    AlterTable,
    ChangeIndex,
    Comment,
    Constraint,
    CreateIndex,
    CreatePrivateTable,
    CreateTable,
    DropIndex,
    DropTable,
    RebuildIndex,
    RenameIndex,
    TruncateTable,
)
from oracle_standin.sql.ddl.grants import Grant
from oracle_standin.sql.ddl.materialized_views import (
    CommentMaterializedView,
    CreateMaterializedView,
    DropMaterializedView,
)
from oracle_standin.sql.ddl.purging import Purge
from oracle_standin.sql.ddl.sequences import AlterSequence, CreateSequence, DropSequence
from oracle_standin.sql.ddl.synonyms import PUBLIC, CreateSynonym, DropSynonym
from oracle_standin.sql.ddl.users import AlterUser, CreateRole, CreateUser, DropRole, DropUser, UserOptions
from oracle_standin.sql.ddl.views import CompileView, CreateView, DropView
from oracle_standin.sql.statements import Ddl, Dml, KillSession, LockTable, Query, Statement, TableName

_DICTIONARY_PREFIXES = ("DBA_", "V$", "GV$", "V_$", "CDB_")
# Readable by everyone (Database Reference); other V$ views need a grant.
_PUBLIC_VIEWS = frozenset(
    {"V$VERSION", "V$OPTION", "V$NLS_PARAMETERS", "V$SESSION_LONGOPS", "V$TIMEZONE_NAMES", "V$TEMPORARY_LOBS"}
)
_ANY_READ = frozenset({"SELECT ANY TABLE", "READ ANY TABLE"})
# what others than a view's owner need
_VIEW_PRIVILEGES: dict[type[Ddl], str] = {
    DropView: "DROP ANY VIEW",
    CompileView: "ALTER ANY TABLE",
    DropMaterializedView: "DROP ANY MATERIALIZED VIEW",
    CommentMaterializedView: "COMMENT ANY TABLE",
}
_MISSING = "table or view does not exist"


class Guard:
    """Checks the statements of one session before they run."""

    def __init__(self, backend: Backend, catalog: Catalog, user: str) -> None:
        self._backend = backend
        self._catalog = catalog
        self._user = user
        self._cache = SecurityCache(backend, catalog, user)

    def forget(self) -> None:
        """Read again what the user may do: other roles count."""
        self._cache.forget()

    def check(self, statement: Statement, current_schema: str) -> None:
        """Let a statement pass.

        Raises:
            OracleError: ORA-00942 for what the user may not even see, ORA-01031 (23ai: ORA-41900) for a privilege that
                is missing on something visible.
        """
        match statement:
            case Query():
                for table in statement.tables:
                    self._require(table, current_schema, {"SELECT"} if statement.is_locking else {"SELECT", "READ"})
                self._check_sequences(statement.sequences, current_schema)
            case Dml():
                self._check_dml(statement, current_schema)
            case KillSession():
                self._require_system("ALTER SYSTEM")
            case LockTable():
                self._check_lock(statement.table, current_schema)
            case Ddl():
                self._check_ddl(statement, current_schema)
            case _:
                return

    def check_insert(self, table: TableName, current_schema: str) -> None:
        """Let a direct path load pass."""
        self._check_changeable(table, current_schema)
        self._require(table, current_schema, {"INSERT"})

    def _check_sequences(self, sequences: frozenset[TableName], current_schema: str) -> None:
        """Numbers of a sequence need SELECT on it; without, there is none for the user."""
        for sequence in sequences:
            found = self._cache.find(sequence, current_schema)
            granted = self._cache.privileges.objects.get(found.oid, frozenset())
            if found.owner != self._user and "SELECT" not in granted:
                self._require_any_sequence(found.owner, "SELECT ANY SEQUENCE")

    def _check_sequence_ddl(self, statement: Ddl, name: TableName, current_schema: str) -> None:
        owner = name.schema or current_schema
        is_own = owner == self._user
        match statement:
            case CreateSequence():
                self._require_creation(owner, "SEQUENCE")
            case AlterSequence() if not is_own:
                granted = self._cache.privileges.objects.get(self._cache.find(name, current_schema).oid, frozenset())
                if "ALTER" not in granted:
                    self._require_any_sequence(owner, "ALTER ANY SEQUENCE")
            case DropSequence() if not is_own:
                self._require_any_sequence(owner, "DROP ANY SEQUENCE")
            case _:
                return

    def _require_any_sequence(self, owner: str, privilege: str) -> None:
        if not self._has_system(owner, privilege):
            raise OracleError(2289, "sequence does not exist")

    def _check_dml(self, statement: Dml, current_schema: str) -> None:
        self._check_sequences(statement.sequences, current_schema)
        for table in statement.tables:
            if table not in statement.targets or statement.reads_target:
                self._require(table, current_schema, {"SELECT", "READ"})
        for target in statement.targets:
            self._check_changeable(target, current_schema)
            for privilege in statement.privileges:
                self._require(target, current_schema, {privilege})
            if statement.kind == "MERGE":
                self._require(target, current_schema, {"SELECT"})

    def _require(self, table: TableName, current_schema: str, alternatives: set[str]) -> None:
        """One of these object privileges, or the system privilege for any table."""
        if self._is_own(table, current_schema):
            return
        found = self._cache.find(table, current_schema)
        if not found.oid:
            return  # PostgreSQL says that it does not exist
        privileges = self._cache.privileges
        granted = privileges.objects.get(found.oid, frozenset())
        if granted & alternatives or privileges.has_any(found.owner, frozenset(f"{p} ANY TABLE" for p in alternatives)):
            return
        self._refuse(found, granted, max(alternatives), table)

    def _is_own(self, table: TableName, current_schema: str) -> bool:
        """Whether the name can only mean an object of the user, or one of SYS that the user may read."""
        owner = table.schema or current_schema
        if owner == "SYS" or (table.schema is None and not self._cache.find(table, current_schema).oid):
            self._check_dictionary(table)
            return True
        return owner == self._user

    def _check_dictionary(self, table: TableName) -> None:
        """Show views of the dictionary alone: the stand-in's own tables in SYS have names in lower case."""
        name = table.name
        if name != name.upper() and self._is_in_sys(name):
            raise OracleError(942, _MISSING)
        is_restricted = name.startswith(_DICTIONARY_PREFIXES) and name not in _PUBLIC_VIEWS
        if is_restricted and not self._cache.privileges.may_read_dictionary:
            raise OracleError(942, _MISSING)

    def _is_in_sys(self, name: str) -> bool:
        return self._cache.find(TableName("SYS", name), "SYS").oid != 0

    def _check_changeable(self, table: TableName, current_schema: str) -> None:
        """Nobody changes or locks the dictionary, not even a DBA."""
        self._is_own(table, current_schema)
        owner = table.schema or current_schema
        is_elsewhere = table.schema is None and self._cache.find(table, current_schema).oid
        if (owner == "SYS" or not is_elsewhere) and table.schema in (None, "SYS") and self._is_in_sys(table.name):
            raise OracleError(1031, "insufficient privileges")

    def _refuse(self, found: Found, granted: frozenset[str], privilege: str, table: TableName) -> None:
        is_visible = granted or self._cache.privileges.has_any(found.owner, _ANY_READ)
        if not is_visible:
            raise OracleError(942, _MISSING)
        names_privilege = self._catalog.profile.has_boolean and " ANY " not in privilege  # 23ai, object privileges
        if names_privilege:
            raise OracleError(41900, f'missing {privilege} privilege on "{found.owner}"."{table.name}"')
        raise OracleError(1031, "insufficient privileges")

    def _check_lock(self, table: TableName, current_schema: str) -> None:
        self._check_changeable(table, current_schema)
        if self._is_own(table, current_schema):
            return
        found = self._cache.find(table, current_schema)
        granted = self._cache.privileges.objects.get(found.oid, frozenset())
        if found.oid and not granted - {"READ"} and not self._has_system(found.owner, "LOCK ANY TABLE"):
            self._refuse(found, granted, "LOCK", table)

    def _check_ddl(self, statement: Ddl, current_schema: str) -> None:
        match statement:
            case CreateTable() | CreatePrivateTable():
                self._create_table(statement, current_schema)
            case DropTable() | TruncateTable():
                self._require_definition(statement.table, current_schema, None, "DROP ANY TABLE")
            case CreateIndex():
                self._create_index(statement, current_schema)
            case DropIndex() | RebuildIndex() | RenameIndex() | ChangeIndex():
                self._check_index(statement, current_schema)
            case Comment():
                self._require_definition(statement.table, current_schema, None, "COMMENT ANY TABLE")
            case Grant() | AlterUser() | CreateUser() | DropUser() | CreateRole() | DropRole():
                self._check_security(statement, current_schema)
            case _:
                self._check_named_object(statement, current_schema)

    def _check_named_object(self, statement: Ddl, current_schema: str) -> None:
        match statement:
            case CreateSequence() | AlterSequence() | DropSequence():
                self._check_sequence_ddl(statement, statement.sequence, current_schema)
            case CreateSynonym() | DropSynonym():
                self._check_synonym(statement, current_schema)
            case Purge(kind="DBA_RECYCLEBIN"):
                self._require_system("PURGE DBA_RECYCLEBIN")
            case CreateView():
                self._require_creation(statement.view.schema or current_schema, "VIEW")
            case CreateMaterializedView():
                self._require_creation(statement.container.table.schema or current_schema, "MATERIALIZED VIEW")
                self._create_table(statement.container, current_schema)
            case _ if type(statement) in _VIEW_PRIVILEGES:
                view: TableName = statement.view  # type: ignore[attr-defined]
                self._require_definition(view, current_schema, None, _VIEW_PRIVILEGES[type(statement)])
            case _:
                self._check_alter(statement, current_schema)

    def _check_synonym(self, statement: CreateSynonym | DropSynonym, current_schema: str) -> None:
        owner = statement.synonym.schema or current_schema
        is_creation = isinstance(statement, CreateSynonym)
        if owner == PUBLIC:
            self._require_system("CREATE PUBLIC SYNONYM" if is_creation else "DROP PUBLIC SYNONYM")
        elif is_creation:
            self._require_creation(owner, "SYNONYM")
        elif owner != self._user and not self._has_system(owner, "DROP ANY SYNONYM"):
            raise OracleError(1434, "private synonym to be dropped does not exist")

    def _require_creation(self, owner: str, kind: str) -> None:
        wanted = (f"CREATE {kind}", f"CREATE ANY {kind}") if owner == self._user else (f"CREATE ANY {kind}",)
        if not self._has_system(owner, *wanted) and self._is_user(owner):
            raise OracleError(1031, "insufficient privileges")

    def _check_alter(self, statement: Ddl, current_schema: str) -> None:
        for change in statement.changes if isinstance(statement, AlterTable) else (statement,):
            if isinstance(change, AddColumns):
                self._check_references(change.constraints, change.table.schema or current_schema, current_schema)
            for table in (getattr(change, "table", None), getattr(change, "other", None)):
                if isinstance(table, TableName):
                    self._require_definition(table, current_schema, "ALTER", "ALTER ANY TABLE")

    def _check_security(self, statement: Ddl, current_schema: str) -> None:
        match statement:
            case Grant():
                self._grant(statement, current_schema)
            case AlterUser():
                self._alter_user(statement)
            case CreateUser():
                self._require_system("CREATE USER")
            case DropUser():
                self._require_system("DROP USER")
            case CreateRole():
                self._require_system("CREATE ROLE")
            case _:
                self._require_system("DROP ANY ROLE")

    def _create_index(self, statement: CreateIndex, current_schema: str) -> None:
        owner = statement.index.schema or current_schema
        self._require_definition(statement.table, current_schema, "INDEX", "CREATE ANY INDEX")
        if owner != self._user and not self._has_system(owner, "CREATE ANY INDEX"):
            raise OracleError(1031, "insufficient privileges")

    def _check_references(self, constraints: tuple[Constraint, ...], owner: str, current_schema: str) -> None:
        """A foreign key needs the object privilege REFERENCES; no system privilege stands for it.

        The owner of its table has to have it, whoever makes the table.
        """
        for constraint in constraints:
            if constraint.references is None:
                continue
            if owner == self._user:
                self._require(constraint.references, current_schema, {"REFERENCES"})
            else:
                self._require_of(owner, constraint.references, current_schema)

    def _require_of(self, owner: str, parent: TableName, current_schema: str) -> None:
        found = self._cache.find(parent, current_schema)
        if found.oid and found.owner != owner:
            granted = self._cache.objects_of(owner).get(found.oid, frozenset())
            if "REFERENCES" not in granted:
                self._refuse(found, granted, "REFERENCES", parent)

    def _check_index(
        self, statement: DropIndex | RebuildIndex | RenameIndex | ChangeIndex, current_schema: str
    ) -> None:
        owner = statement.index.schema or current_schema
        wanted = "DROP ANY INDEX" if isinstance(statement, DropIndex) else "ALTER ANY INDEX"
        if owner != self._user and not self._has_system(owner, wanted):
            raise OracleError(1418, "specified index does not exist")

    def _create_table(self, statement: CreateTable | CreatePrivateTable, current_schema: str) -> None:
        if isinstance(statement, CreatePrivateTable):
            statement = statement.table
        self._require_creation(statement.table.schema or current_schema, "TABLE")
        if any(column.identity is not None for column in statement.columns):
            self._require_creation(statement.table.schema or current_schema, "SEQUENCE")
        self._check_references(statement.constraints, statement.table.schema or current_schema, current_schema)
        if statement.query is not None:
            self.check(statement.query, current_schema)

    def _require_definition(
        self, table: TableName, current_schema: str, privilege: str | None, any_privilege: str
    ) -> None:
        if self._is_own(table, current_schema):
            return
        found = self._cache.find(table, current_schema)
        granted = self._cache.privileges.objects.get(found.oid, frozenset())
        if not found.oid or privilege in granted or self._has_system(found.owner, any_privilege):
            return
        self._refuse(found, granted, privilege or any_privilege, table)

    def _is_user(self, name: str) -> bool:
        """A schema that does not exist is another error (ORA-01918)."""
        return self._backend.run('SELECT 1 FROM "SYS".users WHERE username = $1', [name]).ntuples > 0

    def _require_system(self, *names: str) -> None:
        if not self._cache.privileges.system & set(names):
            raise OracleError(1031, "insufficient privileges")

    def _has_system(self, owner: str, *names: str) -> bool:
        return self._cache.privileges.has_any(owner, frozenset(names))

    def _alter_user(self, statement: AlterUser) -> None:
        only_password = replace(statement.options, password=None, can_log_on=None) == UserOptions()
        if statement.name != self._user or not only_password:
            self._require_system("ALTER USER")

    def _grant(self, statement: Grant, current_schema: str) -> None:
        if statement.on is None:
            self._check_system_grant(statement)
            return
        owner = statement.on.schema or current_schema
        if owner == self._user or "GRANT ANY OBJECT PRIVILEGE" in self._cache.privileges.system:
            return
        found = self._cache.find(statement.on, current_schema)
        grantable = text_rows(
            self._backend.run(
                'SELECT privilege FROM "SYS".grants WHERE object_oid = $1 AND grantee = $2 AND with_option',
                [str(found.oid), self._user],
            )
        )
        if not set(statement.privileges) <= {name for (name,) in grantable}:
            granted = self._cache.privileges.objects.get(found.oid, frozenset())
            self._refuse(found, granted, statement.privileges[0], statement.on)

    def _check_system_grant(self, statement: Grant) -> None:
        roles = {name for (name,) in text_rows(self._backend.run('SELECT name FROM "SYS".roles'))}
        anyones = {"GRANT ANY ROLE" if name in roles else "GRANT ANY PRIVILEGE" for name in statement.privileges}
        if self._cache.privileges.system >= anyones:
            return
        rows = text_rows(
            self._backend.run('SELECT privilege FROM "SYS".grants WHERE grantee = $1 AND with_option', [self._user])
        )
        own_schema = statement.schema == self._user
        if not own_schema and not set(statement.privileges) <= {name for (name,) in rows}:
            raise OracleError(1031, "insufficient privileges")
