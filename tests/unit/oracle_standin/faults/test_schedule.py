"""Which of the things that sessions meet a fault happens to."""

import pytest

from oracle_standin.errors import OracleError
from oracle_standin.faults.fault import Point
from oracle_standin.faults.schedule import Faults, Firing


def firings(faults: Faults, meetings: list[tuple[int, Point, str]]) -> list[int]:
    """The places in the list at which something happens."""
    return [
        place
        for place, (session, point, sql) in enumerate(meetings, 1)
        if faults.meet(session, {Point.CALL, point}, sql)
    ]


EXECUTE = (1, Point.EXECUTE, "INSERT INTO t VALUES (1)")


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("hang at execute", [1]),
        ("hang at execute 3", [3]),
        ("hang at execute 2 times 2", [2, 3]),
        ("hang at execute 4 always", [4, 5]),
    ],
)
def test_a_fault_happens_to_the_meetings_that_it_names(text: str, places: list[int]) -> None:
    assert firings(Faults([text]), [EXECUTE] * 5) == places


def test_meetings_are_counted_by_the_server_unless_each_session_counts_for_itself() -> None:
    sessions = [(number, Point.EXECUTE, "") for number in (1, 2, 1, 2)]

    assert firings(Faults(["hang at execute 2"]), sessions) == [2]
    assert firings(Faults(["hang at execute 2 per session"]), sessions) == [3, 4]


def test_a_fault_for_a_while_ends_with_its_time() -> None:
    times_s = iter([100.0, 110.0, 112.9, 113.0, 114.0])
    faults = Faults(["ORA-12514 at connect 2 for 3s"], clock=lambda: next(times_s))

    assert firings(faults, [(1, Point.CONNECT, "")] * 5) == [2, 3]


def test_only_matching_statements_count() -> None:
    meetings = [EXECUTE, (1, Point.EXECUTE, "DELETE FROM t"), EXECUTE, EXECUTE]

    assert firings(Faults(["hang at execute 2 matching insert"]), meetings) == [3]


def test_several_faults_happen_in_their_order() -> None:
    faults = Faults(["delay 1s at call 2", "ORA-00060 at execute 2"])

    assert faults.meet(1, {Point.CALL, Point.EXECUTE}) == []
    assert [fault.text for fault in faults.meet(1, {Point.CALL, Point.EXECUTE})] == [
        "delay 1s at call 2",
        "ORA-00060 at execute 2",
    ]


def test_what_happened_is_remembered_until_the_faults_are_forgotten() -> None:
    faults = Faults(["hang at call times 2"])
    faults.meet(7, {Point.CALL})
    faults.meet(8, {Point.CALL})

    assert faults.fired == (Firing("hang at call times 2", 7), Firing("hang at call times 2", 8))
    faults.clear()
    assert faults.fired == ()
    assert faults.meet(7, {Point.CALL}) == []


def test_rows_of_an_array_fail_where_the_fault_says() -> None:
    faults = Faults(["ORA-01400 at row 3 of execute 2"])
    too_short = faults.of_statement(1, "INSERT", 2)
    too_short.check_rows(0, 2)  # an array without a third row does not count
    faults.of_statement(1, "INSERT", 3).check_rows(0, 3)
    statement = faults.of_statement(1, "INSERT", 5)

    statement.check_rows(0, 2)
    statement.check_rows(3, 5)
    with pytest.raises(OracleError, match="ORA-01400"):
        statement.check_rows(0, 5)


def test_a_tablespace_is_full_after_its_rows_and_says_so_once_a_statement() -> None:
    faults = Faults(["ORA-01653 after 10 rows matching orders"])
    faults.of_statement(1, "INSERT INTO customers", 1).use_space(100)
    statement = faults.of_statement(1, "INSERT INTO orders", 12)

    for rows in (12, 11):
        with pytest.raises(OracleError, match="ORA-01653"):
            statement.use_space(rows)
    statement.use_space(10)
    assert len(faults.fired) == 1
    with pytest.raises(OracleError, match="ORA-01653"):
        faults.of_statement(1, "MERGE INTO orders", 1).use_space(1)
    faults.of_statement(1, "UPDATE orders", 1).use_space(1)


def test_a_slow_network_takes_time_for_packets_and_bytes() -> None:
    faults = Faults(["latency 20ms", "bandwidth 1kB"])

    assert faults.transfer_s(500) == pytest.approx(0.52)
    faults.clear()
    assert faults.transfer_s(500) == 0
