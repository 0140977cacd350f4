"""Rules for INSERT, UPDATE, DELETE and MERGE. Reference: SQL Language Reference, the statements of those names."""

from sqlglot import exp

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.identifiers import folded
from oracle_standin.sql.prepass import PREFIX
from oracle_standin.sql.queries import table_name
from oracle_standin.sql.render import Context, render, render_all, rule

_IGNORED_FLAGS = (
    "is_function", "stored", "by_name", "exists", "partition", "settings", "default", "overwrite", "ignore", "source",
)  # fmt: skip


@rule(exp.Insert, "this", "expression", *_IGNORED_FLAGS)
def insert(node: exp.Insert, context: Context) -> str:
    """INSERT INTO table [(columns)] VALUES (...) or a query."""
    if any(node.args.get(flag) for flag in _IGNORED_FLAGS):
        raise UnsupportedError("this form of INSERT")
    target = node.this
    columns = target.expressions if isinstance(target, exp.Schema) else []
    table = target.this if isinstance(target, exp.Schema) else target
    names = f" ({render_all(columns, context)})" if columns else ""
    return f"INSERT INTO {_target(table, context)}{names} {_source(node.expression, columns, context)}"


def _source(node: exp.Expr, columns: list[exp.Expr], context: Context) -> str:
    if not isinstance(node, exp.Values):
        return render(node, context)
    if len(node.expressions) > 1 and not context.profile.has_table_values:
        raise OracleError(933, "SQL command not properly ended")
    for values in node.expressions:
        _check_count(len(columns), len(values.expressions))
    rows = (f"({', '.join(_value(value, context) for value in values.expressions)})" for values in node.expressions)
    return f"VALUES {', '.join(rows)}"


def _check_count(columns: int, values: int) -> None:
    if columns and values < columns:
        raise OracleError(947, "not enough values")
    if columns and values > columns:
        raise OracleError(913, "too many values")


def _value(node: exp.Expr, context: Context) -> str:
    """A value, or DEFAULT."""
    is_word = isinstance(node, exp.Var) or (isinstance(node, exp.Column) and not node.table)
    if is_word and node.name.upper() == "DEFAULT":
        return "DEFAULT"
    return render(node, context)


def _target(node: exp.Table, context: Context) -> str:
    if not isinstance(node, exp.Table):
        raise UnsupportedError("DML on anything but a table")
    alias, name = node.args.get("alias"), table_name(node, context)
    if alias or name in context.replacements.values():
        return f"{name} AS {render(alias or node.this, context)}"
    return name


def place_of_columns(node: exp.Expr, context: Context) -> int | None:
    """Where the columns belong in the text of an INSERT that names none and so means all; None for anything else."""
    if not isinstance(node, exp.Insert) or isinstance(node.this, exp.Schema):
        return None
    return len(f"INSERT INTO {_target(node.this, context)}")


def target_sql(node: exp.Expr, context: Context) -> str:
    """The table that a DML statement changes, as PostgreSQL reads it."""
    table = node.this.this if isinstance(node.this, exp.Schema) else node.this
    return table_name(table, context)


def plain_insert_columns(node: exp.Expr) -> tuple[str, ...]:
    """The columns of an INSERT whose values are all its binds in order; empty for anything else."""
    if not isinstance(node, exp.Insert) or not isinstance(node.this, exp.Schema):
        return ()
    values = node.expression.expressions if isinstance(node.expression, exp.Values) else []
    binds = (
        [value.this for value in values[0].expressions if isinstance(value, exp.Placeholder)]
        if len(values) == 1
        else []
    )
    columns = node.this.expressions
    if not binds or len(binds) != len(columns) or binds != [f"b{place}" for place in range(1, len(columns) + 1)]:
        return ()
    return tuple(_folded(column) for column in columns)


def _folded(node: exp.Identifier) -> str:
    return folded(node.this, is_quoted=bool(node.args.get("quoted")))


@rule(exp.Update, "this", "expressions", "where")
def update(node: exp.Update, context: Context) -> str:
    """UPDATE table [alias] SET ... [WHERE ...]."""
    assignments = ", ".join(_assignment(part, context) for part in node.expressions)
    return f"UPDATE {_target(node.this, context)} SET {assignments}{_condition(node, context)}"


