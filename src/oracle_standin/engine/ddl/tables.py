"""CREATE, DROP, TRUNCATE and RENAME of tables."""

from dataclasses import replace

from oracle_standin.engine.catalog import remember_long_name
from oracle_standin.engine.ddl.attributes import check_attributes, lob_attributes
from oracle_standin.engine.ddl.constraints import (
    add_constraint,
    check_key_columns,
    check_local_key,
    foreign_key_errors,
    named,
)
from oracle_standin.engine.ddl.context import DdlContext, Table, refusing
from oracle_standin.engine.ddl.identity import check_identities, forget_identities, make_identity
from oracle_standin.engine.ddl.longs import check_longs, check_no_longs
from oracle_standin.engine.ddl.partitions import create_partitions, forget_partitions, place_rows
from oracle_standin.engine.ddl.records import remember_constraint, remember_not_nulls, remember_table
from oracle_standin.engine.ddl.wide_tables import MAX_NARROW_COLUMNS, check_count, first_columns, widen
from oracle_standin.engine.results import expression_types
from oracle_standin.engine.table_sql import column_sql, constraint_sql, has_limit, length_check, sql_name, with_owner
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.ddl.definitions import (
    Column,
    Constraint,
    CreateTable,
    DropTable,
    RenameTable,
    TruncateTable,
)
from oracle_standin.sql.ddl.tables import PRIVATE_PREFIX
from oracle_standin.sql.identifiers import quoted
from oracle_standin.sql.statements import Query, TableName
from oracle_standin.sql.types import Kind

_NO_TABLE_COLUMNS = "SELECT 1 FROM pg_class WHERE oid = to_regclass($1) AND relkind <> 'i'"


def create_table(statement: CreateTable, context: DdlContext) -> None:
    """CREATE TABLE, also ... AS and FOR EXCHANGE WITH TABLE."""
    name = context.qualified(statement.table)
    context.check_schema(name)
    if statement.if_not_exists and context.find(name) is not None:
        return
    _check_name(name, context)
    if statement.query is not None:
        statement = replace(statement, query=context.resolver.query(statement.query.text, context.current_schema))
    statement = _with_columns(replace(statement, table=name), context)
    check_attributes(statement.attributes, context, is_temporary=statement.duration is not None)
    partitioned_by = statement.partitioning.columns if statement.partitioning else ()
    is_plain = statement.duration is None and len(statement.columns) <= MAX_NARROW_COLUMNS
    check_identities(statement.columns, partitioned_by, is_plain=is_plain)
    for constraint in statement.constraints:
        check_local_key(constraint, statement.partitioning.columns if statement.partitioning else None)
    table = (
        _create_wide(statement, context) if len(statement.columns) > MAX_NARROW_COLUMNS else _create(statement, context)
    )
    if statement.partitioning is not None:
        create_partitions(statement.partitioning, table, context)
    if statement.query is not None:
        names = ", ".join(quoted(column.name) for column in statement.columns)
        context.backend.run(f"INSERT INTO {_filled(table, context)} ({names}) {statement.query.sql}")


def _check_name(name: TableName, context: DdlContext) -> None:
    if name.name.startswith(PRIVATE_PREFIX):
        raise OracleError(32463, "cannot create an object with a name matching private temporary table prefix")
    found = context.rows("SELECT relkind FROM pg_class WHERE oid = to_regclass($1)", sql_name(name))
    if found and found[0][0] == "i":
        raise UnsupportedError("a table with the name of an index of its schema")
    if found:
        raise OracleError(955, "name is already used by an existing object")


def _with_columns(statement: CreateTable, context: DdlContext) -> CreateTable:
    """The statement with columns, which may be those of a query or of another table."""
    if statement.query is not None:
        columns = query_columns(statement.query, statement.column_names, context)
        statement = replace(statement, columns=columns)
    elif statement.exchange_with is not None:
        statement = replace(statement, columns=_columns_of(statement.exchange_with, context))
    names = [column.name for column in statement.columns]
    if len(set(names)) != len(names):
        raise OracleError(957, "duplicate column name")
    check_longs(column.type.kind for column in statement.columns)
    check_count(len(statement.columns))
    schema = str(context.qualified(statement.table).schema)
    return replace(statement, columns=tuple(completed(column, schema, context) for column in statement.columns))


