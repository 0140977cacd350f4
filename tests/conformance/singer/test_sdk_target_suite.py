"""The Meltano SDK's own tests of targets, run against the installed command."""

from collections.abc import Iterator

import pytest
from singer_sdk.testing import TargetTestRunner, get_target_test_class

from conformance.singer.adapter import CommandTarget
from conformance.singer.reference import assert_holds, expected_tables, without_nul
from database import Database
from target import Target, connection_settings


class TestTheSuiteOfTheSdk(get_target_test_class(CommandTarget)):
    """All tests of the default suite; it leaves out itself what does not hold for the SDK's own targets."""

    @pytest.fixture
    def runner(self, target: Target, database: Database) -> Iterator[TargetTestRunner]:
        """The SDK's runner, configured for the database.

        The suite's tests end with the load. What they loaded is compared afterwards; one whose load failed has no
        stdout.
        """
        config = {
            "oracle_config": connection_settings(target.config),
            "default_target_schema": database.owner,
            "nul_policy": "remove",
        }
        runner = TargetTestRunner(CommandTarget, config, parse_env_config=True)
        yield runner
        if runner.input_filepath is not None:
            runner.target_input.close()  # which the SDK leaves open, and a warning is an error here
        if runner.stdout is not None:
            assert_holds(database, expected_tables(without_nul(runner.input_filepath.read_bytes())))
