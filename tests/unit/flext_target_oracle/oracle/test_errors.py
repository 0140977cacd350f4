"""Errors as python-oracledb itself makes them, with the chain that its thin mode raises."""

from collections.abc import Callable
from typing import Any

import oracledb
import pytest
from oracledb import errors as driver_errors

from flext_target_oracle.errors import DatabaseError, PermanentError, RecordError, TransientError
from flext_target_oracle.oracle.errors import connection_error, statement_error

SECRET = "4711-value-of-a-row"


def from_oracle(code: int, text: str) -> oracledb.Error:
    """The exception for an error that the server sent."""
    error = driver_errors._Error(message=f"ORA-{code:05}: {text}", code=code)
    exception = error.exc_type(error)
    assert isinstance(exception, oracledb.Error)
    return exception


def from_driver(number: int, **parts: Any) -> oracledb.Error:  # noqa: ANN401 - parts of the message
    """The exception for an error of the driver's own."""
    exception = driver_errors._create_exception(number, **parts)
    assert isinstance(exception, oracledb.Error)
    return exception


def raised(make: Callable[[], oracledb.Error], cause: Exception | None = None) -> oracledb.Error:
    try:
        raise make() from cause
    except oracledb.Error as error:
        return error


def unreached(cause: Exception | None) -> oracledb.Error:
    """DPY-6005 as impl/thin/connection.pyx raises it around the listener's reason."""
    return raised(lambda: from_driver(driver_errors.ERR_CONNECTION_FAILED, cause=cause, connection_id="id"), cause)


def explain(error: oracledb.Error) -> str:
    return str(connection_error(error, target="db.example:1521/FREEPDB1", username="etl"))


def test_refused_connection_names_the_target_the_code_and_what_to_look_at() -> None:
    assert explain(unreached(ConnectionRefusedError(111, "Connection refused"))) == (
        "no connection to db.example:1521/FREEPDB1 as etl (DPY-6005): "
        "check oracle_config.host and oracle_config.port, and that the listener is up and reachable"
    )


def test_unknown_service_is_told_apart_from_an_unreachable_listener() -> None:
    service = from_driver(driver_errors.ERR_INVALID_SERVICE_NAME, service_name="NOPE", host="db.example", port=1521)
    message = explain(unreached(service))

    assert "(DPY-6001)" in message
    assert "check oracle_config.service_name" in message


def test_cause_is_found_though_the_message_of_the_wrapper_does_not_hold_it() -> None:
    service = from_driver(driver_errors.ERR_INVALID_SERVICE_NAME, service_name="NOPE", host="h", port=1)
    error = raised(lambda: from_driver(driver_errors.ERR_CONNECTION_FAILED, connection_id="id"), service)

    assert "(DPY-6001)" in explain(error)


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        (1017, "check oracle_config.username and oracle_config.password"),
        (28000, "unlock"),
        (28001, "expired"),
        (1045, "GRANT CREATE SESSION"),
        (1033, "starting up or shutting down"),
    ],
)
def test_refused_log_in_says_what_to_mend(code: int, remedy: str) -> None:
    message = explain(from_oracle(code, "some text"))

    assert f"(ORA-{code:05})" in message
    assert remedy in message


def test_unknown_reason_is_shown_without_help_lines() -> None:
    message = explain(from_oracle(12345, "something new"))

    assert message.endswith("(ORA-12345): ORA-12345: something new")
    assert "Help:" not in message


@pytest.mark.parametrize("code", [54, 60, 1013, 1555, 4021, 8177, 30006])
def test_lock_and_time_out_may_succeed_later(code: int) -> None:
    error = statement_error(from_oracle(code, "some text"), doing="inserting into DW.T")

    assert isinstance(error, TransientError)
    assert error.code == f"ORA-{code:05}"


@pytest.mark.parametrize("code", [28, 1012, 1089, 3113, 3135, 2396])
def test_lost_connection_may_succeed_later_whatever_name_the_driver_gives_it(code: int) -> None:
    error = statement_error(from_oracle(code, "some text"), doing="inserting into DW.T")

    assert isinstance(error, TransientError)
    assert error.code in {"DPY-4011", f"ORA-{code:05}"}


