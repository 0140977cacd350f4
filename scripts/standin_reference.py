"""Prints what the stand-in has registered, as Markdown; with --write it goes into docs/standin.md."""

import re
import sys
from collections.abc import Iterable
from pathlib import Path

from oracle_standin.engine.backend import Backend, text_rows
from oracle_standin.engine.database import Database
from oracle_standin.engine.plsql.packages.registry import PROCEDURES
from oracle_standin.profiles import PROFILES
from oracle_standin.sql.analytics import DISTRIBUTIONS, PERCENTILES
from oracle_standin.sql.calls import JSON_FUNCTIONS
from oracle_standin.sql.ddl.dispatch import PARSERS
from oracle_standin.sql.functions import AGGREGATES, ANALYTIC, FUNCTIONS, PADDING
from oracle_standin.ttc.functions import Function

_DOCUMENT = Path(__file__).parents[1] / "docs" / "standin.md"
_MARKS = re.compile(r"(?<=<!-- made by make docs -->\n).*?(?=<!-- end -->)", re.DOTALL)
_VIEWS = """
SELECT relname FROM pg_class WHERE relnamespace = '"SYS"'::regnamespace AND relkind = 'v' AND relname ~ '^[A-Z$_0-9]+$'
"""


def reference() -> str:
    """The tables."""
    rows = {
        "profiles": [f"{profile.name} ({profile.version_full})" for profile in PROFILES.values()],
        "statements that define": sorted(PARSERS),
        "functions": _names({*FUNCTIONS, *JSON_FUNCTIONS} - {*AGGREGATES, *PADDING.values()}),
        "aggregates": _names({*AGGREGATES, *PERCENTILES, "LISTAGG"}),
        "analytic functions": _names({*ANALYTIC, *DISTRIBUTIONS, "RATIO_TO_REPORT"}),
        "procedures of packages": _names(PROCEDURES),
        "dictionary views": _views(),
        "functions of the protocol": [f"{function.name} ({function.value})" for function in Function],
    }
    lines = [f"| {kind} | {', '.join(f'`{name}`' for name in names)} |" for kind, names in rows.items()]
    return "\n".join(["| registered | names |", "|---|---|", *lines, ""])


def _names(registered: Iterable[str]) -> list[str]:
    """The names that users write; those in lower case are the stand-in's own."""
    return sorted(name for name in registered if name.upper() == name)


def _views() -> list[str]:
    """The views; `*_X` are USER_X, ALL_X and DBA_X."""
    database = Database()
    database.start()
    try:
        backend = Backend(database._instance.connection_string())  # noqa: SLF001 - looks at the database itself
        names = {str(name) for (name,) in text_rows(backend.run(_VIEWS))}
        backend.close()
    finally:
        database.stop()
    families = {name.partition("_")[2] for name in names if name.startswith("ALL_")}
    common = {family for family in families if {f"USER_{family}", f"DBA_{family}"} <= names}
    rest = {name for name in names if name.partition("_")[2] not in common}
    return sorted(f"*_{family}" for family in common) + sorted(rest - {"DUAL"})


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        _DOCUMENT.write_text(_MARKS.sub(lambda _: reference(), _DOCUMENT.read_text()))
    else:
        print(reference(), end="")
