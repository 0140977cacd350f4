"""CREATE, ALTER and DROP VIEW, and what becomes of views when other objects change.

A view is kept as Oracle's source, its stars written out. It is compiled when it is created, and again when an object
that it names has changed ("Schema Object Dependency", Development Guide).
"""

from collections.abc import Iterator
from dataclasses import fields, replace

from oracle_standin.engine.backend import PostgresError
from oracle_standin.engine.catalog import remember_long_name
from oracle_standin.engine.ddl.context import DdlContext
from oracle_standin.engine.ddl.tables import rename_table
from oracle_standin.engine.errors import oracle_error
from oracle_standin.engine.named_objects import View
from oracle_standin.engine.table_sql import sql_name
from oracle_standin.engine.view_records import CompiledView, forget_columns, remember_compiled
from oracle_standin.errors import OracleError
from oracle_standin.sql.ddl.definitions import RenameObject, RenameTable
from oracle_standin.sql.ddl.users import DropUser
from oracle_standin.sql.ddl.views import CompileView, CreateView, DropView
from oracle_standin.sql.identifiers import quoted
from oracle_standin.sql.statements import Ddl, TableName
from oracle_standin.sql.views import Changes, changed_table, possible_changes, star_items, updatable_places, view_tree


def create_view(statement: CreateView, context: DdlContext) -> None:
    """CREATE VIEW: with OR REPLACE an existing one keeps its privileges."""
    name = context.qualified(statement.view)
    context.check_schema(name)
    existing = context.resolver.objects.view(name, "")
    if existing is not None and statement.if_not_exists:
        return
    if existing is None or not statement.replaces:
        check_free(name, context)
    oid = existing.oid if existing else 0
    view = View(oid, name, statement.text, (), statement.restriction, Changes.NEVER, is_valid=True)
    try:
        with context.undoing():
            view, found = _compiled(view, statement.column_names, context)
    except (OracleError, PostgresError) as error:
        if not statement.is_forced:
            raise
        _remember_error(_keep(replace(view, is_valid=False), statement, context), error, context)
    else:
        remember_compiled(_keep(view, statement, context), found, context.backend)


def check_free(name: TableName, context: DdlContext) -> None:
    """Raise ORA-00955 when the schema has an object of that name."""
    if context.rows("SELECT 1 FROM pg_class WHERE oid = to_regclass($1)", sql_name(name)):
        raise OracleError(955, "name is already used by an existing object")


def _keep(view: View, statement: CreateView, context: DdlContext) -> str:
    """Keep the view; PostgreSQL's number of what is in its place."""
    oid = str(view.oid) if view.oid else add_placeholder(view.name, context)
    forget_columns(oid, context.backend)
    context.backend.run(
        'INSERT INTO "SYS".views (view_oid, owner, name, text, column_names, restriction, tail, constraint_name,'
        " changes, is_valid) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'never', $9) ON CONFLICT (view_oid) DO UPDATE"
        " SET text = excluded.text, column_names = excluded.column_names, restriction = excluded.restriction,"
        " tail = excluded.tail,"
        " constraint_name = excluded.constraint_name, is_valid = excluded.is_valid,"
        " last_ddl = date_trunc('second', statement_timestamp())",
        [
            oid, view.owner, view.name.name, view.text, array(statement.column_names), view.restriction,
            statement.tail, statement.constraint, str(view.is_valid),
        ],
    )  # fmt: skip
    return oid


def add_placeholder(name: TableName, context: DdlContext) -> str:
    """Put something under the name of a view or synonym; PostgreSQL's number of it."""
    context.backend.run(f'CREATE VIEW {sql_name(name)} AS SELECT FROM "SYS".placeholder()')
    remember_long_name(name.name, context.backend)
    return str(context.rows("SELECT to_regclass($1)::oid", sql_name(name))[0][0])


