"""Ten sessions at once, with conflicts, deadlocks, waits and DDL, compared with a model of what was committed.

Sources: Database Concepts, "Data Concurrency and Consistency".
"""

import logging
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

import oracledb
import pytest

from oracle_server import Account

_SESSIONS = 10
_ACCOUNTS = 8
_BALANCE = 1_000
# deadlock, lock not granted at once, wait over, name in use, no such table: what such work may be refused with
_EXPECTED = frozenset({"ORA-00060", "ORA-00054", "ORA-30006", "ORA-00955", "ORA-00942", "ORA-01430", "ORA-00001"})


@dataclass(slots=True)
class Model:
    """What committed transactions have done."""

    increments: Counter[int] = field(default_factory=Counter)
    inserted: set[int] = field(default_factory=set)
    errors: Counter[str] = field(default_factory=Counter)
    finished: int = 0
    unexpected: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass(slots=True)
class Worker:
    """One session with work of its own choice."""

    account: Account
    number: int
    random: random.Random
    model: Model
    deadline: float
    work_count: int = 0

    def run(self) -> None:
        """Work until the time is over; whatever is not expected is noted."""
        try:
            with self.account.connect() as connection:
                connection.call_timeout = 30_000
                while time.monotonic() < self.deadline:
                    self.work(connection)
        except Exception as error:  # noqa: BLE001 - the test shows it
            self.model.unexpected.append(f"session {self.number}: {error}")
        else:
            self.model.finished += 1

    def work(self, connection: oracledb.Connection) -> None:
        """One transaction or one definition."""
        self.work_count += 1
        choices = (self.transfer, self.increment, self.increment_by_block, self.lock_and_increment, self.insert)
        chosen = self.random.choices((*choices, self.define, self.fail), weights=(4, 4, 2, 3, 3, 1, 1))[0]
        with connection.cursor() as cursor:
            try:
                chosen(cursor)
            except oracledb.DatabaseError as error:
                code = error.args[0].full_code
                if code not in _EXPECTED:
                    raise
                with self.model.lock:
                    self.model.errors[code] += 1
                connection.rollback()

    def transfer(self, cursor: oracledb.Cursor) -> None:
        """Between two accounts, in any order: deadlocks."""
        source, target = self.random.sample(range(_ACCOUNTS), 2)
        amount = self.random.randint(1, 20)
        cursor.execute("UPDATE accounts SET balance = balance - :1 WHERE id = :2", [amount, source])
        cursor.execute("UPDATE accounts SET balance = balance + :1 WHERE id = :2", [amount, target])
        cursor.connection.commit()

    def increment(self, cursor: oracledb.Cursor) -> None:
        """Several counters by one array."""
        numbers = [self.random.randrange(_ACCOUNTS) for _ in range(3)]
        cursor.executemany("UPDATE counters SET n = n + 1 WHERE id = :1", [(number,) for number in numbers])
        self.commit_increments(cursor, numbers)

    def increment_by_block(self, cursor: oracledb.Cursor) -> None:
        """Read, then write what was read plus one, in PL/SQL under a row lock."""
        number = self.random.randrange(_ACCOUNTS)
        block = """DECLARE v NUMBER; BEGIN
            SELECT n INTO v FROM counters WHERE id = :id FOR UPDATE;
            UPDATE counters SET n = v + 1 WHERE id = :id;
        END;"""
        cursor.execute(block, id=number)
        self.commit_increments(cursor, [number])

    def lock_and_increment(self, cursor: oracledb.Cursor) -> None:
        """Read and write with a lock that waits, or does not."""
        number = self.random.randrange(_ACCOUNTS)
        wait = self.random.choice(("", " NOWAIT", " WAIT 1"))
        ((value,),) = cursor.execute(f"SELECT n FROM counters WHERE id = :1 FOR UPDATE{wait}", [number]).fetchall()
        cursor.execute("UPDATE counters SET n = :1 WHERE id = :2", [value + 1, number])
        self.commit_increments(cursor, [number])

    def commit_increments(self, cursor: oracledb.Cursor, numbers: list[int]) -> None:
        """Commit, or roll back one time in five."""
        if self.random.random() < 0.2:
            cursor.connection.rollback()
            return
        cursor.connection.commit()
        with self.model.lock:
            self.model.increments.update(numbers)

    def insert(self, cursor: oracledb.Cursor) -> None:
        """An own row, and one that is undone to a savepoint."""
        key = self.number * 1_000_000 + self.work_count
        cursor.execute("INSERT INTO events (id) VALUES (:1)", [key])
        cursor.execute("SAVEPOINT s")
        cursor.execute("INSERT INTO events (id) VALUES (:1)", [-key])
        cursor.execute("ROLLBACK TO s")
        cursor.connection.commit()
        with self.model.lock:
            self.model.inserted.add(key)

    def define(self, cursor: oracledb.Cursor) -> None:
        """DDL on shared and own tables."""
        name = f"scratch_{self.random.randrange(3)}"
        statement = self.random.choice((
            f"CREATE TABLE {name} (a NUMBER, b VARCHAR2(10))",
            f"DROP TABLE {name}",
            f"TRUNCATE TABLE {name}",
            "TRUNCATE TABLE other_events",
            f"ALTER TABLE events ADD (c{self.work_count % 5} NUMBER)",
        ))  # fmt: skip
        cursor.execute(statement)

    def fail(self, cursor: oracledb.Cursor) -> None:
        """A statement that fails in an open transaction leaves the rest of it."""
        cursor.execute("INSERT INTO other_events VALUES (:1)", [self.work_count])
        cursor.execute("INSERT INTO accounts VALUES (0, 0)")


