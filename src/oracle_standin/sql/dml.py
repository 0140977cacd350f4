"""Rules for INSERT, UPDATE and DELETE. Reference: SQL Language Reference, the statements of those names."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from sqlglot import exp

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.conditions import condition_sql
from oracle_standin.sql.identifiers import quoted
from oracle_standin.sql.render import Context, render, render_all, rule
from oracle_standin.sql.row_limits import is_rownum, uses_rownum
from oracle_standin.sql.sources import folded_name, named_table, scope, stands_in, table_name
from oracle_standin.sql.statements import TableName, columns_of


@rule(exp.Insert, "this", "expression")
def insert(node: exp.Insert, context: Context) -> str:
    """INSERT INTO table [(columns)] VALUES (...) or a query."""
    target, columns = _target_and_columns(node)
    head = f"INSERT INTO {target_sql(target, context)} {column_list(target, columns, context)}"
    return f"{head} {_source(node.expression, columns, context)}"


def _target_and_columns(node: exp.Insert) -> tuple[exp.Table, list[exp.Expr]]:
    schema = node.this
    return (schema.this, schema.expressions) if isinstance(schema, exp.Schema) else (schema, [])


def column_list(target: exp.Table, columns: list[exp.Expr], context: Context) -> str:
    """The columns in parentheses; without any the engine puts all columns of the table there."""
    return f"({render_all(columns, context)})" if columns else columns_of(table_name(target, context))


def _source(node: exp.Expr, columns: list[exp.Expr], context: Context) -> str:
    if not isinstance(node, exp.Values):
        return render(node, context)
    if len(node.expressions) > 1 and not context.profile.has_table_values:
        raise OracleError(933, "SQL command not properly ended")
    for values in node.expressions:
        check_count(len(columns), len(values.expressions))
    return f"VALUES {', '.join(f'({values_sql(values, context)})' for values in node.expressions)}"


def check_count(columns: int, values: int) -> None:
    """ORA-00947 and ORA-00913, when the columns are named."""
    if columns and values < columns:
        raise OracleError(947, "not enough values")
    if columns and values > columns:
        raise OracleError(913, "too many values")


def values_sql(node: exp.Tuple, context: Context) -> str:
    """Values, of which some may be DEFAULT.

    Raises:
        OracleError: ORA-00976 for ROWNUM, which belongs to queries.
    """
    if uses_rownum(node):
        raise OracleError(976, "Specified pseudocolumn or operator not allowed here.")
    return ", ".join(value_sql(value, context) for value in node.expressions)


def value_sql(node: exp.Expr, context: Context) -> str:
    """A value, or DEFAULT."""
    return node.name if isinstance(node, exp.Var) else render(node, context)


def target_sql(node: exp.Table, context: Context) -> str:
    """The table that a statement changes, with the name by which its columns are qualified."""
    alias, name = node.args.get("alias"), table_name(node, context)
    if alias or stands_in(node, name, context):
        return f"{name} AS {render(alias or node.this, context)}"
    return name


@contextmanager
def target_scope(node: exp.Table, context: Context) -> Iterator[None]:
    """While conditions and values of a statement are rendered, its table is known."""
    with scope(exp.Select(from_=exp.From(this=node.copy())), context):
        yield


def changed_tables(node: exp.Expr, context: Context) -> tuple[str, ...]:
    """The tables that a DML statement changes, as PostgreSQL reads them."""
    if isinstance(node, exp.MultitableInserts):
        inserts = [insert for branch in node.expressions for insert in branch.expressions]
        return tuple(dict.fromkeys(table_name(_target_and_columns(insert)[0], context) for insert in inserts))
    return (table_name(changed_table(node), context),)


def changed_table(node: exp.Expr) -> exp.Table:
    """The one table that INSERT, UPDATE, DELETE or MERGE changes."""
    table: exp.Table = node.this.this if isinstance(node.this, exp.Schema) else node.this
    return table


def target_and_kind(node: exp.Expr) -> tuple[TableName, str]:
    """The table that a DML statement changes, the first one of INSERT ALL, and Dml.kind."""
    if isinstance(node, exp.MultitableInserts):
        return target_and_kind(node.expressions[0].expressions[0])[0], "INSERT ALL"
    kind = node.key.upper()
    if isinstance(node, exp.Insert):
        kind += " VALUES" if isinstance(node.args.get("expression"), exp.Values) else " SELECT"
    return named_table(node.this.this if isinstance(node.this, exp.Schema) else node.this), kind


def targets_of(node: exp.Expr) -> tuple[TableName, ...]:
    """The tables that a DML statement changes, as it names them."""
    if isinstance(node, exp.MultitableInserts):
        return tuple(target_and_kind(part)[0] for branch in node.expressions for part in branch.expressions)
    return (target_and_kind(node)[0],)


def changing_privileges(node: exp.Expr) -> tuple[str, ...]:
    """The object privileges that a statement needs on a table that it changes ("Prerequisites" of each one)."""
    if not isinstance(node, exp.Merge):
        return (node.key.upper() if isinstance(node, exp.Update | exp.Delete) else "INSERT",)
    updated = node.args.get("update")
    needed = {
        "UPDATE": updated is not None,
        "DELETE": updated is not None and bool(updated.args.get("delete")),
        "INSERT": node.args.get("insert") is not None,
    }
    return tuple(privilege for privilege, is_needed in needed.items() if is_needed)


def reads_target(node: exp.Expr) -> bool:
    """Whether a changed table is also read: in a query, or by UPDATE and DELETE that look at columns.

    The latter is SQL92_SECURITY, true since 12.2 (Database Reference).
    """
    names = [named_table(table) for table in node.find_all(exp.Table)]
    targets = targets_of(node)
    if any(names.count(target) > targets.count(target) for target in targets):
        return True
    values = [part.expression for part in node.expressions] if isinstance(node, exp.Update) else []
    return isinstance(node, exp.Update | exp.Delete) and any(
        part is not None and part.find(exp.Column) is not None for part in (node.args.get("where"), *values)
    )


def plain_insert_columns(node: exp.Expr) -> tuple[str, ...] | None:
    """The columns that an INSERT names whose values are all its binds in order; None for anything else."""
    if not isinstance(node, exp.Insert):
        return None
    target, columns = _target_and_columns(node)
    if target.args.get("partition"):
        return None  # PostgreSQL copies into tables, not into what stands for a partition
    values = _values_of_one_row(node)
    binds = [value.this if isinstance(value, exp.Placeholder) else None for value in values]
    is_plain = values and binds == [f"b{place}" for place in range(1, len(values) + 1)]
    names = tuple(folded_name(column) for column in columns if isinstance(column, exp.Identifier))
    return names if is_plain and len(names) in (0, len(values)) else None


def insert_of_rows(node: exp.Expr, context: Context) -> str | None:
    """An INSERT of one row of expressions as one of many rows; None when a row may depend on those before it."""
    if not isinstance(node, exp.Insert):
        return None
    values = _values_of_one_row(node)
    if not values or any(isinstance(value, exp.Var) or value.find(exp.Query) for value in values):
        return None
    target, columns = _target_and_columns(node)
    head = f"INSERT INTO {target_sql(target, context)} {column_list(target, columns, context)}"
    return f"{head} SELECT {render_all(values, replace(context, binds_are_columns=True))} FROM "


def _values_of_one_row(node: exp.Insert) -> list[exp.Expr]:
    rows = node.expression.expressions if isinstance(node.expression, exp.Values) else []
    return rows[0].expressions if len(rows) == 1 else []


@rule(exp.MultitableInserts, "kind", "expressions", "source")
def insert_into_several(node: exp.MultitableInserts, context: Context) -> str:
    """INSERT ALL and FIRST: one query that keeps the source's rows, inserts them and counts what was inserted."""
    inserts: list[str] = []
    before: list[str] = []
    for branch in node.expressions:
        own = f"({condition_sql(branch.this, context)})" if branch.this else ""
        conditions = [own] if own else []
        if before and (node.args["kind"] == "FIRST" or branch.args.get("else_")):
            conditions.append(f"({' OR '.join(before)}) IS NOT TRUE")
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        inserts += [f"{_insert_from_source(part, context)}{where} RETURNING 1" for part in branch.expressions]
        before += [own] if own else []
    named = "".join(f', "~{place}" AS ({text})' for place, text in enumerate(inserts))
    counted = " UNION ALL ".join(f'SELECT 1 FROM "~{place}"' for place in range(len(inserts)))
    return f'WITH "~source" AS MATERIALIZED ({render(node.args["source"], context)}){named} {counted}'


