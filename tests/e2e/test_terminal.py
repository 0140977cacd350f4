"""What a person at a terminal sees on stderr, while stdout carries STATE alone."""

import contextlib
import os
import pty
import re
import signal
import subprocess
import time
from itertools import chain

from database import Database
from target import COMMAND, Target, environment, line, record, schema, state

EVENTS = schema("events", {"id": {"type": "integer"}}, ["id"])
# ECMA-48: control sequences, such as those that move the cursor and set colours.
CONTROL = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")


class Terminal:
    """A terminal that shows the stderr of a run of the command."""

    def __init__(self, target: Target) -> None:
        self._reader, self._writer = pty.openpty()
        self._target = target

    def start(self, content: bytes) -> subprocess.Popen[bytes]:
        """The run, with its input written and left open."""
        with os.fdopen(self._writer, "wb") as screen:
            process = self._target.start(stderr=screen, batch_size=10)
        assert process.stdin is not None
        process.stdin.write(content)
        process.stdin.flush()
        return process

    def text(self) -> str:
        """Everything that was shown, without colours and moves of the cursor."""
        shown = bytearray()
        with os.fdopen(self._reader, "rb", buffering=0) as screen:
            try:
                while part := screen.read(1 << 16):
                    shown += part
            except OSError:  # Linux says EIO where others say that nothing more comes
                pass
        return CONTROL.sub("", shown.decode()).replace("\r\n", "\n")


def run(target: Target, content: bytes) -> tuple[int, bytes, str]:
    """Exit code, stdout and what the terminal showed."""
    terminal = Terminal(target)
    with terminal.start(content) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        text = terminal.text()
        stdout = process.stdout.read()
    return process.returncode, stdout, text


def test_terminal_shows_progress_and_a_summary_and_stdout_state_alone(target: Target, database: Database) -> None:
    messages = [EVENTS, *(record("events", {"id": number}) for number in range(1200)), state({"seen": 1200})]

    exit_code, stdout, text = run(target, b"".join(map(line, messages)))

    assert exit_code == 0, text
    assert stdout == b'{"seen": 1200}\n'
    where = f"{target.config.host}:{target.config.port}/{target.config.service_name}"
    assert f"loading into {where}" in text
    assert re.search(rf"^events +{database.owner}\.EVENTS +1,200 +120 +completed *$", text, re.MULTILINE)
    assert re.search(
        r"^1 streams, 1,200 rows, 120 batches, \d+ STATEs written, [\d.]+ s, [\d,]+ rows/s$", text, re.MULTILINE
    )
    assert target.config.password.get_secret_value() not in text


def test_terminal_says_that_the_input_was_empty(target: Target) -> None:
    exit_code, stdout, text = run(target, b"")

    assert exit_code == 0
    assert stdout == b""
    assert text.endswith("no stream in the input: nothing to load\n")


def test_terminal_shows_an_error_as_its_last_line(target: Target) -> None:
    exit_code, _, text = run(target, line(EVENTS) + b"oops\n")

    assert exit_code == 1
    assert text.splitlines()[-1].startswith("flext-target-oracle: line 2: this is not JSON")
    assert re.search(r"^events .* failed *$", text, re.MULTILINE)


def test_ctrl_c_at_a_terminal_ends_with_the_summary_of_what_is_committed(target: Target, database: Database) -> None:
    terminal = Terminal(target)
    messages = [EVENTS, *(record("events", {"id": number}) for number in range(15)), state({"seen": 15})]
    with terminal.start(b"".join(map(line, messages))) as process:
        while database.count("EVENTS") < 10:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        text = terminal.text()
        stdout = process.stdout.read() if process.stdout else b""
        process.wait()

    assert process.returncode == 130, text
    assert stdout == b'{"seen": 15}\n'
    assert database.count("EVENTS") == 15
    assert re.search(rf"^events +{database.owner}\.EVENTS +15 +2 +interrupted *$", text, re.MULTILINE)
    assert "stopped by SIGINT" in text.splitlines()[-1]


def test_terminal_that_shows_stdout_too_keeps_every_state(target: Target) -> None:
    reader, writer = pty.openpty()
    events = ([record("events", {"id": number}), state({"seen": number})] for number in range(30))
    path = target.folder / "input.singer"
    path.write_bytes(b"".join(map(line, [EVENTS, *chain.from_iterable(events)])))
    with os.fdopen(writer, "wb") as screen, path.open("rb") as content:
        command = [COMMAND, "--config", target.write_config(batch_size=10)]
        process = subprocess.Popen(command, stdin=content, stdout=screen, stderr=screen, env=environment())
    shown = bytearray()
    with os.fdopen(reader, "rb", buffering=0) as screen, contextlib.suppress(OSError):
        while part := screen.read(1 << 16):
            shown += part
    process.wait()

    assert process.returncode == 0
    states = [text for text in shown.decode().replace("\r\n", "\n").split("\n") if '{"seen": ' in text]
    assert states
    # A STATE stands in a line of its own, which nothing goes back to: the live lines before it are gone.
    assert all(re.search(r'(^|\x1b\[2K|\r)\{"seen": \d+\}$', text) for text in states), states
    assert '{"seen": 29}' in states[-1]
