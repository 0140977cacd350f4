"""The stand-in as a program uses it: started and stopped by a `with` block."""

import secrets
from collections.abc import Iterable
from contextlib import ExitStack
from os import PathLike
from types import TracebackType
from typing import Self

from oracle_standin.engine.database import Database
from oracle_standin.faults.schedule import Faults
from oracle_standin.options import (
    checked_folder,
    checked_host,
    checked_password,
    checked_port,
    checked_profile,
    checked_service,
    checked_user,
)
from oracle_standin.profiles import DEFAULT
from oracle_standin.server import Server
from oracle_standin.session.logon import Service
from oracle_standin.tns.tls import Tls
from oracle_standin.ttc.crypto import create_verifier

__all__ = ["Standin", "Tls"]


class Standin:
    """A running server, in this process, until the `with` block ends.

    Without `data_dir` its data is gone afterwards. `profile` is the release to behave like: 12.2, 19c, 21c, 23ai, or
    adb for an Autonomous Database. With `tls` it speaks tcps, and nothing else. `faults` are failures to let happen,
    such as "drop after commit 2" (docs/standin.md).

    Attributes:
        host: The address it listens on.
        port: The port; the system chooses one unless it is given.
        service_name: What clients ask for.
        dsn: `host:port/service_name`, as a driver takes it; with TLS `tcps://` in front.
        user: An account that may do anything in its own schema, or with `is_administrator` in all.
        password: The account's password. Unless it is given, it is random, or empty if the data folder has the account:
            then it stays as it is.
        faults: The failures; they may change while it runs.
    """

    def __init__(  # noqa: PLR0913 - the options of the command
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        service_name: str = "FREEPDB1",
        user: str = "FLEXT",
        password: str | None = None,
        data_dir: str | PathLike[str] | None = None,
        profile: str = DEFAULT.name,
        faults: Iterable[str] = (),
        tls: Tls | None = None,
        is_administrator: bool = False,
    ) -> None:
        """Check the options; nothing is started yet.

        Raises:
            OptionError: One of them cannot be.
            FaultError: A fault cannot be read.
        """
        self.host = checked_host(host)
        self.port = checked_port(port)
        self.service_name = checked_service(service_name)
        self._profile = checked_profile(profile)
        self._account = checked_user(user, self._profile)
        self.user = user
        self._keeps_password = password is None
        self.password = secrets.token_urlsafe(12) if password is None else checked_password(password)
        self._is_administrator = is_administrator
        self._tls = tls
        self._database = Database(checked_folder(data_dir), profile=self._profile, make_verifier=create_verifier)
        self.faults = Faults(faults)
        self._exit_stack = ExitStack()

    @property
    def dsn(self) -> str:
        """The connect string."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        protocol = "tcps://" if self._tls else ""
        return f"{protocol}{host}:{self.port}/{self.service_name}"

    def create_user(self, name: str, password: str, *, is_administrator: bool = False) -> None:
        """Create an account with its schema, or change its password; an unquoted name is folded to upper case.

        It may create objects of its own, or has the role DBA.

        Raises:
            OptionError: Name or password cannot be.
        """
        salt, verifier = create_verifier(checked_password(password))
        role = "DBA" if is_administrator else None
        self._database.create_user(checked_user(name, self._profile), salt=salt, verifier=verifier, role=role)

    def check(self) -> None:
        """Do nothing while all is well.

        Raises:
            LaunchError: PostgreSQL has ended, although nobody stopped it.
        """
        self._database.check()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            tls_context = self._tls.context() if self._tls else None
            protocol = "tcps" if self._tls else "tcp"
            service = Service(self.service_name, self._database, self.faults, self._profile, protocol)
            server = Server(service, self.host, self.port, tls_context)
            stack.callback(server.close)
            self._database.start()
            stack.callback(self._database.stop)
            self._open_account()
            server.start()
            stack.callback(server.stop)
            self.port = server.port
            self._exit_stack = stack.pop_all()
        return self

    def _open_account(self) -> None:
        if self._keeps_password and self._database.verifier(self._account) is not None:
            self.password = ""
        else:
            self.create_user(self.user, self.password, is_administrator=self._is_administrator)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._exit_stack.close()
