"""Names of streams and properties as Oracle identifiers.

Folded to upper case, so that SQL may be written without quotes, and always quoted where this program writes them.
Length is counted in bytes (128 from 12.2 with COMPATIBLE >= 12.2, else 30). A name that had to be cut, or that
another one would hide, carries a suffix made of its origin, so the mapping never depends on the order of names.
Source: SQL Language Reference, Database Object Names and Qualifiers.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence

from flext_target_oracle.errors import InputError

_SUFFIX_DIGITS = 8
_RESERVED_COLUMN_NAMES = frozenset({"ROWID"})  # ORA-00904 even when quoted


def quote(name: str) -> str:
    """The name between double quotes, as it stands in SQL."""
    return f'"{name}"'


def fold(name: str) -> str:
    """The name in upper case, with `_` for every character that is no letter, digit, `_`, `$` or `#`."""
    return "".join(_fold_character(character) for character in name)


def table_name(stream: str, *, max_bytes: int) -> str:
    """The table of a stream.

    Raises:
        InputError: The stream's name is empty.
    """
    if not stream:
        raise InputError("a stream needs a name")
    folded = fold(stream)
    return folded if len(folded.encode()) <= max_bytes else with_suffix(stream, max_bytes=max_bytes)


def column_names(properties: Sequence[str], *, max_bytes: int) -> list[str]:
    """The columns of the properties, in their order; never two alike.

    Raises:
        InputError: A property has no name, or two names cannot be told apart.
    """
    if "" in properties:
        raise InputError("a property has an empty name")
    folded = [fold(name) for name in properties]
    times = Counter(folded)
    names = [
        with_suffix(name, max_bytes=max_bytes) if _needs_suffix(column, times, max_bytes) else column
        for name, column in zip(properties, folded, strict=True)
    ]
    if len(set(names)) < len(names):
        raise InputError("two properties would share one column; rename one of them")
    return names


def with_suffix(name: str, *, max_bytes: int) -> str:
    """The folded name, cut at a character, with `_` and a hash of the name as it was."""
    suffix = "_" + hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()[:_SUFFIX_DIGITS].upper()
    kept = fold(name).encode()[: max_bytes - len(suffix)].decode(errors="ignore")
    return kept + suffix


def _needs_suffix(column: str, times: Counter[str], max_bytes: int) -> bool:
    return times[column] > 1 or column in _RESERVED_COLUMN_NAMES or len(column.encode()) > max_bytes


def _fold_character(character: str) -> str:
    if not (character.isalnum() or character in "_$#"):
        return "_"
    upper = character.upper()
    # A letter like the German sharp s grows in upper case; Oracle leaves it as it is.
    return upper if len(upper) == 1 else character
