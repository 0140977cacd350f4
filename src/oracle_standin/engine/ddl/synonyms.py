"""CREATE SYNONYM and DROP SYNONYM."""

from oracle_standin.engine.ddl.context import DdlContext
from oracle_standin.engine.ddl.views import add_placeholder, check_free
from oracle_standin.engine.table_sql import sql_name
from oracle_standin.errors import OracleError
from oracle_standin.sql.ddl.synonyms import PUBLIC, CreateSynonym, DropSynonym
from oracle_standin.sql.statements import TableName


def create_synonym(statement: CreateSynonym, context: DdlContext) -> None:
    """CREATE SYNONYM: the object that it stands for need not exist."""
    synonym, target = context.qualified(statement.synonym), context.qualified(statement.target)
    if synonym == target:
        raise OracleError(1471, "cannot create a synonym with same name as object")
    if synonym.schema != PUBLIC:
        context.check_schema(synonym)
    elif _is_in_dictionary(synonym.name, context):
        raise OracleError(955, "name is already used by an existing object")
    oid = _oid(synonym, context)
    if oid is not None and statement.if_not_exists:
        return
    if oid is None or not statement.replaces:
        check_free(synonym, context)
        oid = add_placeholder(synonym, context)
    context.backend.run(
        'INSERT INTO "SYS".synonyms (synonym_oid, owner, name, target_owner, target_name) VALUES ($1, $2, $3, $4, $5)'
        " ON CONFLICT (synonym_oid) DO UPDATE SET target_owner = excluded.target_owner,"
        " target_name = excluded.target_name",
        [oid, synonym.schema, synonym.name, target.schema, target.name],
    )


def _is_in_dictionary(name: str, context: DdlContext) -> bool:
    """Whether Oracle has a public synonym of its own of that name: for DUAL and the dictionary."""
    return bool(context.rows("SELECT 1 FROM pg_class WHERE oid = to_regclass($1)", sql_name(TableName("SYS", name))))


def _oid(synonym: TableName, context: DdlContext) -> str | None:
    rows = context.rows(
        'SELECT synonym_oid FROM "SYS".synonyms WHERE owner = $1 AND name = $2', synonym.schema, synonym.name
    )
    return rows[0][0] if rows else None


def drop_synonym(statement: DropSynonym, context: DdlContext) -> None:
    """DROP SYNONYM."""
    synonym = context.qualified(statement.synonym)
    if _oid(synonym, context) is None:
        if statement.if_exists:
            return
        if synonym.schema == PUBLIC:
            raise OracleError(1432, "public synonym to be dropped does not exist")
        raise OracleError(1434, "private synonym to be dropped does not exist")
    context.backend.run(f"DROP VIEW {sql_name(synonym)}")
    context.backend.run('SELECT "SYS".forget_dropped_views()')
