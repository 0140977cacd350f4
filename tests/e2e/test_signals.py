"""Ends that nobody asked the data about: signals, silence, a closed stdout."""

import json
import os
import select
import signal
import socket
import time
from collections.abc import Callable
from itertools import chain
from subprocess import Popen
from typing import Any

import pytest

from database import Database
from target import Target, connection_settings, line, record, schema, state

EVENTS = schema("events", {"id": {"type": "integer"}}, ["id"])


def send(process: Popen[bytes], *messages: dict[str, Any]) -> None:
    assert process.stdin is not None
    process.stdin.write(b"".join(line(message) for message in messages))
    process.stdin.flush()


def wait_until(condition: Callable[[], bool], *, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def wait_for_event(process: Popen[bytes], event: bytes) -> None:
    assert process.stderr is not None
    while event not in (text := process.stderr.readline()):
        assert text, "the run ended before the event"


def read_state(process: Popen[bytes], *, seconds: float = 30) -> bytes:
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], seconds)
    assert ready, "no STATE came"
    return process.stdout.readline().strip()


@pytest.mark.parametrize(("number", "exit_code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_signal_while_the_tap_is_silent_commits_up_to_the_last_state(
    number: signal.Signals, exit_code: int, target: Target, database: Database
) -> None:
    process = target.start()
    send(process, EVENTS, *(record("events", {"id": i}) for i in range(50)), state({"seen": 50}))
    wait_until(lambda: ("EVENTS",) in database.rows("SELECT TABLE_NAME FROM USER_TABLES"))
    time.sleep(0.3)  # the rows lie in the batch by now, whatever they do

    began = time.monotonic()
    process.send_signal(number)
    stdout, stderr = process.communicate(timeout=30)

    assert process.returncode == exit_code, stderr
    assert time.monotonic() - began < 8
    assert stdout == b'{"seen": 50}\n'
    assert database.count("EVENTS") == 50
    assert b"Traceback" not in stderr
    assert signal.Signals(number).name.encode() in stderr


@pytest.mark.parametrize(("number", "exit_code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_signal_while_the_tap_sends_commits_up_to_the_last_state(
    number: signal.Signals, exit_code: int, target: Target, database: Database
) -> None:
    process = target.start(batch_size=200)
    assert process.stdin is not None
    assert process.stdout is not None
    send(process, EVENTS)
    os.set_blocking(process.stdin.fileno(), False)
    pending = b""
    sent = 0
    states: list[bytes] = []
    while not states:
        if len(pending) < 1 << 16:
            pending += b"".join(line(record("events", {"id": i})) for i in range(sent, sent + 100))
            sent += 100
            pending += line(state({"seen": sent}))
        try:
            pending = pending[os.write(process.stdin.fileno(), pending) :]
        except BlockingIOError:
            if select.select([process.stdout], [], [], 0.01)[0]:
                states.append(read_state(process))

    began = time.monotonic()
    process.send_signal(number)
    stdout, stderr = process.communicate(timeout=30)

    assert process.returncode == exit_code, stderr
    assert time.monotonic() - began < 8
    states += stdout.splitlines()
    seen = json.loads(states[-1])["seen"]
    assert database.rows(f"SELECT COUNT(*) FROM EVENTS WHERE ID < {seen}") == [(seen,)]
    assert b"Traceback" not in stderr


def test_rows_after_the_last_state_are_left_to_the_next_run(target: Target, database: Database) -> None:
    process = target.start(batch_size=10)
    send(process, EVENTS, *(record("events", {"id": i}) for i in range(10)), state(1))
    assert read_state(process) == b"1"
    send(process, *(record("events", {"id": i}) for i in range(10, 15)))
    time.sleep(0.5)

    process.send_signal(signal.SIGTERM)
    process.wait(timeout=30)  # with stdin still open: an end of the input at the same moment would be a complete one
    stdout, _ = process.communicate()

    assert process.returncode == 143
    assert stdout == b""
    assert database.count("EVENTS") == 10


def test_signal_while_oracle_hangs_ends_within_the_grace_and_rolls_back(target: Target, database: Database) -> None:
    database.execute("CREATE TABLE EVENTS (ID NUMBER(38) NOT NULL)")
    database.connection.cursor().execute("LOCK TABLE EVENTS IN EXCLUSIVE MODE")
    process = target.start(add_record_metadata=False, shutdown_grace_s=1.5, batch_size=10)
    send(process, EVENTS, *(record("events", {"id": i}) for i in range(10)), state(1))
    wait_for_event(process, b"event=stream_opened")
    time.sleep(0.3)  # the INSERT is on its way, and waits for the lock

    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    stdout, stderr = process.communicate(timeout=30)
    database.connection.rollback()

    assert process.returncode == 143, stderr
    assert time.monotonic() - began < 4
    assert stdout == b""
    time.sleep(0.5)
    assert database.count("EVENTS") == 0


def test_second_signal_ends_at_once(target: Target, database: Database) -> None:
    database.execute("CREATE TABLE EVENTS (ID NUMBER(38) NOT NULL)")
    database.connection.cursor().execute("LOCK TABLE EVENTS IN EXCLUSIVE MODE")
    process = target.start(add_record_metadata=False, shutdown_grace_s=60, batch_size=10)
    send(process, EVENTS, *(record("events", {"id": i}) for i in range(10)), state(1))
    wait_for_event(process, b"event=stream_opened")
    time.sleep(0.3)  # the INSERT is on its way, and waits for the lock

    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    database.connection.rollback()

    assert process.returncode == 143
    assert time.monotonic() - began < 3


@pytest.mark.parametrize(("number", "exit_code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_signal_while_the_listener_keeps_silent_ends_within_the_grace(
    number: signal.Signals, exit_code: int, target: Target
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        silent = connection_settings(target.config) | {"host": "127.0.0.1", "port": listener.getsockname()[1]}
        process = target.start(oracle_config=silent, shutdown_grace_s=1)
        connection, _ = listener.accept()
        with connection:
            assert connection.recv(1)  # it asks for the service, so it watches for signals

            began = time.monotonic()
            process.send_signal(number)
            stdout, stderr = process.communicate(timeout=30)

    assert process.returncode == exit_code, stderr
    assert time.monotonic() - began < 4
    assert stdout == b""
    assert b"Traceback" not in stderr


def test_rows_of_a_silent_tap_are_committed_by_age(target: Target, database: Database) -> None:
    process = target.start(batch_wait_limit_s=1)
    send(process, EVENTS, record("events", {"id": 1}), state({"seen": 1}))

    assert read_state(process) == b'{"seen": 1}'
    assert database.count("EVENTS") == 1
    stdout, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert stdout == b""


def test_closed_stdout_ends_cleanly_and_keeps_what_is_committed(target: Target, database: Database) -> None:
    process = target.start(batch_size=10)
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None
    send(process, EVENTS, *(record("events", {"id": i}) for i in range(30)), state(1))

    _, stderr = process.communicate(timeout=30)

    assert process.returncode == 1
    assert b"stdout takes no more STATE (Broken pipe)" in stderr
    assert b"Traceback" not in stderr
    assert database.count("EVENTS") in {10, 20, 30}


def test_stdout_that_nobody_needs_is_no_error_without_state(target: Target, database: Database) -> None:
    process = target.start()
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None
    send(process, EVENTS, record("events", {"id": 1}))

    process.communicate(timeout=30)

    assert process.returncode == 0
    assert database.count("EVENTS") == 1


def test_signal_ends_a_run_whose_stdout_nobody_reads(target: Target, database: Database) -> None:
    events = [[record("events", {"id": number}), state("x" * 200_000)] for number in range(5)]
    path = target.folder / "input.singer"
    path.write_bytes(b"".join(map(line, [EVENTS, *chain.from_iterable(events)])))
    with path.open("rb") as content:
        process = target.start(stdin=content, batch_size=1, shutdown_grace_s=1)
    wait_until(lambda: database.count("EVENTS") > 0)
    time.sleep(0.5)  # the STATE fills the pipe

    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=30)

    assert process.returncode == 143
    assert time.monotonic() - began < 4
    process.communicate()
