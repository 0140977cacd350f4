"""The types that the text of a query gives to its columns: PostgreSQL keeps no lengths of what is computed."""

from sqlglot import exp

from oracle_standin.sql.json_clauses import Clauses
from oracle_standin.sql.types import STANDARD_STRING_BYTES, Kind, OracleType

# NULL and '' have no length ("CREATE TABLE", AS subquery: ORA-01723)
ZERO_LENGTH = OracleType(Kind.VARCHAR2, length=0, unit="B")
# what they return without RETURNING does not depend on the document
_SIZED_JSON = frozenset({
    "JSON_VALUE", "JSON_OBJECT", "JSON_ARRAY", "JSON_OBJECTAGG", "JSON_ARRAYAGG", "JSON_SERIALIZE",
})  # fmt: skip


def declared_types(tree: exp.Expr) -> tuple[OracleType | None, ...]:
    """The type of each column of one query block that is a literal or a CAST; None for the others.

    Empty when the columns are not known before the tables are, and for UNION and its like, where both sides decide.
    """
    if not isinstance(tree, exp.Select) or any(map(_is_star, tree.expressions)):
        return ()
    return tuple(_type_of(part) for part in tree.expressions)


def _is_star(node: exp.Expr) -> bool:
    return isinstance(node, exp.Star) or (isinstance(node, exp.Column) and isinstance(node.this, exp.Star))


def _type_of(node: exp.Expr) -> OracleType | None:
    while isinstance(node, exp.Alias | exp.Paren):
        node = node.this
    match node:
        case exp.Null():
            return ZERO_LENGTH
        case exp.Literal(is_string=True) if node.this and node.meta.get("is_national"):
            return OracleType(Kind.NCHAR, length=len(node.this), unit="C")
        case exp.Literal(is_string=True):
            size = len(str(node.this).encode())
            return OracleType(Kind.CHAR, length=size, unit="B") if size else ZERO_LENGTH
        case exp.Anonymous(args={"clauses": exp.Var(this=Clauses() as clauses)}) if node.name in _SIZED_JSON:
            return clauses.returning or OracleType(Kind.VARCHAR2, STANDARD_STRING_BYTES, "B")
        case exp.Cast():
            wanted: OracleType = node.args["to"].this
            return wanted
        case exp.Add() | exp.Sub() | exp.Mul() | exp.Div() if _is_year_month(node):
            return OracleType(Kind.INTERVAL_YM, precision=9)
        case _:
            return None


def _is_year_month(node: exp.Expr) -> bool:
    """Whether an expression is an interval of years and months; PostgreSQL has one type for all intervals."""
    match node:
        case exp.Paren():
            return _is_year_month(node.this)
        case exp.Add() | exp.Sub():
            return _is_year_month(node.this) and _is_year_month(node.expression)
        case exp.Mul():
            return _is_year_month(node.this) or _is_year_month(node.expression)
        case exp.Div():
            return _is_year_month(node.this)
        case exp.Interval():
            return all(part.name in ("YEAR", "MONTH") for part in node.args["unit"].find_all(exp.Var))
        case exp.Cast():
            return bool(node.args["to"].this.kind is Kind.INTERVAL_YM)
        case _:
            return isinstance(node, exp.Anonymous) and node.name == "NUMTOYMINTERVAL"
