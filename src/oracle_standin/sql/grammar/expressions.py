"""Expressions. Reference: SQL Language Reference, "Expressions", "Operators", "Literals"."""

from collections.abc import Callable

from sqlglot import exp
from sqlglot.tokenizer_core import Token, TokenType

from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.grammar.calls import call
from oracle_standin.sql.grammar.json_dots import dots_of_column
from oracle_standin.sql.grammar.literals import interval, number
from oracle_standin.sql.grammar.statement_reader import StatementReader, name_node
from oracle_standin.sql.json_dots import METHODS
from oracle_standin.sql.reserved_words import RESERVED_WORDS
from oracle_standin.sql.tokens import STRINGS, word

# they look like columns but are none ("Pseudocolumns", and functions without parentheses)
PSEUDO_COLUMNS = frozenset({
    "SYSDATE", "SYSTIMESTAMP", "CURRENT_DATE", "CURRENT_TIMESTAMP", "LOCALTIMESTAMP", "USER", "UID", "ROWNUM",
    "ROWID", "LEVEL", "DBTIMEZONE", "SESSIONTIMEZONE", "BINARY_DOUBLE_NAN", "BINARY_DOUBLE_INFINITY",
    "BINARY_FLOAT_NAN", "BINARY_FLOAT_INFINITY", "ORA_ROWSCN", "CONNECT_BY_ISLEAF", "CONNECT_BY_ISCYCLE",
    "COLUMN_VALUE", "OBJECT_ID", "OBJECT_VALUE", "VERSIONS_STARTTIME", "VERSIONS_XID", "ORA_INVOKING_USER",
    "ORA_INVOKING_USERID",
})  # fmt: skip
_PSEUDO_COLUMNS_OF_TABLES = frozenset({"ROWID", "ORA_ROWSCN"})
_CALLED_ALTHOUGH_RESERVED = frozenset({"CHAR", "RAW", "DATE", "NUMBER", "ROWNUM", "USER", "UID"})
_SET_OPERATORS = ("UNION", "INTERSECT", "MINUS", "EXCEPT")


def expression(reader: StatementReader) -> exp.Expr:
    """An expression: `+`, `-` and `||` bind alike, from left to right ("About SQL Operators")."""
    left = _product(reader)
    while True:
        if reader.accept("+"):
            left = exp.Add(this=left, expression=_product(reader))
        elif reader.accept("-"):
            left = exp.Sub(this=left, expression=_product(reader))
        elif reader.accept("||"):
            left = exp.DPipe(this=left, expression=_product(reader))
        else:
            return left


def _product(reader: StatementReader) -> exp.Expr:
    left = _signed(reader)
    while True:
        if reader.accept("*"):
            left = exp.Mul(this=left, expression=_signed(reader))
        elif reader.accept("/"):
            left = exp.Div(this=left, expression=_signed(reader))
        else:
            return left


def _signed(reader: StatementReader) -> exp.Expr:
    if reader.accept("-"):
        return exp.Neg(this=_signed(reader))
    if reader.accept("+"):
        return _signed(reader)
    if reader.accept("PRIOR"):
        return exp.Prior(this=_signed(reader))
    if reader.peek("CONNECT_BY_ROOT"):
        raise UnsupportedError("CONNECT_BY_ROOT")
    return _with_suffix(reader, _primary(reader))


def _with_suffix(reader: StatementReader, node: exp.Expr) -> exp.Expr:
    """AT TIME ZONE, AT LOCAL; COLLATE is refused."""
    while reader.accept("AT"):
        if reader.accept("LOCAL"):
            node = exp.AtTimeZone(this=node, zone=exp.Pseudocolumn(this=exp.Identifier(this="SESSIONTIMEZONE")))
        else:
            reader.keywords("TIME", "ZONE")
            node = exp.AtTimeZone(this=node, zone=_signed(reader))
    if reader.peek("COLLATE"):
        raise UnsupportedError("COLLATE")
    return node


def _primary(reader: StatementReader) -> exp.Expr:
    token = reader.token
    if token is None:
        raise reader.error(936, "missing expression")
    if reader.accept("("):
        return _parenthesised(reader)
    if reader.accept(":"):
        return exp.Placeholder(this=reader.take().text)
    if token.token_type is TokenType.NUMBER or reader.peek("."):
        return number(reader)
    if token.token_type in STRINGS:
        return _text(reader.take())
    text = reader.word
    if text in _BY_WORD:
        found = _BY_WORD[text](reader)
        if found is not None:
            return found
    return _named(reader)


