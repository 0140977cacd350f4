"""Every process that finds this file on PYTHONPATH sends its SQL in another writing, the same in meaning.

Keywords and unquoted names change their case, blanks become lines and comments. FLEXT_TEST_REFORMAT is the seed.
"""

import os
import random
import re

import oracledb

_SEED = os.environ["FLEXT_TEST_REFORMAT"]
_TOKENS = re.compile(
    r"""(?P<kept>[qQ]'\[.*?\]'|'(?:[^']|'')*'|"[^"]*"|/\*.*?\*/|:\w+)|(?P<word>[A-Za-z][\w$#]*)|(?P<blank>\s+)"""
    r"""|(?P<mark>[(),=*/+])|(?P<other>.)""",
    re.DOTALL,
)
_BLANKS = (" ", "  ", "\n", "\t", "\n  ", " /* select */ ", ' -- it\'s "a" remark\n ')


def reformatted(sql: str) -> str:
    """The statement in another writing: each text always in the same, so that statement caches work."""
    chance = random.Random(f"{_SEED} {sql}")  # noqa: S311 - no secret
    return "".join(_rewritten(match, chance) for match in _TOKENS.finditer(sql))


def _rewritten(match: re.Match[str], chance: random.Random) -> str:
    text = match[0]
    match match.lastgroup:
        case "word":
            return chance.choice((str.upper, str.lower, str.title))(text)
        case "blank":
            return chance.choice(_BLANKS)
        case "mark" if text in "(),":
            return chance.choice(("", " ", "\n")) + text + chance.choice(("", " ", "\t"))
        case _:
            return text


def _install() -> None:
    normalize = oracledb.Cursor._normalize_statement

    def normalize_and_reformat(cursor: oracledb.Cursor, statement: str | None) -> str | None:
        normalized: str | None = normalize(cursor, statement)
        return normalized and reformatted(normalized)

    oracledb.Cursor._normalize_statement = normalize_and_reformat


_install()
