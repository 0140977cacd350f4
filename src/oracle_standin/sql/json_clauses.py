"""What a call of a JSON function says beside its arguments. Reference: SQL Language Reference, "JSON_VALUE" etc."""

from dataclasses import dataclass

from sqlglot import exp

from oracle_standin.profiles import Profile
from oracle_standin.sql.types import STANDARD_STRING_BYTES, Kind, OracleType


@dataclass(frozen=True, slots=True)
class Action:
    """What ON ERROR or ON EMPTY asks for.

    Attributes:
        word: NULL, ERROR, TRUE, FALSE, EMPTY, EMPTY ARRAY, EMPTY OBJECT or DEFAULT.
        default: The literal behind DEFAULT.
    """

    word: str
    default: exp.Expr | None = None


@dataclass(frozen=True, slots=True)
class Clauses:
    """The clauses of a call.

    Attributes:
        returning: The type behind RETURNING.
        has_time: Whether RETURNING DATE preserves the time.
        variables: The names that PASSING gives to the arguments behind the path.
        wrapper: NEVER, CONDITIONAL or ALWAYS.
        has_scalars: ALLOW or DISALLOW SCALARS.
        formats: For each value of a generated document whether it is JSON already.
        has_nulls: Whether NULL becomes a JSON null or is left out.
        columns: Of JSON_TABLE.
    """

    returning: OracleType | None = None
    has_time: bool = False
    variables: tuple[str, ...] = ()
    on_error: Action | None = None
    on_empty: Action | None = None
    wrapper: str = "NEVER"
    has_scalars: bool | None = None
    is_pretty: bool = False
    is_ascii: bool = False
    formats: tuple[bool, ...] = ()
    has_nulls: bool = True
    is_strict: bool = False
    is_unique: bool = False
    columns: tuple["TableColumn", ...] = ()


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of JSON_TABLE, or the columns of a NESTED PATH, which have no name of their own.

    Attributes:
        kind: ORDINALITY, VALUE, QUERY, EXISTS or NESTED.
        path: The text of its path.
    """

    kind: str
    name: str
    path: str
    clauses: Clauses


def clauses_of(node: exp.Expr) -> Clauses:
    """The clauses that the grammar has put into a call."""
    found: Clauses = node.args["clauses"].this
    return found


def default_type(profile: Profile) -> OracleType:
    """The type without RETURNING: VARCHAR2(4000), also where longer ones exist."""
    return OracleType(Kind.VARCHAR2, STANDARD_STRING_BYTES, "B", max_string_bytes=profile.max_string_bytes)
