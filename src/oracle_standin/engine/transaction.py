"""Oracle's transactions over PostgreSQL's: one begins with the first change, and a failed statement undoes itself."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from oracle_standin.engine.backend import Backend, PostgresError
from oracle_standin.errors import OracleError
from oracle_standin.sql.identifiers import quoted

_STATEMENT = "SAVEPOINT statement"
# PostgreSQL's REPEATABLE READ is snapshot isolation, as Oracle's SERIALIZABLE is ("Serializable Isolation Level")
_MODES = {
    "READ ONLY": "ISOLATION LEVEL REPEATABLE READ READ ONLY",
    "READ WRITE": "",
    "SERIALIZABLE": "ISOLATION LEVEL REPEATABLE READ",
    "READ COMMITTED": "",
}
# savepoints of clients and of blocks never meet the stand-in's own, which have no blank in their names
_CLIENT, _BLOCK = "client ", "block "
_UNDO = "ROLLBACK TO SAVEPOINT statement; RELEASE SAVEPOINT statement"


class Transaction:
    """The transaction of a session, open or not.

    Attributes:
        number: How many have ended before it.
        mode: What transactions are that begin without SET TRANSACTION: READ COMMITTED or SERIALIZABLE.
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._savepoints: list[str] = []  # that exist in PostgreSQL, of the client and of blocks
        self._block_depth = 0
        self.is_open = False
        self.number = 0
        self.mode = "READ COMMITTED"

    @contextmanager
    def change(self) -> Iterator[None]:
        """A statement that changes data: opens the transaction; an error undoes the statement alone."""
        if self.is_open:
            with self._savepoint():
                yield
            return
        self._begin(self.mode)
        try:
            yield
        except BaseException:
            self._backend.run_all("ROLLBACK")
            raise
        self.is_open = True

    @contextmanager
    def block(self) -> Iterator[None]:
        """A PL/SQL block: an error undoes what it did, but for what it committed itself."""
        self._block_depth += 1
        name = f"{_BLOCK}{self._block_depth}"
        if self.is_open:
            self._set(name)
        try:
            yield
        except BaseException:
            self._undo_block(name)
            raise
        finally:
            self._block_depth -= 1
        self._keep_block(name)

    def _undo_block(self, name: str) -> None:
        if name in self._savepoints:
            self._go_back(name)
            self._keep_block(name)
        else:  # the transaction began in the block
            self.rollback()

    def _keep_block(self, name: str) -> None:
        """A savepoint below those that the block has left to the client stays in PostgreSQL until the end."""
        if self._savepoints[-1:] == [name]:
            self._backend.run_all(f"RELEASE SAVEPOINT {quoted(name)}")
        if name in self._savepoints:
            self._savepoints.remove(name)

    @contextmanager
    def query(self) -> Iterator[None]:
        """A statement that only reads; its locks go at once, since in Oracle a reader blocks no DDL."""
        if not self.is_open and self.mode == "SERIALIZABLE":  # all its queries see the database of the first one
            self.begin(self.mode)
        if not self.is_open:
            yield
            return
        self._backend.run_all(_STATEMENT)
        try:
            yield
        finally:
            self._backend.run_all(_UNDO)

    @contextmanager
    def setting(self) -> Iterator[None]:
        """A statement about the session: an error undoes it, and no transaction begins."""
        if not self.is_open:
            yield
            return
        with self._savepoint():
            yield

    @contextmanager
    def recording(self) -> Iterator[None]:
        """What the dictionary keeps beside a statement: an error undoes it, and no transaction begins."""
        with self._savepoint() if self.is_open else self._transaction_of_its_own():
            yield

    @contextmanager
    def definition(self) -> Iterator[None]:
        """DDL: commits what is open before it, even when it fails, and itself after it."""
        self.commit()
        with self._transaction_of_its_own():
            yield

    @contextmanager
    def _transaction_of_its_own(self) -> Iterator[None]:
        self._backend.run_all("BEGIN")
        try:
            yield
        except BaseException:
            self._backend.run_all("ROLLBACK")
            raise
        self._backend.run_all("COMMIT")

    def begin(self, mode: str) -> None:
        """SET TRANSACTION: a transaction of this mode begins; READ ONLY and SERIALIZABLE see the database of now.

        Raises:
            OracleError: ORA-01453: it has already begun.
        """
        if self.is_open:
            raise OracleError(1453, "SET TRANSACTION must be first statement of transaction")
        self._begin(mode)
        self.is_open = True

    def _begin(self, mode: str) -> None:
        """Start PostgreSQL's transaction; where one snapshot is for all of it, a query takes it now."""
        self._backend.run_all(f"BEGIN {_MODES[mode]}; SELECT 1" if _MODES[mode] else "BEGIN")

    def set_constraints(self, names: Iterable[str], *, is_deferred: bool) -> None:
        """SET CONSTRAINTS until the transaction ends, which begins if need be; without names, all.

        Raises:
            PostgresError: Rows do not obey a constraint that is to be IMMEDIATE.
        """
        if not self.is_open:
            self.begin(self.mode)
        with self._savepoint():
            mode = "DEFERRED" if is_deferred else "IMMEDIATE"
            self._backend.run_all(f"SET CONSTRAINTS {', '.join(names) or 'ALL'} {mode}")

    def commit(self) -> None:
        """End the transaction and keep its changes.

        Raises:
            PostgresError: Rows do not obey a deferred constraint; everything is rolled back.
        """
        if self.is_open:
            self._end()
            try:
                self._backend.run_all("COMMIT")
            except PostgresError as error:
                error.ended_transaction = True
                raise

    def rollback(self) -> None:
        """End the transaction and undo its changes."""
        if self.is_open:
            self._end()
            self._backend.run_all("ROLLBACK")

    def set_savepoint(self, name: str) -> None:
        """SAVEPOINT; a name that is in use moves here."""
        if not self.is_open:
            self._begin(self.mode)
            self.is_open = True
        if _CLIENT + name in self._savepoints:
            self._savepoints.remove(_CLIENT + name)
        self._set(_CLIENT + name)

    def rollback_to(self, name: str) -> None:
        """ROLLBACK TO SAVEPOINT; later savepoints are gone.

        Raises:
            OracleError: ORA-01086 when there is no such savepoint.
        """
        if _CLIENT + name not in self._savepoints:
            raise OracleError(1086, f"savepoint '{name}' never established in this session or is invalid")
        blocks = [later for later in self._go_back(_CLIENT + name) if later.startswith(_BLOCK)]
        for block in blocks:  # they still run, and undo only what follows
            self._set(block)

    def _set(self, name: str) -> None:
        self._savepoints.append(name)
        self._backend.run_all(f"SAVEPOINT {quoted(name)}")

    def _go_back(self, name: str) -> list[str]:
        """Roll back to a savepoint; gives the later ones, which are gone."""
        place = self._savepoints.index(name) + 1
        later = self._savepoints[place:]
        del self._savepoints[place:]
        self._backend.run_all(f"ROLLBACK TO SAVEPOINT {quoted(name)}")
        return later

    @contextmanager
    def _savepoint(self) -> Iterator[None]:
        self._backend.run_all(_STATEMENT)
        try:
            yield
        except BaseException:
            self._backend.run_all(_UNDO)
            raise
        self._backend.run_all("RELEASE SAVEPOINT statement")

    def _end(self) -> None:
        self.is_open = False
        self.number += 1
        self._savepoints.clear()