def _insert_from_source(node: exp.Insert, context: Context) -> str:
    target, columns = _target_and_columns(node)
    values = "*"
    if node.args.get("expression"):
        row = node.expression.expressions[0]
        check_count(len(columns), len(row.expressions))
        if any(isinstance(value, exp.Var) for value in row.expressions):
            raise UnsupportedError("DEFAULT in INSERT ALL")
        values = values_sql(row, context)
    head = f"INSERT INTO {target_sql(target, context)} {column_list(target, columns, context)}"
    return f'{head} SELECT {values} FROM "~source"'


@rule(exp.Update, "this", "expressions", "where")
def update(node: exp.Update, context: Context) -> str:
    """UPDATE table [alias] SET ... [WHERE ...]."""
    with target_scope(node.this, context):
        if any(uses_rownum(part.expression) for part in node.expressions):
            return _numbered_update(node, context)
        assignments = assignments_sql(node.this, node.expressions, context)
        return f"UPDATE {target_sql(node.this, context)} SET {assignments}{_condition(node, context)}"


def _numbered_update(node: exp.Update, context: Context) -> str:
    """`SET id = ROWNUM`: the rows are numbered as a query finds them."""
    values = [part.expression for part in node.expressions]
    if any(is_rownum(found) for value in values for query in value.find_all(exp.Query) for found in query.walk()):
        raise UnsupportedError("ROWNUM in a subquery of SET")
    columns = 'tableoid AS "~table", ctid AS "~row", row_number() OVER () AS "~number"'
    rows = _rows_of(node, columns, context)
    name = quoted(target_name(node.this))
    assignments = assignments_sql(node.this, node.expressions, replace(context, rownum='"~rows"."~number"::numeric'))
    same_row = f'{name}.tableoid = "~rows"."~table" AND {name}.ctid = "~rows"."~row"'
    return f'UPDATE {target_sql(node.this, context)} SET {assignments} FROM ({rows}) AS "~rows" WHERE {same_row}'


