"""The words between CREATE and the kind of object: OR REPLACE, FORCE, EDITIONABLE."""

from dataclasses import dataclass

from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.reader import Reader


@dataclass(frozen=True, slots=True)
class CreationOptions:
    """How an object is created."""

    replaces: bool = False
    is_forced: bool = False


PLAIN = CreationOptions()


def creation_options(reader: Reader) -> CreationOptions | None:
    """What stands behind CREATE; None, and nothing read, when that is no such word."""
    mark = reader.mark()
    if not reader.accept("CREATE"):
        return None
    first = reader.mark()
    replaces = reader.accept("OR", "REPLACE")
    is_forced = not reader.accept("NO", "FORCE") and not reader.accept("NOFORCE") and reader.accept("FORCE")
    for word in ("EDITIONABLE", "NONEDITIONABLE"):  # there are no editions
        reader.accept(word)
    if reader.accept("EDITIONING"):
        raise UnsupportedError("EDITIONING views")
    if reader.mark() == first:
        reader.reset(mark)
        return None
    return CreationOptions(replaces, is_forced)
