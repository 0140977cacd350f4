"""The command `oracle-standin`."""

import errno
import logging
import signal
import threading
from pathlib import Path
from typing import Any

import click

from oracle_standin.profiles import DEFAULT, PROFILES

try:
    from oracle_standin.engine.installation import LaunchError
    from oracle_standin.errors import OracleError
    from oracle_standin.faults.grammar import FaultError
    from oracle_standin.options import OptionError
    from oracle_standin.standin import Standin
    from oracle_standin.tns.tls import Tls, TlsError
except ModuleNotFoundError as missing:
    message = f"oracle-standin needs the package {missing.name}: install flext-target-oracle[standin]"
    raise SystemExit(message) from None

_CHECK_S = 0.2
_OPTIONS = {"service_name": "--service", "data_dir": "--data"}  # the others have the names of Standin's keywords
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
@click.version_option(package_name="flext-target-oracle", prog_name="oracle-standin")
def main() -> None:
    """A local server that speaks Oracle's wire protocol. It is not Oracle Database."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=1521, show_default=True, type=click.IntRange(0, 65535), help="0: any free port.")
@click.option(
    "--data",
    "data_dir",
    type=click.Path(file_okay=False),
    help="Folder that keeps the data from one start to the next.",
)
@click.option("--ephemeral", is_flag=True, help="Keep nothing: the data are gone at the end. So it is without --data.")
@click.option("--service", "service_name", default="FREEPDB1", show_default=True, help="Service that clients ask for.")
@click.option("--user", default="FLEXT", show_default=True, help="Account to create.")
@click.option(
    "--password",
    envvar="ORACLE_STANDIN_PASSWORD",
    help="Its password (or ORACLE_STANDIN_PASSWORD); without it a new account gets a random one, which is printed.",
)
@click.option(
    "--profile",
    type=click.Choice(list(PROFILES)),
    default=DEFAULT.name,
    show_default=True,
    help="Release to behave like; adb: Autonomous Database, service _high.",
)
@click.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="SPEC",
    help='A failure to let happen, for example "drop after commit 2"; may be repeated (docs/standin.md).',
)
@click.option("--tls-cert", type=_FILE, help="Certificate (PEM): speak tcps instead of tcp.")
@click.option("--tls-key", type=_FILE, help="Its private key (PEM, not encrypted).")
@click.option("--tls-client-ca", type=_FILE, help="CA (PEM) of the certificates that clients must have: mutual TLS.")
def serve(
    *,
    ephemeral: bool,
    tls_cert: Path | None,
    tls_key: Path | None,
    tls_client_ca: Path | None,
    **options: Any,  # noqa: ANN401 - what Standin takes
) -> None:
    """Serve until SIGINT or SIGTERM."""
    if ephemeral and options["data_dir"]:
        raise click.UsageError("--ephemeral keeps nothing, --data keeps everything: give one of them")
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        _serve(
            Standin(tls=_tls(tls_cert, tls_key, tls_client_ca), **options), stop, has_password=bool(options["password"])
        )
    except OptionError as error:
        hint = _OPTIONS.get(error.option, f"--{error.option}")
        raise click.BadParameter(error.problem, param_hint=hint) from error
    except FaultError as error:
        raise click.BadParameter(str(error), param_hint="--fault") from error
    except (LaunchError, TlsError, OracleError) as error:
        raise click.ClickException(str(error)) from error


def _serve(standin: Standin, stop: threading.Event, *, has_password: bool) -> None:
    try:
        with standin:
            click.echo(f"oracle_standin (not Oracle Database) is ready: {_log_on(standin, has_password=has_password)}")
            while not stop.wait(_CHECK_S):
                standin.check()
    except OSError as error:
        raise click.ClickException(_reason(error, standin.host, standin.port)) from error


def _log_on(standin: Standin, *, has_password: bool) -> str:
    if has_password:
        return f"{standin.user}@{standin.dsn}"
    if standin.password:
        return f"{standin.user}/{standin.password}@{standin.dsn}"
    return f"{standin.user}@{standin.dsn} with the password that it had"


def _tls(certificate: Path | None, key: Path | None, client_ca: Path | None) -> Tls | None:
    if certificate and key:
        return Tls(certificate, key, client_ca)
    if certificate or key or client_ca:
        raise click.UsageError("TLS needs both --tls-cert and --tls-key")
    return None


def _reason(error: OSError, host: str, port: int) -> str:
    if error.errno is not None and error.errno < 0:  # a code of getaddrinfo (netdb.h)
        return f"the host {host} is not known; choose another one with --host"
    if error.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is in use; choose another one with --port (0: any free port)"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is no address of this machine; choose another one with --host"
    if error.errno == errno.EACCES and port < 1024:
        return f"port {port} needs privileges; choose one above 1023 with --port"
    return f"cannot serve on {host}:{port}: {error}"


if __name__ == "__main__":
    main()
