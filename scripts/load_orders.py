"""Loads examples/orders into a stand-in with the command given as argument, and counts the rows that arrived."""

import json
import os
import subprocess
import sys
from pathlib import Path

import oracledb

from oracle_standin import Standin

_ORDERS = Path(__file__).parent.parent / "examples" / "orders" / "orders.singer"


def main() -> None:
    """Exit 1 unless each record of the example is a row."""
    messages = [json.loads(line) for line in _ORDERS.read_bytes().splitlines()]
    records = [message["stream"] for message in messages if message["type"] == "RECORD"]
    expected = {stream.upper(): records.count(stream) for stream in records}
    with Standin() as standin:
        settings = {
            "ORACLE_CONFIG__HOST": standin.host,
            "ORACLE_CONFIG__PORT": str(standin.port),
            "ORACLE_CONFIG__SERVICE_NAME": standin.service_name,
            "ORACLE_CONFIG__USERNAME": standin.user,
            "ORACLE_CONFIG__PASSWORD": standin.password,
            "DEFAULT_TARGET_SCHEMA": standin.user,
        }
        environment = os.environ | {f"FLEXT_TARGET_ORACLE_{key}": value for key, value in settings.items()}
        subprocess.run([sys.argv[1], "--input", str(_ORDERS)], env=environment, check=True)
        with oracledb.connect(user=standin.user, password=standin.password, dsn=standin.dsn) as connection:
            cursor = connection.cursor()
            found = {
                table: cursor.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0]  # noqa: S608 - names of the example
                for table in expected
            }
    print(f"expected {expected}, found {found}")
    sys.exit(found != expected)


if __name__ == "__main__":
    main()