def test_closed_connection_of_the_driver_may_succeed_later() -> None:
    error = statement_error(from_driver(driver_errors.ERR_CONNECTION_CLOSED), doing="committing")

    assert isinstance(error, TransientError)
    assert error.code == "DPY-4011"


@pytest.mark.parametrize("code", [1, 1400, 1438, 2290, 2291, 12899, 14400])
def test_refused_row_is_a_record_error_with_its_position(code: int) -> None:
    error = statement_error(from_oracle(code, "some text"), doing="inserting into DW.T", row=3)

    assert isinstance(error, RecordError)
    assert (error.row, error.code) == (3, f"ORA-{code:05}")
    assert str(error) == f"inserting into DW.T: ORA-{code:05}: some text"


def test_number_that_the_driver_cannot_encode_is_a_record_error() -> None:
    error = statement_error(from_driver(driver_errors.ERR_ORACLE_NUMBER_NO_REPR), doing="inserting", row=0)

    assert isinstance(error, RecordError)
    assert error.code == "DPY-4003"


@pytest.mark.parametrize(
    ("code", "remedy"), [(942, "no privilege on it"), (1031, "grant"), (1950, "quota"), (1653, "extend it")]
)
def test_permanent_error_says_what_helps(code: int, remedy: str) -> None:
    error = statement_error(from_oracle(code, "some text"), doing="creating table DW.T")

    assert isinstance(error, PermanentError)
    assert str(error).startswith(f"creating table DW.T: ORA-{code:05}: some text (")
    assert remedy in str(error)


def test_error_that_nobody_knows_is_permanent() -> None:
    error = statement_error(from_oracle(600, "internal error code"), doing="inserting")
    unknown = statement_error(from_oracle(29999, "new"), doing="inserting")

    assert isinstance(error, DatabaseError)
    assert isinstance(unknown, PermanentError)
    assert str(unknown) == "inserting: ORA-29999: new"


def test_exception_without_any_code_still_has_a_message() -> None:
    for error in (oracledb.Error(), oracledb.Error("plain text")):
        explained = statement_error(error, doing="inserting")

        assert isinstance(explained, PermanentError)
        assert explained.code == "unknown"
        assert str(explained).startswith("inserting: ")


@pytest.mark.parametrize(
    ("code", "text"),
    [
        # 23ai writes details with the row's values and a help address on lines of their own ...
        (1, f"unique constraint (DW.PK) violated\nORA-03301: (ORA-00001 details) row with column values (ID:{SECRET})"),
        (2290, f"check constraint (DW.C) violated\nORA-03302: details {SECRET}"),
        # ... and some values into the first line (docs.oracle.com/error-help/db/ora-01438).
        (1438, f'value {SECRET} greater than specified precision (5, 2) for column "DW"."T"."C"'),
        (1722, f"unable to convert string value containing '{SECRET}' to a number: \"C\""),
        (1722, f"unable to convert string value containing 'it''s \"{SECRET}\"' to a number: "),
    ],
)
def test_values_of_a_row_are_never_shown(code: int, text: str) -> None:
    error = statement_error(from_oracle(code, text), doing="inserting into DW.T", row=0)

    assert isinstance(error, RecordError)
    assert f"ORA-{code:05}: " in str(error)
    assert SECRET not in str(error)
    assert "\n" not in str(error)


def test_column_stays_in_a_message_whose_value_is_left_out() -> None:
    text = 'value 123.89 greater than specified precision (3, 2) for column "DW"."T"."PRICE"'

    assert str(statement_error(from_oracle(1438, text), doing="inserting")) == (
        'inserting: ORA-01438: value ... greater than specified precision (3, 2) for column "DW"."T"."PRICE"'
    )


def test_code_in_the_values_of_a_row_does_not_make_an_error_transient() -> None:
    text = "unique constraint (DW.PK) violated\nORA-03301: (ORA-00001 details) row with values (NOTE:ORA-00060)"

    assert isinstance(statement_error(from_oracle(1, text), doing="inserting"), RecordError)


def test_lost_connection_says_that_it_may_pass() -> None:
    error = statement_error(from_driver(driver_errors.ERR_CONNECTION_CLOSED), doing="inserting into DW.T")

    assert isinstance(error, TransientError)
    assert "start again from the last STATE" in str(error)
