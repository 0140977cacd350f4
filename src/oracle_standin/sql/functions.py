"""The functions of Oracle SQL that the stand-in knows, and how a call is written for PostgreSQL.

Most exist in the schema "SYS" under their own name. Meaning of each: SQL Language Reference, "Functions".
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from oracle_standin.errors import OracleError


@dataclass(frozen=True, slots=True)
class Function:
    """A function's arguments and its PostgreSQL form.

    `signature` has a letter for each argument: `t` text (anything else is converted as Oracle does), `a` anything.
    What follows `|` is optional; a final `*` repeats the last letter.
    """

    signature: str
    write: Callable[[str, list[str]], str]

    def kind(self, index: int) -> str:
        """The letter of an argument."""
        letters = self.signature.replace("|", "").rstrip("*")
        return letters[min(index, len(letters) - 1)] if letters else "a"

    def check(self, name: str, count: int) -> None:
        """Raise ORA-00938 or ORA-00939, of NVL ORA-00909, unless `count` arguments fit."""
        required, _, optional = self.signature.partition("|")
        if name == "NVL" and count != len(required):
            raise OracleError(909, "invalid number of arguments")
        if count < len(required.rstrip("*")):
            raise OracleError(938, f"not enough arguments for function: {name}")
        if not self.signature.endswith("*") and count > len(required) + len(optional):
            raise OracleError(939, f"too many arguments for function: {name}")


def text_of(sql: str) -> str:
    """A value as text, converted as Oracle converts implicitly."""
    return f'"SYS".str({sql})'


def json_source(sql: str) -> str:
    """A value that may hold a JSON document, as PostgreSQL reads one."""
    return f'"SYS".json_source({sql})'


def _sys(name: str, arguments: list[str]) -> str:
    return f'"SYS"."{name}"({", ".join(arguments)})'


def _postgres(name: str, arguments: list[str]) -> str:
    return f"{name.lower()}({', '.join(arguments)})"


def _numeric(name: str, arguments: list[str]) -> str:
    return f"{_postgres(name, arguments)}::numeric"


def _coalesce(_: str, arguments: list[str]) -> str:
    return f"COALESCE({', '.join(arguments)})"


def _nullif(_: str, arguments: list[str]) -> str:
    """NULLIF has the type of its first argument."""
    value, other = arguments
    return f"CASE WHEN {value} = {other} THEN {_beside(value, 'NULL')} ELSE {value} END"


def _beside(kind: str, value: str) -> str:
    """A value where another one, which PostgreSQL may compute for it, decides the type."""
    if kind == "NULL":
        return value
    return f'"SYS".nothing({kind})' if value == "NULL" else f'"SYS".beside({kind}, {value})'


def _uncomputed(value: str) -> str:
    """Something of the type of a value that is not computed: it could fail where it is not wanted."""
    is_plain = "(" not in value.replace("()", "")
    return value if is_plain else f"(SELECT {value} HAVING false)"


def _nvl(_: str, arguments: list[str]) -> str:
    """NVL has the type of its first argument."""
    value, other = arguments
    return f"COALESCE({value}, {_beside(value, other)})"


def _nvl2(_: str, arguments: list[str]) -> str:
    """NVL2 has the type of its second argument."""
    value, present, absent = arguments
    return f"CASE WHEN {value} IS NOT NULL THEN {present} ELSE {_beside(_uncomputed(present), absent)} END"


def _decode(_: str, arguments: list[str]) -> str:
    """DECODE finds NULL equal to NULL; the first search value and the first result decide the types."""
    value, *rest = arguments
    sought, kind = rest[0], _uncomputed(rest[1]) if rest[1] != "NULL" else "NULL::text"
    results = [rest[1], *(_beside(kind, result) for result in rest[3::2])]
    compared = _beside(sought, value)
    whens = "".join(
        f" WHEN {compared} IS NOT DISTINCT FROM {_beside(sought, search)} THEN {result}"
        for search, result in zip(rest[0::2], results, strict=False)
    )
    return f"CASE{whens} ELSE {_beside(kind, rest[-1] if len(rest) % 2 else 'NULL')} END"


def _extreme(name: str, arguments: list[str]) -> str:
    """GREATEST and LEAST are NULL when any argument is, unlike PostgreSQL's; the first argument decides the type."""
    first = arguments[0]
    has_null = " OR ".join(f"{argument} IS NULL" for argument in arguments)
    converted = [first, *(_beside(first, argument) for argument in arguments[1:])]
    return f"CASE WHEN {has_null} THEN {_beside(first, 'NULL')} ELSE {name}({', '.join(converted)}) END"


