"""Which parser reads which DDL statement: a new statement is one line here."""

from collections.abc import Callable

from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.ddl.alter import alter_table
from oracle_standin.sql.ddl.comments import comment_on_column, comment_on_table
from oracle_standin.sql.ddl.indexes import (
    alter_index,
    create_bitmap_index,
    create_index,
    create_unique_index,
    drop_index,
)
from oracle_standin.sql.ddl.materialized_views import (
    comment_on_materialized_view,
    create_materialized_view,
    drop_materialized_view,
)
from oracle_standin.sql.ddl.purging import purge
from oracle_standin.sql.ddl.replacing import CreationOptions, creation_options
from oracle_standin.sql.ddl.sequences import alter_sequence, create_sequence, drop_sequence
from oracle_standin.sql.ddl.synonyms import create_public_synonym, create_synonym, drop_public_synonym, drop_synonym
from oracle_standin.sql.ddl.tables import (
    create_private_table,
    create_table,
    create_temporary_table,
    drop_table,
    rename_object,
    truncate_table,
)
from oracle_standin.sql.ddl.users import alter_user, create_role, create_user, drop_role, drop_user
from oracle_standin.sql.ddl.views import alter_view, create_view, drop_view
from oracle_standin.sql.reader import Reader
from oracle_standin.sql.statements import Ddl

PARSERS: dict[str, Callable[[Reader], Ddl]] = {
    "CREATE TABLE": create_table,
    "CREATE GLOBAL TEMPORARY TABLE": create_temporary_table,
    "CREATE PRIVATE TEMPORARY TABLE": create_private_table,
    "CREATE INDEX": create_index,
    "CREATE UNIQUE INDEX": create_unique_index,
    "CREATE BITMAP INDEX": create_bitmap_index,
    "ALTER INDEX": alter_index,
    "CREATE VIEW": create_view,
    "ALTER VIEW": alter_view,
    "DROP VIEW": drop_view,
    "CREATE MATERIALIZED VIEW": create_materialized_view,
    "DROP MATERIALIZED VIEW": drop_materialized_view,
    "COMMENT ON MATERIALIZED VIEW": comment_on_materialized_view,
    "CREATE SYNONYM": create_synonym,
    "CREATE PUBLIC SYNONYM": create_public_synonym,
    "DROP SYNONYM": drop_synonym,
    "DROP PUBLIC SYNONYM": drop_public_synonym,
    "CREATE SEQUENCE": create_sequence,
    "ALTER SEQUENCE": alter_sequence,
    "DROP SEQUENCE": drop_sequence,
    "CREATE USER": create_user,
    "ALTER USER": alter_user,
    "CREATE ROLE": create_role,
    "DROP ROLE": drop_role,
    "DROP TABLE": drop_table,
    "DROP INDEX": drop_index,
    "DROP USER": drop_user,
    "TRUNCATE TABLE": truncate_table,
    "ALTER TABLE": alter_table,
    "RENAME": rename_object,
    "PURGE": purge,
    "COMMENT ON TABLE": comment_on_table,
    "COMMENT ON COLUMN": comment_on_column,
}

_WITH_OPTIONS: dict[str, Callable[[Reader, CreationOptions], Ddl]] = {
    "VIEW": create_view,
    "SYNONYM": create_synonym,
    "PUBLIC SYNONYM": create_public_synonym,
}


def parse_ddl(reader: Reader) -> Ddl:
    """The statement, when its first word is CREATE, DROP, ALTER, TRUNCATE, RENAME, PURGE or COMMENT.

    Raises:
        OracleError: It is no valid SQL.
        UnsupportedError: The stand-in does not know this statement or a clause of it.
    """
    beginning = reader.rest_of_source(40)
    options = creation_options(reader)
    if options is not None:
        return _created(reader, options, beginning)
    for words, parse in PARSERS.items():
        if reader.accept(*words.split()):
            statement = parse(reader)
            reader.end()
            return statement
    raise UnsupportedError(f"the statement '{reader.rest_of_source(40)}'")


def _created(reader: Reader, options: CreationOptions, beginning: str) -> Ddl:
    for words, parse in _WITH_OPTIONS.items():
        if reader.accept(*words.split()):
            statement = parse(reader, options)
            reader.end()
            return statement
    raise UnsupportedError(f"the statement '{beginning}'")