@pytest.fixture
def schema(account: Account) -> Account:
    """An account with the tables of the test."""
    with account.connect() as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE accounts (id NUMBER PRIMARY KEY, balance NUMBER NOT NULL)")
        cursor.execute("CREATE TABLE counters (id NUMBER PRIMARY KEY, n NUMBER NOT NULL)")
        cursor.execute("CREATE TABLE events (id NUMBER PRIMARY KEY)")
        cursor.execute("CREATE TABLE other_events (id NUMBER)")
        cursor.executemany("INSERT INTO accounts VALUES (:1, :2)", [(n, _BALANCE) for n in range(_ACCOUNTS)])
        cursor.executemany("INSERT INTO counters VALUES (:1, 0)", [(n,) for n in range(_ACCOUNTS)])
        connection.commit()
    return account


@pytest.mark.parametrize("seconds", [6, pytest.param(60, marks=pytest.mark.slow)])
def test_ten_sessions_lose_no_update_and_none_hangs(
    schema: Account, caplog: pytest.LogCaptureFixture, seconds: int
) -> None:
    """Database Concepts, "Data Concurrency and Consistency": no lost updates, deadlocks are resolved."""
    model = Model()
    deadline = time.monotonic() + seconds
    seeds = [random.Random(number) for number in range(_SESSIONS)]  # noqa: S311 - repeatable
    workers = [Worker(schema, number, seed, model, deadline) for number, seed in enumerate(seeds, 1)]
    threads = [threading.Thread(target=worker.run, name=f"worker {worker.number}") for worker in workers]
    with caplog.at_level(logging.ERROR, logger="oracle_standin"):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(seconds + 40)

    assert model.unexpected == []
    assert model.finished == _SESSIONS, "a session hangs"
    assert [record for record in caplog.records if record.name.startswith("oracle_standin")] == []
    with schema.connect() as connection, connection.cursor() as cursor:
        assert cursor.execute("SELECT SUM(balance) FROM accounts").fetchone() == (_ACCOUNTS * _BALANCE,)
        counters = dict(cursor.execute("SELECT id, n FROM counters").fetchall())
        assert counters == {number: model.increments[number] for number in range(_ACCOUNTS)}
        assert {row[0] for row in cursor.execute("SELECT id FROM events")} == model.inserted
    assert sum(worker.work_count for worker in workers) > seconds * 20
