"""PostgreSQL's errors to Oracle's. Texts: Oracle Database Error Messages."""

import re
from collections.abc import Callable

from oracle_standin.engine.backend import PostgresError
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.identifiers import PARTITION_PREFIX

_MISSING = re.compile(
    r"(?:column|relation|missing FROM-clause entry for table|invalid reference to FROM-clause entry for table) "
    r"(?P<name>.+?)(?: of relation .*)?(?: does not exist)?$"
)
# SQLSTATE of errors that the SYS schema raises: their message is Oracle's code, a colon, and Oracle's text
RAISED = "OR000"
_INTEGRITY = "23"  # the class of violated constraints
_Names = Callable[[str], str]


def oracle_error(error: PostgresError, original: _Names, verb: str = "") -> OracleError:
    """The error as Oracle reports it; `original` gives the name that stands behind a stored one.

    `verb` is the statement's first word. The position in the SQL text is not known here.
    """
    if error.sqlstate == RAISED:
        code, _, text = error.message.partition(":")
        return OracleError(int(code), text)
    if error.ended_transaction and error.sqlstate.startswith(_INTEGRITY):
        return OracleError(2091, f"transaction rolled back\n{_refusal(error, original, verb).text}")
    return _refusal(error, original, verb)


def _refusal(error: PostgresError, original: _Names, verb: str) -> OracleError:
    if error.sqlstate == "23502" and verb == "UPDATE":
        return OracleError(1407, f"cannot update ({_column(error, original)}) to NULL")
    _name_template(error, original)
    for part, number, text in _BY_MESSAGE.get(error.sqlstate, []):
        if part in error.message:
            return OracleError(number, text)
    if error.sqlstate == "42P01" and "FROM-clause" in error.message:
        return _undefined_column(error, original)
    if error.sqlstate in _WITH_NAMES:
        return _WITH_NAMES[error.sqlstate](error, original)
    if error.sqlstate in _PLAIN:
        return OracleError(*_PLAIN[error.sqlstate])
    return UnsupportedError(f"this statement (SQLSTATE {error.sqlstate})")


def _name_template(error: PostgresError, original: _Names) -> None:
    """A session's own temporary table is named after its template: `schema.table.number`."""
    if error.schema.startswith("pg_temp"):
        error.schema, _, rest = original(error.table).partition(".")
        error.table = rest.rpartition(".")[0]


def missing_name(error: PostgresError) -> str | None:
    """The name that PostgreSQL did not find, for the error's position; None if it is about something else."""
    match = _MISSING.match(error.message) if error.sqlstate in ("42P01", "42703") else None
    return None if match is None else match["name"].rpartition(".")[2].strip('"')


def _constraint(code: int, text: str) -> Callable[[PostgresError, _Names], OracleError]:
    def build(error: PostgresError, original: _Names) -> OracleError:
        return OracleError(code, text.format(f"{original(error.schema)}.{original(error.constraint)}"))

    return build


def _not_null(error: PostgresError, original: _Names) -> OracleError:
    return OracleError(1400, f"cannot insert NULL into ({_column(error, original)})")


def _column(error: PostgresError, original: _Names) -> str:
    return ".".join(f'"{original(name)}"' for name in (error.schema, error.table, error.column))


def _foreign_key(error: PostgresError, original: _Names) -> OracleError:
    name = f"{original(error.schema)}.{original(error.constraint)}"
    if error.message.startswith("insert or update"):
        return OracleError(2291, f"integrity constraint ({name}) violated - parent key not found")
    return OracleError(2292, f"integrity constraint ({name}) violated - child record found")


def _undefined_column(error: PostgresError, original: _Names) -> OracleError:
    return OracleError(904, f'"{original(missing_name(error) or "")}": invalid identifier')


_WITH_NAMES: dict[str, Callable[[PostgresError, _Names], OracleError]] = {
    "23505": _constraint(1, "unique constraint ({}) violated"),
    "23514": _constraint(2290, "check constraint ({}) violated"),
    "23502": _not_null,
    "23503": _foreign_key,
    "42703": _undefined_column,
}

