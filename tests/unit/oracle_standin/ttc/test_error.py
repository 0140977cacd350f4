from oracle_standin.errors import OracleError
from oracle_standin.ttc.capabilities import Capabilities
from oracle_standin.ttc.error import Outcome, write_error
from oracle_standin.ttc.writer import ub

V19 = Capabilities(field_version=12)
DUPLICATE = OracleError(1, "unique constraint violated")


def test_success_is_error_number_zero_without_text() -> None:
    # what python-oracledb takes for: transaction open, cursor 3, 2 rows
    outcome = Outcome(is_in_transaction=True, cursor_id=3, row_count=2)

    assert write_error(outcome, V19).hex() == "04 0102 00 0102 00 00 00 0103 00".replace(" ", "") + "00" * 20 + "000102"


def test_an_error_has_code_position_and_text() -> None:
    error = OracleError(942, "table or view does not exist", position=14)
    message = write_error(Outcome(is_in_transaction=False, error=error), V19)

    assert message.endswith(ub(942) + ub(0) + bytes((len(error.text),)) + error.text.encode())
    assert bytes.fromhex("010e") in message


def test_more_batch_errors_than_can_be_told_are_still_counted() -> None:
    errors = [(row, DUPLICATE) for row in range(70_000)]
    message = write_error(Outcome(is_in_transaction=True, batch_errors=errors), V19)

    assert message.count(ub(len(DUPLICATE.text)) + bytes((len(DUPLICATE.text),)) + DUPLICATE.text.encode()) == 65_535
    assert ub(70_000) in message
