"""pytest fixtures: a stand-in for the whole test session."""

from collections.abc import Iterator

import pytest

from oracle_standin import Standin


@pytest.fixture(scope="session")
def oracle_standin() -> Iterator[Standin]:
    """A running stand-in with temporary data and one user."""
    with Standin() as standin:
        yield standin
