"""WITH that refers to itself. Reference: SQL Language Reference, "SELECT", "Recursive Subquery Factoring".

PostgreSQL would go round a cycle for ever. So each row carries its level, and one of its ancestors: that of the last
level which is a power of two (Brent's algorithm). A row with the same values as that ancestor is a cycle.
"""

from sqlglot import exp

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.identifiers import quoted
from oracle_standin.sql.render import Context, render, render_all
from oracle_standin.sql.sources import folded_name

_STATE = ("~level", "~mark", "~marked")  # of a row, of its ancestor's values, and of that ancestor


def refers_to(node: exp.Expr, name: str) -> bool:
    """Whether a query names the query of WITH that it belongs to."""
    return any(_references(node, name))


def _references(node: exp.Expr, name: str) -> list[exp.Table]:
    return [
        table
        for table in node.find_all(exp.Table)
        if isinstance(table.this, exp.Identifier) and not table.args.get("db") and folded_name(table.this) == name
    ]


def recursive_query(node: exp.CTE, context: Context) -> str:
    """The query as two of PostgreSQL: one with the ancestors, one without.

    Raises:
        OracleError: ORA-32039 or ORA-32040.
        UnsupportedError: It refers to itself elsewhere than in FROM of its last part.
    """
    alias, body = node.args["alias"], node.this
    name = folded_name(alias.this)
    if not alias.args.get("columns"):
        raise OracleError(32039, "recursive WITH clause must have column alias list")
    if not isinstance(body, exp.Union) or body.args.get("distinct"):
        raise OracleError(32040, "recursive WITH clause must use a UNION ALL operation")
    step, hidden = body.expression.copy(), f"~{name}"
    references = _references(step, name)
    if not isinstance(step, exp.Select) or len(references) != 1 or refers_to(body.this, name):
        raise UnsupportedError("this form of a recursive WITH")
    context.named_queries |= {name, hidden}
    compared = _compared_columns(step, references[0], [folded_name(column) for column in alias.args["columns"]])
    _carry_state(step, references[0], hidden)
    columns = render_all(alias.args["columns"], context)
    state = ", ".join(map(quoted, _STATE))
    anchor = (
        f"SELECT {columns}, 1::bigint, {_mark('~a', compared)}, 1::bigint"
        f' FROM ({render(body.this, context)}) AS "~a" ({columns})'
    )
    mark, level = _mark("~s", compared), '"~level" + 1'
    marks = f'{level} = 2 * "~marked"'
    next_rows = (
        f'SELECT {columns}, {level}, CASE WHEN {marks} THEN {mark} ELSE "~mark" END,'
        f' CASE WHEN {marks} THEN {level} ELSE "~marked" END'
        f' FROM ({render(step, context)}) AS "~s" ({columns}, {state}) WHERE "SYS".is_no_cycle({mark}, "~mark")'
    )
    return (
        f"{quoted(hidden)} ({columns}, {state}) AS ({anchor} UNION ALL {next_rows}),"
        f" {quoted(name)} ({columns}) AS (SELECT {columns} FROM {quoted(hidden)})"
    )


def _mark(owner: str, columns: list[str]) -> str:
    """The values by which a row is known again."""
    return f"ROW({', '.join(f'{quoted(owner)}.{quoted(column)}' for column in columns)})::text::varchar"


def _compared_columns(step: exp.Select, reference: exp.Table, columns: list[str]) -> list[str]:
    """A cycle has the same values in the columns that conditions of the recursive part refer to."""
    owner = _owner(reference)
    conditions = [step.args.get("where"), *(join.args.get("on") for join in step.args.get("joins") or [])]
    found = {
        folded_name(column.this)
        for condition in conditions
        if condition is not None
        for column in condition.find_all(exp.Column)
        if isinstance(column.this, exp.Identifier) and (not column.table or folded_name(column.args["table"]) == owner)
    }
    return [column for column in columns if column in found]


def _owner(reference: exp.Table) -> str:
    alias = reference.args.get("alias")
    return folded_name(alias.this if alias else reference.this)


def _carry_state(step: exp.Select, reference: exp.Table, hidden: str) -> None:
    """Let the recursive part read the query with ancestors, and pass on what is known of them."""
    owner = _owner(reference)
    for item in step.expressions:
        if isinstance(item, exp.Star) or (item.is_star and folded_name(item.args["table"]) == owner):
            raise UnsupportedError("a star for the columns of a recursive WITH inside it")
    if not reference.args.get("alias"):
        reference.set("alias", exp.TableAlias(this=reference.this.copy()))
    reference.set("this", exp.Identifier(this=hidden, quoted=True))
    state = [
        exp.Column(this=exp.Identifier(this=name, quoted=True), table=exp.Identifier(this=owner, quoted=True))
        for name in _STATE
    ]
    step.set("expressions", [*step.expressions, *state])