def array(values: tuple[str, ...]) -> str:
    """An array as PostgreSQL reads it."""
    escaped = (value.replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return "{" + ",".join(f'"{value}"' for value in escaped) + "}"


def _compiled(view: View, names: tuple[str, ...], context: DdlContext) -> tuple[View, CompiledView]:
    """The view with its stars written out, and what its query says of its columns."""
    view_tree(view.text, context.catalog.profile, is_named=bool(names))
    view = replace(view, text=_without_stars(view, context))
    return view, compiled(view, names, context)


def compiled(view: View, names: tuple[str, ...], context: DdlContext) -> CompiledView:
    """What the query of a view says of its columns.

    Raises:
        OracleError: ORA-01730 or ORA-00957, or the query is not valid.
        PostgresError: It is not valid.
    """
    tree = view_tree(view.text, context.catalog.profile, is_named=bool(names))
    columns = context.resolver.columns(view)
    if names and len(names) != len(columns):
        raise OracleError(1730, "invalid number of column names specified")
    own = names or tuple(name for name, _ in columns)
    if len(set(own)) != len(own):
        raise OracleError(957, "duplicate column name")
    updatable = updatable_places(tree) or [False] * len(own)
    kept = tuple((name, column, is_one) for name, (_, column), is_one in zip(own, columns, updatable, strict=True))
    return CompiledView(kept, context.resolver.dependencies(view), possible_changes(tree), changed_table(tree))


def _without_stars(view: View, context: DdlContext) -> str:
    text = view.text
    for item in reversed(star_items(text)):
        names = [name for name, _ in context.resolver.columns(replace(view, text=item.probe))]
        columns = ",".join(f'{item.owner}"{name}"' for name in names)
        text = text[: item.start] + columns + text[item.end :]
    return text


def drop_view(statement: DropView, context: DdlContext) -> None:
    """DROP VIEW."""
    view = _existing(statement.view, context, if_exists=statement.if_exists)
    if view is not None:
        context.backend.run(f"DROP VIEW {sql_name(view.name)}")
        context.backend.run('SELECT "SYS".forget_dropped_views()')


def compile_view(statement: CompileView, context: DdlContext) -> None:
    """ALTER VIEW ... COMPILE: ORA-24344 when it has errors still, which is a warning."""
    view = _existing(statement.view, context, if_exists=statement.if_exists)
    if view is not None:
        recompile(view, context)


def rename_object(statement: RenameObject, context: DdlContext) -> None:
    """RENAME of a table, view or private synonym; what names a view is then not valid."""
    name = TableName(context.current_schema, statement.table.name)
    kind = context.rows(
        "SELECT 'views' FROM \"SYS\".views WHERE owner = $1 AND name = $2 UNION ALL"
        " SELECT 'synonyms' FROM \"SYS\".synonyms WHERE owner = $1 AND name = $2",
        name.schema,
        name.name,
    )
    if not kind:
        rename_table(RenameTable(statement.table, statement.new), context)
        return
    check_free(TableName(name.schema, statement.new), context)
    context.backend.run(f"ALTER VIEW {sql_name(name)} RENAME TO {quoted(statement.new)}")
    remember_long_name(statement.new, context.backend)
    context.backend.run(
        f'UPDATE "SYS".{kind[0][0]} SET name = $3 WHERE owner = $1 AND name = $2',
        [name.schema, name.name, statement.new],
    )


def _existing(name: TableName, context: DdlContext, *, if_exists: bool) -> View | None:
    view = context.resolver.objects.view(name, context.current_schema)
    if view is None and not if_exists:
        raise OracleError(942, "table or view does not exist")
    return view


def recompile(view: View, context: DdlContext) -> None:
    """Look at the query again, after those of the views below; when it has errors, the view is not valid.

    Its columns then stay as they were.
    """
    for lower in context.resolver.views_below(view):
        if not lower.is_valid:
            recompile(lower, context)
    try:
        with context.undoing():
            found = compiled(view, _own_column_names(view, context), context)
    except (OracleError, PostgresError) as error:
        _remember_error(str(view.oid), error, context)
    else:
        remember_compiled(str(view.oid), found, context.backend)
    context.catalog.forget()


def _remember_error(oid: str, error: OracleError | PostgresError, context: DdlContext) -> None:
    """Keep why a view is not valid, for ALL_ERRORS."""
    if isinstance(error, PostgresError):
        error = oracle_error(error, lambda name: context.catalog.original_name(name, context.backend))
    context.backend.run(
        'UPDATE "SYS".views SET is_valid = false, error = $2 WHERE view_oid = $1::oid', [oid, error.text]
    )


def _own_column_names(view: View, context: DdlContext) -> tuple[str, ...]:
    """The names that CREATE VIEW gave to the columns."""
    rows = context.rows('SELECT unnest(column_names) FROM "SYS".views WHERE view_oid = $1::oid', str(view.oid))
    return tuple(str(name) for (name,) in rows)


def recompile_dependents(statement: Ddl, context: DdlContext) -> None:
    """After a statement: views that name what it has changed have other columns, or are not valid any more."""
    if not context.resolver.objects.has_views:
        return
    context.catalog.forget()
    for owner, name in _changed_objects(statement, context):
        for (oid,) in context.rows('SELECT "SYS".dependent_views($1, $2)', owner, name):
            view = context.resolver.objects.view_of(int(oid or 0))
            if view is not None and view.is_valid:
                recompile(view, context)


def _changed_objects(statement: Ddl, context: DdlContext) -> Iterator[tuple[str | None, str]]:
    """The objects that a statement names, of DROP USER all of that user that views depend on."""
    if isinstance(statement, DropUser):
        dropped = context.rows('SELECT DISTINCT name FROM "SYS".view_dependencies WHERE owner = $1', statement.name)
        yield from ((statement.name, str(name)) for (name,) in dropped)
    for part in (statement, *getattr(statement, "changes", ())):
        for attribute in fields(part):
            value = getattr(part, attribute.name)
            if isinstance(value, TableName):
                yield value.schema or context.current_schema, value.name
