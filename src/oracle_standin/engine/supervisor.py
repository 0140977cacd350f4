"""The process between the stand-in and its PostgreSQL: when its standard input ends, nothing of either stays.

The input is a pipe that only the stand-in holds, so it ends however that process ends, SIGKILL included. Runs as a
script without site packages, hence standard library only.

    supervisor.py FOLDER UID GID COMMAND...
"""

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

LOG_NAME = "postgres.log"
_LOG_TAIL_BYTES = 4000
_STDIN = 0
_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def main(folder: Path, uid: int, gid: int, command: list[str]) -> None:
    """Run `command` until it ends or, by SIGINT, standard input does; then delete `folder`, which holds its log.

    A negative `uid` leaves user and group as they are. When the command ends by itself, the end of its log goes to
    standard output.
    """
    with (folder / LOG_NAME).open("wb") as log:
        server = _start(command, log.fileno(), uid, gid)
    has_input_ended = threading.Event()
    watcher = threading.Thread(target=_stop_at_end_of_input, args=(server, has_input_ended), daemon=True)
    watcher.start()
    server.wait()
    if not has_input_ended.is_set():
        sys.stdout.buffer.write((folder / LOG_NAME).read_bytes()[-_LOG_TAIL_BYTES:])
    shutil.rmtree(folder, ignore_errors=True)


def _start(command: list[str], log: int, uid: int, gid: int) -> "subprocess.Popen[bytes]":
    identity: dict[str, Any] = {} if uid < 0 else {"user": uid, "group": gid, "extra_groups": []}
    return subprocess.Popen(  # noqa: S603 - the launcher's command
        command,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        preexec_fn=_end_with_parent,  # noqa: PLW1509 - only this thread exists yet
        **identity,
    )


def _end_with_parent() -> None:
    """Have the kernel stop the server should this process be killed; elsewhere than on Linux it would stay."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT)


def _stop_at_end_of_input(server: "subprocess.Popen[bytes]", has_input_ended: threading.Event) -> None:
    while os.read(_STDIN, 1):  # not sys.stdin: its lock would be in the way of the interpreter's end
        pass
    has_input_ended.set()
    server.send_signal(signal.SIGINT)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
