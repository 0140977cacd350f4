"""UPDATE in steps, for rows whose unique keys change places.

Oracle checks unique keys at the end of a statement ("Data Integrity", Database Concepts), PostgreSQL row by row. So
`SET id = id + 1` runs on a copy of its rows, which then replace them.
"""

from sqlglot import exp

from oracle_standin.sql.conditions import condition_sql
from oracle_standin.sql.dml import assignments_sql, target_name, target_scope, target_sql
from oracle_standin.sql.identifiers import quoted
from oracle_standin.sql.render import Context
from oracle_standin.sql.row_limits import is_rownum, uses_rownum
from oracle_standin.sql.rowids import is_rowid
from oracle_standin.sql.statements import KeyUpdate


def key_update(node: exp.Expr, context: Context) -> KeyUpdate | None:
    """The steps of an UPDATE; None for another statement, and for one that names places of rows, which a copy lacks."""
    if not isinstance(node, exp.Update):
        return None
    pseudo_columns = list(node.find_all(exp.Pseudocolumn))
    if uses_rownum(node.args.get("where")) or any(is_rowid(part) or is_rownum(part) for part in pseudo_columns):
        return None
    with target_scope(node.this, context):
        where = node.args.get("where")
        condition = f" WHERE {condition_sql(where.this, context)}" if where else ""
        return KeyUpdate(
            f"{target_sql(node.this, context)}{condition}",
            quoted(target_name(node.this)),
            assignments_sql(node.this, node.expressions, context),
        )