def _timestamp_literal(_: str, arguments: list[str]) -> str:
    """`TIMESTAMP '...'` has a time zone when its text has one ("Datetime Literals")."""
    has_zone = re.search(r"\d\s*([+-]\d{1,2}:\d\d|[A-Za-z/_]+)'", arguments[0])
    return _sys("TIMESTAMP_TZ_LITERAL" if has_zone else "TIMESTAMP_LITERAL", arguments)


def _shift(name: str, arguments: list[str]) -> str:
    value, *rest = arguments
    return _postgres(name, [value, *(f"({offset})::int" for offset in rest[:1]), *rest[1:]])


def _named(postgres: str) -> Callable[[str, list[str]], str]:
    """The function under another name of the schema "SYS"."""
    return lambda _, arguments: f'"SYS".{postgres}({", ".join(arguments)})'


def _root_of(name: str) -> Callable[[str, list[str]], str]:
    """The root of another aggregate."""
    return lambda _, arguments: f'"SYS"."SQRT"("SYS"."{name}"({", ".join(arguments)}))'


def _lob_substr(_: str, arguments: list[str]) -> str:
    """The amount is 32,767 and the offset 1 unless said otherwise (DBMS_LOB.SUBSTR)."""
    defaults = ["32767::numeric", "1::numeric"]
    return f'"SYS".lob_substr({", ".join([*arguments, *defaults[len(arguments) - 1 :]])})'


def _lnnvl(_: str, arguments: list[str]) -> str:
    return f"({arguments[0]}) IS NOT TRUE"


def _bitand(_: str, arguments: list[str]) -> str:
    left, right = arguments
    return f"(trunc(({left})::numeric)::bigint & trunc(({right})::numeric)::bigint)::numeric"


def _nanvl(_: str, arguments: list[str]) -> str:
    value, other = arguments
    return f'CASE WHEN "SYS".is_nan({value}) THEN {other} ELSE {value} END'


# LPAD and RPAD as PL/SQL has them, whose text may be longer than that of SQL
PADDING = {"LPAD": "~LPAD", "RPAD": "~RPAD"}

FUNCTIONS: dict[str, Function] = {
    # conversion
    "TO_CHAR": Function("a|t", _sys),
    "TO_NUMBER": Function("a|t", _sys),
    "TO_DATE": Function("t|t", _sys),
    "TO_TIMESTAMP": Function("t|t", _sys),
    "TO_TIMESTAMP_TZ": Function("t|t", _sys),
    "TO_CLOB": Function("t", lambda _, arguments: f'{arguments[0]}::"SYS".clob'),
    "TO_BINARY_DOUBLE": Function("a", lambda _, arguments: f"({arguments[0]})::float8"),
    "RAWTOHEX": Function("a", _sys),
    "ROWIDTOCHAR": Function("a", _sys),
    "CHARTOROWID": Function("a", _sys),
    "HEXTORAW": Function("t", _sys),
    "STANDARD_HASH": Function("a|t", _sys),
    "date_literal": Function("t", lambda _, arguments: _sys("DATE_LITERAL", arguments)),
    "timestamp_literal": Function("t", _timestamp_literal),
    "binary_double_literal": Function("a", lambda _, arguments: f"({arguments[0]})::float8"),
    "binary_float_literal": Function("a", lambda _, arguments: f"({arguments[0]})::float4"),
    "TO_BINARY_FLOAT": Function("a", lambda _, arguments: f"({arguments[0]})::float4"),
    "TO_BLOB": Function("a", lambda _, arguments: f'({arguments[0]})::bytea::"SYS".blob'),
    "EMPTY_CLOB": Function("", lambda _, __: "''::\"SYS\".clob"),
    "EMPTY_BLOB": Function("", lambda _, __: "''::\"SYS\".blob"),
    "UTL_RAW.CAST_TO_RAW": Function("t", _named("cast_to_raw")),
    "UTL_RAW.CAST_TO_VARCHAR2": Function("a", _named("cast_to_varchar2")),
    "UTL_RAW.LENGTH": Function("a", _named("byte_length")),
    # text
    **dict.fromkeys(("UPPER", "LOWER", "INITCAP", "LENGTHB", "ASCII"), Function("t", _sys)),
    "LENGTH": Function("a", _sys),
    "DBMS_LOB.GETLENGTH": Function("a", _named("byte_length")),
    "DBMS_LOB.SUBSTR": Function("a|aa", _lob_substr),
    "DBMS_LOB.INSTR": Function("tt|aa", lambda _, arguments: _sys("INSTR", arguments)),
    "DBMS_LOB.COMPARE": Function("aa", _named("lob_compare")),
    "REGEXP_LIKE": Function("tt|t", _sys),
    "REGEXP_COUNT": Function("tt|at", _sys),
    "REGEXP_SUBSTR": Function("tt|aata", _sys),
    "REGEXP_INSTR": Function("tt|aaata", _sys),
    "REGEXP_REPLACE": Function("tt|taat", _sys),
    "SUBSTR": Function("ta|a", _sys),
    "SUBSTRB": Function("ta|a", _sys),
    "INSTR": Function("tt|aa", _sys),
    "REPLACE": Function("tt|t", _sys),
    "TRANSLATE": Function("ttt", _sys),
    "LPAD": Function("ta|t", _sys),
    "RPAD": Function("ta|t", _sys),
    **{own: Function("ta|t", _sys) for own in PADDING.values()},
    "LTRIM": Function("t|t", _sys),
    "RTRIM": Function("t|t", _sys),
    "CONCAT": Function("tt", _sys),
    "CHR": Function("a", _sys),
    # numbers
    **dict.fromkeys(("ABS", "CEIL", "FLOOR", "SIGN"), Function("a", _postgres)),
    "SQRT": Function("a", _sys),
    **dict.fromkeys(("POWER", "LOG", "REMAINDER"), Function("aa", _sys)),
    **dict.fromkeys(("EXP", "LN"), Function("a", _sys)),
    "MOD": Function("aa", _sys),
    "BITAND": Function("aa", _bitand),
    "NANVL": Function("aa", _nanvl),
    "WIDTH_BUCKET": Function("aaaa", lambda _, a: f"width_bucket({a[0]}, {a[1]}, {a[2]}, ({a[3]})::int)::numeric"),
    "ROUND": Function("a|a", _sys),
    "TRUNC": Function("a|a", _sys),
    # choice
    "LNNVL": Function("a", _lnnvl),
    "NVL": Function("aa", _nvl),
    "COALESCE": Function("aa*", _coalesce),
    "NULLIF": Function("aa", _nullif),
    "NVL2": Function("aaa", _nvl2),
    "DECODE": Function("aaa*", _decode),
    "GREATEST": Function("a*", _extreme),
    "LEAST": Function("a*", _extreme),
    # dates
    "SYS_EXTRACT_UTC": Function("a", _sys),
    "FROM_TZ": Function("at", _sys),
    "ADD_MONTHS": Function("aa", _sys),
    "LAST_DAY": Function("a", _sys),
    "NEXT_DAY": Function("at", _sys),
    "MONTHS_BETWEEN": Function("aa", _sys),
    "NUMTODSINTERVAL": Function("at", _sys),
    "NUMTOYMINTERVAL": Function(
        "at", lambda _, arguments: f"{_sys('NUMTOYMINTERVAL', arguments)}::interval year to month"
    ),
    # session
    "SYS_CONTEXT": Function("tt", _sys),
    "USERENV": Function("t", _sys),
    "SYS_GUID": Function("", _sys),
}

