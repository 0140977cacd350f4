"""Expressions and conversions: each is a query of the session that runs the block."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from oracle_standin.codec.number import number_to_text, text_to_number
from oracle_standin.codec.text import boolean_to_text, text_to_boolean
from oracle_standin.codec.wire_types import WireType
from oracle_standin.engine.plsql.exceptions import value_error
from oracle_standin.engine.plsql.values import Value, Variable, column_value, wire_type_of
from oracle_standin.engine.results import QueryResult
from oracle_standin.engine.session import EngineSession
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.functions import PADDING
from oracle_standin.sql.plsql.references import BoundSql
from oracle_standin.sql.plsql.tree import Type
from oracle_standin.sql.plsql.types import MAX_BYTES
from oracle_standin.sql.tokens import tokenize, word
from oracle_standin.sql.types import Kind, OracleType

_TEXTS = (WireType.VARCHAR2, WireType.CHAR, WireType.LONG, WireType.CLOB)
_BYTES = (WireType.RAW, WireType.LONG_RAW, WireType.BLOB)
_ONE_BIND = re.compile(r'\s*:(\w+|"[^"]+")\s*')
_INTEGER = re.compile(r"\s*\d{1,30}\s*")
_STRING = re.compile(r"\s*'([^']+)'\s*")
_TOO_LONG = frozenset({1461, 1489})  # what SQL says of binds and of results
_TRUE, _FALSE = text_to_boolean("t"), text_to_boolean("f")
_TO_INTERVAL = {Kind.INTERVAL_DS: "TO_DSINTERVAL", Kind.INTERVAL_YM: "TO_YMINTERVAL"}
ValueOf = Callable[[str], Value]


def value_query(bound: BoundSql) -> tuple[str, tuple[str, ...]]:
    """The query that yields an expression's value, and its binds."""
    return f"SELECT {_with_own_padding(bound.text)} FROM dual", bound.binds


def condition_query(bound: BoundSql) -> tuple[str, tuple[str, ...]]:
    """The query that yields 1, 0 or NULL for a condition, and its binds."""
    text = _with_own_padding(bound.text)
    return f"SELECT CASE WHEN {text} THEN 1 WHEN NOT ({text}) THEN 0 END FROM dual", bound.binds * 2


def _with_own_padding(text: str) -> str:
    """The expression with LPAD and RPAD that do not cut what is too long for SQL alone."""
    calls = [token for token, after in pairwise(tokenize(text)) if word(token) in PADDING and after.text == "("]
    for token in reversed(calls):
        text = f'{text[: token.start]}"{PADDING[word(token)]}"{text[token.end + 1 :]}'
    return text


class Evaluator:
    """Evaluates what the compiler has bound."""

    def __init__(self, session: EngineSession) -> None:
        self._session = session
        self._limit = session.profile.max_string_bytes

    def value(self, bound: BoundSql, value_of: ValueOf) -> Value:
        """An expression's value.

        Raises:
            OracleError: It has none; text that is no number is ORA-06502 in PL/SQL.
        """
        if _INTEGER.fullmatch(bound.text):
            return Value(WireType.NUMBER, text_to_number(bound.text.strip()))
        if literal := _STRING.fullmatch(bound.text):
            return Value(WireType.VARCHAR2, literal[1].encode())
        if _ONE_BIND.fullmatch(bound.text):
            return value_of(bound.binds[0])
        return self._select(*value_query(bound), value_of)

    def condition(self, bound: BoundSql, value_of: ValueOf) -> bool | None:
        """Whether a condition holds; None is NULL."""
        wire = self._select(*condition_query(bound), value_of).wire
        return None if wire is None else number_to_text(wire) == "1"

    def boolean(self, bound: BoundSql, value_of: ValueOf) -> Value:
        """A condition as a value of type BOOLEAN."""
        holds = self.condition(bound, value_of)
        return Value(WireType.BOOLEAN, None if holds is None else _TRUE if holds else _FALSE)

    def assign(self, variable: Variable, value: Value) -> None:
        """Give a variable a value of any type.

        Raises:
            OracleError: ORA-06502: it does not fit.
        """
        wire = self.converted(value, variable.type) if value.wire else None
        if wire is None and not variable.is_nullable:
            raise OracleError(6502, "PL/SQL: numeric or value error")
        variable.wire = wire

    def converted(self, value: Value, target: Type) -> bytes | None:
        """The value in the wire form of another type.

        Raises:
            OracleError: ORA-06502: it does not fit.
        """
        if value.wire is None:
            return None
        wire = _same_family(value, target.oracle) or self._cast(value, target.oracle)
        _check_size(wire, target)
        return wire

    def _cast(self, value: Value, target: OracleType) -> bytes | None:
        if WireType.BOOLEAN in (value.wire_type, wire_type_of(target)):
            raise OracleError(6550, "line 1, column 1:\nPLS-00382: expression is of wrong type")
        return self._select(f"SELECT {_conversion(value, target)} FROM dual", ("1",), lambda _: value).wire

    def _select(self, sql: str, binds: Sequence[str], value_of: ValueOf) -> Value:
        try:
            result = self._session.execute(sql, [value_of(name).as_bind() for name in binds])
        except OracleError as error:
            if error.code in _TOO_LONG and self._limit < MAX_BYTES:
                raise _too_long() from error
            raise _in_plsql(error) from error
        if isinstance(result, QueryResult):
            rows, _ = result.fetch(1)
            result.close()
            return column_value(result.columns[0], rows[0][0])
        raise LookupError(sql)


