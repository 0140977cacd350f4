"""What a stand-in may be told."""

from pathlib import Path
from typing import Any

import pytest

from oracle_standin import Standin
from oracle_standin.options import OptionError, checked_folder, checked_user
from oracle_standin.profiles import PROFILES


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"host": ""}, "host: name an address"),
        ({"host": " "}, "host: name an address"),
        ({"port": 70_000}, "port: 70000 is not one of 0"),
        ({"port": -1}, "port: -1 is not"),
        ({"port": "1521"}, "port: '1521' is not"),
        ({"service_name": ""}, "service_name: '' is no service name"),
        ({"service_name": "a)(b"}, r"service_name: 'a\)\(b' is no service name"),
        ({"profile": "9i"}, "profile: '9i' is not one of 12.2, 19c, 21c, 23ai, adb"),
        ({"profile": None}, "profile: None is not"),
        ({"data_dir": 5}, "data_dir: 5 is no path"),
        ({"data_dir": ""}, "data_dir: '' is no folder"),
        ({"data_dir": __file__}, "data_dir: .* is no folder"),
        ({"user": ""}, "user: '' is no name"),
        ({"user": "1A"}, "user: '1A' is no name"),
        ({"user": 'A"B'}, "user: .* is no name"),
        ({"user": "a b"}, "user: 'a b' is no name"),
        ({"user": "sys"}, "user: sys is a reserved word, or what every database has"),
        ({"user": "Table"}, "user: Table is a reserved word"),
        ({"user": '"PUBLIC"'}, 'user: "PUBLIC" is'),
        ({"user": '"pg_x"'}, 'user: "pg_x": PostgreSQL keeps names with pg_ for itself'),
        ({"user": "A" * 129}, "user: A+ is longer than the 128 bytes"),
        ({"user": "A" * 31, "profile": "12.2"}, "user: A+ is longer than the 30 bytes"),
        ({"password": ""}, "password: 1 to 1024 bytes"),
        ({"password": "é" * 513}, "password: 1 to 1024 bytes"),
        ({"faults": "drop after commit"}, "a list of specifications"),
    ],
)
def test_an_option_that_cannot_be_is_refused_before_anything_starts(options: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        Standin(**options)


def test_the_error_names_the_option() -> None:
    with pytest.raises(OptionError) as caught:
        Standin(port=70_000)

    assert caught.value.option == "port"


@pytest.mark.parametrize(
    ("name", "folded"), [("flext", "FLEXT"), ('"a b"', "a b"), ("Müller_1$#", "MÜLLER_1$#"), ("A" * 128, "A" * 128)]
)
def test_a_name_is_folded_as_oracle_folds_it(name: str, folded: str) -> None:
    assert checked_user(name, PROFILES["23ai"]) == folded


def test_a_folder_may_be_text(tmp_path: Path) -> None:
    assert checked_folder(str(tmp_path)) == checked_folder(tmp_path) == tmp_path