def _parenthesised(reader: StatementReader) -> exp.Expr:
    """After a left parenthesis: a query, a list, an expression or a condition."""
    if reader.begins_query():
        subquery = exp.Subquery(this=reader.query())
        reader.close()
        return subquery
    first = reader.condition()
    if isinstance(first, exp.Subquery) and reader.word in _SET_OPERATORS:
        raise UnsupportedError("a set operator after a query in double parentheses")
    if reader.accept(","):
        values = [first, *reader.expressions()]
        reader.close()
        return exp.Tuple(expressions=values)
    reader.close()
    return exp.Paren(this=first)


def _text(token: Token) -> exp.Expr:
    """A literal; node: meta `is_national` of N'...'."""
    literal = exp.Literal.string(token.text)
    literal.meta["is_national"] = token.token_type is TokenType.NATIONAL_STRING
    return literal


def _null(reader: StatementReader) -> exp.Expr:
    reader.take()
    return exp.Null()


def _boolean(reader: StatementReader) -> exp.Expr:
    return exp.Boolean(this=word(reader.take()) == "TRUE")


def _datetime(reader: StatementReader) -> exp.Expr | None:
    """`DATE '...'` and `TIMESTAMP '...'`; without a string it is a name or an error."""
    if not reader.is_followed_by_string():
        return None
    name = word(reader.take())
    return exp.Anonymous(this=f"{name.lower()}_literal", expressions=[_text(reader.take())])


def _interval(reader: StatementReader) -> exp.Expr | None:
    return interval(reader) if reader.is_followed_by_string() else None


def _case(reader: StatementReader) -> exp.Expr:
    """Simple and searched CASE ("CASE Expressions")."""
    reader.expect("CASE")
    operand = None if reader.peek("WHEN") else reader.expression()
    whens = []
    while reader.accept("WHEN"):
        condition = reader.condition() if operand is None else reader.expression()
        reader.keywords("THEN")
        whens.append(exp.If(this=condition, true=reader.expression()))
    if not whens:
        raise reader.error(905, "missing keyword")
    default = reader.expression() if reader.accept("ELSE") else None
    reader.keywords("END")
    return exp.Case(this=operand, ifs=whens, default=default)


def _cursor(reader: StatementReader) -> exp.Expr | None:
    if reader.peek("CURSOR", "("):
        raise UnsupportedError("CURSOR expressions")
    return None


_BY_WORD: dict[str, Callable[[StatementReader], exp.Expr | None]] = {
    "NULL": _null,
    "TRUE": _boolean,
    "FALSE": _boolean,
    "DATE": _datetime,
    "TIMESTAMP": _datetime,
    "INTERVAL": _interval,
    "CASE": _case,
    "CURSOR": _cursor,
}


def _named(reader: StatementReader) -> exp.Expr:
    """A column, a pseudo-column or a call."""
    text = reader.word
    is_call = reader.peek(text, "(") and text in _CALLED_ALTHOUGH_RESERVED
    if text in RESERVED_WORDS and text not in PSEUDO_COLUMNS and not is_call:
        raise reader.error(936, "missing expression")
    if not text and not reader.is_name():
        raise reader.error(936, "missing expression")
    parts = [name_node(reader.take())]
    while reader.accept("."):
        is_method = len(parts) > 1 and reader.word.lower() in METHODS and reader.is_followed_by("(")
        if reader.word in _PSEUDO_COLUMNS_OF_TABLES or reader.is_name() or is_method:
            parts.append(name_node(reader.take()))
        else:
            raise reader.error(1747, "invalid user.table.column, table.column, or column specification")
    if len(parts) > 3 or reader.peek("[") or _is_item_method(reader, parts):
        return dots_of_column(reader, parts)
    return _call(reader, parts) if reader.peek("(") and not reader.peek("(", "+", ")") else _column(reader, parts)


def _is_item_method(reader: StatementReader, parts: list[exp.Identifier]) -> bool:
    """Whether `alias.column.method()` ends here: functions of packages have other names."""
    return len(parts) > 2 and str(parts[-1].this) in METHODS and reader.peek("(", ")")


def _call(reader: StatementReader, parts: list[exp.Identifier]) -> exp.Expr:
    name = parts[-1].name.upper()
    if len(parts) == 1:
        return call(reader, name)
    owner = ".".join(part.name.upper() for part in parts[:-1])
    return exp.Dot(this=exp.Identifier(this=owner), expression=call(reader, name))


def _column(reader: StatementReader, parts: list[exp.Identifier]) -> exp.Expr:
    *owners, name = parts
    kind = exp.Pseudocolumn if _is_pseudo_column(name, owners) else exp.Column
    names = dict(zip(("table", "db"), reversed(owners), strict=False))
    column = kind(this=name, **names)
    if reader.accept("(", "+", ")"):
        column.set("join_mark", True)
    return column


def _is_pseudo_column(name: exp.Identifier, owners: list[exp.Identifier]) -> bool:
    if name.args.get("quoted"):
        return False
    return name.name.upper() in (_PSEUDO_COLUMNS_OF_TABLES if owners else PSEUDO_COLUMNS)
