"""Every statement that the target sends in a test is checked by the rules of tests/sql_rules.py."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from database import Database
from sent_statements import SentStatements
from sql_rules import violations
from target import Target, environment, record, schema

_TESTS = Path(__file__).parents[1]
_PRODUCT = """
import asyncio
import os
from flext_target_oracle.config import OracleConfig
from flext_target_oracle.oracle.connection import OracleConnectionService
from flext_target_oracle.oracle.query import OracleQueryService

async def send(config, sql):
    connections = OracleConnectionService(config, pool_size=1)
    await connections.open()
    try:
        await OracleQueryService(connections).execute(sql, doing="trying")
    finally:
        connections.close()

def send_bad_statement(config):
    asyncio.run(send(config, os.environ["BAD_STATEMENT"]))
"""
_TESTS_THAT_SEND = {
    "this process": """
from product import send_bad_statement

def test_that_sends(database):
    send_bad_statement(database.config)
""",
    "another process": """
import subprocess
import sys
from target import connection_settings, environment

def test_that_sends(database):
    code = (
        "from product import OracleConfig, send_bad_statement;"
        f"send_bad_statement(OracleConfig.model_validate({connection_settings(database.config)!r}))"
    )
    subprocess.run([sys.executable, "-c", code], env=environment(), check=True)
""",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with code that uses the target to send a statement."""
    (tmp_path / "product.py").write_text(_PRODUCT)
    return tmp_path


def outcome_of(test: str, sql: str, folder: Path) -> str:
    """What pytest says to a test of this text in which the target sends a statement."""
    (folder / "test_sending.py").write_text(test)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "conftest", f"--rootdir={folder}", "test_sending.py"],
        cwd=folder,
        env=environment(PYTHONPATH=os.pathsep.join([str(_TESTS), str(folder)]), BAD_STATEMENT=sql),
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    ).stdout


@pytest.mark.parametrize("test", _TESTS_THAT_SEND.values(), ids=_TESTS_THAT_SEND)
def test_a_statement_that_breaks_a_rule_fails_the_test(test: str, folder: Path) -> None:
    create = 'CREATE TABLE "T" ("A" DATE, B DATE)'

    output = outcome_of(test, create, folder)

    assert "1 failed" in output, output
    assert f"a name is not quoted: column B\n{create}" in output


@pytest.mark.parametrize("test", _TESTS_THAT_SEND.values(), ids=_TESTS_THAT_SEND)
def test_a_statement_that_breaks_no_rule_passes(test: str, folder: Path) -> None:
    output = outcome_of(test, 'CREATE TABLE "T" ("A" DATE, "B" DATE)', folder)

    assert "1 passed" in output, output


def test_all_that_the_command_sends_is_noted_as_it_wrote_it(
    target: Target, database: Database, sent_statements: SentStatements
) -> None:
    messages = [schema("s", {"id": {"type": "integer"}}, ["id"]), record("s", {"id": 1})]
    assert target.load(messages, add_record_metadata=False).exit_code == 0

    sent = sent_statements.take()

    texts = [statement.sql for statement in sent]
    table = f'"{database.owner}"."S"'
    assert f'CREATE TABLE {table} (\n  "ID" NUMBER(38) NOT NULL\n)' in texts
    assert f'INSERT INTO {table} ("ID") VALUES (:1)' in texts
    assert "ALTER SESSION SET TIME_ZONE='UTC'" in texts
    assert any(text.startswith("SELECT COLUMN_NAME, DATA_TYPE") for text in texts)
    assert {statement.release for statement in sent} == {int(database.connection.version.partition(".")[0])}
    assert {statement.max_name_bytes for statement in sent} == {database.connection.max_identifier_length}
    assert [broken for text in texts for broken in violations(text)] == []


def test_what_a_test_itself_sends_is_not_noted(database: Database, sent_statements: SentStatements) -> None:
    database.execute("CREATE TABLE UNQUOTED (A DATE)")

    assert sent_statements.take() == []
