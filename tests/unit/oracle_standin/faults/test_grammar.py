"""Specifications of faults, as users write them."""

from dataclasses import replace

import pytest

from oracle_standin.faults.fault import Action, Fault, FullTablespace, Point, SlowNetwork
from oracle_standin.faults.grammar import FaultError, parse


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("drop before commit", Fault("", Action.DROP_BEFORE, Point.COMMIT)),
        ("drop after commit 3", Fault("", Action.DROP_AFTER, Point.COMMIT, number=3)),
        ("hang at logon always", Fault("", Action.HANG, Point.LOGON, times=None)),
        ("delay 250ms at fetch 2 times 4", Fault("", Action.DELAY, Point.FETCH, number=2, times=4, seconds=0.25)),
        ("late 1.5s at commit", Fault("", Action.LATE, Point.COMMIT, seconds=1.5)),
        ("ORA-12514 at connect for 3s", Fault("", Action.ERROR, Point.CONNECT, times=None, window_s=3.0, code=12514)),
        (
            "ora-00060 at call 7 per session",
            Fault("", Action.ERROR, Point.CALL, number=7, code=60, is_per_session=True),
        ),
        ("ORA-01400 at row 5 of execute 2", Fault("", Action.ERROR, Point.EXECUTE, row=5, number=2, code=1400)),
        ("ORA-01653 after 1000 rows", FullTablespace("", 1653, 1000)),
        ("DROP After COMMIT 3", Fault("", Action.DROP_AFTER, Point.COMMIT, number=3)),
        ("Latency 20MS", SlowNetwork("", latency_s=0.02)),
        ("latency 20ms", SlowNetwork("", latency_s=0.02)),
        ("bandwidth 100kB", SlowNetwork("", s_per_byte=0.00001)),
    ],
)
def test_a_specification_says_what_happens_where_and_when(
    text: str, fault: Fault | FullTablespace | SlowNetwork
) -> None:
    parsed = parse(f"  {text} ")

    assert parsed.text == text
    assert parsed == replace(fault, text=text)


def test_a_pattern_is_all_that_stands_behind_matching() -> None:
    fault = parse(r"ORA-00060 at execute 2 matching ^MERGE  INTO .*\bORDERS\b")

    assert isinstance(fault, Fault)
    assert fault.pattern is not None
    assert fault.pattern.pattern == r"^MERGE  INTO .*\bORDERS\b"
    assert fault.pattern.search('merge  into "x"\n  "orders" o')


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "expected drop, hang, delay, late, latency, bandwidth or ORA- and five digits, not 'the end'"),
        (
            "explode at call",
            "expected drop, hang, delay, late, latency, bandwidth or ORA- and five digits, not 'explode'",
        ),
        ("drop commit", "expected before or after, not 'commit'"),
        (
            "drop before lunch",
            "expected connect or logon or call or execute or fetch or commit or rollback or finish, not 'lunch'",
        ),
        ("drop after commit 0", "expected a number from 1, not '0'"),
        ("drop after commit 2 always 3", "a number, times COUNT | always | for TIME, per session, matching REGEX"),
        ("drop after commit per session 2", "expected the end (behind the point stand, in this order: a number, times"),
        ("delay 3 at call", "expected a time such as 20ms or 1.5s, not '3'"),
        ("late 3s at call", "expected commit or finish, not 'call'"),
        ("hang call", "expected at, not 'call'"),
        ("ORA-60 at call", "or ORA- and five digits, not 'ORA-60'"),
        ("ORA-00060 at row 0 of execute", "expected a number from 1, not '0'"),
        ("ORA-00060 at row 1 of call", "expected execute, not 'call'"),
        ("ORA-01653 after many rows", "expected a whole number, not 'many'"),
        ("bandwidth 0kB", "expected a size above 0"),
        ("hang at call times", "expected a whole number, not 'the end'"),
        ("hang at execute matching (", "'(' is no regular expression"),
        ("drop after commit matching INSERT", "commit has no SQL text that 'matching' could look at"),
    ],
)
def test_a_wrong_specification_is_refused_with_what_is_wrong(text: str, problem: str) -> None:
    with pytest.raises(FaultError) as caught:
        parse(text)

    assert problem in str(caught.value)
    assert repr(text) in str(caught.value)
