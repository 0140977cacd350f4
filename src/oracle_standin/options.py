"""What a stand-in may be told: each mistake is one clear error, before anything starts."""

import re
from os import PathLike
from pathlib import Path

from oracle_standin.profiles import PROFILES, Profile
from oracle_standin.session.logon import folded_name
from oracle_standin.sql.reserved_words import RESERVED_WORDS

_MAX_PASSWORD_BYTES = 1024  # Security Guide 23ai, "Minimum Requirements for Passwords"
# SQL Language Reference, "Database Object Naming Rules", rules 3 and 6 to 8
_PLAIN_NAME = re.compile(r"[^\W\d_][\w$#]*")
_QUOTED_NAME = re.compile(r'"[^"\0]+"')
# every database has these users and roles, and PostgreSQL these schemas
_TAKEN = frozenset({"SYS", "SYSTEM", "PUBLIC", "DBA", "public", "information_schema"})
_SERVICE = re.compile(r"[\w.$#-]+")


class OptionError(ValueError):
    """An option cannot be what it is; the text says why.

    Attributes:
        option: Its name as a keyword of Standin.
    """

    def __init__(self, option: str, problem: str) -> None:
        self.option = option
        super().__init__(f"{option}: {problem}")
        self.problem = problem


def checked_host(host: object) -> str:
    """An address; an empty one would be all of them."""
    if not isinstance(host, str) or not host.strip():
        raise OptionError("host", "name an address; 0.0.0.0 listens on all, 127.0.0.1 on this machine alone")
    return host


def checked_port(port: object) -> int:
    """A port, or 0 for any free one."""
    if not isinstance(port, int) or not 0 <= port <= 65_535:
        raise OptionError("port", f"{port!r} is not one of 0 (any free port) to 65535")
    return port


def checked_service(name: object) -> str:
    """A name that can stand in a connect string."""
    if not isinstance(name, str) or not _SERVICE.fullmatch(name):
        raise OptionError("service_name", f"{name!r} is no service name: letters, digits and _ . $ # - make one")
    return name


def checked_profile(name: str) -> Profile:
    """The profile of this name."""
    try:
        return PROFILES[name]
    except (KeyError, TypeError):
        raise OptionError("profile", f"{name!r} is not one of {', '.join(PROFILES)}") from None


def checked_folder(folder: str | PathLike[str] | None) -> Path | None:
    """A folder that is there or can be made; None keeps no data."""
    if folder is None:
        return None
    try:
        path = Path(folder)
    except TypeError:
        raise OptionError("data_dir", f"{folder!r} is no path") from None
    if not str(folder) or (path.exists() and not path.is_dir()):
        raise OptionError("data_dir", f"{str(folder)!r} is no folder")
    return path


def checked_user(name: object, profile: Profile) -> str:
    """The name of an account as the dictionary has it."""
    if not isinstance(name, str) or not (_PLAIN_NAME.fullmatch(name) or _QUOTED_NAME.fullmatch(name)):
        raise OptionError(
            "user", f"{name!r} is no name: letters, digits and _ $ # make one, or any text in double quotes"
        )
    folded = folded_name(name)
    if name.upper() in RESERVED_WORDS or folded in _TAKEN:
        raise OptionError("user", f"{name} is a reserved word, or what every database has: choose another name")
    if folded.lower().startswith("pg_"):
        raise OptionError("user", f"{name}: PostgreSQL keeps names with pg_ for itself")
    if len(folded.encode()) > profile.max_name_bytes:
        raise OptionError("user", f"{name} is longer than the {profile.max_name_bytes} bytes that a name may have")
    return folded


def checked_password(password: object) -> str:
    """A password that a client can send."""
    if not isinstance(password, str) or not 0 < len(password.encode()) <= _MAX_PASSWORD_BYTES:
        raise OptionError("password", f"1 to {_MAX_PASSWORD_BYTES} bytes of text make a password")
    return password
