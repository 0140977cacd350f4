"""Parses CREATE USER and DROP USER."""

from oracle_standin.sql.ddl.definitions import CreateUser, DropUser
from oracle_standin.sql.reader import Reader


def create_user(reader: Reader) -> CreateUser:
    """CREATE USER."""
    name = reader.name()
    if reader.accept("NO", "AUTHENTICATION"):
        return CreateUser(name, None)
    reader.expect("IDENTIFIED", "BY", code=1935, message="missing user or role name")
    return CreateUser(name, reader.take().text)


def drop_user(reader: Reader) -> DropUser:
    """DROP USER."""
    name = reader.name()
    return DropUser(name, reader.accept("CASCADE"))
