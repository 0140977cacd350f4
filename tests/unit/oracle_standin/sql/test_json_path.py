"""Path expressions: their steps, and what is none."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.profiles import DEFAULT, PROFILES
from oracle_standin.sql.json_path import json_path


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("$", []),
        (" lax $ . a [ * ] ", [["name", "a"], ["each"]]),
        ('$."a b".c', [["name", "a b"], ["name", "c"]]),
        ("$.*..d", [["any"], ["below", "d"]]),
        ("$[0, 2 to last - 1,last]", [["places", [[0, 0], [2, -2], [-1, -1]]]]),
        ("$.a.size()", [["name", "a"], ["method", "size"]]),
        ("$?(@.a == 1)", [["where", ["==", [["name", "a"]], ["value", "1"]]]]),
        ("$?(20 < @.a)", [["where", [">", [["name", "a"]], ["value", "20"]]]]),
        ('$?(@ in ("x", "y"))', [["where", ["or", ["==", [], ["value", '"x"']], ["==", [], ["value", '"y"']]]]]),
        (
            '$?(!exists(@.a) && @.b starts with "x" || @ == $v)',
            [
                [
                    "where",
                    [
                        "or",
                        ["and", ["not", ["exists", [["name", "a"]]]], ["starts", [["name", "b"]], ["value", '"x"']]],
                        ["==", [], ["variable", "v"]],
                    ],
                ]
            ],
        ),
    ],
)
def test_a_path_becomes_its_steps(path: str, steps: list[object]) -> None:
    assert json_path(path, DEFAULT) == steps


@pytest.mark.parametrize(
    "path", ["", "a", "$.", "$a", "$.a-b", "$[", "$[a]", "$.a b", "$?(@.a)", "$?(@.a == )", "$.x()"]
)
def test_what_is_no_path_is_refused_with_the_code_of_the_release(path: str) -> None:
    for profile, code in ((DEFAULT, 40597), (PROFILES["12.2"], 40442)):
        with pytest.raises(OracleError) as error:
            json_path(path, profile)
        assert error.value.code == code


@pytest.mark.parametrize("path", ["strict $.a", "$.a.sum()", "$?(@.a == @.b)", '$?(@.a like_regex "x")'])
def test_what_cannot_be_evaluated_is_refused_by_name(path: str) -> None:
    with pytest.raises(UnsupportedError):
        json_path(path, DEFAULT)


@given(st.lists(st.text(max_size=8), min_size=1, max_size=4))
def test_any_name_can_be_quoted(names: list[str]) -> None:
    path = "$" + "".join(f".{json.dumps(name)}" for name in names)

    assert json_path(path, DEFAULT) == [["name", name] for name in names]
