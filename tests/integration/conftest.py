"""A database for the services: a stand-in, or an Oracle named by the environment. No test knows which."""

import os
from collections.abc import Iterator

import oracledb
import pytest

from database import Database
from flext_target_oracle.config import OracleConfig

_PREFIX = "FLEXT_TEST_ORACLE_"


@pytest.fixture(scope="session")
def oracle_config() -> Iterator[OracleConfig]:
    keys = ("host", "port", "service_name", "username", "password")
    named = {key: os.environ[_PREFIX + key.upper()] for key in keys if _PREFIX + key.upper() in os.environ}
    if named:
        yield OracleConfig.model_validate(named)
        return
    from oracle_standin import Standin  # noqa: PLC0415 - only where no Oracle is named

    with Standin() as standin:
        yield OracleConfig.model_validate(
            {
                "host": standin.host,
                "port": standin.port,
                "service_name": standin.service_name,
                "username": standin.user,
                "password": standin.password,
            }
        )


@pytest.fixture
def database(oracle_config: OracleConfig) -> Iterator[Database]:
    """A schema without tables."""
    with oracledb.connect(
        user=oracle_config.username,
        password=oracle_config.password.get_secret_value(),
        host=oracle_config.host,
        port=oracle_config.port,
        service_name=oracle_config.service_name,
    ) as connection:
        database = Database(oracle_config, oracle_config.username.upper(), connection)
        _drop_tables(database)
        yield database
        connection.rollback()
        _drop_tables(database)


def _drop_tables(database: Database) -> None:
    for (table,) in database.rows("SELECT TABLE_NAME FROM USER_TABLES"):
        database.execute(f'DROP TABLE "{table}" CASCADE CONSTRAINTS PURGE')