def assignments_sql(target: exp.Table, nodes: list[exp.Expr], context: Context) -> str:
    """What follows SET."""
    return ", ".join(_assignment(target, part, context) for part in nodes)


def _assignment(target: exp.Table, node: exp.Expr, context: Context) -> str:
    if uses_rownum(node.expression) and not context.rownum:
        raise UnsupportedError("ROWNUM in SET")
    if isinstance(node.this, exp.Tuple):
        names = ", ".join(assigned(target, column, context) for column in node.this.expressions)
        return f"({names}) = {render(node.expression, context)}"
    return f"{assigned(target, node.this, context)} = {value_sql(node.expression, context)}"


def assigned(target: exp.Table, node: exp.Expr, context: Context) -> str:
    """The column's name without the table's in front, which PostgreSQL does not take there.

    Raises:
        OracleError: ORA-00904 when it is another table's.
    """
    if type(node) is not exp.Column:
        raise OracleError(1747, "invalid user.table.column, table.column, or column specification")
    owner = node.args.get("table")
    if owner is not None and folded_name(owner) != target_name(target):
        raise OracleError(904, f'"{folded_name(owner)}"."{folded_name(node.this)}": invalid identifier')
    return render(node.this, context)


def target_name(node: exp.Table) -> str:
    """The name by which the columns of the changed table are qualified."""
    alias = node.args.get("alias")
    return folded_name(alias.this if alias else node.this)


@rule(exp.Delete, "this", "where")
def delete(node: exp.Delete, context: Context) -> str:
    """DELETE [FROM] table [alias] [WHERE ...]."""
    with target_scope(node.this, context):
        return f"DELETE FROM {target_sql(node.this, context)}{_condition(node, context)}"


def _condition(node: exp.Update | exp.Delete, context: Context) -> str:
    """WHERE; one with ROWNUM picks the rows by their place in the table."""
    where = node.args.get("where")
    if where is None:
        return ""
    if not uses_rownum(where):
        return render(where, context)
    return f" WHERE (tableoid, ctid) IN ({_rows_of(node, 'tableoid, ctid', context)})"


def _rows_of(node: exp.Update | exp.Delete, columns: str, context: Context) -> str:
    """A query of the rows that are changed, for these columns in PostgreSQL's SQL."""
    where = node.args.get("where")
    rows = exp.Select(expressions=[exp.Literal.number(0)], from_=exp.From(this=node.this.copy()))
    if where is not None:
        rows.set("where", where.copy())
    return render(rows, context).replace("SELECT 0::numeric", f"SELECT {columns}", 1)