def _too_long() -> OracleError:
    """SQL computes all values, and its text may be shorter than that of PL/SQL."""
    return UnsupportedError("expressions of PL/SQL with more text than SQL's VARCHAR2 takes")


def _in_plsql(error: OracleError) -> OracleError:
    """The errors of conversions have another number outside SQL ("VALUE_ERROR" and "INVALID_NUMBER")."""
    if error.code == 1722:
        return value_error("character to number conversion error")
    if error.code == 1438:
        return value_error("number precision too large")
    return error


def _same_family(value: Value, target: OracleType) -> bytes | None:
    """The value as it is, where the target needs no conversion by SQL."""
    wire_type = wire_type_of(target)
    for family in (_TEXTS, _BYTES):
        if value.wire_type in family and wire_type in family:
            return value.wire
    is_exact = target.kind in (Kind.DATE, Kind.BOOLEAN, Kind.BINARY_DOUBLE, Kind.BINARY_FLOAT)
    is_exact |= target.kind is Kind.NUMBER and target.precision is None and target.scale is None
    if value.wire_type is WireType.BINARY_INTEGER:
        value = Value(WireType.NUMBER, value.wire)
    return value.wire if value.wire_type is wire_type and is_exact else None


def _conversion(value: Value, target: OracleType) -> str:
    """A conversion of `:1` as PL/SQL makes it implicitly."""
    match target.kind:
        case Kind.VARCHAR2 | Kind.CLOB:
            return "RAWTOHEX(:1)" if value.wire_type in _BYTES else "TO_CHAR(:1)"
        case Kind.RAW | Kind.BLOB:
            return "HEXTORAW(:1)"
        case Kind.NUMBER if target.precision is None and target.scale is None:
            return "TO_NUMBER(:1)" if value.wire_type in _TEXTS else "CAST(:1 AS NUMBER)"
        case Kind.NUMBER:
            return f"CAST(:1 AS NUMBER({target.precision or 38},{target.scale or 0}))"
        case Kind.TIMESTAMP:
            return f"CAST(:1 AS TIMESTAMP({target.scale}))"
        case Kind.TIMESTAMP_TZ | Kind.TIMESTAMP_LTZ:
            zone = "LOCAL TIME ZONE" if target.kind is Kind.TIMESTAMP_LTZ else "TIME ZONE"
            return f"CAST(:1 AS TIMESTAMP({target.scale}) WITH {zone})"
        case Kind.INTERVAL_DS | Kind.INTERVAL_YM:
            return f"{_TO_INTERVAL[target.kind]}(:1)" if value.wire_type in _TEXTS else ":1"
        case _:
            return f"CAST(:1 AS {target.kind.value})"


def _check_size(wire: bytes | None, target: Type) -> None:
    oracle_type = target.oracle
    if wire is None:
        return
    if oracle_type.kind in (Kind.VARCHAR2, Kind.RAW):
        size = len(wire.decode()) if oracle_type.unit == "C" else len(wire)
        if size > oracle_type.length:
            kind = (
                "raw variable length too long" if oracle_type.kind is Kind.RAW else "character string buffer too small"
            )
            raise value_error(kind)
    if target.low is not None and target.high is not None:
        number = int(number_to_text(wire))
        if not target.low <= number <= target.high:
            raise _overflow(target)


def _overflow(target: Type) -> OracleError:
    if target.low is None or target.low >= -1:
        return OracleError(6502, "PL/SQL: numeric or value error")
    if not target.is_nullable:
        return UnsupportedError("the overflow of SIMPLE_INTEGER, which goes round")
    return OracleError(1426, "numeric overflow")


def boolean_of(value: Value) -> bool | None:
    """A BOOLEAN for Python."""
    return None if value.wire is None else boolean_to_text(value.wire) in ("t", "true")