def query_columns(query: Query, names: tuple[str, ...], context: DdlContext) -> tuple[Column, ...]:
    """The columns that a table made from a query has, under these names if there are any."""
    described = context.backend.describe(query.sql)
    types = expression_types(described, query, context.catalog, context.backend)
    check_no_longs(kept.kind for kept in types)
    if any(kept.kind is Kind.ROWID for kept in types):
        raise UnsupportedError("columns of type ROWID")
    found = [(described.fname(place) or b"").decode() for place in range(described.nfields)]
    if names and len(names) != len(types):
        raise OracleError(1730, "invalid number of column names specified")
    own = names or tuple(query.long_names.get(name, name) for name in found)
    mandatory = [
        _is_mandatory(described.ftable(place), described.ftablecol(place), context) for place in range(len(own))
    ]
    return tuple(
        Column(name, kept, is_nullable=not must) for name, kept, must in zip(own, types, mandatory, strict=True)
    )


def _is_mandatory(table_oid: int, number: int, context: DdlContext) -> bool:
    """Whether NOT NULL was declared; that of a primary key is not copied ("CREATE TABLE", AS subquery)."""
    found = context.rows(
        "SELECT 1 FROM pg_constraint WHERE conrelid = $1::oid AND conkey = ARRAY[$2::int2] AND contype = 'n'"
        ' AND oid IN (SELECT constraint_oid FROM "SYS".constraint_details)',
        str(table_oid),
        str(number),
    )
    return bool(found)


def _columns_of(name: TableName, context: DdlContext) -> tuple[Column, ...]:
    """The columns of a table, for one that partitions of it are exchanged with."""
    table = context.existing(name)
    if context.rows('SELECT 1 FROM "SYS".unused_columns WHERE table_oid = $1::oid', table.oid):
        raise UnsupportedError("FOR EXCHANGE WITH a table that has unused columns")
    return tuple(
        Column(context.catalog.original_name(column.name, context.backend), column.type, is_nullable=not must)
        for number, column in context.columns(table).values()
        for must in [_is_mandatory(int(table.oid), number, context)]
    )


def completed(column: Column, schema: str, context: DdlContext) -> Column:
    """The column with a name for its NOT NULL, which is a constraint, and its default."""
    column = replace(column, default_sql=with_owner(column.default_sql, context.current_schema))
    if column.is_nullable:
        return column
    if column.not_null_name is None:
        return replace(column, not_null_name=context.generated_name())
    return replace(column, not_null_name=named(Constraint("C", column.not_null_name), schema, context).name)


def _create_wide(statement: CreateTable, context: DdlContext) -> Table:
    if statement.duration is not None or statement.partitioning is not None:
        raise UnsupportedError(f"a temporary or partitioned table of more than {MAX_NARROW_COLUMNS} columns")
    first = first_columns(statement.columns, statement.constraints)
    table = _create(replace(statement, columns=tuple(first)), context)
    rest = [column for column in statement.columns if column not in first]
    widen(table, rest, [column.name for column in statement.columns], context)
    return context.existing(table.name)


def _create(statement: CreateTable, context: DdlContext) -> Table:
    given = [constraint.name for constraint in statement.constraints if constraint.name is not None]
    if len(set(given)) != len(given):
        raise OracleError(2264, "name already used by an existing constraint")
    schema = str(context.qualified(statement.table).schema)
    constraints = [named(constraint, schema, context) for constraint in statement.constraints]
    types = {column.name: column.type for column in statement.columns}
    keys = [constraint for constraint in constraints if constraint.kind in ("P", "U")]
    for place, constraint in enumerate(keys):
        check_key_columns(constraint, types, [other.columns for other in keys[:place]])
    elements = [column_sql(column) for column in statement.columns]
    elements += [
        length_check(number, column) for number, column in enumerate(statement.columns, 1) if has_limit(column.type)
    ]
    simple = [constraint for constraint in constraints if _is_simple(constraint)]
    elements += [constraint_sql(constraint, context.current_schema) for constraint in simple]
    duplicate: dict[str, OracleError | None] = {"42701": OracleError(957, "duplicate column name")}
    _check_references(statement, constraints, context)
    with refusing(duplicate | foreign_key_errors()):
        context.backend.run(f"CREATE TABLE {sql_name(statement.table)} ({', '.join(elements)})")
    lobs = lob_attributes(statement.lobs, statement.columns)
    oid = remember_table(statement, lobs, context)
    table = Table(statement.table, oid, statement.duration, statement.partitioning is not None)
    remember_not_nulls(oid, statement.columns, context)
    for constraint in simple:
        remember_constraint(oid, constraint, context)
    for constraint in constraints:
        if constraint not in simple:
            add_constraint(table, constraint, context)
    for column in statement.columns:
        make_identity(table, column, context)
    return table


