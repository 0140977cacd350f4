"""GRANT and REVOKE. Reference: SQL Language Reference, GRANT and REVOKE."""

from dataclasses import dataclass

from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.reader import Reader
from oracle_standin.sql.statements import Ddl, TableName
from oracle_standin.sql.tokens import word

_AFTER_PRIVILEGES = ("ON", "TO", "FROM")


@dataclass(frozen=True, slots=True)
class Grant(Ddl):
    """GRANT or REVOKE of privileges and roles.

    Attributes:
        privileges: Names of privileges or roles; `ALL PRIVILEGES` for all.
        on: The object of object privileges.
        schema: The schema of 23ai's schema privileges.
        with_option: WITH ADMIN OPTION or WITH GRANT OPTION.
    """

    privileges: tuple[str, ...]
    grantees: tuple[str, ...]
    on: TableName | None = None
    schema: str | None = None
    with_option: bool = False


@dataclass(frozen=True, slots=True)
class Revoke(Grant):
    """REVOKE; `with_option` has no meaning."""


def parse_grant(reader: Reader) -> Grant:
    """GRANT privileges [ON object] TO grantees."""
    reader.expect("GRANT")
    privileges, on, schema = _what(reader)
    reader.expect("TO", code=905, message="missing keyword")
    grantees = _names(reader)
    with_option = reader.accept("WITH", "ADMIN" if on is None else "GRANT", "OPTION")
    if reader.accept("IDENTIFIED"):
        raise UnsupportedError("GRANT that creates users")
    reader.end()
    return Grant(privileges, grantees, on, schema, with_option)


def parse_revoke(reader: Reader) -> Revoke:
    """REVOKE privileges [ON object] FROM grantees."""
    reader.expect("REVOKE")
    privileges, on, schema = _what(reader)
    reader.expect("FROM", code=905, message="missing keyword")
    grantees = _names(reader)
    reader.accept("CASCADE", "CONSTRAINTS")
    reader.end()
    return Revoke(privileges, grantees, on, schema)


def _what(reader: Reader) -> tuple[tuple[str, ...], TableName | None, str | None]:
    privileges = [_privilege(reader)]
    while reader.accept(","):
        privileges.append(_privilege(reader))
    if not reader.accept("ON"):
        return tuple(privileges), None, None
    if reader.profile.has_if_exists and reader.accept("SCHEMA"):  # 23ai
        return tuple(privileges), None, reader.name()
    for kind in ("DIRECTORY", "EDITION", "MINING", "USER", "SQL"):
        if reader.peek(kind):
            raise UnsupportedError(f"privileges on {kind}")
    return tuple(privileges), reader.table(), None


def _privilege(reader: Reader) -> str:
    """The words of a privilege, or the name of a role."""
    words: list[str] = []
    while reader.token is not None and not reader.peek(",") and not any(map(reader.peek, _AFTER_PRIVILEGES)):
        if reader.peek("("):
            raise UnsupportedError("privileges on columns")
        token = reader.take()
        words.append(word(token) or token.text)
    if not words:
        raise reader.error(990, "missing or invalid privilege")
    return "ALL PRIVILEGES" if words in (["ALL"], ["ALL", "PRIVILEGES"]) else " ".join(words)


def _names(reader: Reader) -> tuple[str, ...]:
    names = [reader.name()]
    while reader.accept(","):
        names.append(reader.name())
    return tuple(names)
