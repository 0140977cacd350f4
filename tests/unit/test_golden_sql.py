"""The golden statements follow the rules about SQL, and a grammar that others wrote understands them."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlfluff.core import FluffConfig, Linter

from sql_rules import violations

_FILES = sorted((Path(__file__).parents[1] / "golden").glob("*.sql"))
# In a file of several statements a line `/` stands between them.
GOLDEN = {
    f"{path.stem} {number}": sql
    for path in _FILES
    for number, sql in enumerate(path.read_text(encoding="utf-8").split("\n/\n"), 1)
}


@dataclass(frozen=True, slots=True)
class UnknownForm:
    """Oracle's SQL that sqlfluff's dialect does not parse, and what stands for it so that the rest is parsed."""

    reason: str
    form: re.Pattern[str]
    instead: str


UNKNOWN_FORMS = {
    "numbered bind": UnknownForm(
        "a bind is a colon and a name there; Oracle takes a number too (python-oracledb, Binding by Position)",
        re.compile(r":(\d+)(?=[^']*(?:'[^']*'[^']*)*$)"),  # not in a literal
        r":b\1",
    ),
    "IS JSON": UnknownForm(
        "its grammar of conditions has no JSON ones; SQL Language Reference 12.2, IS JSON Condition",
        re.compile(r"IS JSON"),
        "IS NOT NULL",
    ),
    "SET UNUSED": UnknownForm(
        "its ALTER TABLE drops columns and has no other way to lose them; SQL Language Reference 12.2, ALTER TABLE",
        re.compile(r"SET UNUSED"),
        "DROP",
    ),
}


@pytest.fixture(scope="module")
def linter() -> Linter:
    """Sqlfluff with the dialect of Oracle."""
    return Linter(config=FluffConfig(overrides={"dialect": "oracle", "templater": "raw"}))


def refusals(linter: Linter, sql: str) -> list[str]:
    """What its parser does not understand."""
    return [str(violation) for violation in linter.parse_string(sql).violations]


def test_there_are_golden_statements() -> None:
    assert len(GOLDEN) > 5


@pytest.mark.parametrize("name", GOLDEN)
def test_a_golden_statement_breaks_no_rule(name: str) -> None:
    assert violations(GOLDEN[name], release=23 if "23ai" in name else 12) == []


@pytest.mark.parametrize("name", GOLDEN)
def test_sqlfluff_parses_a_golden_statement_but_for_the_unknown_forms(linter: Linter, name: str) -> None:
    sql = GOLDEN[name]
    for unknown in UNKNOWN_FORMS.values():
        sql = unknown.form.sub(unknown.instead, sql)

    assert refusals(linter, sql) == []


@pytest.mark.parametrize("form", UNKNOWN_FORMS)
def test_sqlfluff_parses_no_statement_with_an_unknown_form(linter: Linter, form: str) -> None:
    statements = [sql for sql in GOLDEN.values() if UNKNOWN_FORMS[form].form.search(sql)]

    assert statements, "no golden statement has it any more: take it off the list"
    # Otherwise it has been taught to sqlfluff: take it off the list too.
    assert all(refusals(linter, sql) for sql in statements)


@pytest.mark.parametrize(
    "sql",
    [
        'CREATE TABLE "T" ("A" NUMBER,, "B" DATE)',
        'CREATE TABLE "T" "A" NUMBER',
        'INSERT INTO "T" ("A") VALUES (:b1, )',
        'INSERT INTO "T" ("A" VALUES (:b1)',
        'UPDATE "T" SET "A" WHERE "B" < :b2',
        'UPDATE "T" WHERE "B" < :b2',
    ],
)
def test_sqlfluff_refuses_what_is_broken(linter: Linter, sql: str) -> None:
    assert refusals(linter, sql)
