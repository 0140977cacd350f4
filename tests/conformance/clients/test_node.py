"""node-oracledb in thin mode, unmodified, from npm into a folder of its own."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from oracle_server import Account, OracleServer, standin_server
from oracle_standin import Standin

_CLIENT = Path(__file__).with_name("node_client.mjs")

pytestmark = pytest.mark.skipif(shutil.which("npm") is None, reason="there is no npm to install node-oracledb with")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the client and its driver."""
    folder = tmp_path_factory.mktemp("node")
    shutil.copy(_CLIENT, folder)
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), "oracledb@26"]
    subprocess.run(command, check=True, cwd=folder, timeout=100)
    return folder


@pytest.fixture
def old_server() -> Iterator[OracleServer]:
    """A stand-in of a release without fast authentication and marks at the end of answers."""
    with Standin(profile="19c") as standin:
        server = standin_server(standin)
        yield server
        server.close()


def seen_by_node(account: Account, folder: Path) -> dict[str, Any]:
    finished = subprocess.run(
        ["node", _CLIENT.name, account.dsn, account.user, account.password],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    seen: dict[str, Any] = json.loads(finished.stdout)
    return seen


def expected(account: Account) -> dict[str, Any]:
    return {
        "ping": "answered",
        "create": 0,
        "insert": 1,
        "insert many": [2, [[1, "ORA-00001"]], [1, 0, 1]],
        "commit": "done",
        "rows": [[1, "ä", "2024-01-31T10:20:30.123Z"], [2, "b", None], [3, None, None]],
        "CLOB as locator": 100_000,
        "CLOB as text": 100_000,
        "merge": 1,
        "returning": {"old": ["r"]},
        "block": {"twice": 42},
        "after the timeout": [[1]],
        "rollback": "done",
        "direct path": [[7, "seven"], [8, "eight"]],
        "pool": [[account.user]],
    }


def check(seen: dict[str, Any], account: Account) -> None:
    errors = {name: seen.pop(name) for name in ("wrong password", "wrong service", "call timeout", "missing table")}

    assert "ORA-01017" in errors["wrong password"]
    assert "NJS-518" in errors["wrong service"]
    assert "NJS-123" in errors["call timeout"]
    assert "ORA-00942" in errors["missing table"]
    assert seen == expected(account)


def test_node_oracledb_does_what_its_manual_says(account: Account, folder: Path) -> None:
    """node-oracledb documentation, "SQL Execution", "Batch Statement Execution", "Connection Pooling"."""
    check(seen_by_node(account, folder), account)


@pytest.mark.standin_only("its profile of an older release")
def test_node_oracledb_works_with_an_older_release(old_server: OracleServer, folder: Path) -> None:
    """node-oracledb documentation, "Enabling Thin Mode": Oracle Database 12.1 or later."""
    account = old_server.create_account()

    check(seen_by_node(account, folder), account)
