"""Composition root: the only place where settings become objects."""

import asyncio
import signal
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from rich.console import Console

from flext_target_oracle.batch.batcher import BatchLimits, Moment
from flext_target_oracle.config import Settings
from flext_target_oracle.load.loader import BatchLoader
from flext_target_oracle.load.observer import LoadObserver
from flext_target_oracle.load.streams import StreamRegistry
from flext_target_oracle.load.tables import TableService
from flext_target_oracle.observability.logging import LogObserver, configure_logging
from flext_target_oracle.observability.progress import ProgressObserver
from flext_target_oracle.oracle.connection import OracleConnectionService
from flext_target_oracle.oracle.query import OracleQueryService
from flext_target_oracle.oracle.schema import OracleSchemaService
from flext_target_oracle.service import SingerTargetService
from flext_target_oracle.singer.reader import LineReader
from flext_target_oracle.singer.writer import StateWriter
from flext_target_oracle.stream_rules import name_map, owner_of, rules_of

_CANCEL_LIMIT_S = 0.5


def load(
    settings: Settings, *, input_descriptor: int, output_descriptor: int, cut_short: Callable[[int], NoReturn]
) -> int | None:
    """Load one Singer input, to its end or to the first signal; the number of that signal.

    `cut_short` ends the process at once with the number of a signal: at a second signal, or when the grace is over
    and the program still hangs, wherever it does.

    Raises:
        TargetError: The load failed.
    """
    run_id = uuid.uuid4().hex[:12]
    with _observer(run_id) as observer:
        run = _Run(settings, run_id, observer, LineReader(input_descriptor), StateWriter(output_descriptor), cut_short)
        return asyncio.run(run.until_end_or_signal())


@contextmanager
def _observer(run_id: str) -> Iterator[LoadObserver]:
    # Not rich's own guess: FORCE_COLOR makes it take a log for a terminal.
    if sys.stderr.isatty():
        with ProgressObserver(Console(stderr=True), shares_terminal=sys.stdout.isatty()) as progress:
            yield progress
    else:
        configure_logging()
        yield LogObserver(run_id=run_id)


class _Run:
    """One run and the signals that may end it."""

    def __init__(
        self,
        settings: Settings,
        run_id: str,
        observer: LoadObserver,
        reader: LineReader,
        writer: StateWriter,
        cut_short: Callable[[int], NoReturn],
    ) -> None:
        self._settings = settings
        self._run_id = run_id
        self._observer = observer
        self._reader = reader
        self._writer = writer
        self._cut_short = cut_short
        self._connections = OracleConnectionService(settings.oracle_config, pool_size=settings.pool_size)
        self._signal: int | None = None

    async def until_end_or_signal(self) -> int | None:
        """The first signal ends the reading; a second one, or the end of the grace, ends everything."""
        for number in (signal.SIGTERM, signal.SIGINT):
            # Not the loop's own handlers: those wait for a loop that a full pipe may have stopped.
            signal.signal(number, self._on_signal)
        try:
            await self._load()
        finally:
            self._reader.close()
            self._connections.close()
        return self._signal

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        if self._signal is not None:
            self._end(number)
        self._signal = number
        self._reader.stop()
        grace = threading.Timer(self._settings.shutdown_grace_s, self._end, [number])
        grace.daemon = True
        grace.start()

    def _end(self, number: int) -> NoReturn:
        """Tell Oracle to give up, if it still listens, and end the process."""
        cancelling = threading.Thread(target=self._connections.cancel, daemon=True)
        cancelling.start()
        cancelling.join(_CANCEL_LIMIT_S)
        self._cut_short(number)

    async def _load(self) -> None:
        limits = await self._connections.open()
        self._observer.run_started(target=self._connections.target, server_version=limits.version)
        queries = OracleQueryService(self._connections)
        rules = rules_of(self._settings, limits)
        tables = TableService(OracleSchemaService(queries), name_map(self._settings, queries), rules)
        await tables.require_schema(owner_of(self._settings))
        streams = StreamRegistry(
            run_id=self._run_id,
            rules_of=rules,
            limits=BatchLimits(
                self._settings.batch_size, self._settings.batch_size_bytes, self._settings.batch_wait_limit_s
            ),
            clock=_now,
        )
        service = SingerTargetService(
            streams=streams,
            tables=tables,
            loader=BatchLoader(queries, self._observer, max_in_flight=self._settings.pool_size),
            queries=queries,
            writer=self._writer,
            observer=self._observer,
            clock=_now,
        )
        await service.run(self._reader)


def _now() -> Moment:
    return Moment.of(time.time(), time.monotonic())
