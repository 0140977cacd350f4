"""Rules for names, columns and pseudo-columns. Reference: SQL Language Reference, "Pseudocolumns"."""

from sqlglot import exp

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.identifiers import folded, quoted, stored
from oracle_standin.sql.render import Context, render, rule
from oracle_standin.sql.rowids import place_sql
from oracle_standin.sql.sequences import is_reference, reference_sql
from oracle_standin.sql.sources import folded_name
from oracle_standin.sql.statements import TableName

# columns that each table of PostgreSQL has
_POSTGRES_COLUMNS = frozenset({"tableoid", "ctid", "xmin", "xmax", "cmin", "cmax"})
_PSEUDO_COLUMNS = {
    **{name: f'"SYS"."{name}"()' for name in ("SYSDATE", "SYSTIMESTAMP", "CURRENT_DATE", "CURRENT_TIMESTAMP")},
    **{name: f'"SYS"."{name}"()' for name in ("LOCALTIMESTAMP", "USER", "UID", "SESSIONTIMEZONE")},
    "DBTIMEZONE": "'+00:00'::text",
    **{
        f"{name}_{value}": f"'{postgres}'::{kind}"
        for name, kind in (("BINARY_DOUBLE", "float8"), ("BINARY_FLOAT", "float4"))
        for value, postgres in (("NAN", "NaN"), ("INFINITY", "Infinity"))
    },
    "ROWNUM": "row_number() OVER ()::numeric",
}


@rule(exp.Identifier, "this", "quoted")
def identifier(node: exp.Identifier, context: Context) -> str:
    """A name, folded as Oracle folds it."""
    name = folded(node.this, is_quoted=bool(node.args.get("quoted")))
    if name in _POSTGRES_COLUMNS:
        raise UnsupportedError(f'the name "{name}"')
    if stored(name) != name:
        context.long_names[stored(name)] = name
    return quoted(name)


@rule(exp.Column, "this", "table", "db")
def column(node: exp.Column, context: Context) -> str:
    """A column."""
    if is_reference(node):
        return reference_sql(node, context)
    if node.name in _POSTGRES_COLUMNS:
        raise OracleError(904, f'"{node.name}": invalid identifier')
    if not node.table:
        return _unqualified(node, context)
    parts = [part for part in (node.args.get("db"), node.args["table"], node.this) if part]
    if len(parts) == 3 and _is_replaced(node, context):  # what stands for it bears its name alone
        parts = parts[1:]
    return ".".join(render(part, context) for part in parts)


def _is_replaced(node: exp.Column, context: Context) -> bool:
    owner, table = (folded_name(node.args[name]) for name in ("db", "table"))
    return TableName(owner, table) in context.replacements


def _unqualified(node: exp.Column, context: Context) -> str:
    """A column without its table; one named as a table is qualified, as PostgreSQL could take the table's row."""
    name = render(node.this, context)
    owners = [names for names in context.scopes if node.name.upper() in map(str.upper, names)]
    if not owners:
        return name
    if len(context.scopes[-1]) != 1 or owners != [context.scopes[-1]]:
        raise UnsupportedError(f"the column {node.name}, which a table here is named as, without its table")
    return f"{quoted(context.scopes[-1][0])}.{name}"


@rule(exp.Pseudocolumn, "this", "table", "db")
def pseudo_column(node: exp.Pseudocolumn, context: Context) -> str:
    """SYSDATE, ROWNUM and what else looks like a column."""
    name = node.name.upper()
    if name == "ROWID":
        return f'"SYS".rowid_at({place_sql(node, context)})'
    if name == "ROWNUM" and context.rownum:
        return context.rownum
    if name not in _PSEUDO_COLUMNS:
        raise UnsupportedError(f"the pseudo-column {name} here")
    return _PSEUDO_COLUMNS[name]


@rule(exp.Star)
def star(_: exp.Star, __: Context) -> str:
    """All columns."""
    return "*"