AGGREGATES: dict[str, Function] = {
    "COUNT": Function("a", _sys),
    "SUM": Function("a", _sys),
    "MIN": Function("a", _postgres),
    "MAX": Function("a", _postgres),
    "AVG": Function("a", _sys),
    **dict.fromkeys(("VARIANCE", "VAR_SAMP", "VAR_POP"), Function("a", _sys)),
    "STDDEV": Function("a", _root_of("VARIANCE")),
    "STDDEV_SAMP": Function("a", _root_of("VAR_SAMP")),
    "STDDEV_POP": Function("a", _root_of("VAR_POP")),
    "GROUPING": Function("a", lambda _, arguments: f"grouping({arguments[0]})::numeric"),
    "GROUPING_ID": Function("a*", lambda _, arguments: f"grouping({', '.join(arguments)})::numeric"),
    "MEDIAN": Function("a", _sys),
    **dict.fromkeys(("JSON_OBJECTAGG", "JSON_ARRAYAGG"), Function("a*", _sys)),
}

# of a window only
ANALYTIC: dict[str, Function] = {
    **dict.fromkeys(("ROW_NUMBER", "RANK", "DENSE_RANK"), Function("", _postgres)),
    "NTILE": Function("a", lambda name, arguments: f"{name.lower()}(({arguments[0]})::int)"),
    **dict.fromkeys(("LAG", "LEAD"), Function("a|aa", _shift)),
    "FIRST_VALUE": Function("a", _postgres),
    "LAST_VALUE": Function("a", _postgres),
    "NTH_VALUE": Function("aa", lambda _, arguments: f"nth_value({arguments[0]}, ({arguments[1]})::int)"),
}
INTEGER_ANALYTIC = frozenset({"ROW_NUMBER", "RANK", "DENSE_RANK", "NTILE"})
# calls that are conditions
CONDITION_CALLS = frozenset({"REGEXP_LIKE", "JSON_EXISTS", "JSON_EQUAL", "LNNVL"})
