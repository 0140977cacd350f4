import pytest

import flext_target_oracle
from flext_target_oracle import errors
from flext_target_oracle.errors import DatabaseError, InputError, LoadError, RecordError, TargetError


def test_error_of_the_input_names_its_line() -> None:
    error = InputError("something is wrong", line=7)

    assert str(error) == "line 7: something is wrong"
    assert (error.problem, error.line) == ("something is wrong", 7)


def test_error_of_the_input_without_line_is_the_problem_alone() -> None:
    assert str(InputError("something is wrong")) == "something is wrong"


def test_error_of_a_record_knows_its_code_and_row() -> None:
    error = RecordError("refused", code="ORA-12899", row=0)

    assert (str(error), error.code, error.row) == ("refused", "ORA-12899", 0)


@pytest.mark.parametrize("error", [InputError("x"), RecordError("x", code="ORA-1", row=None), LoadError("x")])
def test_failed_load_is_one_kind_of_error(error: TargetError) -> None:
    assert isinstance(error, LoadError)
    assert isinstance(error, DatabaseError) == isinstance(error, RecordError)


def test_package_gives_every_error() -> None:
    defined = {name for name, value in vars(errors).items() if isinstance(value, type)}

    assert defined <= set(flext_target_oracle.__all__)
    assert all(hasattr(flext_target_oracle, name) for name in flext_target_oracle.__all__)
