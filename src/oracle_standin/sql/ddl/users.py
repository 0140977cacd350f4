"""Users and roles: CREATE, ALTER and DROP. Reference: SQL Language Reference, the statements of those names."""

from collections.abc import Callable
from dataclasses import dataclass, field

from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.reader import Reader
from oracle_standin.sql.statements import Ddl

UNLIMITED = -1
_SIZE_UNITS = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}


@dataclass(slots=True)
class UserOptions:
    """What CREATE USER and ALTER USER say; None is not said.

    Attributes:
        password: In clear, for the engine to hash.
        can_log_on: False for NO AUTHENTICATION.
        quotas: Bytes by tablespace; UNLIMITED for no limit.
    """

    password: str | None = field(default=None, repr=False)
    can_log_on: bool | None = None
    default_tablespace: str | None = None
    is_locked: bool | None = None
    is_expired: bool | None = None
    quotas: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CreateUser(Ddl):
    """CREATE USER."""

    name: str
    options: UserOptions
    if_not_exists: bool = False


@dataclass(frozen=True, slots=True)
class AlterUser(Ddl):
    """ALTER USER."""

    name: str
    options: UserOptions


@dataclass(frozen=True, slots=True)
class DropUser(Ddl):
    """DROP USER."""

    name: str
    is_cascade: bool
    if_exists: bool = False


@dataclass(frozen=True, slots=True)
class CreateRole(Ddl):
    """CREATE ROLE."""

    name: str


@dataclass(frozen=True, slots=True)
class DropRole(Ddl):
    """DROP ROLE."""

    name: str


def create_user(reader: Reader) -> CreateUser:
    """CREATE USER."""
    if_not_exists = reader.accept_if("NOT", "EXISTS", code=1935, message="missing user or role name")
    name = reader.name()
    options = _options(reader)
    if options.can_log_on is None:
        raise reader.error(1935, "missing user or role name")
    return CreateUser(name, options, if_not_exists)


def alter_user(reader: Reader) -> AlterUser:
    """ALTER USER."""
    return AlterUser(reader.name(), _options(reader))


def drop_user(reader: Reader) -> DropUser:
    """DROP USER."""
    if_exists = reader.accept_if("EXISTS", code=1935, message="missing user or role name")
    name = reader.name()
    return DropUser(name, reader.accept("CASCADE"), if_exists)


def create_role(reader: Reader) -> CreateRole:
    """CREATE ROLE without a password."""
    name = reader.name()
    reader.accept("NOT", "IDENTIFIED")
    return CreateRole(name)


def drop_role(reader: Reader) -> DropRole:
    """DROP ROLE."""
    return DropRole(reader.name())


def _options(reader: Reader) -> UserOptions:
    options = UserOptions()
    while reader.token is not None:
        for words, parse in _OPTIONS.items():
            if reader.accept(*words.split()):
                parse(reader, options)
                break
        else:
            raise UnsupportedError(f"'{reader.rest_of_source(40)}' of a user")
    return options


def _password(reader: Reader, options: UserOptions) -> None:
    options.password, options.can_log_on = reader.take().text, True
    if reader.accept("REPLACE"):
        reader.take()  # the old password, which an administrator need not know


def _no_authentication(_: Reader, options: UserOptions) -> None:
    options.can_log_on = False


def _default_tablespace(reader: Reader, options: UserOptions) -> None:
    options.default_tablespace = reader.name()


def _temporary_tablespace(reader: Reader, _: UserOptions) -> None:
    if reader.name() != "TEMP":
        raise UnsupportedError("another temporary tablespace than TEMP")


def _quota(reader: Reader, options: UserOptions) -> None:
    size = UNLIMITED if reader.accept("UNLIMITED") else _bytes(reader)
    reader.expect("ON", code=922, message="missing or invalid option")
    options.quotas[reader.name()] = size


def _bytes(reader: Reader) -> int:
    """A size such as 10M, which may be one token or two."""
    text = reader.take().text.upper()
    unit = text[-1]
    number = text if text.isdecimal() else text[:-1]
    if not number.isdecimal() or (unit not in _SIZE_UNITS and not unit.isdecimal()):
        raise reader.error(2219, "invalid NEXT storage option value")
    if text.isdecimal():
        unit = next((letter for letter in _SIZE_UNITS if reader.accept(letter)), "")
    return int(number) * _SIZE_UNITS.get(unit, 1)


def _lock(_: Reader, options: UserOptions) -> None:
    options.is_locked = True


def _unlock(_: Reader, options: UserOptions) -> None:
    options.is_locked = False


def _expire(_: Reader, options: UserOptions) -> None:
    options.is_expired = True


def _ignore(_reader: Reader, _options: UserOptions) -> None:
    """The default, which changes nothing."""


_OPTIONS: dict[str, Callable[[Reader, UserOptions], None]] = {
    "IDENTIFIED BY": _password,
    "NO AUTHENTICATION": _no_authentication,
    "DEFAULT TABLESPACE": _default_tablespace,
    "TEMPORARY TABLESPACE": _temporary_tablespace,
    "QUOTA": _quota,
    "ACCOUNT LOCK": _lock,
    "ACCOUNT UNLOCK": _unlock,
    "PASSWORD EXPIRE": _expire,
    "PROFILE DEFAULT": _ignore,
    "DEFAULT ROLE ALL": _ignore,
    "CONTAINER = CURRENT": _ignore,
}
