"""The pseudo-column ROWID: a row's place in PostgreSQL. Reference: SQL Language Reference, "ROWID Pseudocolumn".

A row has another place after UPDATE, unlike in Oracle.
"""

from sqlglot import exp

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.identifiers import quoted
from oracle_standin.sql.render import Context, render


def is_rowid(node: exp.Expr | None) -> bool:
    """Whether the node is ROWID of a table."""
    return isinstance(node, exp.Pseudocolumn) and node.name.upper() == "ROWID"


def place_sql(node: exp.Expr, context: Context) -> str:
    """PostgreSQL's numbers of the table and of the row."""
    owner = _owner(node, context)
    return f"{owner}.tableoid, {owner}.ctid"


def rowid_comparison(node: exp.Binary, operator: str, context: Context) -> str:
    """A comparison with ROWID; `ROWID = value` is written so that PostgreSQL goes to the row at once."""
    left, right = node.this, node.expression
    if isinstance(node, exp.EQ) and not (is_rowid(left) and is_rowid(right)):
        column, value = (left, right) if is_rowid(left) else (right, left)
        owner, wanted = _owner(column, context), f"({rowid_sql(value, context)})"
        return f"({owner}.ctid = {wanted}.place AND {owner}.tableoid = {wanted}.object)"
    return f"{rowid_sql(left, context)} {operator} {rowid_sql(right, context)}"


def rowid_sql(node: exp.Expr, context: Context) -> str:
    """A value as a ROWID; text is taken for the 18 characters of one."""
    value = render(node, context)
    is_query = isinstance(node, exp.Any | exp.All | exp.Subquery)
    return value if is_rowid(node) or is_query else f'"SYS"."CHARTOROWID"({value})'


def _owner(node: exp.Expr, context: Context) -> str:
    table = node.args.get("table")
    if table is not None:
        return render(table, context)
    names = context.scopes[-1] if context.scopes else []
    if len(names) != 1:
        raise (
            OracleError(918, "column ambiguously defined") if names else OracleError(904, '"ROWID": invalid identifier')
        )
    if not names[0]:
        raise UnsupportedError("ROWID of a query in FROM")
    return quoted(names[0])