def _assignment(node: exp.Expr, context: Context) -> str:
    if not isinstance(node, exp.EQ):
        raise OracleError(927, "missing equal sign")
    if isinstance(node.this, exp.Tuple):
        names = ", ".join(_assigned(column, context) for column in node.this.expressions)
        return f"({names}) = {render(node.expression, context)}"
    return f"{_assigned(node.this, context)} = {_value(node.expression, context)}"


def _assigned(node: exp.Expr, context: Context) -> str:
    """The column's name without the table's in front, which PostgreSQL does not take there."""
    if not isinstance(node, exp.Column):
        raise OracleError(1747, "invalid user.table.column, table.column, or column specification")
    return render(node.this, context)


@rule(exp.Delete, "this", "where", "using", "cluster")
def delete(node: exp.Delete, context: Context) -> str:
    """DELETE [FROM] table [alias] [WHERE ...]."""
    return f"DELETE FROM {_target(node.this, context)}{_condition(node, context)}"


def _condition(node: exp.Update | exp.Delete, context: Context) -> str:
    """WHERE; one with ROWNUM picks the rows by their place in the table."""
    where = node.args.get("where")
    if where is None:
        return ""
    if not any(isinstance(part, exp.Column) and part.name == f"{PREFIX}ROWNUM" for part in where.walk()):
        return render(where, context)
    rows = exp.Select(expressions=[exp.Literal.number(0)], from_=exp.From(this=node.this.copy()), where=where.copy())
    query = render(rows, context).replace("SELECT 0::numeric", "SELECT ctid", 1)
    return f" WHERE ctid IN ({query})"


@rule(exp.Merge, "this", "using", "on", "whens", "using_cond")
def merge(node: exp.Merge, context: Context) -> str:
    """MERGE INTO table USING source ON (condition) WHEN ..."""
    _check_assigned_columns(node)
    whens = " ".join(_when(when, context) for when in node.args["whens"].expressions)
    using = render(node.args["using"], context)
    return f"MERGE INTO {_target(node.this, context)} USING {using} ON {render(node.args['on'], context)} {whens}"


def _when(node: exp.When, context: Context) -> str:
    if node.args.get("condition") or node.args.get("source"):
        raise OracleError(905, "missing keyword")
    then = node.args["then"]
    where = then.args.get("where")
    condition = f" AND {render(where.this, context)}" if where else ""
    if isinstance(then, exp.Update) and node.args["matched"]:
        assignments = ", ".join(_assignment(part, context) for part in then.expressions)
        return f"WHEN MATCHED{condition} THEN UPDATE SET {assignments}"
    if isinstance(then, exp.Insert) and not node.args["matched"]:
        return f"WHEN NOT MATCHED{condition} THEN {_merge_insert(then, context)}"
    raise OracleError(905, "missing keyword")


def _merge_insert(node: exp.Insert, context: Context) -> str:
    columns = node.this.expressions if isinstance(node.this, exp.Tuple) else []
    values = node.expression.expressions
    _check_count(len(columns), len(values))
    names = f" ({', '.join(_assigned(column, context) for column in columns)})" if columns else ""
    return f"INSERT{names} VALUES ({', '.join(_value(value, context) for value in values)})"


def _check_assigned_columns(node: exp.Merge) -> None:
    """ORA-38104: a column in ON may not be set."""
    alias = node.this.args.get("alias")
    target = _folded(alias.this) if alias else _folded(node.this.this)
    in_condition = {
        _folded(column.this)
        for column in node.args["on"].find_all(exp.Column)
        if column.args.get("table") and _folded(column.args["table"]) == target
    }
    for when in node.args["whens"].expressions:
        for part in when.args["then"].expressions if isinstance(when.args["then"], exp.Update) else []:
            if isinstance(part.this, exp.Column) and _folded(part.this.this) in in_condition:
                name = f'"{target}"."{_folded(part.this.this)}"'
                raise OracleError(38104, f"Columns referenced in the ON Clause cannot be updated: {name}")
