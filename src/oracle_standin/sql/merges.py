"""The rule for MERGE. Reference: SQL Language Reference, "MERGE"."""

from sqlglot import exp

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.conditions import condition_sql
from oracle_standin.sql.dml import (
    assigned,
    assignments_sql,
    check_count,
    column_list,
    target_name,
    target_scope,
    target_sql,
    values_sql,
)
from oracle_standin.sql.render import Context, render, rule
from oracle_standin.sql.sources import folded_name


@rule(exp.Merge, "this", "using", "on", "update", "insert")
def merge(node: exp.Merge, context: Context) -> str:
    """MERGE INTO table USING source ON (condition), then UPDATE with DELETE, and INSERT, each with its WHERE."""
    updated, inserted = node.args.get("update"), node.args.get("insert")
    if updated:
        _check_assigned_columns(node, updated)
    with target_scope(node.this, context):
        using = render(node.args["using"], context)
        head = (
            f"MERGE INTO {target_sql(node.this, context)} USING {using} ON ({condition_sql(node.args['on'], context)})"
        )
        branches = [*_matched(node.this, updated, context)] if updated else []
        if inserted:
            branches.append(_not_matched(node.this, inserted, context))
    return " ".join([head, *branches])


def _matched(target: exp.Table, node: exp.Update, context: Context) -> list[str]:
    """Rows to update; those among them that DELETE WHERE finds after the update go at once."""
    where = node.args.get("where")
    condition = f" AND ({condition_sql(where.this, context)})" if where else ""
    branches = [
        f"WHEN MATCHED{condition} THEN UPDATE SET {assignments_sql(target, node.expressions, context)}",
    ]
    if node.args.get("delete"):
        deleted = condition_sql(_after_update(target, node), context)
        branches.insert(0, f"WHEN MATCHED{condition} AND ({deleted}) THEN DELETE")
    return branches


def _after_update(target: exp.Table, node: exp.Update) -> exp.Expr:
    """The condition of DELETE WHERE with the new values of the target's columns ("merge_update_clause")."""
    values = {folded_name(part.this.this): part.expression for part in node.expressions if _is_plain(part)}
    condition = exp.Paren(this=node.args["delete"].copy())
    for column in list(condition.find_all(exp.Column)):
        owner = column.args.get("table")
        if type(column) is not exp.Column or (owner is not None and folded_name(owner) != target_name(target)):
            continue
        value = values.get(folded_name(column.this))
        if value is None:
            continue
        if owner is None or isinstance(value, exp.Var):
            raise UnsupportedError("DELETE WHERE of MERGE on a changed column without its table, or set to DEFAULT")
        column.replace(exp.Paren(this=value.copy()))
    return condition


def _is_plain(node: exp.Expr) -> bool:
    if isinstance(node.this, exp.Tuple):
        raise UnsupportedError("SET (columns) = (query) in MERGE with DELETE WHERE")
    return isinstance(node.this, exp.Column)


def _not_matched(target: exp.Table, node: exp.Insert, context: Context) -> str:
    where = node.args.get("where")
    condition = f" AND ({condition_sql(where.this, context)})" if where else ""
    columns = node.this.expressions if node.args.get("this") else []
    check_count(len(columns), len(node.expression.expressions))
    names = (
        f"({', '.join(assigned(target, column, context) for column in columns)})"
        if columns
        else column_list(target, [], context)
    )
    return f"WHEN NOT MATCHED{condition} THEN INSERT {names} VALUES ({values_sql(node.expression, context)})"


def _check_assigned_columns(node: exp.Merge, updated: exp.Update) -> None:
    """ORA-38104: a column in ON may not be set."""
    target = target_name(node.this)
    in_condition = {
        folded_name(column.this)
        for column in node.args["on"].find_all(exp.Column)
        if type(column) is exp.Column and (not column.table or folded_name(column.args["table"]) == target)
    }
    for part in updated.expressions:
        columns = part.this.expressions if isinstance(part.this, exp.Tuple) else [part.this]
        for column in columns:
            if type(column) is exp.Column and folded_name(column.this) in in_condition:
                name = f'"{target}"."{folded_name(column.this)}"'
                raise OracleError(38104, f"Columns referenced in the ON Clause cannot be updated: {name}")
