"""The TCP server: accepts clients, runs each session on a thread of its own, and ends them all when it stops."""

import contextlib
import itertools
import logging
import socket
import ssl
import sys
import threading

from oracle_standin.session.injection import Injector
from oracle_standin.session.interrupts import InterruptWatcher
from oracle_standin.session.logon import Service, SessionIdentity
from oracle_standin.session.session import run_session
from oracle_standin.tns.packets import PacketStream
from oracle_standin.tns.tls import wrapped

_TICK_S = 0.1
_BACKLOG = 128
_RECURSION_LIMIT = 10_000  # a chain of AND, || or UNION ALL is as deep as it is long
_LOG_ON_TIMEOUT_S = 60.0  # Net Services Reference, INBOUND_CONNECT_TIMEOUT: the default

_logger = logging.getLogger(__name__)


class Server:
    """Serves one service on one address.

    Attributes:
        host: The address as it was given.
        port: The port; the one that the system chose if 0 was given.
    """

    def __init__(self, service: Service, host: str, port: int, tls_context: ssl.SSLContext | None = None) -> None:
        """Bind the address; with a context, clients have to speak TLS.

        Raises:
            OSError: The address cannot be used.
        """
        self._service = service
        self._tls_context = tls_context
        self._listener = _listen(host, port)
        self.host = host
        self.port: int = self._listener.getsockname()[1]
        self._watcher = InterruptWatcher()
        self._is_stopped = threading.Event()
        self._session_ids = itertools.count(1)
        self._lock = threading.Lock()
        self._sessions: dict[threading.Thread, socket.socket] = {}
        self._acceptor = threading.Thread(target=self._accept, name="oracle_standin acceptor", daemon=True)

    def start(self) -> None:
        """Accept clients from now on."""
        sys.setrecursionlimit(max(sys.getrecursionlimit(), _RECURSION_LIMIT))
        self._watcher.start()
        self._acceptor.start()

    def stop(self) -> None:
        """Disconnect all clients and wait for their sessions to end; open transactions are rolled back."""
        self._is_stopped.set()
        self._acceptor.join()
        with self._lock:
            sessions = dict(self._sessions)
        for thread, connection in sessions.items():
            _shut_down(connection)
            thread.join()
        self._watcher.stop()

    def close(self) -> None:
        """Give the address back."""
        self._listener.close()

    def _accept(self) -> None:
        while not self._is_stopped.is_set():
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                continue
            except OSError as error:  # such as no file descriptor left: the next client may have better luck
                _logger.warning("a client could not be accepted: %s", error)
                self._is_stopped.wait(_TICK_S)
                continue
            self._start_session(connection)

    def _start_session(self, connection: socket.socket) -> None:
        connection.settimeout(_LOG_ON_TIMEOUT_S)
        if self._tls_context is not None:
            connection = wrapped(connection, self._tls_context)
        number = next(self._session_ids)
        thread = threading.Thread(
            target=self._run_session, args=(connection, number), name=f"oracle_standin session {number}", daemon=True
        )
        with self._lock:
            self._sessions[thread] = connection
        try:
            thread.start()
        except RuntimeError as error:  # no thread left: the next client may have better luck
            _logger.warning("a client could not be served: %s", error)
            with self._lock:
                del self._sessions[thread]
            connection.close()

    def _run_session(self, connection: socket.socket, number: int) -> None:
        try:
            with connection:
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
                stream = PacketStream(connection, self._service.faults.transfer_s)
                injector = Injector(self._service.faults, number, stream, self._is_stopped)
                run_session(stream, self._service, SessionIdentity(number, 1), self._watcher, injector)
        except Exception:  # the outermost frame of a thread
            _logger.exception("session %d failed", number)
        finally:
            with self._lock:
                del self._sessions[threading.current_thread()]


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family, backlog=_BACKLOG)
    listener.settimeout(_TICK_S)
    return listener


def _shut_down(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):  # the client may be faster
        # not SSLSocket's method: it would take the TLS state from under the session's thread
        socket.socket.shutdown(connection, socket.SHUT_RDWR)
