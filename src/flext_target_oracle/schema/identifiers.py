"""Names of streams and properties as Oracle identifiers.

Folded to upper case, so that SQL may be written without quotes, and always quoted where this program writes them.
Length is counted in bytes (128 from 12.2 with COMPATIBLE >= 12.2, else 30). A name that had to be cut, or that
another one would hide, carries a suffix made of its origin, so the mapping never depends on the order of names.
Source: SQL Language Reference, Database Object Names and Qualifiers.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from flext_target_oracle.errors import InputError

STREAM_PLACE = "{stream}"
_SUFFIX_DIGITS = 8
_RESERVED_COLUMN_NAMES = frozenset({"ROWID"})  # ORA-00904 even when quoted
_WORD_BOUNDARY = re.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")

Case = Literal["upper", "snake", "preserve"]


@dataclass(frozen=True, slots=True)
class NamingRules:
    """How streams and properties are called in Oracle.

    Attributes:
        max_bytes: The longest identifier of the server: 128, or 30.
        case: upper; snake does the same to `camelCase` as CAMEL_CASE; preserve leaves all that Oracle can quote.
        stream_format: Which part of the stream's name the table is called after: `schema-table` has a schema up to the
            first `-`, `db.schema.table` one up to the last dot.
        table_pattern: The table's name with `{stream}` for that part.
    """

    max_bytes: int = 128
    case: Case = "upper"
    stream_format: Literal["whole", "schema-table", "db.schema.table"] = "whole"
    table_pattern: str = STREAM_PLACE
    table_prefix: str = ""
    table_suffix: str = ""


def quote(name: str) -> str:
    """The name between double quotes, as it stands in SQL."""
    return f'"{name}"'


def fold(name: str, case: Case = "upper") -> str:
    """The name as an identifier, with `_` for each character that it cannot have.

    Those are for `preserve` a quotation mark and what cannot be printed, else all but letters, digits, `_`, `$`, `#`.
    """
    if case == "preserve":
        return "".join(character if character.isprintable() and character != '"' else "_" for character in name)
    words = _WORD_BOUNDARY.sub("_", name) if case == "snake" else name
    return "".join(map(_fold_character, words))


def table_name(stream: str, rules: NamingRules) -> str:
    """The table of a stream.

    Raises:
        InputError: Nothing of the stream's name is left for the table.
    """
    part = _table_part(stream, rules)
    if not part:
        raise InputError("a stream needs a name")
    name = rules.table_prefix + rules.table_pattern.replace(STREAM_PLACE, part) + rules.table_suffix
    return fold_within(name, rules)


def column_names(
    properties: Sequence[str],
    rules: NamingRules,
    *,
    known: Mapping[str, str] | None = None,
    chosen: Mapping[str, str] | None = None,
    taken: Collection[str] = (),
) -> list[str]:
    """The columns of the properties, in their order; never two alike.

    `known` are the columns that properties got before, which they keep whatever else comes; `chosen` are those that
    the user names; `taken` are the columns of properties that are not there this time.

    Raises:
        InputError: A property has no name, or two names cannot be told apart.
    """
    if "" in properties:
        raise InputError("a property has an empty name")
    present = set(properties)
    named = {name: fold_within(column, rules) for name, column in (chosen or {}).items() if name in present}
    given = {**(known or {}), **named}
    occupied = {*given.values(), *taken}
    new = [name for name in properties if name not in given]
    times = Counter(fold(name, rules.case) for name in new)
    for name in new:
        column = fold(name, rules.case)
        is_free = times[column] == 1 and column not in occupied and column not in _RESERVED_COLUMN_NAMES
        given[name] = column if is_free and _fits(column, rules) else with_suffix(name, rules)
    names = [given[name] for name in properties]
    if len(set(names)) < len(names):
        shared = next(name for name, count in Counter(names).items() if count > 1)
        raise InputError(
            f"two properties would share column {shared}; name the column of one of them in column_mappings"
        )
    return names


def fold_within(name: str, rules: NamingRules) -> str:
    """The folded name, with a hash of the name in place of its end where it is too long."""
    folded = fold(name, rules.case)
    return folded if _fits(folded, rules) else with_suffix(name, rules)


def derived(column: str, word: str, max_bytes: int) -> str:
    """The name of a column that stands beside another: `AMOUNT__OLD`."""
    name = f"{column}__{word}"
    # Folding changes nothing here: the name is one already.
    return name if len(name.encode()) <= max_bytes else with_suffix(name, NamingRules(max_bytes, "preserve"))


def with_suffix(name: str, rules: NamingRules) -> str:
    """The folded name, cut at a character, with `_` and a hash of the name as it was."""
    suffix = "_" + hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()[:_SUFFIX_DIGITS].upper()
    kept = fold(name, rules.case).encode()[: rules.max_bytes - len(suffix)].decode(errors="ignore")
    return kept + suffix


def _table_part(stream: str, rules: NamingRules) -> str:
    match rules.stream_format:
        case "schema-table":
            schema, dash, table = stream.partition("-")
            return table if dash else schema
        case "db.schema.table":
            return stream.rpartition(".")[2]
        case _:
            return stream


def _fits(name: str, rules: NamingRules) -> bool:
    return len(name.encode()) <= rules.max_bytes


def _fold_character(character: str) -> str:
    if not (character.isalnum() or character in "_$#"):
        return "_"
    upper = character.upper()
    # A letter like the German sharp s grows in upper case; Oracle leaves it as it is.
    return upper if len(upper) == 1 else character
