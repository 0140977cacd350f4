"""Loads orders.singer into a stand-in with the installed command, and shows what another connection reads back.

Nothing stays behind: no process and no file, also after Ctrl-C.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from types import FrameType

import oracledb
from rich import box
from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from oracle_standin import Standin

_INPUT = Path(__file__).with_name("orders.singer")
_COMMAND = Path(sys.executable).with_name("flext-target-oracle")
_KEYS = {"CUSTOMERS": "ID", "ORDERS": "ID", "ORDER_ITEMS": "ORDER_ID, LINE_NO"}
_BATCH_SIZE = 4  # small, so that several STATEs become safe on the way
_SETTINGS_PREFIX = "FLEXT_TARGET_ORACLE_"
_LOG_WIDTH = 120


class CtrlC:
    """Ctrl-C (or SIGTERM), held back while the stand-in starts or stops, which must not be left half done."""

    def __init__(self) -> None:
        self._is_held_back = True
        self._has_come = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)

    @contextmanager
    def allowed(self) -> Iterator[None]:
        """Within the block it raises KeyboardInterrupt; at once when it has come before."""
        try:
            self._is_held_back = False
            if self._has_come:
                raise KeyboardInterrupt
            yield
        finally:
            self._is_held_back = True

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._has_come = True
        if not self._is_held_back:
            self._is_held_back = True
            raise KeyboardInterrupt


def main() -> int:
    """Run the demo; the exit code is the command's."""
    ctrl_c = CtrlC()
    console = Console(highlight=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = _LOG_WIDTH
    console.print("oracle_standin is not Oracle: it speaks Oracle's wire protocol over an embedded PostgreSQL.")
    try:
        with tempfile.TemporaryDirectory(prefix="flext-demo-") as folder, Standin() as standin, ctrl_c.allowed():
            return _demonstrate(standin, Path(folder), console)
    except KeyboardInterrupt:
        console.print("interrupted")
        return 128 + signal.SIGINT


def _demonstrate(standin: Standin, folder: Path, console: Console) -> int:
    console.print(f"It listens on {standin.dsn} and holds nothing yet.")
    exit_code, states = _load(standin, folder, console)
    console.rule("STATE on stdout")
    for state in states:
        console.print(Text(state), soft_wrap=True)
    if exit_code == 0:
        _show_tables(standin, console)
    return exit_code


def _load(standin: Standin, folder: Path, console: Console) -> tuple[int, list[str]]:
    """The exit code and the STATE lines of the installed command; its stderr goes where ours goes."""
    (folder / "config.json").write_text(json.dumps(_config(standin)))
    arguments = ["--config", "config.json", "--input", str(_INPUT)]
    console.rule(f"{_COMMAND.name} --config config.json --input {_INPUT.name}")
    finished = subprocess.run(  # noqa: S603 - the command that is installed beside this Python
        [_COMMAND, *arguments],
        stdout=subprocess.PIPE,
        cwd=folder,  # without a .env
        env={key: value for key, value in os.environ.items() if not key.startswith(_SETTINGS_PREFIX)},
        check=False,
        process_group=0,  # Ctrl-C is for the demo, which ends the command
    )
    return finished.returncode, finished.stdout.decode().splitlines()


def _config(standin: Standin) -> dict[str, object]:
    connection = {
        "host": standin.host,
        "port": standin.port,
        "service_name": standin.service_name,
        "username": standin.user,
        "password": standin.password,
    }
    return {"oracle_config": connection, "default_target_schema": standin.user, "batch_size": _BATCH_SIZE}


def _show_tables(standin: Standin, console: Console) -> None:
    with (
        oracledb.connect(user=standin.user, password=standin.password, dsn=standin.dsn) as connection,
        connection.cursor() as cursor,
    ):
        cursor.outputtypehandler = _clob_as_text
        for table, key in _KEYS.items():
            # The names are this file's own.
            cursor.execute(f"SELECT * FROM {table} ORDER BY {key}", fetch_decimals=True)  # noqa: S608
            columns = [column for column in cursor.description if not column.name.startswith("_SDC_")]
            rows = [row[: len(columns)] for row in cursor]  # the _SDC_ columns come last
            console.rule(f"{table}: {len(rows)} rows")
            console.print(_grid(columns, rows, is_wide=console.width >= _LOG_WIDTH))


def _clob_as_text(cursor: oracledb.Cursor, column: oracledb.FetchInfo) -> oracledb.Var | None:
    # The driver decodes a column with CHECK (... IS JSON) unless a handler asks for its text.
    is_clob = column.type_code is oracledb.DB_TYPE_CLOB
    return cursor.var(oracledb.DB_TYPE_LONG, arraysize=cursor.arraysize) if is_clob else None


def _grid(columns: list[oracledb.FetchInfo], rows: list[tuple[object, ...]], *, is_wide: bool) -> Table:
    grid = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for column in columns:
        is_number = column.type_code is oracledb.DB_TYPE_NUMBER
        justify: JustifyMethod = "right" if is_number else "left"
        grid.add_column(_title(column), justify=justify, width=_width(column, is_wide=is_wide), overflow="fold")
    for row in rows:
        grid.add_row(*map(_cell, row))
    return grid


def _width(column: oracledb.FetchInfo, *, is_wide: bool) -> int | None:
    """What a column of dates needs; the others share what is left."""
    match column.type_code:
        case oracledb.DB_TYPE_DATE:
            return len("2026-01-31")
        case oracledb.DB_TYPE_TIMESTAMP_TZ:
            return len("2026-01-31 23:59:59.999999" if is_wide else "23:59:59.999999")
        case _:
            return None


def _title(column: oracledb.FetchInfo) -> str:
    return f"{column.name} (UTC)" if column.type_code is oracledb.DB_TYPE_TIMESTAMP_TZ else column.name


def _cell(value: object) -> Text:
    match value:
        case None:
            return Text("NULL", style="dim")
        case Decimal():
            return Text(f"{value:f}")
        case datetime():
            return Text(str(value).removesuffix(" 00:00:00"))
        case _:
            return Text(str(value))


if __name__ == "__main__":
    sys.exit(main())
