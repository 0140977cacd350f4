"""Parses CREATE, ALTER and DROP SEQUENCE, and the same options of identity columns."""

from dataclasses import dataclass

from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.reader import Reader
from oracle_standin.sql.statements import Ddl, TableName

_UNSUPPORTED = ("KEEP", "SCALE", "SESSION", "SHARD", "SHARING")
_IGNORED = ("NOKEEP", "NOSCALE", "GLOBAL", "NOSHARD")  # what a sequence is without them
_MAX_DIGITS = 28


@dataclass(frozen=True, slots=True)
class SequenceOptions:
    """The options of a sequence; None is what was not said.

    Attributes:
        has_no_minimum: NOMINVALUE; `has_no_maximum` is NOMAXVALUE.
        cache: 0 is NOCACHE.
        restarts: RESTART, of ALTER SEQUENCE.
        starts_at_limit: START WITH LIMIT VALUE, of an identity column that is altered.
    """

    start: int | None = None
    increment: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    has_no_minimum: bool = False
    has_no_maximum: bool = False
    cycles: bool | None = None
    cache: int | None = None
    is_ordered: bool | None = None
    restarts: bool = False
    starts_at_limit: bool = False


@dataclass(frozen=True, slots=True)
class CreateSequence(Ddl):
    """CREATE SEQUENCE."""

    sequence: TableName
    options: SequenceOptions
    if_not_exists: bool = False


@dataclass(frozen=True, slots=True)
class AlterSequence(Ddl):
    """ALTER SEQUENCE."""

    sequence: TableName
    options: SequenceOptions


@dataclass(frozen=True, slots=True)
class DropSequence(Ddl):
    """DROP SEQUENCE."""

    sequence: TableName
    if_exists: bool = False


def create_sequence(reader: Reader) -> CreateSequence:
    """CREATE SEQUENCE."""
    if_not_exists = reader.accept_if("NOT", "EXISTS", code=933, message="SQL command not properly ended")
    return CreateSequence(_sequence(reader), sequence_options(reader), if_not_exists)


def alter_sequence(reader: Reader) -> AlterSequence:
    """ALTER SEQUENCE."""
    if reader.peek("IF", "EXISTS"):
        raise UnsupportedError("ALTER SEQUENCE IF EXISTS")
    name = _sequence(reader)
    if reader.token is None:
        raise reader.error(2286, "no options specified for ALTER SEQUENCE")
    has_restart = reader.profile.has_full_version  # since 18c
    options = sequence_options(reader, may_restart=has_restart)
    if options.start is not None and not options.restarts:
        raise reader.error(2283, "cannot alter starting sequence number")
    return AlterSequence(name, options)


def drop_sequence(reader: Reader) -> DropSequence:
    """DROP SEQUENCE."""
    if_exists = reader.accept_if("EXISTS", code=933, message="SQL command not properly ended")
    return DropSequence(_sequence(reader), if_exists)


def sequence_options(reader: Reader, *, may_restart: bool = False) -> SequenceOptions:
    """All options that come next, in any order."""
    found: dict[str, int | bool] = {}
    while True:
        option = _option(reader, may_restart=may_restart)
        if option is None:
            return SequenceOptions(**found)  # type: ignore[arg-type] # each option has its field's type
        code, values = option
        if values.keys() & found.keys() or _contradicts(values, found):
            raise reader.error(code, "duplicate or conflicting specifications")
        found.update(values)


def _sequence(reader: Reader) -> TableName:
    first = reader.new_name(2277, "invalid sequence name")
    if not reader.accept("."):
        return TableName(None, first)
    return TableName(first, reader.new_name(2277, "invalid sequence name"))


def _option(reader: Reader, *, may_restart: bool) -> tuple[int, dict[str, int | bool]] | None:
    """One option: the error when it comes twice, and what it says; None where no option comes."""
    for words, (code, values) in _FLAGS.items():
        if (may_restart or words != "RESTART") and reader.accept(*words.split()):
            return code, dict(values)
    for words, (code, name) in _NUMBERS.items():
        if reader.accept(*words.split()):
            return code, {name: _integer(reader, words)}
    unsupported = next((words for words in _UNSUPPORTED if reader.peek(words)), None)
    if unsupported is not None:
        raise UnsupportedError(f"the option {unsupported} of sequences")
    return (2286, {}) if any(reader.accept(words) for words in _IGNORED) else None


_NUMBERS = {
    "START WITH": (2285, "start"),
    "INCREMENT BY": (2284, "increment"),
    "CACHE": (2281, "cache"),
    "MAXVALUE": (2278, "maximum"),
    "MINVALUE": (2279, "minimum"),
}
_FLAGS: dict[str, tuple[int, dict[str, int | bool]]] = {
    "START WITH LIMIT VALUE": (2285, {"starts_at_limit": True}),
    "RESTART": (2285, {"restarts": True}),
    "NOMAXVALUE": (2278, {"has_no_maximum": True}),
    "NOMINVALUE": (2279, {"has_no_minimum": True}),
    "CYCLE": (2280, {"cycles": True}),
    "NOCYCLE": (2280, {"cycles": False}),
    "NOCACHE": (2281, {"cache": 0}),
    "ORDER": (2282, {"is_ordered": True}),
    "NOORDER": (2282, {"is_ordered": False}),
}


def _contradicts(values: dict[str, int | bool], found: dict[str, int | bool]) -> bool:
    both = values.keys() | found.keys()
    pairs = ({"minimum", "has_no_minimum"}, {"maximum", "has_no_maximum"}, {"start", "starts_at_limit"})
    return any(pair <= both for pair in pairs)


def _integer(reader: Reader, parameter: str) -> int:
    sign = -1 if reader.accept("-") else 1
    reader.accept("+") if sign > 0 else None
    if reader.token is None or not reader.token.text.isdecimal():
        raise reader.error(4001, f"sequence parameter {parameter} must be an integer")
    number = int(reader.take().text)
    if len(str(number)) > _MAX_DIGITS:
        raise reader.error(4003, f"sequence parameter {parameter} exceeds maximum size allowed ({_MAX_DIGITS} digits)")
    if parameter == "CACHE" and number <= 1:
        raise reader.error(4010, "the number of values to CACHE must be greater than 1")
    return sign * number
