"""The ledger against a model: a plain list of everything that happened, in order."""

from dataclasses import dataclass, field

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from flext_target_oracle.singer.state import StateLedger, WorkId


@dataclass
class History:
    """What happened: works that began and STATEs that were read, with the moment of each."""

    moment: int = 0
    open_since: dict[WorkId, int] = field(default_factory=dict)
    states: list[tuple[int, bytes]] = field(default_factory=list)
    last_released: int = 0

    def tick(self) -> int:
        self.moment += 1
        return self.moment

    def is_safe(self, read_at: int) -> bool:
        return all(read_at < began_at for began_at in self.open_since.values())

    def newest_safe(self) -> tuple[int, bytes] | None:
        safe = [state for state in self.states if state[0] > self.last_released and self.is_safe(state[0])]
        return max(safe, default=None)


class LedgerAgainstHistory(RuleBasedStateMachine):
    """Works begin and end in any order, STATEs come and leave in between."""

    def __init__(self) -> None:
        super().__init__()
        self.ledger = StateLedger()
        self.history = History()

    @rule()
    def begin(self) -> None:
        self.history.open_since[self.ledger.begin()] = self.history.tick()

    @precondition(lambda self: self.history.open_since)
    @rule(data=st.data())
    def finish(self, data: st.DataObject) -> None:
        work = data.draw(st.sampled_from(sorted(self.history.open_since)))
        self.ledger.finish(work)
        del self.history.open_since[work]

    @rule()
    def read_state(self) -> None:
        moment = self.history.tick()
        value = b"state %d" % moment
        self.ledger.add_state(value)
        self.history.states.append((moment, value))

    @rule()
    def release(self) -> None:
        expected = self.history.newest_safe()

        assert self.ledger.release() == (expected and expected[1])

        if expected is not None:
            self.history.last_released = expected[0]

    @invariant()
    def a_work_is_needed_exactly_when_an_unreleased_state_came_after_it(self) -> None:
        unreleased = [read_at for read_at, _ in self.history.states if read_at > self.history.last_released]
        for work, began_at in self.history.open_since.items():
            assert self.ledger.is_needed(work) == any(began_at < read_at for read_at in unreleased)


LedgerAgainstHistory.TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
test_ledger_releases_the_newest_safe_state_once_and_nothing_else = LedgerAgainstHistory.TestCase


def test_state_without_open_work_is_released_at_once() -> None:
    ledger = StateLedger()
    ledger.add_state(b"1")

    assert ledger.release() == b"1"


def test_state_is_released_once() -> None:
    ledger = StateLedger()
    ledger.add_state(b"1")
    ledger.release()

    assert ledger.release() is None


def test_state_waits_for_work_that_began_before_it_and_not_for_later_work() -> None:
    ledger = StateLedger()
    before = ledger.begin()
    ledger.add_state(b"1")
    ledger.begin()

    assert ledger.release() is None
    ledger.finish(before)
    assert ledger.release() == b"1"


def test_work_that_ends_out_of_order_does_not_release_a_state_early() -> None:
    ledger = StateLedger()
    slow = ledger.begin()
    ledger.add_state(b"1")
    fast = ledger.begin()
    ledger.add_state(b"2")
    ledger.finish(fast)

    assert ledger.release() is None
    ledger.finish(slow)
    assert ledger.release() == b"2"


def test_work_cannot_be_finished_twice() -> None:
    ledger = StateLedger()
    work = ledger.begin()
    ledger.finish(work)

    with pytest.raises(KeyError):
        ledger.finish(work)
