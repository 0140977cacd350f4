"""The real driver against a stand-in that runs as long as the test session; each test has a schema of its own."""

import itertools
from collections.abc import Iterator

import oracledb
import pytest

from oracle_standin import Standin

PASSWORD = "password of a test"
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def standin() -> Iterator[Standin]:
    with Standin() as running:
        yield running


@pytest.fixture
def account(standin: Standin) -> dict[str, str]:
    """What a driver needs to log on to an empty schema."""
    name = f"TEST_{next(_numbers)}"
    standin.create_user(name, PASSWORD)
    return {"user": name, "password": PASSWORD, "dsn": standin.dsn}


@pytest.fixture
def connection(account: dict[str, str]) -> Iterator[oracledb.Connection]:
    with oracledb.connect(**account) as opened:
        yield opened


@pytest.fixture
def cursor(connection: oracledb.Connection) -> Iterator[oracledb.Cursor]:
    with connection.cursor() as opened:
        yield opened
