"""JSON functions that look into documents. Reference: SQL Language Reference, the functions of those names."""

import json

from sqlglot import exp

from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.functions import json_source
from oracle_standin.sql.identifiers import string_literal
from oracle_standin.sql.json_clauses import Action, Clauses, clauses_of, default_type
from oracle_standin.sql.json_path import json_path
from oracle_standin.sql.render import Context, render
from oracle_standin.sql.types import MICROSECOND_DIGITS, Kind, OracleType


def json_value(node: exp.Anonymous, context: Context) -> str:
    """A scalar; without ON EMPTY, ON ERROR is for both."""
    clauses = clauses_of(node)
    source, path, variables = _operands(node, context)
    return scalar_sql(source, path, variables, clauses, context)


def scalar_sql(source: str, path: str, variables: str, clauses: Clauses, context: Context) -> str:
    """The scalar at a path as what RETURNING asks for."""
    on_error = clauses.on_error or Action("NULL")
    on_empty = clauses.on_empty or on_error
    fails = _flag(on_error.word == "ERROR")
    document = f'"SYS".json_document({source}, {fails})'
    empty_fails = _flag(on_empty.word == "ERROR")
    found = single_sql(f"{document}, {path}, {variables}, {fails}, {empty_fails}", clauses)
    value = converted(found, clauses, fails, context)
    if "DEFAULT" not in (on_error.word, on_empty.word):
        return value
    case = f'"SYS".json_case(({source}) IS NOT NULL, "SYS".json_document({source}, false), {path}, {variables})'
    empty, error = (_default(action, clauses, context) for action in (on_empty, on_error))
    return f"coalesce({value}, CASE {case} WHEN 'empty' THEN {empty} WHEN 'error' THEN {error} END)"


def single_sql(arguments: str, clauses: Clauses) -> str:
    """The scalar that a path finds, as text; a number is written out where text is wanted."""
    is_text = clauses.returning is None or clauses.returning.kind in (Kind.VARCHAR2, Kind.CLOB)
    return f'"SYS".json_single({arguments}, {_flag(is_text)})'


def _default(action: Action, clauses: Clauses, context: Context) -> str:
    """The literal behind DEFAULT as the type that is returned."""
    if action.default is None:
        return "NULL"
    literal = f'"SYS".str({render(action.default, context)})'
    return converted(literal, clauses, "true", context)


def converted(value: str, clauses: Clauses, fails: str, context: Context) -> str:
    """Text as the type that is returned."""
    wanted = clauses.returning or default_type(context.profile)
    match wanted.kind:
        case Kind.VARCHAR2:
            return fitted(value, wanted, fails)
        case Kind.CLOB:
            return f'({value})::"SYS".clob'
        case Kind.BOOLEAN:
            return f'"SYS".json_boolean({value}, {fails})'
        case Kind.NUMBER | Kind.FLOAT | Kind.BINARY_DOUBLE:
            return _number(value, wanted, fails)
        case _:
            return _time(value, wanted, fails, has_time=clauses.has_time)


def _number(value: str, wanted: OracleType, fails: str) -> str:
    has_digits = wanted.kind is Kind.NUMBER and (wanted.precision is not None or wanted.scale is not None)
    digits, scale = ((wanted.precision or 38), wanted.scale or 0) if has_digits else (0, 0)
    number = f'"SYS".json_number({value}, {digits}, {scale}, {fails})'
    if wanted.kind is Kind.FLOAT:
        return f'"SYS".rounded_float({number}, {wanted.precision})'
    return f"{number}::float8" if wanted.kind is Kind.BINARY_DOUBLE else number


def _time(value: str, wanted: OracleType, fails: str, *, has_time: bool) -> str:
    if wanted.kind is Kind.DATE:
        return f'"SYS".json_date({value}, {_flag(has_time)}, {fails})'
    if wanted.kind not in (Kind.TIMESTAMP, Kind.TIMESTAMP_TZ) or wanted.scale != MICROSECOND_DIGITS:
        raise UnsupportedError(f"JSON_VALUE ... RETURNING {wanted.dictionary_name}")
    return f'"SYS".{"json_timestamp" if wanted.kind is Kind.TIMESTAMP else "json_timestamp_tz"}({value}, {fails})'


def fitted(value: str, wanted: OracleType, fails: str) -> str:
    """Text that is NULL, or ORA-40478, when it is too long."""
    return f'"SYS".json_text({value}, {wanted.length}, {_flag(wanted.unit == "C")}, {fails})'


def json_query(node: exp.Anonymous, context: Context) -> str:
    """An object, an array, or the values in an array."""
    clauses = clauses_of(node)
    source, path, variables = _operands(node, context)
    return queried_sql(source, path, variables, clauses, context)


def queried_sql(source: str, path: str, variables: str, clauses: Clauses, context: Context) -> str:
    """The part of a document at a path; scalars are allowed where the JSON type is returned."""
    on_error = clauses.on_error or Action("NULL")
    on_empty = clauses.on_empty or on_error
    is_json = clauses.returning is not None and clauses.returning.kind is Kind.JSON
    has_scalars = _flag(is_json) if clauses.has_scalars is None else _flag(clauses.has_scalars)
    if clauses.returning is None and clauses.has_scalars is None:
        has_scalars = f'"SYS".is_json_type({source})'
    fails = _flag(on_error.word == "ERROR")
    actions = f"{string_literal(on_error.word)}, {string_literal(on_empty.word)}"
    document = f'({source}) IS NOT NULL, "SYS".json_document({source}, false)'
    value = f"\"SYS\".json_queried({document}, {path}, {variables}, '{clauses.wrapper}', {has_scalars}, {actions})"
    return written_sql(value, source, clauses, fails, context)


