import pytest

from flext_target_oracle.errors import InputError
from flext_target_oracle.result import Err, Ok, ServiceResult


def describe(result: ServiceResult[int]) -> str:
    match result:
        case Ok(value):
            return f"ok {value}"
        case Err(error):
            return f"error {error}"


@pytest.mark.parametrize(("result", "text"), [(Ok(1), "ok 1"), (Err(InputError("x")), "error x")])
def test_result_is_taken_apart_by_match(result: ServiceResult[int], text: str) -> None:
    assert describe(result) == text
