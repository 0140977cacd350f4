"""Statements through the real driver, on a stand-in or on an Oracle; each test has a schema of its own.

A test's docstring names the document that it was written from. The marks `standin_only` and `oracle_only` give a reason
why a test makes sense on one of the two alone; both lists are printed at the end.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import oracledb
import pytest

from oracle_server import Account, OracleServer, named_server, standin_server
from oracle_standin import Standin

_ONLY = {"standin_only": True, "oracle_only": False}


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest) -> Iterator[OracleServer]:
    """The server of this test run; the plugin's stand-in is started only where no Oracle is named."""
    running = named_server() or standin_server(request.getfixturevalue("oracle_standin"))
    with closing(running):
        yield running


@pytest.fixture
def standin(server: OracleServer) -> Standin:
    """The stand-in, of tests marked `standin_only`."""
    assert server.standin is not None, "a test of the stand-in itself needs the mark standin_only"
    return server.standin


@pytest.fixture(autouse=True)
def _only_where_it_makes_sense(request: pytest.FixtureRequest, server: OracleServer) -> None:
    for name, is_standin in _ONLY.items():
        mark = request.node.get_closest_marker(name)
        if mark is not None:
            request.node.user_properties.append((name, mark.args[0]))
            if server.is_standin is not is_standin:
                pytest.skip(f"{name}: {mark.args[0]}")


@pytest.fixture
def new_account(server: OracleServer) -> Iterator[Callable[..., Account]]:
    """Makes accounts as OracleServer.create_account does; they are dropped after the test."""
    with ExitStack() as stack:

        def create(**options: str) -> Account:
            account = server.create_account(**options)
            stack.callback(server.drop_account, account)
            return account

        yield create


@pytest.fixture
def account(new_account: Callable[..., Account]) -> Account:
    """A user with an empty schema."""
    return new_account()


@pytest.fixture
def connection(account: Account) -> Iterator[oracledb.Connection]:
    with account.connect() as opened:
        yield opened


@pytest.fixture
def cursor(connection: oracledb.Connection) -> Iterator[oracledb.Cursor]:
    with connection.cursor() as opened:
        yield opened
