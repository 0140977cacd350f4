"""The pytest plugin: a stand-in for the whole test session, and a user with an empty schema for each test.

pytest loads this module in every environment that has the package, so that the server is imported by the first test
that asks for it.
"""

import itertools
import secrets
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import oracledb

    from oracle_standin import Standin

_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class FreshSchema:
    """A user, whose schema has the user's name, and how to log on as that user."""

    user: str
    password: str
    dsn: str
    _connections: ExitStack = field(default_factory=ExitStack, repr=False, compare=False)

    def connect(self, **parameters: Any) -> "oracledb.Connection":  # noqa: ANN401 - what the driver takes
        """A new connection, closed after the test; other parameters of the driver may be added."""
        import oracledb  # noqa: PLC0415 - only tests that connect need it

        connection: oracledb.Connection = oracledb.connect(
            user=self.user, password=self.password, dsn=self.dsn, **parameters
        )
        self._connections.enter_context(connection)
        return connection


@pytest.fixture(scope="session")
def oracle_standin() -> "Iterator[Standin]":
    """A running stand-in with temporary data."""
    try:
        from oracle_standin.standin import Standin  # noqa: PLC0415 - as the module's docstring says
    except ModuleNotFoundError as error:
        pytest.fail(f"{error}: install the extra, flext-target-oracle[standin]", pytrace=False)
    with Standin() as standin:
        yield standin


@pytest.fixture
def fresh_schema(oracle_standin: "Standin") -> Iterator[FreshSchema]:
    """A user with an empty schema; other tests have others."""
    user, password = f"FRESH_{next(_numbers)}", secrets.token_urlsafe(12)
    oracle_standin.create_user(user, password)
    with ExitStack() as connections:
        yield FreshSchema(user, password, oracle_standin.dsn, connections)
        oracle_standin.faults.clear()