def written_sql(value: str, source: str, clauses: Clauses, fails: str, context: Context) -> str:
    """A JSON value as what RETURNING asks for; without it, what is of the JSON type stays so."""
    is_formatted = clauses.is_pretty or clauses.is_ascii
    if clauses.returning is None and not is_formatted:
        return f'"SYS".json_default({value}, {source}, {fails})'
    text = f'"SYS".json_pretty({value})' if clauses.is_pretty else f'"SYS".json_compact({value})'
    text = f'"SYS".json_ascii({text})' if clauses.is_ascii else text
    return document_sql(text, clauses.returning or default_type(context.profile), fails)


def document_sql(text: str, wanted: OracleType, fails: str) -> str:
    """The text of a document as a type."""
    match wanted.kind:
        case Kind.CLOB:
            return f'({text})::"SYS".clob'
        case Kind.BLOB:
            return f"convert_to({text}, 'UTF8')::\"SYS\".blob"
        case Kind.JSON:
            return f'"SYS".text_json({text})'
        case _:
            return fitted(text, wanted, fails)


def json_exists(node: exp.Anonymous, context: Context) -> str:
    """Whether a path leads anywhere; FALSE ON ERROR is the default."""
    clauses = clauses_of(node)
    if clauses.on_empty:
        raise UnsupportedError("ON EMPTY of JSON_EXISTS")
    source, path, variables = _operands(node, context)
    word = (clauses.on_error or Action("FALSE")).word
    document = f'({source}) IS NOT NULL, "SYS".json_document({source}, false)'
    return f"\"SYS\".json_exists_at({document}, {path}, {variables}, '{word}')"


def json_serialize(node: exp.Anonymous, context: Context) -> str:
    """The text of a document; ERROR ON ERROR is the default."""
    clauses = clauses_of(node)
    source = source_sql(node.expressions[0], context)
    fails = _flag((clauses.on_error or Action("ERROR")).word == "ERROR")
    return written_sql(f'"SYS".json_document({source}, {fails})', "NULL::text", clauses, fails, context)


def json_mergepatch(node: exp.Anonymous, context: Context) -> str:
    """A document with the changes of another one; NULL ON ERROR is the default."""
    clauses = clauses_of(node)
    fails = _flag((clauses.on_error or Action("NULL")).word == "ERROR")
    target, patch = (source_sql(argument, context) for argument in node.expressions)
    documents = ", ".join(f'"SYS".json_document({source}, {fails})' for source in (target, patch))
    value = f'CASE WHEN ({target}) IS NOT NULL AND ({patch}) IS NOT NULL THEN "SYS".json_merged({documents}) END'
    return written_sql(value, target, clauses, fails, context)


def json_equal(node: exp.Anonymous, context: Context) -> str:
    """Whether documents are the same; members may be in another order."""
    word = (clauses_of(node).on_error or Action("FALSE")).word
    if word == "TRUE":
        raise UnsupportedError("TRUE ON ERROR of JSON_EQUAL")
    first, second = (
        f'"SYS".json_document({source_sql(argument, context)}, {_flag(word == "ERROR")})'
        for argument in node.expressions
    )
    return f'coalesce("SYS".json_equal({first}, {second}), false)'


def json_type(node: exp.Anonymous, context: Context) -> str:
    """JSON(...): the document as a value of the JSON type."""
    return f'"SYS".json_type({source_sql(node.expressions[0], context)})'


def json_scalar(node: exp.Anonymous, context: Context) -> str:
    """JSON_SCALAR(...): the SQL value as a value of the JSON type."""
    (value,) = node.expressions
    rendered = "NULL::text" if isinstance(value, exp.Null) else render(value, context)
    return f'"SYS".text_json("SYS".json_of({rendered}))'


def source_sql(node: exp.Expr, context: Context) -> str:
    """A document as PostgreSQL reads one."""
    return json_source("NULL::text" if isinstance(node, exp.Null) else render(node, context))


def steps_sql(text: str, context: Context) -> str:
    """The steps of a path as the functions of "SYS" take them."""
    return string_literal(json.dumps(json_path(text, context.profile), ensure_ascii=False)) + "::json"


def _operands(node: exp.Anonymous, context: Context) -> tuple[str, str, str]:
    """The document, the path's steps and the variables."""
    document, path, *values = node.expressions
    names = clauses_of(node).variables
    variables = "NULL::json"
    if names:
        members = ", ".join(f'"SYS".json_key({string_literal(name)}) || {_variable(value, context)}'
                            for name, value in zip(names, values, strict=True))  # fmt: skip
        variables = f"('{{' || concat_ws(',', {members}) || '}}')::varchar::json"
    return source_sql(document, context), steps_sql(path.name, context), variables


def _variable(node: exp.Expr, context: Context) -> str:
    value = "NULL::text" if isinstance(node, exp.Null) else render(node, context)
    return f"coalesce(\"SYS\".json_of({value}), 'null')"


def _flag(value: bool) -> str:  # noqa: FBT001 - a value to write, not a switch
    return str(value).lower()
