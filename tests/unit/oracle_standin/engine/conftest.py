"""A started database without the protocol; each test has a schema and a session of its own."""

import itertools
from collections.abc import Iterator

import pytest

from oracle_standin.engine.database import Database
from oracle_standin.engine.session import EngineSession
from sessions import Session

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def engine_database() -> Iterator[Database]:
    database = Database()
    database.start()
    yield database
    database.stop()


@pytest.fixture
def schema(engine_database: Database) -> str:
    """A user without tables."""
    name = f"UNIT_{next(_numbers)}"
    engine_database.create_user(name, salt=b"salt", verifier=b"verifier", role="DBA")
    return name


@pytest.fixture
def engine_session(engine_database: Database, schema: str) -> Iterator[EngineSession]:
    number = next(_numbers)
    session = engine_database.open_session(schema, session_id=number, serial=1)
    yield session
    session.close()


@pytest.fixture
def session(engine_session: EngineSession) -> Session:
    return Session(engine_session)


@pytest.fixture
def other_session(engine_database: Database, schema: str) -> Iterator[Session]:
    """A second session of the same user."""
    session = engine_database.open_session(schema, session_id=next(_numbers), serial=1)
    yield Session(session)
    session.close()
