"""CAST. Reference: SQL Language Reference, "CAST"."""

from sqlglot import exp

from oracle_standin.errors import OracleError
from oracle_standin.sql.functions import text_of
from oracle_standin.sql.render import Context, render, rule
from oracle_standin.sql.types import LONGS, MICROSECOND_DIGITS, SIZED_TEXT, Kind, OracleType


@rule(exp.Cast, "this", "to")
def cast(node: exp.Cast, context: Context) -> str:
    """`CAST(x AS type)`."""
    value, wanted = render(node.this, context), node.args["to"].this
    if wanted.kind in LONGS:
        raise OracleError(997, "illegal use of LONG datatype")
    if wanted.kind in SIZED_TEXT:
        return _text(_castable(node.this, value, wanted), wanted)
    if wanted.kind in _TIMES:
        return _time(value, wanted)
    match wanted.kind:
        case Kind.CLOB:
            return f'{text_of(value)}::"SYS".clob'
        case Kind.FLOAT:
            return f'"SYS".rounded_float(({value})::numeric, {wanted.precision})'
        case _:
            return f"({value})::{wanted.postgres}"


_TIMES = {
    Kind.DATE: "cast_date",
    Kind.TIMESTAMP: "cast_timestamp",
    Kind.TIMESTAMP_TZ: "cast_timestamp_tz",
    Kind.TIMESTAMP_LTZ: "cast_timestamp_ltz",
}


def _castable(node: exp.Expr, value: str, wanted: OracleType) -> str:
    """The value as text: a number or a date must fit (ORA-25137), text is cut."""
    if isinstance(node, exp.Null):
        return "NULL::text"
    return f'"SYS".castable_text({value}, {wanted.length}, {str(wanted.unit != "B").lower()})'


def _text(value: str, wanted: OracleType) -> str:
    """Text that is too long is cut, CHAR and NCHAR are padded."""
    size, is_bytes = wanted.length, wanted.unit == "B"
    match wanted.kind:
        case Kind.VARCHAR2:
            return f'"SYS".cast_varchar({value}, {size}, {str(not is_bytes).lower()})'
        case Kind.CHAR:
            cut = f'"SYS".cast_varchar({value}, {size}, {str(not is_bytes).lower()})'
            return f'"SYS".padded({cut}::bpchar, {size}, {str(is_bytes).lower()})'
        case Kind.NCHAR:
            return f'"SYS".nationally_padded("SYS".cast_nvarchar({value}, {size})::bpchar, {size})'
        case _:
            return f'"SYS".cast_nvarchar({value}, {size})'


def _time(value: str, wanted: OracleType) -> str:
    converted = f'"SYS".{_TIMES[wanted.kind]}({value})'
    if wanted.kind is Kind.TIMESTAMP:
        rounded = f"{converted}::{wanted.postgres}"
        return f'"SYS".rounded({rounded}, {wanted.scale})' if (wanted.scale or 0) > MICROSECOND_DIGITS else rounded
    if wanted.kind is Kind.DATE or wanted.scale == MICROSECOND_DIGITS:
        return converted
    return f'"SYS".rounded({converted}, {wanted.scale})'
