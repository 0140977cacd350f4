"""SIGKILL in the middle of a load, and a new start from the last STATE that came: every row is loaded at least once."""

import time
from dataclasses import dataclass

import pytest

from database import Database
from nycflights import FLIGHTS, Pipeline, Row, nycflights, read_source, rows_of
from target import Target

KILLS = 10
KILLS_THAT_MUST_HIT = 8
KEY = ("year", "month", "day", "carrier", "flight", "origin")


@dataclass(frozen=True, slots=True)
class Load:
    """A load of the first flights of the source, by runs that may be killed."""

    target: Target
    database: Database
    flights: int
    batch_size: int
    state_every: int

    def run_until(self, rows: int, *, seen_in: str) -> bytes:
        """Kill a run as soon as this many rows are seen; what it wrote to stdout."""
        with nycflights(self.target, *self._tap_arguments, batch_size=self.batch_size) as pipeline:
            states = self._watch_states(pipeline, rows) if seen_in == "STATE" else self._watch_table(pipeline, rows)
            pipeline.kill()
            return b"".join([*states, *pipeline.states()])

    def run_after(self, stdout: bytes) -> list[bytes]:
        """The STATEs of a run that goes on where a former one was killed."""
        file = self.target.folder / "state.jsonl"
        file.write_bytes(stdout)
        with nycflights(
            self.target, *self._tap_arguments, "--state", str(file), batch_size=self.batch_size
        ) as pipeline:
            states = list(pipeline.states())
            exit_code, stderr = pipeline.wait()
        assert exit_code == 0, stderr
        return states

    def positions(self, position_of: dict[Row, int], *, restarted_at_ms: int) -> tuple[list[int], list[int]]:
        """Where the rows that are loaded stand in the source: those of the first run, those of the second."""
        columns = ", ".join(f'"{column.upper()}"' for column in (*KEY, "_sdc_sync_started_at"))
        runs: tuple[list[int], list[int]] = ([], [])
        for *key, started_at_ms in self.database.rows(f"SELECT {columns} FROM FLIGHTS"):
            runs[started_at_ms >= restarted_at_ms].append(position_of[tuple(key)])
        return sorted(runs[0]), sorted(runs[1])

    @property
    def _tap_arguments(self) -> list[str]:
        return ["--tables", "flights", "--limit", str(self.flights), "--state-every", str(self.state_every)]

    def _watch_table(self, pipeline: Pipeline, rows: int) -> list[bytes]:
        while pipeline.is_running and self.database.count("FLIGHTS") < rows:
            time.sleep(0.005)  # leave the processor to the load
        return []

    def _watch_states(self, pipeline: Pipeline, rows: int) -> list[bytes]:
        states: list[bytes] = []
        for state in pipeline.states():
            states.append(state)
            if rows_of(state)["flights"] >= rows:
                break
        return states


def flight_positions(flights: int) -> dict[Row, int]:
    columns, rows = read_source("flights", flights)
    key = [columns.index(name) for name in KEY]
    return {tuple(row[i] for i in key): position for position, row in enumerate(rows)}


def last_rows(stdout: bytes) -> int:
    return rows_of(stdout.splitlines()[-1])["flights"] if stdout else 0


@pytest.mark.parametrize(
    ("flights", "batch_size", "state_every"),
    [
        # Batches and STATEs do not end together, so that there are rows to repeat.
        pytest.param(8_000, 400, 250, id="sample", marks=pytest.mark.timeout(300)),
        pytest.param(FLIGHTS, 10_000, 3_000, id="full", marks=[pytest.mark.slow, pytest.mark.timeout(1800)]),
    ],
)
def test_killed_loads_lose_no_row_and_repeat_only_rows_after_the_last_state(
    flights: int, batch_size: int, state_every: int, target: Target, database: Database
) -> None:
    load = Load(target, database, flights, batch_size, state_every)
    position_of = flight_positions(flights)
    committed_at_kill = []
    for kill in range(1, KILLS + 1):
        database.drop_tables()
        stdout = load.run_until(kill * flights // (KILLS + 1), seen_in="STATE" if kill % 2 else "table")
        restarted_at_ms = int(time.time() * 1000)
        states = load.run_after(stdout)

        first, second = load.positions(position_of, restarted_at_ms=restarted_at_ms)
        restart = last_rows(stdout)
        assert restart <= len(first), "a STATE came before its rows were committed"
        assert first == list(range(len(first))), "the killed run left a hole or repeated a row"
        assert second == list(range(restart, flights)), "the second run did not load exactly what follows the STATE"
        assert last_rows(states[-1]) == flights
        committed_at_kill.append(len(first))

    hits = [rows for rows in committed_at_kill if 0 < rows < flights]
    assert len(hits) >= KILLS_THAT_MUST_HIT, committed_at_kill
