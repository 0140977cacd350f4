"""The command `flext-target-oracle`: Singer messages in, STATE out on stdout, everything else on stderr.

Exit codes: 0 loaded; 1 the load failed; 2 configuration or usage; 3 Oracle not reached or log-in refused;
130 and 143 after SIGINT and SIGTERM.
"""

import contextlib
import os
import select
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, TextIO

import click

from flext_target_oracle import __version__
from flext_target_oracle.about import DESCRIPTION, NAME, render_about
from flext_target_oracle.errors import ConfigurationError, ConnectionFailedError, TargetError

_STDIN = 0
_STDOUT = 1
_STDERR = 2
_SIGNALLED = 128  # a shell adds the number of the signal to it


_config = click.option(
    "--config",
    "config_files",
    multiple=True,
    metavar="FILE|ENV",
    help="JSON file with settings; may be repeated. ENV: no file, only the environment and .env.",
)
_input = click.option(
    "--input",
    "input_file",
    type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path),
    help="Read the messages from a file instead of stdin.",
)


@click.group(
    name=NAME,
    invoke_without_command=True,
    help=f"{DESCRIPTION}: reads Singer messages and writes STATE to stdout.",
)
@_config
@_input
@click.option("--about", is_flag=True, help="Say what this target is and which settings it has.")
@click.option(
    "--format",
    "about_format",
    type=click.Choice(["text", "json", "markdown"]),
    help="Form of --about; text by default.",
)
@click.version_option(__version__, prog_name=NAME)
@click.pass_context
def main(
    context: click.Context,
    config_files: tuple[str, ...],
    input_file: Path | None,
    about_format: str | None,
    *,
    about: bool,
) -> None:
    """Load, or say what this is."""
    if context.invoked_subcommand is not None:
        if about or input_file or about_format:
            raise click.UsageError(f"options of {context.invoked_subcommand} stand behind its name")
        context.obj = config_files
        return
    if about_format is not None and not about:
        raise click.UsageError("--format is the form of --about; give both")
    if about:
        click.echo(render_about(about_format))
        return
    raise SystemExit(_reported(lambda: _load(_paths(config_files), input_file)))


@main.command(name="plan", short_help="Show what an input would do; change nothing.")
@_config
@_input
@click.option(
    "--format",
    "plan_format",
    type=click.Choice(["text", "json", "sql"]),
    default="text",
    help="Form of the plan; text by default.",
)
@click.option("--offline", is_flag=True, help="Without a database: every table is new.")
@click.option(
    "--profile",
    type=click.Choice(["12.2", "19c", "21c", "23ai", "26ai", "adb"]),
    help="The release to plan for, with --offline; 19c by default.",
)
@click.pass_obj
def plan_command(
    general: tuple[str, ...],
    config_files: tuple[str, ...],
    input_file: Path | None,
    plan_format: str,
    profile: str | None,
    *,
    offline: bool,
) -> None:
    """Print the tables and the DDL that the schemas of an input would lead to; change nothing."""
    if profile is not None and not offline:
        raise click.UsageError("--profile is the release of --offline; give both")
    release = (profile or "19c") if offline else None
    raise SystemExit(_reported(lambda: _plan(_paths((*general, *config_files)), input_file, plan_format, release)))


def _paths(config_files: tuple[str, ...]) -> list[Path]:
    return [Path(name) for name in config_files if name != "ENV"]


def _reported(work: Callable[[], int]) -> int:
    """The exit code of some work; what went wrong is said on stderr."""
    try:
        return work()
    except TargetError as error:
        return _report(error)
    except KeyboardInterrupt:
        # Ctrl-C before the run has begun to watch for signals: nothing was read yet.
        return _SIGNALLED + signal.SIGINT


def _plan(config_files: list[Path], input_file: Path | None, plan_format: str, profile: str | None) -> int:
    from flext_target_oracle.observability.plan_report import render_plan  # noqa: PLC0415 - as for a load
    from flext_target_oracle.planning import plan  # noqa: PLC0415
    from flext_target_oracle.settings_sources import load_settings  # noqa: PLC0415

    _require_open_streams(reads_stdin=input_file is None)
    settings = load_settings(config_files, needs_connection=profile is None)
    descriptor = _STDIN if input_file is None else os.open(input_file, os.O_RDONLY)
    tables = plan(settings, input_descriptor=descriptor, profile=profile)
    click.echo(render_plan(tables, plan_format))
    return 1 if any(table.problems for table in tables) else 0


def run() -> None:
    """The command's process: end with the exit code of `main`, whatever still runs.

    `main` itself leaves the process alone, so that a program that calls it lives on.
    """
    try:
        main()
    except SystemExit as ending:
        _leave(ending.code if isinstance(ending.code, int) else 0)


def _load(config_files: list[Path], input_file: Path | None) -> int:
    # The driver and the rest of the program are imported only for a load, so that --version answers at once.
    from flext_target_oracle.app import load  # noqa: PLC0415
    from flext_target_oracle.settings_sources import load_settings  # noqa: PLC0415

    _require_open_streams(reads_stdin=input_file is None)
    settings = load_settings(config_files)
    descriptor = _STDIN if input_file is None else os.open(input_file, os.O_RDONLY)
    if input_file is None and sys.stdin.isatty():
        click.echo("reading Singer messages from the terminal; end with Ctrl-D", err=True)
    stopped_by = load(settings, input_descriptor=descriptor, output_descriptor=_STDOUT, cut_short=_end_at_once)
    if stopped_by is None:
        return 0
    click.echo(_stopped(stopped_by, "the load is incomplete"), err=True)
    return _SIGNALLED + stopped_by


def _end_at_once(number: int) -> NoReturn:
    """End without waiting for anything: a thread may wait for Oracle, and a full pipe would not take the message."""
    message = _stopped(number, "what was not committed is rolled back") + "\n"
    if select.select([], [_STDERR], [], 0)[1]:
        os.write(_STDERR, message.encode())
    os._exit(_SIGNALLED + number)


def _stopped(number: int, what_stays: str) -> str:
    return f"{NAME}: stopped by {signal.Signals(number).name}; {what_stays}. Start again from the last STATE"


def _require_open_streams(*, reads_stdin: bool) -> None:
    """Refuse a closed stream: the next file or socket would get its number and be taken for it."""
    needed = {"stdout": sys.stdout, "stderr": sys.stderr} | ({"stdin": sys.stdin} if reads_stdin else {})
    for name, stream in needed.items():
        if stream is None:
            raise ConfigurationError(f"{name} is closed: connect it to a file, a pipe or /dev/null")


def _report(error: TargetError) -> int:
    """Say what went wrong; the exit code that goes with it."""
    with contextlib.suppress(OSError):
        for line in str(error).splitlines():
            click.echo(f"{NAME}: {line}", err=True)
    match error:
        case ConfigurationError():
            return 2
        case ConnectionFailedError():
            return 3
        case _:
            return 1


def _leave(code: int) -> NoReturn:
    """End with this code, also when a thread still waits for an Oracle that does not answer."""
    is_flushed = [_flush(stream) for stream in (sys.stdout, sys.stderr)]
    others = [thread for thread in threading.enumerate() if thread is not threading.main_thread()]
    if any(not thread.daemon for thread in others) or not all(is_flushed):
        os._exit(code)
    sys.exit(code)


def _flush(stream: TextIO | None) -> bool:
    """Whether all that was written is out; Python would try again at its end, and exit with 120."""
    try:
        if stream is not None:
            stream.flush()
    except (OSError, ValueError):
        return False
    return True
