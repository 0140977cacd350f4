"""The registry of rendering rules: one function per kind of sqlglot node.

A rule names the attributes of its node that it renders. A node without a rule, or with another attribute set, is an
error: that is how nothing is silently dropped.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlglot import exp

from oracle_standin.errors import UnsupportedError
from oracle_standin.profiles import Profile
from oracle_standin.sql.statements import TableName


@dataclass(slots=True)
class Context:
    """What rules need beside their node.

    Attributes:
        profile: The release whose SQL is understood.
        bind_types: The PostgreSQL type of each bind position; empty when a statement is only described.
        binds_are_columns: Whether binds are the columns of a relation with a row for each execution.
        replacements: PostgreSQL's names of tables that are others than the statement names.
        tables: The tables that the statement names, collected while rendering.
        long_names: Stored names and the original of each name too long for PostgreSQL, collected while rendering.
        named_queries: The names of the queries of WITH, which are no tables.
        rownum: What stands for ROWNUM, where rows are numbered before.
        is_default: Whether this is the default of a column, which the engine completes.
        scopes: The names of the tables of each query block around the rendered node, the innermost last.
    """

    profile: Profile
    bind_types: tuple[str, ...] = ()
    binds_are_columns: bool = False
    replacements: dict[TableName, str] = field(default_factory=dict)
    tables: set[TableName] = field(default_factory=set)
    long_names: dict[str, str] = field(default_factory=dict)
    named_queries: set[str] = field(default_factory=set)
    scopes: list[list[str]] = field(default_factory=list)
    is_default: bool = False
    rownum: str = ""


Rule = Callable[[Any, Context], str]
_rules: dict[type[exp.Expr], tuple[Rule, frozenset[str]]] = {}


def rule(node: type[exp.Expr], *attributes: str) -> Callable[[Rule], Rule]:
    """Register the decorated function as the rule of `node`, which renders these attributes of it."""

    def register(function: Rule) -> Rule:
        _rules[node] = (function, frozenset(attributes))
        return function

    return register


def render(node: exp.Expr, context: Context) -> str:
    """PostgreSQL's SQL of a node.

    Raises:
        UnsupportedError: The node or one of its attributes has no rule.
        OracleError: It is no valid Oracle SQL.
    """
    if type(node) not in _rules:
        raise UnsupportedError(f"{node.key.upper()} in SQL")
    function, attributes = _rules[type(node)]
    for name, value in node.args.items():
        if value and name not in attributes:
            label = node.name if isinstance(node, exp.Anonymous) else node.key.upper()
            raise UnsupportedError(f"{name.strip('_').upper().replace('_', ' ')} of {label}")
    return function(node, context)


def render_all(nodes: list[exp.Expr], context: Context) -> str:
    """The nodes separated by commas."""
    return ", ".join(render(node, context) for node in nodes)
