"""Parses SQL inside a block: static statements and EXECUTE IMMEDIATE.

Reference: PL/SQL Language Reference, "PL/SQL Static SQL" and "PL/SQL Dynamic SQL".
"""

from itertools import pairwise

from sqlglot.tokenizer_core import Token, TokenType

from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.plsql.source import Source, compile_error
from oracle_standin.sql.plsql.tree import Dynamic, Expression, Place, Sql, Statement, Target
from oracle_standin.sql.tokens import word

_BULK = "BULK COLLECT INTO"  # one token
_DML = frozenset({"INSERT", "UPDATE", "DELETE", "MERGE"})
SQL_WORDS = _DML | {"SELECT", "WITH", "COMMIT", "ROLLBACK", "SAVEPOINT", "LOCK", "SET"}


def parse_sql(source: Source, place: Place) -> Statement:
    """A static SQL statement.

    Raises:
        OracleError: PLS-00428 for a SELECT without INTO.
        UnsupportedError: BULK COLLECT.
    """
    tokens = source.until(";")
    _refuse_records(tokens)
    start = _into(tokens)
    if start is None:
        if word(tokens[0]) in ("SELECT", "WITH"):
            raise compile_error(place, "PLS-00428: an INTO clause is expected in this SELECT statement")
        return Sql(Expression(source.text_of(tokens), place), (), place)
    if word(tokens[0]) in _DML:
        return _returning(source, tokens, start, place)
    stop = _end_of_targets(tokens, start + 1)
    targets = _targets(source, tokens[start + 1 : stop])
    statement = f"{source.text_of(tokens[:start])} {source.text_of(tokens[stop:])}"
    return Sql(Expression(statement, place), targets, place)


def _refuse_records(tokens: list[Token]) -> None:
    """What DML can do with records and cursors in PL/SQL alone."""
    words = [word(token) for token in tokens]
    if words[-2:-1] == ["VALUES"] and words[0] == "INSERT":
        raise UnsupportedError("INSERT ... VALUES of a record")
    if words[-3:-1] == ["CURRENT", "OF"] and words[0] in ("UPDATE", "DELETE"):
        raise UnsupportedError("WHERE CURRENT OF")
    if words[0] == "UPDATE" and ("SET", "ROW") in pairwise(words):
        raise UnsupportedError("SET ROW")


def _returning(source: Source, tokens: list[Token], start: int, place: Place) -> Statement:
    """DML whose RETURNING clause gets bind variables for its targets, in their order."""
    targets = _targets(source, tokens[start + 1 :])
    binds = ", ".join(f':"~{number}"' for number in range(1, len(targets) + 1))
    return Sql(Expression(f"{source.text_of(tokens[: start + 1])} {binds}", place), targets, place)


def _into(tokens: list[Token]) -> int | None:
    """Where the INTO that names variables stands: of a SELECT's list or of RETURNING."""
    is_dml, has_returning, depth = word(tokens[0]) in _DML, False, 0
    for place, token in enumerate(tokens):
        depth += (token.token_type is TokenType.L_PAREN) - (token.token_type is TokenType.R_PAREN)
        if depth:
            continue
        has_returning |= word(token) in ("RETURNING", "RETURN")
        if word(token) == _BULK:
            raise UnsupportedError("BULK COLLECT")
        if word(token) == "INTO" and (has_returning or not is_dml):
            return place
    return None


def _end_of_targets(tokens: list[Token], start: int) -> int:
    for place in range(start, len(tokens)):
        if word(tokens[place]) == "FROM":
            return place
    return len(tokens)


def _targets(source: Source, tokens: list[Token]) -> tuple[Target, ...]:
    if not tokens:
        raise source.unexpected("<an identifier>")
    return source.part(tokens).all_targets()


def parse_dynamic(source: Source, place: Place) -> Statement:
    """EXECUTE IMMEDIATE text [INTO ...] [USING ...] [RETURNING INTO ...], behind its first word."""
    source.expect("IMMEDIATE")
    statement = source.expression("INTO", "USING", "RETURNING", "RETURN", _BULK, ";")
    if source.peek(_BULK):
        raise UnsupportedError("BULK COLLECT")
    targets = source.targets() if source.accept("INTO") else ()
    inputs = _using(source) if source.accept("USING") else ()
    returned: tuple[Target, ...] = ()
    if source.accept("RETURNING") or source.accept("RETURN"):
        source.expect("INTO")
        returned = source.targets()
    return Dynamic(statement, targets, inputs, returned, place)


def _using(source: Source) -> tuple[Expression | Target, ...]:
    inputs = [_using_one(source)]
    while source.accept(","):
        inputs.append(_using_one(source))
    return tuple(inputs)


def _using_one(source: Source) -> Expression | Target:
    source.accept("IN")
    if source.accept("OUT"):
        return source.target()
    return source.expression(",", "RETURNING", "RETURN", ";")