def _is_simple(constraint: Constraint) -> bool:
    """Whether CREATE TABLE of PostgreSQL can make it."""
    return constraint.state.is_enabled and constraint.state.is_validated and constraint.index is None


def _check_references(statement: CreateTable, constraints: list[Constraint], context: DdlContext) -> None:
    for constraint in constraints:
        if constraint.references is None:
            continue
        parent = context.qualified(constraint.references)
        if statement.duration is not None:
            raise OracleError(14455, "attempt to create referential integrity constraint on temporary table")
        if parent != statement.table and context.existing(parent).duration is not None:
            raise OracleError(14455, "attempt to create referential integrity constraint on temporary table")


def _filled(table: Table, context: DdlContext) -> str:
    """The table that gets the rows of AS: of a temporary table the session's own."""
    context.catalog.forget()  # it does not know a table that is made just now
    own = dict(context.temporary_tables.replacements([table.name], context.current_schema))
    return own.get(table.name) or table.sql


def drop_table(statement: DropTable, context: DdlContext) -> None:
    """DROP TABLE."""
    if statement.if_exists and context.find(statement.table) is None:
        return
    table = context.existing(statement.table)
    if context.is_materialized(table):
        raise OracleError(12083, f'must use DROP MATERIALIZED VIEW to drop "{table.name.schema}"."{table.name.name}"')
    if table.duration is not None:
        in_use = OracleError(14452, "attempt to create, alter or drop an index on temporary table already in use")
        context.temporary_tables.change_template(int(table.oid), in_use)
    if not statement.is_cascade:
        _check_no_children(table, 2449, "unique/primary keys in table referenced by foreign keys", context)
    remove_table(table, context, is_cascade=statement.is_cascade)


def remove_table(table: Table, context: DdlContext, *, is_cascade: bool = False) -> None:
    """Remove a table and all that is kept of it; `is_cascade` also the foreign keys to it."""
    forget_partitions(table, context)
    forget_identities(table, context)
    context.backend.run(f"DROP TABLE {table.sql}{' CASCADE' if is_cascade else ''}")
    for name in ("tables", "columns", "unused_columns"):
        context.backend.run(f'DELETE FROM "SYS".{name} WHERE table_oid = $1::oid', [table.oid])


def _check_no_children(table: Table, code: int, message: str, context: DdlContext) -> None:
    found = context.rows(
        "SELECT 1 FROM pg_constraint WHERE confrelid = $1::oid AND conrelid <> confrelid AND contype = 'f'"
        " AND (conenforced OR $2 <> '2266')",
        table.oid,
        str(code),
    )
    if found:
        raise OracleError(code, message)


def truncate_table(statement: TruncateTable, context: DdlContext) -> None:
    """TRUNCATE TABLE: of a temporary table the session's own rows."""
    if statement.is_cascade:
        raise UnsupportedError("TRUNCATE ... CASCADE")
    table = context.existing(statement.table)
    if context.is_materialized(table):
        raise UnsupportedError("TRUNCATE of a materialized view")
    if table.duration is not None:
        context.backend.run(f"TRUNCATE TABLE {_filled(table, context)}")
        context.temporary_tables.unbind(int(table.oid))
        return
    _check_no_children(table, 2266, "unique/primary keys in table referenced by enabled foreign keys", context)
    if context.rows("SELECT 1 FROM pg_constraint WHERE confrelid = $1::oid AND conrelid <> confrelid", table.oid):
        context.backend.run(f"DELETE FROM {table.sql}")  # PostgreSQL also counts keys that are disabled
    else:
        context.backend.run(f"TRUNCATE TABLE {table.sql}")
    context.backend.run(
        # "Removing rows with TRUNCATE ... UNUSABLE indexes become usable again"
        'SELECT "SYS".make_usable(indexrelid) FROM pg_index WHERE indrelid = $1::oid AND NOT indisvalid',
        [table.oid],
    )


def rename_table(statement: RenameTable, context: DdlContext) -> None:
    """RENAME, ALTER TABLE ... RENAME TO."""
    table = context.existing(statement.table)
    if context.is_materialized(table):
        raise OracleError(32318, "cannot rename a materialized view")
    if table.duration is not None:
        table = context.altered(statement.table)
    new = TableName(table.name.schema, statement.new)
    _check_name(new, context)
    context.backend.run(f"ALTER TABLE {table.sql} RENAME TO {quoted(statement.new)}")
    remember_long_name(statement.new, context.backend)
    if table.is_partitioned:
        place_rows(replace(table, name=new), context)
