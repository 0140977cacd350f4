"""Fixtures of all tests that need a database or the installed command."""

import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from database import Database, connected, named_database, standin_database
from flext_target_oracle.config import OracleConfig
from sent_statements import SentStatements
from target import Target

# A busy machine is no defect: how long an example takes to make or to run says nothing about the code under test.
settings.register_profile("project", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("project")


@pytest.fixture(scope="session")
def oracle_config(request: pytest.FixtureRequest) -> OracleConfig:
    """How to log in to the database of this test run: a stand-in, or an Oracle that the environment names."""
    return named_database() or standin_database(request.getfixturevalue("oracle_standin"))


@pytest.fixture
def database(oracle_config: OracleConfig) -> Iterator[Database]:
    """A schema without tables."""
    with connected(oracle_config) as database:
        yield database


@pytest.fixture
def target(database: Database, tmp_path: Path) -> Target:
    """The installed command, configured for the database, in a folder of its own."""
    return Target(database.config, tmp_path)


_SENT = pytest.StashKey[SentStatements]()


def pytest_configure(config: pytest.Config) -> None:
    """Record what the target sends in all tests."""
    folder = tempfile.TemporaryDirectory(prefix="statements-")
    config.add_cleanup(folder.cleanup)
    config.stash[_SENT] = SentStatements(Path(folder.name) / "statements.jsonl")
    config.stash[_SENT].start()


@pytest.fixture
def sent_statements(pytestconfig: pytest.Config) -> SentStatements:
    """What the target sent; what a test takes of it is not checked by rules any more."""
    return pytestconfig.stash[_SENT]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """A test fails when the target sent SQL that breaks a rule."""
    result = yield
    item.config.stash[_SENT].check()
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, object]:
    """What a process sent while it was ended, or in a test that failed, belongs to this test too."""
    result = yield
    item.config.stash[_SENT].check()
    return result


_ONE_SERVER_ALONE: dict[str, str] = {}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keep which conformance tests run on the stand-in alone, or on a real Oracle alone, and why."""
    for name, reason in report.user_properties:
        if name in ("standin_only", "oracle_only"):
            _ONE_SERVER_ALONE[f"{report.nodeid.partition('[')[0]} [{name}]"] = str(reason)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print both lists."""
    if _ONE_SERVER_ALONE:
        terminalreporter.section("conformance tests that run on one server alone")
        for test, reason in sorted(_ONE_SERVER_ALONE.items()):
            terminalreporter.write_line(f"{test}: {reason}")
