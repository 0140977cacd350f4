"""A local server that speaks Oracle's wire protocol over PostgreSQL: for demos, tests and benchmarks.

It is not Oracle Database. What it does not know, it refuses with an ORA error that names it.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oracle_standin.standin import Standin, Tls

__all__ = ["Standin", "Tls"]


def __getattr__(name: str) -> object:
    """Import the server when it is asked for: pytest imports this package wherever it is installed, extra or not."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from oracle_standin import standin  # noqa: PLC0415

    return getattr(standin, name)
