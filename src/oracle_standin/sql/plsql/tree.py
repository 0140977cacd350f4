"""What a parsed block consists of."""

from dataclasses import dataclass, field

from oracle_standin.sql.types import OracleType


@dataclass(frozen=True, slots=True)
class Place:
    """Line and column in the block's text, both from 1, and the offset in characters, from 0."""

    line: int
    column: int
    offset: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Expression:
    """The source of an expression, a condition or an SQL statement."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Target:
    """What takes a value: a variable, `RECORD.FIELD`, or with a colon in front a bind variable."""

    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class Type:
    """A scalar type; `low` and `high` bound the subtypes of PLS_INTEGER, of which some are NOT NULL."""

    oracle: OracleType
    low: int | None = None
    high: int | None = None
    is_nullable: bool = True


@dataclass(frozen=True, slots=True)
class Anchor:
    """`name%TYPE` or `name%ROWTYPE`."""

    name: tuple[str, ...]
    is_row: bool
    place: Place


@dataclass(frozen=True, slots=True)
class VariableDeclaration:
    """A variable or constant."""

    name: str
    type: Type | Anchor
    default: Expression | None
    is_constant: bool
    is_nullable: bool
    place: Place


@dataclass(frozen=True, slots=True)
class ExceptionDeclaration:
    """An exception; `code` is that of PRAGMA EXCEPTION_INIT."""

    name: str
    code: int | None
    place: Place


@dataclass(frozen=True, slots=True)
class CursorDeclaration:
    """`CURSOR name IS query`."""

    name: str
    query: Expression
    place: Place


Declaration = VariableDeclaration | ExceptionDeclaration | CursorDeclaration


@dataclass(frozen=True, slots=True)
class Handler:
    """`WHEN names THEN body`; OTHERS is one of the names."""

    names: tuple[str, ...]
    body: "tuple[Statement, ...]"
    place: Place


@dataclass(frozen=True, slots=True)
class Block:
    """[DECLARE] BEGIN ... [EXCEPTION ...] END."""

    declarations: tuple[Declaration, ...]
    body: "tuple[Statement, ...]"
    handlers: tuple[Handler, ...]
    label: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Assignment:
    """`target := value`."""

    target: Target
    value: Expression
    place: Place


@dataclass(frozen=True, slots=True)
class If:
    """IF with all its ELSIFs; CASE without a selector is the same but for a missing ELSE.

    Attributes:
        otherwise: What ELSE does; None is CASE without ELSE, which raises CASE_NOT_FOUND.
    """

    branches: "tuple[tuple[Expression, tuple[Statement, ...]], ...]"
    otherwise: "tuple[Statement, ...] | None"
    place: Place


@dataclass(frozen=True, slots=True)
class Loop:
    """LOOP, or WHILE with a condition."""

    condition: Expression | None
    body: "tuple[Statement, ...]"
    label: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class RangeLoop:
    """FOR index IN [REVERSE] low .. high."""

    index: str
    low: Expression
    high: Expression
    is_reverse: bool
    body: "tuple[Statement, ...]"
    label: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class QueryLoop:
    """FOR record IN (query), or IN the cursor of this name."""

    record: str
    query: Expression | str
    body: "tuple[Statement, ...]"
    label: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Leave:
    """EXIT or CONTINUE, of the innermost loop without a label."""

    is_exit: bool
    label: str | None
    condition: Expression | None
    place: Place


@dataclass(frozen=True, slots=True)
class Return:
    """RETURN: ends the block."""

    place: Place


@dataclass(frozen=True, slots=True)
class Nothing:
    """NULL."""

    place: Place


@dataclass(frozen=True, slots=True)
class Raise:
    """RAISE; without a name the handled exception again."""

    name: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Sql:
    """A static SQL statement, its INTO cut out."""

    statement: Expression
    targets: tuple[Target, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Dynamic:
    """EXECUTE IMMEDIATE.

    Attributes:
        targets: Of INTO.
        returned: Of RETURNING INTO.
        inputs: Of USING; the targets among them are OUT or IN OUT.
    """

    statement: Expression
    targets: tuple[Target, ...]
    inputs: tuple[Expression | Target, ...]
    returned: tuple[Target, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Argument:
    """An actual parameter, with its name in front of `=>`."""

    name: str | None
    value: Expression


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a packaged procedure, or with `result` of a function."""

    name: str
    arguments: tuple[Argument, ...]
    place: Place
    result: Target | None = None


@dataclass(frozen=True, slots=True)
class OpenCursor:
    """OPEN name."""

    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class FetchCursor:
    """FETCH name INTO targets."""

    name: str
    targets: tuple[Target, ...] = field(default_factory=tuple)
    place: Place = Place(1, 1)


@dataclass(frozen=True, slots=True)
class CloseCursor:
    """CLOSE name."""

    name: str
    place: Place


Statement = (
    Block
    | Assignment
    | If
    | Loop
    | RangeLoop
    | QueryLoop
    | Leave
    | Return
    | Nothing
    | Raise
    | Sql
    | Dynamic
    | Call
    | OpenCursor
    | FetchCursor
    | CloseCursor
)