_NO_ANALYTIC_IN_AGGREGATE = (
    3001,
    "unimplemented feature: oracle_standin does not support ROWNUM or an analytic function in an aggregate",
)
# how PostgreSQL names the types of LONG and LONG RAW where it has no such operator, function or order
_LONG_WORDS = ("type long", "(long", " long ", ", long", "long)", "= long", "long_raw")
# how it names the JSON type where it has no order or equality; since 21c Oracle has
_JSON_WORDS = ("operator for type json", "operator does not exist: json", "= json")
_NO_JSON_COMPARISON = (
    3001,
    "unimplemented feature: oracle_standin does not support comparing and sorting values of type JSON",
)
_NO_CONSTANT_GROUP = "unimplemented feature: oracle_standin does not support a constant in GROUP BY"
# SQLSTATEs with several meanings, told apart by the beginning or the end of PostgreSQL's message
_BY_MESSAGE: dict[str, list[tuple[str, int, str]]] = {
    "42P01": [(PARTITION_PREFIX, 2149, "Specified partition does not exist")],
    "21000": [("MERGE command", 30926, "unable to get a stable set of rows in the source tables")],
    "42601": [
        ("INSERT has more target columns", 947, "not enough values"),
        ("INSERT has more expressions", 913, "too many values"),
        ("number of columns does not match", 947, "not enough values"),
        ("non-integer constant in GROUP BY", 3001, _NO_CONSTANT_GROUP),
        ("non-integer constant in ORDER BY", 1785, "ORDER BY item must be the number of a SELECT-list expression"),
        ("multiple assignments to same column", 957, "duplicate column name"),
        ("subquery has too few columns", 947, "not enough values"),
        ("subquery has too many columns", 913, "too many values"),
        ("subquery must return only one column", 913, "too many values"),
    ],
    "42803": [
        ("aggregate functions are not allowed", 934, "group function is not allowed here"),
        ("cannot contain window", *_NO_ANALYTIC_IN_AGGREGATE),
        ("aggregate function calls cannot be nested", 978, "nested group function without GROUP BY"),
    ],
    "42883": [
        *((words, 997, "illegal use of LONG datatype") for words in _LONG_WORDS),
        *((words, *_NO_JSON_COMPARISON) for words in _JSON_WORDS),
    ],
    "42704": [
        *((words, 997, "illegal use of LONG datatype") for words in _LONG_WORDS),
        ("has no default operator class", 2327, "cannot create index on expression with datatype LOB"),
    ],
    "2201B": [
        ("parentheses", 12725, "unmatched parentheses in regular expression"),
        ("brackets", 12726, "unmatched bracket in regular expression"),
        ("backreference", 12727, "invalid back reference in regular expression"),
        ("character range", 12728, "invalid range in regular expression"),
        ("character class", 12729, "invalid character class in regular expression"),
        ("repetition count", 12732, "invalid interval value in regular expression"),
        ("", 3001, "unimplemented feature: oracle_standin does not support this regular expression"),
    ],
    "22023": [("invalid value for parameter", 1428, "argument is out of range")],
    "42703": [("tableoid", 3001, "unimplemented feature: oracle_standin does not support ROWID of a query in FROM")],
    "42P20": [("", 30483, "window functions are not allowed here")],
    "42P10": [("for SELECT DISTINCT", 1791, "not a SELECTed expression")],
    "44000": [('view "~view~', 1402, "view WITH CHECK OPTION where-clause violation")],
    "0A000": [
        ('of view "~view~', 1733, "virtual column not allowed here"),
        ("FOR UPDATE", 2014, "cannot select FOR UPDATE from view with DISTINCT, GROUP BY, etc."),
        ("ORDER BY", 1785, "ORDER BY item must be the number of a SELECT-list expression"),
    ],
    "55000": [('view "~view~', 1732, "data manipulation operation not legal on this view")],
    "42804": [
        (word, 1790, "expression must have same datatype as corresponding expression")
        for word in ("UNION types", "INTERSECT types", "EXCEPT types")
    ],
    "42701": [("specified more than once", 957, "duplicate column name")],
    # two sessions create the same table at once: its row type or its entry in the catalog is there already
    "42710": [('type "', 955, "name is already used by an existing object")],
    "23505": [
        ('constraint "pg_class_', 955, "name is already used by an existing object"),
        ('constraint "pg_type_', 955, "name is already used by an existing object"),
    ],
}

_PLAIN: dict[str, tuple[int, str]] = {
    "57P01": (28, "your session has been killed"),
    "42P01": (942, "table or view does not exist"),
    "3F000": (942, "table or view does not exist"),
    "42P07": (955, "name is already used by an existing object"),
    "42701": (1430, "column being added already exists in table"),
    "42702": (918, "column ambiguously defined"),
    "42710": (2264, "name already used by an existing constraint"),
    "42712": (918, "column ambiguously defined"),
    "42803": (979, "not a GROUP BY expression"),
    "42804": (932, "inconsistent datatypes"),
    "42883": (932, "inconsistent datatypes"),
    "42725": (932, "inconsistent datatypes"),
    "42846": (932, "inconsistent datatypes"),
    "42601": (1789, "query block has incorrect number of result columns"),
    "42P10": (1785, "ORDER BY item must be the number of a SELECT-list expression"),
    "42P16": (2260, "table can have only one primary key"),
    "21000": (1427, "single-row subquery returns more than one row"),
    "22003": (1438, "value larger than specified precision allowed for this column"),
    "22023": (1882, "timezone region not found"),
    "22P02": (1722, "unable to convert string value to a number"),
    "22007": (1861, "literal does not match format string"),
    "22008": (1841, "(full) year must be between -4713 and +9999, and not be 0"),
    "22011": (1428, "argument is out of range"),
    "2201E": (1428, "argument is out of range"),
    "2201F": (1428, "argument is out of range"),
    "2201G": (1428, "argument is out of range"),
    "22015": (1873, "the leading precision of the interval is too small"),
    "42P17": (3001, "unimplemented feature: oracle_standin does not support an index of this expression"),
    "42P18": (932, "inconsistent datatypes"),
    "22013": (1428, "argument is out of range"),
    "22012": (1476, "divisor is equal to zero"),
    "22021": (29275, "partial multibyte character"),
    "25006": (1456, "may not perform insert, delete, update operation inside a READ ONLY transaction"),
    "2BP01": (2449, "unique/primary keys in table referenced by foreign keys"),
    "40P01": (60, "deadlock detected while waiting for resource"),
    "44000": (14401, "inserted partition key is outside specified partition"),
    "55P03": (54, "resource busy and acquire with NOWAIT specified or timeout expired"),
    "57014": (1013, "user requested cancel of current operation"),
    "40001": (8177, "can't serialize access for this transaction"),
    "53100": (1653, "unable to extend table by 128 in tablespace USERS"),  # the file system is full
    "54001": (3001, "unimplemented feature: oracle_standin does not support a statement that is nested as deeply"),
    "54011": (1792, "maximum number of columns in a table or view is 1000"),
    "": (3113, "end-of-file on communication channel"),
}
