"""CREATE SYNONYM and DROP SYNONYM. Reference: SQL Language Reference, the statements of those names."""

from dataclasses import dataclass

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.ddl.replacing import PLAIN, CreationOptions
from oracle_standin.sql.reader import Reader
from oracle_standin.sql.statements import Ddl, TableName

PUBLIC = "PUBLIC"  # the owner of public synonyms


@dataclass(frozen=True, slots=True)
class CreateSynonym(Ddl):
    """CREATE SYNONYM; the owner of a public one is PUBLIC."""

    synonym: TableName
    target: TableName
    replaces: bool = False
    if_not_exists: bool = False


@dataclass(frozen=True, slots=True)
class DropSynonym(Ddl):
    """DROP SYNONYM."""

    synonym: TableName
    if_exists: bool = False


def create_synonym(reader: Reader, options: CreationOptions = PLAIN) -> CreateSynonym:
    """After CREATE SYNONYM."""
    return _created(reader, options, is_public=False)


def create_public_synonym(reader: Reader, options: CreationOptions = PLAIN) -> CreateSynonym:
    """After CREATE PUBLIC SYNONYM."""
    return _created(reader, options, is_public=True)


def _created(reader: Reader, options: CreationOptions, *, is_public: bool) -> CreateSynonym:
    if_not_exists = reader.accept_if("NOT", "EXISTS", code=995, message="missing or invalid synonym identifier")
    if if_not_exists and options.replaces:
        raise OracleError(11541, "REPLACE and IF NOT EXISTS cannot coexist in the same DDL statement")
    synonym = _synonym(reader, is_public=is_public)
    reader.expect("FOR", code=905, message="missing keyword")
    target = reader.table()
    if "@" in target.name:
        raise UnsupportedError("database links")
    return CreateSynonym(synonym, target, options.replaces, if_not_exists)


def _synonym(reader: Reader, *, is_public: bool) -> TableName:
    name = reader.new_name(995, "missing or invalid synonym identifier")
    if not reader.accept("."):
        return TableName(PUBLIC if is_public else None, name)
    if is_public:
        raise reader.error(995, "missing or invalid synonym identifier")
    return TableName(name, reader.new_name(995, "missing or invalid synonym identifier"))


def drop_synonym(reader: Reader) -> DropSynonym:
    """After DROP SYNONYM."""
    return _dropped(reader, is_public=False)


def drop_public_synonym(reader: Reader) -> DropSynonym:
    """After DROP PUBLIC SYNONYM."""
    return _dropped(reader, is_public=True)


def _dropped(reader: Reader, *, is_public: bool) -> DropSynonym:
    """The rest; FORCE is about types that depend on the synonym."""
    if_exists = reader.accept_if("EXISTS", code=933, message="SQL command not properly ended")
    synonym = _synonym(reader, is_public=is_public)
    reader.accept("FORCE")
    return DropSynonym(synonym, if_exists)
