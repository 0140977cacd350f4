"""Rules for arithmetic, BETWEEN and IN, and the sides of comparisons.

Reference: SQL Language Reference, "Arithmetic Operators", "Comparison Conditions".
"""

from sqlglot import exp

from oracle_standin.sql.identifiers import string_literal
from oracle_standin.sql.render import Context, render, rule
from oracle_standin.sql.rowids import is_rowid, rowid_sql


def _arithmetic(node: type[exp.Expr], function: str) -> None:
    @rule(node, "this", "expression")
    def arithmetic(node: exp.Binary, context: Context) -> str:
        sides = ", ".join(_operand(side, context) for side in (node.this, node.expression))
        return f'"SYS".{function}({sides})'


def _operand(node: exp.Expr, context: Context) -> str:
    """A side of an arithmetic operator; NULL is a number there."""
    return "NULL::numeric" if isinstance(node, exp.Null) else render(node, context)


_LITERAL = '"SYS".literal'


def is_text_literal(node: exp.Expr) -> bool:
    """Whether the node is a literal, and not the empty one, which is NULL."""
    return isinstance(node, exp.Literal) and bool(node.is_string and node.this)


def compared(node: exp.Expr, context: Context, *, are_literals: bool = False) -> str:
    """A side of a comparison: blanks at the end of a literal do not count beside a CHAR ("Text Literals").

    `are_literals`: the other side is one too, and both are CHARs.
    """
    if is_text_literal(node):
        return f"{string_literal(node.this)}::{'bpchar' if are_literals else _LITERAL}"
    if isinstance(node, exp.Tuple):
        return f"({', '.join(compared(part, context) for part in node.expressions)})"
    return render(node, context)


_arithmetic(exp.Add, "plus")
_arithmetic(exp.Sub, "minus")
_arithmetic(exp.Mul, "product")
_arithmetic(exp.Div, "quotient")


@rule(exp.Between, "this", "low", "high")
def between(node: exp.Between, context: Context) -> str:
    """`x BETWEEN low AND high`."""
    value, low, high = (compared(node.args[part], context) for part in ("this", "low", "high"))
    return f"{value} BETWEEN {low} AND {high}"


@rule(exp.In, "this", "expressions", "query")
def membership(node: exp.In, context: Context) -> str:
    """`x IN (...)`: at most 65,535 values since 23ai (ORA-01795)."""
    value = compared(node.this, context)
    query = node.args.get("query")
    if is_rowid(node.this) and query is None:
        return f"{value} IN ({', '.join(rowid_sql(part, context) for part in node.expressions)})"
    if query is not None:
        return f"{value} IN {render(query, context)}"
    if all(map(is_text_literal, node.expressions)):  # IN itself would take them for VARCHAR2
        values = ", ".join(string_literal(text.this) for text in node.expressions)
        return f"{value} = ANY (ARRAY[{values}]::{_LITERAL}[])"
    return f"{value} IN ({', '.join(compared(part, context) for part in node.expressions)})"
