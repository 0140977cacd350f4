"""NEXTVAL and CURRVAL of sequences. Reference: SQL Language Reference, "Sequence Pseudocolumns".

All NEXTVAL of one sequence in a row are one value, and CURRVAL beside them is that value too. PostgreSQL evaluates a
list from left to right, so the first reference of a row takes the value and the others repeat it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from sqlglot import exp

from oracle_standin.errors import OracleError
from oracle_standin.sql.identifiers import folded, stored, string_literal
from oracle_standin.sql.render import Context
from oracle_standin.sql.statements import TableName

_NEXT, _CURRENT = "NEXTVAL", "CURRVAL"
_CALL = "sequence call"  # in the meta of a column that is no column
_NOT_IN = (exp.Where, exp.Group, exp.Order, exp.Having, exp.Connect, exp.Join, exp.From)
_NOT_WITH = ("distinct", "group", "having", "order")
# In a default the owner is known to the engine alone, which puts it in; elsewhere it is the session's schema.
OWNER_OF_DEFAULT = "\0owner\0"
_CURRENT_SCHEMA = "current_schema()::text"


def is_reference(node: exp.Column) -> bool:
    """Whether this is sequence.NEXTVAL or sequence.CURRVAL."""
    return node.name.upper() in (_NEXT, _CURRENT) and not node.this.args.get("quoted") and bool(node.table)


def resolve_references(tree: exp.Expr) -> None:
    """Find out which reference takes a value.

    Raises:
        OracleError: ORA-02287: a reference stands where no row is made.
    """
    rows: dict[tuple[int, TableName], list[exp.Column]] = defaultdict(list)
    for node in tree.find_all(exp.Column, bfs=False):
        if is_reference(node):
            rows[id(_row(node)), sequence_name(node)].append(node)
    for references in rows.values():
        takes = any(node.name.upper() == _NEXT for node in references)
        for place, node in enumerate(references):
            node.meta[_CALL] = "next_value" if takes and place == 0 else "current_value"


def named_sequences(tree: exp.Expr) -> Iterator[TableName]:
    """The sequences that a statement names."""
    return (sequence_name(node) for node in tree.find_all(exp.Column) if is_reference(node))


def sequence_name(node: exp.Column) -> TableName:
    """The sequence of a reference."""
    owner = node.args.get("db")
    return TableName(_folded(owner) if owner else None, _folded(node.args["table"]))


def rename_sequence(node: exp.Column, names: Mapping[TableName, TableName]) -> None:
    """Put in the sequence that a synonym stands for."""
    target = names.get(sequence_name(node))
    if target is not None:
        node.set("table", exp.Identifier(this=target.name, quoted=True))
        node.set("db", exp.Identifier(this=target.schema, quoted=True) if target.schema else None)


def reference_sql(node: exp.Column, context: Context) -> str:
    """The call that gives the value."""
    if _CALL not in node.meta:
        raise _not_allowed()
    name = sequence_name(node)
    unqualified = OWNER_OF_DEFAULT if context.is_default else _CURRENT_SCHEMA
    owner = unqualified if name.schema is None else string_literal(stored(name.schema))
    return f'"SYS".{node.meta[_CALL]}({owner}, {string_literal(stored(name.name))})'


def _folded(name: exp.Identifier) -> str:
    return folded(name.this, is_quoted=bool(name.args.get("quoted")))


def _row(node: exp.Expr) -> exp.Expr:
    """What makes the row that a reference belongs to: a query, VALUES, SET, or a branch of MERGE or INSERT ALL."""
    child, parent = node, node.parent
    while parent is not None:
        if isinstance(parent, _NOT_IN):
            raise _not_allowed()
        if isinstance(parent, exp.Select):
            return _query_row(parent)
        if isinstance(parent, exp.Update | exp.When) or isinstance(parent.parent, exp.Values):
            return parent
        child, parent = parent, parent.parent
    return child


def _query_row(query: exp.Select) -> exp.Select:
    is_nested = query.parent is not None and not isinstance(query.parent, exp.Insert | exp.MultitableInserts)
    if is_nested or any(query.args.get(name) for name in _NOT_WITH):
        raise _not_allowed()
    return query


def _not_allowed() -> OracleError:
    return OracleError(2287, "sequence number not allowed here")
